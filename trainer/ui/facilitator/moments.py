"""The times at the end of a typed line: `30s ago`, `next in 20m`. Needs no Qt."""

from __future__ import annotations

import re
from typing import Final

from trainer.core.time import Micros, parse_duration

__all__ = ["cut_ago", "cut_next"]

_AGO: Final = re.compile(r"\s+(\d{1,4})\s*(s|sec|seconds|m|min|minutes)\s+ago\s*$", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"[\s,.;]+next(?:\s+update)?(?:\s+in)?\s+(\d{1,4}\s*(?:s|m|min|h)\w*)\.?\s*$", re.IGNORECASE
)


def cut_ago(line: str) -> tuple[str, Micros]:
    """A line without how long ago it happened, and that time; 0 where it says none."""
    found = _AGO.search(line)
    if found is None:
        return line, 0
    return line[: found.start()] + " ", parse_duration(f"{found[1]}{found[2][0].lower()}")


def cut_next(text: str) -> tuple[str, Micros | None]:
    """The words of an update without when the next one comes, and that time; None where they say none."""
    found = _NEXT.search(f" {text}")
    if found is None:
        return text, None
    return f" {text}"[: found.start()], parse_duration(found[1])
