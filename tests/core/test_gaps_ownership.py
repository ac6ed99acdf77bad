"""G03: the team did not know whose a step or a decision was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core.actions import (
    Acknowledge,
    Ask,
    AssumeRole,
    CastVote,
    Decide,
    DoStep,
    HandOver,
    PostUpdate,
    ReportBlocked,
)
from trainer.core.gaps import find

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


def test_two_roles_on_a_step_with_one_clear_owner_is_none():
    assert gaps_of(both_do(a_drill(step("mend"))), "G03") == []


def test_a_step_that_everybody_does_for_themselves_is_none():
    joining = step("join", None, text="Everyone joins the call.")
    drill = a_drill(joining)
    for role in ("engineer", "comms", "commander"):
        drill.at_next_second().do(role, DoStep(step="join"))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_owner_and_deputy_on_one_step_is_none():
    assert gaps_of(both_do(a_drill(step("mend")), second="deputy"), "G03") == []


def test_the_same_step_much_later_is_none():
    assert gaps_of(both_do(a_drill(step("mend", None)), wait="13m"), "G03") == []


def test_several_acknowledgements_are_none():
    drill = a_drill(step("ack", None, shown_by=[{"action": "acknowledge"}]))
    for role in ("engineer", "commander", "comms"):
        drill.at_next_second().do(role, Acknowledge())
    assert gaps_of(drill.end("20m"), "G03") == []


def declaring(owner: str | None) -> Drill:
    return a_drill(step("declare", owner, shown_by=[{"action": "assume role", "role": "commander"}]))


def test_a_role_that_was_handed_over_between_two_acts_is_none():
    drill = declaring(None)
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("4m").do("commander", HandOver(role="commander", to="engineer", briefed="All of it."))
    drill.at("5m").do("engineer", AssumeRole(role="commander"))
    assert gaps_of(drill.end("20m"), "G03") == []


@pytest.mark.parametrize(("owner", "found"), [(None, ["plan"]), ("commander", [])])
def test_two_who_take_command_is_a_gap_where_the_plan_does_not_say_whose_it_is(owner, found):
    drill = declaring(owner)
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("4m").do("engineer", AssumeRole(role="commander"))
    assert [gap.kind for gap in gaps_of(drill.end("20m"), "G03")] == found


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


def test_both_roles_acting_where_two_parts_of_the_plan_name_them_is_a_contradiction():
    tell = step("tell", shown_by=[{"action": "post update", "audience": "customers"}])
    channel = {
        "id": "web",
        "audience": "customers",
        "title": "Status page",
        "channel": "web",
        "author": "comms",
    }
    drill = a_drill(tell, communications=[channel])
    for role in ("engineer", "comms"):
        drill.at_next_second().do(role, PostUpdate(audience="customers", text="We know."))
    found = gaps_of(drill.end("20m"), "G03")
    assert [(gap.kind, gap.step) for gap in found] == [("plan", "tell")]
    assert "Communications lead did" in found[0].statement
    assert "and so did Engineer" in found[0].statement


ROLES = [
    {"id": "engineer", "title": "Engineer"},
    {
        "id": "comms",
        "title": "Communications lead",
        "duties": ["Calls the grid operator and asks for power."],
    },
    {"id": "commander", "title": "Commander"},
]


@pytest.mark.parametrize(
    ("roles", "text", "found"),
    [
        (ROLES, "", ["plan"]),
        (None, "The Engineer or the Communications lead rings them.", ["plan"]),
        (None, "The Engineer rings them and tells the Communications lead.", []),
    ],
)
def test_a_duty_or_the_text_of_a_step_may_name_a_second_role(roles, text, found):
    call = step("call", text=text) | {"title": "Call the grid operator"}
    drill = a_drill(call, **({"roles": roles} if roles else {}))
    for role in ("engineer", "comms"):
        drill.at_next_second().do(role, DoStep(step="call"))
    assert [gap.kind for gap in gaps_of(drill.end("20m"), "G03")] == found


def twice(first: str, second: str, wait: str = "4m", **more: Any) -> list[str]:
    steps = [step("one", "engineer") | {"title": first}, step("two", "comms", **more) | {"title": second}]
    drill = a_drill(*steps)
    drill.do("engineer", DoStep(step="one"))
    drill.at(wait).do("comms", DoStep(step="two"))
    return [gap.id for gap in gaps_of(drill.end("30m"), "G03")]


def test_two_steps_that_ask_the_same_of_two_roles_are_a_gap():
    assert twice("Isolate the affected host", "Isolate affected hosts") == ["G03-one"]


def test_two_like_steps_in_order_or_far_apart_or_for_everybody_are_none():
    assert twice("Isolate the affected host", "Isolate affected hosts", after=["one"]) == []
    assert twice("Isolate the affected host", "Isolate affected hosts", wait="20m") == []
    assert twice("Join the crisis call", "Join the crisis call") == []
    assert twice("Isolate the affected host", "Restore the affected host") == []


def test_a_step_that_nobody_owns_takes_its_own_miss_with_it():
    drill = a_drill(step("mend", None, target=target("first alert", "5m"))).end("20m")
    assert [gap.code for gap in find(drill.facts)] == ["G03"]


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


def test_who_has_taken_the_holders_role_may_decide():
    drill = a_drill(decision=CHOICE, decision_rights=[RIGHT]).at("2m")
    drill.do("engineer", AssumeRole(role="commander"))
    drill.at("3m").do("engineer", Decide(decision="roll-back", option="yes", reason="Quickest."))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_a_decision_for_an_absent_holder_is_the_plans_gap_where_it_names_nobody_else():
    right = {name: value for name, value in RIGHT.items() if name != "no_answer"}
    injects = [
        inject("alert", "1m", channel="alert", decision="roll-back"),
        inject("gone", "2m", absent=["commander"]),
    ]
    drill = Drill(
        plan([step("mend")], decision_rights=[right]), scenario(injects, decisions=[CHOICE])
    ).start()
    drill.at("5m").do("engineer", Decide(decision="roll-back", option="yes", reason="Quickest."))
    (gap,) = gaps_of(drill.end("20m"), "G03")
    assert (gap.kind, gap.role) == ("plan", "commander")
    assert "could not be reached, and it names nobody else" in gap.statement


def test_a_right_about_the_same_matter_counts_as_well():
    right = {"id": "undoing", "decision": "Rolling a release back", "role": "commander"}
    choice = CHOICE | {"question": "Do we roll the release back?"}
    drill = a_drill(decision=choice, decision_rights=[right]).at("3m")
    drill.do("engineer", Decide(decision="roll-back", option="yes", reason="Quickest."))
    assert [gap.role for gap in gaps_of(drill.end("20m"), "G03")] == ["commander"]


def test_a_decision_by_another_role_than_the_steps_owner_is_a_matter_of_skill():
    drill = a_drill(step("mend", "commander"), decision=CHOICE | {"step": "mend"}).at("3m")
    drill.do("comms", Decide(decision="roll-back", option="yes", reason="Quickest."))
    assert [gap.code for gap in find(drill.facts) if gap.step == "mend"] == ["G15"]


def test_a_decision_left_open_to_the_end_is_a_gap_where_the_plan_names_nobody():
    patient = {name: value for name, value in CHOICE.items() if name != "time_limit"}
    assert [gap.kind for gap in gaps_of(a_drill(decision=patient).end("20m"), "G03")] == ["plan"]
    assert gaps_of(a_drill(decision=patient).end("9m"), "G03") == []
    owned = a_drill(decision=patient, decision_rights=[RIGHT]).end("20m")
    assert gaps_of(owned, "G03") == []


def test_a_role_whose_duty_it_is_to_decide_everything_is_named_for_every_decision():
    roles = [{"id": "commander", "title": "Commander", "duties": ["Decides, or says who decides."]}]
    assert gaps_of(a_drill(decision=CHOICE, roles=roles).end("30m"), "G03") == []
    one = [{"id": "commander", "title": "Commander", "duties": ["Decides on payments."]}]
    assert [gap.kind for gap in gaps_of(a_drill(decision=CHOICE, roles=one).end("30m"), "G03")] == ["plan"]


def test_a_decision_that_nobody_owns_is_one_gap():
    found = [gap for gap in find(a_drill(decision=CHOICE).end("30m").facts) if "decision" in gap.id]
    assert [(gap.code, gap.symptoms) for gap in found] == [("G03", ("G01 missing procedure or step",))]


# Questions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Who decides this?",
        "who is in charge here",
        "Whose call is it?",
        "Who may publish that?",
        "Who signs off the wording?",
        "Is that my decision or yours?",
        "Whose job is it to ring the wards?",
        "Who is supposed to open the gates?",
        "Who rings the bank, us or the treasury?",
        "Who should tell the drivers?",
        "Who owns this now?",
    ],
)
def test_a_question_whose_it_is_is_a_gap(text):
    assert asking(text) == ["G03-who-decides"]


@pytest.mark.parametrize(
    "text",
    [
        "Who reported this first?",
        "Who is affected?",
        "Who else sees this?",
        "Who will be hit next?",
        "Who approved the release last night?",
        "Who decided that yesterday?",
        "Who may have seen the data?",
        "Who should I call at the depot?",
        "Who has to be told?",
        "Who has access to the console?",
        "Who complains, customers or staff?",
        "Who rings at this hour?",
        "Who is on call tonight?",
        "What is the error rate?",
        "How long do we have?",
    ],
)
def test_a_question_for_facts_is_none(text):
    assert asking(text) == []


def asking(text: str, *steps: dict[str, Any], **of_plan: Any) -> list[str]:
    drill = a_drill(step("mend"), *steps, **of_plan)
    drill.do("engineer", DoStep(step="mend"))
    drill.do("comms", Ask(text=text))
    return [gap.id for gap in gaps_of(drill.end("3m"), "G03")]


def a_call(role: str | None) -> dict[str, Any]:
    return step("call", role) | {"title": "Call the grid operator"}


@pytest.mark.parametrize(
    "text", ["Who calls the grid operator?", "Whose job is it to call the grid operator?"]
)
def test_a_question_whose_work_a_step_is_is_about_that_step_and_answered_by_its_owner(text):
    assert asking(text, a_call(None)) == ["G03-call"]
    assert asking(text, a_call("engineer")) == []


def test_who_does_something_of_which_the_plan_has_no_step_is_none_by_itself():
    assert asking("Who calls the newspapers?") == []


def test_a_question_that_a_decision_right_answers_is_none():
    right = {"id": "gates", "decision": "Opening the flood gates", "role": "commander"}
    assert asking("Who decides whether the flood gates open?", decision_rights=[right]) == []
    assert asking("Who decides whether the flood gates open?") == ["G03-who-decides"]


def test_a_question_who_leads_is_none_once_somebody_has_taken_the_lead():
    drill = a_drill(step("mend"))
    drill.do("commander", AssumeRole(role="commander"))
    drill.at("3m").do("comms", Ask(text="Who is in command?"))
    assert gaps_of(drill.end("4m"), "G03") == []


def test_a_question_who_leads_is_none_where_the_plan_has_a_step_for_it():
    declare = step("declare", "commander", shown_by=[{"action": "assume role", "role": "commander"}])
    assert asking("Who is leading this?", declare) == []


def test_a_question_that_quotes_a_message_who_leads_asks_no_such_thing():
    written = plan([step("mend")])
    drill = Drill(written, scenario([inject("prompt", "1m", ["mend"]) | {"title": "Who is leading this?"}]))
    drill.start().at("2m").do("comms", Ask(text="What does the plan say about this: who is leading this??"))
    assert gaps_of(drill.end("20m"), "G03") == []


@pytest.mark.parametrize(("rights", "found"), [((), ["G03-decision-roll-back"]), ((RIGHT,), [])])
def test_a_question_while_a_decision_is_open_is_about_that_decision(rights, found):
    drill = a_drill(decision=CHOICE, decision_rights=list(rights))
    drill.do("comms", Ask(text="Who decides?"))
    drill.do("commander", Decide(decision="roll-back", option="yes", reason="Quickest."))
    gaps = gaps_of(drill.end("20m"), "G03")
    assert [gap.id for gap in gaps] == found
    assert all("Do we roll back?" in gap.statement for gap in gaps)


def test_a_question_about_something_else_is_not_answered_by_the_decision_that_is_open():
    drill = a_drill(decision=CHOICE, decision_rights=[RIGHT])
    drill.do("comms", Ask(text="Who decides whether the harbour is evacuated?"))
    drill.do("commander", Decide(decision="roll-back", option="yes", reason="Quickest."))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G03")] == ["G03-who-decides"]


def test_who_will_do_something_is_asked_in_every_call():
    assert asking("Who will replace the disk?") == []
    assert asking("Who takes the notes?") == []


def test_an_optional_step_that_nobody_owns_and_nobody_did_is_none():
    assert gaps_of(a_drill(step("mend", None, strength="may")).end("20m"), "G03") == []


def test_a_step_whose_message_never_came_was_asked_of_nobody():
    late = step("tidy", None, target=target("first alert", "5m"))
    injects = [inject("alert", "1m", ["mend"], channel="alert"), inject("never", None, ["tidy"])]
    drill = Drill(plan([step("mend"), late]), scenario(injects)).start().at("2m")
    drill.do("engineer", DoStep(step="mend"))
    assert gaps_of(drill.end("20m"), "G03") == []


def test_many_signals_of_one_gap_are_told_in_part_and_cited_in_full():
    drill = a_drill(step("mend"))
    drill.do("engineer", DoStep(step="mend"))
    for _ in range(6):
        drill.at_next_second().do("comms", Ask(text="Who decides?"))
    found = gaps_of(drill.end("20m"), "G03")
    assert [(gap.id, len(gap.evidence)) for gap in found] == [("G03-who-decides", 6)]
    assert found[0].statement.count("Who decides?") == 3
    assert found[0].statement.endswith("And 3 more of the kind.")


# Work that waits for somebody's word ----------------------------------------------------------------------------------


def waiting(missing: str, done: str | None = None, **of_plan: Any) -> list[tuple[str, str]]:
    drill = a_drill(step("mend", critical=True, target=target("first alert", "10m")), **of_plan).at("3m")
    drill.do("engineer", ReportBlocked(missing=missing, step="mend"))
    if done is not None:
        drill.at(done).do("engineer", DoStep(step="mend"))
    return [(gap.id, gap.kind) for gap in gaps_of(drill.end("30m"), "G03")]


def test_work_that_stood_still_for_want_of_an_approval_is_the_plans_gap_where_it_names_nobody():
    assert waiting("Somebody's approval to switch it off") == [("G03-mend", "plan")]


def test_where_the_plan_names_one_and_nobody_in_their_place_it_is_the_plans_gap_too():
    right = {"id": "off", "decision": "Switching the plant off", "role": "commander"}
    assert waiting("Approval to switch the plant off", decision_rights=[right]) == [("G03-mend", "plan")]


def test_where_the_plan_says_who_may_instead_it_was_not_followed():
    instead = {"no_answer": {"after": "5m", "role": "comms"}}
    right = {"id": "off", "decision": "Switching the plant off", "role": "commander"} | instead
    assert waiting("Approval to switch the plant off", decision_rights=[right]) == [("G03-mend", "execution")]


def test_an_approval_that_came_in_time_kept_nobody():
    assert waiting("Somebody's approval to switch it off", done="8m") == []
    assert waiting("Somebody's approval to switch it off", done="15m") == [("G03-mend", "plan")]


def test_a_blocker_of_another_kind_is_no_matter_of_ownership():
    assert waiting("The password of the console") == []


def test_work_that_stood_still_takes_its_missed_step_with_it():
    drill = a_drill(step("mend", target=target("first alert", "10m"))).at("3m")
    drill.do("engineer", ReportBlocked(missing="Somebody's approval to switch it off", step="mend"))
    assert [gap.code for gap in find(drill.end("30m").facts)] == ["G03"]


# Votes ----------------------------------------------------------------------------------------------------------------

WHOSE = {
    "id": "whose",
    "question": "Who tells the wards?",
    "about": "ownership",
    "options": ["Engineer", "Commander"],
    "truth": "Commander",
    "step": "mend",
}


def voting(answers: str, confidence: int | None = None, **changes: Any) -> list[Any]:
    injects = [inject("alert", "1m", ["mend"]), inject("asking", "2m", vote="whose")]
    drill = (
        Drill(plan([step("mend", critical=True)]), scenario(injects, votes=[WHOSE | changes]))
        .start()
        .at("3m")
    )
    for role, answer in zip(("engineer", "deputy", "commander", "comms"), answers, strict=False):
        choice = "Engineer" if answer == "e" else "Commander"
        drill.do(role, CastVote(vote="whose", choice=choice, confidence=confidence))
    drill.do("engineer", DoStep(step="mend"))
    return gaps_of(drill.end("9m"), "G03")


@pytest.mark.parametrize("answers", ["cccc", "ccce", "c", "e"])
def test_a_vote_of_one_mind_that_is_right_is_none(answers):
    assert voting(answers) == []


@pytest.mark.parametrize(
    ("answers", "verdict"), [("ccee", "no common view"), ("eeec", "most named Engineer")]
)
def test_a_vote_that_disagrees_or_is_wrong_is_a_gap_in_the_plan_about_its_step(answers, verdict):
    (gap,) = voting(answers)
    assert (gap.kind, gap.step) == ("plan", "mend")
    assert verdict in gap.statement


@pytest.mark.parametrize(("confidence", "priority"), [(5, "high"), (1, "low"), (None, "high")])
def test_sure_errors_weigh_more_than_guesses(confidence, priority):
    (gap,) = voting("eeec", confidence)
    assert gap.priority == priority


def test_a_vote_without_a_step_and_a_question_about_the_same_are_one_gap():
    injects = [inject("alert", "1m", ["mend"]), inject("asking", "2m", vote="whose")]
    script = scenario(injects, votes=[WHOSE | {"step": None}])
    drill = Drill(plan([step("mend")]), script).start().at("3m")
    for role, choice in (("engineer", "Engineer"), ("comms", "Commander")):
        drill.do(role, CastVote(vote="whose", choice=choice))
    drill.do("engineer", DoStep(step="mend"))
    drill.do("comms", Ask(text="Whose job is that?"))
    assert [gap.id for gap in gaps_of(drill.end("9m"), "G03")] == ["G03-who-decides"]
