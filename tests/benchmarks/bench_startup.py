"""First painted window, from process start, against a bare QMainWindow. Target: at most 2.5x.

    python tests/benchmarks/bench_startup.py        (from the project's folder)

Runs on the offscreen platform, or on the screen that DISPLAY names when QT_QPA_PLATFORM=xcb is set. A window counts as
painted when all that is in it has been painted, not only its ground. Both programs run from bytecode, as installed
programs do; the window is that of `trainer` over a library of its own, with settings nobody has touched.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 15
TARGET = 2.5
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self, lambda: print("painted", flush=True))
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
# The watch comes last and so hears first: "painted" is said before the window goes on loading.
OURS = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from trainer.ui.shell.window import MainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: print("painted", flush=True))
        return False
watch = Watch()
def shown(self, event):
    super(MainWindow, self).showEvent(event)
    self.installEventFilter(watch)
MainWindow.showEvent = shown
from trainer.cli import main
sys.exit(main(["--library", sys.argv[1]]))
"""


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of both programs: bytecode is kept, settings are those of nobody."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        "QT_QPA_PLATFORM": "offscreen",
        **kept,
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }


def until_painted(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start of a process to its first painted window."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
        process.kill()
    if "painted" not in line:
        raise SystemExit(f"no window was painted by: {' '.join(command[:2])}")
    return took


def main() -> int:
    """Print both medians and the ratio, pair by pair."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = surroundings(folder)
        ours = [sys.executable, "-c", OURS, str(folder / "library.db")]
        bare = [sys.executable, "-c", BARE]
        for command in (ours, bare):
            until_painted(command, environment)  # compiles
        pairs = [(until_painted(ours, environment), until_painted(bare, environment)) for _ in range(RUNS)]
    ratio = statistics.median(window / plain for window, plain in pairs)
    print(f"first painted window {statistics.median(pair[0] for pair in pairs) * 1000:7.0f} ms")
    print(f"bare QMainWindow     {statistics.median(pair[1] for pair in pairs) * 1000:7.0f} ms")
    print(f"ratio                {ratio:7.2f}    (target: at most {TARGET})")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
