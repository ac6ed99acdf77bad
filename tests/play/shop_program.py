"""The program as a process of its own, to be killed and started again.

    python -m tests.play.shop_program begin FOLDER ACTIVITY...    breaks the practice shop in an exercise and goes on
    python -m tests.play.shop_program again FOLDER EXERCISE       the next start: takes the exercise up

`begin` writes the exercise's identifier once every fault is in its journal, and ends with its standard input.
`again` writes what the exercise's journal tells of the rollbacks, and ends.
"""

from __future__ import annotations

import json
import select
import sys
import time
from pathlib import Path

from tests.play.shop_drill import PATIENCE, Drill
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev

BEAT = 0.02


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def begin(library: Path, activities: list[str]) -> None:
    drill = Drill(library)
    drill.begin()
    for activity in activities:
        drill.release(activity)
        assert drill.ran(activity)[1].ok
    drill.probed(False, 0)
    say(drill.exercise.id)
    while not select.select([sys.stdin], [], [], BEAT)[0]:
        drill.driver.beat()
        drill.driver.mark()


def again(library: Path, exercise: str) -> None:
    opened = LocalWorkspace(str(library)).open(exercise)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        opened.driver.beat()
        told = [each.event for each in opened.exercise.records if isinstance(each.event, ev.RollbacksRan)]
        if told:
            say(json.dumps({"ok": told[0].ok, "reason": told[0].reason, "text": told[0].text}))
            break
        select.select([], [], [], BEAT)
    opened.close()


if __name__ == "__main__":
    what, folder, *rest = sys.argv[1:]
    if what == "begin":
        begin(Path(folder) / "library.sqlite", rest)
    else:
        again(Path(folder) / "library.sqlite", rest[0])
