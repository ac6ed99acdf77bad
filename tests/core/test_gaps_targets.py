"""G05: a target that the plan itself makes impossible, or that nobody competent ever met."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.earlier_drills import earlier, noting, went
from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Acknowledge, Diagnose, DoStep
from trainer.core.gaps import find

ACK = step("ack", target=target("first alert", "5m"), shown_by=[{"action": "acknowledge"}])


def a_drill(*steps: dict[str, Any], again: int = 0) -> Drill:
    names = [str(found["id"]) for found in steps]
    repeats = [inject(f"again-{number}", f"{10 * (number + 1)}m", names) for number in range(again)]
    return Drill(plan(steps), scenario([inject("alert", "1m", names, channel="alert"), *repeats])).start()


def of(*steps: dict[str, Any]) -> list[str]:
    drill = a_drill(*steps).at("2m")
    for found in steps:
        drill.at_next_second().do("engineer", DoStep(step=str(found["id"])))
    return [gap.id for gap in gaps_of(drill.end("50m"), "G05")]


def test_a_step_due_before_its_predecessor_is_due_is_a_gap():
    found = of(
        step("look", target=target("first alert", "20m")),
        step("act", after=["look"], target=target("first alert", "15m")),
    )
    assert found == ["G05-act"]


def test_a_chain_of_clocks_that_adds_up_to_more_than_the_target_is_a_gap():
    # Acknowledged after 5, looked into 8 later: 13 minutes; the next step is due after 10.
    chain = (
        ACK,
        step("look", target=target("acknowledged", "8m")),
        step("act", after=["look"], target=target("first alert", "10m")),
    )
    assert of(*chain) == ["G05-act"]


def test_the_gap_names_both_limits_and_both_steps():
    drill = a_drill(
        step("look", target=target("first alert", "20m")),
        step("act", after=["look"], target=target("first alert", "15m")),
    ).end("50m")
    found = gaps_of(drill, "G05")[0]
    assert all(word in found.statement for word in ("20 min", "15 min", "Look", "Act", "missed"))
    assert found.kind == "plan"


def test_a_predecessor_far_back_counts_as_well():
    steps = (
        step("look", target=target("first alert", "20m")),
        step("think", after=["look"]),
        step("act", after=["think"], target=target("first alert", "15m")),
    )
    assert of(*steps) == ["G05-act"]


def test_a_chain_that_fits_is_none():
    steps = (
        ACK,
        step("look", target=target("acknowledged", "8m")),
        step("act", after=["look"], target=target("first alert", "15m")),
        step("close", after=["act"], target=target("step act", "1m")),
    )
    assert of(*steps) == []


def test_a_step_due_together_with_its_predecessor_is_none():
    steps = (
        step("look", target=target("first alert", "15m")),
        step("act", after=["look"], target=target("first alert", "15m")),
    )
    assert of(*steps) == []


def test_clocks_that_start_at_unrelated_events_are_not_compared():
    steps = (
        step("look", target=target("impact", "20m")),
        step("act", after=["look"], target=target("first alert", "5m")),
    )
    assert of(*steps) == []


def test_a_step_that_does_not_apply_takes_no_time():
    steps = (
        step("look", severities=["SEV2"], target=target("first alert", "20m")),
        step("act", after=["look"], target=target("first alert", "5m")),
    )
    assert of(*steps) == []


def test_steps_that_wait_for_each_other_end_in_no_endless_search():
    steps = (
        step("look", after=["act"], target=target("step act", "5m")),
        step("act", after=["look"], target=target("step look", "5m")),
    )
    assert of(*steps) == []


def late(times: int, role: str = "engineer", opening: bool = False, hint: bool = False) -> Drill:
    """A step asked for several times, each time done seven minutes after it was asked for."""
    drill = a_drill(step("mend", target=target("inject", "5m")), again=times - 1)
    for number in range(times):
        drill.at("5m" if number == 0 else f"{10 * number + 4}m")
        if opening:
            drill.submit(cmd.OpenPlan(role, "mend"))
        if hint:
            drill.submit(cmd.GiveHint("alert" if number == 0 else f"again-{number - 1}", "Look."))
        drill.at("8m" if number == 0 else f"{10 * number + 7}m").do(role, DoStep(step="mend"))
    return drill.end("59m")


def test_late_every_time_speaks_against_the_target():
    found = gaps_of(late(3), "G05")
    assert [gap.id for gap in found] == ["G05-mend"]
    assert "3 times" in found[0].statement
    assert "7 min" in found[0].statement


def test_one_late_act_never_does():
    assert gaps_of(late(1, opening=True), "G05") == []


def test_two_late_acts_do_only_when_the_owner_had_the_step_open():
    assert gaps_of(late(2), "G05") == []
    assert len(gaps_of(late(2, opening=True), "G05")) == 1


def test_opening_the_step_after_it_was_done_proves_nothing():
    drill = late(2)
    drill.submit(cmd.OpenPlan("engineer", "mend"))
    assert gaps_of(drill, "G05") == []


def test_late_acts_by_the_wrong_role_or_after_a_hint_do_not():
    assert gaps_of(late(3, role="comms"), "G05") == []
    assert gaps_of(late(3, hint=True), "G05") == []


def test_a_target_that_was_met_once_is_none():
    drill = a_drill(step("mend", target=target("inject", "5m")), again=2)
    for time in ("8m", "17m", "21m"):
        drill.at(time).do("engineer", DoStep(step="mend"))
    assert gaps_of(drill.end("59m"), "G05") == []


def test_a_single_late_step_is_left_to_practice():
    assert [gap.id for gap in find(late(1).facts)] == ["G15-mend"]


def test_a_target_that_nobody_met_takes_the_lateness_with_it():
    assert [gap.id for gap in find(late(3).facts)] == ["G05-mend"]


def test_the_statement_gives_number_range_and_median():
    drill = a_drill(step("mend", target=target("inject", "5m")), again=2)
    for time in ("8m", "18m", "29m"):
        drill.at(time).do("engineer", DoStep(step="mend"))
    statement = gaps_of(drill.end("59m"), "G05")[0].statement
    assert "7 min to 9 min, median 8 min (n = 3)" in statement
    assert "the limit is 5 min" in statement
    assert "percentile" not in statement


def test_with_ten_times_the_statement_gives_the_ninetieth_percentile_by_nearest_rank():
    drill = noting(
        a_drill(step("mend", target=target("first alert", "5m"))),
        [earlier(steps=[went("mend", f"{6 + number}m") for number in range(9)])],
    )
    drill.at("31m").do("engineer", DoStep(step="mend"))
    statement = gaps_of(drill.end("50m"), "G05")[0].statement
    assert "6 min to 30 min, median 10 min 30 s, 90th percentile 14 min (n = 10)" in statement
    assert "9 of them in earlier exercises" in statement


# Earlier drills -------------------------------------------------------------------------------------------------------


def after_drills(*steps: Any, kind: str = "simulation", took: str | None = "8m") -> Drill:
    """The step is late for the first time in this drill, by two minutes (or never done), after two earlier ones."""
    drills = [
        earlier(f"2026-0{number + 3}-01", steps=[found], kind=kind) for number, found in enumerate(steps)
    ]
    drill = noting(a_drill(step("mend", target=target("first alert", "5m"))), drills).at("2m")
    if took is not None:
        drill.at(took).do("engineer", DoStep(step="mend"))
    return drill.end("50m")


def test_late_now_and_in_two_earlier_drills_speaks_against_the_target():
    drill = after_drills(went("mend", "7m"), went("mend", "6m"))
    found = gaps_of(drill, "G05")
    assert [gap.id for gap in found] == ["G05-mend"]
    assert "3 times (2 of them in earlier exercises)" in found[0].statement
    assert set(drill.facts.history_seq) <= set(found[0].evidence)
    assert gaps_of(drill, "G15") == []


@pytest.mark.parametrize(
    "steps",
    [
        (went("mend", "7m"), went("mend", "4m")),
        (went("mend", "7m"), went("mend", "6m", competent=False)),
        (went("mend", "7m"), went("mend", None)),
        (went("mend", "7m"), went("other", "7m")),
        (went("mend", "7m"), went("mend", "7m", limit="10m")),
        (went("mend", "7m"), went("mend", "5m", limit="3m")),
        (went("mend", "7m"),),
    ],
    ids=["met once", "prompted", "missed", "another step", "a longer limit", "met by this limit", "too few"],
)
def test_earlier_times_that_do_not_speak_against_this_limit(steps):
    drill = after_drills(*steps)
    assert gaps_of(drill, "G05") == []
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-mend"]


def test_late_by_a_longer_limit_is_late_by_this_one_as_well():
    assert len(gaps_of(after_drills(went("mend", "9m", limit="8m"), went("mend", "7m")), "G05")) == 1


def test_times_of_another_kind_of_exercise_are_not_compared():
    assert gaps_of(after_drills(went("mend", "7m"), went("mend", "7m"), kind="tabletop"), "G05") == []


def test_a_step_missed_now_says_nothing_about_the_target():
    drill = after_drills(*[went("mend", "7m")] * 3, took=None)
    assert gaps_of(drill, "G05") == []
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-mend"]


def test_a_step_in_time_now_speaks_for_the_target():
    assert gaps_of(after_drills(*[went("mend", "7m")] * 3, took="4m"), "G05") == []


# Chains, more closely -------------------------------------------------------------------------------------------------

LOOK = step("look", target=target("first alert", "20m"))
ACT = step("act", after=["look"], target=target("first alert", "15m"))


def test_a_contradiction_that_the_drill_did_not_feel_can_wait():
    drill = a_drill(LOOK, ACT).at("2m")
    for name in ("look", "act"):
        drill.at_next_second().do("engineer", DoStep(step=name))
    assert [(gap.id, gap.priority) for gap in gaps_of(drill.end("50m"), "G05")] == [("G05-act", "low")]


def test_a_step_that_its_chain_leaves_no_time_is_no_matter_of_skill():
    drill = a_drill(LOOK, ACT)
    drill.at("19m").do("engineer", DoStep(step="look"))
    drill.at("22m").do("engineer", DoStep(step="act"))
    found = find(drill.end("50m").facts)
    assert [(gap.id, gap.priority) for gap in found] == [("G05-act", "high")]
    assert found[0].symptoms == ()


def test_steps_further_down_the_same_chain_are_told_with_the_first():
    found = gaps_of(
        a_drill(LOOK, ACT, step("tell", after=["act"], target=target("first alert", "18m"))).end("50m"), "G05"
    )
    assert [gap.id for gap in found] == ["G05-act"]
    assert '"Tell"' in found[0].statement


def test_a_chain_from_the_inject_is_compared_where_one_inject_calls_for_all_of_it():
    steps = (
        step("look", target=target("inject", "20m")),
        step("act", after=["look"], target=target("inject", "15m")),
    )
    assert of(*steps) == ["G05-act"]


def test_clocks_that_different_injects_start_are_not_compared():
    steps = (
        step("look", target=target("inject", "20m")),
        step("act", after=["look"], target=target("inject", "15m")),
    )
    injects = [inject("alert", "1m", ["look"], channel="alert"), inject("again", "15m", ["act"])]
    drill = Drill(plan(steps), scenario(injects)).start()
    drill.at("20m").do("engineer", DoStep(step="look"))
    drill.at("25m").do("engineer", DoStep(step="act"))
    assert find(drill.end("50m").facts) == ()


def test_a_chain_from_the_inject_is_not_compared_where_several_may_call_for_it():
    steps = (
        step("look", target=target("inject", "20m")),
        step("act", after=["look"], target=target("inject", "15m")),
    )
    injects = [
        inject("alert", "1m", ["look", "act"], channel="alert"),
        inject("again", "30m", ["look", "act"]),
    ]
    assert gaps_of(Drill(plan(steps), scenario(injects)).start().end("10m"), "G05") == []


def test_a_step_before_it_that_nobody_asked_for_takes_no_time():
    look = step("look", condition="A supplier is involved", target=target("first alert", "20m"))
    injects = [inject("alert", "1m", ["act"], channel="alert")]
    drill = Drill(plan([look, ACT]), scenario(injects)).start().at("3m")
    drill.do("engineer", DoStep(step="act"))
    assert gaps_of(drill.end("50m"), "G05") == []


def test_an_optional_step_before_it_takes_no_time():
    look = step("look", strength="may", target=target("first alert", "20m"))
    assert of(look, ACT) == []


def test_days_on_different_calendars_are_not_compared():
    look = step("look", target={**target("first alert", "20m"), "calendar": "office hours"})
    assert of(look, ACT) == []


def in_time_too_late(look_at: str = "10m", look_limit: str = "10m", find_limit: str = "8m") -> Drill:
    """`look` counts from the cause, `act` from the alert: whether they fit shows only in the drill."""
    steps = (
        step("find", "comms", target=target("first alert", find_limit), shown_by=[{"action": "diagnose"}]),
        step("look", target=target("step find", look_limit)),
        step("act", after=["look"], target=target("impact", "9m")),
    )
    injects = [inject("alert", "1m", ["find", "look", "act"], channel="alert", marks=["impact"])]
    drill = Drill(plan(steps), scenario(injects)).start()
    drill.at("5m").do("comms", Diagnose(cause="A full disk"))
    drill.at(look_at).do("engineer", DoStep(step="look"))
    drill.at("14m").do("engineer", DoStep(step="act"))
    return drill.end("50m")


def test_a_chain_that_in_the_drill_took_longer_than_the_limit_although_each_step_was_in_time():
    drill = in_time_too_late("12m")
    found = gaps_of(drill, "G05")
    assert [gap.id for gap in found] == ["G05-act"]
    for word in ('"Act"', '"Look"', "9 min", "11 min", "late"):
        assert word in found[0].statement
    assert gaps_of(drill, "G15") == []


def test_a_chain_that_left_time_is_not_at_fault():
    drill = in_time_too_late("10m")
    assert gaps_of(drill, "G05") == []
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-act"]


def test_a_chain_that_was_held_up_by_a_late_step_is_not_at_fault():
    drill = in_time_too_late("12m", look_limit="5m")
    assert gaps_of(drill, "G05") == []
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-look", "G15-act"]


def test_a_chain_that_a_late_step_far_back_held_up_is_not_at_fault():
    drill = in_time_too_late("12m", find_limit="3m")
    assert gaps_of(drill, "G05") == []
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-find", "G15-act"]


# The response target --------------------------------------------------------------------------------------------------


def respond(within: str | None, *steps: dict[str, Any]) -> Drill:
    """A plan that promises a response at SEV1, and steps up to the acknowledgement."""
    levels: list[dict[str, Any]] = [{"id": "SEV1", "title": "Critical"}]
    if within is not None:
        levels[0]["respond_within"] = within
    names = [str(found["id"]) for found in steps]
    script = scenario([inject("alert", "1m", names, channel="alert")])
    drill = Drill(plan(steps, severities=levels), script).start().at("2m")
    drill.do("engineer", DoStep(step="look"))
    drill.do("engineer", Acknowledge())
    return drill.end("50m")


def ack(**more: Any) -> dict[str, Any]:
    return step("ack", shown_by=[{"action": "acknowledge"}], **more)


QUICK = step("look", target=target("first alert", "4m"))


def test_steps_up_to_the_acknowledgement_that_take_longer_than_the_response_target_are_a_gap():
    drill = respond("5m", QUICK, ack(after=["look"], target=target("step look", "3m")))
    found = gaps_of(drill, "G05")
    assert [(gap.id, gap.priority) for gap in found] == [("G05-ack", "low")]
    for word in ("SEV1", "5 min", "7 min", '"Ack"'):
        assert word in found[0].statement


def test_a_chain_that_keeps_the_response_target_to_the_second_is_none():
    assert gaps_of(respond("7m", QUICK, ack(after=["look"], target=target("step look", "3m"))), "G05") == []


def test_a_plan_without_a_response_target_promises_nothing():
    assert gaps_of(respond(None, QUICK, ack(after=["look"], target=target("step look", "3m"))), "G05") == []


def test_two_values_for_one_step_are_a_contradiction_and_no_chain():
    assert gaps_of(respond("5m", QUICK, ack(target=target("first alert", "10m"))), "G05") == []


def test_what_comes_after_the_acknowledgement_is_not_held_against_the_response_target():
    after = step("tell", after=["ack"], target=target("step ack", "30m"))
    assert gaps_of(respond("5m", QUICK, ack(target=target("first alert", "5m")), after), "G05") == []
