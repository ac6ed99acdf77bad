"""One line that asks for a few words, and for a duration where one is wanted; Return stores, Escape goes back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import Icon, button, label, spaced

__all__ = ["EntryLine", "Store"]

Store = Callable[[str, str], str]
"""Takes the words and the duration as they were typed; returns why they were not stored, or an empty text."""


class _Field(QLineEdit):
    """A field whose Escape is its own, whatever the window does with that key."""

    left = Signal()

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__(placeholderText=placeholder)
        self.setAccessibleName(name)

    def event(self, event: QEvent) -> bool:
        """Keep Escape."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class EntryLine(QStackedWidget):
    """Says what can be done, until it asks for something. `opened` and `closed` follow the line that asks."""

    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._then: Store | None = None
        self._sign, self.hint = Icon("info", "muted", 15), label("", "muted")
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.prompt = label("", "strong")
        self.prompt.setMinimumWidth(look.tokens().px(40))
        self.takes = _Field("How long it takes", "4m")
        self.line = _Field("Note", "")
        self.store = button("Store", "primary", "ok", "Store it (Return)")
        self.leave = button("Back", "quiet", None, "Store nothing (Escape)")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        idle = QWidget()
        across = spaced(QHBoxLayout(idle), gap=6)
        across.addWidget(self._sign)
        across.addWidget(self.hint, 1)
        asking = QWidget()
        row = spaced(QHBoxLayout(asking), gap=6)
        row.addWidget(self.prompt)
        row.addWidget(self.takes)
        row.addWidget(self.line, 1)
        row.addWidget(self.store)
        row.addWidget(self.leave)
        for page in (idle, asking):
            holder = QWidget()
            spaced(QVBoxLayout(holder)).addWidget(page)
            self.addWidget(holder)
        self.relook()
        self.takes.setToolTip("Such as 90s, 4m or 1h30m")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        for field in (self.takes, self.line):
            field.returnPressed.connect(self.send)
            field.left.connect(self.put_away)
        self.store.clicked.connect(self.send)
        self.leave.clicked.connect(self.put_away)
        look.changes().changed.connect(self.relook)

    def relook(self) -> None:
        """Room for a duration, in the size that the text has now."""
        self.takes.setFixedWidth(look.tokens().px(80))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a short note; the words before it give way first."""
        return QSize(look.tokens().px(260), super().minimumSizeHint().height())

    def asking(self) -> bool:
        """Whether it asks for something now."""
        return self._then is not None

    def say(self, words: str, ink: str = "muted", icon: str = "info") -> None:
        """Say something while nothing is asked for."""
        self._sign.show_icon(icon, ink)
        self.hint.setText(words)
        self.hint.setToolTip(words)

    def ask(self, prompt: str, placeholder: str, then: Store, takes: bool = False) -> None:
        """Ask for words; with `takes`, for a duration too. What is typed goes to `then`."""
        self._then = then
        self.prompt.setText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.setPlaceholderText(placeholder)
        self.line.clear()
        self.takes.clear()
        self.takes.setVisible(takes)
        self.setCurrentIndex(1)
        self.opened.emit()
        (self.takes if takes else self.line).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def to_words(self) -> None:
        """Put the keyboard into the words, where it asks for a duration too."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        """Store what stands in the line; where it cannot be stored, say why in the line itself."""
        if self._then is None:
            return
        refused = self._then(self.line.text().strip(), self.takes.text().strip())
        if refused:
            self.prompt.setText(refused)
            self.line.setAccessibleName(refused)
            return
        self.put_away()

    def put_away(self) -> None:
        """Ask for nothing any more."""
        self._then = None
        self.setCurrentIndex(0)
        self.closed.emit()
