"""Plays a case in virtual time, as a rehearsal does, and composes its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tests.bench.case import Case
from tests.builders import created, script_of
from trainer.cast import ScriptedCast
from trainer.cli.drive import Drive, play_through
from trainer.core import aar
from trainer.core.commands import Command, PauseClock, ResumeClock
from trainer.core.compose import report
from trainer.core.events import EarlierDrillsNoted, Record
from trainer.core.history import EarlierDrill
from trainer.core.team import Team
from trainer.core.time import MINUTE, SECOND, Micros, parse_duration
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

START = int(datetime(2026, 11, 2, 9, 0, tzinfo=UTC).timestamp()) * SECOND
_PAUSE: Final = 7 * MINUTE


class _WithFacilitator:
    """A scripted team and a facilitator who does what the case says at exercise times."""

    def __init__(self, team: Team, controls: Sequence[tuple[str, Command]], clock: ManualClock) -> None:
        self._cast = ScriptedCast(team)
        self._clock = clock
        self._left = sorted(((parse_duration(at), place, do) for place, (at, do) in enumerate(controls)))

    def hear(self, state: Any, records: Sequence[Record]) -> None:
        self._cast.hear(state, records)

    def next_at(self) -> Micros | None:
        times = (self._cast.next_at(), self._left[0][0] if self._left else None)
        return min((time for time in times if time is not None), default=None)

    def due(self, state: Any, elapsed: Micros) -> Sequence[Command]:
        if self._left and self._left[0][0] <= elapsed:
            command = self._left.pop(0)[2]
            return _Paused(command, self._clock) if isinstance(command, PauseClock) else (command,)
        return self._cast.due(state, elapsed)


class _Paused(Sequence[Command]):
    """A pause of some minutes by the wall clock, and the end of it."""

    def __init__(self, pause: PauseClock, clock: ManualClock) -> None:
        self._pause, self._clock = pause, clock

    def __len__(self) -> int:
        return 2

    def __getitem__(self, place: Any) -> Any:
        if place == 0:
            return self._pause
        if place == 1:
            self._clock.advance(_PAUSE)
            return ResumeClock()
        raise IndexError(place)


def play(case: Case, start: Micros = START) -> tuple[tuple[Record, ...], list[tuple[Micros, str]]]:
    """The journal of a case, and the acts that were refused (time, reason)."""
    script = script_of(dict(case.plan), dict(case.scenario))
    clock, journal = ManualClock(start), MemoryJournal()
    first = created(script).model_copy(update={"kind": case.kind})
    journal.append(((clock.wall(), 0, first),))
    if case.earlier:
        drills = tuple(EarlierDrill.model_validate(drill) for drill in case.earlier)
        journal.append(((clock.wall(), 0, EarlierDrillsNoted(drills=drills)),))
    session = Session(script, journal, clock)
    cast = _WithFacilitator(Team.model_validate(case.team), case.controls, clock)
    drive = Drive(session, cast, script.scenario.length)
    play_through(session, drive, clock)
    for command in case.review:
        session.submit(command)
    return journal.records(), drive.refusals


def reported(case: Case, start: Micros = START) -> aar.Report:
    """The report of a case."""
    return report(script_of(dict(case.plan), dict(case.scenario)), play(case, start)[0], "bench")
