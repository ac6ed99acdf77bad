"""The command line: the composition root that introduces the parts to each other."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from trainer import __version__
from trainer.cli.console import Failure, say

_DESCRIPTION = (
    "Drill an incident management plan: run exercises, time decisions against the plan, report its gaps."
)
_MODULES: Final = {
    "demo": "demo",
    "check": "check",
    "rehearse": "rehearse",
    "walk": "walk",
    "report": "report",
    "amend": "amend",
    "actions": "actions",
    "list": "library",
    "show": "library",
    "verify": "library",
    "export": "exchange",
    "import": "exchange",
    "schema": "schema",
    "experiments": "experiment_commands",
    "practice": "practice",
}


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The command line, with the module of the one command that is asked for; all of them for help and mistakes."""
    top = argparse.ArgumentParser(
        prog="trainer",
        description=_DESCRIPTION,
        epilog="Without a command the desktop program opens. Example: trainer demo",
    )
    top.add_argument("--version", action="version", version=f"trainer {__version__}")
    top.add_argument(
        "--library", metavar="FILE|URL", help="the library to use (default: TRAINER_LIBRARY, or your own)"
    )
    top.set_defaults(run=_desktop)
    others = _without_library(words)
    asked = [_MODULES[word] for word in others if word in _MODULES][:1]
    if others:
        commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND")
        for name in asked or dict.fromkeys(_MODULES.values()):
            import_module(f"trainer.cli.{name}").add_parser(commands)
    return top


def _without_library(words: Sequence[str]) -> list[str]:
    """The words of a command line that do not name the library; none are left where the desktop is to open."""
    values = {place + 1 for place, word in enumerate(words) if word == "--library"}
    return [
        word
        for place, word in enumerate(words)
        if place not in values and word.partition("=")[0] != "--library"
    ]


def _desktop(arguments: argparse.Namespace) -> int:
    from trainer.cli.desktop import run

    return run(arguments)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program. Returns its exit code: 0 done, 1 the answer is no, 2 unusable arguments or surroundings."""
    # Loading makes many objects that all stay; looking for cycles among them ever again took a tenth of the start.
    gc.set_threshold(50_000, 20, 20)
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = parser(words).parse_args(words)
    if arguments.library is None:
        arguments.library = os.environ.get("TRAINER_LIBRARY") or None
    try:
        code: int = arguments.run(arguments)
    except Failure as failure:
        for line in failure.lines:
            say(line)
        say(f"trainer: {failure}")
        code = failure.code
    except BrokenPipeError:
        # The reader of our output has gone, as with `trainer list | head`.
        sys.stderr.close()
        code = 1
    except KeyboardInterrupt:
        say("trainer: stopped")
        code = 130
    return code
