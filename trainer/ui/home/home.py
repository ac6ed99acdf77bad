"""Home: carry on, start a drill, see what is due, and find what was drilled.

This is the first page that the program shows. It stands before the library has been read, and imports nothing that
reading needs; `follow` fills it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.ui.home.parts import CardGrid, Columns, ScrollPage, Section
from trainer.ui.home.requests import Requests
from trainer.ui.panels import Banner, Card, Heading, button, spaced

if TYPE_CHECKING:
    from trainer.ui.home.catalogue import Catalogue
    from trainer.workspace import Workspace

__all__ = ["HomePage"]

_NARROWEST = 780


class HomePage(ScrollPage):
    """The first place: everything that a facilitator does next is one click away."""

    def __init__(self, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__("Home", parent)
        self._requests = requests
        self._banner = Banner()
        self._heading = Heading("Home", "Reading the library…")
        self.new = button("New exercise", "primary", "add", "Set up an exercise (Ctrl+N)")
        self.left_over = QWidget()
        self.left_over_column = spaced(QVBoxLayout(self.left_over), gap=8)
        self.waiting = QWidget()
        self.waiting_column = spaced(QVBoxLayout(self.waiting), gap=8)
        self.drills, self.grid = Section("Start a drill"), CardGrid()
        self.due_section, self.due = Section("What is due"), Card()
        self.recent_section, self.recent = Section("Recent exercises"), Card()
        self._add_actions()
        self._build()

    def _add_actions(self) -> None:
        bring = button("Import exercise…", "quiet", "import")
        bring.clicked.connect(self._requests.import_exercise)
        self.new.clicked.connect(lambda: self._requests.set_up.emit(None))
        self._heading.add_action(bring)
        self._heading.add_action(self.new)
        add = button("Add a file…", "quiet", "open", "Add a scenario or a plan file (Ctrl+O)")
        add.clicked.connect(self._requests.add_script)
        every = button("All scenarios", "quiet", "library")
        every.clicked.connect(lambda: self._requests.library.emit("scenarios"))
        self.drills.add_action(add)
        self.drills.add_action(every)
        more = button("All exercises", "quiet", "list")
        more.clicked.connect(lambda: self._requests.library.emit("exercises"))
        self.recent_section.add_action(more)

    def _build(self) -> None:
        self.drills.add(self.grid)
        self.due_section.add(self.due)
        self.recent_section.add(self.recent)
        for part in (self._heading, self._banner, self.left_over, self.waiting):
            self.body.addWidget(part)
        columns = Columns(_NARROWEST, (3, 2))
        columns.left.addWidget(self.drills)
        columns.left.addStretch(1)
        columns.right.addWidget(self.due_section)
        columns.right.addWidget(self.recent_section)
        columns.right.addStretch(1)
        self.body.addWidget(columns)
        self.body.addStretch(1)
        for part in (self.left_over, self.waiting, self.drills, self.due_section, self.recent_section):
            part.hide()

    def follow(self, catalogue: Catalogue, workspace: Workspace | None = None) -> None:
        """Show what a catalogue holds, and what experiments left over on this machine, from its next reading on."""
        from trainer.ui.home.shelves import Shelves

        Shelves(self, catalogue, self._requests)
        if workspace is not None:
            from trainer.ui.home.left_over import LeftOvers

            LeftOvers(self, catalogue, workspace, self._requests)

    def show_read(self, fault: str) -> None:
        """Say that the library has been read, or why it could not be."""
        self._heading.show_text(
            "Home", "Drill people on your own incident plan; find its gaps before an incident does."
        )
        if fault:
            self._banner.show_message(fault, "bad")
        else:
            self._banner.hide()
