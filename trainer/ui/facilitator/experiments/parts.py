"""Small parts of the experiment's page: a line behind a sign, and texts that break where paths and calls may."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.experiment_words import breakable, called
from trainer.ui.look import Status
from trainer.ui.panels import Icon, label, spaced

__all__ = ["Line", "call_row", "exact", "plain"]


class Line(QWidget):
    """A sentence behind the sign of its status."""

    def __init__(self, words: str = "", status: Status = "neutral", step: str = "base") -> None:
        super().__init__()
        self._icon, self._words = Icon("dot", "neutral", 16), label("", step, wrap=True)  # type: ignore[arg-type]
        row = spaced(QHBoxLayout(self), gap=6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.show_line(words, status)

    def show_line(self, words: str, status: Status) -> None:
        """Show a sentence and its status."""
        self._icon.show_icon(look.tokens().status(status).icon, status)
        self._words.setText(breakable(words))
        self._words.setAccessibleName(words)

    def words(self) -> str:
        """The sentence."""
        return self._words.accessibleName()


def exact(text: str) -> QLabel:
    """A call, a path or an address, letter by letter, that may be selected and copied."""
    made = label(text, "mono", wrap=True)
    made.setText(breakable(text))
    made.setAccessibleName(text)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def call_row(number: str, line: str) -> QWidget:
    """An activity: its number, its name, and below it exactly what is called."""
    name, call = called(line)
    made = QWidget()
    made.setAccessibleName(line)
    row = spaced(QHBoxLayout(made), gap=8)
    if number:
        sign = label(number, "muted")
        sign.setMinimumWidth(look.tokens().px(14))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    column = spaced(QVBoxLayout(), gap=1)
    if name:
        column.addWidget(label(name, "strong", wrap=True))
    column.addWidget(exact(call))
    row.addLayout(column, 1)
    return made


def plain(words: str) -> QLabel:
    """A muted line that wraps."""
    return label(words, "muted", wrap=True)
