"""Variables in the texts of a scenario: those without a value, and those that no text uses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trainer.core.diagnose.naming import Names, error, warning
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import Inject, Scenario
from trainer.core.simulation import AlertRule

_PLACE: Final = re.compile(r"\{\{([^{}]{0,200})(\}\})?")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def check_variables(scenario: Scenario) -> Iterator[Problem]:
    """Every `{{ name }}` needs a value, and every variable a use."""
    names = Names("variable", "the scenario", "variables", tuple(scenario.variables))
    used: set[str] = set()
    for text, path in _texts(scenario):
        if "{{" in text:
            yield from _in_text(text, names, path)
            used.update(place[1].strip() for place in _PLACE.finditer(text))
    for name in names.ids:
        if not _NAME.fullmatch(name):
            message = f"the variable {quoted(name)} can never be used: its name is not one"
            yield error("bad-variable", message, "use letters, digits, - and _", "variables", name)
        elif name not in used:
            message = f"no text uses the variable {quoted(name)}"
            yield warning("unused-variable", message, "remove it", "variables", name)


def _in_text(text: str, names: Names, path: Path) -> Iterator[Problem]:
    """Each name without a value once, and the first pair of braces that holds no name."""
    told: set[str] = set()
    for place in _PLACE.finditer(text):
        name = place[1].strip()
        if place[2] is None or not _NAME.fullmatch(name):
            if "" not in told:
                message = f"{quoted(place[0])} is no variable, so it is shown as it stands"
                yield warning("bad-variable", message, "write `{{ name }}`: letters, digits, - and _", *path)
            told.add("")
        elif name not in names and name not in told:
            yield names.unknown(name, *path)
            told.add(name)


def _texts(scenario: Scenario) -> Iterator[tuple[str, Path]]:
    """Every text in which variables are filled in, and notes that may repeat them."""
    yield scenario.summary, ("summary",)
    yield scenario.facilitator_notes, ("facilitator_notes",)
    yield scenario.briefing.situation, ("briefing", "situation")
    for key, lines in (("rules", scenario.briefing.rules), ("assumptions", scenario.briefing.assumptions)):
        yield from ((line, ("briefing", key, i)) for i, line in enumerate(lines))
    for key, text in (("cause", scenario.truth.cause), ("affected", scenario.truth.affected)):
        yield text, ("truth", key)
    for i, inject in enumerate(scenario.injects):
        yield from _of_inject(inject, ("injects", i))
    for i, decision in enumerate(scenario.decisions):
        yield decision.question, ("decisions", i, "question")
        for k, option in enumerate(decision.options):
            yield option.text, ("decisions", i, "options", k, "text")
            yield option.consequence.text, ("decisions", i, "options", k, "consequence", "text")
    for i, vote in enumerate(scenario.votes):
        yield vote.question, ("votes", i, "question")
    yield from _of_other_kinds(scenario)


def _of_other_kinds(scenario: Scenario) -> Iterator[tuple[str, Path]]:
    """Texts of the walk-through and the simulation."""
    if scenario.walkthrough is not None:
        yield scenario.walkthrough.situation, ("walkthrough", "situation")
        for i, question in enumerate(scenario.walkthrough.questions):
            yield question.ask, ("walkthrough", "questions", i, "ask")
    if scenario.simulation is not None:
        for i, rule in enumerate(scenario.simulation.alerts):
            yield from _of_inject(rule, ("simulation", "alerts", i))
        for i, fault in enumerate(scenario.simulation.faults):
            yield fault.title, ("simulation", "faults", i, "title")
            yield fault.note, ("simulation", "faults", i, "note")


def _of_inject(inject: Inject | AlertRule, path: Path) -> Iterator[tuple[str, Path]]:
    texts = (("title", inject.title), ("from", inject.from_), ("text", inject.text), ("note", inject.note))
    yield from ((text, (*path, key)) for key, text in texts if "{{" in text)
    for k, hint in enumerate(inject.hints):
        yield hint, (*path, "hints", k)
    for k, question in enumerate(inject.questions):
        yield question.ask, (*path, "questions", k, "ask")
    for k, attachment in enumerate(inject.attachments if isinstance(inject, Inject) else ()):
        yield attachment.title, (*path, "attachments", k, "title")
        yield attachment.text, (*path, "attachments", k, "text")
