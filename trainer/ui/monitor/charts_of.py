"""Which charts a service and the business have. Needs no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from trainer.core.services.views import FigureSeen, ServiceSeen, Telemetry
from trainer.core.simulation import Level, Measure, ServiceKind
from trainer.ui.monitor.buckets import Source
from trainer.ui.monitor.plot import ChartSpec, LineSpec, Pattern, Threshold
from trainer.ui.monitor.values import MEASURES, Unit

__all__ = ["BUSINESS", "business_charts", "service_charts", "spoken_target"]

BUSINESS: Final = ""
"""What is chosen in place of a service when the figures of the business are shown."""

_Line = tuple[Measure, str, Pattern]
_CHARTS: Final[tuple[tuple[str, str, Unit, tuple[_Line, ...]], ...]] = (
    ("requests", "Requests", "rate", (
        (Measure.RATE, "accent", "solid"), (Measure.GOOD, "fill:ok", "dash"), (Measure.FAILED, "fill:bad", "dot"),
    )),
    ("errors", "Errors", "share", ((Measure.ERRORS, "fill:bad", "solid"),)),
    ("latency", "Response time", "seconds", (
        (Measure.P50, "accent", "solid"), (Measure.P95, "fill:warn", "dash"), (Measure.P99, "fill:bad", "dot"),
    )),
    ("saturation", "Workers busy", "share", ((Measure.SATURATION, "accent", "solid"),)),
    ("queue", "Waiting", "count", ((Measure.QUEUE, "accent", "solid"),)),
    ("queue age", "Age of the queue", "seconds", ((Measure.QUEUE_AGE, "fill:warn", "solid"),)),
    ("memory", "Memory", "mib", ((Measure.MEMORY, "accent", "solid"),)),
    ("memory left", "Memory full in", "left", ((Measure.MEMORY_LEFT, "fill:warn", "solid"),)),
    ("disk", "Disk", "share", ((Measure.DISK, "accent", "solid"),)),
    ("replicas", "Replicas", "count", ((Measure.REPLICAS, "accent", "solid"),)),
)  # fmt: skip
_OUTSIDE: Final = ("requests", "errors", "latency")
"""What can be measured of somebody else's service."""
_FIGURE_TINTS: Final = ("accent", "fill:ok", "fill:warn")


def service_charts(service: ServiceSeen, levels: Sequence[Level]) -> tuple[ChartSpec, ...]:
    """Charts of a service; `levels` are the thresholds of the monitoring."""
    return tuple(
        ChartSpec(
            f"{service.id}/{key}",
            title,
            unit,
            tuple(_line(service.id, *line) for line in lines),
            _thresholds(service.id, [measure for measure, _, _ in lines], levels),
        )
        for key, title, unit, lines in _CHARTS
        if _has(service, key)
    )


def _has(service: ServiceSeen, chart: str) -> bool:
    if service.kind is ServiceKind.EXTERNAL:
        return chart in _OUTSIDE
    return chart != "queue age" or service.kind is ServiceKind.QUEUE


def _line(service: str, measure: Measure, tint: str, pattern: Pattern) -> LineSpec:
    return LineSpec(Source(service, measure), MEASURES[measure].title, tint, pattern)


def _thresholds(service: str, measures: Sequence[Measure], levels: Sequence[Level]) -> tuple[Threshold, ...]:
    return _limits(level for level in levels if level.service == service and level.measure in measures)


def _limits(levels: Iterable[Level]) -> tuple[Threshold, ...]:
    found: dict[Threshold, None] = {}
    for level in levels:
        if level.above is not None:
            found[Threshold(level.above, True)] = None
        elif level.below is not None:
            found[Threshold(level.below, False)] = None
    return tuple(found)


def business_charts(figures: Sequence[FigureSeen], levels: Sequence[Level]) -> tuple[ChartSpec, ...]:
    """A chart for each figure of the business."""
    return tuple(
        ChartSpec(
            f"figure/{figure.id}",
            figure.title,
            figure.unit,
            (LineSpec(Source(BUSINESS, figure.id), "now", _FIGURE_TINTS[number % len(_FIGURE_TINTS)]),),
            _limits(level for level in levels if level.figure == figure.id),
        )
        for number, figure in enumerate(figures)
    )


def spoken_target(telemetry: Telemetry, chosen: str) -> str:
    """The title of what is chosen."""
    if chosen == BUSINESS:
        return "Business"
    return next((service.title for service in telemetry.services() if service.id == chosen), chosen)
