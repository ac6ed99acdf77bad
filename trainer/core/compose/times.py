"""Times as a report gives them: seconds on the exercise clock, wall time as ISO 8601 in UTC with milliseconds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from trainer.core.aar import Seconds
from trainer.core.time import Micros, seconds

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - _EPOCH


def secs(micros: Micros | None) -> Seconds | None:
    """Seconds of a reading that may be missing."""
    return None if micros is None else seconds(micros)


def moment(at: Micros) -> datetime:
    """Wall time of a record; readings beyond the calendar stand at its end."""
    return _EPOCH + min(max(timedelta(0), timedelta(microseconds=min(at, 10**18))), _LAST)


def iso(at: Micros) -> str:
    """Wall time as `2026-03-31T09:00:00.000Z`."""
    return moment(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(at: Micros) -> date:
    """The day of a wall time, in UTC."""
    return moment(at).date()
