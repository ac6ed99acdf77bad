"""What must add a gap, and what must never take one away: laws on drills that are changed on purpose."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.bench.case import Case
from tests.bench.cases import ALL
from tests.bench.play import reported
from trainer.core.time import MINUTE, SECOND, parse_duration

_CLEAN = [case for case in ALL if not case.planted and not case.review and not case.earlier]


def late_acts(case: Case) -> Iterator[tuple[int, int]]:
    """Acts by which a step was done late: (member, act) by their places in the team file."""
    times = {
        (step.done_by_role, round(step.done_s)): step.step
        for step in reported(case).steps
        if step.outcome == "late" and step.done_s is not None
    }
    for place, member in enumerate(case.team["members"]):
        for number, act in enumerate(member.get("acts", ())):
            at = parse_duration(str(act["at"])) // SECOND if "at" in act else None
            if at is not None and (member["role"], at) in times:
                yield place, number


def later(case: Case, place: int, number: int, by: int) -> Case:
    team = copy.deepcopy(dict(case.team))
    act = team["members"][place]["acts"][number]
    act["at"] = f"{(parse_duration(str(act['at'])) + by) // SECOND}s"
    return replace(case, team=team)


LATE = [(case, place, number) for case in ALL for place, number in late_acts(case)]


@pytest.mark.parametrize(("case", "place", "number"), LATE, ids=[f"{c.name}-{p}-{n}" for c, p, n in LATE])
def test_making_a_late_act_later_never_removes_a_gap(case: Case, place: int, number: int) -> None:
    before = {gap.id for gap in reported(case).gaps if not gap.id.partition("-")[2].startswith("act-")}
    for by in (10 * SECOND, MINUTE, 4 * MINUTE):
        after = {gap.id for gap in reported(later(case, place, number, by)).gaps}
        assert before <= after, f"{by // SECOND} s later"


def test_there_are_late_acts_to_make_later() -> None:
    assert len(LATE) > 15


def without_role(case: Case, role: str) -> Case:
    """A case whose plan does not know a role: nobody owns its steps, and nobody plays it."""
    plan, scenario, team = (copy.deepcopy(dict(part)) for part in (case.plan, case.scenario, case.team))
    plan["roles"] = [_less(entry, role) for entry in plan["roles"] if entry["id"] != role]
    plan["cadences"] = [entry for entry in plan.get("cadences", ()) if entry["role"] != role]
    for key in ("contacts", "communications", "decision_rights", "external_deadlines"):
        plan[key] = [_less(entry, role) for entry in plan.get(key, ())]
    plan["tools"] = [_less(entry, role) for entry in plan.get("tools", ())]
    for procedure in plan["procedures"]:
        procedure["steps"] = [_less(step, role) for step in procedure["steps"]]
    scenario["roles"] = [name for name in scenario.get("roles", ()) if name != role]
    for key in ("injects", "decisions", "votes"):
        scenario[key] = [_less(entry, role) for entry in scenario.get(key, ())]
    team["members"] = [member for member in team["members"] if member["role"] != role]
    return replace(case, plan=plan, scenario=scenario, team=team)


def _less(entry: Mapping[str, Any], role: str) -> dict[str, Any]:
    """An entry of a file without what it says of a role."""
    kept: dict[str, Any] = {}
    for key, value in entry.items():
        if value == role and key in ("role", "author", "approver"):
            continue
        if key in ("deputies", "not_with", "access", "to", "roles", "absent") and isinstance(
            value, list | tuple
        ):
            value = [name for name in value if name != role]
        if key == "shown_by":
            value = [evidence for evidence in value if evidence.get("role") != role]
        if key in ("by_severity", "no_answer") and role in value.values():
            continue
        kept[key] = value
    return kept


def owned(case: Case, role: str) -> set[str]:
    """Steps in scope that a role owns, did, and that an inject calls for or the clock of an alert starts."""
    return {
        step.step
        for step in reported(case).steps
        if step.role == role
        and step.done_by_role == role
        and step.outcome == "on time"
        and step.anchor == "first alert"
    }


REMOVED = [
    (case, role, steps)
    for case in _CLEAN
    for role in [str(entry["id"]) for entry in case.plan["roles"]]
    if (steps := owned(case, role))
]


@pytest.mark.parametrize(("case", "role", "steps"), REMOVED, ids=[f"{c.name}-{r}" for c, r, _ in REMOVED])
def test_removing_a_role_from_the_plan_adds_the_ownership_gap(case: Case, role: str, steps: set[str]) -> None:
    changed = without_role(case, role)
    found = {gap.step for gap in reported(changed).gaps if gap.code == "G03" and gap.kind == "plan"}
    left = {step.step for step in reported(changed).steps if step.step in steps and step.outcome == "missed"}
    assert left <= found


def test_there_are_roles_to_remove() -> None:
    assert len(REMOVED) > 20
