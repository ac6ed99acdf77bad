"""Laws of simulations and walk-throughs under any commands: replay, journal, and what reaches a seat."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests import simulated
from tests.builders import Room
from tests.core.walk.walking import WalkRoom
from tests.simulated import Shop
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import (
    Acknowledge,
    Action,
    AnswerStep,
    Ask,
    Classify,
    Diagnose,
    Look,
    Operate,
    ReportBlocked,
    Resolve,
    ShowStep,
)
from trainer.core.engine import Refused
from trainer.core.events import decode, encode
from trainer.core.simulation import Fault, Operation
from trainer.core.state import replay
from trainer.core.time import MINUTE, SECOND

SIMULATED_ROLES = ("on-call", "commander", "comms", "technical")
WALK_ROLES = ("on-call", "commander", "comms")
ALERT_TEXT = "Perhaps it is hidden-in-plain-sight."
"""The alert names a fault: what the scenario itself says to participants is theirs to read."""
ADDED = Fault.model_validate(
    {"id": "added-crawl", "title": "Added in play", "kind": "database slow", "service": "orders"}
)


def world() -> dict[str, Any]:
    """The shop with faults of telling names, one of them named by an alert, and an experiment beside the model."""
    value = simulated.scenario()
    part = value["simulation"]
    part["faults"][0] |= {"id": "basket-breaks", "title": "Version 417 loses baskets"}
    part["faults"][1] |= {"id": "hidden-in-plain-sight", "title": "Pictures fill the memory"}
    part["alerts"][0]["text"] = ALERT_TEXT
    part["experiments"] = [
        {
            "id": "stall",
            "target": "practice-shop",
            "inline": {"title": "Stall", "method": [{"type": "action", "name": "freeze it"}]},
            "activities": [{"name": "freeze it", "title": "Frozen solid", "release": {"at": "4m"}}],
        }
    ]
    return value


def approve(dry_run: bool) -> cmd.ApproveExperiment:
    return cmd.ApproveExperiment("stall", "f" * 64, "practice-shop", True, ("freeze it",), dry_run)


ACTS: Sequence[Action] = (
    Acknowledge(),
    Classify(severity="SEV1"),
    Look(at="logs", service="checkout"),
    Look(at="deployments"),
    Operate(operation=Operation.ROLL_BACK, service="checkout", value="416"),
    Operate(operation=Operation.RESTART, service="catalogue"),
    Operate(operation=Operation.SCALE, service="web", value="1"),
    Diagnose(cause="the network"),
    Ask(text="Who decides?"),
    Resolve(),
)
INJECTS = ("fault-basket-breaks", "fault-hidden-in-plain-sight", "activity-stall-1", "checkout-errors")
NOTED: Sequence[cmd.NoteExperiment] = (
    cmd.NoteExperiment(ev.SteadyStateProbed(experiment="stall", met=True, probed=0)),
    cmd.NoteExperiment(ev.SteadyStateProbed(experiment="stall", met=False, probed=5 * SECOND)),
    cmd.NoteExperiment(
        ev.ActivityRan(
            experiment="stall", activity="freeze it", inject="activity-stall-1", ok=True, began=SECOND
        )
    ),
    cmd.NoteExperiment(ev.RollbacksRan(experiment="stall", reason="stop button", ok=True)),
    cmd.NoteExperiment(ev.ExperimentJournalKept(experiment="stall", journal="{}")),
)
steering = st.one_of(
    st.builds(cmd.ReleaseInject, st.sampled_from(INJECTS)),
    st.builds(cmd.HoldInject, st.sampled_from(INJECTS)),
    st.builds(cmd.UnholdInject, st.sampled_from(INJECTS)),
    st.builds(cmd.SkipInject, st.sampled_from(INJECTS)),
    st.builds(
        cmd.RescheduleInject,
        st.sampled_from(INJECTS),
        st.integers(0, 900).map(lambda second: second * SECOND),
    ),
    st.builds(cmd.RemoveFault, st.sampled_from(("basket-breaks", "hidden-in-plain-sight", ADDED.id))),
    st.just(cmd.AddFault(ADDED)),
    st.builds(approve, st.booleans()),
    st.sampled_from(NOTED),
)
clock = st.one_of(
    st.builds(cmd.SetSpeed, st.sampled_from((1, 2, 60))),
    st.just(cmd.PauseClock()),
    st.just(cmd.ResumeClock()),
    st.just(cmd.UndoLast()),
    st.just(cmd.JumpToNextInject()),
)
sources = st.sampled_from(("seat", "facilitator", "virtual"))
acting = st.builds(
    cmd.Act,
    st.sampled_from(SIMULATED_ROLES),
    st.sampled_from(ACTS),
    sources,
    st.sampled_from((0, 40 * SECOND)),
)
waiting = st.integers(0, 300).map(float)
simulated_moves = st.lists(st.one_of(acting, steering, clock, waiting), max_size=14)

STEPS = ("acknowledge", "classify", "declare", "review")
answers = st.builds(
    AnswerStep,
    step=st.sampled_from(STEPS),
    question=st.sampled_from(("owner", "place", "means", "contact", "time", "proof", "asked-1")),
    answer=st.sampled_from(("confirmed", "unclear", "wrong", "missing", "blocked")),
    note=st.sampled_from(("", "never done")),
    takes=st.sampled_from((None, 2 * MINUTE)),
)
shows = st.builds(
    ShowStep, step=st.sampled_from(STEPS), now=st.sampled_from(("begun", "done", "failed", "stopped"))
)
others = st.sampled_from((Ask(text="Why?"), ReportBlocked(missing="a key"), Acknowledge()))
walk_moves = st.lists(
    st.one_of(
        st.builds(cmd.Act, st.sampled_from(WALK_ROLES), st.one_of(answers, shows, others), sources),
        st.builds(cmd.OpenStep, st.sampled_from(STEPS)),
        st.builds(cmd.LeaveOutStep, st.sampled_from(STEPS), st.sampled_from(("", "no time"))),
        clock,
        waiting,
    ),
    max_size=20,
)
WALKTHROUGH = {
    "procedures": ["detection"],
    "situation": "A quiet night.",
    "questions": [{"step": "declare", "ask": "Who pays?", "points": ["SECRET-POINT the insurer"]}],
}


def played(room: Room, moves: Sequence[object]) -> Room:
    for move in moves:
        if isinstance(move, float):
            room.wait(seconds=move / room.state.clock.speed)
        else:
            with contextlib.suppress(Refused):
                room.do(move)  # type: ignore[arg-type]
    return room


def a_simulation(moves: Sequence[object]) -> Room:
    shop = Shop(simulated.script(None, world()))
    shop.start()
    return played(shop, moves)


def a_walk(moves: Sequence[object]) -> Room:
    return played(WalkRoom(walkthrough=WALKTHROUGH), moves)


def keeps_its_record(room: Room) -> None:
    """The journal is in order, can be read again, and says all that the state holds."""
    records = room.journal.records()
    assert [record.elapsed for record in records] == sorted(record.elapsed for record in records)
    assert all(decode(encode(record.event)) == record.event for record in records)
    assert replay(room.script, records) == room.state


def sent(room: Room, role: str) -> str:
    """Everything that a seat, or the room, was sent; also what it is sent when it joins later."""
    seat = room.session.room() if role == "room" else room.session.seat(role)
    return "".join(item.model_dump_json() for item in seat.items)


@settings(max_examples=40, deadline=None)
@given(simulated_moves)
def test_any_simulation_is_its_journal(moves: Sequence[object]) -> None:
    keeps_its_record(a_simulation(moves))


@settings(max_examples=60, deadline=None)
@given(walk_moves)
def test_any_walk_is_its_journal(moves: Sequence[object]) -> None:
    keeps_its_record(a_walk(moves))


@settings(max_examples=40, deadline=None)
@given(simulated_moves, st.sampled_from((*SIMULATED_ROLES, "room")))
def test_no_seat_learns_a_fault_or_an_activity_but_from_a_text_that_is_written_for_it(
    moves: Sequence[object], role: str
) -> None:
    told = sent(a_simulation([*moves, cmd.SetSpeed(1), cmd.ResumeClock(), 420.0]), role).replace(
        ALERT_TEXT, ""
    )
    for secret in (
        *("basket-breaks", "Version 417 loses baskets", "hidden-in-plain-sight", "Pictures fill the memory"),
        *("added-crawl", "Added in play", "freeze it", "Frozen solid", "activity-stall", "SECRET"),
    ):
        assert secret not in told


def test_an_alert_that_names_a_fault_is_read_as_it_is_written() -> None:
    assert ALERT_TEXT in sent(a_simulation([420.0]), "on-call")


@settings(max_examples=60, deadline=None)
@given(walk_moves, st.sampled_from((*WALK_ROLES, "room")))
def test_no_seat_is_sent_the_points_of_a_good_answer(moves: Sequence[object], role: str) -> None:
    told = sent(a_walk([cmd.OpenStep("declare"), *moves, cmd.EndExercise()]), role)
    assert "Who pays?" in told
    assert "SECRET-POINT" not in told
