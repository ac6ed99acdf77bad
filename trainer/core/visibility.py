"""What each role may see: the only way from an exercise to a seat or to the room display.

A seat is sent `SeatItem`s, never events. What an item may carry is decided here, where events leave the engine:
no expected action, no upcoming inject, no facilitator's note, no judgement and no truth has a place in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from trainer.core import events as ev
from trainer.core.actions import (
    Action,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
    HandOver,
    PostUpdate,
    Resolve,
)
from trainer.core.events import Record
from trainer.core.scenario import Channel
from trainer.core.script import Script
from trainer.core.time import Micros

ROOM: Final = "room"
"""The room display: sees what is said aloud to everyone, and every message with its addressees."""


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    elapsed: Micros


class Briefed(_Item):
    """The seat is taken: what participants are told before play."""

    type: Literal["briefed"] = "briefed"
    exercise: str
    kind: str
    situation: str
    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]


class Shown(BaseModel):
    """A text that came with a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str
    text: str


class Asked(BaseModel):
    """A decision or a vote that is put to the seat: question and options, nothing about what they lead to."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["decision", "vote"]
    id: str
    question: str
    options: tuple[tuple[str, str], ...]
    time_limit: Micros | None = None


class Received(_Item):
    """A message arrived."""

    type: Literal["received"] = "received"
    inject: str
    channel: Channel
    sender: str
    to: tuple[str, ...]
    title: str
    text: str
    attachments: tuple[Shown, ...] = ()
    asked: tuple[Asked, ...] = ()


class Withdrawn(_Item):
    """A message that was sent by mistake."""

    type: Literal["withdrawn"] = "withdrawn"
    inject: str


class TakenBack(_Item):
    """An act that was recorded by mistake, and the decision or the vote that is open again by it, if any."""

    type: Literal["taken back"] = "taken back"
    seq: int
    by: str
    asked: str = ""


class HintHeard(_Item):
    """The facilitator said something to help."""

    type: Literal["hint heard"] = "hint heard"
    text: str


class ClockShown(_Item):
    """The clock started, stopped or changed its speed; `elapsed` is its reading, None means as before."""

    type: Literal["clock shown"] = "clock shown"
    status: Literal["running", "paused", "ended"] | None = None
    speed: int | None = None


class Announced(_Item):
    """Something a role did in front of everyone: an update, a role taken, a severity, a decision."""

    type: Literal["announced"] = "announced"
    by: str
    what: Literal["update", "role", "handover", "severity", "decision", "containment", "resolved"]
    text: str
    subject: str = ""


class Consequence(_Item):
    """What the team sees follow from a decision."""

    type: Literal["consequence"] = "consequence"
    decision: str
    text: str


class Lapsed(_Item):
    """A decision's time ran out; `text` is the option that was taken for want of one, empty where there is none."""

    type: Literal["lapsed"] = "lapsed"
    decision: str
    text: str


class Opened(_Item):
    """The seat opened a message earlier."""

    type: Literal["opened"] = "opened"
    inject: str


class OwnAct(_Item):
    """The seat's own act, as recorded."""

    type: Literal["own act"] = "own act"
    seq: int
    action: Action
    recorded_by: str


class Reopened(_Item):
    """The exercise was interrupted and stands at this reading."""

    type: Literal["reopened"] = "reopened"


SeatItem = Annotated[
    Briefed
    | Received
    | Withdrawn
    | TakenBack
    | HintHeard
    | ClockShown
    | Announced
    | Consequence
    | Lapsed
    | Opened
    | OwnAct
    | Reopened,
    Field(discriminator="type"),
]


def seen_by(script: Script, record: Record, role: str, earlier: Mapping[int, Record]) -> tuple[SeatItem, ...]:
    """What a role (or ROOM) sees of a record. `earlier` finds the record that an undo takes back."""
    event = record.event
    match event:
        case ev.ExerciseCreated():
            return (_briefed(script, event, record),)
        case ev.InjectDelivered():
            return _received(script, event, record, role)
        case ev.AdHocInjectDelivered():
            return _ad_hoc(event, record, role)
        case ev.HintGiven():
            return (HintHeard(elapsed=record.elapsed, text=script.filled(event.hint)),)
        case ev.ActionTaken():
            return (*_own(event, record, role), *_announced(script, event, record))
        case ev.DecisionDefaulted():
            return (
                _lapsed(script, event, record),
                *_consequence(script, record, event.decision, event.option),
            )
        case ev.InjectSeen():
            return (Opened(elapsed=record.elapsed, inject=event.inject),) if event.role == role else ()
        case ev.FacilitatorUndone():
            undone = earlier.get(event.undone_seq)
            return (*_withdrawn(record, undone, role), *_taken_back(script, record, undone, role))
        case _:
            return _clock_shown(record)


def _clock_shown(record: Record) -> tuple[SeatItem, ...]:
    match record.event:
        case ev.ClockStarted():
            return (ClockShown(elapsed=record.elapsed, status="running", speed=record.event.speed),)
        case ev.SpeedChanged():
            return (ClockShown(elapsed=record.elapsed, speed=record.event.speed),)
        case ev.ClockResumed():
            return (ClockShown(elapsed=record.elapsed, status="running"),)
        case ev.ClockPaused():
            return (ClockShown(elapsed=record.elapsed, status="paused"),)
        case ev.ExerciseInterrupted():
            return (
                ClockShown(elapsed=record.elapsed, status="paused"),
                Reopened(elapsed=record.elapsed),
            )
        case ev.ExerciseEnded():
            return (ClockShown(elapsed=record.elapsed, status="ended"),)
        case _:
            return ()


def _briefed(script: Script, event: ev.ExerciseCreated, record: Record) -> SeatItem:
    briefing = script.scenario.briefing
    return Briefed(
        elapsed=record.elapsed,
        exercise=event.title,
        kind=event.kind.value,
        situation=script.filled(briefing.situation),
        rules=tuple(script.filled(rule) for rule in briefing.rules),
        assumptions=tuple(script.filled(line) for line in briefing.assumptions),
        roles=tuple((name, script.roles[name].title) for name in script.played_roles if name in script.roles),
    )


def _received(script: Script, event: ev.InjectDelivered, record: Record, role: str) -> tuple[SeatItem, ...]:
    if role not in event.to and role != ROOM:
        return ()
    inject = script.injects[event.inject]
    return (
        Received(
            elapsed=record.elapsed,
            inject=inject.id,
            channel=inject.channel,
            sender=script.filled(inject.from_),
            to=event.to,
            title=script.filled(inject.title),
            text=script.filled(inject.text),
            attachments=tuple(
                Shown(title=script.filled(part.title), text=script.filled(part.text))
                for part in inject.attachments
            ),
            asked=tuple(_asked(script, event.inject, role)),
        ),
    )


def _asked(script: Script, name: str, role: str) -> list[Asked]:
    inject, asked = script.injects[name], []
    if inject.decision is not None:
        decision = script.decisions[inject.decision]
        options = tuple((option.id, script.filled(option.text)) for option in decision.options)
        asked.append(
            Asked(
                kind="decision",
                id=decision.id,
                question=script.filled(decision.question),
                options=options,
                time_limit=decision.time_limit,
            )
        )
    if inject.vote is not None:
        vote = script.votes[inject.vote]
        if not vote.roles or role in vote.roles or role == ROOM:
            choices = tuple((choice, choice) for choice in vote.options)
            asked.append(
                Asked(kind="vote", id=vote.id, question=script.filled(vote.question), options=choices)
            )
    return asked


def _ad_hoc(event: ev.AdHocInjectDelivered, record: Record, role: str) -> tuple[SeatItem, ...]:
    if role not in event.to and role != ROOM:
        return ()
    return (
        Received(
            elapsed=record.elapsed,
            inject=event.inject,
            channel=event.channel,
            sender=event.sender,
            to=event.to,
            title=event.title,
            text=event.text,
        ),
    )


def _lapsed(script: Script, event: ev.DecisionDefaulted, record: Record) -> SeatItem:
    option = script.decisions[event.decision].option(event.option) if event.option else None
    text = script.filled(option.text) if option is not None else ""
    return Lapsed(elapsed=record.elapsed, decision=event.decision, text=text)


def _withdrawn(record: Record, undone: Record | None, role: str) -> tuple[SeatItem, ...]:
    if undone is None or not isinstance(undone.event, ev.InjectDelivered | ev.AdHocInjectDelivered):
        return ()
    if role not in undone.event.to and role != ROOM:
        return ()
    return (Withdrawn(elapsed=record.elapsed, inject=undone.event.inject),)


def _taken_back(script: Script, record: Record, undone: Record | None, role: str) -> tuple[SeatItem, ...]:
    """Told to those who had seen the act: its own role, and everyone if it was said aloud."""
    if undone is None or not isinstance(undone.event, ev.ActionTaken):
        return ()
    taken = undone.event
    if taken.role != role and _said(script, taken.action) is None:
        return ()
    match taken.action:
        case Decide():
            asked = taken.action.decision
        case CastVote():
            asked = taken.action.vote
        case _:
            asked = ""
    return (TakenBack(elapsed=record.elapsed, seq=undone.seq, by=taken.role, asked=asked),)


def _own(event: ev.ActionTaken, record: Record, role: str) -> tuple[SeatItem, ...]:
    if event.role != role:
        return ()
    own = OwnAct(elapsed=record.happened, seq=record.seq, action=event.action, recorded_by=event.source)
    return (own,)


def _announced(script: Script, event: ev.ActionTaken, record: Record) -> tuple[SeatItem, ...]:
    said = _said(script, event.action)
    items: tuple[SeatItem, ...] = ()
    if said is not None:
        what, text, subject = said
        items = (Announced(elapsed=record.happened, by=event.role, what=what, text=text, subject=subject),)
    if isinstance(event.action, Decide):
        return (*items, *_consequence(script, record, event.action.decision, event.action.option))
    return items


_Said = tuple[
    Literal["update", "role", "handover", "severity", "decision", "containment", "resolved"],
    str,
    str,
]


def _said(script: Script, action: Action) -> _Said | None:
    """What everyone hears of an act; None for what stays with the role (questions, votes, notes, blockers)."""
    match action:
        case PostUpdate():
            return "update", action.text, action.audience
        case AssumeRole():
            return "role", "", action.role
        case HandOver():
            return "handover", action.to or "", action.role
        case Classify():
            return "severity", action.statement, action.severity
        case Contain():
            return "containment", action.measure, ""
        case Resolve():
            return "resolved", action.statement, ""
        case Decide():
            decision = script.decisions.get(action.decision)
            option = decision.option(action.option) if decision else None
            return "decision", script.filled(option.text) if option else action.option, action.decision
        case _:
            return None


def _consequence(script: Script, record: Record, decision: str, option: str | None) -> tuple[SeatItem, ...]:
    chosen = script.decisions[decision].option(option) if option and decision in script.decisions else None
    if chosen is None or not chosen.consequence.text:
        return ()
    return (
        Consequence(elapsed=record.elapsed, decision=decision, text=script.filled(chosen.consequence.text)),
    )
