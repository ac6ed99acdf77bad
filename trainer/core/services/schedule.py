"""A clock of events in virtual time: what is due first is called first."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush, heapreplace
from typing import Final

Call = Callable[[int], object]

PLANNED: Final = 0
"""Ranks within a second: first what the model itself has planned (an operation is through, a fault pauses)."""
BROKEN: Final = 1
"""Faults that are let begin or end from outside."""
ORDERED: Final = 2
"""Operations that begin. Outside and inside have ranks of their own, so that it makes no difference whether something
was asked for long before its time, as when a journal is read again, or just before it."""
COMPUTE: Final = 3
WATCH: Final = 4


class Schedule:
    """Calls in order of time, rank, and asking. Times are whole seconds; a call is given its time."""

    __slots__ = ("_asked", "_heap")

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, int, Call, int]] = []
        self._asked = 0

    def at(self, time: int, call: Call, rank: int = PLANNED) -> None:
        """Once, at a time."""
        self.every(time, 0, call, rank)

    def every(self, time: int, step: int, call: Call, rank: int = PLANNED) -> None:
        """At a time, and then again after each `step`; never again where the step is 0."""
        self._asked += 1
        heappush(self._heap, (time, rank, self._asked, call, step))

    def run(self, until: int) -> None:
        """Everything up to and including a time, also what is asked for meanwhile."""
        heap = self._heap
        while heap and heap[0][0] <= until:
            time, rank, asked, call, step = heap[0]
            if step:
                heapreplace(heap, (time + step, rank, asked, call, step))
            else:
                heappop(heap)
            call(time)
