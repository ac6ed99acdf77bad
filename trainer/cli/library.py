"""`trainer list`, `show` and `verify`: what the library holds, and whether it is as it was written."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from trainer.cli.console import Failure, Subparsers, command, open_library, result, say
from trainer.core.time import SECOND, say_duration


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    listing = command(
        subparsers, "list", "list the exercises of the library", "trainer list --format json", run_list
    )
    showing = command(
        subparsers, "show", "show an exercise and its journal", "trainer show 20261102-4f2a1c", run_show
    )
    showing.add_argument("exercise", metavar="EXERCISE", help="an identifier, or the beginning of one")
    for parser in (listing, showing):
        parser.add_argument("--format", default="text", choices=("text", "json"))
    checking = command(
        subparsers,
        "verify",
        "check that a journal is complete and unaltered",
        "trainer verify drill-2026-11.drill",
        run_verify,
    )
    checking.add_argument(
        "exercise", metavar="EXERCISE|FILE", help="an exercise of the library, or an exported file"
    )


def run_list(arguments: argparse.Namespace) -> int:
    """Print the exercises, newest first."""
    from trainer.storage.errors import StorageError

    try:
        with open_library(arguments) as library:
            rows, place = library.exercises(), library.place
    except StorageError as error:
        raise Failure(str(error)) from error
    if arguments.format == "json":
        result(json.dumps([_as_json(row) for row in rows], indent=2, ensure_ascii=False))
        return 0
    if not rows:
        say(f"The library {place} holds no exercises yet; start one with: trainer demo")
    for row in rows:
        result(f"{row.id:24}  {row.state:11}  {row.kind:12}  {row.started or 'not started':24}  {row.title}")
    return 0


def _as_json(row: Any) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "started": row.started,
        "created": row.created,
        "scenario": row.scenario,
        "plan": row.plan,
        "virtual": row.virtual,
        "events": row.events,
    }


def run_show(arguments: argparse.Namespace) -> int:
    """Print one exercise: what it is, and every event in words."""
    from trainer.cli.exercises import stored_script
    from trainer.core.compose.words import say as in_words
    from trainer.storage.errors import StorageError

    try:
        with open_library(arguments) as library:
            exercise = library.find(arguments.exercise)
            row = next(row for row in library.exercises() if row.id == exercise)
            script, records = stored_script(library, exercise), library.journal(exercise).records()
    except StorageError as error:
        raise Failure(str(error)) from error
    spoken = [(record, *in_words(script, record)) for record in records]
    if arguments.format == "json":
        events = [
            {
                "seq": r.seq,
                "at": r.at,
                "elapsed_s": r.elapsed / SECOND,
                "event": r.event.model_dump(mode="json"),
            }
            for r in records
        ]
        result(json.dumps({**_as_json(row), "journal": events}, indent=2, ensure_ascii=False))
        return 0
    result(
        f"{row.title}\n{row.id} · {row.kind} · {row.state} · {row.started or 'not started'} · {row.events} events\n"
    )
    for record, title, text in spoken:
        words = " ".join(f"{title}: {text}".split()) if text else title
        result(f"{record.seq:5}  {say_duration(record.elapsed):>12}  {words}")
    return 0


def run_verify(arguments: argparse.Namespace) -> int:
    """Check a journal's chain; exit 1 where it does not hold."""
    from trainer.storage.errors import StorageError
    from trainer.storage.portable import verify_file

    try:
        if Path(arguments.exercise).is_file():
            verified = verify_file(Path(arguments.exercise))
        else:
            with open_library(arguments) as library:
                verified = library.verify(library.find(arguments.exercise))
    except StorageError as error:
        raise Failure(str(error)) from error
    if verified.ok:
        result(f"{arguments.exercise}: complete and unaltered, {verified.count} events")
        return 0
    result(f"{arguments.exercise}: {verified.problem}")
    return 1
