"""A walk-through of any plan without a scenario."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import PLAN
from trainer import shipped
from trainer.core.diagnose import diagnose_scenario
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import MINUTE
from trainer.core.walk.making import NotWalkable, scenario_text
from trainer.storage.files import load_plan, load_script


def plan_of(**changes: Any) -> Plan:
    return Plan.model_validate({**copy.deepcopy(PLAN), **changes})


def made(plan: Plan, *arguments: Any) -> tuple[Scenario, Script]:
    scenario = Scenario.model_validate(yaml.safe_load(scenario_text(plan, *arguments)))
    assert diagnose_scenario(scenario, plan) == ()
    return scenario, Script(plan, scenario).as_kind(Kind.WALKTHROUGH)


def test_without_a_choice_every_procedure_is_walked_at_the_worst_severity() -> None:
    scenario, script = made(plan_of())
    assert script.walked == tuple(script.steps)
    assert scenario.truth.severity == "SEV1"
    assert scenario.roles == ("on-call", "commander", "comms")
    assert scenario.length == 25 * MINUTE
    assert [(o.id, o.critical, o.steps) for o in scenario.objectives] == [
        ("verify-detection", True, ("acknowledge", "classify", "declare")),
        ("verify-updates", False, ("first-public", "all-clear")),
        ("verify-untouched", False, ("review",)),
    ]


def test_a_path_leads_across_procedures_in_its_own_order() -> None:
    scenario, script = made(plan_of(), [], ["first-public", "acknowledge"], "SEV2", "From alert to post")
    assert script.walked == ("first-public", "acknowledge")
    assert (scenario.title, scenario.truth.severity) == ("From alert to post", "SEV2")
    assert scenario.length == 15 * MINUTE
    assert [objective.steps for objective in scenario.objectives] == [("acknowledge",), ("first-public",)]
    assert scenario.roles == ("on-call", "comms")


def test_one_procedure_is_walked_by_the_owners_of_its_steps() -> None:
    scenario, script = made(plan_of(), ["updates"])
    assert (script.walked, scenario.roles) == (("first-public", "all-clear"), ("comms",))


def test_a_severity_may_be_called_by_its_other_name() -> None:
    assert made(plan_of(), [], [], "p1")[0].truth.severity == "SEV1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((["detecton"],), 'the plan has no procedure "detecton" (did you mean "detection"?)'),
        (([], ["clasify"]), 'the plan has no step "clasify" (did you mean "classify"?)'),
        (([], [], "SEV9"), 'the plan has no severity "SEV9"'),
    ],
)
def test_what_the_plan_does_not_have_is_refused_with_what_may_be_meant(arguments: Any, words: str) -> None:
    with pytest.raises(NotWalkable) as refused:
        scenario_text(plan_of(), *arguments)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"procedures": []}, "no procedure with steps"),
        ({"roles": []}, "the plan has no roles"),
    ],
)
def test_a_plan_with_nothing_to_walk_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(NotWalkable, match=words):
        scenario_text(plan_of(**changes))


def test_a_procedure_without_steps_is_refused_by_name_and_passed_over_among_all() -> None:
    plan = plan_of(procedures=[*PLAN["procedures"], {"id": "empty", "title": "Empty", "phase": "review"}])
    assert "empty" not in scenario_text(plan)
    with pytest.raises(NotWalkable, match='"empty" has no steps'):
        scenario_text(plan, ["empty"])


def test_a_plan_without_severities_is_walked_without_one() -> None:
    plan = copy.deepcopy(PLAN)
    del plan["severities"]
    for procedure in plan["procedures"]:
        for step in procedure["steps"]:
            step.pop("target", None)
    assert made(Plan.model_validate(plan))[0].truth.severity is None


def test_walk_throughs_of_one_plan_are_told_apart_by_their_titles() -> None:
    plan = plan_of()
    first, last = (step.title for step in (plan.procedures[0].steps[0], plan.procedures[1].steps[0]))
    path = [plan.procedures[0].steps[0].id, plan.procedures[1].steps[0].id]
    assert made(plan, [p.id for p in plan.procedures])[0].title == "Walk-through: " + ", ".join(
        p.title for p in plan.procedures
    )
    assert made(plan, (), path)[0].title == f"Walk-through: {first} → {last}"
    assert made(plan, (), path[:1])[0].title == f"Walk-through: {first}"


def test_titles_that_a_file_would_read_otherwise_are_kept_as_they_are() -> None:
    for title in ('Say "yes": #1 {{ who }} - [no]', "true", "10:30", "é" * 300, "- x", "a\u2028b"):
        plan = copy.deepcopy(PLAN)
        plan["title"] = title
        plan["procedures"][0]["title"] = title
        plan["version"] = "1\u20602"
        scenario, _ = made(Plan.model_validate(plan), ["detection"])
        assert scenario.title.startswith("Walk-through: ")


def test_the_shipped_plan_is_walked_whole_and_read_from_a_file(tmp_path: Path) -> None:
    folder = shipped.scenarios_folder() / "plans"
    plan = load_plan(folder / "incident-management-procedures.yaml").value
    assert plan is not None
    file = tmp_path / "walk.yaml"
    file.write_text(scenario_text(plan), encoding="utf-8")
    loaded = load_script(file, None, [folder])
    assert loaded.problems == ()
    assert loaded.script is not None
    assert len(loaded.script.as_kind(Kind.WALKTHROUGH).walked) == len(plan.steps())
