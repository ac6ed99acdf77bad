"""A live chart: painted from a plot, with a cursor that all charts of a board share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from trainer.ui import look
from trainer.ui.monitor.chart_paint import MARK_LOOKS, Frame, frame_of, paint_cursor, paint_plot
from trainer.ui.monitor.plot import Plot
from trainer.ui.monitor.values import say
from trainer.ui.panels.painted import Painted, announce, focus_ring, rounded

__all__ = ["LineChart"]

_NEAR = 6
"""Pixels at 100 %: so near to a mark the cursor says what it is."""


class LineChart(Painted):
    """Shows one plot. `pointed` carries the second under the cursor, or None when it leaves.

    What does not move is painted once into a picture; the cursor is drawn over it.
    """

    pointed = Signal(object)

    def __init__(self, clock: Callable[[int], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._plot: Plot | None = None
        self._cursor: int | None = None
        self._picture: QPixmap | None = None
        self._said: list[str] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(look.tokens().px(150), look.tokens().px(96))

    def plot(self) -> Plot | None:
        """What is shown."""
        return self._plot

    def columns(self) -> int:
        """How many columns of pixels the lines have."""
        return max(40, round(self._frame().field.width()))

    def show_plot(self, plot: Plot) -> None:
        """Show a plot; newest values are told to assistive technology when it asks."""
        if plot == self._plot:
            return
        self._plot, self._picture = plot, None
        self._describe()
        self.update()

    def clear(self, title: str) -> None:
        """Show nothing until the next plot, which will have this title."""
        self._plot, self._picture = None, None
        announce(self, f"Chart: {title}")
        self.setAccessibleDescription("")
        self.update()

    def show_cursor(self, second: int | None) -> None:
        """Put the cursor on a second."""
        if second != self._cursor:
            self._cursor = second
            self._describe()
            self.update()

    def relook(self) -> None:
        """The picture was painted in other colours."""
        self._picture = None
        self.setMinimumSize(look.tokens().px(150), look.tokens().px(96))

    def values_at(self, second: int) -> str:
        """What was measured at a second, and what happened then, a line each."""
        plot = self._plot
        if plot is None:
            return ""
        lines = [self._clock(second)]
        for trace in plot.traces:
            place = (second - trace.start) // plot.span
            value = trace.high[place] if 0 <= place < len(trace.high) else None
            name = f"{trace.spec.title} " if len(plot.traces) > 1 else ""
            lines.append(f"{name}{say(value, plot.spec.unit)}")
        near = plot.time.length / max(1.0, self._frame().field.width()) * look.tokens().px(_NEAR)
        lines += [
            f"{MARK_LOOKS[event.kind][2]}: {event.text}"
            for event in plot.events
            if abs(event.second - second) <= near
        ][:2]
        return "\n".join(lines)

    def _describe(self) -> None:
        """Newest values, or those under the cursor, for those who cannot see the lines."""
        plot = self._plot
        if plot is None:
            return
        if self._cursor is not None:
            self.setAccessibleDescription(self.values_at(self._cursor).replace("\n", ", "))
            return
        newest = ", ".join(f"{t.spec.title} {say(t.newest, plot.spec.unit)}" for t in plot.traces)
        limits = "".join(
            f"; alert {'above' if limit.above else 'below'} {say(limit.value, plot.spec.unit)}"
            for limit in plot.spec.thresholds
        )
        self.setAccessibleDescription(f"Newest: {newest}{limits}")

    def _frame(self) -> Frame:
        return frame_of(QRectF(self.rect()))

    def sizeHint(self) -> QSize:
        """Room for a few lines."""
        px = look.tokens().px
        return QSize(px(260), px(150))

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, and the cursor over it."""
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(0, 0, self._picture)
        if self._plot is not None and self._cursor is not None:
            words = self.values_at(self._cursor)
            paint_cursor(painter, self._frame(), self._plot, self._cursor, words)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            px = look.tokens().px
            focus_ring(painter, QRectF(self.rect()).adjusted(px(1), px(1), -px(1), -px(1)), px(6))

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(look.colour("window"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), look.tokens().px(6), look.colour("surface"))
        if self._plot is not None:
            paint_plot(painter, self._frame(), self._plot, self._clock)
        painter.end()
        return picture

    # -- mouse and keyboard -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew."""
        super().resizeEvent(event)
        self._picture = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cursor follows the mouse."""
        if self._plot is not None:
            self.pointed.emit(self._frame().second(self._plot, event.position().x()))

    def leaveEvent(self, event: object) -> None:
        """The mouse is elsewhere."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        if not self.hasFocus():
            self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the cursor, Home and End put it to an end, Escape takes it away."""
        second = self._moved(event) if self._plot is not None else None
        if second is not None:
            self.pointed.emit(second)
        elif event.key() == Qt.Key.Key_Escape and self._cursor is not None:
            self.pointed.emit(None)
        else:
            super().keyPressEvent(event)

    def _moved(self, event: QKeyEvent) -> int | None:
        plot = self._plot
        if plot is None:
            return None
        at = self._cursor if self._cursor is not None else plot.time.end
        by = max(plot.span, plot.time.length // 60)
        steps = {
            Qt.Key.Key_Left: at - by,
            Qt.Key.Key_Right: at + by,
            Qt.Key.Key_Home: plot.time.start,
            Qt.Key.Key_End: plot.time.end,
        }
        second = steps.get(Qt.Key(event.key()))
        return None if second is None else min(plot.time.end, max(plot.time.start, second))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The cursor goes with the keyboard."""
        super().focusOutEvent(event)
        self.pointed.emit(None)
        self.update()
