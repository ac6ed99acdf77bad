"""The shipped scenario on the practice shop, and its command."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from trainer import shipped
from trainer.cli import main
from trainer.core.experiments import Experiment
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.practice import faults, probes, processes, shop
from trainer.practice.place import FOLDER_VARIABLE, Place
from trainer.storage.files import load_script

Out = pytest.CaptureFixture[str]


@pytest.fixture
def script() -> Script:
    folder = shipped.scenarios_folder()
    loaded = load_script(folder / "practice-shop.yaml", None, [folder / "plans"])
    assert not loaded.scenario.problems
    assert loaded.script is not None
    return loaded.script.as_kind(Kind.SIMULATION)


def experiment(script: Script) -> Experiment:
    (found,) = script.experiments.values()
    return found


def activities(found: Experiment) -> Iterator[dict[str, Any]]:
    inline = found.inline or {}
    yield from inline["steady-state-hypothesis"]["probes"]
    yield from inline["method"]
    yield from inline["rollbacks"]


def test_the_experiment_calls_functions_that_exist_with_arguments_that_they_take(script: Script):
    modules = {"trainer.practice.faults": faults, "trainer.practice.probes": probes}
    for activity in activities(experiment(script)):
        provider = activity["provider"]
        function = getattr(modules[provider["module"]], provider["func"])
        assert function.__module__ == provider["module"]
        inspect.signature(function).bind(**provider["arguments"])
        assert provider["arguments"]["folder"] == "${shop_folder}"


def test_every_fault_of_the_shop_is_an_activity_and_the_rollback_undoes_all(script: Script):
    method = (experiment(script).inline or {})["method"]
    assert [each["provider"]["func"] for each in method] != []
    assert {each["provider"]["func"] for each in method} == {fault.inject.__name__ for fault in faults.FAULTS}
    assert [each["provider"]["func"] for each in (experiment(script).inline or {})["rollbacks"]] == [
        "undo_all"
    ]


def test_two_faults_come_by_themselves_and_the_others_wait_for_the_facilitator(script: Script):
    by_hand = [script.injects[inject].release.by_hand for inject in script.activities]
    assert by_hand == [False, False, True, True, True, True]


def test_every_step_of_the_objectives_is_called_for(script: Script):
    wanted = {step for objective in script.scenario.objectives for step in objective.steps}
    assert wanted == set(script.expected_by)


# -- the command ------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = str(tmp_path / "shop")
    monkeypatch.setenv(FOLDER_VARIABLE, folder)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    shop.stop(Place.of(folder))


def test_the_faults_are_listed_with_what_mends_them(capsys: Out):
    assert main(["practice", "faults"]) == 0
    told = capsys.readouterr().out
    for fault in faults.FAULTS:
        assert f"{fault.id:<17}{fault.title}" in told
        assert fault.repair in told


def test_start_break_status_heal_and_stop_from_the_command_line(folder: str, capsys: Out):
    assert main(["practice", "start"]) == 0
    told = capsys.readouterr()
    assert folder in told.out
    assert "trainer practice stop" in told.err
    assert main(["practice", "status"]) == 0
    assert main(["practice", "break", "payment-killed"]) == 0
    capsys.readouterr()
    assert main(["practice", "status"]) == 1
    told = capsys.readouterr()
    assert "payment    gone" in told.out
    assert "./shop start payment" in told.err
    assert main(["practice", "start", "payment"]) == 0
    assert main(["practice", "stop", "customers"]) == 0
    assert main(["practice", "start", "--folder", folder]) == 2
    capsys.readouterr()
    assert main(["practice", "heal"]) == 0
    assert "customers was started" in capsys.readouterr().out
    assert main(["practice", "restart", "web"]) == 0
    assert main(["practice", "stop"]) == 0
    assert "was ended" in capsys.readouterr().out
    assert main(["practice", "stop"]) == 0
    assert "was not running" in capsys.readouterr().out
    assert not list(processes.of_folder(Place.of(folder)))


def test_without_a_screen_the_shop_runs_and_the_next_steps_are_told(folder: str, capsys: Out):
    assert main(["practice", "run"]) == 0
    told = capsys.readouterr()
    assert "The practice shop runs in" in told.out
    assert "no screen" in told.err
    assert "trainer practice break payment-killed" in told.err
    assert shop.any_alive(Place.of(folder))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["status"], "there is no practice shop in"),
        (["break", "payment-kiled"], 'did you mean "payment-killed"'),
        (["break", "payment-killed"], "is not running; start it with"),
        (["start", "payment"], "there is no practice shop in"),
        (["restart", "mail"], "there is no service 'mail'"),
        (["start", "payment", "--port", "5000"], "--port is for the whole shop"),
    ],
)
def test_what_cannot_be_done_ends_in_one_line(folder: str, capsys: Out, words: list[str], said: str):
    assert main(["practice", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


def test_without_a_word_the_command_says_what_it_can_do(capsys: Out):
    assert main(["practice"]) == 0
    assert "start the whole shop" in capsys.readouterr().out
