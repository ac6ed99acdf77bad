"""Home: carry on, start a drill, see what is due, and find what was drilled."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from trainer.core.scenario import Scenario
from trainer.ui import look
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.parts import CardGrid, Columns, ScrollPage, Section, bullets, cleared, row
from trainer.ui.home.requests import Requests
from trainer.ui.home.words import (
    RUNS,
    counted,
    due_words,
    exercise_facts,
    kind_words,
    problem_words,
    scenario_facts,
    shortened,
    standing_status,
    state_words,
)
from trainer.ui.panels import Banner, Card, Chip, EmptyState, Heading, button, label, spaced, tool_button
from trainer.workspace import ExerciseEntry, ScriptEntry

__all__ = ["HomePage"]

_CARDS = 6
_NARROWEST = 780
_ROWS = 5
_WAITING = 3
_OBJECTIVES = 3
_SUMMARY = 200


class HomePage(ScrollPage):
    """The first place: everything that a facilitator does next is one click away."""

    def __init__(self, catalogue: Catalogue, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__("Home", parent)
        self._catalogue, self._requests = catalogue, requests
        self._banner = Banner()
        self._heading = Heading("Home", "Reading the library…")
        self._import = button("Import exercise…", "quiet", "import")
        self._new = button("New exercise", "primary", "add", "Set up an exercise (Ctrl+N)")
        self._waiting = QWidget()
        self._waiting_column = spaced(QVBoxLayout(self._waiting), gap=8)
        self._drills = Section("Start a drill")
        self._grid = CardGrid()
        self._due, self._recent = Card(), Card()
        self._due_section, self._recent_section = Section("What is due"), Section("Recent exercises")
        self._build()
        catalogue.changed.connect(self.show_catalogue)

    def _build(self) -> None:
        self._import.clicked.connect(self._requests.import_exercise)
        self._new.clicked.connect(lambda: self._requests.set_up.emit(None))
        self._heading.add_action(self._import)
        self._heading.add_action(self._new)
        add = button("Add a file…", "quiet", "open", "Add a scenario or a plan file (Ctrl+O)")
        add.clicked.connect(self._requests.add_script)
        every = button("All scenarios", "quiet", "library")
        every.clicked.connect(lambda: self._requests.library.emit("scenarios"))
        self._drills.add_action(add)
        self._drills.add_action(every)
        self._drills.add(self._grid)
        more = button("All exercises", "quiet", "list")
        more.clicked.connect(lambda: self._requests.library.emit("exercises"))
        self._recent_section.add_action(more)
        self._due_section.add(self._due)
        self._recent_section.add(self._recent)
        for part in (self._heading, self._banner, self._waiting):
            self.body.addWidget(part)
        columns = Columns(_NARROWEST, (3, 2))
        columns.left.addWidget(self._drills)
        columns.left.addStretch(1)
        columns.right.addWidget(self._due_section)
        columns.right.addWidget(self._recent_section)
        columns.right.addStretch(1)
        self.body.addWidget(columns)
        self.body.addStretch(1)
        for part in (self._waiting, self._drills, self._due_section, self._recent_section):
            part.hide()

    def show_catalogue(self) -> None:
        """Show what the catalogue holds now."""
        catalogue = self._catalogue
        below = "Drill people on your own incident plan; find its gaps before an incident does."
        self._heading.show_text("Home", below)
        if catalogue.fault:
            self._banner.show_message(catalogue.fault, "bad")
        else:
            self._banner.hide()
        self._show_waiting()
        self._show_drills()
        self._show_due()
        self._show_recent()

    # -- resuming -----------------------------------------------------------------------------------------

    def _show_waiting(self) -> None:
        cleared(self._waiting_column)
        found = self._catalogue.resumable()
        self.setFocusProxy(self._new)
        for place, entry in enumerate(found[:_WAITING]):
            self._waiting_column.addWidget(self._waiting_card(entry, place == 0))
        if len(found) > _WAITING:
            self._waiting_column.addWidget(label(f"and {len(found) - _WAITING} more in the library", "muted"))
        self._waiting.setVisible(bool(found))
        leads = not found and bool(self._catalogue.scenarios)
        look.mark(self._new, "kind", "primary" if leads else "normal")
        self._new.setIcon(look.icon("add", "on_accent" if leads else "text"))

    def _waiting_card(self, entry: ExerciseEntry, first: bool) -> Card:
        card = Card()
        card.setAccessibleName(entry.title)
        open_now = entry.id == self._catalogue.in_play
        chip = Chip("Open now", "ok") if open_now else Chip(*state_words(entry.state))
        action = button("Go to it" if open_now else "Resume", "primary" if first else "normal", "play")
        action.setAccessibleName(f"{action.text()}: {entry.title}")
        action.clicked.connect(lambda: self._requests.resume.emit(entry))
        if first:
            self.setFocusProxy(action)
        events = counted(entry.events, "event")
        facts = f"{exercise_facts(entry, self._catalogue.today())} · {events} in the journal"
        card.add(row(entry.title, facts, action, self._more(entry), chip=chip))
        return card

    # -- drills -------------------------------------------------------------------------------------------

    def _show_drills(self) -> None:
        found = self._catalogue.drills()
        self._drills.show()
        if not found:
            empty = EmptyState(
                "scenario",
                "There is no scenario yet. Add a scenario file and the plan it drills; the program tells you at once "
                "what does not fit together.",
                "Add a file…",
            )
            empty.acted.connect(self._requests.add_script)
            self._grid.show_cards([empty])
            return
        self._grid.show_cards([self._scenario_card(entry) for entry in found[:_CARDS]])

    def _scenario_card(self, entry: ScriptEntry) -> Card:
        scenario = entry.value if isinstance(entry.value, Scenario) else None
        title = scenario.title if scenario else entry.title or entry.path.name
        card = Card()
        card.setAccessibleName(title)
        card.add(label(title, "heading", wrap=True))
        if scenario is not None:
            card.add(label(scenario_facts(scenario), "muted", wrap=True))
            if scenario.summary:
                card.add(label(shortened(scenario.summary, _SUMMARY), wrap=True))
            titles = [objective.title for objective in scenario.objectives]
            shown = titles[:_OBJECTIVES]
            card.add(bullets(shown, "target"))
            if len(titles) > _OBJECTIVES:
                card.add(label(f"and {counted(len(titles) - _OBJECTIVES, 'more objective')}", "muted"))
        elif entry.problems:
            card.add(label(shortened(entry.problems[0], _SUMMARY), wrap=True))
        card.body.addStretch(1)
        card.body.addLayout(self._card_foot(entry, card.accessibleName()))
        return card

    def _card_foot(self, entry: ScriptEntry, title: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(look.tokens().gap)
        problems = problem_words(entry)
        if problems is not None:
            foot.addWidget(Chip(*problems))
        foot.addStretch(1)
        if entry.value is None:
            action = button("See what is wrong")
            action.clicked.connect(lambda: self._requests.library.emit("scenarios"))
        else:
            action = button("Set up…", icon="play")
            action.clicked.connect(lambda: self._requests.set_up.emit(entry))
        action.setAccessibleName(f"{action.text().rstrip('…')}: {title}")
        foot.addWidget(action)
        return foot

    # -- what is due, and what was ------------------------------------------------------------------------

    def _show_due(self) -> None:
        cleared(self._due.body)
        found = sorted(self._catalogue.due(), key=lambda due: due.kind not in RUNS)
        self._due_section.setVisible(bool(found))
        for due in found[:_ROWS]:
            scenario = self._catalogue.scenario_for(due.service) if due.kind in RUNS else None
            actions = []
            if scenario is not None and due.standing != "coming":
                action = button("Set up…")
                action.setAccessibleName(f"Set up: {kind_words(due.kind.value)} of {due.title}")
                action.clicked.connect(lambda _=False, entry=scenario: self._requests.set_up.emit(entry))
                actions.append(action)
            line = row(due.title, due_words(due), *actions, status=standing_status(due))
            line.setToolTip(
                f"{kind_words(due.kind.value)} every {counted(due.every_days, 'day')}, as the plan says"
            )
            self._due.add(line)
        if len(found) > _ROWS:
            self._due.add(label(f"and {len(found) - _ROWS} more", "muted"))

    def _show_recent(self) -> None:
        cleared(self._recent.body)
        self._recent_section.show()
        found = self._catalogue.ended()
        if not found:
            self._recent.add(
                label(
                    "No exercise has ended yet. Its report will be here, and every one after it.",
                    "muted",
                    wrap=True,
                )
            )
        for entry in found[:_ROWS]:
            review = button("Review")
            review.setAccessibleName(f"Review: {entry.title}")
            review.clicked.connect(lambda _=False, entry=entry: self._requests.review.emit(entry))
            facts = exercise_facts(entry, self._catalogue.today())
            self._recent.add(row(entry.title, facts, review, self._more(entry)))

    def _more(self, entry: ExerciseEntry) -> QToolButton:
        more = tool_button("more", f"More about {entry.title}")
        menu = QMenu(more)
        for icon, words, request in (
            ("report", "Write report…", self._requests.write_report),
            ("export", "Export…", self._requests.export),
            ("delete", "Delete…", self._requests.delete),
        ):
            action = menu.addAction(look.icon(icon), words)
            action.triggered.connect(lambda _=False, request=request: request.emit(entry))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        return more
