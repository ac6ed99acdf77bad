"""Painted figures of the summary: a bar divided by outcome, its legend, shares; each opens what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolTip, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.review.links import Pressable
from trainer.ui.review.words import outcome_words

__all__ = ["Legend", "Share", "ShareBar", "StackedBar"]

_BAR = 26


@dataclass(frozen=True)
class Share:
    """So many of one outcome or standing; `about` says what it means."""

    word: str
    count: int
    status: Status
    about: str


class StackedBar(Painted):
    """Counts side by side as one bar. A click on a segment opens what it counts, as its line of the legend does."""

    chosen = Signal(str)

    def __init__(self, name: str, shares: Sequence[Share], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares = tuple(shares)
        said = ", ".join(f"{share.count} {share.word}" for share in shares)
        self.setAccessibleName(f"{name}: {said}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """At a width that reads well."""
        return QSize(look.tokens().px(460), look.tokens().px(_BAR))

    def minimumSizeHint(self) -> QSize:
        """The bar shrinks down to this."""
        return QSize(look.tokens().px(240), look.tokens().px(_BAR))

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

    def _at(self, where: QPointF) -> Share | None:
        return next((share for rect, share in self._segments() if rect.contains(where)), None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the segments, each with its number where there is room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = look.tokens().px
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(0, 0, self.width(), px(_BAR)), px(6), px(6))
        painter.setClipPath(clip)
        font = look.font("strong", tabular=True)
        for rect, share in self._segments():
            painter.fillRect(rect, _fill(share))
            number = str(share.count)
            if QFontMetricsF(font).horizontalAdvance(number) + px(6) <= rect.width():
                painter.setFont(font)
                painter.setPen(look.colour("on_role"))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what a segment counts."""
        share = self._at(event.position())
        if share is not None and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(share.word)

    def event(self, event: QEvent) -> bool:
        """Say what a segment means under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(), f"{found.count} {found.word}: {found.about}" if found else "", self
            )
            return True
        return super().event(event)


class Legend(QWidget):
    """What the segments of a bar are, each with its sign and number, in as many columns as there is room for."""

    chosen = Signal(str)

    def __init__(self, shares: Sequence[Share], leads: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.tokens().px(2))
        digits = max(len(str(share.count)) for share in shares)
        self._lines = [_LegendLine(share, digits, leads) for share in shares]
        for line in self._lines:
            line.opens(partial(self.chosen.emit, line.share.word))
        self._columns = 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One column must fit."""
        return QSize(
            max(line.minimumSizeHint().width() for line in self._lines), super().minimumSizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        widest = max(line.sizeHint().width() for line in self._lines)
        columns = max(1, min(len(self._lines), self.width() // (widest + look.tokens().px(4))))
        if columns == self._columns:
            return
        for number in range(max(columns, self._columns)):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns
        for place, line in enumerate(self._lines):
            self._grid.addWidget(line, place // columns, place % columns)


class _LegendLine(Pressable):
    """One kind of outcome: its square, its number, its word."""

    def __init__(self, share: Share, digits: int, leads: str) -> None:
        super().__init__(f"{share.count} {share.word}", leads)
        self.share, self._digits = share, digits
        self.setToolTip(f"{share.count} {share.word}: {share.about}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Number and word."""
        return f"{self.share.count} {outcome_words(self.share.word)}"

    def _number(self) -> float:
        return QFontMetricsF(look.font("strong", tabular=True)).horizontalAdvance("0" * self._digits)

    def sizeHint(self) -> QSize:
        """One line."""
        px = look.tokens().px
        words = look.metrics().horizontalAdvance(outcome_words(self.share.word))
        return QSize(px(4 + 14 + 8 + 8 + 12) + int(self._number()) + words, look.metrics().height() + px(8))

    def minimumSizeHint(self) -> QSize:
        """The whole line."""
        return self.sizeHint()

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw square, number and word."""
        _paint_legend(painter, rect.adjusted(look.tokens().px(4), 0, 0, 0), self.share, self._number())


_SHADES = {
    "wrong role": 1.0,
    "out of order": 0.78,
    "late": 0.6,
    "prompted": 1.0,
    "improvised equivalent": 0.7,
    "otherwise": 1.0,
    "does not fit": 0.78,
    "in part": 0.6,
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


class ShareBar(Pressable):
    """A count of a whole as words and a bar, that opens what it counts."""

    def __init__(
        self, title: str, figure: tuple[int, int], about: str, leads: str = "", parent: QWidget | None = None
    ) -> None:
        count, whole = figure
        said = f"{count} of {whole} {about}" if whole else f"{count} {about}"
        super().__init__(f"{title}: {said}", leads if whole else "", parent)
        self._title, self._count, self._whole = title, count, whole
        self.setToolTip(f"{count} of {whole} {about}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The figure as written."""
        return f"{self._count} of {self._whole}" if self._whole else "none judged"

    def sizeHint(self) -> QSize:
        """A line of words and the bar."""
        px = look.tokens().px
        return QSize(px(280), look.metrics().height() + px(4 + 6 + 6 + 8))

    def minimumSizeHint(self) -> QSize:
        """Words are elided down to this."""
        return QSize(look.tokens().px(180), self.sizeHint().height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw words and bar."""
        px = look.tokens().px
        room = rect.adjusted(px(6), px(4), -px(6), 0)
        line = QRectF(room.left(), room.top(), room.width(), look.metrics().height())
        font = look.font("strong", tabular=True)
        wide = QFontMetricsF(font).horizontalAdvance(self.text()) + 1
        draw_text(
            painter, line.adjusted(line.width() - wide, 0, 0, 0), self.text(), font, look.colour("text")
        )
        draw_text(
            painter, line.adjusted(0, 0, -wide - px(8), 0), self._title, look.font(), look.colour("text")
        )
        track = QRectF(room.left(), line.bottom() + px(6), room.width(), px(6))
        rounded(painter, track, track.height() / 2, look.colour("track"))
        if self._whole and self._count:
            reached = QRectF(track)
            reached.setWidth(max(track.height(), track.width() * self._count / self._whole))
            rounded(painter, reached, track.height() / 2, look.colour("fill:info"))
