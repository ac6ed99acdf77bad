"""The MSEL of a scenario before anybody plays it: what has a time, and what has not. Needs no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trainer.core.msel import planned_words
from trainer.core.scenario import Inject, Scenario
from trainer.core.script import Script
from trainer.core.time import SECOND, Micros
from trainer.ui.panels.timeline_layout import Mark

__all__ = ["Outline", "outline"]


@dataclass(frozen=True)
class Outline:
    """Injects with a time as marks, and the others as `title – how it is released`."""

    marks: tuple[Mark, ...]
    untimed: tuple[str, ...]


def outline(scenario: Scenario, script: Script | None) -> Outline:
    """The plan of play. `script` puts the scenario's variables in, where the plan is known."""
    times = _times(scenario)
    filled = script.filled if script is not None else str
    marks = tuple(
        Mark(
            inject.id,
            times[inject.id] / SECOND,
            filled(inject.title),
            inject.channel.value,
            contingency=inject.contingency_for is not None,
        )
        for inject in scenario.injects
        if inject.id in times
    )
    untimed = tuple(
        f"{filled(inject.title)} – {_released(inject, script)}"
        for inject in scenario.injects
        if inject.id not in times
    )
    return Outline(marks, untimed)


def _released(inject: Inject, script: Script | None) -> str:
    if script is not None:
        return planned_words(script, inject)
    return "by hand" if inject.release.by_hand else "after an event or when a condition holds"


def _times(scenario: Scenario) -> Mapping[str, Micros]:
    """Times that follow from the script alone: fixed ones, and those that follow an inject with a time.

    A branch may never be taken, so that its injects have no time beforehand.
    """
    injects = {inject.id: inject for inject in scenario.injects if inject.branch is None}
    known = {name: inject.release.at for name, inject in injects.items() if inject.release.at is not None}
    found = dict(known)
    while known:
        known = {
            name: known[after.inject] + after.delay
            for name, inject in injects.items()
            if name not in found and (after := inject.release.after) is not None and after.inject in known
        }
        found |= known
    return found
