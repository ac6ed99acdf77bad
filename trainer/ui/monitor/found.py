"""What a look showed, as a list: time, level and service above, the words below in figures of one width."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from trainer.ui import look
from trainer.ui.models import ROW_ROLE, Column, FilterModel, RowsModel
from trainer.ui.monitor.operations import WrappedList
from trainer.ui.monitor.rows import FoundRow
from trainer.ui.panels.painted import draw_text, focus_ring, rounded

__all__ = ["FoundList"]


def _spoken(row: FoundRow) -> str:
    return ", ".join(part for part in (row.time, row.level, row.service, row.text) if part)


def _head(row: FoundRow) -> str:
    return "  ".join(part for part in (row.time, row.level, row.service) if part)


def _flags(text: str, room: float) -> Qt.TextFlag:
    """Wrap between words; within one only where it is wider than a line."""
    longest = max(text.split(), key=len, default="")
    broken = look.metrics("mono").horizontalAdvance(longest) > room
    return Qt.TextFlag.TextWrapAnywhere if broken else Qt.TextFlag.TextWordWrap


def _room(width: float) -> float:
    return max(60.0, width - look.tokens().px(22))


def _text_height(row: FoundRow, width: int) -> int:
    room = _room(width)
    box = QRect(0, 0, int(room), 10_000)
    return look.metrics("mono").boundingRect(box, _flags(row.text, room), row.text).height()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A line for the head where there is one, and the words."""
        row: FoundRow = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        head = look.metrics("caption").height() if _head(row) else 0
        return QSize(width, head + _text_height(row, width) + look.tokens().px(9))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        row: FoundRow = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(2), px(1), -px(2), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(5), look.colour("selection"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(5))
        _paint_row(painter, ground, row)
        painter.restore()


def _paint_row(painter: QPainter, ground: QRectF, row: FoundRow) -> None:
    px = look.tokens().px
    left, top, right = ground.left() + px(7), ground.top() + px(3), ground.right() - px(7)
    head = _head(row)
    if head:
        high, side = look.metrics("caption").height(), px(12)
        at = left
        if row.status is not None:
            sign = QRectF(left, top + (high - side) / 2, side, side)
            look.paint_icon(painter, look.tokens().status(row.status).icon, sign, row.status)
            at += side + px(4)
        ink = look.colour(row.status or "muted")
        draw_text(painter, QRectF(at, top, right - at, high), head, look.font("caption", tabular=True), ink)
        top += high
    painter.setFont(look.font("mono"))
    painter.setPen(look.colour("text"))
    room = _room(ground.width() + px(4))
    painter.drawText(QRectF(left, top, room, ground.bottom() - top), _flags(row.text, room), row.text)


class FoundList(WrappedList):
    """Lines that can be filtered; Ctrl+C copies the one under the cursor."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What was found", parent)
        columns = [
            Column[FoundRow]("text", "Text", lambda row: row.text, spoken=_spoken),
            Column[FoundRow]("head", "Time, level, service", _head),
        ]
        self.lines: RowsModel[FoundRow] = RowsModel(columns, lambda row: row.key, self)
        self.filtered = FilterModel(self.lines, self)
        self.setModel(self.filtered)
        self.setItemDelegate(_Delegate(self))

    def show_rows(self, rows: list[FoundRow]) -> None:
        """Show other lines, from the top."""
        self.lines.update([])
        self.lines.append(rows)
        self.scrollToTop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy a line."""
        row = self.filtered.row(self.currentIndex())
        if event.matches(QKeySequence.StandardKey.Copy) and row is not None:
            QGuiApplication.clipboard().setText(f"{_head(row)}  {row.text}".strip())
            return
        super().keyPressEvent(event)
