"""Gaps of a plan before any drill: severity criteria, communication, external deadlines and the plan's own upkeep."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.standing_plans import GONE, ON, gaps, ids, only
from tests.core.test_standing_ownership import DEADLINE
from trainer.core.plan import Plan
from trainer.core.standing import of_plan

# G09


def test_levels_that_nothing_describes_are_told_together():
    bare = [
        (f"severities.{level}.{key}", GONE) for level in ("SEV1", "SEV2") for key in ("criteria", "examples")
    ]
    found = only(*bare)
    assert (found.id, found.priority) == ("G09-severity-criteria", "high")
    assert (
        found.statement
        == "Nothing says when which severity applies: none of SEV1 and SEV2 has criteria or examples."
    )


def test_one_level_that_nothing_describes_is_a_gap():
    found = only(("severities.SEV2.criteria", []), ("severities.SEV2.examples", []))
    assert (found.id, found.path) == ("G09-SEV2", ("severities", 1))


@pytest.mark.parametrize(
    "changes",
    [
        [("severities.SEV2.criteria", [])],
        [("severities.SEV2.examples", [])],
        [
            ("severities.SEV2.criteria", []),
            ("severities.SEV2.examples", []),
            ("severities.SEV2.forced_by", ["Three customers report the same failure."]),
        ],
        [
            ("severities.SEV2.criteria", []),
            ("severities.SEV2.examples", []),
            (
                "triage",
                {
                    "impact": {"many": "More than one in ten"},
                    "urgency": {"now": "Harm grows"},
                    "rules": [{"impact": "many", "urgency": "now", "severity": "SEV2"}],
                },
            ),
        ],
    ],
)
def test_a_level_that_anything_describes_is_none(changes):
    assert gaps(*changes) == ()


def test_a_plan_without_levels_is_a_gap():
    found = [
        each for each in of_plan(Plan.model_validate({"id": "x", "title": "X"}), ON) if each.code == "G09"
    ]
    assert [each.statement for each in found] == ["The plan has no severity scale."]


def test_an_empty_cell_of_the_triage_table_is_a_gap():
    triage = {
        "impact": {"many": "More than one in ten", "few": "Fewer"},
        "urgency": {"now": "Harm grows"},
        "rules": [{"impact": "many", "urgency": "now", "severity": "SEV2"}],
    }
    assert only(("triage", triage)).id == "G09-triage"


@pytest.mark.parametrize(
    ("sev1", "sev2"),
    [
        ("A core function fails for many customers.", "A core function fails for many customers."),
        ("Core functions fail for many of the customers", "A core function fails for many customers"),
        ("A core function fails", "A core function fails for many customers."),
        ("Outage.", "Outage"),
    ],
)
def test_a_sentence_that_fits_two_levels_is_a_gap(sev1, sev2):
    found = only(("severities.SEV1.criteria", [sev1]), ("severities.SEV2.criteria", [sev2]))
    assert (found.id, found.path) == ("G09-SEV1-SEV2", ("severities", 1, "criteria", 0))
    assert found.statement.startswith("SEV1 and SEV2 cannot be told apart")


@pytest.mark.parametrize(
    ("sev1", "sev2"),
    [
        ("A core function fails for all customers.", "A core function fails for many customers."),
        ("A core function fails for many customers.", "A core function fails."),
        ("The shop is down.", "No part of the shop is down, but it is slow."),
        ("Data has been lost.", "Data has been delayed, and none has been lost."),
        ("Outage", "Partial outage of one function"),
        ("The service is down.", "A part of the service is down."),
        ("The shop is down.", "The shop is down only for staff."),
    ],
)
def test_levels_that_differ_in_one_fact_are_told_apart(sev1, sev2):
    assert [
        each
        for each in gaps(("severities.SEV1.criteria", [sev1]), ("severities.SEV2.criteria", [sev2]))
        if each.code == "G09"
    ] == []


def test_an_example_at_two_levels_is_a_gap():
    found = only(("severities.SEV2.examples", ["Search finds nothing.", "Nobody can pay"]))
    assert '"Nobody can pay." stands for both' in found.statement


# G10


def test_an_audience_lacks_everything_in_one_gap():
    page = "communications.page"
    found = only(
        (f"{page}.template", GONE),
        (f"{page}.approver", GONE),
        (f"{page}.fallback", GONE),
        ("tools.board.title", "Board"),
    )
    assert (found.id, found.priority) == ("G10-audience-customers", "high")
    assert found.statement == (
        'The audience "customers" has no template, nobody who approves and no other channel for when the usual one is '
        "down."
    )


STAFF = {
    "id": "note",
    "audience": "staff",
    "title": "Note",
    "channel": "Chat",
    "template": "Text",
    "fallback": "Mail",
}


def test_an_audience_inside_needs_no_approval():
    assert gaps(("communications.+", STAFF)) == ()


@pytest.mark.parametrize(
    "changes",
    [
        [
            (
                "communications.+",
                {**STAFF, "id": "second", "audience": "customers", "channel": "Mail to customers"},
            )
        ],
        [("communications.page.channel", "The status board, public")],
    ],
)
def test_a_second_channel_may_stand_elsewhere(changes):
    assert gaps(("communications.page.fallback", GONE), *changes) == ()


def test_a_fallback_that_is_the_channel_itself_is_none():
    assert ids(gaps(("communications.page.fallback", "public status page"))) == {"G10-audience-customers"}


def test_a_decision_right_on_wording_approves():
    right = {
        "id": "wording",
        "decision": "Wording of public updates",
        "role": "commander",
        "no_answer": {"after": "5m", "role": "comms"},
    }
    assert gaps(("communications.page.approver", GONE), ("decision_rights.+", right)) == ()
    assert ids(gaps(("communications.page.approver", GONE))) == {"G10-audience-customers"}


def test_updates_to_audiences_of_which_the_plan_says_nothing_are_one_gap():
    found = only(("communications", []))
    assert (found.id, found.priority) == ("G10-communications", "high")
    assert found.statement.startswith('Updates go to "customers" in "Publish the first update" (clause 2.1)')


def test_a_first_update_is_followed_by_others():
    silent = [
        ("cadences", []),
        ("severities.SEV1.update_every", GONE),
        ("severities.SEV2.update_every", GONE),
    ]
    found = only(*silent)
    assert (found.id, found.step) == ("G10-cadence-customers", "publish")
    assert "at SEV1 and SEV2, but nothing says how often" in found.statement
    assert gaps(silent[0]) == (), "the severity scale sets an interval too"


def test_a_cadence_that_leaves_one_level_out_is_told_for_that_level():
    changes = [("cadences.public.every", {"SEV1": "20m"}), ("severities.SEV2.update_every", GONE)]
    assert '"customers" at SEV2, but' in only(*changes).statement


@pytest.mark.parametrize(
    "more",
    [
        {"condition": "The press asks"},
        {"target": {"from": "resolved", "within": "1h"}},
        {"severities": ["SEV1"]},
    ],
)
def test_special_words_and_last_words_are_not_repeated(more):
    told = {
        "id": "tell-staff",
        "clause": "2.9",
        "title": "Tell staff",
        "role": "comms",
        "after": ["publish"],
        "shown_by": [{"action": "post update", "audience": "staff"}],
        **more,
    }
    levels = (
        [("severities.SEV2.update_every", GONE)]
        if "severities" in more
        else [("severities.SEV1.update_every", GONE), ("severities.SEV2.update_every", GONE)]
    )
    assert gaps(("communications.+", STAFF), ("procedures.talk.steps.+", told), *levels) == ()


# G12


BREACH = ("severities.SEV1.criteria", ["Customer data has been lost or altered."])


def test_a_breach_in_scope_needs_a_clock():
    found = only(BREACH)
    assert (found.id, found.priority, found.path) == (
        "G12-external-deadlines",
        "high",
        ("severities", 0, "criteria", 0),
    )
    assert "Customer data has been lost or altered." in found.statement


@pytest.mark.parametrize(
    "cover",
    [
        ("external_deadlines", [{**DEADLINE, "role": "commander"}]),
        (
            "scope.hands_over_to",
            ["Data breach procedure: when data was lost; it holds the notification of the authority."],
        ),
        ("procedures.start.steps.open-call.text", "Then notify the data protection authority."),
    ],
)
def test_a_clock_or_a_plan_that_holds_it_covers_the_breach(cover):
    assert gaps(BREACH, cover) == ()


def test_handing_a_breach_over_without_a_word_on_notification_does_not():
    handed = (
        "scope.hands_over_to",
        ["Personal data breach procedure: when personal data may have been lost."],
    )
    assert ids(gaps(handed)) == {"G12-external-deadlines"}


@pytest.mark.parametrize(
    "criterion",
    [
        "The service level is breached.",
        "No personal data is affected.",
        "Data arrives late in the reports.",
        "A threshold is breached for ten minutes.",
        "Customer records load slowly.",
    ],
)
def test_other_breaches_start_no_legal_clock(criterion):
    assert gaps(("severities.SEV2.criteria", [criterion])) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "A security breach reaches all customers.",
        "Loss of customer data.",
        "Somebody unauthorised can read customer records.",
        "A data leak is confirmed.",
        "A laptop with personal data is stolen.",
    ],
)
def test_breaches_in_other_words_do(sentence):
    assert ids(gaps(("severities.SEV1.forced_by", [sentence]))) == {"G12-external-deadlines"}


# G14


def test_a_review_is_in_time_until_its_last_day():
    last_day = date(2027, 3, 30)
    assert gaps(on=last_day) == ()
    found = only(on=date(2027, 3, 31))
    assert found.id == "G14-plan-review"
    assert "was due again on 2027-03-30; on 2027-03-31 the review is 1 day overdue" in found.statement


def test_a_later_review_moves_the_date():
    assert gaps(("last_reviewed", "2027-01-01"), on=date(2027, 3, 31)) == ()
    assert ids(gaps(("review_every", "30 days"))) == {"G14-plan-review"}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("owner", "nobody who answers for it"),
        ("last_reviewed", "no date of its last review"),
        ("review_every", "no interval for reviews"),
    ],
)
def test_a_plan_says_who_keeps_it_and_when(key, words):
    assert only((key, GONE)).statement == f"The plan has {words}."


def test_steps_without_a_clause_cannot_be_cited():
    found = only(("procedures.stop.clause", GONE), ("procedures.stop.steps.contain.clause", GONE))
    assert (found.id, found.priority) == ("G14-contain", "low")
    assert gaps(("procedures.stop.steps.contain.clause", GONE)) == (), "the procedure's clause is enough"
