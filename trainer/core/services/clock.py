"""The time of day in the story, and how the load follows it."""

from __future__ import annotations

from re import compile
from typing import Final

from trainer.core.simulation import Simulation

_DAY: Final = 86_400
_TIME = compile(r"\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")
_MORNING: Final = 9 * 3_600


class Clock:
    """Seconds of play as times of day."""

    __slots__ = ("_factors", "_starts")

    def __init__(self, simulation: Simulation) -> None:
        found = _TIME.match(simulation.starts_at)
        self._starts = _MORNING
        if found is not None:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            self._starts = (hours * 3_600 + minutes * 60 + seconds) % _DAY
        self._factors = tuple(simulation.day_shape)

    def time(self, second: int) -> str:
        """As `19:04:05`."""
        total = (self._starts + second) % _DAY
        return f"{total // 3_600:02}:{total // 60 % 60:02}:{total % 60:02}"

    def shape(self, second: int) -> float:
        """The share of an average hour's load: each factor holds in the middle of its hour, with lines in between."""
        factors = self._factors
        if not factors:
            return 1.0
        count = len(factors)
        place = ((self._starts + second) % _DAY) * count / _DAY - 0.5
        before = int(place // 1)
        left, right = factors[before % count], factors[(before + 1) % count]
        return left + (right - left) * (place - before)
