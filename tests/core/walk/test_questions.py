"""What is asked about a step, and what the plan itself says to it."""

from __future__ import annotations

import copy
from typing import Any

from tests.builders import PLAN
from tests.core.walk.walking import plan_with, walk_script
from trainer.core.script import Script
from trainer.core.walk.questions import questions_of

NEEDS = {"tools": ["pager", "unknown"], "access": ["Publishing right"], "contacts": ["first-line"]}


def says(script: Script, step: str) -> dict[str, str]:
    return {question.id: question.plan_says for question in questions_of(script, script.steps[step])}


def equipped(**changes: Any) -> dict[str, Any]:
    plan = plan_with(acknowledge={"needs": NEEDS}, **changes)
    plan["tools"] = [
        {
            "id": "pager",
            "title": "Pager",
            "access": ["on-call", "commander"],
            "alternative": "Telephone chain",
            "alternative_serves": "4h",
        }
    ]
    plan["contacts"] = [{"id": "first-line", "title": "First line", "reach": "rota", "out_of_band": "card"}]
    return plan


def test_the_plan_answers_each_question_in_its_own_words() -> None:
    assert says(walk_script(equipped()), "acknowledge") == {
        "owner": "On-call engineer; no deputy is named.",
        "place": 'Clause 1.1, procedure "Detection", of A small plan, version 1.0.',
        "means": "Pager (access: On-call engineer, Incident Commander; instead, Telephone chain for 4 h). unknown, "
        "which the plan does not describe. Access: Publishing right.",
        "contact": "First line: rota; when that is down, card.",
        "time": '5 min at SEV1 from "first alert".',
        "proof": "The acknowledgement.",
    }


def test_a_plan_that_is_silent_is_said_to_be_silent() -> None:
    plan = copy.deepcopy(PLAN)
    plan["procedures"][2]["steps"][0] = {"id": "review", "title": "Hold the review"}
    script = walk_script(plan, walkthrough={"procedures": ["untouched"]}, objectives=[])
    assert says(script, "review") == {
        "owner": "The plan names nobody.",
        "place": 'Procedure "Untouched", of A small plan, version 1.0; it has no clause.',
        "means": "The plan names no tool and no access.",
        "time": "The plan sets no target.",
        "proof": "The plan names nothing that shows it.",
    }


def test_whom_to_contact_is_asked_only_where_somebody_has_to_be_reached() -> None:
    script = walk_script(walkthrough={"procedures": ["detection", "updates"]})
    assert "contact" not in says(script, "classify")
    assert (
        says(script, "first-public")["contact"]
        == "Status page (customers): by status page; no fallback is named."
    )


def test_a_deputy_is_named_and_a_target_counts_from_its_event() -> None:
    script = walk_script()
    assert says(script, "declare")["owner"] == "Incident Commander; if away, Deputy Commander."
    assert says(script, "declare")["time"] == '5 min from "classified".'


def test_without_a_severity_every_target_of_the_scale_is_told() -> None:
    script = walk_script(truth={})
    assert says(script, "acknowledge")["time"] == 'SEV1 5 min, SEV2 15 min, from "first alert".'


def test_the_scenario_adds_its_own_questions_with_its_variables_filled_in() -> None:
    walk = {
        "procedures": ["detection"],
        "questions": [
            {"step": "declare", "ask": "Who leads at {{ hour }}?", "points": ["before {{ hour }}"]},
            {"step": "classify", "ask": "Which level?"},
            {"step": "declare", "ask": "Who pays?"},
        ],
    }
    script = walk_script(walkthrough=walk, variables={"hour": "03:10"})
    own = [q for q in questions_of(script, script.steps["declare"]) if q.id.startswith("asked")]
    assert [(q.id, q.ask, q.points) for q in own] == [
        ("asked-1", "Who leads at 03:10?", ("before 03:10",)),
        ("asked-2", "Who pays?", ()),
    ]
