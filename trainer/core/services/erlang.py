"""Waiting for one of c workers: Erlang's C formula and the distribution of response times.

Requests that arrive at random (Poisson) at rate L, take an exponential time of mean h = 1/m each, and are worked on by
c workers, first come first served: M/M/c in Kendall's notation. With r = L h / c, the share of the time that a worker
is busy,

    C(c, r)    = the chance that a request must wait (Erlang 1917)
    Lq         = C r / (1 - r)                       requests that wait, on average
    W          = Lq / L                              how long, on average (Little 1961)
    P(T > t)   = (1 - C) e^-mt + C (a e^-mt - m e^-at) / (a - m),   a = c m (1 - r)

for the time T from arrival to answer, waiting included.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import lru_cache, partial
from math import exp, log, sqrt
from typing import Final

STEPS: Final = 256
"""Steps of the table of C over the busy share."""
_MOST: Final = 2_000
"""More workers than this wait no differently until they are all busy."""
RARE: Final = 1e-3
"""A chance of waiting that is left out of account."""


def erlang_c(workers: int, busy: float) -> float:
    """The chance that a request must wait, for a busy share from 0 to below 1 (1 from there on)."""
    if busy >= 1:
        return 1.0
    offered, blocked = workers * busy, 1.0
    for count in range(1, workers + 1):
        blocked = offered * blocked / (count + offered * blocked)
    return blocked / (1 - busy * (1 - blocked))


class Table:
    """C(c, r) for one number of workers, worked out where it is asked for and interpolated in between."""

    __slots__ = ("_chances", "calm", "workers")

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._chances = array("d", [-1.0]) * (STEPS + 2)
        low, high = 0, STEPS
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._at(middle) < RARE else (low, middle)
        self.calm = low / STEPS
        """up to this busy share hardly anyone waits"""

    def chance(self, busy: float) -> float:
        """C at a busy share from 0 to 1, on a line between two steps of the table."""
        if busy <= self.calm:
            return 0.0
        if busy >= 1.0:
            return 1.0
        place = busy * STEPS
        step = int(place)
        left, right = self._chances[step], self._chances[step + 1]
        if left < 0.0 or right < 0.0:
            left, right = self._at(step), self._at(step + 1)
        return left + (right - left) * (place - step)

    def _at(self, step: int) -> float:
        value = self._chances[step]
        if value < 0:
            value = self._chances[step] = erlang_c(self.workers, step / STEPS)
        return value


@lru_cache(maxsize=512)
def _table(workers: int) -> Table:
    return Table(workers)


def table_for(workers: float) -> Table:
    """The table for so many workers, rounded to whole ones."""
    return _table(max(1, min(_MOST, round(workers))))


def busy_share(table: Table, work: float, capacity: float, chance: float) -> tuple[float, float]:
    """How busy the workers are when `work` requests wait or arrive within a second, and the chance of waiting then.

    Solves Lq(r) + capacity r = work: what is not worked off waits, as many as Erlang's formula has waiting at that
    share. So an even load settles exactly at M/M/c, and an overload leaves a growing backlog (the pointwise
    stationary fluid flow approximation of Wang, Tipper and Banerjee 1996, one implicit step a second). `chance` is
    what to begin from: that of the second before.
    """
    product = 4.0 * capacity * work
    busy = 0.0
    for _ in range(3):
        middle = chance + capacity + work
        square = middle * middle - product
        busy = 2.0 * work / (middle + sqrt(square)) if square > 0.0 else 2.0 * work / middle
        before, chance = chance, table.chance(busy)
        if -1e-4 < chance - before < 1e-4:
            break
    return (busy, chance) if busy < 1.0 else (1.0, 1.0)


Spread = tuple[float, float, float, float]
"""The distribution of response times: a fixed delay, then a wait with some chance, then the work itself.

Seconds behind the backlog; the chance of waiting for a worker after that; 1 / mean wait of those who wait (per second);
mean time of the work (seconds). A plain tuple, since one is made for each busy service and second.
"""


def spread(rate: float, queue: float, slots: float, hold: float, table: Table) -> Spread:
    """The distribution that belongs to an arrival rate, a queue, and `slots` workers of `hold` seconds a request.

    The part of the queue that Erlang's formula has at this rate is waiting at random; the rest is a backlog, behind
    which everybody waits alike.
    """
    capacity = slots / hold
    if queue <= 0 or capacity <= 0:
        return (0.0, 0.0, 1.0, hold)
    if rate >= capacity:
        return (queue / capacity, 0.0, 1.0, hold)
    busy = rate / capacity
    chance = table.chance(busy)
    usual = chance * busy / (1 - busy)
    if chance <= 0 or usual <= 0:
        return (queue / capacity, 0.0, 1.0, hold)
    if queue < usual:
        return (0.0, chance, chance * rate / queue, hold)
    return ((queue - usual) / capacity, chance, capacity - rate, hold)


def later(shape: Spread, time: float) -> float:
    """P(T > time), time in seconds."""
    delay, chance, ease, work = shape
    left = time - delay
    if left <= 0.0:
        return 1.0
    speed = 1.0 / work
    worked = exp(-speed * left)
    if chance <= 0.0:
        return worked
    apart = ease - speed
    if -1e-6 * speed < apart < 1e-6 * speed:
        return min(1.0, worked * (1.0 + chance * speed * left))
    both = (ease * worked - speed * exp(-ease * left)) / apart
    late = worked + chance * (both - worked)
    return late if 0.0 <= late <= 1.0 else max(0.0, min(1.0, late))


def answers(shape: Spread, limit: float) -> tuple[float, float]:
    """P(T > limit), and E[min(T, limit)]: how long a caller waits who gives up after `limit` seconds."""
    delay, chance, ease, work = shape
    left = limit - delay
    if left <= 0.0:
        return 1.0, limit
    speed = 1.0 / work
    worked = exp(-speed * left)
    mean = (1.0 - worked) * work
    if chance <= 0.0:
        return worked, delay + mean
    apart = ease - speed
    if -1e-6 * speed < apart < 1e-6 * speed:
        ease, apart = speed * (1.0 + 1e-5), speed * 1e-5
    waited = exp(-ease * left)
    late = worked + chance * ((ease * worked - speed * waited) / apart - worked)
    both = (ease * mean - speed * (1.0 - waited) / ease) / apart
    return max(0.0, min(1.0, late)), delay + mean + chance * (both - mean)


def percentile(shape: Spread, share: float) -> float:
    """The response time that `share` of the requests do not exceed, in seconds."""
    beyond = 1 - share
    low, chance, ease, work = shape
    if chance <= 0:
        return low - work * log(beyond)
    high = low - (work + 1 / ease) * log(beyond) * 2
    while later(shape, high) > beyond:
        high += high - low
    return crossing(partial(later, shape), beyond, low, high)


def crossing(tail: Callable[[float], float], beyond: float, low: float, high: float) -> float:
    """Where the share of what takes longer falls to `beyond`, between two bounds.

    The Illinois rule on the logarithm, which is nearly a line.
    """
    goal = log(beyond)
    left, right = log(max(1e-300, tail(low))) - goal, log(max(1e-300, tail(high))) - goal
    for _ in range(60):
        middle = (low * right - high * left) / (right - left) if right != left else (low + high) / 2
        value = log(max(1e-300, tail(middle))) - goal
        if -1e-6 < value < 1e-6 or high - low < 1e-9:
            return middle
        if value > 0:
            low, left, right = middle, value, right / 2
        else:
            high, right, left = middle, value, left / 2
    return (low + high) / 2
