"""G07: what the exercise did not put to the test, and what it spoiled itself."""

from __future__ import annotations

from typing import Any

from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import DoStep
from trainer.core.events import Outcome, Seat
from trainer.core.scenario import Kind


def a_drill(*steps: dict[str, Any], kind: Kind = Kind.SIMULATION, seats: tuple[Seat, ...] = ()) -> Drill:
    called = [str(found["id"]) for found in steps if found["id"] != "elsewhere"]
    return Drill(
        plan(steps), scenario([inject("alert", "1m", called, channel="alert")]), kind, seats=seats
    ).start()


def test_a_critical_step_outside_the_scenario_is_one_low_entry_and_no_fault_of_the_plan():
    drill = a_drill(step("mend"), step("elsewhere", critical=True)).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end(), "G07")
    assert [(gap.id, gap.kind, gap.priority) for gap in found] == [("G07-elsewhere", "artefact", "low")]


def test_a_step_outside_the_scenario_that_is_not_critical_is_coverage_only():
    drill = a_drill(step("mend"), step("elsewhere")).end("5m")
    assert gaps_of(drill, "G07") == []
    assert drill.report.evidence.coverage.plan_steps == (1, 2)


def test_a_critical_step_of_another_severity_is_none():
    drill = a_drill(step("mend"), step("elsewhere", critical=True, severities=["SEV2"])).end("5m")
    assert gaps_of(drill, "G07") == []


def test_a_critical_step_in_scope_that_was_not_observed_says_why():
    drill = a_drill(step("mend", critical=True, target=target("first alert", "30m"))).end("5m")
    found = gaps_of(drill, "G07")
    assert [(gap.id, gap.priority) for gap in found] == [("G07-mend", "medium")]
    assert "Play ended 26 min before" in found[0].statement


def test_a_critical_step_that_was_missed_was_put_to_the_test():
    drill = a_drill(step("mend", critical=True, target=target("first alert", "3m"))).end("20m")
    assert gaps_of(drill, "G07") == []


def test_a_step_whose_role_nobody_took_is_an_artefact_and_counts_for_no_score():
    drill = a_drill(
        step("mend", target=target("first alert", "3m")),
        step("tell", "comms", target=target("first alert", "3m")),
        seats=(Seat(role="engineer"),),
    ).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    drill.end("20m")
    found = gaps_of(drill, "G07")
    assert [(gap.id, gap.kind) for gap in found] == [("G07-tell", "artefact")]
    assert "Communications lead" in found[0].statement
    report = drill.report
    assert {entry.step: entry.outcome for entry in report.steps}["tell"] == Outcome.MISSED
    assert (report.summary.targets_met, report.summary.targets_judged) == (1, 1)
    assert report.summary.gap_counts["execution"] == 0


def test_a_missed_step_whose_role_was_taken_counts():
    drill = a_drill(step("tell", "comms", target=target("first alert", "3m")), seats=(Seat(role="comms"),))
    drill.end("20m")
    assert gaps_of(drill, "G07") == []
    assert drill.report.summary.targets_judged == 1


def held(until: str, kind: Kind) -> Drill:
    """The alert starts the clock; the inject that tells the team is kept back."""
    called = plan([step("mend", target=target("first signal", "5m"))])
    injects = [inject("hum", "1m"), inject("alert", "2m", ["mend"])]
    drill = Drill(called, scenario(injects), kind).start().submit(cmd.HoldInject("alert"))
    drill.at(until).submit(cmd.ReleaseInject("alert"))
    drill.at_next_second().do("engineer", DoStep(step="mend"))
    return drill.end("40m")


def test_an_inject_that_was_kept_back_spoils_the_step_whose_clock_ran():
    drill = held("10m", Kind.SIMULATION)
    assert [gap.id for gap in gaps_of(drill, "G07")] == ["G07-mend", "G07-inject-alert"]
    assert drill.report.summary.targets_judged == 0


def test_a_step_whose_clock_starts_with_the_inject_is_not_spoiled_by_its_delay():
    called = plan([step("mend", target=target("inject", "5m"))])
    drill = Drill(called, scenario([inject("alert", "2m", ["mend"])])).start().submit(cmd.HoldInject("alert"))
    drill.at("10m").submit(cmd.ReleaseInject("alert")).end("40m")
    assert [gap.id for gap in gaps_of(drill, "G07")] == ["G07-inject-alert"]
    assert drill.report.summary.targets_judged == 1


def test_a_short_delay_is_none():
    assert gaps_of(held("3m", Kind.SIMULATION), "G07") == []


def test_in_a_tabletop_the_facilitator_may_let_people_talk():
    assert gaps_of(held("10m", Kind.TABLETOP), "G07") == []
    assert len(gaps_of(held("20m", Kind.TABLETOP), "G07")) == 2


def chain(*, seats: tuple[Seat, ...] = ()) -> Drill:
    """The cause starts the clock of the measure, and the measure that of its proof."""
    return a_drill(
        step("look", critical=True, target=target("first alert", "5m"), shown_by=[{"action": "diagnose"}]),
        step("act", "commander", critical=True, target=target("identified", "5m")),
        step("prove", critical=True, target=target("step act", "5m")),
        seats=seats,
    )


def test_a_step_behind_a_missed_one_was_not_reached_and_is_no_fault_of_the_exercise():
    drill = chain().end("40m")
    assert gaps_of(drill, "G07") == []
    assert drill.facts.unreached == {"act", "prove"}
    found = {entry.step: entry for entry in drill.report.steps}
    assert found["act"].outcome == Outcome.NOT_OBSERVED
    assert found["act"].why == 'It was not reached: "Look", which starts its clock, was not done.'
    assert '"Act"' in found["prove"].why


def test_what_the_exercise_kept_from_being_reached_is_its_own_fault():
    drill = chain(seats=(Seat(role="commander"),)).end("40m")
    assert drill.facts.unreached == frozenset()
    assert {gap.id for gap in gaps_of(drill, "G07")} == {"G07-look", "G07-act", "G07-prove"}


def test_a_step_that_may_still_be_started_was_not_held_up_by_anything():
    drill = chain().end("4m")
    assert drill.facts.unreached == frozenset()
    assert "G07-act" in {gap.id for gap in gaps_of(drill, "G07")}


def test_a_step_outside_the_scenario_that_is_due_after_the_exercise_could_not_be_tested():
    later = step("elsewhere", critical=True, target=target("resolved", "5 days"))
    drill = a_drill(step("mend"), later).end("5m")
    assert gaps_of(drill, "G07") == []
    assert any('critical among them: "Elsewhere"' in line for line in drill.report.method.not_exercised)
