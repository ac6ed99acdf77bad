"""Playing an exercise with its virtual participants: live beside the clock, or straight through in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from trainer.cast import Cast
from trainer.core.commands import Command, EndExercise, StartClock
from trainer.core.engine import Refused
from trainer.core.events import Record
from trainer.core.time import Micros
from trainer.ports import Clock
from trainer.session import Session

Refusals = list[tuple[Micros, str]]


class Attached(Protocol):
    """What else is joined to an exercise and has to be asked now and then."""

    def poll(self) -> Micros | None:
        """Hand over what was found; real microseconds until the next look, None without need."""
        ...


class SteppedClock(Clock, Protocol):
    """A clock that moves only when it is told to."""

    def advance(self, micros: Micros) -> None: ...


class Drive:
    """Keeps a session and its cast going; implements the Driver port.

    `end_at` ends the exercise at that exercise time, and a walk-through when it is over; None leaves the ending to the
    facilitator. `attached` is asked at
    every beat, also while the clock stands: a real system does not wait.
    """

    def __init__(
        self,
        session: Session,
        cast: Cast | None = None,
        end_at: Micros | None = None,
        attached: Attached | None = None,
    ) -> None:
        self._session = session
        self._attached = attached
        self._cast = cast
        self._end_at = end_at
        self.refusals: Refusals = []
        if cast is not None:
            cast.hear(session.state, session.records)
            session.subscribe(self._hear)

    def _hear(self, records: Sequence[Record]) -> None:
        if self._cast is not None:
            self._cast.hear(self._session.state, records)

    def beat(self) -> Micros | None:
        """Let everything happen that is due by now; real microseconds until the next wake, None if nothing waits."""
        session = self._session
        session.tick()
        self._let_act()
        look = self._attached.poll() if self._attached is not None else None
        waits = [wait for wait in (look, self._until_next()) if wait is not None]
        return min(waits, default=None)

    def _until_next(self) -> Micros | None:
        session = self._session
        moment = self.next_at() if session.state.status == "running" else None
        if moment is None:
            return None
        return max(0, -(-(moment - session.elapsed()) // session.state.clock.speed))

    def next_at(self) -> Micros | None:
        """The next exercise time at which something may happen by itself."""
        own = self._session.next_due()
        acting = self._cast.next_at() if self._cast is not None else None
        times = [time for time in (own, acting, self._end_at) if time is not None]
        return min(times, default=None)

    def _let_act(self) -> None:
        session = self._session
        while self._cast is not None and session.state.status == "running":
            now, moment = session.elapsed(), self._cast.next_at()
            if moment is None or moment > now or (self._end_at is not None and moment > self._end_at):
                break
            for command in self._cast.due(session.state, now):
                self._attempt(command, now)
        if (
            self._end_at is not None
            and session.state.status == "running"
            and session.elapsed() >= self._end_at
        ):
            session.submit(EndExercise("the planned length was reached"))
        elif self._end_at is not None and session.state.status == "running" and self._is_walked():
            session.submit(EndExercise("every step was walked through"))

    def _is_walked(self) -> bool:
        """Whether a walk-through has nothing left to go through, and nobody of the cast has anything left to say."""
        walk = self._session.state.walk
        if walk is None or self._cast is None or self._cast.next_at() is not None:
            return False
        return walk.following() is None

    def _attempt(self, command: Command, now: Micros) -> None:
        """A virtual participant may try what makes no sense any more, as people do; the refusal is kept."""
        try:
            self._session.submit(command)
        except Refused as refused:
            self.refusals.append((now, str(refused)))

    def mark(self) -> Micros:
        """The clock's reading, durable to the second."""
        return self._session.mark()


def play_through(
    session: Session, drive: Drive, clock: SteppedClock, progress: Callable[[Micros], None] | None = None
) -> None:
    """Play a whole exercise in virtual time, from its start to the drive's end."""
    if session.state.status == "created":
        session.submit(StartClock())
    while session.state.status == "running":
        drive.beat()
        moment = drive.next_at()
        if moment is None or session.state.status != "running":
            break
        clock.advance(max(moment - session.elapsed(), 0))
        if progress is not None:
            progress(session.elapsed())
