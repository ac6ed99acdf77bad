"""First painted window, from process start, against a bare QMainWindow. Target: at most 2.5x.

Run by hand: python tests/benchmarks/bench_startup.py (on the offscreen platform, or on the screen that DISPLAY names
when QT_QPA_PLATFORM=xcb is set)
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 11
TARGET = 2.5
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("painted", flush=True)
app = QApplication(sys.argv)
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
OURS = """
import sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QMainWindow):
            print("painted", flush=True)
        return False
import PySide6.QtWidgets as widgets
watch = Watch()
first = QApplication.__init__
def init(self, *args):
    first(self, *args)
    self.installEventFilter(watch)
widgets.QApplication.__init__ = init
from trainer.cli import main
sys.exit(main(["--library", sys.argv[1]]))
"""


def until_painted(command: list[str]) -> float:
    """Seconds from the start of a process to its first painted window."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
        process.kill()
    if "painted" not in line:
        raise SystemExit(f"no window was painted by: {' '.join(command[:3])}")
    return took


def main() -> int:
    """Print both medians and the ratio, pair by pair."""
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-c", OURS, str(Path(folder) / "library.db")]
        bare = [sys.executable, "-c", BARE]
        until_painted(ours), until_painted(bare)
        pairs = [(until_painted(ours), until_painted(bare)) for _ in range(RUNS)]
    ratio = statistics.median(window / plain for window, plain in pairs)
    print(f"first painted window {statistics.median(pair[0] for pair in pairs) * 1000:7.0f} ms")
    print(f"bare QMainWindow     {statistics.median(pair[1] for pair in pairs) * 1000:7.0f} ms")
    print(f"ratio                {ratio:7.2f}    (target: at most {TARGET})")
    return 0 if ratio <= TARGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
