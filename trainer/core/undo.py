"""What the facilitator can take back: the newest act, together with what followed from it at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import Decide, Look, Operate
from trainer.core.events import Cause, Event, Record
from trainer.core.script import Script

UNDOABLE: Final = (
    ev.InjectHeld,
    ev.InjectUnheld,
    ev.InjectSkipped,
    ev.InjectRescheduled,
    ev.InjectDelivered,
    ev.AdHocInjectDelivered,
    ev.StoryAdvanced,
    ev.HintGiven,
    ev.ActionTaken,
    ev.ActionLinked,
    ev.ObservationRecorded,
    ev.OutcomeOverruled,
    ev.ObjectiveRated,
    ev.HotWashRecorded,
    ev.StepAssessed,
    ev.GapJudged,
    ev.AmendmentDecided,
    ev.ActionAssigned,
    ev.ActionClosed,
    ev.StepLeftOut,
)


def newest(script: Script, records: Sequence[Record], undone: Collection[int]) -> int | None:
    """The place of the facilitator's newest act that can be taken back and was not yet."""
    for place in reversed(range(len(records))):
        record = records[place]
        if record.seq not in undone and _of_facilitator(script, records, place):
            return place
    return None


def with_consequences(script: Script, records: Sequence[Record], place: int) -> tuple[Record, ...]:
    """An act and the injects that it ruled out in the same breath."""
    ruled_out = _ruled_out_by(script, records[place].event)
    following = takewhile(lambda record: _skips(record.event, ruled_out), records[place + 1 :])
    return (records[place], *following)


def _of_facilitator(script: Script, records: Sequence[Record], place: int) -> bool:
    event = records[place].event
    if isinstance(event, ev.InjectDelivered):
        inject = script.injects.get(event.inject)
        # What was done to a system stays done; a fault is ended, not taken back.
        return event.cause is Cause.BY_HAND and (inject is None or inject.starts is None)
    if isinstance(event, ev.ActionTaken):
        return event.source == "facilitator" and not isinstance(event.action, Operate | Look)
    if isinstance(event, ev.InjectSkipped):
        return not _follows(script, records, place)
    return isinstance(event, UNDOABLE)


def _follows(script: Script, records: Sequence[Record], place: int) -> bool:
    """Whether an inject was skipped by a decision: the decision stands right before, with what it rules out."""
    first = place
    while first > 0 and isinstance(records[first - 1].event, ev.InjectSkipped):
        first -= 1
    return first > 0 and records[place] in with_consequences(script, records, first - 1)


def _ruled_out_by(script: Script, event: Event) -> tuple[str, ...]:
    if isinstance(event, ev.DecisionDefaulted):
        name, chosen = event.decision, event.option
    elif isinstance(event, ev.ActionTaken) and isinstance(event.action, Decide):
        name, chosen = event.action.decision, event.action.option
    else:
        return ()
    decision = script.decisions.get(name)
    option = decision.option(chosen) if decision is not None and chosen is not None else None
    return option.consequence.skips if option is not None else ()


def _skips(event: Event, names: Collection[str]) -> bool:
    return isinstance(event, ev.InjectSkipped) and event.inject in names
