"""The simulated system of an exercise: the model, driven by what the journal says and by the exercise clock.

The model is the same for the same journal, so it is not stored; it is computed when it is asked for. What it does of
itself is recorded by one event each, in order: what was recorded already is what was seen to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from trainer.core import events as ev
from trainer.core.actions import Look, Operate
from trainer.core.events import Cause, Event, Record
from trainer.core.script import Script
from trainer.core.services import System
from trainer.core.services.monitor import Monitor
from trainer.core.services.views import Happening, SimulatedSystem, Telemetry
from trainer.core.simulation import Fault
from trainer.core.time import SECOND, Micros


@dataclass(slots=True)
class SystemState:
    """The model and how many of its happenings are in the journal."""

    script: Script
    model: SimulatedSystem = field(compare=False, repr=False)
    recorded: int = 0
    faults: dict[str, Fault] = field(default_factory=dict)
    planned: tuple[int, tuple[Micros, ...]] = field(default=(-1, ()), compare=False, repr=False)
    """by number of records: the moments at which something else than the system may become due, sorted"""
    quiet: tuple[int, Micros] = field(default=(-1, -1), compare=False, repr=False)
    """by number of records: up to which moment everything was seen to"""
    reached: int = field(default=0, compare=False)
    """the second of the newest record"""

    @staticmethod
    def of(script: Script, seed: int) -> SystemState | None:
        """The system of a script; None where it simulates none."""
        simulation = script.simulated
        if simulation is None:
            return None
        known = {fault.id: fault for fault in simulation.faults}
        return SystemState(script, System(simulation, seed), faults=known)

    def fold(self, record: Record) -> None:
        """Take the next record; it changes the model from the next whole second on."""
        event, second = record.event, record.elapsed // SECOND + 1
        self.reached = second - 1
        match event:
            case ev.InjectDelivered():
                self.recorded += event.cause is Cause.SYSTEM
                self._begin(self.script.injects[event.inject].starts, second)
            case ev.FaultAdded():
                self.faults[event.fault.id] = event.fault
                self._begin(event.fault.id, second)
            case ev.FaultRemoved():
                self.model.end_fault(event.fault, second)
            case ev.OperationEnded() | ev.SystemChanged():
                self.recorded += 1
            case ev.ActionTaken(action=Operate() | Look() as action):
                self.model.order(record.seq, event.role, action, second)
            case _:
                pass

    def current(self) -> SimulatedSystem:
        """The model as far as the journal goes: an exercise that was opened again stands where it stopped.

        Whatever is recorded later is not earlier than the newest record, and changes only what comes after it.
        """
        if self.model.now() < self.reached:
            self.model.advance(self.reached)
        return self.model

    def go_on(self, before: SystemState, undone: Record | None) -> None:
        """Take over the model as it was computed before something was taken back that did nothing to it.

        What is done to a system stays done, so this holds for all that a facilitator can take back; computing an
        hour again would keep everybody waiting.
        """
        if undone is not None and not _drives(self.script, undone.event):
            self.model = before.model

    def _begin(self, name: str | None, second: int) -> None:
        fault = self.faults.get(name) if name is not None else None
        if fault is not None:
            self.model.begin_fault(fault, second)

    def turned(self, since: Micros, until: Micros) -> Micros | None:
        """The first whole second after `since` and up to `until` at which the system has done something of itself.

        The model is computed up to that second and no further: what is recorded then may change what comes after.
        """
        for second in range(since // SECOND + 1, until // SECOND + 1):
            if len(self.model.advance(second)) > self.recorded:
                return second * SECOND
        return None

    def happened(self, elapsed: Micros) -> Sequence[Happening]:
        """What the system did up to a moment and the journal does not have yet, in order."""
        return self.model.advance(elapsed // SECOND)[self.recorded :]


def _drives(script: Script, event: Event) -> bool:
    """Whether an event does something to the model."""
    match event:
        case ev.InjectDelivered():
            return script.injects[event.inject].starts is not None
        case ev.FaultAdded() | ev.FaultRemoved() | ev.ActionTaken(action=Operate() | Look()):
            return True
        case _:
            return False


def monitor(system: Callable[[], SystemState | None]) -> Telemetry | None:
    """What participants may see of a system; asked for anew each time, since taking an act back makes a new one."""

    def telemetry() -> Telemetry:
        current = system()
        if current is None:
            raise LookupError("the exercise has no simulated system any more")
        return current.current()

    return Monitor(telemetry) if system() is not None else None
