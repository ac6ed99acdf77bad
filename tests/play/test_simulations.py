"""Whole simulations and their laws: replay, kill and reopen, pauses, speed, the same seed, and no spoilers."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import simulated
from tests.simulated import Shop, driven, known, system_of
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast, OperatingCast
from trainer.cli.drive import Drive, play_through
from trainer.cli.exercises import cast_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.aar import Report
from trainer.core.actions import Acknowledge, Action, Diagnose, Look, Operate, Resolve, Verify
from trainer.core.compose import report
from trainer.core.engine import Refused, of_itself
from trainer.core.events import Cause, Record, decode, encode
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.simulation import Fault, Operation
from trainer.core.state import replay
from trainer.core.time import SECOND
from trainer.session import Session
from trainer.storage.files import load_script

ROLES = ("on-call", "commander", "comms", "technical")
ACTIONS: Sequence[Action] = (
    Acknowledge(),
    Look(at="logs", service="checkout"),
    Look(at="deployments"),
    Operate(operation=Operation.RESTART, service="checkout"),
    Operate(operation=Operation.ROLL_BACK, service="checkout", value="416"),
    Operate(operation=Operation.SCALE, service="web", value="4"),
    Diagnose(cause="version 417"),
    Verify(what="errors"),
    Resolve(),
)
CRAWL = Fault.model_validate(
    {
        "id": "crawl",
        "title": "SECRET-ADDED",
        "kind": "database slow",
        "service": "orders",
        "note": "SECRET-ADDED",
    }
)

acting = st.builds(
    cmd.Act, st.sampled_from(ROLES), st.sampled_from(ACTIONS), st.sampled_from(("facilitator", "virtual"))
)
steering = st.one_of(
    st.just(cmd.AddFault(CRAWL)),
    st.just(cmd.RemoveFault("crawl")),
    st.just(cmd.RemoveFault("bad-version")),
    st.just(cmd.ReleaseInject("fault-bad-version")),
    st.just(cmd.ReleaseInject("fault-leak")),
    st.just(cmd.HoldInject("checkout-errors")),
    st.just(cmd.UndoLast()),
)
waiting = st.integers(0, 400).map(float)
moves = st.lists(st.one_of(acting, steering, waiting), max_size=12)


def play(moves: Sequence[object], speed: int = 1) -> Shop:
    shop = Shop()
    shop.start(speed)
    for move in moves:
        if isinstance(move, float):
            shop.wait(seconds=move / speed)
        else:
            attempt(shop, move)
    return shop


def attempt(shop: Shop, command: object) -> None:
    with contextlib.suppress(Refused):
        shop.do(command)  # type: ignore[arg-type]


def told(shop: Shop, *without: type) -> list[tuple[int, str]]:
    """Everything that happened, with its exercise time; sequence numbers, which pauses shift, are left out."""
    dropped = {"undone_seq", "action_seq", "act"}
    return [
        (record.elapsed, record.event.model_dump_json(exclude=dropped))
        for record in shop.session.records
        if not isinstance(record.event, without)
    ]


# Laws -----------------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(moves)
def test_replay_equals_the_live_state_and_nothing_happens_twice(moves: Sequence[object]) -> None:
    shop = play(moves)
    again = replay(shop.script, shop.journal.records())
    assert again == shop.state
    now = shop.session.elapsed()
    assert list(driven(again).happened(now)) == list(driven(shop.state).happened(now)) == []
    assert driven(again).model.toll() == driven(shop.state).model.toll()


@settings(max_examples=25, deadline=None)
@given(moves, st.integers(1, 400))
def test_killed_and_reopened_in_the_middle_it_goes_on_as_if_nothing_had_been(
    moves: Sequence[object], later: int
) -> None:
    plain = play(moves)
    killed = play(moves)
    killed.do(cmd.PauseClock())
    killed.session = Session(killed.script, killed.journal, killed.clock)
    killed.do(cmd.ResumeClock())
    for shop in (plain, killed):
        shop.wait(seconds=later)
    assert told(killed, ev.ClockPaused, ev.ClockResumed) == told(plain)


@settings(max_examples=25, deadline=None)
@given(moves, st.data())
def test_a_pause_of_any_length_changes_nothing_in_the_system(
    moves: list[object], data: st.DataObject
) -> None:
    where = data.draw(st.integers(0, len(moves)))
    plain = play([*moves, 60.0])
    paused = Shop()
    paused.start()
    for number, move in enumerate([*moves, 60.0]):
        if number == where:
            paused.do(cmd.PauseClock())
            paused.clock.advance(data.draw(st.integers(0, 10**11)))
            paused.session.tick()
            paused.do(cmd.ResumeClock())
        if isinstance(move, float):
            paused.wait(seconds=move)
        else:
            attempt(paused, move)
    assert told(paused, ev.ClockPaused, ev.ClockResumed) == told(plain)


@settings(max_examples=20, deadline=None)
@given(moves.map(lambda moves: [60 * round(m / 60) * 1.0 if isinstance(m, float) else m for m in moves]))
def test_speed_changes_nothing_in_the_system(moves: list[object]) -> None:
    plain, fast = play(moves), play(moves, speed=60)
    # A clock of whole microseconds wakes a fast exercise up to 60 of them late; the system knows whole seconds.
    to_the_second = [
        [(at // SECOND, what) for at, what in told(shop, ev.ClockStarted)] for shop in (plain, fast)
    ]
    assert to_the_second[0] == to_the_second[1]


@settings(max_examples=25, deadline=None)
@given(moves)
def test_the_journal_of_a_simulation_can_be_read_again(moves: Sequence[object]) -> None:
    for record in play(moves).session.records:
        assert decode(encode(record.event)) == record.event


@settings(max_examples=30, deadline=None)
@given(moves, st.sampled_from((*ROLES, "room")))
def test_no_seat_and_no_room_is_told_what_is_broken(moves: Sequence[object], role: str) -> None:
    shop = play(moves)
    seat = shop.session.room() if role == "room" else shop.session.seat(role)
    sent = "".join(item.model_dump_json() for item in seat.items)
    for secret in ("SECRET", "bad-version", "crawl", "fault"):
        assert secret not in sent


def test_what_is_taken_back_leaves_the_system_computed_as_it_is() -> None:
    shop = play([60.0, acted(Operate(operation=Operation.RESTART, service="checkout")), 600.0])
    shop.do(acted(Acknowledge(inject="checkout-errors")))
    computed = driven(shop.state).model
    begun = time.process_time()
    shop.do(cmd.UndoLast())
    assert time.process_time() - begun < 0.1
    assert driven(shop.state).model is computed
    shop.wait(seconds=300)
    again = replay(shop.script, shop.journal.records())
    assert again == shop.state
    now = shop.session.elapsed()
    assert list(driven(again).model.advance(now // SECOND)) == list(
        driven(shop.state).model.advance(now // SECOND)
    )
    assert driven(again).model.toll() == driven(shop.state).model.toll()


def test_a_fault_that_a_journal_takes_back_after_all_is_gone_from_the_system() -> None:
    shop = play([360.0])
    fault = next(r for r in shop.session.records if getattr(r.event, "inject", "") == "fault-bad-version")
    shop.journal.append(((0, shop.session.elapsed(), ev.FacilitatorUndone(undone_seq=fault.seq)),))
    state = replay(shop.script, shop.journal.records())
    driven(state).model.advance(400)
    assert not any(seen.active for seen in driven(state).model.truth())


def acted(action: Action) -> cmd.Act:
    return cmd.Act("technical", action, "facilitator")


def test_a_session_that_looks_late_lets_the_fault_begin_when_it_is_recorded() -> None:
    shop, late = Shop(), Shop()
    for each in (shop, late):
        each.start()
    shop.until(7)
    late.clock.advance(7 * 60 * SECOND)
    late.session.tick()
    assert late.delivered() == ["fault-bad-version"]
    late.until(9)
    behind = 2 * 60 * SECOND
    assert [what for _, what in told(late)[3:]] == [what for _, what in told(shop)[3:]]
    assert [at - behind for at, _ in told(late)[3:]] == [at for at, _ in told(shop)[3:]]


@pytest.mark.parametrize("delay", [0, 130])
def test_a_fault_may_follow_an_alert_that_the_system_raised_of_itself(delay: int) -> None:
    world = simulated.scenario()
    after = {"inject": "checkout-errors", "delay": f"{delay}s"}
    world["simulation"]["faults"][1]["release"] = {"after": after}
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(10)
    raised = next(r for r in shop.session.records if getattr(r.event, "inject", "") == "checkout-errors")
    begun = next(r for r in shop.session.records if getattr(r.event, "inject", "") == "fault-leak")
    assert begun.elapsed == raised.elapsed + delay * SECOND
    seen = next(each for each in driven(shop.state).model.truth() if each.fault.id == "leak")
    assert seen.began == begun.elapsed // SECOND + 1


def late(speed: int, by: int) -> list[tuple[int, str]]:
    """What the system does in ten minutes, when every look comes some microseconds of real time late."""
    shop = Shop()
    shop.start(speed)
    while shop.session.elapsed() < 10 * 60 * SECOND:
        due = shop.session.next_due()
        assert due is not None
        shop.clock.advance(max(0, -(-(due - shop.session.elapsed()) // speed)) + by)
        shop.session.tick()
    elapsed = [record.elapsed for record in shop.session.records]
    assert elapsed == sorted(elapsed)
    assert replay(shop.script, shop.journal.records()) == shop.state
    begun = next(r for r in shop.session.records if getattr(r.event, "inject", "") == "fault-bad-version")
    # A fault begins when it is recorded, at a second that a late look may have missed.
    since = begun.elapsed // SECOND * SECOND
    return [
        (record.elapsed - since, getattr(record.event, "turn", "") or getattr(record.event, "inject", ""))
        for record in shop.session.records
        if of_itself(record.event)
    ]


@pytest.mark.parametrize("by", [14_000, 20_000, 51_000])
def test_what_the_system_does_keeps_its_second_however_late_the_look_at_a_high_speed(by: int) -> None:
    punctual = late(1, 0)
    assert [what for _, what in punctual] == ["impact began", "checkout-errors"]
    assert all(at % SECOND == 0 for at, _ in punctual)
    assert late(60, by) == punctual


def test_however_late_the_look_things_happen_in_the_order_in_which_they_were_due() -> None:
    world = simulated.scenario()
    world["injects"] = [
        {
            "id": "mail",
            "title": "Support asks",
            "release": {"at": "5m45s"},
            "channel": "mail",
            "from": "support",
            "text": "Is something wrong?",
        }
    ]
    shop = Shop(simulated.script(None, world))
    shop.start()
    shop.until(5.2)
    shop.clock.advance(80 * SECOND)
    shop.session.tick()
    names = [getattr(r.event, "inject", "") or getattr(r.event, "turn", "") for r in shop.session.records[2:]]
    assert names == ["fault-bad-version", "impact began", "mail", "checkout-errors"]


# The virtual team -----------------------------------------------------------------------------------------------------


def rehearsed(team: str, seed: int, script: Script | None = None) -> tuple[Shop, Drive]:
    shop = Shop(script, seed)
    drive = Drive(shop.session, OperatingCast(shop.script, PROFILES[team], seed), shop.script.scenario.length)
    play_through(shop.session, drive, shop.clock)
    return shop, drive


def of(shop: Shop) -> Report:
    return report(shop.script, shop.session.records, "trainer")


def test_a_profile_stands_for_a_team_that_operates_the_system() -> None:
    assert isinstance(cast_of("perfect", simulated.script(), 1), OperatingCast)
    tabletop = simulated.script().as_kind(Kind.TABLETOP)
    assert isinstance(cast_of("perfect", tabletop, 1), GeneratedCast)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_perfect_team_finds_mends_verifies_and_resolves_in_that_order(seed: int) -> None:
    shop, drive = rehearsed("perfect", seed)
    told = of(shop)
    system = system_of(told)
    assert drive.refusals == []
    assert [cause.verdict for cause in system.causes] == ["right"]
    assert [done.effect for done in system.operations if done.result == "through"] == ["mended"]
    recovered = known(system.recovered_s, "when the system was well again")
    assert [said.early for said in system.declared] == [False]
    done = {step.step: step for step in told.steps}
    assert {step.outcome for step in told.steps} == {"on time"}
    verified = known(done["verify"].done_s, "when recovery was verified")
    assert recovered <= verified <= known(done["resolve"].done_s, "when it was declared resolved")
    assert all(alert.acknowledged_s is not None for alert in system.alerts)


def test_the_same_seed_plays_the_same_exercise_byte_for_byte() -> None:
    first, again = (rehearsed("typical", 5)[0] for _ in range(2))
    assert journal(first.session.records) == journal(again.session.records)
    assert of(first).json_text() == of(again).json_text()
    assert journal(rehearsed("typical", 6)[0].session.records) != journal(first.session.records)


def journal(records: Sequence[Record]) -> list[str]:
    return [f"{record.elapsed} {encode(record.event)}" for record in records]


def test_a_struggling_team_tries_what_is_no_use_and_resolves_too_early() -> None:
    found = [of(rehearsed("struggling", seed)[0]) for seed in range(1, 7)]
    systems = [system_of(told) for told in found]
    assert any(said.early for system in systems for said in system.declared)
    assert any(cause.verdict == "wrong" for system in systems for cause in system.causes)
    assert any(done.effect == "no effect" for system in systems for done in system.operations)
    slow = sum(system.faults[0].lasted_s for system in systems) / len(systems)
    fast = system_of(of(rehearsed("perfect", 1)[0])).faults[0].lasted_s
    assert slow > 2 * fast


KINDS: tuple[dict[str, Any], ...] = (
    {"kind": "bad deployment", "service": "checkout"},
    {"kind": "configuration error", "service": "checkout"},
    {"kind": "configuration error", "service": "checkout", "value": "new-basket"},
    {"kind": "dependency down", "service": "provider"},
    {"kind": "dependency down", "service": "orders"},
    {"kind": "database full", "service": "orders"},
    {"kind": "certificate expired", "service": "checkout"},
    {"kind": "leak", "service": "catalogue"},
    {"kind": "traffic surge", "service": "web", "effect": {"load": 30}},
    {"kind": "credential leak", "service": "web", "effect": {"load": 1.6}},
    {"kind": "data deleted", "service": "orders"},
)


def world_of(fault: dict[str, Any]) -> dict[str, Any]:
    """The shop with one fault of a kind, and alerts that see it."""
    world = simulated.scenario()
    simulation = world["simulation"]
    services = {service["id"]: service for service in simulation["services"]}
    simulation["services"].append(
        {"id": "provider", "title": "Payment provider", "kind": "external", "takes": "60ms"}
    )
    services["checkout"]["calls"].append({"service": "provider"})
    services["orders"]["backups"] = [
        {"id": "nightly", "title": "Nightly", "age": "8h", "good": False},
        {"id": "weekly", "title": "Weekly", "age": "3 days"},
    ]
    simulation["flags"] = [{"id": "new-basket", "title": "New basket", "service": "checkout"}]
    watched = [
        ("web-errors", {"service": "web", "measure": "errors", "above": "5%", "for": "1m"}),
        ("web-slow", {"service": "web", "measure": "p95", "above": 1.0, "for": "1m"}),
        ("traffic", {"service": "web", "measure": "rate", "above": 75, "for": "1m"}),
        ("memory", {"service": "catalogue", "measure": "memory full in", "below": 7200, "for": "2m"}),
        ("disk", {"service": "orders", "measure": "disk", "above": "80%"}),
    ]
    simulation["alerts"] = [
        {"id": name, "title": name, "when": when, "to": ["on-call"]} for name, when in watched
    ]
    simulation["faults"] = [{"id": "fault", "title": "The fault", "release": {"at": "5m"}, **fault}]
    simulation["impact_when"] = [{"service": "web", "measure": "errors", "above": "3%", "for": "30s"}]
    simulation["recovered_when"] = [{"service": "web", "measure": "errors", "below": "2%", "for": "1m"}]
    return world


@pytest.mark.parametrize(
    "fault", KINDS, ids=lambda fault: f"{fault['kind']} {fault.get('value', fault['service'])}"
)
def test_a_perfect_team_mends_every_kind_of_fault_that_shows(fault: dict[str, Any]) -> None:
    shop, _ = rehearsed("perfect", 2, simulated.script(None, world_of(fault)))
    system = system_of(of(shop))
    assert system.faults[0].ended_s is not None
    assert "ordered by" in system.faults[0].ended_by
    assert system.faults[0].found_s is not None
    assert not driven(shop.state).model.impact()
    assert [said.early for said in system.declared] == [False]


def test_a_virtual_team_taken_up_again_after_a_kill_still_mends_it() -> None:
    shop = Shop(seed=2)
    drive = Drive(shop.session, OperatingCast(shop.script, PROFILES["perfect"], 2))
    shop.start()
    while not any(isinstance(getattr(r.event, "action", None), Operate) for r in shop.session.records):
        shop.clock.advance(SECOND)
        drive.beat()
    shop.session = Session(shop.script, shop.journal, shop.clock)
    assert shop.state.status == "paused"
    again = Drive(
        shop.session, OperatingCast(shop.script, PROFILES["perfect"], 2), shop.script.scenario.length
    )
    shop.do(cmd.ResumeClock())
    play_through(shop.session, again, shop.clock)
    system = system_of(of(shop))
    assert system.faults[0].ended_s is not None
    assert driven(shop.state).model.recovered()


def test_a_rehearsal_never_approves_what_would_run_in_a_real_system() -> None:
    world = simulated.scenario()
    world["simulation"] = {
        "experiments": [
            {
                "id": "stall",
                "target": "practice-shop",
                "inline": {"method": [{"type": "action", "name": "freeze"}]},
                "activities": [{"name": "freeze", "release": {"at": "5m"}}],
            }
        ]
    }
    shop, _ = rehearsed("perfect", 1, simulated.script(None, world))
    assert not any(isinstance(r.event, ev.ExperimentApproved | ev.ActivityRan) for r in shop.session.records)
    assert any("Nothing ran in practice-shop" in said.words for said in system_of(of(shop)).statements)


def test_the_alerts_of_the_monitoring_are_recorded_as_the_systems_own() -> None:
    shop, _ = rehearsed("perfect", 1)
    causes = {
        r.event.inject: r.event.cause for r in shop.session.records if isinstance(r.event, ev.InjectDelivered)
    }
    assert causes == {"fault-bad-version": Cause.TIMED, "checkout-errors": Cause.SYSTEM}
    assert json.loads(of(shop).json_text())["exercise"]["system"]["alerts"][0]["acknowledged_by"] == "on-call"


def test_a_perfect_team_confirms_a_measure_when_it_is_through_and_not_only_when_all_is_well() -> None:
    plan = simulated.plan()
    plan["procedures"].append(
        {
            "id": "containment",
            "title": "Containment",
            "phase": "containment",
            "steps": [
                {
                    "id": "confirm",
                    "title": "Confirm that the measure works",
                    "role": "technical",
                    "target": {"from": "identified", "within": "10m"},
                    "shown_by": [{"action": "verify"}],
                }
            ],
        }
    )
    world = simulated.scenario()
    world["objectives"].append({"id": "contain", "title": "Contain", "steps": ["confirm"]})
    world["simulation"]["recovered_when"] = [
        {"service": "checkout", "measure": "errors", "below": "2%", "for": "15m"}
    ]
    shop, _ = rehearsed("perfect", 1, simulated.script(plan, world))
    steps = {step.step: step for step in of(shop).steps}
    recovered = known(system_of(of(shop)).recovered_s, "when the system was well again")
    assert steps["confirm"].outcome == "on time"
    assert known(steps["confirm"].done_s, "when it was confirmed") < recovered
    assert recovered <= known(steps["verify"].done_s, "when recovery was verified")


@pytest.mark.parametrize(
    "file", sorted(shipped.scenarios_folder().glob("*.yaml")), ids=lambda file: file.stem
)
def test_a_shipped_simulation_played_by_a_perfect_team_ends_with_the_system_well(file: Path) -> None:
    loaded = load_script(file, None, [shipped.scenarios_folder() / "plans"]).script
    assert loaded is not None
    if Kind.SIMULATION not in loaded.scenario.kinds:
        pytest.skip("it does not run as a simulation")
    shop, _ = rehearsed("perfect", 4, loaded.as_kind(Kind.SIMULATION))
    told = of(shop)
    assert told.summary.gap_counts["execution"] == 0
    if shop.state.system is not None:
        assert driven(shop.state).model.recovered()
        assert system_of(told).declared
        assert not any(said.early for said in system_of(told).declared)
    else:
        assert any(said.words.startswith("Nothing ran in") for said in system_of(told).statements)
