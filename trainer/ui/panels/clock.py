"""The exercise clock, large: time, what the clock is doing, and the wall clock small beside it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels.painted import Painted, announce, draw_text
from trainer.ui.words import format_clock, spell_duration

__all__ = ["BigClock", "ClockState"]

ClockState = Literal["running", "paused", "not_started", "ended"]
Size = Literal["bar", "panel", "room"]


class _Face(NamedTuple):
    word: str
    icon: str
    status: Status
    ink: str


_FACES: dict[ClockState, _Face] = {
    "running": _Face("Running", "play", "ok", "text"),
    "paused": _Face("Paused", "pause", "warn", "text"),
    "not_started": _Face("Not started", "clock", "neutral", "muted"),
    "ended": _Face("Ended", "stop", "neutral", "muted"),
}
_FACTORS: dict[Size, float] = {"bar": 1.9, "panel": 3.4, "room": 6.0}


class BigClock(Painted):
    """Shows what it is told with `show_time`; it does not count by itself.

    `bar` is one line for a tool bar, `panel` stands in a card, `room` fills the room it is given.
    """

    def __init__(self, size: Size = "panel", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: Size = size
        self._elapsed_s = 0.0
        self._state: ClockState = "not_started"
        self._wall = ""
        grows = QSizePolicy.Policy.Expanding if size == "room" else QSizePolicy.Policy.Fixed
        self.setSizePolicy(grows, grows)
        self._say()

    def show_time(self, elapsed_s: float, state: ClockState, wall: str = "") -> None:
        """Show seconds on the exercise clock, what the clock does, and the wall clock as written, if any."""
        before = self._shown()
        hinted = self.sizeHint()
        self._elapsed_s, self._state, self._wall = elapsed_s, state, wall
        if self._shown() == before:
            return
        self._say()
        if self.sizeHint() != hinted:
            self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The time as shown."""
        return format_clock(self._elapsed_s)

    def state_text(self) -> str:
        """What the clock does, as shown."""
        return _FACES[self._state].word

    def _shown(self) -> tuple[str, str, str]:
        return self.text(), self.state_text(), self._wall

    def _say(self) -> None:
        # Once a minute is often enough for a reader; the state at once.
        minutes = int(self._elapsed_s // 60) * 60
        announce(self, f"Exercise clock, {self.state_text().lower()}, {spell_duration(minutes)}")

    def _digits(self) -> QFont:
        made = look.font("strong", tabular=True)
        made.setPointSizeF(made.pointSizeF() * _FACTORS[self._size])
        if self._size == "room" and self.height() > 0:
            made.setPixelSize(self._room_pixels(made))
        return made

    def _room_pixels(self, font: QFont) -> int:
        trial = QFont(font)
        trial.setPixelSize(100)
        wide = QFontMetricsF(trial).horizontalAdvance(self._widest())
        return max(look.tokens().px(24), int(min(self.height() * 0.62, self.width() * 96 / wide)))

    def _caption(self) -> QFont:
        made = look.font("strong" if self._size != "bar" else "caption", tabular=True)
        if self._size == "room":
            made.setPixelSize(max(look.tokens().px(15), int(self.height() * 0.13)))
        return made

    def _widest(self) -> str:
        return "0" * (len(self.text()) - self.text().count(":")) + ":" * self.text().count(":")

    def _caption_width(self) -> float:
        metrics = QFontMetricsF(self._caption())
        words = max((face.word for face in _FACES.values()), key=metrics.horizontalAdvance)
        side = metrics.height() * 0.9 + look.tokens().px(5)
        return side + max(metrics.horizontalAdvance(words), metrics.horizontalAdvance(self._wall) - side)

    def sizeHint(self) -> QSize:
        """What time, state and wall clock need."""
        px = look.tokens().px
        digits = look.font("strong", tabular=True)
        digits.setPointSizeF(digits.pointSizeF() * _FACTORS[self._size])
        big = QFontMetricsF(digits)
        small = QFontMetricsF(look.font("strong"))
        wide = big.horizontalAdvance(self._widest())
        if self._size == "bar":
            return QSize(int(wide + px(12) + self._caption_width()) + 2, int(big.height()))
        lines = 2 if self._wall or self._size == "room" else 1
        wide = max(wide, self._caption_width())
        return QSize(int(wide) + px(8), int(big.capHeight() * 1.7 + small.height() * lines))

    def minimumSizeHint(self) -> QSize:
        """Room clocks may shrink; the others keep their size."""
        return QSize(look.tokens().px(160), look.tokens().px(80)) if self._size == "room" else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the clock."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._size == "bar":
            self._paint_bar(painter)
        else:
            self._paint_stack(painter)

    def _paint_state(self, painter: QPainter, rect: QRectF) -> None:
        face = _FACES[self._state]
        side = QFontMetricsF(self._caption()).height() * 0.9
        look.paint_icon(
            painter, face.icon, QRectF(rect.left(), rect.center().y() - side / 2, side, side), face.status
        )
        words = rect.adjusted(side + look.tokens().px(5), 0, 0, 0)
        draw_text(painter, words, face.word, self._caption(), look.colour(face.status))

    def _paint_bar(self, painter: QPainter) -> None:
        digits = self._digits()
        wide = QFontMetricsF(digits).horizontalAdvance(self._widest())
        whole = QRectF(self.rect())
        ink = look.colour(_FACES[self._state].ink)
        draw_text(painter, whole.adjusted(0, 0, wide + 2 - whole.width(), 0), self.text(), digits, ink)
        side = whole.adjusted(wide + look.tokens().px(12), 0, 0, 0)
        line = QFontMetricsF(self._caption()).height()
        if not self._wall:
            self._paint_state(painter, side)
            return
        top = side.center().y() - line
        self._paint_state(painter, QRectF(side.left(), top, side.width(), line))
        below = QRectF(side.left(), top + line, side.width(), line)
        draw_text(painter, below, self._wall, self._caption(), look.colour("muted"))

    def _paint_stack(self, painter: QPainter) -> None:
        digits, caption = self._digits(), self._caption()
        line = QFontMetricsF(caption).height()
        middle = Qt.AlignmentFlag.AlignCenter if self._size == "room" else Qt.AlignmentFlag.AlignLeft
        body = QRectF(self.rect()).adjusted(0, line, 0, -line if self._wall or self._size == "room" else 0)
        painter.setFont(digits)
        painter.setPen(look.colour(_FACES[self._state].ink))
        painter.drawText(body, middle | Qt.AlignmentFlag.AlignVCenter, self.text())
        left = 0.0
        if self._size == "room":
            word = QFontMetricsF(caption).horizontalAdvance(self.state_text())
            left = (self.width() - word - line * 0.9) / 2
        self._paint_state(painter, QRectF(left, 0, self.width() - left, line))
        if self._wall:
            painter.setFont(caption if self._size == "room" else look.font("base", tabular=True))
            painter.setPen(look.colour("muted"))
            below = QRectF(0, self.height() - line, self.width(), line)
            painter.drawText(below, middle | Qt.AlignmentFlag.AlignVCenter, self._wall)
