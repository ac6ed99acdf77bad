"""What the tests of windows stand on: a real session on a clock that is moved by hand and a journal in memory.

Nothing here imitates the program's own rules: script, session and engine are the real ones. Only the edges of the
machine are replaced: the clock, the disk, and the workspace that finds files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSettings

from tests.ui.tiny import tiny_plan, tiny_scenario, tiny_script
from trainer.core.aar import Report
from trainer.core.amend.desk import offers_of
from trainer.core.amend.fragments import in_yaml
from trainer.core.amend.written import written
from trainer.core.amendments import Edit
from trainer.core.compose import report
from trainer.core.compose.lookback import look_back
from trainer.core.events import Event, ExerciseCreated, Record, Seat, decode, encode
from trainer.core.history import EarlierDrill
from trainer.core.plan import Plan
from trainer.core.problems import one_line
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.time import DAY, SECOND, Micros
from trainer.ports import Exercise
from trainer.session import Session
from trainer.storage.clock import ManualClock as VirtualClock
from trainer.storage.files import scenario_in
from trainer.storage.memory import MemoryJournal as MemoryStore
from trainer.storage.plan_edit import CannotAmend, edited, next_version
from trainer.storage.plan_edit_next import Basis, NextPlan, next_plan, write_plan
from trainer.storage.yaml_source import parse_source
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
    Workspace,
)

__all__ = [
    "MORNING",
    "FakeWorkspace",
    "ManualClock",
    "MemoryJournal",
    "SessionDriver",
    "as_workspace",
    "created",
    "entry_of",
    "isolated_settings",
    "live",
    "tiny_plan",
    "tiny_scenario",
    "tiny_script",
]

MORNING: Micros = int(datetime(2026, 3, 2, 9, 0, tzinfo=UTC).timestamp()) * SECOND
"""Where a manual clock's wall time begins: a Monday morning."""


class ManualClock(VirtualClock):
    """A clock that stands still until it is moved, on a Monday morning unless told otherwise."""

    def __init__(self, wall: Micros = MORNING) -> None:
        super().__init__(wall)


class MemoryJournal(MemoryStore):
    """A journal in memory; while it has a `fault`, writing fails the way it does on a full disk."""

    fault: Exception | None = None

    def append(self, stamped: Sequence[tuple[Micros, Micros, Event]]) -> tuple[Record, ...]:
        """Store events in order; raises the fault where there is one."""
        if self.fault is not None:
            raise self.fault
        return super().append(stamped)

    def mark(self, at: Micros, elapsed: Micros) -> None:
        """Remember a reading of the exercise clock; raises the fault where there is one."""
        if self.fault is not None:
            raise self.fault
        super().mark(at, elapsed)


@dataclass
class SessionDriver:
    """Keeps a session going, as the composition root's driver does, without virtual participants."""

    session: Session
    clock: ManualClock
    journal: MemoryJournal

    def beat(self) -> Micros | None:
        """Let what is due happen; real microseconds until the next wake."""
        self.session.tick()
        moment = self.session.next_due()
        if moment is None or self.session.state.status != "running":
            return None
        return max(0, -(-(moment - self.session.elapsed()) // self.session.state.clock.speed))

    def mark(self) -> Micros:
        """The clock's reading, durable to the second."""
        return self.session.mark()

    def advance(self, by: Micros, step: Micros = SECOND) -> None:
        """Move the clock by `by` in steps, beating at each, as time passes in a real exercise."""
        while by > 0:
            part = min(step, by)
            self.clock.advance(part)
            self.beat()
            by -= part


def created(script: Script, exercise: str = "ex-1", **more: object) -> ExerciseCreated:
    """The first event of an exercise of a script; `more` sets other fields of the event."""
    seats = tuple(Seat(role=role, name="") for role in script.played_roles)
    values: dict[str, object] = {
        "exercise": exercise,
        "title": script.scenario.title,
        "kind": Kind.TABLETOP,
        "scenario_id": script.scenario.id,
        "scenario_sha256": "0" * 64,
        "plan_id": script.plan.id,
        "plan_sha256": "1" * 64,
        "seats": seats,
        "facilitator": "",
    }
    return ExerciseCreated.model_validate(values | more)


def live(
    script: Script | None = None, clock: ManualClock | None = None, journal: MemoryJournal | None = None
) -> Opened:
    """An exercise that is open: `.exercise` is a real Session, `.driver` a SessionDriver that holds clock and journal.

    A journal that has records already is taken up where it ends.
    """
    script, clock = script or tiny_script(), clock or ManualClock()
    journal = journal or MemoryJournal()
    if not journal.records():
        journal.append([(clock.wall(), 0, created(script))])
    session = Session(script, journal, clock)
    return Opened(session, SessionDriver(session, clock, journal), lambda: None)


def isolated_settings(folder: Path) -> None:
    """Let QSettings read and write below a folder of the test, never the person's own settings."""
    QCoreApplication.setOrganizationName("incident-trainer")
    QCoreApplication.setApplicationName("incident-trainer")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(folder))


def _iso(at: Micros) -> str:
    return datetime.fromtimestamp(at // SECOND, UTC).isoformat()


def entry_of(opened: Opened) -> ExerciseEntry:
    """The library's line about an exercise."""
    exercise = opened.exercise
    first = exercise.records[0]
    event = first.event
    assert isinstance(event, ExerciseCreated)
    started = next((record.at for record in exercise.records if record.event.type == "clock started"), None)
    scenario = exercise.script.scenario
    return ExerciseEntry(
        id=exercise.id,
        title=event.title,
        kind=event.kind.value,
        state=exercise.state.status,
        created=_iso(first.at),
        started=None if started is None else _iso(started),
        scenario_id=scenario.id,
        scenario_title=scenario.title,
        plan_id=exercise.script.plan.id,
        service=scenario.service,
        virtual=bool(event.team),
        events=len(exercise.records),
    )


def _entry(path: Path, value: Scenario | Plan, shipped: bool = True) -> ScriptEntry:
    return ScriptEntry(path, value.id, value.title, shipped, value)


def _report(script: Script, records: Sequence[Record]) -> Report:
    return report(script, records, "incident-trainer (tests)")


@dataclass
class FakeWorkspace:
    """A workspace in memory, filled with the tiny script; give other lists for other libraries.

    `past` are lines of exercises that can be listed but not opened. `addable` are files that `add_script` finds.
    `reporter` makes the report of an exercise; None makes a workspace that cannot.
    """

    clock: ManualClock = field(default_factory=ManualClock)
    scripts: list[ScriptEntry] = field(
        default_factory=lambda: [_entry(Path("/files/tiny.yaml"), tiny_scenario())]
    )
    plan_files: list[ScriptEntry] = field(
        default_factory=lambda: [_entry(Path("/files/plans/tiny.yaml"), tiny_plan())]
    )
    past: list[ExerciseEntry] = field(default_factory=list)
    addable: dict[Path, ScriptEntry] = field(default_factory=dict)
    reporter: Callable[[Script, Sequence[Record]], Report] | None = _report
    opened: dict[str, Opened] = field(default_factory=dict)
    journals: dict[str, MemoryJournal] = field(default_factory=dict)
    setups: list[Setup] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    allowed: list[AllowedEntry] = field(default_factory=list)
    left: list[LeftOver] = field(default_factory=list)
    shop: PracticeShop = field(
        default_factory=lambda: PracticeShop("stopped", "/files/practice-shop", "http://127.0.0.1:8004")
    )
    _used: dict[str, Script] = field(default_factory=dict)

    def library_name(self) -> str:
        """Where the library is."""
        return "in memory"

    def scenarios(self) -> tuple[ScriptEntry, ...]:
        """Scenarios to choose from."""
        return tuple(self.scripts)

    def plans(self) -> tuple[ScriptEntry, ...]:
        """Plans to choose from."""
        return tuple(self.plan_files)

    def add_script(self, path: Path) -> ScriptEntry:
        """Make a prepared file choosable."""
        entry = self.addable.get(path)
        if entry is None:
            raise Unusable(f"{path.name}: there is no such file")
        (self.plan_files if isinstance(entry.value, Plan) else self.scripts).append(entry)
        return entry

    def keep_walk(self, text: str, file: Path | None = None) -> ScriptEntry:
        """Keep a scenario that was made from a plan, as a file that nobody wrote."""
        loaded = scenario_in(parse_source(text.encode(), "made.yaml"), self.plan_files[0].value)  # type: ignore[arg-type]
        if loaded.value is None or not loaded.usable:
            raise Unusable(str(loaded.problems[0]))
        path = file or Path(f"/files/own/{loaded.value.id}.yaml")
        entry = _entry(path, loaded.value, shipped=False)
        self.scripts = [one for one in self.scripts if one.path != path] + [entry]
        return entry

    def script(self, scenario: Path, plan: Path | None) -> Script:
        """A scenario joined to its plan."""
        chosen = next((entry.value for entry in self.scripts if entry.path == scenario), None)
        if not isinstance(chosen, Scenario):
            raise Unusable(f"{scenario.name} cannot be used; open the library to see why")
        for entry in self.plan_files:
            wanted = entry.path == plan if plan is not None else entry.id == chosen.plan
            if wanted and isinstance(entry.value, Plan):
                return Script(entry.value, chosen)
        raise Unusable(
            f"{scenario.name} needs the plan {chosen.plan}, which is not in the library; add its file"
        )

    def exercises(self) -> tuple[ExerciseEntry, ...]:
        """The library, newest first."""
        lines = [entry_of(opened) for opened in self.opened.values()] + self.past
        return tuple(sorted(lines, key=lambda line: line.created, reverse=True))

    def create(self, setup: Setup) -> Opened:
        """A new exercise."""
        script = self.script(setup.scenario, setup.plan).as_kind(setup.kind)
        exercise, journal = f"ex-{len(self.journals) + 1}", MemoryJournal()
        event = created(
            script,
            exercise,
            title=setup.title,
            kind=setup.kind,
            seats=setup.seats,
            facilitator=setup.facilitator,
            team=setup.team,
            seed=setup.seed if setup.team else None,
        )
        journal.append([(self.clock.wall(), 0, event)])
        self.setups.append(setup)
        self.journals[exercise] = journal
        self._used[exercise] = script
        return self.open(exercise)

    def open(self, exercise: str) -> Opened:
        """Take an exercise up where its journal ends."""
        if exercise not in self.journals:
            raise Unusable(f"The library has no exercise {one_line(exercise, 60)}.")
        opened = live(self._used[exercise], self.clock, self.journals[exercise])
        self.opened[exercise] = opened
        return opened

    def delete(self, exercise: str) -> None:
        """Remove an exercise."""
        self.past = [line for line in self.past if line.id != exercise]
        self.opened.pop(exercise, None)
        self.journals.pop(exercise, None)

    def looked_back(self, exercise: str) -> EarlierDrill:
        """What an exercise put to the test."""
        if exercise not in self.journals:
            raise Unusable(f"The library has no exercise {one_line(exercise, 60)}.")
        return look_back(self._used[exercise], self.journals[exercise].records())

    def allowed_in_experiments(self) -> tuple[AllowedEntry, ...]:
        """What experiments may do."""
        return tuple(self.allowed)

    def allow_in_experiments(self, sort: str, entry: str) -> None:
        """Allow something more."""
        self.allowed.append(AllowedEntry(sort, entry))  # type: ignore[arg-type]

    def disallow_in_experiments(self, sort: str, entry: str) -> None:
        """Take it back."""
        self.allowed = [each for each in self.allowed if (each.sort, each.entry) != (sort, entry)]

    def left_over(self) -> tuple[LeftOver, ...]:
        """What experiments left over."""
        return tuple(self.left)

    def undo_left_over(self, key: str) -> None:
        """Roll one back."""
        self.left = [replace(each, done=True, waits="") if each.key == key else each for each in self.left]

    def discard_left_over(self, key: str) -> None:
        """Give one up."""
        self.left = [each for each in self.left if each.key != key]

    def practice_shop(self) -> PracticeShop:
        """How the practice shop stands."""
        return self.shop

    def start_practice_shop(self) -> None:
        """Start it; a test says when it runs."""
        self.shop = replace(self.shop, standing="starting", said="")

    def stop_practice_shop(self) -> None:
        """End it; a test says when it is gone."""
        self.shop = replace(self.shop, standing="stopping", said="")

    def report(self, exercise: Exercise) -> Report:
        """The report of an exercise as it stands."""
        if self.reporter is None:
            raise Unusable("This workspace makes no reports.")
        return self.reporter(exercise.script, exercise.records)

    def write_report(self, exercise: Exercise, folder: Path) -> tuple[Path, ...]:
        """Write the report as data."""
        file = folder / "aar.json"
        file.write_text(self.report(exercise).model_dump_json(), encoding="utf-8")
        self.written.append(file)
        return (file,)

    def export(self, exercise: str, file: Path) -> None:
        """Write a journal to a file, a line per event."""
        journal = self.journals.get(exercise)
        if journal is None:
            raise Unusable(f"The library has no exercise {one_line(exercise, 60)}.")
        lines = (f"{record.at} {record.elapsed} {encode(record.event)}" for record in journal.records())
        file.write_text("\n".join(lines), encoding="utf-8")

    def import_file(self, file: Path) -> str:
        """Read what `export` wrote; the exercise gets a number of its own."""
        try:
            lines = [line.split(" ", 2) for line in file.read_text(encoding="utf-8").splitlines()]
            stamped = [(int(at), int(elapsed), decode(text)) for at, elapsed, text in lines]
        except (OSError, ValueError):
            raise Unusable(f"{file.name} is not an exported exercise") from None
        exercise, journal = f"ex-{len(self.journals) + 1}", MemoryJournal()
        at, elapsed, first = stamped[0]
        assert isinstance(first, ExerciseCreated)
        renamed = first.model_copy(update={"exercise": exercise})
        journal.append([(at, elapsed, renamed), *stamped[1:]])
        self.journals[exercise] = journal
        self._used[exercise] = self.script(self.scripts[0].path, None)
        self.open(exercise)
        return exercise

    def _next_plan(self, exercise: Exercise) -> NextPlan:
        data = in_yaml(written(exercise.script.plan)).encode()
        today = datetime.fromtimestamp(self.clock.wall() // SECOND, UTC).date()
        basis = Basis(data, data, "plan.yaml", exercise.id, today)
        try:
            return next_plan(basis, offers_of(exercise.script, exercise.records))
        except CannotAmend as error:
            raise Unusable(str(error)) from error

    def plan_preview(self, exercise: Exercise) -> PlanPreview:
        """The next version of the plan that an exercise used; what keeps it from being written is its problem."""
        try:
            found = self._next_plan(exercise)
        except Unusable as unusable:
            return PlanPreview(next_version(exercise.script.plan.version), "", 0, (), (str(unusable),))
        return PlanPreview(found.version, found.diff, len(found.changes), found.retest)

    def edited(self, exercise: Exercise, amendment: str, after: str) -> tuple[Edit, ...]:
        """The edits behind the edited text of a proposal."""
        offers = {offer.amendment.id: offer for offer in offers_of(exercise.script, exercise.records)}
        try:
            return edited(exercise.script.plan, offers[amendment].amendment, after)
        except CannotAmend as error:
            raise Unusable(str(error)) from error

    def write_plan(self, exercise: Exercise, file: Path) -> Path:
        """Write the next version of the plan."""
        write_plan(self._next_plan(exercise), file, None, True)
        self.written.append(file)
        return file

    def remember(self, days_ago: int, **changes: object) -> ExerciseEntry:
        """Add a line about an ended exercise that was started some days before the clock's now."""
        when = _iso(self.clock.wall() - days_ago * DAY)
        line = ExerciseEntry(
            id=f"past-{len(self.past) + 1}",
            title="Quarterly drill",
            kind="tabletop",
            state="ended",
            created=when,
            started=when,
            scenario_id="tiny",
            scenario_title="Payments stop",
            plan_id="tiny-plan",
            service="checkout",
            virtual=False,
            events=120,
        )
        line = replace(line, **changes)  # type: ignore[arg-type]
        self.past.append(line)
        return line


def as_workspace(fake: FakeWorkspace) -> Workspace:
    """The same, as the port; the type checker holds the fake to it here."""
    return fake
