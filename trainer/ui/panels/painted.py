"""What the painted panels share: repainting on a change of look, and a few strokes of the brush."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from trainer.ui import look

__all__ = ["LEFT", "RIGHT", "Painted", "announce", "draw_text", "focus_ring", "rounded"]

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)


class Painted(QWidget):
    """A widget that draws itself by the tokens; `relook` is called whenever the look changed."""

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again when palette, style or font changed."""
        super().changeEvent(event)
        if event.type() in _LOOKS:
            self.relook()
            self.updateGeometry()
            self.update()

    def relook(self) -> None:
        """Forget what was measured under the old look."""


def announce(widget: QWidget, name: str) -> None:
    """Give a widget a new accessible name when it is another; Qt tells assistive technology."""
    if widget.accessibleName() != name:
        widget.setAccessibleName(name)


def rounded(
    painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, edge: QPen | None = None
) -> None:
    """A rounded rectangle, filled, edged, or both; the edge lies inside `rect`."""
    if edge is not None:
        half = edge.widthF() / 2
        rect = rect.adjusted(half, half, -half, -half)
    painter.setPen(edge if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, radius, radius)


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> None:
    """The ring that says where the keyboard is."""
    rounded(painter, rect, radius, None, QPen(look.colour("focus"), look.tokens().px(2)))


def draw_text(painter: QPainter, rect: QRectF, text: str, font: QFont, ink: QColor) -> float:
    """One line of text, left, elided to `rect`; returns the width it took."""
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, LEFT, shown)
    return metrics.horizontalAdvance(shown)
