"""What is measured: read from the tape that the flow leaves, worked out when somebody asks for it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from math import log
from typing import Final

from trainer.core.services.cells import SWIFT, Cell, Frame
from trainer.core.services.draws import RING, noise_ring
from trainer.core.services.erlang import Spread, crossing, later, percentile, spread
from trainer.core.services.flow import WIDTH
from trainer.core.services.trend import SPAN, Trend
from trainer.core.services.world import World
from trainer.core.simulation import Figure, Measure

LONG: Final = 30 * 86_400.0
"""Seconds that stand for `not in sight`."""
_BREATH: Final = 0.004
"""How much memory goes up and down by itself, as a share of what the service always takes."""
_COLUMNS: Final = {Measure.RATE: 0, Measure.FAILED: 1, Measure.QUEUE: 2}
PERCENTILES: Final = {Measure.P50: 0.5, Measure.P95: 0.95, Measure.P99: 0.99}


class Tape:
    """One row of numbers a second; series are read off it and kept. An index counts seconds from the first row."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.numbers = array("d")
        self.stride = WIDTH * len(world.order)
        self._series: dict[tuple[str, Measure], array[float]] = {}
        self._figures: dict[str, array[float]] = {}
        self._trends: dict[str, tuple[int, Trend]] = {}
        self._ring = noise_ring(world.seed)
        self._at = {id(cell): WIDTH * place for place, cell in enumerate(world.order)}
        self.places = {
            name: [(cell, self._at[id(cell)]) for cell in cells] for name, cells in world.cells.items()
        }

    def rows(self) -> int:
        """Seconds that were computed."""
        return len(self.numbers) // self.stride

    def lose(self, cell: Cell, amount: float) -> None:
        """Count requests that were lost while they waited as failed, in the newest second."""
        row = (self.rows() - 1) * self.stride
        self.numbers[row + self._at[id(cell)] + 1] += amount

    def series(self, service: str, measure: Measure) -> array[float]:
        """A value for every second up to now; the same array each time, longer."""
        found = self._series.setdefault((service, measure), array("d"))
        start, stop = len(found), self.rows()
        if start == stop:
            return found
        places = self.places[service]
        if measure in _COLUMNS and len(places) == 1:
            first = start * self.stride + places[0][1] + _COLUMNS[measure]
            found.extend(self.numbers[first :: self.stride])
        elif measure is Measure.MEMORY_LEFT:
            self._left(service, found)
        else:
            value = self.value
            found.extend(value(service, measure, index) for index in range(start, stop))
        return found

    def figure(self, figure: Figure) -> array[float]:
        """A figure of the business, for every second up to now."""
        found = self._figures.setdefault(figure.id, array("d"))
        if len(found) < self.rows():
            factor = factor_of(figure)
            new = self.series(figure.service, Measure(figure.of))[len(found) :]
            found.extend(value * factor for value in new)
        return found

    def newest(self, service: str, measure: Measure) -> float:
        """What was measured in the last second."""
        if measure is Measure.MEMORY_LEFT:
            return self.series(service, measure)[-1]
        return self.value(service, measure, self.rows() - 1)

    def value(self, service: str, measure: Measure, index: int) -> float:
        """What was measured in one second."""
        if measure in _COLUMNS:
            at = index * self.stride + _COLUMNS[measure]
            return sum(self.numbers[at + place] for _, place in self.places[service])
        if measure is Measure.ERRORS:
            failed, good = self._answered(service, index)
            return min(1.0, failed / (failed + good)) if failed > 0 else 0.0
        if measure is Measure.GOOD:
            return self._answered(service, index)[1]
        if measure in PERCENTILES:
            return self._percentile(service, PERCENTILES[measure], index)
        return self._state(service, measure, index)

    def _answered(self, service: str, index: int) -> tuple[float, float]:
        """Requests that failed, and that were answered well: what arrived or waited, and neither failed nor waits."""
        numbers, stride = self.numbers, self.stride
        all_failed = all_good = 0.0
        for _, place in self.places[service]:
            at = index * stride + place
            failed, waiting = numbers[at + 1], numbers[at + 2]
            before = numbers[at + 2 - stride] if index else 0.0
            all_failed += failed
            good = numbers[at] + before - failed - waiting
            if good > 0:
                all_good += good
        return all_failed, all_good

    def _percentile(self, service: str, share: float, index: int) -> float:
        places = self.places[service]
        if len(places) == 1:
            cell, place = places[0]
            return self._of_cell(cell, place, share, index)
        return self._of_cells(places, share, index)

    def _of_cell(self, cell: Cell, place: int, share: float, index: int) -> float:
        frame = frame_at(cell, index)
        at = index * self.stride + place
        rate, _, queue, hold = self.numbers[at : at + WIDTH]
        if frame.slots <= 0:
            return LONG if cell.queues and queue > 0 else SWIFT
        if frame.hung >= 1 - share:
            return frame.timeout
        answered = 1 - (1 - share - frame.hung) / (1 - frame.hung) if frame.hung else share
        if queue <= 0:
            found = -hold * log(1 - answered)
        else:
            found = percentile(spread(rate * frame.admitted, queue, frame.slots, hold, frame.table), answered)
        return min(found, LONG if cell.queues else frame.timeout)

    def _of_cells(self, places: list[tuple[Cell, int]], share: float, index: int) -> float:
        """The percentile of what several regions answer together, each by its share of the requests."""
        parts: list[tuple[float, Spread, Frame]] = []
        for cell, place in places:
            at = index * self.stride + place
            rate, _, queue, hold = self.numbers[at : at + WIDTH]
            frame = frame_at(cell, index)
            if rate > 0 and frame.slots > 0:
                parts.append(
                    (rate, spread(rate * frame.admitted, queue, frame.slots, hold, frame.table), frame)
                )
        if not parts:
            return SWIFT
        ends = [
            self._of_cell(cell, place, share, index) for cell, place in places if self._serves(cell, index)
        ]
        low, high = min(ends), max(ends)
        if high - low < 1e-6 * high:
            return high
        queues, total = places[0][0].queues, sum(rate for rate, _, _ in parts)

        def beyond(time: float) -> float:
            late = 0.0
            for rate, shape, frame in parts:
                late += rate * tail(shape, frame, time, queues)
            return late / total

        # What is slowest has a timeout, at which the share of later answers falls to nothing.
        high *= 1 - 1e-9
        return high if beyond(high) > 1 - share else crossing(beyond, 1 - share, low, high)

    def _serves(self, cell: Cell, index: int) -> bool:
        """Whether a cell answered anything in a second."""
        return frame_at(cell, index).slots > 0 and self.numbers[index * self.stride + self._at[id(cell)]] > 0

    def _state(self, service: str, measure: Measure, index: int) -> float:
        places = self.places[service]
        if measure is Measure.REPLICAS:
            return float(round(sum(frame_at(cell, index).replicas for cell, _ in places)))
        if measure is Measure.DISK:
            return max(level_at(cell, index)[2] for cell, _ in places)
        if measure is Measure.QUEUE_AGE:
            return max(self._age(cell, place, index) for cell, place in places)
        if measure is Measure.MEMORY:
            return self._memory(service, index)
        slots = sum(frame_at(cell, index).slots for cell, _ in places)
        busy = sum(self._busy(cell, place, index) for cell, place in places)
        return min(1.0, busy / slots) if slots > 0 else 1.0

    def _memory(self, service: str, index: int) -> float:
        """Memory per replica; it breathes a little with what is being worked on."""
        places = self.places[service]
        cell = places[0][0]
        level = sum(level_at(one, index)[1] for one, _ in places) / len(places)
        breath = cell.part.memory * _BREATH * self._ring[(index + cell.phase) & RING]
        return max(0.0, min(max(cell.part.memory_limit, cell.part.memory), level + breath))

    def _busy(self, cell: Cell, place: int, index: int) -> float:
        """Workers that are busy: as many as what is worked off within the second keeps for its time (Little's law)."""
        at, frame = index * self.stride + place, frame_at(cell, index)
        before = self.numbers[at + 2 - self.stride] if index else 0.0
        worked = self.numbers[at] * frame.admitted + before - self.numbers[at + 2]
        return max(0.0, min(worked * self.numbers[at + 3], frame.slots))

    def _age(self, cell: Cell, place: int, index: int) -> float:
        at = index * self.stride + place
        queue, hold, slots = self.numbers[at + 2], self.numbers[at + 3], frame_at(cell, index).slots
        if queue <= 0:
            return 0.0
        return min(LONG, queue * hold / slots) if slots > 0 else LONG

    def _left(self, service: str, found: array[float]) -> None:
        """When memory will be full if it goes on as in the last ten minutes; its breath is left out of account."""
        limit = self._world.parts[service].memory_limit
        cells = self._world.cells[service]
        for index in range(len(found), self.rows()):
            still = max(0, index - SPAN)
            if all(level_at(cell, index)[0] <= still for cell in cells):
                found.append(LONG)
                continue
            slope, memory = self._slope(service, cells, index)
            left = limit - memory
            if slope <= 0 or left >= slope * LONG:
                found.append(LONG)
            else:
                found.append(left / slope if left > 0 else 0.0)

    def _slope(self, service: str, cells: list[Cell], index: int) -> tuple[float, float]:
        """The trend of the memory in a second, and the memory; after a still stretch the trend is begun anew."""
        known = self._trends.get(service)
        if known is None or known[0] != index - 1:
            known = (max(-1, index - SPAN - 1), Trend())
        trend, slope, memory = known[1], 0.0, 0.0
        for second in range(known[0] + 1, index + 1):
            memory = level_at(cells[0], second)[1]
            if len(cells) > 1:
                memory = sum(level_at(cell, second)[1] for cell in cells) / len(cells)
            slope = trend.add(memory)
        self._trends[service] = (index, trend)
        return slope, memory


def tail(shape: Spread, frame: Frame, time: float, queues: bool) -> float:
    """P(T > time) with what hangs until the timeout, and no answer after it; messages know no timeout."""
    if time >= frame.timeout and not queues:
        return 0.0
    return frame.hung + (1 - frame.hung) * later(shape, time)


def frame_at(cell: Cell, index: int) -> Frame:
    """How a cell was fitted out in a second."""
    frame = cell.frames[-1]
    if frame.index <= index:
        return frame
    return cell.frames[max(0, bisect_right(cell.frames, index, key=_index_of_frame) - 1)]


def level_at(cell: Cell, index: int) -> tuple[int, float, float]:
    """Memory and disk of a cell in a second, with the second since which they were so."""
    level = cell.levels[-1]
    if level[0] <= index:
        return level
    return cell.levels[max(0, bisect_right(cell.levels, index, key=_index_of_level) - 1)]


def _index_of_frame(frame: Frame) -> int:
    return frame.index


def _index_of_level(level: tuple[int, float, float]) -> int:
    return level[0]


def factor_of(figure: Figure) -> float:
    """By what a service's requests per second are multiplied for a figure."""
    return figure.factor * (60.0 if figure.per == "minute" else 1.0)


def newest_figure(tape: Tape, figure: Figure) -> float:
    """A figure of the business in the last second."""
    return tape.newest(figure.service, Measure(figure.of)) * factor_of(figure)
