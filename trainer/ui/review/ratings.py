"""Ratings: each objective with its evidence, the suggestion and its reason, the rubric, and what raters say."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.core.aar import ObjectiveResult, RatingGiven, StepResult
from trainer.core.aar_walk import Standing
from trainer.ui.panels import Chip, EmptyState, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, chips, framed, section, splitter
from trainer.ui.review.places import EventsOf
from trainer.ui.review.raters import hidden_from, raters_of, ratings_told
from trainer.ui.review.rating_form import RatingForm
from trainer.ui.review.reading import Findings
from trainer.ui.review.step_row import StepRow
from trainer.ui.review.words import counted, rating_status, rating_words

__all__ = ["RatingsPart"]

_NONE: Final = (
    "This scenario names no objectives, so there is nothing to rate. Add objectives to the scenario file, each with "
    "the steps of the plan that it is about."
)
_Stood = tuple[StepResult, Standing | None]
"""A step, and how it stands where it was walked."""


class RatingsPart(Part):
    """Objectives on the left; evidence and rating of the chosen one on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Ratings", desk, parent)
        self._findings: Findings | None = None
        self._shown: str | None = None
        self._told_of: tuple[ObjectiveResult, list[_Stood], str] | None = None
        self._revealed: set[tuple[str, str]] = set()
        self._list = LineList("Objectives")
        self._right = QWidget()
        self._evidence = Column("Objective", margin=10)
        self._form = RatingForm(desk)
        self._empty = EmptyState("target", _NONE)
        column = spaced(QVBoxLayout(self._right), gap=12)
        column.addWidget(framed(self._evidence), 1)
        column.addWidget(self._form)
        self._both = splitter("review/ratings", Qt.Orientation.Horizontal, [self._list, self._right], [5, 8])
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._both)
        outer.addWidget(self._empty)
        self._evidence.hand_back_to(self._list)
        self._list.chosen.connect(self._on_chosen)
        self._form.rater_changed.connect(self._again)
        self._list.activated_key.connect(lambda _key: self._form.first_control().setFocus())

    def first_control(self) -> QWidget:
        """The list of objectives."""
        return self._list

    def show_findings(self, findings: Findings) -> None:
        """Show the objectives and what is known of the chosen one."""
        self._findings = findings
        objectives = findings.report.objectives
        self._both.setVisible(bool(objectives))
        self._empty.setVisible(not objectives)
        self._list.show_lines(self._line(objective) for objective in objectives)
        self._show(self._list.current())

    def show_objective(self, objective: str) -> None:
        """Choose an objective."""
        self._list.choose(objective)
        self._list.setFocus()

    def _on_chosen(self, key: str) -> None:
        self._show(key)

    def _show(self, key: str | None) -> None:
        findings = self._findings
        objective = (
            next((one for one in findings.report.objectives if one.id == key), None) if findings else None
        )
        if findings is None or objective is None:
            return
        steps = [(step, findings.stands(step)) for step in findings.of_steps(objective.steps)]
        self._form.show_objective(objective, fresh=key != self._shown)
        told = (objective, steps, self._form.rater())
        if told != self._told_of:
            self._told_of = told
            self._evidence.clear()
            self._evidence.add(*self._told(objective, steps))
            self._evidence.body.addStretch(1)
        if key != self._shown:
            self._evidence.to_top()
        self._shown = key

    def _told(self, objective: ObjectiveResult, steps: list[_Stood]) -> list[QWidget]:
        about = [Chip("critical: asks for two raters", "info")] if objective.critical else []
        if objective.capability:
            about.append(Chip(objective.capability, "neutral"))
        told: list[QWidget] = [label(objective.title, "heading", wrap=True)]
        if about:
            told.append(chips(*about))
        suggested = Chip(rating_words(objective.suggested), rating_status(objective.suggested))
        told.append(section("Suggested by the rules", chips(suggested),
                            label(objective.suggested_reason, "muted", wrap=True)))  # fmt: skip
        hidden = () if self._reveals(objective) else hidden_from(objective, self._form.rater())
        rated = ratings_told(objective, hidden, self._show_all, partial(self._open_evidence, objective))
        if rated:
            told.append(section("Given by raters", *rated))
        rows = []
        for step, stands in steps:
            row = StepRow(self._desk, step, stands)
            row.clicked.connect(lambda _=False, key=step.key: self.step_wanted.emit(key))
            rows.append(row)
        told.append(section("Evidence: the steps that this objective is about", *rows))
        return told

    # -- what is kept back --------------------------------------------------------------------------------

    def _reveals(self, objective: ObjectiveResult) -> bool:
        """Whether this rater asked to see what others gave."""
        return (objective.id, self._form.rater()) in self._revealed

    def _show_all(self) -> None:
        if self._shown is not None:
            self._revealed.add((self._shown, self._form.rater()))
            self._again()

    def _again(self) -> None:
        """Show ratings as they are to be shown to who rates now."""
        if self._findings is not None:
            self._told_of = None
            self.show_findings(self._findings)

    def _open_evidence(self, objective: ObjectiveResult, given: RatingGiven) -> None:
        title = f"{rating_words(given.rating)}: {objective.title}"
        self.place_wanted.emit(EventsOf(title, given.evidence))

    def _line(self, objective: ObjectiveResult) -> Line:
        alone = raters_of(objective)
        hidden = bool(hidden_from(objective, self._form.rater())) and not self._reveals(objective)
        wanted = objective.critical and len(alone) == 1 and not objective.consensus
        differ = not (hidden or objective.agreed or objective.consensus)
        about = (
            "critical" if objective.critical else "",
            _rated(objective, len(alone), differ),
            "a second rater is wanted" if wanted else "",
        )
        sign = ("warning", "warn") if wanted or differ else ("ok", "ok") if alone else ("target", "muted")
        return Line(
            objective.id, objective.title, " · ".join(part for part in about if part),
            icon=sign[0], tint=sign[1], chip="rated" if hidden else objective.rating,
            chip_status="neutral" if hidden else rating_status(objective.rating),
        )  # fmt: skip


def _rated(objective: ObjectiveResult, raters: int, differ: bool) -> str:
    if objective.consensus:
        return "settled together"
    if not raters:
        return "suggested, not rated yet"
    return f"rated by {counted(raters, 'rater')}{', who differ' if differ else ''}"
