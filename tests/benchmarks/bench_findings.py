"""How long the findings of a long exercise take, against reading its journal from the library.

    python -m tests.benchmarks.bench_findings [rounds] [events]

A drill of 20,000 events is played on the shipped scenario: acts of every kind by every role, updates, questions,
blockers, openings of the plan, observations, ad-hoc messages. Its journal is stored in a real library file and read
back; evaluation is the fold over the journal, the judged steps, the metrics and every detector. Both take turns in one
process; medians are printed, and beside them what the whole report takes.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from trainer import shipped
from trainer.cli.exercises import PROGRAM, Prepared, creation, prepare, seats_for
from trainer.core import commands as cmd
from trainer.core import gaps, metrics, ratings
from trainer.core.actions import (
    Acknowledge,
    Action,
    Ask,
    Classify,
    Contain,
    Diagnose,
    DoStep,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    Verify,
)
from trainer.core.compose import report
from trainer.core.events import Record, encode
from trainer.core.facts import gather
from trainer.core.scenario import Channel, Kind
from trainer.core.script import Script
from trainer.core.time import SECOND
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.journal import StoredEvent
from trainer.storage.library import Content, Library
from trainer.storage.memory import MemoryJournal

EVENTS = 20_000
TARGET = 10.0
_START = 1_793_610_000 * SECOND


def long_journal(prepared: Prepared, events: int) -> tuple[Record, ...]:
    """A drill in which much is done, all of it in a seeded order."""
    script, draw = prepared.script, random.Random(7)
    clock, journal = ManualClock(_START), MemoryJournal()
    first = creation(prepared, "bench-findings", Kind.TABLETOP, seats_for(script))
    journal.append(((clock.wall(), 0, first),))
    session = Session(script, journal, clock)
    session.submit(cmd.StartClock())
    step = script.scenario.length // events
    while len(session.records) < events - 1:
        clock.advance(step)
        session.tick()
        session.submit(_command(script, draw))
    session.submit(cmd.EndExercise())
    return journal.records()


def _command(script: Script, draw: random.Random) -> cmd.Command:
    role = draw.choice(script.played_roles)
    match draw.randrange(12):
        case 0:
            return cmd.OpenPlan(role, draw.choice(tuple(script.steps)))
        case 1:
            return cmd.RecordObservation(
                "The room is loud.", draw.choice(("note", "observation", "strength"))
            )
        case 2:
            return cmd.SendAdHocInject(
                (role,), Channel.CHAT, "Support", "More reports", "They keep coming in."
            )
        case _:
            return cmd.Act(role, _action(script, draw))


def _action(script: Script, draw: random.Random) -> Action:
    plan = script.plan
    audiences = [item.audience for item in plan.communications]
    made: tuple[Callable[[], Action], ...] = (
        Acknowledge,
        lambda: Classify(severity=draw.choice(plan.severity_order()), reason="by the criteria"),
        lambda: PostUpdate(audience=draw.choice(audiences), text="We are on it.", next_in=20 * 60 * SECOND),
        lambda: Page(
            contact=draw.choice(plan.contacts).id, result=draw.choice(("answered", "no answer", "failed"))
        ),
        lambda: DoStep(step=draw.choice(tuple(script.steps))),
        lambda: Improvise(text="Moved the queue by hand to the second host."),
        lambda: ReportBlocked(missing="access to the payment console", step=draw.choice(tuple(script.steps))),
        lambda: Ask(text="Does that count as confirmed?"),
        lambda: Diagnose(cause="Timeouts towards the provider"),
        lambda: Contain(measure="Shift a tenth of the traffic", reason="least harm"),
        lambda: Verify(what="Error rate", evidence="still 4 per cent"),
    )
    return draw.choice(made)()


def stored(library: Library, prepared: Prepared, records: tuple[Record, ...]) -> None:
    """Put the journal into the library."""
    events = tuple(StoredEvent(r.seq, r.at, r.elapsed, encode(r.event), r.hash) for r in records)
    library.add(Content("bench-findings", prepared.sources, events, len(events), events[-1].hash))


def evaluate(script: Script, records: tuple[Record, ...]) -> int:
    """Everything that is found, without composing the report."""
    facts = gather(script, records)
    return len(gaps.find(facts)) + len(metrics.measure(facts)) + len(ratings.rate(facts))


def seconds(run: Callable[[], object]) -> float:
    """How long something takes."""
    gc.collect()
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main(rounds: int = 5, events: int = EVENTS) -> int:
    """Print the medians; 1 where evaluation takes more than ten times as long as reading."""
    folder = shipped.scenarios_folder()
    prepared = prepare(folder / "payment-gateway-outage.yaml", None, [folder / "plans"])
    records = long_journal(prepared, events)
    reading, evaluating, composing = [], [], []
    with tempfile.TemporaryDirectory() as place:
        with Library.open(f"{Path(place) / 'library.db'}") as library:
            stored(library, prepared, records)
        for _ in range(rounds):
            with Library.open(f"{Path(place) / 'library.db'}") as library:
                reading.append(seconds(library.journal("bench-findings").records))
                read = library.journal("bench-findings").records()
            evaluating.append(seconds(partial(evaluate, prepared.script, read)))
            composing.append(seconds(partial(report, prepared.script, read, PROGRAM)))
    base, own = statistics.median(reading), statistics.median(evaluating)
    print(f"{len(records):,} events, {rounds} rounds, medians")
    print(f"reading from the library   {base * 1000:8.0f} ms")
    whole = statistics.median(composing)
    print(
        f"evaluating                 {own * 1000:8.0f} ms   {own / base:5.1f}x (target: at most {TARGET:.0f}x)"
    )
    print(f"the whole report           {whole * 1000:8.0f} ms   {whole / base:5.1f}x")
    return 0 if own <= TARGET * base else 1


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:3])))
