"""`trainer experiments`, and what other commands say of experiments in a real system."""

from __future__ import annotations

import json
import os
import signal

import pytest

from tests.builders import PLAN, SCENARIO
from tests.chaos.world import MODULE, Game, action, experiment
from trainer.cli import main


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "incident-trainer"


@pytest.fixture
def scenario(shop, tmp_path):
    (tmp_path / "plan.yaml").write_text(json.dumps(PLAN))
    inline = experiment(shop, action("kill", "kill", shop.folder))
    declared = {"id": "shop", "target": "practice shop", "inline": inline}
    file = tmp_path / "scenario.yaml"
    file.write_text(
        json.dumps(
            {**SCENARIO, "kinds": ["tabletop", "simulation"], "simulation": {"experiments": [declared]}}
        )
    )
    return file


def test_what_would_run_is_shown_and_what_is_refused_is_said(scenario, data, capsys):
    assert main(["experiments", "show", str(scenario)]) == 1
    out = capsys.readouterr().out
    assert f"action: kill: {MODULE}.kill(" in out
    assert "refused:" in out
    assert main(["experiments", "allow", "function", f"{MODULE}.*"]) == 0
    assert main(["experiments", "show", str(scenario)]) == 0
    assert "refused:" not in capsys.readouterr().out


def test_the_list_is_kept_from_the_command_line(data, capsys):
    assert main(["experiments", "allow", "host", "staging:8080"]) == 0
    assert main(["experiments", "allowed"]) == 0
    out = capsys.readouterr().out
    assert "staging:8080" in out
    assert "trainer.practice.faults.*  (always)" in out
    assert main(["experiments", "disallow", "host", "staging:8080"]) == 0
    assert main(["experiments", "disallow", "host", "staging:8080"]) == 2
    assert main(["experiments", "allow", "host", "prod"]) == 2
    assert "looks like production" in capsys.readouterr().err


def test_what_was_left_over_is_listed_and_undone(shop, data, capsys):
    assert main(["experiments", "left"]) == 0
    assert "no experiment left anything over" in capsys.readouterr().err
    game = Game(data, experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    (run,) = game.real._runs.values()
    assert run.running is not None
    os.kill(run.running.pid, signal.SIGKILL)
    assert run.running.wait(10)
    assert main(["experiments", "left"]) == 0
    assert "never rolled back" in capsys.readouterr().out
    assert shop.healed() == 0
    assert main(["experiments", "undo"]) == 0
    assert shop.healed() == 1
    assert "rolled back: heal" in capsys.readouterr().out
    # The exercise that it belongs to still has to hear of it.
    assert game.rolled_back().ok
    assert main(["experiments", "undo", "nowhere"]) == 2


def test_a_rehearsal_never_runs_an_experiment_and_says_so(scenario, shop, tmp_path, data, capsys):
    words = ["rehearse", str(scenario), "--plan", str(tmp_path / "plan.yaml"), "--kind", "simulation"]
    assert main([*words, "--team", "perfect", "--out", str(tmp_path / "out"), "--format", "json"]) == 0
    assert "never run in a rehearsal" in capsys.readouterr().err
    assert shop.well()
    assert shop.healed() == 0
