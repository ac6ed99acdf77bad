"""G05: a target that the plan itself makes impossible, or that nobody competent ever met."""

from __future__ import annotations

from typing import Any

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep
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
    drill = late(1)
    assert find(drill.facts) == ()
    assert drill.report.summary.gap_counts["execution"] == 1
