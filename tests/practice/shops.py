"""What the tests of the practice shop share: waiting for a condition, and a terminal in the shop's folder."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from trainer.practice import probes
from trainer.practice.place import Place

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0
"""Seconds after which a condition that did not come about is given up; far more than any of them takes."""


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds."""
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up, f"within {PATIENCE:g} s not: {what}"
        time.sleep(0.02)


def until_well(place: Place) -> None:
    """Wait until orders from outside are taken, all of them and quickly."""
    until(lambda: probes.is_well(str(place.folder)), "orders are taken quickly")


def terminal(place: Place, command: str) -> str:
    """What a person types in a terminal in the shop's folder; its output. The command has to succeed."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=place.folder,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
