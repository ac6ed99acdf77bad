"""What the desktop needs of this machine: the files to choose from, the library, and the reports.

Kept apart from the ports, because a trainee's console may know the ports but never a report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from trainer.core.aar import Report
from trainer.core.amendments import Edit
from trainer.core.events import Seat
from trainer.core.history import EarlierDrill
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import Micros
from trainer.ports import Driver, Exercise

ExperimentStage = Literal["shown", "starting", "dry run", "running", "rolling back", "over", "not undone"]


@dataclass(frozen=True, slots=True)
class ExperimentView:
    """An experiment in a real system as a person is to see it before and while it runs.

    `actions`, `rollbacks` and `probes` are the exact calls, a line each; `left_out` are actions of the file that this
    exercise does not use. While there are `problems` it cannot be approved; `warnings` are to be read. `met` is the
    steady state when it was last probed, `since_probe` how long ago that was, `time_left` until the time limit, in
    real microseconds. `said` is the newest word about it, one line.

    `to_allow` are the entries that the list of what is allowed lacks, where a problem says so. `practice`: it works on
    the practice shop that comes with the program. `found` is what the newest probe says is wrong, `probed` how many
    probes of this run have answered.
    """

    id: str
    target: str
    title: str
    note: str
    digest: str
    stage: ExperimentStage
    actions: tuple[str, ...] = ()
    rollbacks: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    said: str = ""
    met: bool | None = None
    since_probe: Micros | None = None
    time_left: Micros | None = None
    to_allow: tuple[AllowedEntry, ...] = ()
    practice: bool = False
    found: str = ""
    probed: int = 0

    @property
    def at_work(self) -> bool:
        """Whether its process lives: the stop button is for then."""
        return self.stage in ("starting", "dry run", "running", "rolling back")


class Experiments(Protocol):
    """The experiments in a real system that an open exercise has. Every refusal is a Refused."""

    def views(self) -> tuple[ExperimentView, ...]:
        """All of them as they stand. Nothing of them is loaded or run for that."""
        ...

    def look_again(self, experiment: str) -> None:
        """Read one anew for the next `views`: its file, or what is allowed, was changed."""
        ...

    def approve(
        self, experiment: str, digest: str, typed: str, not_production: bool, dry_run: bool = False
    ) -> None:
        """Let one run as it was shown: `digest` is of the view that the person saw, `typed` the target's name."""
        ...

    def stop_experiments(self, reason: str = "") -> None:
        """The large button: interrupt whatever runs, and roll everything back. Returns at once; see `views`."""
        ...


@dataclass(frozen=True, slots=True)
class AllowedEntry:
    """One thing that experiments may do on this machine; `fixed` entries come with the program."""

    sort: Literal["function", "command", "host"]
    entry: str
    fixed: bool = False


ShopStanding = Literal["not here", "stopped", "starting", "running", "in parts", "stopping"]


@dataclass(frozen=True, slots=True)
class PracticeShop:
    """The practice shop of this machine; `not here`: it cannot run on it. `folder` and `status_page` are where it is.

    `said` is one line about what went wrong when it was last started or stopped, or why it cannot run.
    """

    standing: ShopStanding
    folder: str = ""
    status_page: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What an earlier run of an experiment left over, in one line.

    `done`: it was rolled back. `waits` says why it is not rolled back by itself, empty where it is or was.
    """

    key: str
    exercise: str
    text: str
    done: bool
    waits: str = ""


@dataclass(frozen=True)
class Opened:
    """An exercise that is open on this machine; `close` lets go of it."""

    exercise: Exercise
    driver: Driver
    close: Callable[[], None]
    experiments: Experiments | None = None
    """None where its script has none in a real system"""


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

    def keep_walk(self, text: str, file: Path | None = None) -> ScriptEntry:
        """Keep a walk-through that was made from a plan as a scenario, and make it choosable.

        Without a `file` it is kept among the person's own.
        """
        ...

    def script(self, scenario: Path, plan: Path | None) -> Script:
        """A scenario joined to its plan, found by the scenario's plan id where `plan` is None."""
        ...

    def exercises(self) -> tuple[ExerciseEntry, ...]: ...
    def create(self, setup: Setup) -> Opened: ...
    def open(self, exercise: str) -> Opened: ...
    def delete(self, exercise: str) -> None: ...
    def looked_back(self, exercise: str) -> EarlierDrill:
        """What an ended exercise put to the test and found, read without opening it."""
        ...

    def report(self, exercise: Exercise) -> Report: ...
    def write_report(self, exercise: Exercise, folder: Path) -> tuple[Path, ...]: ...
    def export(self, exercise: str, file: Path) -> None: ...
    def import_file(self, file: Path) -> str: ...

    def plan_preview(self, exercise: Exercise) -> PlanPreview: ...
    def edited(self, exercise: Exercise, amendment: str, after: str) -> tuple[Edit, ...]:
        """The edits behind the edited text of a proposed change; Unusable says in one line why it is none."""
        ...

    def write_plan(self, exercise: Exercise, file: Path) -> Path: ...

    def allowed_in_experiments(self) -> tuple[AllowedEntry, ...]:
        """What experiments in a real system may do on this machine."""
        ...

    def allow_in_experiments(self, sort: str, entry: str) -> None: ...
    def disallow_in_experiments(self, sort: str, entry: str) -> None: ...

    def left_over(self) -> tuple[LeftOver, ...]:
        """What earlier runs of experiments left over; what may be rolled back by itself is, from the start."""
        ...

    def undo_left_over(self, key: str) -> None:
        """Roll one back although it waits for a person."""
        ...

    def discard_left_over(self, key: str) -> None:
        """Give one up: it was put right by hand, or is known."""
        ...

    def practice_shop(self) -> PracticeShop:
        """How the practice shop stands. Never asks the shop itself, so that a broken one keeps nobody waiting."""
        ...

    def start_practice_shop(self) -> None:
        """Start it. Returns at once; see `practice_shop`. It ends with the program, unless it ran before."""
        ...

    def stop_practice_shop(self) -> None:
        """End all of it. Returns at once; see `practice_shop`."""
        ...
