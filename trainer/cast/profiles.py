"""How good a generated team is: the distributions its delays and mistakes are drawn from.

A delay is drawn as a share of the step's own limit from a lognormal distribution with the profile's median and sigma
(the usual shape of human response times: never negative, with a long tail). A step without a limit takes the stated
number of minutes instead. Each step's fate is drawn once, independently, with the profile's probabilities; what they
leave is an ordinary attempt, which may still be late by its drawn delay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from trainer.core.events import Outcome


@dataclass(frozen=True, slots=True)
class Profile:
    """Probabilities are shares of 1; medians are shares of a step's limit; minutes are exercise time."""

    name: str
    median: float
    sigma: float
    longest: float
    minutes: tuple[float, float]
    fates: Mapping[Outcome, float]
    opens_plan: float
    gives_reason: float
    right_severity: float
    right_option: float
    keeps_cadence: float
    votes_right: float
    asks: float


PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {
        "perfect": Profile(
            name="perfect",
            median=0.4,
            sigma=0.2,
            longest=0.75,
            minutes=(1, 2),
            fates=MappingProxyType({}),
            opens_plan=1,
            gives_reason=1,
            right_severity=1,
            right_option=1,
            keeps_cadence=1,
            votes_right=1,
            asks=0,
        ),
        "typical": Profile(
            name="typical",
            median=0.6,
            sigma=0.4,
            longest=2.5,
            minutes=(1, 5),
            fates=MappingProxyType(
                {
                    Outcome.MISSED: 0.06,
                    Outcome.WRONG_ROLE: 0.06,
                    Outcome.OUT_OF_ORDER: 0.05,
                    Outcome.PROMPTED: 0.06,
                    Outcome.IMPROVISED: 0.04,
                }
            ),
            opens_plan=0.6,
            gives_reason=0.8,
            right_severity=0.8,
            right_option=0.8,
            keeps_cadence=0.75,
            votes_right=0.75,
            asks=0.05,
        ),
        "struggling": Profile(
            name="struggling",
            median=0.95,
            sigma=0.55,
            longest=4,
            minutes=(2, 12),
            fates=MappingProxyType(
                {
                    Outcome.MISSED: 0.2,
                    Outcome.WRONG_ROLE: 0.12,
                    Outcome.OUT_OF_ORDER: 0.1,
                    Outcome.PROMPTED: 0.12,
                    Outcome.IMPROVISED: 0.08,
                }
            ),
            opens_plan=0.2,
            gives_reason=0.4,
            right_severity=0.5,
            right_option=0.5,
            keeps_cadence=0.35,
            votes_right=0.45,
            asks=0.12,
        ),
    }
)
