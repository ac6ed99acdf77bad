"""Role-holders who walk a procedure through: they open each step, answer for it, and show it where that is asked.

What goes wrong is drawn from the profile and the seed, in the order of the walk, before play begins; so the same seed
walks the same way. A cast that takes a walk up in the middle leaves alone what was answered already.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trainer.cast.profiles import Profile
from trainer.cast.saying import note_on
from trainer.cast.schedule import Cast, Schedule
from trainer.core.actions import AnswerStep, ShowStep, WalkAnswer
from trainer.core.commands import Act, Command, OpenPlan, OpenStep
from trainer.core.events import ClockStarted, Record
from trainer.core.plan import Step
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros
from trainer.core.walk.chains import room
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PLACE, PROOF, TIME, questions_of

_TALK: Final = {"perfect": (8, 20), "typical": (15, 40), "struggling": (25, 70)}
"""Seconds that an answer takes, from and to, by profile."""
_SHARE: Final = 4
"""A step has some four answers that may go wrong: each takes its share of the profile's mistakes."""
_TROUBLES: Final[dict[str, tuple[WalkAnswer, ...]]] = {
    OWNER: ("unclear", "wrong", "missing"),
    PLACE: ("unclear", "wrong", "missing", "blocked"),
    MEANS: ("blocked", "missing", "wrong", "unclear"),
    CONTACT: ("blocked", "wrong", "missing", "unclear"),
    TIME: ("unclear",),
    PROOF: ("unclear", "missing", "wrong"),
}
_OTHER: Final[tuple[WalkAnswer, ...]] = ("unclear", "missing", "wrong")
_OPENING: Final = 5 * SECOND
_LONG: Final = 120 * MINUTE


@dataclass(frozen=True, slots=True)
class _Reply:
    question: str
    answer: WalkAnswer
    note: str = ""
    takes: Micros | None = None
    talk: Micros = 0


@dataclass(frozen=True, slots=True)
class _Visit:
    """What happens at one step: who speaks, what is answered, and how a showing ends; None where nothing is shown."""

    step: str
    role: str
    looks_up: bool
    replies: tuple[_Reply, ...]
    shows: Micros | None
    fails: bool


class WalkingCast:
    """Virtual role-holders for every step of a walk."""

    def __init__(self, script: Script, profile: Profile, seed: int) -> None:
        self._script = script
        self._profile = profile
        self._random = random.Random(f"walk/{profile.name}/{seed}")
        self._schedule = Schedule()
        self._visits = self._drawn()
        self._begun = False

    # What is going to happen ------------------------------------------------------------------------------------------

    def _drawn(self) -> tuple[_Visit, ...]:
        script = self._script
        walk, fits = script.scenario.walkthrough, room(script, script.scenario.truth.severity)
        shown = walk.show if walk is not None else ()
        visits = []
        for name in script.walked:
            step, role = script.steps[name], self._speaker(script.steps[name])
            if role is None:
                continue  # A plan without roles: nobody can speak for it.
            takes = self._duration(fits.get(name))
            fails = name in shown and self._goes_wrong(2)
            replies = tuple(self._reply(step, question.id, takes) for question in questions_of(script, step))
            looks_up = self._random.random() < self._profile.opens_plan
            shows = self._shown(takes) if name in shown else None
            visits.append(_Visit(name, role, looks_up, replies, shows, fails))
        return tuple(visits)

    def _speaker(self, step: Step) -> str | None:
        """The owner of a step, or a deputy who takes part; else anybody who does."""
        played = self._script.played_roles
        known = self._script.roles.get(step.role or "")
        own = (step.role, *(known.deputies if known is not None else ()))
        return next((role for role in own if role in played), None) or next(iter(played), None)

    def _goes_wrong(self, times: float = 1) -> bool:
        share = sum(self._profile.fates.values()) / _SHARE
        return self._random.random() < share * times

    def _duration(self, fits: Micros | None) -> Micros:
        """How long a step is said to take: a share of what fits, as the profile spreads it; in figures people name."""
        low, high = self._profile.minutes
        if fits is None or fits > _LONG:
            # What is due within days is not worked on for days.
            low, high = (low, high) if fits is None else (10 * low, 10 * high)
            return _as_said(round(self._random.uniform(low, high) * MINUTE))
        draw = self._random.lognormvariate(0, self._profile.sigma) * self._profile.median
        return _as_said(round(min(draw, self._profile.longest) * fits))

    def _shown(self, takes: Micros) -> Micros:
        """How long a step really takes when it is shown: people are seldom far off, and mostly too hopeful."""
        spread = 0.1 if self._profile.name == "perfect" else 0.4
        return max(round(takes * self._random.uniform(1 - spread / 2, 1 + spread)) // SECOND * SECOND, SECOND)

    def _reply(self, step: Step, question: str, takes: Micros) -> _Reply:
        low, high = _TALK[self._profile.name]
        talk, wrong = self._random.randint(low, high) * SECOND, self._goes_wrong()
        if wrong:
            answer = self._random.choice(_TROUBLES.get(question, _OTHER))
            return _Reply(question, answer, note_on(self._script, step, question, answer), talk=talk)
        stated = takes if question == TIME else None
        return _Reply(question, "confirmed", takes=stated, talk=talk)

    # When -------------------------------------------------------------------------------------------------------------

    def hear(self, state: State, records: Sequence[Record], /) -> None:
        """Plan the walk once play has begun."""
        if self._begun or state.walk is None or not any(isinstance(r.event, ClockStarted) for r in records):
            return
        self._begun = True
        walk, at = state.walk, state.records[-1].elapsed
        ahead = [
            v for v in self._visits if not walk.steps[v.step].touched and walk.steps[v.step].left_out is None
        ]
        pace = self._pace(ahead, at)
        for visit in ahead:
            at = self._plan_visit(visit, at, pace)

    def _pace(self, ahead: Sequence[_Visit], since: Micros) -> float:
        """How much faster than drawn the talk has to go: those who know the procedure do not run out of time."""
        if self._profile.name != "perfect":
            return 1.0
        talk = sum(reply.talk for visit in ahead for reply in visit.replies)
        other = sum(_OPENING + (visit.shows or 0) for visit in ahead)
        left = self._script.scenario.length - since - other - MINUTE
        return min(1.0, max(left, 0) / talk) if talk else 1.0

    def _plan_visit(self, visit: _Visit, at: Micros, pace: float) -> Micros:
        """Put everything of one step on the schedule; returns when it is over."""
        self._intend(at, visit, OpenStep(visit.step))
        at += _OPENING
        for reply in visit.replies:
            at += max(round(reply.talk * pace), SECOND)
            if reply.question == PLACE and visit.looks_up:
                self._intend(at - SECOND, visit, OpenPlan(visit.role, visit.step))
            self._answer(at, visit, reply)
        if visit.shows is not None:
            self._show(at + SECOND, visit, visit.shows)
            at += SECOND + visit.shows
        return at

    def _intend(self, at: Micros, visit: _Visit, command: Command) -> None:
        def commands(state: State) -> Sequence[Command]:
            return () if _is_left_out(state, visit.step) else (command,)

        self._schedule.add(at, commands)

    def _answer(self, at: Micros, visit: _Visit, reply: _Reply) -> None:
        said = AnswerStep(
            step=visit.step, question=reply.question, answer=reply.answer, note=reply.note, takes=reply.takes
        )
        act = Act(visit.role, said, source="virtual")

        def commands(state: State) -> Sequence[Command]:
            walk = state.walk
            known = walk is not None and reply.question in walk.steps[visit.step].answers
            return () if known or _is_left_out(state, visit.step) else (act,)

        self._schedule.add(at, commands)

    def _show(self, at: Micros, visit: _Visit, lasts: Micros) -> None:
        note = note_on(self._script, self._script.steps[visit.step], "show", "blocked") if visit.fails else ""
        self._intend(at, visit, Act(visit.role, ShowStep(step=visit.step, now="begun"), source="virtual"))
        end = ShowStep(step=visit.step, now="failed" if visit.fails else "done", note=note)
        self._intend(at + lasts, visit, Act(visit.role, end, source="virtual"))

    def next_at(self) -> Micros | None:
        """When somebody speaks or acts next."""
        return self._schedule.next_at()

    def due(self, state: State, elapsed: Micros, /) -> Sequence[Command]:
        """The commands of the next act that is due."""
        intent = self._schedule.pop(elapsed)
        return intent(state) if intent is not None else ()


def _is_left_out(state: State, step: str) -> bool:
    return state.walk is None or state.walk.steps[step].left_out is not None


def _as_said(micros: Micros) -> Micros:
    """A duration as people name it, never longer: half minutes, below that five seconds' steps."""
    grain = 30 * SECOND if micros >= MINUTE else 5 * SECOND
    return max(micros // grain * grain, 5 * SECOND if micros >= 5 * SECOND else SECOND)


class GuidedCast:
    """A cast whose acts bring the walk to the step that they are about, as a facilitator would."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def hear(self, state: State, records: Sequence[Record], /) -> None:
        """Take note of what has happened."""
        self._cast.hear(state, records)

    def next_at(self) -> Micros | None:
        """When somebody acts next."""
        return self._cast.next_at()

    def due(self, state: State, elapsed: Micros, /) -> Sequence[Command]:
        """The commands of the next act, behind the one that opens its step where another is open."""
        commands = tuple(self._cast.due(state, elapsed))
        step = next((found for command in commands if (found := _step_of(command)) is not None), None)
        open_now = state.walk.current if state.walk is not None else None
        known = state.walk is not None and step in state.walk.steps
        return (OpenStep(step), *commands) if step is not None and known and step != open_now else commands


def _step_of(command: Command) -> str | None:
    acts = isinstance(command, Act) and isinstance(command.action, AnswerStep | ShowStep)
    return command.action.step if acts else None  # type: ignore[union-attr]
