"""Values that people write with an operation: shares, numbers of replicas, limits, switches."""

from __future__ import annotations

from re import IGNORECASE, compile

from trainer.core.simulation import Effect

_LIMIT = compile(r"\b(?:limit|throttle|shed|let in)\b\D*(\d+(?:[.,]\d+)?)\s*(%?)", IGNORECASE)
_RETRIES = compile(r"\bretries\b\D*(\d{1,2})\b", IGNORECASE)
_TIMEOUT = compile(r"\btimeout\b\D*(\d+(?:\.\d+)?)\s*(ms|s|m)?\b", IGNORECASE)
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


def share_of(value: str | None) -> float | None:
    """A share as `30%` or `0.3`; None where it is neither."""
    text = (value or "").strip().replace(",", ".")
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def replicas_of(value: str | None) -> int | None:
    """A whole number from 1."""
    text = (value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text) else None


def limit_of(value: str | None) -> float | None:
    """The share of requests that a change of configuration lets in; None where it says nothing of that."""
    found = _LIMIT.search(value or "")
    if found is None:
        return None
    number = float(found[1].replace(",", "."))
    return min(1.0, number / 100 if found[2] or number > 1 else number)


def settings_of(value: str | None) -> Effect | None:
    """Retries and timeout that a change of configuration sets; None where it sets neither."""
    retries, timeout = _RETRIES.search(value or ""), _TIMEOUT.search(value or "")
    if retries is None and timeout is None:
        return None
    set_to: dict[str, int | str] = {}
    if retries is not None:
        set_to["retries"] = min(20, int(retries[1]))
    if timeout is not None:
        seconds = min(float(timeout[1]) * _UNITS[(timeout[2] or "s").lower()], 3_600.0)
        set_to["timeout"] = f"{max(1, round(seconds * 1_000))}ms"
    return Effect.model_validate(set_to)


def parsed_switch(value: str | None) -> tuple[str, bool | None]:
    """A flag and where it is set to: `new-checkout off`, `new-checkout=off`; None where that is not said."""
    words = (value or "").replace("=", " ").replace(":", " ").split()
    states = {"on": True, "off": False, "true": True, "false": False}
    if len(words) > 1 and words[-1].casefold() in states:
        return " ".join(words[:-1]), states[words[-1].casefold()]
    return " ".join(words), None
