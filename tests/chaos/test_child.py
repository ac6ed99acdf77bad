"""The experiment's process against activities and surroundings that make trouble."""

from __future__ import annotations

import itertools
import os
import signal

from tests.chaos import faults
from tests.chaos.world import Game, action, experiment
from trainer.chaos.lines import Voice, messages
from trainer.core import events as ev


def begun(shop, tmp_path, *method, **more):
    game = Game(tmp_path / "data", experiment(shop, *method), **more)
    game.approve()
    game.start()
    game.probed(met=True)
    return game


def child(game):
    (run,) = game.real._runs.values()
    assert run.running is not None
    return run.running


def test_an_activity_that_prints_disturbs_nobody(shop, tmp_path):
    game = begun(shop, tmp_path, action("loud", "loud", shop.folder))
    game.release()
    ran = game.ran("loud")
    assert (ran.ok, ran.text) == (True, "said")
    game.end()
    assert game.rolled_back().ok


def test_an_activity_that_leaves_the_interpreter_has_failed_and_the_rest_goes_on(shop, tmp_path):
    game = begun(shop, tmp_path, action("leave", "leave", shop.folder), action("kill", "kill", shop.folder))
    game.release(1)
    assert not game.ran("leave").ok
    game.release(2)
    assert game.ran("kill").ok
    game.end()
    assert game.rolled_back().ok
    assert shop.well()


def test_a_process_that_is_told_to_end_rolls_back_first(shop, tmp_path):
    game = begun(shop, tmp_path, action("dawdle", "dawdle", shop.folder, seconds=600))
    game.release()
    game.probed(met=False)
    os.kill(child(game).pid, signal.SIGTERM)
    ended = game.rolled_back()
    assert ended.ok
    assert ended.reason == "its process was told to end"
    assert shop.well()


def test_a_command_that_fails_is_a_failed_activity(shop, tmp_path):
    provider = {"type": "process", "path": "false", "arguments": []}
    inline = experiment(shop, {"type": "action", "name": "fail", "provider": provider})
    game = Game(tmp_path / "data", inline)
    game.place.allow("command", "false")
    game.real.look_again("shop")
    game.approve()
    game.start()
    game.release()
    ran = game.ran("fail")
    assert not ran.ok
    assert "ended with code 1" in ran.text
    game.real.close()


def test_a_command_that_reads_its_input_swallows_no_order(shop, tmp_path):
    provider = {"type": "process", "path": "cat", "arguments": []}
    inline = experiment(
        shop, {"type": "action", "name": "read", "provider": provider}, action("kill", "kill", shop.folder)
    )
    game = Game(tmp_path / "data", inline)
    game.place.allow("command", "cat")
    game.approve()
    game.start()
    game.release(1)
    game.release(2)
    assert game.ran("read").ok
    assert game.ran("kill").ok
    game.real.close()


def test_a_command_that_takes_long_is_cut_short_by_the_button(shop, tmp_path):
    provider = {"type": "process", "path": "sleep", "arguments": ["600"]}
    inline = experiment(shop, {"type": "action", "name": "wait", "provider": provider})
    game = Game(tmp_path / "data", inline)
    game.place.allow("command", "sleep")
    game.approve()
    game.start()
    game.probed(met=True)
    game.release()
    game.wait(lambda: list(game.place.records.glob("*.undo")), "the action has begun")
    game.real.stop_experiments()
    assert game.rolled_back().ok
    assert game.ran("wait").text == "it was interrupted"


def test_an_activity_in_the_background_lets_others_begin(shop, tmp_path):
    long = {**action("long", "waits", shop.folder), "background": True}
    game = begun(shop, tmp_path, long, action("quick", "nap", shop.folder, seconds=0))
    faults.block(shop.folder)
    game.release(1)
    game.release(2)
    assert game.ran("quick").ok
    assert [each.activity for each in game.events(ev.ActivityRan)] == ["quick"]
    (shop.folder / "blocked").unlink()
    assert game.ran("long").inject == "activity-shop-1"
    game.end()
    game.rolled_back()
    assert {run["activity"]["name"] for run in game.kept()["run"]} == {"long", "quick"}


def test_a_probe_that_does_not_come_back_is_an_answer(shop, tmp_path):
    inline = experiment(shop, action("block", "block", shop.folder))
    probe = {**action("waits", "waits", shop.folder), "type": "probe", "tolerance": True}
    inline["steady-state-hypothesis"]["probes"] = [probe]
    game = Game(tmp_path / "data", inline)
    game.approve()
    game.start()
    game.probed(met=True)
    game.release()
    assert "no answer for" in game.probed(met=False).text
    (shop.folder / "blocked").unlink()
    game.probed(met=True)
    game.real.close()


def test_a_long_answer_is_cut_in_the_journal(shop, tmp_path):
    game = begun(shop, tmp_path, action("talk", "talk", shop.folder))
    game.release()
    game.ran("talk")
    game.end()
    game.rolled_back()
    assert len(game.events(ev.ExperimentJournalKept)[-1].journal) < 20_000


def test_what_is_found_while_the_clock_stands_is_recorded_where_it_stands(shop, tmp_path):
    from trainer.core.commands import PauseClock

    game = begun(shop, tmp_path, action("kill", "kill", shop.folder))
    game.release()
    game.ran("kill")
    game.session.submit(PauseClock("a break"))
    stood = game.session.elapsed()
    assert game.drive.beat() is not None
    assert game.probed(met=False).probed <= stood
    assert game.session.state.status == "paused"
    game.real.close()


def test_a_program_that_does_not_read_keeps_nobody_waiting():
    """A suspended program must not keep the rollbacks from running."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb") as pipe:
        voice = Voice(pipe)
        for number in range(200):
            voice.say("probed", text="x" * 1_000, number=number)
        voice.end(0.05)
        heard = [message["number"] for message in itertools.islice(messages(stream), 200)]
        voice.end(5)
    assert heard == list(range(200))
