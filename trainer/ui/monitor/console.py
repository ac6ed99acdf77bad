"""The monitoring console: map and charts, all services, alerts, and beside them what can be done and looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from trainer.core.services.views import OperationOffer, ServiceSeen, Telemetry
from trainer.core.simulation import Measure, Operation
from trainer.ui import look
from trainer.ui.monitor.alerts import Alerts
from trainer.ui.monitor.board import Board
from trainer.ui.monitor.buckets import Source, Traces
from trainer.ui.monitor.charts_of import BUSINESS, business_charts, service_charts
from trainer.ui.monitor.doing import Doing
from trainer.ui.monitor.happened import marks
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.lookup import Lookup
from trainer.ui.monitor.map import ServiceMap
from trainer.ui.monitor.operations import Operations
from trainer.ui.monitor.parts import Halves, split
from trainer.ui.monitor.rows import operation_rows
from trainer.ui.monitor.values import HEALTH
from trainer.ui.monitor.wall import Wall
from trainer.ui.panels import Chip, spaced

__all__ = ["MonitorConsole"]

_EVERY = 1_000
"""Milliseconds between looks; a look paints only when the system has moved on."""
_SIDE_BY_SIDE = 640
_WARM_EVERY = 200
_WARMED = 12
"""So many series are read every so many milliseconds, whether somebody looks at them or not."""
_DO, _LOOK, _ORDERED = range(3)


class MonitorConsole(QWidget):
    """Shows the telemetry of its host. `diagnose_wanted` carries a service; `changed` says that something was done.

    It is refreshed once a second while it can be seen; while the clock stands, nothing moves.
    """

    diagnose_wanted = Signal(str)
    standing_alerts = Signal(int)

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._telemetry: Telemetry = host.telemetry
        self._traces = Traces(host.telemetry)
        self._service = BUSINESS
        self._seen = (0, 0)
        self._health = ""
        self.setAccessibleName("Monitoring")
        self.map = ServiceMap(self._traces)
        self.board = Board(self._telemetry, self._traces)
        self.wall = Wall(self._telemetry, self._traces)
        self.alerts = Alerts(host)
        self.doing = Doing(host)
        self.lookup = Lookup(host)
        self.operations = Operations(partial(operation_rows, host))
        self._timer = QTimer(self, interval=_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._sources = self._all_sources()
        self._warm = QTimer(self, interval=_WARM_EVERY)
        self._lay_out()
        self._connect()
        self._fill_services()
        self.choose(self._first())
        self._warm.start()
        self.refresh()

    def _first(self) -> str:
        """What is shown at the start: the figures of the business, else the service that is called from outside."""
        titles = self._host.titles
        return BUSINESS if self._telemetry.figures() or not titles else next(iter(titles))

    # -- building -----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.halves = Halves(
            "monitor/halves",
            [("Map and charts", "", self._watching()), ("Alerts and operations", "", self._side())],
            (680, 340),
            900,
        )
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(self.halves, 1)

    def _watching(self) -> QWidget:
        holder = QWidget()
        holder.setMinimumWidth(look.tokens().px(360))
        column = spaced(QVBoxLayout(holder), gap=6)
        self.service = QComboBox()
        self.service.setAccessibleName("Service shown")
        self.service.view().setAccessibleName("Services")
        self.service.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.service.setMinimumContentsLength(18)
        self.service.setMinimumWidth(look.tokens().px(96))
        self.health = Chip("")
        self.views = QTabBar()
        self.views.setAccessibleName("Map and charts, or all services")
        self.views.setExpanding(False)
        self.views.setUsesScrollButtons(False)
        for title in ("Map", "All services"):
            self.views.addTab(title)
        head = spaced(QHBoxLayout(), gap=6)
        head.addWidget(self.views)
        head.addStretch(1)
        head.addWidget(self.health)
        head.addWidget(self.service)
        column.addLayout(head)
        self._pages = QStackedWidget()
        self.map.setMinimumHeight(look.tokens().px(96))
        self._pages.addWidget(
            split("monitor/map", Qt.Orientation.Vertical, (self.map, self.board), (300, 300))
        )
        self._pages.addWidget(self.wall)
        column.addWidget(self._pages, 1)
        return holder

    def _side(self) -> QWidget:
        below = QWidget()
        self.panels = QTabBar()
        self.panels.setAccessibleName("Do, look up, or what was ordered")
        self.panels.setExpanding(False)
        self.panels.setUsesScrollButtons(False)
        self._side_pages = QStackedWidget()
        for title, page in (("Do", self.doing), ("Look up", self.lookup), ("Operations", self.operations)):
            self.panels.addTab(title)
            self._side_pages.addWidget(page)
        column = spaced(QVBoxLayout(below), gap=6)
        column.addWidget(self.panels)
        column.addWidget(self._side_pages, 1)
        self._stacked = split("monitor/side", Qt.Orientation.Vertical, (self.alerts, below), (230, 330), 1)
        self._stacked.setMinimumWidth(look.tokens().px(300))
        return self._stacked

    def _turn_side(self) -> None:
        """Alerts above what can be done; beside it where the side has the whole width."""
        wide = not self.halves.is_beside() and self.width() >= look.tokens().px(_SIDE_BY_SIDE)
        self._stacked.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the side to the room there is."""
        super().resizeEvent(event)
        self._turn_side()

    def _connect(self) -> None:
        for view in (self.map, self.wall):
            view.chosen.connect(self.choose)
            view.opened.connect(self.open_charts)
        self.service.activated.connect(lambda: self.choose(self.service.currentData()))
        self.views.currentChanged.connect(self._on_view_changed)
        self.panels.currentChanged.connect(self._side_pages.setCurrentIndex)
        self.panels.tabBarClicked.connect(self._on_panel_clicked)
        self._warm.timeout.connect(self._keep_up)
        self.alerts.service_wanted.connect(self.open_charts)
        self.alerts.counted.connect(self._on_alerts_counted)
        self.doing.ordered.connect(self._on_ordered)
        self.doing.diagnose_wanted.connect(self.diagnose_wanted)
        self.halves.shown.connect(self._turn_side)
        self.halves.shown.connect(self.refresh)
        self._timer.timeout.connect(self._look)

    def _fill_services(self) -> None:
        self.service.addItem("Business", BUSINESS)
        for name, title in self._host.titles.items():
            self.service.addItem(title, name)

    # -- what is shown ------------------------------------------------------------------------------------

    def services(self) -> list[tuple[str, str]]:
        """Every service with its title."""
        return list(self._host.titles.items())

    def offers(self, service: str | None) -> Sequence[OperationOffer]:
        """What can be done to a service, or to the system as a whole."""
        return self._telemetry.offers(service)

    def chosen(self) -> str:
        """The service that is looked at; empty for the business."""
        return self._service

    def choose(self, service: str) -> None:
        """Look at a service, or at the business."""
        self._service = service
        self.map.select(service)
        self.wall.select(service)
        self.service.setCurrentIndex(max(0, self.service.findData(service)))
        self.doing.show_service(service, self.service.currentText())
        self.lookup.show_service(service)
        self._show_charts(self._telemetry.services())

    def open_charts(self, service: str) -> None:
        """Look at a service's charts, whatever was shown before."""
        self.choose(service)
        self.views.setCurrentIndex(0)
        self.halves.show_part(0)

    def _show_charts(self, services: Sequence[ServiceSeen]) -> None:
        telemetry = self._telemetry
        levels = telemetry.thresholds()
        self.board.show_events(marks(self._host, self._service))
        seen = next((each for each in services if each.id == self._service), None)
        self.doing.show_facts(seen)
        if seen is None:
            figures = business_charts(telemetry.figures(), levels)
            self.board.show_charts("Business", figures)
            self.health.hide()
            return
        self.board.show_charts(seen.title, service_charts(seen, levels))
        if seen.health != self._health:
            self._health = seen.health
            shown = HEALTH[seen.health]
            self.health.show_status(shown.word, shown.status, shown.icon)
        self.health.show()

    def _look(self) -> None:
        telemetry = self._telemetry
        ended = sum(1 for seen in telemetry.operations() if seen.ok is not None)
        if (telemetry.now(), ended) != self._seen:
            self.refresh()

    def refresh(self) -> None:
        """Show the newest second, and what was done since."""
        telemetry = self._telemetry
        self._seen = (telemetry.now(), sum(1 for seen in telemetry.operations() if seen.ok is not None))
        services = telemetry.services()
        self._show_charts(services)
        if self._pages.currentWidget() is self.wall:
            self.wall.refresh(services, self.board.time())
        else:
            self.map.refresh(services)
            self.board.refresh()
        self.alerts.refresh()
        self.doing.refresh()
        running, looking = self.operations.refresh(), self.lookup.refresh()
        self._name_panel(_LOOK, f"Look up ({looking})" if looking else "Look up")
        self._name_panel(_ORDERED, f"Operations ({running})" if running else "Operations")

    def _name_panel(self, number: int, title: str) -> None:
        if self.panels.tabText(number) != title:
            self.panels.setTabText(number, title)

    def warm_up(self) -> None:
        """Read every series up to now."""
        for source in self._all_sources():
            self._traces.series(source)

    def _keep_up(self) -> None:
        """Read a few series that nobody looks at now, so that none has hours to catch up when it is shown.

        Alerts are counted out of sight too: their number stands on the tab that leads here.
        """
        if not self.isVisible():
            self.alerts.count()
        for _ in range(_WARMED):
            source = next(self._sources, None)
            if source is None:
                self._sources = self._all_sources()
                return
            self._traces.series(source)

    def _all_sources(self) -> Iterator[Source]:
        for name in self._host.titles:
            yield from (Source(name, measure) for measure in Measure)
        yield from (Source(BUSINESS, figure.id) for figure in self._telemetry.figures())

    def _on_view_changed(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        self.refresh()

    def _on_alerts_counted(self, standing: int) -> None:
        words = f"Alerts ({standing}) and operations" if standing else "Alerts and operations"
        self.halves.set_title(1, words)
        self.standing_alerts.emit(standing)

    # -- what is done -------------------------------------------------------------------------------------

    def set_ready(self, why_not: str) -> None:
        """Let things be done, or say why they cannot be done now."""
        for part in (self.alerts, self.doing, self.lookup):
            part.set_ready(why_not)

    def _on_panel_clicked(self, number: int) -> None:
        """Whoever clicks the tab of looking up wants to type next; with the arrows one may only be passing."""
        if number == _LOOK:
            QTimer.singleShot(0, self, self.lookup.begin)

    def _on_ordered(self) -> None:
        self.panels.setCurrentIndex(_ORDERED)
        self.refresh()
        self.operations.view.setFocus()

    def go_to_map(self) -> None:
        """Keyboard to the map."""
        self.views.setCurrentIndex(0)
        self.halves.show_part(0)
        self.map.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_alerts(self) -> None:
        """Keyboard to the alerts."""
        self.halves.show_part(1)
        self.alerts.begin()

    def go_to_doing(self, service: str | None = None, operation: Operation | None = None) -> None:
        """Keyboard to what can be done, or to the form of an operation on a service."""
        if service is not None:
            self.choose(service)
        self.halves.show_part(1)
        self.panels.setCurrentIndex(_DO)
        self.doing.begin(operation)

    def go_to_lookup(self, at: str = "") -> None:
        """Keyboard to looking up."""
        self.halves.show_part(1)
        self.panels.setCurrentIndex(_LOOK)
        self.lookup.begin(at)

    def go_to_operations(self) -> None:
        """Keyboard to what was ordered."""
        self.halves.show_part(1)
        self.panels.setCurrentIndex(_ORDERED)
        self.operations.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- only while it can be seen ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Take up what happened meanwhile."""
        super().showEvent(event)
        self._timer.start()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()
