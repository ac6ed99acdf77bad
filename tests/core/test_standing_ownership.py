"""Gaps of a plan before any drill: who owns, who decides, and who stands in."""

from __future__ import annotations

import pytest

from tests.core.standing_plans import GONE, ON, gaps, ids, only
from trainer.core.plan import Plan
from trainer.core.standing import of_plan

STEP = "procedures.start.steps"


def test_a_step_without_an_owner_is_a_gap_at_that_step():
    found = only((f"{STEP}.open-call.role", GONE))
    assert (found.id, found.kind, found.step, found.clause) == ("G03-open-call", "plan", "open-call", "1.4")
    assert found.statement == '"Open the call" (clause 1.4) has no owner.'
    assert found.path == ("procedures", 0, "steps", 3)
    assert found.priority == "medium"


def test_a_critical_step_without_an_owner_presses_more():
    assert only((f"{STEP}.classify.role", GONE)).priority == "high"


def test_an_offer_needs_no_owner():
    assert gaps((f"{STEP}.open-call.role", GONE), (f"{STEP}.open-call.strength", "may")) == ()


def test_a_plan_without_roles_is_told_once_and_not_step_by_step():
    steps = [{"id": f"s{n}", "title": f"Do the thing number {n}"} for n in range(9)]
    plan = Plan.model_validate(
        {
            "id": "x",
            "title": "X",
            "procedures": [{"id": "p", "title": "P", "phase": "detection", "steps": steps}],
        }
    )
    assert [each.id for each in of_plan(plan, ON) if each.code == "G03"] == ["G03-roles"]


def test_several_roles_of_which_none_leads_have_no_command():
    found = ids(gaps(("roles.commander.leads", False)))
    assert found == {"G03-command"}, "and that no clock starts at the declaration is the same fact"


def test_a_single_role_needs_no_word_on_who_leads():
    plan = Plan.model_validate(
        {"id": "x", "title": "X", "roles": [{"id": "all", "title": "On-call engineer"}]}
    )
    assert not {"G03-command", "G03-roles"} & ids(of_plan(plan, ON))


def same_step(**other):
    return (
        "procedures.talk.steps.+",
        {"id": "again", "clause": "2.3", "title": "Open a call", "after": ["declare"], **other},
    )


def test_the_same_step_with_two_owners_is_a_gap():
    found = only(same_step(role="engineer", target={"from": "declared", "within": "5m"}))
    assert found.id == "G03-twice-again"
    assert '"Open the call" (clause 1.4) belongs to Incident Commander' in found.statement
    assert "to On-call engineer" in found.statement


@pytest.mark.parametrize(
    "more",
    [
        {"target": {"from": "contained", "within": "5m"}},
        {"condition": "A second call is needed"},
        {"after": ["open-call"]},
    ],
)
def test_the_same_words_at_another_moment_are_another_step(more):
    assert gaps(same_step(**{"role": "engineer", **more})) == ()


def test_the_same_step_at_other_severities_is_none():
    other = same_step(role="engineer", severities=["SEV2"], target={"from": "declared", "within": "5m"})
    assert gaps((f"{STEP}.open-call.severities", ["SEV1"]), other) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("decision_rights.roll-back.no_answer", GONE), "G03-roll-back"),
        (("decision_rights.roll-back.by_severity", GONE), "G03-roll-back"),
        (("decision_rights.roll-back.by_severity.SEV1", GONE), "G03-roll-back"),
    ],
)
def test_a_decision_that_can_get_stuck_is_a_gap(change, found):
    assert ids(gaps(change)) == {found}


def test_a_decision_may_be_left_open_at_milder_severities():
    assert gaps(("decision_rights.roll-back.by_severity.SEV2", GONE)) == ()


def test_an_answer_that_is_to_come_from_the_same_role_is_no_answer():
    alone = {"after": "5m", "role": "deputy"}
    right = {"id": "close", "decision": "Closing the shop", "role": "deputy", "no_answer": alone}
    assert only(("decision_rights.+", right)).id == "G03-close"


def test_the_deputies_of_the_deciding_role_are_an_answer():
    late = {"after": "5m", "role": "commander"}
    right = {"id": "close", "decision": "Closing the shop", "role": "commander", "no_answer": late}
    assert gaps(("decision_rights.+", right)) == ()


DEADLINE = {
    "id": "regulator",
    "authority": "Regulator",
    "applies_when": "Data is lost",
    "from": "noticed",
    "stages": [{"within": "72h", "what": "Report"}],
}


def test_an_external_deadline_needs_an_owner():
    assert only(("external_deadlines", [DEADLINE])).id == "G03-regulator"
    assert gaps(("external_deadlines", [{**DEADLINE, "role": "commander"}])) == ()


ADVICE = "If possible, one person should not hold two roles."


def test_advice_against_double_roles_that_binds_nobody_is_a_gap():
    found = only(("roles.commander.not_with", []), ("roles.commander.duties", [ADVICE]))
    assert found.id == "G03-double-roles"
    assert ADVICE in found.statement


@pytest.mark.parametrize(
    "duty",
    [
        "One person must not hold two roles.",
        "Should not touch two systems at once.",
        "Avoid combining changes.",
    ],
)
def test_other_advice_is_none(duty):
    assert gaps(("roles.commander.not_with", []), ("roles.commander.duties", [duty])) == ()


def test_advice_is_fine_where_the_roles_forbid_it():
    assert gaps(("roles.commander.duties", [ADVICE])) == ()


# G08


def test_a_required_role_at_work_needs_a_deputy():
    found = only(("roles.comms.deputies", []))
    assert (found.id, found.role, found.priority) == ("G08-comms", "comms", "high")


def test_adding_a_deputy_mends_it():
    assert gaps(("roles.comms.deputies", ["second"]), ("tools.board.access", ["comms", "second"])) == ()


def test_an_optional_role_or_one_without_work_needs_no_deputy():
    idle = {"id": "observer", "title": "Observer"}
    assert gaps(("roles.comms.deputies", []), ("roles.comms.required", False)) == ()
    assert gaps(("roles.+", idle)) == ()


def test_a_second_line_of_the_same_role_stands_in_for_a_deputy():
    assert gaps(("roles.engineer.deputies", []), ("contacts.second-line.role", "engineer")) == ()


def test_a_deputy_with_whom_the_role_must_not_be_combined_is_none():
    found = only(("roles.commander.deputies", ["engineer"]))
    assert (found.id, found.priority) == ("G08-deputy-of-commander", "high")
    assert found.statement.startswith(
        "On-call engineer stands in for Incident Commander, but the plan forbids"
    )


def test_it_presses_less_where_another_deputy_is_free():
    assert only(("roles.commander.deputies", ["engineer", "deputy"])).priority == "medium"


def test_it_does_not_matter_which_of_the_two_roles_forbids_it():
    found = only(("roles.commander.not_with", []), ("roles.deputy.not_with", ["commander"]))
    assert found.id == "G08-deputy-of-commander"


def test_the_only_deputy_of_two_roles_that_exclude_each_other_is_a_gap():
    found = only(("roles.commander.not_with", ["engineer", "comms"]))
    assert found.id == "G08-deputy-deputy-comms"
    assert "the only deputy of Incident Commander and of Communications lead" in found.statement


def test_a_second_deputy_for_one_of_them_is_enough():
    changes = (
        ("roles.commander.not_with", ["engineer", "comms"]),
        ("roles.comms.deputies", ["deputy", "second"]),
    )
    assert gaps(*changes) == ()


def lines(first, second):
    commander = {
        "id": "commanders",
        "title": "Commanders",
        "role": "commander",
        "reach": "Pager, rota two",
        "out_of_band": first,
    }
    return (("contacts.+", commander), ("contacts.first-line.out_of_band", second))


def test_one_number_for_two_roles_that_exclude_each_other_is_a_gap():
    found = only(*lines("Mobile +41 79 555 01 02", "Mobile +41-79-555-0102, or the landline"))
    assert found.id == "G08-first-line-commanders"
    assert "41795550102" in found.statement


def test_the_same_words_without_a_number_say_nothing_about_the_person():
    assert gaps(*lines("Mobile number on the printed card", "Mobile number on the printed card")) == ()


def test_one_rota_for_two_roles_that_exclude_each_other_is_a_gap():
    rota = {
        "id": "commanders",
        "title": "Commanders",
        "role": "commander",
        "out_of_band": "Mobile, on the card",
    }
    found = only(("contacts.+", {**rota, "reach": "paging platform, rota ONE"}))
    assert found.id == "G08-first-line-commanders"
    assert gaps(("contacts.+", {**rota, "reach": "Paging platform, rota three"})) == ()


def test_the_same_means_say_nothing_about_the_person():
    rota = {
        "id": "commanders",
        "title": "Commanders",
        "role": "commander",
        "out_of_band": "Mobile, on the card",
    }
    same = [
        ("contacts.+", {**rota, "reach": "On-call pager"}),
        ("contacts.first-line.reach", "On-call pager"),
    ]
    assert gaps(*same) == ()


def test_two_roles_that_may_be_combined_may_share_a_number():
    assert gaps(*lines("+41 79 555 01 02", "+41 79 555 01 02"), ("roles.commander.not_with", [])) == ()


def test_a_ladder_on_which_every_level_calls_the_same_people_is_a_gap():
    assert only(("escalation", [{"level": 1, "contact": "first-line"}])).id == "G08-escalation"
    twice = [
        {"level": 1, "contact": "first-line", "acknowledge_within": "5m"},
        {"level": 2, "contact": "first-line"},
    ]
    assert only(("escalation", twice)).id == "G08-escalation"


def test_an_access_in_the_hands_of_two_people_is_a_gap():
    text = "Write to the executives. Only two people may post to their list."
    found = only(("procedures.talk.steps.publish.text", text))
    assert found.code == "G08"
    assert (found.step, found.path[-1]) == ("publish", "text")


@pytest.mark.parametrize(
    "text",
    [
        "Only one person speaks at a time.",
        "Only one person may deploy at a time.",
        "Only the communications lead posts there.",
    ],
)
def test_one_voice_is_no_single_dependency(text):
    assert gaps(("procedures.talk.steps.publish.text", text)) == ()
