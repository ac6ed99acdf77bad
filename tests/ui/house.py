"""Home's pages over a workspace in memory, and what they ask of the frame around them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, tiny_script
from trainer.core.commands import EndExercise, PauseClock, StartClock
from trainer.core.events import Seat
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.home import HomePage
from trainer.ui.home.library import LibraryPage
from trainer.ui.home.requests import Requests
from trainer.ui.home.setup import SetupPage
from trainer.workspace import Opened, ScriptEntry, Setup

__all__ = ["TINY", "TODAY", "Asked", "House", "played", "prepared"]

TODAY = date(2026, 3, 2)
TINY = Path("/files/tiny.yaml")


class Asked:
    """What the pages asked for, in order."""

    def __init__(self, requests: Requests) -> None:
        self.calls: list[tuple[str, object]] = []
        for name in ("set_up", "start", "resume", "review", "write_report", "export", "delete", "library"):
            getattr(requests, name).connect(lambda what, name=name: self.calls.append((name, what)))
        for name in ("add_script", "import_exercise", "leave"):
            getattr(requests, name).connect(lambda name=name: self.calls.append((name, None)))

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    def only(self, name: str) -> object:
        assert self.names() == [name]
        return self.calls[0][1]


class House:
    """A workspace with its catalogue, and pages over them."""

    def __init__(self, qtbot: QtBot, workspace: FakeWorkspace | None = None) -> None:
        self.qtbot, self.workspace = qtbot, workspace or FakeWorkspace()
        self.requests = Requests()
        self.catalogue = Catalogue(self.workspace, lambda: TODAY)
        self.asked = Asked(self.requests)

    def _show(self, page: QWidget) -> None:
        self.qtbot.addWidget(page)
        page.resize(1_100, 760)
        page.show()
        page.activateWindow()
        self.qtbot.waitUntil(page.isActiveWindow)

    def home(self) -> HomePage:
        page = HomePage(self.requests)
        page.follow(self.catalogue)
        self.catalogue.load()
        self._show(page)
        return page

    def library(self, tab: str = "scenarios") -> LibraryPage:
        self.catalogue.load()
        page = LibraryPage(self.workspace, self.catalogue, self.requests)
        self._show(page)
        page.open_tab(tab)
        return page

    def setup(self, entry: ScriptEntry | None = None) -> SetupPage:
        self.catalogue.load()
        page = SetupPage(self.workspace, self.catalogue, self.requests)
        self._show(page)
        page.show_scenario(entry)
        return page


def prepared(workspace: FakeWorkspace, title: str = "Drill") -> Opened:
    """An exercise that was set up and has not begun."""
    roles = tuple(Seat(role=role) for role in tiny_script().played_roles)
    return workspace.create(Setup(title, Kind.TABLETOP, TINY, None, roles))


def played(workspace: FakeWorkspace, title: str, end: bool = False) -> None:
    """An exercise that was played for a while and paused, or ended."""
    opened = prepared(workspace, title)
    opened.exercise.submit(StartClock())
    workspace.clock.advance(12 * MINUTE)
    opened.exercise.submit(EndExercise() if end else PauseClock())
