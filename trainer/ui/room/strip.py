"""The strip along the top: what is played, the severity, the clock, and below it who holds which role."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.look import Status, Step
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import announce, draw_text, rounded
from trainer.ui.room.big import BigText, Size, least_pixels
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
        return QFontMetricsF(_sized("strong", 40 * self._unit)), QFontMetricsF(
            _sized("base", 24 * self._unit)
        )

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
            _sized("strong", 40 * self._unit),
            ink,
        )
        below = QRectF(left, top + big.height(), self.width(), small.height())
        draw_text(painter, below, self._below, _sized("base", 24 * self._unit), ink)


def _sized(step: Step, pixels: float) -> QFont:
    font = look.font(step)
    font.setPixelSize(max(least_pixels(), round(pixels)))
    return font


class _Holder(NamedTuple):
    title: str
    below: str
    lane: int
    taken: bool


class _Roles(Painted):
    """Who holds which role, side by side."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._holders: list[_Holder] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_holders(self, holders: list[_Holder]) -> None:
        """Show these."""
        self._holders = holders
        self.setAccessibleName("Roles: " + "; ".join(f"{item.title}, {item.below}" for item in holders))
        self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(
            300, int(QFontMetricsF(_sized("strong", 25 * self._unit)).height() * 2 + 22 * self._unit)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a field for each role."""
        if not self._holders:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = 12 * self._unit
        share, widths = self._widths(self.width() - gap * (len(self._holders) - 1))
        left = 0.0
        for holder, width in zip(self._holders, widths, strict=True):
            self._paint_one(painter, QRectF(left, 0, width, self.height()), holder, share)
            left += width + gap

    def _widths(self, room: float) -> tuple[float, list[float]]:
        """Letter size and widths at which every title has room."""
        for share in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6):
            title = QFontMetricsF(_sized("strong", 25 * share * self._unit))
            below = QFontMetricsF(_sized("base", 21 * share * self._unit))
            needs = [
                max(title.horizontalAdvance(item.title), below.horizontalAdvance(item.below))
                + 40 * self._unit
                for item in self._holders
            ]
            if sum(needs) <= room:
                break
        spare = (room - sum(needs)) / len(needs)
        return share, [need + spare for need in needs]

    def _paint_one(self, painter: QPainter, area: QRectF, holder: _Holder, share: float) -> None:
        unit, tokens = self._unit, look.tokens()
        colour = look.colour(tokens.role(holder.lane))
        edge = QPen(look.colour("border"), max(1.0, unit))
        rounded(painter, area, 10 * unit, look.colour("surface" if holder.taken else "window"), edge)
        bar = QRectF(area.left() + 10 * unit, area.top() + 12 * unit, 6 * unit, area.height() - 24 * unit)
        rounded(painter, bar, 3 * unit, colour if holder.taken else look.colour("border"))
        words = area.adjusted(26 * unit, 10 * unit, -10 * unit, -10 * unit)
        title, small = _sized("strong", 25 * share * unit), _sized("base", 21 * share * unit)
        half = words.height() / 2
        ink = look.colour("text" if holder.taken else "muted")
        draw_text(painter, QRectF(words.left(), words.top(), words.width(), half), holder.title, title, ink)
        below = QRectF(words.left(), words.top() + half, words.width(), half)
        draw_text(painter, below, holder.below, small, look.colour("muted"))


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
        self.roles = _Roles()
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
        parts: tuple[BigText | _SeverityPill | _Clock | _Roles, ...] = (
            self.title, self.kind, self.severity, self.clock, self.roles,
        )  # fmt: skip
        for part in parts:
            part.set_unit(unit)

    def show_told(self, told: Told) -> None:
        """Show title, severity and roles."""
        if told.briefing is not None:
            self.title.show_text(told.briefing.exercise)
            self.kind.show_text(f"{told.briefing.kind.capitalize()} exercise")
        since = "" if told.severity_at is None else f"since {format_clock(told.severity_at / SECOND)}"
        self.severity.show_severity(
            told.names.severity(told.severity) if told.severity else "", since, told.badness()
        )
        self.roles.show_holders(_holders(told))

    def show_time(self, now: Micros, told: Told) -> None:
        """Show the clock."""
        self.clock.show_time(now / SECOND, told.status)


def _holders(told: Told) -> list[_Holder]:
    roles = told.briefing.roles if told.briefing else ()
    made = []
    for lane, (role, title) in enumerate(roles):
        held = told.holders.get(role)
        if held is None:
            made.append(_Holder(title, "not announced", lane, False))
            continue
        by, at = held
        who = f"{told.names.role(by)}, " if by and by != role else ""
        made.append(_Holder(title, f"{who}since {format_clock(at / SECOND)}", lane, True))
    return made
