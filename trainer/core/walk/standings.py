"""How every step of a walk stands, from its judgement and its answers: what ratings, summary and matrix speak of."""

from __future__ import annotations

from typing import Final

from trainer.core.aar_walk import Standing
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.state import State
from trainer.core.walk.judging import in_part

ORDER: Final[tuple[Standing, ...]] = (
    "as written",
    "in part",
    "does not fit",
    "otherwise",
    "cannot be done",
    "not walked",
)
_BY_OUTCOME: Final[dict[Outcome, Standing]] = {
    Outcome.LATE: "does not fit",
    Outcome.WRONG_ROLE: "otherwise",
    Outcome.IMPROVISED: "otherwise",
    Outcome.OUT_OF_ORDER: "otherwise",
    Outcome.PROMPTED: "otherwise",
    Outcome.MISSED: "cannot be done",
    Outcome.NOT_OBSERVED: "not walked",
    Outcome.NOT_APPLICABLE: "not walked",
}


def standing_of(facts: Facts, judgement: Judgement) -> Standing:
    """How a step stands, the evaluator's word included."""
    return standing_by(facts.state, judgement.step, judgement.outcome, judgement.overruled is not None)


def standing_by(state: State, step: str, outcome: Outcome, judged: bool) -> Standing:
    """How a step stands with an outcome; `judged` where the outcome is an evaluator's word."""
    found = _BY_OUTCOME.get(outcome)
    if found is not None:
        return found
    # Whoever judged it "on time" against the automatic finding has said that nothing is left open.
    if judged or state.walk is None or not in_part(state, state.walk.steps[step]):
        return "as written"
    return "in part"
