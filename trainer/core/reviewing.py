"""Notes, links, judgements and decisions on them: what may be asked of an exercise in play and after it."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.commands import Command
from trainer.core.events import Event
from trainer.core.refusing import Refused, deliveries_of, known_inject, known_role, require
from trainer.core.state import State


def review(state: State, command: Command) -> tuple[Event, ...]:
    """Notes, links and judgements: possible in play and after it."""
    match command:
        case cmd.LinkAction():
            return _link(state, command)
        case cmd.OverruleOutcome():
            require(command.expectation in state.expectations.items, "There is no such expected action.")
            require(bool(command.reason.strip()), "Overruling a finding needs a reason.")
            return (ev.OutcomeOverruled(**asdict(command)),)
        case cmd.RecordObservation():
            require(bool(command.text.strip()), "An observation needs words.")
            _known_subject(state, command)
            return (ev.ObservationRecorded(**asdict(command)),)
        case cmd.RecordHotWash():
            require(
                bool(command.text.strip()) or command.score is not None, "An answer needs words or a score."
            )
            require(command.score is None or 1 <= command.score <= 5, "A score runs from 1 to 5.")
            if command.role is not None:
                known_role(state, command.role)
            return (ev.HotWashRecorded(**asdict(command)),)
        case cmd.RateObjective():
            require(
                command.objective in state.script.objectives, f"There is no objective {command.objective}."
            )
            known = {record.seq for record in state.records}
            for seq in command.evidence:
                require(seq in known, f"There is no event {seq}.")
            return (ev.ObjectiveRated(**asdict(command)),)
        case _:
            return _closing(state, command)


def _closing(state: State, command: Command) -> tuple[Event, ...]:
    """What evaluators and leads settle on the findings; most of it once play has ended."""
    match command:
        case cmd.AssessStep():
            require(command.step in state.script.steps, f"The plan has no step {command.step}.")
            says = command.followed or command.adequate or command.note.strip()
            require(
                bool(says), "Say whether the step was followed, whether it was adequate, or write a note."
            )
            return (ev.StepAssessed(**asdict(command)),)
        case cmd.JudgeGap():
            require(state.status == "ended", "Findings are judged once play has ended.")
            require(command.stands or bool(command.reason.strip()), "Overruling a finding needs a reason.")
            return (ev.GapJudged(**asdict(command)),)
        case cmd.DecideAmendment():
            require(state.status == "ended", "Amendments are decided once play has ended.")
            _decided(command)
            return (ev.AmendmentDecided(**_fields(command)),)
        case cmd.AssignAction():
            require(state.status == "ended", "Actions are assigned once play has ended.")
            require(bool(command.owner.strip()), "An action has one owner.")
            _day(command.due)
            return (ev.ActionAssigned(**asdict(command)),)
        case cmd.CloseAction():
            require(state.status == "ended", "Actions are closed once play has ended.")
            require(
                bool(command.proof.strip()), "Closing an action needs its proof, or who accepts the risk."
            )
            _day(command.on)
            return (ev.ActionClosed(**asdict(command)),)
        case _:
            raise Refused("That cannot be done here.")


def _decided(command: cmd.DecideAmendment) -> None:
    if command.verdict == "rejected":
        require(bool(command.reason.strip()), "Rejecting an amendment needs a reason.")
    if command.verdict == "edited":
        require(bool(command.edits), "An edited amendment needs its edits.")
    else:
        require(not command.edits, "Only an edited amendment has edits of its own.")


def _fields(command: cmd.DecideAmendment) -> dict[str, Any]:
    return {field.name: getattr(command, field.name) for field in fields(command)}


def _day(text: str) -> None:
    """A date is written as an ISO day."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise Refused(f'"{text[:40]}" is not a date; write it like 2026-03-31.') from None


def _link(state: State, command: cmd.LinkAction) -> tuple[Event, ...]:
    taken = {
        r.seq for r in state.records if isinstance(r.event, ev.ActionTaken) and r.seq not in state.undone
    }
    require(command.action_seq in taken, f"Event {command.action_seq} is not an act of a role.")
    in_scope = command.step is None or command.step in state.script.scope
    require(in_scope, f"Step {command.step} is not in the scope of this exercise.")
    return (ev.ActionLinked(**asdict(command)),)


def _known_subject(state: State, command: cmd.RecordObservation) -> None:
    """What an observation is about exists."""
    if command.role is not None:
        known_role(state, command.role)
    if command.step is not None:
        require(command.step in state.script.steps, f"The plan has no step {command.step}.")
    if command.inject is not None and not any(deliveries_of(state, command.inject)):
        known_inject(state, command.inject)
