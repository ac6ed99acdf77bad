"""Where the experiments stand on the console: a page beside the injects, and the stop button above everything."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.experiments.page import ExperimentsPage
from trainer.ui.facilitator.experiments.strip import STOP_KEYS, StopStrip
from trainer.ui.facilitator.keys import shortcut
from trainer.ui.facilitator.msel import Msel
from trainer.ui.facilitator.system import InjectsAndSystem
from trainer.ui.panels import spaced
from trainer.workspace import Experiments, Workspace

__all__ = ["ExperimentsDesk", "experiments_desk"]

_PAGE_KEYS = "Shift+F9"


class ExperimentsDesk:
    """The page, the strip with the stop button, and the keys to both."""

    def __init__(self, desk: Desk, experiments: Experiments, workspace: Workspace | None) -> None:
        self._desk = desk
        self.page, self.strip = ExperimentsPage(desk, experiments, workspace), StopStrip()
        self._tabs = QTabBar()
        self._number = 1
        self.page.live.connect(self.strip.show_live)
        self.strip.stop.connect(self.page.stop)
        self.strip.wanted.connect(self.to_page)
        self.strip.show_live(self.page.watch.live())

    def beside(self, injects: QWidget, system: InjectsAndSystem | None) -> QWidget:
        """The injects and this page behind tabs: those of the simulated system, where there is one, or own ones."""
        words, tip = "Experiment", f"What is really broken in a real system, and its approval ({_PAGE_KEYS})"
        if system is not None:
            self._tabs, self._number = system.tabs, system.add_page(words, tip, self.page)
            return injects
        whole, pages = QWidget(), QStackedWidget()
        self._tabs.setAccessibleName("Injects, or the experiment in a real system")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        for title, said, page in (
            ("Injects", "What is planned and what came (F6)", injects),
            (words, tip, self.page),
        ):
            self._tabs.setTabToolTip(self._tabs.addTab(title), said)
            pages.addWidget(page)
        column = spaced(QVBoxLayout(whole), gap=6)
        column.addWidget(self._tabs)
        column.addWidget(pages, 1)
        self._tabs.currentChanged.connect(pages.setCurrentIndex)
        # What nobody has approved yet comes first: the exercise waits for it.
        if self._desk.state.status == "created":
            self._tabs.setCurrentIndex(self._number)
        return whole

    def bind(self, console: QWidget, msel: Msel, back: Callable[[], None]) -> None:
        """Listen to the console's keys and to its list of injects; `back` puts the keyboard where it belongs."""
        self.strip.gone.connect(back)
        msel.selected.connect(self.to_injects)
        shortcut(console, _PAGE_KEYS, "Go to the experiment in a real system", self.to_page)
        shortcut(console, STOP_KEYS, "Stop the experiment and roll everything back, at once", self.page.stop)

    def to_injects(self, *_: object) -> None:
        """Show the injects."""
        self._tabs.setCurrentIndex(0)

    def to_page(self) -> None:
        """Show the experiments, with the keyboard in the list of what is done."""
        self._tabs.setCurrentIndex(self._number)
        self.page.begin()


def experiments_desk(
    desk: Desk, experiments: Experiments | None, workspace: Workspace | None
) -> ExperimentsDesk | None:
    """The experiments of an exercise on its console; None where it has none."""
    return ExperimentsDesk(desk, experiments, workspace) if experiments is not None else None
