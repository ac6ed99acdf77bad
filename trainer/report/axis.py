"""A time axis: where a moment stands, and which moments are labelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Seconds between labelled ticks that read well.
_STEPS: Final = (
    10, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200,
    86_400, 172_800, 345_600, 604_800, 1_209_600, 2_592_000,
)  # fmt: skip
_MOST_TICKS: Final = 12


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled moment."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Exercise time from 0 to `end` seconds, drawn from `left` to `right`."""

    left: float
    right: float
    end: float

    def at(self, seconds: float) -> float:
        """Where a moment stands; what lies beyond an end stands at that end."""
        share = min(1.0, max(0.0, seconds / self.end)) if self.end > 0 else 0.0
        return round(self.left + share * (self.right - self.left), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """At most twelve labelled moments, the first at nought."""
        step = next((step for step in _STEPS if self.end / step <= _MOST_TICKS), None)
        if step is None:
            step = int(self.end // _MOST_TICKS) + 1
        return tuple(Tick(self.at(at), tick_label(at, step)) for at in range(0, int(self.end) + 1, step))


def tick_label(seconds: int, step: int) -> str:
    """What stands at a tick: `0:30` below a minute, else `5 min`, `1:30 h`, `2 d`."""
    if step >= 86_400:
        return f"{seconds // 86_400} d"
    hours, rest = divmod(seconds, 3_600)
    minutes, secs = divmod(rest, 60)
    if step < 60:
        return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"
    return f"{hours}:{minutes:02d} h" if hours else f"{minutes} min"
