"""A probe that can be held in the middle of its work, as Chaos Toolkit's Python provider calls it."""

import time
from pathlib import Path

from tests.chaos import faults


def answers(folder):
    """Whether the shop runs; while there is a file `held` it waits before it looks, and says so by a file `inside`."""
    held = Path(folder) / "held"
    if held.exists():
        (Path(folder) / "inside").touch()
    while held.exists():
        time.sleep(0.01)
    return faults.alive(faults.pid_of(folder))
