"""`trainer report`: rebuild the after-action report of an exercise from its journal."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import shipped
from trainer.cli.console import Failure, Subparsers, command, open_library, out_folder, result
from trainer.core.events import Record
from trainer.core.script import Script

if TYPE_CHECKING:
    from trainer.core.aar import Report

DEFAULT_FORMATS = "html,json"


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "report",
        "rebuild the report of an exercise from its journal",
        "trainer report 20261102-4f2a1c --out report",
        run,
    )
    parser.add_argument(
        "exercise", metavar="EXERCISE", help="an identifier, or the beginning of one; see: trainer list"
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder for the report")
    add_format(parser)


def add_format(parser: argparse.ArgumentParser) -> None:
    """The option that chooses renderings."""
    parser.add_argument(
        "--format",
        default=DEFAULT_FORMATS,
        metavar="LIST",
        help=f"renderings, with commas (default: {DEFAULT_FORMATS})",
    )


def formats_of(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The renderings asked for. Raises Failure for one that is not known, before any work is done."""
    from trainer.report import FORMATS

    asked = tuple(dict.fromkeys(part.strip() for part in arguments.format.split(",") if part.strip()))
    unknown = [name for name in asked if name not in FORMATS]
    if unknown or not asked:
        named = ", ".join(unknown) or "was named"
        raise Failure(f"no format {named}; available: {', '.join(FORMATS)}")
    return asked


def run(arguments: argparse.Namespace) -> int:
    """Write the report of a stored exercise."""
    from trainer.cli.exercises import stored_script
    from trainer.storage.errors import StorageError

    formats, folder = formats_of(arguments), out_folder(arguments.out)
    try:
        with open_library(arguments) as library:
            exercise = library.find(arguments.exercise)
            script, records = stored_script(library, exercise), library.journal(exercise).records()
    except StorageError as error:
        raise Failure(str(error)) from error
    for path in written(script, records, folder, formats):
        result(str(path))
    return 0


def composed(script: Script, records: Sequence[Record]) -> Report:
    """The report of a journal, by this program."""
    from trainer.cli.exercises import PROGRAM
    from trainer.core.compose import report

    return report(script, records, PROGRAM)


def written(
    script: Script, records: Sequence[Record], folder: Path, formats: Sequence[str]
) -> tuple[Path, ...]:
    """Compose a report and write its renderings. Raises Failure."""
    from trainer.report import ReportError, write_reports

    try:
        return write_reports(composed(script, records), folder, formats, shipped.templates_folder())
    except ReportError as error:
        raise Failure(str(error), code=1) from error
