"""Looks at the experiments of the open exercise now and then, and says what it sees."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from trainer.core.refusing import Refused
from trainer.workspace import Experiments, ExperimentView, PracticeShop, Unusable, Workspace

__all__ = ["Watch"]

_EVERY: Final = 250
"""Milliseconds between two looks"""


class Watch(QObject):
    """`looked` follows every look; `over` carries a view whose process has ended since the look before."""

    looked = Signal()
    over = Signal(object)

    def __init__(
        self, experiments: Experiments, workspace: Workspace | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._face, self._workspace = experiments, workspace
        self.views: tuple[ExperimentView, ...] = experiments.views()
        self.shop = self._shop()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def view(self, experiment: str) -> ExperimentView:
        """An experiment as it stood at the last look."""
        return next(view for view in self.views if view.id == experiment)

    def live(self) -> tuple[ExperimentView, ...]:
        """Those whose processes live."""
        return tuple(view for view in self.views if view.at_work)

    def look(self) -> None:
        """Look, and say so."""
        before = {view.id: view.at_work for view in self.views}
        self.views, self.shop = self._face.views(), self._shop()
        self.looked.emit()
        for view in self.views:
            if before.get(view.id) and not view.at_work:
                self.over.emit(view)

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()

    # -- what is asked of the experiments -----------------------------------------------------------------

    def approve(self, view: ExperimentView, typed: str, not_production: bool, dry_run: bool) -> str:
        """Let an experiment run as `view` shows it; why it may not, or an empty text."""
        try:
            self._face.approve(view.id, view.digest, typed, not_production, dry_run)
        except Refused as refused:
            return str(refused)
        finally:
            self.look()
        return ""

    def stop(self) -> bool:
        """Interrupt whatever runs and roll everything back; False where nothing runs."""
        running = any(view.at_work and view.stage != "rolling back" for view in self._face.views())
        if running:
            self._face.stop_experiments()
        self.look()
        return running

    def read_anew(self, experiment: str) -> None:
        """Read an experiment from its file again."""
        self._face.look_again(experiment)
        self.look()

    # -- what is asked of the machine ---------------------------------------------------------------------

    def can_allow(self) -> bool:
        """Whether the list of what is allowed can be changed from here."""
        return self._workspace is not None

    def allow(self, sort: str, entry: str) -> str:
        """Put an entry on the list of what is allowed; why that cannot be, or an empty text."""
        if self._workspace is None:
            return "The list of what is allowed cannot be changed from here."
        try:
            self._workspace.allow_in_experiments(sort, entry)
        except Unusable as unusable:
            return str(unusable)
        for view in self.views:
            self._face.look_again(view.id)
        self.look()
        return ""

    def start_shop(self) -> None:
        """Start the practice shop."""
        if self._workspace is not None:
            self._workspace.start_practice_shop()
            self.look()

    def stop_shop(self) -> None:
        """End the practice shop."""
        if self._workspace is not None:
            self._workspace.stop_practice_shop()
            self.look()

    def roll_back_again(self, exercise: str) -> str:
        """Try again what could not be rolled back in an exercise; why that cannot be, or an empty text."""
        if self._workspace is None:
            return "That can be done from Home."
        try:
            for each in self._workspace.left_over():
                if each.exercise == exercise and not each.done:
                    self._workspace.undo_left_over(each.key)
        except Unusable as unusable:
            return str(unusable)
        self.look()
        return ""

    def _shop(self) -> PracticeShop | None:
        """The practice shop, where an experiment works on it."""
        if self._workspace is None or not any(view.practice for view in self.views):
            return None
        return self._workspace.practice_shop()
