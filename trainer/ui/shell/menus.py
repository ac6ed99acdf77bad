"""The menu bar: everything the frame can do, with the shortcuts people expect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from trainer.ui import look
from trainer.ui.look import Choice
from trainer.ui.settings import ZOOMS
from trainer.ui.shell.side import PLACES

__all__ = ["Menus"]

_SCHEMES: Final[tuple[tuple[Choice, str], ...]] = (
    ("system", "As the &system"),
    ("light", "&Light"),
    ("dark", "&Dark"),
    ("contrast", "High &contrast"),
)
_Keys = QKeySequence.StandardKey | str | None


class Menus:
    """Builds the menus onto a bar. The owner connects what each action does through `on`."""

    def __init__(self, bar: QMenuBar) -> None:
        self._bar = bar
        self.actions: dict[str, QAction] = {}
        self.schemes: dict[Choice, QAction] = {}
        self.zooms: dict[int, QAction] = {}
        self._file()
        self._view()
        self._help()

    def on(self, name: str, then: Callable[[], object]) -> None:
        """What an action does."""
        self.actions[name].triggered.connect(lambda _=False: then())

    def show_look(self) -> None:
        """Tick the scheme and the size of the text that are in force."""
        self.schemes[look.choice()].setChecked(True)
        nearest = min(ZOOMS, key=lambda zoom: abs(zoom - look.zoom()))
        self.zooms[nearest].setChecked(True)
        self.actions["larger"].setEnabled(look.zoom() < ZOOMS[-1])
        self.actions["smaller"].setEnabled(look.zoom() > ZOOMS[0])

    def _add(self, menu: QMenu, name: str, words: str, keys: _Keys = None, icon: str = "") -> QAction:
        action = menu.addAction(words)
        if keys is not None:
            action.setShortcut(QKeySequence(keys))
        if icon:
            action.setIcon(look.icon(icon))
        self.actions[name] = action
        return action

    def _file(self) -> None:
        menu = self._bar.addMenu("&File")
        self._add(menu, "new", "&New exercise…", QKeySequence.StandardKey.New, "add")
        self._add(menu, "open", "&Open scenario or plan file…", QKeySequence.StandardKey.Open, "open")
        menu.addSeparator()
        self._add(menu, "import", "&Import exercise…", "Ctrl+Shift+I", "import")
        self._add(menu, "export", "&Export this exercise…", "Ctrl+Shift+E", "export")
        self._add(menu, "close", "&Close exercise", "Ctrl+W")
        menu.addSeparator()
        self._add(menu, "allowed", "&What experiments may do…", None, "lock")
        menu.addSeparator()
        quit_action = self._add(menu, "quit", "&Quit", "Ctrl+Q")
        quit_action.setMenuRole(QAction.MenuRole.QuitRole)

    def _view(self) -> None:
        menu = self._bar.addMenu("&View")
        for place in PLACES:
            self._add(menu, place.name, f"&{place.words}", place.keys, place.icon)
        menu.addSeparator()
        scheme = menu.addMenu("&Theme")
        group = QActionGroup(menu)
        for choice, words in _SCHEMES:
            self.schemes[choice] = self._add(scheme, f"scheme-{choice}", words)
            self.schemes[choice].setCheckable(True)
            group.addAction(self.schemes[choice])
        size = menu.addMenu("Text &size")
        sizes = QActionGroup(menu)
        larger = self._add(size, "larger", "&Larger text")
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self._add(size, "smaller", "&Smaller text", "Ctrl+-")
        self._add(size, "normal", "&Normal text", "Ctrl+0")
        size.addSeparator()
        for zoom in ZOOMS:
            self.zooms[zoom] = self._add(size, f"zoom-{zoom}", f"{zoom} %")
            self.zooms[zoom].setCheckable(True)
            sizes.addAction(self.zooms[zoom])
        menu.addSeparator()
        full = self._add(menu, "full screen", "&Full screen", "F11", "projector")
        full.setCheckable(True)

    def _help(self) -> None:
        menu = self._bar.addMenu("&Help")
        self._add(menu, "keys", "&Keyboard overview", QKeySequence.StandardKey.HelpContents, "help")
        about = self._add(menu, "about", "&About")
        about.setMenuRole(QAction.MenuRole.AboutRole)
