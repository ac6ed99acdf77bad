"""The exercise as swim lanes: a lane for each role, injects above, everything where it stands in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels.painted import announce
from trainer.ui.panels.timeline_layout import across
from trainer.ui.review.lanes_paint import Geometry, Scene, paint_scene

__all__ = ["Lane", "LaneMark", "LanesView"]

Lane = tuple[str, str, int | None]
"""Identifier, title, and place in the order of roles for its colour."""
INJECTS = "injects"
_CLOSEST = 24.0


@dataclass(frozen=True)
class LaneMark:
    """One thing in its lane; `time_s` in seconds on the exercise clock. `to` are the lanes that an inject reached."""

    key: str
    time_s: float
    lane: str
    kind: str
    words: str
    icon: str = ""
    channel: str = ""
    to: tuple[str, ...] = ()
    status: Status | None = None


class LanesView(QAbstractScrollArea):
    """Painted lanes. Arrow keys move between marks, Return activates, + - 0 zoom, the wheel scrolls in time."""

    chosen = Signal(str)
    activated_key = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, "panel", "strip")
        self._name = "Swim lanes by role"
        self.setAccessibleName(self._name)
        self._lanes: list[Lane] = []
        self._marks: list[LaneMark] = []
        self._length, self._zoom = 1.0, 1.0
        self._chosen: str | None = None
        self._hovered: str | None = None
        self._shown: set[str] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.horizontalScrollBar().setAccessibleName("Scroll in time")
        self.verticalScrollBar().setAccessibleName("Scroll the lanes")
        look.changes().changed.connect(self._measure)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_lanes(self, lanes: Sequence[Lane], marks: Sequence[LaneMark], length_s: float) -> None:
        """Show these lanes over a length of time in seconds; injects have theirs on top where there are any."""
        above = any(mark.kind == "inject" for mark in marks)
        self._lanes = [*([(INJECTS, "Injects", None)] if above else []), *lanes]
        known = {lane for lane, _, _ in self._lanes}
        placed = (mark for mark in marks if self._lane_of(mark) in known)
        self._marks = sorted(placed, key=lambda mark: (mark.time_s, mark.key))
        self._length = max(length_s, 1.0)
        self._measure()

    def emphasise(self, keys: set[str] | None) -> None:
        """Let only these marks stand out; None lets all."""
        self._shown = keys
        self.viewport().update()

    def choose(self, key: str) -> None:
        """Choose a mark and bring it into view, without saying so."""
        if key != self._chosen and any(mark.key == key for mark in self._marks):
            self._chosen = key
            self._reveal()
        self._announce()
        self.viewport().update()

    def marks(self) -> tuple[LaneMark, ...]:
        """The marks, in the order of time."""
        return tuple(self._marks)

    def current(self) -> LaneMark | None:
        """The chosen mark."""
        return next((mark for mark in self._marks if mark.key == self._chosen), None)

    @staticmethod
    def _lane_of(mark: LaneMark) -> str:
        return INJECTS if mark.kind == "inject" else mark.lane

    # -- geometry -----------------------------------------------------------------------------------------

    def geometry_now(self) -> Geometry:
        """Where things stand at the present size, zoom and scroll position."""
        px = look.tokens().px
        widest = max(
            (look.metrics("caption").horizontalAdvance(title) for _, title, _ in self._lanes), default=0
        )
        left = min(widest, px(190)) + px(40)
        room = self.viewport().width() - left - px(24)
        high = self.viewport().height() - px(26)
        lanes = max(len(self._lanes), 1)
        return Geometry(
            left=left,
            top=float(px(26)),
            lane=max(float(px(22)), min(float(px(48)), high / lanes)),
            pixels_a_second=max(room, 1) * self._zoom / self._length,
            offset=QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value()),
        )

    def _measure(self) -> None:
        geometry = self.geometry_now()
        room = self.viewport().width() - geometry.left - look.tokens().px(24)
        wide = self._length * geometry.pixels_a_second - room
        across_bar, down_bar = self.horizontalScrollBar(), self.verticalScrollBar()
        across_bar.setRange(0, max(0, round(wide)))
        across_bar.setPageStep(self.viewport().width())
        high = geometry.top + geometry.lane * len(self._lanes) - self.viewport().height()
        down_bar.setRange(0, max(0, round(high)))
        down_bar.setPageStep(self.viewport().height())
        self.viewport().update()

    def places(self) -> list[QPointF]:
        """The middle of each mark in the viewport."""
        geometry = self.geometry_now()
        rows = {lane: row for row, (lane, _, _) in enumerate(self._lanes)}
        return [geometry.point(mark.time_s, rows[self._lane_of(mark)]) for mark in self._marks]

    def _at(self, where: QPointF) -> LaneMark | None:
        """The mark nearest to the pointer, within a finger's width."""
        near = [
            (abs(place.x() - where.x()) + abs(place.y() - where.y()), number)
            for number, place in enumerate(self.places())
        ]
        best = min(near, default=None)
        reach = look.tokens().px(_CLOSEST / 2)
        return self._marks[best[1]] if best is not None and best[0] <= reach else None

    def _reveal(self) -> None:
        mark = self.current()
        if mark is None:
            return
        geometry, bar = self.geometry_now(), self.horizontalScrollBar()
        x = geometry.x(mark.time_s)
        margin = look.tokens().px(40)
        if x < geometry.left + margin or x > self.viewport().width() - margin:
            bar.setValue(round(bar.value() + x - (geometry.left + self.viewport().width()) / 2))

    def sizeHint(self) -> QSize:
        """Room for every lane."""
        px = look.tokens().px
        return QSize(px(640), px(32) + px(30) * max(len(self._lanes), 4))

    def minimumSizeHint(self) -> QSize:
        """Four lanes; the others scroll."""
        px = look.tokens().px
        return QSize(px(320), px(130))

    # -- events -------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw lanes and marks."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene = Scene(self._lanes, self._marks, self.places(), self._chosen, self._hovered, self._shown,
                      self.hasFocus(), self._length)  # fmt: skip
        paint_scene(painter, QRectF(self.viewport().rect()), scene, self.geometry_now())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark under the pointer."""
        mark = self._at(event.position())
        if mark is not None:
            self._take(mark)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the mark under the pointer."""
        mark = self._at(event.position())
        if mark is not None:
            self.activated_key.emit(mark.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer."""
        mark = self._at(event.position())
        key = mark.key if mark else None
        if key != self._hovered:
            self._hovered = key
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), mark.words if mark else "", self.viewport())
            return True
        if event.type() is QEvent.Type.Leave:
            self._hovered = None
            self.viewport().update()
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll in time; with Ctrl zoom around the pointer."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_to(self._zoom * (1.25 if turn > 0 else 0.8), event.position().x())
        else:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - turn)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between marks, activate, zoom."""
        key = Qt.Key(event.key())
        middle = self.viewport().width() / 2
        zooms = {Qt.Key.Key_Plus: 1.5, Qt.Key.Key_Equal: 1.5, Qt.Key.Key_Minus: 1 / 1.5}
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(key)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_lane(down=key == Qt.Key.Key_Down)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self.activated_key.emit(self._chosen)
        elif key in zooms:
            self.zoom_by(zooms[key])
        elif key == Qt.Key.Key_0:
            self._zoom_to(1.0, middle)
        else:
            super().keyPressEvent(event)

    def zoom_by(self, factor: float, *_checked: bool) -> None:
        """Show a shorter or a longer stretch of time around the middle."""
        self._zoom_to(self._zoom * factor, (self.geometry_now().left + self.viewport().width()) / 2)

    def _zoom_to(self, zoom: float, x: float) -> None:
        before = self.geometry_now()
        second = (x - before.left + before.offset.x()) / before.pixels_a_second
        self._zoom = max(1.0, min(40.0, zoom))
        self._measure()
        after = self.geometry_now()
        self.horizontalScrollBar().setValue(round(second * after.pixels_a_second - (x - after.left)))

    # -- moving -------------------------------------------------------------------------------------------

    def _number(self) -> int | None:
        return next((number for number, mark in enumerate(self._marks) if mark.key == self._chosen), None)

    def _move(self, key: Qt.Key) -> None:
        if not self._marks:
            return
        at, last = self._number(), len(self._marks) - 1
        if at is None or key == Qt.Key.Key_Home:
            to = 0
        elif key == Qt.Key.Key_End:
            to = last
        else:
            to = max(0, min(last, at + (1 if key == Qt.Key.Key_Right else -1)))
        self._take(self._marks[to])

    def _change_lane(self, down: bool) -> None:
        at = self._number()
        if at is None:
            self._move(Qt.Key.Key_Home)
            return
        rows = {lane: row for row, (lane, _, _) in enumerate(self._lanes)}
        places = [(mark.time_s, rows[self._lane_of(mark)]) for mark in self._marks]
        self._take(self._marks[across(places, at, down)])

    def _take(self, mark: LaneMark) -> None:
        self._chosen = mark.key
        self._reveal()
        self._announce()
        self.viewport().update()
        self.chosen.emit(mark.key)

    def _announce(self) -> None:
        mark = self.current()
        announce(self, f"{self._name}: {mark.words}" if mark else self._name)
