"""How punctually timed injects are released while every window is open. Target: p99 at most 10 ms late.

    python tests/benchmarks/bench_release.py [injects]        (from the project's folder)

A session on a library file and the machine's clock plays a generated scenario at single speed: injects 200 to 400 ms
apart, with the main window and its facilitator's console, two seats and the room display open and painting. Beside it
a bare process wakes at the same distances by a precise QTimer and does nothing else, so that what the machine does
weighs on both alike. Runs on the offscreen platform, or on the one that QT_QPA_PLATFORM names.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from trainer.cli.exercises import seats_for  # noqa: E402
from trainer.cli.local import LocalWorkspace  # noqa: E402
from trainer.core.events import InjectDelivered, Record  # noqa: E402
from trainer.core.scenario import Kind  # noqa: E402
from trainer.core.time import SECOND, Micros  # noqa: E402
from trainer.ui.app import application  # noqa: E402
from trainer.ui.shell.window import MainWindow  # noqa: E402
from trainer.workspace import Opened, Setup  # noqa: E402

PLAN = ROOT / "scenarios" / "plans" / "incident-management-procedures.yaml"
ROLES = ("incident-commander", "communications-lead", "technical-lead")
CHANNELS = ("alert", "chat", "mail", "phone", "ticket", "social", "dashboard", "news")
INJECTS = 150
SETTLE_MS = 4_000
"""The first inject is due this long after the start: the windows are opening until then."""
TARGET_MS = 10.0

BARE = """
import json, math, sys, time
from PySide6.QtCore import QCoreApplication, Qt, QTimer
due, late = json.loads(sys.argv[1]), []
app = QCoreApplication(sys.argv)
timer = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
began = time.monotonic()
def behind():
    return (time.monotonic() - began) * 1000 - due[len(late)]
def arm():
    timer.start(max(0, math.ceil(-behind())))
def woken():
    if behind() >= 0:
        late.append(behind())
    if len(late) == len(due):
        app.quit()
    else:
        arm()
timer.timeout.connect(woken)
arm()
app.exec()
print(json.dumps(late))
"""


def due_times(count: int) -> list[int]:
    """When injects are due, in milliseconds from the start."""
    drawn, times = random.Random(7), [SETTLE_MS]
    while len(times) < count:
        times.append(times[-1] + drawn.randint(200, 400))
    return times


def scenario_text(times: Sequence[int]) -> str:
    """A scenario of timed injects, each to two of the roles."""
    head = f"""id: punctual
title: Punctual
kinds: [tabletop]
plan: incident-management-procedures
length: {times[-1] // 60_000 + 5}m
roles: [{", ".join(ROLES)}]
objectives:
  - {{id: command, title: Put one person in command, steps: [declare-commander, open-channel]}}
injects:
"""
    return head + "".join(_inject(number, time) for number, time in enumerate(times))


def _inject(number: int, time: int) -> str:
    roles = [ROLES[number % len(ROLES)], ROLES[(number + 1) % len(ROLES)]]
    return f"""  - id: inject-{number}
    title: Report number {number} from the field
    release: {{at: {time}ms}}
    channel: {CHANNELS[number % len(CHANNELS)]}
    from: Monitoring
    to: [{", ".join(roles)}]
    text: >-
      Checkout errors rose to {number} per minute after the last release; retries hide part of them. Support counts
      {number} open cases about payments.
"""


def opened(folder: Path, times: Sequence[int]) -> tuple[LocalWorkspace, Opened]:
    """An exercise in a library of its own, with a seat for each role."""
    path = folder / "punctual.yaml"
    path.write_text(scenario_text(times), encoding="utf-8")
    workspace = LocalWorkspace(str(folder / "library.db"))
    script = workspace.script(path, PLAN)
    setup = Setup("Punctual", Kind.TABLETOP, path, PLAN, seats_for(script))
    return workspace, workspace.create(setup)


def show_all(window: MainWindow, exercise: Opened) -> None:
    """Open every window and start the clock."""
    window.resize(1_280, 800)
    window.show()
    window.begin(exercise, ROLES[0])
    for role in ROLES[:2]:
        window.stage.show_seat(role)
    window.stage.show_room()
    for one in window.stage.windows():
        one.resize(1_100, 760)
    if len(window.stage.windows()) != len(ROLES[:2]) + 1:
        raise SystemExit("not every window opened")


def deliveries(records: Sequence[Record]) -> list[tuple[Micros, Micros]]:
    """When each timed inject was due, and when it was released, on the exercise clock."""
    events = ((record.event, record.elapsed) for record in records)
    return [
        (event.planned, elapsed)
        for event, elapsed in events
        if isinstance(event, InjectDelivered) and event.planned is not None
    ]


def played(app: QApplication, folder: Path, times: Sequence[int]) -> tuple[list[float], list[float]]:
    """Milliseconds after its due time at which each inject was released, and at which the windows had taken it up."""
    workspace, exercise = opened(folder, times)
    window = MainWindow(lambda: workspace)
    taken_up: list[float] = []
    show_all(window, exercise)

    def hear(records: tuple[Record, ...]) -> None:
        taken_up.extend((exercise.exercise.elapsed() - planned) / 1_000 for planned, _ in deliveries(records))
        if len(taken_up) == len(times):
            QTimer.singleShot(0, app.exit)  # quit would ask about the exercise in play

    play = window.stage.play
    assert play is not None
    play.pulse.recorded.connect(hear)
    app.exec()
    late = [(elapsed - planned) / 1_000 for planned, elapsed in deliveries(exercise.exercise.records)]
    window.stage.close()
    window.close()
    return late, taken_up


def shares(late: Sequence[float]) -> tuple[float, float, float]:
    """The median, the 99th of 100 and the largest."""
    ordered = sorted(late)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)], ordered[-1]


def main(count: int) -> int:
    """Play, and print how late; 0 when the target is met."""
    times = due_times(count)
    print(f"{count} timed injects in {times[-1] * 1_000 / SECOND:.0f} s, all windows open; milliseconds late")
    app = application(["trainer"])
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-c", BARE, json.dumps(times)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as bare:
            late, taken_up = played(app, Path(name), times)
            bare_late = json.loads(bare.communicate()[0])
    rows = {"released": late, "taken up by windows": taken_up, "bare precise QTimer": bare_late}
    for words, values in rows.items():
        median, most, largest = shares(values)
        print(f"{words:20} p50 {median:6.2f}   p99 {most:6.2f}   max {largest:6.2f}")
    p99 = shares(late)[1]
    print(f"ratio of the p99     {p99 / shares(bare_late)[1]:.1f}")
    print(f"target               p99 at most {TARGET_MS:.0f} ms: {'met' if p99 <= TARGET_MS else 'NOT met'}")
    return 0 if p99 <= TARGET_MS else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else INJECTS))
