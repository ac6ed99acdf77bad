"""What must not change the findings, and what must: laws that every drill of the bench obeys."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from tests.bench.case import Case
from tests.bench.cases import ALL
from tests.bench.play import START, reported
from trainer.core.commands import PauseClock
from trainer.core.time import HOUR, MINUTE, SECOND, parse_duration

Gaps = frozenset[tuple[str, str]]
EACH = pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)


def gaps_of(case: Case, start: int = START) -> Gaps:
    """What was found, by identifier and kind; gaps about an act are told apart by what they are of."""
    return frozenset((_stable(gap.id), gap.kind) for gap in reported(case, start).gaps)


def _stable(name: str) -> str:
    """A gap's identifier without the number of the event, which a further event before it moves."""
    code, _, subject = name.partition("-")
    return f"{code}-act" if subject.startswith("act-") else name


def with_team(case: Case, change: Callable[[dict[str, Any]], None]) -> Case:
    team = copy.deepcopy(dict(case.team))
    for member in team["members"]:
        for act in member.get("acts", ()):
            change(act)
    return replace(case, team=team)


def later(text: Any, by: int) -> str:
    return f"{(parse_duration(str(text)) + by) // SECOND}s"


@EACH
def test_beginning_three_hours_later_changes_no_gap(case: Case) -> None:
    assert gaps_of(case, START + 3 * HOUR) == gaps_of(case)


@EACH
def test_everything_five_minutes_later_changes_no_gap(case: Case) -> None:
    by = 5 * MINUTE
    scenario = copy.deepcopy(dict(case.scenario))
    if any(_tells_story_time(inject) for inject in scenario["injects"]) or _from_start(case):
        pytest.skip("a condition or a step counts from the start of play itself")
    scenario["length"] = later(scenario["length"], by)
    for inject in scenario["injects"]:
        if "at" in inject["release"]:
            inject["release"]["at"] = later(inject["release"]["at"], by)

    def shift(act: dict[str, Any]) -> None:
        if "at" in act:
            act["at"] = later(act["at"], by)

    controls = tuple((later(at, by), command) for at, command in case.controls)
    moved = replace(with_team(case, shift), scenario=scenario, controls=controls)
    assert gaps_of(moved) == gaps_of(case)


def _tells_story_time(inject: Mapping[str, Any]) -> bool:
    return "from_time" in str(inject.get("release"))


def _from_start(case: Case) -> bool:
    """Whether something is asked of the team from the very start of play, by no inject."""
    asked = {
        expected["step"] for inject in case.scenario["injects"] for expected in inject.get("expects", ())
    }
    named = {step for objective in case.scenario.get("objectives", ()) for step in objective["steps"]}
    return bool(named - asked)


@EACH
def test_other_people_in_the_same_roles_change_no_gap(case: Case) -> None:
    team = copy.deepcopy(dict(case.team))
    for number, member in enumerate(team["members"]):
        member["name"] = f"Person {number}"
    assert gaps_of(replace(case, team=team)) == gaps_of(case)


@EACH
def test_pauses_change_no_gap(case: Case) -> None:
    length = parse_duration(str(case.scenario["length"]))
    pauses = [(f"{length * share // 100 // SECOND}s", PauseClock("a pause")) for share in (13, 47, 81)]
    assert gaps_of(replace(case, controls=(*case.controls, *pauses))) == gaps_of(case)


@EACH
def test_injects_in_another_order_of_the_file_change_no_gap(case: Case) -> None:
    scenario = copy.deepcopy(dict(case.scenario))
    times = [str(inject["release"].get("at")) for inject in scenario["injects"]]
    if len(set(times)) < len(times) or len({len(str(i["release"])) for i in scenario["injects"]}) == 0:
        pytest.skip("two injects wait for the same moment or for each other")
    scenario["injects"] = list(reversed(scenario["injects"]))
    assert gaps_of(replace(case, scenario=scenario)) == gaps_of(case)


@EACH
def test_an_unrelated_inject_adds_no_gap(case: Case) -> None:
    scenario = copy.deepcopy(dict(case.scenario))
    roles = scenario.get("roles") or [role["id"] for role in case.plan["roles"]]
    scenario["injects"] = [
        *scenario["injects"],
        {
            "id": "canteen-menu",
            "title": "The canteen's menu",
            "release": {"at": scenario["length"]},
            "channel": "chat",
            "from": "The canteen",
            "to": [roles[-1]],
            "text": "Today there is soup.",
        },
    ]
    early = copy.deepcopy(scenario)
    # Not before everything else: the first message of all starts the clocks that count from the first signal.
    first = min(parse_duration(str(i["release"]["at"])) for i in scenario["injects"] if "at" in i["release"])
    early["injects"][-1]["release"] = {"at": f"{first // SECOND + 1}s"}
    before = gaps_of(case)
    assert gaps_of(replace(case, scenario=scenario)) <= before
    assert gaps_of(replace(case, scenario=early)) <= before
