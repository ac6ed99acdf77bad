"""The trend of the last ten minutes of a line, a value a second."""

from __future__ import annotations

from collections import deque
from typing import Final

SPAN: Final = 600
_LEAST: Final = 120
"""Seconds that must be known before there is a trend."""
_FALL: Final = 0.05
"""A fall by this share begins anew: a replica was restarted."""


class Trend:
    """The slope of the least-squares line through the newest values, in units a second."""

    __slots__ = ("_across", "_base", "_sum", "_values")

    def __init__(self) -> None:
        self._values: deque[float] = deque()
        self._base = self._sum = self._across = 0.0

    def add(self, value: float) -> float:
        """Take the next second's value; 0 while too little is known."""
        values = self._values
        if not values or value < values[-1] - _FALL * abs(values[-1]):
            values.clear()
            self._base, self._sum, self._across = value, 0.0, 0.0
        above = value - self._base
        if len(values) == SPAN:
            first = values.popleft() - self._base
            # All others move one place to the left.
            self._across -= self._sum - first
            self._sum -= first
        self._across += above * len(values)
        self._sum += above
        values.append(value)
        count = len(values)
        if count < _LEAST:
            return 0.0
        middle = (count - 1) / 2
        return (self._across - middle * self._sum) / (count * (count * count - 1) / 12)
