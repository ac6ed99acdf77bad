"""The form to rate an objective: the rubric, always in sight, who rates, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLineEdit, QRadioButton, QWidget

from trainer.core.aar import ObjectiveResult, RatingGiven
from trainer.core.commands import RateObjective
from trainer.core.events import Rating
from trainer.ui import look
from trainer.ui.panels import Card, button, label
from trainer.ui.review.desk import Desk
from trainer.ui.review.keys import shortcut
from trainer.ui.review.rater import EVALUATOR, WhoField
from trainer.ui.review.raters import raters_of
from trainer.ui.review.words import RATINGS

__all__ = ["RatingForm"]

_TOGETHER: Final = "consensus"
"""The rater of what all settled on, so that it takes the place of nobody's own rating."""


class RatingForm(Card):
    """`rater_changed` follows another label: what others gave is hidden from who has not rated yet."""

    rater_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("Your rating")
        self._desk = desk
        self._objective: ObjectiveResult | None = None
        self._group = QButtonGroup(self)
        self._rater, self._reason = WhoField("Who rates", EVALUATOR), QLineEdit()
        self._together = QCheckBox("Settled together")
        self._record = button(
            "Record rating", "primary", "ok", "Keep the rating with its reason (Ctrl+Return)"
        )
        self._record.clicked.connect(self._on_record)
        self._reason.returnPressed.connect(self._on_record)
        self._group.idToggled.connect(lambda _id, _on: self._enable())
        self._together.toggled.connect(self._enable)
        self._rater.changed.connect(self._on_rater)
        shortcut(self, "Ctrl+Return", "Record the rating", self._on_record)
        self._build()

    def _build(self) -> None:
        self.add_action(self._together)
        self.add_action(label("as", "muted"))
        self.add_action(self._rater)
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
        self._reason.setAccessibleName("Reason for the rating")
        self._reason.setPlaceholderText("Why: what in the evidence speaks for it")
        self._together.setAccessibleName(self._together.text())
        self._together.setToolTip("Keep it as what all raters agreed on, beside the rating of each")
        row = QGridLayout()
        row.setHorizontalSpacing(look.tokens().gap)
        row.addWidget(self._reason, 0, 0)
        row.addWidget(self._record, 0, 1)
        row.setColumnStretch(0, 1)
        self.body.addLayout(row)

    def first_control(self) -> QWidget:
        """The rating that is chosen, or the first of the rubric."""
        return self._group.checkedButton() or self._group.button(0)

    def rater(self) -> str:
        """Who rates."""
        return self._rater.label()

    def show_objective(self, objective: ObjectiveResult, fresh: bool) -> None:
        """Rate this objective; `fresh` forgets what was begun for another one."""
        self._objective = objective
        self._rater.show_again(given.rater for given in raters_of(objective))
        if fresh:
            self._fill()
        several = len(raters_of(objective)) > 1
        self._together.setVisible(several)
        if not several:
            self._together.setChecked(False)
        self._enable()

    def _on_rater(self) -> None:
        self._fill()
        self.rater_changed.emit()

    def _own(self) -> RatingGiven | None:
        given = raters_of(self._objective) if self._objective is not None else ()
        return next((one for one in given if one.rater == self._rater.label()), None)

    def _fill(self) -> None:
        """Choose what this rater gave before, or nothing."""
        own = self._own()
        self._group.setExclusive(False)
        for place, rubric in enumerate(RATINGS):
            self._group.button(place).setChecked(own is not None and own.rating == rubric.rating.value)
        self._group.setExclusive(True)
        self._reason.setText(own.reason if own else "")
        self._reason.setCursorPosition(0)
        self._together.setChecked(False)
        self._enable()

    def _enable(self) -> None:
        self._record.setEnabled(self._group.checkedId() >= 0)
        together = self._together.isChecked()
        self._record.setText("Record consensus" if together else "Record rating")
        self._record.setAccessibleName(self._record.text())
        self._rater.setEnabled(not together)

    def _on_record(self) -> None:
        objective, chosen = self._objective, self._group.checkedId()
        if objective is None or chosen < 0:
            return
        rating: Rating = RATINGS[chosen].rating
        together = self._together.isChecked()
        rater = _TOGETHER if together else self._rater.label()
        reason = self._reason.text().strip()
        if self._desk.do(RateObjective(objective.id, rating, rater, reason, objective.evidence, together)):
            self._together.setChecked(False)
