"""How fast events become durable: the library against bare sqlite3, both WAL with synchronous=FULL, one commit each.

    python -m tests.benchmarks.bench_append        (from the project's folder)
    pytest tests/benchmarks/bench_append.py        fails below the ratio that the library promises

Rounds of both take turns on the same disk, so that what else the machine does weighs on both alike.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median

from trainer.core.actions import DoStep
from trainer.core.events import ActionTaken, Event, ExerciseCreated, encode
from trainer.core.scenario import Kind
from trainer.storage.library import Library, Sources

ROUNDS = 80
EVENTS = 25
LEAST_RATIO = 0.7
READ_EVENTS = 20_000

SOURCES = Sources("plan.yaml", b"id: p\n" * 2_000, "scenario.yaml", b"id: s\n" * 2_000)
EVENT = ActionTaken(
    role="incident-commander", action=DoStep(step="IMP-5", note="Call opened, bridge 2, all joined.")
)


def created(name: str) -> ExerciseCreated:
    return ExerciseCreated(
        exercise=name,
        title="Benchmark",
        kind=Kind.TABLETOP,
        scenario_id="s",
        scenario_sha256=hashlib.sha256(SOURCES.scenario_data).hexdigest(),
        plan_id="p",
        plan_sha256=hashlib.sha256(SOURCES.plan_data).hexdigest(),
    )


def bare_sqlite(connection: sqlite3.Connection) -> Callable[[int], None]:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE event (seq INTEGER PRIMARY KEY, at INTEGER, elapsed INTEGER, text TEXT, hash TEXT)"
    )
    text, digest = encode(EVENT), "0" * 64

    def append(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        row = (number, number, number, text, digest)
        connection.execute("INSERT INTO event (seq, at, elapsed, text, hash) VALUES (?, ?, ?, ?, ?)", row)
        connection.execute("COMMIT")

    return append


def library_journal(library: Library) -> Callable[[int], None]:
    journal = library.create(SOURCES, created("append"), 0)

    def append(number: int) -> None:
        journal.append([(number, number, EVENT)])

    return append


def rate(append: Callable[[int], None], first: int) -> float:
    began = time.perf_counter()
    for number in range(first, first + EVENTS):
        append(number)
    return EVENTS / (time.perf_counter() - began)


def compare(folder: Path) -> tuple[float, float, float]:
    """Events a second of bare sqlite3 and of the library, and the median ratio of neighbouring rounds."""
    connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    with Library.open(str(folder / "library.sqlite")) as library, closing(connection):
        contestants = (bare_sqlite(connection), library_journal(library))
        rounds: list[tuple[float, float]] = []
        for number in range(ROUNDS + 1):
            first = 1 + number * EVENTS
            order = contestants if number % 2 else contestants[::-1]
            rates = {append: rate(append, first) for append in order}
            rounds.append((rates[contestants[0]], rates[contestants[1]]))
    timed = rounds[1:]  # the first one warms up
    bare, ours = (median(column) for column in zip(*timed, strict=True))
    return bare, ours, median(ours / bare for bare, ours in timed)


def read_back(folder: Path) -> dict[str, float]:
    """Seconds for a journal of READ_EVENTS events, by what is done with it."""
    stamped: list[tuple[int, int, Event]] = [(number, number, EVENT) for number in range(READ_EVENTS - 1)]
    taken: dict[str, float] = {}
    with Library.open(str(folder / "read.sqlite")) as library:
        steps: dict[str, Callable[[], object]] = {
            "append at once": lambda: library.create(SOURCES, created("read"), 0).append(stamped),
            "read records": lambda: library.journal("read").records(),
            "verify": lambda: library.verify("read"),
            "list exercises": library.exercises,
        }
        for name, step in steps.items():
            began = time.perf_counter()
            step()
            taken[name] = time.perf_counter() - began
    return taken


def test_the_library_keeps_pace_with_bare_sqlite(tmp_path):
    *_, ratio = compare(tmp_path)
    assert ratio >= LEAST_RATIO


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bare, ours, ratio = compare(Path(folder))
        print(f"bare sqlite3   {bare:8,.0f} events a second")
        print(f"library        {ours:8,.0f} events a second")
        print(f"ratio          {ratio:8.2f} (at least {LEAST_RATIO})")
        for name, seconds in read_back(Path(folder)).items():
            print(f"{name:14} {seconds * 1000:8,.0f} ms for {READ_EVENTS:,} events")
    return 0 if ratio >= LEAST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
