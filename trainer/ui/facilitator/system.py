"""The simulated system on the facilitator's desk: the ground truth beside the monitoring that participants see."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from trainer.core.actions import Action
from trainer.core.commands import Act
from trainer.core.engine import Refused
from trainer.core.services.views import Telemetry
from trainer.core.system_state import monitor
from trainer.ui.bridge import fault_words
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.splitters import splitter
from trainer.ui.facilitator.system_truth import Truth
from trainer.ui.facilitator.system_words import acknowledged_by
from trainer.ui.monitor import Host, MonitorConsole
from trainer.ui.panels import spaced

__all__ = ["InjectsAndSystem", "SystemPage", "system_page"]

_EVERY = 1_000
_NO_ROLE = "Choose first for which role it is recorded: Ctrl+1 and so on."


class SystemPage(QWidget):
    """Truth and monitoring side by side. What is done in the monitoring is recorded for the role that is chosen."""

    def __init__(
        self, desk: Desk, telemetry: Telemetry, role: Callable[[], str | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("The simulated system")
        self._desk, self._role = desk, role
        host = Host(
            telemetry, self._perform, lambda: role() or "", desk.title, partial(acknowledged_by, desk)
        )
        self.truth = Truth(desk, host)
        self.monitor = MonitorConsole(host)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._refresh_if_seen)
        self._timer.start()
        parts = splitter("facilitator/system", Qt.Orientation.Horizontal, (self.truth, self.monitor), (9, 22))
        spaced(QVBoxLayout(self), gap=0).addWidget(parts)

    def _perform(self, action: Action) -> str:
        role = self._role()
        if not role:
            return _NO_ROLE
        try:
            self._desk.exercise.submit(Act(role, action, source="facilitator"))
        except Refused as refused:
            return str(refused)
        except Exception as fault:
            return f"{fault_words(fault)} What you did was not recorded; try it again."
        return ""

    def refresh(self) -> None:
        """Take up what was recorded."""
        self.truth.look_at(self.monitor.chosen())
        self.truth.refresh()
        self.monitor.set_ready("" if self._desk.in_play() else "The exercise is not in play.")
        self.monitor.refresh()

    def _refresh_if_seen(self) -> None:
        if self.isVisible():
            self.truth.look_at(self.monitor.chosen())
            self.truth.refresh()


class InjectsAndSystem(QWidget):
    """The injects and the simulated system, behind one row of tabs."""

    shown = Signal(int)

    def __init__(self, system: SystemPage) -> None:
        super().__init__()
        self.system = system
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Injects, or the simulated system")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self._pages = QStackedWidget()
        for title, tip in (
            ("Injects", "What is planned and what came (F6)"),
            ("System", "What is really broken, and what the monitoring shows (F9)"),
        ):
            self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(self.tabs)
        column.addWidget(self._pages, 1)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.tabs.currentChanged.connect(self._on_changed)

    def beside(self, injects: QWidget) -> InjectsAndSystem:
        """This, with the injects on its first page."""
        self._pages.addWidget(injects)
        self._pages.addWidget(self.system)
        return self

    def add_page(self, title: str, tip: str, page: QWidget) -> int:
        """One page more; its number."""
        self.tabs.setTabToolTip(self.tabs.addTab(title), tip)
        return self._pages.addWidget(page)

    def _on_changed(self, number: int) -> None:
        if number == 1:
            self.system.refresh()
        self.shown.emit(number)

    def refresh(self) -> None:
        """Take up what was recorded, where it can be seen."""
        if self.tabs.currentIndex() == 1:
            self.system.refresh()

    def to_injects(self) -> None:
        """Show the injects."""
        self.tabs.setCurrentIndex(0)

    def to_system(self) -> None:
        """Show the system, with the keyboard in the list of faults."""
        self.tabs.setCurrentIndex(1)
        self.system.truth.faults.view.setFocus(Qt.FocusReason.ShortcutFocusReason)


def system_page(desk: Desk, role: Callable[[], str | None]) -> SystemPage | None:
    """The page of the exercise's simulated system; None where it has none."""
    telemetry = monitor(lambda: desk.state.system)
    return SystemPage(desk, telemetry, role) if telemetry is not None else None
