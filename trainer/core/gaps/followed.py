"""Followed to the letter or not: what was done just as the plan says, what was missed or late, what is a measure."""

from __future__ import annotations

import re
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Phase, Step, Strength
from trainer.core.scenario import Objective
from trainer.core.time import Micros

_NO_MEASURE: Final = frozenset(ActionKind) - {
    ActionKind.CONTAIN,
    ActionKind.DECIDE,
    ActionKind.DO_STEP,
    ActionKind.IMPROVISE,
}
_CHECKS: Final = re.compile(
    r"\b(?:verify|verif\w+|confirm|check|test|monitor|prove|watch|compare)\b", re.IGNORECASE
)
_SUPPORTS: Final = re.compile(
    r"\b(?:preserve|evidence|log|inform|tell|brief|notify|diagnos\w+|identify|scope|weigh|announce|declare|record|review|"
    r"report|page|call|write|find|estimate|assess|collect|hand over|"
    r"(?:open|close|update) (?:the |an? |all )?(?:\w+ )?(?:incident|ticket|call|channel|bridge|log|room|page|customers|"
    r"staff|status))\b",
    re.IGNORECASE,
)


def to_the_letter(facts: Facts, judgement: Judgement) -> bool:
    """Whether a step was done on time, by the right role, in order, unprompted, and as the plan decides it."""
    otherwise = judgement.key in facts.against_plan or judgement.key in facts.misjudged
    return judgement.outcome is Outcome.ON_TIME and judgement.met is not False and not otherwise


def fell_short(facts: Facts, judgement: Judgement) -> bool:
    """Whether a step that the plan asks for, and that was called for, was missed or late."""
    step = facts.script.steps[judgement.step]
    if step.strength is Strength.MAY:
        return False
    if judgement.outcome is Outcome.MISSED:
        # A clock may have run although no message had asked for the step yet.
        asked = facts.state.expectations.items[judgement.key].armed_at is not None
        return asked or step.id not in facts.script.expected_by
    return Outcome.LATE in (judgement.outcome, *judgement.also)


def ends_at(facts: Facts, judgement: Judgement) -> Micros:
    """Until when a step could be done as the plan says: its limit, or the end of play where it has none."""
    if judgement.started_at is None or judgement.limit is None:
        return facts.ended_at
    return judgement.started_at + judgement.limit


def reached_by(facts: Facts, objective: Objective) -> tuple[Judgement, ...] | None:
    """The decisive steps of an objective that was worked on just as the plan says; None where it was not, or not seen.

    Decisive are the critical steps, or all where none is critical, as in the rating of objectives.
    """
    judged = [j for name in objective.steps for j in facts.of_step.get(name, ())]
    asked = [j for j in judged if j.outcome is not Outcome.NOT_APPLICABLE]
    decisive = [j for j in asked if facts.script.steps[j.step].critical] or asked
    if not decisive or not all(to_the_letter(facts, j) for j in decisive):
        return None
    others = [j for j in asked if j not in decisive and (j.observed or j.key in facts.unreached)]
    return tuple(decisive) if all(to_the_letter(facts, j) for j in others) else None


def turning(facts: Facts, kept: tuple[Judgement, ...]) -> str:
    """The step on which an objective turned: its last measure, or else the last of its steps."""
    acting = [j for j in kept if is_measure(facts, facts.script.steps[j.step])]
    return max(acting or kept, key=lambda j: (j.done_at or 0, j.key)).step


def is_measure(facts: Facts, step: Step) -> bool:
    """Whether a step does something about the incident, rather than to know of it, to tell it or to check it."""
    shown = {evidence.action for evidence in step.shown_by}
    put = any(decision.step == step.id for decision in facts.script.scenario.decisions)
    if put or shown & {ActionKind.CONTAIN, ActionKind.DECIDE} or step.marks == "containment decided":
        return True
    if shown & _NO_MEASURE or _CHECKS.search(step.title) or _SUPPORTS.search(step.title):
        return False
    return facts.script.procedure_of[step.id].phase in (Phase.CONTAINMENT, Phase.RESOLUTION)


def is_check(step: Step) -> bool:
    """Whether a step looks whether something works."""
    verified = any(evidence.action is ActionKind.VERIFY for evidence in step.shown_by)
    return verified or (_CHECKS.search(step.title) is not None and not _SUPPORTS.search(step.title))


def measures(facts: Facts) -> list[Judgement]:
    """Judged measures of the plan in the scope of the exercise."""
    return [j for j in facts.judgements if is_measure(facts, facts.script.steps[j.step])]


def is_open(judgement: Judgement) -> bool:
    """Whether a step's clock still ran, with time left, when play ended."""
    return judgement.started_at is not None and judgement.outcome is Outcome.NOT_OBSERVED


def measures_kept(facts: Facts) -> bool:
    """Whether no measure of the plan was missed, done otherwise, left open, or decided against the plan."""
    return all(_as_written(facts, j) for j in measures(facts)) and not any(
        _against(facts, name) for name in facts.state.decisions
    )


def _as_written(facts: Facts, judgement: Judgement) -> bool:
    """Whether a measure was done to the letter, or was not called for."""
    if judgement.key in facts.unreached or judgement.key in facts.artefacts:
        return False
    missed = judgement.outcome is Outcome.MISSED
    if facts.script.steps[judgement.step].strength is Strength.MAY or (
        missed and not fell_short(facts, judgement)
    ):
        return True
    containing = facts.script.procedure_of[judgement.step].phase is Phase.CONTAINMENT
    if is_open(judgement) and containing:
        return False
    return not judgement.observed or to_the_letter(facts, judgement)


def _against(facts: Facts, decision: str) -> bool:
    """Whether a decision was taken, or ran out, for another option than the plan calls for."""
    option = facts.state.decisions[decision].option
    wanted = [o.id for o in facts.script.decisions[decision].options if o.plan_calls_for]
    return bool(wanted) and option not in wanted
