"""What was ordered: each operation with its progress, and what came of it, in words that everyone sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.models import ROW_ROLE, Column, RowsModel
from trainer.ui.monitor.rows import OperationRow
from trainer.ui.panels import EmptyState, spaced
from trainer.ui.panels.painted import draw_text, focus_ring, rounded

__all__ = ["Operations", "WrappedList"]

_WRAP = Qt.TextFlag.TextWordWrap


def _wrapped(step: look.Step, words: str, width: float) -> int:
    room = QRect(0, 0, max(60, round(width) - look.tokens().px(50)), 10_000)
    return look.metrics(step).boundingRect(room, _WRAP, words).height()


def _title_height(row: OperationRow, width: float) -> int:
    return max(look.metrics("strong").height(), _wrapped("strong", row.title, width))


def _result_height(row: OperationRow, width: float) -> int:
    return _wrapped("caption", row.result, width) + look.tokens().px(2) if row.result else 0


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Title, state, and a bar or the result."""
        row: OperationRow = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        high = _title_height(row, width) + look.metrics("caption").height() + look.tokens().px(16)
        bar = look.tokens().px(10) if row.running else 0
        return QSize(width, high + bar + _result_height(row, width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one operation."""
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(2), px(1), -px(2), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        _paint_row(painter, ground, index.data(ROW_ROLE))
        painter.restore()


def _paint_row(painter: QPainter, ground: QRectF, row: OperationRow) -> None:
    tokens, px = look.tokens(), look.tokens().px
    high, small = _title_height(row, ground.width() + px(4)), look.metrics("caption").height()
    side = px(18)
    icon = "search" if row.look else "timer" if row.running else tokens.status(row.status).icon
    sign = QRectF(ground.left() + px(8), ground.top() + px(8), side, side)
    look.paint_icon(painter, icon, sign, row.status)
    left, width = sign.right() + px(8), ground.right() - px(8) - sign.right() - px(8)
    top = ground.top() + px(6)
    painter.setFont(look.font("strong"))
    painter.setPen(look.colour("text"))
    painter.drawText(QRectF(left, top, width, high), _WRAP, row.title)
    caption = look.font("caption", tabular=True)
    state = f"{row.who}: {row.state}" if row.who else row.state
    ink = look.colour(row.status if row.status == "bad" else "muted")
    draw_text(painter, QRectF(left, top + high, width, small), state, caption, ink)
    below = top + high + small + px(3)
    if row.running:
        track = QRectF(left, below, width, px(6))
        rounded(painter, track, px(3), look.colour("track"))
        rounded(
            painter,
            track.adjusted(0, 0, -track.width() * (1 - row.share), 0),
            px(3),
            look.colour("accent_fill"),
        )
    elif row.result:
        painter.setFont(caption)
        painter.setPen(look.colour("text"))
        painter.drawText(QRectF(left, below, width, ground.bottom() - below), _WRAP, row.result)


class Operations(QWidget):
    """A list of what runs or ran, in the order in which it is given; `empty` is said where there is nothing yet."""

    def __init__(
        self,
        rows: Callable[[], Sequence[OperationRow]],
        name: str = "Operations",
        empty: str = "Nothing was done to the system yet.",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._asked = rows
        self.setAccessibleName(name)
        self.view = WrappedList(name)
        column = Column[OperationRow](
            "operation",
            "Operation",
            lambda row: row.title,
            tooltip=lambda row: row.spoken(),
            spoken=OperationRow.spoken,
        )
        self._rows: RowsModel[OperationRow] = RowsModel([column], lambda row: str(row.act), self)
        self.view.setModel(self._rows)
        self.view.setItemDelegate(_Delegate(self.view))
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("settings", empty))
        self._stack.addWidget(self.view)
        column_box = spaced(QVBoxLayout(self), gap=0)
        column_box.addWidget(self._stack, 1)

    def rows(self) -> tuple[OperationRow, ...]:
        """What is listed."""
        return self._rows.rows()

    def current(self) -> OperationRow | None:
        """The row under the cursor."""
        index = self.view.currentIndex()
        return self._rows.row(index) if index.isValid() else None

    def choose(self, act: int) -> None:
        """Put the cursor on a row."""
        place = self._rows.place(str(act))
        if place is not None:
            self.view.setCurrentIndex(self._rows.index(place, 0))

    def refresh(self) -> int:
        """Show progress and results; returns how many are under way."""
        rows = list(self._asked())
        resized = {row.act: bool(row.result) for row in rows} != {
            row.act: bool(row.result) for row in self.rows()
        }
        self._rows.update(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if resized:
            self.view.scheduleDelayedItemsLayout()
        return sum(row.running for row in rows)


class WrappedList(QListView):
    """Rows as high as their words need at the width there is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
