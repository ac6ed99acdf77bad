"""How the timeline strip is drawn: ground, ticks, pins by channel and state, the line of now."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from trainer.ui import look
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.panels.timeline_layout import Mark, MarkState, tick_label, tick_steps

__all__ = ["STATE_WORDS", "Geometry", "Scene", "paint_scene", "pin_height", "pin_width"]

STATE_WORDS: dict[MarkState, str] = {
    "pending": "not delivered yet",
    "next": "next to be delivered",
    "held": "held",
    "skipped": "skipped",
    "delivered": "delivered",
    "withdrawn": "withdrawn",
}
#: The sign beside the label; a plain edge says pending, a solid pin next.
_SIGNS: dict[MarkState, str] = {"held": "pause", "skipped": "skip", "delivered": "ok", "withdrawn": "cross"}


class Geometry(NamedTuple):
    """From seconds to pixels: margin, scale, scroll offset, and where the strip ends."""

    margin: float
    pixels_a_second: float
    offset: QPointF
    last_s: float

    def x(self, seconds: float) -> float:
        """Left position in the viewport."""
        return self.margin + seconds * self.pixels_a_second - self.offset.x()


class Scene(NamedTuple):
    """What is to be drawn."""

    marks: tuple[Mark, ...]
    rects: list[QRectF]
    selected: str | None
    now_s: float | None
    focused: bool


def pin_height() -> int:
    """Height of a pin, pixels."""
    return look.metrics("caption").height() + look.tokens().px(9)


def pin_width(mark: Mark) -> float:
    """Width of a pin with its whole label, pixels."""
    px = look.tokens().px
    signs = px(15) if mark.state in _SIGNS else 0
    signs += px(15) if mark.contingency else 0
    words = look.metrics("caption").horizontalAdvance(mark.label) + 2
    return float(pin_height() + signs + words + px(8))


def paint_scene(painter: QPainter, view: QRectF, scene: Scene, geometry: Geometry) -> None:
    """Draw the strip into the viewport."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    px = look.tokens().px
    axis = view.top() + px(26)
    _paint_past(painter, view, scene.now_s, geometry, axis)
    _paint_ticks(painter, view, geometry, axis)
    shown = [
        (mark, rect.translated(-geometry.offset)) for mark, rect in zip(scene.marks, scene.rects, strict=True)
    ]
    shown = [
        (mark, rect) for mark, rect in shown if rect.right() >= view.left() and rect.left() <= view.right()
    ]
    painter.save()
    painter.setClipRect(view.adjusted(0, axis - view.top() + 1, 0, 0))
    for mark, rect in shown:
        _paint_stem(painter, mark, rect, axis)
    _paint_now(painter, view, scene.now_s, geometry, axis)
    for mark, rect in shown:
        _paint_pin(painter, mark, rect, mark.key == scene.selected, scene.focused)
    painter.restore()
    _paint_knob(painter, view, scene.now_s, geometry, axis)


def _paint_past(
    painter: QPainter, view: QRectF, now_s: float | None, geometry: Geometry, axis: float
) -> None:
    """What lies behind the clock is on a darker ground."""
    if now_s is not None and geometry.x(now_s) > view.left():
        past = QRectF(view.left(), axis, geometry.x(now_s) - view.left(), view.bottom() - axis)
        ground = look.colour("hover")
        ground.setAlphaF(0.55)
        painter.fillRect(past, ground)


def _paint_ticks(painter: QPainter, view: QRectF, geometry: Geometry, axis: float) -> None:
    px = look.tokens().px
    font = look.font("caption", tabular=True)
    wide = look.metrics("caption").horizontalAdvance("00:00 h") + px(16)
    labelled, small = tick_steps(geometry.pixels_a_second, wide)
    painter.setPen(QPen(look.colour("border"), px(1)))
    painter.drawLine(QPointF(view.left(), axis), QPointF(view.right(), axis))
    first = max(0, int((geometry.offset.x() - geometry.margin) / geometry.pixels_a_second / small))
    seconds = first * small
    while geometry.x(seconds) <= view.right() and seconds <= geometry.last_s:
        x = round(geometry.x(seconds)) + 0.5
        long = seconds % labelled == 0
        painter.setPen(QPen(look.colour("outline" if long else "border"), px(1)))
        painter.drawLine(QPointF(x, axis - px(6 if long else 3)), QPointF(x, axis))
        if long:
            where = QRectF(x + px(4), view.top() + px(4), wide, axis - view.top() - px(6))
            draw_text(painter, where, tick_label(seconds, labelled), font, look.colour("muted"))
        seconds += small


def _ink(mark: Mark) -> QColor:
    faded = mark.state in ("skipped", "withdrawn")
    return look.colour("muted" if faded else look.tokens().channel(mark.channel)[0])


def _paint_stem(painter: QPainter, mark: Mark, rect: QRectF, axis: float) -> None:
    ink = _ink(mark)
    ink.setAlphaF(0.45)
    painter.setPen(QPen(ink, look.tokens().px(1)))
    x = rect.left() + pin_height() / 2
    painter.drawLine(QPointF(x, axis), QPointF(x, rect.top()))


def _pin_edge(mark: Mark) -> QPen | None:
    """What is still to come has an edge; dashed when it may never come."""
    if mark.state in ("delivered", "next") and not mark.contingency:
        return None
    pen = QPen(_ink(mark), look.tokens().px(1))
    if mark.contingency or mark.state == "held":
        pen.setStyle(Qt.PenStyle.DashLine)
    return pen


def _pin_tint(mark: Mark) -> QColor | None:
    """The next one is solid, delivered ones are tinted, all others stand on the plain ground."""
    tint = _ink(mark)
    if mark.state == "delivered":
        tint.setAlphaF(0.3 if look.tokens().scheme == "contrast" else 0.16)
    return tint if mark.state in ("next", "delivered") else None


def _paint_pin(painter: QPainter, mark: Mark, rect: QRectF, selected: bool, focused: bool) -> None:
    px = look.tokens().px
    radius = px(6)
    rounded(painter, rect, radius, look.colour("surface"), _pin_edge(mark))
    tint = _pin_tint(mark)
    if tint is not None:
        rounded(painter, rect, radius, tint)
    if selected:
        ring = rect.adjusted(-px(3), -px(3), px(3), px(3))
        pen = QPen(look.colour("focus" if focused else "outline"), px(2))
        rounded(painter, ring, radius + px(3), None, pen)
    _paint_contents(painter, mark, rect)


def _words_ink(mark: Mark) -> QColor:
    if mark.state == "next":
        return look.colour("on_role")
    return look.colour("text" if mark.state in ("pending", "held", "delivered") else "muted")


def _paint_contents(painter: QPainter, mark: Mark, rect: QRectF) -> None:
    px = look.tokens().px
    words = _words_ink(mark)
    side, small = px(14), px(12)
    middle = rect.center().y()
    ink = words if mark.state == "next" else _ink(mark)
    where = QRectF(rect.left() + (pin_height() - side) / 2, middle - side / 2, side, side)
    look.paint_icon(painter, look.tokens().channel(mark.channel)[1], where, ink.name())
    if rect.width() <= pin_height() + 1:
        return
    left = rect.left() + pin_height()
    for sign in filter(None, ("flag" if mark.contingency else "", _SIGNS.get(mark.state, ""))):
        look.paint_icon(painter, sign, QRectF(left - px(1), middle - small / 2, small, small), ink.name())
        left += px(15)
    font = look.font("caption")
    font.setStrikeOut(mark.state in ("skipped", "withdrawn"))
    room = QRectF(left, rect.top(), rect.right() - left - px(5), rect.height())
    draw_text(painter, room, mark.label, font, words)


def _paint_now(painter: QPainter, view: QRectF, now_s: float | None, geometry: Geometry, axis: float) -> None:
    """The line stands behind the pins, so that no label is struck through."""
    if now_s is not None:
        x = round(geometry.x(now_s)) + 0.5
        painter.setPen(QPen(look.colour("fill:bad"), look.tokens().px(1.5)))
        painter.drawLine(QPointF(x, axis), QPointF(x, view.bottom()))


def _paint_knob(
    painter: QPainter, view: QRectF, now_s: float | None, geometry: Geometry, axis: float
) -> None:
    if now_s is None or not view.left() <= geometry.x(now_s) <= view.right():
        return
    px = look.tokens().px
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("fill:bad"))
    painter.drawEllipse(QPointF(round(geometry.x(now_s)) + 0.5, axis), px(4), px(4))
