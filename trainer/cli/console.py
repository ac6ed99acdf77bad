"""How commands speak: results to standard output, messages and progress to standard error."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainer.storage.library import Library

Subparsers = argparse._SubParsersAction  # the only name that argparse gives it


class Failure(Exception):
    """A command that ends with one line: what is wrong, where, and what to do. `code` is 1 or 2.

    `lines` are diagnostics to print before it, for a file with errors.
    """

    def __init__(self, message: str, code: int = 2, lines: tuple[str, ...] = ()) -> None:
        super().__init__(" ".join(message.split()))
        self.code = code
        self.lines = lines


def say(message: str) -> None:
    """A message for the person at the terminal."""
    print(message, file=sys.stderr)


def result(text: str, end: str = "\n") -> None:
    """A result, for whoever reads standard output."""
    sys.stdout.write(text + end)


def progress(label: str) -> Callable[[float], None]:
    """A progress line for a terminal, called with a share from 0 to 1; silent where nobody watches."""
    if not sys.stderr.isatty():
        return lambda _share: None
    shown = -1

    def show(share: float) -> None:
        nonlocal shown
        percent = int(min(max(share, 0), 1) * 100)
        if percent != shown:
            shown = percent
            bar = "#" * (percent // 4)
            sys.stderr.write(f"\r{label} [{bar:<25}] {percent:3d} %" + ("\n" if percent == 100 else ""))
            sys.stderr.flush()

    return show


def command(
    subparsers: Subparsers[argparse.ArgumentParser],
    name: str,
    summary: str,
    example: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """A sub-command with its help and example; every one takes --library."""
    parser = subparsers.add_parser(name, help=summary, description=summary, epilog=f"Example: {example}")
    parser.add_argument("--library", metavar="FILE|URL", default=argparse.SUPPRESS, help="the library to use")
    parser.set_defaults(run=run)
    return parser


def open_library(arguments: argparse.Namespace) -> Library:
    """The library that the arguments or the surroundings name."""
    from trainer.storage.errors import StorageError
    from trainer.storage.library import Library

    try:
        return Library.open(arguments.library)
    except StorageError as error:
        raise Failure(str(error)) from error


def out_folder(text: str) -> Path:
    """The folder to write to; a file in its place is refused early, before long work."""
    if not text.strip():
        raise Failure("--out is empty; name a folder to write to")
    folder = Path(text)
    if folder.exists() and not folder.is_dir():
        raise Failure(f"{text} is a file; name a folder to write to")
    return folder
