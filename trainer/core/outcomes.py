"""Expected actions judged: was the step done, by whom, in order, and in time.

The outcome follows from the first rule that holds, in this order: not applicable, not observed, missed, improvised
equivalent, wrong role, out of order, prompted, late, on time (exercises are judged by HSEEP's "critical task" as the
plan states it). What further holds beside the outcome is kept in `also`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from trainer.core import events as ev
from trainer.core.chains import broken
from trainer.core.events import Outcome
from trainer.core.expected import Expectation
from trainer.core.plan import Step
from trainer.core.state import State
from trainer.core.time import Micros, say_duration

RULES: Final = (
    "An expected action is judged by the act that closed it first. Its time is the act's time minus the time at which "
    "its clock started; it is 0 where the act came before the clock started.",
    "An act exactly at the limit is on time. An action that is not done is missed from the moment its limit has run "
    "out; where play ended sooner, or nothing called for it, it is not observed, which is neither success nor failure.",
    "Steps are asked for, and limits are taken, at the incident's true severity as the scenario states it; where it "
    "states none, at the severity that the team set last.",
    "The right role is the step's owner or one of the owner's deputies. A step without an owner has no wrong role.",
    "A step that was called for, and whose clock never started because the step that starts it was missed, was not "
    "reached. It is not observed; in the rating of its objective it counts as not done.",
    "A step is out of order when a step that the plan puts before it was done later. A step before it that was never "
    "done is that step's own miss.",
    "A step without a limit that was done is on time without a target: it does not count among the targets judged. "
    "Not done, it is missed at the end of play.",
    "A step that nothing called for and that its owner did all the same is done; done by another role, it is not "
    "observed, since nobody had been asked.",
    "Where several things hold, the outcome names the first of: improvised equivalent, wrong role, out of order, "
    "prompted, late. Whether the target was met is kept beside it.",
    "An evaluator's judgement stands in place of the automatic one; the report keeps both, with the reason.",
)

DONE: Final = frozenset(
    {
        Outcome.ON_TIME,
        Outcome.LATE,
        Outcome.PROMPTED,
        Outcome.OUT_OF_ORDER,
        Outcome.WRONG_ROLE,
        Outcome.IMPROVISED,
    }
)
OUTSIDE: Final = frozenset({Outcome.NOT_APPLICABLE, Outcome.NOT_OBSERVED})
"""Outcomes that say nothing about the response: neither success nor failure."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One expected action judged. Times are microseconds on the exercise clock."""

    key: str
    step: str
    inject: str | None
    outcome: Outcome
    automatic: Outcome
    why: str
    started_at: Micros | None = None
    done_at: Micros | None = None
    limit: Micros | None = None
    elapsed: Micros | None = None
    delta: Micros | None = None
    met: bool | None = None
    done_by: str | None = None
    also_done_by: tuple[str, ...] = ()
    also: tuple[Outcome, ...] = ()
    overruled: str | None = None
    overruled_by: str | None = None
    evidence: tuple[int, ...] = ()
    blocked_by: str | None = None
    """the step that was not done and whose doing would have started the clock of this one"""

    @property
    def observed(self) -> bool:
        """Whether the exercise put the step to the test."""
        return self.outcome not in OUTSIDE

    @property
    def done(self) -> bool:
        """Whether the step was done, in whatever way."""
        return self.outcome in DONE


TimerStatus = Literal["waiting", "open", "at risk", "overdue", "done on time", "done late", "done otherwise"]


@dataclass(frozen=True, slots=True)
class TimerRow:
    """A running or closed clock as the facilitator watches it; times in microseconds of the exercise clock."""

    key: str
    step: str
    title: str
    role: str | None
    started_at: Micros | None
    limit: Micros | None
    elapsed: Micros | None
    state: TimerStatus


def judge(state: State, ended_at: Micros) -> tuple[Judgement, ...]:
    """Every expected action of every step in scope, in the plan's order, judged at the end of play."""
    frame = _frame(state)
    overruled = _overruled(state)
    items = [item for step in state.script.scope for item in state.expectations.of_step(step)]
    found = tuple(_final(_automatic(state, item, ended_at, frame), overruled.get(item.key)) for item in items)
    return _not_reached(state, found)


def _not_reached(state: State, judgements: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """Says of every step that was called for and could not begin which missed step stood before it."""
    done = {j.step for j in judgements if j.done}
    missed = {j.step for j in judgements if j.outcome is Outcome.MISSED} - done
    waiting = {j.key: j.step for j in judgements if _waits(state, j) and j.step not in done}
    blockers = broken(state.script, state.true_severity, missed, waiting)
    return tuple(_blocked(state, j, blockers[j.key]) if j.key in blockers else j for j in judgements)


def _waits(state: State, found: Judgement) -> bool:
    """Whether the exercise called for a step whose clock never started."""
    asked = state.expectations.items[found.key].armed_at is not None
    unjudged = found.outcome is Outcome.NOT_OBSERVED and found.overruled is None
    return asked and unjudged and found.started_at is None and found.done_at is None


def _blocked(state: State, found: Judgement, step: str) -> Judgement:
    title = state.script.steps[step].title
    return replace(
        found, blocked_by=step, why=f'It was not reached: "{title}", which starts its clock, was not done.'
    )


def timers(state: State, elapsed: Micros) -> tuple[TimerRow, ...]:
    """The clocks of all expected actions that apply, in the plan's order, at a moment of the exercise clock."""
    rows: list[TimerRow] = []
    severity = state.true_severity
    for name in state.script.scope:
        step = state.script.steps[name]
        if step.applies_at(severity):
            rows.extend(_timer(state, item, step, elapsed) for item in state.expectations.of_step(name))
    return tuple(rows)


def _timer(state: State, item: Expectation, step: Step, now: Micros) -> TimerRow:
    done = item.done
    limit = state.script.limit(step, item.inject, state.true_severity)
    until = done.at if done is not None else now
    taken = None if item.started_at is None else max(0, until - item.started_at)
    status: TimerStatus
    if done is not None:
        status = _closed(_automatic(state, item, now, ()).outcome)
    elif taken is None:
        asked = item.armed_at is not None and step.target is None
        status = "open" if asked else "waiting"
    elif limit is None:
        status = "open"
    elif taken >= limit:
        status = "overdue"
    else:
        status = "at risk" if taken * 4 > limit * 3 else "open"
    return TimerRow(item.key, step.id, step.title, step.role, item.started_at, limit, taken, status)


def _closed(outcome: Outcome) -> TimerStatus:
    match outcome:
        case Outcome.ON_TIME:
            return "done on time"
        case Outcome.LATE:
            return "done late"
        case _:
            return "done otherwise"


def _frame(state: State) -> tuple[int, ...]:
    """Start and end of play: what an outcome rests on when nobody acted."""
    started = [r.seq for r in state.records if isinstance(r.event, ev.ClockStarted)]
    ended = [r.seq for r in state.records if isinstance(r.event, ev.ExerciseEnded)]
    return (*started[:1], *ended[-1:])


def as_overruled(state: State, found: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Judgements with the evaluators' words in place of the automatic outcomes."""
    overruled = _overruled(state)
    return tuple(_final(judgement, overruled.get(judgement.key)) for judgement in found)


def _overruled(state: State) -> dict[str, tuple[int, ev.OutcomeOverruled]]:
    return {
        record.event.expectation: (record.seq, record.event)
        for record in state.records
        if isinstance(record.event, ev.OutcomeOverruled) and record.seq not in state.undone
    }


def _final(found: Judgement, overruled: tuple[int, ev.OutcomeOverruled] | None) -> Judgement:
    """The evaluator's word in place of the automatic outcome."""
    if overruled is None:
        return found
    seq, event = overruled
    met = found.met
    if event.outcome in OUTSIDE or found.limit is None:
        met = None
    elif event.outcome in (Outcome.LATE, Outcome.MISSED):
        met = False
    elif event.outcome is Outcome.ON_TIME:
        met = True
    return replace(
        found,
        outcome=event.outcome,
        met=met,
        overruled=event.reason,
        overruled_by=event.by,
        evidence=(*found.evidence, seq),
    )


def _automatic(state: State, item: Expectation, ended_at: Micros, frame: tuple[int, ...]) -> Judgement:
    step = state.script.steps[item.step]
    limit = state.script.limit(step, item.inject, state.true_severity)
    judged = _not_done(state, item, step, ended_at)
    if judged is None and item.done is not None:
        return _done(state, item, step, limit)
    outcome, why = judged or (Outcome.MISSED, "It was not done.")
    return replace(
        _measured(item, limit),
        outcome=outcome,
        automatic=outcome,
        why=why,
        met=False if outcome is Outcome.MISSED and limit is not None else None,
        evidence=_evidence(item, frame),
    )


def _done(state: State, item: Expectation, step: Step, limit: Micros | None) -> Judgement:
    """A step that was done, judged by how it was done."""
    found = _measured(item, limit)
    reasons = _shortcomings(state, item, step)
    if found.met is False:
        reasons.append((Outcome.LATE, f"It was done {say_duration(found.delta or 0)} after its limit."))
    outcome, why = reasons[0] if reasons else (Outcome.ON_TIME, _in_time(step, item, limit))
    also = tuple(kind for kind, _ in reasons[1:])
    return replace(found, outcome=outcome, automatic=outcome, why=why, also=also)


def _measured(item: Expectation, limit: Micros | None) -> Judgement:
    """Who, when and how long, before the outcome is known."""
    done, started = item.done, item.started_at
    elapsed = max(0, done.at - started) if done is not None and started is not None else None
    delta = elapsed - limit if elapsed is not None and limit is not None else None
    others = (claim.role for claim in item.claims if done is not None and claim.role != done.role)
    return Judgement(
        key=item.key,
        step=item.step,
        inject=item.inject,
        outcome=Outcome.ON_TIME,
        automatic=Outcome.ON_TIME,
        why="",
        started_at=started,
        done_at=done.at if done is not None else None,
        limit=limit,
        elapsed=elapsed,
        delta=delta,
        met=delta <= 0 if delta is not None else None,
        done_by=done.role if done is not None else None,
        also_done_by=tuple(dict.fromkeys(others)),
        evidence=_evidence(item, ()),
    )


def _not_done(state: State, item: Expectation, step: Step, ended_at: Micros) -> tuple[Outcome, str] | None:
    """Not applicable, not observed or missed, and why; None where the step was done and has to be judged."""
    severity = state.true_severity
    if not step.applies_at(severity):
        return Outcome.NOT_APPLICABLE, f"The plan does not ask for it at {severity}."
    called_for = item.started_at is not None or item.armed_at is not None
    if item.done is not None:
        owners = state.script.owners(step)
        asked = called_for or not owners or (item.done.role in owners and not item.done.improvised)
        return None if asked else (Outcome.NOT_OBSERVED, "Nothing in this exercise had called for it.")
    if not called_for:
        return Outcome.NOT_OBSERVED, _never_called(state, step)
    if item.started_at is None and step.target is not None:
        return Outcome.NOT_OBSERVED, f'Its clock never started: "{step.target.from_}" did not happen.'
    limit = state.script.limit(step, item.inject, severity)
    if limit is None:
        if state.status != "ended":
            return Outcome.NOT_OBSERVED, "Play has not ended."
        return Outcome.MISSED, "It was not done by the end of play."
    left = (item.started_at or 0) + limit - ended_at
    if left > 0:
        return Outcome.NOT_OBSERVED, f"Play ended {say_duration(left)} before its limit ran out."
    return Outcome.MISSED, f"It was not done within {say_duration(limit)}, nor by the end of play."


def _never_called(state: State, step: Step) -> str:
    if step.condition is not None:
        return f'Its condition was not brought about: "{step.condition}".'
    if step.id in state.script.expected_by:
        injects = (state.script.injects[name] for name in state.script.expected_by[step.id])
        titles = ", ".join(f'"{state.script.filled(inject.title)}"' for inject in injects)
        return f"No inject that calls for it was delivered ({titles})."
    return "Nothing in this exercise called for it."


def _shortcomings(state: State, item: Expectation, step: Step) -> list[tuple[Outcome, str]]:
    """What was otherwise than the plan says, the weightiest first; time is judged by the caller."""
    found: list[tuple[Outcome, str]] = []
    owners, done = state.script.owners(step), item.done
    if done is None:
        return found
    if done.improvised:
        found.append((Outcome.IMPROVISED, "It was replaced by an act that the plan does not describe."))
    if owners and done.role not in owners:
        did, owner = (_role_title(state, role) for role in (done.role, step.role or ""))
        found.append((Outcome.WRONG_ROLE, f"{did} did it; the plan names {owner}."))
    later = [name for name in step.after if _done_after(state, name, done.at)]
    if later:
        titles = ", ".join(f'"{state.script.steps[name].title}"' for name in later)
        found.append((Outcome.OUT_OF_ORDER, f"It was done before {titles}."))
    if item.prompted_at is not None and done.at >= item.prompted_at:
        found.append((Outcome.PROMPTED, "It was done after a hint or a contingency inject."))
    return found


def _role_title(state: State, role: str) -> str:
    found = state.script.roles.get(role)
    return found.title if found is not None else role


def _done_after(state: State, step: str, at: Micros) -> bool:
    """Whether a step that should come first is in scope, applies, and was first done later than `at`."""
    if step not in state.script.steps or not state.script.steps[step].applies_at(state.true_severity):
        return False
    times = [done.at for item in state.expectations.of_step(step) if (done := item.done) is not None]
    return bool(times) and min(times) > at


def _in_time(step: Step, item: Expectation, limit: Micros | None) -> str:
    if limit is None:
        return "It was done; the plan sets no limit here."
    if item.started_at is None:
        anchor = step.target.from_ if step.target else "the inject"
        return f'It was done; "{anchor}", which starts its clock, did not happen.'
    return "It was done within its limit."


def _evidence(item: Expectation, frame: tuple[int, ...]) -> tuple[int, ...]:
    seqs = {claim.seq for claim in item.claims} | set(frame)
    if item.armed_seq is not None:
        seqs.add(item.armed_seq)
    if item.started_seq is not None and item.started_seq > 0:
        seqs.add(item.started_seq)
    return tuple(sorted(seqs))
