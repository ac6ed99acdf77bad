"""The set-up of an exercise: what is played, by whom, and what opens with it."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.ui import look
from trainer.ui.home.catalogue import Catalogue
from trainer.ui.home.parts import Columns, ScrollPage, bullets, cleared
from trainer.ui.home.people import PeopleForm
from trainer.ui.home.requests import Requests
from trainer.ui.home.setup_form import TEAMS, Finding, Wanted, findings, seats
from trainer.ui.home.words import day_words, kind_words, playable_kinds, scenario_facts, script_facts
from trainer.ui.panels import Banner, Card, Heading, Icon, button, label, rule, spaced, spin_box
from trainer.workspace import ScriptEntry, Setup, Unusable, Workspace

__all__ = ["SetupPage"]

_FACILITATOR = "people/facilitator"
_NARROWEST = 920


class SetupPage(QWidget):
    """A page on which an exercise is put together; Return starts it, Escape goes back."""

    def __init__(
        self, workspace: Workspace, catalogue: Catalogue, requests: Requests, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace, self._catalogue, self._requests = workspace, catalogue, requests
        self._script: Script | None = None
        self._own_title = ""
        self.setAccessibleName("Set up an exercise")
        self._what, self._people, self._how = _What(), PeopleForm(), _How()
        self._drills = Card("What it drills")
        self._banner = Banner()
        self._found = spaced(QVBoxLayout(), gap=4)
        self._start = button("Start exercise", "primary", "play")
        self._build()
        self._connect()

    # -- building -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = spaced(QVBoxLayout(self), gap=0)
        page = ScrollPage("Set up an exercise")
        heading = Heading("Set up an exercise", "Choose what is played, and by whom.")
        page.body.addWidget(heading)
        page.body.addWidget(self._banner)
        columns = Columns(_NARROWEST, (2, 3))
        who = Card("Who plays")
        people, virtual = button("All people", "quiet", "person"), button("All virtual", "quiet", "team")
        people.clicked.connect(lambda: self._people.play_all("person"))
        virtual.clicked.connect(lambda: self._people.play_all("virtual"))
        who.add_action(people)
        who.add_action(virtual)
        who.add(self._people)
        columns.left.addWidget(self._what)
        columns.left.addWidget(self._how)
        columns.left.addWidget(self._drills)
        columns.left.addStretch(1)
        columns.right.addWidget(who)
        columns.right.addStretch(1)
        page.body.addWidget(columns)
        page.body.addStretch(1)
        outer.addWidget(page, 1)
        outer.addWidget(rule())
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot = QWidget()
        across = QHBoxLayout(foot)
        side = look.tokens().section
        across.setContentsMargins(side, look.tokens().gap, side, look.tokens().gap)
        across.setSpacing(look.tokens().gap)
        across.addLayout(self._found, 1)
        self._cancel = button("Cancel", "quiet")
        across.addWidget(self._cancel)
        across.addWidget(self._start)
        return foot

    def _connect(self) -> None:
        self._cancel.clicked.connect(self._requests.leave)
        self._start.clicked.connect(self.start)
        self._what.scenario.currentIndexChanged.connect(self._on_scenario_changed)
        self._what.plan.currentIndexChanged.connect(self._on_plan_changed)
        self._what.kind.currentIndexChanged.connect(self._on_plan_changed)
        self._people.changed.connect(self._check)

    # -- what is shown ------------------------------------------------------------------------------------

    def show_scenario(self, entry: ScriptEntry | None, plan: Path | None = None) -> None:
        """Begin with a scenario, or with the first one that can be played; with a plan where one is given."""
        usable = [found for found in self._catalogue.drills() if _playable(found)]
        box = self._what.scenario
        box.blockSignals(True)
        box.clear()
        for found in usable:
            box.addItem(found.title, found)
        wanted = next((place for place, found in enumerate(usable) if entry and found.path == entry.path), 0)
        box.setCurrentIndex(wanted if usable else -1)
        box.blockSignals(False)
        self._what.facilitator.setText(str(QSettings().value(_FACILITATOR, "") or ""))
        self._own_title = ""
        self._on_scenario_changed()
        if plan is not None:
            self._what.choose_plan(plan)
        focus = self._people.first_field() if entry is not None else self._what.scenario
        (focus or self._what.scenario).setFocus()

    def _scenario(self) -> Scenario | None:
        entry = cast("ScriptEntry | None", self._what.scenario.currentData())
        return entry.value if entry is not None and isinstance(entry.value, Scenario) else None

    def _on_scenario_changed(self) -> None:
        scenario = self._scenario()
        if scenario is None:
            self._show_script(
                None, "There is no scenario that this version can play; add one in the library."
            )
            return
        self._what.show_scenario(scenario)
        if self._what.title.text() in ("", self._own_title):
            self._own_title = f"{scenario.title}, {day_words(self._catalogue.today())}"
            self._what.title.setText(self._own_title)
            self._what.title.setCursorPosition(0)
        self._what.show_plans(self._catalogue.plans, scenario.plan)
        self._on_plan_changed()

    def _on_plan_changed(self) -> None:
        entry = cast("ScriptEntry | None", self._what.scenario.currentData())
        if entry is None:
            return
        try:
            script = self._workspace.script(entry.path, cast("Path | None", self._what.plan.currentData()))
        except Unusable as unusable:
            self._show_script(None, str(unusable))
        else:
            self._show_script(script.as_kind(self._what.chosen_kind()), "")

    def _show_drills(self, script: Script) -> None:
        """The steps of a walk-through, else the objectives."""
        cleared(self._drills.body)
        walks = script.kind is Kind.WALKTHROUGH
        lines = [script.steps[name].title for name in script.walked] if walks else []
        lines = lines or [objective.title for objective in script.scenario.objectives]
        self._drills.show_title("What is walked" if walks else "What it drills")
        self._drills.add(bullets(lines, "right" if walks else "target"))

    def _show_script(self, script: Script | None, fault: str) -> None:
        self._script = script
        if fault:
            self._banner.show_message(fault, "bad")
        else:
            self._banner.hide()
        if script is not None:
            self._what.show_facts(script_facts(script))
            self._people.show_script(script)
            self._show_drills(script)
        self._check()

    def _check(self) -> None:
        found = findings(self._script, self._people.castings()) if self._script is not None else ()
        cleared(self._found)
        for finding in found:
            self._found.addLayout(_finding(finding))
        self._start.setEnabled(self._script is not None and not any(finding.blocks for finding in found))
        self._how.team.setEnabled(any(one.played == "virtual" for one in self._people.castings()))
        self._how.seed.setEnabled(self._how.team.isEnabled())

    # -- starting -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return starts, unless a button has the focus: then it presses that. Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton | QToolButton) and focus is not self._start:
                focus.click()
            else:
                self._start.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._requests.leave.emit()
        else:
            super().keyPressEvent(event)

    def start(self) -> None:
        """Ask for the exercise as it is set up now."""
        entry = cast("ScriptEntry | None", self._what.scenario.currentData())
        if entry is None or self._script is None:
            return
        castings = self._people.castings()
        chosen = seats(castings)
        facilitator = self._what.facilitator.text().strip()
        QSettings().setValue(_FACILITATOR, facilitator)
        setup = Setup(
            title=self._what.title.text().strip() or entry.title,
            kind=self._what.chosen_kind(),
            scenario=entry.path,
            plan=cast("Path | None", self._what.plan.currentData()),
            seats=chosen,
            facilitator=facilitator,
            team=str(self._how.team.currentData()) if any(seat.virtual for seat in chosen) else "",
            seed=self._how.seed.value(),
        )
        windows = tuple(one.role for one in castings if one.window)
        self._requests.start.emit(
            Wanted(setup, self._how.chosen_speed(), windows, self._how.room.isChecked())
        )


class _What(Card):
    """What is played: scenario, kind, plan, title."""

    def __init__(self) -> None:
        super().__init__("The exercise")
        self.scenario, self.kind, self.plan = QComboBox(), QComboBox(), QComboBox()
        self.title, self.facilitator = QLineEdit(maxLength=200), QLineEdit(maxLength=80)
        self._facts = label("", "muted", wrap=True)
        form = _form()
        for words, control in (
            ("&Scenario", self.scenario), ("&Kind", self.kind), ("&Plan", self.plan), ("&Title", self.title),
            ("&Facilitator", self.facilitator),
        ):  # fmt: skip
            control.setAccessibleName(words.replace("&", ""))
            form.addRow(words, control)
        for box in (self.scenario, self.kind, self.plan):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
        self.facilitator.setPlaceholderText("Your name, if you like")
        self.body.addLayout(form)
        self.add(self._facts)

    def show_facts(self, words: str) -> None:
        """Say how long and how large it is as the chosen kind."""
        self._facts.setText(words)

    def show_scenario(self, scenario: Scenario) -> None:
        """Show the size of a scenario, and offer its kinds."""
        self.show_facts(scenario_facts(scenario))
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in playable_kinds(scenario):
            self.kind.addItem(kind_words(kind.value), kind)
        self.kind.blockSignals(False)

    def chosen_kind(self) -> Kind:
        """The kind that is chosen."""
        return Kind(self.kind.currentData())

    def choose_plan(self, path: Path) -> None:
        """Choose the plan in a file, where it is offered."""
        place = next((at for at in range(self.plan.count()) if self.plan.itemData(at) == path), -1)
        if place >= 0:
            self.plan.setCurrentIndex(place)

    def show_plans(self, entries: tuple[ScriptEntry, ...], own: str | None) -> None:
        """Offer the plans, the scenario's own first."""
        self.plan.blockSignals(True)
        self.plan.clear()
        usable = [entry for entry in entries if isinstance(entry.value, Plan)]
        for entry in sorted(usable, key=lambda entry: entry.id != own):
            version = entry.value.version if isinstance(entry.value, Plan) else ""
            words = f"{entry.title}, version {version}"
            self.plan.addItem(words if entry.id == own else f"{words} (another plan)", entry.path)
            self.plan.setItemData(self.plan.count() - 1, entry.path.name, Qt.ItemDataRole.ToolTipRole)
        if not any(entry.id == own for entry in usable):
            self.plan.insertItem(0, f"{own}: not in the library" if own else "Choose a plan", None)
        self.plan.setCurrentIndex(0)
        self.plan.blockSignals(False)


class _How(Card):
    """How it starts: clock, virtual team, room display."""

    def __init__(self) -> None:
        super().__init__("How it starts")
        self.team = QComboBox()
        self.seed = spin_box("Seed of the virtual team", 1, 999_999)
        self.speed = spin_box("Speed of the exercise clock", 1, 60, " ×")
        self.clock = QCheckBox("Start the clock at &once")
        self.room = QCheckBox("Open the &room display")
        for name, words in TEAMS.items():
            self.team.addItem(f"{name.capitalize()}", name)
            self.team.setItemData(self.team.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        self.team.setCurrentIndex(1)
        self.team.setAccessibleName("Virtual team")
        self.seed.setToolTip("The same seed makes the same team act the same way again")
        self.speed.setEnabled(False)
        self.clock.setToolTip("Otherwise the console opens, and you start the clock when everyone is ready")
        self.clock.toggled.connect(self.speed.setEnabled)
        self._build()

    def _build(self) -> None:
        self._about = label(TEAMS["typical"], "caption", wrap=True)
        self.team.currentIndexChanged.connect(
            lambda: self._about.setText(TEAMS[str(self.team.currentData())])
        )
        form = _form()
        team = QHBoxLayout()
        team.setSpacing(look.tokens().gap)
        team.addWidget(self.team, 1)
        seed = label("Seed")
        team.addWidget(seed)
        team.addWidget(self.seed)
        words = label("&Virtual team")
        words.setBuddy(self.team)
        form.addRow(words, team)
        form.addRow("", self._about)
        clock = QHBoxLayout()
        clock.setSpacing(look.tokens().gap)
        clock.addWidget(self.clock)
        clock.addStretch(1)
        clock.addWidget(label("Speed"))
        clock.addWidget(self.speed)
        form.addRow("Clock", clock)
        form.addRow("Screen", self.room)
        self.body.addLayout(form)

    def chosen_speed(self) -> int | None:
        """The speed to start with, or None to start later."""
        return self.speed.value() if self.clock.isChecked() else None


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setHorizontalSpacing(look.tokens().pad)
    form.setVerticalSpacing(look.tokens().gap)
    return form


def _finding(finding: Finding) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setSpacing(look.tokens().gap)
    across.addWidget(Icon(look.tokens().status(finding.status).icon, finding.status, 16))
    across.addWidget(label(finding.text, wrap=True), 1)
    return across


def _playable(entry: ScriptEntry) -> bool:
    return isinstance(entry.value, Scenario) and bool(playable_kinds(entry.value))
