"""How far a walk-through has come: a fold over its events."""

from __future__ import annotations

from dataclasses import dataclass, field

from trainer.core import events as ev
from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.events import Record
from trainer.core.script import Script
from trainer.core.time import Micros


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer about a step: the newest one to a question counts."""

    seq: int
    at: Micros
    role: str
    action: AnswerStep


@dataclass(slots=True)
class Shown:
    """A step done for real: from `began` to `ended` on the exercise clock; `ended` is None while it is being done."""

    role: str
    began: Micros
    began_seq: int
    ended: Micros | None = None
    ended_seq: int | None = None
    how: str = ""
    note: str = ""

    @property
    def took(self) -> Micros | None:
        """How long it took; None while it is being done, or where it was not done."""
        return self.ended - self.began if self.ended is not None and self.how == "done" else None


@dataclass(slots=True)
class StepWalk:
    """One step of the walk: when it was opened, what was answered and shown, or why it was left out."""

    step: str
    opened: Micros | None = None
    opened_seq: int | None = None
    answers: dict[str, Answered] = field(default_factory=dict)
    earlier: list[Answered] = field(default_factory=list)
    """answers that a newer one replaced"""
    shown: list[Shown] = field(default_factory=list)
    left_out: str | None = None
    left_out_seq: int | None = None

    @property
    def touched(self) -> bool:
        """Whether anything was answered or shown."""
        return bool(self.answers or self.shown)


@dataclass(slots=True)
class Walk:
    """Every step of a walk-through, in the order in which it is walked."""

    script: Script
    steps: dict[str, StepWalk] = field(default_factory=dict)
    current: str | None = None

    def __post_init__(self) -> None:
        self.steps = {name: StepWalk(name) for name in self.script.walked}

    def fold(self, record: Record) -> None:
        """Take the next record; what is no part of a walk changes nothing."""
        match record.event:
            case ev.StepOpened():
                self._open(record, record.event.step)
            case ev.StepLeftOut():
                step = self.steps[record.event.step]
                step.left_out, step.left_out_seq = record.event.reason, record.seq
            case ev.ActionTaken(action=AnswerStep() as answer):
                self._answer(record, record.event.role, answer)
            case ev.ActionTaken(action=ShowStep() as show):
                self._show(record, record.event.role, show)
            case _:
                pass

    def _open(self, record: Record, name: str) -> None:
        step = self.steps[name]
        self.current = name
        if step.opened is None:
            step.opened, step.opened_seq = record.elapsed, record.seq

    def _answer(self, record: Record, role: str, answer: AnswerStep) -> None:
        step = self.steps[answer.step]
        step.left_out = step.left_out_seq = None
        before = step.answers.get(answer.question)
        if before is not None:
            step.earlier.append(before)
        step.answers[answer.question] = Answered(record.seq, record.happened, role, answer)

    def _show(self, record: Record, role: str, show: ShowStep) -> None:
        step = self.steps[show.step]
        step.left_out = step.left_out_seq = None
        if show.now == "begun":
            step.shown.append(Shown(role, record.happened, record.seq))
            return
        running = self.showing(show.step)
        if running is not None:
            running.ended, running.ended_seq = record.happened, record.seq
            running.how, running.note = show.now, show.note

    def showing(self, step: str) -> Shown | None:
        """What is being done for real at a step just now."""
        return next((s for s in reversed(self.steps[step].shown) if s.ended is None), None)

    def following(self) -> str | None:
        """The first step that was neither answered, nor shown, nor left out; None where all are."""
        return next((s.step for s in self.steps.values() if not s.touched and s.left_out is None), None)
