"""Every expected action is judged once, by the first rule that holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.findings_world import Drill, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Acknowledge, DoStep, Improvise
from trainer.core.events import Outcome
from trainer.core.outcomes import Judgement, judge, timers

STEPS = ("first", "second", "third", "fourth", "fifth")


def five_steps(**changes: dict[str, Any]) -> dict[str, Any]:
    """Five steps of the engineer's, each due five minutes after the first alert; `changes` by step."""
    return plan(
        step(name, **{"target": target("first alert", "5m"), **changes.get(name, {})}) for name in STEPS
    )


def five_expected(**more: Any) -> dict[str, Any]:
    return scenario([inject("alert", "1m", STEPS, channel="alert")], **more)


def played(
    one: str | None,
    with_plan: dict[str, Any] | None = None,
    with_scenario: dict[str, Any] | None = None,
) -> Drill:
    """All steps but one done by the engineer one minute after the alert, one after another."""
    drill = Drill(with_plan or five_steps(), with_scenario or five_expected()).start().at("2m")
    for name in STEPS:
        if name != one:
            drill.at_next_second().do("engineer", DoStep(step=name))
    return drill


def outcomes(drill: Drill) -> dict[str, Outcome]:
    return {judgement.key: judgement.outcome for judgement in drill.facts.judgements}


def only(drill: Drill, name: str, outcome: Outcome) -> None:
    """The named step has this outcome and every other is on time."""
    expected = dict.fromkeys(STEPS, Outcome.ON_TIME) | {name: outcome}
    assert outcomes(drill) == expected


def of(drill: Drill, key: str) -> Judgement:
    return next(judgement for judgement in drill.facts.judgements if judgement.key == key)


def test_a_perfect_run_is_on_time_everywhere():
    assert set(outcomes(played(None).end("10m")).values()) == {Outcome.ON_TIME}


def test_a_late_action_is_late_not_missed():
    drill = played("third").at("7m")
    drill.do("engineer", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.LATE)
    late = of(drill, "third")
    assert (late.elapsed, late.limit, late.delta, late.met) == (360_000_000, 300_000_000, 60_000_000, False)


def test_an_act_exactly_at_the_limit_is_on_time():
    drill = played("third").at("6m")
    drill.do("engineer", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.ON_TIME)
    assert of(drill, "third").delta == 0


def test_a_step_that_nobody_did_is_missed_once_its_limit_has_run_out():
    drill = played("third").end("6m")
    only(drill, "third", Outcome.MISSED)
    assert of(drill, "third").met is False
    assert of(drill, "third").elapsed is None


def test_a_step_is_not_observed_when_play_ends_before_its_limit_runs_out():
    drill = played("third").end("5m 59s")
    only(drill, "third", Outcome.NOT_OBSERVED)
    assert of(drill, "third").met is None


def test_a_step_whose_clock_never_starts_is_not_observed():
    drill = played("third", five_steps(third={"target": target("resolved", "5m")})).end("30m")
    only(drill, "third", Outcome.NOT_OBSERVED)
    assert "resolved" in of(drill, "third").why


def test_a_step_that_the_true_severity_does_not_ask_for_is_not_applicable():
    drill = played("third", five_steps(third={"severities": ["SEV2"]})).end("30m")
    only(drill, "third", Outcome.NOT_APPLICABLE)


def test_a_step_that_does_not_apply_stays_so_even_when_it_is_done():
    drill = played(None, five_steps(third={"severities": ["SEV2"]})).end("30m")
    only(drill, "third", Outcome.NOT_APPLICABLE)


def test_another_roles_act_is_wrong_role():
    drill = played("third")
    drill.do("comms", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.WRONG_ROLE)
    assert of(drill, "third").done_by == "comms"
    assert of(drill, "third").met is True


def test_a_deputys_act_is_the_right_roles():
    drill = played("third")
    drill.do("deputy", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.ON_TIME)


def test_a_step_without_an_owner_has_no_wrong_role():
    drill = played("third", five_steps(third={"role": None}))
    drill.do("comms", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.ON_TIME)


def test_a_step_done_before_the_one_that_comes_first_is_out_of_order():
    drill = played(None, five_steps(third={"after": ["fourth"]}))
    only(drill.end("20m"), "third", Outcome.OUT_OF_ORDER)


def test_steps_done_at_the_same_moment_are_in_order():
    at_once = Drill(five_steps(third={"after": ["fourth"]}), five_expected()).start().at("2m")
    for name in STEPS:
        at_once.do("engineer", DoStep(step=name))
    only(at_once.end("20m"), "third", Outcome.ON_TIME)


def test_a_predecessor_that_was_never_done_is_its_own_miss_and_not_its_successors_disorder():
    drill = played("third", five_steps(fourth={"after": ["third"]})).end("20m")
    only(drill, "third", Outcome.MISSED)


def test_a_predecessor_that_does_not_apply_puts_nothing_out_of_order():
    changed = five_steps(third={"after": ["fourth"]}, fourth={"severities": ["SEV2"]})
    only(played(None, changed).end("20m"), "fourth", Outcome.NOT_APPLICABLE)


@pytest.mark.parametrize("time", ["3m", "4m"])
def test_a_step_done_after_a_contingency_inject_is_prompted(time):
    second_chance = inject("second-chance", "3m", contingency_for="third")
    drill = played(
        "third", None, scenario([inject("alert", "1m", STEPS, channel="alert"), second_chance])
    ).at(time)
    drill.do("engineer", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.PROMPTED)


def test_a_step_done_before_the_contingency_inject_is_not_prompted():
    second_chance = inject("second-chance", "3m", contingency_for="third")
    drill = played(None, None, scenario([inject("alert", "1m", STEPS, channel="alert"), second_chance]))
    only(drill.end("20m"), "third", Outcome.ON_TIME)


def test_an_act_in_place_of_a_step_is_an_improvised_equivalent():
    drill = played("third")
    drill.do("engineer", Improvise(text="rang the bell", instead_of="third"))
    only(drill.end("20m"), "third", Outcome.IMPROVISED)


def test_the_weightier_shortcoming_names_the_outcome_and_the_others_are_kept():
    drill = played("third").at("9m")
    drill.do("comms", DoStep(step="third"))
    only(drill.end("20m"), "third", Outcome.WRONG_ROLE)
    assert of(drill, "third").also == (Outcome.LATE,)
    assert of(drill, "third").met is False


def test_a_step_without_a_limit_that_was_done_counts_for_no_target():
    drill = played(None, five_steps(third={"target": None})).end("20m")
    only(drill, "third", Outcome.ON_TIME)
    assert of(drill, "third").met is None


def test_a_step_without_a_limit_that_was_not_done_is_missed_at_the_end():
    drill = played("third", five_steps(third={"target": None})).end("2m 30s")
    only(drill, "third", Outcome.MISSED)
    assert of(drill, "third").met is None


def test_a_step_without_a_limit_is_still_open_while_play_goes_on():
    drill = played("third", five_steps(third={"target": None})).at("30m")
    assert outcomes(drill)["third"] is Outcome.NOT_OBSERVED


def test_a_limit_that_the_plan_sets_for_other_severities_only_is_no_limit():
    drill = played(None, five_steps(third={"target": target("first alert", {"SEV2": "1m"})})).end("20m")
    only(drill, "third", Outcome.ON_TIME)
    assert of(drill, "third").limit is None


def test_the_limit_is_that_of_the_true_severity():
    limits = {"SEV1": "30s", "SEV2": "1h"}
    drill = played(None, five_steps(third={"target": target("first alert", limits)})).end("20m")
    only(drill, "third", Outcome.LATE)


def test_an_act_before_the_clock_starts_took_no_time():
    drill = Drill(five_steps(), five_expected()).start()
    drill.do("engineer", DoStep(step="third"))
    drill.end("20m")
    assert of(drill, "third").outcome is Outcome.ON_TIME
    assert of(drill, "third").elapsed == 0


def test_a_step_that_nothing_called_for_is_not_held_against_another_role():
    conditional = five_steps(third={"condition": "Data are lost", "target": target("inject", "5m")})
    injects = [
        inject("alert", "1m", (name for name in STEPS if name != "third"), channel="alert"),
        inject("data-lost", None, ["third"]),
    ]
    drill = played(None, conditional, scenario(injects))
    assert outcomes(drill.end("20m"))["third"] is Outcome.ON_TIME
    other = played("third", conditional, scenario(injects))
    other.do("comms", DoStep(step="third"))
    only(other.end("20m"), "third", Outcome.NOT_OBSERVED)


def test_a_backdated_act_counts_from_when_it_happened():
    drill = played("third").at("8m")
    drill.do("engineer", DoStep(step="third"), ago="5m")
    only(drill.end("20m"), "third", Outcome.ON_TIME)
    assert of(drill, "third").elapsed == 120_000_000


def test_a_step_that_is_asked_for_again_is_judged_again():
    injects = [inject("alert", "1m", STEPS, channel="alert"), inject("again", "10m", ["third"])]
    drill = played(None, None, scenario(injects)).end("30m")
    assert outcomes(drill)["third"] is Outcome.ON_TIME
    assert outcomes(drill)["third#2"] is Outcome.MISSED
    keys = [judgement.key for judgement in drill.facts.judgements]
    assert keys == ["first", "second", "third", "third#2", "fourth", "fifth"]


def test_an_evaluators_judgement_stands_and_the_automatic_one_is_kept():
    drill = played("third").end("20m")
    drill.submit(cmd.OverruleOutcome("third", Outcome.ON_TIME, "It was said aloud at 0:02:30."))
    only(drill, "third", Outcome.ON_TIME)
    judged = of(drill, "third")
    assert judged.automatic is Outcome.MISSED
    assert judged.overruled == "It was said aloud at 0:02:30."
    assert judged.met is True
    assert judged.evidence[-1] == drill.journal.records()[-1].seq


def test_an_evaluators_judgement_that_was_taken_back_counts_for_nothing():
    drill = played("third").end("20m")
    drill.submit(cmd.OverruleOutcome("third", Outcome.ON_TIME, "Said aloud.")).submit(cmd.UndoLast())
    only(drill, "third", Outcome.MISSED)
    assert of(drill, "third").overruled is None


def test_every_outcome_rests_on_events():
    drill = played("third", five_steps(fourth={"severities": ["SEV2"]}, fifth={"target": None})).end("20m")
    assert all(judgement.evidence for judgement in drill.facts.judgements)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=7200), max_size=4))
def test_a_pause_changes_no_outcome(pauses):
    drill = played("third").at("3m")
    for pause in pauses:
        drill.submit(cmd.PauseClock()).wait(f"{pause}s").submit(cmd.ResumeClock())
    drill.at("6m 30s").do("engineer", DoStep(step="third"))
    drill.end("20m")
    only(drill, "third", Outcome.LATE)
    assert of(drill, "third").delta == 30_000_000


# Timers ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "state"),
    [("30s", "waiting"), ("3m", "open"), ("4m 45s", "open"), ("4m 46s", "at risk"), ("6m", "overdue")],
)
def test_a_timer_goes_from_waiting_over_at_risk_to_overdue(time, state):
    drill = Drill(five_steps(), five_expected()).start().at(time)
    row = timers(drill.session.state, drill.session.elapsed())[0]
    assert (row.key, row.state) == ("first", state)
    assert row.elapsed == (None if state == "waiting" else drill.session.elapsed() - 60_000_000)


def test_a_timer_says_how_a_step_was_done():
    drill = Drill(five_steps(), five_expected()).start().at("2m")
    drill.do("engineer", DoStep(step="first"))
    drill.do("comms", DoStep(step="second"))
    drill.at("9m").do("engineer", DoStep(step="third"))
    rows = {row.step: row for row in timers(drill.session.state, drill.session.elapsed())}
    assert rows["first"].state == "done on time"
    assert rows["first"].elapsed == 60_000_000
    assert rows["second"].state == "done otherwise"
    assert rows["third"].state == "done late"
    assert rows["fourth"].state == "overdue"


def test_steps_that_do_not_apply_have_no_timer():
    drill = Drill(five_steps(second={"severities": ["SEV2"]}), five_expected()).start().at("2m")
    assert [row.step for row in timers(drill.session.state, 0)] == ["first", "third", "fourth", "fifth"]


def test_a_step_without_a_limit_stays_open():
    drill = Drill(five_steps(first={"target": None}), five_expected()).start().at("50m")
    row = timers(drill.session.state, drill.session.elapsed())[0]
    assert (row.state, row.limit) == ("open", None)


def test_the_judgement_at_a_moment_agrees_with_that_at_the_end():
    drill = played("third").at("8m")
    before = judge(drill.session.state, drill.session.elapsed())
    drill.end()
    after = drill.facts.judgements
    assert [j.outcome for j in before] == [j.outcome for j in after]


def test_an_acknowledgement_closes_the_step_that_it_shows():
    shown = five_steps(third={"shown_by": [{"action": "acknowledge"}]})
    drill = played("third", shown)
    drill.do("engineer", Acknowledge(inject="alert"))
    only(drill.end("20m"), "third", Outcome.ON_TIME)
