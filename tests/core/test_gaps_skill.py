"""G15: the plan is right, a step was not done as it says, and nothing else explains it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import AssumeRole, Classify, Decide, DoStep, HandOver, Improvise, Page, PostUpdate
from trainer.core.events import Outcome, Seat
from trainer.core.gaps import find, skill
from trainer.core.gaps.attribution import RULES, Occasion, never_met, put_down_to
from trainer.core.time import MINUTE

FIVE = target("first alert", "5m")


def a_drill(*steps: dict[str, Any], of_plan: dict[str, Any] | None = None, **of_scenario: Any) -> Drill:
    """Every step is called for by an alert at 1 min; play ends when the test says so."""
    names = [str(found["id"]) for found in steps]
    script = scenario([inject("alert", "1m", names, channel="alert")], **of_scenario)
    return Drill(plan(steps, **(of_plan or {})), script).start().at("2m")


def alone(drill: Drill) -> list[str]:
    """What this detector finds, before anything else takes it over."""
    return [found.subject for found in skill.find(drill.facts)]


def codes(drill: Drill) -> list[str]:
    return [gap.id for gap in find(drill.facts)]


# What is one gap of skill ---------------------------------------------------------------------------------------------


def test_a_late_step_is_one_gap_in_execution_with_its_figures():
    drill = a_drill(step("mend", clause="1.2", target=FIVE)).at("8m")
    drill.do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [(gap.id, gap.kind, gap.poete, gap.step) for gap in found] == [
        ("G15-mend", "execution", "Training", "mend")
    ]
    for word in ('"Mend"', "clause 1.2", "Engineer", "7 min", "2 min", "5 min"):
        assert word in found[0].statement
    assert (found[0].role, found[0].clause) == ("engineer", "1.2")


def test_a_step_done_exactly_at_its_limit_is_none():
    drill = a_drill(step("mend", target=FIVE)).at("6m")
    drill.do("engineer", DoStep(step="mend"))
    assert codes(drill.end("20m")) == []


def test_a_missed_step_is_one():
    found = gaps_of(a_drill(step("mend", target=FIVE)).end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-mend"]
    assert "missed" in found[0].statement


def test_a_step_done_by_another_role_is_one():
    drill = a_drill(step("mend", target=FIVE))
    drill.do("comms", DoStep(step="mend"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-mend"]
    assert "Communications lead" in found[0].statement


def test_a_step_done_before_the_one_that_comes_first_is_one_and_names_that():
    drill = a_drill(step("look", target=FIVE), step("act", after=["look"], target=FIVE))
    drill.do("engineer", DoStep(step="act"))
    drill.at("3m").do("engineer", DoStep(step="look"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-act"]
    assert '"Look"' in found[0].statement


def test_a_step_that_did_not_wait_for_one_that_came_too_late_is_told_with_that():
    steps = (step("look", target=FIVE), step("act", after=["look"], target=FIVE))
    drill = a_drill(*steps)
    drill.at("3m").do("engineer", DoStep(step="act"))
    drill.at("8m").do("engineer", DoStep(step="look"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-look"]
    assert '"Act" had been done' in found[0].statement
    drill = a_drill(*steps)
    drill.at("7m").do("engineer", DoStep(step="act"))
    drill.at("8m").do("engineer", DoStep(step="look"))
    assert alone(drill.end("20m")) == ["look", "act"], "the step behind it was late itself"


def test_a_step_done_only_after_a_hint_is_one():
    drill = a_drill(step("mend", target=FIVE)).submit(cmd.GiveHint("alert", "Mend it."))
    drill.do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-mend"]
    assert "hint" in found[0].statement


def test_a_step_that_fell_short_once_of_several_times_is_one_and_says_of_how_many():
    script = scenario([inject(f"call-{n}", f"{1 + 20 * n}m", ["mend"]) for n in range(3)], length="2h")
    drill = Drill(plan([step("mend", target=target("inject", "5m"))]), script).start()
    for time in ("3m", "30m", "43m"):
        drill.at(time).do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end("60m"), "G15")
    assert [gap.id for gap in found] == ["G15-mend"]
    assert "1 of 3 times" in found[0].statement
    assert gaps_of(drill, "G05") == []


def test_a_decision_for_another_option_than_the_plan_calls_for_is_one_on_its_step():
    drill = decision_drill(step="choose")
    drill.do("engineer", Decide(decision="roll-back", option="wait", reason="It may pass."))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-choose"]
    assert alone(drill) == ["choose"]
    assert 'decided for "Wait", while the plan calls for "Roll it back"' in found[0].statement


def test_a_decision_whose_step_an_evaluator_judged_is_left_to_that():
    drill = decision_drill(step="choose", leaves=True)
    drill.do("engineer", Decide(decision="roll-back", option="wait", reason="It may pass."))
    drill.end("20m").submit(cmd.OverruleOutcome("choose", Outcome.ON_TIME, "They rolled back by hand."))
    assert alone(drill) == []


def test_a_decision_against_the_plan_that_stands_for_no_step_is_one_of_its_own():
    drill = decision_drill()
    drill.do("engineer", Decide(decision="roll-back", option="wait", reason="It may pass."))
    drill.do("engineer", DoStep(step="choose"))
    found = gaps_of(drill.end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-decision-roll-back"]
    assert all(word in found[0].statement for word in ("Roll back?", "Wait", "Roll it back", "Engineer"))


def test_choosing_what_leaves_the_step_open_is_one_gap_on_the_step():
    drill = decision_drill(step="choose", leaves=True)
    drill.do("engineer", Decide(decision="roll-back", option="wait", reason="It may pass."))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G15")] == ["G15-choose"]


def test_a_decision_as_the_plan_calls_for_it_is_none():
    drill = decision_drill(step="choose")
    drill.do("engineer", Decide(decision="roll-back", option="back", reason="The smallest step."))
    assert codes(drill.end("20m")) == []


def decision_drill(step: str | None = None, leaves: bool = False) -> Drill:
    """A decision about rolling back, which may stand for the step `choose`."""
    options = [
        {"id": "back", "text": "Roll it back", "plan_calls_for": True},
        {"id": "wait", "text": "Wait", "leaves_step_open": leaves},
    ]
    decision: dict[str, Any] = {"id": "roll-back", "question": "Roll back?", "options": options}
    if step is not None:
        decision["step"] = step
    injects = [inject("alert", "1m", ["choose"], channel="alert", decision="roll-back")]
    steps = [{"id": "choose", "title": "Choose", "role": "engineer", "target": FIVE}]
    return Drill(plan(steps), scenario(injects, decisions=[decision])).start().at("2m")


def test_the_weight_follows_from_the_step():
    def priority(**more: Any) -> str:
        return gaps_of(a_drill(step("mend", target=FIVE, **more)).end("20m"), "G15")[0].priority

    assert priority(critical=True) == "high"
    assert priority() == "medium"
    assert priority(strength="should") == "low"


def test_an_evaluators_outcome_counts_and_is_said_to_be_his():
    drill = a_drill(step("mend", target=FIVE))
    drill.do("engineer", DoStep(step="mend"))
    drill.end("20m").submit(cmd.OverruleOutcome("mend", Outcome.LATE, "Said so before it was true."))
    found = gaps_of(drill, "G15")
    assert [(gap.id, gap.confidence) for gap in found] == [("G15-mend", "evaluator")]


def test_what_an_evaluator_judged_on_time_is_none():
    drill = a_drill(step("mend", target=FIVE)).end("20m")
    drill.submit(cmd.OverruleOutcome("mend", Outcome.ON_TIME, "It was done aloud and not entered."))
    assert codes(drill) == []


def test_a_late_predecessor_is_named_as_what_came_before():
    drill = a_drill(
        step("look", target=FIVE), step("act", after=["look"], target=target("first alert", "8m"))
    )
    drill.at("9m").do("engineer", DoStep(step="look"))
    drill.at("11m").do("engineer", DoStep(step="act"))
    found = {gap.id: gap for gap in gaps_of(drill.end("20m"), "G15")}
    assert set(found) == {"G15-look", "G15-act"}
    assert '"Look"' in found["G15-act"].root_cause
    assert "3 min" in found["G15-act"].root_cause
    assert found["G15-look"].root_cause == ""


# What is none ---------------------------------------------------------------------------------------------------------


def test_everything_in_time_by_owner_or_deputy_is_none():
    drill = a_drill(step("look", target=FIVE), step("act", target=FIVE))
    drill.do("engineer", DoStep(step="look"))
    drill.do("deputy", DoStep(step="act"))
    assert codes(drill.end("20m")) == []


def test_an_optional_step_is_none():
    assert codes(a_drill(step("mend", strength="may", target=FIVE)).end("20m")) == []


def test_an_improvised_equivalent_is_a_deviation():
    drill = a_drill(step("mend", target=FIVE)).at("9m")
    drill.do("engineer", Improvise(text="Mended by hand", instead_of="mend"))
    assert gaps_of(drill.end("20m"), "G15") == []


def test_a_step_that_nobody_owns_and_nobody_did_is_not_a_matter_of_skill():
    assert gaps_of(a_drill(step("mend", None, target=FIVE)).end("20m"), "G15") == []


def test_a_step_that_was_not_reached_is_carried_by_the_one_before_it():
    look = step("look", target=FIVE, shown_by=[{"action": "diagnose"}])
    drill = a_drill(look, step("act", target=target("identified", "5m")))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G15")] == ["G15-look"]


def test_what_the_exercise_spoiled_is_none():
    script = scenario([inject("alert", "1m", ["tell"], channel="alert")])
    drill = Drill(plan([step("tell", "comms", target=FIVE)]), script, seats=[Seat(role="engineer")])
    assert gaps_of(drill.start().end("20m"), "G15") == []


def test_a_step_that_the_team_was_never_asked_for_is_none():
    # The branch that asks for it was not taken, but the plan's clock ran.
    branch = {"id": "worse", "title": "Worse", "when": {"reached": "contained"}}
    injects = [
        inject("alert", "1m", channel="alert"),
        inject("worse", "3m", ["mend"], branch="worse"),
    ]
    drill = Drill(plan([step("mend", target=FIVE)]), scenario(injects, branches=[branch])).start()
    assert codes(drill.end("30m")) == []


def test_a_role_that_does_anothers_step_beside_its_owner_is_none():
    drill = a_drill(step("mend", target=FIVE))
    drill.do("comms", DoStep(step="mend"))
    drill.at("20m").do("engineer", DoStep(step="mend"))
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-mend"], "the owner came too late"
    drill = a_drill(step("mend", target=FIVE))
    drill.do("comms", DoStep(step="mend"))
    drill.at("5m").do("engineer", DoStep(step="mend"))
    assert alone(drill.end("20m")) == []


@pytest.mark.parametrize(
    "taking",
    [AssumeRole(role="commander"), HandOver(role="commander", to="comms", briefed="All of it.")],
    ids=["assumed", "handed over"],
)
def test_who_had_taken_over_the_owners_role_acts_for_it(taking):
    drill = a_drill(step("lead", "commander", target=FIVE))
    drill.do("comms" if isinstance(taking, AssumeRole) else "commander", taking)
    drill.at("3m").do("comms", DoStep(step="lead"))
    assert alone(drill.end("20m")) == []


def test_a_role_that_was_taken_over_by_a_third_one_acts_no_more():
    drill = a_drill(step("lead", "commander", target=FIVE))
    drill.do("comms", AssumeRole(role="commander"))
    drill.do("deputy", AssumeRole(role="commander"))
    drill.at("3m").do("comms", DoStep(step="lead"))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G15")] == ["G15-lead"]


def right_drill(**right: Any) -> Drill:
    options = [{"id": "yes", "text": "Yes", "plan_calls_for": True}, {"id": "no", "text": "No"}]
    decision = {"id": "close", "question": "Close the shop?", "step": "close", "options": options}
    injects = [inject("alert", "1m", ["close"], channel="alert", decision="close")]
    rights = [{"id": "close", "decision": "Whether the shop closes", "role": "commander", **right}]
    steps = [step("close", "commander", target=target("first alert", "15m"))]
    return (
        Drill(plan(steps, decision_rights=rights), scenario(injects, decisions=[decision])).start().at("2m")
    )


def test_who_may_decide_when_nobody_answers_decides_rightly_once_that_time_is_over():
    yes = Decide(decision="close", option="yes", reason="Nobody else answered.")
    passed_on = {"no_answer": {"after": "5m", "role": "comms"}}
    drill = right_drill(**passed_on)
    drill.at("6m").do("comms", yes)
    assert alone(drill.end("30m")) == []
    drill = right_drill(**passed_on)
    drill.at("5m").do("comms", yes)
    assert alone(drill.end("30m")) == ["close"]
    assert alone(right_drill(by_severity={"SEV1": "comms"}).at("3m").end("30m")) == ["close"]
    drill = right_drill(by_severity={"SEV1": "comms"})
    drill.do("comms", yes)
    assert alone(drill.end("30m")) == []


def test_a_step_that_anybody_may_do_has_no_wrong_role():
    drill = a_drill(step("mend", target=FIVE, text="Anyone who notices may do this."))
    drill.do("comms", DoStep(step="mend"))
    assert alone(drill.end("20m")) == []


def gone(at: str) -> Drill:
    """The one role that may tell people drops out; the limit runs out at 6 min."""
    injects = [
        inject("alert", "1m", ["tell"], channel="alert"),
        inject("gone", at, absent=["comms"], to=["engineer"]),
    ]
    return Drill(plan([step("tell", "comms", target=FIVE)]), scenario(injects)).start()


def test_a_role_that_could_not_be_reached_missed_nothing():
    assert alone(gone("2m").end("20m")) == []
    assert alone(gone("7m").end("20m")) == ["tell"]


def test_another_role_may_do_what_a_role_that_cannot_be_reached_was_to_do():
    for at, found in (("2m", []), ("7m", ["tell"])):
        drill = gone(at).at("3m")
        drill.do("engineer", DoStep(step="tell"))
        assert alone(drill.end("20m")) == found


def classified(level: str, *, done: str | None = "9m") -> Drill:
    """Five minutes at SEV1, twelve at SEV2; the alert comes at 1 min, the true severity is SEV1."""
    steps = [
        step("level", shown_by=[{"action": "classify"}]),
        step("mend", target=target("first alert", {"SEV1": "5m", "SEV2": "12m"})),
    ]
    drill = a_drill(*steps)
    drill.do("engineer", Classify(severity=level, reason="As the triage table says."))
    if done is not None:
        drill.at(done).do("engineer", DoStep(step="mend"))
    return drill.end("20m")


def test_a_step_in_time_by_the_severity_that_the_team_had_set_is_a_matter_of_the_classification():
    assert gaps_of(classified("SEV2"), "G15") == []
    assert gaps_of(classified("SEV2", done="13m"), "G15") == []
    assert [gap.id for gap in gaps_of(classified("SEV2", done="13m 1s"), "G15")] == ["G15-mend"]
    assert [gap.id for gap in gaps_of(classified("SEV2", done=None), "G15")] == ["G15-mend"]
    assert [gap.id for gap in gaps_of(classified("SEV1"), "G15")] == ["G15-mend"]


def test_a_severity_that_was_set_after_the_limit_had_run_out_excuses_nothing():
    steps = [
        step("level", shown_by=[{"action": "classify"}]),
        step("mend", target=target("first alert", {"SEV1": "5m", "SEV2": "12m"})),
    ]
    drill = a_drill(*steps).at("7m")
    drill.do("engineer", Classify(severity="SEV2", reason="As the triage table says."))
    drill.at("9m").do("engineer", DoStep(step="mend"))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G15")] == ["G15-mend"]


def test_a_shift_of_the_clock_or_a_pause_changes_nothing():
    def played(pause: bool) -> list[tuple[str, str]]:
        drill = a_drill(step("mend", target=FIVE), step("look", target=FIVE))
        if pause:
            drill.submit(cmd.PauseClock("Talk")).wait("20m").submit(cmd.ResumeClock())
        drill.at("5m").do("engineer", DoStep(step="mend"))
        drill.at("8m").do("engineer", DoStep(step="look"))
        return [(gap.id, gap.statement) for gap in find(drill.end("20m").facts)]

    assert played(pause=True) == played(pause=False)


def test_a_late_act_that_comes_later_still_leaves_its_gap():
    for time in ("7m", "12m", "19m"):
        drill = a_drill(step("mend", target=FIVE)).at(time)
        drill.do("engineer", DoStep(step="mend"))
        assert codes(drill.end("20m")) == ["G15-mend"]
    assert codes(a_drill(step("mend", target=FIVE)).end("20m")) == ["G15-mend"]


# Pages that nobody answers --------------------------------------------------------------------------------------------

LADDER: dict[str, Any] = {
    "contacts": [
        {"id": "first-line", "title": "First line", "role": "engineer"},
        {"id": "second-line", "title": "Second line", "role": "deputy"},
        {"id": "duty-lead", "title": "Duty lead"},
    ],
    "escalation": [
        {"level": 1, "contact": "first-line", "acknowledge_within": "5m"},
        {"level": 2, "contact": "second-line", "acknowledge_within": "5m"},
        {"level": 3, "contact": "duty-lead"},
    ],
}


def paged(contact: str = "first-line") -> Drill:
    drill = a_drill(step("mend", "commander", target=target("first alert", "30m")), of_plan=LADDER)
    drill.do("commander", Page(contact=contact, result="no answer"))
    drill.do("commander", DoStep(step="mend"))
    return drill


def test_a_page_without_an_answer_that_is_not_passed_on_is_one():
    found = gaps_of(paged().end("20m"), "G15")
    assert [gap.id for gap in found] == ["G15-escalation-first-line"]
    for word in ("Commander", "First line", "Second line", "5 min", "level 2"):
        assert word in found[0].statement


@pytest.mark.parametrize(
    "page",
    [
        Page(contact="second-line", result="answered"),
        Page(contact="second-line", result="no answer"),
        Page(contact="duty-lead", result="answered"),
    ],
)
def test_going_on_to_the_next_level_is_as_the_plan_says(page):
    drill = paged().at("8m")
    drill.do("commander", page)
    assert gaps_of(drill.end("9m"), "G15") == []


def test_an_unanswered_page_is_none_where_play_ends_before_it_is_due_to_be_passed_on():
    assert gaps_of(paged().end("7m"), "G15") == []
    assert len(gaps_of(paged().end("7m 1s"), "G15")) == 1


def test_an_unanswered_page_is_none_where_the_one_called_comes_after_all():
    drill = paged().at("4m")
    drill.do("commander", Page(contact="first-line", result="answered"))
    assert gaps_of(drill.end("20m"), "G15") == []
    drill = paged().at("4m")
    drill.do("engineer", PostUpdate(audience="staff", text="I am here."))
    assert gaps_of(drill.end("20m"), "G15") == []


def test_the_last_level_and_a_contact_outside_the_ladder_have_no_next():
    assert gaps_of(paged("duty-lead").end("20m"), "G15") == []


def test_where_a_step_asks_for_the_next_level_the_step_is_judged():
    climb = step("climb", "commander", target=FIVE, shown_by=[{"action": "page", "contact": "second-line"}])
    drill = a_drill(climb, of_plan=LADDER)
    drill.do("commander", Page(contact="first-line", result="no answer"))
    assert [gap.id for gap in gaps_of(drill.end("20m"), "G15")] == ["G15-climb"]


# The rule itself ------------------------------------------------------------------------------------------------------


def late(**more: Any) -> Occasion:
    return Occasion(within=False, short=True, competent=True, took=7 * MINUTE, **more)


IN_TIME = Occasion(within=True, short=False, competent=True, took=4 * MINUTE)
MISSED = Occasion(within=False, short=True)


@pytest.mark.parametrize(
    ("occasions", "fits", "cause"),
    [
        ((), True, None),
        ((IN_TIME,), True, None),
        ((IN_TIME,), False, None),
        ((late(),), True, "practice"),
        ((late(prepared=True),), True, "practice"),
        ((late(), late()), True, "practice"),
        ((late(prepared=True), late(prepared=True)), True, "target"),
        ((late(prepared=True), late()), True, "practice"),
        ((late(), late(), late()), True, "target"),
        ((late(), late(), late(), IN_TIME), True, "practice"),
        ((late(), late(), MISSED), True, "practice"),
        ((late(earlier=True), late(earlier=True), late()), True, "target"),
        ((late(earlier=True), late(earlier=True), late(earlier=True), MISSED), True, "practice"),
        ((late(),), False, "target"),
        ((MISSED,), False, "target"),
        ((Occasion(within=True, short=True),), False, "practice"),
    ],
)
def test_plan_or_practice(occasions, fits, cause):
    assert put_down_to(occasions, fits) == cause


def test_one_time_within_the_limit_by_anybody_speaks_for_the_target():
    other = Occasion(within=True, short=True, competent=False, took=4 * MINUTE)
    assert never_met([late(), late(), late()])
    assert not never_met([late(), late(), late(), other])


def test_the_rule_is_printed_without_naming_people():
    assert all(rule.endswith(".") for rule in RULES)
    assert "blame" not in " ".join(RULES).casefold()
