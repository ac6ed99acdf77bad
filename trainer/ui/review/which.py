"""Which expected actions the timing page is narrowed to; each count of the summary is one of these. Needs no Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from trainer.core.aar import StepResult
from trainer.core.aar_walk import Standing
from trainer.core.events import Outcome
from trainer.ui.review.words import OUTCOMES, STANDINGS

__all__ = [
    "ALL", "ASSESSED", "LATE", "MET", "NOT_TESTED", "OTHERWISE", "RIGHT_ROLE", "TESTED", "WHICH", "outcome_filter",
    "standing_filter", "walked_which",
]  # fmt: skip

ALL: Final = "All expected actions"
MET: Final = "Targets met"
LATE: Final = "Targets not met"
OTHERWISE: Final = "Otherwise than planned"
RIGHT_ROLE: Final = "Done by the right role"
TESTED: Final = "Put to the test"
NOT_TESTED: Final = "Not put to the test"
ASSESSED: Final = "Assessed by evaluators"
_UNSEEN: Final = frozenset({Outcome.NOT_OBSERVED.value, Outcome.NOT_APPLICABLE.value})
_AS_PLANNED: Final = frozenset({Outcome.ON_TIME.value, *_UNSEEN})
_OTHER_HANDS: Final = frozenset({Outcome.WRONG_ROLE.value, Outcome.IMPROVISED.value})


def outcome_filter(outcome: str) -> str:
    """The filter that keeps one outcome."""
    return f"Outcome: {outcome}"


def standing_filter(standing: str) -> str:
    """The filter that keeps the steps of a walk-through that stand in one way."""
    return f"Stands: {standing}"


def _is(outcome: str) -> Callable[[StepResult], bool]:
    return lambda step: step.outcome == outcome


WHICH: Final[dict[str, Callable[[StepResult], bool] | None]] = {
    ALL: None,
    OTHERWISE: lambda step: step.outcome not in _AS_PLANNED,
    "Critical steps": lambda step: step.critical,
    "Overruled": lambda step: step.overruled is not None,
    ASSESSED: lambda step: bool(step.assessments),
    MET: lambda step: step.met is True,
    LATE: lambda step: step.met is False,
    RIGHT_ROLE: lambda step: step.done_by_role is not None and step.outcome not in _UNSEEN | _OTHER_HANDS,
    TESTED: lambda step: step.outcome not in _UNSEEN,
    NOT_TESTED: lambda step: step.outcome == Outcome.NOT_OBSERVED.value,
    **{outcome_filter(outcome): _is(outcome) for outcome in OUTCOMES},
}


def walked_which(
    stands: Callable[[StepResult], Standing | None],
) -> dict[str, Callable[[StepResult], bool] | None]:
    """The same for a walk-through, where a step stands somehow instead of ending: `stands` tells how."""

    def is_standing(wanted: Standing, step: StepResult) -> bool:
        return stands(step) == wanted

    outcomes = {outcome_filter(outcome) for outcome in OUTCOMES}
    return {which: keep for which, keep in WHICH.items() if which not in outcomes} | {
        standing_filter(standing): partial(is_standing, standing) for standing in STANDINGS
    }
