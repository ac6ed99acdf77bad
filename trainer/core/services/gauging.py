"""How thresholds read the newest second: as `Tape.newest` does, by the shortest way."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from math import log
from typing import Final

from trainer.core.services.cells import SWIFT, Cell
from trainer.core.services.erlang import spread
from trainer.core.services.measuring import LONG, PERCENTILES, Tape, tail
from trainer.core.services.trend import SPAN
from trainer.core.services.world import World
from trainer.core.simulation import Measure

_NOBODY: Final = 1e-9
"""Weight of a region without requests: its own, where there is no other."""
Read = Callable[[], float]

_FAR: Final = 0.9
"""A percentile up to this share of its threshold is well on the right side of it."""
_COLUMNS: Final = {Measure.RATE: 0, Measure.FAILED: 1, Measure.QUEUE: 2}


def reader(world: World, tape: Tape, service: str, measure: Measure, bound: float = 0.0) -> Read:
    """How the newest value of a measure is read every second.

    Of a percentile it gives a value on the same side of `bound`, and of nine tenths of it, as the percentile itself.
    """
    places = tape.places[service]
    if measure is Measure.MEMORY_LEFT:
        return _left(world, tape, service)
    if measure in PERCENTILES:
        return _percentile(tape, service, measure, bound)
    if len(places) == 1 and measure in _COLUMNS:
        column = places[0][1] + _COLUMNS[measure] - tape.stride
        return lambda: tape.numbers[column]
    if len(places) == 1 and measure is Measure.ERRORS:
        return _errors(tape, places[0][1])
    return lambda: tape.newest(service, measure)


def _errors(tape: Tape, place: int) -> Read:
    numbers, stride = tape.numbers, tape.stride
    rate, failed, queue = place - stride, place + 1 - stride, place + 2 - stride
    before = queue - stride

    def read() -> float:
        bad = numbers[failed]
        if bad <= 0:
            return 0.0
        good = numbers[rate] + numbers[before] - bad - numbers[queue]
        return bad / (bad + good) if good > 0 else 1.0

    return read


def _left(world: World, tape: Tape, service: str) -> Read:
    """Memory that has not moved for the whole of the trend is never full."""
    levels = [cell.levels for cell in world.cells[service]]

    def read() -> float:
        since = tape.rows() - 1 - SPAN
        for kept in levels:
            if kept[-1][0] > since:
                break
        else:
            return LONG
        return tape.series(service, Measure.MEMORY_LEFT)[-1]

    return read


def _percentile(tape: Tape, service: str, measure: Measure, bound: float) -> Read:
    """On which side of the threshold, and whether well off it: three values stand for all, but for the quiet case."""
    numbers, stride, share = tape.numbers, tape.stride, PERCENTILES[measure]
    usual, far, beyond = -log(1 - share), bound * _FAR, bound * (1 + 1e-9) + 1e-12
    places = [(cell, place - stride) for cell, place in tape.places[service]]
    first, at = places[0]

    def read_one() -> float:
        frame = first.frames[-1]
        if frame.slots <= 0:
            return LONG if first.queues and first.queue > 0 else SWIFT
        hold, most = numbers[at + 3], LONG if first.queues else frame.timeout
        if first.queue <= 0 and not frame.hung:
            found = hold * usual
            return found if found < most else most
        if most <= far:
            return most
        shape = spread(numbers[at] * frame.admitted, first.queue, frame.slots, hold, frame.table)
        if most > bound and tail(shape, frame, bound, first.queues) > 1 - share:
            return beyond
        return far if tail(shape, frame, far, first.queues) <= 1 - share else min(most, (far + bound) / 2)

    def read() -> float:
        most = _limit(places)
        if most <= far or _later(numbers, places, far) <= 1 - share:
            return min(most, far)
        if most <= bound or _later(numbers, places, bound) <= 1 - share:
            return min(most, (far + bound) / 2)
        return beyond

    return read_one if len(places) == 1 else read


def _limit(places: list[tuple[Cell, int]]) -> float:
    """Beyond which no response time is measured."""
    serving = [LONG if cell.queues else cell.frames[-1].timeout for cell, _ in places if cell.slots > 0]
    return max(serving, default=SWIFT)


def _later(numbers: array[float], places: list[tuple[Cell, int]], time: float) -> float:
    """The share of the newest requests that take longer than a time."""
    total = late = 0.0
    for cell, at in places:
        frame, weight = cell.frames[-1], numbers[at] + _NOBODY
        if frame.slots > 0:
            shape = spread(
                numbers[at] * frame.admitted, cell.queue, frame.slots, numbers[at + 3], frame.table
            )
            late += weight * tail(shape, frame, time, cell.queues)
            total += weight
    return late / total if total > 0 else 0.0
