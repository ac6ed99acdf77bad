"""Gaps of whole plans before any drill: the shipped plan, small plans, real plans' flaws, and laws."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.core.diagnosed import PLAN_TEXT
from tests.core.standing_plans import GONE, ON, SHIPPED, SOUND, edited, gaps, ids, sound
from trainer.core.diagnose import diagnose_plan
from trainer.core.gaps.finding import NAMES, PRIORITIES
from trainer.core.plan import Plan, Strength
from trainer.core.standing import CHECKS, PlanGap, looked_for, of_plan, told_as_gap
from trainer.storage.files import load_plan

ROOT = Path(__file__).resolve().parents[2]


def shipped() -> Plan:
    loaded = load_plan(SHIPPED)
    assert loaded.value is not None
    return loaded.value


PLAN = shipped()
STEPS = [
    (i, j, step) for i, procedure in enumerate(PLAN.procedures) for j, step in enumerate(procedure.steps)
]
DUE = date(2027, 4, 3)


def with_step(i: int, j: int, **changes: Any) -> Plan:
    """The shipped plan with one step changed."""
    procedure = PLAN.procedures[i]
    steps = list(procedure.steps)
    steps[j] = steps[j].model_copy(update=changes)
    procedures = list(PLAN.procedures)
    procedures[i] = procedure.model_copy(update={"steps": tuple(steps)})
    return PLAN.model_copy(update={"procedures": tuple(procedures)})


def test_the_shipped_plan_has_no_gaps():
    assert of_plan(PLAN, ON) == ()


def test_the_shipped_plan_has_one_once_its_review_is_overdue():
    assert of_plan(PLAN, DUE) == ()
    assert ids(of_plan(PLAN, date(2027, 4, 4))) == {"G14-plan-review"}


@pytest.mark.parametrize(("i", "j", "step"), STEPS, ids=[step.id for *_, step in STEPS])
def test_taking_the_owner_from_any_step_adds_exactly_that_gap(i, j, step):
    assert step.strength is not Strength.MAY
    found = of_plan(with_step(i, j, role=None), ON)
    assert [(each.code, each.step, each.path) for each in found] == [
        ("G03", step.id, ("procedures", i, "steps", j))
    ]


@pytest.mark.parametrize(
    ("i", "j", "step"),
    [entry for entry in STEPS if entry[2].critical],
    ids=[step.id for *_, step in STEPS if step.critical],
)
def test_taking_the_target_from_a_critical_step_leaves_it_without_a_limit(i, j, step):
    found = [each for each in of_plan(with_step(i, j, target=None), ON) if each.step == step.id]
    assert [each.code for each in found] == ["G02"]


@pytest.mark.parametrize("role", [role.id for role in PLAN.roles if role.required])
def test_taking_the_deputies_from_a_required_role_adds_exactly_that_gap(role):
    roles = tuple(r.model_copy(update={"deputies": ()}) if r.id == role else r for r in PLAN.roles)
    assert ids(of_plan(PLAN.model_copy(update={"roles": roles}), ON)) == {f"G08-{role}"}


@pytest.mark.parametrize("tool", [tool.id for tool in PLAN.tools])
def test_taking_the_alternative_from_a_tool_adds_exactly_that_gap(tool):
    tools = tuple(t.model_copy(update={"alternative": None}) if t.id == tool else t for t in PLAN.tools)
    assert ids(of_plan(PLAN.model_copy(update={"tools": tools}), ON)) == {f"G06-{tool}"}


@pytest.mark.parametrize("contact", [c.id for c in PLAN.contacts if c.depends_on or c.external])
def test_taking_the_other_way_from_a_contact_adds_exactly_that_gap(contact):
    contacts = tuple(
        c.model_copy(update={"out_of_band": None}) if c.id == contact else c for c in PLAN.contacts
    )
    found = of_plan(PLAN.model_copy(update={"contacts": contacts}), ON)
    external = next(c.external for c in PLAN.contacts if c.id == contact)
    assert ids(found) == {f"{'G13' if external else 'G04'}-{contact}"}


@pytest.mark.parametrize("right", [right.id for right in PLAN.decision_rights])
def test_taking_the_answer_from_a_decision_adds_exactly_that_gap(right):
    rights = tuple(
        r.model_copy(update={"no_answer": None}) if r.id == right else r for r in PLAN.decision_rights
    )
    assert ids(of_plan(PLAN.model_copy(update={"decision_rights": rights}), ON)) == {f"G03-{right}"}


def test_taking_the_external_deadlines_leaves_the_breaches_without_a_clock():
    found = of_plan(PLAN.model_copy(update={"external_deadlines": ()}), ON)
    assert ids(found) == {"G12-external-deadlines"}


def test_a_mended_gap_is_gone_and_nothing_else_comes():
    without = gaps(("roles.comms.deputies", []), ("contacts.first-line.out_of_band", GONE))
    assert ids(without) == {"G08-comms", "G04-first-line"}
    assert ids(gaps(("contacts.first-line.out_of_band", GONE))) == {"G04-first-line"}


@given(st.dates(date(2026, 10, 1), date(2030, 1, 1)))
def test_only_the_review_depends_on_the_day(day):
    later = {each.id for each in of_plan(sound(("roles.comms.deputies", [])), day)}
    assert later - {"G14-plan-review"} == {"G08-comms"}
    assert ("G14-plan-review" in later) == (day > date(2027, 3, 30))


# Small plans


def test_a_plan_with_only_a_title_has_a_few_general_gaps():
    found = of_plan(Plan.model_validate({"id": "x", "title": "X"}), ON)
    assert ids(found) == {
        "G01-steps",
        "G02-scope",
        "G03-roles",
        "G09-severity-scale",
        "G10-communications",
        "G14-plan-upkeep",
    }


def test_the_small_plan_of_the_handbook_has_the_gaps_that_it_has():
    text = (ROOT / "scenarios" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"### A plan\n\n```yaml\n(.*?)```", text, re.DOTALL)
    assert block is not None
    found = of_plan(Plan.model_validate(yaml.safe_load(block[1])), ON)
    assert ids(found) == {
        "G01-phases",
        "G02-scope",
        "G04-contacts",
        "G08-incident-commander",
        "G08-on-call-engineer",
        "G09-severity-criteria",
        "G10-audience-customers",
        "G10-cadence-customers",
        "G14-plan-upkeep",
    }


def test_the_same_lack_in_forty_steps_is_told_once():
    steps = [{"id": f"s{n}", "title": f"Look at part {n}", "clause": f"7.{n}"} for n in range(40)]
    found = gaps(("procedures.+", {"id": "parts", "title": "Parts", "phase": "containment", "steps": steps}))
    assert ids(found) == {"G03-steps-without-owner", "G02-steps-without-trigger"}
    owner = next(each for each in found if each.code == "G03")
    assert owner.statement == (
        '40 steps have no owner: "Look at part 0" (clause 7.0), "Look at part 1" (clause 7.1), "Look at part '
        '2" (clause '
        "7.2) and 37 more."
    )
    assert owner.path == ("procedures", 5, "steps", 0)
    assert owner.step is None


def test_three_of_a_kind_are_told_one_by_one():
    steps = [
        {"id": f"s{n}", "title": f"Look at part {n}", "clause": f"7.{n}", "after": ["declare"]}
        for n in range(3)
    ]
    found = gaps(("procedures.+", {"id": "parts", "title": "Parts", "phase": "containment", "steps": steps}))
    assert ids(found) == {"G03-s0", "G03-s1", "G03-s2"}


# Flaws of real plans, each as small as it can be written


def target(anchor: str, within: Any) -> dict[str, Any]:
    return {"from": anchor, "within": within}


def rotation(within: str) -> tuple[str, Any]:
    step = {
        "id": "rotate",
        "clause": "1.9",
        "title": "Rotate the key roles",
        "role": "commander",
        "target": target("declared", within),
        "shown_by": [{"action": "hand over", "role": "commander"}],
    }
    return "procedures.start.steps.+", step


ROWS: dict[str, tuple[list[tuple[str, Any]], str]] = {
    "shifts of three hours, key roles rotated every six": ([rotation("6h")], "two-values"),
    "a review due in three days by the process and in five by the template": (
        [("procedures.learn.steps.hold-review.target", target("resolved", "5 days"))],
        "review_within",
    ),
    "a response in thirty minutes in one table and in sixty in another": (
        [("severities.SEV2.respond_within", "30m")],
        "two-values",
    ),
    "an action that still holds the template's placeholder": (
        [("procedures.start.steps.classify.text", "<your description of the action>")],
        "unfilled",
    ),
    "a review overdue by half a year": ([("last_reviewed", "2025-07-29")], "plan-review"),
    "a playbook announced and not written": (
        [("procedures.+", {"id": "ransom", "title": "Ransomware", "phase": "containment", "clause": "8"})],
        "ransom",
    ),
    "a playbook that is coming soon": (
        [("procedures.start.steps.declare.text", "Ransomware: see the playbook (coming soon).")],
        "unfilled",
    ),
    "a reference to an entry that is not there": (
        [("procedures.start.steps.declare.text", "See clause 1.22.")],
        "clause-1.22",
    ),
    "no fallback for the status page": (
        [("communications.page.fallback", GONE), ("communications.page.channel", "Web site")],
        "audience-customers",
    ),
    "no fallback for the chat": (
        [("tools.+", {"id": "chat", "title": "Team chat", "access": ["comms", "commander"]})],
        "chat",
    ),
    "only two people may post to executives": (
        [("procedures.talk.steps.publish.text", "Only two people can post to the executives.")],
        "few-",
    ),
    "double roles discouraged without being forbidden": (
        [
            ("roles.commander.not_with", []),
            ("roles.commander.duties", ["Ideally, nobody takes two roles at the same time."]),
        ],
        "double-roles",
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_flaw_of_a_real_plan_is_found_and_nothing_else(row):
    changes, subject = ROWS[row]
    found = gaps(*changes)
    assert len(found) == 1, [each.statement for each in found]
    assert subject in found[0].subject


def test_a_plan_that_says_who_declares_and_in_which_words_but_never_by_when():
    plan = Plan.model_validate(
        {
            "id": "words",
            "title": "Who declares",
            "roles": [
                {"id": "director", "title": "Director", "leads": True},
                {"id": "crew", "title": "Crew"},
            ],
            "procedures": [
                {
                    "id": "declaring",
                    "title": "Declaring",
                    "phase": "detection",
                    "steps": [
                        {
                            "id": "declare",
                            "title": "Declare the incident",
                            "text": 'Say: "I declare an incident."',
                            "role": "director",
                            "shown_by": [{"action": "assume role", "role": "director"}],
                        }
                    ],
                }
            ],
        }
    )
    found = ids(of_plan(plan, ON))
    assert {"G02-steps-without-limit", "G09-severity-scale", "G10-communications"} <= found


# The table, and what every gap carries


def many_gaps() -> tuple[PlanGap, ...]:
    found = [*of_plan(Plan.model_validate({"id": "x", "title": "X"}), ON)]
    found += of_plan(Plan.model_validate(yaml.safe_load(PLAN_TEXT)), ON)
    for changes, _ in ROWS.values():
        found += gaps(*changes)
    found += gaps(
        ("procedures.start.steps.classify.target.within.SEV1", "1h"), ("roles.commander.handover", GONE)
    )
    found += gaps(("contacts.provider.out_of_band", GONE), ("tools.board.access", ["comms"]))
    found += gaps(("severities.SEV1.criteria", ["Data was lost."]), ("escalation", []))
    return tuple(found)


def test_every_gap_is_told_in_full():
    for each in many_gaps():
        assert each.kind == "plan"
        assert each.code in NAMES
        assert each.name == NAMES[each.code]
        assert each.priority in PRIORITIES
        assert each.poete
        for text in (each.statement, each.consequence, each.proposed_change):
            assert text[0] == text[0].upper()
            assert text.rstrip('"').endswith("."), text
            assert "{" not in text
            assert len(text) < 600


def test_every_check_is_in_the_table_and_speaks():
    told = {each.code for each in many_gaps()}
    assert told == {check.code for check in CHECKS}
    assert [row[:2] for row in looked_for()] == [(check.code, NAMES[check.code]) for check in CHECKS]
    assert all(len(words) > 20 for *_, words in looked_for())


def test_the_most_pressing_come_first():
    found = of_plan(Plan.model_validate(yaml.safe_load(PLAN_TEXT)), ON)
    ranks = [PRIORITIES.index(each.priority) for each in found]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


KEYS = ["owner", "scope", "severities", "triage", "roles", "contacts", "tools", "procedures", "cadences"]
KEYS += [
    "communications",
    "external_deadlines",
    "decision_rights",
    "escalation",
    "after_incident",
    "services",
]


@given(st.sets(st.sampled_from(KEYS)))
def test_a_plan_that_leaves_parts_out_gets_each_gap_once_and_no_flood(left_out):
    data = {key: value for key, value in SOUND.items() if key not in left_out}
    found = of_plan(Plan.model_validate(data), ON)
    assert len({each.id for each in found}) == len(found)
    assert len(found) <= 30


def test_a_warning_that_a_gap_tells_is_known_as_such():
    plan = sound(
        ("severities.SEV1.respond_within", "4m"),
        ("procedures.start.steps.classify.text", "TBD"),
        ("contacts.first-line.out_of_band", "TODO"),
    )
    found = of_plan(plan, ON)
    problems = diagnose_plan(plan)
    assert [problem.kind for problem in problems] == [
        "two-values",
        "unfilled-placeholder",
        "unfilled-placeholder",
    ]
    assert all(told_as_gap(problem, found) for problem in problems)
    assert not told_as_gap(problems[1], of_plan(sound(), ON))


def test_a_plan_whose_owner_is_still_to_be_named_is_told_once():
    plan = sound(("owner", "TBD"))
    (found,) = of_plan(plan, ON)
    assert (found.id, found.path) == ("G14-plan-upkeep", ("owner",))
    assert [told_as_gap(problem, [found]) for problem in diagnose_plan(plan)] == [True]


def test_a_warning_of_another_kind_is_not():
    plan = sound(("procedures.start.steps.declare.clause", "1.1"))
    problems = diagnose_plan(plan)
    assert [problem.kind for problem in problems] == ["clause-order"]
    assert not told_as_gap(problems[0], of_plan(plan, ON))


def test_a_large_plan_is_read_in_time():
    steps = [
        {
            "id": f"s{n}",
            "title": f"Do {n}",
            "role": f"r{n % 900}",
            "after": [f"s{n - 1}"] if n else [],
            "target": target("first alert", f"{n + 1}s"),
            "needs": {"tools": [f"t{n % 900}"]},
        }
        for n in range(3_000)
    ]
    roles = [
        {"id": f"r{n}", "title": f"Role {n}", "deputies": ["r0"], "not_with": [f"r{n + 1}"]}
        for n in range(900)
    ]
    roles.append({"id": "r900", "title": "Last"})
    tools = [{"id": f"t{n}", "title": f"Tool {n}", "access": ["r0"]} for n in range(900)]
    contacts = [
        {"id": f"c{n}", "title": "Contact", "role": f"r{n % 900}", "reach": f"+4179{n:07}"}
        for n in range(900)
    ]
    levels = [
        {"id": f"S{n}", "title": f"Level {n}", "criteria": [f"Word {k} fails at {n}" for k in range(100)]}
        for n in range(50)
    ]
    plan = edited(
        {
            **SOUND,
            "severities": levels,
            "roles": roles,
            "tools": tools,
            "contacts": contacts,
            "procedures": [{"id": "p", "title": "P", "phase": "detection", "steps": steps}],
            "cadences": [],
            "communications": [],
            "decision_rights": [],
            "escalation": [],
            "after_incident": {},
        }
    )
    start = time.process_time()
    assert of_plan(plan, ON)
    assert time.process_time() - start < 10
