"""The library as the pages of Home see it: read once, kept, and read again when something changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from trainer.core.cadence import Drill, Due, what_is_due
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.ui.home.words import RUNS, is_resumable, local_day
from trainer.workspace import ExerciseEntry, ScriptEntry, Unusable, Workspace

__all__ = ["Catalogue"]


class Catalogue(QObject):
    """Scenarios, plans and exercises of a workspace; `changed` follows every reading."""

    changed = Signal()

    def __init__(
        self, workspace: Workspace, today: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.today = today
        self.loaded = False
        self.fault = ""
        self.in_play: str | None = None
        """The exercise that is open in this program now."""
        self.scenarios: tuple[ScriptEntry, ...] = ()
        self.plans: tuple[ScriptEntry, ...] = ()
        self.exercises: tuple[ExerciseEntry, ...] = ()

    def load(self) -> None:
        """Read everything. What cannot be read is said in `fault`, and what was read before stays."""
        self._read(self._read_all)

    def refresh(self) -> None:
        """Read the exercises again."""
        self._read(self._read_exercises)

    def name(self) -> str:
        """Where the library is."""
        try:
            return self._workspace.library_name()
        except Unusable as unusable:
            return str(unusable)

    def resumable(self) -> tuple[ExerciseEntry, ...]:
        """Exercises that did not end: those that had begun first, then newest first."""
        waiting = [entry for entry in self.exercises if is_resumable(entry)]
        return tuple(sorted(waiting, key=lambda entry: entry.state == "created"))

    def ended(self) -> tuple[ExerciseEntry, ...]:
        """Exercises that can be reviewed, newest first."""
        return tuple(entry for entry in self.exercises if entry.state == "ended")

    def due(self) -> tuple[Due, ...]:
        """What the plans' cadences ask for, the most pressing first."""
        services = [
            service
            for entry in self.plans
            if isinstance(entry.value, Plan)
            for service in entry.value.services
        ]
        drills = [
            Drill(entry.service, Kind(entry.kind), local_day(entry.started or entry.created))
            for entry in self.ended()
            if entry.service and not entry.virtual and entry.kind in tuple(Kind)
        ]
        return what_is_due(services, drills, self.today())

    def drills(self) -> tuple[ScriptEntry, ...]:
        """Scenarios as Home offers them: those for the most pressing service first, unusable ones last."""
        pressing = {
            due.service: place for place, due in reversed(list(enumerate(self.due()))) if due.kind in RUNS
        }

        def order(entry: ScriptEntry) -> tuple[bool, int]:
            service = entry.value.service if isinstance(entry.value, Scenario) else None
            return entry.value is None, pressing.get(service or "", len(pressing) + 1_000)

        return tuple(sorted(self.scenarios, key=order))

    def scenario_for(self, service: str) -> ScriptEntry | None:
        """A scenario that drills a service, or None."""
        fitting = (
            entry
            for entry in self.scenarios
            if isinstance(entry.value, Scenario) and entry.value.service == service
        )
        return next(fitting, None)

    def _read(self, how: Callable[[], None]) -> None:
        try:
            how()
            self.fault = ""
        except Unusable as unusable:
            self.fault = str(unusable)
        self.loaded = True
        self.changed.emit()

    def _read_all(self) -> None:
        self.scenarios, self.plans = self._workspace.scenarios(), self._workspace.plans()
        self._read_exercises()

    def _read_exercises(self) -> None:
        self.exercises = self._workspace.exercises()
