"""What stands in a scenario or a plan, for reading before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.core.plan import Plan, Step
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import DAY, SECOND
from trainer.ui import look
from trainer.ui.home.covered import Covered
from trainer.ui.home.held import Held
from trainer.ui.home.outline import outline
from trainer.ui.home.parts import ScrollPage, bullets, cleared
from trainer.ui.home.plan_gaps import PlanGaps
from trainer.ui.home.requests import Requests
from trainer.ui.home.standing import Standing
from trainer.ui.home.words import counted, day_words, plan_facts, playable_kinds, scenario_facts
from trainer.ui.panels import Card, EmptyState, TimelineStrip, button, label
from trainer.ui.words import format_duration
from trainer.workspace import ScriptEntry

__all__ = ["Preview"]

_STRIP = 190
_ERROR = re.compile(r":\d+:\d+: error: ")


class Preview(ScrollPage):
    """Shows the entry it is given."""

    def __init__(
        self, requests: Requests, standing: Standing, held: Held, parent: QWidget | None = None
    ) -> None:
        super().__init__("Preview", parent)
        self._standing, self._held = standing, held
        side = look.tokens().pad
        self.body.setContentsMargins(side, 0, side, 0)
        self.body.setSpacing(look.tokens().pad)
        self._requests = requests
        self.show_nothing("Choose a file on the left to see what stands in it.")

    def show_nothing(self, sentence: str) -> None:
        """Say what to do."""
        cleared(self.body)
        self.body.addWidget(EmptyState("scenario", sentence), 1)

    def show_entry(self, entry: ScriptEntry, script: Script | None) -> None:
        """Show an entry; `script` is a scenario with its plan, where the plan was found."""
        cleared(self.body)
        self.verticalScrollBar().setValue(0)
        self._head(entry)
        once = self._standing.rest(entry)
        if once.problems:
            self._problems(once)
        if isinstance(entry.value, Scenario):
            self._scenario(entry.value, script)
        elif isinstance(entry.value, Plan):
            if any(procedure.steps for procedure in entry.value.procedures):
                self.body.addWidget(Covered(entry.value, self._held, self._requests))
            self.body.addWidget(PlanGaps(entry.value, self._standing.of(entry)))
            self._plan(entry.value)
        self.body.addStretch(1)

    def _head(self, entry: ScriptEntry) -> None:
        value = entry.value
        facts = {Scenario: scenario_facts, Plan: plan_facts}
        below = facts[type(value)](value) if value is not None else entry.path.name  # type: ignore[operator]
        across = QHBoxLayout()
        across.setSpacing(look.tokens().gap)
        across.addWidget(label(entry.title or entry.path.name, "title", wrap=True), 1)
        if isinstance(value, Scenario) and playable_kinds(value):
            action = button("Set up…", "primary", "play", "Set up an exercise of this scenario")
            action.setAccessibleName(f"Set up: {entry.title}")
            action.clicked.connect(lambda: self._requests.set_up.emit(entry))
            across.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(value, Plan) and any(procedure.steps for procedure in value.procedures):
            walk = button(
                "Walk through…", "primary", "list", "Verify its procedures step by step with the people"
            )
            walk.setAccessibleName(f"Walk through: {entry.title}")
            walk.clicked.connect(lambda: self._requests.walk.emit(entry))
            across.addWidget(walk, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)
        self.body.addWidget(label(below, "muted", wrap=True))
        self.body.addWidget(label(" · ".join(_origin(entry)), "caption", wrap=True))

    def _problems(self, entry: ScriptEntry) -> None:
        card = Card("What does not fit together")
        errors = [line for line in entry.problems if _ERROR.search(line)]
        warnings = [line for line in entry.problems if not _ERROR.search(line)]
        if errors:
            card.add(bullets(errors, "cross", "bad"))
        if warnings:
            card.add(bullets(warnings, "warning", "warn"))
        self.body.addWidget(card)

    def _scenario(self, scenario: Scenario, script: Script | None) -> None:
        if scenario.summary:
            self.body.addWidget(label(" ".join(scenario.summary.split()), wrap=True))
        roles = (
            [script.roles[name].title for name in script.played_roles if name in script.roles]
            if script
            else []
        )
        self._lists(
            ("Objectives", [objective.title for objective in scenario.objectives], "target"),
            ("Roles", roles or list(scenario.roles), "person"),
        )
        if scenario.injects:
            self._msel(scenario, script)
        self._walk(scenario, script)
        briefing = scenario.briefing
        if briefing.situation or briefing.rules:
            filled = script.filled if script is not None else str
            card = Card("Briefing for participants")
            if briefing.situation:
                card.add(label(filled(briefing.situation.strip()), wrap=True))
            card.add(bullets(filled(line) for line in (*briefing.rules, *briefing.assumptions)))
            self.body.addWidget(card)

    def _walk(self, scenario: Scenario, script: Script | None) -> None:
        """What a walk-through of it goes through."""
        if scenario.walkthrough is None or script is None:
            return
        walked = script.as_kind(Kind.WALKTHROUGH).walked
        card = Card("Walk-through")
        card.add_action(label(counted(len(walked), "step"), "muted"))
        card.add(bullets((_step(script.plan, script.steps[name]) for name in walked), "right"))
        self.body.addWidget(card)

    def _msel(self, scenario: Scenario, script: Script | None) -> None:
        plan_of_play = outline(scenario, script)
        card = Card("Master scenario events list")
        card.add_action(label(counted(len(scenario.injects), "inject"), "muted"))
        strip = TimelineStrip(f"Injects of {scenario.title}")
        strip.setMinimumHeight(look.tokens().px(_STRIP))
        strip.show_now(None, scenario.length / SECOND)
        strip.show_marks(plan_of_play.marks)
        card.add(strip)
        if plan_of_play.untimed:
            card.add(label("Without a fixed time:", "caption"))
            card.add(bullets(plan_of_play.untimed))
        self.body.addWidget(card)

    def _plan(self, plan: Plan) -> None:
        self._lists(
            ("Severities", [f"{level.id}: {level.title}" for level in plan.severities], "flag"),
            ("Roles", [role.title for role in plan.roles], "person"),
        )
        for procedure in plan.procedures:
            title = f"{procedure.clause}  {procedure.title}" if procedure.clause else procedure.title
            self._lists((title, [_step(plan, step) for step in procedure.steps], "dot"))
        self._lists(("Services and how often they are drilled", list(_services(plan)), "calendar"))

    def _lists(self, *lists: tuple[str, Sequence[str], str]) -> None:
        """Cards side by side, each with a title, lines and the sign before each line; empty ones are left out."""
        across = QHBoxLayout()
        across.setSpacing(look.tokens().section)
        for title, lines, icon in lists:
            if lines:
                card = Card(title)
                card.add(bullets(lines, icon))
                card.body.addStretch(1)
                across.addWidget(card, 3 if not across.count() else 2)
        self.body.addLayout(across)


def _origin(entry: ScriptEntry) -> Iterator[str]:
    if isinstance(entry.value, Scenario):
        yield "Written for " + ", ".join(kind.value for kind in entry.value.kinds)
    if isinstance(entry.value, Plan) and entry.value.last_reviewed is not None:
        yield f"Reviewed {day_words(entry.value.last_reviewed)}"
    yield "Comes with the program" if entry.shipped else "Your file"
    yield str(entry.path)


def _step(plan: Plan, step: Step) -> str:
    """A step in one line: title, owner, target, and whether the incident hangs on it."""
    owner = next((role.title for role in plan.roles if role.id == step.role), "")
    parts = [step.title, owner, _target(step), "critical" if step.critical else ""]
    return " · ".join(part for part in parts if part)


def _target(step: Step) -> str:
    if step.target is None:
        return ""
    within = step.target.within
    if isinstance(within, dict):
        limits = ", ".join(f"{level} {format_duration(limit // SECOND)}" for level, limit in within.items())
    else:
        limits = format_duration(within // SECOND)
    return f"{limits} from {step.target.from_}"


def _services(plan: Plan) -> Iterator[str]:
    for service in plan.services:
        stated = (("tabletop", service.tabletop_every), ("simulation", service.simulation_every))
        often = [f"{kind} every {format_duration(every // DAY * 86_400)}" for kind, every in stated if every]
        yield f"{service.title}: {', '.join(often) or 'no cadence'}"
