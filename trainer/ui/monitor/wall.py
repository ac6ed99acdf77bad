"""All services at a glance: a tile each, with small charts of rate, errors and response time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from trainer.core.services.views import ServiceSeen, Telemetry
from trainer.core.simulation import Measure
from trainer.ui import look
from trainer.ui.monitor.buckets import Source, Traces
from trainer.ui.monitor.chart_paint import pen_of
from trainer.ui.monitor.map_layout import nearest
from trainer.ui.monitor.plot import ChartSpec, LineSpec, Plot, TimeSpan, plotted, points
from trainer.ui.monitor.values import HEALTH, Unit, say
from trainer.ui.panels.painted import Painted, announce, draw_text, focus_ring, rounded

__all__ = ["Wall"]

_ROWS: Final[tuple[tuple[str, Measure, Unit, str], ...]] = (
    ("rate", Measure.RATE, "rate", "accent"),
    ("errors", Measure.ERRORS, "share", "fill:bad"),
    ("p95", Measure.P95, "seconds", "fill:warn"),
)
_NARROWEST = 176
_TILES_A_TURN = 1
_WAYS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class _Tile(Painted):
    """One service: health, and a small chart with the newest value for each of three measures."""

    pressed = Signal(str, bool)
    moved = Signal(str, int)

    def __init__(self, service: ServiceSeen) -> None:
        super().__init__()
        self.service = service
        self.specs = tuple(
            ChartSpec(f"{service.id}/{name}", name, unit, (LineSpec(Source(service.id, what), name, tint),))
            for name, what, unit, tint in _ROWS
        )
        self._plots: tuple[Plot, ...] = ()
        self._selected = False
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def columns(self) -> int:
        """How many columns of pixels the small charts have."""
        return max(30, round(self._chart(0).width()))

    def show_plots(self, service: ServiceSeen, plots: tuple[Plot, ...]) -> None:
        """Show a service's newest second."""
        if (service, plots) == (self.service, self._plots):
            return
        self.service, self._plots, self._picture = service, plots, None
        announce(self, f"{service.title}: {HEALTH[service.health].word}")
        self.setAccessibleDescription(
            ", ".join(f"{plot.spec.title} {say(plot.traces[0].newest, plot.spec.unit)}" for plot in plots)
        )
        self.update()

    def select(self, on: bool) -> None:
        """Mark it as the one that is looked at."""
        if on != self._selected:
            self._selected = on
            self.update()

    def relook(self) -> None:
        """The picture was painted in other colours."""
        self._picture = None

    def sizeHint(self) -> QSize:
        """Title and three rows."""
        px = look.tokens().px
        return QSize(px(_NARROWEST), px(20) + look.metrics("strong").height() + 3 * self._row_height())

    @staticmethod
    def _row_height() -> int:
        return look.metrics("caption").height() + look.tokens().px(9)

    def _row(self, number: int) -> QRectF:
        px, high = look.tokens().px, self._row_height()
        top = px(12) + look.metrics("strong").height() + number * high
        return QRectF(px(10), top, self.width() - px(20), high)

    def _chart(self, number: int) -> QRectF:
        px, row = look.tokens().px, self._row(number)
        words = look.metrics("caption").horizontalAdvance("errors 00.0 %") + px(8)
        return row.adjusted(words, px(2), 0, -px(3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, and over it what is chosen."""
        px = look.tokens().px
        painter = QPainter(self)
        if self._picture is None:
            self._picture = self._drawn()
        painter.drawPixmap(0, 0, self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._selected:
            rounded(painter, QRectF(self.rect()), px(7), None, QPen(look.colour("accent_fill"), px(2)))
        if self.hasFocus():
            inner = QRectF(self.rect()).adjusted(px(2), px(2), -px(2), -px(2))
            focus_ring(painter, inner, px(6))

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(look.colour("window"))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, px = look.tokens(), look.tokens().px
        shown = HEALTH[self.service.health]
        ill = self.service.health != "well"
        edge = QPen(look.colour(shown.status if ill else "border"), px(1))
        rounded(
            painter,
            QRectF(self.rect()),
            px(7),
            look.colour(tokens.status(shown.status).tint if ill else "surface"),
            edge,
        )
        side, high = px(13), look.metrics("strong").height()
        sign = QRectF(self.width() - px(10) - side, px(8) + (high - side) / 2, side, side)
        look.paint_icon(painter, shown.icon, sign, shown.status)
        words = QRectF(px(10), px(8), sign.left() - px(16), high)
        draw_text(painter, words, self.service.title, look.font("strong"), look.colour("text"))
        for number, plot in enumerate(self._plots):
            self._paint_row(painter, number, plot)
        painter.end()
        return picture

    def _paint_row(self, painter: QPainter, number: int, plot: Plot) -> None:
        row, chart = self._row(number), self._chart(number)
        trace = plot.traces[0]
        words = f"{plot.spec.title} {say(trace.newest, plot.spec.unit)}"
        area = QRectF(row.left(), row.top(), chart.left() - row.left(), row.height())
        draw_text(painter, area, words, look.font("caption", tabular=True), look.colour("text"))
        scale = (chart.width() / plot.time.length, chart.height() / plot.top)
        made = iter(points(trace, plot, chart.left(), chart.bottom(), scale))
        painter.setPen(pen_of(trace, 1.0))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(made, made, strict=True)]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew."""
        super().resizeEvent(event)
        self._picture = None

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A click chooses."""
        self.pressed.emit(self.service.id, False)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """A double click opens."""
        self.pressed.emit(self.service.id, True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, Space chooses, arrows move."""
        key = Qt.Key(event.key())
        if key in _WAYS:
            self.moved.emit(self.service.id, int(key))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit(self.service.id, key != Qt.Key.Key_Space)
        else:
            super().keyPressEvent(event)


class Wall(QScrollArea):
    """A tile for each service, a few of them refreshed at a time. `chosen` and `opened` carry a service."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, telemetry: Telemetry, traces: Traces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._telemetry, self._traces = telemetry, traces
        self.tiles: dict[str, _Tile] = {}
        self._services: dict[str, ServiceSeen] = {}
        self._time = TimeSpan(0, 900)
        self._waiting: list[str] = []
        page = QWidget()
        page.setAccessibleName("All services")
        self._grid = QGridLayout(page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.tokens().px(6))
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("All services")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setAccessibleName("All services, scroll")
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._plot_some)

    def refresh(self, services: Sequence[ServiceSeen], time: TimeSpan) -> None:
        """Show the newest second over a stretch of time, a few tiles at a time."""
        self._services = {service.id: service for service in services}
        self._time = time
        if list(self.tiles) != list(self._services):
            self._make(services)
        self._waiting = list(self.tiles)
        self._turn.start()

    def select(self, service: str) -> None:
        """Mark a service."""
        for name, tile in self.tiles.items():
            tile.select(name == service)

    def _make(self, services: Sequence[ServiceSeen]) -> None:
        for tile in self.tiles.values():
            tile.deleteLater()
        self.tiles = {service.id: _Tile(service) for service in services}
        for tile in self.tiles.values():
            tile.pressed.connect(self._on_pressed)
            tile.moved.connect(self._on_moved)
        self._place()

    def _plot_some(self) -> None:
        now, self._waiting = self._waiting[:_TILES_A_TURN], self._waiting[_TILES_A_TURN:]
        began = self._telemetry.began()
        for name in now:
            tile = self.tiles[name]
            columns = tile.columns()
            plots = tuple(plotted(spec, self._traces, self._time, began, columns) for spec in tile.specs)
            tile.show_plots(self._services[name], plots)
        if not self._waiting:
            self._turn.stop()

    def _on_pressed(self, service: str, opened: bool) -> None:
        (self.opened if opened else self.chosen).emit(service)

    def _on_moved(self, service: str, key: int) -> None:
        places = {
            name: (float(tile.geometry().center().x()), float(tile.geometry().center().y()))
            for name, tile in self.tiles.items()
        }
        to = nearest(places, service, _WAYS[Qt.Key(key)])
        self.tiles[to].setFocus()
        self.ensureWidgetVisible(self.tiles[to])
        self.chosen.emit(to)

    def _place(self) -> None:
        px = look.tokens().px
        across = max(1, self.viewport().width() // px(_NARROWEST))
        for number, tile in enumerate(self.tiles.values()):
            self._grid.removeWidget(tile)
            self._grid.addWidget(tile, number // across, number % across)
        rows = -(-len(self.tiles) // across)
        for place in range(max(self._grid.rowCount(), rows + 1)):
            self._grid.setRowStretch(place, 1 if place == rows else 0)
        for place in range(max(self._grid.columnCount(), across)):
            self._grid.setColumnStretch(place, 1 if place < across else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles side by side as have room."""
        super().resizeEvent(event)
        self._place()
        if self._services:
            self.refresh(tuple(self._services.values()), self._time)
