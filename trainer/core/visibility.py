"""What each role may see: the only way from an exercise to a seat or to the room display.

A seat is sent `SeatItem`s, never events. What an item may carry is decided here, where events leave the engine:
no expected action, no upcoming inject, no facilitator's note, no judgement and no truth has a place in one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import (
    Action,
    AnswerStep,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
    HandOver,
    Look,
    Operate,
    PostUpdate,
    Resolve,
    ShowStep,
)
from trainer.core.events import Record
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.seat_items import Announced as Announced
from trainer.core.seat_items import Asked as Asked
from trainer.core.seat_items import Briefed as Briefed
from trainer.core.seat_items import ClockShown as ClockShown
from trainer.core.seat_items import Consequence as Consequence
from trainer.core.seat_items import HintHeard as HintHeard
from trainer.core.seat_items import Lapsed as Lapsed
from trainer.core.seat_items import Opened as Opened
from trainer.core.seat_items import OwnAct as OwnAct
from trainer.core.seat_items import Received as Received
from trainer.core.seat_items import Reopened as Reopened
from trainer.core.seat_items import Said as Said
from trainer.core.seat_items import SeatItem as SeatItem
from trainer.core.seat_items import Shown as Shown
from trainer.core.seat_items import TakenBack as TakenBack
from trainer.core.seat_items import WalkAsked as WalkAsked
from trainer.core.seat_items import WalkedTo as WalkedTo
from trainer.core.seat_items import Withdrawn as Withdrawn
from trainer.core.services.order_words import look_words, operation_words, order_words
from trainer.core.walk.questions import questions_of

ROOM: Final = "room"
"""The room display: sees what is said aloud to everyone, and every message with its addressees."""


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
            return (*_own(script, event, record, role), *_announced(script, event, record))
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
            return _came_about(script, record, earlier)


def _came_about(script: Script, record: Record, earlier: Mapping[int, Record]) -> tuple[SeatItem, ...]:
    """What everyone sees of the system, of a walk-through and of the clock."""
    match record.event:
        case ev.OperationEnded() as ended:
            return _operation_ended(script, ended, record, earlier)
        case ev.StepOpened() as opened:
            return (_walked_to(script, opened, record),)
        case _:
            return _clock_shown(record)


def _operation_ended(
    script: Script, event: ev.OperationEnded, record: Record, earlier: Mapping[int, Record]
) -> tuple[SeatItem, ...]:
    """Everyone on the call hears how an operation went; what a look showed stays with who looked."""
    begun = earlier.get(event.act)
    taken = begun.event if begun is not None else None
    if not isinstance(taken, ev.ActionTaken) or not isinstance(taken.action, Operate):
        return ()
    what: Said = "operation ended" if event.ok else "operation failed"
    about = operation_words(script.simulated, taken.action)
    told = Announced(
        elapsed=record.elapsed,
        by=taken.role,
        what=what,
        text=event.text,
        subject=str(event.act),
        about=about,
    )
    return (told,)


def _walked_to(script: Script, event: ev.StepOpened, record: Record) -> SeatItem:
    walked, walk = script.walked, script.scenario.walkthrough
    questions = questions_of(script, script.steps[event.step])
    return WalkedTo(
        elapsed=record.elapsed,
        step=event.step,
        number=walked.index(event.step) + 1,
        steps=len(walked),
        asked=tuple(WalkAsked(id=each.id, heading=each.heading, ask=each.ask) for each in questions),
        show=walk is not None and event.step in walk.show,
    )


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
        situation=script.filled(_situation(script)),
        rules=tuple(script.filled(rule) for rule in briefing.rules),
        assumptions=tuple(script.filled(line) for line in briefing.assumptions),
        roles=tuple((name, script.roles[name].title) for name in script.played_roles if name in script.roles),
    )


def _situation(script: Script) -> str:
    """What people are to picture: a walk-through may have a situation of its own."""
    walk = script.scenario.walkthrough
    own = walk.situation if walk is not None and script.kind is Kind.WALKTHROUGH else ""
    return own or script.scenario.briefing.situation


def _received(script: Script, event: ev.InjectDelivered, record: Record, role: str) -> tuple[SeatItem, ...]:
    if not event.to or (role not in event.to and role != ROOM):
        return ()
    inject = script.injects[event.inject]
    text = script.filled(inject.text)
    return (
        Received(
            elapsed=record.elapsed,
            inject=inject.id,
            channel=inject.channel,
            sender=script.filled(inject.from_),
            to=event.to,
            title=script.filled(inject.title),
            text=f"{text}\n{event.detail}" if event.detail else text,
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
        case AnswerStep():
            asked = f"{taken.action.step}/{taken.action.question}"
        case ShowStep():
            asked = taken.action.step
        case _:
            asked = ""
    return (TakenBack(elapsed=record.elapsed, seq=undone.seq, by=taken.role, asked=asked),)


def _own(script: Script, event: ev.ActionTaken, record: Record, role: str) -> tuple[SeatItem, ...]:
    if event.role != role:
        return ()
    own = OwnAct(
        elapsed=record.happened,
        seq=record.seq,
        action=event.action,
        recorded_by=event.source,
        about=_about(script, event.action),
    )
    return (own,)


def _about(script: Script, action: Action) -> str:
    """What was ordered or looked at, by its title."""
    match action:
        case Operate():
            return order_words(script.simulated, action)
        case Look():
            return look_words(script.simulated, action)
        case _:
            return ""


def _announced(script: Script, event: ev.ActionTaken, record: Record) -> tuple[SeatItem, ...]:
    said = _said(script, event.action)
    items: tuple[SeatItem, ...] = ()
    if said is not None:
        what, text, subject = said
        items = (Announced(elapsed=record.happened, by=event.role, what=what, text=text, subject=subject),)
    if isinstance(event.action, Decide):
        return (*items, *_consequence(script, record, event.action.decision, event.action.option))
    return items


_Said = tuple[Said, str, str]


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
            return _said_of_kind(script, action)


def _said_of_kind(script: Script, action: Action) -> _Said | None:
    """What everyone hears of an act that belongs to a simulation or a walk-through."""
    match action:
        case Operate():
            return "operation", order_words(script.simulated, action), action.service or ""
        case AnswerStep():
            return "answer", action.answer, f"{action.step}/{action.question}"
        case ShowStep():
            return "showing", action.now, action.step
        case _:
            return None


def _consequence(script: Script, record: Record, decision: str, option: str | None) -> tuple[SeatItem, ...]:
    chosen = script.decisions[decision].option(option) if option and decision in script.decisions else None
    if chosen is None or not chosen.consequence.text:
        return ()
    return (
        Consequence(elapsed=record.elapsed, decision=decision, text=script.filled(chosen.consequence.text)),
    )
