"""`trainer experiments`: what experiments would do, what they may do on this machine, and what they left over."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from trainer import shipped
from trainer.chaos.errors import ChaosError
from trainer.cli.console import Failure, Subparsers, command, result, say

if TYPE_CHECKING:
    from trainer.chaos.preview import Preview
    from trainer.cli.experiment_place import ExperimentPlace

_LOOK: Final = 0.1
_SORTS: Final = ("function", "command", "host")


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command and its own commands."""
    parser = command(
        subparsers,
        "experiments",
        "experiments in a real system: what they would do, what is allowed, what was left over",
        "trainer experiments show my-scenario.yaml",
        run,
    )
    inner = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    show = inner.add_parser("show", help="what the experiments of a scenario would do; nothing is run")
    show.add_argument("scenario", metavar="SCENARIO", help="a scenario file, or the name of one that ships")
    inner.add_parser("allowed", help="what experiments may do on this machine")
    for name, words in (("allow", "allow experiments something more"), ("disallow", "take that back")):
        changing = inner.add_parser(name, help=words, epilog=_EXAMPLES)
        changing.add_argument("sort", choices=_SORTS)
        changing.add_argument(
            "entry", metavar="ENTRY", help="module.function, a command line, or host[:port]"
        )
    inner.add_parser("left", help="what earlier experiments left over")
    undo = inner.add_parser("undo", help="roll back what was left over, and wait for it")
    undo.add_argument("key", metavar="KEY", nargs="?", help="the one that waits for a person; see: left")
    discard = inner.add_parser("discard", help="give up what was left over: it was put right by hand")
    discard.add_argument("key", metavar="KEY", help="see: left")


_EXAMPLES: Final = (
    'Examples: trainer experiments allow function "chaoslib_shop.faults.*" · trainer experiments allow command '
    '"systemctl --user stop shop-*" · trainer experiments allow host staging:8080'
)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked."""
    from trainer.cli.experiment_place import ExperimentPlace
    from trainer.storage.errors import StorageError
    from trainer.storage.tables import data_folder

    try:
        place = ExperimentPlace(data_folder())
        match arguments.what:
            case "show":
                return _show(place, arguments.scenario)
            case "allowed":
                return _allowed(place)
            case "allow":
                place.allow(arguments.sort, arguments.entry)
            case "disallow":
                place.disallow(arguments.sort, arguments.entry)
            case "discard":
                place.recovery.discard(arguments.key)
            case "undo":
                return _undo(place, arguments.key)
            case _:
                return _left(place)
    except (ChaosError, StorageError) as error:
        raise Failure(str(error)) from error
    return 0


def _show(place: ExperimentPlace, name: str) -> int:
    from trainer.cli.exercises import prepare
    from trainer.cli.rehearse import scenario_path

    path = scenario_path(name)
    script = prepare(path, None, [shipped.scenarios_folder() / "plans"]).script
    simulation = script.scenario.simulation
    experiments = simulation.experiments if simulation is not None else ()
    if not experiments:
        raise Failure(f"{path.name} names no experiment in a real system", code=1)
    found = [place.look(each, path.absolute().parent) for each in experiments]
    for each in found:
        _tell(each)
    return 1 if any(each.problems for each in found) else 0


def _tell(found: Preview) -> None:
    experiment = found.experiment
    result(f"{experiment.id}: {found.document.get('title', '')}\n  target: {experiment.target}")
    for sort, lines in (
        ("action", found.actions),
        ("rollback", found.rollbacks),
        ("probe", found.probes),
        ("not used", found.left_out),
        ("mind", found.warnings),
        ("refused", found.problems),
    ):
        for line in lines:
            result(f"  {sort}: {line}")


def _allowed(place: ExperimentPlace) -> int:
    for each in place.entries():
        result(f"{each.sort:9} {each.entry}{'  (always)' if each.fixed else ''}")
    return 0


def _left(place: ExperimentPlace) -> int:
    """What is there, as it stands; nothing is begun."""
    found = place.recovery.over()
    for each in found:
        result(f"{each.key}\n  {each.text}")
    if not found:
        say("trainer: no experiment left anything over")
    return 0


def _undo(place: ExperimentPlace, key: str | None) -> int:
    if key is None:
        place.recovery.begin()
    else:
        place.recovery.undo(key)
    while not place.recovery.wait(_LOOK):
        pass
    found = place.recovery.over()
    for each in found:
        result(f"{each.key}\n  {each.text}")
    return 0 if all(each.done for each in found) else 1
