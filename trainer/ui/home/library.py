"""The library: every scenario, plan and exercise, with what is wrong in them and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script
from trainer.core.time import SECOND
from trainer.ui import look
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.exercises import ExercisesPane
from trainer.ui.home.held import Held
from trainer.ui.home.preview import Preview
from trainer.ui.home.requests import Requests
from trainer.ui.home.standing import Standing, gap_words, spoken
from trainer.ui.home.words import problem_words
from trainer.ui.look import Status
from trainer.ui.models import Column, FilterModel, RowsModel
from trainer.ui.panels import Banner, Heading, button, search_field, spaced
from trainer.ui.tables import table
from trainer.ui.words import format_duration
from trainer.workspace import ScriptEntry, Unusable, Workspace

__all__ = ["LibraryPage"]

TABS = ("scenarios", "plans", "exercises")
_NARROWEST = 700


class LibraryPage(QWidget):
    """Three lists: scenarios and plans with a preview, and all exercises."""

    def __init__(
        self, workspace: Workspace, catalogue: Catalogue, requests: Requests, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._catalogue, self._requests = workspace, catalogue, requests
        self.setAccessibleName("Library")
        self._heading, self._banner = Heading("Library"), Banner()
        self._tabs = QTabBar()
        self._tabs.setAccessibleName("Part of the library")
        self._tabs.setExpanding(False)
        standing, held = Standing(catalogue.today), Held(workspace, catalogue, self)
        self._scenarios = _ScriptsPane(
            "Scenarios", _scenario_columns(), self._script_of, Preview(requests, standing, held)
        )
        self._plans = _ScriptsPane(
            "Plans", _plan_columns(standing), lambda _entry: None, Preview(requests, standing, held)
        )
        self._exercises = ExercisesPane(catalogue, requests)
        self._stack = QStackedWidget()
        self._build()
        catalogue.changed.connect(self.show_catalogue)
        if catalogue.loaded:
            self.show_catalogue()

    def _build(self) -> None:
        add = button("Add a file…", "normal", "open", "Add a scenario or a plan file (Ctrl+O)")
        add.clicked.connect(self._requests.add_script)
        again = button("Read again", "quiet", "refresh", "Read all files again (F5)")
        again.setShortcut("F5")
        again.clicked.connect(self._catalogue.load)
        self._heading.add_action(again)
        self._heading.add_action(add)
        for name, pane in zip(TABS, (self._scenarios, self._plans, self._exercises), strict=True):
            self._tabs.addTab(name.capitalize())
            self._stack.addWidget(pane)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self.setFocusProxy(self._scenarios)
        column = spaced(QVBoxLayout(self), margin=16, gap=12)
        for part in (self._heading, self._banner, self._tabs):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _on_tab_changed(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self.setFocusProxy((self._scenarios, self._plans, self._exercises)[number])

    def open_tab(self, name: str) -> None:
        """Show `scenarios`, `plans` or `exercises`."""
        self._tabs.setCurrentIndex(TABS.index(name))

    def show_catalogue(self) -> None:
        """Show what the catalogue holds now."""
        catalogue = self._catalogue
        self._heading.show_text("Library", catalogue.name())
        if catalogue.fault:
            self._banner.show_message(catalogue.fault, "bad")
        else:
            self._banner.hide()
        self._scenarios.show_entries(catalogue.scenarios)
        self._plans.show_entries(catalogue.plans)
        for number, entries in enumerate((catalogue.scenarios, catalogue.plans, catalogue.exercises)):
            self._tabs.setTabText(number, f"{TABS[number].capitalize()} ({len(entries)})")

    def choose(self, entry: ScriptEntry) -> None:
        """Show one scenario or plan."""
        is_plan = isinstance(entry.value, Plan)
        self.open_tab("plans" if is_plan else "scenarios")
        (self._plans if is_plan else self._scenarios).choose(entry)

    def _script_of(self, entry: ScriptEntry) -> Script | None:
        try:
            return self._workspace.script(entry.path, None)
        except Unusable:
            return None


def _title(entry: ScriptEntry) -> str:
    return entry.title or entry.path.name


def _problems(shown: Callable[[ScriptEntry], ScriptEntry] = lambda entry: entry) -> Column[ScriptEntry]:
    """How many problems a file has; `shown` leaves out those that stand elsewhere."""

    def text(entry: ScriptEntry) -> str:
        found = problem_words(shown(entry))
        return found[0] if found else "none"

    def status(entry: ScriptEntry) -> Status:
        found = problem_words(shown(entry))
        return found[1] if found else "ok"

    def order(entry: ScriptEntry) -> int:
        return -entry.errors * 1_000 - len(shown(entry).problems)

    return Column("problems", "Problems", text, order, status=status, width=8)


def _scenario(entry: ScriptEntry) -> Scenario | None:
    return entry.value if isinstance(entry.value, Scenario) else None


def _scenario_columns() -> Sequence[Column[ScriptEntry]]:
    def text(words: Callable[[Scenario], str]) -> Callable[[ScriptEntry], str]:
        return lambda entry: words(found) if (found := _scenario(entry)) is not None else "–"

    def length(entry: ScriptEntry) -> int | None:
        return found.length if (found := _scenario(entry)) is not None else None

    return (
        Column("title", "Scenario", _title, width=26),
        Column("length", "Length", text(lambda one: format_duration(one.length // SECOND)), length, align="right",
               width=10),
        _problems(),
    )  # fmt: skip


def _plan_columns(standing: Standing) -> Sequence[Column[ScriptEntry]]:
    def gaps(entry: ScriptEntry) -> str:
        return gap_words(standing.of(entry))[0] if isinstance(entry.value, Plan) else "–"

    def status(entry: ScriptEntry) -> Status | None:
        return gap_words(standing.of(entry))[1] if isinstance(entry.value, Plan) else None

    def version(entry: ScriptEntry) -> str:
        return entry.value.version if isinstance(entry.value, Plan) else "–"

    return (
        Column("title", "Plan", _title, width=30),
        Column("version", "Version", version, width=5),
        Column("gaps", "Gaps", gaps, lambda entry: -len(standing.of(entry)), status=status, width=8,
               spoken=lambda entry: spoken(standing.of(entry)),
               tooltip=lambda _entry: "Gaps that stand in the plan before any drill"),
        _problems(standing.rest),
    )  # fmt: skip


class _ScriptsPane(QSplitter):
    """A list of files on the left, what stands in the chosen one on the right."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[ScriptEntry]],
        script_of: Callable[[ScriptEntry], Script | None],
        preview: Preview,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._name, self._script_of = name, script_of
        self._shown: ScriptEntry | None = None
        self._model: RowsModel[ScriptEntry] = RowsModel(
            columns, key=lambda entry: str(entry.path), parent=self
        )
        self._filter = FilterModel(self._model, self)
        self._view = table(self._filter, name, f"library-{name.casefold()}", stretch="title")
        self._search = search_field(f"Search {name.casefold()}")
        self._search.textChanged.connect(self._filter.set_text)
        self._preview = preview
        left = QWidget()
        column = spaced(QVBoxLayout(left), gap=8)
        column.addWidget(self._search)
        column.addWidget(self._view, 1)
        self.addWidget(left)
        self.addWidget(self._preview)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 4)
        self.setStretchFactor(1, 5)
        self._view.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.setFocusProxy(self._view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand above each other where there is no room side by side."""
        super().resizeEvent(event)
        beside = self.width() >= look.tokens().px(_NARROWEST)
        self.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)

    def show_entries(self, entries: Sequence[ScriptEntry]) -> None:
        """List these files; the chosen one stays chosen."""
        self._model.update(entries)
        if not entries:
            self._preview.show_nothing(f"There are no {self._name.casefold()} yet. Add a file to begin.")
        elif not self._view.currentIndex().isValid():
            self._view.selectRow(0)
        else:
            self._on_current_row_changed(self._view.currentIndex())

    def choose(self, entry: ScriptEntry) -> None:
        """Choose one file."""
        self._search.clear()
        self._view.setCurrentIndex(self._filter.index_of(str(entry.path)))

    def _on_current_row_changed(self, index: QModelIndex) -> None:
        entry = cast("ScriptEntry | None", self._filter.row(index))
        if entry is not None and entry != self._shown:
            self._shown = entry
            self._preview.show_entry(entry, self._script_of(entry) if entry.value is not None else None)
