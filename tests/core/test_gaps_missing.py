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
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    Resolve,
    Verify,
)

CONTACTS = [{"id": "second-line", "title": "Second line"}]
CHANNELS = [{"id": "status", "audience": "customers", "title": "Status page", "channel": "web"}]
CHOICE = {
    "id": "pay",
    "question": "Do we pay?",
    "options": [{"id": "yes", "text": "Pay"}, {"id": "no", "text": "Do not pay"}],
}


def a_drill(decision: dict[str, Any] | None = None, **of_plan: Any) -> Drill:
    injects = [
        inject("alert", "1m", ["mend"]),
        inject("letter", "5m", to=["comms"], **({"decision": "pay"} if decision else {})),
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
    drill.do("comms", Improvise(text="Answered the blackmailer"))
    drill.do("comms", Improvise(text="Asked for time"))
    found = gaps_of(drill.end(), "G01")
    assert [gap.id for gap in found] == ["G01-letter"]
    assert "Answered the blackmailer" in found[0].statement
    assert "Asked for time" in found[0].statement
    assert len(found[0].evidence) == 3


def test_an_inject_that_did_not_reach_the_role_is_not_blamed():
    assert after_one("engineer", Improvise(text="Rang the bell"), "6m") == ["G01-act-5"]


@pytest.mark.parametrize(
    "action",
    [
        PostUpdate(audience="regulator", text="We had a breach."),
        Page(contact="insurer"),
        HandOver(role="commander"),
    ],
)
def test_an_act_that_the_plan_provides_for_nowhere_is_a_gap(action):
    assert len(after_one("commander", action)) == 1


@pytest.mark.parametrize(
    "action",
    [
        PostUpdate(audience="customers", text="Again: we are on it."),
        Page(contact="second-line"),
        Acknowledge(),
        Verify(what="it holds", evidence="seen"),
        Ask(text="Can you repeat that?"),
    ],
)
def test_a_further_act_of_a_kind_that_the_plan_knows_is_none(action):
    assert after_one("commander", action) == []


def test_an_act_of_a_phase_that_the_plan_leaves_out_is_a_gap():
    # The small plan has one procedure, for containment.
    assert len(after_one("commander", Resolve())) == 1
    closing = {"id": "close", "title": "Close", "phase": "resolution", "steps": [step("say-so")]}
    opening = {"id": "open", "title": "Open", "phase": "containment", "steps": [step("mend"), step("tidy")]}
    assert after_one("commander", Resolve(), procedures=[opening, closing]) == []


def test_a_question_for_a_procedure_is_a_low_gap_where_nothing_is_asked_for():
    drill = a_drill().at("6m")
    drill.do("comms", Ask(text="Is there a procedure for blackmail?"))
    assert [(gap.id, gap.priority) for gap in gaps_of(drill.end(), "G01")] == [("G01-letter", "low")]


def test_a_question_about_steps_that_the_plan_has_is_none():
    assert after_one("engineer", Ask(text="What does the plan say about this?")) == []


def test_a_question_that_names_an_earlier_inject_is_about_that_one():
    drill = a_drill().at("6m")
    drill.do("comms", Ask(text="What does the plan say about this: Alert?"))
    drill.do("engineer", Ask(text="What does the plan say about this: Letter?"))
    assert gaps_of(drill.end(), "G01") == []


def test_a_decision_that_nothing_governs_is_a_gap():
    drill = a_drill(CHOICE).at("6m")
    drill.do("comms", Decide(decision="pay", option="no", reason="It never helps."))
    found = gaps_of(drill.end(), "G01")
    assert [gap.id for gap in found] == ["G01-decision-pay"]
    assert "Do we pay?" in found[0].statement


@pytest.mark.parametrize(
    ("decision", "of_plan"),
    [
        (CHOICE | {"step": "mend"}, {}),
        (CHOICE, {"decision_rights": [{"id": "pay", "decision": "Payments", "role": "commander"}]}),
        (
            CHOICE
            | {
                "options": [
                    {"id": "yes", "text": "Pay"},
                    {"id": "no", "text": "Do not pay", "plan_calls_for": True},
                ]
            },
            {},
        ),
    ],
)
def test_a_decision_that_the_plan_speaks_of_is_none(decision, of_plan):
    drill = a_drill(decision, **of_plan).at("6m")
    drill.do("commander", Decide(decision="pay", option="no", reason="It never helps."))
    assert gaps_of(drill.end(), "G01") == []


def test_an_act_that_was_taken_back_is_none():
    drill = a_drill().at("2m")
    drill.submit(cmd.Act("engineer", Improvise(text="Typed in the wrong window"), source="facilitator"))
    drill.submit(cmd.UndoLast())
    assert gaps_of(drill.end(), "G01") == []


def test_a_step_done_outside_the_scope_is_none():
    assert after_one("engineer", DoStep(step="tidy")) == []
