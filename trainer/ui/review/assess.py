"""Two judgements of a step that stand beside its outcome: was it followed, and was it adequate?"""

from __future__ import annotations

from typing import Final, cast, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer.core.aar import Assessment, StepResult
from trainer.core.commands import AssessStep
from trainer.core.events import Answer
from trainer.ui.panels import button, label, spaced
from trainer.ui.review.choice import Choice
from trainer.ui.review.desk import Desk
from trainer.ui.review.keys import shortcut
from trainer.ui.review.rater import EVALUATOR, WhoField
from trainer.ui.review.words import sentence

__all__ = ["AssessForm", "assessed_words"]

_FOLLOWED: Final = {"yes": "followed", "partly": "partly followed", "no": "not followed"}
_ADEQUATE: Final = {"yes": "adequate", "partly": "partly adequate", "no": "not adequate"}


def assessed_words(said: Assessment) -> str:
    """What one evaluator said of a step: `Evaluator: followed, not adequate. The note.`"""
    parts = [_FOLLOWED[said.followed]] if said.followed else []
    parts += [_ADEQUATE[said.adequate]] if said.adequate else []
    judged = f"{sentence(said.by)}: {', '.join(parts) or 'a note'}."
    return f"{judged} {said.note}".strip()


class AssessForm(QWidget):
    """Asks for both answers and a note; what this evaluator said before stands in it."""

    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._step: StepResult | None = None
        answers = get_args(Answer)
        self._followed, self._adequate = Choice("Followed?", answers), Choice("Adequate?", answers)
        self._note, self._who = QLineEdit(), WhoField("Who assesses", EVALUATOR)
        self._save = button("Save", "normal", "ok")
        self._save.setAccessibleName("Save the assessment")
        self.setAccessibleName("Your assessment of the step")
        self._build()
        for choice in (self._followed, self._adequate):
            choice.changed.connect(self._enable)
        self._note.textChanged.connect(self._enable)
        self._who.changed.connect(lambda _label: self._fill())
        self._save.clicked.connect(self._on_save)
        shortcut(self, "Ctrl+Return", "Save the assessment of the step", self._on_save)

    def _build(self) -> None:
        self._note.setAccessibleName("Note on the step")
        self._note.setPlaceholderText("What you saw; what the step would need")
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(self._followed)
        column.addWidget(self._adequate)
        column.addWidget(self._note)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(label("as", "muted"))
        row.addWidget(self._who)
        row.addStretch(1)
        row.addWidget(self._save)
        column.addLayout(row)

    def show_step(self, step: StepResult, fresh: bool) -> None:
        """Assess this step; `fresh` forgets what was begun for another one."""
        self._step = step
        self._who.show_again(said.by for said in step.assessments)
        if fresh:
            self._fill()
        self._enable()

    def _own(self) -> Assessment | None:
        said = self._step.assessments if self._step is not None else ()
        return next((one for one in said if one.by == self._who.label()), None)

    def _fill(self) -> None:
        """Show what this evaluator said before, or nothing."""
        own = self._own()
        self._followed.show_value(own.followed if own else None)
        self._adequate.show_value(own.adequate if own else None)
        self._note.setText(own.note if own else "")
        self._enable()

    def _said(self) -> tuple[str | None, str | None, str]:
        return self._followed.value(), self._adequate.value(), self._note.text().strip()

    def _enable(self) -> None:
        own = self._own()
        before = (own.followed, own.adequate, own.note) if own else (None, None, "")
        said = self._said()
        self._save.setEnabled(any(said) and said != before)
        about = "Answer a question or write a note first" if not any(said) else "Saved already"
        self._save.setToolTip(
            "Keep both answers and the note (Ctrl+Return)" if self._save.isEnabled() else about
        )

    def _on_save(self) -> None:
        if self._step is None or not self._save.isEnabled():
            return
        followed, adequate, note = self._said()
        answers = cast("tuple[Answer | None, Answer | None]", (followed, adequate))
        if self._desk.do(AssessStep(self._step.step, *answers, note, self._who.label())):
            self.saved.emit()
