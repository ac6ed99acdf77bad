"""G13: the response waited for a third party, and the plan has no hold on it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep, Improvise, Page, ReportBlocked
from trainer.core.gaps import find

CARRIER = {"id": "carrier", "title": "Fibre carrier, fault desk", "external": True, "reach": "Portal case"}
WITH_A_WAY = {**CARRIER, "out_of_band": "Account manager's mobile"}
REROUTE = step(
    "reroute",
    clause="6.1",
    critical=True,
    target=target("first alert", "20m"),
    needs={"contacts": ["carrier"]},
)
NOTE = step("note", target=target("first alert", "30m"))
CONFIRM = step("confirm-line", after=["reroute"], target=target("first alert", "30m"))


def a_drill(*steps: dict[str, Any], contacts: tuple[dict[str, Any], ...] = (), **of_plan: Any) -> Drill:
    found = steps or (NOTE,)
    written = plan(found, contacts=list(contacts), **of_plan)
    told = inject("alert", "1m", [str(item["id"]) for item in found], channel="alert")
    return Drill(written, scenario([told])).start().submit(cmd.OpenPlan("comms")).at("3m")


def codes(drill: Drill) -> list[str]:
    return [gap.code for gap in find(drill.facts) if gap.code != "G07"]


def blocked(
    drill: Drill, words: str = "Waiting for the carrier to move the line", of_step: str | None = "note"
) -> int:
    return drill.do("engineer", ReportBlocked(missing=words, step=of_step))


def call(drill: Drill, result: Any = "no answer", contact: str = "carrier") -> int:
    return drill.do("engineer", Page(contact=contact, result=result))


# Reports --------------------------------------------------------------------------------------------------------------


def test_a_supplier_of_whom_the_plan_says_nothing_is_a_gap_in_the_plan():
    drill = a_drill()
    seq = blocked(drill)
    found = gaps_of(drill.end("40m"), "G13")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "note")]
    assert seq in found[0].evidence
    assert "lists no contact for it" in found[0].statement
    assert codes(drill) == ["G13"]


def test_a_supplier_without_a_way_on_is_a_gap_in_the_plan():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    blocked(drill, of_step="reroute")
    found = gaps_of(drill.end("40m"), "G13")
    assert [(gap.kind, gap.step, gap.clause, gap.priority) for gap in found] == [
        ("plan", "reroute", "6.1", "high")
    ]
    assert "Fibre carrier" in found[0].statement


@pytest.mark.parametrize(
    "covering",
    [
        {"contacts": (WITH_A_WAY,)},
        {
            "contacts": (CARRIER,),
            "escalation": [{"level": 1, "contact": "carrier", "acknowledge_within": "15m"}],
        },
        {
            "contacts": (CARRIER,),
            "sections": [
                {"heading": "Fibre carrier", "text": "Escalate to the duty manager after 30 minutes."}
            ],
        },
    ],
)
def test_a_supplier_whom_the_plan_covers_and_who_did_not_act_is_a_lack_of_means(covering):
    drill = a_drill(REROUTE, **covering)
    blocked(drill, of_step="reroute")
    assert [gap.kind for gap in gaps_of(drill.end("40m"), "G13")] == ["capability"]


def test_a_time_box_in_the_step_itself_covers_the_supplier():
    boxed = {**REROUTE, "text": "Call the carrier; after 10 minutes escalate to the account manager."}
    drill = a_drill(boxed, contacts=(CARRIER,))
    blocked(drill, of_step="reroute")
    assert [gap.kind for gap in gaps_of(drill.end("40m"), "G13")] == ["capability"]


def test_what_comes_after_the_step_is_explained_too():
    drill = a_drill(REROUTE, CONFIRM, contacts=(CARRIER,))
    blocked(drill, of_step="reroute")
    drill.end("40m")
    assert codes(drill) == ["G13"]


def test_the_contact_that_a_step_needs_says_whom_nobody_reached():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    blocked(drill, "Nobody picks up", "reroute")
    assert [gap.id for gap in gaps_of(drill.end("40m"), "G13")] == ["G13-reroute"]


def test_another_supplier_than_the_plan_lists_is_one_without_a_contact():
    drill = a_drill(contacts=(WITH_A_WAY,))
    blocked(drill, "The hosting provider says next business day")
    found = gaps_of(drill.end("40m"), "G13")
    assert [gap.kind for gap in found] == ["plan"]
    assert "lists no contact" in found[0].statement


def test_the_only_supplier_of_the_plan_is_the_vendor():
    drill = a_drill(contacts=(WITH_A_WAY,))
    blocked(drill, "Waiting for the vendor")
    assert [gap.kind for gap in gaps_of(drill.end("40m"), "G13")] == ["capability"]


def test_reports_and_calls_to_one_supplier_are_one_gap():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    seqs = {call(drill), blocked(drill.at("6m"), of_step="reroute"), call(drill.at("9m"))}
    found = gaps_of(drill.end("40m"), "G13")
    assert len(found) == 1
    assert seqs <= set(found[0].evidence)
    assert codes(drill) == ["G13"]


def test_a_failed_call_beside_the_report_is_a_symptom():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    blocked(drill, of_step="reroute")
    call(drill.at("5m"), "failed")
    drill.end("40m")
    assert codes(drill) == ["G13"]
    assert gaps_of(drill, "G13")[0].symptoms[0].startswith("G04")


def test_a_way_without_the_supplier_is_part_of_the_same_gap():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    blocked(drill, of_step="reroute")
    drill.at("8m").do("engineer", Improvise(text="Ran the traffic over the mobile backup of the branch"))
    drill.at("12m").do("engineer", DoStep(step="reroute"))
    assert codes(drill.end("40m")) == ["G13"]


# Calls alone ----------------------------------------------------------------------------------------------------------


def test_one_unanswered_call_and_a_step_that_was_missed_are_a_gap():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    seq = call(drill)
    found = gaps_of(drill.end("40m"), "G13")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "reroute")]
    assert seq in found[0].evidence
    assert codes(drill) == ["G13"]


def test_a_step_after_the_call_that_was_missed_shows_it_too():
    ring = step(
        "ring-carrier",
        shown_by=[{"action": "page", "contact": "carrier"}],
        target=target("first alert", "9m"),
    )
    after = step("move-line", after=["ring-carrier"], target=target("step ring-carrier", "10m"))
    drill = a_drill(ring, after, contacts=(CARRIER,))
    call(drill)
    drill.end("40m")
    assert codes(drill) == ["G13"]


def test_a_step_of_another_role_after_the_call_shows_it_too():
    ring = step(
        "ring-carrier",
        shown_by=[{"action": "page", "contact": "carrier"}],
        target=target("first alert", "9m"),
    )
    after = step("move-line", "commander", after=["ring-carrier"], target=target("step ring-carrier", "10m"))
    drill = a_drill(ring, after, contacts=(CARRIER,))
    call(drill)
    drill.end("40m")
    assert codes(drill) == ["G13"]


def test_of_two_suppliers_the_one_that_the_step_needs_is_meant():
    desk = {
        "id": "carrier",
        "title": "Line desk, day and night",
        "external": True,
        "out_of_band": "Director's mobile",
    }
    other = {"id": "host", "title": "Hosting company", "external": True}
    drill = a_drill(REROUTE, contacts=(desk, other))
    blocked(drill, "Waiting for the telco", "reroute")
    found = gaps_of(drill.end("40m"), "G13")
    assert [gap.kind for gap in found] == ["capability"]
    assert "Line desk" in found[0].statement


def test_several_unanswered_calls_are_a_gap_by_themselves():
    drill = a_drill(contacts=(CARRIER,))
    call(drill)
    call(drill.at("8m"))
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G13"]


def test_one_unanswered_call_that_held_nothing_up_is_none():
    drill = a_drill(contacts=(CARRIER,))
    call(drill)
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


def test_a_supplier_who_answers_in_the_end_is_none():
    drill = a_drill(contacts=(CARRIER,))
    call(drill)
    call(drill.at("6m"))
    call(drill.at("9m"), "answered")
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


def test_a_title_says_that_a_contact_without_a_role_is_outside():
    host = {"id": "carrier", "title": "Hosting provider, business support"}
    drill = a_drill(contacts=(host,))
    call(drill)
    call(drill.at("8m"))
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G13"]


# Decoys ---------------------------------------------------------------------------------------------------------------


def test_the_second_way_of_the_plan_that_kept_the_step_in_time_is_none():
    drill = a_drill(REROUTE, contacts=(WITH_A_WAY,))
    blocked(drill, of_step="reroute")
    call(drill.at("8m"), "answered")
    drill.at("12m").do("engineer", DoStep(step="reroute"))
    assert codes(drill.end("40m")) == []


def test_answered_calls_to_a_supplier_are_none():
    drill = a_drill(REROUTE, contacts=(CARRIER,))
    call(drill, "answered")
    drill.at("12m").do("engineer", DoStep(step="reroute"))
    assert codes(drill.end("40m")) == []


def test_access_to_something_of_a_suppliers_is_a_lack_of_means():
    drill = a_drill()
    blocked(drill, "Access to the carrier's portal")
    assert codes(drill.end("40m")) == ["G06"]


def test_a_failed_call_alone_is_an_outdated_contact():
    drill = a_drill(contacts=(CARRIER,))
    call(drill, "failed")
    drill.do("engineer", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G04"]


# Reached, and not acting ----------------------------------------------------------------------------------------------

ASK_DESK = step(
    "ask-desk",
    clause="4.4",
    target=target("first alert", "15m"),
    needs={"contacts": ["clearing"]},
    shown_by=[{"action": "page", "contact": "clearing"}],
)
DESK = {
    "id": "clearing",
    "title": "Operations desk of the clearing house",
    "external": True,
    "reach": "Hotline in the contract",
    "out_of_band": "Satellite phone",
}


def reached(words: str, **of_step: Any) -> Drill:
    """The desk was called in time and answered; half an hour later the caller still waits."""
    drill = a_drill({**ASK_DESK, **of_step}, contacts=(DESK,))
    call(drill, "answered", "clearing")
    drill.at("33m")
    blocked(drill, words, "ask-desk")
    return drill.end("40m")


@pytest.mark.parametrize(
    "words",
    [
        "The call back of the clearing house; we sit and wait",
        "Clearing house has nobody with recall rights before seven",
        "The clearing house calls our request invalid",
        "Their desk says tomorrow",
    ],
)
def test_a_third_party_that_was_called_in_time_and_does_not_act_is_a_gap_in_the_plan(words):
    found = gaps_of(reached(words), "G13")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "ask-desk")]


@pytest.mark.parametrize(
    "text",
    [
        "No answer within 10 minutes: ring the relationship manager.",
        "After 20 minutes escalate to the operations director.",
    ],
)
def test_a_time_box_that_was_tried_makes_it_a_lack_of_means(text):
    drill = reached("The clearing house: nobody with recall rights before seven", text=text)
    assert [gap.kind for gap in gaps_of(drill, "G13")] == ["capability"]


def test_a_second_way_covers_a_third_party_that_nobody_reached():
    drill = a_drill(ASK_DESK, contacts=(DESK,))
    blocked(drill, "The clearing house does not pick up", "ask-desk")
    assert [gap.kind for gap in gaps_of(drill.end("40m"), "G13")] == ["capability"]


def test_a_third_party_that_acted_in_time_after_the_report_is_none():
    drill = a_drill(ASK_DESK, contacts=(DESK,))
    blocked(drill, "The clearing house does not pick up", "ask-desk")
    drill.at("6m")
    call(drill, "answered", "clearing")
    assert gaps_of(drill.end("40m"), "G13") == []
