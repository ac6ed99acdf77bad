"""Pictures of the facilitator's console in play: `python tests/ui/gallery_facilitator.py OUTDIR`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import ManualClock, MemoryJournal, created, isolated_settings
from trainer import shipped
from trainer.cast import PROFILES, GeneratedCast
from trainer.cli.drive import Drive
from trainer.cli.exercises import prepare
from trainer.core.actions import Improvise
from trainer.core.commands import Act, EndExercise, HoldInject, RecordObservation, StartClock
from trainer.core.script import Script
from trainer.core.time import MINUTE, Micros
from trainer.session import Session
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator import FacilitatorConsole
from trainer.workspace import Opened


def shipped_script() -> Script:
    """The scenario that ships, on its plan."""
    folder = shipped.scenarios_folder()
    return prepare(folder / "payment-gateway-outage.yaml", None, [folder / "plans"]).script


class Drill:
    """An exercise with a virtual team on a clock that is moved by hand."""

    def __init__(self, script: Script) -> None:
        self.clock, journal = ManualClock(), MemoryJournal()
        journal.append([(self.clock.wall(), 0, created(script))])
        self.session = Session(script, journal, self.clock)
        self.drive = Drive(self.session, GeneratedCast(script, PROFILES["typical"], 7))
        self.opened = Opened(self.session, self.drive, lambda: None)

    def play_to(self, at: Micros) -> None:
        """Let time pass until an exercise time, everybody acting."""
        if self.session.state.status == "created":
            self.session.submit(StartClock())
        while self.session.elapsed() < at:
            self.drive.beat()
            due = self.drive.next_at()
            step = at if due is None else min(at, max(due, self.session.elapsed() + 1))
            self.clock.advance(step - self.session.elapsed())
        self.drive.beat()


def prepared(minute: float) -> tuple[Drill, FacilitatorConsole]:
    """A console as it stands at a minute of play."""
    drill = Drill(shipped_script())
    if minute:
        drill.play_to(round(min(minute, 89) * MINUTE))
        drill.session.submit(RecordObservation("Two people looked for the provider's number.", "observation"))
        if minute < 89:
            drill.session.submit(
                HoldInject(
                    next(
                        line
                        for line in ("time-box-over", "double-reservations")
                        if drill.session.state.injects[line].status == "pending"
                    )
                )
            )
        else:
            drill.session.submit(EndExercise())
    return drill, FacilitatorConsole(drill.opened, Pulse(drill.session, drill.drive))


def beginning(console: FacilitatorConsole) -> None:
    """Before play."""


def middle(console: FacilitatorConsole) -> None:
    """In the thick of it, a line being typed."""
    console.msel.select("choose-measure")
    console.recorder.roles.choose(None)
    console.recorder.begin("tl contain switch retries off because it can be undone 20s ago")


def reasonless(console: FacilitatorConsole) -> None:
    """A measure is being typed, and nobody has given the reason yet."""
    console.recorder.begin("tl contain switch retries off")


def offering(console: FacilitatorConsole) -> None:
    """The recorder offers ways to go on."""
    console.msel.select("severity-question")
    console.recorder.begin("ic step ")


def form(console: FacilitatorConsole) -> None:
    """Recording with a form."""
    console.middle.open_form("communications-lead")
    console.middle.form.kind.setCurrentIndex(2)
    console.clocks.show_done.setChecked(True)


def own_inject(console: FacilitatorConsole) -> None:
    """Writing an inject."""
    console.middle.open_ad_hoc()
    console.clocks.show_done.setChecked(False)


def guide(console: FacilitatorConsole) -> None:
    """Reading the guide, acts to link in the feed."""
    console.middle.tabs.setCurrentIndex(3)
    console.desk.do(
        Act("technical-lead", Improvise(text="We called the second line by telephone"), "facilitator")
    )
    console.refresh()
    console.feed.filter.setCurrentIndex(4)


def ended(console: FacilitatorConsole) -> None:
    """After play."""


SCENES = {
    "start": (0, beginning),
    "mid": (24.4, middle),
    "offers": (8.5, offering),
    "reason": (24.4, reasonless),
    "form": (24.4, form),
    "own": (33, own_inject),
    "guide": (33, guide),
    "end": (90, ended),
}
SIZES = {
    "1090": (1_090, 720),
    "1280": (1_280, 800),
    "1920": (1_920, 1_080),
    "720": (1_280, 720),
    "1440": (1_440, 900),
}


def take(folder: Path, ratio: str, wanted: list[str]) -> None:
    """Write pictures at the resolution the program was started with; names are scene, scheme, size and zoom.

    With a zoom the console is built at 100 % and enlarged while it is open, as a person does it.
    """
    app = QApplication([])
    isolated_settings(Path(tempfile.mkdtemp()))
    for name in wanted:
        scene, scheme, size, *zoom = name.split("-")
        look.apply(app, scheme)  # type: ignore[arg-type]
        minute, act = SCENES[scene]
        drill, console = prepared(minute)
        console.resize(*SIZES[size])
        console.show()
        console.activateWindow()
        QTest.qWaitForWindowActive(console)
        if zoom:
            look.apply(app, scheme, int(zoom[0]))  # type: ignore[arg-type]
        act(console)
        console.refresh()
        console.tick(drill.session.elapsed())
        app.sendPostedEvents()
        console.grab().save(str(folder / f"{name}@{ratio}x.png"))
        console.close()


ALL = [
    "start-light-1280", "start-dark-1920", "mid-light-1280", "mid-dark-1280", "mid-light-1920", "mid-dark-1920",
    "mid-light-720", "offers-light-1280", "form-dark-1280", "own-light-1280", "end-light-1280", "end-dark-1920",
    "mid-contrast-1280", "mid-light-1090", "guide-light-1280", "mid-light-1440-150", "own-light-1440-150",
    "reason-light-1280", "start-light-1440-150", "mid-light-1440-200",
]  # fmt: skip


def start(folder: Path, wanted: list[str]) -> None:
    """Write the pictures, each resolution in a process of its own because Qt scales once and for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for ratio, names in (
        ("1", wanted),
        ("2", [name for name in wanted if name.startswith("mid-light-1280")]),
    ):
        if names:
            settings = os.environ | {"QT_SCALE_FACTOR": ratio, "GALLERY_RATIO": ratio}
            subprocess.run([sys.executable, __file__, str(folder), *names], env=settings, check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    if "GALLERY_RATIO" in os.environ:
        take(target, os.environ["GALLERY_RATIO"], sys.argv[2:])
    else:
        start(target, sys.argv[2:] or ALL)
