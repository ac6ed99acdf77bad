"""`trainer actions`: the corrective actions of an exercise: who does what by when, and what is done."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from trainer.cli.console import Failure, Subparsers, command, open_library, result, say
from trainer.core.commands import AssignAction, CloseAction, Command
from trainer.core.time import SECOND

if TYPE_CHECKING:
    from trainer.core.aar import CorrectiveAction, Report


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "actions",
        "list the corrective actions of an exercise, give one an owner and a date, or close it",
        'trainer actions 20261102-4f2a1c --assign A-G05-declare --owner "Head of operations" --due 2026-12-15',
        run,
    )
    parser.add_argument("exercise", metavar="EXERCISE", help="an identifier, or the beginning of one")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--assign", metavar="ACTION", help="give an action an owner and a date")
    which.add_argument(
        "--close", metavar="ACTION", help="say that an action is done, or that its risk is accepted"
    )
    parser.add_argument("--owner", default="", help="who owns it, one role or person")
    parser.add_argument("--due", default="", metavar="DATE", help="when it is to be done, such as 2026-12-15")
    parser.add_argument("--text", default="", help="the action in other words than those proposed")
    parser.add_argument("--link", default="", help="where it is tracked")
    parser.add_argument("--proof", default="", help="what shows that it is done, or who accepts the risk")
    parser.add_argument("--on", default="", metavar="DATE", help="the day it was closed (default: today)")
    parser.add_argument("--accept-risk", action="store_true", help="close it by accepting the risk")
    parser.add_argument("--format", default="text", choices=("text", "json"))


def run(arguments: argparse.Namespace) -> int:
    """Carry out what is asked, then print the actions. Raises Failure."""
    from trainer.cli.exercises import now, stored_script
    from trainer.cli.report import composed
    from trainer.core.engine import Refused
    from trainer.session import Session
    from trainer.storage.clock import SystemClock
    from trainer.storage.errors import StorageError

    try:
        with open_library(arguments) as library:
            exercise = library.find(arguments.exercise)
            script, journal = stored_script(library, exercise), library.journal(exercise)
            report = composed(script, journal.records())
            asked = _asked(arguments, report, now())
            if asked is not None:
                # Only here: taking an exercise up interrupts one that is running, and looking must not.
                session = Session(script, journal, SystemClock())
                session.submit(asked)
                report = composed(script, session.records)
    except (StorageError, Refused) as error:
        raise Failure(str(error)) from error
    _print(report, arguments.format)
    return 0


def _asked(arguments: argparse.Namespace, report: Report, at: int) -> Command | None:
    """The command that the arguments amount to; None for a mere list."""
    name = arguments.assign or arguments.close
    if name is None:
        return None
    if report.exercise.state != "ended":
        raise Failure("the exercise has not ended; actions are assigned and closed after it")
    known = [action.id for action in report.improvement_plan]
    if name not in known:
        raise Failure(f"there is no action {name}; there are: {', '.join(known) or 'none'}")
    if arguments.assign:
        return AssignAction(name, arguments.owner, arguments.due, arguments.text, arguments.link)
    today = datetime.fromtimestamp(at // SECOND, UTC).date().isoformat()
    return CloseAction(name, arguments.on or today, arguments.proof, arguments.accept_risk)


def _print(report: Report, form: str) -> None:
    actions = report.improvement_plan
    if form == "json":
        result(
            json.dumps([action.model_dump(mode="json") for action in actions], indent=2, ensure_ascii=False)
        )
        return
    if not actions:
        say("This exercise led to no corrective action.")
    for action in actions:
        result(f"{action.id}  [{action.status}]  {_owned(action)}\n  {action.action}")


def _owned(action: CorrectiveAction) -> str:
    owner = action.owner or "no owner yet"
    due = f"due {action.due}" if action.due else "no date yet"
    done = f", closed {action.closed}" if action.closed else ""
    return f"{owner}, {due}{done}"
