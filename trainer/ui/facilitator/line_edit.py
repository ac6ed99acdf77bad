"""A field for one line that is typed, sent and typed again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

__all__ = ["SentLine"]


class SentLine(QLineEdit):
    """Hands keys on that mean more than the line: `moved` for Up and Down, `completed` for Tab, `left` for Escape.

    While it is empty, undo is not its own but the console's; so is Space where `keeps_blanks` is off, as `blank` says.
    `deserted` follows when the keyboard goes elsewhere.
    """

    moved = Signal(int)
    stepped = Signal(int)
    completed = Signal()
    left = Signal()
    blank = Signal()
    deserted = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholderText=placeholder)
        self.setAccessibleName(name)
        self.completes = False
        """Whether Tab completes now; else it goes to the next control."""
        self.keeps_blanks = True
        """Whether a blank may stand at the beginning of the line."""

    def event(self, event: QEvent) -> bool:
        """Leave undo to the console while there is nothing of ours to undo; keep Escape; let Tab complete."""
        if isinstance(event, QKeyEvent):
            undoing = event.type() is QEvent.Type.ShortcutOverride and event.matches(
                QKeySequence.StandardKey.Undo
            )
            if undoing and not self.text():
                event.ignore()
                return False
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self.completes:
                self.completed.emit()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, Down and Escape are handed on."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            (self.stepped if alt else self.moved).emit(-steps[key] if alt else steps[key])
            event.accept()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        elif key == Qt.Key.Key_Space and self._hands_blank_on(event):
            if not event.isAutoRepeat():
                self.blank.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _hands_blank_on(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return plain and not self.keeps_blanks and not self.text()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A menu of the line itself does not take the keyboard for good."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.deserted.emit()

    def empty(self) -> None:
        """Begin a new line; what was sent cannot be brought back by undo, which is the console's then."""
        self.setText("")
