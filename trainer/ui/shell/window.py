"""The main window: a bar of places, the page of the place, and the menus.

The frame stands before anything is known of exercises. What works behind it (`Backstage`) takes several times as long
to load as the frame takes to paint, and is loaded once that has been done, or when it is wanted earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.home.home import HomePage
from trainer.ui.home.requests import Requests
from trainer.ui.look import Choice
from trainer.ui.panels import Banner, spaced
from trainer.ui.settings import ZOOMS, Settings
from trainer.ui.shell import places
from trainer.ui.shell.menus import Menus
from trainer.ui.shell.side import PLACES, PlaceName, SideBar

if TYPE_CHECKING:
    from pathlib import Path

    from trainer.ports import Exercise
    from trainer.ui.home.catalogue import Catalogue
    from trainer.ui.home.library import LibraryPage
    from trainer.ui.home.setup import SetupPage
    from trainer.ui.home.walk import WalkPage
    from trainer.ui.shell.backstage import Backstage
    from trainer.ui.shell.errands import Errands
    from trainer.ui.shell.openings import Openings
    from trainer.ui.shell.stage import Stage
    from trainer.workspace import Opened, ScriptEntry, Workspace

__all__ = ["MainWindow"]

_PROGRAM = "Incident Trainer"
_PAUSES = "The exercise pauses where it is and can be resumed. Nothing that was recorded is lost."
_SMALLEST = (800, 560)


def _today() -> date:
    return cast("date", QDate.currentDate().toPython())


class MainWindow(QMainWindow):
    """One window with a few places; what is open stays open while the person looks elsewhere.

    `workspace` is called once, when it is first needed.
    """

    def __init__(self, workspace: Callable[[], Workspace], today: Callable[[], date] = _today) -> None:
        super().__init__()
        self._workspace, self._today = workspace, today
        self._backstage: Backstage | None = None
        self._settings = Settings()
        self.requests = Requests(self)
        self._home = HomePage(self.requests)
        self._pages: dict[PlaceName, QWidget] = {}
        self._setup: SetupPage | None = None
        self._walk: WalkPage | None = None
        self._closing = False
        self._side, self._stack, self.banner = SideBar(), QStackedWidget(), Banner()
        self.menus = Menus(self.menuBar())
        self._build()
        self._connect()
        self._restore()
        self.go("home")
        _FirstPaint(self, lambda: self.catalogue.load())

    # -- what works behind the frame ----------------------------------------------------------------------

    @property
    def backstage(self) -> Backstage:
        """What works behind the frame, made when it is first wanted."""
        if self._backstage is None:
            from trainer.ui.shell.backstage import Backstage

            self._backstage = Backstage(self._workspace(), self._today, self)
            self._backstage.serve(self.requests)
            self._backstage.errands.added.connect(self._on_added)
            self._backstage.errands.walk_kept.connect(self.set_up)
            self._home.follow(self._backstage.catalogue, self._backstage.workspace)
        return self._backstage

    @property
    def catalogue(self) -> Catalogue:
        """The library as the pages see it."""
        return self.backstage.catalogue

    @property
    def stage(self) -> Stage:
        """The exercise that is open in the windows."""
        return self.backstage.stage

    @property
    def errands(self) -> Errands:
        """What is done with files and with the exercises of the library."""
        return self.backstage.errands

    @property
    def openings(self) -> Openings:
        """What opens exercises."""
        return self.backstage.openings

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(_PROGRAM)
        middle = QWidget()
        across = spaced(QHBoxLayout(middle), gap=0)
        across.addWidget(self._side)
        column = spaced(QVBoxLayout(), gap=0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        across.addLayout(column, 1)
        self.setCentralWidget(middle)
        self.menus.show_look()
        self.menus.actions["export"].setEnabled(False)
        self.menus.actions["close"].setEnabled(False)

    def _connect(self) -> None:
        self._side.wanted.connect(self.go)
        self.banner.acted.connect(lambda: self.openings.retry())
        requests = self.requests
        # What can be asked for before anything has been read; the rest is served from backstage.
        requests.set_up.connect(self.set_up)
        requests.walk.connect(self.walk_through)
        requests.add_script.connect(lambda: self.errands.choose_script())
        requests.import_exercise.connect(lambda: self.errands.choose_import())
        requests.library.connect(self._on_library)
        requests.leave.connect(lambda: self.go("home"))
        look.changes().changed.connect(self._on_look_changed)
        self._connect_menus()

    def _connect_menus(self) -> None:
        on = self.menus.on
        on("new", lambda: self.set_up(None))
        on("open", lambda: self.errands.choose_script())
        on("import", lambda: self.errands.choose_import())
        on("export", lambda: self.openings.export())
        on("close", lambda: self.openings.close())
        on("allowed", lambda: places.allow_list(self.backstage.workspace, self))
        on("quit", self.close)
        for place in PLACES:
            on(place.name, partial(self.go, place.name))
        for choice in self.menus.schemes:
            on(f"scheme-{choice}", partial(self._wear, choice))
        for zoom in ZOOMS:
            on(f"zoom-{zoom}", partial(self._size, zoom))
        on("larger", lambda: self._zoom(1))
        on("smaller", lambda: self._zoom(-1))
        on("normal", partial(self._size, ZOOMS[0]))
        on("full screen", self._toggle_full_screen)
        on("keys", lambda: places.keyboard_overview(self, self.stage.windows()))
        on("about", lambda: places.about(self, self.catalogue.name()))

    # -- places -------------------------------------------------------------------------------------------

    def go(self, name: PlaceName) -> None:
        """Go to a place; its page is made when it is first wanted."""
        if name not in self._pages:
            self._pages[name] = self._made(name)
            self._stack.addWidget(self._pages[name])
        read = self._backstage is not None and self._backstage.catalogue.loaded
        if read and name in ("home", "library", "review"):
            self.catalogue.refresh()
        self._show(name, self._pages[name])

    def _show(self, name: PlaceName, page: QWidget) -> None:
        self._side.show_place(name)
        self._stack.setCurrentWidget(page)
        page.setFocus()

    def place(self) -> PlaceName:
        """Where the person is."""
        current = self._stack.currentWidget()
        return next((name for name, page in self._pages.items() if page is current), "home")

    def show_page(self, name: PlaceName, page: QWidget | None) -> None:
        """Let a place show another page; None puts its empty page back."""
        before = self._pages.pop(name, None)
        if page is not None:
            self._pages[name] = places.fitted(page)
            self._stack.addWidget(self._pages[name])
        shown = before is not None and self._stack.currentWidget() is before
        if shown:
            self.go(name)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _made(self, name: PlaceName) -> QWidget:
        match name:
            case "home":
                return self._home
            case "library":
                return places.library(self.backstage.workspace, self.catalogue, self.requests)
            case "exercise":
                return places.no_exercise(self.requests)
            case "review":
                return places.reviews(self.catalogue, self.requests)

    def walk_through(self, plan: ScriptEntry) -> None:
        """Open the page on which a walk-through of a plan is put together."""
        if self._walk is None:
            self._walk = places.walk(self.requests)
            self._stack.addWidget(self._walk)
        self._show("library", self._walk)
        self._walk.show_plan(plan)

    def set_up(self, entry: ScriptEntry | None, plan: Path | None = None) -> None:
        """Open the page on which an exercise is set up; `plan` is chosen there where it is given."""
        if self._setup is None:
            self._setup = places.setup(self.backstage.workspace, self.catalogue, self.requests)
            self._stack.addWidget(self._setup)
        self._show("home", self._setup)
        self._setup.show_scenario(entry, plan)

    def _library(self) -> LibraryPage:
        self.go("library")
        return cast("LibraryPage", self._pages["library"])

    def _on_library(self, tab: str) -> None:
        self._library().open_tab(tab)

    def _on_added(self, entry: ScriptEntry) -> None:
        self._library().choose(entry)

    # -- the open exercise --------------------------------------------------------------------------------

    def begin(
        self,
        opened: Opened,
        seat: str | None = None,
        room: bool = True,
        speed: int = 1,
        ended: Callable[[Exercise], str] | None = None,
    ) -> None:
        """Open an exercise with its windows at once, and start its clock if it has not begun."""
        self.openings.begin(opened, seat, room, speed, ended)

    def show_exercise(self, title: str, status: str) -> None:
        """Show in the frame which exercise is open and what its clock does; an empty title shows none."""
        self._side.show_exercise(title, status)
        self.setWindowTitle(f"{title} – {_PROGRAM}" if title else _PROGRAM)
        self.menus.actions["export"].setEnabled(bool(title))
        self.menus.actions["close"].setEnabled(bool(title))

    def _on_look_changed(self) -> None:
        self.menus.show_look()
        self._side.fit(self.width())

    # -- look ---------------------------------------------------------------------------------------------

    def dress(self, scheme: Choice, zoom: int) -> None:
        """Show everything in a scheme and with text of a size in per cent, and remember both."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.apply(app, scheme, zoom)
        self._settings.set_scheme(scheme)
        self._settings.set_zoom(look.zoom())

    def _wear(self, scheme: Choice) -> None:
        self.dress(scheme, look.zoom())

    def _size(self, zoom: int) -> None:
        self.dress(look.choice(), zoom)

    def _zoom(self, by: int) -> None:
        nearest = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - look.zoom()))
        self._size(ZOOMS[min(len(ZOOMS) - 1, max(0, nearest + by))])

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, as Space does."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focus, QPushButton | QToolButton
        ):
            focus.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tick full screen in the menu, whoever asked for it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            self.menus.actions["full screen"].setChecked(self.isFullScreen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the bar of places take no more than its share."""
        super().resizeEvent(event)
        self._side.fit(self.width())

    # -- opening and closing the window -------------------------------------------------------------------

    def _restore(self) -> None:
        self.setMinimumSize(*_SMALLEST)
        geometry, state = self._settings.blob("window/geometry"), self._settings.blob("window/state")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableGeometry()
            self.resize(min(1_440, room.width()), min(900, room.height()))
        if state is not None:
            self.restoreState(state)
        self.menus.actions["full screen"].setChecked(self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask once while an exercise is in play or live; then remember the window and let go of everything."""
        behind = self._backstage
        if behind is not None and not self._closing and behind.leaving.ask(_PAUSES, "quit", self._close_now):
            event.ignore()
            return
        self._settings.set_blob("window/geometry", self.saveGeometry())
        self._settings.set_blob("window/state", self.saveState())
        if behind is not None:
            behind.openings.let_go()
            behind.stage.close()
        event.accept()

    def _close_now(self) -> None:
        self._closing = True
        self.close()


class _FirstPaint(QObject):
    """Calls back once the window has been painted, so that nothing slow comes before the first picture."""

    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._then = then
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint event."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._then)
        return False
