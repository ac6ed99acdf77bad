"""The shell around an exercise: who hears what, and where it stands after an interruption."""

from __future__ import annotations

import copy

import pytest

from tests.builders import SCENARIO, Room, script_of
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Ask, Decide
from trainer.core.engine import Refused
from trainer.core.events import Record
from trainer.core.time import MINUTE, SECOND
from trainer.core.visibility import SeatItem
from trainer.session import Session
from trainer.storage.clock import ManualClock


def test_a_listener_that_fails_keeps_nobody_else_from_hearing(caplog: pytest.LogCaptureFixture) -> None:
    room = Room()
    heard: list[Record] = []

    def stumbles(_records: object) -> None:
        raise RuntimeError("a window stumbled")

    room.session.subscribe(stumbles)
    room.session.subscribe(heard.extend)
    room.start()
    assert [record.event.type for record in heard] == ["clock started"]
    assert "a window stumbled" in caplog.text


def test_who_has_left_hears_no_more() -> None:
    room = Room()
    heard: list[Record] = []
    leave = room.session.subscribe(heard.extend)
    leave()
    leave()
    room.start()
    assert heard == []


def test_an_exercise_whose_program_was_killed_stands_at_its_last_mark() -> None:
    room = Room()
    room.start()
    room.wait(seconds=90)
    room.session.mark()
    room.wait(seconds=3)
    again = Session(room.script, room.journal, room.clock)
    assert again.elapsed() == 90 * SECOND
    assert again.state.status == "paused"
    event = again.records[-1].event
    assert isinstance(event, ev.ExerciseInterrupted)
    again.submit(cmd.ResumeClock())
    room.clock.advance(30 * SECOND)
    assert again.elapsed() == 120 * SECOND


def test_an_act_after_the_last_mark_counts_as_seen() -> None:
    room = Room()
    room.start()
    room.wait(seconds=90)
    room.session.mark()
    room.wait(seconds=0.5)
    room.act("on-call", Acknowledge())
    again = Session(room.script, room.journal, room.clock)
    assert again.elapsed() == 90 * SECOND + SECOND // 2


def test_a_machine_that_slept_has_paused_the_exercise() -> None:
    room = Room()
    room.start()
    room.wait(seconds=30)
    room.clock.sleep(10 * MINUTE)
    room.session.tick()
    assert room.state.status == "paused"
    assert room.session.elapsed() == 30 * SECOND
    assert isinstance(room.session.records[-1].event, ev.ExerciseInterrupted)


def test_a_seat_hears_its_own_messages_and_what_is_said_aloud() -> None:
    room = Room()
    seat = room.session.seat("on-call")
    heard: list[SeatItem] = []
    seat.subscribe(heard.extend)
    room.start()
    room.until(1)
    assert [item.type for item in heard] == ["clock shown", "received"]
    seat.act(Acknowledge(inject="alert"))
    assert heard[-1].type == "own act"
    seat.close()
    room.until(15)
    assert heard[-1].type == "own act"


def test_a_seat_that_is_opened_again_knows_what_it_had_opened() -> None:
    room = Room()
    room.start()
    room.until(1)
    room.session.seat("on-call").mark_seen("alert")
    assert [item.inject for item in room.session.seat("on-call").items if item.type == "opened"] == ["alert"]
    assert not [item for item in room.session.seat("commander").items if item.type == "opened"]


def test_everybody_is_told_that_a_decision_lapsed_even_without_a_consequence() -> None:
    scenario = copy.deepcopy(SCENARIO)
    del scenario["decisions"][0]["default"]
    room = Room(script_of(scenario=scenario))
    room.start()
    room.until(30)
    lapsed = [item for item in room.session.seat("comms").items if item.type == "lapsed"]
    assert [(item.decision, item.text) for item in lapsed] == [("rollback", "")]


def test_a_seat_cannot_act_while_the_exercise_is_paused() -> None:
    room = Room()
    room.start()
    room.do(cmd.PauseClock())
    with pytest.raises(Refused, match="paused"):
        room.session.seat("on-call").act(Acknowledge())


def test_what_falls_due_between_two_looks_at_the_clock_is_not_slept_over() -> None:
    class Stepping(ManualClock):
        """A clock that moves by a microsecond each time it is read, as real ones do."""

        def monotonic(self) -> int:
            self.advance(1)
            return super().monotonic()

    room = Room()
    clock = Stepping()
    session = Session(room.script, room.journal, clock)
    session.submit(cmd.StartClock())
    clock.advance(MINUTE - session.elapsed() - 3)
    session.tick()
    moment = session.next_due()
    assert moment is not None
    assert moment <= MINUTE
    assert not any(isinstance(record.event, ev.InjectDelivered) for record in session.records)
    clock.advance(max(moment - session.elapsed(), 0))
    session.tick()
    assert any(isinstance(record.event, ev.InjectDelivered) for record in session.records)


def test_seats_hear_that_a_decision_was_taken_back_and_stands_open_again() -> None:
    room = Room()
    room.start()
    room.until(11)
    record = room.act("commander", Decide(decision="rollback", option="yes"))
    room.do(cmd.UndoLast())
    for role in ("commander", "comms"):
        found = [item for item in room.session.seat(role).items if item.type == "taken back"]
        assert [(item.seq, item.by, item.asked) for item in found] == [(record.seq, "commander", "rollback")]


def test_what_stayed_with_a_role_is_taken_back_there_alone() -> None:
    room = Room()
    room.start()
    room.act("commander", Ask(text="Who decides?"))
    room.do(cmd.UndoLast())
    assert [item.type for item in room.session.seat("commander").items][-1] == "taken back"
    assert not [item for item in room.session.seat("comms").items if item.type == "taken back"]
