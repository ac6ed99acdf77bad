"""The outlines of the marks on the swim lanes, as SVG path data. All measures are in units of the viewBox."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

HALF: Final = 9.0
"""half the height of every mark"""
PIN_TIP: Final = 4.0
"""how far the tip of a pin hangs below it"""


def number(value: float) -> str:
    """A coordinate as SVG wants it: at most one decimal, and no `.0`."""
    return f"{round(value, 1):g}"


def outline(shape: str, x: float, y: float, width: float) -> str:
    """The outline of a mark of a shape around its centre; a shape that is unknown is drawn as a pill."""
    return _SHAPES.get(shape, _pill)(x, y, width / 2)


def _path(*parts: str | float) -> str:
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def _pill(x: float, y: float, half: float) -> str:
    straight = half - HALF
    arc = _path("a", HALF, HALF, "0 0 1 0")
    return _path(
        "M", x - straight, y - HALF, "h", 2 * straight, arc, 2 * HALF, "h", -2 * straight, arc, -2 * HALF, "z"
    )


def _box(x: float, y: float, half: float) -> str:
    return _path("M", x - half, y - HALF, "h", 2 * half, "v", 2 * HALF, "h", -2 * half, "z")


def _pointed(x: float, y: float, half: float) -> str:
    inner = half - 5
    return _path(
        "M", x - half, y, "L", x - inner, y - HALF, "H", x + inner, "L", x + half, y,
        "L", x + inner, y + HALF, "H", x - inner, "z",
    )  # fmt: skip


def _pin(x: float, y: float, half: float) -> str:
    return _path(
        "M", x - half, y - HALF, "h", 2 * half, "v", 2 * HALF, "H", x + 4,
        "L", x, y + HALF + PIN_TIP, "L", x - 4, y + HALF, "H", x - half, "z",
    )  # fmt: skip


def _cross(x: float, y: float, half: float) -> str:
    arm = min(half, HALF) - 4.5
    return _path("M", x - arm, y - arm, "L", x + arm, y + arm, "M", x + arm, y - arm, "L", x - arm, y + arm)


_SHAPES: Final[Mapping[str, Callable[[float, float, float], str]]] = {
    "inject": _pin,
    "action": _pill,
    "decision": _pointed,
    "observation": _box,
    "plan": _box,
    "clock": _pill,
    "system": _pill,
    "several": _pill,
    "missed": _cross,
}
