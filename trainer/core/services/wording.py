"""Measured values and levels in words."""

from __future__ import annotations

from typing import Final

from trainer.core.simulation import Level, Measure, Simulation
from trainer.core.time import SECOND

_TIMES: Final = (Measure.P50, Measure.P95, Measure.P99, Measure.QUEUE_AGE, Measure.MEMORY_LEFT)
_SHARES: Final = (Measure.ERRORS, Measure.SATURATION, Measure.DISK)
_NAMES: Final = {
    Measure.RATE: "requests",
    Measure.GOOD: "requests answered well",
    Measure.FAILED: "failed requests",
    Measure.P50: "median response time",
    Measure.P95: "95th percentile of response times",
    Measure.P99: "99th percentile of response times",
    Measure.SATURATION: "busy workers",
    Measure.QUEUE: "waiting",
    Measure.QUEUE_AGE: "wait in the queue",
}


def value_in_words(measure: Measure | None, value: float) -> str:
    """A value with its unit; without a measure a figure of the business."""
    if measure in _SHARES:
        return f"{value * 100:.3g}%"
    if measure in _TIMES:
        return time_in_words(value)
    if measure in (Measure.RATE, Measure.GOOD, Measure.FAILED):
        return f"{value:,.1f} a second" if value < 100 else f"{value:,.0f} a second"
    if measure is Measure.MEMORY:
        return f"{value:,.0f} MiB"
    return f"{value:,.1f}" if value < 10 and value != round(value) else f"{value:,.0f}"


def time_in_words(seconds: float) -> str:
    """Seconds as people say them: 80 ms, 2.4 s, 12 min, 1 h 50 min."""
    if seconds < 1:
        return f"{seconds * 1_000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds != round(seconds) else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes >= 2 * 24 * 60:
        return f"{minutes // 1_440} days"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def subject_in_words(simulation: Simulation, level: Level) -> str:
    """What a threshold is on: `Checkout, errors`."""
    if level.figure is not None:
        return next((one.title for one in simulation.figures if one.id == level.figure), level.figure)
    title = next((one.title for one in simulation.services if one.id == level.service), level.service or "")
    measure = level.measure
    return f"{title}, {_NAMES.get(measure, measure.value) if measure is not None else ''}"


def level_in_words(simulation: Simulation, level: Level, value: float) -> str:
    """What was measured against a threshold: `Checkout, errors: 12.4% (above 5% for 2 min)`."""
    bound = level.above if level.above is not None else level.below or 0.0
    side = "above" if level.above is not None else "below"
    lasting = f" for {time_in_words(level.for_ / SECOND)}" if level.for_ else ""
    measured, limit = value_in_words(level.measure, value), value_in_words(level.measure, bound)
    return f"{subject_in_words(simulation, level)}: {measured} ({side} {limit}{lasting})"
