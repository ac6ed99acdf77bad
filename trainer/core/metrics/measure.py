"""A figure with its definition, and the words for what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.core.time import Micros


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its definition. `span` and `target` are microseconds; `figure` is a number in `unit`."""

    name: str
    expansion: str
    definition: str
    span: Micros | None = None
    figure: float | int | None = None
    unit: str = "s"
    target: Micros | None = None
    met: bool | None = None
    detail: str = ""
    evidence: tuple[int, ...] = ()


LACKING: Final = {
    "first signal": "no signal was delivered",
    "first alert": "no alert was delivered",
    "noticed": "no role acted",
    "acknowledged": "nobody acknowledged",
    "classified": "no severity was set",
    "declared": "no incident commander was declared",
    "identified": "neither cause nor scope was stated",
    "contained": "containment was not confirmed",
    "recovered": "the end of user impact was not marked",
    "resolved": "the incident was not declared resolved",
    "impact": "the scenario did not mark when impact was confirmed",
}
"""Why a figure is missing, by the anchor event that did not happen."""

HAPPENED: Final = {
    "first signal": "the first signal was delivered",
    "noticed": "a role first acted",
    "acknowledged": "the alert was acknowledged",
    "classified": "the severity was set",
    "declared": "the incident commander was declared",
    "identified": "cause or scope was stated",
    "contained": "containment was confirmed",
    "recovered": "user impact ended",
    "resolved": "the incident was declared resolved",
}
"""The anchor events between which intervals are taken, as clauses of a sentence."""


def seqs(*moments: tuple[Micros, int] | None) -> tuple[int, ...]:
    """Sequence numbers of the moments that happened, in order."""
    return tuple(sorted({moment[1] for moment in moments if moment is not None}))
