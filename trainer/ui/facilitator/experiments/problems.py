"""What speaks against an experiment, with what to do; what is merely not on the list can be allowed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.ui.dialogs import ask
from trainer.ui.experiment_words import admits, sort_words
from trainer.ui.facilitator.experiments.parts import Line, exact, plain
from trainer.ui.facilitator.experiments.words import advice, allowing, asks_to_allow
from trainer.ui.panels import Banner, button, label, spaced
from trainer.workspace import AllowedEntry, ExperimentView

__all__ = ["Problems"]

_HOLDS = (
    "This holds for the experiments of every scenario on this machine, until you take it off the list again (menu "
    "File, “What experiments may do”). Allow it only where it cannot reach production."
)


class Problems(QWidget):
    """`again` asks for another look; `allow` carries sort and entry once a person has confirmed them."""

    again = Signal()
    allow = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What speaks against it")
        self._shown: tuple[object, ...] = ()
        self._parts = QWidget()
        self.failed = Banner()
        self._column = spaced(QVBoxLayout(self), gap=8)
        self._column.addWidget(self._parts)

    def show_view(self, view: ExperimentView, can_allow: bool) -> None:
        """Show what speaks against an experiment; nothing where nothing does."""
        shown = (view.problems, view.to_allow, can_allow)
        if shown == self._shown:
            return
        self._shown = shown
        self.setVisible(bool(view.problems))
        fresh = self._made(view, can_allow)
        self._column.replaceWidget(self._parts, fresh)
        self._parts.hide()
        self._parts.deleteLater()
        self._parts = fresh

    def _made(self, view: ExperimentView, can_allow: bool) -> QWidget:
        made = QWidget()
        column = spaced(QVBoxLayout(made), gap=8)
        column.addWidget(label("It may not run", "heading"))
        for problem in view.problems:
            if not asks_to_allow(problem):
                words, todo = advice(problem)
                column.addWidget(Line(f"{words} {todo}".strip(), "bad"))
        asked = [advice(problem)[0] for problem in view.problems if asks_to_allow(problem)]
        for words in asked:
            column.addWidget(Line(words, "warn"))
        if asked and can_allow:
            column.addWidget(plain("If it cannot reach production, you may allow it:"))
            for entry in view.to_allow:
                column.addWidget(self._entry(entry))
        column.addWidget(plain("When files or settings were changed:"))
        anew = button(
            "Read it &again", "normal", "refresh", "Read the experiment and the list of what is allowed anew"
        )
        anew.clicked.connect(self.again)
        column.addWidget(anew, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _entry(self, entry: AllowedEntry) -> QWidget:
        row = QWidget()
        across = spaced(QHBoxLayout(row), gap=8)
        words = spaced(QVBoxLayout(), gap=1)
        words.addWidget(label(sort_words(entry.sort), "caption"))
        words.addWidget(exact(entry.entry))
        across.addLayout(words, 1)
        allow = button("Allow this…")
        allow.setAccessibleName(f"Allow the {entry.sort} {entry.entry}")
        allow.clicked.connect(partial(self.ask, entry))
        across.addWidget(allow, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def ask(self, entry: AllowedEntry) -> None:
        """Ask once, in the words of what is allowed."""
        allow = partial(self.allow.emit, entry.sort, entry.entry)
        ask(self, allowing(entry), f"{admits(entry)}\n\n{_HOLDS}", "Allow it", allow, danger=True)
