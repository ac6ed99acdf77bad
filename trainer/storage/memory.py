"""A journal in memory: for rehearsals, which are stored as a whole when they are over, and for tests."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.core.events import GENESIS, Event, Record, chained, encode
from trainer.core.time import Micros


class MemoryJournal:
    """Numbers and chains events as the library does; implements the Journal port without its durability."""

    def __init__(self, records: Sequence[Record] = ()) -> None:
        self._records = list(records)
        self._mark: tuple[Micros, Micros] | None = None

    def append(self, stamped: Sequence[tuple[Micros, Micros, Event]]) -> tuple[Record, ...]:
        """Keep (at, elapsed, event) in order."""
        added = []
        for at, elapsed, event in stamped:
            previous = self._records[-1].hash if self._records else GENESIS
            seq = len(self._records) + 1
            record = Record(seq, at, elapsed, event, chained(previous, seq, at, elapsed, encode(event)))
            self._records.append(record)
            added.append(record)
        return tuple(added)

    def records(self) -> tuple[Record, ...]:
        """Everything so far."""
        return tuple(self._records)

    def mark(self, at: Micros, elapsed: Micros) -> None:
        """Remember the clock's reading."""
        self._mark = (at, elapsed)

    def last_mark(self) -> tuple[Micros, Micros] | None:
        """The newest reading."""
        return self._mark
