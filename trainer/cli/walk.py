"""`trainer walk`: a walk-through of any plan without a scenario, as a file that may be changed before it is run."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from trainer import shipped
from trainer.cli.console import Failure, Subparsers, command, result, say
from trainer.core.plan import Plan
from trainer.core.problems import one_line


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "walk",
        "write a walk-through of a plan: whole procedures, or a path of steps across several",
        "trainer walk our-plan.yaml --procedure detection --to walk.yaml, then "
        "trainer rehearse walk.yaml --plan our-plan.yaml --kind walk-through --out rehearsal",
        run,
    )
    parser.add_argument("plan", metavar="PLAN", help="a plan file, or the name of one that ships")
    parser.add_argument(
        "--procedure",
        action="append",
        default=[],
        metavar="ID",
        help="a procedure to walk whole; may be given several times (default: all)",
    )
    parser.add_argument(
        "--step",
        action="append",
        default=[],
        metavar="ID",
        help="a step of the path, in the order in which it is walked; may be given several times",
    )
    parser.add_argument(
        "--severity", metavar="ID", help="the severity whose targets count (default: the worst)"
    )
    parser.add_argument("--title", metavar="TEXT", help="what the walk-through is called")
    parser.add_argument("--to", required=True, type=Path, metavar="FILE.yaml", help="the file to write")
    parser.add_argument("--force", action="store_true", help="write over a file that exists already")


def run(arguments: argparse.Namespace) -> int:
    """Write the scenario, and say how it is run. Raises Failure where it cannot be made or written."""
    from trainer.core.walk.making import NotWalkable, scenario_text

    path = plan_path(arguments.plan)
    plan = _plan(path)
    try:
        text = scenario_text(plan, arguments.procedure, arguments.step, arguments.severity, arguments.title)
    except NotWalkable as refused:
        raise Failure(f"{path}: {refused}") from refused
    _write(arguments.to, text, arguments.force)
    result(str(arguments.to))
    say(f"trainer: to try it out: {_next(arguments.to, path, plan)}")
    return 0


def plan_path(name: str) -> Path:
    """A plan file by its path, or one that ships by its name. Raises Failure."""
    path, folder = Path(name), shipped.scenarios_folder() / "plans"
    if path.exists():
        return path
    if path.name == name and (folder / f"{name}.yaml").exists():
        return folder / f"{name}.yaml"
    known = ", ".join(sorted(file.stem for file in folder.glob("*.yaml")))
    raise Failure(f"no plan {one_line(name)}: name a file, or one that ships: {known}")


def _plan(path: Path) -> Plan:
    from trainer.storage.files import load_plan

    loaded = load_plan(path)
    if loaded.value is None or not loaded.usable:
        lines = tuple(map(str, loaded.problems))
        raise Failure(f"{path} cannot be walked through; mend what is listed above", 1, lines)
    return loaded.value


def _write(path: Path, text: str, force: bool) -> None:
    if path.is_dir():
        raise Failure(f"{path} is a folder; name a file to write")
    if path.exists() and not force:
        raise Failure(f"{path} exists already and was left as it is; choose another name, or add --force")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror or error}") from error


def _next(path: Path, plan: Path, known: Plan) -> str:
    """The command that tries a walk-through out with a virtual team."""
    from trainer.storage.files import find_plan

    found = find_plan(known.id, path.parent, [shipped.scenarios_folder() / "plans"])
    named = [] if found is not None and found.resolve() == plan.resolve() else ["--plan", str(plan)]
    words = ["trainer", "rehearse", str(path), *named, "--kind", "walk-through", "--out", "rehearsal"]
    return shlex.join(words)
