"""`trainer export` and `trainer import`: one portable file for an exercise, nothing lost."""

from __future__ import annotations

import argparse
from pathlib import Path

from trainer.cli.console import Failure, Subparsers, command, open_library, result, say


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the commands."""
    out = command(
        subparsers,
        "export",
        "write an exercise with its plan, scenario and journal to one file",
        "trainer export 20261102-4f2a1c drill-2026-11.drill",
        run_export,
    )
    out.add_argument("exercise", metavar="EXERCISE", help="an identifier, or the beginning of one")
    out.add_argument("file", type=Path, metavar="FILE")
    out.add_argument("--force", action="store_true", help="replace the file if it is there")
    into = command(
        subparsers,
        "import",
        "bring an exported exercise into the library, once it is verified",
        "trainer import drill-2026-11.drill",
        run_import,
    )
    into.add_argument("file", type=Path, metavar="FILE")


def run_export(arguments: argparse.Namespace) -> int:
    """Write the portable file."""
    from trainer.storage.errors import StorageError
    from trainer.storage.portable import export_exercise

    if arguments.file.exists() and not arguments.force:
        raise Failure(
            f"{arguments.file} exists already and was left as it is; choose another name, or add --force"
        )
    try:
        with open_library(arguments) as library:
            export_exercise(
                library, library.find(arguments.exercise), arguments.file, overwrite=arguments.force
            )
    except StorageError as error:
        raise Failure(str(error)) from error
    result(str(arguments.file))
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take in a portable file."""
    from trainer.storage.errors import StorageError
    from trainer.storage.portable import import_exercise

    try:
        with open_library(arguments) as library:
            imported = import_exercise(library, arguments.file)
    except StorageError as error:
        raise Failure(str(error)) from error
    result(imported.exercise)
    if not imported.new:
        say("The library held this very exercise already; nothing was changed.")
    return 0
