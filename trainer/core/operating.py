"""What may be asked of a simulation: commands become events, or are refused."""

from __future__ import annotations

from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import Look, Operate
from trainer.core.events import Event
from trainer.core.refusing import Refused, require
from trainer.core.state import State
from trainer.core.system_state import SystemState

SystemCommand = cmd.AddFault | cmd.RemoveFault | cmd.ApproveExperiment | cmd.NoteExperiment


def operate(state: State, command: SystemCommand) -> tuple[Event, ...]:
    """Faults by hand, and what a real system's experiment may do and did. Raises Refused."""
    match command:
        case cmd.AddFault():
            return _add(state, _system(state), command)
        case cmd.RemoveFault():
            return _remove(state, _system(state), command)
        case cmd.ApproveExperiment():
            return _approve(state, command)
        case cmd.NoteExperiment():
            name = command.event.experiment
            require(name in state.experiments, f"The scenario has no experiment {name}.")
            require(state.experiments[name].approved is not None, f"The experiment {name} was not approved.")
            return (command.event,)


def check_operation(state: State, action: Operate | Look) -> None:
    """Raises Refused where an operation cannot be ordered now."""
    why = _system(state).model.refusal(action)
    if why is not None:
        raise Refused(why)


def _system(state: State) -> SystemState:
    if state.system is None:
        raise Refused("There is no simulated system in this exercise.")
    return state.system


def _add(state: State, system: SystemState, command: cmd.AddFault) -> tuple[Event, ...]:
    require(state.status in ("running", "paused"), "The exercise is not in play.")
    fault = command.fault
    require(fault.id not in system.faults, f"There is a fault {fault.id} already.")
    known = {service.id for service in system.model.services()}
    require(fault.service is None or fault.service in known, f"The system has no service {fault.service}.")
    require(
        fault.region is None or fault.region in system.model.regions(),
        f"The system has no region {fault.region}.",
    )
    return (ev.FaultAdded(fault=fault),)


def _remove(state: State, system: SystemState, command: cmd.RemoveFault) -> tuple[Event, ...]:
    require(state.status in ("running", "paused"), "The exercise is not in play.")
    active = {seen.fault.id for seen in system.model.truth() if seen.active}
    require(command.fault in active, f"The fault {command.fault} is not active.")
    return (ev.FaultRemoved(fault=command.fault, reason=command.reason),)


def _approve(state: State, command: cmd.ApproveExperiment) -> tuple[Event, ...]:
    experiment = state.script.experiments.get(command.experiment)
    if experiment is None:
        raise Refused(f"The scenario has no experiment {command.experiment}.")
    require(state.status != "ended", "The exercise has ended.")
    require(command.not_production, "Confirm that the target is not production.")
    require(
        command.typed.strip() == experiment.target,
        f"Type the target's name exactly as it stands: {experiment.target}",
    )
    require(bool(command.actions), "The list of actions was not shown.")
    require(state.clock.speed == 1, "A real system keeps real time: set the clock to normal speed first.")
    current = state.experiments[experiment.id]
    in_force = current.approved is not None and current.active and not current.approved.dry_run
    require(
        not in_force, f"The experiment {experiment.id} was approved already, and has not been rolled back."
    )
    return (
        ev.ExperimentApproved(
            experiment=experiment.id,
            target=experiment.target,
            digest=command.digest,
            actions=command.actions,
            dry_run=command.dry_run,
        ),
    )
