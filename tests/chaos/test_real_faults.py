"""Faults that are really there: broken by the experiment's process, measured from outside, mended, and probed."""

from __future__ import annotations

import os
import signal

import pytest

from tests.chaos import faults
from tests.chaos.world import Game, action, experiment, until
from trainer.core import events as ev
from trainer.core.refusing import Refused
from trainer.core.time import SECOND

EVERY = 1.5
"""Seconds from probe to probe where a test judges in which of them a repair is found: long beside what a busy machine
takes to wake somebody"""
PACE = f"{round(EVERY * 1000)}ms"


def within_one_probe(event: ev.SteadyStateProbed, elapsed: int) -> bool:
    """Whether a repair was found by the probe after it, with most of another interval for a busy machine."""
    return abs(event.probed - elapsed) <= 1.9 * EVERY * SECOND


def test_a_killed_process_is_gone_and_its_repair_is_found_within_one_probe(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)), probe_every=PACE)
    assert shop.well()
    game.approve()
    game.start()
    game.probed(met=True)
    pid = shop.pid
    game.release()
    assert game.ran("kill").ok
    assert not faults.alive(pid)
    assert shop.answers() is None
    game.probed(met=False)
    faults.start(shop.folder)
    repaired = game.session.elapsed()
    assert within_one_probe(game.probed(met=True), repaired)
    assert game.session.state.reached("recovered") is not None
    assert shop.healed() == 0
    game.end()
    assert game.rolled_back().ok
    assert shop.healed() == 1


def test_a_frozen_process_answers_nobody_until_it_is_continued(shop, tmp_path):
    game = Game(
        tmp_path / "data", experiment(shop, action("freeze", "freeze", shop.folder)), probe_every=PACE
    )
    game.approve()
    game.start()
    game.probed(met=True)
    game.release()
    game.ran("freeze")
    assert shop.frozen()
    assert shop.answers() is None
    game.probed(met=False)
    os.kill(shop.pid, signal.SIGCONT)
    repaired = game.session.elapsed()
    assert within_one_probe(game.probed(met=True), repaired)
    game.real.close()
    assert shop.healed() == 1


def test_a_slow_service_is_measured_slow_from_outside_and_quick_again_after_its_switch(shop, tmp_path):
    switch = {"type": "http", "method": "POST", "url": f"{shop.url}slow?by=2", "timeout": 10}
    inline = experiment(shop, {"type": "action", "name": "slow", "provider": switch})
    game = Game(tmp_path / "data", inline, probe_every=PACE)
    game.place.allow("host", f"127.0.0.1:{shop.url.rstrip('/').rpartition(':')[2]}")
    game.approve()
    game.start()
    game.probed(met=True)
    game.release()
    assert game.ran("slow").ok
    slow = shop.answers(within=30)
    assert slow is not None
    assert slow > 1.9
    game.probed(met=False)
    faults.slow(shop.folder, 0)
    repaired = game.session.elapsed()
    assert within_one_probe(game.probed(met=True), repaired)
    until(lambda: (shop.answers(within=30) or 30) < 1.9, "the shop is quick again")
    game.real.close()


def test_the_large_button_interrupts_an_action_that_takes_long_and_rolls_back(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("dawdle", "dawdle", shop.folder, seconds=600)))
    game.approve()
    game.start()
    game.release()
    game.probed(met=False)
    assert game.events(ev.ActivityRan) == []
    game.real.stop_experiments("it has got out of hand")
    ended = game.rolled_back()
    assert ended.ok
    assert "it has got out of hand" in ended.reason
    assert not game.ran("dawdle").ok
    assert shop.well()
    assert game.session.state.status == "running"


def test_an_action_that_cannot_be_interrupted_does_not_keep_the_rollbacks_waiting(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("deaf", "deaf", shop.folder, seconds=600)))
    game.approve()
    game.start()
    game.release()
    game.probed(met=False)
    game.real.stop_experiments()
    assert game.rolled_back().ok
    assert shop.healed() == 1
    assert shop.well()


def test_the_time_limit_rolls_back_whatever_happens(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)), time_limit="4s")
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    assert "time limit" in game.rolled_back().reason
    assert shop.well()


def test_probes_that_stand_after_an_action_run_right_after_it(shop, tmp_path):
    look = {"type": "probe", "name": "look", "provider": {"type": "http", "url": shop.url, "timeout": 1}}
    game = Game(tmp_path / "data", experiment(shop, action("slow", "slow", shop.folder, seconds=0.05), look))
    game.approve()
    game.start()
    game.release()
    assert game.ran("slow").inject == "activity-shop-1"
    assert game.ran("look").inject is None
    game.real.close()


def test_people_mend_a_game_day_without_hypothesis_and_without_rollbacks(shop, tmp_path):
    inline = experiment(shop, action("kill", "kill", shop.folder), rollbacks=[])
    del inline["steady-state-hypothesis"]
    game = Game(tmp_path / "data", inline)
    assert len(game.view.warnings) == 2
    game.approve()
    game.start()
    game.release()
    assert game.ran("kill").ok
    assert shop.answers() is None
    faults.start(shop.folder)
    game.end()
    ended = game.rolled_back()
    assert ended.ok
    assert "repaired by people" in ended.text
    assert game.events(ev.SteadyStateProbed) == []


def test_no_activity_begins_while_the_steady_state_was_never_met(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("slow", "slow", shop.folder, seconds=1)))
    faults.kill(shop.folder)
    game.approve()
    game.start()
    game.release()
    ran = game.ran("slow")
    assert not ran.ok
    assert "the steady state was not met beforehand" in ran.text
    assert game.session.state.reached("impact") is None
    game.end()
    assert "no action had been begun" in game.rolled_back().text
    assert shop.healed() == 0


def test_the_journal_of_the_library_is_kept_in_its_own_format(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    game.probed(met=False)
    game.end()
    game.rolled_back()
    kept = game.kept()
    assert kept["experiment"]["title"] == "The shop loses a part"
    assert [run["activity"]["name"] for run in kept["run"]] == ["kill"]
    assert [run["status"] for run in kept["rollbacks"]] == ["succeeded"]
    assert kept["steady_states"]["before"]["steady_state_met"] is True
    assert kept["steady_states"]["after"]["steady_state_met"] is True
    assert [state["steady_state_met"] for state in kept["steady_states"]["during"]][:1] == [False]
    assert kept["status"] == "completed"
    assert {"start", "end", "duration", "platform", "chaoslib-version", "deviated"} <= set(kept)


def test_a_rollback_that_fails_is_said_and_stays_to_be_done(shop, tmp_path):
    inline = experiment(
        shop,
        action("kill", "kill", shop.folder),
        rollbacks=[action("hopeless", "cannot", shop.folder), action("heal", "heal", shop.folder)],
    )
    game = Game(tmp_path / "data", inline)
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    game.end()
    ended = game.rolled_back()
    assert not ended.ok
    assert "hopeless failed: RuntimeError: shop cannot be healed" in ended.text
    assert shop.well()  # the rollback after the one that failed ran all the same
    assert game.view.stage == "not undone"
    (left,) = game.place.left_over()
    assert not left.done
    assert game.place.recovery.wait(10)
    game.place.recovery.discard(left.key)
    assert game.place.left_over() == ()


def test_rollbacks_that_are_tried_again_and_succeed_are_in_the_journal_too(shop, tmp_path):
    rollbacks = [action("heal", "heal_if_asked", shop.folder)]
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder), rollbacks=rollbacks))
    game.approve()
    game.start()
    game.release()
    game.ran("kill")
    game.real.stop_experiments()
    assert not game.rolled_back().ok
    with pytest.raises(Refused, match="was not rolled back"):
        game.approve()
    (shop.folder / "asked").touch()
    (left,) = game.place.left_over()
    game.place.recovery.undo(left.key)
    game.wait(lambda: game.events(ev.RollbacksRan)[-1].ok, "the second attempt is in the journal")
    assert shop.well()
    assert list(game.place.records.iterdir()) == []


def test_a_dry_run_probes_and_journals_but_does_nothing(shop, tmp_path):
    game = Game(tmp_path / "data", experiment(shop, action("kill", "kill", shop.folder)))
    game.approve(dry_run=True)
    game.start()
    game.probed(met=True)
    game.release()
    ran = game.ran("kill")
    assert ran.text == "not carried out: this is a dry run"
    assert shop.well()
    assert game.view.stage == "dry run"
    game.end()
    assert "it was a dry run" in game.rolled_back().text
    assert shop.healed() == 0
    assert game.kept()["run"][0]["activity"]["name"] == "kill"
