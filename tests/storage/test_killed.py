"""A program that is killed during play loses nothing that it had told, and stands where it was last seen.

A child process plays a real exercise on a real library and tells its parent each thing that it was told is durable;
the parent kills it at a random moment (SIGKILL: no handler runs, nothing is flushed), two hundred times.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from tests.builders import script_of
from tests.storage.test_library import SOURCES, START, drill
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Decide, DoStep, Improvise
from trainer.core.commands import (
    Act,
    Command,
    EndExercise,
    OpenPlan,
    RecordObservation,
    ResumeClock,
    StartClock,
)
from trainer.core.engine import Refused
from trainer.core.script import Script
from trainer.session import Session
from trainer.storage.clock import SystemClock
from trainer.storage.library import Library

EXERCISES = 20
KILLS_EACH = 10
# Sixty times as fast as the wall, so that the clock is marked, and something falls due, within milliseconds.
SPEED = 60

# What was told last: the number of events and the exercise time of an answer, or the exercise time of a mark.
Told = tuple[str, int, int]


def played_commands(number: int) -> tuple[Command, ...]:
    """What the virtual team does, over and over; some of it leads to several events at once."""
    return (
        Act("on-call", Acknowledge(inject="alert")),
        OpenPlan("on-call", "classify"),
        Act("commander", DoStep(step="declare", note=f"round {number}")),
        Act("commander", Decide(decision="rollback", option="yes", reason="Errors rise.")),
        Act("comms", Improvise(text="Called the bank. " * (number % 40))),
        RecordObservation(text=f"Calm in round {number}.", kind="strength"),
    )


def play(path: str, script: Script, pipe: Connection) -> None:
    """The child: play until killed, and tell what is durable as soon as that is known."""
    library = Library.open(path)
    journal = library.journal("drill-1")
    session = Session(script, journal, SystemClock())
    session.submit(StartClock(SPEED) if session.state.status == "created" else ResumeClock())
    told = journal.last_mark()
    for number in count(1):
        for command in played_commands(number):
            with suppress(Refused):  # a decision is put to the team once
                session.submit(command)
            pipe.send(("records", session.records[-1].seq, session.records[-1].elapsed))
            session.mark()
            mark = journal.last_mark()
            if mark is not None and mark != told:
                pipe.send(("mark", 0, mark[1]))
                told = mark


@dataclass
class Killer:
    """The parent's side of one exercise: everything that the children told before they died."""

    path: Path
    script: Script
    chance: random.Random
    seq: int = 1
    elapsed: int = 0
    kills: int = 0
    marks: int = 0
    interruptions: int = 0

    def kill_once(self) -> None:
        here, there = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.get_context("fork").Process(
            target=play, args=(str(self.path), self.script, there)
        )
        child.start()
        there.close()
        try:
            self._listen_until(child, here, self.chance.randrange(25))
        finally:
            child.kill()
            child.join()
        # Told before the kill is told, even where the parent had not read it yet.
        while here.poll():
            try:
                self._hear(here.recv())
            except (EOFError, OSError):
                break
        here.close()
        assert child.exitcode == -9
        self.kills += 1

    def _listen_until(self, child: BaseProcess, pipe: Connection, answers: int) -> None:
        for _ in range(answers):
            assert pipe.poll(20), "the child is stuck"
            self._hear(pipe.recv())
        # Somewhere between this answer and the one after the next, a commit included; or while the child starts.
        moment = time.monotonic_ns() + self.chance.randrange(1_500_000 if answers else 40_000_000)
        while time.monotonic_ns() < moment:
            pass

    def _hear(self, told: Told) -> None:
        kind, seq, elapsed = told
        self.seq = max(self.seq, seq)
        self.elapsed = max(self.elapsed, elapsed)
        self.marks += kind == "mark"

    def examine(self) -> None:
        """What a person finds who starts the program again."""
        with Library.open(str(self.path), create=False) as library:
            found = library.verify("drill-1")
            assert found.ok, found
            assert found.count >= self.seq
            was = library.exercises()[0].state
            session = Session(self.script, library.journal("drill-1"), SystemClock())
            assert session.state.status == ("created" if was == "created" else "paused")
            assert session.elapsed() >= self.elapsed
            if was == "running":
                self.interruptions += 1
                assert isinstance(session.records[-1].event, ev.ExerciseInterrupted)
                assert library.exercises()[0].state == "interrupted"
            assert library.verify("drill-1").count == found.count + (was == "running")
            self.seq, self.elapsed = len(session.records), session.elapsed()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_nothing_that_was_told_is_lost_by_two_hundred_kills(tmp_path: Path):
    chance = random.Random(20_261_124)
    script = script_of()
    kills = marks = interruptions = 0
    for number in range(EXERCISES):
        killer = Killer(tmp_path / f"library-{number}.sqlite", script, chance)
        with Library.open(str(killer.path)) as library:
            library.create(SOURCES, drill(), START)
        for _ in range(KILLS_EACH):
            killer.kill_once()
            killer.examine()
        finish(killer)
        kills, marks = kills + killer.kills, marks + killer.marks
        interruptions += killer.interruptions
    assert kills == 200
    # Or else too little was put to the test.
    assert interruptions > 150
    assert marks > 150


def finish(killer: Killer) -> None:
    """After all that, the exercise goes on to its end."""
    with Library.open(str(killer.path)) as library:
        session = Session(killer.script, library.journal("drill-1"), SystemClock())
        session.submit(StartClock() if session.state.status == "created" else ResumeClock())
        session.submit(EndExercise())
        records = library.journal("drill-1").records()
        interruptions = [record for record in records if isinstance(record.event, ev.ExerciseInterrupted)]
        assert len(interruptions) == killer.interruptions
        assert [record.elapsed for record in records] == sorted(record.elapsed for record in records)
        assert library.verify("drill-1").ok
