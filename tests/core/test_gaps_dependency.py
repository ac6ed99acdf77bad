"""G08: the response depended on one role, or on one person."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import AssumeRole, Decide, DoStep, HandOver
from trainer.core.gaps import dependency
from trainer.core.gaps.finding import choice, lapse
from trainer.core.metrics import shares

MEND = step("mend", target=target("first alert", "20m"))
ALERT = inject("alert", "1m", ["mend"], channel="alert")
GONE = inject("gone", "5m", absent=["engineer"])
ALL_ROLES = tuple(ev.Seat(role=role) for role in ("engineer", "deputy", "commander", "comms"))


def a_drill(
    *steps: dict[str, Any],
    gone: dict[str, Any] = GONE,
    seats: tuple[ev.Seat, ...] = ALL_ROLES,
    **of_scenario: Any,
) -> Drill:
    asked = steps or (MEND,)
    alert = inject("alert", "1m", [found["id"] for found in asked], channel="alert")
    return Drill(plan(asked), scenario([alert, gone], **of_scenario), seats=seats).start()


# A role drops out ----------------------------------------------------------------------------------------------------


def test_a_role_that_drops_out_and_that_nobody_replaces_is_a_dependency():
    found = gaps_of(a_drill().end("30m"), "G08")
    assert [(gap.id, gap.kind, gap.step, gap.role) for gap in found] == [
        ("G08-engineer", "capability", "mend", "engineer")
    ]
    assert "Engineer could not be reached from 0:05:00" in found[0].statement
    assert '"Mend" (clause 1) was missed' in found[0].statement


def test_a_deputy_who_had_a_seat_and_did_nothing_is_named():
    found = gaps_of(a_drill().end("30m"), "G08")
    assert "names Deputy as deputy" in found[0].statement
    assert "who had a seat" in found[0].statement


def test_a_role_without_a_deputy_is_said_to_have_none():
    drill = a_drill(
        step("mend", "commander", target=target("first alert", "20m")),
        gone=inject("gone", "5m", absent=["commander"]),
    )
    found = gaps_of(drill.end("30m"), "G08")
    assert "names no deputy" in found[0].statement
    assert found[0].proposed_change.startswith("Name a deputy for Commander")


def test_a_deputy_without_a_seat_is_said_to_have_had_none():
    seats = tuple(seat for seat in ALL_ROLES if seat.role != "deputy")
    assert "who had no seat" in gaps_of(a_drill(seats=seats).end("30m"), "G08")[0].statement


def test_a_deputy_who_dropped_out_as_well_is_said_to_have_done_so():
    drill = a_drill(gone=inject("gone", "5m", absent=["engineer", "deputy"]))
    assert "who could not be reached either" in gaps_of(drill.end("30m"), "G08")[0].statement


def test_a_deputy_who_does_the_step_is_none():
    drill = a_drill().at("15m")
    drill.do("deputy", DoStep(step="mend"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_deputy_who_does_the_step_exactly_at_its_limit_is_none():
    drill = a_drill().at("21m")
    drill.do("deputy", DoStep(step="mend"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_deputy_who_comes_too_late_is_a_dependency():
    drill = a_drill().at("25m")
    drill.do("deputy", DoStep(step="mend"))
    found = gaps_of(drill.end("30m"), "G08")
    assert [gap.id for gap in found] == ["G08-engineer"]
    assert "was 4 min late" in found[0].statement


def test_a_deputy_who_has_stepped_in_and_is_then_late_is_a_matter_of_skill():
    drill = a_drill(MEND, step("prove", target=target("first alert", "22m"))).at("15m")
    drill.do("deputy", DoStep(step="mend"))
    drill.at("25m").do("deputy", DoStep(step="prove"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_whoever_takes_the_role_aloud_replaces_it():
    drill = a_drill().at("8m")
    drill.do("comms", AssumeRole(role="engineer"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_role_handed_over_before_its_holder_left_is_replaced():
    drill = a_drill().at("4m")
    drill.do("engineer", HandOver(role="engineer", to="comms", briefed="All there is."))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_role_handed_over_to_the_next_shift_may_drop_out_all_the_same():
    drill = a_drill().at("4m")
    drill.do("engineer", HandOver(role="engineer", to="next shift", briefed="All there is."))
    assert [gap.id for gap in gaps_of(drill.end("30m"), "G08")] == ["G08-engineer"]


def test_a_handover_that_nobody_accepted_replaces_nobody():
    drill = a_drill().at("4m")
    drill.do("engineer", HandOver(role="engineer", to="comms", briefed="All.", accepted=False))
    assert [gap.id for gap in gaps_of(drill.end("30m"), "G08")] == ["G08-engineer"]


def test_a_role_that_comes_back_in_time_was_not_missed():
    drill = a_drill().at("18m")
    drill.do("engineer", DoStep(step="mend"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_another_role_that_does_the_step_keeps_the_response_going():
    drill = a_drill().at("15m")
    drill.do("comms", DoStep(step="mend"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_step_that_was_overdue_before_the_role_dropped_out_is_no_dependency():
    assert gaps_of(a_drill(gone=inject("gone", "22m", absent=["engineer"])).end("30m"), "G08") == []


def test_a_step_done_before_the_role_dropped_out_is_none():
    drill = a_drill().at("3m")
    drill.do("engineer", DoStep(step="mend"))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_step_of_another_role_is_not_laid_to_the_absence():
    drill = a_drill(step("tell", "comms", target=target("first alert", "20m")))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_step_whose_limit_had_not_run_out_at_the_end_of_play_is_none():
    assert gaps_of(a_drill().end("20m"), "G08") == []


def test_an_optional_step_of_an_absent_role_is_none():
    assert gaps_of(a_drill({**MEND, "strength": "may"}).end("30m"), "G08") == []


def test_an_absence_that_was_taken_back_is_none():
    drill = a_drill(gone=inject("gone", None, absent=["engineer"])).at("5m")
    drill.submit(cmd.ReleaseInject("gone")).at("6m").submit(cmd.UndoLast())
    assert gaps_of(drill.end("30m"), "G08") == []


def test_a_step_without_a_limit_that_nobody_did_after_the_role_dropped_out_counts():
    assert [gap.step for gap in gaps_of(a_drill(step("mend")).end("30m"), "G08")] == ["mend"]


def test_several_steps_of_one_absent_role_are_one_gap_about_all_of_them():
    drill = a_drill(MEND, step("prove", critical=True, target=target("first alert", "22m"))).end("30m")
    found = list(dependency.find(drill.facts))
    assert [set(finding.about) for finding in found] == [{lapse("mend"), lapse("prove")}]
    assert (found[0].step, found[0].priority) == ("prove", "high")


def test_steps_that_were_not_reached_because_of_it_are_counted():
    drill = a_drill(MEND, step("tell", "comms", target=target("step mend", "5m")))
    assert "1 further step was not reached" in gaps_of(drill.end("30m"), "G08")[0].statement


def test_two_absent_roles_are_two_gaps():
    drill = a_drill(
        MEND,
        step("tell", "comms", target=target("first alert", "20m")),
        gone=inject("gone", "5m", absent=["engineer", "comms"]),
    )
    assert {gap.id for gap in gaps_of(drill.end("30m"), "G08")} == {"G08-engineer", "G08-comms"}


CHOICE = {
    "id": "which",
    "question": "Which measure?",
    "role": "engineer",
    "options": [{"id": "a", "text": "Roll back"}, {"id": "b", "text": "Wait"}],
    "time_limit": "10m",
}


def a_decision(role: str | None = None, at: str = "12m") -> list[tuple[str, tuple[str, ...]]]:
    gone = inject("gone", "5m", absent=["engineer"])
    asked = inject("question", "8m", decision="which")
    drill = Drill(plan([MEND]), scenario([gone, asked], decisions=[CHOICE]), seats=ALL_ROLES).start()
    if role is not None:
        drill.at(at).do(role, Decide(decision="which", option="a", reason="It can be undone."))
    return [(found.subject, found.about) for found in dependency.find(drill.end("30m").facts)]


def test_a_decision_of_an_absent_role_that_ran_out_is_a_dependency():
    assert a_decision() == [("engineer", (choice("which"),))]


def test_a_decision_of_an_absent_role_that_somebody_took_is_none():
    assert a_decision("commander") == []


# One person for all --------------------------------------------------------------------------------------------------


def critical(owners: str) -> list[dict[str, Any]]:
    """Critical steps without a limit, named after their owners: E ngineer, C ommander, P ress and D eputy."""
    roles = {"E": "engineer", "C": "commander", "P": "comms", "D": "deputy"}
    return [step(f"step-{number}", roles[who], critical=True) for number, who in enumerate(owners)]


def done_by(owners: str, doers: str, seats: tuple[ev.Seat, ...] = ALL_ROLES, **of_plan: Any) -> Drill:
    """Steps of `owners`, each done by the role at the same place in `doers` (a dot: by nobody)."""
    roles = {"E": "engineer", "C": "commander", "P": "comms", "D": "deputy"}
    steps = critical(owners)
    alert = inject("alert", "1m", [found["id"] for found in steps], channel="alert")
    drill = Drill({**plan(steps), **of_plan}, scenario([alert]), seats=seats).start().at("2m")
    for found, doer in zip(steps, doers, strict=True):
        if doer != ".":
            drill.at_next_second().do(roles[doer], DoStep(step=found["id"]))
    return drill.end("30m")


@pytest.mark.parametrize(
    ("owners", "doers", "gap"),
    [
        ("CEEPPC", "CCCCCC", "G08-commander"),
        ("CEEPP", "CCCC.", "G08-commander"),
        ("CCEEP", "CCCCP", "G08-commander"),
        ("EECCPP", "EEEEEP", "G08-engineer"),
        ("CEP", "CCC", "G08-commander"),
    ],
)
def test_one_role_that_does_the_work_of_the_others_is_a_dependency(owners, doers, gap):
    found = gaps_of(done_by(owners, doers), "G08")
    assert [(item.id, item.kind) for item in found] == [(gap, "capability")]


def test_the_share_is_the_one_that_the_metric_gives():
    drill = done_by("CCEEPP", "CCCCCP")
    assert "5 of 6 critical steps" in gaps_of(drill, "G08")[0].statement
    assert shares.dependency(drill.facts).figure == 83.3


def test_a_dependency_stands_for_the_steps_done_by_the_wrong_role():
    found = list(dependency.find(done_by("CCEEP", "CCCCP").facts))
    assert [finding.about for finding in found] == [(lapse("step-2"), lapse("step-3"))]


@pytest.mark.parametrize(
    ("owners", "doers"),
    [
        ("CCCEE", "CCCEE"),
        ("CCCEP", "CCCEP"),
        ("CEPCEP", "CEPCEP"),
        ("CCCEEP", "CCCCEP"),
        ("CCEE", "CCC."),
        ("CCCC", "CCCC"),
        ("CCEEP", "CCC.P"),
        ("CEE", "CCC"),
        ("EEEEE", "DDDDD"),
        ("CCCCEE", "CCCCEE"),
    ],
)
def test_a_plan_that_shares_the_work_out_is_none(owners, doers):
    assert gaps_of(done_by(owners, doers), "G08") == []


def test_a_plan_that_gives_nearly_every_critical_step_to_a_role_without_a_deputy_can_wait():
    found = gaps_of(done_by("CCCCE", "CCCCE"), "G08")
    assert [(gap.id, gap.kind, gap.priority) for gap in found] == [("G08-commander", "capability", "low")]


def test_the_same_with_a_deputy_is_none():
    assert gaps_of(done_by("EEEEC", "EEEEC"), "G08") == []


def test_a_role_that_stood_in_for_those_who_had_dropped_out_is_none():
    steps = critical("CCEEE")
    names = [found["id"] for found in steps]
    injects = [inject("gone", "1m", absent=["engineer"]), inject("alert", "2m", names, channel="alert")]
    drill = Drill(plan(steps), scenario(injects), seats=ALL_ROLES).start().at("3m")
    for name in names:
        drill.at_next_second().do("commander", DoStep(step=name))
    assert gaps_of(drill.end("30m"), "G08") == []


def test_few_roles_have_no_choice():
    seats = (ev.Seat(role="engineer"), ev.Seat(role="commander"))
    assert gaps_of(done_by("CCEEE", "CCCCC", seats), "G08") == []


def named(*people: str) -> tuple[ev.Seat, ...]:
    return tuple(ev.Seat(role=s.role, name=name) for s, name in zip(ALL_ROLES, people, strict=True))


def test_one_person_on_several_seats_is_a_dependency_and_is_never_named():
    found = gaps_of(done_by("CCEEP", "CCEEP", named("Alex", "Kim", "Alex", "Robin")), "G08")
    assert [gap.kind for gap in found] == ["capability"]
    assert "the same person in the roles Commander and Engineer" in found[0].statement
    assert "Alex" not in f"{found[0]}"


def test_other_people_on_the_seats_change_nothing():
    assert gaps_of(done_by("CCEEP", "CCEEP", named("Alex", "Kim", "Sam", "Robin")), "G08") == []


def test_a_drill_that_one_person_plays_alone_says_nothing_of_the_organisation():
    assert gaps_of(done_by("CCEEP", "CCEEP", named("Alex", "Alex", "Alex", "Alex")), "G08") == []
