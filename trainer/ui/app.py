"""The desktop program: the application, its look, and the main window.

Importing this module loads Qt and nothing that the first picture does not need: the core and the workspace are loaded,
and the library is read, once the window stands on the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from trainer.ui import look
from trainer.ui.settings import Settings
from trainer.ui.shell.window import MainWindow

if TYPE_CHECKING:
    from pathlib import Path

    from trainer.ports import Exercise
    from trainer.workspace import Opened, Workspace

__all__ = ["Start", "application", "run"]


@dataclass(frozen=True)
class Start:
    """What is opened at once: an exercise, on the screen beside a seat and the room display.

    `seat` is a role; None opens the seat of the role in command. An exercise that was only created begins at `speed`.
    `ended` is called once play has ended and returns one line for the person, such as where the report was written;
    an empty line says nothing.
    """

    opened: Opened
    seat: str | None = None
    room: bool = True
    speed: int = 1
    ended: Callable[[Exercise], str] | None = None


def application(argv: Sequence[str]) -> QApplication:
    """The one application, named and dressed as it was left."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(list(argv))
    app.setApplicationName("incident-trainer")
    app.setApplicationDisplayName("Incident Trainer")
    app.setOrganizationName("incident-trainer")
    app.setDesktopFileName("incident-trainer")
    settings = Settings()
    look.apply(app, settings.scheme(), settings.zoom())
    app.setWindowIcon(look.icon("app", "accent"))
    return app


def run(
    workspace: Callable[[], Workspace],
    argv: Sequence[str] | None = None,
    start: Start | None = None,
    set_up: Path | None = None,
) -> int:
    """Open the desktop program and return its exit code when its last window is closed.

    The workspace is made once the window has been painted, or at once where an exercise is to be opened, or a
    scenario's file (`set_up`) to be set up as one.
    """
    app = application(sys.argv if argv is None else argv)
    window = MainWindow(workspace)
    window.show()
    if start is not None:
        window.begin(start.opened, start.seat, start.room, start.speed, start.ended)
    if set_up is not None:
        window.catalogue.load()
        window.set_up(next((entry for entry in window.catalogue.scenarios if entry.path == set_up), None))
    return app.exec()
