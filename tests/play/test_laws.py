"""Laws that hold for any exercise: replay equals live state, a pause changes nothing, a seat learns no secret."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import Room, script_of
from trainer.core import commands as cmd
from trainer.core.actions import (
    Acknowledge,
    Action,
    Ask,
    AssumeRole,
    Classify,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    Improvise,
    PostUpdate,
    Resolve,
    Verify,
)
from trainer.core.engine import Refused
from trainer.core.events import ActionTaken, ClockPaused, ClockResumed, Outcome, Rating
from trainer.core.scenario import Channel
from trainer.core.state import State, replay
from trainer.core.time import SECOND, Micros

ROLES = ("on-call", "commander", "comms")
INJECTS = ("alert", "customers", "reminder", "rolled-back", "calm")
ACTIONS: Sequence[Action] = (
    Acknowledge(inject="alert"),
    Classify(severity="SEV1", reason="many customers"),
    Classify(severity="SEV2"),
    AssumeRole(role="commander"),
    PostUpdate(audience="customers", text="We know."),
    PostUpdate(audience="staff", text="Internal."),
    DoStep(step="classify"),
    DoStep(step="review"),
    Improvise(text="Another way", instead_of="declare"),
    Decide(decision="rollback", option="yes", reason="least harm"),
    Diagnose(cause="a guess"),
    Contain(measure="roll back"),
    Verify(what="errors are down"),
    Resolve(),
    Ask(text="Who decides?"),
)

acting = st.builds(
    cmd.Act,
    st.sampled_from(ROLES),
    st.sampled_from(ACTIONS),
    st.sampled_from(("seat", "facilitator", "virtual")),
    st.sampled_from((0, 40 * SECOND)),
)
steering = st.one_of(
    st.builds(cmd.ReleaseInject, st.sampled_from(INJECTS)),
    st.builds(cmd.HoldInject, st.sampled_from(INJECTS)),
    st.builds(cmd.UnholdInject, st.sampled_from(INJECTS)),
    st.builds(cmd.SkipInject, st.sampled_from(INJECTS)),
    st.builds(cmd.RescheduleInject, st.sampled_from(INJECTS), st.integers(0, 3600).map(lambda s: s * SECOND)),
    st.builds(cmd.JumpToNextInject),
    st.builds(cmd.UndoLast),
    st.builds(cmd.GiveHint, st.just("alert"), st.just("Who sets the severity?")),
    st.builds(
        cmd.SendAdHocInject,
        st.sampled_from(((), ("comms",))),
        st.sampled_from(Channel),
        st.just("someone"),
        st.just("Something"),
        st.just("Something else."),
    ),
    st.builds(cmd.LinkAction, st.integers(1, 30), st.sampled_from(("classify", "declare", None))),
    st.builds(cmd.OverruleOutcome, st.just("classify"), st.sampled_from(Outcome), st.just("seen by me")),
    st.builds(cmd.RateObjective, st.just("respond"), st.sampled_from(Rating)),
    st.builds(cmd.OpenPlan, st.sampled_from(ROLES), st.just("classify")),
    st.builds(cmd.MarkSeen, st.sampled_from(ROLES), st.sampled_from(INJECTS)),
)
waiting = st.integers(0, 600).map(float)
timing = st.one_of(
    st.builds(cmd.SetSpeed, st.integers(1, 60)), st.builds(cmd.PauseClock), st.builds(cmd.ResumeClock)
)
moves = st.lists(st.one_of(acting, steering, waiting, timing), max_size=40)


def play(moves: Sequence[object]) -> Room:
    room = Room()
    room.start()
    for move in moves:
        if isinstance(move, float):
            room.wait(seconds=move)
        else:
            attempt(room, move)
    return room


def attempt(room: Room, command: object) -> None:
    with contextlib.suppress(Refused):
        room.do(command)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@given(moves)
def test_replay_equals_the_live_state(moves: Sequence[object]) -> None:
    room = play(moves)
    assert replay(room.script, room.journal.records()) == room.state


@settings(max_examples=100, deadline=None)
@given(moves)
def test_a_session_taken_up_again_stands_where_it_stood(moves: Sequence[object]) -> None:
    room = play(moves)
    attempt(room, cmd.PauseClock())
    before = room.session.elapsed()
    again = type(room.session)(room.script, room.journal, room.clock)
    assert again.elapsed() == before
    assert again.state == room.state


def facts(room: Room) -> list[tuple[Micros, str, str]]:
    """Everything that happened except the pauses, with its exercise time."""
    return [
        (
            record.elapsed,
            record.event.type,
            record.event.model_dump_json(exclude={"undone_seq", "action_seq"}),
        )
        for record in room.session.records
        if not isinstance(record.event, ClockPaused | ClockResumed)
    ]


unpaused = st.lists(st.one_of(acting.filter(lambda act: act.source != "seat"), waiting), max_size=25)


@settings(max_examples=150, deadline=None)
@given(unpaused, st.data())
def test_a_pause_of_any_length_at_any_moment_changes_nothing(
    moves: list[object], data: st.DataObject
) -> None:
    where = data.draw(st.integers(0, len(moves)))
    length = data.draw(st.integers(0, 10**12))
    plain = play(moves)
    paused = Room()
    paused.start()
    for number, move in enumerate([*moves, 0.0]):
        if number == where:
            paused.do(cmd.PauseClock())
            paused.clock.advance(length)
            paused.session.tick()
            paused.do(cmd.ResumeClock())
        if isinstance(move, float):
            paused.wait(seconds=move)
        else:
            attempt(paused, move)
    assert facts(paused) == facts(plain)
    assert outcomes(paused.state) == outcomes(plain.state)


def outcomes(state: State) -> list[tuple[str, Micros | None, Micros | None, str | None]]:
    return [
        (
            item.key,
            item.started_at,
            item.done.at if item.done else None,
            item.done.role if item.done else None,
        )
        for item in state.expectations
    ]


@settings(max_examples=150, deadline=None)
@given(moves, st.sampled_from((*ROLES, "deputy", "room")))
def test_nothing_that_a_role_may_not_know_is_in_what_its_seat_receives(
    moves: Sequence[object], role: str
) -> None:
    room = play(moves)
    seat = room.session.room() if role == "room" else room.session.seat(role)
    sent = "".join(item.model_dump_json() for item in seat.items)
    for secret in ("SECRET-NOTES", "SECRET-CAUSE", "SECRET-INJECT-NOTE", "SECRET-EXPECTED", "SECRET-HINT"):
        assert secret not in sent
    assert "plan_calls_for" not in sent
    if not {"rolled-back", "calm"} & set(room.delivered()):
        assert "SECRET-LATER" not in sent
    if room.state.decisions.get("rollback") is None or room.state.decisions["rollback"].option != "no":
        assert "SECRET-OTHER" not in sent
    for record in room.session.records:
        event = record.event
        private = isinstance(event, ActionTaken) and isinstance(event.action, Ask) and event.role != role
        if private and not any(
            isinstance(other.event, ActionTaken)
            and other.event.role == role
            and isinstance(other.event.action, Ask)
            for other in room.session.records
        ):
            assert "Who decides?" not in sent


def test_a_message_reaches_only_the_roles_it_is_addressed_to() -> None:
    room = Room(script_of())
    room.start()
    room.until(2)
    assert any(item.type == "received" for item in room.session.seat("on-call").items)
    assert not any(item.type == "received" for item in room.session.seat("comms").items)
