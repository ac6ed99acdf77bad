"""Where services stand on the map: callers above what they call, neighbours near each other. Needs no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["layers", "nearest", "rows_of"]

_ROUNDS = 4


def layers(calls: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Services by layer: each below all that call it. Calls that close a circle are left out of the reckoning.

    Within a layer a service stands where the services that it is joined to stand on average (the barycentre rule of
    Sugiyama's method), so that few lines cross.
    """
    depth = _depths(calls)
    found: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in calls:
        found[depth[name]].append(name)
    callers: dict[str, list[str]] = {name: [] for name in calls}
    for name, called in calls.items():
        for other in called:
            if other in callers:
                callers[other].append(name)
    for _ in range(_ROUNDS):
        for number in range(1, len(found)):
            _order(found[number], found[:number], callers)
        for number in range(len(found) - 2, -1, -1):
            _order(found[number], found[number + 1 :], calls)
    return tuple(tuple(layer) for layer in found)


def _depths(calls: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many calls lie above each service, the longest way counted."""
    depth = dict.fromkeys(calls, 0)
    order = _callers_first(calls)
    place = {name: number for number, name in enumerate(order)}
    for name in order:
        for called in calls[name]:
            if called in place and place[called] > place[name]:
                depth[called] = max(depth[called], depth[name] + 1)
    return depth


def _callers_first(calls: Mapping[str, Sequence[str]]) -> list[str]:
    """Each service before what it calls; where calls go round, some order of them."""
    done: set[str] = set()
    turned: list[str] = []
    for root in calls:
        stack = [(root, iter(calls[root]))] if root not in done else []
        done.add(root)
        while stack:
            name, left = stack[-1]
            following = next((other for other in left if other in calls and other not in done), None)
            if following is None:
                stack.pop()
                turned.append(name)
            else:
                done.add(following)
                stack.append((following, iter(calls[following])))
    return turned[::-1]


def _order(layer: list[str], others: Sequence[Sequence[str]], joined: Mapping[str, Sequence[str]]) -> None:
    place = {
        name: (number + 0.5) / len(row) for row in others for number, name in enumerate(row)
    }  # shares of the width, since rows differ in length
    stands = {name: (number + 0.5) / len(layer) for number, name in enumerate(layer)}

    def wanted(name: str) -> float:
        near = [place[other] for other in joined[name] if other in place]
        return sum(near) / len(near) if near else stands[name]

    layer.sort(key=wanted)


def rows_of(found: Sequence[Sequence[str]], across: int) -> tuple[tuple[str, ...], ...]:
    """Layers broken into rows of at most so many."""
    rows: list[tuple[str, ...]] = []
    for layer in found:
        count = -(-len(layer) // max(1, across))
        per_row = -(-len(layer) // max(1, count))
        rows += [tuple(layer[start : start + per_row]) for start in range(0, len(layer), per_row)]
    return tuple(rows)


def nearest(places: Mapping[str, tuple[float, float]], at: str, to: tuple[int, int]) -> str:
    """The service that one comes to from `at` when going `to` (x, y of -1, 0 or 1); `at` where there is none."""
    x, y = places[at]
    best, least = at, float("inf")
    for name, (other_x, other_y) in places.items():
        ahead = (other_x - x) * to[0] + (other_y - y) * to[1]
        if name == at or ahead <= 1:
            continue
        aside = abs((other_x - x) * to[1]) + abs((other_y - y) * to[0])
        if (cost := ahead + 2.5 * aside) < least:
            best, least = name, cost
    return best
