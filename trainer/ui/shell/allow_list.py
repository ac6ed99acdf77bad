"""What experiments in a real system may do on this machine: the list, in plain words, to add to and to take from."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.experiment_words import admits, breakable, sort_words
from trainer.ui.panels import Banner, button, label, rule, spaced
from trainer.workspace import AllowedEntry, Unusable, Workspace

__all__ = ["AllowList"]

_ABOUT: Final = (
    "An experiment runs only where every function, command and host in it is on this list, and only after a person has "
    "read what it does and has approved it. What looks like production is refused whatever stands here."
)
_EXAMPLES: Final = {
    "function": "module.function, or module.* for all of a module",
    "command": "a program, with the words that always come first",
    "host": "staging.internal, or staging.internal:8080",
}
_WIDTH, _HEIGHT = 640, 560


class AllowList(QDialog):
    """The list; every change counts at once."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self.setWindowTitle("What experiments may do")
        self.setAccessibleName("What experiments may do")
        self.resize(look.tokens().px(_WIDTH), look.tokens().px(_HEIGHT))
        self.setMinimumWidth(look.tokens().px(480))
        self.banner = Banner()
        self._rows = QScrollArea()
        self.sort, self.entry = QComboBox(), QLineEdit(maxLength=500)
        self._admits = label("", "muted", wrap=True)
        self.add = button("&Add", "primary", "add")
        self._lay_out()
        self.sort.currentIndexChanged.connect(self._on_typed)
        self.entry.textChanged.connect(self._on_typed)
        self.add.clicked.connect(self._add)
        self.finished.connect(self.deleteLater)
        self._on_typed()
        self.show_entries()
        self.entry.setFocus()

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), margin=16, gap=10)
        column.addWidget(label("What experiments may do", "title"))
        column.addWidget(label(_ABOUT, "muted", wrap=True))
        column.addWidget(self.banner)
        self._rows.setWidgetResizable(True)
        self._rows.setFrameShape(QFrame.Shape.NoFrame)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setAccessibleName("What is allowed")
        self._rows.verticalScrollBar().setAccessibleName("What is allowed, scroll")
        column.addWidget(self._rows, 1)
        column.addWidget(rule())
        column.addWidget(label("Allow something more", "heading"))
        for sort in _EXAMPLES:
            self.sort.addItem(sort_words(sort), sort)
        self.sort.setAccessibleName("What sort of thing is allowed")
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self.sort)
        row.addWidget(self.entry, 1)
        row.addWidget(self.add)
        column.addLayout(row)
        column.addWidget(self._admits)
        close = button("Close")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_entries(self) -> None:
        """Read the list and show it."""
        try:
            entries = self._workspace.allowed_in_experiments()
        except Unusable as unusable:
            self.banner.show_message(str(unusable), "bad")
            entries = ()
        page = QWidget()
        page.setAccessibleName("What is allowed")
        column = spaced(QVBoxLayout(page), gap=10)
        own = [entry for entry in entries if not entry.fixed]
        if not own:
            words = "You have allowed nothing yet. A scenario’s experiment asks for what it needs when you approve it."
            column.addWidget(label(words, "muted", wrap=True))
        for entry in (*own, *(entry for entry in entries if entry.fixed)):
            column.addWidget(self._row(entry))
        column.addStretch(1)
        self._rows.setWidget(page)

    def _row(self, entry: AllowedEntry) -> QWidget:
        row = QWidget()
        row.setAccessibleName(f"{sort_words(entry.sort)} {entry.entry}")
        across = spaced(QHBoxLayout(row), gap=8)
        words = spaced(QVBoxLayout(), gap=1)
        named = label(breakable(entry.entry), "mono", wrap=True)
        named.setAccessibleName(entry.entry)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        named.setSizePolicy(policy)
        for part in (
            label(sort_words(entry.sort), "caption"),
            named,
            label(admits(entry), "muted", wrap=True),
        ):
            words.addWidget(part)
        across.addLayout(words, 1)
        if not entry.fixed:
            off = button("Take off", "normal", "remove")
            off.setAccessibleName(f"Take the {entry.sort} {entry.entry} off the list")
            off.clicked.connect(partial(self._take_off, entry))
            across.addWidget(off, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    # -- what is done -------------------------------------------------------------------------------------

    def _typed(self) -> AllowedEntry:
        return AllowedEntry(self.sort.currentData(), self.entry.text().strip())

    def _on_typed(self) -> None:
        typed = self._typed()
        self.entry.setPlaceholderText(_EXAMPLES[typed.sort])
        self.entry.setAccessibleName(f"{sort_words(typed.sort)} to allow: {_EXAMPLES[typed.sort]}")
        self.add.setEnabled(bool(typed.entry))
        self._admits.setText(admits(typed) if typed.entry else "It says here what an entry would admit.")

    def _add(self) -> None:
        typed = self._typed()
        try:
            self._workspace.allow_in_experiments(typed.sort, typed.entry)
        except Unusable as unusable:
            self.banner.show_message(f"It was not added: {unusable}", "warn")
            return
        self.banner.hide()
        self.entry.clear()
        self.show_entries()

    def _take_off(self, entry: AllowedEntry) -> None:
        try:
            self._workspace.disallow_in_experiments(entry.sort, entry.entry)
        except Unusable as unusable:
            self.banner.show_message(str(unusable), "warn")
        else:
            self.banner.hide()
        self.show_entries()
        self.entry.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return adds what was typed, or presses the button that has the focus."""
        focus = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus, QPushButton):
            focus.click()
        elif focus is self.entry:
            self.add.click()
