"""Small plans, scenarios and exercises for the tests of findings: a real session on a journal in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from trainer.core import aar
from trainer.core import commands as cmd
from trainer.core import events as ev
from trainer.core.actions import Action
from trainer.core.compose import report
from trainer.core.due import next_due
from trainer.core.events import GENESIS, Event, Record, chained, encode
from trainer.core.facts import Facts, gather
from trainer.core.gaps import find
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import SECOND, Micros, parse_duration
from trainer.session import Session

STARTED_AT = 1_782_896_400 * SECOND
"""2026-07-01T09:00:00Z."""


class MemoryJournal:
    """An append-only journal in memory."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._mark: tuple[Micros, Micros] | None = None

    def append(self, stamped: Sequence[tuple[Micros, Micros, Event]]) -> tuple[Record, ...]:
        added: list[Record] = []
        for at, elapsed, event in stamped:
            seq = len(self._records) + 1
            previous = self._records[-1].hash if self._records else GENESIS
            record = Record(seq, at, elapsed, event, chained(previous, seq, at, elapsed, encode(event)))
            self._records.append(record)
            added.append(record)
        return tuple(added)

    def records(self) -> tuple[Record, ...]:
        return tuple(self._records)

    def mark(self, at: Micros, elapsed: Micros) -> None:
        self._mark = (at, elapsed)

    def last_mark(self) -> tuple[Micros, Micros] | None:
        return self._mark


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now: Micros = 0

    def monotonic(self) -> Micros:
        return self.now

    def wall(self) -> Micros:
        return STARTED_AT + self.now

    def slept(self) -> Micros:
        return 0


class Drill:
    """One exercise that a test plays by hand; times are written like `2m`, counted from the start of play."""

    def __init__(
        self,
        plan: dict[str, Any],
        scenario: dict[str, Any],
        kind: Kind = Kind.SIMULATION,
        seats: Iterable[ev.Seat] = (),
        facilitator: str = "",
    ) -> None:
        self.script = Script(Plan.model_validate(plan), Scenario.model_validate(scenario))
        self.clock = HandClock()
        self.journal = MemoryJournal()
        created = ev.ExerciseCreated(
            exercise="ex-1",
            title="Small drill",
            kind=kind,
            scenario_id=self.script.scenario.id,
            scenario_sha256="a" * 64,
            plan_id=self.script.plan.id,
            plan_sha256="b" * 64,
            seats=tuple(seats),
            facilitator=facilitator,
        )
        self.journal.append(((STARTED_AT, 0, created),))
        self.session = Session(self.script, self.journal, self.clock)

    def start(self, speed: int = 1) -> Drill:
        self.session.submit(cmd.StartClock(speed))
        return self

    def at(self, time: str) -> Drill:
        """Move the exercise clock to a reading, letting everything happen that falls due on the way."""
        target = parse_duration(time)
        while (
            moment := next_due(self.session.state, self.session.elapsed())
        ) is not None and moment <= target:
            self._advance(moment)
        self._advance(target)
        return self

    def _advance(self, moment: Micros) -> None:
        left = max(0, moment - self.session.elapsed())
        self.clock.now += -(-left // self.session.state.clock.speed)
        self.session.tick()

    def at_next_second(self) -> Drill:
        """Let one second of exercise time pass."""
        self._advance(self.session.elapsed() + SECOND)
        return self

    def wait(self, time: str) -> Drill:
        """Let real time pass, whatever the exercise clock does."""
        self.clock.now += parse_duration(time)
        return self

    def do(self, role: str, action: Action, ago: str = "0") -> int:
        """A role acts; returns the act's sequence number."""
        records = self.session.submit(cmd.Act(role, action, ago=parse_duration(ago)))
        return records[0].seq

    def submit(self, command: cmd.Command) -> Drill:
        self.session.submit(command)
        return self

    def end(self, time: str | None = None) -> Drill:
        if time is not None:
            self.at(time)
        self.session.submit(cmd.EndExercise())
        return self

    @property
    def facts(self) -> Facts:
        return gather(self.script, self.journal.records())

    @property
    def report(self) -> aar.Report:
        return report(self.script, self.journal.records(), "trainer test")


def step(name: str, role: str | None = "engineer", **more: Any) -> dict[str, Any]:
    """A step as a plan's author writes it."""
    return {"id": name, "title": name.replace("-", " ").capitalize(), "role": role, **more}


def target(anchor: str, within: Any) -> dict[str, Any]:
    return {"from": anchor, "within": within}


def inject(name: str, at: str | None = "1m", expects: Iterable[str] = (), **more: Any) -> dict[str, Any]:
    """An inject as a scenario's author writes it; without `at` it is released by hand."""
    release: dict[str, Any] = {"by_hand": True} if at is None else {"at": at}
    return {
        "id": name,
        "title": name.replace("-", " ").capitalize(),
        "release": release,
        "channel": "chat",
        "from": "Monitoring",
        "text": f"Text of {name}",
        "expects": [{"step": found} for found in expects],
        **more,
    }


def plan(steps: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A plan with one procedure, two severities and three roles."""
    return {
        "id": "small-plan",
        "title": "Small plan",
        "severities": [
            {"id": "SEV1", "title": "Critical", "criteria": ["Everybody is affected."]},
            {"id": "SEV2", "title": "High", "criteria": ["Many are affected."]},
        ],
        "roles": [
            {"id": "engineer", "title": "Engineer", "deputies": ["deputy"]},
            {"id": "deputy", "title": "Deputy"},
            {"id": "commander", "title": "Commander", "leads": True},
            {"id": "comms", "title": "Communications lead"},
        ],
        "procedures": [
            {"id": "all", "title": "Everything", "phase": "containment", "clause": "1", "steps": list(steps)}
        ],
        **more,
    }


def scenario(injects: Iterable[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A scenario of one hour at SEV1."""
    return {
        "id": "small-scenario",
        "title": "Small scenario",
        "kinds": ["tabletop", "simulation"],
        "length": "1h",
        "truth": {"severity": "SEV1"},
        "injects": list(injects),
        **more,
    }


def gaps_of(drill: Drill, code: str) -> list[aar.Gap]:
    """The gaps of one code in a drill's report, and a check of what every gap must have."""
    found = [gap for gap in find(drill.facts) if gap.code == code]
    seqs = {record.seq for record in drill.journal.records()}
    for gap in found:
        assert gap.evidence, f"{gap.id} rests on nothing"
        assert set(gap.evidence) <= seqs, f"{gap.id} cites what is not in the journal"
        assert gap.clause, f"{gap.id} names neither a clause nor its absence"
        assert gap.statement.endswith("."), gap.statement
        assert gap.proposed_change, f"{gap.id} proposes nothing"
    return found
