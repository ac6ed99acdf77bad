"""What a cast is, and the queue of intended acts that every cast keeps."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from typing import Protocol

from trainer.core.commands import Command
from trainer.core.events import Record
from trainer.core.state import State
from trainer.core.time import Micros

Intent = Callable[[State], Sequence[Command]]
"""Decides, at the moment of acting and with the state of that moment, what is submitted."""


class Cast(Protocol):
    """Virtual participants of one exercise."""

    def hear(self, state: State, records: Sequence[Record], /) -> None:
        """Take note of what has happened."""
        ...

    def next_at(self) -> Micros | None:
        """The exercise time at which somebody acts next, in microseconds; None while nobody means to."""
        ...

    def due(self, state: State, elapsed: Micros) -> Sequence[Command]:
        """The commands of the one act that is due by now, empty when none is; ask again until `next_at` is later."""
        ...


class Schedule:
    """Intended acts by exercise time; equal times keep the order in which they were intended."""

    def __init__(self) -> None:
        self._queue: list[tuple[Micros, int, Intent]] = []
        self._count = 0

    def add(self, at: Micros, intent: Intent) -> None:
        """Intend to act at an exercise time."""
        self._count += 1
        heapq.heappush(self._queue, (at, self._count, intent))

    def next_at(self) -> Micros | None:
        """The earliest intended time."""
        return self._queue[0][0] if self._queue else None

    def pop(self, elapsed: Micros) -> Intent | None:
        """The earliest intent that is due by now."""
        if self._queue and self._queue[0][0] <= elapsed:
            return heapq.heappop(self._queue)[2]
        return None
