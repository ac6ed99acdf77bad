"""Text laid out in lines of a width."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

__all__ = ["wrapped"]


def wrapped(text: str, font: QFont, width: float, most: int = 0) -> tuple[QTextLayout, float]:
    """The text in lines of `width` pixels, and its height; `most` cuts what needs more lines, with an ellipsis."""
    shown = text.replace("\n", "\u2028")
    layout, height, ends = _laid(shown, font, width)
    if most and len(ends) > most:
        kept, last = shown[: ends[most - 2]] if most > 1 else "", shown[ends[most - 2] if most > 1 else 0 :]
        cut = QFontMetricsF(font).elidedText(last, Qt.TextElideMode.ElideRight, width)
        layout, height, _ = _laid(kept + cut, font, width)
    return layout, height


def _laid(text: str, font: QFont, width: float) -> tuple[QTextLayout, float, list[int]]:
    """The text in lines, its height, and where each line ends."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height, ends = 0.0, []
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height()
        ends.append(line.textStart() + line.textLength())
        line = layout.createLine()
    layout.endLayout()
    return layout, height, ends
