"""Marks on a lane: which row each takes, and which are drawn together where there are too many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from trainer.report.shapes import HALF
from trainer.report.words import OUTCOMES, count

LEFT: Final = 154.0
RIGHT: Final = 988.0
"""Between these, in units of the viewBox, every mark finds its place."""

_APART: Final = 2.0
_BUCKETS: Final = (12.0, 20.0, 30.0, 45.0, 60.0, 90.0)


@dataclass(frozen=True, slots=True)
class Item:
    """What is to be drawn on a lane, before it is known where there is room. `numbers` are those of events."""

    x: float
    shape: str
    outcome: str
    numbers: tuple[int, ...]
    href: str
    says: str

    @property
    def label(self) -> str:
        """The number of its event; of several the first and the last."""
        if not self.numbers:
            return ""
        first, last = min(self.numbers), max(self.numbers)
        if len(self.numbers) == 2:
            return f"{first} {last}"
        return str(first) if first == last else f"{first}…{last}"

    @property
    def middle(self) -> float:
        """Where it is drawn: at its time, but inside the chart, where a wide mark near an end must give way."""
        return min(max(self.x, LEFT + self.width / 2), RIGHT - self.width / 2)

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.middle - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.middle + self.width / 2

    @property
    def width(self) -> float:
        """As wide as its label needs."""
        return max(2 * HALF + 2, 6.1 * len(self.label) + 9)


def rows(items: Sequence[Item], wanted: int) -> tuple[list[tuple[Item, int]], int]:
    """Each item with its row, the crowded ones drawn together; and how many rows that takes."""
    drawn = [item for crowd in _crowds(items) for item in _thinned(crowd, wanted)]
    return _packed(sorted(drawn, key=lambda item: item.left))


def _packed(items: Iterable[Item]) -> tuple[list[tuple[Item, int]], int]:
    ends: list[float] = []
    placed: list[tuple[Item, int]] = []
    for item in items:
        row = next((at for at, end in enumerate(ends) if end + _APART <= item.left), len(ends))
        ends[row : row + 1] = [item.right]
        placed.append((item, row))
    return placed, len(ends)


def _crowds(items: Sequence[Item]) -> list[list[Item]]:
    """Items parted wherever two neighbours stand clear of each other."""
    crowds: list[list[Item]] = []
    end = float("-inf")
    for item in items:
        if item.left >= end + _APART:
            crowds.append([])
        crowds[-1].append(item)
        end = max(end, item.right)
    return crowds


def _thinned(crowd: list[Item], wanted: int) -> list[Item]:
    """A crowd as it is, or with neighbours drawn together until it fits the rows that a lane should take."""
    if _packed(crowd)[1] <= wanted:
        return crowd
    drawn = crowd
    for bucket in _BUCKETS:
        drawn = _together(crowd, bucket)
        if _packed(sorted(drawn, key=lambda item: item.left))[1] <= wanted:
            break
    return drawn


def _together(crowd: Sequence[Item], bucket: float) -> list[Item]:
    groups: list[list[Item]] = []
    for item in crowd:
        near = groups and item.x - groups[-1][0].x <= bucket
        if near and item.shape != "missed" and groups[-1][0].shape != "missed":
            groups[-1].append(item)
        else:
            groups.append([item])
    return [_joined(group) for group in groups]


def _joined(group: Sequence[Item]) -> Item:
    first = group[0]
    if len(group) == 1:
        return first
    order = list(OUTCOMES)
    found = [item.outcome for item in group if item.outcome in OUTCOMES]
    return replace(
        first,
        x=round((first.x + group[-1].x) / 2, 1),
        shape="several",
        outcome=min(found, key=order.index, default=""),
        numbers=tuple(number for item in group for number in item.numbers),
        says=f"{count(len(group), 'fact')}: " + " | ".join(item.says for item in group),
    )
