"""What an exercise does next: commands become events, due times become events; nothing is carried out here."""

from __future__ import annotations

from typing import Final

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core import undo
from trainer.core.actions import (
    Acknowledge,
    Action,
    AnswerStep,
    Ask,
    AssumeRole,
    CastVote,
    Classify,
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Look,
    Operate,
    ReportBlocked,
    ShowStep,
)
from trainer.core.commands import Command
from trainer.core.due import approved, skips
from trainer.core.due import due as due
from trainer.core.due import next_due as next_due
from trainer.core.due import of_itself as of_itself
from trainer.core.due import scheduled as scheduled
from trainer.core.events import Cause, Event
from trainer.core.operating import check_operation, operate
from trainer.core.refusing import Refused as Refused
from trainer.core.refusing import deliveries_of, known_inject, known_role, require
from trainer.core.reviewing import review
from trainer.core.scenario import Kind
from trainer.core.state import State
from trainer.core.time import Micros
from trainer.core.walk.asking import check_walking, walk_on

_TITLE: Final = 60
"""Characters of a text that has to serve as a title."""
SPEEDS: Final = range(1, 61)


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
        case cmd.AddFault() | cmd.RemoveFault() | cmd.ApproveExperiment() | cmd.NoteExperiment():
            return operate(state, command)
        case cmd.OpenStep() | cmd.LeaveOutStep():
            return walk_on(state, command)
        case cmd.UndoLast():
            return _undo(state)
        case cmd.EndExercise():
            if state.status in ("created", "ended"):
                raise Refused("The exercise is not in play.")
            return (ev.ExerciseEnded(reason=command.reason),)
        case _:
            return review(state, command)


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
            require(state.status == "created", "The exercise has already been started.")
            _fit_speed(state, command.speed)
            return (ev.ClockStarted(speed=command.speed),)
        case cmd.PauseClock():
            require(state.status == "running", "The clock is not running.")
            return (ev.ClockPaused(reason=command.reason),)
        case cmd.ResumeClock():
            require(state.status == "paused", "The clock is not paused.")
            return (ev.ClockResumed(),)
        case cmd.SetSpeed():
            require(state.status in ("running", "paused"), "The exercise is not in play.")
            _fit_speed(state, command.speed)
            return (ev.SpeedChanged(speed=command.speed),) if command.speed != state.clock.speed else ()
        case cmd.JumpToNextInject():
            return _jump(state, elapsed)


def _fit_speed(state: State, speed: int) -> None:
    """Refuse a speed that the clock does not have, or that a real system cannot keep up with."""
    require(speed in SPEEDS, "The speed is a whole number from 1 to 60.")
    live = next((name for name, experiment in state.experiments.items() if experiment.active), None)
    require(
        speed == 1 or live is None,
        f"A real system keeps real time: the speed stays 1 until the rollbacks of the experiment {live} have run.",
    )


def _jump(state: State, elapsed: Micros) -> tuple[Event, ...]:
    require(state.status in ("running", "paused"), "The exercise is not in play.")
    require(
        state.script.kind is not Kind.SIMULATION,
        "The clock paces a simulation, and a system cannot jump; set a higher speed instead.",
    )
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
    inject = known_inject(state, command.inject)
    status = state.injects[inject.id].status
    require(state.status != "ended", "The exercise has ended.")
    require(status != "delivered", f"Inject {inject.id} has already been delivered.")
    match command:
        case cmd.ReleaseInject():
            require(state.status in ("running", "paused"), "Start the exercise before releasing an inject.")
            require(approved(state, inject.id), f"Approve the experiment before releasing {inject.id}.")
            to = state.script.addressed(inject)
            return (ev.InjectDelivered(inject=inject.id, to=to, cause=Cause.BY_HAND),)
        case cmd.HoldInject():
            require(status == "pending", f"Inject {inject.id} is {status}.")
            return (ev.InjectHeld(inject=inject.id),)
        case cmd.UnholdInject():
            require(status == "held", f"Inject {inject.id} is not held.")
            return (ev.InjectUnheld(inject=inject.id),)
        case cmd.SkipInject():
            require(status != "skipped", f"Inject {inject.id} is already skipped.")
            return (ev.InjectSkipped(inject=inject.id, reason=command.reason),)
        case cmd.RescheduleInject():
            require(status != "skipped", f"Inject {inject.id} is skipped.")
            require(command.to >= 0, "An inject cannot be due before the exercise begins.")
            due = state.injects[inject.id].due
            was = due if due is not None else inject.release.at
            return (ev.InjectRescheduled(inject=inject.id, to=command.to, was=was),)


def _extra(state: State, command: cmd.SendAdHocInject | cmd.GiveHint) -> tuple[Event, ...]:
    require(state.status in ("running", "paused"), "The exercise is not in play.")
    if isinstance(command, cmd.GiveHint):
        inject = known_inject(state, command.inject)
        return (ev.HintGiven(inject=inject.id, hint=command.hint),)
    text, title = command.text.strip(), command.title.strip()
    require(bool(text or title), "An inject needs a title or a text.")
    for role in command.to:
        known_role(state, role)
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
    known_role(state, command.role)
    if isinstance(command, cmd.OpenPlan):
        reads_on = state.status == "ended"
        return () if reads_on else (ev.PlanOpened(role=command.role, section=command.section),)
    if isinstance(command, cmd.MarkSeen):
        return _seen(state, command)
    require(state.status != "created", "The exercise has not been started.")
    require(state.status != "ended", "The exercise has ended.")
    require(state.status == "running" or command.source != "seat", "The exercise is paused.")
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
    came = any(command.role in event.to for event in deliveries_of(state, command.inject))
    return (seen,) if came and all(record.event != seen for record in state.records) else ()


def _checked_action(state: State, taken: ev.ActionTaken) -> tuple[Event, ...]:
    """Refuse an act that names what does not exist; add what follows from a decision."""
    script, action = state.script, taken.action
    _fits_kind(state, action)
    match action:
        case Classify():
            levels = script.plan.severity_order()
            require(not levels or action.severity in levels, f"The plan has no severity {action.severity}.")
        case Acknowledge():
            came = action.inject is None or any(deliveries_of(state, action.inject))
            require(came, f"No message {action.inject} has come.")
        case AssumeRole() | HandOver():
            known_role(state, action.role)
        case DoStep():
            require(action.step in script.steps, f"The plan has no step {action.step}.")
        case Improvise():
            known = action.instead_of is None or action.instead_of in script.steps
            require(known, f"The plan has no step {action.instead_of}.")
        case CastVote():
            vote = script.votes.get(action.vote)
            asked = vote is not None and (not vote.roles or taken.role in vote.roles)
            if vote is None or not asked or action.vote not in state.votes:
                raise Refused(f"No vote {action.vote} is open.")
            require(action.choice in vote.options, "That is not one of the vote's options.")
        case Decide():
            return _decision(state, action)
        case _:
            pass
    return ()


def _fits_kind(state: State, action: Action) -> None:
    """Refuse an act that belongs to another kind of exercise."""
    match action:
        case AnswerStep() | ShowStep():
            check_walking(state, action)
        case Operate() | Look():
            check_operation(state, action)
        case Ask() | ReportBlocked():
            pass
        case _:
            require(state.walk is None, "In a walk-through a step is answered or shown, not done.")


def _decision(state: State, action: Decide) -> tuple[Event, ...]:
    decision = state.script.decisions.get(action.decision)
    opened = state.decisions.get(action.decision)
    if decision is None or opened is None:
        raise Refused(f"The decision {action.decision} has not been put to the team.")
    require(opened.option is None, f"The decision {action.decision} has already been taken.")
    option = decision.option(action.option)
    if option is None:
        raise Refused(f"{action.option} is not an option of {action.decision}.")
    return tuple(skips(state, option.consequence.skips, f"follows from {action.decision}: {action.option}"))
