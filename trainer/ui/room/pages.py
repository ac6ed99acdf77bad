"""The display when nothing is sent: the briefing before play, and the notices that play stands still or is over."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from trainer.core.visibility import Briefed
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import rounded
from trainer.ui.room.big import BigText, Size, least_pixels

__all__ = ["BriefingPage", "NoticePage"]


class _Panel(Painted):
    """A card with a heading and words."""

    def __init__(self, heading: str, size: Size) -> None:
        super().__init__()
        self._unit = 1.0
        self.heading = BigText(Size(30, 22), "strong", ink="accent")
        self.heading.show_text(heading)
        self.words = BigText(size, grows=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.words, 1)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        edge = round(32 * unit)
        self._column.setContentsMargins(edge, round(24 * unit), edge, round(24 * unit))
        self._column.setSpacing(round(14 * unit))
        self.heading.set_unit(unit)
        self.words.set_unit(unit)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(look.colour("border"), max(1.0, self._unit))
        rounded(painter, QRectF(self.rect()), 16 * self._unit, look.colour("surface"), edge)


class BriefingPage(Painted):
    """Situation at the left, rules and assumptions at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.situation = _Panel("The situation", Size(44, 22))
        self.rules = _Panel("The rules", Size(34, 19))
        self.assumptions = _Panel("What we assume", Size(34, 19))
        self._across = QHBoxLayout(self)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._right = QVBoxLayout()
        self._right.addWidget(self.rules)
        self._right.addWidget(self.assumptions)
        self._across.addWidget(self.situation, 1)
        self._across.addLayout(self._right, 1)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._across.setSpacing(round(20 * unit))
        self._right.setSpacing(round(20 * unit))
        for part in (self.situation, self.rules, self.assumptions):
            part.set_unit(unit)

    def show_briefing(self, briefing: Briefed) -> None:
        """Show what participants are told."""
        paragraphs = [" ".join(part.split()) for part in briefing.situation.split("\n\n")]
        self.situation.words.show_text("\n\n".join(part for part in paragraphs if part))
        self.rules.words.show_text("\n".join(f"•  {line}" for line in briefing.rules))
        self.assumptions.words.show_text("\n".join(f"•  {line}" for line in briefing.assumptions))
        for number, panel in enumerate((self.rules, self.assumptions)):
            # As high as its share of the words, and a little for heading and edge.
            self._right.setStretch(number, 150 + len(panel.words.text()))
        self.situation.setVisible(bool(briefing.situation.strip()))
        self.rules.setVisible(bool(briefing.rules))
        self.assumptions.setVisible(bool(briefing.assumptions))


class NoticePage(Painted):
    """One word over the whole display, with a line below it."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._word, self._line, self._icon = "", "", "pause"
        self._status: Status = "warn"

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.update()

    def show_notice(self, word: str, line: str, icon: str, status: Status) -> None:
        """Show another notice."""
        self._word, self._line, self._icon, self._status = word, line, icon, status
        self.setAccessibleName(f"{word}. {line}")
        self.update()

    def text(self) -> str:
        """The words shown."""
        return f"{self._word}. {self._line}"

    def _font(self, pixels: float, step: str) -> QFont:
        font = look.font("strong" if step == "strong" else "base")
        font.setPixelSize(max(least_pixels(), round(pixels * self._unit)))
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw sign, word and line in the middle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = look.tokens().status(self._status)
        edge = QPen(look.colour(shown.fill), max(1.0, 3 * self._unit))
        rounded(painter, QRectF(self.rect()), 16 * self._unit, look.colour(shown.tint), edge)
        word, line = self._font(150, "strong"), self._font(44, "base")
        wide = QFontMetricsF(word).horizontalAdvance(self._word) + 120 * self._unit
        if wide > self.width():
            word = self._font(150 * self.width() / wide, "strong")
        big, small = QFontMetricsF(word), QFontMetricsF(line)
        side = 150 * self._unit
        whole = side + big.height() + small.height() * 1.8
        top = (self.height() - whole) / 2
        look.paint_icon(painter, self._icon, QRectF((self.width() - side) / 2, top, side, side), shown.ink)
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.setFont(word)
        painter.setPen(look.colour(shown.ink))
        painter.drawText(QRectF(0, top + side, self.width(), big.height()), centre, self._word)
        painter.setFont(line)
        painter.setPen(look.colour("text"))
        below = QRectF(
            40, top + side + big.height() + small.height() * 0.4, self.width() - 80, small.height() * 2
        )
        painter.drawText(below, centre | Qt.TextFlag.TextWordWrap, self._line)
