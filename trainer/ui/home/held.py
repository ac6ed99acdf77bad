"""What earlier exercises on a plan tested: read from the library one exercise at a time, when somebody looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from trainer.core.history import EarlierDrill
from trainer.ui.home.catalogue import Catalogue
from trainer.workspace import ExerciseEntry, Unusable, Workspace

__all__ = ["Held"]


class Held(QObject):
    """Ended exercises of people on each plan, read newest first and kept while their journals are the same.

    Reading one takes a moment; between two of them the window does what it has to.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._catalogue = workspace, catalogue
        self._known: dict[tuple[str, int], EarlierDrill | None] = {}
        self._plan = ""
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._read_one)
        catalogue.changed.connect(self._go_on)

    def look_at(self, plan: str) -> None:
        """Read what is not known yet of the exercises on a plan; `changed` follows each, and each reading anew."""
        self._plan = plan
        self._go_on()

    def look_away(self) -> None:
        """Read nothing more until somebody looks again."""
        self._plan = ""
        self._next.stop()

    def of(self, plan: str) -> tuple[EarlierDrill, ...]:
        """What is known so far of the exercises on a plan, newest first."""
        found = (self._known.get(_key(entry)) for entry in self._entries(plan))
        return tuple(drill for drill in found if drill is not None)

    def to_read(self, plan: str) -> int:
        """How many exercises are not read yet."""
        return sum(_key(entry) not in self._known for entry in self._entries(plan))

    def unreadable(self, plan: str) -> int:
        """How many exercises could not be read."""
        return sum(self._known.get(_key(entry), ...) is None for entry in self._entries(plan))

    def entry(self, exercise: str) -> ExerciseEntry | None:
        """The library's line about an exercise."""
        return next((entry for entry in self._catalogue.exercises if entry.id == exercise), None)

    def _entries(self, plan: str) -> list[ExerciseEntry]:
        # A rehearsal by a virtual team has tested nobody, and what has not ended is not to be disturbed.
        ended = [e for e in self._catalogue.ended() if e.plan_id == plan and not e.virtual]
        return sorted(ended, key=lambda entry: entry.started or entry.created, reverse=True)

    def _go_on(self) -> None:
        if self._plan:
            self.changed.emit()
            self._next.start()

    def _read_one(self) -> None:
        entry = next((e for e in self._entries(self._plan) if _key(e) not in self._known), None)
        if entry is None:
            return
        try:
            self._known[_key(entry)] = self._workspace.looked_back(entry.id)
        except Unusable:
            self._known[_key(entry)] = None
        self._go_on()


def _key(entry: ExerciseEntry) -> tuple[str, int]:
    # A review adds to the journal of an exercise that has ended.
    return entry.id, entry.events
