"""Gaps of a plan before any drill: contacts, ladders, tools, access and suppliers."""

from __future__ import annotations

import pytest

from tests.core.standing_plans import GONE, gaps, ids, only


def test_a_contact_with_one_way_only_is_a_gap_that_says_what_goes_down():
    found = only(("contacts.first-line.out_of_band", GONE))
    assert (found.id, found.priority, found.path) == ("G04-first-line", "high", ("contacts", 0))
    assert (
        found.statement
        == 'The contact "First line" is reached in one way only (Paging platform, rota one), which goes '
        'down with "Pager".'
    )


@pytest.mark.parametrize(
    "other", ["Paging platform, rota ONE", "Second rota on the pager", "TBD", "<enter number here>"]
)
def test_another_way_that_is_none_does_not_count(other):
    assert ids(gaps(("contacts.first-line.out_of_band", other))) == {"G04-first-line"}


def test_a_contact_without_any_way_cannot_be_reached():
    bare = {"id": "finance", "title": "Finance"}
    found = only(("contacts.+", bare))
    assert found.statement == 'The contact "Finance" cannot be reached: no way to do so is written.'


@pytest.mark.parametrize("reach", ["Mobile +41 79 555 01 02", "Telephone, duty phone", "By satellite phone"])
def test_a_telephone_that_no_tool_carries_is_out_of_band_itself(reach):
    assert gaps(("contacts.+", {"id": "finance", "title": "Finance", "reach": reach})) == ()


@pytest.mark.parametrize("reach", ["Team chat", "Telephone, internal extension", "On-call rota"])
def test_a_way_over_our_own_systems_is_not(reach):
    assert ids(gaps(("contacts.+", {"id": "finance", "title": "Finance", "reach": reach}))) == {"G04-finance"}


def test_a_plan_without_contacts_says_so_once():
    bare = [
        ("contacts", []),
        ("escalation", []),
        ("procedures.start.steps.acknowledge.needs", {"tools": ["pager"]}),
    ]
    provider = [("procedures.stop.steps.call-provider", GONE)]
    assert ids(gaps(*bare, *provider)) == {"G04-contacts"}


def test_no_word_on_an_unanswered_page_is_a_gap():
    assert only(("escalation", [])).id == "G04-escalation"


def test_a_step_that_says_whom_to_call_next_is_that_word():
    text = "If the page is not answered within five minutes, call the second line."
    assert gaps(("escalation", []), ("procedures.start.steps.acknowledge.text", text)) == ()


def test_a_ladder_without_one_of_its_levels_is_a_gap():
    found = only(("escalation.1", {"level": 3, "contact": "second-line"}))
    assert found.id == "G04-escalation-levels"
    assert "lacks level 2 below level 3" in found.statement


def test_a_level_without_a_time_never_climbs():
    assert only(("escalation.0", {"level": 1, "contact": "first-line"})).id == "G04-escalation-1"


def test_two_contacts_at_one_level_are_called_together():
    both = {"level": 1, "contact": "second-line", "acknowledge_within": "5m"}
    assert gaps(("escalation.+", both)) == ()


# G06


def test_a_tool_without_an_alternative_is_a_gap():
    found = only(("tools.pager.alternative", GONE))
    assert (found.id, found.priority) == ("G06-pager", "high")
    assert found.statement == 'The tool "Pager" has no alternative.'


@pytest.mark.parametrize("alternative", ["TBD", "The pager"])
def test_an_alternative_that_is_none_does_not_count(alternative):
    changed = [("tools.pager.alternative", alternative)]
    if alternative == "The pager":
        changed.append(("tools.pager.title", "The Pager"))
    assert ids(gaps(*changed)) == {"G06-pager"}


def test_a_tool_that_goes_down_with_the_service_it_helps_to_restore_presses():
    changes = (("tools.board.alternative", GONE), ("tools.board.depends_on", ["shop"]))
    found = only(*changes)
    assert 'goes down with "The shop", which it helps to restore' in found.statement
    assert gaps(changes[1]) == (), "with an alternative it is no gap"


def test_one_role_with_access_and_no_alternative_are_told_together():
    found = only(
        ("tools.+", {"id": "sso", "title": "Single sign-on", "access": ["engineer"]}),
    )
    assert (
        found.statement
        == 'The tool "Single sign-on" has no alternative; On-call engineer alone holds access.'
    )


def test_an_owner_without_access_to_a_tool_of_the_step_is_a_gap():
    found = only(("tools.board.access", ["commander", "deputy"]))
    assert (found.id, found.step, found.priority) == ("G06-access-comms-board", "publish", "high")
    assert found.statement.startswith(
        'Communications lead needs the tool "Status board" for "Publish the first update"'
    )


def test_a_role_of_whose_deputies_none_has_access_is_a_gap():
    found = only(("tools.board.access", ["comms"]))
    assert (found.id, found.role) == ("G06-access-for-comms", "comms")
    assert found.statement == (
        'Deputy Commander stands in for Communications lead, but holds no access to "Status board", needed for '
        '"Publish the first update" (clause 2.1).'
    )


def test_one_deputy_with_access_is_enough():
    assert gaps(("roles.comms.deputies", ["deputy", "second"])) == ()


def test_nothing_is_said_about_access_that_the_plan_does_not_write_down():
    assert gaps(("tools.board.access", [])) == ()


# G13


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("contacts.provider.out_of_band", GONE),
            "is reached in one way only (Case in the provider's portal)",
        ),
        (("contacts.provider.reach", GONE), None),
        (
            ("procedures.stop.steps.call-provider.text", "Open a case, and telephone as well."),
            "may be waited for without a time limit",
        ),
    ],
)
def test_a_supplier_has_a_second_way_and_a_time_box(change, words):
    found = gaps(change)
    if words is None:
        assert found == ()
    else:
        assert ids(found) == {"G13-provider"}, "and not a second time as a contact"
        assert words in found[0].statement


def test_a_supplier_whom_no_step_calls_is_a_gap():
    found = only(
        ("procedures.stop.steps.call-provider", GONE),
    )
    assert found.statement == 'The supplier "Payment provider, support" is called by no step.'


def test_a_section_on_suppliers_at_large_covers_each():
    section = {"heading": "Suppliers", "text": "Telephone, and escalate when they do not call back."}
    assert gaps(("procedures.stop.steps.call-provider", GONE), ("sections", [section])) == ()
