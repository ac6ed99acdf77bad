"""What Home holds once the library has been read: exercises to resume, drills to start, what is due, what was."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton

from trainer.core.scenario import Scenario
from trainer.core.time import SECOND
from trainer.ui import look
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.home import HomePage
from trainer.ui.home.parts import bullets, cleared, row
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
from trainer.ui.panels import Card, Chip, EmptyState, button, label, tool_button
from trainer.ui.words import format_clock
from trainer.workspace import ExerciseEntry, ScriptEntry

__all__ = ["Shelves"]

_CARDS = 6
_ROWS = 5
_WAITING = 3
_OBJECTIVES = 3
_SUMMARY = 200


class Shelves(QObject):
    """Fills Home from the catalogue, and again whenever that has been read."""

    def __init__(self, page: HomePage, catalogue: Catalogue, requests: Requests) -> None:
        super().__init__(page)
        self._page, self._catalogue, self._requests = page, catalogue, requests
        catalogue.changed.connect(self.show_catalogue)

    def show_catalogue(self) -> None:
        """Show what the catalogue holds now."""
        self._page.show_read(self._catalogue.fault)
        self._show_waiting()
        self._show_drills()
        self._show_due()
        self._show_recent()

    # -- resuming -----------------------------------------------------------------------------------------

    def _show_waiting(self) -> None:
        cleared(self._page.waiting_column)
        found = self._catalogue.resumable()
        self._page.setFocusProxy(self._page.new)
        for place, entry in enumerate(found[:_WAITING]):
            self._page.waiting_column.addWidget(self._waiting_card(entry, place == 0))
        if len(found) > _WAITING:
            self._page.waiting_column.addWidget(
                label(f"and {len(found) - _WAITING} more in the library", "muted")
            )
        self._page.waiting.setVisible(bool(found))
        leads = not found and bool(self._catalogue.scenarios)
        look.mark(self._page.new, "kind", "primary" if leads else "normal")
        self._page.new.setIcon(look.icon("add", "on_accent" if leads else "text"))

    def _waiting_card(self, entry: ExerciseEntry, first: bool) -> Card:
        card = Card()
        card.setAccessibleName(entry.title)
        open_now = entry.id == self._catalogue.in_play
        chip = Chip("Open now", "ok") if open_now else Chip(*state_words(entry.state))
        action = button("Go to it" if open_now else "Resume", "primary" if first else "normal", "play")
        action.setAccessibleName(f"{action.text()}: {entry.title}")
        action.clicked.connect(lambda: self._requests.resume.emit(entry))
        if first:
            self._page.setFocusProxy(action)
        events = counted(entry.events, "event")
        stands = (
            f"Stopped at {format_clock(entry.elapsed / SECOND)} · " if entry.elapsed and not open_now else ""
        )
        facts = f"{stands}{exercise_facts(entry, self._catalogue.today())} · {events} in the journal"
        card.add(row(entry.title, facts, action, self._more(entry), chip=chip))
        return card

    # -- drills -------------------------------------------------------------------------------------------

    def _show_drills(self) -> None:
        found = self._catalogue.drills()
        self._page.drills.show()
        if not found:
            empty = EmptyState(
                "scenario",
                "There is no scenario yet. Add a scenario file and the plan it drills; the program tells you at once "
                "what does not fit together.",
                "Add a file…",
            )
            empty.acted.connect(self._requests.add_script)
            self._page.grid.show_cards([empty])
            return
        self._page.grid.show_cards([self._scenario_card(entry) for entry in found[:_CARDS]])

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
        cleared(self._page.due.body)
        found = sorted(self._catalogue.due(), key=lambda due: due.kind not in RUNS)
        self._page.due_section.setVisible(bool(found))
        for due in found[:_ROWS]:
            scenario = self._catalogue.scenario_for(due.service) if due.kind in RUNS else None
            actions = []
            if scenario is not None and due.standing != "coming":
                action = button("Set up…")
                action.setAccessibleName(f"Set up: {kind_words(due.kind.value)} of {due.title}")
                action.clicked.connect(lambda _=False, entry=scenario: self._requests.set_up.emit(entry))
                actions.append(action)
            line = row(due.title, due_words(due), *actions, status=standing_status(due))
            beside = (
                f". A walk-through does not count as a {due.kind.value}" if due.walked is not None else ""
            )
            line.setToolTip(
                f"{kind_words(due.kind.value)} every {counted(due.every_days, 'day')}, as the plan says{beside}"
            )
            self._page.due.add(line)
        if len(found) > _ROWS:
            self._page.due.add(label(f"and {len(found) - _ROWS} more", "muted"))

    def _show_recent(self) -> None:
        cleared(self._page.recent.body)
        self._page.recent_section.show()
        found = self._catalogue.ended()
        if not found:
            self._page.recent.add(
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
            self._page.recent.add(row(entry.title, facts, review, self._more(entry)))

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
