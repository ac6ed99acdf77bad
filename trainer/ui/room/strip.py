"""The strip along the top: what is played, the severity, the clock, and below it who holds which role."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from trainer.core.script_parts import Kind
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import announce, draw_text, rounded
from trainer.ui.room.big import BigText, Size, least_pixels
from trainer.ui.room.roles import Roles, holders, sized
from trainer.ui.seat_words import Told
from trainer.ui.words import format_clock, spell_duration

__all__ = ["Strip"]

_STATES: dict[str, tuple[str, str, Status]] = {
    "not_started": ("Not started", "clock", "neutral"),
    "running": ("Running", "play", "ok"),
    "paused": ("Paused", "pause", "warn"),
    "ended": ("Ended", "stop", "neutral"),
}


class _Clock(Painted):
    """The exercise clock, in figures that the last row can read."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._text, self._state = format_clock(0), "not_started"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_time(self, seconds: float, state: str) -> None:
        """Show a reading."""
        text = format_clock(seconds)
        if (text, state) == (self._text, self._state):
            return
        wider = len(text) != len(self._text)
        self._text, self._state = text, state
        word = _STATES[state][0].lower()
        announce(self, f"Exercise clock, {word}, {spell_duration(int(seconds // 60) * 60)}")
        if wider:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The reading as shown."""
        return self._text

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self, pixels: float, tabular: bool = True) -> tuple[QFont, QFontMetricsF]:
        font = look.font("strong", tabular)
        font.setPixelSize(max(least_pixels(), round(pixels * self._unit)))
        return font, QFontMetricsF(font)

    def sizeHint(self) -> QSize:
        """Figures, and the state below them."""
        _, big = self._font(92)
        _, small = self._font(24)
        return QSize(
            int(big.horizontalAdvance("0" * len(self._text))) + 2,
            int(big.capHeight() * 1.35 + small.height()),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw figures and state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, metrics = self._font(92)
        word, icon, status = _STATES[self._state]
        painter.setFont(font)
        painter.setPen(look.colour("text" if self._state == "running" else status))
        width = metrics.horizontalAdvance(self._text)
        base = metrics.capHeight() * 1.15
        painter.drawText(QPointF(self.width() - width, base), self._text)
        small, below = self._font(24, tabular=False)
        side = below.height() * 0.8
        left = self.width() - below.horizontalAdvance(word) - side - 6
        line = QRectF(left, base + below.height() * 0.25, self.width() - left, below.height())
        look.paint_icon(painter, icon, QRectF(left, line.center().y() - side / 2, side, side), status)
        draw_text(painter, line.adjusted(side + 6, 0, 2, 0), word, small, look.colour(status))


class _SeverityPill(Painted):
    """The severity in force, large."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._text, self._below, self._set = "Severity not set", "", False
        self._status: Status = "neutral"
        self.setAccessibleName(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_severity(self, words: str, since: str, status: Status) -> None:
        """Show a severity, since when it holds and how loud it is; empty words mean that none was set."""
        self._status = status
        self._set = bool(words)
        self._text, self._below = words or "Severity not set", since
        self.setAccessibleName(f"Severity {words}, {since}" if words else self._text)
        self.updateGeometry()
        self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _fonts(self) -> tuple[QFontMetricsF, QFontMetricsF]:
        return QFontMetricsF(sized("strong", 40 * self._unit)), QFontMetricsF(sized("base", 24 * self._unit))

    def sizeHint(self) -> QSize:
        """Words with air around them."""
        big, small = self._fonts()
        wide = max(big.horizontalAdvance(self._text), small.horizontalAdvance(self._below))
        return QSize(int(wide + 56 * self._unit), int(big.height() + small.height() + 20 * self._unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = look.tokens()
        shown = tokens.status(self._status)
        edge = (
            QPen(look.colour(shown.ink), max(1.0, 2 * self._unit))
            if self._set or tokens.scheme == "contrast"
            else None
        )
        rounded(painter, QRectF(self.rect()), 14 * self._unit, look.colour(shown.tint), edge)
        big, small = self._fonts()
        ink = look.colour(shown.ink)
        top = 10 * self._unit if self._below else (self.height() - big.height()) / 2
        left = 28 * self._unit
        draw_text(
            painter,
            QRectF(left, top, self.width(), big.height()),
            self._text,
            sized("strong", 40 * self._unit),
            ink,
        )
        below = QRectF(left, top + big.height(), self.width(), small.height())
        draw_text(painter, below, self._below, sized("base", 24 * self._unit), ink)


class Strip(QFrame):
    """Shows what it is told with `show_told` and `show_time`."""

    def __init__(self) -> None:
        super().__init__()
        look.mark(self, "panel", "bar")
        self.setAccessibleName("What is played, severity, clock, roles")
        self.title = BigText(Size(46, 26), "strong", lines=1)
        self.kind = BigText(Size(25, 20), ink="muted", lines=1)
        self.severity = _SeverityPill()
        self.clock = _Clock()
        self.roles = Roles()
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.kind)
        words.setSpacing(0)
        self._across = QHBoxLayout()
        self._across.addLayout(words, 1)
        self._across.addWidget(self.severity, 0, Qt.AlignmentFlag.AlignVCenter)
        self._across.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._across)
        self._column.addWidget(self.roles)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        edge = round(28 * unit)
        self._column.setContentsMargins(edge, round(18 * unit), edge, round(16 * unit))
        self._column.setSpacing(round(14 * unit))
        self._across.setSpacing(round(36 * unit))
        parts: tuple[BigText | _SeverityPill | _Clock | Roles, ...] = (
            self.title, self.kind, self.severity, self.clock, self.roles,
        )  # fmt: skip
        for part in parts:
            part.set_unit(unit)

    def show_told(self, told: Told) -> None:
        """Show title, severity and roles."""
        if told.briefing is not None:
            self.title.show_text(told.briefing.exercise)
            walks = told.briefing.kind == Kind.WALKTHROUGH
            kind = told.briefing.kind.capitalize()
            self.kind.show_text(kind if walks else f"{kind} exercise")
            # The procedure is verified; no severity is found, and nobody takes a role.
            self.severity.setVisible(not walks)
            self.roles.setVisible(not walks)
        since = "" if told.severity_at is None else f"since {format_clock(told.severity_at / SECOND)}"
        self.severity.show_severity(
            told.names.severity(told.severity) if told.severity else "", since, told.badness()
        )
        self.roles.show_holders(holders(told))

    def show_time(self, now: Micros, told: Told) -> None:
        """Show the clock."""
        self.clock.show_time(now / SECOND, told.status)
