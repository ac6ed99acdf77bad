"""What an exercise does next: commands become events, due times become events; nothing is carried out here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core import undo
from trainer.core.actions import (
    Acknowledge,
    Action,
    AssumeRole,
    CastVote,
    Classify,
    Decide,
    DoStep,
    HandOver,
    Improvise,
)
from trainer.core.commands import Command
from trainer.core.due import due as due
from trainer.core.due import next_due as next_due
from trainer.core.due import scheduled as scheduled
from trainer.core.due import skips
from trainer.core.events import Cause, Event
from trainer.core.scenario import Inject
from trainer.core.state import State
from trainer.core.time import Micros

_TITLE: Final = 60
"""Characters of a text that has to serve as a title."""
SPEEDS: Final = range(1, 61)


class Refused(Exception):
    """A command that makes no sense now; the message says why, in words for the person who gave it."""


def decide(state: State, command: Command, elapsed: Micros) -> tuple[Event, ...]:
    """The events that a command leads to at a moment of the exercise clock. Raises Refused."""
    match command:
        case (
            cmd.StartClock() | cmd.PauseClock() | cmd.ResumeClock() | cmd.SetSpeed() | cmd.JumpToNextInject()
        ):
            return _clock(state, command, elapsed)
        case (
            cmd.ReleaseInject()
            | cmd.HoldInject()
            | cmd.UnholdInject()
            | cmd.SkipInject()
            | cmd.RescheduleInject()
        ):
            return _inject(state, command)
        case cmd.SendAdHocInject() | cmd.GiveHint():
            return _extra(state, command)
        case cmd.Act() | cmd.OpenPlan() | cmd.MarkSeen():
            return _participant(state, command, elapsed)
        case cmd.UndoLast():
            return _undo(state)
        case cmd.EndExercise():
            if state.status in ("created", "ended"):
                raise Refused("The exercise is not in play.")
            return (ev.ExerciseEnded(reason=command.reason),)
        case _:
            return _review(state, command)


def _undo(state: State) -> tuple[Event, ...]:
    """Take back the newest act; what it ruled out, first."""
    place = undo.newest(state.script, state.records, state.undone)
    if place is None:
        raise Refused("There is nothing to undo.")
    together = undo.with_consequences(state.script, state.records, place)
    return tuple(ev.FacilitatorUndone(undone_seq=record.seq) for record in reversed(together))


def _clock(
    state: State,
    command: cmd.StartClock | cmd.PauseClock | cmd.ResumeClock | cmd.SetSpeed | cmd.JumpToNextInject,
    elapsed: Micros,
) -> tuple[Event, ...]:
    match command:
        case cmd.StartClock():
            _require(state.status == "created", "The exercise has already been started.")
            _require(command.speed in SPEEDS, "The speed is a whole number from 1 to 60.")
            return (ev.ClockStarted(speed=command.speed),)
        case cmd.PauseClock():
            _require(state.status == "running", "The clock is not running.")
            return (ev.ClockPaused(reason=command.reason),)
        case cmd.ResumeClock():
            _require(state.status == "paused", "The clock is not paused.")
            return (ev.ClockResumed(),)
        case cmd.SetSpeed():
            _require(state.status in ("running", "paused"), "The exercise is not in play.")
            _require(command.speed in SPEEDS, "The speed is a whole number from 1 to 60.")
            return (ev.SpeedChanged(speed=command.speed),) if command.speed != state.clock.speed else ()
        case cmd.JumpToNextInject():
            return _jump(state, elapsed)


def _jump(state: State, elapsed: Micros) -> tuple[Event, ...]:
    _require(state.status in ("running", "paused"), "The exercise is not in play.")
    upcoming = [
        (due, inject.id)
        for inject in state.script.scenario.injects
        if (due := scheduled(state, inject)) is not None and due > elapsed
    ]
    if not upcoming:
        raise Refused("No scheduled inject is left to jump to.")
    due, name = min(upcoming)
    return (ev.StoryAdvanced(by=due - elapsed, inject=name),)


def _inject(
    state: State,
    command: cmd.ReleaseInject | cmd.HoldInject | cmd.UnholdInject | cmd.SkipInject | cmd.RescheduleInject,
) -> tuple[Event, ...]:
    inject = _known_inject(state, command.inject)
    status = state.injects[inject.id].status
    _require(state.status != "ended", "The exercise has ended.")
    _require(status != "delivered", f"Inject {inject.id} has already been delivered.")
    match command:
        case cmd.ReleaseInject():
            _require(state.status in ("running", "paused"), "Start the exercise before releasing an inject.")
            to = state.script.addressed(inject)
            return (ev.InjectDelivered(inject=inject.id, to=to, cause=Cause.BY_HAND),)
        case cmd.HoldInject():
            _require(status == "pending", f"Inject {inject.id} is {status}.")
            return (ev.InjectHeld(inject=inject.id),)
        case cmd.UnholdInject():
            _require(status == "held", f"Inject {inject.id} is not held.")
            return (ev.InjectUnheld(inject=inject.id),)
        case cmd.SkipInject():
            _require(status != "skipped", f"Inject {inject.id} is already skipped.")
            return (ev.InjectSkipped(inject=inject.id, reason=command.reason),)
        case cmd.RescheduleInject():
            _require(status != "skipped", f"Inject {inject.id} is skipped.")
            _require(command.to >= 0, "An inject cannot be due before the exercise begins.")
            due = state.injects[inject.id].due
            was = due if due is not None else inject.release.at
            return (ev.InjectRescheduled(inject=inject.id, to=command.to, was=was),)


def _extra(state: State, command: cmd.SendAdHocInject | cmd.GiveHint) -> tuple[Event, ...]:
    _require(state.status in ("running", "paused"), "The exercise is not in play.")
    if isinstance(command, cmd.GiveHint):
        inject = _known_inject(state, command.inject)
        return (ev.HintGiven(inject=inject.id, hint=command.hint),)
    text, title = command.text.strip(), command.title.strip()
    _require(bool(text or title), "An inject needs a title or a text.")
    for role in command.to:
        _known_role(state, role)
    return (
        ev.AdHocInjectDelivered(
            inject=f"ad-hoc-{state.ad_hoc + 1}",
            to=command.to or state.script.played_roles,
            channel=command.channel,
            sender=command.sender,
            title=title or _shortened(text),
            text=text,
        ),
    )


def _shortened(text: str) -> str:
    """The first words of a text, to call it by."""
    line = text.splitlines()[0]
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def _participant(
    state: State, command: cmd.Act | cmd.OpenPlan | cmd.MarkSeen, elapsed: Micros
) -> tuple[Event, ...]:
    _known_role(state, command.role)
    if isinstance(command, cmd.OpenPlan):
        reads_on = state.status == "ended"
        return () if reads_on else (ev.PlanOpened(role=command.role, section=command.section),)
    if isinstance(command, cmd.MarkSeen):
        return _seen(state, command)
    _require(state.status != "created", "The exercise has not been started.")
    _require(state.status != "ended", "The exercise has ended.")
    _require(state.status == "running" or command.source != "seat", "The exercise is paused.")
    happened = None if command.ago <= 0 else max(0, elapsed - command.ago)
    action = _by_its_name(state, command.action)
    taken = ev.ActionTaken(role=command.role, action=action, source=command.source, happened=happened)
    return (taken, *_checked_action(state, taken))


def _by_its_name(state: State, action: Action) -> Action:
    """A severity that was called by another of its names is recorded under the plan's own."""
    known = state.script.severity_named(action.severity) if isinstance(action, Classify) else None
    return action if known is None else action.model_copy(update={"severity": known})


def _seen(state: State, command: cmd.MarkSeen) -> tuple[Event, ...]:
    """A role opened a message. One that did not reach it leaves no trace, whether it exists or not."""
    seen = ev.InjectSeen(inject=command.inject, role=command.role)
    came = any(command.role in event.to for event in _deliveries_of(state, command.inject))
    return (seen,) if came and all(record.event != seen for record in state.records) else ()


def _deliveries_of(state: State, inject: str) -> Iterator[ev.InjectDelivered | ev.AdHocInjectDelivered]:
    """The deliveries of a message that were not called back."""
    for record in state.records:
        event = record.event
        if not isinstance(event, ev.InjectDelivered | ev.AdHocInjectDelivered):
            continue
        if event.inject == inject and record.seq not in state.undone:
            yield event


def _checked_action(state: State, taken: ev.ActionTaken) -> tuple[Event, ...]:
    """Refuse an act that names what does not exist; add what follows from a decision."""
    script, action = state.script, taken.action
    match action:
        case Classify():
            levels = script.plan.severity_order()
            _require(not levels or action.severity in levels, f"The plan has no severity {action.severity}.")
        case Acknowledge():
            came = action.inject is None or any(_deliveries_of(state, action.inject))
            _require(came, f"No message {action.inject} has come.")
        case AssumeRole() | HandOver():
            _known_role(state, action.role)
        case DoStep():
            _require(action.step in script.steps, f"The plan has no step {action.step}.")
        case Improvise():
            known = action.instead_of is None or action.instead_of in script.steps
            _require(known, f"The plan has no step {action.instead_of}.")
        case CastVote():
            vote = script.votes.get(action.vote)
            asked = vote is not None and (not vote.roles or taken.role in vote.roles)
            if vote is None or not asked or action.vote not in state.votes:
                raise Refused(f"No vote {action.vote} is open.")
            _require(action.choice in vote.options, "That is not one of the vote's options.")
        case Decide():
            return _decision(state, action)
        case _:
            pass
    return ()


def _decision(state: State, action: Decide) -> tuple[Event, ...]:
    decision = state.script.decisions.get(action.decision)
    opened = state.decisions.get(action.decision)
    if decision is None or opened is None:
        raise Refused(f"The decision {action.decision} has not been put to the team.")
    _require(opened.option is None, f"The decision {action.decision} has already been taken.")
    option = decision.option(action.option)
    if option is None:
        raise Refused(f"{action.option} is not an option of {action.decision}.")
    return tuple(skips(state, option.consequence.skips, f"follows from {action.decision}: {action.option}"))


def _review(state: State, command: Command) -> tuple[Event, ...]:
    """Notes, links and judgements: possible in play and after it."""
    match command:
        case cmd.LinkAction():
            return _link(state, command)
        case cmd.OverruleOutcome():
            _require(command.expectation in state.expectations.items, "There is no such expected action.")
            _require(bool(command.reason.strip()), "Overruling a finding needs a reason.")
            return (ev.OutcomeOverruled(**asdict(command)),)
        case cmd.RecordObservation():
            _require(bool(command.text.strip()), "An observation needs words.")
            _known_subject(state, command)
            return (ev.ObservationRecorded(**asdict(command)),)
        case cmd.RecordHotWash():
            _require(
                bool(command.text.strip()) or command.score is not None, "An answer needs words or a score."
            )
            _require(command.score is None or 1 <= command.score <= 5, "A score runs from 1 to 5.")
            if command.role is not None:
                _known_role(state, command.role)
            return (ev.HotWashRecorded(**asdict(command)),)
        case cmd.RateObjective():
            _require(
                command.objective in state.script.objectives, f"There is no objective {command.objective}."
            )
            known = {record.seq for record in state.records}
            for seq in command.evidence:
                _require(seq in known, f"There is no event {seq}.")
            return (ev.ObjectiveRated(**asdict(command)),)
        case _:
            raise Refused("That cannot be done here.")


def _link(state: State, command: cmd.LinkAction) -> tuple[Event, ...]:
    taken = {
        r.seq for r in state.records if isinstance(r.event, ev.ActionTaken) and r.seq not in state.undone
    }
    _require(command.action_seq in taken, f"Event {command.action_seq} is not an act of a role.")
    in_scope = command.step is None or command.step in state.script.scope
    _require(in_scope, f"Step {command.step} is not in the scope of this exercise.")
    return (ev.ActionLinked(**asdict(command)),)


def _known_subject(state: State, command: cmd.RecordObservation) -> None:
    """What an observation is about exists."""
    if command.role is not None:
        _known_role(state, command.role)
    if command.step is not None:
        _require(command.step in state.script.steps, f"The plan has no step {command.step}.")
    if command.inject is not None and not any(_deliveries_of(state, command.inject)):
        _known_inject(state, command.inject)


def _known_inject(state: State, name: str) -> Inject:
    inject = state.script.injects.get(name)
    if inject is None:
        raise Refused(f"The scenario has no inject {name}.")
    return inject


def _known_role(state: State, role: str) -> None:
    _require(role in state.script.roles, f"The plan has no role {role}.")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Refused(otherwise)
