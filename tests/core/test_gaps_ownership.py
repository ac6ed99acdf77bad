"""G03: the team did not know whose a step or a decision was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import (
    Acknowledge,
    Ask,
    AssumeRole,
    Decide,
    DoStep,
    HandOver,
    PostUpdate,
)

CHOICE = {
    "id": "roll-back",
    "question": "Do we roll back?",
    "options": [{"id": "yes", "text": "Roll back"}, {"id": "no", "text": "Wait"}],
    "time_limit": "10m",
}
RIGHT = {
    "id": "roll-back",
    "decision": "Rolling back",
    "clause": "12.2",
    "by_severity": {"SEV1": "commander", "SEV2": "engineer"},
    "no_answer": {"after": "5m", "role": "comms"},
}


def a_drill(*steps: dict[str, Any], decision: dict[str, Any] | None = None, **of_plan: Any) -> Drill:
    names = [str(found["id"]) for found in steps]
    asking = {"decision": "roll-back"} if decision else {}
    return (
        Drill(
            plan(steps, **of_plan),
            scenario(
                [inject("alert", "1m", names, channel="alert", **asking)],
                decisions=[decision] if decision else [],
            ),
        )
        .start()
        .at("2m")
    )


def both_do(drill: Drill, second: str = "comms", wait: str = "4m") -> Drill:
    drill.do("engineer", DoStep(step="mend"))
    drill.at(wait).do(second, DoStep(step="mend"))
    return drill.end("20m")


# Steps ----------------------------------------------------------------------------------------------------------------


def test_two_roles_on_a_step_without_an_owner_is_a_gap_in_the_plan():
    found = gaps_of(both_do(a_drill(step("mend", None))), "G03")
    assert [(gap.kind, gap.step, gap.role) for gap in found] == [("plan", "mend", None)]
    assert "Engineer and Communications lead" in found[0].statement


def test_two_roles_on_a_step_with_one_owner_is_for_practice():
    assert [gap.kind for gap in gaps_of(both_do(a_drill(step("mend"))), "G03")] == ["execution"]


def test_owner_and_deputy_on_one_step_is_none():
    assert gaps_of(both_do(a_drill(step("mend")), second="deputy"), "G03") == []


def test_the_same_step_much_later_is_none():
    assert gaps_of(both_do(a_drill(step("mend", None)), wait="13m"), "G03") == []


def test_several_acknowledgements_are_none():
    drill = a_drill(step("ack", None, shown_by=[{"action": "acknowledge"}]))
    for role in ("engineer", "commander", "comms"):
        drill.at_next_second().do(role, Acknowledge())
    assert gaps_of(drill.end("20m"), "G03") == []


def test_a_role_that_was_handed_over_between_two_acts_is_none():
    declare = step("declare", "commander", shown_by=[{"action": "assume role", "role": "commander"}])
    drill = a_drill(declare)
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("4m").do("commander", HandOver(role="commander", to="engineer"))
    drill.at("5m").do("engineer", AssumeRole(role="commander"))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_two_who_take_command_is_a_gap():
    declare = step("declare", "commander", shown_by=[{"action": "assume role", "role": "commander"}])
    drill = a_drill(declare)
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("4m").do("engineer", AssumeRole(role="commander"))
    assert len(gaps_of(drill.end("20m"), "G03")) == 1


def test_a_missed_step_that_the_plan_gives_to_nobody_is_a_gap_in_the_plan():
    found = gaps_of(a_drill(step("mend", None, critical=True)).end("20m"), "G03")
    assert [(gap.kind, gap.priority, gap.clause) for gap in found] == [("plan", "high", "1")]


def test_a_missed_step_with_an_owner_is_none():
    assert gaps_of(a_drill(step("mend")).end("20m"), "G03") == []


def a_telling(author: str) -> Drill:
    tell = step(
        "tell-customers",
        target=target("first alert", "9m"),
        shown_by=[{"action": "post update", "audience": "customers"}],
    )
    channel = {
        "id": "web",
        "audience": "customers",
        "title": "Status page",
        "channel": "web",
        "author": author,
    }
    drill = a_drill(tell, communications=[channel])
    drill.do("comms", PostUpdate(audience="customers", text="We know."))
    return drill.end("20m")


def test_a_role_that_another_part_of_the_plan_names_is_a_contradiction():
    found = gaps_of(a_telling("comms"), "G03")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "tell-customers")]
    assert "Status page" in found[0].statement


def test_a_wrong_role_where_the_plan_is_of_one_voice_is_none():
    assert gaps_of(a_telling("engineer"), "G03") == []


# Decisions ------------------------------------------------------------------------------------------------------------


def decided(role: str, time: str = "3m", **of_plan: Any) -> list[tuple[str, str, str | None]]:
    drill = a_drill(decision=CHOICE, **of_plan).at(time)
    drill.do(role, Decide(decision="roll-back", option="yes", reason="Quickest."))
    return [(gap.kind, gap.clause, gap.role) for gap in gaps_of(drill.end("20m"), "G03")]


def test_a_decision_without_the_right_to_it_names_who_has_it():
    assert decided("engineer", decision_rights=[RIGHT]) == [("execution", "12.2", "commander")]


def test_whoever_has_the_right_at_the_true_severity_may_decide():
    assert decided("commander", decision_rights=[RIGHT]) == []


def test_whoever_may_when_nobody_answers_may_once_the_time_has_passed():
    assert decided("comms", "3m", decision_rights=[RIGHT]) != []
    assert decided("comms", "7m", decision_rights=[RIGHT]) == []


def test_a_decision_of_which_the_plan_says_nothing_is_not_held_against_the_role():
    assert decided("engineer") == []


def test_a_decision_that_nobody_took_and_nobody_owns_is_a_gap_in_the_plan():
    found = gaps_of(a_drill(decision=CHOICE).end("30m"), "G03")
    assert [(gap.kind, gap.id) for gap in found] == [("plan", "G03-decision-roll-back")]


def test_a_decision_that_ran_out_although_somebody_owns_it_is_none():
    assert gaps_of(a_drill(decision=CHOICE, decision_rights=[RIGHT]).end("30m"), "G03") == []


# Questions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["Who decides this?", "who is in charge here", "Whose call is it?", "Who may publish that?"]
)
def test_a_question_who_decides_is_a_gap(text):
    drill = a_drill(step("mend"))
    drill.do("engineer", DoStep(step="mend"))
    drill.do("comms", Ask(text=text))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G03")] == ["G03-who-decides"]


@pytest.mark.parametrize(
    "text", ["Who reported this first?", "What is the error rate?", "How long do we have?"]
)
def test_another_question_is_none(text):
    drill = a_drill(step("mend"))
    drill.do("engineer", DoStep(step="mend"))
    drill.do("comms", Ask(text=text))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_a_question_that_quotes_a_message_who_leads_asks_no_such_thing():
    written = plan([step("mend")])
    drill = Drill(written, scenario([inject("prompt", "1m", ["mend"]) | {"title": "Who is leading this?"}]))
    drill.start().at("2m").do("comms", Ask(text="What does the plan say about this: who is leading this??"))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_a_question_while_a_decision_is_open_is_about_that_decision():
    drill = a_drill(decision=CHOICE, decision_rights=[RIGHT])
    drill.do("comms", Ask(text="Who decides?"))
    drill.do("commander", Decide(decision="roll-back", option="yes", reason="Quickest."))
    found = gaps_of(drill.end("20m"), "G03")
    assert [gap.id for gap in found] == ["G03-decision-roll-back"]
    assert "Do we roll back?" in found[0].statement


def test_many_signals_of_one_gap_are_told_in_part_and_cited_in_full():
    drill = a_drill(step("mend"))
    drill.do("engineer", DoStep(step="mend"))
    for _ in range(6):
        drill.at_next_second().do("comms", Ask(text="Who decides?"))
    found = gaps_of(drill.end("20m"), "G03")
    assert [(gap.id, len(gap.evidence)) for gap in found] == [("G03-who-decides", 6)]
    assert found[0].statement.count("Who decides?") == 3
    assert found[0].statement.endswith("And 3 more of the kind.")
