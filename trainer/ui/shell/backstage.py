"""What works behind the main window's frame: the library, the errands, and the exercise that is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.requests import Requests
from trainer.ui.shell.errands import Errands
from trainer.ui.shell.leaving import Leaving
from trainer.ui.shell.openings import Openings
from trainer.ui.shell.stage import Stage
from trainer.workspace import Workspace

if TYPE_CHECKING:
    from trainer.ui.shell.window import MainWindow

__all__ = ["Backstage"]


class Backstage:
    """Everything of a main window that knows exercises. The window makes it once it has been painted."""

    def __init__(self, workspace: Workspace, today: Callable[[], date], window: MainWindow) -> None:
        self.workspace, self._window = workspace, window
        self.catalogue = Catalogue(workspace, today, window)
        self.stage = Stage(window, workspace)
        self.leaving = Leaving(self.stage, window)
        self.errands = Errands(workspace, self.catalogue, window)
        self.openings = Openings(workspace, self.stage, self.leaving, window)
        self.stage.changed.connect(self._on_stage_changed)
        self.stage.failed.connect(self.openings.show_fault)

    def serve(self, requests: Requests) -> None:
        """Carry out what pages ask for."""
        requests.start.connect(self.openings.start)
        requests.resume.connect(self.openings.resume)
        requests.review.connect(self.openings.review)
        requests.walk_made.connect(self.errands.keep_walk)
        self.errands.serve(requests)

    def _on_stage_changed(self) -> None:
        title, play = self.stage.title(), self.stage.play
        stopped = play is not None and bool(play.pulse.fault())
        self._window.show_exercise(title, "stopped" if stopped else self.stage.status())
        self.catalogue.in_play = self.stage.id()
        # The other places read the library again when they are gone to; play is not to wait for them.
        if self.catalogue.loaded and self._window.place() != "exercise":
            self.catalogue.refresh()
