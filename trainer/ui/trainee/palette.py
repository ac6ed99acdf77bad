"""A small palette: type a few letters of what you want to do, choose, Return."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from trainer.ui import look
from trainer.ui.models import KEY_ROLE, Column, FilterModel, RowsModel
from trainer.ui.panels import Card, search_field

__all__ = ["Command", "Palette"]


@dataclass(frozen=True)
class Command:
    """Something to do, with what does it."""

    key: str
    text: str
    icon: str
    run: Callable[[], None] = field(compare=False)


class Palette(Card):
    """Lies over the window; Escape or a click elsewhere puts it away."""

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(parent=window)
        self._window = window
        self.setAccessibleName("Do something")
        column = Column[Command]("command", "Command", lambda row: row.text, icon=lambda row: row.icon)
        self._rows: RowsModel[Command] = RowsModel([column], lambda row: row.key, self)
        self._shown = FilterModel(self._rows, self)
        self._offered: tuple[Command, ...] = ()
        self.search = search_field("What do you want to do?")
        self.search.textChanged.connect(self._on_text_changed)
        self.search.installEventFilter(self)
        self.list = QListView()
        self.list.setAccessibleName("What can be done")
        self.list.setModel(self._shown)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._run)
        self.add(self.search)
        self.add(self.list, 1)
        self.hide()

    def rows(self) -> RowsModel[Command]:
        """What can be done."""
        return self._rows

    def open(self, commands: Iterable[Command]) -> None:
        """Offer these."""
        self._offered = tuple(commands)
        self.search.clear()
        self._on_text_changed("")
        self.place()
        self.show()
        self.raise_()
        self.search.setFocus()

    def place(self) -> None:
        """Stand in the middle of the window's width, below its bar."""
        px = look.tokens().px
        width = min(px(560), self._window.width() - px(48))
        self.setGeometry((self._window.width() - width) // 2, px(64), width, self.height())
        self._fit()

    def put_away(self) -> None:
        """Close without doing anything."""
        self.hide()
        self.left.emit()

    def _on_text_changed(self, text: str) -> None:
        """Offer first what has a word that begins with what was typed."""
        typed = text.casefold().strip()
        first = [
            row
            for row in self._offered
            if any(word.startswith(typed) for word in row.text.casefold().split())
        ]
        self._rows.update([*first, *(row for row in self._offered if row not in first)])
        self._shown.set_text(text)
        self.list.setCurrentIndex(self._shown.index(0, 0))
        self._fit()

    def _fit(self) -> None:
        """As high as what is offered, within reason."""
        px = look.tokens().px
        line = max(self.list.sizeHintForRow(0), px(20))
        wanted = px(96) + line * max(1, self._shown.rowCount())
        self.resize(self.width(), min(wanted, px(440), self._window.height() - px(120)))

    def _run(self, index: QModelIndex) -> None:
        place = self._rows.place(str(index.data(KEY_ROLE))) if index.isValid() else None
        command = self._rows.row(place) if place is not None else None
        self.put_away()
        if command is not None:
            command.run()

    def _move(self, by: int) -> None:
        at = min(max(0, self.list.currentIndex().row() + by), self._shown.rowCount() - 1)
        self.list.setCurrentIndex(self._shown.index(at, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Return does it, Escape leaves."""
        if event.type() is QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Down:
                self._move(1)
            case Qt.Key.Key_Up:
                self._move(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._run(self.list.currentIndex())
            case Qt.Key.Key_Escape:
                self.put_away()
            case _:
                return super().eventFilter(watched, event)
        return True
