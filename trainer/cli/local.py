"""What the desktop program gets of this machine: files, the library, reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from trainer import shipped
from trainer.cast import PROFILES
from trainer.cli.console import Failure
from trainer.cli.drive import Drive
from trainer.cli.exercises import PROGRAM, cast_of, creation, new_id, now, prepare, stored_script
from trainer.cli.lookback import earlier_drills, looked_at
from trainer.core.aar import Report
from trainer.core.amendments import Edit
from trainer.core.events import ExerciseCreated
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.time import Micros
from trainer.ports import Exercise
from trainer.session import Session
from trainer.storage.clock import SystemClock
from trainer.workspace import (
    AllowedEntry,
    ExerciseEntry,
    LeftOver,
    Opened,
    PlanPreview,
    PracticeShop,
    ScriptEntry,
    Setup,
    Unusable,
)

if TYPE_CHECKING:
    from trainer.cast import Cast
    from trainer.cli.experiment_place import ExperimentPlace
    from trainer.cli.practice_place import PracticePlace
    from trainer.core.history import EarlierDrill
    from trainer.storage.files import FileKind
    from trainer.storage.library import Library
    from trainer.storage.plan_edit_next import NextPlan

P = ParamSpec("P")
R = TypeVar("R")


def _unusable(
    method: Callable[Concatenate[LocalWorkspace, P], R],
) -> Callable[Concatenate[LocalWorkspace, P], R]:
    """Every refusal of storage or report becomes the one kind that windows know."""

    @wraps(method)
    def guarded(self: LocalWorkspace, /, *args: P.args, **kwargs: P.kwargs) -> R:
        from trainer.chaos.errors import ChaosError
        from trainer.report import ReportError
        from trainer.storage.errors import StorageError

        try:
            return method(self, *args, **kwargs)
        except Failure as failure:
            raise Unusable("\n".join((str(failure), *failure.lines))) from failure
        except (StorageError, ReportError, ChaosError) as error:
            raise Unusable(str(error)) from error
        except OSError as error:
            raise Unusable(f"{error.filename or 'a file'}: {error.strerror or error}") from error

    return guarded


class LocalWorkspace:
    """The files, the library and the reports of this machine; implements the Workspace port."""

    def __init__(self, library_url: str | None = None) -> None:
        self._url = library_url
        self._open: Library | None = None

    @cached_property
    def _real(self) -> ExperimentPlace:
        """What experiments in a real system have on this machine."""
        from trainer.cli.experiment_place import ExperimentPlace
        from trainer.storage.tables import data_folder

        return ExperimentPlace(data_folder())

    @cached_property
    def _practice(self) -> PracticePlace:
        """The practice shop of this machine."""
        from trainer.cli.practice_place import PracticePlace

        return PracticePlace()

    @property
    def _library(self) -> Library:
        """The library, opened when it is first needed: its packages take longer to load than a window to paint."""
        if self._open is None:
            from trainer.storage.library import Library

            self._open = Library.open(self._url)
            # What an earlier program broke in a real system and was killed over is put right at the next start.
            self._real.recover()
        return self._open

    @_unusable
    def library_name(self) -> str:
        """Where the library is."""
        return self._library.place

    @_unusable
    def scenarios(self) -> tuple[ScriptEntry, ...]:
        """Shipped scenarios and those added, with their diagnostics."""
        folder = shipped.scenarios_folder()
        return self._entries(sorted(folder.glob("*.yaml")), "scenario")

    @_unusable
    def plans(self) -> tuple[ScriptEntry, ...]:
        """Shipped plans and those added, with their diagnostics."""
        folder = shipped.scenarios_folder() / "plans"
        return self._entries(sorted(folder.glob("*.yaml")), "plan")

    def _entries(self, files: list[Path], kind: FileKind) -> tuple[ScriptEntry, ...]:
        own = [path for path in _remembered() if path not in files and _kind(path) == kind]
        return tuple(self._entry(path, kind, shipped=path in files) for path in [*files, *own])

    def _entry(self, path: Path, kind: FileKind, shipped: bool) -> ScriptEntry:
        """What can be said of a file before it is chosen."""
        from trainer.storage.files import load_plan, load_script

        loaded = load_plan(path) if kind == "plan" else load_script(path, None, self._plan_folders()).scenario
        value = loaded.value
        return ScriptEntry(
            path=path,
            id=value.id if value is not None else path.stem,
            title=value.title if value is not None else path.name,
            shipped=shipped,
            value=value if loaded.usable else None,
            problems=tuple(str(problem) for problem in loaded.problems),
            errors=sum(problem.problem.level == "error" for problem in loaded.problems),
        )

    @_unusable
    def add_script(self, path: Path) -> ScriptEntry:
        """Make a file choosable from now on. Raises Unusable where it is neither a plan nor a scenario."""
        path = path.absolute()
        kind = _kind(path)
        if kind not in ("scenario", "plan"):
            raise Unusable(f"{path} is neither a scenario nor a plan; see: trainer check {path.name}")
        _remember(path)
        return self._entry(path, kind, shipped=False)

    @_unusable
    def keep_walk(self, text: str, file: Path | None = None) -> ScriptEntry:
        """Keep a walk-through that was made from a plan; it is choosable from now on."""
        from trainer.cli.own_files import keep_scenario

        return self.add_script(keep_scenario(text, file))

    @_unusable
    def script(self, scenario: Path, plan: Path | None) -> Script:
        """A scenario joined to its plan."""
        return prepare(scenario, plan, self._plan_folders()).script

    def _plan_folders(self) -> list[Path]:
        own = {path.parent for path in _remembered()}
        return [*sorted(own), shipped.scenarios_folder() / "plans"]

    @_unusable
    def exercises(self) -> tuple[ExerciseEntry, ...]:
        """What the library holds, newest first."""
        return tuple(
            ExerciseEntry(
                id=row.id,
                title=row.title,
                kind=row.kind,
                state=row.state,
                created=row.created,
                started=row.started,
                scenario_id=row.scenario,
                scenario_title=row.scenario_title,
                plan_id=row.plan,
                service=row.service,
                virtual=row.virtual,
                events=row.events,
                elapsed=self._stands_at(row.id) if row.state not in ("created", "ended") else 0,
            )
            for row in self._library.exercises()
        )

    def _stands_at(self, exercise: str) -> Micros:
        mark = self._library.journal(exercise).last_mark()
        return mark[1] if mark is not None else 0

    @_unusable
    def create(self, setup: Setup) -> Opened:
        """Set up an exercise; its clock has not started."""
        prepared = prepare(setup.scenario, setup.plan, self._plan_folders()).as_kind(setup.kind)
        at = now()
        created = creation(
            prepared,
            new_id(at),
            setup.kind,
            setup.seats,
            Path(setup.team).name if setup.team else "",
            setup.seed if setup.team or setup.kind is Kind.SIMULATION else None,
        ).model_copy(
            update={"title": setup.title or prepared.script.scenario.title, "facilitator": setup.facilitator}
        )
        journal = self._library.create(prepared.sources, created, at)
        if setup.follows:
            virtual = all(seat.virtual for seat in setup.seats) if setup.seats else bool(setup.team)
            earlier = earlier_drills(self._library, prepared.script.plan.id, at, virtual)
            if earlier is not None:
                journal.append(((at, 0, earlier),))
        session = Session(prepared.script, journal, SystemClock())
        cast = cast_of(setup.team, prepared.script, setup.seed) if setup.team else None
        return self._opened(session, cast, setup.scenario.absolute().parent)

    @_unusable
    def open(self, exercise: str) -> Opened:
        """Take an exercise up where it stands; a clock that ran when the program stopped is paused there."""
        script = stored_script(self._library, exercise)
        session = Session(script, self._library.journal(exercise), SystemClock())
        created, cast = session.records[0].event, None
        if isinstance(created, ExerciseCreated) and created.team in PROFILES:
            # A generated team takes up play again; a scripted team's file was not kept, so people take over from it.
            cast = cast_of(created.team, script, created.seed or 0)
        return self._opened(session, cast, self._beside(session) if script.experiments else None)

    def _opened(self, session: Session, cast: Cast | None, beside: Path | None) -> Opened:
        """An exercise with all that keeps it going; `beside` is the folder of its scenario's file."""
        end_at = session.script.scenario.length if cast is not None else None
        real = self._real.join(session, SystemClock(), beside) if session.script.experiments else None
        close = real.close if real is not None else lambda: None
        return Opened(session, Drive(session, cast, end_at, real), close, real)

    def _beside(self, session: Session) -> Path | None:
        """The folder of the file that an exercise's scenario was read from, where that file is still the same."""
        from trainer.cli.experiment_place import folder_of

        created = session.records[0].event
        shipped_ones = sorted(shipped.scenarios_folder().glob("*.yaml"))
        files = [*shipped_ones, *_remembered()]
        return folder_of(created.scenario_sha256, files) if isinstance(created, ExerciseCreated) else None

    @_unusable
    def delete(self, exercise: str) -> None:
        """Remove an exercise and its journal for good."""
        self._library.delete(exercise)

    @_unusable
    def looked_back(self, exercise: str) -> EarlierDrill:
        """What an ended exercise put to the test and found."""
        found = looked_at(self._library, exercise)
        if found is None:
            raise Unusable(f"exercise {exercise} cannot be read any more; see: trainer verify {exercise}")
        return found

    @_unusable
    def report(self, exercise: Exercise) -> Report:
        """The report of an exercise as it stands."""
        from trainer.core.compose import report

        return report(exercise.script, exercise.records, PROGRAM)

    @_unusable
    def write_report(self, exercise: Exercise, folder: Path) -> tuple[Path, ...]:
        """Write aar.json and aar.html into a folder."""
        from trainer.cli.report import DEFAULT_FORMATS, written

        return written(exercise.script, exercise.records, folder, DEFAULT_FORMATS.split(","))

    @_unusable
    def export(self, exercise: str, file: Path) -> None:
        """Write an exercise to one portable file; the file dialog has asked before replacing one."""
        from trainer.storage.portable import export_exercise

        export_exercise(self._library, exercise, file, overwrite=True)

    @_unusable
    def import_file(self, file: Path) -> str:
        """Take in a portable file; returns the exercise's identifier."""
        from trainer.storage.portable import import_exercise

        return import_exercise(self._library, file).exercise

    @_unusable
    def plan_preview(self, exercise: Exercise) -> PlanPreview:
        """The next version of the plan that an exercise used; what keeps it from being written is its problem."""
        from trainer.storage.plan_edit import CannotAmend, next_version

        try:
            found = self._next_plan(exercise)
        except CannotAmend as error:
            return PlanPreview(next_version(exercise.script.plan.version), "", 0, (), (str(error),))
        return PlanPreview(found.version, found.diff, len(found.changes), found.retest)

    @_unusable
    def edited(self, exercise: Exercise, amendment: str, after: str) -> tuple[Edit, ...]:
        """The edits behind the edited text of a proposed change."""
        from trainer.core.amend.desk import offers_of
        from trainer.storage.plan_edit import edited

        offers = {offer.amendment.id: offer for offer in offers_of(exercise.script, exercise.records)}
        if amendment not in offers:
            raise Unusable(f"there is no proposed change {amendment} any more")
        return edited(exercise.script.plan, offers[amendment].amendment, after)

    @_unusable
    def write_plan(self, exercise: Exercise, file: Path) -> Path:
        """Write the plan's next version; the file dialog has asked before replacing a file."""
        from trainer.storage.plan_edit_next import write_plan

        write_plan(self._next_plan(exercise), file, force=True)
        return file

    def _next_plan(self, exercise: Exercise) -> NextPlan:
        from trainer.cli.amend import next_version_of
        from trainer.core.amend.desk import offers_of

        return next_version_of(self._library, exercise.id, offers_of(exercise.script, exercise.records))

    @_unusable
    def allowed_in_experiments(self) -> tuple[AllowedEntry, ...]:
        """What experiments in a real system may do on this machine."""
        return self._real.entries()

    @_unusable
    def allow_in_experiments(self, sort: str, entry: str) -> None:
        """Allow a function, a command or a host."""
        self._real.allow(sort, entry)

    @_unusable
    def disallow_in_experiments(self, sort: str, entry: str) -> None:
        """Take back what was allowed."""
        self._real.disallow(sort, entry)

    @_unusable
    def left_over(self) -> tuple[LeftOver, ...]:
        """What earlier runs of experiments left over; what may be rolled back by itself was begun at the start."""
        return self._real.left_over()

    @_unusable
    def undo_left_over(self, key: str) -> None:
        """Roll one back although it waits for a person."""
        self._real.recovery.undo(key)

    @_unusable
    def discard_left_over(self, key: str) -> None:
        """Give one up."""
        self._real.recovery.discard(key)

    @_unusable
    def practice_shop(self) -> PracticeShop:
        """How the practice shop stands."""
        return self._practice.look()

    @_unusable
    def start_practice_shop(self) -> None:
        """Start it beside the windows."""
        self._practice.start()

    @_unusable
    def stop_practice_shop(self) -> None:
        """End it beside the windows."""
        self._practice.stop()


def _kind(path: Path) -> FileKind | None:
    from trainer.storage.files import kind_of_file
    from trainer.storage.yaml_source import read_source

    value = read_source(path).value
    return kind_of_file(value) if isinstance(value, dict) else None


def _memory() -> Path:
    from trainer.storage.tables import data_folder

    return data_folder() / "scripts.json"


def _remembered() -> list[Path]:
    """Files that were added earlier and are still there."""
    try:
        listed = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [Path(item) for item in listed if isinstance(item, str) and Path(item).is_file()]


def _remember(path: Path) -> None:
    listed = list(dict.fromkeys([*map(str, _remembered()), str(path)]))
    _memory().parent.mkdir(parents=True, exist_ok=True)
    _memory().write_text(json.dumps(listed, indent=1), encoding="utf-8")
