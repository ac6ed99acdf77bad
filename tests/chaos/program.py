"""The program as a process of its own, to be killed: python -m tests.chaos.program FOLDER.

It breaks the shop and goes on. Its words on standard output: the exercise's identifier, then `broken` once the
fault is in the exercise's journal.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from tests.chaos.world import MODULE
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev
from trainer.core.commands import ReleaseInject, StartClock
from trainer.core.scenario import Kind
from trainer.workspace import Opened, Setup


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def begun(folder: Path) -> Opened:
    """An exercise on the files of a folder, its experiment approved and its first activity released."""
    workspace = LocalWorkspace(str(folder / "library.sqlite"))
    workspace.allow_in_experiments("function", f"{MODULE}.*")
    setup = Setup("", Kind.SIMULATION, folder / "scenario.yaml", folder / "plan.yaml", ())
    opened = workspace.create(setup)
    workspace.add_script(folder / "scenario.yaml")
    real = opened.experiments
    assert real is not None
    (view,) = real.views()
    assert not view.problems, view.problems
    real.approve(view.id, view.digest, view.target, True)
    opened.exercise.submit(StartClock())
    opened.exercise.submit(ReleaseInject("activity-shop-1"))
    return opened


def main() -> None:
    folder = Path(sys.argv[1])
    opened = begun(folder)
    say(opened.exercise.id)
    broken = False
    while True:
        opened.driver.beat()
        ran = any(isinstance(record.event, ev.ActivityRan) for record in opened.exercise.records)
        if ran and not broken:
            broken = True
            say("broken")
        if os.getppid() == 1:
            return
        time.sleep(0.02)


if __name__ == "__main__":
    main()
