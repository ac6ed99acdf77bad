"""The report as a value: complete, the same each time, and every finding on evidence."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.findings_world import (
    STARTED_AT,
    Drill,
    HandClock,
    MemoryJournal,
    inject,
    plan,
    scenario,
    step,
    target,
)
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast
from trainer.cli.drive import Drive
from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import (
    Acknowledge,
    Ask,
    AssumeRole,
    Classify,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    Resolve,
    Verify,
)
from trainer.core.compose import report
from trainer.core.compose.words import say
from trainer.core.events import Cause, Outcome, Rating, Record, Seat
from trainer.core.facts import gather
from trainer.core.gaps import DETECTORS, NOT_YET, find
from trainer.core.gaps.finding import NAMES
from trainer.core.scenario import Channel, Kind
from trainer.core.state import replay
from trainer.core.time import MINUTE, SECOND
from trainer.report.arrange import arrange
from trainer.session import Session
from trainer.storage.files import load_script

CADENCE = {
    "id": "public",
    "title": "Public updates",
    "audience": "customers",
    "role": "comms",
    "from": "first post",
    "every": "10m",
}
CHANNEL = {
    "id": "web",
    "audience": "customers",
    "title": "Status page",
    "channel": "web",
    "author": "comms",
    "approver": "commander",
    "public": True,
}


def the_plan() -> dict[str, Any]:
    ack = step("ack", critical=True, target=target("first alert", "5m"), shown_by=[{"action": "acknowledge"}])
    level = step(
        "level",
        critical=True,
        text="Give the reason.",
        target=target("first alert", "10m"),
        shown_by=[{"action": "classify"}],
    )
    lead = step(
        "lead",
        "commander",
        target=target("acknowledged", "10m"),
        shown_by=[{"action": "assume role", "role": "commander"}],
    )
    tell = step(
        "tell",
        "comms",
        target=target("impact", "15m"),
        shown_by=[{"action": "post update", "audience": "customers"}],
    )
    steps = [ack, level, lead, tell, step("mend", "commander"), step("spare")]
    return plan(steps, cadences=[CADENCE], communications=[CHANNEL], version="3", owner="Head of operations")


def the_scenario(**more: Any) -> dict[str, Any]:
    choice = {
        "id": "which",
        "question": "Which measure?",
        "step": "mend",
        "options": [
            {"id": "back", "text": "Roll back", "plan_calls_for": True},
            {"id": "wait", "text": "Wait"},
        ],
    }
    injects = [
        inject("alert", "1m", ["ack", "level", "lead"], channel="alert"),
        inject("impact", "2m", ["tell"], marks=["impact"]),
        inject("asking", "12m", ["mend"], decision="which"),
        inject("spare", None),
    ]
    objectives = [
        {"id": "recognise", "title": "Recognise it", "critical": True, "steps": ["ack", "level", "lead"]},
        {"id": "inform", "title": "Inform people", "steps": ["tell"]},
    ]
    return scenario(
        injects,
        objectives=objectives,
        decisions=[choice],
        hot_wash=[{"ask": "What worked?"}],
        **more,
    )


SEATS = (
    Seat(role="engineer", name="Ada Long"),
    Seat(role="commander", name="Bo Strand"),
    Seat(role="comms", virtual=True),
)


def a_drill(**more: Any) -> Drill:
    return Drill(the_plan(), the_scenario(), seats=SEATS, facilitator="Cleo Marsh", **more)


def perfect() -> Drill:
    """Every step by its owner, in order and in time, with reasons and approvals."""
    return perfect_but("back")


def perfect_but(option: str) -> Drill:
    drill = a_drill().start().at("2m")
    drill.do("engineer", Acknowledge(inject="alert"))
    drill.at("3m").do("engineer", Classify(severity="SEV1", reason="All are affected."))
    drill.at("4m").do("commander", AssumeRole(role="commander"))
    for time_ in ("5m", "14m", "23m"):
        drill.at(time_).do("comms", update())
    drill.at("24m").do("commander", Decide(decision="which", option=option, reason="It can be undone."))
    return drill.end("32m")


def update() -> PostUpdate:
    return PostUpdate(audience="customers", text="We know.", next_in=10 * MINUTE, approved_by="commander")


def troubled() -> Drill:
    """A drill in which most things happen that a report has to show."""
    drill = a_drill().start(speed=2).at("3m")
    drill.do("comms", Acknowledge(inject="alert"))
    drill.do("engineer", Ask(text="Who decides?"))
    drill.at("4m").submit(cmd.PauseClock("coffee")).wait("30m").submit(cmd.ResumeClock())
    drill.submit(cmd.SetSpeed(1)).at("13m").do("engineer", Classify(severity="SEV2"))
    drill.do("engineer", Improvise(text="Ada Long rang the provider"))
    drill.do("engineer", ReportBlocked(missing="the password"))
    drill.do("engineer", Page(contact="nobody-known", result="no answer"))
    drill.at("14m").do("commander", HandOver(role="commander", to="Bo Strand", briefed="All of it."))
    drill.do("commander", Diagnose(cause="A bad release"))
    drill.do("commander", Contain(measure="Roll back"))
    drill.do("engineer", Verify(what="It works"))
    drill.do("engineer", DoStep(step="spare"))
    drill.submit(cmd.SendAdHocInject((), Channel.CHAT, "Sales", "How long?", "We need a time."))
    drill.submit(cmd.RecordObservation("Calm and clear.", "strength", role="comms"))
    drill.submit(cmd.SkipInject("spare", "no time")).submit(cmd.UndoLast())
    drill.at("20m").submit(cmd.OpenPlan("engineer", "mend"))
    drill.end("40m").submit(cmd.RecordHotWash("worked", "The call was quiet."))
    drill.submit(cmd.RecordHotWash("score", role="comms", score=4))
    return drill.submit(cmd.RateObjective("recognise", Rating.SOME_CHALLENGES, "Bo Strand", "Slow.", (3,)))


# Shape ----------------------------------------------------------------------------------------------------------------


def test_the_report_reads_back_as_the_same_report():
    found = troubled().report
    text = found.json_text()
    assert aar.Report.model_validate_json(text) == found
    assert json.loads(text)["schema"] == "trainer/aar/1"


def test_the_same_journal_gives_the_same_report_byte_for_byte():
    drill = troubled()
    assert drill.report.json_text() == drill.report.json_text()


def test_everything_cited_is_in_the_evidence_and_in_the_journal():
    drill = troubled()
    found = drill.report
    entries = {entry.seq for entry in found.evidence.entries}
    parts = (found.objectives, found.steps, found.metrics, found.strengths, found.gaps, found.deviations)
    cited = {seq for part in parts for item in part for seq in item.evidence}
    assert cited <= entries <= {record.seq for record in drill.journal.records()}


def test_a_journal_without_a_beginning_is_refused_in_words():
    drill = perfect()
    with pytest.raises(ValueError, match="does not begin with the creation"):
        report(drill.script, drill.journal.records()[1:], "trainer")


@pytest.mark.parametrize("kind", [Kind.TABLETOP, Kind.SIMULATION, Kind.WALKTHROUGH])
def test_the_method_says_what_the_times_of_the_kind_mean(kind):
    note = a_drill(kind=kind).start().end("1m").report.method.kind_note
    assert note.casefold().startswith(kind.value)


def test_a_report_can_be_made_of_an_exercise_that_goes_on():
    found = a_drill().start().at("3m").report
    assert found.exercise.state == "running"
    assert found.exercise.ended is None
    assert "has not ended" in found.method.limitations[0]


def test_a_report_can_be_made_before_play():
    found = a_drill().report
    assert found.control.held_on is None
    assert {entry.outcome for entry in found.steps} == {"not observed"}


# A clean drill --------------------------------------------------------------------------------------------------------


def test_a_perfect_team_yields_no_gap():
    assert perfect().report.gaps == ()
    assert perfect().report.improvement_plan == ()


def test_a_perfect_team_meets_every_target_and_every_objective():
    found = perfect().report.summary
    assert found.gap_counts == {"plan": 0, "capability": 0, "execution": 0, "artefact": 0}
    assert found.targets_met == found.targets_judged == 4
    assert found.steps_by_right_role == found.steps_applicable == 5
    assert [verdict.rating for verdict in found.verdicts] == ["P", "P"]
    assert len(found.strengths) == 3


# Facts ----------------------------------------------------------------------------------------------------------------


def test_wall_time_pauses_and_exercise_time_are_told_apart():
    overview = troubled().report.exercise
    # Four minutes at double speed, half an hour of pause, 36 minutes at single speed.
    assert (overview.active_s, overview.paused_s, overview.pauses) == (2400, 1800, 1)
    assert overview.wall_s == 120 + 1800 + 2160
    assert overview.started == "2026-07-01T09:00:00.000Z"


def test_the_speeds_are_part_of_the_method():
    method = troubled().report.method
    assert method.speeds == ("2 times real time from 0:00:00", "real time from 0:04:00")
    assert any("2 times as fast" in line for line in method.limitations)


def test_an_interruption_is_recorded_and_counts_as_pause():
    drill = a_drill().start().at("2m")
    drill.session.mark()
    drill.wait("10m")
    drill.session = Session(drill.script, drill.journal, drill.clock)
    drill.submit(cmd.ResumeClock()).end("5m")
    overview = drill.report.exercise
    assert (overview.interruptions, overview.pauses) == (1, 0)
    assert (overview.active_s, overview.paused_s, overview.wall_s) == (300, 600, 900)


def test_a_jump_is_told_and_moves_no_clock():
    drill = a_drill().start().submit(cmd.JumpToNextInject()).end("3m")
    overview = drill.report.exercise
    assert (overview.jumped_s, overview.active_s) == (60, 180)
    entry = drill.report.evidence.msel[0]
    assert (entry.planned_s, entry.delivered_s, entry.deviation_s) == (0, 0, 0)


def test_a_later_jump_does_not_change_when_an_inject_was_planned():
    drill = a_drill().start().submit(cmd.HoldInject("alert")).at("90s").submit(cmd.ReleaseInject("alert"))
    drill.submit(cmd.JumpToNextInject()).end("3m")
    entry = drill.report.evidence.msel[0]
    assert (entry.planned_s, entry.delivered_s, entry.deviation_s) == (60, 90, 30)


def test_the_timeline_is_in_the_order_in_which_things_happened():
    drill = a_drill().start().at("5m")
    drill.do("engineer", Acknowledge())
    drill.at("9m").do("comms", update(), ago="6m")
    times = [entry.elapsed_s for entry in drill.end("10m").report.timeline]
    assert times == sorted(times)
    told = [entry.title for entry in drill.report.timeline]
    assert told.index("Communications lead told customers") < told.index("Engineer acknowledged the alert")


def test_what_was_taken_back_stays_in_the_timeline_and_counts_for_nothing():
    drill = a_drill().start().at("5m")
    drill.submit(cmd.Act("comms", update(), source="facilitator")).submit(cmd.UndoLast())
    found = drill.end("10m").report
    assert found.communications.updates == ()
    assert any(entry.title.endswith("(taken back)") for entry in found.timeline)


def test_the_fold_is_the_same_with_and_without_acts_taken_back():
    drill = troubled()
    facts = gather(drill.script, drill.journal.records())
    folded = replay(drill.script, drill.journal.records())
    assert facts.state.undone == folded.undone
    assert facts.state.anchors == folded.anchors
    assert list(facts.state.expectations) == list(folded.expectations)


def test_decisions_updates_and_command_are_told():
    told = perfect().report.communications
    assert [(d.by_role, d.owner_role, d.option, d.as_planned) for d in told.decisions] == [
        ("commander", "commander", "Roll back", True)
    ]
    assert [(u.elapsed_s, u.public, u.approved_by) for u in told.updates] == [
        (300, True, "commander"),
        (840, True, "commander"),
        (1380, True, "commander"),
    ]
    assert [entry[:3] for entry in told.command_history] == [(240, "commander", "commander")]
    assert [entry[:4] for entry in told.severity_history] == [(180, "SEV1", "engineer", "All are affected.")]
    assert [(c.due, c.within, c.worst_gap_s) for c in told.cadences] == [(2, 2, 540)]


def test_what_participants_said_is_kept():
    found = troubled().report.voice
    assert found.worked == (("anonymous", "The call was quiet."),)
    assert (found.scores, found.questions) == ((4,), ("What worked?",))


def test_every_inject_is_listed_as_planned_and_as_run():
    entries = {entry.inject: entry for entry in troubled().report.evidence.msel}
    assert (entries["alert"].planned, entries["alert"].delivered_s) == ("at 0:01:00", 60)
    assert entries["alert"].deviation_s == 0
    assert (entries["spare"].status, entries["spare"].planned_s) == ("pending", None)
    assert (entries["ad-hoc-1"].kind, entries["ad-hoc-1"].cause) == ("ad-hoc inject", Cause.AD_HOC)


def test_what_was_not_exercised_and_not_evaluated_is_said():
    method = troubled().report.method
    assert any("Spare" in line and "not delivered" in line for line in method.not_exercised)
    assert any("outside the scenario's scope" in line for line in method.not_exercised)
    assert any("Inform people" in line and "rated by nobody" in line for line in method.not_evaluated)
    assert any("rated by one rater" in line for line in method.not_evaluated)


def test_the_method_lists_every_detector_and_what_none_finds():
    method = perfect().report.method
    assert [code for code, _, _ in method.detectors] == [found.code for found in DETECTORS]
    assert {code for code, _ in (*NOT_YET, *((c, n) for c, n, _ in method.detectors))} == set(NAMES)


# Names ----------------------------------------------------------------------------------------------------------------


def test_people_are_named_in_the_list_of_participants_alone():
    found = troubled().report
    names = {entry.name for entry in found.participants}
    assert {"Ada Long", "Bo Strand", "Cleo Marsh"} <= names
    body = found.model_copy(update={"participants": ()}).json_text()
    for name in ("Ada", "Strand", "Cleo"):
        assert name not in body
    assert "Engineer rang the provider" in body


def test_a_name_that_is_a_word_of_the_plan_is_left_alone():
    drill = Drill(the_plan(), the_scenario(), seats=[Seat(role="comms", name="Engineer")]).start().at("2m")
    drill.do("engineer", Acknowledge())
    assert "Engineer acknowledged the alert" in drill.end("3m").report.json_text()


# Findings -------------------------------------------------------------------------------------------------------------


def test_strengths_put_the_evaluators_words_first():
    assert troubled().report.strengths[0].statement == "Calm and clear."


def test_deviations_are_improvised_outside_the_scope_or_unlinked():
    found = {entry.statement.split(",")[0]: entry for entry in troubled().report.deviations}
    assert "Engineer acted outside the plan" in found
    assert found['Engineer did "Spare"'].step == "spare"
    assert "Engineer called nobody-known: no answer" in found
    assert all(entry.worked is None for entry in found.values())


def test_a_decision_against_the_plan_is_a_deviation_and_a_point_to_practise():
    drill = perfect_but("wait")
    found = drill.report
    assert [(entry.step, entry.role) for entry in found.deviations] == [("mend", "commander")]
    assert 'decided: Wait, where the plan calls for "Roll back"' in found.deviations[0].statement
    assert found.summary.gap_counts["execution"] == 1
    assert found.communications.decisions[0].as_planned is False


def test_an_evaluator_may_accept_a_decision_against_the_plan():
    drill = perfect_but("wait").submit(
        cmd.OverruleOutcome("mend", Outcome.ON_TIME, "Waiting was right here.")
    )
    assert drill.report.summary.gap_counts["execution"] == 0


def test_a_deviation_worked_when_an_evaluator_says_so():
    drill = a_drill().start().at("2m")
    drill.do("engineer", Improvise(text="Rang the bell", instead_of="ack"))
    drill.submit(cmd.RecordObservation("The bell is quicker.", "strength", step="ack")).end("20m")
    found = drill.report
    assert [entry.worked for entry in found.deviations] == [True]
    assert any(entry.statement.startswith("A deviation that worked") for entry in found.strengths)


def test_gaps_in_plan_and_capability_have_one_action_each_and_practice_has_one_for_each_code():
    found = troubled().report
    single = [gap.id for gap in found.gaps if gap.kind in ("plan", "capability")]
    actions = {action.gap: action for action in found.improvement_plan}
    assert set(single) <= set(actions)
    codes = {gap.code for gap in found.gaps if gap.kind == "execution"}
    practised = [action for action in found.improvement_plan if action.id.startswith("A-practise-G")]
    assert sorted(action.id for action in practised) == sorted(f"A-practise-{code}" for code in codes)
    answered = {gap for action in found.improvement_plan for gap in action.gap.split(", ")}
    assert {gap.id for gap in found.gaps} <= answered
    assert all(action.verification and action.owner is None for action in found.improvement_plan)


def test_gap_identifiers_are_unique_and_signals_of_one_gap_are_one():
    found = troubled().report.gaps
    assert len({gap.id for gap in found}) == len(found)


def test_late_and_missed_steps_are_gaps_of_their_own_and_are_counted_once():
    drill = a_drill().start().at("20m")
    drill.submit(cmd.OpenPlan("engineer"))
    drill.do("engineer", Acknowledge())
    found = drill.end("40m").report
    assert (found.summary.outcome_counts["late"], found.summary.outcome_counts["missed"]) == (1, 4)
    assert "4 missed, 1 late" in found.summary.headline
    short = {step.step for step in found.steps if step.outcome in ("late", "missed")}
    assert {gap.step for gap in found.gaps if gap.kind == "execution"} == short
    assert found.summary.gap_counts["execution"] == len(short)


def test_an_overruled_gap_stays_in_the_register_and_counts_for_nothing():
    drill = a_drill().start().at("20m")
    drill.submit(cmd.OpenPlan("engineer"))
    drill.do("engineer", Acknowledge())
    drill.end("40m")
    before = drill.report
    gap = next(gap for gap in before.gaps if gap.kind == "execution")
    drill.submit(cmd.JudgeGap(gap.id, stands=False, reason="The alert was a test."))
    after = drill.report
    (kept,) = [found for found in after.gaps if found.id == gap.id]
    assert (kept.stands, kept.verdicts[0].reason) == (False, "The alert was a test.")
    assert after.summary.gap_counts["execution"] == before.summary.gap_counts["execution"] - 1
    assert gap.statement not in after.summary.top_gaps
    assert not [action for action in after.improvement_plan if gap.id in action.gap.split(", ")]


def test_the_plans_gaps_come_first_and_what_can_wait_comes_last():
    kinds = [
        (gap.kind == "artefact", gap.priority == "low", gap.kind != "plan") for gap in troubled().report.gaps
    ]
    assert kinds == sorted(kinds)


def test_no_finding_names_an_identifier_where_there_is_a_title():
    found = troubled().report
    told = [text for gap in found.gaps for text in (gap.statement, gap.proposed_change)]
    told += [action.action + action.verification for action in found.improvement_plan]
    told += [*found.method.not_exercised, *found.method.limitations]
    names = {*troubled().script.steps, *troubled().script.injects} - {
        "spare",
        "lead",
        "level",
        "tell",
        "mend",
    }
    assert names
    for text in told:
        assert not [name for name in names if f"({name}" in text or f" {name}:" in text], text


def test_a_rehearsal_by_a_virtual_team_says_so_in_its_method():
    seats = [Seat(role="engineer", virtual=True), Seat(role="comms", virtual=True)]
    method = Drill(the_plan(), the_scenario(), seats=seats).start().end("3m").report.method
    assert method.kind_note.startswith("Rehearsal")
    mixed = [Seat(role="engineer", virtual=True), Seat(role="comms", name="Ada Long")]
    assert (
        "Rehearsal"
        not in Drill(the_plan(), the_scenario(), seats=mixed).start().end("3m").report.method.kind_note
    )


def test_an_altered_journal_is_broken_and_a_whole_one_complete():
    drill = perfect()
    records = list(drill.journal.records())
    assert drill.report.integrity.chain == "complete"
    records[5] = Record(
        records[5].seq, records[5].at, records[5].elapsed + 1, records[5].event, records[5].hash
    )
    assert report(drill.script, records, "trainer").integrity.chain == "broken"
    del records[5]
    assert report(drill.script, records, "trainer").integrity.chain == "broken"


# Words ----------------------------------------------------------------------------------------------------------------


def test_every_event_of_a_drill_has_words_that_say_more_than_its_type():
    drill = troubled()
    for record in drill.journal.records():
        title, _ = say(drill.script, record)
        assert title
        assert title[0].isupper() or title[0] == '"'
        assert "_" not in title


def test_words_survive_what_the_script_does_not_know():
    drill = perfect()
    strangers = (
        ev.InjectDelivered(inject="gone", to=("ghost",), cause=Cause.TIMED),
        ev.ActionTaken(role="ghost", action=Decide(decision="gone", option="x")),
        ev.ObjectiveRated(objective="gone", rating=Rating.UNABLE),
        ev.PlanOpened(role="ghost", section="gone"),
    )
    for event in strangers:
        title, _ = say(drill.script, Record(1, STARTED_AT, 0, event, ""))
        assert "gone" in title or "ghost" in title


# Laws -----------------------------------------------------------------------------------------------------------------

ACTIONS = (
    Acknowledge(),
    Classify(severity="SEV2"),
    Classify(severity="SEV1", reason="All."),
    AssumeRole(role="commander"),
    HandOver(role="commander"),
    Improvise(text="Something else"),
    Improvise(text="Something else", instead_of="level"),
    DoStep(step="mend"),
    DoStep(step="spare"),
    PostUpdate(audience="customers"),
    PostUpdate(audience="press"),
    Page(contact="somebody"),
    Ask(text="Who decides?"),
    Contain(measure="Stop"),
    Verify(what="It stopped"),
    Diagnose(cause="A bug"),
    Resolve(),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400), st.sampled_from(("engineer", "commander", "comms")), st.sampled_from(ACTIONS)
        ),
        max_size=25,
    )
)
def test_whatever_a_team_does_gives_a_report_whose_findings_rest_on_the_journal(acts):
    drill = a_drill().start()
    for wait, role, action in acts:
        drill.at(f"{drill.session.elapsed() // SECOND + wait}s").do(role, action)
    found = drill.end().report
    seqs = {record.seq for record in drill.journal.records()}
    for gap in found.gaps:
        assert gap.evidence
        assert set(gap.evidence) <= seqs
    assert aar.Report.model_validate_json(found.json_text()) == found
    assert sum(found.summary.outcome_counts.values()) == len(found.steps)


def test_a_long_journal_is_reported_in_seconds():
    drill = a_drill().start()
    records = list(drill.journal.records())
    for number in range(20_000):
        action = ACTIONS[number % len(ACTIONS)]
        event = ev.ActionTaken(role=("engineer", "comms", "commander")[number % 3], action=action)
        records.append(
            Record(len(records) + 1, STARTED_AT + number * SECOND, number * SECOND // 6, event, "")
        )
    ended = ev.ExerciseEnded()
    records.append(Record(len(records) + 1, STARTED_AT + 20_000 * SECOND, 60 * MINUTE, ended, ""))
    began = time.perf_counter()
    found = report(drill.script, records, "trainer")
    taken = time.perf_counter() - began
    assert len(found.timeline) == len(records)
    assert found.gaps == find(gather(drill.script, records))
    assert taken < 20, f"{taken:.1f} s for 20,000 events"


# What ships -----------------------------------------------------------------------------------------------------------


TABLETOPS = [
    file
    for file in sorted(shipped.scenarios_folder().glob("*.yaml"))
    if (script := load_script(file, None, [shipped.scenarios_folder() / "plans"]).script) is not None
    and Kind.TABLETOP in script.scenario.kinds
]


@pytest.mark.parametrize("file", TABLETOPS, ids=lambda file: file.stem)
def test_a_shipped_scenario_played_by_the_plan_is_reported_without_a_gap_in_execution(file):
    loaded = load_script(file, None, [shipped.scenarios_folder() / "plans"]).script
    assert loaded is not None
    loaded = loaded.as_kind(Kind.TABLETOP)
    clock, journal = HandClock(), MemoryJournal()
    created = a_drill().journal.records()[0].event.model_copy(update={"seats": (), "facilitator": ""})
    journal.append(((STARTED_AT, 0, created),))
    session = Session(loaded, journal, clock)
    drive = Drive(session, GeneratedCast(loaded, PROFILES["perfect"], 1), loaded.scenario.length)
    session.submit(cmd.StartClock())
    while session.state.status == "running":
        drive.beat()
        moment = drive.next_at()
        if moment is None:
            break
        clock.now += max(0, moment - session.elapsed())
    found = report(loaded, journal.records(), "trainer test")
    assert found.summary.gap_counts["execution"] == 0
    assert found.summary.targets_met == found.summary.targets_judged > 0
    assert {gap.kind for gap in found.gaps} <= {"plan", "artefact"}


def test_an_answer_to_a_question_of_the_scenario_stands_beside_it_in_the_report():
    drill = a_drill().start().at("2m")
    drill.submit(cmd.RecordHotWash("change", "Name a deputy", question="What would you change?"))
    assert drill.report.voice.change == (("anonymous", "What would you change? Name a deputy"),)


def test_injects_that_no_course_of_play_needs_are_no_shortfall():
    found = troubled().report
    assert any("no shortfall" in line and '"Spare"' in line for line in found.method.not_exercised)
    delivered, wanted = found.evidence.coverage.injects
    assert (
        delivered
        == wanted
        == sum(entry.status == "delivered" and entry.kind != "ad-hoc inject" for entry in found.evidence.msel)
    )


def test_an_inject_that_was_called_for_and_not_delivered_is_one():
    drill = a_drill().start().submit(cmd.SkipInject("alert", "no time")).end("30m")
    assert any(
        line.startswith('Inject "Alert" was not delivered') for line in drill.report.method.not_exercised
    )
    delivered, wanted = drill.report.evidence.coverage.injects
    assert delivered < wanted


def test_a_note_to_oneself_stays_out_of_the_report_and_what_should_change_gets_an_action():
    drill = a_drill().start().at("5m")
    drill.submit(cmd.RecordObservation("Ask about this later", "note"))
    drill.submit(cmd.RecordObservation("The number was not at hand", "improvement", step="tell"))
    found = drill.end("20m").report
    assert "Ask about this later" not in found.json_text()
    assert [entry.text for entry in found.timeline if entry.kind == "observation"] == [
        "The number was not at hand"
    ]
    noted = next(action for action in found.improvement_plan if action.id == "A-noted")
    assert '"The number was not at hand"' in noted.action
    assert [row.entry.text for row in arrange(found).noted] == ["The number was not at hand"]
