"""`trainer check`: everything that is wrong with plans, scenarios and team files, at once."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trainer.cli.console import Failure, Subparsers, command, progress, result, say
from trainer.cli.plan_gaps import LocatedGap, Searched, day_asked, search
from trainer.core.problems import Located, Problem, did_you_mean, one_line, quoted
from trainer.shipped import ShippedFolderMissing, scenarios_folder

if TYPE_CHECKING:
    from trainer.core.plan import Plan
    from trainer.core.script import Script
    from trainer.storage.files import FileKind, Loaded
    from trainer.storage.yaml_source import Source

_ENDINGS: Final = (".yaml", ".yml")
_MANY: Final = 5
"""From so many files on, a terminal is shown how far the check has come."""


def add_parser(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = command(
        subparsers,
        "check",
        "find everything that is wrong with plans, scenarios and team files, and the gaps of a plan",
        "trainer check our-plan.yaml scenarios/    or    trainer check our-plan.yaml --gaps --on 2026-11-02",
        run,
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="a YAML file, or a folder to search for them"
    )
    parser.add_argument(
        "--plan", metavar="FILE", help="check scenarios against this plan, whatever they name"
    )
    parser.add_argument(
        "--gaps",
        action="store_true",
        help="show as well what the plans leave open before any drill: each gap with its code and a proposed change",
    )
    parser.add_argument(
        "--on", metavar="DATE", help="the day on which --gaps looks at the plans (default: today)"
    )
    parser.add_argument(
        "--format", default="text", choices=("text", "json"), help="how to print what is found"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every problem, and with --gaps every gap of a plan.

    Returns 0 where there is nothing to mend, 1 with errors or gaps. Raises Failure for unusable arguments.
    """
    if arguments.on is not None and not arguments.gaps:
        raise Failure("--on says on which day --gaps looks at a plan; add --gaps, or leave --on out")
    on = day_asked(arguments.on) if arguments.gaps else None
    plan = Path(arguments.plan) if arguments.plan else None
    if plan is not None and _asked(plan.is_dir):
        raise Failure(f"{one_line(arguments.plan)} is a folder; name a plan file with --plan")
    files = _files([*([arguments.plan] if plan else []), *arguments.paths])
    check = _Check(files, plan)
    problems = check.run()
    searched = search(check.plans(), on) if on is not None else Searched()
    problems = [located for located in problems if located not in searched.told_already]
    _print(problems, searched.gaps, arguments.format)
    if arguments.gaps:
        _say_unsearched(check, searched)
    errors = sum(located.problem.level == "error" for located in problems)
    counts = [
        _counted(len(files), "file"),
        _counted(errors, "error"),
        _counted(len(problems) - errors, "warning"),
        *([_counted(len(searched.gaps), "gap")] if arguments.gaps else []),
    ]
    say(", ".join(counts))
    return 1 if errors or searched.gaps else 0


def _say_unsearched(check: _Check, searched: Searched) -> None:
    """Say whose gaps were not looked for. Raises Failure where no plan is among the files."""
    unsearched = [*searched.unsearched, *(str(path) for path in check.unreadable)]
    for name in unsearched:
        say(f"{one_line(name)}: gaps were not looked for; mend the errors first")
    if not unsearched and not check.plans():
        raise Failure("--gaps looks at plans, and none of these files is one; name a plan as well")


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    named: bool
    """Whether it was named itself, rather than met in a folder."""


@dataclass
class _Check:
    """One run over all files: plans first, then scenarios, then the teams that play them."""

    files: list[_File]
    plan_path: Path | None
    unreadable: list[Path] = field(default_factory=list)
    """Files in which nothing could be read, so that nobody knows what they hold."""
    _plans: dict[Path, Loaded[Plan]] = field(default_factory=dict)
    _scripts: dict[str, Script] = field(default_factory=dict)

    def run(self) -> list[Located]:
        """Every problem, file by file, in the order in which the files were named."""
        from trainer.storage.yaml_source import read_source

        found: dict[Path, tuple[Located, ...]] = {}
        sources: list[tuple[int, Path, Source]] = []
        show = progress("checking") if len(self.files) >= _MANY else _silent
        for number, file in enumerate(self.files):
            source = read_source(file.path)
            kind = self._kind(file, source)
            if kind is None:
                found[file.path] = _unrecognised(source, file.named)
                if source.value is None:
                    self.unreadable.append(file.path)
            else:
                sources.append((("plan", "scenario", "team").index(kind), file.path, source))
            show((number + 1) / len(self.files) / 2)
        checks = (self._plan, self._scenario, self._team)
        for number, (order, path, source) in enumerate(sorted(sources, key=lambda entry: entry[0])):
            found[path] = checks[order](path, source)
            show(0.5 + (number + 1) / len(sources) / 2)
        return [located for file in self.files for located in found[file.path]]

    def plans(self) -> list[Loaded[Plan]]:
        """The plans among the files, in the order in which these were named; not those that scenarios led to."""
        places = [_resolved(file.path) for file in self.files]
        return [self._plans[place] for place in places if place in self._plans]

    def _kind(self, file: _File, source: Source) -> FileKind | None:
        from trainer.storage.files import kind_of_file

        if self.plan_path is not None and file.path == self.plan_path:
            return "plan"
        return kind_of_file(source.value)

    def _plan(self, path: Path, source: Source) -> tuple[Located, ...]:
        from trainer.storage.files import plan_in

        self._plans[_resolved(path)] = loaded = plan_in(source)
        return loaded.problems

    def _scenario(self, path: Path, source: Source) -> tuple[Located, ...]:
        from trainer.core.script import Script
        from trainer.storage.files import plan_named_in, scenario_in, with_problem

        plan, problem = self._plan_of(path, source, plan_named_in(source))
        loaded = scenario_in(source, plan)
        if loaded.value is not None and plan is not None:
            self._scripts.setdefault(loaded.value.id, Script(plan, loaded.value))
        return (with_problem(loaded, problem) if problem is not None else loaded).problems

    def _plan_of(self, path: Path, source: Source, name: str | None) -> tuple[Plan | None, Problem | None]:
        """The plan that a scenario is checked against, or the problem that stands in the way."""
        from trainer.storage.files import find_plan, load_plan, missing_plan

        if self.plan_path is not None:
            return self._plans[_resolved(self.plan_path)].value, None
        if name is None:
            message = "the scenario names no plan, so what it says about steps and roles was not checked"
            return None, Problem("no-plan", "warning", message, "write `plan: <identifier>`, or give --plan")
        file = find_plan(name, path.parent, _shipped_plans())
        if file is None:
            known = (loaded.value for loaded in self._plans.values())
            plan = next((plan for plan in known if plan is not None and plan.id == name), None)
            return plan, None if plan is not None else missing_plan(source, name, _shipped_plans())
        if _resolved(file) in self._plans:
            return self._plans[_resolved(file)].value, None
        self._plans[_resolved(file)] = loaded = load_plan(file)
        return loaded.value, None if loaded.usable else _bad_plan(file)

    def _team(self, _: Path, source: Source) -> tuple[Located, ...]:
        from trainer.storage.files import team_in

        scenario = source.value.get("scenario") if source.value is not None else None
        return team_in(source, self._scripts.get(str(scenario))).problems


def _bad_plan(file: Path) -> Problem:
    message = f"its plan {quoted(file.name)} has errors"
    return Problem("bad-plan", "error", message, f"see them with: trainer check {file}", ("plan",))


def _unrecognised(source: Source, named: bool) -> tuple[Located, ...]:
    from trainer.storage.files import unknown_kind

    if source.value is None:
        return source.problems
    located = unknown_kind(source)
    if not named:
        # A folder may hold files of other programs.
        located = replace(located, problem=replace(located.problem, level="warning"))
    return (*source.problems, located)


def _shipped_plans() -> tuple[Path, ...]:
    try:
        return (scenarios_folder() / "plans",)
    except ShippedFolderMissing:
        return ()


def _files(names: Sequence[str]) -> list[_File]:
    """The files to check, each once. Raises Failure where a name leads to none."""
    files: dict[Path, _File] = {}
    for name in names:
        path = Path(name)
        is_folder = _asked(path.is_dir)
        found = list(_in_folder(path)) if is_folder else [path]
        if not found:
            raise Failure(
                f"the folder {one_line(name)} holds no YAML files; name one with plans or scenarios"
            )
        if not is_folder and not _asked(path.exists):
            near = did_you_mean(path.name, _beside(path))
            raise Failure(f"there is no file or folder {one_line(name)}" + (f"; {near}" if near else ""))
        for file in found:
            files.setdefault(_resolved(file), _File(file, named=file is path))
    return list(files.values())


def _in_folder(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise Failure(
            f"the folder {one_line(str(error.filename))} cannot be read: {error.strerror}"
        ) from error

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield Path(place) / name


def _resolved(path: Path) -> Path:
    """The file behind a name; the name itself where links lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _asked(question: Callable[[], bool]) -> bool:
    """What the file system says of a name; no, where it cannot even be asked."""
    try:
        return question()
    except (OSError, ValueError):
        return False


def _beside(path: Path) -> list[str]:
    try:
        return [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return []


def _print(problems: Sequence[Located], gaps: Sequence[LocatedGap], form: str) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that cannot show a character of a file must not end the program.
        sys.stdout.reconfigure(errors="backslashreplace")
    if form == "json":
        found = [*(_as_json(located) for located in problems), *(gap.as_json() for gap in gaps)]
        result(json.dumps(found, indent=2, ensure_ascii=False))
    elif problems or gaps:
        result("\n".join(str(located) for located in (*problems, *gaps)))


def _as_json(located: Located) -> dict[str, object]:
    problem = located.problem
    return {
        "file": located.file,
        "line": located.line,
        "column": located.column,
        "level": problem.level,
        "kind": problem.kind,
        "message": problem.message,
        "fix": problem.fix,
        "path": list(problem.path),
    }


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _silent(_: float) -> None:
    """Shows nothing."""
