"""`trainer rehearse`: a whole exercise without a screen, in virtual time, and its report."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import shipped
from trainer.cast import PROFILES
from trainer.cli.console import Failure, Subparsers, command, open_library, out_folder, progress, result, say
from trainer.cli.drive import Drive, Refusals, play_through
from trainer.cli.exercises import PROGRAM, Prepared, cast_of, creation, prepare, seats_for
from trainer.cli.lookback import earlier_drills
from trainer.cli.report import add_format, formats_of, written
from trainer.core.events import EarlierDrillsNoted, Record, encode
from trainer.core.scenario import Kind
from trainer.core.time import SECOND, Micros, say_duration
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

if TYPE_CHECKING:
    from trainer.storage.library import Content

START = "2026-11-02T09:00:00Z"


@dataclass(frozen=True)
class Rehearsal:
    """What is rehearsed: everything that the identifier and every byte of the report follow from."""

    prepared: Prepared
    kind: Kind
    team: str
    seed: int
    start: Micros
    earlier: EarlierDrillsNoted | None = None

    def identifier(self) -> str:
        """The same for the same rehearsal by the same program."""
        sources = self.prepared.sources
        # A profile's name is a profile, whatever files lie about.
        team = None if self.team in PROFILES else Path(self.team)
        named = hashlib.sha256(team.read_bytes()).hexdigest() if team and team.is_file() else self.team
        follows = (encode(self.earlier),) if self.earlier is not None else ()
        parts = (PROGRAM, self.kind.value, named, str(self.seed), str(self.start), *follows)
        digest = hashlib.sha256("\n".join(parts).encode() + sources.plan_data + sources.scenario_data)
        return f"rehearsal-{digest.hexdigest()[:10]}"


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "rehearse",
        "run a whole exercise in virtual time with a virtual team, and write its report",
        "trainer rehearse payment-gateway-outage --team typical --seed 7 --out rehearsal",
        run,
    )
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or the name of one that ships")
    parser.add_argument(
        "--plan", type=Path, metavar="FILE", help="the plan (default: found by the scenario's plan id)"
    )
    parser.add_argument("--kind", default=Kind.TABLETOP.value, choices=[kind.value for kind in Kind])
    parser.add_argument(
        "--team",
        default="typical",
        metavar="FILE|perfect|typical|struggling",
        help="who plays (default: typical)",
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="what a generated team's draws follow from (default: 1)"
    )
    parser.add_argument("--start", default=START, help=f"wall time at which it begins (default: {START})")
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder for the report")
    add_format(parser)


def run(arguments: argparse.Namespace) -> int:
    """Rehearse, keep the exercise in the library, and write the report."""
    formats, folder = formats_of(arguments), out_folder(arguments.out)
    prepared = prepare(
        scenario_path(arguments.scenario), arguments.plan, [shipped.scenarios_folder() / "plans"]
    )
    start = wall_time(arguments.start)
    kind = Kind(arguments.kind)
    rehearsal = Rehearsal(
        prepared.as_kind(kind),
        kind,
        arguments.team,
        arguments.seed,
        start,
        _followed(arguments, prepared, start),
    )
    for name in rehearsal.prepared.script.experiments:
        say(
            f"trainer: the experiment {name} works on a real system and is never run in a rehearsal; "
            "what it would begin stays out"
        )
    records, refusals = rehearse(rehearsal, progress("rehearsing"))
    keep(arguments, rehearsal, records)
    for at, why in refusals:
        say(f"trainer: at {say_duration(at)} an act was refused: {why}")
    result(rehearsal.identifier())
    for path in written(rehearsal.prepared.script, records, folder, formats):
        result(str(path))
    return 0


def _followed(arguments: argparse.Namespace, prepared: Prepared, start: Micros) -> EarlierDrillsNoted | None:
    """Rehearsals of the library that began earlier than this one does."""
    from trainer.storage.errors import StorageError

    try:
        with open_library(arguments) as library:
            return earlier_drills(library, prepared.script.plan.id, start, virtual=True)
    except StorageError as error:
        raise Failure(str(error)) from error


def rehearse(
    rehearsal: Rehearsal, show: Callable[[float], None] = lambda _share: None
) -> tuple[tuple[Record, ...], Refusals]:
    """Play a rehearsal; its journal, and the acts that made no sense when they were tried."""
    script = rehearsal.prepared.script
    clock, journal = ManualClock(rehearsal.start), MemoryJournal()
    created = creation(
        rehearsal.prepared,
        rehearsal.identifier(),
        rehearsal.kind,
        seats_for(script, virtual=True),
        Path(rehearsal.team).name,
        rehearsal.seed,
    )
    named = created.model_copy(
        update={"title": f"{created.title} (rehearsal, {created.team}, seed {rehearsal.seed})"}
    )
    first = (named,) if rehearsal.earlier is None else (named, rehearsal.earlier)
    journal.append(tuple((clock.wall(), 0, event) for event in first))
    session = Session(script, journal, clock)
    length = script.scenario.length
    drive = Drive(session, cast_of(rehearsal.team, script, rehearsal.seed), length)
    play_through(session, drive, clock, lambda elapsed: show(elapsed / length if length else 1))
    show(1)
    return journal.records(), drive.refusals


def keep(arguments: argparse.Namespace, rehearsal: Rehearsal, records: tuple[Record, ...]) -> None:
    """Put a rehearsal into the library, once."""
    from trainer.storage.errors import StorageError

    try:
        with open_library(arguments) as library:
            if not any(row.id == rehearsal.identifier() for row in library.exercises()):
                library.add(content_of(rehearsal, records))
    except StorageError as error:
        raise Failure(str(error)) from error


def content_of(rehearsal: Rehearsal, records: tuple[Record, ...]) -> Content:
    """A finished rehearsal as the library keeps it."""
    from trainer.storage.journal import StoredEvent
    from trainer.storage.library import Content

    events = tuple(StoredEvent(r.seq, r.at, r.elapsed, encode(r.event), r.hash) for r in records)
    sources = rehearsal.prepared.sources
    return Content(rehearsal.identifier(), sources, events, len(events), events[-1].hash)


def scenario_path(name: str) -> Path:
    """A scenario file by its path, or one that ships by its name. Raises Failure."""
    path = Path(name)
    if path.exists():
        return path
    folder = shipped.scenarios_folder()
    if path.name == name and (folder / f"{name}.yaml").exists():
        return folder / f"{name}.yaml"
    known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
    raise Failure(f"no scenario {name}: name a file, or one that ships: {known}")


def wall_time(text: str) -> Micros:
    """Microseconds since the epoch for an ISO 8601 time; UTC where it names no zone. Raises Failure."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Failure(f"--start {text!r} is not a time; write it like {START}") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if not 1970 < moment.year < 9000:
        # An exercise may run for years, and every moment of it has to have a date.
        raise Failure(f"--start {text!r} lies outside the years 1971 to 8999; write it like {START}")
    return round(moment.timestamp()) * SECOND
