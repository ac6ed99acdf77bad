"""Painted figures of the summary: one bar divided by outcome with its legend, and a share of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.review.words import outcome_words

__all__ = ["Share", "ShareBar", "StackedBar"]

_BAR = 26
_ROW = 24


@dataclass(frozen=True)
class Share:
    """So many of one outcome; `about` says what the outcome means."""

    word: str
    count: int
    status: Status
    about: str


class StackedBar(Painted):
    """Counts side by side as one bar, and a legend below that names each with its sign."""

    def __init__(self, name: str, shares: Sequence[Share], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = tuple(shares)
        said = ", ".join(f"{share.count} {share.word}" for share in shares)
        self.setAccessibleName(f"{name}: {said}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _columns(self, width: int) -> int:
        widest = max(
            QFontMetricsF(look.font()).horizontalAdvance(f"00  {share.word}") for share in self._shares
        )
        return max(1, int(width // (widest + look.tokens().px(46))))

    def heightForWidth(self, width: int) -> int:
        """The bar and as many rows of legend as the width asks for."""
        px = look.tokens().px
        rows = -(-len(self._shares) // min(self._columns(width), len(self._shares)))
        return px(_BAR) + px(12) + rows * self._row()

    def _row(self) -> int:
        return max(look.tokens().px(_ROW), look.metrics().height() + look.tokens().px(6))

    def sizeHint(self) -> QSize:
        """At a width that reads well."""
        width = look.tokens().px(460)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The legend wraps down to this."""
        width = look.tokens().px(240)
        return QSize(width, look.tokens().px(_BAR))

    def _segments(self) -> list[tuple[QRectF, Share]]:
        whole, left = sum(share.count for share in self._shares), 0.0
        gap = look.tokens().px(2)
        room = self.width() - gap * (len(self._shares) - 1)
        found = []
        for share in self._shares:
            wide = room * share.count / whole
            found.append((QRectF(left, 0, wide, look.tokens().px(_BAR)), share))
            left += wide + gap
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw segments and legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter)
        px = look.tokens().px
        columns = min(self._columns(self.width()), len(self._shares))
        font = QFontMetricsF(look.font("strong", tabular=True))
        digits = max(font.horizontalAdvance(str(share.count)) for share in self._shares)
        wide, high = self.width() / columns, self._row()
        for place, share in enumerate(self._shares):
            top = px(_BAR) + px(12) + (place // columns) * high
            _paint_legend(painter, QRectF((place % columns) * wide, top, wide, high), share, digits)

    def _paint_bar(self, painter: QPainter) -> None:
        px = look.tokens().px
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(0, 0, self.width(), px(_BAR)), px(6), px(6))
        painter.save()
        painter.setClipPath(clip)
        font = look.font("strong", tabular=True)
        for rect, share in self._segments():
            painter.fillRect(rect, _fill(share))
            number = str(share.count)
            if QFontMetricsF(font).horizontalAdvance(number) + px(6) <= rect.width():
                painter.setFont(font)
                painter.setPen(look.colour("on_role"))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, number)
        painter.restore()

    def event(self, event: QEvent) -> bool:
        """Say what a segment means under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            where = QPointF(event.pos())
            found = next((share for rect, share in self._segments() if rect.contains(where)), None)
            QToolTip.showText(
                event.globalPos(), f"{found.count} {found.word}: {found.about}" if found else "", self
            )
            return True
        return super().event(event)


_SHADES = {
    "wrong role": 1.0,
    "out of order": 0.78,
    "late": 0.6,
    "prompted": 1.0,
    "improvised equivalent": 0.7,
}


def _fill(share: Share) -> QColor:
    fill = look.colour(f"fill:{share.status}")
    fill.setAlphaF(_SHADES.get(share.word, 1.0))
    return fill


def _paint_legend(painter: QPainter, rect: QRectF, share: Share, digits: float) -> None:
    px = look.tokens().px
    side = px(14)
    square = QRectF(rect.left(), rect.center().y() - side / 2, side, side)
    rounded(painter, square, px(3), _fill(share))
    words = rect.adjusted(side + px(8), 0, -px(8), 0)
    number = f"{share.count}"
    used = digits - QFontMetricsF(look.font("strong", tabular=True)).horizontalAdvance(number)
    draw_text(
        painter, words.adjusted(used, 0, 0, 0), number, look.font("strong", tabular=True), look.colour("text")
    )
    rest = words.adjusted(digits + px(8), 0, 0, 0)
    draw_text(painter, rest, outcome_words(share.word), look.font(), look.colour("muted"))


class ShareBar(Painted):
    """A count of a whole as words and a bar."""

    def __init__(self, title: str, count: int, whole: int, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._count, self._whole = title, count, whole
        self.setAccessibleName(
            f"{title}: {count} {about}" if not whole else f"{title}: {count} of {whole} {about}"
        )
        self.setToolTip(f"{count} of {whole} {about}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The figure as written."""
        return f"{self._count} of {self._whole}" if self._whole else "none judged"

    def sizeHint(self) -> QSize:
        """A line of words and the bar."""
        px = look.tokens().px
        return QSize(px(280), look.metrics().height() + px(6 + 6 + 6))

    def minimumSizeHint(self) -> QSize:
        """Words are elided down to this."""
        return QSize(look.tokens().px(180), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and bar."""
        px = look.tokens().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QRectF(0, 0, self.width(), look.metrics().height())
        font = look.font("strong", tabular=True)
        wide = QFontMetricsF(font).horizontalAdvance(self.text()) + 1
        draw_text(
            painter, line.adjusted(line.width() - wide, 0, 0, 0), self.text(), font, look.colour("text")
        )
        draw_text(
            painter, line.adjusted(0, 0, -wide - px(8), 0), self._title, look.font(), look.colour("text")
        )
        track = QRectF(0, line.bottom() + px(6), self.width(), px(6))
        rounded(painter, track, track.height() / 2, look.colour("track"))
        if self._whole and self._count:
            reached = QRectF(track)
            reached.setWidth(max(track.height(), track.width() * self._count / self._whole))
            rounded(painter, reached, track.height() / 2, look.colour("fill:info"))
