"""The steps of a walk-through, each with its cells of the matrix: always in view, the current one marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from trainer.core.actions import WalkAnswer
from trainer.ui import look
from trainer.ui.facilitator.walk.rows import Cell, StepRow
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, RowsModel
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.walk.words import ANSWERS

__all__ = ["StepList"]

_SIDE: Final = 11
_GAP: Final = 3
_LEFT: Final = 34
_PADDING: Final = 5 + _SIDE + 3 + 4
_BARE: Final = 7 + 5
_SIGN: Final = 5 + _SIDE + 5
_SIGNS: Final = {"walked": ("ok", "ok"), "left out": ("skip", "muted"), "begun": ("more", "info")}


def _row_height() -> int:
    px = look.tokens().px
    return look.metrics("medium").height() + look.metrics("caption").height() + px(8 + 5 + 6 + 9)


def cell_rects(row: StepRow, area: QRectF) -> list[tuple[Cell, QRectF]]:
    """Where the cells of a row stand within its area: as wide as their words.

    Where there is no room for all words, what is confirmed has its sign alone; then whatever is answered; and then all
    are narrower.
    """
    px, metrics = look.tokens().px, look.metrics("caption")
    left, gap = area.left() + px(_LEFT), px(_GAP)
    room = area.width() - px(_LEFT + 10) - gap * (len(row.cells) - 1)
    wanted = _widths(row, ())
    for bare in ((), ("confirmed",), tuple(ANSWERS)):
        wanted = _widths(row, bare)
        if sum(wanted) <= room:
            break
    share = min(1.0, room / sum(wanted)) if wanted else 1.0
    top = area.top() + px(8) + look.metrics("medium").height() + px(5)
    found = []
    for cell, wide in zip(row.cells, wanted, strict=True):
        found.append((cell, QRectF(left, top, wide * share, metrics.height() + px(6))))
        left += wide * share + gap
    return found


def _widths(row: StepRow, bare: Sequence[WalkAnswer]) -> list[float]:
    """How wide the cells of a row are to be; those with these answers have their sign alone."""
    px, metrics = look.tokens().px, look.metrics("caption")
    # Without an answer there is no sign to leave room for.
    return [
        float(px(_SIGN))
        if cell.answer in bare
        else float(metrics.horizontalAdvance(cell.word) + px(_BARE if cell.answer is None else _PADDING))
        for cell in row.cells
    ]


def paint_cell(painter: QPainter, rect: QRectF, cell: Cell) -> None:
    """A cell: the sign and colour of its answer and the question's word; hollow while nobody has answered."""
    px, tokens = look.tokens().px, look.tokens()
    if cell.answer is None:
        rounded(painter, rect, px(5), None, QPen(look.colour("border"), px(1)))
        words = rect.adjusted(px(7), 0, -px(4), 0)
        draw_text(painter, words, cell.word, look.font("caption"), look.colour("muted"))
        return
    shown = ANSWERS[cell.answer]
    status = tokens.status(shown.status)
    edge = QPen(look.colour(status.ink), px(1)) if tokens.scheme == "contrast" else None
    rounded(painter, rect, px(5), look.colour(status.tint), edge)
    side = px(_SIDE)
    alone = rect.width() <= px(_SIGN)
    x = rect.center().x() - side / 2 if alone else rect.left() + px(5)
    sign = QRectF(x, rect.center().y() - side / 2, side, side)
    look.paint_icon(painter, shown.icon, sign, status.ink)
    if alone:
        return
    words = rect.adjusted(px(5) + side + px(3), 0, -px(2), 0)
    draw_text(painter, words, cell.word, look.font("caption"), look.colour(status.ink))


class _StepDelegate(QStyledItemDelegate):
    """Paints a step in two lines: number, title and owner, and the cells below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are as high as one."""
        return QSize(look.tokens().px(240), _row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, words, cells, and where the keyboard is."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, row = look.tokens().px, index.data(ROW_ROLE)
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        if row.now:
            rounded(painter, ground, px(6), look.colour("selection"))
            bar = QRectF(ground.left(), ground.top() + px(5), px(4), ground.height() - px(10))
            rounded(painter, bar, px(2), look.colour("accent_fill"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        _paint_head(painter, QRectF(option.rect), row)
        if row.left_out:
            area = cell_rects(row, QRectF(option.rect))
            line = area[0][1] if area else QRectF(option.rect)
            line.setRight(ground.right() - px(8))
            words = f"Left out: {row.left_out}"
            draw_text(painter, line, words, look.font("caption"), look.colour("muted"))
        else:
            for cell, rect in cell_rects(row, QRectF(option.rect)):
                paint_cell(painter, rect, cell)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The tool tip of the cell under the pointer."""
        row = index.data(ROW_ROLE) if index.isValid() else None
        if event.type() is not QEvent.Type.ToolTip or row is None:
            return super().helpEvent(event, view, option, index)
        inside = (cell for cell, rect in cell_rects(row, QRectF(option.rect)) if rect.contains(event.pos()))
        cell = next(inside, None)
        QToolTip.showText(event.globalPos(), cell.tip if cell is not None else row.title, view)
        return True


def _paint_head(painter: QPainter, area: QRectF, row: StepRow) -> None:
    px = look.tokens().px
    line = QRectF(
        area.left() + px(12), area.top() + px(8), area.width() - px(24), look.metrics("medium").height()
    )
    sign = _SIGNS.get(row.progress)
    side = px(15)
    if row.showing:
        sign = ("timer", "warn")
    if sign is not None:
        look.paint_icon(
            painter, sign[0], QRectF(line.left(), line.center().y() - side / 2, side, side), sign[1]
        )
    else:
        number = QRectF(line.left(), line.top(), px(22), line.height())
        draw_text(painter, number, str(row.number), look.font("caption", tabular=True), look.colour("muted"))
    font, small = look.font("strong" if row.now else "medium"), look.font("caption")
    owner = min(float(look.metrics("caption").horizontalAdvance(row.owner)) + 2, line.width() * 0.4)
    ink = "muted" if row.progress == "left out" else "text"
    title = line.adjusted(px(_LEFT - 12), 0, -owner - px(10), 0)
    draw_text(painter, title, row.title, font, look.colour(ink))
    who = QRectF(line.right() - owner, line.top(), owner, line.height())
    lane = look.tokens().role(row.lane) if row.lane is not None else "muted"
    draw_text(painter, who, row.owner, small, look.colour(lane))


class StepList(QListView):
    """The steps in the order in which they are walked. `wanted` names the step that is to be walked now."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[StepRow](
            "step", "Step", lambda row: row.title, spoken=StepRow.spoken, tooltip=lambda row: row.title
        )
        self._rows: RowsModel[StepRow] = RowsModel([column], key=lambda row: row.step, parent=self)
        self.setModel(self._rows)
        self.setItemDelegate(_StepDelegate(self))
        self.setAccessibleName("Steps of the walk-through")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_wanted)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_steps(self, rows: Sequence[StepRow]) -> None:
        """Show these steps, the current one in view."""
        before = next((row.step for row in self._rows.rows() if row.now), None)
        self._rows.update(rows)
        now = next((row.step for row in rows if row.now), None)
        place = self._rows.place(now) if now is not None else None
        if now != before and place is not None:
            self.setCurrentIndex(self._rows.index(place, 0))
            self.scrollTo(self._rows.index(place, 0))

    def rows(self) -> RowsModel[StepRow]:
        """The steps as rows."""
        return self._rows

    def sizeHint(self) -> QSize:
        """Wide enough for the cells; it takes what height there is."""
        return QSize(look.tokens().px(390), _row_height() * 2)

    def minimumSizeHint(self) -> QSize:
        """Two steps, with cells that can still be read."""
        return QSize(look.tokens().px(300), _row_height() * 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The step that is walked stays in view."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return goes to the step under the cursor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_wanted(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)

    def _on_wanted(self, index: QModelIndex) -> None:
        self.wanted.emit(str(index.data(KEY_ROLE)))
