"""Where things stand on the timeline strip: ticks, lanes, neighbours. Needs no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = ["Mark", "MarkState", "across", "pack", "tick_label", "tick_steps"]

MarkState = Literal["pending", "next", "held", "skipped", "delivered", "withdrawn"]


@dataclass(frozen=True)
class Mark:
    """One inject on the timeline; `time_s` in seconds on the exercise clock."""

    key: str
    time_s: float
    label: str
    channel: str
    state: MarkState = "pending"
    contingency: bool = False


#: Distances between labelled ticks that read well, seconds, each with the distance of the small ticks.
_STEPS: tuple[tuple[int, int], ...] = (
    (10, 5), (30, 10), (60, 15), (120, 30), (300, 60), (600, 120), (900, 300), (1_800, 300), (3_600, 900),
    (7_200, 1_800), (14_400, 3_600), (28_800, 7_200), (86_400, 21_600), (172_800, 43_200), (604_800, 86_400),
)  # fmt: skip


def tick_steps(pixels_per_second: float, label_width: float) -> tuple[int, int]:
    """Seconds between labelled ticks and between small ones, so that labels stand clear of each other."""
    for labelled, small in _STEPS:
        if labelled * pixels_per_second >= label_width:
            return labelled, small
    return _STEPS[-1]


def tick_label(seconds: int, step: int) -> str:
    """What stands at a tick: `5 min`, `1:30 h`, `2 d`, below a minute `0:30`."""
    if step >= 86_400 or (seconds and seconds % 86_400 == 0):
        return f"{seconds // 86_400} d"
    hours, rest = divmod(seconds, 3_600)
    minutes, secs = divmod(rest, 60)
    if step < 60:
        return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    return f"{hours}:{minutes:02} h" if hours else f"{minutes} min"


def pack(spans: Sequence[tuple[float, float]], gap: float) -> list[int]:
    """A lane for each (left, right), lowest free one first, so that none overlap; spans in order of left."""
    ends: list[float] = []
    lanes: list[int] = []
    for left, right in spans:
        lane = next((number for number, end in enumerate(ends) if end + gap <= left), len(ends))
        if lane == len(ends):
            ends.append(right)
        else:
            ends[lane] = right
        lanes.append(lane)
    return lanes


def across(places: Sequence[tuple[float, int]], at: int, down: bool) -> int:
    """The number of the nearest place one lane further down (or up) from place `at`, or `at` itself."""
    left, lane = places[at]
    there = [number for number, place in enumerate(places) if (place[1] > lane if down else place[1] < lane)]
    if not there:
        return at
    return min(there, key=lambda number: (abs(places[number][1] - lane), abs(places[number][0] - left)))
