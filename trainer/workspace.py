"""What the desktop needs of this machine: the files to choose from, the library, and the reports.

Kept apart from the ports, because a trainee's console may know the ports but never a report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from trainer.core.aar import Report
from trainer.core.amendments import Edit
from trainer.core.events import Seat
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import Micros
from trainer.ports import Driver, Exercise


@dataclass(frozen=True)
class Opened:
    """An exercise that is open on this machine; `close` lets go of it."""

    exercise: Exercise
    driver: Driver
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ScriptEntry:
    """A scenario or a plan that can be chosen; `problems` are one-line diagnostics; errors leave no value."""

    path: Path
    id: str
    title: str
    shipped: bool
    value: Scenario | Plan | None
    problems: tuple[str, ...] = ()
    errors: int = 0


@dataclass(frozen=True, slots=True)
class ExerciseEntry:
    """An exercise in the library. Times are ISO 8601 in UTC."""

    id: str
    title: str
    kind: str
    state: str
    created: str
    started: str | None
    scenario_id: str
    scenario_title: str
    plan_id: str
    service: str | None
    virtual: bool
    events: int
    elapsed: Micros = 0
    """Where the exercise clock stands, for one that was begun and has not ended."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a new exercise is made of. `team` names a virtual team's profile or file, empty for people."""

    title: str
    kind: Kind
    scenario: Path
    plan: Path | None
    seats: tuple[Seat, ...]
    facilitator: str = ""
    team: str = ""
    seed: int = 1
    follows: bool = True
    """Whether earlier drills on the same plan are taken into account."""


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """The plan's next version as the accepted changes make it: `diff` against the one in force, unified.

    `retest` are steps that the next drill puts to the test; while there are `problems`, it cannot be written.
    """

    version: str
    diff: str
    changes: int
    retest: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


class Unusable(Exception):
    """Something the workspace was asked for cannot be had; the message is one line for the person who asked."""


class Workspace(Protocol):
    """What the desktop needs of this machine: files, the library, reports. Every refusal is an Unusable."""

    def library_name(self) -> str: ...
    def scenarios(self) -> tuple[ScriptEntry, ...]: ...
    def plans(self) -> tuple[ScriptEntry, ...]: ...
    def add_script(self, path: Path) -> ScriptEntry:
        """Make a scenario or plan file choosable; it is remembered and read again at each start."""
        ...

    def script(self, scenario: Path, plan: Path | None) -> Script:
        """A scenario joined to its plan, found by the scenario's plan id where `plan` is None."""
        ...

    def exercises(self) -> tuple[ExerciseEntry, ...]: ...
    def create(self, setup: Setup) -> Opened: ...
    def open(self, exercise: str) -> Opened: ...
    def delete(self, exercise: str) -> None: ...
    def report(self, exercise: Exercise) -> Report: ...
    def write_report(self, exercise: Exercise, folder: Path) -> tuple[Path, ...]: ...
    def export(self, exercise: str, file: Path) -> None: ...
    def import_file(self, file: Path) -> str: ...

    def plan_preview(self, exercise: Exercise) -> PlanPreview: ...
    def edited(self, exercise: Exercise, amendment: str, after: str) -> tuple[Edit, ...]:
        """The edits behind the edited text of a proposed change; Unusable says in one line why it is none."""
        ...

    def write_plan(self, exercise: Exercise, file: Path) -> Path: ...
