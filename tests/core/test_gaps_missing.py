"""G01: the team met something for which the plan has no words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step
from trainer.core import commands as cmd
from trainer.core.actions import (
    Acknowledge,
    Action,
    Ask,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    Resolve,
    Verify,
)
from trainer.core.gaps import find

CONTACTS = [{"id": "second-line", "title": "Second line"}]
CHANNELS = [{"id": "status", "audience": "customers", "title": "Status page", "channel": "web"}]
RANSOM = "A blackmailer wants a ransom by noon."
CHOICE = {
    "id": "pay",
    "question": "Do we pay the ransom?",
    "options": [{"id": "yes", "text": "Pay"}, {"id": "no", "text": "Do not pay"}],
}


def a_drill(decision: dict[str, Any] | None = None, **of_plan: Any) -> Drill:
    injects = [
        inject("alert", "1m", ["mend"]),
        inject("letter", "5m", to=["comms"], text=RANSOM, **({"decision": "pay"} if decision else {})),
    ]
    written = plan([step("mend"), step("tidy")], contacts=CONTACTS, communications=CHANNELS, **of_plan)
    return Drill(written, scenario(injects, decisions=[decision] if decision else [])).start()


def after_one(role: str, action: Action, time: str = "2m", **of_plan: Any) -> list[str]:
    drill = a_drill(**of_plan).at(time)
    drill.do(role, action)
    return [gap.id for gap in gaps_of(drill.end(), "G01")]


def test_an_improvised_act_that_no_step_covers_is_a_gap_in_the_plan():
    drill = a_drill().at("2m")
    seq = drill.do("engineer", Improvise(text="Pulled the plug of the old router"))
    found = gaps_of(drill.end(), "G01")
    assert [(gap.kind, gap.clause, gap.evidence) for gap in found] == [("plan", "no clause", (seq,))]
    assert "Engineer" in found[0].statement
    assert "Pulled the plug of the old router" in found[0].statement


def test_an_act_instead_of_a_step_is_no_missing_step():
    assert after_one("engineer", Improvise(text="Mended it by hand", instead_of="mend")) == []


def test_an_improvised_act_that_the_evaluator_linked_is_no_missing_step():
    drill = a_drill().at("2m")
    seq = drill.do("engineer", Improvise(text="Mended it by hand"))
    drill.end().submit(cmd.LinkAction(seq, "mend"))
    assert gaps_of(drill, "G01") == []


def test_an_evaluator_who_says_that_an_act_was_no_step_makes_the_finding_the_evaluators():
    drill = a_drill().at("2m")
    seq = drill.do("engineer", Improvise(text="Called a friend"))
    drill.end().submit(cmd.LinkAction(seq, None))
    assert [gap.confidence for gap in gaps_of(drill, "G01")] == ["evaluator"]


def test_what_is_improvised_on_an_inject_without_steps_names_the_inject_once():
    drill = a_drill().at("6m")
    drill.do("comms", Improvise(text="Answered the blackmailer that we pay no ransom"))
    drill.do("comms", Improvise(text="Asked the blackmailer for proof and a later ransom date"))
    found = gaps_of(drill.end(), "G01")
    assert [gap.id for gap in found] == ["G01-letter"]
    assert "that we pay no ransom" in found[0].statement
    assert "a later ransom date" in found[0].statement
    assert len(found[0].evidence) == 3


def test_a_message_that_did_not_reach_the_role_or_has_nothing_to_do_with_it_is_not_blamed():
    ransom = Improvise(text="Answered the blackmailer that we pay no ransom")
    assert after_one("engineer", ransom, "6m") == ["G01-act-answered-the-blackmailer-that-we-pay"]
    assert after_one("comms", Improvise(text="Rang the bell"), "6m") == ["G01-act-rang-the-bell"]


def test_acts_about_the_same_matter_are_one_gap_and_about_others_are_not():
    drill = a_drill().at("2m")
    drill.do("engineer", Improvise(text="Printed paper forms for the wards"))
    drill.do("deputy", Improvise(text="Carried the paper forms to the wards by hand"))
    drill.do("engineer", Improvise(text="Asked the canteen for coffee"))
    found = gaps_of(drill.end(), "G01")
    assert sorted((gap.id, len(gap.evidence)) for gap in found) == [
        ("G01-act-asked-the-canteen-for-coffee", 1),
        ("G01-act-printed-paper-forms-for-the-wards", 2),
    ]


def test_a_message_in_between_that_has_nothing_to_do_with_it_changes_nothing():
    def found(extra: list[dict[str, Any]]) -> list[str]:
        injects = [inject("alert", "1m", ["mend"]), *extra]
        drill = Drill(plan([step("mend")]), scenario(injects)).start().at("2m")
        drill.do("engineer", Improvise(text="Printed paper forms for the wards"))
        drill.at("4m").do("engineer", Improvise(text="Carried the paper forms to the wards"))
        drill.do("engineer", Ask(text="What does the plan say about this?"))
        return [gap.id for gap in gaps_of(drill.end(), "G01")]

    canteen = inject("canteen", "3m", text="Today there is soup.")
    assert found([canteen]) == found([]) == ["G01-act-printed-paper-forms-for-the-wards"]


# Acts that are no missing step ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "action",
    [
        PostUpdate(audience="customers", text="Again: we are on it."),
        PostUpdate(audience="regulator", text="We had a breach."),
        Page(contact="second-line"),
        Page(contact="insurer"),
        Page(contact="insurer", result="failed"),
        HandOver(role="commander"),
        Acknowledge(),
        Verify(what="it holds", evidence="seen"),
        Resolve(),
        Diagnose(cause="A bad disk"),
        Ask(text="Can you repeat that?"),
    ],
)
def test_acts_that_the_plan_knows_or_that_are_other_gaps_are_no_missing_step(action):
    assert after_one("commander", action) == []


TOOLS = [{"id": "desk", "title": "Ticket desk", "alternative": "Numbered paper form from the folder"}]


def test_the_alternative_that_the_plan_names_is_no_act_outside_it():
    on_paper = Improvise(text="Wrote it on the numbered paper form")
    assert after_one("engineer", on_paper, tools=TOOLS) == []
    assert after_one("engineer", on_paper) != []


def test_a_way_around_a_lost_tool_is_a_matter_of_the_tool():
    drill = a_drill().at("2m")
    drill.do("engineer", ReportBlocked(missing="My account on the console is locked"))
    drill.at("3m").do("engineer", Improvise(text="Borrowed the key of the neighbour"))
    assert gaps_of(drill.end(), "G01") == []


def test_what_was_done_after_a_failed_call_is_a_matter_of_the_contact():
    drill = a_drill().at("2m")
    drill.do("engineer", Page(contact="second-line", result="failed"))
    drill.at("3m").do("engineer", Improvise(text="Drove to the house of a colleague"))
    assert gaps_of(drill.end(), "G01") == []


def test_what_is_done_long_after_a_failed_call_stands_by_itself():
    drill = a_drill().at("2m")
    drill.do("engineer", Page(contact="second-line", result="failed"))
    drill.at("40m").do("engineer", Improvise(text="Drove to the house of a colleague"))
    assert len(gaps_of(drill.end(), "G01")) == 1


def measured(phase: str, measure: str) -> list[str]:
    procedure = {"id": "p", "title": "Procedure", "phase": phase, "steps": [step("mend"), step("tidy")]}
    return after_one("commander", Contain(measure=measure, reason="So."), procedures=[procedure])


def test_a_measure_in_a_plan_that_has_nothing_to_stop_the_harm_is_a_gap():
    assert measured("detection", "Closed the valve of the pipeline") == [
        "G01-act-closed-the-valve-of-the-pipeline"
    ]


def test_a_measure_in_a_plan_that_has_a_way_to_stop_the_harm_is_none():
    assert measured("containment", "Closed the valve of the pipeline") == []
    assert measured("detection", "Mend it") == []


# What came of it ------------------------------------------------------------------------------------------------------


def test_an_act_outside_the_plan_that_worked_says_so_and_is_to_be_adopted():
    drill = a_drill().at("2m")
    drill.do("engineer", Contain(measure="Pull the plug", reason="Quickest."))
    drill.at("3m").do("engineer", Improvise(text="Routed the calls over the old exchange"))
    drill.at("8m").do("engineer", Verify(what="It holds", evidence="No errors"))
    (gap,) = gaps_of(drill.end(), "G01")
    assert "It worked: containment was confirmed 5 min later." in gap.statement
    assert gap.proposed_change.startswith("It worked: write")


def test_an_act_outside_the_plan_of_which_nothing_came_is_a_question():
    (gap,) = _improvised("Routed the calls over the old exchange")
    assert "It worked" not in gap.statement
    assert gap.proposed_change.startswith("Decide whether")


def _improvised(text: str) -> list[Any]:
    drill = a_drill().at("2m")
    drill.do("engineer", Improvise(text=text))
    return gaps_of(drill.end(), "G01")


# Questions and blockers -----------------------------------------------------------------------------------------------


def asked(text: str, role: str = "comms", **of_plan: Any) -> list[tuple[str, str]]:
    drill = a_drill(**of_plan).at("6m")
    drill.do(role, Ask(text=text))
    return [(gap.id, gap.priority) for gap in gaps_of(drill.end(), "G01")]


def test_a_question_for_a_procedure_on_something_that_the_plan_does_not_speak_of_is_a_low_gap():
    assert asked("Is there a procedure for blackmail?") == [
        ("G01-act-is-there-a-procedure-for-blackmail", "low")
    ]


def test_a_question_for_a_procedure_that_the_plan_has_is_none():
    sections = [{"heading": "Blackmail", "text": "We do not pay."}]
    assert asked("Is there a procedure for blackmail?", sections=sections) == []
    assert asked("Do we have a step for mending it?") == []


def test_a_question_what_the_plan_says_about_a_message_is_about_that_message():
    assert asked("What does the plan say about this: Letter?") == [("G01-letter", "low")]
    assert asked("What does the plan say about this: Alert?", "engineer") == []


@pytest.mark.parametrize(
    "text",
    [
        "What does the plan say about this?",
        "What does clause 1 mean by mend?",
        "Which clause applies here, 1 or 2?",
        "Do we have anything on notifying the regulator?",
        "Is there a legal procedure for that?",
        "Do we have a better picture of the damage?",
        "What is the error rate?",
    ],
)
def test_other_questions_are_none(text):
    assert asked(text) == []


def test_work_that_stands_still_since_the_plan_does_not_say_how_to_go_on_is_a_gap():
    drill = a_drill().at("2m")
    drill.do(
        "engineer", ReportBlocked(missing="There is no procedure for a flooded data centre", step="mend")
    )
    found = gaps_of(drill.end("30m"), "G01")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "mend")]
    assert [gap.code for gap in find(drill.facts) if gap.step == "mend"] == ["G01"]


# Decisions ------------------------------------------------------------------------------------------------------------


def test_a_decision_that_nothing_governs_is_a_gap():
    drill = a_drill(CHOICE).at("6m")
    drill.do("comms", Decide(decision="pay", option="no", reason="It never helps."))
    found = gaps_of(drill.end(), "G01")
    assert [gap.id for gap in found] == ["G01-decision-pay"]
    assert "Do we pay the ransom?" in found[0].statement


RIGHT = {"id": "pay", "decision": "Payments", "role": "commander"}
CALLED_FOR = [{"id": "yes", "text": "Pay"}, {"id": "no", "text": "Do not pay", "plan_calls_for": True}]
DECIDER = [{"id": "commander", "title": "Commander", "duties": ["Decides, or says who decides."]}]
SHOWN = {"shown_by": [{"action": "decide"}]}


@pytest.mark.parametrize(
    ("decision", "of_plan"),
    [
        (CHOICE | {"step": "mend"}, {}),
        (CHOICE, {"decision_rights": [RIGHT]}),
        (CHOICE, {"decision_rights": [RIGHT | {"id": "money", "decision": "Paying a ransom"}]}),
        (CHOICE | {"options": CALLED_FOR}, {}),
        (
            CHOICE,
            {"roles": [*DECIDER, {"id": "comms", "title": "Comms"}, {"id": "engineer", "title": "Engineer"}]},
        ),
    ],
)
def test_a_decision_that_the_plan_speaks_of_is_none(decision, of_plan):
    drill = a_drill(decision, **of_plan).at("6m")
    drill.do("commander", Decide(decision="pay", option="no", reason="It never helps."))
    assert gaps_of(drill.end(), "G01") == []


def test_a_step_that_any_decision_shows_governs_it():
    injects = [inject("alert", "1m", ["choose"], decision="pay")]
    drill = Drill(plan([step("choose", "commander", **SHOWN)]), scenario(injects, decisions=[CHOICE])).start()
    drill.at("2m").do("commander", Decide(decision="pay", option="no", reason="It never helps."))
    assert gaps_of(drill.end(), "G01") == []


def test_an_act_that_was_taken_back_is_none():
    drill = a_drill().at("2m")
    drill.submit(cmd.Act("engineer", Improvise(text="Typed in the wrong window"), source="facilitator"))
    drill.submit(cmd.UndoLast())
    assert gaps_of(drill.end(), "G01") == []


def test_a_step_done_outside_the_scope_is_none():
    assert after_one("engineer", DoStep(step="tidy")) == []
