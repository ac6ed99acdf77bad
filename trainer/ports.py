"""The faces between the parts: what a console sees of an exercise, and what an exercise needs of the world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from trainer.core.actions import Action
from trainer.core.commands import Command
from trainer.core.events import Event, Record
from trainer.core.script import Script
from trainer.core.services.views import Telemetry
from trainer.core.state import State
from trainer.core.time import Micros
from trainer.core.visibility import SeatItem


class Clock(Protocol):
    """Two readings in microseconds: one that only moves forward, and wall time since the Unix epoch (UTC)."""

    def monotonic(self) -> Micros: ...
    def wall(self) -> Micros: ...
    def slept(self) -> Micros:
        """Time the machine was suspended so far; what counts is its growth."""
        ...


class Journal(Protocol):
    """One exercise's append-only journal. `append` returns only when the events are durable."""

    def append(self, stamped: Sequence[tuple[Micros, Micros, Event]]) -> tuple[Record, ...]:
        """Store (at, elapsed, event) in order, in one transaction; the records come back numbered and chained."""
        ...

    def records(self) -> tuple[Record, ...]: ...

    def mark(self, at: Micros, elapsed: Micros) -> None:
        """Remember durably that the exercise clock has been seen at this reading."""
        ...

    def last_mark(self) -> tuple[Micros, Micros] | None:
        """The newest (at, elapsed) that was marked."""
        ...


Listener = Callable[[tuple[Record, ...]], None]
Unsubscribe = Callable[[], None]


class Seat(Protocol):
    """What the console of one role sees of an exercise; nothing that the role may not know passes through it."""

    @property
    def role(self) -> str: ...
    @property
    def items(self) -> Sequence[SeatItem]: ...
    def elapsed(self) -> Micros: ...
    def act(self, action: Action) -> None: ...
    def open_plan(self, section: str) -> None: ...
    def mark_seen(self, inject: str) -> None: ...
    def subscribe(self, listener: Callable[[tuple[SeatItem, ...]], None]) -> Unsubscribe: ...
    def telemetry(self) -> Telemetry | None:
        """The monitoring of a simulated system, as every participant may see it; None where there is none."""
        ...

    def close(self) -> None:
        """Leave the exercise: no further items arrive."""
        ...


class Exercise(Protocol):
    """What the facilitator's and the reviewer's consoles see; here or on another machine alike."""

    @property
    def id(self) -> str: ...
    @property
    def script(self) -> Script: ...
    @property
    def state(self) -> State: ...
    @property
    def records(self) -> Sequence[Record]: ...
    def elapsed(self) -> Micros: ...
    def scenario_time(self) -> Micros: ...
    def submit(self, command: Command) -> tuple[Record, ...]:
        """Carry out a command; its events are durable when this returns. Raises Refused with the reason."""
        ...

    def seat(self, role: str) -> Seat: ...
    def room(self) -> Seat:
        """What the room display sees: what is said aloud, and every message with its addressees."""
        ...

    def subscribe(self, listener: Listener) -> Unsubscribe: ...


class Driver(Protocol):
    """What keeps an exercise on this machine going: its due events, its virtual participants, its clock's mark."""

    def beat(self) -> Micros | None:
        """Let everything happen that is due by now; real microseconds until the next wake, None if nothing waits."""
        ...

    def mark(self) -> Micros:
        """The exercise clock's reading, durable to the second before it is shown."""
        ...
