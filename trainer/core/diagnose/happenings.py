"""What may happen, what each waits for, and the earliest moment of each.

A graph of happenings: each waits for all or for any of others. Working out the earliest moments is Dijkstra's
algorithm over such a graph (Knuth 1977, "A generalization of Dijkstra's algorithm"): a happening is settled once the
last, or the first, of what it waits for is settled, in the order of time. What is never settled can never happen. The
cost grows with the size of the graph, whatever its shape.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from trainer.core.time import Micros

Key: TypeAlias = tuple[str, str]
"""A kind of happening and its name, such as ("inject", "first-alert")."""
Happening: TypeAlias = int
"""The place of a happening in the graph."""

START: Final[Happening] = 0
"""The beginning of play: what waits for nothing may happen then."""


class Happenings:
    """A graph of happenings that is built first and then worked out once."""

    def __init__(self) -> None:
        self._keys: list[Key | None] = [("start", "")]
        self._waits: list[list[Happening]] = [[]]
        self._needs = [0]
        self._floor: list[Micros] = [0]
        self._delay: list[Micros] = [0]
        self._index: dict[Key, Happening] = {}
        self._earliest: list[Micros | None] = []

    def named(self, key: Key) -> Happening:
        """The happening with a name; it waits for what `any_of` is told later, and for ever if nothing is told."""
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = self._add((), 1, 0, 0, key)
        return found

    def any_of(self, happening: Happening, others: Iterable[Happening]) -> None:
        """Let a named happening follow each of others."""
        self._waits[happening].extend(others)

    def first_of(self, others: Iterable[Happening]) -> Happening:
        """What happens with the first of others; never, if there are none."""
        return self._add(others, 1, 0, 0)

    def last_of(self, others: Iterable[Happening], not_before: Micros = 0, delay: Micros = 0) -> Happening:
        """What happens `delay` after the last of others and after `not_before`; at once, if there are none."""
        waits = tuple(others)
        return self._add(waits, len(waits), not_before, delay)

    def at(self, time: Micros) -> Happening:
        """What happens at a time."""
        return self._add((), 0, time, 0)

    def never(self, key: Key) -> Happening:
        """What cannot happen; the key says what it is."""
        return self._add((), 1, 0, 0, key)

    def _add(
        self, waits: Iterable[Happening], needs: int, floor: Micros, delay: Micros, key: Key | None = None
    ) -> Happening:
        self._keys.append(key)
        self._waits.append(list(waits))
        self._needs.append(needs)
        self._floor.append(floor)
        self._delay.append(delay)
        return len(self._keys) - 1

    def work_out(self) -> None:
        """Find the earliest moment of every happening."""
        feeds: list[list[Happening]] = [[] for _ in self._keys]
        for happening, waits in enumerate(self._waits):
            for other in waits:
                feeds[other].append(happening)
        earliest: list[Micros | None] = [None] * len(self._keys)
        needs, floor, delay = self._needs.copy(), self._floor, self._delay
        ready = [(floor[each] + delay[each], each) for each, count in enumerate(needs) if count == 0]
        heapq.heapify(ready)
        while ready:
            moment, happening = heapq.heappop(ready)
            earliest[happening] = moment
            for follower in feeds[happening]:
                needs[follower] -= 1
                if needs[follower] == 0:
                    heapq.heappush(ready, (max(moment, floor[follower]) + delay[follower], follower))
        self._earliest = earliest

    def earliest(self, happening: Happening) -> Micros | None:
        """The earliest moment on the exercise clock, or None for what can never happen; after `work_out`."""
        return self._earliest[happening]

    def key(self, happening: Happening) -> Key | None:
        """The name of a happening, if it has one."""
        return self._keys[happening]

    def blocked_by(self, happening: Happening) -> Happening | None:
        """The first named happening that keeps another from ever happening; None where it waits for nothing."""
        while True:
            waits = self._waits[happening]
            found = next((other for other in waits if self._earliest[other] is None), None)
            if found is None or self._keys[found] is not None:
                return found
            happening = found

    def circles(self, happenings: Iterable[Happening]) -> Iterator[list[Happening]]:
        """Named happenings that wait for each other, each circle once: those that others run into included."""
        walk_of: dict[Happening, Happening] = {}
        for start in dict.fromkeys(happenings):
            walk: list[Happening] = []
            current: Happening | None = start if self._earliest[start] is None else None
            while current is not None and current not in walk_of:
                walk_of[current] = start
                walk.append(current)
                current = self.blocked_by(current)
            if current is not None and walk_of[current] == start:
                yield walk[walk.index(current) :]
