"""The timeline, facts only, and the map from findings to the events they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from trainer.core import aar
from trainer.core import events as ev
from trainer.core.actions import AnswerStep, Ask, CastVote, Decide, Look, Operate, ReportBlocked, ShowStep
from trainer.core.compose.overview import FACILITATOR
from trainer.core.compose.times import iso, secs
from trainer.core.compose.words import say
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.once import once
from trainer.core.msel import planned_at
from trainer.core.time import seconds

_NEVER_LINKED = (Ask, CastVote, ReportBlocked, Look, Operate)
_Kind = Literal["inject", "action", "decision", "clock", "observation", "plan", "system"]


def as_it_happened(facts: Facts) -> tuple[aar.TimelineEntry, ...]:
    """What happened, in the order in which it happened; what was taken back is marked so.

    What a role has seen, and the facilitator's notes to themselves, are no facts of the response and stay out.
    """
    closed = {seq: (j.step, j.outcome.value) for j in facts.judgements for seq in closing(facts, j.key)}
    shown = [record for record in facts.records if not _private(record)]
    shown.sort(key=lambda record: (record.happened, record.seq))
    return tuple(_entry(facts, record, closed) for record in shown)


def _private(record: Record) -> bool:
    event = record.event
    own = isinstance(event, ev.ObservationRecorded) and event.kind == "note"
    return own or isinstance(event, ev.InjectSeen)


def closing(facts: Facts, key: str) -> Iterable[int]:
    """The act that closed an expected action."""
    done = facts.state.expectations.items[key].done
    return () if done is None else (done.seq,)


def _entry(facts: Facts, record: Record, closed: dict[int, tuple[str, str]]) -> aar.TimelineEntry:
    title, text, at = once(facts, _told)[record.seq]
    if record.seq in facts.state.undone:
        title += " (taken back)"
    lane, kind = _place(record)
    step, outcome = closed.get(record.seq, (_step_of(record), None))
    channel, to = _way(facts, record)
    planned = None
    if isinstance(record.event, ev.InjectDelivered):
        planned = planned_at(facts.state, record, record.event)
    return aar.TimelineEntry(
        seq=record.seq,
        elapsed_s=seconds(record.happened),
        at=at,
        lane=lane,
        kind=kind,
        title=title,
        text=text,
        step=step,
        outcome=outcome,
        channel=channel,
        to=to,
        planned_s=secs(planned),
    )


def _step_of(record: Record) -> str | None:
    """The step that an entry of a walk-through is about."""
    event = record.event
    if isinstance(event, ev.ActionTaken) and isinstance(event.action, AnswerStep | ShowStep):
        return event.action.step
    return event.step if isinstance(event, ev.StepOpened | ev.StepLeftOut) else None


def _told(facts: Facts) -> dict[int, tuple[str, str, str]]:
    """By sequence number: what happened in one line, the words that go with it, and the wall time."""
    return {record.seq: (*say(facts.script, record), iso(record.at)) for record in facts.records}


def _place(record: Record) -> tuple[str, _Kind]:
    """Lane and kind of an entry."""
    event = record.event
    match event:
        case ev.ActionTaken():
            return event.role, "decision" if isinstance(event.action, Decide) else "action"
        case ev.InjectDelivered():
            return _delivery(event)
        case ev.PlanOpened():
            return event.role, "plan"
        case (
            ev.ClockStarted()
            | ev.ClockPaused()
            | ev.ClockResumed()
            | ev.SpeedChanged()
            | ev.StoryAdvanced()
            | ev.ExerciseInterrupted()
            | ev.ExerciseEnded()
        ):
            by_itself = isinstance(event, ev.ExerciseInterrupted | ev.ExerciseEnded)
            return "system" if by_itself else FACILITATOR, "clock"
        case (
            ev.ObservationRecorded()
            | ev.HotWashRecorded()
            | ev.ObjectiveRated()
            | ev.OutcomeOverruled()
            | ev.StepAssessed()
            | ev.GapJudged()
            | ev.AmendmentDecided()
        ):
            return FACILITATOR, "observation"
        case ev.DecisionDefaulted():
            return "system", "decision"
        case ev.BranchTaken() | ev.ExerciseCreated() | ev.EarlierDrillsNoted():
            return "system", "system"
        case (
            ev.OperationEnded()
            | ev.SystemChanged()
            | ev.ActivityRan()
            | ev.SteadyStateProbed()
            | ev.RollbacksRan()
            | ev.ExperimentJournalKept()
        ):
            return "system", "system"
        case ev.AdHocInjectDelivered() | ev.HintGiven():
            return FACILITATOR, "inject"
        case _:
            return FACILITATOR, "system"


def _delivery(event: ev.InjectDelivered) -> tuple[str, _Kind]:
    if not event.to:
        # A fault begins in the system, whoever let it begin.
        return "system", "system"
    by_hand = event.cause in (ev.Cause.BY_HAND, ev.Cause.AD_HOC)
    return FACILITATOR if by_hand else "system", "inject"


def _way(facts: Facts, record: Record) -> tuple[str | None, tuple[str, ...]]:
    event = record.event
    if isinstance(event, ev.AdHocInjectDelivered):
        return event.channel.value, event.to
    if isinstance(event, ev.InjectDelivered):
        inject = facts.script.injects.get(event.inject)
        return inject.channel.value if inject else None, event.to
    return None, ()


def entries(facts: Facts, cited: set[int]) -> tuple[aar.EvidenceEntry, ...]:
    """The events that the report cites, in the order of the journal."""
    told = once(facts, _told)
    return tuple(
        aar.EvidenceEntry(
            seq=record.seq,
            elapsed_s=seconds(record.happened),
            at=told[record.seq][2],
            type=record.event.type,
            text=": ".join(part for part in told[record.seq][:2] if part),
            hash=record.hash,
        )
        for record in facts.records
        if record.seq in cited
    )


def unlinked(facts: Facts) -> tuple[int, ...]:
    """Acts that were taken for no expected step; questions, votes, blockers and looks at the system never are.

    What was done to the system is judged by what came of it, where no step of the plan asks for it.
    """
    items = facts.state.expectations
    return tuple(
        seq
        for seq, event in sorted(items.unmatched.items())
        if seq not in items.ambiguous and not isinstance(event.action, _NEVER_LINKED)
    )


def ambiguous(facts: Facts) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Acts that more than one open step would fit."""
    return tuple(sorted(facts.state.expectations.ambiguous.items()))
