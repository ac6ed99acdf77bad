"""Gaps that stand in a plan before any drill: small pure checks of the plan alone, all listed in one table.

A check speaks where the plan itself shows that something is missing or does not fit; what could be meant as it is
written stays untold. All gaps are of the kind "plan". The codes are those of the gaps that a drill finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from trainer.core.gaps.finding import PRIORITIES
from trainer.core.plan import Plan
from trainer.core.problems import Problem
from trainer.core.standing import (
    beginning,
    contradictions,
    criteria,
    deadlines,
    handover,
    informing,
    limits,
    means,
    missing,
    owners,
    reach,
    stand_ins,
    suppliers,
    upkeep,
    wording,
)
from trainer.core.standing.gap import Check as Check
from trainer.core.standing.gap import PlanGap as PlanGap
from trainer.core.standing.reading import Reading

CHECKS: Final[tuple[Check, ...]] = (
    missing.CHECK,
    beginning.CHECK,
    contradictions.CHECK,
    wording.CHECK,
    owners.CHECK,
    reach.CHECK,
    limits.CHECK,
    means.CHECK,
    stand_ins.CHECK,
    criteria.CHECK,
    informing.CHECK,
    handover.CHECK,
    deadlines.CHECK,
    suppliers.CHECK,
    upkeep.CHECK,
)
"""Every check; a report or a page prints this table as its method."""

_ALWAYS_TOLD: Final = contradictions.DIAGNOSED_KINDS | {"no-steps", "incomplete-triage"}
"""Kinds of warning of the cross-checks of which every one is told here as a gap."""


def of_plan(plan: Plan, on: date) -> tuple[PlanGap, ...]:
    """Every gap that stands in a plan on a day, the most pressing first; each code and subject occurs once."""
    reading = Reading(plan, on)
    found: dict[str, PlanGap] = {}
    for check in CHECKS:
        for each in check.find(reading):
            found.setdefault(each.id, each)
    return tuple(sorted(found.values(), key=lambda each: (PRIORITIES.index(each.priority), each.code)))


def told_as_gap(problem: Problem, gaps: Iterable[PlanGap]) -> bool:
    """Whether a warning of the cross-checks says what one of a plan's gaps says: whoever shows both shows it once."""
    if problem.kind in _ALWAYS_TOLD:
        return True
    if problem.kind != "unfilled-placeholder":
        return False
    return any(
        gap.subject == wording.ALL_UNFILLED
        or gap.path == problem.path
        or (len(gap.path) > 1 and gap.path == problem.path[: len(gap.path)])
        for gap in gaps
    )


def looked_for(checks: Iterable[Check] = CHECKS) -> tuple[tuple[str, str, str], ...]:
    """The table of checks for people: code, name, what it looks for."""
    return tuple((check.code, check.name, check.looks_for) for check in checks)
