"""`trainer demo`: the shipped drill, played by a virtual team, ending with its report."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from trainer import qt_ready, shipped
from trainer.cli.console import Failure, Subparsers, command, out_folder, progress, result, say
from trainer.cli.exercises import prepare, seats_for
from trainer.cli.rehearse import START, Rehearsal, keep, rehearse, scenario_path, wall_time
from trainer.cli.report import DEFAULT_FORMATS, composed, written
from trainer.core.scenario import Kind
from trainer.ports import Exercise

SCENARIO = "payment-gateway-outage"
TEAM = "typical"
SEED = 30
SPEED = 30


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "demo",
        "watch a ready drill with a virtual team, live where there is a screen, and read its report",
        "trainer demo",
        run,
    )
    parser.add_argument(
        "--out", default="trainer-demo", metavar="DIR", help="the report's folder (default: trainer-demo)"
    )
    parser.add_argument(
        "--speed",
        type=int,
        default=SPEED,
        metavar="N",
        help=f"exercise time against real time, 1 to 60 (default: {SPEED})",
    )
    parser.add_argument(
        "--no-window", action="store_true", help="play on the terminal even where there is a screen"
    )


def run(arguments: argparse.Namespace) -> int:
    """Play the drill in the windows, or on the terminal where there is no screen."""
    folder = out_folder(arguments.out)
    if not 1 <= arguments.speed <= 60:
        raise Failure("--speed is a whole number from 1 to 60")
    if not arguments.no_window and qt_ready.chosen_platform(os.environ) is not None:
        problem = qt_ready.problem(os.environ)
        if problem is None:
            return _in_windows(arguments, folder)
        say(problem)
        say("The drill plays on the terminal instead.")
    return _on_terminal(arguments, folder)


def _on_terminal(arguments: argparse.Namespace, folder: Path) -> int:
    prepared = prepare(scenario_path(SCENARIO), None, [shipped.scenarios_folder() / "plans"])
    say(
        f"{prepared.script.scenario.title}: a tabletop drill of {prepared.script.plan.title}, played by a virtual team"
    )
    rehearsal = Rehearsal(prepared, Kind.TABLETOP, TEAM, SEED, wall_time(START))
    records, _ = rehearse(rehearsal, progress("playing"))
    keep(arguments, rehearsal, records)
    paths = written(prepared.script, records, folder, DEFAULT_FORMATS.split(","))
    summary = composed(prepared.script, records).summary
    say(f"\n{summary.headline}")
    for gap in summary.top_gaps:
        say(f"  - {gap}")
    say("\nThe report:")
    for path in paths:
        result(str(path.resolve()))
    return 0


def _in_windows(arguments: argparse.Namespace, folder: Path) -> int:
    from trainer.cli.local import LocalWorkspace
    from trainer.ui.app import Start
    from trainer.ui.app import run as run_desktop
    from trainer.workspace import Setup, Unusable

    workspace = LocalWorkspace(arguments.library)
    path = scenario_path(SCENARIO)
    try:
        script = workspace.script(path, None)
        opened = workspace.create(
            Setup(
                title=f"{script.scenario.title} (demonstration)",
                kind=Kind.TABLETOP,
                scenario=path,
                plan=None,
                seats=seats_for(script, virtual=True),
                facilitator="",
                team=TEAM,
                seed=SEED,
                follows=False,
            )
        )
    except Unusable as error:
        raise Failure(str(error)) from error

    def ended(exercise: Exercise) -> str:
        paths = workspace.write_report(exercise, folder)
        for written_path in paths:
            result(str(written_path.resolve()))
        return f"The report was written to {folder.resolve()}"

    return run_desktop(
        lambda: workspace, ["trainer"], Start(opened=opened, speed=arguments.speed, ended=ended)
    )
