"""The service map: every service with its health and its figures, and who calls whom. A click chooses a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget

from trainer.core.services.views import ServiceSeen
from trainer.core.simulation import Measure
from trainer.ui import look
from trainer.ui.monitor.buckets import Source, Traces
from trainer.ui.monitor.map_layout import layers, nearest, rows_of
from trainer.ui.monitor.map_titles import on_one_line, wrapped
from trainer.ui.monitor.values import HEALTH, KIND_WORDS, say
from trainer.ui.panels.painted import LEFT, Painted, draw_text, focus_ring, rounded

__all__ = ["Pulse", "ServiceMap", "pulse_of"]

_BOX: Final = 200
_LEAST_BOX: Final = 118
_BOXES_A_TURN: Final = 8
_ROOM_FOR_THREE: Final = 132
"""Width in pixels at 100 % from which three figures have room."""
_GAPS: Final = (10, 20)
_SIGN: Final = 13
"""Side of the sign of a service's health in pixels at 100 %."""
_WAYS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class Pulse(NamedTuple):
    """The three figures by which a service is watched, as written."""

    rate: str
    errors: str
    p95: str

    def spoken(self) -> str:
        """The figures with their names."""
        return f"{self.rate}, errors {self.errors}, p95 {self.p95}"


def pulse_of(service: str, traces: Traces) -> Pulse:
    """The newest figures of a service."""
    rate, errors, p95 = (
        traces.newest(Source(service, measure)) for measure in (Measure.RATE, Measure.ERRORS, Measure.P95)
    )
    return Pulse(say(rate, "rate"), say(errors, "share"), say(p95, "seconds"))


class _Box(NamedTuple):
    """A service as the map shows it."""

    service: ServiceSeen
    pulse: Pulse

    def spoken(self) -> str:
        """The box as assistive technology says it."""
        service = self.service
        return f"{service.title}, {KIND_WORDS[service.kind]}, {HEALTH[service.health].word}: {self.pulse.spoken()}"


class _Field(Painted):
    """The painted field; `chosen` carries the service that was clicked or moved to, `opened` one that was activated."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._boxes: dict[str, _Box] = {}
        self._rects: dict[str, QRectF] = {}
        self._layers: tuple[tuple[str, ...], ...] = ()
        self._selected = ""
        self._calls: dict[str, tuple[str, ...]] = {}
        self._stale: list[str] = []
        self._titles: dict[str, tuple[str, ...]] = {}
        self.highest = 0
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._paint_some)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Service map")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_boxes(self, boxes: Sequence[_Box]) -> None:
        """Show services and figures; only those that changed are painted again."""
        shown = {box.service.id: box for box in boxes}
        calls = {name: box.service.calls for name, box in shown.items()}
        changed = [name for name, box in shown.items() if self._boxes.get(name) != box]
        before, self._boxes = self._boxes, shown
        if calls != self._calls:
            self._calls, self._layers = calls, layers(calls)
            self.relook()
        elif any(before[name].service.health != shown[name].service.health for name in changed):
            self.update()  # lines take the colour of what they lead to
        else:
            self._stale = changed
            self._turn.start()
        self._describe()

    def _paint_some(self) -> None:
        """Paint some of the boxes that changed; so no frame has to paint all of them."""
        now, self._stale = self._stale[:_BOXES_A_TURN], self._stale[_BOXES_A_TURN:]
        for name in now:
            self.update(self._rects[name].toAlignedRect().adjusted(-3, -3, 3, 3))
        if not self._stale:
            self._turn.stop()

    def select(self, service: str) -> None:
        """Mark the service that is looked at."""
        if service != self._selected:
            self._selected = service
            self._describe()
            self.update()

    def rect_of(self, service: str) -> QRectF:
        """Where a service stands."""
        return self._rects.get(service, QRectF())

    def _describe(self) -> None:
        chosen = self._boxes.get(self._selected)
        ill = [box.spoken() for box in self._boxes.values() if box.service.health != "well"]
        words = ["Chosen: " + chosen.spoken()] if chosen else []
        words.append("Not well: " + "; ".join(ill) if ill else f"All {len(self._boxes)} services are well")
        self.setAccessibleDescription(". ".join(words))

    # -- the layout ---------------------------------------------------------------------------------------

    def relook(self) -> None:
        """Place everything anew."""
        self._stand(self.width())
        self.updateGeometry()
        self.update()

    def _stand(self, width: int) -> None:
        px = look.tokens().px
        gap, line = px(_GAPS[0]), px(_GAPS[1])
        least = max(px(_LEAST_BOX), 1)
        across = max(1, (width - gap) // (least + gap))
        rows = rows_of(self._layers, across)
        widest = max((len(row) for row in rows), default=1)
        box = min(px(_BOX), (width - gap) // widest - gap)
        height = self._high(box, len(rows), line)
        self._rects, top = {}, float(gap)
        for row in rows:
            left = (width - len(row) * (box + gap) + gap) / 2
            for name in row:
                self._rects[name] = QRectF(left, top, box, height)
                left += box + gap
            top += height + line
        self.setMinimumHeight(round(top - line + gap))

    def _high(self, box: int, rows: int, line: int) -> int:
        """Height of a box: with titles on two lines where one is too short and the map has room for it."""
        px, strong = look.tokens().px, look.metrics("strong").height()
        plain = strong + look.metrics("caption").height() + px(18)
        room = box - px(9 + _SIGN + 8 + 3)
        self._titles = {name: wrapped(shown.service.title, room, 2) for name, shown in self._boxes.items()}
        seen = self.parentWidget()
        two = any(len(lines) > 1 for lines in self._titles.values())
        self.highest = rows * (plain + strong * two + line) - line + 2 * px(_GAPS[0])
        if two and seen is not None and self.highest <= seen.height():
            return plain + strong
        self._titles = on_one_line({name: shown.service.title for name, shown in self._boxes.items()}, room)
        return plain

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in the new width."""
        super().resizeEvent(event)
        self._stand(self.width())

    def sizeHint(self) -> QSize:
        """As large as the boxes need."""
        return QSize(look.tokens().px(520), self.minimumHeight())

    # -- painting -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines and boxes in the part that is asked for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        part = QRectF(event.rect())
        painter.setClipRegion(event.region())
        painter.fillRect(part, look.colour("window"))
        for name, called in self._calls.items():
            for other in called:
                if other in self._rects:
                    self._paint_call(painter, name, other)
        for name, box in self._boxes.items():
            if event.region().intersects(self._rects[name].adjusted(-2, -2, 2, 2).toAlignedRect()):
                self._paint_box(painter, self._rects[name], box)

    def _paint_call(self, painter: QPainter, name: str, other: str) -> None:
        one, two = self._rects[name], self._rects[other]
        near = self._selected in (name, other)
        health = self._boxes[other].service.health
        ink = look.colour(HEALTH[health].status if health != "well" else "outline")
        ink.setAlphaF(1.0 if near else 0.45)
        painter.setPen(QPen(ink, look.tokens().px(2 if near else 1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        down = two.top() >= one.bottom()
        start = QPointF(one.center().x(), one.bottom() if down else one.top())
        end = QPointF(two.center().x(), two.top() if down else two.bottom())
        bend = (end.y() - start.y()) * 0.5
        path = QPainterPath(start)
        path.cubicTo(start + QPointF(0, bend), end - QPointF(0, bend), end)
        painter.drawPath(path)

    def _paint_box(self, painter: QPainter, rect: QRectF, box: _Box) -> None:
        tokens, px = look.tokens(), look.tokens().px
        service = box.service
        shown = HEALTH[service.health]
        ill = service.health != "well"
        chosen = service.id == self._selected
        rounded(painter, rect, px(7), look.colour(tokens.status(shown.status).tint if ill else "surface"))
        edge = QPen(
            look.colour("accent_fill" if chosen else shown.status if ill else "outline"),
            px(2 if chosen else 1),
        )
        if service.health == "down":
            edge.setStyle(Qt.PenStyle.DashLine)
        rounded(painter, rect, px(7), None, edge)
        if chosen and self.hasFocus():
            focus_ring(painter, rect.adjusted(-px(2), -px(2), px(2), px(2)), px(8))
        side = px(_SIGN)
        title_high = look.metrics("strong").height()
        top = rect.top() + px(7)
        sign = QRectF(rect.right() - side - px(8), top + (title_high - side) / 2, side, side)
        look.paint_icon(painter, shown.icon, sign, shown.status)
        painter.setFont(look.font("strong"))
        painter.setPen(look.colour("text"))
        for number, words in enumerate(self._titles.get(service.id, ())):
            line = QRectF(rect.left() + px(9), top + number * title_high, rect.width(), title_high)
            painter.drawText(line, LEFT, words)
        high = look.metrics("caption").height()
        below = QRectF(rect.left() + px(9), rect.bottom() - px(8) - high, rect.width() - px(16), high)
        self._paint_figures(painter, below, box)

    @staticmethod
    def _paint_figures(painter: QPainter, area: QRectF, box: _Box) -> None:
        """Rate, errors and p95 in three even columns; the last gives way where there is no room."""
        metrics, font = look.metrics("caption"), look.font("caption", tabular=True)
        ink = look.colour("muted" if box.service.health == "well" else "text")
        texts = [box.pulse.rate, box.pulse.errors, box.pulse.p95]
        wide = [metrics.horizontalAdvance(text) for text in texts]
        if area.width() < look.tokens().px(_ROOM_FOR_THREE) or sum(wide) + 12 > area.width():
            texts, wide = texts[:2], wide[:2]
        spare = max(0.0, area.width() - sum(wide)) / max(1, len(texts) - 1)
        left = area.left()
        for text, width in zip(texts, wide, strict=True):
            draw_text(painter, QRectF(left, area.top(), width + 2, area.height()), text, font, ink)
            left += width + spare

    # -- mouse and keyboard -------------------------------------------------------------------------------

    def service_at(self, where: QPointF) -> str:
        """The service at a place, or an empty text."""
        return next((name for name, rect in self._rects.items() if rect.contains(where)), "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        name = self.service_at(event.position())
        if name and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(name)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens."""
        name = self.service_at(event.position())
        if name:
            self.opened.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move to the next service that way, Return opens."""
        key = Qt.Key(event.key())
        if key in _WAYS and self._rects:
            places = {name: (rect.center().x(), rect.center().y()) for name, rect in self._rects.items()}
            begin = self._layers[0][0]
            at = nearest(places, self._selected, _WAYS[key]) if self._selected in places else begin
            self.chosen.emit(at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected:
            self.opened.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say in a tool tip what a box shows."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            name = self.service_at(QPointF(event.pos()))
            box = self._boxes.get(name)
            QToolTip.showText(event.globalPos(), _tip(box) if box else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.update()


def _tip(box: _Box) -> str:
    service = box.service
    where = f" in {', '.join(service.regions)}" if service.regions else ""
    running = f"{service.replicas} replica{'' if service.replicas == 1 else 's'}{where}"
    version = f"version {service.version}" if service.version else ""
    facts = ", ".join(fact for fact in (KIND_WORDS[service.kind], running, version) if fact)
    health = HEALTH[service.health].word
    return f"{service.title}: {health}\n{facts}\n{box.pulse.spoken()}"


class ServiceMap(QScrollArea):
    """The map in a field that scrolls. `chosen` and `opened` carry a service."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, traces: Traces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._traces = traces
        self.field = _Field()
        self.field.chosen.connect(self.chosen)
        self.field.opened.connect(self.opened)
        self.setWidget(self.field)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(self.field)
        self.setAccessibleName("Service map")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setAccessibleName("Service map, scroll")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give titles the lines that there is room for."""
        super().resizeEvent(event)
        self.field.relook()
        self._limit()

    def refresh(self, services: Sequence[ServiceSeen]) -> None:
        """Show the newest second."""
        self.field.show_boxes([_Box(service, pulse_of(service.id, self._traces)) for service in services])
        self._limit()

    def _limit(self) -> None:
        """No higher than it has something to show: the rest is for the charts."""
        highest = max(self.minimumHeight(), self.field.highest)
        if self.maximumHeight() != highest:
            self.setMaximumHeight(highest)

    def select(self, service: str) -> None:
        """Mark a service, and bring it into view."""
        self.field.select(service)
        rect = self.field.rect_of(service)
        if not rect.isNull():
            centre = rect.center().toPoint()
            self.ensureVisible(centre.x(), centre.y(), 20, round(rect.height()))
