"""The lines along the bottom: what was said and decided last."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from trainer.core.time import SECOND
from trainer.ui import look
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import draw_text
from trainer.ui.room.big import ROOMY, least_pixels
from trainer.ui.seat_words import Line, Told
from trainer.ui.words import format_clock

__all__ = ["Ticker"]

_LINES = 3


class Ticker(Painted):
    """Shows the newest lines, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._lines: list[tuple[Line, str, str]] = []
        self.setAccessibleName("Nothing was announced yet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, told: Told) -> None:
        """Show the last lines that everybody heard."""
        lines = [line for line in told.lines if line.aloud or line.icon == "info"][-_LINES:]
        self._lines = [(line, _who(line, told), _tint(line, told)) for line in reversed(lines)]
        said = "; ".join(_words(line, who) for line, who, _ in self._lines)
        self.setAccessibleName(f"Said last: {said}" if said else "Nothing was announced yet")
        self.update()

    def text(self) -> str:
        """The words shown."""
        return "\n".join(_words(line, who) for line, who, _ in self._lines)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self, strong: bool = False) -> QFont:
        font = look.font("strong" if strong else "base", tabular=True)
        font.setPixelSize(max(least_pixels(), round(26 * self._unit)))
        return font

    def sizeHint(self) -> QSize:
        """Room for the lines."""
        lines = _LINES if self._unit >= ROOMY else 1
        return QSize(300, int(QFontMetricsF(self._font()).height() * 1.3 * lines))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines; older ones are muted."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = QFontMetricsF(self._font()).height() * 1.3
        if not self._lines:
            area = QRectF(0, 0, self.width(), high)
            draw_text(
                painter, area, "What the team announces appears here.", self._font(), look.colour("muted")
            )
        for number, (line, who, tint) in enumerate(self._lines):
            self._paint_line(
                painter, QRectF(0, number * high, self.width(), high), (line, who, tint), number == 0
            )

    def _paint_line(
        self, painter: QPainter, area: QRectF, shown: tuple[Line, str, str], newest: bool
    ) -> None:
        line, who, tint = shown
        unit = self._unit
        when = format_clock(line.at / SECOND)
        clock = QFontMetricsF(self._font()).horizontalAdvance("0:00:00") + 12 * unit
        draw_text(
            painter,
            QRectF(area.left(), area.top(), clock, area.height()),
            when,
            self._font(),
            look.colour("muted"),
        )
        side = area.height() * 0.62
        sign = QRectF(area.left() + clock, area.center().y() - side / 2, side, side)
        look.paint_icon(painter, line.icon, sign, tint)
        left = sign.right() + 14 * unit
        if who:
            left += (
                draw_text(painter, area.adjusted(left, 0, 0, 0), who, self._font(True), look.colour(tint))
                + 14 * unit
            )
        detail = " ".join(line.detail.split())
        text = f"{line.title}: {detail}" if detail else line.title
        ink = look.colour("text" if newest else "muted")
        draw_text(painter, area.adjusted(left, 0, 0, 0), text, self._font(), ink)


def _who(line: Line, told: Told) -> str:
    return told.names.role(line.who) if line.who else ""


def _tint(line: Line, told: Told) -> str:
    lane = told.lane(line.who) if line.who else None
    return look.tokens().role(lane) if lane is not None else "muted"


def _words(line: Line, who: str) -> str:
    parts = (format_clock(line.at / SECOND), who, line.title, " ".join(line.detail.split()))
    return ", ".join(part for part in parts if part)
