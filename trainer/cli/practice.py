"""`trainer practice`: a small web shop that really runs on this machine, to break and to repair."""

from __future__ import annotations

import argparse
import os
import shlex
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Final

from trainer import qt_ready, shipped
from trainer.cli.console import Failure, Subparsers, command, result, say

if TYPE_CHECKING:
    from trainer.practice.place import Place
    from trainer.practice.shop import ServiceStatus

SCENARIO: Final = "practice-shop.yaml"
_FOLDER_HELP: Final = "the shop's folder (default: TRAINER_PRACTICE_FOLDER, or one of your own)"
_STANDINGS: Final = {
    "up": "up",
    "does not answer": "runs, but does not answer",
    "frozen": "stopped by a signal (state T)",
    "gone": "gone",
    "never started": "not started",
}

Run = Callable[[argparse.Namespace], int]


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command and what it can do."""
    parser = command(
        subparsers,
        "practice",
        "a web shop that really runs on this machine, to break and to repair",
        "trainer practice run    or    trainer practice start",
        _help,
    )
    parser.set_defaults(parser=parser)
    parser.add_argument("--folder", metavar="DIR", help=_FOLDER_HELP)
    verbs = parser.add_subparsers(title="what to do", metavar="WHAT")
    run = _verb(verbs, "run", "start the shop and set the exercise on it up in the desktop program", _run)
    start = _verb(verbs, "start", "start the whole shop, or one service that is gone", _start)
    for each in (run, start):
        each.add_argument(
            "--port", type=int, metavar="N", help="the first of four ports (default: free ones)"
        )
    start.add_argument(
        "service", nargs="?", metavar="SERVICE", help="store, payment, web, customers, monitor"
    )
    restart = _verb(verbs, "restart", "end one service and start it again", _restart)
    restart.add_argument("service", metavar="SERVICE")
    stop = _verb(verbs, "stop", "end the whole shop, or one service", _stop)
    stop.add_argument("service", nargs="?", metavar="SERVICE")
    _verb(verbs, "status", "how every process stands, and what customers meet", _status)
    _verb(verbs, "faults", "for facilitators: what can be broken, how it shows, what mends it", _faults)
    breaks = _verb(verbs, "break", "for facilitators: let a fault begin now", _break)
    breaks.add_argument("fault", metavar="FAULT", help="one of `trainer practice faults`")
    _verb(verbs, "heal", "for facilitators: undo every fault and start what is gone", _heal)


def _verb(
    verbs: Subparsers[argparse.ArgumentParser], name: str, summary: str, run: Run
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=f"Example: trainer practice {_EXAMPLES.get(name, name)}",
    )
    parser.add_argument("--folder", metavar="DIR", default=argparse.SUPPRESS, help=_FOLDER_HELP)
    parser.set_defaults(run=_refusing(run))
    return parser


_EXAMPLES: Final = {"restart": "restart web", "break": "break payment-killed"}


def _refusing(run: Run) -> Run:
    """What the shop refuses becomes the one line that every command ends with."""

    @wraps(run)
    def guarded(arguments: argparse.Namespace) -> int:
        from trainer.practice.errors import PracticeError

        try:
            return run(arguments)
        except PracticeError as error:
            raise Failure(str(error)) from error

    return guarded


def _place(arguments: argparse.Namespace) -> Place:
    from trainer.practice.place import Place, require_posix

    require_posix()
    return Place.of(arguments.folder)


def _help(arguments: argparse.Namespace) -> int:
    arguments.parser.print_help()
    return 0


def _start(arguments: argparse.Namespace) -> int:
    from trainer.practice import shop

    if arguments.service is None:
        place = shop.start(arguments.folder, arguments.port)
        _show(place)
        _say_next(place, arguments)
        return 0
    if arguments.port is not None:
        raise Failure("--port is for the whole shop; a single service keeps its port")
    started = shop.start_service(_place(arguments), arguments.service)
    result(f"{arguments.service} is up, process {started.pid}")
    return 0


def _show(place: Place) -> None:
    result(f"The practice shop runs in {place.folder}")
    result(f"  the shop          {place.url('web')}")
    result(f"  its status page   {place.url('monitor')}")
    result(f"  in a terminal     cd {shlex.quote(str(place.folder))} && ./shop status")


def _say_next(place: Place, arguments: argparse.Namespace) -> None:
    own = f" --folder {shlex.quote(str(place.folder))}" if arguments.folder else ""
    say(
        "\nNext:"
        "\n  trainer practice faults\n      what can be broken by hand"
        f"\n  trainer practice run{own}\n      the exercise on it, in the desktop program"
        f"\n  trainer practice stop{own}\n      end it; nothing of it keeps running"
    )


def _restart(arguments: argparse.Namespace) -> int:
    from trainer.practice import shop

    started = shop.restart_service(_place(arguments), arguments.service)
    result(f"{arguments.service} is up, process {started.pid}")
    return 0


def _stop(arguments: argparse.Namespace) -> int:
    from trainer.practice import shop

    place = _place(arguments)
    if arguments.service is not None:
        ended = shop.stop_service(place, arguments.service)
        result(f"{arguments.service} {'was ended' if ended else 'was not running'}")
        return 0
    gone = shop.stop(place)
    result(f"The practice shop in {place.folder} " + ("was ended" if gone else "was not running"))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    """Returns 0 where every service is up, else 1."""
    from trainer.practice import serving, shop

    place = _place(arguments)
    services = shop.status(place)
    result(f"The practice shop in {place.folder}")
    for each in services:
        result("  " + _line(each))
    figures = serving.call(place.port("monitor"), "/text", timeout=2.0)
    if figures.good:
        result("\n" + figures.body.decode().rstrip())
    gone = [each.service for each in services if each.standing in ("gone", "never started")]
    if len(gone) == len(services):
        say("\nNothing of it runs. Start it with: trainer practice start")
    elif gone:
        say("")
        for service in gone:
            say(
                "The shop works on without its supervisor."
                if service == "supervisor"
                else f"Start it again with: ./shop start {service}"
            )
    return 0 if all(each.standing == "up" for each in services) else 1


def _line(each: ServiceStatus) -> str:
    standing = _STANDINGS[each.standing]
    process = f"process {each.pid}" if each.pid is not None else ""
    if each.standing == "gone":
        process = f"was {process}"
    return f"{each.service:<11}{standing:<31}{process:<21}{each.url}".rstrip()


def _faults(_: argparse.Namespace) -> int:
    from trainer.practice.faults import FAULTS

    for fault in FAULTS:
        result(f"{fault.id:<17}{fault.title}\n{'':<17}seen:   {fault.seen}\n{'':<17}mended: {fault.repair}")
    say("\nLet one begin with: trainer practice break FAULT    Undo all of them with: trainer practice heal")
    return 0


def _break(arguments: argparse.Namespace) -> int:
    from trainer.core.problems import did_you_mean
    from trainer.practice.faults import FAULTS

    known = {fault.id: fault for fault in FAULTS}
    fault = known.get(arguments.fault)
    if fault is None:
        near = did_you_mean(arguments.fault, list(known)) or f"choose one of {', '.join(known)}"
        raise Failure(f"there is no fault {arguments.fault!r}; {near}")
    result(fault.inject(folder=arguments.folder))
    return 0


def _heal(arguments: argparse.Namespace) -> int:
    from trainer.practice.faults import undo_all

    result(undo_all(arguments.folder))
    return 0


def _run(arguments: argparse.Namespace) -> int:
    """The shop and the exercise on it; the shop ends with the window, unless it ran before."""
    from trainer.chaos.errors import missing
    from trainer.practice import shop
    from trainer.practice.place import FOLDER_VARIABLE

    place = _place(arguments)
    ran_before = place.exists() and shop.any_alive(place)
    if not ran_before:
        shop.start(arguments.folder, arguments.port)
    _show(place)
    # The experiments of the exercise work on this folder, also in processes that the program starts.
    os.environ[FOLDER_VARIABLE] = str(place.folder)
    problem = qt_ready.problem(os.environ)
    if problem is None:
        if lacking := missing():
            say(lacking)
        try:
            return _in_window(arguments)
        finally:
            if not ran_before:
                shop.stop(place)
                say("The practice shop was ended.")
    say(f"\n{problem}\n{_BY_HAND}")
    return 0


_BY_HAND: Final = """\
The shop runs on. Try it by hand, with two people and two terminals:
  1. Both read README.txt in the shop's folder and look at the status page.
  2. One, unseen:  trainer practice break payment-killed
  3. The other notices, finds the cause and repairs it, with the team's plan at hand.
  4. trainer practice heal    puts everything right; trainer practice stop    ends it."""


def _in_window(arguments: argparse.Namespace) -> int:
    from trainer.cli.local import LocalWorkspace
    from trainer.ui.app import run as run_desktop

    scenario = shipped.scenarios_folder() / SCENARIO
    return run_desktop(lambda: LocalWorkspace(arguments.library), ["trainer"], set_up=scenario)
