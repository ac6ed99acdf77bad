"""The MSEL as a horizontal timeline: injects as pins in lanes, ticks, and a line where the clock is."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from trainer.ui import look
from trainer.ui.panels.painted import announce
from trainer.ui.panels.timeline_layout import Mark, across, pack
from trainer.ui.panels.timeline_paint import (
    STATE_WORDS,
    Geometry,
    Scene,
    paint_scene,
    pin_height,
    pin_width,
)
from trainer.ui.words import format_clock, spell_duration

__all__ = ["TimelineStrip"]

_MOST_PIXELS_A_SECOND = 12.0
_ZOOM_STEP = 1.25
_KEYS_ACROSS = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}


class TimelineStrip(QAbstractScrollArea):
    """Shows marks on the exercise clock.

    Wheel and drag pan, Ctrl and wheel zoom, `+`, `-` and `0` zoom by keyboard (`0` fits all). Arrow keys move the
    selection in time and across lanes. `selected_key` follows the selection, `activated_key` Return or double click.
    """

    selected_key = Signal(str)
    activated_key = Signal(str)

    def __init__(self, name: str = "Timeline of injects", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._marks: tuple[Mark, ...] = ()
        self._rects: list[QRectF] = []
        self._lanes: list[int] = []
        self._now_s: float | None = None
        self._length_s = 3_600.0
        self._zoom: float | None = None
        self._selected: str | None = None
        self._pressed: QPoint | None = None
        self._dragged = False
        look.mark(self, "panel", "strip")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setMinimumHeight(look.tokens().px(110))
        self.horizontalScrollBar().setAccessibleName(f"{name}, scroll in time")
        self.verticalScrollBar().setAccessibleName(f"{name}, scroll lanes")
        look.changes().changed.connect(self._arrange)
        self._say()

    # -- what a console uses ------------------------------------------------------------------------------

    def show_marks(self, marks: Iterable[Mark]) -> None:
        """Show these marks; the selection stays when its mark does."""
        shown = tuple(sorted(marks, key=lambda mark: (mark.time_s, mark.key)))
        if shown == self._marks:
            return
        self._marks = shown
        if self._selected is not None and self._place(self._selected) is None:
            self._selected = None
        self._arrange()
        self._say()

    def show_now(self, now_s: float | None, length_s: float) -> None:
        """Put the line at `now_s` (None: no line) on a strip of `length_s`; the view follows it while it is seen."""
        moved = self._now_s is None or now_s is None or self._x(now_s) != self._x(self._now_s)
        if not moved and length_s == self._length_s:
            return
        seen = self._now_s is not None and self._in_view(self._x(self._now_s))
        longer = length_s != self._length_s
        self._now_s, self._length_s = now_s, max(1.0, length_s)
        if longer:
            self._arrange()
        if seen and now_s is not None and not self._in_view(self._x(now_s)):
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + round(self.viewport().width() * 0.7))
        self.viewport().update()

    def marks(self) -> tuple[Mark, ...]:
        """The marks in order of time."""
        return self._marks

    def selected(self) -> str | None:
        """Key of the selected mark, or None."""
        return self._selected

    def select(self, key: str | None) -> None:
        """Select a mark, bring it into view, and say so; None selects nothing."""
        place = self._place(key)
        if key is not None and place is None:
            return
        changed = key != self._selected
        self._selected = key
        if place is not None:
            self._reveal(self._rects[place])
        self._say()
        self.viewport().update()
        if changed and key is not None:
            self.selected_key.emit(key)

    def zoom_by(self, factor: float, around_x: float | None = None) -> None:
        """Zoom in (above 1) or out; what stands at `around_x` in the view stays there."""
        if around_x is None:
            around_x = self.viewport().width() / 2
        seconds = self._seconds(around_x)
        wanted = min(_MOST_PIXELS_A_SECOND, self._pixels_a_second() * factor)
        self._zoom = wanted if wanted > self._fitting() else None
        self._arrange()
        self.horizontalScrollBar().setValue(
            round(self.horizontalScrollBar().value() + self._x(seconds) - around_x)
        )

    def fit(self) -> None:
        """Show the whole length."""
        self._zoom = None
        self._arrange()

    # -- geometry -----------------------------------------------------------------------------------------

    def _margin(self) -> int:
        return look.tokens().px(20)

    def _last_s(self) -> float:
        return max([self._length_s, *(mark.time_s for mark in self._marks)])

    def _fitting(self) -> float:
        return max(1.0, self.viewport().width() - 2 * self._margin()) / self._last_s()

    def _pixels_a_second(self) -> float:
        return self._fitting() if self._zoom is None else max(self._zoom, self._fitting())

    def _x(self, seconds: float) -> float:
        return self._margin() + seconds * self._pixels_a_second() - self.horizontalScrollBar().value()

    def _seconds(self, x: float) -> float:
        return (x + self.horizontalScrollBar().value() - self._margin()) / self._pixels_a_second()

    def _in_view(self, x: float) -> bool:
        return 0 <= x <= self.viewport().width()

    def _place(self, key: str | None) -> int | None:
        return next((number for number, mark in enumerate(self._marks) if mark.key == key), None)

    def _geometry(self) -> Geometry:
        offset = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return Geometry(self._margin(), self._pixels_a_second(), offset, self._last_s())

    def _arrange(self) -> None:
        """Give every mark its pin, with as much of its label as the lanes that fit leave room for."""
        px, high = look.tokens().px, float(pin_height())
        scale = self._pixels_a_second()
        lefts = [self._margin() + mark.time_s * scale - high / 2 for mark in self._marks]
        between = px(6)
        room = max(1, int((self.viewport().height() - px(38)) // (high + between)))
        widths = full = [pin_width(mark) for mark in self._marks]
        for widest in (px(220), px(120), high):
            widths = [min(wide, widest) for wide in full]
            gap = px(6) if widest > high else px(3)
            self._lanes = pack([(left, left + wide) for left, wide in zip(lefts, widths, strict=True)], gap)
            if max(self._lanes, default=0) < room:
                break
        self._rects = [
            QRectF(left, px(36) + lane * (high + between), wide, high)
            for left, wide, lane in zip(lefts, widths, self._lanes, strict=True)
        ]
        self._stretch()
        self.viewport().update()

    def _stretch(self) -> None:
        view = self.viewport().size()
        wide = max([self._margin() * 2 + self._last_s() * self._pixels_a_second(), *self._rights()])
        deep = max([rect.bottom() for rect in self._rects], default=0) + look.tokens().px(6)
        if self._zoom is None:
            wide = min(wide, view.width())
        for bar, all_of_it, seen in (
            (self.horizontalScrollBar(), wide, view.width()),
            (self.verticalScrollBar(), deep, view.height()),
        ):
            bar.setRange(0, max(0, int(all_of_it - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(look.tokens().px(40))

    def _rights(self) -> list[float]:
        return [rect.right() + self._margin() for rect in self._rects]

    def _reveal(self, rect: QRectF) -> None:
        spare = self._margin()
        for bar, low, high, seen in (
            (self.horizontalScrollBar(), rect.left(), rect.right(), self.viewport().width()),
            (self.verticalScrollBar(), rect.top(), rect.bottom(), self.viewport().height()),
        ):
            if low - spare < bar.value():
                bar.setValue(int(low - spare))
            elif high + spare > bar.value() + seen:
                bar.setValue(int(high + spare - seen))

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark whose pin is at a point of the viewport, or None."""
        there = point + QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return next(
            (mark for mark, rect in zip(self._marks, self._rects, strict=True) if rect.contains(there)), None
        )

    def sizeHint(self) -> QSize:
        """Room for four lanes."""
        return QSize(look.tokens().px(640), look.tokens().px(52) + 4 * (pin_height() + look.tokens().px(6)))

    # -- words --------------------------------------------------------------------------------------------

    def _say(self) -> None:
        count = f"{len(self._marks)} inject{'' if len(self._marks) == 1 else 's'}"
        place = self._place(self._selected)
        selected = f", selected: {self.describe(self._marks[place])}" if place is not None else ""
        announce(self, f"{self._name}, {count}{selected}")

    def describe(self, mark: Mark) -> str:
        """A mark in one sentence."""
        kind = "contingency inject" if mark.contingency else "inject"
        when = spell_duration(mark.time_s)
        return f"{mark.label}, {mark.channel} {kind} at {when}, {STATE_WORDS[mark.state]}"

    # -- events -------------------------------------------------------------------------------------------

    def viewportEvent(self, event: QEvent) -> bool:
        """Tool tips name the inject under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            text = f"{format_clock(mark.time_s)}  {mark.label}\n{self.describe(mark)}" if mark else ""
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().viewportEvent(event))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the strip."""
        scene = Scene(self._marks, self._rects, self._selected, self._now_s, self.hasFocus())
        paint_scene(QPainter(self.viewport()), QRectF(self.viewport().rect()), scene, self._geometry())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new size."""
        super().resizeEvent(event)
        self._arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms around the pointer; without it the wheel pans in time."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(_ZOOM_STEP ** (turned / 120), event.position().x())
        else:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - turned)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A pin is selected; anywhere else the strip may be dragged."""
        mark = self.mark_at(event.position())
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self.select(mark.key)
        else:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan while dragging; the pointer says what can be clicked."""
        if self._pressed is not None:
            moved = event.position().toPoint() - self._pressed
            self._pressed = event.position().toPoint()
            for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
                bar.setValue(bar.value() - by)
            return
        over = self.mark_at(event.position()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of the strip."""
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the pin."""
        mark = self.mark_at(event.position())
        if mark is not None:
            self.activated_key.emit(mark.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End select; Return activates; `+`, `-`, `0` zoom."""
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0):
            self._zoom_by_key(key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected is not None:
            self.activated_key.emit(self._selected)
        elif not self._select_by_key(key):
            super().keyPressEvent(event)

    def _zoom_by_key(self, key: int) -> None:
        if key == Qt.Key.Key_0:
            self.fit()
        else:
            self.zoom_by(1 / _ZOOM_STEP if key == Qt.Key.Key_Minus else _ZOOM_STEP)

    def _select_by_key(self, key: int) -> bool:
        if not self._marks:
            return False
        at = self._place(self._selected)
        last = len(self._marks) - 1
        if key in _KEYS_ACROSS and at is not None:
            places = [(rect.left(), lane) for rect, lane in zip(self._rects, self._lanes, strict=True)]
            to = across(places, at, _KEYS_ACROSS[Qt.Key(key)])
        else:
            moves = {
                Qt.Key.Key_Right: 0 if at is None else min(last, at + 1),
                Qt.Key.Key_Left: last if at is None else max(0, at - 1),
                Qt.Key.Key_Home: 0,
                Qt.Key.Key_End: last,
            }
            if key not in moves:
                return False
            to = moves[Qt.Key(key)]
        self.select(self._marks[to].key)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()
