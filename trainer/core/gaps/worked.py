"""Whether an act outside the plan worked, and by what sign: what makes a deviation worth adopting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trainer.core.actions import Contain, Improvise
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.time import MINUTE, say_duration

_SOON: Final = 15 * MINUTE
"""An effect that comes later than this after an act may have other causes."""
_SIGNS: Final = {"contained": "containment was confirmed", "recovered": "the impact on users ended"}


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an act; `worked` is None where nothing tells, `why` a clause without a full stop."""

    worked: bool | None
    why: str = ""


def worked(facts: Facts, record: Record) -> Effect:
    """What came of an act outside the plan.

    An evaluator's note on it counts first, then whether the step that it stood for was done in time by it, then whether
    containment or recovery followed within a quarter of an hour with no other measure between.
    """
    return _noted(facts, record) or _in_time(facts, record) or _followed(facts, record) or Effect(None)


def _noted(facts: Facts, record: Record) -> Effect | None:
    """What an evaluator noted on it: by its step, or on its role before the role next acted outside the plan."""
    step, role = _stands_for(facts, record), facts.act_of[record.seq].role
    following = min(
        (
            other.seq
            for other, event in facts.acts
            if event.role == role and isinstance(event.action, Improvise) and other.seq > record.seq
        ),
        default=len(facts.records) + 1,
    )
    verdicts = [
        event.kind == "strength"
        for other, event in facts.observations
        if event.kind in ("strength", "improvement")
        and (
            (step is not None and event.step == step)
            or (event.step is None and event.role == role and record.seq < other.seq < following)
        )
    ]
    if not verdicts:
        return None
    return Effect(True, "an evaluator noted it as a strength") if verdicts[-1] else Effect(False)


def _stands_for(facts: Facts, record: Record) -> str | None:
    action = facts.act_of[record.seq].action
    named = action.instead_of if isinstance(action, Improvise) else None
    return facts.closed_by.get(record.seq, named)


def _in_time(facts: Facts, record: Record) -> Effect | None:
    found = next((j for j in facts.judgements if _closed(facts, j, record)), None)
    if found is None or not found.met or found.outcome is Outcome.NOT_OBSERVED:
        return None
    title = facts.script.steps[found.step].title
    took = say_duration(found.elapsed or 0)
    return Effect(
        True, f'"{title}" was done by it in {took}, within its limit of {say_duration(found.limit or 0)}'
    )


def _closed(facts: Facts, judgement: Judgement, record: Record) -> bool:
    done = facts.state.expectations.items[judgement.key].done
    return done is not None and done.seq == record.seq


def _followed(facts: Facts, record: Record) -> Effect | None:
    start = (record.happened, record.seq)
    signs = [
        (moment, words)
        for anchor, words in _SIGNS.items()
        for moment in facts.state.anchors.get(anchor, ())
        if start < moment and moment[0] - start[0] <= _SOON
    ]
    if not signs:
        return None
    (at, seq), words = min(signs)
    between = any(
        isinstance(event.action, Improvise | Contain) and start < (other.happened, other.seq) < (at, seq)
        for other, event in facts.acts
    )
    return None if between else Effect(True, f"{words} {say_duration(at - start[0])} later")
