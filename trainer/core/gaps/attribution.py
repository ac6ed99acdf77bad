"""Plan or practice: what a step that was not done in time is put down to.

The rule is a pure function of the occasions on which the step was asked for, so that it can be read, tested and
printed apart from everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import judged
from trainer.core.history import EarlierStep
from trainer.core.outcomes import Judgement
from trainer.core.time import Micros

RULES: Final = (
    "A step that was not done as the plan says is put down to its target, and so to the plan, where the steps before "
    "it may take longer than its own limit, or did so in the exercise although each of them was in time.",
    "It is put down to its target, too, where nobody has ever met the limit: late at least three times, or twice with "
    "the step open in the plan each time, always by the right role, in order and unprompted. Earlier exercises of the "
    "same kind on the plan count, with the times that they took; one time within the limit by anybody speaks for it.",
    "Everything else is put down to practice: late once or some of the times, missed, done by another role, out of "
    "order, only after a prompt, or decided for another option than the plan calls for. It is so only where nothing "
    "else explains it: missing access, an owner that the plan does not name, a contact that failed, words that can be "
    "read in two ways and the like are gaps of their own, and take the step with them.",
    "A step that was late by the true severity and in time by the one that the team had set is a matter of the "
    "classification, not of the step.",
    "Nothing is put down to anybody where the exercise itself spoiled the step, where the response never got to it, "
    "where the step is optional, or where another act reached the same end.",
)
"""The rule in words, for the method section of a report."""

EVERY_TIME: Final = 3
"""So many competent late times speak against a target by themselves."""
PREPARED: Final = 2
"""So many do where the acting role had the step open each time."""
_TIMED_RIGHT: Final = frozenset({Outcome.ON_TIME, Outcome.LATE})

Cause = Literal["target", "practice"]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One time that a step was asked for, by the limit in force now. `took` is in microseconds.

    `within` says whether it was done within the limit, by whomever; None where the plan sets none. `competent` is a
    step done by the right role, in order and unprompted; `prepared` that the role had opened it in the plan before.
    """

    within: bool | None
    short: bool
    competent: bool = False
    prepared: bool = False
    earlier: bool = False
    took: Micros | None = None


def put_down_to(occasions: Sequence[Occasion], fits: bool = True) -> Cause | None:
    """What a step's shortfall in this exercise is put down to; None where it did not fall short.

    `fits` says whether the steps before it leave it any time.
    """
    here = [occasion for occasion in occasions if not occasion.earlier]
    if not any(occasion.short for occasion in here):
        return None
    squeezed = not fits and any(occasion.within is False for occasion in here)
    return "target" if squeezed or never_met(occasions) else "practice"


def never_met(occasions: Sequence[Occasion]) -> bool:
    """Whether everybody who knew what to do was late, often enough to speak against the target."""
    if any(occasion.within for occasion in occasions):
        return False
    late = late_all_the_same(occasions)
    enough = len(late) >= EVERY_TIME or (len(late) >= PREPARED and all(o.prepared for o in late))
    return enough and any(not occasion.earlier for occasion in late)


def late_all_the_same(occasions: Iterable[Occasion]) -> list[Occasion]:
    """The occasions on which somebody who did everything right was late."""
    return [o for o in occasions if o.competent and o.within is False and o.took is not None]


def occasions_of(facts: Facts, step: str) -> tuple[Occasion, ...]:
    """Every time that a step was asked for: in earlier exercises of the same kind, then in this one."""
    here = [j for j in judged(facts, step) if j.observed]
    limit = next((j.limit for j in here if j.limit is not None), None)
    before = () if limit is None else _before(facts, step, limit)
    return (*before, *(_here(facts, j) for j in here))


def _here(facts: Facts, judgement: Judgement) -> Occasion:
    return Occasion(
        within=judgement.met,
        short=judgement.outcome is not Outcome.ON_TIME or judgement.key in facts.against_plan,
        competent=judgement.outcome in _TIMED_RIGHT and not in_time_as_classified(facts, judgement),
        prepared=_had_it_open(facts, judgement),
        took=judgement.elapsed,
    )


def in_time_as_classified(facts: Facts, judgement: Judgement) -> bool:
    """Whether a step kept the limit of the severity that the team had set when the true one's limit ran out."""
    start, limit, step = judgement.started_at, judgement.limit, facts.script.steps[judgement.step]
    if judgement.met is not False or judgement.overruled is not None or start is None or limit is None:
        return False
    said = _set_by(facts, start + limit)
    if said is None or said == facts.script.scenario.truth.severity:
        return False
    allowed = step.target.limit(said) if step.target is not None else limit
    took = judgement.elapsed if judgement.elapsed is not None else facts.ended_at - start
    return not step.applies_at(said) or allowed is None or took <= allowed


def _set_by(facts: Facts, moment: Micros) -> str | None:
    """The severity that the team had set by a moment, where the scenario knows the true one."""
    levels = [a.severity for record, _, a in facts.classifications if record.happened <= moment]
    return levels[-1] if levels and facts.script.scenario.truth.severity is not None else None


def _before(facts: Facts, step: str, limit: Micros) -> Iterator[Occasion]:
    """Earlier times of the step that say something about a limit: another limit invites another pace."""
    for drill in facts.history:
        for found in drill.steps:
            if drill.kind == facts.created.kind.value and found.step == step:
                yield from _timed(found, limit)


def _timed(found: EarlierStep, limit: Micros) -> Iterator[Occasion]:
    if found.elapsed is None or found.limit is None:
        return
    within = found.elapsed <= limit
    if within or found.elapsed > found.limit:
        yield Occasion(within, not within, found.competent, earlier=True, took=found.elapsed)


def _had_it_open(facts: Facts, judgement: Judgement) -> bool:
    """Whether the acting role had opened the step, or its procedure, before it acted."""
    done = facts.state.expectations.items[judgement.key].done
    sections = (judgement.step, facts.script.procedure_of[judgement.step].id)
    return done is not None and any(
        event.role == judgement.done_by
        and event.section in sections
        and (record.elapsed, record.seq) < (done.at, done.seq)
        for record, event in facts.plan_opened
    )
