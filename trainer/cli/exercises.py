"""Making and opening exercises: the script, the journal that fits it, and who plays."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import __version__
from trainer.cast import (
    PROFILES,
    Cast,
    GeneratedCast,
    GuidedCast,
    OperatingCast,
    ScriptedCast,
    WalkingCast,
)
from trainer.cli.console import Failure
from trainer.core import events as ev
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.team import Team
from trainer.core.time import SECOND, Micros
from trainer.storage.clock import SystemClock
from trainer.storage.files import load_script, load_team, script_from_bytes

if TYPE_CHECKING:
    from trainer.storage.library import Library, Sources

PROGRAM = f"Incident Trainer {__version__}"


@dataclass(frozen=True)
class Prepared:
    """A script that may be played, with the very bytes it was read from."""

    script: Script
    sources: Sources
    warnings: tuple[str, ...]

    def as_kind(self, kind: Kind) -> Prepared:
        """The same for one kind of exercise. Raises Failure for a kind that the scenario does not declare."""
        scenario = self.script.scenario
        if kind not in scenario.kinds:
            known = ", ".join(item.value for item in scenario.kinds)
            raise Failure(f"{scenario.id} does not run as a {kind.value}; it declares: {known}")
        return replace(self, script=self.script.as_kind(kind))


def prepare(scenario: Path, plan: Path | None, plan_folders: Sequence[Path]) -> Prepared:
    """Load a scenario with its plan. Raises Failure with every problem, a line each, where there are errors."""
    from trainer.storage.library import Sources

    loaded = load_script(scenario, plan, plan_folders)
    lines = tuple(str(problem) for problem in loaded.problems)
    if loaded.script is None or loaded.plan is None:
        raise Failure(f"{scenario} cannot be played; mend what is listed above", 1, lines)
    used, written = loaded.plan.source, loaded.scenario.source
    title = loaded.script.scenario.title
    return Prepared(loaded.script, Sources(used.name, used.data, written.name, written.data, title), lines)


def seats_for(
    script: Script, names: dict[str, str] | None = None, virtual: bool = False
) -> tuple[ev.Seat, ...]:
    """A seat for every role that the scenario needs."""
    known = names or {}
    return tuple(
        ev.Seat(role=role, name=known.get(role, ""), virtual=virtual) for role in script.played_roles
    )


def creation(
    prepared: Prepared,
    exercise: str,
    kind: Kind,
    seats: tuple[ev.Seat, ...],
    team: str = "",
    seed: int | None = None,
) -> ev.ExerciseCreated:
    """The event that an exercise begins with."""
    scenario, plan = prepared.script.scenario, prepared.script.plan
    return ev.ExerciseCreated(
        exercise=exercise,
        title=scenario.title,
        kind=kind,
        scenario_id=scenario.id,
        scenario_sha256=hashlib.sha256(prepared.sources.scenario_data).hexdigest(),
        plan_id=plan.id,
        plan_sha256=hashlib.sha256(prepared.sources.plan_data).hexdigest(),
        seats=seats,
        service=scenario.service,
        seed=seed,
        team=team,
        program=PROGRAM,
    )


def new_id(at: Micros) -> str:
    """An identifier for a live exercise: its day, and letters that no other exercise has."""
    day = datetime.fromtimestamp(at / SECOND, UTC).strftime("%Y%m%d")
    return f"{day}-{secrets.token_hex(3)}"


def cast_of(team: str, script: Script, seed: int) -> Cast:
    """The virtual team that a profile's name or a team file stands for. Raises Failure."""
    if team in PROFILES and script.kind is Kind.SIMULATION:
        return OperatingCast(script, PROFILES[team], seed)
    if team in PROFILES and script.kind is Kind.WALKTHROUGH:
        return WalkingCast(script, PROFILES[team], seed)
    if team in PROFILES:
        return GeneratedCast(script, PROFILES[team], seed)
    path = Path(team)
    if not path.exists():
        known = ", ".join(PROFILES)
        raise Failure(f"no team {team}: name a team file, or one of {known}")
    cast = ScriptedCast(_checked(team_file(path), script, path))
    return GuidedCast(cast) if script.kind is Kind.WALKTHROUGH else cast


def team_file(path: Path) -> Team:
    """A team file. Raises Failure with its problems."""
    loaded = load_team(path)
    if loaded.value is None or not loaded.usable:
        raise Failure(
            f"{path} cannot be played; mend what is listed above", 1, tuple(map(str, loaded.problems))
        )
    return loaded.value


def _checked(team: Team, script: Script, path: Path) -> Team:
    for member in team.members:
        if member.role not in script.roles:
            raise Failure(
                f"{path}: the plan {script.plan.id} has no role {member.role}; roles: {', '.join(script.roles)}"
            )
        for act in member.acts:
            if act.after is not None and script.kind is Kind.WALKTHROUGH:
                raise Failure(
                    f"{path}: {member.role}: an act waits for the inject {act.after}, and in a walk-through no inject "
                    "comes; give it a time with `at`"
                )
            if act.after is not None and act.after not in script.injects:
                raise Failure(
                    f"{path}: {member.role}: the scenario {script.scenario.id} has no inject {act.after}"
                )
    return team


def stored_script(library: Library, exercise: str) -> Script:
    """Plan and scenario exactly as an exercise of the library used them, for the kind that it was."""
    sources = library.sources(exercise)
    script = script_from_bytes(sources.plan_data, sources.scenario_data)
    kind = next((row.kind for row in library.exercises() if row.id == exercise), Kind.TABLETOP)
    return script.as_kind(Kind(kind))


def now() -> Micros:
    """Wall time."""
    return SystemClock().wall()
