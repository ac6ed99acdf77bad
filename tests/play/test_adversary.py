"""Random plans and scenarios under random commands: nothing breaks, nothing leaks, nothing depends on who asks when."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import PLAN, SCENARIO, Room, created, script_of
from tests.play.random_scripts import INJECTS, ROLES, STEPS, scripts
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast
from trainer.cli.console import Failure
from trainer.cli.drive import Drive, play_through
from trainer.cli.exercises import prepare
from trainer.cli.rehearse import START, Rehearsal, wall_time
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import (
    Acknowledge,
    Ask,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Decide,
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
from trainer.core.engine import Refused
from trainer.core.events import Outcome, Rating, decode, encode
from trainer.core.scenario import Channel, Kind
from trainer.core.script import Script
from trainer.core.state import replay
from trainer.core.time import MINUTE, SECOND
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

actions = st.sampled_from(
    (
        Acknowledge(),
        Acknowledge(inject="i0"),
        Classify(severity="SEV1", reason="many"),
        Classify(severity="p1"),
        Classify(severity="SEV2"),
        AssumeRole(role="alpha"),
        HandOver(role="alpha", to="beta"),
        Page(contact="vendor"),
        PostUpdate(audience="customers", text="We know.", next_in=30 * MINUTE),
        DoStep(step="s0"),
        DoStep(step="s1"),
        DoStep(step="s4"),
        Improvise(text="Else", instead_of="s1"),
        Improvise(text="Else"),
        Decide(decision="d0", option="yes"),
        Decide(decision="d0", option="no"),
        Decide(decision="d1", option="yes"),
        CastVote(vote="v0", choice="a"),
        CastVote(vote="v0", choice="b"),
        Contain(measure="stop"),
        Verify(what="errors are down"),
        Resolve(),
        ReportBlocked(missing="keys", step="s0"),
        Ask(text="PRIVATE-QUESTION"),
    )
)
agos = st.sampled_from((0, 0, SECOND, 7 * MINUTE, 10**15))
acts = st.builds(
    cmd.Act,
    st.sampled_from((*ROLES, "nobody")),
    actions,
    st.sampled_from(("facilitator", "virtual", "seat")),
    agos,
)
names = st.sampled_from((*INJECTS, "ad-hoc-1", "nothing"))
steering = st.one_of(
    st.builds(cmd.ReleaseInject, names),
    st.builds(cmd.HoldInject, names),
    st.builds(cmd.UnholdInject, names),
    st.builds(cmd.SkipInject, names),
    st.builds(cmd.RescheduleInject, names, st.integers(-1, 60).map(lambda m: m * MINUTE)),
    st.just(cmd.JumpToNextInject()),
    st.just(cmd.UndoLast()),
    st.just(cmd.UndoLast()),
    st.builds(cmd.GiveHint, names, st.just("SECRET-HINT")),
    st.builds(
        cmd.SendAdHocInject,
        st.sampled_from(((), ("beta",), ("nobody",))),
        st.sampled_from(Channel),
        st.just("x"),
        st.sampled_from(("", "Title")),
        st.just(""),
    ),
)
judging = st.one_of(
    st.builds(cmd.LinkAction, st.integers(0, 40), st.sampled_from((*STEPS, "nothing", None))),
    st.builds(
        cmd.OverruleOutcome, st.sampled_from((*STEPS, "s0#2")), st.sampled_from(Outcome), st.just("seen")
    ),
    st.builds(
        cmd.RateObjective,
        st.just("o"),
        st.sampled_from(Rating),
        evidence=st.sampled_from(((), (1, 2), (99,))),
    ),
    st.builds(
        cmd.RecordObservation, st.just("Noted"), st.sampled_from(("note", "strength", "improvement"))
    ).flatmap(lambda seen: st.sampled_from((seen, cmd.RecordObservation("Noted", step="s0", inject="i0")))),
    st.builds(
        cmd.RecordHotWash, st.sampled_from(("worked", "score")), st.just("Well"), score=st.integers(0, 6)
    ),
    st.builds(cmd.OpenPlan, st.sampled_from(ROLES), st.sampled_from(("s0", "", "nothing"))),
    st.builds(cmd.MarkSeen, st.sampled_from(ROLES), names),
)
timing = st.one_of(
    st.builds(cmd.StartClock, st.integers(0, 61)),
    st.builds(cmd.SetSpeed, st.integers(0, 61)),
    st.just(cmd.PauseClock()),
    st.just(cmd.ResumeClock()),
    st.just(cmd.ResumeClock()),
)
waiting = st.integers(0, 1200).map(float)
moves = st.lists(st.one_of(acts, steering, judging, timing, waiting, waiting), max_size=25)


def attempt(session: Session, command: object) -> None:
    with contextlib.suppress(Refused):
        session.submit(command)  # type: ignore[arg-type]


def play(script: Script, played: Sequence[object], end: bool = True) -> Room:
    room = Room(script)
    room.start()
    for move in played:
        room.wait(seconds=move) if isinstance(move, float) else attempt(room.session, move)
    if end:
        attempt(room.session, cmd.EndExercise())
    return room


@settings(max_examples=40, deadline=None)
@given(scripts(), moves, moves)
def test_whatever_is_asked_the_journal_is_whole_and_says_it_all(
    script: Script, before: list[object], after: list[object]
) -> None:
    room = play(script, before)
    for move in after:
        room.wait(seconds=move) if isinstance(move, float) else attempt(room.session, move)
    records = room.journal.records()
    assert replay(script, records) == room.state
    times = [record.elapsed for record in records]
    assert times == sorted(times)
    assert all(decode(encode(record.event)) == record.event for record in records)
    first, second = (report(script, records, "test") for _ in range(2))
    assert first.json_text() == second.json_text()
    known = {record.seq for record in records}
    for rests_on in (part.evidence for parts in (first.steps, first.gaps, first.metrics) for part in parts):
        assert set(rests_on) <= known
    assert all(result.elapsed_s is None or result.elapsed_s >= 0 for result in first.steps)
    assert all(metric.value_s is None or metric.value_s >= 0 for metric in first.metrics)


@settings(max_examples=25, deadline=None)
@given(scripts(), moves)
def test_everything_that_can_be_taken_back_can_be_taken_back(script: Script, played: list[object]) -> None:
    room = play(script, played)
    for _ in range(200):
        try:
            room.do(cmd.UndoLast())
        except Refused:
            break
    else:
        pytest.fail("there is no end to what can be undone")
    assert replay(script, room.journal.records()) == room.state
    assert report(script, room.journal.records(), "test").timeline


unhurried = st.lists(st.one_of(acts.filter(lambda act: act.source != "seat"), waiting), max_size=15)


def facts(room: Room) -> list[tuple[int, str]]:
    left_out = (ev.ClockPaused, ev.ClockResumed, ev.ExerciseInterrupted, ev.SpeedChanged)
    return [
        (record.elapsed, record.event.model_dump_json())
        for record in room.session.records
        if not isinstance(record.event, left_out)
    ]


def pause(room: Room, length: int) -> None:
    room.do(cmd.PauseClock())
    room.clock.advance(length)
    room.session.tick()
    room.clock.sleep(length)
    room.do(cmd.ResumeClock())


def killed(room: Room, length: int) -> None:
    room.session.mark()
    room.clock.advance(length)
    room.session = Session(room.script, room.journal, room.clock)
    room.do(cmd.ResumeClock())


def asleep(room: Room, length: int) -> None:
    room.clock.sleep(length + 3 * SECOND)
    room.session.tick()
    room.do(cmd.ResumeClock())


@pytest.mark.parametrize("interrupt", [pause, killed, asleep])
@settings(max_examples=20, deadline=None)
@given(scripts(), unhurried, st.data())
def test_no_interruption_at_any_moment_changes_what_happens(
    interrupt: Callable[[Room, int], None], script: Script, played: list[object], data: st.DataObject
) -> None:
    wheres = data.draw(st.sets(st.integers(0, len(played)), max_size=3))
    length = data.draw(st.integers(0, 10**12))
    broken = Room(script)
    broken.start()
    for number, move in enumerate([*played, 0.0]):
        if number in wheres:
            interrupt(broken, length)
        broken.wait(seconds=move) if isinstance(move, float) else attempt(broken.session, move)
    assert facts(broken) == facts(play(script, [*played, 0.0], end=False))


@settings(max_examples=30, deadline=None)
@given(scripts(), unhurried, st.lists(st.integers(1, 60), min_size=1, max_size=4))
def test_no_speed_changes_what_happens(script: Script, played: list[object], speeds: list[int]) -> None:
    """A wake falls on a whole microsecond of real time, so it may be 59 of exercise time late; nothing more."""
    plain, fast = Room(script), Room(script)
    plain.start()
    fast.start(speeds[0])
    for number, move in enumerate(played):
        attempt(fast.session, cmd.SetSpeed(speeds[number % len(speeds)]))
        if isinstance(move, float):
            wakes(plain, round(move) * SECOND)
            wakes(fast, round(move) * SECOND)
        else:
            attempt(plain.session, move)
            attempt(fast.session, move)
    assert [what for _, what in rough(fast)] == [what for _, what in rough(plain)]
    for (slow, what), (quick, _) in zip(rough(plain), rough(fast), strict=True):
        assert abs(slow - quick) < 60 * len(rough(plain)), what


def wakes(room: Room, length: int) -> None:
    """Let an exact span of exercise time pass as nearly as the speed allows, waking when something is due."""
    until = room.session.elapsed() + length
    while True:
        due, now, speed = room.session.next_due(), room.session.elapsed(), room.state.clock.speed
        moment = until if due is None else min(due, until)
        if now >= until:
            return
        room.clock.advance(-(-(moment - now) // speed))
        room.session.tick()


def rough(room: Room) -> list[tuple[int, str]]:
    """Facts without those times inside them that hang on when the machine woke."""
    found = []
    for record in room.session.records:
        event = record.event
        if not isinstance(event, ev.SpeedChanged | ev.ClockStarted):
            told = event.model_dump_json(exclude={"planned", "happened"})
            found.append((record.elapsed, told))
    return found


@settings(max_examples=30, deadline=None)
@given(scripts(), moves, st.sampled_from((*ROLES, "room")))
def test_no_seat_is_sent_what_its_role_may_not_know(script: Script, played: list[object], role: str) -> None:
    room = Room(script)
    live = room.session.room() if role == "room" else room.session.seat(role)
    room.start()
    for move in played:
        room.wait(seconds=move) if isinstance(move, float) else attempt(room.session, move)
    late = room.session.room() if role == "room" else room.session.seat(role)
    assert live.items == late.items
    sent = json.dumps([item.model_dump(mode="json") for item in live.items])
    hinted = any(isinstance(record.event, ev.HintGiven) for record in room.session.records)
    secrets = [
        "NOTE",
        "NOTES",
        "EXPECTED",
        "VARIABLE",
        "OBJECTIVE",
        "BRANCH",
        "CAUSE",
        *([] if hinted else ["HINT"]),
    ]
    assert not [secret for secret in secrets if f"SECRET-{secret}" in sent]
    reached = {
        record.event.inject
        for record in room.session.records
        if isinstance(record.event, ev.InjectDelivered) and (role in record.event.to or role == "room")
    }
    assert not [name for name in INJECTS if name not in reached and f"TEXT-{name}" in sent]
    assert not [name for name in INJECTS if name not in reached and f"TITLE-{name}" in sent]
    chosen = {
        (event.action.decision, event.action.option)
        for record in room.session.records
        if isinstance(event := record.event, ev.ActionTaken) and isinstance(event.action, Decide)
    } | {
        (event.decision, event.option)
        for record in room.session.records
        if isinstance(event := record.event, ev.DecisionDefaulted)
    }
    for name in ("d0", "d1"):
        for option in ("yes", "no"):
            assert (name, option) in chosen or f"SECRET-{name}-{option}" not in sent
    own = {
        record.seq
        for record in room.session.records
        if isinstance(record.event, ev.ActionTaken) and record.event.role == role
    }
    assert {item.seq for item in live.items if item.type == "own act"} == own


def through(script: Script, profile: str, seed: int) -> tuple[Session, Drive]:
    clock, journal = ManualClock(), MemoryJournal()
    journal.append(((0, 0, created(script)),))
    session = Session(script, journal, clock)
    drive = Drive(session, GeneratedCast(script, PROFILES[profile], seed), script.scenario.length)
    play_through(session, drive, clock)
    return session, drive


@settings(max_examples=30, deadline=None)
@given(scripts(), st.sampled_from(sorted(PROFILES)), st.integers(0, 5))
def test_a_generated_team_plays_any_script_to_its_end(script: Script, profile: str, seed: int) -> None:
    session, _ = through(script, profile, seed)
    assert session.state.status == "ended"
    assert session.elapsed() == script.scenario.length
    assert replay(script, session.records) == session.state
    again, _ = through(script, profile, seed)
    assert list(again.records) == list(session.records)
    assert report(script, session.records, "test").timeline


@settings(max_examples=40, deadline=None)
@given(scripts(), st.integers(0, 5))
def test_a_perfect_team_is_late_nowhere_and_does_nothing_that_makes_no_sense(
    script: Script, seed: int
) -> None:
    session, drive = through(script, "perfect", seed)
    assert drive.refusals == []
    torn = {
        decision.step
        for decision in script.scenario.decisions
        if decision.step and decision.role and decision.role not in script.owners(script.steps[decision.step])
    }
    bad = [
        (result.key, result.outcome, result.why)
        for result in report(script, session.records, "test").steps
        # Where the script lets another role decide than the plan, nobody can do both.
        if result.outcome in ("late", "wrong role", "improvised equivalent") and result.step not in torn
    ]
    assert bad == []


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_where_nobody_has_a_role_nobody_acts(profile: str) -> None:
    plan = {"id": "plan", "title": "Plan"}
    step = {"id": "s", "title": "S", "shown_by": [{"action": "acknowledge"}]}
    plan |= {"procedures": [{"id": "p", "title": "P", "phase": "detection", "steps": [step]}]}  # type: ignore[dict-item]
    inject = {"id": "i", "title": "I", "release": {"at": "1m"}, "channel": "chat", "from": "x", "text": "T"}
    asked = {"decision": "d", "vote": "v", "expects": [{"step": "s"}]}
    scenario = {
        "id": "scenario",
        "title": "Scenario",
        "plan": "plan",
        "length": "30m",
        "injects": [{**inject, **asked}],
        "decisions": [
            {"id": "d", "question": "?", "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]}
        ],
        "votes": [{"id": "v", "question": "?", "options": ["a", "b"]}],
    }
    session, drive = through(script_of(plan, scenario), profile, 1)
    assert session.state.status == "ended"
    assert drive.refusals == []


def test_a_perfect_team_does_what_only_an_objective_names() -> None:
    scenario = copy.deepcopy(SCENARIO)
    scenario["objectives"][1]["steps"].append("review")
    session, _ = through(script_of(scenario=scenario), "perfect", 1)
    assert session.state.expectations.items["review"].done is not None


@pytest.mark.parametrize("every", ["0", "20ms", "1s"])
def test_an_absurd_cadence_neither_stops_nor_floods_the_exercise(every: str) -> None:
    cadence = {"id": "c", "title": "C", "audience": "customers", "role": "comms", "from": "first alert"}
    session, _ = through(script_of({**PLAN, "cadences": [{**cadence, "every": every}]}), "perfect", 1)
    assert session.state.status == "ended"
    assert len(session.records) < 10_000


def test_the_order_of_sets_changes_no_byte_of_a_report() -> None:
    program = (
        "import hashlib, pathlib\n"
        "from trainer import shipped\n"
        "from trainer.cli.exercises import prepare\n"
        "from trainer.cli.rehearse import START, Rehearsal, rehearse, wall_time\n"
        "from trainer.core.compose import report\n"
        "from trainer.core.scenario import Kind\n"
        "folder = shipped.scenarios_folder()\n"
        "made = prepare(folder / 'payment-gateway-outage.yaml', None, [folder / 'plans'])\n"
        "records, _ = rehearse(Rehearsal(made, Kind.TABLETOP, 'struggling', 3, wall_time(START)))\n"
        "text = report(made.script, records, 'test').json_text() + records[-1].hash\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(seen) == 1


@pytest.mark.parametrize("start", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1970-01-01"])
def test_a_start_at_the_ends_of_the_calendar_is_refused_in_words(start: str) -> None:
    with pytest.raises(Failure, match="outside the years"):
        wall_time(start)


def test_a_file_called_like_a_profile_changes_no_identifier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shipped.scenarios_folder()
    made = prepare(folder / "payment-gateway-outage.yaml", None, [folder / "plans"])
    rehearsal = Rehearsal(made, Kind.TABLETOP, "typical", 1, wall_time(START))
    before = rehearsal.identifier()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "typical").write_text("team: other", encoding="utf-8")
    assert rehearsal.identifier() == before
