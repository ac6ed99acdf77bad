"""An exercise on the practice shop through the whole program: files, library, session, experiment's own process."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from tests.chaos.world import until
from trainer import shipped
from trainer.chaos.errors import missing
from trainer.cli.drive import Drive
from trainer.cli.exercises import creation, new_id, prepare
from trainer.cli.experiment_place import ExperimentPlace
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev
from trainer.core.aar_system import SystemPart
from trainer.core.commands import EndExercise, ReleaseInject, StartClock
from trainer.core.events import Record
from trainer.core.scenario import Kind
from trainer.core.time import SECOND, Micros
from trainer.session import Session
from trainer.storage.clock import SystemClock
from trainer.storage.library import Library
from trainer.storage.tables import data_folder
from trainer.workspace import ExperimentView, Opened, Setup

SCENARIO = shipped.scenarios_folder() / "practice-shop.yaml"
KILL = "kill the payment process"
FREEZE = "freeze the store"
FILL = "fill the disk quota of the database"
SLOW = "slow the fraud check down"
LOCK = "lock the database"
RELEASE = "deploy a bad release"
PATIENCE = 40.0
"""Seconds after which a condition is given up; far more than any of them takes on a machine with other work"""

NEEDS = pytest.mark.skipif(
    not sys.platform.startswith("linux") or bool(missing()),
    reason="needs Linux and the extra for experiments in a real system",
)
E = TypeVar("E")


class Drill:
    """One exercise in a library's file, with the clock of the machine."""

    def __init__(self, library: Path, scenario: Path = SCENARIO) -> None:
        self.workspace = LocalWorkspace(str(library))
        self.opened = self.workspace.create(Setup("", Kind.SIMULATION, scenario, None, ()))
        self._take_up()

    @classmethod
    def limited(cls, library: Path, time_limit: Micros) -> Drill:
        """A drill with a time limit that no scenario may set, for nobody could act in it."""
        folders = [shipped.scenarios_folder() / "plans"]
        prepared, clock = prepare(SCENARIO, None, folders).as_kind(Kind.SIMULATION), SystemClock()
        simulation = prepared.script.scenario.simulation
        assert simulation is not None
        limited = tuple(each.model_copy(update={"time_limit": time_limit}) for each in simulation.experiments)
        changed = {"simulation": simulation.model_copy(update={"experiments": limited})}
        script = replace(prepared.script, scenario=prepared.script.scenario.model_copy(update=changed))
        created = creation(prepared, new_id(clock.wall()), Kind.SIMULATION, ())
        journal = Library.open(str(library)).create(prepared.sources, created, clock.wall())
        session = Session(script, journal, clock)
        real = ExperimentPlace(data_folder()).join(session, clock, None)
        assert real is not None
        drill = cls.__new__(cls)
        drill.workspace = LocalWorkspace(str(library))
        drill.opened = Opened(session, Drive(session, attached=real), real.close, real)
        drill._take_up()
        return drill

    def _take_up(self) -> None:
        self.exercise, self.driver = self.opened.exercise, self.opened.driver
        assert self.opened.experiments is not None
        self.real = self.opened.experiments
        script = self.exercise.script
        self.injects = {name: inject for inject, (_, name) in script.activities.items()}

    @property
    def view(self) -> ExperimentView:
        """The experiment as the facilitator sees it."""
        (view,) = self.real.views()
        return view

    def approve(self, **more: Any) -> None:
        """Confirm what is shown, as a person does."""
        given = {"digest": self.view.digest, "typed": "practice shop", "not_production": True, **more}
        self.real.approve("shop", **given)

    def begin(self) -> None:
        """Approve, start the clock, and wait until the steady state was met."""
        self.approve()
        self.exercise.submit(StartClock())
        self.probed(True, 0)

    def release(self, activity: str) -> None:
        """Let a fault begin, as the facilitator does by hand."""
        self.exercise.submit(ReleaseInject(self.injects[activity]))

    def end(self) -> None:
        """End the exercise."""
        self.exercise.submit(EndExercise())

    def since_start(self, reading: float) -> float:
        """Seconds on the exercise clock at a reading of the machine's monotonic clock; play was never paused."""
        return self.exercise.elapsed() / SECOND - (time.monotonic() - reading)

    def wait(self, condition: Callable[[], E], what: str) -> E:
        """Keep the exercise going until a condition holds."""

        def beaten() -> E:
            self.driver.beat()
            return condition()

        return until(beaten, what, PATIENCE)

    def found(self, kind: type[E], after: int = 0) -> list[tuple[Record, E]]:
        """The journal's events of a kind, with their records, after one of its numbers."""
        records = self.exercise.records
        return [(each, each.event) for each in records if each.seq > after and isinstance(each.event, kind)]

    @property
    def last(self) -> int:
        """The number of the newest event."""
        return self.exercise.records[-1].seq

    def ran(self, activity: str, after: int = 0) -> tuple[Record, ev.ActivityRan]:
        """An activity, once the journal tells of it."""

        def told() -> Any:
            return next(
                (each for each in self.found(ev.ActivityRan, after) if each[1].activity == activity), None
            )

        return self.wait(told, f"the journal tells that {activity} ran")

    def probed(self, met: bool, after: int) -> tuple[Record, ev.SteadyStateProbed]:
        """The steady state was found met, or not, for the first time after a number of the journal."""

        def told() -> Any:
            return next(
                (each for each in self.found(ev.SteadyStateProbed, after) if each[1].met is met), None
            )

        return self.wait(told, f"the steady state is {'met' if met else 'not met'} after event {after}")

    def rolled_back(self, after: int = 0) -> ev.RollbacksRan:
        """The rollbacks, once the journal tells of them and the experiment's process is gone."""

        def told() -> ev.RollbacksRan | None:
            ran = self.found(ev.RollbacksRan, after)
            return ran[0][1] if ran and not self.view.at_work else None

        return cast(ev.RollbacksRan, self.wait(told, "the journal tells of the rollbacks"))

    def system(self) -> SystemPart:
        """What the composed report says of the system, as the exercise stands."""
        system = self.workspace.report(self.exercise).exercise.system
        assert system is not None
        return system


def altered(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the shipped scenario in which each first text is replaced with the second."""
    text = SCENARIO.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    file = folder / "scenario.yaml"
    file.write_text(text, encoding="utf-8")
    return file
