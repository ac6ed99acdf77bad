"""Words as large as fit: the display is read from five metres, whatever screen it is on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy

from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels import Painted

__all__ = ["ROOMY", "BigText", "Size", "least_pixels", "unit_of"]

_WIDE, _HIGH = 1920, 1080
_LEAST_UNIT = 0.25
ROOMY = 0.52
"""Below this size of the display, in shares of 1920 x 1080, what matters less gives way, as the letters cannot."""
_BULLET = "•  "
_SMALLEST = 15
"""Pixels at 96 dots per inch: 11 pt, the least that is ever shown."""


def unit_of(width: int, height: int) -> float:
    """Screen pixels for one pixel of a 1920 x 1080 display."""
    return max(_LEAST_UNIT, min(width / _WIDE, height / _HIGH))


def least_pixels() -> int:
    """The smallest letters of the display in screen pixels. They follow the screen, not the zoom of the program."""
    return max(_SMALLEST, round(_SMALLEST * look.tokens().scale * 100 / look.zoom()))


@dataclass(frozen=True)
class Size:
    """Letter heights of a text in pixels of a 1920 x 1080 display: as large as `most`, never below `least`."""

    most: float
    least: float

    def pixels(self, unit: float) -> tuple[int, int]:
        """Largest and smallest in screen pixels."""
        floor = least_pixels()
        return max(floor, round(self.most * unit)), max(floor, round(self.least * unit))


class BigText(Painted):
    """A wrapped text that takes the largest size at which it fits; what is too long even then ends in `…`.

    `grows` gives it all the room there is; otherwise it is as high as its words need, `lines` lines at most.
    """

    def __init__(
        self, size: Size, step: Step = "base", ink: str = "text", grows: bool = False, lines: int = 3
    ) -> None:
        super().__init__()
        self._size, self._step, self._ink, self._grows, self._lines = size, step, ink, grows, lines
        self._unit = 1.0
        self._text = ""
        self._fitted: int | None = None
        vertical = QSizePolicy.Policy.Expanding if grows else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        policy.setHeightForWidth(not grows)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """The words shown."""
        return self._text

    def show_text(self, text: str, ink: str = "") -> None:
        """Show other words; `ink` is another tint."""
        self._ink = ink or self._ink
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.relook()
            self.updateGeometry()
        self.update()

    def set_size(self, size: Size) -> None:
        """Take letters of other heights."""
        if size != self._size:
            self._size = size
            self.relook()
            self.updateGeometry()
            self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        if unit != self._unit:
            self._unit = unit
            self.relook()
            self.updateGeometry()
            self.update()

    def relook(self) -> None:
        """Forget the size that fitted."""
        self._fitted = None

    def font_pixels(self) -> int:
        """Height of the letters as shown, in screen pixels."""
        if self._fitted is None:
            self._fitted = self._fit(self.width(), self.height())
        return self._fitted

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return not self._grows

    def heightForWidth(self, width: int) -> int:
        """Height of the words at the largest size, or of as many lines of it as there may be."""
        font = self._font(self._size.pixels(self._unit)[0])
        return int(min(_height(self._text, font, width), _height("X", font, width) * self._lines)) + 2

    def sizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(200, self.heightForWidth(max(200, self.width())) if not self._grows else 120)

    def minimumSizeHint(self) -> QSize:
        """One line at the smallest size."""
        metrics = QFontMetricsF(self._font(self._size.pixels(self._unit)[1]))
        return QSize(80, int(metrics.lineSpacing()) if self._text else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self.relook()

    def _font(self, pixels: int) -> QFont:
        font = look.font(self._step)
        font.setPixelSize(pixels)
        return font

    def _fit(self, width: int, height: int) -> int:
        most, least = self._size.pixels(self._unit)
        low, high = least, most
        while low < high:
            middle = (low + high + 1) // 2
            if _height(self._text, self._font(middle), width) <= height and self._words_fit(middle, width):
                low = middle
            else:
                high = middle - 1
        return low

    def _words_fit(self, pixels: int, width: int) -> bool:
        """Figures in columns must keep their lines; other words must at least not be broken inside."""
        metrics = QFontMetricsF(self._font(pixels))
        parts = self._text.splitlines() if self._step == "mono" else self._text.split()
        return all(metrics.horizontalAdvance(part) <= width for part in parts)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines that fit."""
        painter = QPainter(self)
        painter.setPen(look.colour(self._ink))
        _draw(painter, QRectF(self.rect()), self._text, self._font(self.font_pixels()))


def _layout(text: str, font: QFont, width: float) -> tuple[QTextLayout, float]:
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = 0.0
    hang = QFontMetricsF(font).horizontalAdvance(_BULLET)
    between = QFontMetricsF(font).height() * 0.3
    shown, bullet = layout.text(), False
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        start = line.textStart()
        begins = start == 0 or shown[start - 1] == "\u2028"
        if begins:
            bullet = shown.startswith(_BULLET, start)
            height += between if bullet and start else 0
        left = hang if bullet and not begins else 0.0
        line.setLineWidth(max(1.0, width - left))
        line.setPosition(QPointF(left, height))
        height += line.height()
        line = layout.createLine()
    layout.endLayout()
    return layout, height


def _height(text: str, font: QFont, width: float) -> float:
    return _layout(text, font, width)[1] if text else 0.0


def _draw(painter: QPainter, area: QRectF, text: str, font: QFont) -> None:
    layout, height = _layout(text, font, area.width())
    if height <= area.height() + 1:
        layout.draw(painter, area.topLeft())
        return
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        following = layout.lineAt(number + 1) if number + 1 < layout.lineCount() else None
        if following is not None and following.y() + following.height() > area.height():
            rest = layout.text()[line.textStart() :].replace("\u2028", " ")
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(QPointF(area.left(), area.top() + line.y() + metrics.ascent()), shown)
            return
        line.draw(painter, area.topLeft())
