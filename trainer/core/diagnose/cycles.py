"""Cycles in what waits for what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

_MAX_CYCLES: Final = 50


def cycles(waits_for: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """Cycles in a graph, at least one for every knot in it, each from the name at which it was entered.

    A name that waits for itself is a cycle of one. Names that the graph does not hold are left out. At most 50 are
    given: mending those changes the others.
    """
    finished: set[str] = set()
    count = 0
    for start in waits_for:
        for cycle in _from(start, waits_for, finished):
            yield cycle
            count += 1
            if count == _MAX_CYCLES:
                return


def _from(
    start: str, waits_for: Mapping[str, Sequence[str]], finished: set[str]
) -> Iterator[tuple[str, ...]]:
    """Search depth first without recursion: a chain may be as long as the file."""
    if start in finished:
        return
    trail = [start]
    on_trail = {start: 0}
    branches = [iter(waits_for[start])]
    while trail:
        name = next(branches[-1], None)
        if name is None:
            branches.pop()
            done = trail.pop()
            del on_trail[done]
            finished.add(done)
        elif name in on_trail:
            yield tuple(trail[on_trail[name] :])
        elif name not in finished and name in waits_for:
            on_trail[name] = len(trail)
            trail.append(name)
            branches.append(iter(waits_for[name]))
