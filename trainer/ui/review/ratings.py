"""Ratings: each objective with its evidence, the suggestion and its reason, the rubric, and what raters say."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from trainer.core.aar import ObjectiveResult, StepResult
from trainer.core.commands import RateObjective
from trainer.core.events import Rating
from trainer.ui import look
from trainer.ui.panels import Card, Chip, EmptyState, button, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, chips, framed, section, splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.step_row import StepRow
from trainer.ui.review.words import RATINGS, counted, rating_status, rating_words

__all__ = ["RatingsPart"]

_RATERS: Final = ("evaluator", "second evaluator", "facilitator")
_NONE: Final = (
    "This scenario names no objectives, so there is nothing to rate. Add objectives to the scenario file, each with "
    "the steps of the plan that it is about."
)


class RatingsPart(Part):
    """Objectives on the left; evidence and rating of the chosen one on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Ratings", desk, parent)
        self._findings: Findings | None = None
        self._shown: str | None = None
        self._told_of: tuple[ObjectiveResult, list[StepResult]] | None = None
        self._list = LineList("Objectives")
        self._right = QWidget()
        self._evidence = Column("Objective", margin=10)
        self._form = _RatingForm(desk)
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
        self._list.show_lines(_line(objective) for objective in objectives)
        self._show(self._list.current())

    def _on_chosen(self, key: str) -> None:
        self._show(key)

    def _show(self, key: str | None) -> None:
        findings = self._findings
        objective = (
            next((one for one in findings.report.objectives if one.id == key), None) if findings else None
        )
        if findings is None or objective is None:
            return
        steps = findings.of_steps(objective.steps)
        if (objective, steps) != self._told_of:
            self._told_of = (objective, steps)
            self._evidence.clear()
            self._evidence.add(*self._told(objective, steps))
            self._evidence.body.addStretch(1)
        if key != self._shown:
            self._evidence.to_top()
        self._form.show_objective(objective, fresh=key != self._shown)
        self._shown = key

    def _told(self, objective: ObjectiveResult, steps: list[StepResult]) -> list[QWidget]:
        about = [Chip("critical: asks for two raters", "info")] if objective.critical else []
        if objective.capability:
            about.append(Chip(objective.capability, "neutral"))
        told: list[QWidget] = [label(objective.title, "heading", wrap=True)]
        if about:
            told.append(chips(*about))
        suggested = Chip(rating_words(objective.suggested), rating_status(objective.suggested))
        told.append(section("Suggested by the rules", chips(suggested),
                            label(objective.suggested_reason, "muted", wrap=True)))  # fmt: skip
        if objective.given:
            told.append(section("Given by raters", *(
                row for given in objective.given
                for row in (chips(Chip(rating_words(given.rating), rating_status(given.rating)),
                                  label(given.rater, "muted")),
                            label(given.reason or "No reason was given.", "muted", wrap=True))
            )))  # fmt: skip
        rows = []
        for step in steps:
            row = StepRow(self._desk, step)
            row.clicked.connect(lambda _=False, key=step.key: self.step_wanted.emit(key))
            rows.append(row)
        told.append(section("Evidence: the steps that this objective is about", *rows))
        return told


def _line(objective: ObjectiveResult) -> Line:
    given = (
        f"rated by {counted(len(objective.given), 'rater')}"
        if objective.given
        else "suggested, not rated yet"
    )
    critical = "critical · " if objective.critical else ""
    return Line(
        objective.id, objective.title, f"{critical}{given}",
        icon="ok" if objective.given else "target", tint="ok" if objective.given else "muted",
        chip=objective.rating, chip_status=rating_status(objective.rating),
    )  # fmt: skip


class _RatingForm(Card):
    """The rubric, always in sight, and the rating with its reason."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Your rating")
        self._desk = desk
        self._objective: ObjectiveResult | None = None
        self._group = QButtonGroup(self)
        self._rater, self._reason = QComboBox(), QLineEdit()
        self._record = button("Record rating", "primary", "ok")
        self._record.clicked.connect(self._on_record)
        self._reason.returnPressed.connect(self._on_record)
        self._group.idToggled.connect(lambda _id, _on: self._enable())
        self._build()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.tokens().pad)
        grid.setVerticalSpacing(look.tokens().px(4))
        grid.setColumnStretch(1, 1)
        for place, rubric in enumerate(RATINGS):
            choice = QRadioButton(f"{rubric.rating.value}  {rubric.words}")
            choice.setAccessibleName(f"{rubric.rating.value}, {rubric.words}")
            choice.setAccessibleDescription(rubric.when)
            choice.setToolTip(rubric.when)
            self._group.addButton(choice, place)
            grid.addWidget(choice, place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label(rubric.when, "caption", wrap=True), place, 1)
        self.body.addLayout(grid)
        self._rater.setEditable(True)
        self._rater.addItems(_RATERS)
        self._rater.setAccessibleName("Who rates")
        field = self._rater.lineEdit()
        assert field is not None
        field.setAccessibleName("Who rates")
        self._reason.setAccessibleName("Reason for the rating")
        self._reason.setPlaceholderText("Why: what in the evidence speaks for it")
        row = QGridLayout()
        row.setHorizontalSpacing(look.tokens().gap)
        row.addWidget(self._reason, 0, 0)
        row.addWidget(self._rater, 0, 1)
        row.addWidget(self._record, 0, 2)
        row.setColumnStretch(0, 1)
        self.body.addLayout(row)

    def first_control(self) -> QWidget:
        """The rating that is chosen, or the first of the rubric."""
        return self._group.checkedButton() or self._group.button(0)

    def show_objective(self, objective: ObjectiveResult, fresh: bool) -> None:
        """Rate this objective; `fresh` forgets what was begun for another one."""
        self._objective = objective
        if fresh:
            self._group.setExclusive(False)
            for choice in self._group.buttons():
                choice.setChecked(False)
            self._group.setExclusive(True)
            self._reason.clear()
        self._enable()

    def _enable(self) -> None:
        self._record.setEnabled(self._group.checkedId() >= 0)

    def _on_record(self) -> None:
        objective, chosen = self._objective, self._group.checkedId()
        if objective is None or chosen < 0:
            return
        rating: Rating = RATINGS[chosen].rating
        rater = self._rater.currentText().strip() or _RATERS[0]
        command = RateObjective(objective.id, rating, rater, self._reason.text().strip(), objective.evidence)
        if self._desk.do(command):
            self._reason.clear()
