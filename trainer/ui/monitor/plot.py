"""A chart as a value: which lines, over which time, and where everything stands on it. Needs no Qt."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from trainer.ui.monitor.buckets import Source, Traces, span_for
from trainer.ui.monitor.values import Unit, axis

__all__ = [
    "WINDOWS", "ChartSpec", "LineSpec", "Mark", "Plot", "Threshold", "TimeSpan", "Trace", "plotted", "points", "ticks",
]  # fmt: skip

WINDOWS: Final = ((300, "5 min"), (900, "15 min"), (3_600, "1 h"), (14_400, "4 h"))
"""Lengths of time that charts may show, in seconds, and their names."""
_TICKS: Final = (30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200)
_FAR_OFF: Final = 6 * 3_600
"""Seconds: what runs full later than that lies above the chart."""

Pattern = Literal["solid", "dash", "dot"]


class TimeSpan(NamedTuple):
    """The stretch of time that charts show: it ends at `end`, in seconds of the exercise clock, and is so long."""

    end: int
    length: int

    @property
    def start(self) -> int:
        """The first second."""
        return self.end - self.length


class LineSpec(NamedTuple):
    """A line of a chart: where its values come from, what it is called; `tint` and `pattern` both tell it apart."""

    source: Source
    title: str
    tint: str
    pattern: Pattern = "solid"


class Threshold(NamedTuple):
    """A value above (or below) which an alert is raised."""

    value: float
    above: bool


@dataclass(frozen=True)
class ChartSpec:
    """What a chart shows, whatever the time."""

    key: str
    title: str
    unit: Unit | str
    lines: tuple[LineSpec, ...]
    thresholds: tuple[Threshold, ...] = ()


class Mark(NamedTuple):
    """Something that happened, on the time axis."""

    second: int
    kind: Literal["deployment", "operation", "alert"]
    text: str


class Trace(NamedTuple):
    """The buckets of one line that lie in the time shown; the first begins at `start`."""

    spec: LineSpec
    start: int
    low: array[float]
    high: array[float]
    newest: float | None


@dataclass(frozen=True)
class Plot:
    """A chart at one moment."""

    spec: ChartSpec
    time: TimeSpan
    span: int
    traces: tuple[Trace, ...]
    top: float
    marks: tuple[tuple[float, str], ...]
    """what stands at the scale"""
    events: tuple[Mark, ...] = ()


def plotted(
    spec: ChartSpec, traces: Traces, time: TimeSpan, began: int, columns: int, events: Sequence[Mark] = ()
) -> Plot:
    """A chart of so many columns of pixels over a stretch of time."""
    span = span_for(time.length, columns)
    first = max(0, (time.start - began) // span)
    last = max(first, (time.end - began) // span + 1)
    shown = tuple(_trace(line, traces, span, began, (first, last)) for line in spec.lines)
    highest = max((_highest(trace.high) for trace in shown), default=0.0)
    if spec.unit == "left":
        highest = min(highest, _FAR_OFF)
    near = [limit.value for limit in spec.thresholds if limit.value <= max(highest, 1e-9) * 4]
    room = 1.0 if spec.unit == "share" and highest <= 1 < highest * 1.04 else highest * 1.04
    top, marks = axis(max([room, *near]), spec.unit)
    seen = tuple(event for event in events if time.start <= event.second <= time.end)
    return Plot(spec, time, span, shown, top, marks, seen)


def _trace(line: LineSpec, traces: Traces, span: int, began: int, places: tuple[int, int]) -> Trace:
    buckets = traces.buckets(line.source, span)
    first, last = places
    low, high = buckets.low[first:last], buckets.high[first:last]
    newest = buckets.series[-1] if len(buckets.series) else None
    return Trace(line, began + first * span, low, high, newest)


def _highest(values: array[float]) -> float:
    highest = max(values, default=0.0)
    if math.isfinite(highest):
        return highest
    return max((value for value in values if math.isfinite(value)), default=0.0)


def points(trace: Trace, plot: Plot, left: float, bottom: float, scale: tuple[float, float]) -> list[float]:
    """The line as x, y, x, y …, in pixels: `scale` is pixels a second and pixels a unit.

    Where a bucket holds more than one value, the line goes through its smallest and its largest, so that no peak is
    lost by thinning.
    """
    across, up = scale
    x = left + (trace.start + (plot.span - 1) / 2 - plot.time.start) * across
    step = plot.span * across
    ceiling = plot.top * 1.5
    made: list[float] = []
    add = made.extend
    flat = plot.span == 1
    for low, high in zip(trace.low, trace.high, strict=True):
        if high > ceiling:
            high = ceiling
            low = min(low, ceiling)
        if flat or high - low < 0.004 * plot.top:
            add((x, bottom - high * up))
        else:
            add((x, bottom - low * up, x, bottom - high * up))
        x += step
    return made


def ticks(time: TimeSpan, width: float, label: float) -> tuple[int, ...]:
    """Seconds at which a label stands, so that labels of `label` pixels stand clear of each other."""
    room = max(1.0, width / max(1.0, label))
    step = next((step for step in _TICKS if time.length / step <= room), _TICKS[-1])
    first = -(-time.start // step) * step
    return tuple(range(first, time.end + 1, step))
