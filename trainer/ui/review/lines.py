"""A list of things that are read in sentences: wrapped, under group headings, with a sign and a chip."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, FilterModel, RowsModel
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.review.wrapped import wrapped

__all__ = ["Line", "LineList"]

_MOST: Final = 3
"""Lines of a title; whoever chooses it reads the rest beside the list."""


@dataclass(frozen=True)
class Line:
    """One thing: `title` is wrapped, `caption` stands below it on one line; lines of a `group` stand together."""

    key: str
    title: str
    caption: str = ""
    icon: str = ""
    tint: str = "muted"
    chip: str = ""
    chip_status: Status = "neutral"
    group: str = ""
    #: Said beside the heading of the group.
    about: str = ""
    #: Struck through: it stands in the list and counts for nothing.
    struck: bool = False

    def text(self) -> str:
        """All words of the line."""
        struck = "does not count" if self.struck else ""
        return ", ".join(part for part in (self.chip, self.title, self.caption, self.group, struck) if part)


class _Delegate(QStyledItemDelegate):
    """Paints lines; the first of a group carries the group's heading."""

    def __init__(self, view: LineList) -> None:
        super().__init__(view)
        self._view = view

    def _leads(self, index: QModelIndex | QPersistentModelIndex, line: Line) -> bool:
        if not line.group:
            return False
        before = index.model().index(index.row() - 1, 0).data(ROW_ROLE) if index.row() else None
        return before is None or before.group != line.group

    def _heading(self) -> int:
        return look.metrics("strong").height() + look.tokens().px(18)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the wrapped words need at the width of the view."""
        line: Line = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        height = _body_height(line, width)
        return QSize(width, height + (self._heading() if self._leads(index, line) else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw heading, ground, words, and where the keyboard is."""
        line: Line = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(option.rect)
        if self._leads(index, line):
            top = QRectF(body.left(), body.top(), body.width(), self._heading())
            _paint_heading(painter, top, line, first=index.row() == 0)
            body.setTop(top.bottom())
        ground = body.adjusted(px(3), px(1), -px(3), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        _paint_body(painter, body, line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        painter.restore()


def _left(line: Line) -> int:
    return look.tokens().px(36 if line.icon else 12)


def _title_width(line: Line, width: float) -> float:
    px = look.tokens().px
    beside = chip_size(line.chip).width() + px(10) if line.chip else 0
    return max(float(px(80)), width - _left(line) - px(14) - beside)


def _body_height(line: Line, width: float) -> int:
    px = look.tokens().px
    height = wrapped(line.title, look.font("medium"), _title_width(line, width), _MOST)[1]
    if line.caption:
        height += look.metrics("caption").height() + px(2)
    return int(height + px(16)) + 1


def _paint_heading(painter: QPainter, rect: QRectF, line: Line, first: bool) -> None:
    px = look.tokens().px
    if not first:
        painter.setPen(QPen(look.colour("border"), px(1)))
        y = rect.top() + px(4)
        painter.drawLine(QPointF(rect.left() + px(12), y), QPointF(rect.right() - px(12), y))
    words = rect.adjusted(px(12), px(8), -px(12), -px(2))
    used = draw_text(painter, words, line.group, look.font("strong"), look.colour("text"))
    rest = words.adjusted(used + px(8), 0, 0, 0)
    draw_text(painter, rest, line.about, look.font("caption"), look.colour("muted"))


def _paint_body(painter: QPainter, body: QRectF, line: Line) -> None:
    px = look.tokens().px
    top, left = body.top() + px(8), body.left() + _left(line)
    if line.icon:
        side = px(16)
        middle = top + look.metrics("medium").height() / 2
        sign = QRectF(body.left() + px(12), middle - side / 2, side, side)
        look.paint_icon(painter, line.icon, sign, line.tint)
    width = _title_width(line, body.width())
    font = look.font("medium")
    font.setStrikeOut(line.struck)
    title, height = wrapped(line.title, font, width, _MOST)
    painter.setPen(look.colour("muted" if line.struck else "text"))
    title.draw(painter, QPointF(left, top))
    if line.chip:
        size = chip_size(line.chip)
        place = QRectF(body.right() - px(12) - size.width(), top, size.width(), size.height())
        paint_chip(painter, place, line.chip, line.chip_status)
    if line.caption:
        below = QRectF(left, top + height + px(2), width, look.metrics("caption").height())
        draw_text(painter, below, line.caption, look.font("caption"), look.colour("muted"))


class LineList(QListView):
    """Lines to choose from. `chosen` follows the cursor, `activated_key` Return or a double click."""

    chosen = Signal(str)
    activated_key = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[Line]("line", name, text=Line.text, tooltip=lambda line: line.title)
        self._rows: RowsModel[Line] = RowsModel([column], key=lambda line: line.key, parent=self)
        self._filter = FilterModel(self._rows, self)
        self.setModel(self._filter)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(look.tokens().px(200))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.activated.connect(lambda index: self.activated_key.emit(str(index.data(KEY_ROLE))))
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show these lines; what is chosen stays chosen, and where nothing is the first one becomes so."""
        self._rows.update(lines)
        self.scheduleDelayedItemsLayout()
        self.choose_one()

    def choose_one(self) -> None:
        """Choose the first line where none is chosen."""
        if not self.currentIndex().isValid() and self._filter.rowCount():
            self.setCurrentIndex(self._filter.index(0, 0))

    def lines(self) -> tuple[Line, ...]:
        """The lines that are shown, in order."""
        found = (self._filter.index(row, 0).data(ROW_ROLE) for row in range(self._filter.rowCount()))
        return tuple(found)

    def keep_matching(self, words: str, keep: Callable[[Line], bool] | None = None) -> None:
        """Keep the lines in which each of these words stands and to which `keep` says yes."""
        self._filter.set_text(words)
        self._filter.set_keep(keep)
        self.scheduleDelayedItemsLayout()
        self.choose_one()

    def choose(self, key: str) -> None:
        """Choose the line with this key."""
        index = self._filter.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)

    def current(self) -> str | None:
        """Key of the chosen line."""
        key = self.currentIndex().data(KEY_ROLE)
        return str(key) if key is not None else None

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(str(current.data(KEY_ROLE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return activates."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
