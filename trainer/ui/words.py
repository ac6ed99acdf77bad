"""How lengths of time are written and spoken. Needs no Qt; seconds in, words out, nothing rounded up."""

from __future__ import annotations

__all__ = ["format_clock", "format_delta", "format_duration", "spell_duration"]

_MINUTE = 60
_HOUR = 3_600
_DAY = 86_400
NOTHING = "–"


def _whole(seconds: float) -> int:
    """Whole seconds that have fully passed; the sign is the caller's."""
    return int(abs(seconds))


def format_clock(seconds: float | None) -> str:
    """Seconds as a clock: `04:05`, from one hour on `1:04:05`; `–` when there is none."""
    if seconds is None:
        return NOTHING
    total = _whole(seconds)
    sign = "-" if seconds < 0 and total else ""
    hours, rest = divmod(total, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    return f"{sign}{hours}:{minutes:02}:{secs:02}" if hours else f"{sign}{minutes:02}:{secs:02}"


def format_delta(seconds: float) -> str:
    """Seconds as a signed difference from a target: `+1:20`, `-0:30`, `+1:02:03`."""
    total = _whole(seconds)
    sign = "-" if seconds < 0 and total else "+"
    hours, rest = divmod(total, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    return f"{sign}{hours}:{minutes:02}:{secs:02}" if hours else f"{sign}{minutes}:{secs:02}"


def _parts(seconds: float) -> list[tuple[int, str]]:
    total = _whole(seconds)
    days, rest = divmod(total, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, secs = divmod(rest, _MINUTE)
    return [(days, "d"), (hours, "h"), (minutes, "min"), (secs, "s")]


def format_duration(seconds: float | None) -> str:
    """Seconds as a length: `45 s`, `4 min 05 s`, `5 min`, `1 h 05 min`, `3 d`; `–` when there is none.

    Leading and trailing units that are nought are left out; what stands between is kept, so that
    `1 h 00 min 05 s` cannot be misread.
    """
    if seconds is None:
        return NOTHING
    parts = _parts(seconds)
    filled = [index for index, (count, _) in enumerate(parts) if count]
    if not filled:
        return "0 s"
    kept = parts[filled[0] : filled[-1] + 1]
    words = [f"{kept[0][0]} {kept[0][1]}", *(f"{count:02} {unit}" for count, unit in kept[1:])]
    return ("-" if seconds < 0 else "") + " ".join(words)


def spell_duration(seconds: float) -> str:
    """Seconds in full words, for assistive technology: `1 minute 5 seconds`."""
    names = {"d": "day", "h": "hour", "min": "minute", "s": "second"}
    words = [f"{count} {names[unit]}{'' if count == 1 else 's'}" for count, unit in _parts(seconds) if count]
    return ("minus " if seconds < 0 and words else "") + (" ".join(words) or "0 seconds")
