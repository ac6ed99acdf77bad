"""The chart of a simulation: human decisions and the system's behaviour on one time axis.

From top to bottom: what people decided and did, what the system did, and figures of the business and of what failed
first. All of it stands on the axis of the swim lanes, so that the two charts can be read together.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from trainer.core.aar_system import Marker, Series, SystemPart
from trainer.report.anchors import event_anchor
from trainer.report.axis import Axis, Tick
from trainer.report.plots import Plot, plotted
from trainer.report.words import clock, count, short, spoken

WIDTH: Final = 1_000.0
_LEFT: Final = 158.0
_RIGHT: Final = WIDTH - 26.0
_TOP: Final = 26.0
_BOTTOM: Final = 24.0
_ROW: Final = 23.0
_PAD: Final = 6.0
_HEAD: Final = 22.0
_LETTER: Final = 6.0
"""how wide a letter of a bar's words is, about"""
_LEAST: Final = 5.0
_PLOT: Final = 62.0
_GAP: Final = 14.0
_PLOTS: Final = 4
_MOST_ROWS: Final = 6
_LANES: Final = (
    ("people", "Decisions", None),
    ("people", "Operations", ("operation",)),
    ("system", "Faults", ("fault", "activity")),
    ("system", "Users notice", ("impact",)),
    ("system", "Alerts", ("alert",)),
    ("system", "Recovery", ("recovered", "relapsed", "rollback")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Something on a lane: a bar where it lasted, a pill with a number where it did not."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    shape: str
    """bar or pill"""
    words: str
    text_x: float
    text_y: float
    href: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """A lane with its label."""

    title: str
    side: str
    """people or system"""
    y: float
    height: float
    label_y: float
    shaded: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A moment that runs through the whole chart."""

    x: float
    tone: str
    words: str
    anchor: str
    """start or end: on which side of the line its words stand"""
    text_x: float


@dataclass(frozen=True, slots=True)
class SystemChart:
    """The whole chart, in units of its viewBox."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    room: float
    """from top to bottom"""
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]
    shades: tuple[tuple[float, float], ...]
    """(x, width) of the times in which users noticed something"""
    lines: tuple[Line, ...]
    words_y: float
    """where the words of lines stand"""
    plots: tuple[Plot, ...]
    says: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """`right` is where it or its words end, `width` its own."""

    marker: Marker
    left: float
    right: float
    width: float
    row: int


def system_chart(system: SystemPart, roles: Mapping[str, str]) -> SystemChart:
    """The chart of a simulation's system; `roles` are titles by identifier."""
    axis = Axis(_LEFT, _RIGHT, float(max(system.end_s, 1)))
    rows, bars, y = _laid_out(system.markers, axis, roles)
    shades = tuple(
        (
            axis.at(p.began_s),
            round(axis.at(p.ended_s if p.ended_s is not None else axis.end) - axis.at(p.began_s), 1),
        )
        for p in system.impact
    )
    plots, bottom = _plots(system, axis, y)
    return SystemChart(
        width=WIDTH,
        height=bottom + _BOTTOM,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=bottom,
        room=bottom - _TOP,
        ticks=axis.ticks(),
        rows=tuple(rows),
        bars=tuple(bars),
        shades=shades,
        lines=tuple(_apart(list(_lines(system, axis)))),
        words_y=round(y + _HEAD - 7, 1),
        plots=plots,
        says=_says(system, plots),
    )


def _laid_out(
    markers: Sequence[Marker], axis: Axis, roles: Mapping[str, str]
) -> tuple[list[Row], list[Bar], float]:
    rows: list[Row] = []
    bars: list[Bar] = []
    y = _TOP
    for side, title, kinds in _LANES:
        own = [m for m in markers if m.lane == side and (m.kind in kinds if kinds else m.kind != "operation")]
        if not own:
            continue
        placed = _packed(own, axis)
        height = (1 + max(each.row for each in placed)) * _ROW + 2 * _PAD
        rows.append(Row(title, side, y, height, round(y + height / 2 + 4, 1), len(rows) % 2 == 0))
        bars += [_bar(each, y, roles) for each in placed]
        y += height
    return rows, bars, y


def _packed(markers: Sequence[Marker], axis: Axis) -> list[_Placed]:
    """Each marker on the first row where there is room for it and its words; on the last where there is none."""
    ends: list[float] = []
    placed = []
    for marker in markers:
        left, width, right = _span(marker, axis)
        row = next((at for at, end in enumerate(ends) if end + 3 <= left), len(ends))
        row = min(row, _MOST_ROWS - 1)
        if row == len(ends):
            ends.append(right)
        ends[row] = max(ends[row], right)
        placed.append(_Placed(marker, left, right, width, row))
    return placed


def _span(marker: Marker, axis: Axis) -> tuple[float, float, float]:
    """Where a marker begins, how wide it is, and where it or its words end."""
    left = axis.at(marker.at_s)
    if marker.until_s is None:
        half = (_LETTER * len(str(marker.seq)) + 12) / 2
        left = min(max(left, _LEFT + half), _RIGHT - half)
        return left - half, 2 * half, left + half
    width = max(_LEAST, axis.at(marker.until_s) - left)
    words = min(_LETTER * len(_words(marker)) + 10, _RIGHT - left)
    return left, width, left + max(width, words)


def _words(marker: Marker) -> str:
    """What stands on a bar: of an operation its number, of what the system did its title."""
    return str(marker.seq) if marker.kind == "operation" else short(marker.title, 60)


def _bar(placed: _Placed, top: float, roles: Mapping[str, str]) -> Bar:
    marker, y = placed.marker, top + _PAD + placed.row * _ROW
    lasts = marker.until_s is not None
    return Bar(
        x=round(placed.left, 1),
        y=round(y + 2, 1),
        width=round(placed.width, 1),
        height=_ROW - 5,
        tone=marker.tone,
        shape="bar" if lasts else "pill",
        words=_words(marker) if lasts else str(marker.seq),
        text_x=round(placed.left + 6, 1) if lasts else round((placed.left + placed.right) / 2, 1),
        text_y=round(y + _ROW / 2 + 3.4, 1),
        href=f"#{event_anchor(marker.seq)}",
        says=_said(marker, roles),
    )


def _said(marker: Marker, roles: Mapping[str, str]) -> str:
    until = f" to {clock(marker.until_s)}" if marker.until_s is not None else ""
    who = (
        f" ({roles.get(marker.role, marker.role)})"
        if marker.role is not None and marker.kind == "operation"
        else ""
    )
    return f"{marker.seq} · {clock(marker.at_s)}{until} · {short(marker.title, 140)}{who}"


def _lines(system: SystemPart, axis: Axis) -> Iterable[Line]:
    moments: list[tuple[float | int, str, str]] = []
    if system.faults:
        moments.append((min(fault.began_s for fault in system.faults), "bad", "fault begins"))
    if system.recovered_s is not None:
        moments.append((system.recovered_s, "ok", "recovered"))
    if system.declared:
        first = system.declared[0]
        moments.append((first.at_s, "bad" if first.early else "info", "declared resolved"))
    for at, tone, words in moments:
        x = axis.at(at)
        after = x + _LETTER * len(words) < _RIGHT
        yield Line(x, tone, words, "start" if after else "end", round(x + (4 if after else -4), 1))


def _apart(lines: Sequence[Line]) -> Iterable[Line]:
    """Lines, the words of which do not lie on each other: those that would are left to the key."""
    free = 0.0
    for line in sorted(lines, key=lambda each: each.x):
        length = _LETTER * len(line.words)
        left = line.text_x if line.anchor == "start" else line.text_x - length
        yield line if left >= free else replace(line, words="")
        free = max(free, left + length + 6) if left >= free else free


def _plots(system: SystemPart, axis: Axis, y: float) -> tuple[tuple[Plot, ...], float]:
    """Two figures of the business, then failed requests and response times of what failed first."""
    business = [one for one in system.series if one.of == "business"][:2]
    services = [one for one in system.series if one.of != "business"]
    first = services[0].of if services else None
    own = [one for one in services if one.of == first]
    chosen = [*business, *own[: _PLOTS - len(business)]]
    y += _HEAD
    plots = []
    for one in chosen:
        plots.append(plotted(one, axis, y, _PLOT, _label(one)))
        y += _PLOT + _GAP
    return tuple(plots), y


def _label(series: Series) -> tuple[str, ...]:
    words = series.title if series.of == "business" else f"{series.of}: {series.title}"
    return tuple(textwrap.wrap(words, 23, max_lines=3, placeholder="…"))


def _says(system: SystemPart, plots: Sequence[Plot]) -> str:
    impact = sum(period.lasted_s for period in system.impact)
    drawn = f" {count(len(plots), 'figure')} over time stand below." if plots else ""
    alerts, done = count(len(system.alerts), "alert"), count(len(system.operations), "operation")
    return (
        f"{count(len(system.faults), 'fault')}, {spoken(impact)} of user impact, {alerts}, {done} from 00:00 to "
        f"{clock(system.end_s)}.{drawn} Every mark is listed in the tables below and in the table of facts under the "
        "same number."
    )
