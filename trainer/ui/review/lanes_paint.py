"""How the swim lanes are drawn: lanes and their names, the axis, injects and acts, and what an inject reached."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from trainer.ui import look
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.panels.timeline_layout import tick_label, tick_steps

if TYPE_CHECKING:
    from trainer.ui.review.lanes import Lane, LaneMark

__all__ = ["Geometry", "Scene", "paint_scene"]


class Geometry(NamedTuple):
    """From seconds and lanes to pixels of the viewport."""

    left: float
    top: float
    lane: float
    pixels_a_second: float
    offset: QPointF

    def x(self, seconds: float) -> float:
        """Left position of a time."""
        return self.left + seconds * self.pixels_a_second - self.offset.x()

    def y(self, row: int) -> float:
        """Middle of a lane."""
        return self.top + (row + 0.5) * self.lane - self.offset.y()

    def point(self, seconds: float, row: int) -> QPointF:
        """Middle of a mark."""
        return QPointF(self.x(seconds), self.y(row))


class Scene(NamedTuple):
    """What is to be drawn."""

    lanes: Sequence[Lane]
    marks: Sequence[LaneMark]
    places: Sequence[QPointF]
    chosen: str | None
    hovered: str | None
    shown: set[str] | None
    focused: bool
    length_s: float


def paint_scene(painter: QPainter, view: QRectF, scene: Scene, geometry: Geometry) -> None:
    """Draw everything into the viewport."""
    if not scene.lanes:
        return
    _paint_grounds(painter, view, scene, geometry)
    _paint_axis(painter, view, geometry, scene.length_s)
    painter.save()
    painter.setClipRect(
        QRectF(geometry.left - look.tokens().px(10), geometry.top, view.width(), view.height())
    )
    for mark, place in zip(scene.marks, scene.places, strict=True):
        if mark.key in (scene.chosen, scene.hovered):
            _paint_reach(painter, mark, place, scene, geometry)
    for mark, place in zip(scene.marks, scene.places, strict=True):
        if view.left() - 30 < place.x() < view.right() + 30 and mark.key != scene.chosen:
            _paint_mark(painter, mark, place, scene)
    for mark, place in zip(scene.marks, scene.places, strict=True):
        if mark.key == scene.chosen:
            _paint_mark(painter, mark, place, scene)
    painter.restore()
    _paint_names(painter, view, scene, geometry)


def _ink(scene: Scene, lane: str) -> QColor:
    place = next((place for name, _, place in scene.lanes if name == lane), None)
    return look.colour("muted" if place is None else look.tokens().role(place))


def _paint_grounds(painter: QPainter, view: QRectF, scene: Scene, geometry: Geometry) -> None:
    """Every second lane on another ground, with a thin line in the middle for its colour."""
    painter.save()
    painter.setClipRect(view.adjusted(0, geometry.top, 0, 0))
    for row, (name, _, _) in enumerate(scene.lanes):
        middle = geometry.y(row)
        if row % 2 == 0:
            ground = QRectF(view.left(), middle - geometry.lane / 2, view.width(), geometry.lane)
            painter.fillRect(
                ground, look.colour("sunken" if look.tokens().scheme != "contrast" else "surface")
            )
        ink = _ink(scene, name)
        ink.setAlphaF(0.28)
        painter.setPen(QPen(ink, look.tokens().px(1)))
        painter.drawLine(QPointF(geometry.left, middle), QPointF(view.right() - look.tokens().px(8), middle))
    painter.restore()


def _paint_axis(painter: QPainter, view: QRectF, geometry: Geometry, length_s: float) -> None:
    px = look.tokens().px
    font = look.font("caption", tabular=True)
    wide = look.metrics("caption").horizontalAdvance("00:00 h") + px(20)
    labelled, _ = tick_steps(geometry.pixels_a_second, wide)
    second = 0
    while second <= length_s:
        x = round(geometry.x(second)) + 0.5
        if geometry.left - 1 <= x <= view.right():
            painter.setPen(QPen(look.colour("border"), px(1)))
            painter.drawLine(QPointF(x, geometry.top - px(6)), QPointF(x, view.bottom()))
            where = QRectF(x + px(4), view.top() + px(2), wide, geometry.top - px(4))
            words = tick_label(second, labelled)
            if where.left() + look.metrics("caption").horizontalAdvance(words) <= view.right():
                draw_text(painter, where, words, font, look.colour("muted"))
        second += labelled


def _paint_names(painter: QPainter, view: QRectF, scene: Scene, geometry: Geometry) -> None:
    """The names of the lanes, on a ground of their own so that marks pass behind them."""
    px = look.tokens().px
    edge = geometry.left - px(12)
    painter.save()
    painter.setClipRect(view.adjusted(0, geometry.top, 0, 0))
    for row, (name, title, _) in enumerate(scene.lanes):
        rect = QRectF(view.left(), geometry.y(row) - geometry.lane / 2, edge, geometry.lane)
        painter.fillRect(rect, look.colour("surface"))
        dot = px(8)
        ink = _ink(scene, name)
        rounded(painter, QRectF(rect.left() + px(8), rect.center().y() - dot / 2, dot, dot), dot / 2, ink)
        words = rect.adjusted(px(8) + dot + px(6), 0, -px(2), 0)
        draw_text(painter, words, title, look.font("caption"), look.colour("text"))
    painter.restore()


def _paint_reach(painter: QPainter, mark: LaneMark, place: QPointF, scene: Scene, geometry: Geometry) -> None:
    """From an inject down to the lanes that it reached."""
    rows = {lane: row for row, (lane, _, _) in enumerate(scene.lanes)}
    reached = [rows[lane] for lane in mark.to if lane in rows]
    if not reached:
        return
    ink = look.colour(look.tokens().channel(mark.channel)[0])
    painter.setPen(QPen(ink, look.tokens().px(1.5)))
    painter.drawLine(place, QPointF(place.x(), geometry.y(max(reached))))
    painter.setBrush(ink)
    for row in reached:
        painter.drawEllipse(QPointF(place.x(), geometry.y(row)), look.tokens().px(4), look.tokens().px(4))


def _paint_mark(painter: QPainter, mark: LaneMark, place: QPointF, scene: Scene) -> None:
    px = look.tokens().px
    faded = scene.shown is not None and mark.key not in scene.shown and not mark.key.startswith("step:")
    painter.save()
    painter.setOpacity(0.22 if faded else 1.0)
    big = mark.key in (scene.chosen, scene.hovered)
    if mark.kind == "inject":
        _paint_inject(painter, mark, place, big)
    elif mark.kind == "missed":
        side = px(18)
        look.paint_icon(
            painter, "cross", QRectF(place.x() - side / 2, place.y() - side / 2, side, side), "bad"
        )
    else:
        _paint_act(painter, mark, place, _ink(scene, mark.lane), big)
    if mark.key == scene.chosen:
        radius = px(13)
        ring = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        pen = QPen(look.colour("focus" if scene.focused else "outline"), px(2))
        rounded(painter, ring, radius, None, pen)
    painter.restore()


def _paint_inject(painter: QPainter, mark: LaneMark, place: QPointF, big: bool) -> None:
    px = look.tokens().px
    colour, icon = look.tokens().channel(mark.channel)
    side = px(20)
    square = QRectF(place.x() - side / 2, place.y() - side / 2, side, side)
    rounded(painter, square, px(5), look.colour("surface"))
    ground = look.colour(colour)
    if not big:
        ground.setAlphaF(0.18)
    edge = QPen(look.colour(colour), px(1)) if look.tokens().scheme == "contrast" else None
    rounded(painter, square, px(5), ground, edge)
    inset = px(4)
    tint = "on_role" if big else colour
    look.paint_icon(painter, icon, square.adjusted(inset, inset, -inset, -inset), tint)


def _paint_act(painter: QPainter, mark: LaneMark, place: QPointF, ink: QColor, big: bool) -> None:
    """A dot in the colour of the role; a diamond for a decision, hollow for what is only noted or read."""
    px = look.tokens().px
    radius = px(7 if big else 6)
    quiet = mark.kind in ("observation", "plan")
    painter.setPen(QPen(ink if quiet else look.colour("surface"), px(1.5)))
    painter.setBrush(look.colour("surface") if quiet else ink)
    if mark.kind == "decision":
        painter.translate(place)
        painter.rotate(45)
        painter.drawRoundedRect(QRectF(-radius, -radius, 2 * radius, 2 * radius), px(2), px(2))
        painter.rotate(-45)
        painter.translate(-place)
    else:
        painter.drawEllipse(place, px(4) if quiet else radius, px(4) if quiet else radius)
    if mark.status in ("warn", "bad", "info"):
        _paint_badge(painter, mark, QPointF(place.x() + radius, place.y() - radius))


def _paint_badge(painter: QPainter, mark: LaneMark, at: QPointF) -> None:
    """The sign of an outcome other than on time."""
    assert mark.status is not None
    px = look.tokens().px
    status = look.tokens().status(mark.status)
    side = px(11)
    where = QRectF(at.x() - side / 2, at.y() - side / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("surface"))
    painter.drawEllipse(where.adjusted(-px(1), -px(1), px(1), px(1)))
    look.paint_icon(painter, status.icon, where, status.ink)
