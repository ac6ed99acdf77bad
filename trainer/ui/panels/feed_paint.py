"""How an entry of a feed is measured and drawn: time, sign on its thread, who and title, wrapped detail, chip."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from trainer.ui import look
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.words import format_clock

if TYPE_CHECKING:
    from trainer.ui.panels.feed import Entry

__all__ = ["entry_height", "paint_entry"]


class _Frame(NamedTuple):
    """Left edges and widths inside an entry, in pixels; `time` is None where the time stands before who it was."""

    time: float | None
    sign: float
    words: float
    width: float
    chip: QSize
    below: bool
    top: float


def _frame(entry: Entry, width: float) -> _Frame:
    px = look.tokens().px
    time = float(px(10)) if width >= px(360) else None
    clock = look.metrics("caption").horizontalAdvance("0:00:00")
    sign = px(10) + clock + px(10) if time is not None else px(8)
    words = sign + px(24) + px(10)
    chip = chip_size(entry.chip) if entry.chip else QSize(0, 0)
    room = max(px(60), width - words - px(12))
    # A chip that would take much of a narrow line stands below the words instead.
    return _Frame(time, sign, words, room, chip, chip.width() > room * 0.32, px(8))


def _who(entry: Entry, frame: _Frame) -> str:
    """The line above the title: who, and in a narrow view when."""
    when = format_clock(entry.time_s) if frame.time is None and entry.time_s is not None else ""
    return "  ".join(part for part in (when, entry.who) if part)


def _wrapped(text: str, font: QFont, width: float, first: float | None = None) -> tuple[QTextLayout, float]:
    """Text laid out in lines of `width` (the first one of `first`), and its height."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    height = 0.0
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(first if first is not None and height == 0 else width)
        line.setPosition(QPointF(0, height))
        height += line.height()
        line = layout.createLine()
    layout.endLayout()
    return layout, height


def _title(entry: Entry, frame: _Frame) -> tuple[QTextLayout, float]:
    beside = frame.chip.width() + look.tokens().px(10) if entry.chip and not frame.below else 0
    return _wrapped(entry.title, look.font("medium"), frame.width, frame.width - beside)


def entry_height(entry: Entry, width: float) -> int:
    """How high an entry is at a width, in pixels."""
    px = look.tokens().px
    frame = _frame(entry, width)
    height = _title(entry, frame)[1]
    if _who(entry, frame):
        height += look.metrics("caption").height() + px(1)
    if entry.detail:
        height += _wrapped(entry.detail, look.font(), frame.width)[1] + px(2)
    height = height + frame.chip.height() + px(4) if frame.below else max(height, frame.chip.height())
    return int(max(height, px(24)) + 2 * frame.top) + 1


def _paint_sign(painter: QPainter, sign: QRectF, entry: Entry) -> None:
    tokens = look.tokens()
    ink = tokens.role(entry.lane) if entry.lane is not None else tokens.muted
    ground = look.colour(ink)
    ground.setAlphaF(0.16)
    edge = QPen(look.colour(ink), tokens.px(1)) if tokens.scheme == "contrast" else None
    rounded(painter, sign, sign.height() / 2, look.colour("surface"))
    rounded(painter, sign, sign.height() / 2, ground, edge)
    inset = tokens.px(5)
    look.paint_icon(painter, entry.icon, sign.adjusted(inset, inset, -inset, -inset), ink)


def _paint_thread(painter: QPainter, rect: QRectF, sign: QRectF, first: bool, last: bool) -> None:
    """The line that joins the signs of neighbouring entries."""
    painter.setPen(QPen(look.colour("border"), look.tokens().px(1)))
    middle = sign.center().x()
    gap = look.tokens().px(3)
    if not first:
        painter.drawLine(QPointF(middle, rect.top()), QPointF(middle, sign.top() - gap))
    if not last:
        painter.drawLine(QPointF(middle, sign.bottom() + gap), QPointF(middle, rect.bottom() + 1))


def paint_entry(painter: QPainter, rect: QRectF, entry: Entry, first: bool, last: bool) -> None:
    """Draw an entry into `rect`; `first` and `last` end the thread."""
    px = look.tokens().px
    frame = _frame(entry, rect.width())
    sign = QRectF(rect.left() + frame.sign, rect.top() + frame.top - px(1), px(24), px(24))
    _paint_thread(painter, rect, sign, first, last)
    _paint_sign(painter, sign, entry)
    if frame.time is not None and entry.time_s is not None:
        left = rect.left() + frame.time
        _paint_time(
            painter, QRectF(left, sign.top(), sign.left() - px(10) - left, sign.height()), entry.time_s
        )
    at = QPointF(rect.left() + frame.words, rect.top() + frame.top)
    bottom = _paint_texts(painter, at, entry, frame)
    if entry.chip:
        size = frame.chip
        left = at.x() if frame.below else at.x() + frame.width - size.width()
        top = bottom + px(4) if frame.below else at.y()
        paint_chip(painter, QRectF(left, top, size.width(), size.height()), entry.chip, entry.chip_status)


def _paint_texts(painter: QPainter, at: QPointF, entry: Entry, frame: _Frame) -> float:
    """Who, title and detail, one below the other; returns where they end."""
    top = at.y()
    who = _who(entry, frame)
    if who:
        high = look.metrics("caption").height()
        beside = frame.chip.width() + look.tokens().px(8) if entry.chip and not frame.below else 0
        ink = look.tokens().role(entry.lane) if entry.lane is not None else look.tokens().muted
        line = QRectF(at.x(), top, frame.width - beside, high)
        draw_text(painter, line, who, look.font("caption", tabular=True), look.colour(ink))
        top += high + look.tokens().px(1)
    title, height = _title(entry, frame)
    painter.setPen(look.colour("text"))
    title.draw(painter, QPointF(at.x(), top))
    top += height
    if entry.detail:
        detail, height = _wrapped(entry.detail, look.font(), frame.width)
        painter.setPen(look.colour("muted"))
        detail.draw(painter, QPointF(at.x(), top + look.tokens().px(2)))
        top += height + look.tokens().px(2)
    return top


def _paint_time(painter: QPainter, where: QRectF, time_s: float) -> None:
    font = look.font("caption", tabular=True)
    metrics = QFontMetricsF(font)
    text = format_clock(time_s)
    painter.setFont(font)
    painter.setPen(look.colour("muted"))
    left = where.right() - metrics.horizontalAdvance(text)
    painter.drawText(QPointF(left, where.center().y() + metrics.capHeight() / 2), text)
