"""Titles of services on the map, in the little room that a box has."""

from __future__ import annotations

import re
from collections import Counter

from PySide6.QtCore import Qt

from trainer.ui import look

__all__ = ["on_one_line", "wrapped"]


def on_one_line(titles: dict[str, str], room: int) -> dict[str, tuple[str, ...]]:
    """Titles on one line; those that would look the same keep their end, where such names differ ("site A")."""
    shown = {name: wrapped(title, room, 1) for name, title in titles.items()}
    often = Counter(shown.values())
    return {
        name: words if often[words] == 1 else wrapped(titles[name], room, 1, Qt.TextElideMode.ElideMiddle)
        for name, words in shown.items()
    }


def wrapped(
    title: str, room: int, lines: int, way: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> tuple[str, ...]:
    """A title on up to so many lines of `room` pixels.

    Where it is too long, what stands in brackets at its end goes first; `way` says what else is left out.
    """
    metrics = look.metrics("strong")
    if metrics.horizontalAdvance(title) > room:
        title = re.sub(r"(?<=\S)\s*\([^()]*\)$", "", title)
    found: list[str] = []
    words = title.split()
    while words and len(found) < lines - 1:
        count = next(
            (n for n in range(len(words), 0, -1) if metrics.horizontalAdvance(" ".join(words[:n])) <= room), 0
        )
        if not count:
            break
        found.append(" ".join(words[:count]))
        words = words[count:]
    if words:
        found.append(metrics.elidedText(" ".join(words), way, room))
    return tuple(found)
