"""A field for one line that is typed, sent and typed again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

__all__ = ["SentLine"]


class SentLine(QLineEdit):
    """Hands keys on that mean more than the line: `moved` for Up and Down, `completed` for Tab, `left` for Escape.

    While it is empty, undo is not its own but the console's.
    """

    moved = Signal(int)
    stepped = Signal(int)
    completed = Signal()
    left = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholderText=placeholder)
        self.setAccessibleName(name)
        self.completes = False
        """Whether Tab completes now; else it goes to the next control."""

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
        else:
            super().keyPressEvent(event)

    def empty(self) -> None:
        """Begin a new line; what was sent cannot be brought back by undo, which is the console's then."""
        self.setText("")
