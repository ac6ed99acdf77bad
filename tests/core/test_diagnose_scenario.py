"""Cross-checks of scenarios: names, roles, texts and parts."""

from __future__ import annotations

import pytest

from tests.core.diagnosed import (
    PLAN_TEXT,
    REMOVED,
    SCENARIO_TEXT,
    Change,
    edited,
    in_scenario,
    one_of,
    only,
    plan,
    scenario,
)
from trainer.core.diagnose import diagnose_scenario, diagnose_team
from trainer.core.plan import Plan
from trainer.core.script import Script
from trainer.core.team import Team

ALERT, COMPLAINTS, SILENCE, CHOICE, WORSE, FIXED, PRESS = range(7)
OPTION = ("decisions", 0, "options", 0)


def test_a_scenario_that_fits_its_plan_has_no_problems():
    assert in_scenario() == ()


def test_without_a_plan_only_the_scenario_itself_is_checked():
    wrong = scenario((("injects", ALERT, "to", 0), "no-one"), (("injects", ALERT, "vote"), "nothing"))
    only(diagnose_scenario(wrong, None), "unknown-vote", "error", "injects", ALERT, "vote")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("service",), "unknown-service"),
        (("roles", 0), "unknown-role"),
        (("objectives", 0, "steps", 0), "unknown-step"),
        (("injects", COMPLAINTS, "release", "after", "inject"), "unknown-inject"),
        (("injects", ALERT, "to", 0), "unknown-role"),
        (("injects", ALERT, "expects", 0, "step"), "unknown-step"),
        (("injects", SILENCE, "contingency_for"), "unknown-step"),
        (("injects", SILENCE, "release", "when", "overdue"), "unknown-step"),
        (("injects", CHOICE, "release", "when", "all", 0, "delivered"), "unknown-inject"),
        (("injects", CHOICE, "decision"), "unknown-decision"),
        (("injects", COMPLAINTS, "vote"), "unknown-vote"),
        (("injects", PRESS, "branch"), "unknown-branch"),
        (("injects", PRESS, "release", "when", "any", 1, "done"), "unknown-step"),
        (("injects", PRESS, "release", "when", "any", 2, "severity"), "unknown-severity"),
        (("decisions", 0, "role"), "unknown-role"),
        (("decisions", 0, "step"), "unknown-step"),
        (("decisions", 0, "default"), "unknown-option"),
        ((*OPTION, "consequence", "releases", 0), "unknown-inject"),
        ((*OPTION, "consequence", "skips", 0), "unknown-inject"),
        (("votes", 0, "roles", 0), "unknown-role"),
        (("votes", 0, "step"), "unknown-step"),
        (("votes", 0, "truth"), "unknown-option"),
        (("truth", "severity"), "unknown-severity"),
        (("walkthrough", "procedures", 0), "unknown-procedure"),
        (("walkthrough", "questions", 0, "step"), "unknown-step"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_where_it_stands(path, kind):
    found = one_of(in_scenario((path, "nowhere")), kind, "error", *path)
    assert '"nowhere"' in found.message


@pytest.mark.parametrize(
    "path",
    [
        ("injects", PRESS, "release", "when", "any", 0, "reached"),
        ("injects", COMPLAINTS, "marks", 0),
        ("branches", 0, "when", "reached"),
    ],
)
def test_an_anchor_that_names_no_step_is_an_error(path):
    one_of(in_scenario((path, "step nowhere")), "unknown-step", "error", *path)


def test_an_event_after_a_step_that_does_not_exist_is_an_error():
    release = ("injects", WORSE, "release")
    found = in_scenario((release, {"after": {"step": "publsh"}}))
    assert one_of(found, "unknown-step", "error", *release, "after", "step").fix == 'did you mean "publish"?'
    found = in_scenario((release, {"after": {"reached": "step publsh"}}))
    assert (
        one_of(found, "unknown-step", "error", *release, "after", "reached").fix
        == 'did you mean "step publish"?'
    )


@pytest.mark.parametrize(
    ("choice", "kind", "fix"),
    [
        ("wait", "bad-choice", 'one of: "way/wait"'),
        ("way", "bad-choice", 'one of: "way/back", "way/wait"'),
        ("weigh", "bad-choice", "write it like `rollback/yes`"),
        ("wy/wait", "unknown-decision", 'did you mean "way"?'),
        ("way/wate", "unknown-option", 'did you mean "wait"?'),
        ("way/wait/now", "unknown-option", 'did you mean "wait"?'),
    ],
)
def test_a_choice_names_a_decision_and_one_of_its_options(choice, kind, fix):
    for path in (
        ("injects", WORSE, "release", "after", "chose"),
        ("injects", CHOICE, "release", "when", "all", 2, "not", "chose"),
    ):
        assert one_of(in_scenario((path, choice)), kind, "error", *path).fix == fix


@pytest.mark.parametrize("key", ["injects", "decisions", "branches", "votes", "objectives"])
def test_an_identifier_that_is_given_twice_is_an_error_at_the_second(key):
    entries = edited(SCENARIO_TEXT)[key]
    found = in_scenario(((key, len(entries)), entries[0]))
    one_of(found, "duplicate-id", "error", key, len(entries), "id")


def test_two_options_of_a_decision_need_different_identifiers():
    path = ("decisions", 0, "options", 2)
    only(in_scenario((path, {"id": "wait", "text": "W"})), "duplicate-id", "error", *path, "id")


def test_an_inject_for_a_role_that_nobody_plays_is_an_error_when_nobody_else_receives_it():
    path = ("injects", ALERT, "to")
    found = only(in_scenario((path, ["deputy"])), "unplayed-role", "error", *path, 0)
    assert "nobody receives" in found.message
    only(in_scenario((path, ["engineer", "deputy"])), "unplayed-role", "warning", *path, 1)


@pytest.mark.parametrize("to", [[], ["everyone"]])
def test_an_inject_for_everyone_is_fine(to):
    assert in_scenario((("injects", ALERT, "to"), to)) == ()


def test_an_expected_step_whose_owner_nobody_plays_is_an_error():
    found = in_scenario((("roles",), ["commander", "comms"]), (("injects", ALERT, "to"), ["comms"]))
    problem = one_of(found, "unplayed-owner", "error", "injects", ALERT, "expects", 0, "step")
    assert '"engineer"' in problem.message


def test_a_deputy_is_enough():
    changes = (
        (("roles",), ["deputy", "engineer", "comms"]),
        (("injects", SILENCE, "to"), ["comms"]),
        (("injects", CHOICE, "to"), ["deputy"]),
        (("decisions", 0, "role"), "deputy"),
        (("votes", 0, "roles"), ["engineer"]),
    )
    assert in_scenario(*changes) == ()


def test_without_roles_all_roles_of_the_plan_are_played():
    assert in_scenario((("roles",), REMOVED)) == ()


def test_a_decision_of_a_role_that_nobody_plays_is_an_error():
    only(in_scenario((("decisions", 0, "role"), "deputy")), "unplayed-role", "error", "decisions", 0, "role")


def test_a_decision_that_never_reaches_its_role_is_warned_about():
    only(
        in_scenario((("injects", CHOICE, "to"), ["comms"])),
        "decision-not-asked",
        "warning",
        "decisions",
        0,
        "role",
    )


def test_a_vote_of_a_role_that_nobody_plays_is_warned_about():
    only(
        in_scenario((("votes", 0, "roles"), ["comms", "deputy"])),
        "unplayed-role",
        "warning",
        "votes",
        0,
        "roles",
    )


def test_a_step_that_the_plan_does_not_ask_for_at_the_true_severity_is_an_error_where_expected():
    path = ("injects", COMPLAINTS, "expects", 1)
    changes = ((("truth", "severity"), "SEV2"), (path, {"step": "inform-staff"}))
    one_of(in_scenario(*changes), "step-not-applicable", "error", *path, "step")
    only(in_scenario(changes[0]), "step-not-applicable", "warning", "objectives", 1, "steps", 0)


def test_a_limit_beside_the_plans_own_target_is_warned_about():
    path = ("injects", ALERT, "expects", 0, "within")
    only(in_scenario((path, "5m")), "ignored-limit", "warning", *path)
    another = ("injects", ALERT, "expects", 2)
    assert in_scenario((another, {"step": "note-lessons", "within": "5m"})) == ()


def test_a_default_without_a_time_limit_is_warned_about():
    only(
        in_scenario((("decisions", 0, "time_limit"), REMOVED)),
        "unused-default",
        "warning",
        "decisions",
        0,
        "default",
    )


def test_a_vote_about_the_severity_offers_severities():
    found = in_scenario((("votes", 0, "options"), ["SEV1", "P2", "Bad"]))
    only(found, "vote-option", "warning", "votes", 0, "options", 2)
    assert in_scenario((("votes", 0, "options"), ["SEV1", "Bad"]), (("votes", 0, "about"), "other")) == ()


@pytest.mark.parametrize("release", [{"at": "20m"}, {"after": {"inject": "complaints"}}])
def test_a_contingency_inject_that_comes_in_any_case_is_warned_about(release):
    path = ("injects", SILENCE, "release")
    only(in_scenario((path, release)), "contingency-release", "warning", *path)


def test_a_contingency_inject_by_hand_or_in_a_branch_is_fine():
    assert in_scenario((("injects", SILENCE, "release"), {"by_hand": True})) == ()
    changes = ((("injects", SILENCE, "release"), {"at": "20m"}), (("injects", SILENCE, "branch"), "public"))
    assert in_scenario(*changes) == ()


def test_a_contingency_that_can_prompt_nothing_is_warned_about():
    path = ("injects", SILENCE, "contingency_for")
    only(in_scenario((path, "worse")), "idle-contingency", "warning", *path)
    assert in_scenario((path, "complaints")) == ()
    only(in_scenario((path, "silence")), "self-reference", "error", *path)


def test_a_contingency_for_a_name_that_is_step_and_inject_is_warned_about():
    changes: list[Change] = [
        (("injects", FIXED, "id"), "publish"),
        ((*OPTION, "consequence", "releases"), []),
    ]
    only(in_scenario(*changes), "ambiguous-name", "warning", "injects", SILENCE, "contingency_for")


def test_a_variable_without_a_value_is_an_error():
    path = ("injects", CHOICE, "text")
    found = only(in_scenario((path, "Ask {{ shoop }}")), "unknown-variable", "error", *path)
    assert found.fix == 'did you mean "shop"?'


def test_a_variable_that_no_text_uses_is_warned_about():
    only(in_scenario((("variables", "year"), 2031)), "unused-variable", "warning", "variables", "year")


@pytest.mark.parametrize("text", ["{{ shop", "{{ the shop }}", "{{}}"])
def test_braces_that_are_no_variable_are_warned_about(text):
    path = ("injects", CHOICE, "title")
    only(in_scenario((path, text)), "bad-variable", "warning", *path)


@pytest.mark.parametrize(
    "path",
    [
        ("briefing", "situation"),
        ("decisions", 0, "question"),
        (*OPTION, "text"),
        (*OPTION, "consequence", "text"),
        ("votes", 0, "question"),
        ("injects", ALERT, "from"),
    ],
)
def test_variables_are_found_in_every_text_that_people_see(path):
    briefing: Change = (("briefing",), {"rules": []})
    only(in_scenario(briefing, (path, "{{ nobody }}")), "unknown-variable", "error", *path)


def test_a_scenario_without_injects_or_objectives_is_warned_about():
    bare = scenario(
        *(
            ((key,), REMOVED)
            for key in ("injects", "objectives", "decisions", "branches", "votes", "variables")
        )
    )
    assert [(found.kind, found.level) for found in diagnose_scenario(bare, plan())] == [
        ("no-injects", "warning"),
        ("no-objectives", "warning"),
    ]


def test_an_exercise_needs_a_length():
    one_of(in_scenario((("length",), "0s")), "no-length", "error", "length")


def test_a_kind_whose_part_is_missing_is_an_error():
    found = in_scenario((("kinds",), ["simulation", "walk-through"]))
    only(found, "missing-part", "error", "kinds", 0)
    only(in_scenario((("walkthrough",), REMOVED)), "missing-part", "error", "kinds", 1)


def test_a_part_of_a_kind_that_is_not_declared_is_warned_about():
    only(in_scenario((("kinds",), ["tabletop"])), "unused-part", "warning", "walkthrough")
    fault = {"id": "full", "title": "Disk full", "kind": "database full", "service": "orders"}
    found = in_scenario((("simulation",), {"faults": [fault]}))
    one_of(found, "unused-part", "warning", "simulation")


def test_an_empty_part_is_told():
    found = in_scenario((("walkthrough", "procedures"), []))
    only(found, "empty-part", "error", "walkthrough")
    found = in_scenario((("simulation",), {}), (("kinds", 2), "simulation"))
    only(found, "empty-part", "error", "simulation")


def test_a_question_on_a_step_that_is_not_walked_through_is_warned_about():
    path = ("walkthrough", "questions", 0, "step")
    only(in_scenario((path, "publish")), "idle-question", "warning", *path)


def test_a_scenario_written_for_another_plan_is_warned_about():
    only(in_scenario((("plan",), "their-plan")), "other-plan", "warning", "plan")


def test_a_service_cannot_be_checked_against_a_plan_that_lists_none():
    bare = Plan.model_validate(edited(PLAN_TEXT, (("services",), REMOVED)))
    only(diagnose_scenario(scenario(), bare), "unknown-service", "warning", "service")


def test_steps_that_one_act_would_show_alike_are_warned_about():
    alike = edited(PLAN_TEXT, (("procedures", 0, "steps", 1), {
        "id": "declare", "title": "Declare", "role": "engineer",
        "target": {"from": "first alert", "within": "10m"}, "shown_by": [{"action": "acknowledge"}],
    }))  # fmt: skip
    found = diagnose_scenario(scenario(), Plan.model_validate(alike))
    one_of(found, "ambiguous-evidence", "warning", "injects", ALERT, "expects", 1, "step")


@pytest.mark.parametrize("other", [{"role": "commander"}, {"target": {"from": "declared", "within": "10m"}}])
def test_the_same_act_may_show_steps_of_different_owners_or_clocks(other):
    step = {
        "id": "declare", "title": "Declare", "role": "engineer",
        "target": {"from": "first alert", "within": "10m"}, "shown_by": [{"action": "acknowledge"}],
    }  # fmt: skip
    changed = edited(PLAN_TEXT, (("procedures", 0, "steps", 1), {**step, **other}))
    found = diagnose_scenario(scenario(), Plan.model_validate(changed))
    assert "ambiguous-evidence" not in {problem.kind for problem in found}


def test_a_decision_for_a_step_that_is_not_asked_for_is_warned_about():
    only(
        in_scenario((("objectives", 0, "steps"), ["acknowledge"])),
        "step-not-in-scope",
        "warning",
        "decisions",
        0,
        "step",
    )


def in_team(*acts, **more):
    team = Team.model_validate({"team": "T", "members": [{"role": "engineer", "acts": list(acts)}], **more})
    return diagnose_team(team, Script(plan(), scenario()))


def test_a_team_that_fits_its_script_has_no_problems():
    acts = (
        {"after": "alert", "delay": "1m", "do": "acknowledge", "inject": "alert"},
        {"at": "2m", "do": "classify", "severity": "SEV1"},
        {"at": "2m", "do": "vote", "vote": "level", "choice": "SEV2"},
        {"at": "3m", "do": "decide", "decision": "way", "option": "back"},
    )
    assert in_team(*acts, scenario="small-scenario") == ()


@pytest.mark.parametrize(
    ("act", "kind", "key"),
    [
        ({"after": "alarm", "do": "ask", "text": "?"}, "unknown-inject", "after"),
        ({"at": "1m", "do": "acknowledge", "inject": "alarm"}, "unknown-inject", "inject"),
        ({"at": "1m", "do": "classify", "severity": "SEV9"}, "unknown-severity", "severity"),
        ({"at": "1m", "do": "assume role", "role": "chief"}, "unknown-role", "role"),
        ({"at": "1m", "do": "page", "contact": "chief"}, "unknown-contact", "contact"),
        ({"at": "1m", "do": "do step", "step": "pray"}, "unknown-step", "step"),
        ({"at": "1m", "do": "improvise", "text": "x", "instead_of": "pray"}, "unknown-step", "instead_of"),
        ({"at": "1m", "do": "decide", "decision": "why", "option": "back"}, "unknown-decision", "decision"),
        ({"at": "1m", "do": "decide", "decision": "way", "option": "front"}, "unknown-option", "option"),
        ({"at": "1m", "do": "vote", "vote": "levl", "choice": "SEV1"}, "unknown-vote", "vote"),
        ({"at": "1m", "do": "vote", "vote": "level", "choice": "SEV9"}, "unknown-option", "choice"),
    ],
)
def test_an_act_that_names_what_does_not_exist_is_an_error(act, kind, key):
    only(in_team(act), kind, "error", "members", 0, "acts", 0, key)


def test_an_act_after_an_inject_that_does_not_reach_its_role_is_an_error():
    act = {"after": "silence", "do": "ask", "text": "?"}
    only(in_team(act), "unplayed-act", "error", "members", 0, "acts", 0, "after")


def test_an_act_after_the_end_and_a_team_for_another_scenario_are_warned_about():
    only(
        in_team({"at": "2h", "do": "ask", "text": "?"}),
        "beyond-length",
        "warning",
        "members",
        0,
        "acts",
        0,
        "at",
    )
    only(in_team(scenario="another"), "other-scenario", "warning", "scenario")


def changed_plan(step: str) -> Plan:
    """The plan with a change log whose newest entry asks for a retest."""
    older = {"version": "0.9", "date": "2026-01-10", "what": ["Old"], "retest": ["no-matter"]}
    newest = {"version": "1.0", "date": "2026-04-01", "what": ["New"], "retest": [step]}
    return plan((("changes",), [older, newest]))


def test_a_retest_that_the_scenario_does_not_ask_for_is_warned_about():
    without = (("objectives", 0, "steps"), ["acknowledge", "declare", "open-call"])
    spare = set(Script(plan(), scenario()).scope) - set(Script(plan(), scenario(without)).scope)
    found = diagnose_scenario(scenario(without), changed_plan(spare.pop()))
    one_of(found, "retest-missing", "warning", "objectives")
    asked = Script(plan(), scenario()).scope[0]
    assert diagnose_scenario(scenario(), changed_plan(asked)) == ()


@pytest.mark.parametrize(
    ("path", "kind"),
    [(("injects", ALERT, "absent"), "unknown-role"), (("objectives", 0, "achieved_when"), "unknown-inject")],
)
def test_who_is_absent_and_what_has_to_hold_are_known(path, kind):
    value = ["nobody"] if kind == "unknown-role" else {"delivered": "nothing"}
    assert [problem.kind for problem in in_scenario((path, value))] == [kind]
