"""What becomes of a fault when the program, its child, or both are killed in the middle of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PLAN, SCENARIO
from tests.chaos.world import MODULE, Game, Shop, action, experiment, until
from trainer.chaos.undo import hold, left, read_undo
from trainer.cli.experiment_place import ExperimentPlace
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev
from trainer.workspace import Opened

ROOT = Path(__file__).resolve().parents[2]


class Program:
    """A whole program in a process of its own, that has broken the shop."""

    def __init__(self, shop: Shop, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data" / "incident-trainer"
        declared = {
            "id": "shop",
            "target": "practice shop",
            "probe_every": "200ms",
            "file": "break.json",
            "activities": [{"name": "kill"}],
        }
        scenario = {
            **SCENARIO,
            "kinds": ["tabletop", "simulation"],
            "simulation": {"experiments": [declared]},
        }
        (folder / "plan.yaml").write_text(json.dumps(PLAN))
        (folder / "scenario.yaml").write_text(json.dumps(scenario))
        inline = experiment(shop, action("kill", "kill", shop.folder))
        (folder / "break.json").write_text(json.dumps(inline))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.program", str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder / "data")},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.exercise = self.process.stdout.readline().strip()
        self.broken = self.process.stdout.readline().strip() == "broken"

    @property
    def records(self) -> Path:
        return self.data / "experiments"

    def child(self) -> int:
        """The identifier of the process in which the experiment runs."""
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        (pid,) = [int(word) for task in tasks for word in task.read_text().split()]
        return pid

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()


@pytest.fixture
def program(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Program(shop, tmp_path)
    try:
        assert made.broken, "the program ended before it had broken the shop"
        yield made
    finally:
        made.close()


def reopened(program: Program) -> Opened:
    """The next start of the program, with the exercise taken up."""
    workspace = LocalWorkspace(str(program.folder / "library.sqlite"))
    return workspace.open(program.exercise)


def told(opened: Opened) -> ev.RollbacksRan:
    def found() -> ev.RollbacksRan | None:
        opened.driver.beat()
        events = [record.event for record in opened.exercise.records]
        return next((event for event in events if isinstance(event, ev.RollbacksRan)), None)

    return until(found, "the rollbacks are in the exercise's journal")


def test_a_program_that_is_killed_has_its_child_roll_back_alone(program, shop):
    assert shop.answers() is None
    program.kill()
    assert shop.well()
    until(lambda: [each.state for each in left(program.records)] == ["told"], "the child has ended")
    assert shop.healed() == 1
    opened = reopened(program)
    event = told(opened)
    assert event.ok
    assert event.reason == "the program was no longer there"
    assert any(isinstance(record.event, ev.ExperimentJournalKept) for record in opened.exercise.records)
    assert left(program.records) == ()
    assert not opened.exercise.state.experiments["shop"].active
    opened.close()


def test_when_both_are_killed_the_next_start_rolls_back(program, shop):
    child = program.child()
    # Held still, so that it has no time to roll back between the two kills.
    os.kill(child, signal.SIGSTOP)
    program.kill()
    os.kill(child, signal.SIGKILL)
    until(lambda: [each.state for each in left(program.records)] == ["undone"], "the child is dead")
    assert shop.healed() == 0
    assert shop.answers() is None
    opened = reopened(program)
    event = told(opened)
    assert event.ok
    assert "the program and the experiment's process had ended" in event.reason
    assert shop.well()
    assert shop.healed() == 1
    assert left(program.records) == ()
    opened.close()


def test_a_child_that_is_killed_is_followed_by_one_that_rolls_back(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    (run,) = game.real._runs.values()
    assert run.running is not None
    os.kill(run.running.pid, signal.SIGKILL)
    event = game.rolled_back()
    assert event.ok
    assert shop.healed() == 1
    assert shop.well()
    assert game.view.stage == "over"


def test_a_second_program_leaves_alone_what_still_runs(program, shop):
    workspace = LocalWorkspace(str(program.folder / "other.sqlite"))
    workspace.library_name()
    (found,) = workspace.left_over()
    assert "belongs to a process that still runs" in found.text
    assert shop.healed() == 0
    assert shop.answers() is None
    (each,) = left(program.records)
    assert each.state == "running"
    assert hold(program.records, each.key) is None


def test_a_record_that_was_altered_is_not_run_but_told(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    (run,) = game.real._runs.values()
    assert run.running is not None
    (file,) = game.place.records.glob("*.undo")
    kept = json.loads(file.read_text())
    assert kept["target"] == "practice shop"
    assert kept["first_action"] == "kill"
    assert file.stat().st_mode & 0o077 == 0
    kept["document"]["rollbacks"][0]["provider"]["func"] = "freeze"
    file.write_text(json.dumps(kept))
    os.kill(run.running.pid, signal.SIGKILL)
    game.wait(lambda: game.view.stage == "not undone", "it is said that it is not undone")
    assert "altered" in game.view.said
    assert not shop.frozen()
    assert shop.healed() == 0


def test_what_is_not_allowed_any_more_waits_for_a_person(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    game.place.disallow("function", f"{MODULE}.*")
    (run,) = game.real._runs.values()
    assert run.running is not None
    os.kill(run.running.pid, signal.SIGKILL)
    game.wait(lambda: game.view.stage == "not undone", "it is said that it is not undone")
    (found,) = game.place.left_over()
    assert "is not allowed any more" in found.waits
    assert shop.healed() == 0
    game.place.recovery.undo(found.key)
    assert game.rolled_back().ok
    assert shop.healed() == 1


def test_an_undo_record_is_there_before_the_first_action_and_gone_after_the_rollbacks(shop, tmp_path):
    place = ExperimentPlace(tmp_path / "data")
    game = Game(
        tmp_path / "data",
        experiment(shop, action("look", "note_record", shop.folder, data=str(place.records))),
    )
    game.approve()
    game.start()
    game.probed(met=True)
    assert left(place.records) == ()
    game.release()
    assert game.ran("look").text == "1"
    (each,) = left(place.records)
    record = read_undo(place.records, each.key)
    assert record is not None
    assert record.exercise == game.session.id
    game.end()
    game.rolled_back()
    assert list(place.records.iterdir()) == []


def test_an_approval_does_not_outlive_its_program(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.probed(met=True)
    (run,) = game.real._runs.values()
    assert run.running is not None
    os.kill(run.running.pid, signal.SIGKILL)
    run.running.wait(5)
    game.open()
    assert "nothing of it was on record" in game.rolled_back().text
    assert not game.session.state.experiments["shop"].active
    assert shop.well()
