"""A figure over time as a line with its area, its highest value, and the threshold that it is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.aar_system import Series, SystemPart
from trainer.report.axis import Axis, Tick
from trainer.report.shapes import number

_ROOM: Final = 1.12
"""what is left above the highest value"""
_NICE: Final = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True, slots=True)
class Plot:
    """A line chart in units of the viewBox that it stands in."""

    label: tuple[tuple[float, str], ...]
    """(y, words) of each line of its label"""
    left: float
    right: float
    y: float
    height: float
    base: float
    """where nought stands"""
    line: str
    area: str
    unit: str
    top_label: str
    limit_y: float | None
    limit_words: str
    says: str


def plotted(series: Series, axis: Axis, y: float, height: float, label: Sequence[str]) -> Plot:
    """A series on an axis, its nought at the bottom of a box that begins at `y`."""
    values = [value for _, value in series.points]
    limit = (
        series.limit if series.limit is not None and series.limit <= 3 * max(values, default=0.0) else None
    )
    top = nice(max((*values, limit or 0.0)) * _ROOM)
    base = y + height
    path = " ".join(
        f"{'L' if at else 'M'}{number(axis.at(second))} {number(base - value / top * height)}"
        for at, (second, value) in enumerate(series.points)
    )
    first, last = (
        (axis.at(series.points[0][0]), axis.at(series.points[-1][0])) if series.points else (0.0, 0.0)
    )
    return Plot(
        label=tuple((round(y + 12 + at * 13.0, 1), words) for at, words in enumerate(label)),
        left=axis.left,
        right=axis.right,
        y=round(y, 1),
        height=height,
        base=round(base, 1),
        line=path,
        area=f"{path} L{number(last)} {number(base)} L{number(first)} {number(base)} z" if path else "",
        unit=series.unit,
        top_label=f"{amount(top)} {series.unit}".strip(),
        limit_y=round(base - limit / top * height, 1) if limit is not None else None,
        limit_words=series.limit_words,
        says=_says(series, values),
    )


def nice(value: float) -> float:
    """The next number upwards that reads well on an axis; 1 for nought."""
    if value <= 0:
        return 1.0
    scale = 1.0
    while value >= 10 * scale:
        scale *= 10
    while value < scale:
        scale /= 10
    return next(step for step in _NICE if step * scale >= value * 0.999999) * scale


def amount(value: float) -> str:
    """A number as an axis shows it."""
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def _says(series: Series, values: Sequence[float]) -> str:
    if not values:
        return f"{series.title}: nothing was measured"
    of = "" if series.of == "business" else f" of {series.of}"
    low, high = min(values), max(values)
    return f"{series.title}{of}, {series.unit}: between {amount(round(low, 2))} and {amount(round(high, 2))}"


@dataclass(frozen=True, slots=True)
class SmallPlot:
    """A chart of its own, one of many that share their axis."""

    width: float
    height: float
    title: str
    plot: Plot
    shades: tuple[tuple[float, float], ...]
    """(x, width) of the times in which users noticed something"""
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class PlotGroup:
    """The charts of one service."""

    title: str
    plots: tuple[SmallPlot, ...]


_WIDE: Final = 300.0
_HIGH: Final = 118.0
_BOX: Final = (22.0, 70.0)
"""where the box of a small chart begins, and how high it is"""
_FEW_TICKS: Final = 5


def small_plots(system: SystemPart) -> tuple[PlotGroup, ...]:
    """Every series, the business first, then service by service."""
    axis = Axis(4.0, _WIDE - 6.0, float(max(system.end_s, 1)))
    groups: dict[str, list[SmallPlot]] = {}
    for one in system.series:
        groups.setdefault(one.of, []).append(_small(one, axis, system))
    titles = {"business": "The business"}
    return tuple(PlotGroup(titles.get(of, of), tuple(plots)) for of, plots in groups.items())


def _small(series: Series, axis: Axis, system: SystemPart) -> SmallPlot:
    shades = []
    for period in system.impact:
        left = axis.at(period.began_s)
        right = axis.at(period.ended_s if period.ended_s is not None else axis.end)
        shades.append((left, round(right - left, 1)))
    ticks = axis.ticks()
    thin = -(-len(ticks) // _FEW_TICKS)
    title = f"{series.title[:1].upper()}{series.title[1:]}"
    return SmallPlot(
        _WIDE, _HIGH, title, plotted(series, axis, _BOX[0], _BOX[1], ()), tuple(shades), ticks[::thin]
    )
