"""How long a frame of the monitoring takes: `python tests/benchmarks/bench_monitor.py [SECONDS]`.

A real model of 30 services with four hours of telemetry (14,400 seconds of play after an hour of quiet past). The
console is refreshed once for every further second, as it is while the clock runs, and everything that was painted or
plotted between two turns of the event loop is one frame. Map and charts of a service, the business, and the wall of
all services are measured, while the clock runs and from the moment a view is chosen until all of it stands. The median,
the 95th of 100 and the longest are printed: what the clock on the wall says, and what the thread worked, which other
programs on the machine cannot lengthen. The target is 16 ms of work for a frame at the 95th of 100.

Set QT_QPA_PLATFORM=offscreen (the default without a screen) or run it on a display.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    if not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from trainer.core.actions import Look, Operate
from trainer.core.services import System
from trainer.core.services.monitor import Monitor
from trainer.core.simulation import Operation, Simulation
from trainer.ui import look
from trainer.ui.monitor import Host, MonitorConsole

SERVICES, PLAYED = 30, 14_400
TARGET_MS = 16.0
_LAYERS = 5
_KINDS = ("database", "cache", "queue", "external")


def simulation(count: int) -> Simulation:
    """So many services in five layers, each calling two of the layer below; one of them breaks after an hour."""
    layer = [min(_LAYERS - 1, number * _LAYERS // count) for number in range(count)]
    services: list[dict[str, Any]] = []
    for number in range(count):
        below = [other for other in range(count) if layer[other] == layer[number] + 1]
        called = {below[number % len(below)], below[(number * 3 + 1) % len(below)]} if below else set()
        services.append(
            {
                "id": f"s{number}",
                "title": f"Service number {number}",
                "kind": "service" if below else _KINDS[number % len(_KINDS)],
                "load": 20 + number if layer[number] == 0 else 0,
                "replicas": 4,
                "takes": "15ms",
                "calls": [{"service": f"s{other}", "per_request": 0.5} for other in sorted(called)],
            }
        )
    alerts = [
        {"id": f"errors-{number}", "title": f"Errors of service {number}",
         "when": {"service": f"s{number}", "measure": "errors", "above": "5%", "for": "1m"}}
        for number in range(count)
    ]  # fmt: skip
    fault = {"id": "bad", "title": "A bad release", "kind": "bad deployment", "service": f"s{count // 2}",
             "effect": {"errors": "12%", "slower": 2}}  # fmt: skip
    figures = [
        {"id": f"figure-{number}", "title": f"Orders of shop {number}", "service": f"s{number}"}
        for number in range(4)
    ]
    parts = {"services": services, "alerts": alerts, "faults": [fault], "figures": figures}
    return Simulation.model_validate({**parts, "history": "1h", "starts_at": "14:00"})


class Frames:
    """What frames take, in milliseconds: on the wall, and of the thread's own work."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.wall: list[float] = []
        self.work: list[float] = []

    def run(self, act: Callable[[], object]) -> None:
        """Do something as one frame."""
        wall, work = time.perf_counter(), time.thread_time()
        act()
        self.work.append((time.thread_time() - work) * 1_000)
        self.wall.append((time.perf_counter() - wall) * 1_000)

    def settle(self, turns: int = 24) -> None:
        """Let the event loop turn, each turn a frame, until everything is on the screen."""
        for _ in range(turns):
            self.run(self._app.processEvents)


def _shares(spent: Sequence[float]) -> str:
    ordered = sorted(spent)
    at = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 1)]
    return "  ".join(f"{word} {value:6.2f}" for word, value in zip(("median", "p95", "max"), at, strict=True))


def said(name: str, frames: Frames) -> float:
    """Print the distributions of a view; returns the 95th of 100 of the work."""
    busy = [number for number, spent in enumerate(frames.work) if spent > 0.05]
    work, wall = [frames.work[n] for n in busy], [frames.wall[n] for n in busy]
    print(f"{name:28} work {_shares(work)}   wall {_shares(wall)}   ({len(busy)} frames)")
    return sorted(work)[min(len(work) - 1, int(len(work) * 0.95))]


def measured(
    app: QApplication, window: MonitorConsole, model: Any, seconds: int, prepare: Callable[[], object]
) -> tuple[Frames, Frames]:
    """Frames from the moment a view is chosen until it stands, and while so many seconds pass."""
    first, later = Frames(app), Frames(app)
    first.run(prepare)
    first.settle(60)
    for _ in range(seconds):
        model.advance(model.now() + 1)
        later.run(window.refresh)
        later.settle()
    return first, later


def built() -> tuple[Any, MonitorConsole]:
    """The model after four hours of play, and the console on it, with its series read."""
    model = System(simulation(SERVICES), 1)
    broken = simulation(SERVICES).faults[0]
    model.advance(3_600)
    model.begin_fault(broken, 3_601)
    model.order(1, "tech", Operate(operation=Operation.RESTART, service="s3"), 3_700)
    model.order(2, "tech", Look(at="logs"), 3_800)
    model.advance(PLAYED)
    host = Host(Monitor(lambda: model), lambda _: "", lambda: "tech", lambda role: role, lambda _: "")
    window = MonitorConsole(host)
    window.warm_up()
    return model, window


def _show(window: MonitorConsole, service: str, length: int) -> None:
    window.choose(service)
    window.board.show_length(length)


def main(seconds: int) -> int:
    """Measure every view; 0 when the target is met."""
    app = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        look.apply(app, "light")
        model, window = built()
        window.resize(1_880, 980)
        window.show()
        views: dict[str, Callable[[], object]] = {
            "map and charts, 4 h": partial(_show, window, "s15", 14_400),
            "map and charts, 5 min": partial(_show, window, "s15", 300),
            "map and business, 4 h": partial(_show, window, "", 14_400),
            "all services, 4 h": lambda: window.views.setCurrentIndex(1),
        }
        print(f"{SERVICES} services, {model.now() - model.began() + 1:,} seconds, {app.platformName()}")
        worst = 0.0
        for name, prepare in views.items():
            first, later = measured(app, window, model, seconds, prepare)
            worst = max(worst, said(name, later))
            said("  when it is chosen", first)
        window.close()
    met = worst <= TARGET_MS
    print(f"target: p95 of the work at most {TARGET_MS:.0f} ms a frame: {'met' if met else 'NOT met'}")
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
