"""Cross-checks of plans."""

from __future__ import annotations

import pytest

from tests.core.diagnosed import PLAN_TEXT, REMOVED, edited, in_plan, one_of, only
from trainer.core.diagnose import diagnose_plan
from trainer.core.diagnose.cycles import cycles
from trainer.core.plan import Plan

STEP = ("procedures", 0, "steps", 0)
UPDATE = ("procedures", 1, "steps", 0)


def test_a_plan_that_fits_together_has_no_problems():
    assert in_plan() == ()


def test_a_plan_of_only_a_title_is_warned_about_having_no_steps():
    only(diagnose_plan(Plan(id="p", title="P")), "no-steps", "warning", "procedures")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("severities", 0, "pages", 0), "unknown-contact"),
        (("triage", "rules", 0, "impact"), "unknown-impact"),
        (("triage", "rules", 0, "urgency"), "unknown-urgency"),
        (("triage", "rules", 0, "severity"), "unknown-severity"),
        (("roles", 0, "deputies", 0), "unknown-role"),
        (("roles", 0, "not_with", 0), "unknown-role"),
        (("contacts", 0, "role"), "unknown-role"),
        (("contacts", 0, "depends_on", 0), "unknown-tool-or-service"),
        (("tools", 1, "access", 0), "unknown-role"),
        (("tools", 1, "depends_on", 0), "unknown-tool-or-service"),
        ((*STEP, "role"), "unknown-role"),
        (("procedures", 0, "steps", 1, "after", 0), "unknown-step"),
        ((*UPDATE, "severities", 0), "unknown-severity"),
        ((*STEP, "needs", "tools", 0), "unknown-tool"),
        ((*STEP, "needs", "contacts", 0), "unknown-contact"),
        ((*UPDATE, "shown_by", 0, "audience"), "unknown-audience"),
        (("procedures", 1, "steps", 2, "shown_by", 0, "contact"), "unknown-contact"),
        (("procedures", 0, "steps", 1, "shown_by", 0, "role"), "unknown-role"),
        (("cadences", 0, "audience"), "unknown-audience"),
        (("cadences", 0, "role"), "unknown-role"),
        (("communications", 0, "author"), "unknown-role"),
        (("communications", 0, "approver"), "unknown-role"),
        (("external_deadlines", 0, "role"), "unknown-role"),
        (("decision_rights", 0, "by_severity", "SEV2"), "unknown-role"),
        (("decision_rights", 0, "no_answer", "role"), "unknown-role"),
        (("escalation", 0, "contact"), "unknown-contact"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error_where_it_stands(path, kind):
    found = one_of(in_plan((path, "nowhere")), kind, "error", *path)
    assert '"nowhere"' in found.message


@pytest.mark.parametrize(
    "path",
    [
        (*UPDATE, "target", "from"),
        (*STEP, "marks"),
        ("cadences", 0, "from"),
        ("cadences", 0, "until"),
        ("external_deadlines", 0, "from"),
    ],
)
def test_an_anchor_that_names_no_step_is_an_error(path):
    found = only(in_plan((path, "step declares")), "unknown-step", "error", *path)
    assert found.fix == 'did you mean "step declare"?'


@pytest.mark.parametrize(
    "path",
    [
        (*STEP, "target", "within"),
        ("cadences", 0, "every"),
        ("cadences", 0, "changes", 0, "every"),
        ("after_incident", "review_within"),
        ("after_incident", "report_within"),
    ],
)
def test_a_limit_for_a_severity_that_the_plan_does_not_have_is_an_error(path):
    limits = {"SEV1": "1h", "SEV2": "2h", "SEV3": "3h"}
    one_of(in_plan((path, limits)), "unknown-severity-key", "error", *path, "SEV3")


def test_another_name_of_a_severity_is_answered_with_its_identifier():
    path = (*UPDATE, "severities", 0)
    found = one_of(in_plan((path, "p1")), "unknown-severity", "error", *path)
    assert found.fix == 'write "SEV1", of which "p1" is another name'


def test_a_near_miss_is_answered_with_the_name_that_was_meant():
    found = only(in_plan(((*STEP, "role"), "enginer")), "unknown-role", "error", *STEP, "role")
    assert found.fix == 'did you mean "engineer"?'


def test_a_name_that_resembles_nothing_is_answered_with_the_choices():
    found = only(in_plan(((*STEP, "role"), "xyz")), "unknown-role", "error", *STEP, "role")
    assert found.fix == 'one of: "commander", "deputy", "engineer", "comms"'


def test_a_reference_into_an_empty_part_says_where_to_add():
    data = edited(
        PLAN_TEXT, (("contacts",), REMOVED), (("severities", 0, "pages"), []), (("escalation",), [])
    )
    found = one_of(
        diagnose_plan(Plan.model_validate(data)), "unknown-contact", "error", *STEP, "needs", "contacts", 0
    )
    assert found.fix == "add it under 'contacts'; nothing is listed there"


def test_without_communications_no_audience_can_be_wrong():
    found = in_plan((("communications",), REMOVED))
    assert [problem.kind for problem in found] == ["anchor-never-reached"]


@pytest.mark.parametrize(
    "key",
    ["severities", "roles", "contacts", "tools", "procedures", "cadences", "communications", "external_deadlines",
     "decision_rights", "services"],
)  # fmt: skip
def test_an_identifier_that_is_given_twice_is_an_error_at_the_second(key):
    entries = edited(PLAN_TEXT)[key]
    found = in_plan(((key, len(entries)), entries[0]))
    one_of(found, "duplicate-id", "error", key, len(entries), "id")


def test_a_step_that_is_defined_in_two_procedures_is_an_error():
    path = ("procedures", 1, "steps", 3, "id")
    found = only(in_plan((path, "declare")), "duplicate-id", "error", *path)
    assert "step 2 of the procedure" in found.message


def test_a_severity_may_not_bear_the_name_of_another():
    only(in_plan((("severities", 1, "also", 0), "sev1")), "duplicate-id", "error", "severities", 1, "also", 0)


@pytest.mark.parametrize("name", ["everyone", "room", "Facilitator"])
def test_a_role_may_not_bear_a_name_that_means_something_else(name):
    one_of(in_plan((("roles", 4), {"id": name, "title": "R"})), "reserved-name", "error", "roles", 4, "id")


def test_a_role_that_names_itself_is_warned_about():
    one_of(
        in_plan((("roles", 0, "deputies"), ["commander"])),
        "self-reference",
        "warning",
        "roles",
        0,
        "deputies",
        0,
    )


def test_a_reference_that_stands_twice_is_warned_about():
    path = ("roles", 0, "deputies")
    only(in_plan((path, ["deputy", "deputy"])), "repeated-entry", "warning", *path, 1)


def test_steps_that_wait_for_each_other_are_an_error_that_shows_the_circle():
    found = in_plan(((*STEP, "after"), ["open-call"]))
    cycle = only(found, "step-cycle", "error", *STEP, "after", 0)
    assert '"acknowledge" after "open-call" after "declare" after "acknowledge"' in cycle.message


def test_a_step_that_waits_for_itself_is_an_error():
    only(in_plan(((*STEP, "after"), ["acknowledge"])), "step-cycle", "error", *STEP, "after", 0)


def test_a_clock_that_starts_when_its_step_is_done_is_an_error():
    only(
        in_plan(((*STEP, "target", "from"), "step acknowledge")),
        "self-anchor",
        "error",
        *STEP,
        "target",
        "from",
    )


def test_a_target_that_leaves_out_a_severity_is_warned_about():
    path = (*STEP, "target", "within")
    found = only(in_plan(((*path, "SEV2"), REMOVED)), "limit-missing", "warning", *path)
    assert '"SEV2"' in found.message


def test_a_limit_at_a_severity_where_the_step_does_not_apply_is_warned_about():
    path = (*UPDATE, "target", "within", "SEV2")
    only(in_plan((path, "30m")), "limit-never-used", "warning", *path)


@pytest.mark.parametrize(
    "path",
    [
        ("procedures", 0, "steps", 1, "target", "within", "SEV1"),
        ("cadences", 0, "every", "SEV1"),
        ("severities", 0, "update_every"),
    ],
)
def test_a_worse_severity_with_more_time_than_a_milder_one_is_warned_about(path):
    found = only(in_plan((path, "3h")), "odd-limit", "warning", *path)
    assert "more time (3 h)" in found.message


def test_changes_of_a_cadence_that_are_not_in_the_order_of_time_are_warned_about():
    earlier = {"after": "1h", "every": {"SEV1": "30m", "SEV2": "1h"}}
    path = ("cadences", 0, "changes", 1)
    only(in_plan((path, earlier)), "unordered-changes", "warning", *path, "after")


def test_an_anchor_that_the_plan_itself_rules_out_is_warned_about():
    found = in_plan((("roles", 0, "leads"), REMOVED))
    one_of(found, "anchor-never-reached", "warning", "procedures", 0, "steps", 2, "target", "from")
    found = in_plan((("communications", 1, "public"), REMOVED))
    one_of(found, "anchor-never-reached", "warning", "cadences", 0, "from")


def test_only_the_clock_of_a_step_can_start_with_an_inject():
    only(
        in_plan((("cadences", 0, "from"), "inject")), "anchor-never-reached", "warning", "cadences", 0, "from"
    )


def test_two_triage_rules_for_the_same_case_are_an_error_where_they_disagree():
    rules = ("triage", "rules", 2)
    same = {"impact": "all", "urgency": "now", "severity": "SEV1"}
    only(in_plan((rules, same)), "duplicate-rule", "warning", *rules)
    only(in_plan((rules, {**same, "severity": "SEV2"})), "duplicate-rule", "error", *rules)


def test_a_case_that_triage_leaves_out_is_warned_about():
    found = only(
        in_plan((("triage", "rules", 1), REMOVED)), "incomplete-triage", "warning", "triage", "rules"
    )
    assert '"some + now"' in found.message


def test_the_same_rule_with_two_values_is_warned_about():
    path = (*STEP, "target", "within", "SEV1")
    found = only(in_plan((path, "6m")), "two-values", "warning", *path)
    assert "6 min" in found.message
    assert "5 min" in found.message


def test_a_handover_later_than_the_role_may_be_held_is_warned_about():
    handover = {
        "id": "hand-over",
        "title": "Hand over",
        "target": {"from": "declared", "within": "6h"},
        "shown_by": [{"action": "hand over", "role": "commander"}],
    }
    path = ("procedures", 1, "steps", 4)
    only(in_plan((path, handover)), "two-values", "warning", *path, "target", "within")


def test_evidence_narrowed_by_what_its_action_does_not_have_is_warned_about():
    path = (*STEP, "shown_by", 0, "audience")
    found = only(in_plan((path, "staff")), "unused-key", "warning", *path)
    assert '"post update"' in found.fix


def test_evidence_that_names_no_decision_right_is_warned_about():
    path = (*STEP, "shown_by", 0)
    found = in_plan((path, {"action": "decide", "decision": "roll-bak"}))
    assert (
        one_of(found, "unknown-decision-right", "warning", *path, "decision").fix
        == 'did you mean "roll-back"?'
    )


@pytest.mark.parametrize(
    "text", ["TODO: ask the vendor", "Call <your number here>", "Lorem ipsum dolor", "[insert name]"]
)
def test_a_place_left_to_be_filled_in_is_warned_about(text):
    path = ("contacts", 0, "reach")
    only(in_plan((path, text)), "unfilled-placeholder", "warning", *path)


@pytest.mark.parametrize(
    "text", ["Rota <first line>", "{severity}: {what}", "The method list", "A to-do list"]
)
def test_ordinary_brackets_and_words_are_no_placeholders(text):
    assert in_plan((("contacts", 0, "reach"), text)) == ()


def test_a_clause_out_of_order_is_warned_about():
    path = ("procedures", 0, "steps", 2, "clause")
    only(in_plan((path, "1.1")), "clause-order", "warning", *path)
    assert in_plan((path, "1.10")) == ()


def test_every_knot_of_waiting_is_found_and_a_long_chain_is_none():
    chain = {str(number): [str(number + 1)] for number in range(50_000)}
    assert list(cycles({**chain, "50000": []})) == []
    assert [set(cycle) for cycle in cycles({"a": ["b"], "b": ["a"], "c": ["d", "c"], "d": []})] == [
        {"a", "b"},
        {"c"},
    ]
