"""G07: what the exercise did not put to the test, and what it spoiled itself."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.earlier_drills import earlier, noting, went
from tests.core.findings_world import Drill, gaps_of, inject, plan, scenario, step, target
from trainer.core import commands as cmd
from trainer.core.actions import Contain, Decide, DoStep, Page, PostUpdate, Verify
from trainer.core.events import Outcome, Seat
from trainer.core.gaps import find
from trainer.core.scenario import Channel, Kind


def a_drill(*steps: dict[str, Any], kind: Kind = Kind.SIMULATION, seats: tuple[Seat, ...] = ()) -> Drill:
    called = [str(found["id"]) for found in steps if found["id"] != "elsewhere"]
    return Drill(
        plan(steps), scenario([inject("alert", "1m", called, channel="alert")]), kind, seats=seats
    ).start()


def test_a_critical_step_left_out_of_a_procedure_that_is_drilled_is_one_low_entry_and_no_fault_of_the_plan():
    drill = a_drill(step("mend"), step("elsewhere", critical=True)).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end(), "G07")
    assert [(gap.id, gap.kind, gap.priority) for gap in found] == [("G07-elsewhere", "artefact", "low")]


def test_a_procedure_that_is_left_out_altogether_is_coverage_only():
    drill = two_procedures().end("5m")
    assert gaps_of(drill, "G07") == []


def two_procedures(**of_step: Any) -> Drill:
    """The scenario drills one procedure; the critical step `elsewhere` is in the other."""
    called = plan([step("mend")])
    other = [step("elsewhere", critical=True, **of_step)]
    called["procedures"].append({"id": "other", "title": "Other", "phase": "review", "steps": other})
    return Drill(called, scenario([inject("alert", "1m", ["mend"], channel="alert")])).start()


def test_a_critical_step_whose_condition_the_scenario_does_not_bring_about_is_coverage_only():
    drill = a_drill(step("mend"), step("elsewhere", critical=True, condition="Data is lost")).end("5m")
    assert gaps_of(drill, "G07") == []


def test_a_critical_step_that_somebody_did_unasked_was_exercised():
    drill = a_drill(step("mend"), step("elsewhere", critical=True)).at("2m")
    drill.do("engineer", DoStep(step="elsewhere"))
    assert gaps_of(drill.end(), "G07") == []


THREE = [earlier(f"2026-0{month}-01", steps=[went("mend", "3m")]) for month in (1, 3, 5)]


def test_a_critical_step_that_four_drills_left_out_is_untested_whatever_their_scope():
    found = gaps_of(noting(two_procedures(), THREE).end("5m"), "G07")
    assert [(gap.id, gap.priority) for gap in found] == [("G07-elsewhere", "medium")]
    assert "3 exercises before it" in found[0].statement


@pytest.mark.parametrize(
    "drills",
    [THREE[1:], [*THREE[:2], earlier("2026-05-01", steps=[went("elsewhere", "3m")])]],
    ids=["two drills are too few", "the last one had it"],
)
def test_a_critical_step_is_not_untested_after_few_drills_or_a_recent_one(drills):
    assert gaps_of(noting(two_procedures(), drills).end("5m"), "G07") == []


def test_a_step_that_an_earlier_drill_did_not_observe_was_not_exercised():
    unseen = went("elsewhere", None, outcome="not observed")
    drills = [*THREE[:2], earlier("2026-05-01", steps=[unseen])]
    assert len(gaps_of(noting(two_procedures(), drills).end("5m"), "G07")) == 1


def test_a_critical_step_that_a_recent_drill_had_may_be_left_out_of_this_one():
    drill = noting(
        a_drill(step("mend"), step("elsewhere", critical=True)),
        [earlier(steps=[went("elsewhere", "3m")])],
    )
    assert gaps_of(drill.end("5m"), "G07") == []


def test_a_critical_step_on_a_path_that_the_story_did_not_take_is_coverage_only():
    branch = {"id": "worse", "title": "Worse", "when": {"reached": "contained"}}
    injects = [
        inject("alert", "1m", ["mend"], channel="alert"),
        inject("worse", "3m", ["save"], branch="worse"),
    ]
    steps = [step("mend"), step("save", critical=True, target=target("inject", "5m"))]
    drill = Drill(plan(steps), scenario(injects, branches=[branch])).start().end("30m")
    assert gaps_of(drill, "G07") == []


# Retests --------------------------------------------------------------------------------------------------------------


def changed(*entries: tuple[str, str, list[str]], drills: Any = ()) -> list[tuple[str, str]]:
    """A plan with a change log of (version, day, steps to retest); the drill asks for `mend` alone."""
    changes = [{"version": v, "date": day, "what": ["A limit"], "retest": steps} for v, day, steps in entries]
    called = plan([step("mend"), step("look"), step("tell", severities=["SEV2"])], changes=changes)
    drill = Drill(called, scenario([inject("alert", "1m", ["mend"], channel="alert")]))
    noting(drill, drills).start().at("2m").do("engineer", DoStep(step="mend"))
    return [(gap.id, gap.priority) for gap in gaps_of(drill.end("30m"), "G07")]


def test_a_step_that_the_newest_change_marks_for_a_retest_and_that_was_not_tested_is_one():
    assert changed(("1.1", "2026-06-01", ["mend", "look"])) == [("G07-look", "medium")]


def test_only_the_newest_change_counts_and_none_that_is_still_to_come():
    assert changed(("1.1", "2026-05-01", ["look"]), ("1.2", "2026-06-01", ["mend"])) == []
    assert changed(("1.2", "2026-06-01", ["mend"]), ("1.1", "2026-05-01", ["look"])) == []
    assert changed(("1.2", "2026-08-01", ["look"])) == []


def test_a_retest_that_an_earlier_drill_did_is_done():
    def with_drill(held: str, version: str, name: str) -> list[tuple[str, str]]:
        drill = earlier(held, plan_version=version, steps=[went(name, "3m")])
        return changed(("1.1", "2026-06-01", ["look"]), drills=[drill])

    assert with_drill("2026-06-01", "1.1", "look") == []
    assert with_drill("2026-05-31", "1.1", "look") == [("G07-look", "medium")]
    assert with_drill("2026-06-02", "1.0", "look") == [("G07-look", "medium")]
    assert with_drill("2026-06-02", "1.1", "mend") == [("G07-look", "medium")]


def test_a_retest_at_another_severity_is_still_to_be_done_and_one_of_a_step_that_is_gone_is_not():
    assert changed(("1.1", "2026-06-01", ["tell", "gone"])) == [("G07-tell", "medium")]


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


def test_a_critical_step_that_a_late_one_left_no_time_for_is_told_with_that():
    steps = (
        step("look", target=target("first alert", "5m")),
        step("mend", critical=True, target=target("step look", "15m")),
    )
    for time, found in (("5m", ["G07-mend"]), ("9m", ["G15-look"])):
        drill = a_drill(*steps).at(time)
        drill.do("engineer", DoStep(step="look"))
        assert [gap.id for gap in find(drill.end("15m").facts)] == found


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


def test_an_inject_that_was_kept_back_spoils_the_step_whose_clock_ran_and_is_told_with_it():
    drill = held("10m", Kind.SIMULATION)
    found = gaps_of(drill, "G07")
    assert [gap.id for gap in found] == ["G07-mend"]
    assert "8 min" in found[0].statement
    assert drill.report.summary.targets_judged == 0


def test_an_inject_that_the_facilitator_moved_to_a_later_time_spoils_it_as_well():
    called = plan([step("mend", target=target("first signal", "5m"))])
    drill = Drill(called, scenario([inject("hum", "1m"), inject("alert", "2m", ["mend"])])).start()
    drill.submit(cmd.RescheduleInject("alert", 10 * 60 * 1_000_000)).at("11m").do(
        "engineer", DoStep(step="mend")
    )
    assert [gap.id for gap in find(drill.end("40m").facts)] == ["G07-mend"]


def test_a_step_whose_clock_starts_with_the_inject_is_not_spoiled_by_its_delay():
    called = plan([step("mend", target=target("inject", "5m"))])
    drill = Drill(called, scenario([inject("alert", "2m", ["mend"])])).start().submit(cmd.HoldInject("alert"))
    drill.at("10m").submit(cmd.ReleaseInject("alert")).end("40m")
    assert [gap.id for gap in gaps_of(drill, "G07")] == ["G07-inject-alert"]
    assert drill.report.summary.targets_judged == 1


def test_an_inject_that_waited_for_its_branch_was_not_kept_back():
    branch = {"id": "back", "title": "Back", "when": {"reached": "contained"}}
    injects = [
        inject("alert", "1m", ["mend"], channel="alert"),
        inject("calm", "5m", ["tell"], branch="back"),
    ]
    called = plan([step("mend"), step("tell", target=target("inject", "5m"))])
    drill = Drill(called, scenario(injects, branches=[branch])).start().at("2m")
    drill.do("engineer", DoStep(step="mend"))
    drill.at("20m").do("engineer", Contain(measure="Rolled back", reason="It fits."))
    drill.at_next_second().do("engineer", Verify(what="Figures", evidence="Errors 0.1 %"))
    drill.at("22m").do("engineer", DoStep(step="tell"))
    assert gaps_of(drill.end("40m"), "G07") == []


def test_a_short_delay_is_none():
    assert gaps_of(held("3m", Kind.SIMULATION), "G07") == []


def test_in_a_tabletop_the_facilitator_may_let_people_talk():
    assert gaps_of(held("10m", Kind.TABLETOP), "G07") == []
    assert len(gaps_of(held("20m", Kind.TABLETOP), "G07")) == 1


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
    found = gaps_of(drill, "G07")
    assert [gap.id for gap in found] == ["G07-look"]
    assert '"Act"' in found[0].statement
    assert '"Prove"' in found[0].statement


def test_a_step_that_may_still_be_started_was_not_held_up_by_anything():
    drill = chain().end("4m")
    assert drill.facts.unreached == frozenset()
    assert "G07-act" in {gap.id for gap in gaps_of(drill, "G07")}


def test_a_step_outside_the_scenario_that_is_due_after_the_exercise_could_not_be_tested():
    later = step("elsewhere", critical=True, target=target("resolved", "5 days"))
    drill = a_drill(step("mend"), later).end("5m")
    assert gaps_of(drill, "G07") == []
    assert any('critical among them: "Elsewhere"' in line for line in drill.report.method.not_exercised)


# What the exercise spoiled --------------------------------------------------------------------------------------------


def test_steps_that_one_cause_spoiled_are_one_gap():
    steps = (step("tell", "comms", target=target("first alert", "3m")), step("ask", "comms"))
    found = gaps_of(a_drill(*steps, seats=(Seat(role="engineer"),)).end("20m"), "G07")
    assert [gap.id for gap in found] == ["G07-tell"]
    assert '"Ask"' in found[0].statement


def noted(on_step: str | None = None, on_inject: str | None = None) -> Drill:
    """One step in time, one late, one missed; then somebody notes an artefact."""
    drill = a_drill(*[step(name, target=target("first alert", "5m")) for name in ("mend", "look", "tell")])
    drill.at("2m").do("engineer", DoStep(step="mend"))
    drill.at("9m").do("engineer", DoStep(step="look"))
    drill.end("30m").submit(
        cmd.RecordObservation("It said two different times.", "artefact", step=on_step, inject=on_inject)
    )
    return drill


def test_what_an_evaluator_notes_as_an_artefact_on_a_step_is_one_gap_and_takes_the_step_out_of_every_score():
    drill = noted(on_step="look")
    found = gaps_of(drill, "G07")
    assert [(gap.id, gap.kind) for gap in found] == [("G07-look", "artefact")]
    assert "It said two different times." in found[0].statement
    assert [gap.id for gap in gaps_of(drill, "G15")] == ["G15-tell"]
    assert {j.step for j in drill.facts.scored} == {"mend", "tell"}


def test_an_artefact_noted_on_an_inject_spoils_everything_that_the_inject_calls_for_and_is_one_gap():
    drill = noted(on_inject="alert")
    found = find(drill.facts)
    assert [gap.id for gap in found] == ["G07-mend"]
    assert all(title in found[0].statement for title in ('"Mend"', '"Look"', '"Tell"'))
    assert drill.facts.scored == ()


def test_an_artefact_noted_on_nothing_in_particular_spoils_nothing():
    drill = noted()
    found = gaps_of(drill, "G07")
    assert len(found) == 1
    assert "It said two different times." in found[0].statement
    assert len(drill.facts.scored) == 3


def test_what_is_noted_for_improvement_is_no_artefact():
    drill = a_drill(step("mend")).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    drill.end("30m").submit(cmd.RecordObservation("Slow.", "improvement", step="mend"))
    assert gaps_of(drill, "G07") == []


def sent(to: str, anchor: str | None = "inject", steps: tuple[str, ...] = ("tell",)) -> Drill:
    """What the communications lead is to do reaches another role."""
    called = plan([step("tell", "comms", target=target(anchor, "10m") if anchor else None)], **CALLS)
    injects = [
        inject("alert", "1m", to=["engineer"], channel="alert"),
        inject("wish", "2m", steps, to=[to]),
    ]
    return Drill(called, scenario(injects)).start().at("3m")


CALLS: dict[str, Any] = {"contacts": [{"id": "press-desk", "title": "Press desk", "role": "comms"}]}


def ids(drill: Drill) -> list[str]:
    return [gap.id for gap in find(drill.end("30m").facts)]


def test_a_step_whose_only_call_went_to_others_is_the_fault_of_the_script():
    drill = sent("engineer")
    found = gaps_of(drill.end("30m"), "G07")
    assert [gap.id for gap in found] == ["G07-tell"]
    assert '"Wish"' in found[0].statement
    assert "Engineer" in found[0].statement
    assert gaps_of(drill, "G15") == []
    assert drill.report.summary.targets_judged == 0


def test_a_step_whose_call_reached_its_owner_and_was_missed_is_not():
    assert ids(sent("comms")) == ["G15-tell"]


@pytest.mark.parametrize(
    "told",
    [PostUpdate(audience="staff", text="They want a word."), Page(contact="press-desk", result="answered")],
    ids=["said to all", "called"],
)
def test_a_call_that_was_passed_on_reached_its_owner(told):
    drill = sent("engineer")
    drill.do("engineer", told)
    assert "G15-tell" in ids(drill)


def test_words_of_somebody_who_was_not_told_either_pass_nothing_on():
    drill = sent("engineer")
    drill.do("commander", PostUpdate(audience="staff", text="We are looking into it."))
    assert "G07-tell" in ids(drill)


def test_a_message_by_the_way_tells_a_role_nothing_of_the_incident():
    called = plan([step("tell", "comms", target=target("first alert", "10m"))])
    injects = [
        inject("alert", "1m", to=["engineer"], channel="alert"),
        inject("wish", "2m", ["tell"], to=["engineer"]),
    ]
    menu = inject("menu", "3m", to=["comms"])
    loss = inject("loss", "3m", to=["comms"], marks=["impact"])
    for more, found in (([], "G07-tell"), ([menu], "G07-tell"), ([loss], "G15-tell")):
        assert ids(Drill(called, scenario([*injects, *more])).start()) == [found]


def test_a_call_that_the_facilitator_repeated_reached_its_owner():
    drill = sent("engineer")
    drill.submit(cmd.SendAdHocInject(("comms",), Channel.PHONE, "Press", "Well?", "Do say something."))
    assert ids(drill) == ["G15-tell"]


def test_a_clock_that_the_plan_starts_needs_no_call_to_an_owner_who_knows_of_the_incident():
    drill = sent("engineer", anchor="first alert")
    drill.do("engineer", PostUpdate(audience="staff", text="Payments fail."))
    assert "G15-tell" in ids(drill)
    drill = sent("engineer", anchor="first alert")
    assert ids(drill) == ["G07-tell"]


def test_a_step_that_the_facilitator_left_out_was_not_missed():
    drill = a_drill(step("mend", target=target("first alert", "5m")))
    injects = [inject("alert", "1m", channel="alert"), inject("wish", "8m", ["mend"])]
    drill = Drill(plan([step("mend", target=target("first alert", "5m"))]), scenario(injects)).start()
    drill.submit(cmd.SkipInject("wish", "No time"))
    found = gaps_of(drill.end("30m"), "G07")
    assert [gap.id for gap in found] == ["G07-mend"]
    assert "left out" in found[0].statement
    assert gaps_of(drill, "G15") == []


def test_a_step_that_the_teams_own_decision_made_needless_is_no_ones_fault():
    options = [
        {"id": "yes", "text": "Yes", "plan_calls_for": True, "consequence": {"skips": ["wish"]}},
        {"id": "no", "text": "No"},
    ]
    injects = [
        inject("alert", "1m", ["close"], channel="alert", decision="close"),
        inject("wish", "8m", ["mend"]),
    ]
    steps = [step("close"), step("mend", target=target("first alert", "5m"))]
    decisions = [{"id": "close", "question": "Close?", "step": "close", "options": options}]
    drill = Drill(plan(steps), scenario(injects, decisions=decisions)).start().at("2m")
    drill.do("engineer", Decide(decision="close", option="yes", reason="Nothing else works."))
    assert ids(drill) == []


def test_a_step_that_had_to_wait_for_one_asked_for_after_its_limit_was_asked_the_impossible():
    steps = [
        step("look", target=target("inject", "5m")),
        step("act", after=["look"], target=target("first alert", "10m")),
    ]
    injects = [inject("alert", "1m", ["act"], channel="alert"), inject("wish", "12m", ["look"])]
    drill = Drill(plan(steps), scenario(injects)).start()
    drill.at("14m").do("engineer", DoStep(step="look"))
    drill.at("15m").do("engineer", DoStep(step="act"))
    found = gaps_of(drill.end("30m"), "G07")
    assert [gap.id for gap in found] == ["G07-act"]
    assert '"Look"' in found[0].statement
    assert gaps_of(drill, "G15") == []


def test_a_step_asked_for_in_time_for_the_one_behind_it_asks_nothing_impossible():
    steps = [
        step("look", target=target("inject", "5m")),
        step("act", after=["look"], target=target("first alert", "10m")),
    ]
    injects = [inject("alert", "1m", ["act"], channel="alert"), inject("wish", "11m", ["look"])]
    drill = Drill(plan(steps), scenario(injects)).start()
    drill.at("11m").do("engineer", DoStep(step="look"))
    drill.at("15m").do("engineer", DoStep(step="act"))
    assert ids(drill) == ["G15-act"]


def test_an_inject_that_calls_for_a_step_which_does_not_apply_is_the_fault_of_the_script():
    drill = a_drill(step("mend"), step("tell", severities=["SEV2"])).at("2m")
    drill.do("engineer", DoStep(step="mend"))
    found = gaps_of(drill.end("30m"), "G07")
    assert [(gap.id, gap.priority) for gap in found] == [("G07-tell", "low")]


def test_a_step_in_an_objective_that_does_not_apply_is_none():
    objective = {"id": "all", "title": "All", "steps": ["mend", "tell"]}
    called = plan([step("mend"), step("tell", severities=["SEV2"])])
    script = scenario([inject("alert", "1m", ["mend"], channel="alert")], objectives=[objective])
    drill = Drill(called, script).start().at("2m")
    drill.do("engineer", DoStep(step="mend"))
    assert ids(drill) == []


def test_a_step_whose_message_the_facilitator_kept_back_was_not_tested_critical_or_not():
    asks = inject("call", "20m", ["mend"])
    alert = inject("alert", "1m", ["look"], channel="alert")
    for held in (True, False):
        drill = Drill(plan([step("look"), step("mend")]), scenario([alert, asks])).start().at("2m")
        drill.do("engineer", DoStep(step="look"))
        if held:
            drill.submit(cmd.HoldInject("call"))
        drill.end("19m" if not held else "50m")
        assert [gap.step for gap in gaps_of(drill, "G07")] == (["mend"] if held else [])
