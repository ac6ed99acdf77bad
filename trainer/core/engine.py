"""What an exercise does next: commands become events, due times become events; nothing is carried out here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import AssumeRole, CastVote, Classify, Decide, DoStep, HandOver, Improvise
from trainer.core.commands import Command
from trainer.core.due import due as due
from trainer.core.due import next_due as next_due
from trainer.core.due import scheduled as scheduled
from trainer.core.due import skips
from trainer.core.events import Cause, Event
from trainer.core.scenario import Inject
from trainer.core.state import State, last_undoable
from trainer.core.time import Micros

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
            last = last_undoable(state)
            if last is None:
                raise Refused("There is nothing to undo.")
            return (ev.FacilitatorUndone(undone_seq=last.seq),)
        case cmd.EndExercise():
            if state.status in ("created", "ended"):
                raise Refused("The exercise is not in play.")
            return (ev.ExerciseEnded(reason=command.reason),)
        case _:
            return _review(state, command)


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
            _require(command.to >= 0, "An inject cannot be due before the exercise begins.")
            was = state.injects[inject.id].due or inject.release.at
            return (ev.InjectRescheduled(inject=inject.id, to=command.to, was=was),)


def _extra(state: State, command: cmd.SendAdHocInject | cmd.GiveHint) -> tuple[Event, ...]:
    _require(state.status in ("running", "paused"), "The exercise is not in play.")
    if isinstance(command, cmd.GiveHint):
        inject = _known_inject(state, command.inject)
        return (ev.HintGiven(inject=inject.id, hint=command.hint),)
    _require(bool(command.text.strip() or command.title.strip()), "An inject needs a title or a text.")
    for role in command.to:
        _known_role(state, role)
    return (
        ev.AdHocInjectDelivered(
            inject=f"ad-hoc-{state.ad_hoc + 1}",
            to=command.to or state.script.played_roles,
            channel=command.channel,
            sender=command.sender,
            title=command.title,
            text=command.text,
        ),
    )


def _participant(
    state: State, command: cmd.Act | cmd.OpenPlan | cmd.MarkSeen, elapsed: Micros
) -> tuple[Event, ...]:
    _known_role(state, command.role)
    if isinstance(command, cmd.OpenPlan):
        return (ev.PlanOpened(role=command.role, section=command.section),)
    if isinstance(command, cmd.MarkSeen):
        seen = state.injects.get(command.inject)
        already = seen is None or command.role in seen.seen_by
        return () if already else (ev.InjectSeen(inject=command.inject, role=command.role),)
    _require(state.status != "created", "The exercise has not been started.")
    _require(state.status != "ended", "The exercise has ended.")
    _require(state.status == "running" or command.source != "seat", "The exercise is paused.")
    happened = None if command.ago <= 0 else max(0, elapsed - command.ago)
    taken = ev.ActionTaken(role=command.role, action=command.action, source=command.source, happened=happened)
    return (taken, *_checked_action(state, taken))


def _checked_action(state: State, taken: ev.ActionTaken) -> tuple[Event, ...]:
    """Refuse an act that names what does not exist; add what follows from a decision."""
    script, action = state.script, taken.action
    match action:
        case Classify():
            levels = script.plan.severity_order()
            _require(not levels or action.severity in levels, f"The plan has no severity {action.severity}.")
        case AssumeRole() | HandOver():
            _known_role(state, action.role)
        case DoStep():
            _require(action.step in script.steps, f"The plan has no step {action.step}.")
        case Improvise():
            known = action.instead_of is None or action.instead_of in script.steps
            _require(known, f"The plan has no step {action.instead_of}.")
        case CastVote():
            _require(action.vote in state.votes, f"No vote {action.vote} is open.")
            _require(
                action.choice in script.votes[action.vote].options, "That is not one of the vote's options."
            )
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
            return (ev.ObservationRecorded(**asdict(command)),)
        case cmd.RecordHotWash():
            _require(
                bool(command.text.strip()) or command.score is not None, "An answer needs words or a score."
            )
            _require(command.score is None or 1 <= command.score <= 5, "A score runs from 1 to 5.")
            return (ev.HotWashRecorded(**asdict(command)),)
        case cmd.RateObjective():
            _require(
                command.objective in state.script.objectives, f"There is no objective {command.objective}."
            )
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
