"""Whether an act outside the plan worked, and by what sign: what makes a deviation worth adopting."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from trainer.core.actions import Improvise
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.gaps.once import once
from trainer.core.plan import ActionKind
from trainer.core.time import MINUTE, Micros, say_duration

_SOON: Final = 15 * MINUTE
"""An effect that comes later than this after an act may have other causes."""
_SIGNS: Final = {"contained": "containment was confirmed", "recovered": "the impact on users ended"}
_Moment = tuple[Micros, int]
"""Time on the exercise clock and sequence number."""


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
    verdicts, improvised = once(facts, _verdicts), once(facts, _improvised).get(role, [])
    place = bisect_right(improvised, record.seq)
    following = improvised[place] if place < len(improvised) else len(facts.records) + 1
    on_step = verdicts.get((step, None), [])[-1:] if step is not None else []
    on_role = verdicts.get((None, role), [])
    before = bisect_left(on_role, (following, False))
    newest = [said for said in on_role[:before][-1:] if said[0] > record.seq]
    said = max((*on_step, *newest), default=None)
    if said is None:
        return None
    return Effect(True, "an evaluator noted it as a strength") if said[1] else Effect(False)


def _improvised(facts: Facts) -> dict[str, list[int]]:
    """By role: its acts outside the plan, in the order of the journal."""
    found: dict[str, list[int]] = {}
    for record, event in facts.acts:
        if isinstance(event.action, Improvise):
            found.setdefault(event.role, []).append(record.seq)
    return found


def _verdicts(facts: Facts) -> dict[tuple[str | None, str | None], list[tuple[int, bool]]]:
    """What evaluators noted, as (sequence number, whether a strength): on a step, or on a role where it names none."""
    found: dict[tuple[str | None, str | None], list[tuple[int, bool]]] = {}
    for record, event in facts.observations:
        if event.kind in ("strength", "improvement"):
            on = (event.step, None if event.step is not None else event.role)
            found.setdefault(on, []).append((record.seq, event.kind == "strength"))
    return found


def _stands_for(facts: Facts, record: Record) -> str | None:
    action = facts.act_of[record.seq].action
    named = action.instead_of if isinstance(action, Improvise) else None
    return facts.closed_by.get(record.seq, named)


def _in_time(facts: Facts, record: Record) -> Effect | None:
    found = facts.first_done.get(record.seq)
    if found is None or not found.met or found.outcome is Outcome.NOT_OBSERVED:
        return None
    title = facts.script.steps[found.step].title
    took = say_duration(found.elapsed or 0)
    return Effect(
        True, f'"{title}" was done by it in {took}, within its limit of {say_duration(found.limit or 0)}'
    )


def _followed(facts: Facts, record: Record) -> Effect | None:
    start = (record.happened, record.seq)
    signs = once(facts, _signs)
    place = bisect_right(signs, start, key=lambda sign: sign[0])
    if place == len(signs) or signs[place][0][0] - start[0] > _SOON:
        return None
    (at, seq), words = signs[place]
    measures = once(facts, _measures)
    following = bisect_right(measures, start)
    if following < len(measures) and measures[following] < (at, seq):
        return None
    return Effect(True, f"{words} {say_duration(at - start[0])} later")


def _signs(facts: Facts) -> list[tuple[_Moment, str]]:
    """When containment and recovery were reached, first to last, and in what words that is told."""
    anchors = facts.state.anchors
    return sorted((moment, words) for anchor, words in _SIGNS.items() for moment in anchors.get(anchor, ()))


def _measures(facts: Facts) -> list[_Moment]:
    """When somebody did something about the incident that the plan does not have, or stopped the harm."""
    kinds = (ActionKind.IMPROVISE, ActionKind.CONTAIN)
    return sorted(
        (record.happened, record.seq) for kind in kinds for record, _ in facts.by_kind.get(kind, ())
    )
