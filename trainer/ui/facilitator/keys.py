"""The keyboard of the console: shortcuts that hold everywhere in it, and plain keys where nothing is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

__all__ = ["PlainKeys", "pressed_sequence", "shortcut"]

Act = Callable[[], object]
Typed = Callable[[str], object]


def shortcut(place: QWidget, keys: str, what: str, act: Act) -> QShortcut:
    """Let keys do something wherever the keyboard is within `place`; `what` names it in the keyboard overview."""
    made = QShortcut(QKeySequence(keys), place)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setWhatsThis(what)
    made.activated.connect(act)
    return made


def pressed_sequence(event: QKeyEvent) -> QKeySequence:
    """The keys of an event as a sequence."""
    return QKeySequence(event.keyCombination())


class PlainKeys(QObject):
    """Space, digits and Return in lists and timelines; letters are handed to `typed`, for they were meant elsewhere."""

    def __init__(self, acts: Mapping[Qt.Key, Act], parent: QObject, typed: Typed | None = None) -> None:
        super().__init__(parent)
        self._acts, self._typed = acts, typed

    def watch(self, *widgets: QWidget) -> None:
        """Serve these widgets."""
        for widget in widgets:
            widget.installEventFilter(self)

    def pressed(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; False where it stands for nothing."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        act = self._acts.get(Qt.Key(event.key())) if plain else None
        if act is None:
            return self._hand_on(event)
        if not event.isAutoRepeat():
            act()
        event.accept()
        return True

    def _hand_on(self, event: QKeyEvent) -> bool:
        shift = Qt.KeyboardModifier.ShiftModifier
        if self._typed is None or event.modifiers() & ~shift or not event.text().isalpha():
            return False
        self._typed(event.text())
        event.accept()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys before the view searches with them."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.pressed(event)
        return super().eventFilter(watched, event)
