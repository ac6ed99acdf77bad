"""Strengths and useful deviations: what is told as gone well, by what sign, and what is not."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from tests.core.findings_world import STARTED_AT, Drill, inject, plan, scenario, step, target
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core.actions import (
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    DoStep,
    HandOver,
    Improvise,
    Page,
    ReportBlocked,
    Verify,
)
from trainer.core.compose import strengths
from trainer.core.events import EarlierDrillsNoted
from trainer.core.history import EarlierDrill, EarlierStep
from trainer.core.time import MINUTE

LIMIT: dict[str, Any] = {"target": target("first alert", "10m")}


def a_drill(*steps: dict[str, Any], injects: tuple[dict[str, Any], ...] = (), **of_plan: Any) -> Drill:
    names = [str(found["id"]) for found in steps]
    script = scenario([inject("alert", "1m", names, channel="alert"), *injects])
    return Drill(plan(steps, **of_plan), script).start().at("2m")


def told(drill: Drill) -> tuple[aar.Strength, ...]:
    facts = drill.facts
    found = strengths.found(facts, strengths.deviations(facts))
    seqs = {record.seq for record in drill.journal.records()}
    assert all(strength.evidence and set(strength.evidence) <= seqs for strength in found)
    return found


def said(drill: Drill) -> list[str]:
    return [strength.statement for strength in told(drill)]


# One fact, one strength -----------------------------------------------------------------------------------------------


def test_a_critical_step_on_time_is_a_strength_and_a_late_one_is_none():
    drill = a_drill(step("mend", critical=True, **LIMIT))
    drill.do("engineer", DoStep(step="mend"))
    assert said(drill.end("20m")) == [
        'Engineer did "Mend" in 1 min of the 10 min that the plan allows, with more than half of it to spare.'
    ]
    late = a_drill(step("mend", critical=True, **LIMIT)).at("15m")
    late.do("engineer", DoStep(step="mend"))
    assert said(late.end("20m")) == []


def classified(critical: bool, *levels: str, at: str = "3m") -> list[str]:
    level = step("level", critical=critical, shown_by=[{"action": "classify"}], **LIMIT)
    drill = a_drill(level).at(at)
    for severity in levels:
        drill.at_next_second().do("engineer", Classify(severity=severity, reason="So."))
    return said(drill.end("20m"))


def test_the_right_level_at_once_is_told_with_the_step():
    assert [text.endswith(", at the level that was right.") for text in classified(True, "SEV1")] == [True]


def test_a_wrong_level_in_time_is_no_strength():
    assert classified(True, "SEV2") == []
    assert classified(True, "SEV2", "SEV1") == []


def test_the_right_level_early_is_a_strength_without_a_critical_step_and_late_in_the_time_it_is_none():
    assert len(classified(False, "SEV1")) == 1
    assert classified(False, "SEV1", at="9m") == []


# Since the last drill -------------------------------------------------------------------------------------------------


def earlier(outcome: str, held: str = "2026-03-01", title: str = "Spring drill") -> EarlierDrill:
    before = EarlierStep(step="mend", outcome=outcome, elapsed=14 * MINUTE, limit=10 * MINUTE)
    return EarlierDrill(
        exercise=title,
        title=title,
        kind="simulation",
        held=held,
        plan_version="1",
        steps=(before,),
    )


def retested(*drills: EarlierDrill, at: str = "5m", **of_plan: Any) -> Drill:
    drill = Drill(
        plan([step("mend", critical=True, **LIMIT)], **of_plan),
        scenario([inject("alert", "1m", ["mend"], channel="alert")]),
    )
    drill.journal.append(((STARTED_AT, 0, EarlierDrillsNoted(drills=drills)),))
    drill = _taken_up(drill).start().at(at)
    drill.do("engineer", DoStep(step="mend"))
    return drill.end("20m")


def _taken_up(drill: Drill) -> Drill:
    drill.session = type(drill.session)(drill.script, drill.journal, drill.clock)
    return drill


def test_a_step_that_was_late_in_the_last_drill_and_is_on_time_now_is_mended():
    assert said(retested(earlier("late"))) == [
        '"Mend" was late (14 min) in "Spring drill" on 2026-03-01; this time Engineer did it as the plan says in '
        "4 min of 10 min."
    ]


def test_the_change_of_the_plan_that_was_to_be_retested_is_named():
    change = {"version": "2", "date": "2026-04-01", "what": ["More time"], "retest": ["mend"]}
    assert said(retested(earlier("late"), changes=[change]))[0].endswith(
        "Version 2 of the plan had changed it."
    )


def test_only_the_newest_earlier_drill_counts():
    drills = earlier("late"), earlier("on time", "2026-05-01", "May drill")
    assert [text.startswith('Engineer did "Mend"') for text in said(retested(*drills))] == [True]


@pytest.mark.parametrize(("before", "at"), [("on time", "5m"), ("not observed", "5m"), ("late", "15m")])
def test_what_was_fine_or_unknown_before_or_is_late_again_is_not_mended(before, at):
    assert not any(
        "was late" in text or "was on time" in text for text in said(retested(earlier(before), at=at))
    )


# Standing in and other ways -------------------------------------------------------------------------------------------


def test_a_deputy_who_stood_in_for_an_absent_role_in_time_is_told_once():
    drill = a_drill(
        step("mend", critical=True, **LIMIT), injects=(inject("gone", "90s", absent=["engineer"]),)
    )
    drill.at("4m").do("deputy", DoStep(step="mend"))
    assert said(drill.end("20m")) == [
        'Deputy stood in for Engineer, who could not be reached, and did "Mend" in time.'
    ]


def test_a_deputy_who_acts_while_the_owner_is_there_does_not_stand_in():
    drill = a_drill(step("mend", **LIMIT))
    drill.at("4m").do("deputy", DoStep(step="mend"))
    assert said(drill.end("20m")) == []


def test_the_plans_own_way_round_a_lost_tool_is_a_strength():
    tool = {"id": "desk", "title": "Ticket desk", "alternative": "Numbered paper form from the folder"}
    drill = a_drill(step("mend", needs={"tools": ["desk"]}, **LIMIT), tools=[tool])
    drill.do("engineer", ReportBlocked(missing="The ticket desk is down", step="mend"))
    drill.at("4m").do("engineer", DoStep(step="mend", note="On paper"))
    (text,) = said(drill.end("20m"))
    assert "Ticket desk" in text
    assert "Numbered paper form" in text


# Votes, handovers, ladders --------------------------------------------------------------------------------------------


def voted(choices: str, truth: str | None = "SEV1") -> list[str]:
    vote = {"id": "v", "question": "Which level?", "options": ["SEV1", "SEV2"], "truth": truth}
    script = scenario([inject("asking", "1m", vote="v")], votes=[vote])
    drill = Drill(plan([step("mend")]), script).start().at("2m")
    for role, choice in zip(("engineer", "deputy", "comms"), choices, strict=False):
        drill.do(role, CastVote(vote="v", choice=f"SEV{choice}"))
    return said(drill.end("3m"))


def test_a_right_answer_of_all_is_a_strength_of_the_plan():
    assert voted("111") == [
        'Asked alone "Which level?", all 3 roles gave the right answer, SEV1: the plan is clear on it.'
    ]


def test_a_divided_vote_a_single_answer_and_one_without_a_truth_are_none():
    assert voted("112") == voted("222") == voted("1") == voted("111", None) == []


def handed(briefed: str, accepted: bool, done: str | None) -> list[str]:
    drill = a_drill(step("mend", **LIMIT))
    drill.at("3m").do("engineer", HandOver(role="engineer", to="Deputy", briefed=briefed, accepted=accepted))
    if done is not None:
        drill.at(done).do("deputy", DoStep(step="mend"))
    return said(drill.end("20m"))


def test_a_role_handed_over_with_a_briefing_whose_open_task_was_then_done_is_a_strength():
    assert handed("State, tasks and what is due.", True, "8m") == [
        'The role of Engineer was handed over with a briefing and accepted; 1 task open then was done in time: "Mend".'
    ]


@pytest.mark.parametrize(
    ("briefed", "accepted", "done"),
    [("", True, "8m"), ("All.", False, "8m"), ("All.", True, "15m"), ("All.", True, None)],
)
def test_a_handover_without_a_briefing_or_acceptance_or_with_a_task_lost_is_none(briefed, accepted, done):
    assert handed(briefed, accepted, done) == []


Answer = Literal["answered", "no answer"]
LADDER = [
    {"level": 1, "contact": "first", "acknowledge_within": "5m"},
    {"level": 2, "contact": "second", "acknowledge_within": "5m"},
    {"level": 3, "contact": "third"},
]
CONTACTS = [{"id": name, "title": f"The {name} line"} for name in ("first", "second", "third")]


def climbed(second: str, at: str, result: Answer = "answered") -> list[str]:
    drill = a_drill(step("mend"), contacts=CONTACTS, escalation=LADDER)
    drill.do("engineer", Page(contact="first", result="no answer"))
    drill.at(at).do("engineer", Page(contact=second, result=result))
    return said(drill.end("30m"))


def test_a_ladder_climbed_as_the_plan_says_is_a_strength():
    assert climbed("second", "7m") == [
        'Engineer did not reach "The first line"; after 5 min "The second line" was called, the next level of the '
        "plan's escalation, and answered."
    ]


@pytest.mark.parametrize(
    ("second", "at", "result"),
    [("second", "20m", "answered"), ("third", "7m", "answered"), ("second", "7m", "no answer")],
)
def test_a_ladder_climbed_late_or_past_a_level_or_in_vain_is_none(second, at, result):
    assert climbed(second, at, result) == []


# Useful deviations ----------------------------------------------------------------------------------------------------


def deviated(drill: Drill) -> list[tuple[bool | None, str]]:
    return [(found.worked, found.statement) for found in strengths.deviations(drill.facts)]


def test_an_equivalent_that_closed_its_step_in_time_worked_and_says_what_to_adopt():
    drill = a_drill(step("mend", **LIMIT))
    drill.do("engineer", Improvise(text="Over the old exchange", instead_of="mend"))
    ((worked, statement),) = deviated(drill.end("20m"))
    assert worked is True
    assert '"Mend" was done by it in 1 min, within its limit of 10 min' in statement
    assert statement.endswith('Worth adopting as another way to do "Mend".')
    assert any(text.startswith("A deviation that worked") for text in said(drill))


def test_an_equivalent_that_came_late_or_had_no_limit_is_left_open():
    late = a_drill(step("mend", **LIMIT)).at("15m")
    late.do("engineer", Improvise(text="Over the old exchange", instead_of="mend"))
    assert [worked for worked, _ in deviated(late.end("20m"))] == [None]
    endless = a_drill(step("mend"))
    endless.do("engineer", Improvise(text="Over the old exchange", instead_of="mend"))
    assert [worked for worked, _ in deviated(endless.end("20m"))] == [None]


def contained_after(wait: str, between: bool = False) -> tuple[bool | None, str]:
    drill = a_drill(step("mend"))
    drill.do("commander", Contain(measure="Roll back", reason="Quickest."))
    drill.at("3m").do("engineer", Improvise(text="Closed the valve by hand"))
    if between:
        drill.at("4m").do("engineer", Contain(measure="Cut the power", reason="To be sure."))
    drill.at(wait).do("engineer", Verify(what="It holds", evidence="No errors"))
    return next(found for found in deviated(drill.end("50m")) if "outside the plan" in found[1])


def test_an_act_outside_the_plan_that_containment_followed_worked():
    worked, statement = contained_after("8m")
    assert worked is True
    assert "containment was confirmed 5 min later" in statement
    assert statement.endswith("Worth adopting as a step of the plan.")


def test_what_followed_long_after_or_after_another_measure_proves_nothing():
    assert contained_after("30m")[0] is None
    assert contained_after("8m", between=True)[0] is None


def test_a_recovery_that_the_script_marks_counts_as_well():
    drill = a_drill(step("mend"), injects=(inject("back", "6m", marks=["recovered"]),))
    drill.at("3m").do("engineer", Improvise(text="Closed the valve by hand"))
    assert [worked for worked, _ in deviated(drill.end("20m"))] == [True]


@pytest.mark.parametrize(
    ("kind", "worked"), [("strength", True), ("improvement", False), ("observation", None)]
)
def test_an_evaluators_note_on_the_role_right_after_the_act_counts_first(kind, worked):
    drill = a_drill(step("mend"))
    drill.do("engineer", Improvise(text="Closed the valve by hand"))
    drill.submit(cmd.RecordObservation("Seen.", kind, role="engineer"))
    assert [found for found, _ in deviated(drill.end("20m"))] == [worked]


def test_a_note_before_the_act_or_on_another_role_says_nothing_of_it():
    drill = a_drill(step("mend"))
    drill.submit(cmd.RecordObservation("Calm.", "strength", role="engineer"))
    drill.do("engineer", Improvise(text="Closed the valve by hand"))
    drill.submit(cmd.RecordObservation("Clear.", "strength", role="comms"))
    assert [found for found, _ in deviated(drill.end("20m"))] == [None]


def test_taking_a_role_is_no_deviation_to_adopt():
    drill = a_drill(step("declare", "commander", shown_by=[{"action": "assume role", "role": "commander"}]))
    drill.do("commander", AssumeRole(role="commander"))
    assert deviated(drill.end("20m")) == []
