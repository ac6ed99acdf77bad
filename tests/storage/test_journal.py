"""The journal: durable before it is told, one writer at a time, and the same state after every reopening."""

from __future__ import annotations

import multiprocessing
import sqlite3
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import script_of
from tests.storage.test_library import SOURCES, START, drill, edited
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, AssumeRole, Classify, Improvise, PostUpdate
from trainer.core.commands import (
    Act,
    EndExercise,
    HoldInject,
    MarkSeen,
    PauseClock,
    ReleaseInject,
    ResumeClock,
    SetSpeed,
    StartClock,
    UndoLast,
)
from trainer.core.events import GENESIS, Event, Record, chained, encode
from trainer.core.state import replay
from trainer.core.time import MINUTE, SECOND
from trainer.ports import Journal
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.errors import ConcurrentWriter, DamagedJournal
from trainer.storage.library import Library
from trainer.storage.memory import MemoryJournal

OPENED = ev.PlanOpened(role="on-call", section="classify")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library.open(str(path)) as opened:
        yield opened


# Appending -------------------------------------------------------------------------------------------------------


def test_records_are_numbered_and_chained_from_the_creation_on(library: Library):
    journal: Journal = library.create(SOURCES, drill(), START)
    first, second = journal.append([(START + 1, 2, ev.ClockStarted()), (START + 3, 4, OPENED)])
    created = journal.records()[0]
    assert (created.seq, created.at, created.elapsed, created.event) == (1, START, 0, drill())
    assert created.hash == chained(GENESIS, 1, START, 0, encode(drill()))
    assert (second.seq, second.at, second.elapsed, second.event) == (3, START + 3, 4, OPENED)
    assert second.hash == chained(first.hash, 3, START + 3, 4, encode(OPENED))
    assert journal.append([]) == ()
    assert journal.records() == (created, first, second)


def test_what_was_told_is_there_after_reopening(path: Path):
    text = "Grüße\n\x00\u2028 🔥 'quoted' \"twice\" \\ {} " + "long " * 4_000
    with Library.open(str(path)) as library:
        told = library.create(SOURCES, drill(), START).append(
            [
                (START, 0, ev.ObservationRecorded(text=text)),
                (START, 0, ev.DecisionDefaulted(decision="d", option=None)),
            ]
        )
    with Library.open(str(path)) as library:
        journal = library.journal("drill-1")
        assert journal.records()[1:] == told
        assert journal.append([(START, 0, OPENED)])[0].seq == 4
        assert library.verify("drill-1").ok


moments = st.integers(min_value=0, max_value=10**15)
happenings: st.SearchStrategy[Event] = st.one_of(
    st.builds(ev.ObservationRecorded, text=st.text(), role=st.none() | st.text()),
    st.builds(
        ev.ObjectiveRated, objective=st.text(), rating=st.sampled_from(ev.Rating), evidence=st.tuples(moments)
    ),
    st.sampled_from([ev.ClockStarted(), ev.ClockPaused(), ev.ClockResumed(), OPENED, ev.ExerciseEnded()]),
    st.builds(
        ev.ActionTaken, role=st.just("a"), action=st.builds(Improvise, text=st.text()), happened=moments
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.tuples(moments, moments, happenings), max_size=5), max_size=6))
def test_the_library_keeps_what_memory_keeps(batches: list[list[tuple[int, int, Event]]]):
    memory = MemoryJournal()
    memory.append([(START, 0, drill())])
    with Library.open("sqlite://") as library:
        journal = library.create(SOURCES, drill(), START)
        for batch in batches:
            assert journal.append(batch) == memory.append(batch)
        assert library.journal("drill-1").records() == memory.records()
        assert library.verify("drill-1").ok


def test_the_newest_mark_is_kept(path: Path):
    with Library.open(str(path)) as library:
        journal = library.create(SOURCES, drill(), START)
        assert journal.last_mark() is None
        journal.mark(START + SECOND, 5)
        journal.mark(START + MINUTE, MINUTE)
        assert journal.last_mark() == (START + MINUTE, MINUTE)
    with Library.open(str(path)) as library:
        assert library.journal("drill-1").last_mark() == (START + MINUTE, MINUTE)
        assert library.verify("drill-1").ok


def test_exercises_in_one_library_do_not_touch_each_other(library: Library):
    names = [f"drill-{number}" for number in range(4)]
    journals = [library.create(SOURCES, drill(name), START) for name in names]

    def write(journal: Journal) -> None:
        for number in range(25):
            journal.append([(START, number, OPENED)])
            journal.mark(START, number)

    threads = [threading.Thread(target=write, args=(journal,)) for journal in journals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [library.verify(name).count for name in names] == [26] * 4
    assert all(library.verify(name).ok for name in names)


@pytest.mark.parametrize("change", ["text = '{}'", "text = 1", "at = 'noon'", "text = x'00'"])
def test_an_event_that_cannot_be_read_is_not_replayed(library: Library, path: Path, change: str):
    library.create(SOURCES, drill(), START).append([(START, 0, OPENED)])
    with edited(path) as database:
        database.execute(f"UPDATE event SET {change} WHERE seq = 2")
    with pytest.raises(DamagedJournal) as caught:
        library.journal("drill-1").records()
    assert "event 2" in str(caught.value)
    assert "bring in an exported file" in str(caught.value)


# One writer ------------------------------------------------------------------------------------------------------


def test_of_two_writers_the_one_that_comes_second_is_told(path: Path):
    with Library.open(str(path)) as one, Library.open(str(path)) as two:
        first = one.create(SOURCES, drill(), START)
        second = two.journal("drill-1")
        told = first.append([(START, 0, ev.ClockStarted())])
        for _ in range(2):
            with pytest.raises(ConcurrentWriter) as caught:
                second.append([(START, 0, OPENED)])
            assert str(caught.value).startswith("another program is writing the exercise drill-1")
        assert one.journal("drill-1").records()[1:] == told
        assert first.append([(START, 0, OPENED)])[0].seq == 3
        assert one.verify("drill-1").ok


def test_a_journal_that_is_opened_again_goes_on(library: Library):
    library.create(SOURCES, drill(), START).append([(START, 0, ev.ClockStarted())])
    assert library.journal("drill-1").append([(START, 0, OPENED)])[0].seq == 3
    assert library.journal("drill-1").append([(START, 0, OPENED)])[0].seq == 4


def _writes_elsewhere(path: str, pipe: Connection) -> None:
    library = Library.open(path)
    journal = library.journal("drill-1")
    journal.append([(START, 0, ev.ClockStarted())])
    pipe.send("writing")
    pipe.recv()
    pipe.send(journal.append([(START, 0, OPENED)])[0].seq)
    pipe.recv()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_live_exercise_is_not_interrupted_from_another_program(path: Path):
    with Library.open(str(path)) as library:
        library.create(SOURCES, drill(), START)
    here, there = multiprocessing.Pipe()
    other = multiprocessing.get_context("fork").Process(target=_writes_elsewhere, args=(str(path), there))
    other.start()
    try:
        assert here.recv() == "writing"
        with Library.open(str(path)) as library:
            with pytest.raises(ConcurrentWriter) as caught:
                Session(script_of(), library.journal("drill-1"), ManualClock(START))
            assert "close it there first" in str(caught.value)
            for write in (library.journal("drill-1").mark, lambda *_: library.delete("drill-1")):
                with pytest.raises(ConcurrentWriter):
                    write(START, 0)
            here.send("go on")
            assert here.recv() == 3
            assert [record.event for record in library.journal("drill-1").records()[1:]] == [
                ev.ClockStarted(),
                OPENED,
            ]
            other.kill()
            other.join()
            # Whoever holds an exercise lets go of it by dying.
            session = Session(script_of(), library.journal("drill-1"), ManualClock(START))
            assert session.state.status == "paused"
    finally:
        other.kill()
        other.join()


# Sessions on it --------------------------------------------------------------------------------------------------


def _play(session: Session, clock: ManualClock) -> None:
    """Two minutes of everything that a state remembers."""
    steps: list[Any] = [
        StartClock(),
        ReleaseInject("alert"),
        Act("on-call", Acknowledge(inject="alert")),
        MarkSeen("on-call", "alert"),
        Act("on-call", Classify(severity="SEV1", reason="Errors everywhere.")),
        PauseClock("coffee"),
        ResumeClock(),
        Act("commander", AssumeRole(role="commander")),
        HoldInject("calm"),
        UndoLast(),
        SetSpeed(2),
        Act("comms", PostUpdate(audience="customers", text="We are on it."), ago=5 * SECOND),
        Act("comms", Improvise(text="Called the bank.")),
    ]
    for step in steps:
        clock.advance(10 * SECOND)
        session.tick()
        session.submit(step)


def test_the_state_after_reopening_is_the_state_before(path: Path):
    clock = ManualClock(START)
    with Library.open(str(path)) as library:
        session = Session(script_of(), library.create(SOURCES, drill(), START), clock)
        _play(session, clock)
        session.submit(PauseClock())
        told = tuple(session.records)
        state = session.state
    with Library.open(str(path)) as library:
        reopened = Session(script_of(), library.journal("drill-1"), clock)
        assert tuple(reopened.records) == told
        assert reopened.state == state
        assert replay(script_of(), library.journal("drill-1").records()) == state
        assert len(told) == 15


def test_a_program_that_ended_during_play_stands_where_it_was_last_seen(path: Path):
    clock = ManualClock(START)
    with Library.open(str(path)) as library:
        session = Session(script_of(), library.create(SOURCES, drill(), START), clock)
        session.submit(StartClock())
        clock.advance(20 * SECOND)
        session.submit(Act("on-call", Acknowledge()))
        clock.advance(25 * SECOND)
        seen = session.mark()
    clock.advance(90 * MINUTE)
    with Library.open(str(path)) as library:
        reopened = Session(script_of(), library.journal("drill-1"), clock)
        assert (reopened.state.status, reopened.elapsed(), seen) == ("paused", 45 * SECOND, 45 * SECOND)
        interrupted = library.journal("drill-1").records()[-1]
        assert isinstance(interrupted.event, ev.ExerciseInterrupted)
        assert (interrupted.elapsed, interrupted.event.last_seen_at) == (45 * SECOND, START + 45 * SECOND)
        assert library.exercises()[0].state == "interrupted"
        reopened.submit(ResumeClock())
        clock.advance(SECOND)
        reopened.submit(EndExercise())
        assert reopened.elapsed() == 46 * SECOND
        assert library.verify("drill-1").ok


def test_a_command_that_cannot_be_stored_changes_nothing_and_can_be_given_again(path: Path):
    clock = ManualClock(START)
    with Library.open(f"sqlite:///{path}?timeout=0.01") as library:
        session = Session(script_of(), library.create(SOURCES, drill(), START), clock)
        session.submit(StartClock())
        heard: list[tuple[Record, ...]] = []
        before = len(session.records)
        session.subscribe(heard.append)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="is locked by another program"):
            session.submit(Act("on-call", Acknowledge()))
        other.close()
        assert (len(session.records), heard) == (before, [])
        (record,) = session.submit(Act("on-call", Acknowledge()))
        assert (record.seq, len(heard)) == (before + 1, 1)
        assert library.verify("drill-1").ok
