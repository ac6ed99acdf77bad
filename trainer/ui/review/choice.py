"""A question with a few short answers side by side, of which one may be chosen, or none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from trainer.ui import look
from trainer.ui.panels import button, label, spaced

__all__ = ["Choice"]

_ASKED = 96


class Choice(QWidget):
    """Pressing the chosen answer once more takes it back; the arrow keys go from one to the next."""

    changed = Signal()

    def __init__(self, question: str, answers: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(question)
        self._answers: dict[str, QPushButton] = {}
        across = spaced(QHBoxLayout(self), gap=4)
        asked = label(question, "strong")
        asked.setMinimumWidth(look.tokens().px(_ASKED))
        across.addWidget(asked)
        for answer in answers:
            made = button(answer)
            made.setCheckable(True)
            made.setAccessibleName(f"{question} {answer}")
            made.clicked.connect(lambda on, name=answer: self._choose(name if on else None))
            self._answers[answer] = made
            across.addWidget(made)
        across.addStretch(1)

    def value(self) -> str | None:
        """The answer that is chosen."""
        return next((answer for answer, made in self._answers.items() if made.isChecked()), None)

    def show_value(self, value: str | None) -> None:
        """Show an answer as chosen."""
        for answer, made in self._answers.items():
            made.setChecked(answer == value)

    def _choose(self, value: str | None) -> None:
        self.show_value(value)
        self.changed.emit()
