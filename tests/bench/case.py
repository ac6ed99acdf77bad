"""A drill with planted gaps: plan, scenario, scripted team, and what a fair reader would want in the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from trainer.core.commands import Command
from trainer.core.scenario import Kind

GapKind = Literal["plan", "capability", "execution", "artefact"]


@dataclass(frozen=True)
class Planted:
    """A gap that must be found. `step` narrows it where the step is part of the finding."""

    code: str
    kind: GapKind
    step: str | None = None


@dataclass(frozen=True)
class Case:
    """One drill and its expectation, written from the taxonomy or from a real incident, never from the detectors.

    `planted` is all that belongs into the register; anything else is a false alarm, except what `debatable` names:
    codes on which two experts could differ. A clean case plants nothing. `controls` are what the facilitator does at
    exercise times, `review` what evaluators settle after the end, `earlier` drills as the journal keeps them.
    """

    name: str
    story: str
    plan: Mapping[str, Any]
    scenario: Mapping[str, Any]
    team: Mapping[str, Any]
    planted: tuple[Planted, ...] = ()
    debatable: tuple[str, ...] = ()
    controls: Sequence[tuple[str, Command]] = ()
    review: Sequence[Command] = ()
    earlier: Sequence[Mapping[str, Any]] = ()
    kind: Kind = Kind.TABLETOP
    tags: frozenset[str] = field(default_factory=frozenset)
