"""The report as it stands, worked out again after a change: once per change, never on the clock's tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from trainer.core.aar import AmendmentEntry, CorrectiveAction, Gap, Report, StepResult, TimelineEntry
from trainer.core.aar_walk import Standing
from trainer.core.events import Outcome
from trainer.core.outcomes import Judgement, judge
from trainer.core.state import State
from trainer.core.walk.judging import judge_walk
from trainer.core.walk.standings import standing_by
from trainer.ports import Exercise
from trainer.workspace import Unusable, Workspace

__all__ = ["Findings", "Reading", "answered"]

_SOON: Final = 40
_IN_PLAY: Final = 1_500
"""Milliseconds: while the clock runs the program has better things to do than to judge every event at once."""
_LONG: Final = 200
_PAINT: Final = 30


@dataclass(frozen=True)
class Findings:
    """A report with the look-ups that the parts of the review share."""

    report: Report
    state: State

    @cached_property
    def entries(self) -> dict[int, TimelineEntry]:
        """What happened, by sequence number."""
        return {entry.seq: entry for entry in self.report.timeline}

    @cached_property
    def steps(self) -> dict[str, StepResult]:
        """Expected actions by key."""
        return {step.key: step for step in self.report.steps}

    @cached_property
    def gaps(self) -> dict[str, Gap]:
        """The register by identifier."""
        return {gap.id: gap for gap in self.report.gaps}

    @cached_property
    def amendments(self) -> dict[str, tuple[AmendmentEntry, CorrectiveAction]]:
        """Proposed changes of the plan by identifier, each with the action that it is part of."""
        return {
            entry.id: (entry, action)
            for action in self.report.improvement_plan
            for entry in action.amendments
        }

    @cached_property
    def standing(self) -> tuple[Gap, ...]:
        """The gaps that count: those that no evaluator overruled for good."""
        return tuple(gap for gap in self.report.gaps if gap.stands)

    def actions_of(self, gap: str) -> tuple[CorrectiveAction, ...]:
        """The corrective actions that answer a gap."""
        return tuple(action for action in self.report.improvement_plan if gap in answered(action))

    @cached_property
    def judgements(self) -> dict[str, Judgement]:
        """How each expected action was judged, with the reason, by key."""
        ended = round(self.report.exercise.active_s * 1_000_000)
        found = judge_walk(self.state) if self.state.walk is not None else judge(self.state, ended)
        return {judgement.key: judgement for judgement in found}

    def stands(self, step: StepResult) -> Standing | None:
        """How a step of a walk-through stands, the evaluator's word included; None in the other kinds."""
        return self.stands_with(step, step.outcome, step.overruled is not None)

    def stands_with(self, step: StepResult, outcome: str, judged: bool) -> Standing | None:
        """How a step of a walk-through would stand with an outcome, `judged` if that is an evaluator's word."""
        if self.state.walk is None:
            return None
        return standing_by(self.state, step.step, Outcome(outcome), judged)

    def of_steps(self, steps: Iterable[str]) -> list[StepResult]:
        """The expected actions of some steps, in the plan's order."""
        wanted = set(steps)
        return [result for result in self.report.steps if result.step in wanted]


def answered(action: CorrectiveAction) -> tuple[str, ...]:
    """The gaps that an action answers, by identifier."""
    return tuple(name.strip() for name in action.gap.split(","))


class Reading(QObject):
    """Works the report out when somebody looks. `changed` carries Findings, `failed` one line, `began` a long wait."""

    changed = Signal(object)
    failed = Signal(str)
    began = Signal()

    def __init__(self, exercise: Exercise, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._exercise, self._workspace = exercise, workspace
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        self._work = QTimer(self, singleShot=True, interval=_PAINT)
        self._work.timeout.connect(self._work_out)
        self._seen = -1
        self._took = _LONG + 1
        self._watched = False
        self.findings: Findings | None = None

    def watch(self, watched: bool) -> None:
        """Say whether anybody looks; only then is anything worked out."""
        self._watched = watched
        self.refresh()

    def refresh(self) -> None:
        """Work the report out soon, if it is behind the journal."""
        if self._watched and self._behind() and not self._timer.isActive() and not self._work.isActive():
            running = self._exercise.state.status == "running" and self.findings is not None
            self._timer.start(_IN_PLAY if running else _SOON)

    def again(self) -> None:
        """Work it out once more, whatever came of it the last time."""
        self._seen = -1
        self.refresh()

    def settled(self) -> bool:
        """Whether what is shown is what the journal says."""
        return not self._behind()

    def _behind(self) -> bool:
        return self._seen != len(self._exercise.records)

    def _on_timeout(self) -> None:
        if self._took > _LONG:
            # Said first, and given the time to be painted.
            self.began.emit()
            self._work.start()
        else:
            self._work_out()

    def _work_out(self) -> None:
        taken = QElapsedTimer()
        taken.start()
        self._seen = len(self._exercise.records)
        try:
            report = self._workspace.report(self._exercise)
        except Unusable as unusable:
            self.failed.emit(str(unusable))
            return
        self._took = taken.elapsed()
        self.findings = Findings(report, self._exercise.state)
        self.changed.emit(self.findings)
