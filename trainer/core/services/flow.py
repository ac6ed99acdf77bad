"""One second of requests through the system; the formulas are in the package's description."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

from trainer.core.services.cells import SWIFT, Cell
from trainer.core.services.draws import RING
from trainer.core.services.erlang import answers, busy_share, spread

WIDTH: Final = 4
"""Numbers that a cell leaves on the tape each second: arrived, failed, waiting, seconds a worker is held."""
_SEEN: Final = 0.5
"""How much of what callers know of a service is of the last second; the rest is of those before."""
_CALM: Final = 20.0
"""A timeout of so many times the work is as good as never reached (e^-20)."""


def flow(cells: Sequence[Cell], second: int, shape: float, noise: array[float], tape: array[float]) -> None:
    """Requests arrive, are worked on and make their calls, callers before those they call.

    `shape` is the load's share of an average hour's, `noise` a ring of relative deviations.
    """
    row: list[float] = []
    for cell in cells:
        rate = cell.inflow
        cell.inflow = 0.0
        load = cell.load
        if load:
            rate += load * shape * (1.0 + noise[(second + cell.phase) & RING])
        hold = cell.hold
        if rate * hold < cell.ceiling and not cell.queue and hold * _CALM < cell.timeout:
            served = rate
            failing = 1.0 - cell.well * cell.sound
            failed = rate * failing
            cell.failing += _SEEN * (failing - cell.failing)
            cell.reply += _SEEN * (hold - cell.reply)
        elif cell.queues:
            served, failed = _worked_off(cell, rate)
        else:
            served, failed = _strained(cell, rate)
        row += (rate, failed, cell.queue, hold)
        well, hold, retries = 1.0, cell.own, cell.retries
        for callee, times, needed in cell.edges:
            lost = callee.failing
            tries = times
            if retries:
                once = lost
                lost = once ** (retries + 1)
                tries = times * ((1.0 - lost) / (1.0 - once) if once < 0.9999 else retries + 1)
            callee.inflow += served * tries
            hold += tries * callee.reply
            if needed:
                well *= 1.0 - times * lost if times <= 1.0 else (1.0 - lost) ** times
        cell.well = well
        cell.hold = hold
    tape.extend(row)


def _strained(cell: Cell, rate: float) -> tuple[float, float]:
    """A service whose workers are short, or away: requests worked on, and requests that failed."""
    refused = rate * (1.0 - cell.admitted)
    work = cell.queue + rate - refused
    if cell.slots <= 0:
        cell.queue, served, turned = 0.0, 0.0, work + refused
        failed, reply = turned, SWIFT
    else:
        capacity = cell.slots / cell.hold
        busy, cell.chance = busy_share(cell.table, work, capacity, cell.chance)
        served = capacity * busy
        left = work - served
        if left < 1e-6:
            served, left = work, 0.0
        turned = refused
        if left > cell.limit:
            turned, left = turned + left - cell.limit, cell.limit
        cell.queue = left
        intime, reply = _answers(cell, rate - refused, capacity, served)
        if cell.hung:
            reply += cell.hung * (cell.timeout - reply)
        failed = served * (1.0 - cell.well * cell.sound * intime) + turned
    total = served + turned
    if total > 0:
        if turned:
            reply = (reply * served + SWIFT * turned) / total
        failing = failed / total
    else:
        failing = 1.0 - cell.well * cell.sound if cell.slots > 0 else 1.0
    cell.failing += _SEEN * (failing - cell.failing)
    cell.reply += _SEEN * (reply - cell.reply)
    return served, failed


def _answers(cell: Cell, rate: float, capacity: float, served: float) -> tuple[float, float]:
    """The share of answers that come before the timeout, and how long callers wait on average."""
    hold, timeout, queue = cell.hold, cell.timeout, cell.queue
    far = timeout / _CALM
    if hold < far and far * (capacity - rate) > 1.0 and queue < far * capacity and served > 0:
        # Nobody waits so long, and what waits on average follows from Little's law.
        return 1.0, hold + queue / served
    late, reply = answers(spread(rate, queue, cell.slots, hold, cell.table), timeout)
    return 1.0 - late, reply


def _worked_off(cell: Cell, rate: float) -> tuple[float, float]:
    """A queue: messages that consumers took up, and messages that were turned away.

    What a consumer fails at goes back into the queue. Publishers wait for nothing.
    """
    refused = rate * (1.0 - cell.admitted * cell.bearing.sound)
    work, served = cell.queue + rate - refused, 0.0
    if cell.slots > 0:
        capacity = cell.slots / cell.hold
        busy, cell.chance = busy_share(cell.table, work, capacity, cell.chance)
        served = min(work, capacity * busy)
    left = max(0.0, work - served * cell.well * (1.0 - cell.part.errors))
    turned = max(0.0, left - cell.limit)
    cell.queue = left - turned
    if cell.queue < 1e-6:
        cell.queue = 0.0
    failed = turned + refused
    failing = min(1.0, failed / rate) if rate > 0 else 1.0 - cell.bearing.sound
    hung = cell.hung
    cell.failing += _SEEN * (failing - cell.failing)
    cell.reply += _SEEN * (SWIFT + hung * (cell.timeout - SWIFT) - cell.reply)
    return served, failed
