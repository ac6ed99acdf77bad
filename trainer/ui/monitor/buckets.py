"""Growing series thinned to what a chart can show: smallest and largest value of equal spans, kept and continued.

Nothing is copied whole: a look takes up only the seconds that came since the one before. Needs no Qt.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from trainer.core.services.views import Telemetry
from trainer.core.simulation import Measure

__all__ = ["SPANS", "Buckets", "Source", "Traces", "span_for"]

SPANS: Final = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1_800)
"""Seconds that a bucket may be long."""


class Source(NamedTuple):
    """What is shown: a measure of a service, or (without a service) a figure of the business."""

    service: str
    what: Measure | str


def span_for(seconds: int, columns: int) -> int:
    """The shortest bucket with which `seconds` fit into so many columns."""
    return next((span for span in SPANS if seconds <= span * max(1, columns)), SPANS[-1])


class Buckets:
    """A series in spans of equal length; the last span may still be growing."""

    __slots__ = ("_taken", "high", "low", "series", "span")

    def __init__(self, series: Sequence[float], span: int) -> None:
        self.series: Final = series
        self.span: Final = span
        self.low = array("d")
        self.high = self.low if span == 1 else array("d")
        self._taken = 0
        self.take()

    def take(self) -> bool:
        """Take up what the series has grown by; whether it had."""
        length = len(self.series)
        if length == self._taken:
            return False
        if self.span == 1:
            self.low.extend(self.series[self._taken : length])
        else:
            self._take_spans(length)
        self._taken = length
        return True

    def _take_spans(self, length: int) -> None:
        first = self._taken // self.span  # what was not full before is measured again
        del self.low[first:], self.high[first:]
        for start in range(first * self.span, length, self.span):
            part = self.series[start : start + self.span]
            self.low.append(min(part))
            self.high.append(max(part))


class Traces:
    """The buckets of everything that was shown so far."""

    def __init__(self, telemetry: Telemetry) -> None:
        self._telemetry = telemetry
        self._kept: dict[tuple[Source, int], Buckets] = {}

    def series(self, source: Source) -> Sequence[float]:
        """The values themselves, one a second."""
        if isinstance(source.what, Measure):
            return self._telemetry.series(source.service, source.what)
        return self._telemetry.figure(source.what)

    def newest(self, source: Source) -> float | None:
        """The value of the newest second."""
        series = self.series(source)
        return series[-1] if len(series) else None

    def at(self, source: Source, second: int) -> float | None:
        """The value of a second of the exercise clock; None where nothing was measured."""
        series, place = self.series(source), second - self._telemetry.began()
        return series[place] if 0 <= place < len(series) else None

    def buckets(self, source: Source, span: int) -> Buckets:
        """The series in spans, up to now."""
        series = self.series(source)
        kept = self._kept.get((source, span))
        # When an act is taken back, the model is made anew, and its series with it.
        if kept is None or kept.series is not series:
            kept = self._kept[source, span] = Buckets(series, span)
        else:
            kept.take()
        return kept
