"""What pages ask of the workspace and the disk: reports, exports, imports, deletions, new files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from trainer.ui.dialogs import ask, choose_file, choose_folder, save_file
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.requests import Requests
from trainer.ui.home.words import counted, day_words, local_day
from trainer.ui.notice import show_notice
from trainer.workspace import ExerciseEntry, ScriptEntry, Unusable, Workspace

if TYPE_CHECKING:
    from trainer.ui.home.walk import WalkMade

__all__ = ["Errands", "file_name"]

_SCRIPTS = "Scenarios and plans (*.yaml *.yml)"
_PORTABLE = "Exercises (*.drill)"
_SUFFIX = ".drill"


def file_name(entry: ExerciseEntry) -> str:
    """A file name for an exercise: its title in plain letters and its day."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in entry.title.casefold())
    words = "-".join(part for part in plain.split("-") if part)[:60] or "exercise"
    return f"{words}-{local_day(entry.started or entry.created).isoformat()}{_SUFFIX}"


class Errands(QObject):
    """Carries out requests that need the workspace; each ends in one message in the window."""

    added = Signal(object)
    """A scenario or plan file was added: its entry."""
    walk_kept = Signal(object, object)
    """A walk-through was kept as a scenario: its entry, and the file of the plan that it was made from."""

    def __init__(self, workspace: Workspace, catalogue: Catalogue, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._catalogue, self._window = workspace, catalogue, window

    def serve(self, requests: Requests) -> None:
        """Listen to the pages."""
        requests.write_report.connect(self.choose_report_folder)
        requests.export.connect(self.choose_export)
        requests.delete.connect(self.ask_delete)

    # -- files in -----------------------------------------------------------------------------------------

    def choose_script(self) -> None:
        """Let the person choose a scenario or plan file to add."""
        choose_file(self._window, "Add a scenario or a plan", _SCRIPTS, self.add_script)

    def add_script(self, path: Path) -> None:
        """Add a scenario or plan file."""

        def add() -> str:
            entry = self._workspace.add_script(path)
            self._catalogue.load()
            self.added.emit(entry)
            return _added(entry)

        self._do(add)

    def keep_walk(self, made: WalkMade) -> None:
        """Keep a walk-through that was made from a plan."""

        def keep() -> str:
            entry = self._workspace.keep_walk(made.text, made.file)
            self._catalogue.load()
            self.walk_kept.emit(entry, made.plan.path)
            return f"“{entry.title}” is kept in {entry.path.name}, among your scenarios."

        self._do(keep)

    def choose_import(self) -> None:
        """Let the person choose an exercise file to bring in."""
        choose_file(self._window, "Import an exercise", _PORTABLE, self.import_exercise)

    def import_exercise(self, path: Path) -> None:
        """Bring an exercise in."""

        def bring() -> str:
            self._workspace.import_file(path)
            self._catalogue.refresh()
            return f"The exercise in {path.name} is in the library now."

        self._do(bring)

    # -- files out ----------------------------------------------------------------------------------------

    def choose_export(self, entry: ExerciseEntry) -> None:
        """Let the person name the file an exercise is exported to."""
        save_file(self._window, "Export an exercise", file_name(entry), lambda path: self.export(entry, path))

    def export(self, entry: ExerciseEntry, path: Path) -> None:
        """Export an exercise with all it rests on."""

        def write() -> str:
            self._workspace.export(entry.id, path)
            return f"“{entry.title}” was exported to {path.name}."

        self._do(write)

    def choose_report_folder(self, entry: ExerciseEntry) -> None:
        """Let the person choose where a report is written."""
        choose_folder(
            self._window, "Write the report into a folder", lambda path: self.write_report(entry, path)
        )

    def write_report(self, entry: ExerciseEntry, folder: Path) -> None:
        """Write the report of an exercise, and offer to show it."""
        written: list[Path] = []

        def write() -> str:
            opened = self._workspace.open(entry.id)
            try:
                written.extend(self._workspace.write_report(opened.exercise, folder))
            finally:
                opened.close()
            return f"The report of “{entry.title}” was written: {', '.join(path.name for path in written)}."

        self._do(write, "Show it", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(written[0]))))

    # -- removing -----------------------------------------------------------------------------------------

    def ask_delete(self, entry: ExerciseEntry) -> None:
        """Ask once whether an exercise is to be deleted."""
        if entry.id == self._catalogue.in_play:
            show_notice("This exercise is open now. Close it before you delete it.", "warn", self._window)
            return
        day = day_words(local_day(entry.started or entry.created))
        loses = (
            f"The journal of {day} with {counted(entry.events, 'event')}, its ratings and its report will be gone for "
            "good. Export it first if you may need it again."
        )
        ask(
            self._window, f"Delete “{entry.title}”?", loses, "Delete", lambda: self.delete(entry), danger=True
        )

    def delete(self, entry: ExerciseEntry) -> None:
        """Delete an exercise."""

        def remove() -> str:
            self._workspace.delete(entry.id)
            self._catalogue.refresh()
            return f"“{entry.title}” was deleted."

        self._do(remove)

    def _do(
        self, what: Callable[[], str], action: str = "", then: Callable[[], object] | None = None
    ) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            said = what()
        except Unusable as unusable:
            show_notice(str(unusable), "bad", self._window)
        else:
            show_notice(said, "ok", self._window, action, then)
        finally:
            QGuiApplication.restoreOverrideCursor()


def _added(entry: ScriptEntry) -> str:
    if not entry.problems:
        return f"“{entry.title or entry.path.name}” is in the library now."
    found = counted(len(entry.problems), "problem")
    return f"{entry.path.name} is in the library now, with {found}; the library shows them."
