"""Fonts: one family stack, one scale of sizes relative to the base, tabular figures where they count."""

from __future__ import annotations

from functools import cache
from typing import Literal

from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication

__all__ = ["BASE_POINTS", "Step", "base_font", "dots_scale", "font", "forget_fonts", "metrics"]

#: Base size in points at 96 dots per inch.
BASE_POINTS = 10.5
_FAMILIES = [
    "Inter", "SF Pro Text", ".AppleSystemUIFont", "Segoe UI Variable Text", "Segoe UI",
    "Noto Sans", "Cantarell", "Ubuntu", "Roboto", "DejaVu Sans", "Sans Serif",
]  # fmt: skip
_MONO = ["JetBrains Mono", "SF Mono", "Cascadia Mono", "Consolas", "Noto Sans Mono", "DejaVu Sans Mono"]

Step = Literal["caption", "base", "medium", "strong", "heading", "title", "display", "mono"]
_STEPS: dict[Step, tuple[float, QFont.Weight]] = {
    "caption": (0.87, QFont.Weight.Normal),
    "base": (1.0, QFont.Weight.Normal),
    "medium": (1.0, QFont.Weight.Medium),
    "strong": (1.0, QFont.Weight.DemiBold),
    "heading": (1.14, QFont.Weight.DemiBold),
    "title": (1.48, QFont.Weight.DemiBold),
    "display": (2.0, QFont.Weight.DemiBold),
    "mono": (0.95, QFont.Weight.Normal),
}


def dots_scale() -> float:
    """Logical dots per inch over 96; systems that count in 72 draw a point as a pixel and need no more."""
    screen = QGuiApplication.primaryScreen()
    return max(1.0, screen.logicalDotsPerInch() / 96) if screen else 1.0


def _base_points() -> float:
    screen = QGuiApplication.primaryScreen()
    counts_in_72 = screen is not None and screen.logicalDotsPerInch() < 80
    return BASE_POINTS * 96 / 72 if counts_in_72 else BASE_POINTS


def base_font(zoom: int) -> QFont:
    """The program's font at a zoom in per cent."""
    font = QFont()
    font.setFamilies(_FAMILIES)
    font.setPointSizeF(_base_points() * zoom / 100)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    return font


@cache
def _made(step: Step, tabular: bool) -> QFont:
    factor, weight = _STEPS[step]
    base = QGuiApplication.font()
    made = QFont(base)
    made.setPointSizeF(base.pointSizeF() * factor)
    made.setWeight(weight)
    if step == "mono":
        made.setFamilies(_MONO)
        made.setStyleHint(QFont.StyleHint.Monospace)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _measured(step: Step) -> QFontMetrics:
    return QFontMetrics(_made(step, False))


def forget_fonts() -> None:
    """Make fonts anew from the program's font, which changed. Painting asks for them too often to do so always."""
    _made.cache_clear()
    _measured.cache_clear()


def font(step: Step = "base", tabular: bool = False) -> QFont:
    """A font of the scale at the zoom in force, the caller's own; `tabular` gives all figures one width."""
    return QFont(_made(step, tabular))


def metrics(step: Step = "base") -> QFontMetrics:
    """How much room text in a font of the scale takes."""
    return _measured(step)
