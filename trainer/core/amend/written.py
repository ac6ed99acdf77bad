"""A plan as its file has it: keys and values as people write them, durations and dates as texts."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, Final

from pydantic import JsonValue

from trainer.core.model import Written
from trainer.core.time import DAY, HOUR, MINUTE, SECOND, Micros

_COUNTS: Final = frozenset({"level", "tier"})
"""The keys of a plan whose numbers are no durations."""


def written(part: Written) -> dict[str, JsonValue]:
    """A part of a plan as plain values, with the keys that its author gave, in the order of the format."""
    found: dict[str, JsonValue] = {}
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if name in part.model_fields_set and value is not None:
            found[info.alias or name] = value if name in _COUNTS else _plain(value)
    return found


def _plain(value: Any) -> JsonValue:
    if isinstance(value, Written):
        return written(value)
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, int) and not isinstance(value, bool):
        return duration(value)
    assert isinstance(value, str | bool | float | None)
    return value


def duration(micros: Micros) -> str:
    """A duration as a plan's author writes it: `90s`, `5m`, `1h30m`, `2 days`; read back it is the same."""
    days, rest = divmod(micros, DAY)
    if micros and not rest and days > 1:
        return f"{days} days"
    if micros < 2 * HOUR and micros % MINUTE == 0 and micros % HOUR:
        return f"{micros // MINUTE}m"
    if micros < 2 * MINUTE and micros % SECOND == 0:
        return f"{micros // SECOND}s"
    amounts = zip(("h", "m", "s", "ms"), _divided(micros), strict=True)
    return "".join(f"{amount}{unit}" for unit, amount in amounts if amount) or "0"


def _divided(micros: Micros) -> tuple[int, int, int, str]:
    hours, rest = divmod(micros, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    thousandths, rest = divmod(rest, 1_000)
    small = str(thousandths) if thousandths or rest else ""
    return hours, minutes, seconds, f"{small}.{rest:03d}" if rest else small
