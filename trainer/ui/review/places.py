"""Where a figure or a name in the review leads: to steps, gaps, proposed changes, or the events behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Amendment", "EventsOf", "GapOf", "GapsOf", "Objective", "PartOf", "Place", "StepsOf"]


@dataclass(frozen=True)
class StepsOf:
    """The expected actions that a filter of the timing page keeps, by the filter's name."""

    which: str


@dataclass(frozen=True)
class GapsOf:
    """The gaps of a kind."""

    kind: str


@dataclass(frozen=True)
class GapOf:
    """One gap of the register."""

    gap: str


@dataclass(frozen=True)
class Amendment:
    """One proposed change of the plan."""

    amendment: str


@dataclass(frozen=True)
class Objective:
    """One objective, with its ratings and steps."""

    objective: str


@dataclass(frozen=True)
class EventsOf:
    """The events behind a figure, which `title` names."""

    title: str
    events: tuple[int, ...]


@dataclass(frozen=True)
class PartOf:
    """A part of the review as it stands."""

    part: Literal["Figures", "Improvement plan", "Plan changes"]


Place = StepsOf | GapsOf | GapOf | Amendment | Objective | EventsOf | PartOf
