"""G04: contacts that the plan has wrong, and ways to somebody that end in nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Acknowledge, Decide, DoStep, Improvise, Page, ReportBlocked
from trainer.core.gaps import find

DESK = {"id": "desk", "title": "Network operations desk", "reach": "Telephone 4400"}
WITH_A_WAY = {**DESK, "out_of_band": "Radio in the control room"}
FIRST = {"id": "first-line", "title": "On call, first line", "role": "engineer"}
SECOND = {"id": "second-line", "title": "On call, second line"}
HEAD = {"id": "head", "title": "Head of operations"}
LADDER = [
    {"level": 1, "contact": "first-line", "acknowledge_within": "5m"},
    {"level": 2, "contact": "second-line", "acknowledge_within": "5m"},
    {"level": 3, "contact": "head", "acknowledge_within": "10m"},
]
CALL = step(
    "call-desk",
    "commander",
    clause="4.3",
    critical=True,
    target=target("first alert", "15m"),
    shown_by=[{"action": "page", "contact": "desk"}],
)
ASK_DESK = step(
    "isolate", "commander", clause="4.4", target=target("first alert", "25m"), needs={"contacts": ["desk"]}
)
NOTE = step("note", "commander", target=target("first alert", "30m"))


def a_drill(
    *steps: dict[str, Any],
    contacts: tuple[dict[str, Any], ...] = (DESK,),
    absent: bool = False,
    **of_plan: Any,
) -> Drill:
    found = steps or (CALL,)
    told = [inject("alert", "1m", [str(item["id"]) for item in found], channel="alert")]
    if absent:
        told.append(inject("gone", "2m", absent=["engineer"]))
    written = plan(found, contacts=list(contacts), **of_plan)
    return Drill(written, scenario(told)).start().submit(cmd.OpenPlan("comms")).at("3m")


def codes(drill: Drill) -> list[str]:
    return [gap.code for gap in find(drill.facts) if gap.code != "G07"]


def call(
    drill: Drill, contact: str = "desk", result: Any = "failed", note: str = "", role: str = "commander"
) -> int:
    return drill.do(role, Page(contact=contact, result=result, note=note))


# Wrong entries --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "words"), [("failed", "did not get through"), ("wrong person", "the wrong person")]
)
def test_a_call_that_failed_or_reached_the_wrong_person_is_a_gap_in_the_plan(result, words):
    drill = a_drill()
    seq = call(drill, result=result, note="A bakery")
    found = gaps_of(drill.end("40m"), "G04")
    assert [(gap.id, gap.kind, gap.step, gap.clause) for gap in found] == [
        ("G04-desk", "plan", "call-desk", "4.3")
    ]
    assert seq in found[0].evidence
    for part in (words, "Network operations desk", "Telephone 4400", "A bakery", "names no second way"):
        assert part in found[0].statement
    assert codes(drill) == ["G04"]


def test_several_calls_to_one_contact_are_one_gap():
    drill = a_drill()
    seqs = {call(drill), call(drill.at("5m")), call(drill.at("7m"), result="wrong person")}
    found = gaps_of(drill.end("40m"), "G04")
    assert len(found) == 1
    assert seqs <= set(found[0].evidence)


def test_the_plans_second_way_that_worked_is_said():
    drill = a_drill(contacts=(WITH_A_WAY,))
    call(drill)
    call(drill.at("5m"), result="answered")
    found = gaps_of(drill.end("40m"), "G04")
    assert "Radio in the control room" in found[0].statement
    assert "a later call was answered" in found[0].statement


def test_the_step_that_needed_the_contact_is_explained():
    drill = a_drill(CALL, ASK_DESK)
    call(drill)
    found = gaps_of(drill.end("40m"), "G04")
    assert "Isolate" in found[0].statement
    assert codes(drill) == ["G04"]


def test_the_one_step_that_the_caller_had_before_it_is_explained():
    drill = a_drill(NOTE)
    call(drill)
    assert codes(drill.end("40m")) == ["G04"]


def test_of_several_steps_before_the_caller_none_is_explained():
    other = step("sum-up", "commander", target=target("first alert", "30m"))
    drill = a_drill(NOTE, other)
    call(drill)
    assert sorted(codes(drill.end("40m"))) == ["G04", "G15", "G15"]


def test_a_step_that_was_in_time_all_the_same_does_not_hide_the_wrong_entry():
    drill = a_drill(NOTE)
    call(drill)
    drill.at("5m").do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G04"]


def test_a_call_that_came_late_before_it_failed_is_late_by_itself():
    drill = a_drill()
    call(drill.at("20m"))
    assert sorted(codes(drill.end("40m"))) == ["G04", "G15"]


def test_an_update_that_was_left_out_is_not_put_down_to_a_contact():
    tell = step(
        "tell-staff",
        "commander",
        target=target("first alert", "30m"),
        shown_by=[{"action": "post update", "audience": "staff"}],
    )
    drill = a_drill(tell)
    call(drill)
    assert sorted(codes(drill.end("40m"))) == ["G04", "G10"]


def test_a_number_found_elsewhere_is_part_of_the_same_gap():
    drill = a_drill(NOTE)
    call(drill)
    drill.at("5m").do(
        "commander", Improvise(text="Found the desk's number on an old invoice and got through")
    )
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G04"]


def test_a_call_to_somebody_whom_the_plan_does_not_know_is_the_way_round():
    drill = a_drill(NOTE)
    call(drill)
    call(drill.at("5m"), "shift-lead", "answered")
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G04"]


@pytest.mark.parametrize(
    "words",
    [
        "The number of the network operations desk is not in service",
        "Contact card of the network desk has an empty field",
        "The person listed for the network operations desk left the company",
    ],
)
def test_a_report_that_an_entry_is_wrong_is_the_same_gap(words):
    drill = a_drill(NOTE)
    seq = drill.do("commander", ReportBlocked(missing=words, step="note"))
    found = gaps_of(drill.end("40m"), "G04")
    assert [(gap.id, gap.kind) for gap in found] == [("G04-desk", "plan")]
    assert seq in found[0].evidence
    assert codes(drill) == ["G04"]


def test_somebody_whom_the_plan_does_not_list_is_a_missing_entry():
    drill = a_drill(NOTE)
    drill.do("commander", ReportBlocked(missing="Nobody picks up at the boiler house", step="note"))
    found = gaps_of(drill.end("40m"), "G04")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "note")]
    assert "no entry" in found[0].statement


# No answer ------------------------------------------------------------------------------------------------------------


def test_no_answer_and_then_the_next_rung_is_none():
    drill = a_drill(NOTE, contacts=(FIRST, SECOND, HEAD), escalation=LADDER)
    call(drill, "first-line", "no answer")
    call(drill.at("9m"), "second-line", "answered")
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


def test_the_last_rung_without_an_answer_is_a_gap_that_tells_the_whole_climb():
    drill = a_drill(NOTE, contacts=(FIRST, SECOND, HEAD), escalation=LADDER)
    seqs = [call(drill, "first-line", "no answer"), call(drill.at("9m"), "second-line", "no answer")]
    seqs.append(call(drill.at("15m"), "head", "no answer"))
    found = gaps_of(drill.end("50m"), "G04")
    assert [(gap.id, gap.kind) for gap in found] == [("G04-head", "plan")]
    assert set(seqs) <= set(found[0].evidence)
    assert "last rung" in found[0].statement
    assert codes(drill) == ["G04"]


def test_a_rung_that_was_left_out_is_for_practice():
    drill = a_drill(NOTE, contacts=(FIRST, SECOND, HEAD), escalation=LADDER)
    call(drill, "second-line", "no answer")
    assert gaps_of(drill.end("40m"), "G04") == []


def test_no_answer_where_the_plan_has_no_way_on_is_a_gap():
    drill = a_drill(NOTE)
    call(drill, result="no answer")
    drill.do("commander", DoStep(step="note"))
    found = gaps_of(drill.end("40m"), "G04")
    assert [(gap.id, gap.kind) for gap in found] == [("G04-desk", "plan")]
    assert "no rung above it" in found[0].statement


def test_the_same_contact_answering_later_is_none():
    drill = a_drill(NOTE)
    call(drill, result="no answer")
    call(drill.at("6m"), result="answered")
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


def test_a_second_way_that_nobody_tried_is_for_practice():
    drill = a_drill(NOTE, contacts=(WITH_A_WAY,))
    call(drill, result="no answer")
    assert gaps_of(drill.end("40m"), "G04") == []


def test_both_ways_without_an_answer_are_a_gap():
    drill = a_drill(NOTE, contacts=(WITH_A_WAY,))
    call(drill, result="no answer")
    call(drill.at("6m"), result="no answer")
    assert [gap.id for gap in gaps_of(drill.end("40m"), "G04")] == ["G04-desk"]


def test_a_role_that_came_without_answering_is_none():
    drill = a_drill(NOTE, contacts=(FIRST,))
    call(drill, "first-line", "no answer")
    drill.at("6m").do("engineer", Acknowledge())
    drill.do("commander", DoStep(step="note"))
    assert gaps_of(drill.end("40m"), "G04") == []


def test_the_deputy_who_came_is_none():
    drill = a_drill(NOTE, contacts=(FIRST,))
    call(drill, "first-line", "no answer")
    drill.at("6m").do("deputy", Acknowledge())
    assert gaps_of(drill.end("40m"), "G04") == []


def test_whoever_may_decide_when_nobody_answers_is_the_way_on():
    right = {
        "id": "stop",
        "decision": "Stopping",
        "role": "engineer",
        "no_answer": {"after": "5m", "role": "comms"},
    }
    question = {
        "id": "stop",
        "question": "Stop?",
        "options": [{"id": "y", "text": "Yes"}, {"id": "n", "text": "No"}],
    }
    written = plan([NOTE], contacts=[FIRST], decision_rights=[right])
    told = [inject("alert", "1m", ["note"], channel="alert", decision="stop")]
    drill = Drill(written, scenario(told, decisions=[question])).start().at("3m")
    call(drill, "first-line", "no answer")
    drill.at("9m").do("comms", Decide(decision="stop", option="y", reason="Nobody answers."))
    assert gaps_of(drill.end("40m"), "G04") == []


def test_a_role_that_the_script_took_away_is_not_an_outdated_contact():
    drill = a_drill(NOTE, contacts=(FIRST,), absent=True)
    call(drill, "first-line", "no answer")
    assert gaps_of(drill.end("40m"), "G04") == []


def test_a_call_at_the_very_end_says_nothing_yet():
    drill = a_drill(NOTE)
    drill.do("commander", DoStep(step="note"))
    call(drill.at("38m"), result="no answer")
    assert gaps_of(drill.end("40m"), "G04") == []


# A tool between -------------------------------------------------------------------------------------------------------

PAGER = {"id": "pager", "title": "Paging platform"}


def behind_the_pager(**more: Any) -> Drill:
    return a_drill(NOTE, contacts=({**DESK, "depends_on": ["pager"], **more},), tools=[PAGER])


def test_a_contact_that_only_a_lost_tool_reaches_is_a_gap_in_the_plan():
    drill = behind_the_pager()
    report = drill.do("comms", ReportBlocked(missing="The paging platform is down"))
    call(drill)
    drill.do("commander", DoStep(step="note"))
    found = gaps_of(drill.end("40m"), "G04")
    assert [gap.id for gap in found] == ["G04-desk"]
    assert report in found[0].evidence
    assert "Paging platform" in found[0].statement
    assert codes(drill) == ["G04"]


def test_a_contact_reached_in_its_second_way_while_the_tool_was_lost_is_none():
    drill = behind_the_pager(out_of_band="Radio in the control room")
    call(drill, note="Paging platform gives an error")
    call(drill.at("5m"), result="answered", note="By radio")
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


def test_a_second_way_that_was_not_used_while_the_tool_was_lost_is_no_gap_of_the_contact():
    drill = behind_the_pager(out_of_band="Radio in the control room")
    drill.do("comms", ReportBlocked(missing="The paging platform is down"))
    call(drill)
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == ["G06"]


def test_a_lost_tool_with_an_alternative_does_not_cut_a_contact_off():
    pager = {**PAGER, "alternative": "Telephone chain"}
    drill = a_drill(NOTE, contacts=({**DESK, "depends_on": ["pager"]},), tools=[pager])
    drill.do("comms", ReportBlocked(missing="The paging platform is down"))
    call(drill)
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == []


# Decoys ---------------------------------------------------------------------------------------------------------------


def test_answered_calls_are_none():
    drill = a_drill()
    call(drill, result="answered")
    assert codes(drill.end("40m")) == []


def test_a_call_that_was_taken_back_is_none():
    drill = a_drill(NOTE)
    failed = Page(contact="desk", result="failed")
    drill.submit(cmd.Act("commander", failed, source="facilitator")).submit(cmd.UndoLast())
    drill.do("commander", DoStep(step="note"))
    assert codes(drill.end("40m")) == []
