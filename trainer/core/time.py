"""Durations and clock readings.

Every time inside the program is a whole number of microseconds (`Micros`), so that clock arithmetic is exact:
splitting an interval by any number of pauses changes nothing. Only reports speak in seconds.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

Micros = int
SECOND: Final = 1_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

_UNITS: Final = {
    "ms": 1_000,
    "s": SECOND,
    "sec": SECOND,
    "second": SECOND,
    "seconds": SECOND,
    "m": MINUTE,
    "min": MINUTE,
    "minute": MINUTE,
    "minutes": MINUTE,
    "h": HOUR,
    "hour": HOUR,
    "hours": HOUR,
    "d": DAY,
    "day": DAY,
    "days": DAY,
    "week": 7 * DAY,
    "weeks": 7 * DAY,
    "month": 30 * DAY,
    "months": 30 * DAY,
}
_PART: Final = re.compile(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]+)", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d)", re.ASCII)
_LONGEST: Final = 3660 * DAY
_FIX: Final = "write it like 90s, 5m, 1h30m, 2 days or hh:mm:ss"


def _refused(value: object, why: str, fix: str = _FIX) -> PydanticCustomError:
    shown = str(value)
    if len(shown) > 40:
        shown = shown[:37] + "..."
    return PydanticCustomError("bad-duration", "{text}", {"text": f"{shown!r} {why}", "fix": fix})


def parse_duration(value: object) -> Micros:
    """Microseconds for a duration as people write it: `90s`, `5m`, `1h30m`, `2 days`, `hh:mm:ss`.

    A month counts as 30 days. Raises a validation error that says how to write it.
    """
    if isinstance(value, bool) or not isinstance(value, str):
        if isinstance(value, int) and not isinstance(value, bool):
            if value == 0:
                return 0
            raise _refused(value, "has no unit", f"did you mean {value}m or {value}s?")
        raise _refused(value, "is not a duration")
    text = value.strip().lower()
    if text == "0":
        return 0
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return hours * HOUR + minutes * MINUTE + seconds * SECOND
    return _sum_of_parts(value, text)


def _sum_of_parts(value: str, text: str) -> Micros:
    total, position = 0, 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            if text.isascii() and text.isdigit():
                raise _refused(value, "has no unit", f"did you mean {text[:9]}m or {text[:9]}s?")
            raise _refused(value, "is not a duration")
        unit = _UNITS.get(part[2])
        if unit is None:
            raise _refused(value, f"has an unknown unit {part[2][:20]!r}")
        whole, _, fraction = part[1].partition(".")
        total += int(whole) * unit + (int(fraction.ljust(6, "0")) * unit // SECOND if fraction else 0)
        position = part.end()
    if not text:
        raise _refused(value, "is empty")
    if total > _LONGEST:
        raise _refused(value, "is longer than ten years")
    return total


_SCHEMA: Final = {
    "type": "string",
    "description": "90s, 5m, 1h30m, 2 days or hh:mm:ss",
    "pattern": r"^\s*(\d{1,4}:[0-5]\d:[0-5]\d|0|(\d+(\.\d+)?\s*[A-Za-z]+\s*)+)$",
}
Duration = Annotated[int, BeforeValidator(parse_duration), WithJsonSchema(_SCHEMA)]
"""A duration in a file, held as microseconds."""


def _span(value: object) -> Micros:
    """A duration that a person wrote or, being at least a second, the microseconds that a journal holds."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= SECOND:
        return value
    span = parse_duration(value)
    if 0 < span < SECOND:
        # A journal could not tell it from a number without a unit.
        raise _refused(value, "is shorter than a second", "write a second or more")
    return span


Span = Annotated[int, BeforeValidator(_span), WithJsonSchema(_SCHEMA, mode="validation")]
"""A duration in an act: written like `Duration`, stored in the journal as microseconds."""


def seconds(micros: Micros) -> float:
    """Seconds for a report: a whole number where it is one."""
    return micros // SECOND if micros % SECOND == 0 else micros / SECOND


def say_duration(micros: Micros) -> str:
    """A duration in words, to the second: `45 s`, `4 min 05 s`, `1 h 20 min`, `3 days`."""
    whole = abs(micros) // SECOND
    sign = "-" if micros < 0 else ""
    if whole < 60:
        return f"{sign}{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{sign}{minutes} min" + (f" {rest:02d} s" if rest else "")
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{sign}{hours} h" + (f" {minutes:02d} min" if minutes else "")
    days, hours = divmod(hours, 24)
    return f"{sign}{days} days" + (f" {hours} h" if hours else "")
