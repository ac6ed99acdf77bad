"""Steps that were left undone although the plan binds to them and the exercise asked for them."""

from __future__ import annotations

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import judged
from trainer.core.outcomes import Judgement
from trainer.core.plan import Step, Strength


def missed(facts: Facts, step: Step) -> list[Judgement]:
    """Judgements by which a step was missed; none for an optional step, nor where nothing asked for it.

    A clock may run although the message that calls for the step never came: the story took another turn.
    """
    if step.strength is Strength.MAY:
        return []
    return [j for j in judged(facts, step.id) if j.outcome is Outcome.MISSED and _asked_for(facts, j)]


def _asked_for(facts: Facts, judgement: Judgement) -> bool:
    by_message = judgement.step in facts.script.expected_by
    return (
        not by_message
        or judgement.overruled is not None
        or facts.state.expectations.items[judgement.key].armed_at is not None
    )


def late_or_missed(facts: Facts, step: Step) -> list[Judgement]:
    """Judgements by which a step came after its limit or not at all, whatever else was wrong with it."""
    if step.strength is Strength.MAY:
        return []
    left = missed(facts, step)
    return [j for j in judged(facts, step.id) if j in left or (j.met is False and j.done)]
