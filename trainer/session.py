"""The imperative shell around one exercise: journal first, then state, then listeners.

A session holds the clock. `submit` carries out a command, `tick` lets what is due happen. Both return only after the
events are durable, and listeners hear of nothing earlier.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from trainer.core import engine
from trainer.core import events as ev
from trainer.core.actions import Action
from trainer.core.commands import Act, Command, MarkSeen, OpenPlan
from trainer.core.events import Event, Record
from trainer.core.script import Script
from trainer.core.services.views import Telemetry
from trainer.core.state import State, replay
from trainer.core.system_state import monitor
from trainer.core.time import SECOND, Micros
from trainer.core.visibility import ROOM, SeatItem, seen_by
from trainer.ports import Clock, Journal, Listener, Unsubscribe

_LOG: Final = logging.getLogger(__name__)
_LONGEST_SLEEP: Final = 2 * SECOND
_CLOCK_EVENTS: Final = (
    ev.ClockStarted,
    ev.ClockResumed,
    ev.ClockPaused,
    ev.SpeedChanged,
    ev.ExerciseInterrupted,
)


class Session:
    """One exercise on this machine; implements the Exercise port."""

    def __init__(self, script: Script, journal: Journal, clock: Clock) -> None:
        """Take up an exercise where its journal ends. A clock that ran when the program stopped is paused there."""
        self._journal = journal
        self._clock = clock
        records = journal.records()
        self._state = replay(script, records)
        self._by_seq = {record.seq: record for record in records}
        self._listeners: list[Listener] = []
        self._untold: deque[tuple[Record, ...]] = deque()
        self._telling = False
        self._since = clock.monotonic()
        self._slept = clock.slept()
        self._next: tuple[int, Micros | None] = (-1, None)
        self._last_mark: Micros = -1
        self._settled = self._state.records[-1].elapsed if self._state.records else 0
        self._id = self._created().exercise
        if self._state.status == "running":
            self._reopen()

    def _created(self) -> ev.ExerciseCreated:
        first = self._state.records[0].event if self._state.records else None
        if not isinstance(first, ev.ExerciseCreated):
            raise ValueError("the journal does not begin with the creation of an exercise")
        return first

    @property
    def id(self) -> str:
        """The exercise's identifier."""
        return self._id

    @property
    def script(self) -> Script:
        """Plan and scenario as they were when the exercise was created."""
        return self._state.script

    @property
    def state(self) -> State:
        """The state after the newest record; read it, never change it."""
        return self._state

    @property
    def records(self) -> Sequence[Record]:
        """The whole journal."""
        return self._state.records

    def elapsed(self) -> Micros:
        """Exercise time now, pauses excluded, in microseconds."""
        return self.elapsed_at(self._clock.monotonic())

    def elapsed_at(self, reading: Micros) -> Micros:
        """Exercise time at a reading of the monotonic clock, as the clock goes now, in microseconds."""
        clock = self._state.clock
        if self._state.status != "running":
            return clock.base
        return clock.base + (reading - self._since) * clock.speed

    def scenario_time(self) -> Micros:
        """Story time now: exercise time plus what was jumped."""
        return self.elapsed() + self._state.clock.offset

    def submit(self, command: Command) -> tuple[Record, ...]:
        """Carry out a command. Raises Refused; a journal that cannot be written raises its own error.

        What is due by now happens first, for it was to happen earlier; the answer begins with the command's records.
        """
        self.tick()
        reading = self._clock.monotonic()
        now = self.elapsed_at(reading)
        records = self._record(engine.decide(self._state, command, now), reading)
        self._settled = now
        self._tell(records)
        return (*records, *self.tick())

    def tick(self) -> tuple[Record, ...]:
        """Let everything happen that is due by now; returns its records."""
        if self._state.status != "running":
            return ()
        if self._clock.slept() - self._slept > _LONGEST_SLEEP:
            return self._interrupt("the machine slept")
        told: list[Record] = []
        while True:
            # Read anew each time: a listener may have acted in between, and no record is older than the one before.
            reading = self._clock.monotonic()
            now = self.elapsed_at(reading)
            found = None if self._quiet(now) else engine.due(self._state, self._settled, now)
            if found is None:
                self._settled = now
                if not self._quiet(now):
                    self._next = (len(self._state.records), engine.next_due(self._state, now))
                return tuple(told)
            moment, events = found
            self._settled = moment
            of_system = all(engine.of_itself(event) for event in events)
            records = self._record(events, reading, moment if of_system else None)
            self._tell(records)
            told.extend(records)

    def _quiet(self, now: Micros) -> bool:
        """Whether nothing was recorded since the last look ahead, and what was seen then is still to come."""
        count, moment = self._next
        return count == len(self._state.records) and (moment is None or now < moment)

    def next_due(self) -> Micros | None:
        """The next exercise time at which something may become due by itself; None when nothing will."""
        count, moment = self._next
        if count == len(self._state.records):
            return moment
        # From where everything was seen to, not from now: what fell due since must not be slept over.
        return engine.next_due(self._state, self._settled)

    def mark(self) -> Micros:
        """The clock's reading, durable to the second, so that a killed program resumes at what was on screen."""
        now = self.elapsed()
        if now // SECOND != self._last_mark and self._state.status == "running":
            self._journal.mark(self._clock.wall(), now)
            self._last_mark = now // SECOND
        return now

    def seat(self, role: str) -> LocalSeat:
        """The face of this exercise for one role."""
        return LocalSeat(self, role)

    def room(self) -> LocalSeat:
        """The face of this exercise for the room display."""
        return LocalSeat(self, ROOM)

    def subscribe(self, listener: Listener) -> Unsubscribe:
        """Hear of every new record, once it is durable."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def _reopen(self) -> None:
        """The program ended while the clock ran: stand where it was last seen, and say so in the journal."""
        last = self._state.records[-1]
        at, elapsed = self._journal.last_mark() or (last.at, last.elapsed)
        seen_at, stood = max((at, elapsed), (last.at, last.elapsed), key=lambda pair: pair[1])
        event = ev.ExerciseInterrupted(last_seen_at=seen_at, reason="the program ended during play")
        self._store(((self._clock.wall(), stood, event),), self._since)
        self._settled = stood

    def _interrupt(self, reason: str) -> tuple[Record, ...]:
        slept, wall = self._clock.slept(), self._clock.wall()
        event = ev.ExerciseInterrupted(last_seen_at=wall - (slept - self._slept), reason=reason)
        self._slept = slept
        records = self._record((event,), self._clock.monotonic())
        self._tell(records)
        return records

    def _record(
        self, events: tuple[Event, ...], reading: Micros, moment: Micros | None = None
    ) -> tuple[Record, ...]:
        """Stamp events with one reading of the clock and store them.

        What a simulated system did of itself has a `moment` of its own, which it keeps however late the look; no
        record is older than the one before, though. All else took place when it was recorded.
        """
        if not events:
            return ()
        at, now = self._clock.wall(), self.elapsed_at(reading)
        if moment is not None:
            now = min(now, max(moment, self._state.records[-1].elapsed))
        return self._store(tuple((at, now, event) for event in events), reading)

    def _store(
        self, stamped: tuple[tuple[Micros, Micros, Event], ...], reading: Micros
    ) -> tuple[Record, ...]:
        records = self._journal.append(stamped)
        for record in records:
            self._by_seq[record.seq] = record
            self._state.apply(record)
            if isinstance(record.event, _CLOCK_EVENTS):
                self._since = reading
            if isinstance(record.event, ev.ClockStarted | ev.ClockResumed):
                # While the clock stood still, the machine might sleep.
                self._slept = self._clock.slept()
        return records

    def _tell(self, records: tuple[Record, ...]) -> None:
        """Let listeners hear of records; all of them in the journal's order, even when one of them acts."""
        self._untold.append(records)
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                self._tell_each(self._untold.popleft())
        finally:
            self._telling = False

    def _tell_each(self, records: tuple[Record, ...]) -> None:
        for listener in tuple(self._listeners) if records else ():
            try:
                listener(records)
            except Exception:
                # What happened is durable; a window that stumbles over it is no fault of the journal.
                _LOG.exception("a listener failed on event %d", records[-1].seq)

    def seen(self, records: Sequence[Record], role: str) -> tuple[SeatItem, ...]:
        """What a role sees of records; the one place where events leave for a seat."""
        return tuple(item for record in records for item in seen_by(self.script, record, role, self._by_seq))


class LocalSeat:
    """One role's seat on this machine; implements the Seat port and holds no way back to the script."""

    def __init__(self, session: Session, role: str) -> None:
        self.role: Final = role
        self.items: list[SeatItem] = list(session.seen(session.records, role))
        self._listeners: list[Callable[[tuple[SeatItem, ...]], None]] = []
        self._elapsed = session.elapsed
        self._telemetry = monitor(lambda: session.state.system)
        self._submit = session.submit
        self._leave = session.subscribe(lambda records: self._hear(session.seen(records, role)))

    def elapsed(self) -> Micros:
        """Exercise time now, in microseconds."""
        return self._elapsed()

    def act(self, action: Action) -> None:
        """Do or say something as this role. Raises Refused."""
        self._submit(Act(self.role, action))

    def open_plan(self, section: str) -> None:
        """Say that this role opened a part of the plan."""
        self._submit(OpenPlan(self.role, section))

    def mark_seen(self, inject: str) -> None:
        """Say that this role opened a message."""
        self._submit(MarkSeen(self.role, inject))

    def telemetry(self) -> Telemetry | None:
        """The monitoring of the simulated system; None where there is none."""
        return self._telemetry

    def subscribe(self, listener: Callable[[tuple[SeatItem, ...]], None]) -> Unsubscribe:
        """Hear of every new item."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def close(self) -> None:
        """Leave the exercise."""
        self._leave()

    def _hear(self, items: tuple[SeatItem, ...]) -> None:
        if items:
            self.items.extend(items)
            for listener in tuple(self._listeners):
                listener(items)
