"""Plans, scenarios and team files as they lie on disk: read, validated, cross-checked, every problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel

from trainer.core.diagnose import AT_KEY, diagnose_plan, diagnose_scenario, diagnose_team
from trainer.core.diagnose.salvage import salvage
from trainer.core.plan import Plan
from trainer.core.problems import (
    MAX_LISTED,
    Located,
    Problem,
    did_you_mean,
    more_problems,
    quoted,
)
from trainer.core.problems import has_errors as has_errors
from trainer.core.scenario import Scenario
from trainer.core.script import Script
from trainer.core.team import Team
from trainer.storage.errors import StorageError
from trainer.storage.validation import validated
from trainer.storage.yaml_scalars import Value
from trainer.storage.yaml_source import Source, parse_source, read_source

Model = TypeVar("Model", bound=BaseModel)
FileKind: TypeAlias = Literal["plan", "scenario", "team"]

YAML_ENDINGS: Final = (".yaml", ".yml")
_MODELS: Final[dict[FileKind, type[BaseModel]]] = {"plan": Plan, "scenario": Scenario, "team": Team}


class UnusableFile(StorageError):
    """What was stored as a plan or a scenario is none."""


@dataclass(frozen=True)
class Loaded(Generic[Model]):
    """A file: its value, where each part of it stands, and everything that is wrong with it in the file's order.

    `value` is there whenever the file fits its model, even if cross-checks found errors: ask `usable` first.
    """

    value: Model | None
    source: Source
    problems: tuple[Located, ...]

    @property
    def usable(self) -> bool:
        """Whether there is a value and nothing worse than warnings."""
        return self.value is not None and not has_errors(self.problems)


@dataclass(frozen=True)
class LoadedScript:
    """A scenario with its plan; `script` is there when both are usable."""

    scenario: Loaded[Scenario]
    plan: Loaded[Plan] | None

    @property
    def problems(self) -> tuple[Located, ...]:
        """The problems of the plan, then those of the scenario."""
        return (*(self.plan.problems if self.plan else ()), *self.scenario.problems)

    @property
    def scenario_name(self) -> str:
        """The name of the scenario's file."""
        return Path(self.scenario.source.name).name

    @property
    def scenario_data(self) -> bytes:
        """The scenario's file, byte for byte."""
        return self.scenario.source.data

    @property
    def plan_name(self) -> str:
        """The name of the plan's file; empty where none was found."""
        return Path(self.plan.source.name).name if self.plan else ""

    @property
    def plan_data(self) -> bytes:
        """The plan's file, byte for byte; empty where none was found."""
        return self.plan.source.data if self.plan else b""

    @property
    def script(self) -> Script | None:
        """Scenario and plan joined, or None while one of them has errors."""
        if self.plan is None or not self.plan.usable or not self.scenario.usable:
            return None
        assert self.plan.value is not None
        assert self.scenario.value is not None
        return Script(self.plan.value, self.scenario.value)


def load_plan(path: Path) -> Loaded[Plan]:
    """The plan in a file. Never raises: what is wrong stands in `problems`."""
    return plan_in(read_source(path))


def load_scenario(path: Path, plan: Plan | None) -> Loaded[Scenario]:
    """The scenario in a file, checked against a plan if one is given. Never raises."""
    return scenario_in(read_source(path), plan)


def load_team(path: Path, script: Script | None = None) -> Loaded[Team]:
    """The scripted team in a file, checked against a script if one is given. Never raises."""
    return team_in(read_source(path), script)


def plan_in(source: Source) -> Loaded[Plan]:
    """The plan in a file that was read."""
    return _loaded(source, "plan", Plan, diagnose_plan)


def scenario_in(source: Source, plan: Plan | None) -> Loaded[Scenario]:
    """The scenario in a file that was read, checked against a plan if one is given."""
    return _loaded(source, "scenario", Scenario, lambda scenario: diagnose_scenario(scenario, plan))


def team_in(source: Source, script: Script | None = None) -> Loaded[Team]:
    """The scripted team in a file that was read, checked against a script if one is given."""
    return _loaded(source, "team", Team, lambda team: diagnose_team(team, script) if script else ())


def load_script(
    scenario_path: Path, plan_path: Path | None, plan_folders: Sequence[Path] = ()
) -> LoadedScript:
    """A scenario and the plan that it drills: `plan_path`, or else the one found by its identifier. Never raises."""
    source = read_source(scenario_path)
    if plan_path is None:
        name = plan_named_in(source)
        plan_path = find_plan(name, scenario_path.parent, plan_folders) if name is not None else None
        if plan_path is None:
            return LoadedScript(
                with_problem(scenario_in(source, None), _no_plan(source, name, plan_folders)), None
            )
    plan = load_plan(plan_path)
    return LoadedScript(scenario_in(source, plan.value), plan)


def plan_named_in(source: Source) -> str | None:
    """The identifier of the plan that a scenario file names, if it names one that could be an identifier."""
    return _said(source.value.get("plan")) if source.value is not None else None


@dataclass(frozen=True)
class Described:
    """What can be said of a file before it is chosen."""

    kind: FileKind | None
    id: str | None
    title: str | None
    value: Plan | Scenario | Team | None
    problems: tuple[Located, ...]


def describe(path: Path, plan_folders: Sequence[Path] = ()) -> Described:
    """What a file is and what is wrong with it; a scenario is checked against its plan where that is found."""
    source = read_source(path)
    if source.value is None:
        return Described(None, None, None, None, source.problems)
    kind = kind_of_file(source.value)
    identifier, title = (_said(source.value.get(key)) for key in ("id", "title"))
    loaded: Loaded[Plan] | Loaded[Scenario] | Loaded[Team]
    if kind is None:
        return Described(None, identifier, title, None, (*source.problems, unknown_kind(source)))
    if kind == "plan":
        loaded = plan_in(source)
    elif kind == "team":
        loaded, title = team_in(source), _said(source.value.get("team"))
    else:
        name = plan_named_in(source)
        plan = find_plan(name, path.parent, plan_folders) if name is not None else None
        loaded = scenario_in(source, load_plan(plan).value if plan is not None else None)
    return Described(kind, identifier, title, loaded.value, loaded.problems)


def _said(value: Value) -> str | None:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None


def find_plan(name: str, folder: Path, plan_folders: Iterable[Path] = ()) -> Path | None:
    """The file `<name>.yaml` of a plan: beside the scenario, in `plans/` below it, or in one of the plan folders.

    The name is an identifier and never a path: a scenario cannot lead anywhere else.
    """
    if Path(name).name != name or name.startswith("."):
        return None
    for place in (folder, folder / "plans", *plan_folders):
        for ending in YAML_ENDINGS:
            candidate = place / f"{name}{ending}"
            if _is_file(candidate):
                return candidate
    return None


def missing_plan(source: Source, name: str, plan_folders: Iterable[Path] = ()) -> Problem:
    """The problem of a scenario whose plan is not found; suggests a plan of a similar name."""
    folder = Path(source.name).parent
    near = did_you_mean(name, _plans_in((folder, folder / "plans", *plan_folders)))
    fix = near or f"put {name}.yaml beside the scenario or in plans/ below it, or name the file with --plan"
    return Problem("missing-plan", "error", f"the plan {quoted(name)} was not found", fix, ("plan",))


def _no_plan(source: Source, name: str | None, plan_folders: Iterable[Path]) -> Problem:
    if name is not None:
        return missing_plan(source, name, plan_folders)
    fix = "write `plan: <identifier>`, or name the file with --plan"
    return Problem("no-plan", "error", "the scenario names no plan, and an exercise needs one", fix)


def with_problem(loaded: Loaded[Model], problem: Problem) -> Loaded[Model]:
    """The same with one more problem; nothing is added to a file that could not be read."""
    if loaded.source.value is None:
        return loaded
    return replace(loaded, problems=_in_order((*loaded.problems, loaded.source.locate(problem))))


def kind_of_file(value: Mapping[str, Value] | None) -> FileKind | None:
    """What a file is meant to be, by its keys; None where it is neither plan, scenario nor team."""
    if value is None:
        return None
    keys = set(value)
    scores = {kind: len(keys & own) for kind, own in _own_keys().items()}
    roles = value.get("roles")
    if isinstance(roles, list) and roles:
        scores["plan" if isinstance(roles[0], dict) else "scenario"] += 1
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best]:
        return best
    return "plan" if {"id", "title"} <= keys else None


def unknown_kind(source: Source) -> Located:
    """The problem of a YAML file that is none of ours."""
    fix = "a plan has `procedures`, a scenario `length` and `injects`, a team `members`"
    problem = Problem("unknown-file", "error", "this is neither a plan nor a scenario nor a team file", fix)
    return source.locate(problem)


def script_from_bytes(plan_data: bytes, scenario_data: bytes) -> Script:
    """Plan and scenario as an exercise keeps them. Raises UnusableFile."""
    plan = _stored(parse_source(plan_data, "the stored plan"), Plan)
    return Script(plan, _stored(parse_source(scenario_data, "the stored scenario"), Scenario))


def _stored(source: Source, model: type[Model]) -> Model:
    value, problems = validated(source, model)
    worst = next((located for located in problems if located.problem.level == "error"), None)
    if value is None or worst is not None:
        raise UnusableFile(str(worst) if worst else f"{source.name} cannot be used")
    return value


def _own_keys() -> dict[FileKind, frozenset[str]]:
    """The keys at the top of a file that only one kind of file has."""
    keys = {kind: frozenset(model.model_fields) for kind, model in _MODELS.items()}
    others = {kind: [own for other, own in keys.items() if other != kind] for kind in keys}
    # A team names its scenario, a scenario its plan: those two keys belong to the one that names.
    return {kind: own.difference(*others[kind]) for kind, own in keys.items()}


def _loaded(
    source: Source,
    kind: FileKind,
    model: type[Model],
    diagnose: Callable[[Model], tuple[Problem, ...]],
) -> Loaded[Model]:
    if source.value is None:
        return Loaded(None, source, source.problems)
    found = kind_of_file(source.value)
    if found is not None and found != kind:
        problem = Problem("wrong-kind", "error", f"this is a {found}, not a {kind}", f"name a {kind} file")
        return Loaded(None, source, (*source.problems, source.locate(problem)))
    value, problems = validated(source, model)
    if value is not None:
        return Loaded(value, source, _with_diagnosis(source, problems, diagnose(value)))
    return Loaded(
        None, source, _with_diagnosis(source, problems, _salvaged(source, model, problems, diagnose))
    )


def _salvaged(
    source: Source,
    model: type[Model],
    problems: tuple[Located, ...],
    diagnose: Callable[[Model], tuple[Problem, ...]],
) -> tuple[Problem, ...]:
    """What cross-checks find in a file that does not fit its model."""

    def validate(value: dict[str, Any]) -> tuple[Model | None, tuple[Problem, ...]]:
        found, faults = validated(replace(source, value=value, problems=()), model)
        return found, tuple(located.problem for located in faults)

    assert source.value is not None
    known = set(source.problems)
    faults = tuple(located.problem for located in problems if located not in known)
    return salvage(source.value, faults, validate, diagnose)


def _with_diagnosis(
    source: Source, problems: tuple[Located, ...], diagnosis: Sequence[Problem]
) -> tuple[Located, ...]:
    """All problems of a file in its order: as many as are worth listing, errors before warnings."""
    if not diagnosis:
        return problems
    errors = [problem for problem in diagnosis if problem.level == "error"]
    warnings = [problem for problem in diagnosis if problem.level == "warning"]
    located = [
        source.locate(each, each.kind in AT_KEY) for each in (*errors[:MAX_LISTED], *warnings[:MAX_LISTED])
    ]
    if len(errors) > MAX_LISTED:
        located.append(more_problems(source.name, len(errors) - MAX_LISTED))
    if len(warnings) > MAX_LISTED:
        message = f"{len(warnings) - MAX_LISTED:,} more warnings are not listed"
        located.append(Located(source.name, 1, 1, Problem("more-problems", "warning", message)))
    return _in_order((*problems, *located))


def _in_order(problems: Iterable[Located]) -> tuple[Located, ...]:
    return tuple(
        sorted(problems, key=lambda each: (each.problem.kind == "more-problems", each.line, each.column))
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _plans_in(folders: Iterable[Path]) -> list[str]:
    names: list[str] = []
    for folder in folders:
        try:
            names += (entry.stem for entry in folder.iterdir() if entry.suffix in YAML_ENDINGS)
        except OSError:
            continue
    return names
