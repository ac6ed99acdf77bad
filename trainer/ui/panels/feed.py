"""A feed: entries that come in at the bottom, wrapped, and a view that stays there unless the reader scrolled up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
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
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, RowsModel
from trainer.ui.panels.basic import button
from trainer.ui.panels.feed_paint import entry_height, paint_entry
from trainer.ui.panels.painted import focus_ring, rounded
from trainer.ui.words import format_clock

__all__ = ["Entry", "Feed"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened; `time_s` in seconds on the exercise clock, None when it has none."""

    key: str
    time_s: float | None
    title: str
    detail: str = ""
    #: Who, as written; `lane` is the place of the role in the exercise's list, for its colour.
    who: str = ""
    lane: int | None = None
    icon: str = "note"
    chip: str = ""
    chip_status: Status = "neutral"

    def text(self) -> str:
        """All words of the entry in one line."""
        parts = (
            format_clock(self.time_s) if self.time_s is not None else "",
            self.who,
            self.title,
            self.detail,
        )
        return ", ".join(part for part in (*parts, self.chip) if part)


class _EntryDelegate(QStyledItemDelegate):
    """Paints entries; heights are kept while width and text size stay, because wrapping is what costs."""

    def __init__(self, feed: QListView, rows: RowsModel[Entry]) -> None:
        super().__init__(feed)
        self._feed = feed
        self._rows = rows
        self._heights: dict[str, tuple[Entry, QSize]] = {}
        self._measured_at = (0, 0.0)

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the wrapped words need at the width of the view."""
        width = self._feed.viewport().width()
        measure = (width, look.tokens().scale)
        if measure != self._measured_at:
            self._measured_at = measure
            self._heights.clear()
        entry = self._rows.row(index.row())
        assert entry is not None
        known = self._heights.get(entry.key)
        if known is None or known[0] is not entry:
            known = self._heights[entry.key] = (entry, QSize(width, entry_height(entry, width)))
        return known[1]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, entry, and where the keyboard is."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = look.tokens().px
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        last = index.row() == index.model().rowCount() - 1
        paint_entry(painter, QRectF(option.rect), index.data(ROW_ROLE), first=index.row() == 0, last=last)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        painter.restore()


class Feed(QListView):
    """An append-only list of entries that sticks to its end.

    Scrolled up, it stays where it is, and a button says how many entries came since. `activated_key` follows
    Return or a double click on an entry.
    """

    activated_key = Signal(str)

    def __init__(self, name: str = "Feed", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stuck = True
        self._unseen = 0
        column = Column[Entry]("entry", name, text=lambda entry: entry.title, spoken=Entry.text)
        self._rows: RowsModel[Entry] = RowsModel([column], key=lambda entry: entry.key, parent=self)
        self.setModel(self._rows)
        self.setItemDelegate(_EntryDelegate(self, self._rows))
        self.setAccessibleName(name)
        self._shape()
        self._newer = button("", "primary", "down")
        self._newer.setParent(self)
        self._newer.setAccessibleName("Go to what is newest")
        self._newer.hide()
        self._newer.clicked.connect(self.to_end)
        self.activated.connect(self._on_activated)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def _shape(self) -> None:
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(look.tokens().px(220))

    def append(self, entries: Iterable[Entry]) -> None:
        """Add entries at the end."""
        new = list(entries)
        self._rows.append(new)
        if not self._stuck:
            self._unseen += len(new)
            self._show_newer()

    def update_entries(self, entries: Iterable[Entry]) -> None:
        """Become exactly these entries, keeping place and selection (after an undo, or for another role)."""
        self._rows.update(entries)

    def entries(self) -> tuple[Entry, ...]:
        """All entries, oldest first."""
        return self._rows.rows()

    def stuck(self) -> bool:
        """Whether the view follows new entries."""
        return self._stuck

    def unseen(self) -> int:
        """How many entries came while the reader was scrolled up."""
        return self._unseen

    def to_end(self) -> None:
        """Go to the newest entry and follow again."""
        self._stuck = True
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._seen()

    def _seen(self) -> None:
        self._unseen = 0
        self._newer.hide()

    def _on_scrolled(self, value: int) -> None:
        self._stuck = value >= self.verticalScrollBar().maximum() - look.tokens().px(4)
        if self._stuck:
            self._seen()

    def _on_range_changed(self, _low: int, high: int) -> None:
        if self._stuck:
            self.verticalScrollBar().setValue(high)

    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_key.emit(str(index.data(KEY_ROLE)))

    def _show_newer(self) -> None:
        words = f"{self._unseen} new"
        self._newer.setText(words)
        self._newer.setAccessibleName(f"{words}, go to the newest")
        self._newer.adjustSize()
        self._newer.show()
        self._place_newer()

    def _place_newer(self) -> None:
        spare = look.tokens().pad
        left = (self.viewport().width() - self._newer.width()) // 2
        self._newer.move(left, self.height() - self._newer.height() - spare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again, and stay at the end when we were there."""
        super().resizeEvent(event)
        self._place_newer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End goes to the newest and follows; Return activates."""
        if event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self._rows.index(self._rows.rowCount() - 1, 0))
            self.to_end()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
