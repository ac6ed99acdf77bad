"""Approving: what a person confirms is what runs, and nothing runs without it."""

from __future__ import annotations

import json

import pytest

from tests.chaos import faults
from tests.chaos.world import MODULE, Game, action, experiment
from trainer.core import events as ev
from trainer.core.commands import ApproveExperiment, ReleaseInject, StartClock
from trainer.core.refusing import Refused


@pytest.fixture
def game(shop, tmp_path):
    return Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))


def test_nothing_runs_before_it_was_approved(game, shop):
    game.start()
    with pytest.raises(Refused, match="Approve the experiment"):
        game.session.submit(ReleaseInject("activity-shop-1"))
    game.drive.beat()
    assert not game.real.busy()
    assert game.view.stage == "shown"
    assert shop.well()


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"typed": "practice"}, "Type the target's name"),
        ({"typed": ""}, "Type the target's name"),
        ({"not_production": False}, "Confirm that the target is not production"),
        ({"digest": "0" * 64}, "changed since it was shown"),
    ],
)
def test_an_approval_that_lacks_something_is_refused(game, given, why):
    with pytest.raises(Refused, match=why):
        game.approve(**given)
    assert game.events(ev.ExperimentApproved) == []


def test_the_approval_keeps_what_was_shown(game, shop):
    game.approve()
    (approved,) = game.events(ev.ExperimentApproved)
    assert approved.digest == game.view.digest
    assert f'action: kill: {MODULE}.kill(folder="{shop.folder}")' in approved.actions
    assert any(line.startswith("rollback: heal") for line in approved.actions)
    with pytest.raises(Refused, match="runs already"):
        game.approve()
    game.real.close()


def beside(shop, tmp_path):
    (tmp_path / "scenario").mkdir()
    file = tmp_path / "scenario" / "break.json"
    file.write_text(json.dumps(experiment(shop, action("kill", "kill", shop.folder))))
    more = {"file": "break.json", "activities": [{"name": "kill"}]}
    return file, Game(tmp_path / "data", {}, file.parent, **more)


def test_a_file_that_was_changed_after_it_was_shown_is_refused(shop, tmp_path):
    file, game = beside(shop, tmp_path)
    digest = game.view.digest
    file.write_text(file.read_text().replace('"func": "kill"', '"func": "freeze"'))
    with pytest.raises(Refused, match="changed since it was shown"):
        game.approve(digest=digest)
    assert "freeze" in game.view.actions[0]


def test_a_file_that_was_changed_after_it_was_approved_is_not_run(shop, tmp_path):
    file, game = beside(shop, tmp_path)
    digest, lines = game.view.digest, game.view.actions
    file.write_text(file.read_text().replace('"func": "kill"', '"func": "freeze"'))
    # An approval that did not come through the adapter, for what was shown before the change.
    game.session.submit(ApproveExperiment("shop", digest, "practice shop", True, lines))
    assert "changed after it was confirmed" in game.rolled_back().reason
    game.start()
    with pytest.raises(Refused, match="Approve the experiment"):
        game.release()
    assert shop.well()


def test_the_child_runs_nothing_but_what_was_approved(game, shop):
    """A document that was altered on its way does not have the digest that was approved."""
    from trainer.chaos.launch import Running
    from trainer.chaos.lines import Order

    view = game.view
    document = experiment(shop, action("kill", "freeze", shop.folder))
    running = Running(
        Order(
            "key",
            str(game.place.records),
            "e",
            "shop",
            "practice shop",
            view.digest,
            200_000,
            60_000_000,
            document,
        )
    )
    assert running.wait(10)
    (failed, _) = running.came()
    assert "not the one that was approved" in failed["text"]


def test_a_whole_module_does_not_allow_what_it_imports(shop, tmp_path):
    """`tests.chaos.faults` imports urlopen; the entry for all of that module does not mean it."""
    stolen = action("kill", "urlopen", shop.folder)
    stolen["provider"]["arguments"] = {"url": shop.url}
    game = Game(tmp_path / "data", experiment(shop, stolen))
    game.approve()
    assert "is defined in urllib.request" in game.rolled_back().reason


def test_what_the_library_finds_wrong_is_said_and_nothing_is_begun(shop, tmp_path):
    missing = action("kill", "kill", shop.folder, nonsense=1)
    game = Game(tmp_path / "data", experiment(shop, missing))
    game.approve()
    assert "nonsense" in game.rolled_back().reason
    assert "Nothing was begun" in game.view.said
    game.start()
    with pytest.raises(Refused, match="Approve the experiment"):
        game.release()


def test_a_problem_keeps_an_experiment_from_being_approved(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.place.disallow("function", f"{MODULE}.*")
    with pytest.raises(Refused, match="is not allowed on this machine"):
        game.approve()


def test_a_dry_run_may_be_followed_by_the_real_one(game, shop):
    game.approve(dry_run=True)
    game.start()
    game.wait(lambda: game.view.stage == "dry run", "the dry run stands")
    game.approve()
    game.wait(lambda: game.view.stage == "running", "the real run stands")
    game.release()
    assert game.ran("kill").ok
    assert shop.answers() is None
    game.real.close()
    assert shop.well()
    assert list(game.place.records.iterdir()) == []


def test_an_experiment_can_be_approved_again_after_it_was_rolled_back(shop, tmp_path):
    game = Game(
        tmp_path / "data",
        experiment(
            shop, action("kill", "kill", shop.folder), action("slow", "slow", shop.folder, seconds=0.01)
        ),
    )
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    game.real.stop_experiments()
    game.rolled_back()
    with pytest.raises(Refused, match="Approve the experiment"):
        game.release(2)
    game.approve()
    game.release(2)
    assert game.ran("slow").ok
    game.real.close()
    assert faults.alive(shop.pid)


def test_a_clock_that_runs_faster_than_the_real_system_is_refused(game):
    game.session.submit(StartClock(10))
    with pytest.raises(Refused, match="normal speed"):
        game.approve()


def test_without_the_extra_one_line_says_how_to_install_it(game, monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        "trainer.chaos.errors.find_spec", lambda name: None if name == "chaoslib" else found(name)
    )
    assert 'pip install "incident-trainer[chaos]"' in game.view.problems[0]
    with pytest.raises(Refused, match="incident-trainer"):
        game.approve()
