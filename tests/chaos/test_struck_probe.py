"""A probe that is under way when a fault strikes finds it: its moment is the fault's, never one before it."""

from __future__ import annotations

from tests.chaos.world import Game, action, experiment, until


def test_a_fault_that_strikes_while_a_probe_runs_is_not_found_before_it_began(shop, tmp_path):
    inline = experiment(shop, action("kill", "kill", shop.folder))
    provider = {
        "type": "python",
        "module": "tests.chaos.gate",
        "func": "answers",
        "arguments": {"folder": str(shop.folder)},
    }
    (probe,) = inline["steady-state-hypothesis"]["probes"]
    probe.update(provider=provider, tolerance=True)
    game = Game(tmp_path / "data", inline, probe_every="100ms")
    game.place.allow("function", "tests.chaos.gate.*")
    game.approve()
    game.start()
    game.probed(met=True)
    held = shop.folder / "held"
    held.touch()
    until(lambda: (shop.folder / "inside").exists(), "a probe is under way")
    game.release()
    ran = game.ran("kill")
    held.unlink()
    assert game.probed(met=False).probed > ran.began
