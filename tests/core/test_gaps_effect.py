"""G16: the plan was followed to the letter, and it did not help."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Contain, Decide, Diagnose, DoStep, Improvise, ReportBlocked, Resolve, Verify
from trainer.core.events import Rating
from trainer.core.gaps import effect
from trainer.core.gaps.finding import act

SWITCH = step("switch", critical=True, target=target("first alert", "10m"), shown_by=[{"action": "contain"}])
TELL = step("tell", "comms", target=target("first alert", "15m"))
CONFIRM = step("confirm", target=target("first alert", "30m"), shown_by=[{"action": "verify"}])
BACK = {
    "id": "restore",
    "title": "Bring it back",
    "steps": ["switch"],
    "achieved_when": {"reached": "recovered"},
}


def a_drill(*steps: dict[str, Any], objectives: list[dict[str, Any]], **of_scenario: Any) -> Drill:
    asked = list(steps) or [SWITCH, TELL]
    alert = inject("alert", "1m", [found["id"] for found in asked], channel="alert")
    more = of_scenario.pop("injects", [])
    return Drill(plan(asked), scenario([alert, *more], objectives=objectives, **of_scenario)).start().at("5m")


def switched(drill: Drill, time: str = "5m") -> Drill:
    drill.at(time).do(
        "engineer", Contain(measure="Switched to the reserve line", reason="The plan's first choice.")
    )
    return drill


def told(drill: Drill) -> Drill:
    drill.do("comms", DoStep(step="tell"))
    return drill


def kinds(drill: Drill) -> list[tuple[str, str, str | None]]:
    return [(gap.id, gap.kind, gap.step) for gap in gaps_of(drill, "G16")]


# An objective that was not reached although the plan was followed -----------------------------------------------------


def test_an_objective_that_failed_although_its_steps_were_done_is_the_plans_gap():
    drill = told(switched(a_drill(objectives=[BACK]))).end("1h")
    assert kinds(drill) == [("G16-restore", "plan", "switch")]
    found = gaps_of(drill, "G16")[0]
    assert '"Bring it back"' in found.statement
    assert '"Switch" (clause 1)' in found.statement


def test_an_objective_that_was_reached_is_none():
    back = inject("back", "20m", marks=["recovered"])
    assert kinds(switched(a_drill(objectives=[BACK], injects=[back])).end("1h")) == []


def test_an_objective_without_a_condition_is_none():
    objective = {key: value for key, value in BACK.items() if key != "achieved_when"}
    assert kinds(switched(a_drill(objectives=[objective])).end("1h")) == []


def test_a_step_done_late_explains_the_failure():
    assert kinds(switched(a_drill(objectives=[BACK]), "12m").end("1h")) == []


def test_a_step_done_exactly_at_its_limit_does_not():
    assert kinds(switched(a_drill(objectives=[BACK]), "11m").end("1h")) == [("G16-restore", "plan", "switch")]


def test_a_step_that_was_missed_explains_the_failure():
    assert kinds(a_drill(objectives=[BACK]).end("1h")) == []


def test_a_step_by_the_wrong_role_explains_the_failure():
    drill = a_drill(objectives=[BACK])
    drill.do("comms", DoStep(step="switch"))
    assert kinds(drill.end("1h")) == []


def test_a_prompted_step_explains_the_failure():
    hint = inject("hint", "3m", contingency_for="switch")
    assert kinds(switched(a_drill(objectives=[BACK], injects=[hint])).end("1h")) == []


def test_play_that_was_cut_short_proves_nothing():
    back = inject("back", "50m", marks=["recovered"])
    assert kinds(switched(a_drill(objectives=[BACK], injects=[back])).end("30m")) == []


def test_play_that_ended_early_with_nothing_to_come_proves_it():
    assert len(kinds(switched(a_drill(objectives=[BACK])).end("30m"))) == 1


def test_a_condition_that_is_lost_for_good_fails_however_early_play_ends():
    objective = {**BACK, "achieved_when": {"not": {"delivered": "worse"}}}
    injects = [inject("worse", "10m"), inject("later", "50m")]
    assert len(kinds(switched(a_drill(objectives=[objective], injects=injects)).end("30m"))) == 1


def test_containment_that_nobody_checked_proves_nothing():
    objective = {**BACK, "achieved_when": {"reached": "contained"}}
    assert kinds(switched(a_drill(objectives=[objective])).end("1h")) == []


def test_a_measure_that_was_open_when_play_ended_may_still_have_helped():
    second = step("cut-off", target=target("first alert", "2h"))
    assert kinds(switched(a_drill(SWITCH, second, objectives=[BACK])).end("1h")) == []


def test_another_missed_measure_explains_the_failure():
    drill = a_drill(SWITCH, step("cut-off", target=target("first alert", "10m")), objectives=[BACK])
    assert kinds(switched(drill).end("1h")) == []


def test_a_step_that_the_condition_names_and_that_was_missed_explains_the_failure():
    objective = {**BACK, "achieved_when": {"done": "tell"}}
    assert kinds(switched(a_drill(objectives=[objective])).end("1h")) == []


def test_a_severity_that_was_not_set_is_a_matter_of_criteria():
    objective = {**BACK, "achieved_when": {"severity": "SEV1"}}
    assert kinds(switched(a_drill(objectives=[objective])).end("1h")) == []


def test_a_message_that_the_facilitator_did_not_send_proves_nothing():
    objective = {**BACK, "achieved_when": {"delivered": "back"}}
    injects = [inject("back", None)]
    assert kinds(switched(a_drill(objectives=[objective], injects=injects)).end("1h")) == []


CHOICE = {
    "id": "which",
    "question": "Which measure?",
    "step": "choose",
    "options": [
        {"id": "reserve", "text": "Reserve line", "plan_calls_for": True},
        {"id": "wait", "text": "Wait"},
    ],
}


def chosen(option: str) -> list[tuple[str, str, str | None]]:
    objective = {**BACK, "steps": ["choose"]}
    choose = step("choose", critical=True, target=target("first alert", "10m"))
    asked = inject("question", "2m", decision="which")
    drill = a_drill(choose, objectives=[objective], injects=[asked], decisions=[CHOICE])
    drill.do("engineer", Decide(decision="which", option=option, reason="So it says."))
    return kinds(drill.end("1h"))


def test_a_decision_for_what_the_plan_calls_for_that_failed_is_the_plans_gap():
    assert chosen("reserve") == [("G16-restore", "plan", "choose")]


def test_a_decision_against_the_plan_explains_the_failure():
    assert chosen("wait") == []


# What evaluators say --------------------------------------------------------------------------------------------------

NO_CONDITION = {"id": "restore", "title": "Bring it back", "steps": ["switch"]}


def assessed(*verdicts: tuple[str, str | None, str | None], at: str = "5m") -> Drill:
    drill = told(switched(a_drill(objectives=[NO_CONDITION]), at)).end("1h")
    for by, followed, adequate in verdicts:
        drill.submit(cmd.AssessStep("switch", followed, adequate, "The line carries too little.", by))  # type: ignore[arg-type]
    return drill


def test_a_step_that_was_followed_and_not_adequate_is_the_plans_gap():
    drill = assessed(("anna", "yes", "no"))
    found = gaps_of(drill, "G16")
    assert [(gap.id, gap.kind, gap.step, gap.priority) for gap in found] == [
        ("G16-switch", "plan", "switch", "high")
    ]
    assert found[0].confidence == "evaluator"
    assert "The line carries too little." in found[0].statement
    assert "anna" not in found[0].statement


def test_a_step_that_was_partly_adequate_weighs_less():
    assert [gap.priority for gap in gaps_of(assessed(("anna", "yes", "partly")), "G16")] == ["medium"]


def test_two_evaluators_who_agree_are_a_consensus():
    found = gaps_of(assessed(("anna", "yes", "no"), ("ben", "yes", "no")), "G16")
    assert [gap.confidence for gap in found] == ["consensus"]


def test_evaluators_who_disagree_are_said_to():
    found = gaps_of(assessed(("anna", "yes", "no"), ("ben", "yes", "yes")), "G16")
    assert [(gap.confidence, gap.priority) for gap in found] == [("evaluator", "medium")]
    assert "disagree" in found[0].statement


@pytest.mark.parametrize(
    ("followed", "adequate"), [("no", "no"), ("partly", "no"), ("yes", "yes"), ("yes", None), (None, None)]
)
def test_a_step_that_was_not_followed_or_was_adequate_is_none(followed, adequate):
    assert kinds(assessed(("anna", followed, adequate))) == []


def test_a_step_done_as_the_plan_says_counts_as_followed_where_nobody_said_otherwise():
    assert kinds(assessed(("anna", None, "no"))) == [("G16-switch", "plan", "switch")]
    assert kinds(assessed(("anna", None, "no"), at="12m")) == []


def test_the_newest_word_of_an_evaluator_counts():
    assert kinds(assessed(("anna", "yes", "no"), ("anna", "yes", "yes"))) == []


def rated(*ratings: tuple[str, Rating, bool], at: str = "5m") -> list[tuple[str, str, str]]:
    drill = told(switched(a_drill(objectives=[NO_CONDITION]), at)).end("1h")
    for rater, rating, agreed in ratings:
        drill.submit(cmd.RateObjective("restore", rating, rater, "It stayed dark.", (), agreed))
    return [(gap.id, gap.confidence, gap.priority) for gap in gaps_of(drill, "G16")]


def test_an_objective_rated_unable_although_its_steps_were_done_is_the_plans_gap():
    assert rated(("anna", Rating.UNABLE, False)) == [("G16-restore", "evaluator", "high")]
    assert rated(("anna", Rating.MAJOR_CHALLENGES, False)) == [("G16-restore", "evaluator", "medium")]


def test_an_objective_rated_well_is_none():
    assert rated(("anna", Rating.SOME_CHALLENGES, False)) == []
    assert rated(("anna", Rating.NOT_OBSERVED, False)) == []


def test_a_rating_that_a_late_step_explains_is_none():
    assert rated(("anna", Rating.UNABLE, False), at="12m") == []


def test_what_raters_agreed_on_stands_for_what_each_said():
    both = (("anna", Rating.UNABLE, False), ("ben", Rating.SOME_CHALLENGES, False))
    assert rated(*both) == [("G16-restore", "evaluator", "medium")]
    assert rated(*both, ("all", Rating.SOME_CHALLENGES, True)) == []
    assert rated(*both, ("all", Rating.UNABLE, True)) == [("G16-restore", "consensus", "high")]


# In play --------------------------------------------------------------------------------------------------------------


def in_play(*acts: tuple[str, str, Any], **of_scenario: Any) -> Drill:
    """A drill in which the measure was taken at 5 minutes, and then what is given."""
    drill = told(switched(a_drill(SWITCH, TELL, objectives=[NO_CONDITION], **of_scenario)))
    for time, role, action in acts:
        drill.at(time).do(role, action)
    return drill.end("1h")


VAIN = (
    Verify(what="Error rate", evidence="Still at 40 %, no change since the switch."),
    Verify(what="The switch did not help", evidence="Errors continue."),
    Diagnose(cause="The reserve line is overloaded as well; the switch had no effect."),
    ReportBlocked(missing="The measure did not help, orders are still failing."),
    Verify(what="Queue", evidence="Unchanged after ten minutes"),
    Verify(what="Payments", evidence="Timeouts persist on both lines"),
    Verify(what="Service", evidence="It isn't working, customers are still locked out"),
    Verify(what="Load", evidence="It got worse"),
    Verify(what="The site is still down", evidence="502 on every page"),
    Verify(what="Terminals", evidence="The ward terminals remain dark."),
    Verify(what="Error rate still 38 percent", evidence="Dashboard"),
    Verify(what="Orders", evidence="The queue is not draining"),
    Diagnose(cause="Payments are still failing on both lines."),
)


@pytest.mark.parametrize("said", VAIN)
def test_a_measure_of_the_plan_that_did_not_help_is_its_gap(said):
    assert kinds(in_play(("12m", "engineer", said))) == [("G16-switch", "plan", "switch")]


@pytest.mark.parametrize(
    "said",
    [
        Verify(what="Error rate", evidence="0.1 %, as on a normal day."),
        Verify(what="No errors any more", evidence="Nothing is still failing."),
        Verify(what="Errors", evidence="They no longer occur; the rate stays below 1 %."),
        Verify(what="Whether errors still occur", evidence="None in ten minutes."),
        Verify(what="Reserve line", evidence="Still stable after ten minutes, no further errors"),
        Diagnose(cause="The certificate of the main line had run out."),
        Diagnose(cause="The cache still points to the old host."),
        ReportBlocked(missing="Still no answer from the supplier."),
        ReportBlocked(missing="The console is not working, I cannot log in."),
        ReportBlocked(missing="The bastion host is still unreachable."),
        Diagnose(cause="The replica was not working because its disk was full."),
        Diagnose(cause="The old node still refuses writes."),
        Verify(what="Errors fell to zero", evidence="Latency is unchanged, all within the normal range."),
        Verify(what="Both databases", evidence="Checksums unchanged, no difference between them"),
        Verify(what="Reserve generator", evidence="Holds, load still at 60 %"),
        Verify(what="Failover", evidence="Done, no effect on customers"),
        Verify(what="Error rate", evidence="Fell at 10:20; the error rate stays down."),
    ],
)
def test_words_that_do_not_say_so_are_none(said):
    assert kinds(in_play(("12m", "engineer", said))) == []


def test_a_check_that_failed_after_an_earlier_success_is_the_last_word():
    good = Verify(what="Error rate", evidence="Back to 0.1 %.")
    drill = in_play(("12m", "engineer", good), ("20m", "engineer", VAIN[0]))
    assert kinds(drill) == [("G16-switch", "plan", "switch")]


def test_a_diagnosis_after_a_check_that_found_all_well_is_none():
    good = Verify(what="Error rate", evidence="Back to 0.1 %.")
    assert kinds(in_play(("12m", "engineer", good), ("20m", "engineer", VAIN[2]))) == []


def test_an_act_that_the_evaluator_took_for_no_step_is_no_check():
    drill = switched(a_drill(SWITCH, CONFIRM, objectives=[NO_CONDITION])).at("12m")
    seq = drill.do("engineer", DoStep(step="confirm", note="Errors continue at 40 %."))
    drill.end("1h").submit(cmd.LinkAction(seq, None, "Only a note."))
    assert kinds(drill) == []


def test_what_was_said_before_the_measure_is_none():
    drill = a_drill(SWITCH, objectives=[NO_CONDITION])
    drill.do("engineer", Diagnose(cause="Restarting did not help, errors continue."))
    assert kinds(switched(drill, "8m").end("1h")) == []


def test_a_first_failed_check_followed_by_a_success_is_none():
    good = Verify(what="Error rate", evidence="Back to 0.1 %.")
    assert kinds(in_play(("12m", "engineer", VAIN[0]), ("20m", "engineer", good))) == []


def test_a_failed_check_after_which_the_incident_was_resolved_is_none():
    assert (
        kinds(in_play(("12m", "engineer", VAIN[0]), ("30m", "commander", Resolve(statement="Works.")))) == []
    )


def test_a_failed_check_after_which_service_came_back_is_none():
    back = inject("back", "20m", marks=["recovered"])
    assert kinds(in_play(("12m", "engineer", VAIN[0]), injects=[back])) == []


def test_an_improvised_measure_that_worked_is_no_failure_of_the_objective():
    improvised = ("15m", "engineer", Improvise(text="Restarted the gateway by hand."))
    good = ("20m", "engineer", Verify(what="Error rate", evidence="Back to 0.1 %."))
    assert kinds(in_play(("12m", "engineer", VAIN[0]), improvised, good)) == []


def test_a_late_measure_that_did_not_help_is_not_laid_to_the_plan():
    drill = switched(a_drill(SWITCH, objectives=[NO_CONDITION]), "12m").at("20m")
    drill.do("engineer", VAIN[0])
    assert kinds(drill.end("1h")) == []


def test_a_second_measure_of_the_plan_that_was_missed_explains_the_failure():
    second = step("cut-off", target=target("first alert", "30m"))
    drill = switched(a_drill(SWITCH, second, objectives=[NO_CONDITION])).at("12m")
    drill.do("engineer", VAIN[0])
    assert kinds(drill.end("1h")) == []


def test_a_second_measure_of_the_plan_that_nobody_could_judge_yet_proves_nothing():
    second = step("cut-off", target=target("first alert", "30m"))
    drill = switched(a_drill(SWITCH, second, objectives=[NO_CONDITION])).at("12m")
    drill.do("engineer", VAIN[0])
    drill.at("20m").do("engineer", DoStep(step="cut-off"))
    assert kinds(drill.end("1h")) == []


def test_a_second_measure_of_the_plan_that_did_not_help_either_is_one_gap():
    second = step("cut-off", target=target("first alert", "30m"))
    drill = switched(a_drill(SWITCH, second, objectives=[NO_CONDITION])).at("12m")
    drill.do("engineer", VAIN[0])
    drill.at("20m").do("engineer", DoStep(step="cut-off"))
    drill.at("25m").do("engineer", VAIN[1])
    assert kinds(drill.end("1h")) == [("G16-cut-off", "plan", "cut-off")]


def test_a_check_entered_by_its_step_counts_like_any_other():
    drill = switched(a_drill(SWITCH, CONFIRM, objectives=[NO_CONDITION])).at("12m")
    drill.do("engineer", DoStep(step="confirm", note="Errors continue at 40 %."))
    assert kinds(drill.end("1h")) == [("G16-switch", "plan", "switch")]


def test_a_message_that_follows_the_measure_may_say_so():
    after = inject("after", "2m", text="The reserve line made no difference: errors continue at 40 %.")
    after["release"] = {"after": {"step": "switch", "delay": "4m"}}
    assert kinds(in_play(injects=[after])) == [("G16-switch", "plan", "switch")]


def after_choosing(consequence: str) -> list[tuple[str, str, str | None]]:
    options = [
        {
            "id": "reserve",
            "text": "Reserve line",
            "plan_calls_for": True,
            "consequence": {"text": consequence},
        },
        {"id": "wait", "text": "Wait"},
    ]
    choose = step("choose", critical=True, target=target("first alert", "10m"))
    asked = inject("question", "2m", decision="which")
    drill = a_drill(
        choose, objectives=[], injects=[asked], decisions=[{**CHOICE, "options": options, "step": "choose"}]
    )
    drill.do("engineer", Decide(decision="which", option="reserve", reason="So it says."))
    return kinds(drill.end("1h"))


def test_a_consequence_of_what_the_plan_calls_for_may_say_so():
    assert after_choosing("The errors continue; nothing has changed.") == [("G16-choose", "plan", "choose")]
    assert after_choosing("The errors fall within five minutes.") == []


def test_a_message_that_does_not_follow_from_the_measure_is_none():
    after = inject("after", "12m", text="Customers write that errors continue.")
    assert kinds(in_play(injects=[after])) == []


def test_the_finding_is_about_what_was_said():
    drill = told(switched(a_drill(objectives=[NO_CONDITION]))).at("12m")
    seq = drill.do("engineer", VAIN[0])
    assert [found.about for found in effect.find(drill.end("1h").facts)] == [(act(seq),)]


def test_all_that_shows_one_failure_is_one_gap():
    drill = told(switched(a_drill(objectives=[BACK]))).at("12m")
    drill.do("engineer", VAIN[0])
    drill.end("1h").submit(cmd.AssessStep("switch", "yes", "no", "Too small.", "anna"))
    drill.submit(cmd.RateObjective("restore", Rating.UNABLE, "anna", "It stayed dark."))
    found = gaps_of(drill, "G16")
    assert [(gap.id, gap.step, gap.confidence) for gap in found] == [("G16-restore", "switch", "evaluator")]


def test_two_objectives_that_failed_by_the_same_steps_are_one_gap():
    other = {**BACK, "id": "serve", "title": "Serve people"}
    assert len(kinds(told(switched(a_drill(objectives=[BACK, other]))).end("1h"))) == 1
