"""The exercise as swim lanes: one for the facilitator, one for each role, time from left to right.

Every fact is a mark that carries the number of its journal event, so that a reader finds it in the list of facts.
Where marks would lie on each other they go to another row of their lane; where that takes too many rows, neighbours
are drawn as one mark with the first and the last of their numbers.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.aar import StepResult, TimelineEntry
from trainer.report.anchors import anchor
from trainer.report.axis import Axis, Tick
from trainer.report.packing import Item, rows
from trainer.report.shapes import HALF, PIN_TIP, outline
from trainer.report.words import OUTCOMES, clock, count, short, sign, tone

FACILITATOR: Final = "facilitator"
SYSTEM: Final = "system"
_RAISED: Final = "raised by the system"

WIDTH: Final = 1_000.0
_LEFT: Final = 158.0
_RIGHT: Final = WIDTH - 26.0
_TOP: Final = 26.0
_BOTTOM: Final = 26.0
_ROW: Final = 25.0
_PAD: Final = 6.0
_ROWS_WANTED: Final = (4, 3, 2)
"""rows that a lane should take at most: as many as the height allows"""
_TALLEST: Final = 580.0
"""Height up to which the chart fills an A4 page in landscape across its width."""
_MOST_STEMS: Final = 60
_COLOURS: Final = 10
_SIGNED: Final = ("warn", "bad", "info")


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact, or several, on a lane. `path` is its outline around (x, y); `badge` names the sign of its outcome."""

    x: float
    y: float
    width: float
    shape: str
    colour: str
    label: str
    badge: str
    badge_tone: str
    badge_x: float
    badge_y: float
    href: str
    says: str
    number: int
    """how many facts it stands for"""
    path: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its label, which may take two lines."""

    key: str
    title: str
    label: tuple[tuple[float, str], ...]
    """(y, words) of each line"""
    colour: str
    y: float
    height: float
    shaded: bool


@dataclass(frozen=True, slots=True)
class Stem:
    """From an inject down to the lanes of those it reached."""

    x: float
    top: float
    bottom: float
    reaches: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The whole chart."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    """where the clock was started, stopped or interrupted"""
    stems: tuple[Stem, ...]
    marks: tuple[Mark, ...]
    kinds: tuple[str, ...]
    """the shapes that occur, for the key to the chart"""
    badges: tuple[tuple[str, str, str], ...]
    """(sign, tone, outcome) that occur on marks"""
    says: str


@dataclass(frozen=True, slots=True)
class _Missed:
    """A step whose time ran out: when, on whose lane, and where the report tells of it."""

    at_s: float
    lane: str
    title: str
    anchor: str


def swim_lanes(
    timeline: Sequence[TimelineEntry],
    steps: Sequence[StepResult],
    roles: Mapping[str, str],
    end_s: float,
    raised: frozenset[int] | None = None,
) -> Lanes:
    """The chart of an exercise.

    `roles` names the roles that played, by identifier, in the order of their lanes; `end_s` is when play ended, in
    seconds on the exercise clock. A missed step is marked on its owner's lane where its time ran out, or
    where play ended. `raised` are the alerts that the system of a simulation raised by itself, by event.
    """
    axis = Axis(_LEFT, _RIGHT, float(max(end_s, *(entry.elapsed_s for entry in timeline), 1)))
    missed = _missed(timeline, steps)
    timeline = [_of_itself(entry) if raised and entry.seq in raised else entry for entry in timeline]
    placed, lanes, y = _laid_out(timeline, missed, roles, axis, raised is not None)
    return Lanes(
        width=WIDTH,
        height=y + _BOTTOM,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=y,
        lanes=tuple(lanes),
        ticks=axis.ticks(),
        breaks=tuple(dict.fromkeys(axis.at(entry.elapsed_s) for entry in timeline if entry.kind == "clock")),
        stems=_stems(timeline, placed, lanes),
        marks=tuple(placed),
        kinds=tuple(dict.fromkeys(mark.shape for mark in placed)),
        badges=_badges(timeline),
        says=_says(timeline, missed, lanes, axis),
    )


def _laid_out(
    timeline: Sequence[TimelineEntry],
    missed: Sequence[_Missed],
    roles: Mapping[str, str],
    axis: Axis,
    simulated: bool,
) -> tuple[list[Mark], list[Lane], float]:
    """Marks, lanes, and where the last lane ends; marks are drawn together sooner where the chart gets too tall."""
    items = _items(timeline, missed, axis)
    titles = _lane_titles(timeline, missed, roles, simulated)
    taken = {key: rows(items.get(key, []), _ROWS_WANTED[0]) for key, _ in titles}
    for wanted in _ROWS_WANTED[1:]:
        if _TOP + sum(_height(number) for _, number in taken.values()) + _BOTTOM > _TALLEST:
            taken = {key: rows(items.get(key, []), wanted) for key, _ in titles}
    placed: list[Mark] = []
    lanes: list[Lane] = []
    y = _TOP
    for at, (key, title) in enumerate(titles):
        marks, number = taken[key]
        height = _height(number)
        colour = "n" if key in (FACILITATOR, SYSTEM) else str(_place(key, roles) % _COLOURS)
        lanes.append(Lane(key, title, _label(title, y + height / 2), colour, y, height, at % 2 == 0))
        placed += [_mark(item, y + _PAD + (row + 0.5) * _ROW, colour) for item, row in marks]
        y += height
    return placed, lanes, y


def _height(rows: int) -> float:
    return max(1, rows) * _ROW + 2 * _PAD


def _missed(timeline: Sequence[TimelineEntry], steps: Sequence[StepResult]) -> list[_Missed]:
    """Missed steps that had a time to run out, except those that a fact of the timeline tells of."""
    told = {entry.step for entry in timeline if entry.outcome == "missed"}
    return [
        _Missed(
            float(step.started_s + step.target_s), step.role or FACILITATOR, step.title, anchor("steps", at)
        )
        for at, step in enumerate(steps)
        if step.outcome == "missed" and step.step not in told
        if step.started_s is not None and step.target_s is not None
    ]


def _of_itself(entry: TimelineEntry) -> TimelineEntry:
    """An alert, on the lane of the system that raised it."""
    return entry.model_copy(update={"lane": _RAISED}) if entry.kind == "inject" else entry


def _lane(entry: TimelineEntry) -> str:
    """Injects come from the facilitator's lane, whether by hand or by the clock; alerts from the system's."""
    if entry.lane == _RAISED:
        return SYSTEM
    return FACILITATOR if entry.kind == "inject" else entry.lane


def _place(key: str, roles: Mapping[str, str]) -> int:
    known = list(roles)
    return known.index(key) if key in roles else len(known)


def _lane_titles(
    timeline: Sequence[TimelineEntry], missed: Sequence[_Missed], roles: Mapping[str, str], simulated: bool
) -> list[tuple[str, str]]:
    """Facilitator first, roles in their order, then roles that nobody was seated for, then the record itself.

    A system that was simulated stands right below the facilitator, for it speaks to the roles too.
    """
    used = dict.fromkeys([*(_lane(entry) for entry in timeline), *(step.lane for step in missed)])
    others = [key for key in used if key not in roles and key not in (FACILITATOR, SYSTEM)]
    seated = [(key, title) for key, title in roles.items() if key not in (FACILITATOR, SYSTEM)]
    system = [(SYSTEM, "System and clock")] if simulated else []
    injects = any(entry.kind == "inject" for entry in timeline)
    above = "Facilitator and injects" if injects else "Facilitator"
    titles = [(FACILITATOR, above), *system, *seated, *((key, key) for key in others)]
    if simulated:
        return titles
    return [*titles, (SYSTEM, "Clock and record")] if SYSTEM in used else titles


def _items(timeline: Sequence[TimelineEntry], missed: Sequence[_Missed], axis: Axis) -> dict[str, list[Item]]:
    items: dict[str, list[Item]] = {}
    for at, entry in enumerate(timeline):
        says = f"{entry.seq} · {clock(entry.elapsed_s)} · {short(entry.title, 120)}"
        if entry.outcome:
            says += f" ({entry.outcome})"
        item = Item(
            axis.at(entry.elapsed_s),
            entry.kind,
            entry.outcome or "",
            (entry.seq,),
            f"#{anchor('timeline', at)}",
            says,
        )
        items.setdefault(_lane(entry), []).append(item)
    for step in missed:
        says = f"Missed: {short(step.title, 120)}, due by {clock(step.at_s)}"
        item = Item(axis.at(step.at_s), "missed", "", (), f"#{step.anchor}", says)
        items.setdefault(step.lane, []).append(item)
    return {key: sorted(lane, key=lambda item: (item.x, item.numbers)) for key, lane in items.items()}


def _mark(item: Item, y: float, colour: str) -> Mark:
    x, half = item.middle, item.width / 2
    signed = tone(item.outcome) in _SIGNED and item.shape != "missed"
    return Mark(
        x=round(x, 1),
        y=round(y, 1),
        width=round(item.width, 1),
        shape=item.shape,
        colour=colour,
        label=item.label,
        badge=sign(item.outcome) if signed else "",
        badge_tone=tone(item.outcome) if signed else "",
        badge_x=round(x + half - 1, 1),
        badge_y=round(y - HALF - 0.5, 1),
        href=item.href,
        says=item.says,
        number=len(item.numbers),
        path=outline(item.shape, x, y, item.width),
    )


def _label(title: str, middle: float) -> tuple[tuple[float, str], ...]:
    lines = textwrap.wrap(title, 22, max_lines=2, placeholder="…") or [""]
    top = middle - (len(lines) - 1) * 7.0 + 4.0
    return tuple((round(top + at * 14.0, 1), line) for at, line in enumerate(lines))


def _stems(
    timeline: Sequence[TimelineEntry], marks: Sequence[Mark], lanes: Sequence[Lane]
) -> tuple[Stem, ...]:
    """Lines from injects to those they reached; left out where there would be too many to follow."""
    tops = {lane.key: lane.y for lane in lanes}
    pins = {mark.label: mark for mark in marks if mark.shape == "inject"}
    stems = []
    for entry in timeline:
        pin = pins.get(str(entry.seq))
        if entry.kind != "inject" or pin is None:
            continue
        reached = sorted({tops[role] for role in entry.to if role in tops and tops[role] > pin.y})
        if reached:
            stems.append(Stem(pin.x, pin.y + HALF + PIN_TIP, reached[-1], tuple(reached)))
    return tuple(stems) if len(stems) <= _MOST_STEMS else ()


def _badges(timeline: Sequence[TimelineEntry]) -> tuple[tuple[str, str, str], ...]:
    """The signs of outcomes that occur, what needs attention first."""
    found = {entry.outcome for entry in timeline}
    return tuple(
        (sign(name), tone(name), name) for name in OUTCOMES if name in found and tone(name) in _SIGNED
    )


def _says(
    timeline: Sequence[TimelineEntry], missed: Sequence[_Missed], lanes: Sequence[Lane], axis: Axis
) -> str:
    late = sum(entry.outcome == "late" for entry in timeline)
    lane_names = ", ".join(short(lane.title, 60) for lane in lanes)
    return (
        f"{count(len(timeline), 'fact')} from 00:00 to {clock(axis.end)} on {count(len(lanes), 'lane')}: {lane_names}. "
        f"{late} done late, {len(missed)} missed. Each fact is listed in the table of facts under the same number."
    )
