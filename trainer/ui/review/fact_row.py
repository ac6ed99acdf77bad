"""A figure with what it means: its name and definition on the left, its value on the right; it opens its events."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels.painted import draw_text
from trainer.ui.review.links import Pressable
from trainer.ui.review.wrapped import wrapped

__all__ = ["FactLine", "FactRow"]

_SIGN = 14


@dataclass(frozen=True)
class FactLine:
    """What a row says: `about` is wrapped below the title, `note` stands below the value."""

    title: str
    value: str
    about: str = ""
    note: str = ""
    status: Status | None = None

    def spoken(self) -> str:
        """All of it, for assistive technology."""
        return ", ".join(part for part in (self.title, self.value, self.note, self.about) if part)


class FactRow(Pressable):
    """One figure; a chevron shows that it leads to the events it rests on."""

    def __init__(self, line: FactLine, leads: str, parent: QWidget | None = None) -> None:
        super().__init__(line.spoken(), leads, parent)
        self._line = line
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if not leads:
            self.setToolTip("It rests on no event of its own")

    def text(self) -> str:
        """Title and value."""
        return f"{self._line.title}: {self._line.value}"

    def _right(self) -> float:
        value = QFontMetricsF(look.font("strong", tabular=True)).horizontalAdvance(self._line.value)
        note = QFontMetricsF(look.font("caption", tabular=True)).horizontalAdvance(self._line.note)
        sign = look.tokens().px(20) if self._line.status else 0
        return max(value + sign, note) + look.tokens().px(2)

    def _room(self, width: float) -> float:
        px = look.tokens().px
        return max(float(px(100)), width - px(6 + 16 + 6 + _SIGN + 6) - self._right())

    def heightForWidth(self, width: int) -> int:
        """As high as the wrapped words, or the value with its note."""
        room = self._room(width)
        left = wrapped(self._line.title, look.font("medium"), room)[1]
        left += wrapped(self._line.about, look.font("caption"), room)[1] if self._line.about else 0
        right = look.metrics("strong").height() + (look.metrics("caption").height() if self._line.note else 0)
        return int(max(left, right)) + look.tokens().px(12)

    def sizeHint(self) -> QSize:
        """At a width that reads well."""
        width = look.tokens().px(460)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Words wrap down to this width."""
        px = look.tokens().px
        return QSize(px(140) + int(self._right()), look.metrics().height() + px(12))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw title and definition, value and note, and the chevron."""
        px, line = look.tokens().px, self._line
        top, room = rect.top() + px(6), self._room(rect.width())
        title, height = wrapped(line.title, look.font("medium"), room)
        painter.setPen(look.colour("text"))
        title.draw(painter, QPointF(rect.left() + px(6), top))
        if line.about:
            about, _ = wrapped(line.about, look.font("caption"), room)
            painter.setPen(look.colour("muted"))
            about.draw(painter, QPointF(rect.left() + px(6), top + height))
        right = rect.right() - px(6 + _SIGN + 6)
        self._draw_value(painter, right, top)
        if self.isEnabled():
            middle = top + look.metrics().height() / 2
            sign = QRectF(rect.right() - px(6 + _SIGN), middle - px(_SIGN) / 2, px(_SIGN), px(_SIGN))
            look.paint_icon(painter, "right", sign, "muted")

    def _draw_value(self, painter: QPainter, right: float, top: float) -> None:
        px, line = look.tokens().px, self._line
        font, small = look.font("strong", tabular=True), look.font("caption", tabular=True)
        wide, high = QFontMetricsF(font).horizontalAdvance(line.value) + 1, look.metrics("strong").height()
        draw_text(
            painter,
            QRectF(right - wide, top, wide, high),
            line.value,
            font,
            look.colour(line.status or "text"),
        )
        if line.status:
            side = px(14)
            sign = QRectF(right - wide - px(20), top + (high - side) / 2, side, side)
            look.paint_icon(painter, look.tokens().status(line.status).icon, sign, line.status)
        if line.note:
            wide = QFontMetricsF(small).horizontalAdvance(line.note) + 1
            below = QRectF(right - wide, top + high, wide, look.metrics("caption").height())
            draw_text(painter, below, line.note, small, look.colour("muted"))
