"""How a chart is drawn: scale, lines, thresholds, what happened, and the cursor over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, get_args

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from trainer.ui import look
from trainer.ui.monitor.plot import Plot, Trace, points, ticks
from trainer.ui.monitor.values import Unit, say
from trainer.ui.panels.painted import RIGHT, draw_text, rounded

__all__ = ["MARK_LOOKS", "Frame", "frame_of", "paint_cursor", "paint_plot", "pen_of"]

MARK_LOOKS: Final = {
    "deployment": ("up", "info", "deployed"),
    "operation": ("settings", "neutral", "done"),
    "alert": ("alert", "bad", "alert"),
}
_PATTERNS: Final = {
    "solid": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dot": Qt.PenStyle.DotLine,
}
_LEAST_WIDTH = 150
"""Pixels at 100 % below which a chart has no room for the words at its scale."""


class Frame(NamedTuple):
    """Where the parts of a chart lie, in pixels: its words, the field of the lines, the time axis below."""

    words: QRectF
    field: QRectF
    below: QRectF

    def x(self, plot: Plot, second: float) -> float:
        """Left position of a second."""
        return self.field.left() + (second - plot.time.start) / plot.time.length * self.field.width()

    def second(self, plot: Plot, x: float) -> int:
        """The second at a left position, within the time shown."""
        share = (x - self.field.left()) / max(1.0, self.field.width())
        return round(plot.time.start + min(1.0, max(0.0, share)) * plot.time.length)


def frame_of(area: QRectF) -> Frame:
    """Divide a chart's area."""
    px = look.tokens().px
    line = look.metrics("caption").height()
    inner = area.adjusted(px(10), px(6), -px(10), -px(4))
    wide = area.width() >= px(_LEAST_WIDTH)
    left = look.metrics("caption").horizontalAdvance("0000 MiB") + px(5) if wide else 0
    words = QRectF(inner.left(), inner.top(), inner.width(), line * 2 + px(2))
    below = QRectF(inner.left(), inner.bottom() - line, inner.width(), line)
    top, bottom = words.bottom() + px(12), below.top() - px(3)
    field = QRectF(inner.left() + left, top, inner.width() - left, max(float(px(12)), bottom - top))
    return Frame(words, field, below)


def pen_of(trace: Trace, width: float = 1.4) -> QPen:
    """The pen of a line: colour and pattern both tell it apart."""
    pen = QPen(look.colour(trace.spec.tint), max(1.0, width * look.tokens().scale))
    pen.setStyle(_PATTERNS[trace.spec.pattern])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_plot(painter: QPainter, frame: Frame, plot: Plot, clock: Callable[[int], str]) -> None:
    """Draw everything but the cursor."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_words(painter, frame, plot)
    _paint_scale(painter, frame, plot)
    _paint_time(painter, frame, plot, clock)
    painter.save()
    painter.setClipRect(frame.field.adjusted(-look.tokens().px(5), -look.tokens().px(11), 1, 1))
    _paint_thresholds(painter, frame, plot)
    for trace in reversed(plot.traces):
        _paint_line(painter, frame, plot, trace)
    _paint_events(painter, frame, plot)
    painter.restore()


def _paint_words(painter: QPainter, frame: Frame, plot: Plot) -> None:
    """Title, and below it the newest value of each line behind a stroke of its pen."""
    px, area = look.tokens().px, frame.words
    high = look.metrics("caption").height()
    if len(plot.traces) == 1:
        _paint_single(painter, area, plot)
        return
    title = QRectF(area.left(), area.top(), area.width(), high)
    draw_text(
        painter, title.adjusted(0, 0, -px(6), 0), plot.spec.title, look.font("caption"), look.colour("text")
    )
    first, *others = plot.traces
    used: float = look.metrics("caption").horizontalAdvance(plot.spec.title) + px(12)
    wide = _legend_width(first, plot)
    at: float = max(area.left() + used, area.right() - wide)
    _paint_legend(painter, QPointF(at, area.top()), area.right(), first, plot)
    left: float = area.left()
    for trace in others:
        left = _paint_legend(painter, QPointF(left, area.top() + high + px(1)), area.right(), trace, plot)


def _paint_single(painter: QPainter, area: QRectF, plot: Plot) -> None:
    """Title, newest value, thresholds; a business figure has its whole title above and its value with unit below."""
    px, high = look.tokens().px, look.metrics("caption").height()
    newest = say(plot.traces[0].newest, plot.spec.unit)
    room = look.metrics("strong").horizontalAdvance(newest) + px(2)
    above = QRectF(area.left(), area.top(), area.width(), high)
    below = above.translated(0, high + px(1))
    figure = plot.spec.unit not in get_args(Unit)
    short = -room - px(6)
    draw_text(painter, above if figure else above.adjusted(0, 0, short, 0), plot.spec.title, look.font("caption"),
              look.colour("text"))  # fmt: skip
    _paint_limits(painter, below.adjusted(0, 0, short, 0) if figure else below, plot)
    painter.setFont(look.font("strong", tabular=True))
    painter.setPen(look.colour("text"))
    value = below if figure else above
    painter.drawText(value.adjusted(value.width() - room, 0, 0, 0), RIGHT, newest)


def _legend_width(trace: Trace, plot: Plot) -> float:
    px = look.tokens().px
    words = f"{trace.spec.title} {say(trace.newest, plot.spec.unit)}"
    return look.metrics("caption").horizontalAdvance(words) + px(11) + px(3) + 2


def _paint_limits(painter: QPainter, area: QRectF, plot: Plot) -> None:
    limits = " or ".join(
        f"{'above' if limit.above else 'below'} {_plain(limit.value, plot.spec.unit)}"
        for limit in plot.spec.thresholds
    )
    if limits:
        draw_text(painter, area, f"alert {limits}", look.font("caption"), look.colour("muted"))


def _plain(value: float, unit: Unit | str) -> str:
    """A threshold; the unit of a business figure stands beside it at the newest value."""
    return say(value, unit if unit in get_args(Unit) else "")


def _paint_legend(painter: QPainter, at: QPointF, end: float, trace: Trace, plot: Plot) -> float:
    """One entry of the legend; returns where the next may begin."""
    px, high = look.tokens().px, look.metrics("caption").height()
    stroke = px(11)
    if at.x() + stroke + px(20) > end:
        return end
    painter.setPen(pen_of(trace, 2))
    middle = at.y() + high / 2
    painter.drawLine(QPointF(at.x(), middle), QPointF(at.x() + stroke, middle))
    left = at.x() + stroke + px(3)
    words = f"{trace.spec.title} {say(trace.newest, plot.spec.unit)}"
    area = QRectF(left, at.y(), end - left, high)
    return (
        left
        + draw_text(painter, area, words, look.font("caption", tabular=True), look.colour("muted"))
        + px(6)
    )


def _paint_scale(painter: QPainter, frame: Frame, plot: Plot) -> None:
    px, field = look.tokens().px, frame.field
    room = field.left() - frame.words.left()
    font, high = look.font("caption", tabular=True), look.metrics("caption").height()
    least = high * 1.1
    before = field.bottom() + least * 2
    for value, words in plot.marks:
        y = field.bottom() - value / plot.top * field.height()
        painter.setPen(QPen(look.colour("border"), px(1)))
        painter.drawLine(QPointF(field.left(), round(y) + 0.5), QPointF(field.right(), round(y) + 0.5))
        if room and before - y >= least:
            painter.setFont(font)
            painter.setPen(look.colour("muted"))
            above = min(y - high / 2, field.bottom() - high + px(3))
            painter.drawText(QRectF(frame.words.left(), above, room - px(5), high), RIGHT, words)
            before = y


def _paint_time(painter: QPainter, frame: Frame, plot: Plot, clock: Callable[[int], str]) -> None:
    px, area = look.tokens().px, frame.below
    metrics = look.metrics("caption")
    exact = plot.time.length <= 120
    wide = metrics.horizontalAdvance("00:00:00" if exact else "00:00")
    painter.setFont(look.font("caption", tabular=True))
    for second in ticks(plot.time, frame.field.width(), wide + px(14)):
        x = frame.x(plot, second)
        painter.setPen(QPen(look.colour("border"), px(1)))
        painter.drawLine(QPointF(x, frame.field.bottom()), QPointF(x, frame.field.bottom() + px(3)))
        left = x - wide / 2
        if left < area.left() or left + wide > area.right() + px(4):
            continue
        words = clock(second) if exact else clock(second)[:5]
        painter.setPen(look.colour("muted"))
        painter.drawText(
            QRectF(left, area.top(), wide + 2, area.height()), Qt.AlignmentFlag.AlignCenter, words
        )


def _paint_thresholds(painter: QPainter, frame: Frame, plot: Plot) -> None:
    field = frame.field
    pen = QPen(look.colour("bad"), look.tokens().px(1))
    pen.setDashPattern([5, 4])
    painter.setPen(pen)
    for limit in plot.spec.thresholds:
        if limit.value <= plot.top:
            y = round(field.bottom() - limit.value / plot.top * field.height()) + 0.5
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))


def _paint_line(painter: QPainter, frame: Frame, plot: Plot, trace: Trace) -> None:
    field = frame.field
    scale = (field.width() / plot.time.length, field.height() / plot.top)
    made = points(trace, plot, field.left(), field.bottom(), scale)
    if not made:
        return
    # A thin line of one pixel is drawn without a stroker, which is an order of magnitude faster for noisy data.
    painter.setPen(pen_of(trace, 1.0 if len(made) > 600 else 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pairs = iter(made)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(pairs, pairs, strict=True)]))


def _paint_events(painter: QPainter, frame: Frame, plot: Plot) -> None:
    px, field = look.tokens().px, frame.field
    side = px(10)
    for event in plot.events:
        icon, tint, _ = MARK_LOOKS[event.kind]
        x = frame.x(plot, event.second)
        faint = look.colour(tint)
        faint.setAlphaF(0.55)
        painter.setPen(QPen(faint, px(1), Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
        spot = QRectF(x - side / 2, field.top() - px(11), side, side)
        look.paint_icon(painter, icon, spot, tint)


def paint_cursor(painter: QPainter, frame: Frame, plot: Plot, second: int, words: str) -> None:
    """The line of the cursor, and what was measured there."""
    px, field = look.tokens().px, frame.field
    if not plot.time.start <= second <= plot.time.end:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = frame.x(plot, second)
    painter.setPen(QPen(look.colour("text"), px(1)))
    painter.drawLine(QLineF(x, field.top(), x, field.bottom()))
    if not words:
        return
    metrics = look.metrics("caption")
    lines = words.split("\n")
    wide = max(metrics.horizontalAdvance(line) for line in lines) + px(12)
    high = metrics.height() * len(lines) + px(6)
    left = x + px(6) if x + px(6) + wide <= field.right() else x - px(6) - wide
    box = QRectF(max(field.left(), left), field.top() + px(2), wide, high)
    ground = QColor(look.colour("raised"))
    ground.setAlphaF(0.93)
    rounded(painter, box, px(4), ground, QPen(look.colour("outline"), px(1)))
    painter.setFont(look.font("caption", tabular=True))
    painter.setPen(look.colour("text"))
    for number, line in enumerate(lines):
        row = box.adjusted(px(6), px(3) + number * metrics.height(), -px(4), 0)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, line)
