"""What the review asks of the disk: the report into a folder, the exercise into a file; and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QWidget

from trainer.core.compose.times import iso
from trainer.ui.dialogs import choose_folder, save_file
from trainer.ui.panels import Banner
from trainer.ui.review.desk import Desk
from trainer.ui.review.words import counted, file_stem
from trainer.workspace import PlanPreview, Unusable, Workspace

__all__ = ["Errands"]

_SUFFIX = ".drill"


class Errands(QObject):
    """Carries files out and says so in a banner. `retried` asks for the report once more."""

    retried = Signal()

    def __init__(self, desk: Desk, workspace: Workspace, banner: Banner, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._workspace, self._banner, self._page = desk, workspace, banner, page
        self._then: Callable[[], object] | None = None
        self._missing = False

    def choose_report_folder(self) -> None:
        """Let the person choose where the report goes."""
        choose_folder(self._page.window(), "Save the report into a folder", self.write_report)

    def write_report(self, folder: Path) -> None:
        """Write the report, and offer to open it."""

        def write() -> None:
            files = self._workspace.write_report(self._desk.exercise, folder)
            shown = next((file for file in files if file.suffix == ".html"), files[0])
            names = " and ".join(file.name for file in files)
            self._say(f"The report was saved in {folder}: {names}.", "Open", lambda: _open(shown))

        self._do(write)

    def choose_export(self) -> None:
        """Let the person name the file the exercise is exported to."""
        stem = file_stem(self._desk.created().title, iso(self._desk.exercise.records[0].at))
        save_file(self._page.window(), "Export the exercise", f"{stem}{_SUFFIX}", self.export)

    def export(self, file: Path) -> None:
        """Write the exercise with all it rests on."""

        def write() -> None:
            self._workspace.export(self._desk.exercise.id, file)
            self._say(f"The exercise was exported to {file}.", "Show the folder", lambda: _open(file.parent))

        self._do(write)

    def choose_plan(self, preview: PlanPreview) -> None:
        """Let the person name the file that the plan's next version is written to."""
        title = f"Write version {preview.version} of the plan, with {counted(preview.changes, 'change')}"
        name = f"{self._desk.script.plan.id}-{file_stem(preview.version, None)}.yaml"
        save_file(self._page.window(), title, name, lambda file: self.write_plan(file, preview))

    def write_plan(self, file: Path, preview: PlanPreview) -> None:
        """Write the plan's next version, and say what is to be done with it."""

        def write() -> None:
            written = self._workspace.write_plan(self._desk.exercise, file)
            steps = ", ".join(self._desk.retest_title(step) for step in preview.retest)
            then = f" Put these steps to the test in the next drill: {steps}." if steps else ""
            words = f"Version {preview.version} of the plan was written to {written}.{then}"
            self._say(words, "Show the folder", lambda: _open(written.parent))

        self._do(write)

    def act(self) -> None:
        """Do what the banner offers."""
        if self._then is not None:
            self._then()

    def report_is_missing(self, words: str) -> None:
        """Say why there is no report, and offer to try again."""
        self._missing, self._then = True, self.retried.emit
        self._banner.show_message(words, "bad", "Try again")

    def report_is_back(self) -> None:
        """Take that message away."""
        if self._missing:
            self._missing = False
            self._banner.hide()

    def _say(self, words: str, action: str, then: Callable[[], object]) -> None:
        self._missing, self._then = False, then
        self._banner.show_message(words, "ok", action)

    def _do(self, what: Callable[[], None]) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            what()
        except Unusable as unusable:
            self._missing, self._then = False, None
            self._banner.show_message(str(unusable), "bad")
        finally:
            QGuiApplication.restoreOverrideCursor()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
