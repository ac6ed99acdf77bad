"""Timing: every expected action against its target, misses first, and the acts that belong to no step yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from trainer.core.aar import StepResult
from trainer.core.aar_walk import Standing
from trainer.core.commands import LinkAction
from trainer.ui import look
from trainer.ui.models import KEY_ROLE, Column, FilterModel, RowsModel
from trainer.ui.panels import EmptyState, label, search_field, spaced
from trainer.ui.review.correcting import choose_act, choose_step, overrule
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import LineList
from trainer.ui.review.open_acts import act_detail, open_acts
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column as Scrolled
from trainer.ui.review.parts import framed, splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.step_detail import StepDetail
from trainer.ui.review.step_row import times_words
from trainer.ui.review.timing_paint import BarDelegate, OutcomeDelegate, Stands
from trainer.ui.review.told import Told
from trainer.ui.review.which import ALL, WHICH, walked_which
from trainer.ui.review.words import OUTCOMES, STANDINGS, counted, outcome_words
from trainer.ui.tables import table
from trainer.ui.words import format_delta, spell_duration

__all__ = ["TimingPart"]

_ROOMY: Final = 1_300
_NONE: Final = (
    "This scenario asks for no step of the plan. Let its objectives or injects name the steps they are about."
)


class TimingPart(Part):
    """The table and the open acts on the left, the chosen one on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Timing", desk, parent)
        self._findings: Findings | None = None
        walked = desk.state.walk is not None
        self._filters = walked_which(self._stands) if walked else WHICH
        self._model: RowsModel[StepResult] = RowsModel(
            _columns(self._stands, walked), key=lambda step: step.key, parent=self
        )
        self._filter = FilterModel(self._model, self)
        self._view = table(self._filter, "Expected actions", "review-timing", stretch="step", parent=self)
        self._search, self._which = search_field("Search steps"), QComboBox()
        self._acts = LineList("Acts without a step")
        self._acts_box = QWidget()
        self._acts_title = label("", "strong")
        self._detail = Scrolled("Expected action", margin=12)
        self._step, self._act = StepDetail(desk, self._view), Told(self._acts)
        self._empty = EmptyState("timer", _NONE)
        self._shown = ""
        self._told: object = None
        self._build()

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._view.setItemDelegateForColumn(0, OutcomeDelegate(self._stands, self._view))
        self._view.setItemDelegateForColumn(5, BarDelegate(self._stands, self._view))
        self._which.setAccessibleName("Which expected actions")
        self._which.addItems(list(self._filters))
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(17)
        self._detail.add(self._step, self._act)
        self._detail.body.addStretch(1)
        left = splitter("review/timing-acts", Qt.Orientation.Vertical, [self._steps(), self._open()], [5, 2])
        self._both = splitter(
            "review/timing", Qt.Orientation.Horizontal, [left, framed(self._detail)], [5, 2]
        )
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._both)
        outer.addWidget(self._empty)
        self._search.textChanged.connect(self._filter.set_text)
        self._which.currentTextChanged.connect(self._on_which)
        self._view.selectionModel().currentRowChanged.connect(self._on_row)
        self._view.clicked.connect(self._on_row)
        self._view.activated.connect(lambda _index: self._detail.setFocus())
        self._acts.chosen.connect(self._on_act)
        self._acts.clicked.connect(lambda index: self._on_act(str(index.data(KEY_ROLE))))
        self._acts.activated_key.connect(self._ask_step)
        self._step.event_wanted.connect(self.event_wanted)
        self._step.overruled.connect(lambda: self._correct(overrule))
        self._step.act_wanted.connect(lambda: self._correct(choose_act))
        self._step.unlinked.connect(lambda seq: self._desk.do(LinkAction(seq, None)))

    def _steps(self) -> QWidget:
        made = QWidget()
        column = spaced(QVBoxLayout(made), gap=8)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._search, 1)
        row.addWidget(self._which)
        column.addLayout(row)
        column.addWidget(self._view, 1)
        return made

    def _open(self) -> QWidget:
        column = spaced(QVBoxLayout(self._acts_box), gap=4)
        column.addWidget(self._acts_title)
        column.addWidget(self._acts, 1)
        return self._acts_box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show roles in full where there is room."""
        super().resizeEvent(event)
        modes = QHeaderView.ResizeMode
        roomy = self.width() >= look.tokens().px(_ROOMY)
        self._view.horizontalHeader().setSectionResizeMode(
            2, modes.ResizeToContents if roomy else modes.Interactive
        )

    def first_control(self) -> QWidget:
        """The table."""
        return self._view

    # -- what is shown ------------------------------------------------------------------------------------

    def show_findings(self, findings: Findings) -> None:
        """Show every expected action, those furthest from the plan first; what is chosen stays chosen."""
        self._findings = findings
        steps = findings.report.steps
        self._both.setVisible(bool(steps))
        self._empty.setVisible(not steps)
        self._model.update(sorted(steps, key=lambda step: _place(step, self._stands(step))))
        acts = open_acts(self._desk, findings)
        self._acts.blockSignals(True)
        self._acts.show_lines(acts)
        self._acts.blockSignals(False)
        self._acts_box.setVisible(bool(acts))
        self._acts_title.setText(f"Which step was it? {counted(len(acts), 'act')} without one")
        if not self._view.currentIndex().isValid() and self._filter.rowCount():
            self._view.selectRow(0)
        if self._shown.startswith("act:") and self._shown[4:] not in {line.key for line in acts}:
            self._shown = ""
        self._show(self._shown or f"step:{self._view.currentIndex().data(KEY_ROLE)}")

    def _stands(self, step: StepResult) -> Standing | None:
        return self._findings.stands(step) if self._findings is not None else None

    def show_step(self, key: str) -> None:
        """Choose an expected action by its key."""
        self.show_which(ALL)
        self._view.setCurrentIndex(self._filter.index_of(key))

    def show_which(self, which: str) -> None:
        """Show the expected actions that a filter keeps."""
        self._search.clear()
        self._which.setCurrentText(which)
        self._view.setFocus()

    def _on_which(self, which: str) -> None:
        self._filter.set_keep(self._filters[which])
        if not self._view.currentIndex().isValid() and self._filter.rowCount():
            self._view.selectRow(0)

    def _on_row(self, index: QModelIndex) -> None:
        if index.isValid():
            self._show(f"step:{index.data(KEY_ROLE)}")

    def _on_act(self, key: str) -> None:
        self._show(f"act:{key}")

    def _show(self, what: str) -> None:
        findings = self._findings
        kind, _, key = what.partition(":")
        if findings is None or (kind == "step" and key not in findings.steps):
            return
        # Only what stands on the right is marked as chosen on the left.
        (self._acts if kind == "step" else self._view).clearSelection()
        told = _told(findings, kind, key)
        if (what, told) == (self._shown, self._told):
            return
        self._told = told
        if kind == "step":
            self._step.show_step(findings.steps[key], findings)
        else:
            ask, wanted = partial(self._ask_step, key), self.event_wanted.emit
            self._act.tell(act_detail(self._desk, findings, int(key), ask, wanted))
        self._step.setVisible(kind == "step")
        self._act.setVisible(kind != "step")
        if what != self._shown:
            self._detail.to_top()
        self._shown = what

    def _correct(self, how: Callable[[Desk, Findings, str, QWidget], object]) -> None:
        if self._findings is not None:
            how(self._desk, self._findings, self._shown.removeprefix("step:"), self)

    def _ask_step(self, key: str) -> None:
        if self._findings is not None:
            choose_step(self._desk, self._findings, int(key), self)


def _told(findings: Findings, kind: str, key: str) -> object:
    """What the detail of a step or an act says, to tell whether it says something else now."""
    if kind == "step":
        step = findings.steps[key]
        return key, step, tuple(findings.entries.get(seq) for seq in step.evidence)
    return findings.entries.get(int(key)), findings.report.evidence.ambiguous_actions


def _rank(step: StepResult, stands: Standing | None) -> int:
    """How near the plan, those furthest from it first."""
    return list(STANDINGS).index(stands) if stands is not None else list(OUTCOMES).index(step.outcome)


def _place(step: StepResult, stands: Standing | None) -> tuple[int, float, str]:
    return _rank(step, stands), -(step.delta_s or 0), step.key


def _means(step: StepResult, stands: Standing | None) -> str:
    return STANDINGS[stands].means if stands is not None else OUTCOMES[step.outcome][1]


def _columns(stands: Stands, walked: bool) -> list[Column[StepResult]]:
    return [
        Column("outcome", "Stands" if walked else "Outcome", lambda step: outcome_words(step.outcome, stands(step)),
               lambda step: _rank(step, stands(step)), tooltip=lambda step: _means(step, stands(step)),
               width=13 if walked else 11),
        Column("step", "Step", lambda step: step.title, tooltip=lambda step: step.title,
               icon=lambda step: "flag" if step.critical else None,
               spoken=lambda step: f"{step.title}, critical" if step.critical else step.title, width=22),
        Column("role", "Role", lambda step: step.role_title, tooltip=lambda step: step.role_title, width=9),
        Column("times", "Took / target", times_words, lambda step: step.elapsed_s, align="right", width=10),
        Column("delta", "Difference", lambda step: "" if step.delta_s is None else format_delta(step.delta_s),
               lambda step: step.delta_s, align="right", width=7,
               spoken=lambda step: "" if step.delta_s is None else spell_duration(step.delta_s)),
        Column("bar", "Time used", lambda _step: "", _share, spoken=_share_words, width=9),
    ]  # fmt: skip


def _share(step: StepResult) -> float | None:
    return step.elapsed_s / step.target_s if step.elapsed_s is not None and step.target_s else None


def _share_words(step: StepResult) -> str:
    share = _share(step)
    return "not measured" if share is None else f"{share:.0%} of the target used"
