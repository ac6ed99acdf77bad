"""Photographs of seats and of the room display in a real drill: `python tests/ui/gallery_seats.py OUTDIR [ONLY]`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QMainWindow

from tests.ui.fakes import ManualClock, MemoryJournal, created
from trainer import shipped
from trainer.cast import Cast, ScriptedCast
from trainer.cli.drive import Drive
from trainer.core.commands import Act, Command, EndExercise, PauseClock, StartClock
from trainer.core.events import Record
from trainer.core.plan import ActionKind
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros
from trainer.session import Session
from trainer.storage.files import load_script, load_team
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.room import RoomWindow
from trainer.ui.trainee import SeatWindow


class _AllBut:
    """A cast in which one role is left to a person."""

    def __init__(self, cast: Cast, missing: str) -> None:
        self._cast, self._missing = cast, missing

    def hear(self, state: State, records: Sequence[Record], /) -> None:
        """Take note of what has happened."""
        self._cast.hear(state, records)

    def next_at(self) -> Micros | None:
        """When somebody acts next."""
        return self._cast.next_at()

    def due(self, state: State, elapsed: Micros) -> Sequence[Command]:
        """What is due, without the one who is missing."""
        due = self._cast.due(state, elapsed)
        return [
            command for command in due if not (isinstance(command, Act) and command.role == self._missing)
        ]


def shipped_script() -> Script:
    """The scenario that ships, on its plan, as a tabletop."""
    folder = shipped.scenarios_folder()
    script = load_script(folder / "payment-gateway-outage.yaml", None, [folder / "plans"]).script
    assert script is not None
    return script.as_kind(Kind.TABLETOP)


class Drill:
    """The shipped drill, played by the example team in virtual time; one role can be left out."""

    def __init__(self, missing: str = "") -> None:
        script = shipped_script()
        team = load_team(shipped.scenarios_folder() / "teams" / "example-team.yaml").value
        assert team is not None
        self.clock, journal = ManualClock(), MemoryJournal()
        journal.append([(self.clock.wall(), 0, created(script))])
        self.exercise = Session(script, journal, self.clock)
        self.drive = Drive(self.exercise, _AllBut(ScriptedCast(team), missing))
        self.pulse = Pulse(self.exercise, self.drive)

    def play_to(self, elapsed: Micros) -> None:
        """Play to an exercise time; 0 leaves the exercise before its start."""
        if elapsed and self.exercise.state.status == "created":
            self.exercise.submit(StartClock())
        while self.exercise.elapsed() < elapsed:
            self.clock.advance(min(SECOND, elapsed - self.exercise.elapsed()))
            self.drive.beat()

    def play_until(self, decision: str) -> None:
        """Play until a decision is put."""
        while decision not in self.exercise.state.decisions:
            self.play_to(self.exercise.elapsed() + SECOND)

    def close(self) -> None:
        """Stop driving."""
        self.pulse.close()


Scene = Callable[[], tuple[Drill, QMainWindow]]


def _seat(role: str, minutes: float) -> tuple[Drill, SeatWindow]:
    drill = Drill(missing=role)
    drill.play_to(int(minutes * MINUTE))
    return drill, SeatWindow(drill.exercise.seat(role), drill.exercise.script.plan, drill.pulse)


def _room(minutes: float) -> tuple[Drill, RoomWindow]:
    drill = Drill()
    drill.play_to(int(minutes * MINUTE))
    return drill, RoomWindow(drill.exercise.room(), drill.exercise.script.plan, drill.pulse)


def seat_briefing() -> tuple[Drill, QMainWindow]:
    """Before play."""
    return _seat("incident-commander", 0)


def seat_early() -> tuple[Drill, QMainWindow]:
    """The first alert is open, nothing is done yet."""
    drill, window = _seat("on-call-engineer", 6.5)
    window.open_message("first-alert")
    window.desk.plan.show_step("acknowledge-alert")
    return drill, window


def seat_classify() -> tuple[Drill, QMainWindow]:
    """Classifying, half way."""
    drill, window = _seat("on-call-engineer", 6.5)
    window.open_message("impact-board")
    form = window.desk.acts.open(ActionKind.CLASSIFY)
    form.prefill({"severity": "SEV1"})
    window.desk.plan.search.setText("peak")
    return drill, window


def seat_mid() -> tuple[Drill, QMainWindow]:
    """Half an hour in, writing an update."""
    drill, window = _seat("communications-lead", 31)
    window.open_message("twice-charged")
    window.desk.acts.open(ActionKind.POST_UPDATE, {"audience": "public-update"})
    return drill, window


def seat_decision() -> tuple[Drill, QMainWindow]:
    """A decision is asked."""
    drill = Drill(missing="incident-commander")
    drill.play_until("containment")
    drill.play_to(drill.exercise.elapsed() + 90 * SECOND)
    window = SeatWindow(drill.exercise.seat("incident-commander"), drill.exercise.script.plan, drill.pulse)
    question = window.told().questions["containment"]
    window.open_message(question.message)
    window.cards["containment"].options.choose("small-share")
    window.desk.plan.show_step("weigh-measures")
    return drill, window


def seat_paused() -> tuple[Drill, QMainWindow]:
    """The clock stands; the technical lead reads a log."""
    drill, window = _seat("technical-lead", 20)
    drill.exercise.submit(PauseClock())
    window.open_message("handshake-log")
    return drill, window


def seat_end() -> tuple[Drill, QMainWindow]:
    """After the end."""
    drill, window = _seat("support-lead", 88)
    drill.exercise.submit(EndExercise())
    window.open_message(next(reversed(window.told().messages)))
    return drill, window


def seat_palette() -> tuple[Drill, QMainWindow]:
    """The palette."""
    drill, window = _seat("technical-lead", 31)
    window.open_next_unread()
    window.open_palette()
    window.palette_box.search.setText("prov")
    return drill, window


def room_briefing() -> tuple[Drill, QMainWindow]:
    """Before play."""
    return _room(0)


def room_early() -> tuple[Drill, QMainWindow]:
    """The first minutes."""
    return _room(5.5)


def room_mid() -> tuple[Drill, QMainWindow]:
    """Half an hour in."""
    return _room(31)


def room_decision() -> tuple[Drill, QMainWindow]:
    """A decision is asked."""
    drill = Drill()
    drill.play_until("containment")
    drill.play_to(drill.exercise.elapsed() + 20 * SECOND)
    return drill, RoomWindow(drill.exercise.room(), drill.exercise.script.plan, drill.pulse)


def room_vote() -> tuple[Drill, QMainWindow]:
    """A vote is asked."""
    return _room(6.1)


def room_paused() -> tuple[Drill, QMainWindow]:
    """The clock stands."""
    drill, window = _room(20)
    drill.exercise.submit(PauseClock())
    return drill, window


def room_end() -> tuple[Drill, QMainWindow]:
    """After the end."""
    drill, window = _room(88)
    drill.exercise.submit(EndExercise())
    return drill, window


SCENES: Sequence[Scene] = (
    seat_briefing, seat_early, seat_classify, seat_mid, seat_decision, seat_paused, seat_end, seat_palette,
    room_briefing, room_early, room_vote, room_mid, room_decision, room_paused, room_end,
)  # fmt: skip
SIZES = ((1280, 800), (1920, 1080))
#: As they stand beside the main window on a screen of 1600 x 1000 and of 1920 x 1080, and about as small as they go.
BESIDE = {"seat": ((572, 584), (764, 576), (520, 520)), "room": ((572, 350), (764, 430), (560, 360))}


def sizes_of(scene: Scene) -> Sequence[tuple[int, int]]:
    """The sizes in which a scene is photographed at 1x."""
    return (*SIZES, *BESIDE[scene.__name__.partition("_")[0]])


def _settle(app: QApplication) -> None:
    for _ in range(4):
        app.sendPostedEvents()


def main(folder: Path, ratio: int, only: str) -> None:
    """Write all pictures at the resolution the program was started with."""
    app = QApplication([])
    for scheme in ("light", "dark", "contrast"):
        look.apply(app, scheme)
        for scene in SCENES:
            if only not in scene.__name__ or (scheme == "contrast" and scene is not seat_decision):
                continue
            for width, height in sizes_of(scene) if ratio == 1 else SIZES[:1]:
                drill, window = scene()
                window.resize(width, height)
                window.show()
                _settle(app)
                window.grab().save(str(folder / f"{scene.__name__}-{scheme}-{width}@{ratio}x.png"))
                window.close()
                drill.close()


def start(folder: Path, only: str) -> None:
    """Write the pictures at 1x and 2x, each in a process of its own because Qt scales once and for all."""
    folder.mkdir(parents=True, exist_ok=True)
    for ratio in ("1", "2"):
        settings = os.environ | {"QT_SCALE_FACTOR": ratio}
        subprocess.run([sys.executable, __file__, str(folder), only, ratio], env=settings, check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "gallery")
    chosen = sys.argv[2] if len(sys.argv) > 2 else ""
    if len(sys.argv) > 3:
        main(target, int(sys.argv[3]), chosen)
    else:
        start(target, chosen)
