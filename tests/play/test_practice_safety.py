"""The safety net of a real simulation, on the practice shop: whatever ends it, the shop is well afterwards.

What stands and what was undone is measured from outside (tests/play/shop_outside.py), and read in the exercise's
journal as its library keeps it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.chaos.world import until
from tests.play.shop_drill import FILL, FREEZE, KILL, NEEDS, PATIENCE, SCENARIO, Drill, altered
from tests.play.shop_outside import Outside, children, is_over
from trainer.chaos.undo import left
from trainer.cli import main
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev
from trainer.core.aar_system import SystemPart
from trainer.core.commands import ApproveExperiment, StartClock
from trainer.core.refusing import Refused
from trainer.core.time import SECOND
from trainer.storage.tables import data_folder

pytestmark = NEEDS
ROOT = Path(__file__).resolve().parents[2]
KILLING = 'arguments: {service: payment, folder: "${shop_folder}"}\n'


def undo_records() -> list[Path]:
    return sorted(records().glob("*.undo"))


def records() -> Path:
    return data_folder() / "experiments"


@pytest.fixture
def sound(outside: Outside) -> Iterator[Outside]:
    """A shop that is well before a test and after it, with nothing left of any experiment."""
    until(outside.well, "the shop is well", PATIENCE)
    yield outside
    until(lambda: not children(os.getpid()), "no experiment is at work any more", PATIENCE)
    assert list(records().iterdir()) == []
    until(outside.well, "the shop is well", PATIENCE)


@pytest.fixture
def drills(sound: Outside) -> Iterator[list[Drill]]:
    """Drills that a test begins; whatever becomes of it, they are closed."""
    made: list[Drill] = []
    yield made
    for each in made:
        each.opened.close()


class Program:
    """A whole program in a process of its own, that has broken the shop in several ways."""

    def __init__(self, folder: Path, *activities: str) -> None:
        self.library = folder / "library.sqlite"
        self._folder = folder
        self.process = self._started("begin", *activities)
        assert self.process.stdout is not None
        self.exercise = self.process.stdout.readline().strip()
        assert self.exercise
        (self.child,) = children(self.process.pid)

    def _started(self, what: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.play.shop_program", what, str(self._folder), *words],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill(self) -> None:
        """End it as the kernel does."""
        self.process.kill()
        self.process.communicate()

    def again(self) -> dict[str, object]:
        """Start it again, in a new process; what its journal then tells of the rollbacks."""
        told, _ = self._started("again", self.exercise).communicate(timeout=2 * PATIENCE)
        return json.loads(told)


@pytest.fixture
def program(sound: Outside, tmp_path: Path) -> Iterator[Program]:
    made = Program(tmp_path, KILL, FILL, FREEZE)
    try:
        assert is_broken(sound)
        yield made
    finally:
        made.kill()


def is_broken(outside: Outside) -> bool:
    """Whether the payment process is gone, the quota used up, the store frozen, and no order taken."""
    there = outside.is_gone("payment") and outside.over_quota() and outside.is_frozen("store")
    return there and not any(order.status == 201 for order in outside.orders().values())


def is_mended(outside: Outside) -> bool:
    return outside.runs("payment") and outside.runs("store") and not outside.over_quota() and outside.well()


def journal_tells(program: Program, capsys: pytest.CaptureFixture[str]) -> SystemPart:
    """What the report on the stored journal says of the system, once its chain was found sound."""
    assert main(["verify", program.exercise, "--library", str(program.library)]) == 0
    assert "complete and unaltered" in capsys.readouterr().out
    workspace = LocalWorkspace(str(program.library))
    opened = workspace.open(program.exercise)
    kinds = [type(record.event) for record in opened.exercise.records]
    assert (
        kinds.index(ev.ExerciseInterrupted)
        < kinds.index(ev.ExperimentJournalKept)
        < kinds.index(ev.RollbacksRan)
    )
    system = workspace.report(opened.exercise).exercise.system
    opened.close()
    assert system is not None
    return system


def test_a_program_killed_in_the_middle_of_three_faults_finds_them_undone_at_the_next_start(
    program: Program, sound: Outside, capsys: pytest.CaptureFixture[str]
):
    program.kill()
    until(lambda: is_mended(sound), "the experiment's process has undone everything alone", PATIENCE)
    until(lambda: is_over(program.child), "the experiment's process has ended", PATIENCE)
    assert undo_records() == []
    told = program.again()
    assert told["ok"]
    assert told["reason"] == "the program was no longer there"
    assert list(records().iterdir()) == []
    system = journal_tells(program, capsys)
    assert [fault.ended_by for fault in system.faults] == ["the rollbacks of the experiment"] * 3
    assert [each.ok for each in system.experiments[0].rollbacks] == [True]


def test_when_program_and_experiment_are_killed_together_the_next_start_undoes_everything(
    program: Program, sound: Outside, capsys: pytest.CaptureFixture[str]
):
    # Both stand still first, so that neither outlives the other for a moment.
    for pid in (program.child, program.process.pid):
        os.kill(pid, signal.SIGSTOP)
    os.kill(program.child, signal.SIGKILL)
    program.kill()
    until(lambda: is_over(program.child), "the experiment's process is gone", PATIENCE)
    assert is_broken(sound)
    (each,) = left(records())
    assert each.state == "undone"
    told = program.again()
    assert told["ok"]
    assert "the program and the experiment's process had ended" in str(told["reason"])
    assert is_mended(sound)
    assert list(records().iterdir()) == []
    system = journal_tells(program, capsys)
    assert [fault.ended_by for fault in system.faults] == ["the rollbacks of the experiment"] * 3


def begun(drills: list[Drill], folder: Path, scenario: Path = SCENARIO) -> Drill:
    drills.append(Drill(folder / "library.sqlite", scenario))
    drills[-1].begin()
    return drills[-1]


def test_an_experiment_killed_in_the_middle_of_a_fault_is_undone_while_the_exercise_goes_on(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    drill = begun(drills, tmp_path)
    drill.release(FREEZE)
    assert drill.ran(FREEZE)[1].ok
    assert sound.is_frozen("store")
    (child,) = children(os.getpid())
    os.kill(child, signal.SIGKILL)
    drill.wait(lambda: "ended unexpectedly" in drill.view.said, "it is said that the process ended")
    ended = drill.rolled_back()
    assert ended.ok
    assert sound.runs("store")
    until(sound.well, "the shop is well", PATIENCE)
    assert undo_records() == []
    assert drill.exercise.state.status == "running"
    # The experiment may be approved anew, and goes on.
    before = drill.last
    drill.approve()
    drill.release(KILL)
    assert drill.ran(KILL, before)[1].ok
    assert sound.is_gone("payment")
    drill.real.stop_experiments()
    assert drill.rolled_back(before).ok
    assert sound.runs("payment")


def test_the_stop_button_interrupts_an_activity_and_undoes_what_it_has_done(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    waits = altered(tmp_path, (KILLING, KILLING + "            pauses: {after: 600}\n"))
    drill = begun(drills, tmp_path, waits)
    drill.release(KILL)
    drill.wait(lambda: sound.is_gone("payment"), "the payment process is gone")
    assert not any(order.status == 201 for order in sound.orders().values())
    assert drill.found(ev.ActivityRan) == []
    pressed = time.monotonic()
    drill.real.stop_experiments("somebody works on the real shop")
    ended = drill.rolled_back()
    assert time.monotonic() - pressed < 20
    assert ended.ok
    assert "somebody works on the real shop" in ended.reason
    assert sound.runs("payment")
    assert sound.well()
    # The process was killed, and only the wait after that was cut short: the report tells of it as of any other fault.
    assert drill.ran(KILL)[1].ok
    (fault,) = drill.system().faults
    assert fault.ended_by == "the rollbacks of the experiment"
    assert undo_records() == []
    assert drill.exercise.state.status == "running"


def test_the_end_of_the_exercise_undoes_a_fault_that_nobody_has_mended(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    drill = begun(drills, tmp_path)
    drill.release(FILL)
    assert drill.ran(FILL)[1].ok
    drill.wait(sound.over_quota, "the quota is used up")
    drill.probed(False, 0)
    drill.end()
    ended = drill.rolled_back()
    assert (ended.ok, ended.reason) == (True, "the exercise ended")
    assert not sound.over_quota()
    assert sound.well()
    system = drill.system()
    assert system.faults[-1].ended_by == "the rollbacks of the experiment"
    assert json.loads(system.experiments[0].journal)["status"] == "completed"


def test_a_fault_is_undone_when_the_time_limit_is_over(drills: list[Drill], sound: Outside, tmp_path: Path):
    drill = Drill.limited(tmp_path / "library.sqlite", 5 * SECOND)
    drills.append(drill)
    drill.begin()
    drill.release(FREEZE)
    assert drill.ran(FREEZE)[1].ok
    assert sound.is_frozen("store")
    ended = drill.rolled_back()
    assert ended.ok
    assert "the time limit of 5 s had passed" in ended.reason
    assert sound.runs("store")
    assert sound.well()


# -- nothing runs ---------------------------------------------------------------------------------------------


def nothing_runs(drill: Drill, outside: Outside, before: dict[int, str]) -> None:
    """No experiment is at work, none can be begun, and the shop is as it was: the same processes, and every order."""
    if drill.exercise.state.status == "created":
        drill.exercise.submit(StartClock())
    with pytest.raises(Refused, match="Approve the experiment"):
        drill.release(KILL)
    drill.driver.beat()
    assert children(os.getpid()) == []
    assert outside.processes() == before
    assert outside.well()
    assert undo_records() == []
    assert drill.found(ev.ActivityRan) == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"typed": "the practice shop"}, "Type the target's name"),
        ({"not_production": False}, "Confirm that the target is not production"),
        ({"digest": "0" * 64}, "changed since it was shown"),
    ],
)
def test_without_its_whole_confirmation_nothing_runs(
    drills: list[Drill], sound: Outside, tmp_path: Path, given: dict[str, object], why: str
):
    before = sound.processes()
    drills.append(Drill(tmp_path / "library.sqlite"))
    with pytest.raises(Refused, match=why):
        drills[0].approve(**given)
    assert drills[0].found(ev.ExperimentApproved) == []
    nothing_runs(drills[0], sound, before)


def test_an_experiment_whose_file_was_changed_after_it_was_confirmed_does_not_run(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    before = sound.processes()
    scenario = yaml.safe_load(SCENARIO.read_text(encoding="utf-8"))
    (declared,) = scenario["simulation"]["experiments"]
    file = tmp_path / "faults.json"
    file.write_text(json.dumps(declared.pop("inline")), encoding="utf-8")
    declared["file"] = file.name
    (tmp_path / "scenario.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    drill = Drill(tmp_path / "library.sqlite", tmp_path / "scenario.yaml")
    drills.append(drill)
    shown = drill.view
    assert shown.problems == ()
    file.write_text(file.read_text().replace("kill_service", "freeze_service"), encoding="utf-8")
    with pytest.raises(Refused, match="changed since it was shown"):
        drill.approve(digest=shown.digest)
    # The confirmation of what stood there before, on record by another way: it is good for nothing else.
    drill.exercise.submit(ApproveExperiment("shop", shown.digest, "practice shop", True, shown.actions))
    assert "changed after it was confirmed" in drill.rolled_back().reason
    nothing_runs(drill, sound, before)


def test_an_action_that_is_not_on_the_list_keeps_the_whole_experiment_from_running(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    before = sound.processes()
    never = tmp_path / "never"
    touch = f"provider: {{type: process, path: touch, arguments: ['{never}']}}\n"
    provider = (
        "provider:\n"
        "              type: python\n"
        "              module: trainer.practice.faults\n"
        "              func: kill_service\n"
        f"              {KILLING}"
    )
    drill = Drill(tmp_path / "library.sqlite", altered(tmp_path, (provider, touch)))
    drills.append(drill)
    (problem,) = drill.view.problems
    assert "touch is not allowed on this machine" in problem
    with pytest.raises(Refused, match="is not allowed on this machine"):
        drill.approve()
    view = drill.view
    drill.exercise.submit(ApproveExperiment("shop", view.digest, view.target, True, view.actions))
    assert "is not allowed on this machine" in drill.rolled_back().reason
    nothing_runs(drill, sound, before)
    assert not never.exists()


def test_a_target_that_is_called_like_production_is_refused(
    drills: list[Drill], sound: Outside, tmp_path: Path
):
    before = sound.processes()
    production = altered(tmp_path, ("target: practice shop", "target: shop-production"))
    drill = Drill(tmp_path / "library.sqlite", production)
    drills.append(drill)
    with pytest.raises(Refused, match="looks like production"):
        drill.approve(typed="shop-production")
    nothing_runs(drill, sound, before)
