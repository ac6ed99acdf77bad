"""The exercise that is open in the windows: its pulse, its console, its seats, its room display."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from trainer.core.commands import PauseClock, StartClock
from trainer.core.engine import Refused
from trainer.core.events import ExerciseCreated, Record
from trainer.core.script import Script
from trainer.ui.bridge import Pulse
from trainer.ui.notice import show_notice
from trainer.ui.shell import places
from trainer.ui.shell.arrange import side_by_side
from trainer.ui.shell.places import Play
from trainer.ui.shell.side import SideBar
from trainer.workspace import Opened, Workspace

if TYPE_CHECKING:
    from trainer.ui.facilitator import FacilitatorConsole
    from trainer.ui.facilitator.walk import WalkConsole
    from trainer.ui.room import RoomWindow

__all__ = ["Stage", "leading_role", "title_of"]


def title_of(opened: Opened) -> str:
    """The title that an exercise was given."""
    first = opened.exercise.records[0].event
    return first.title if isinstance(first, ExerciseCreated) else opened.exercise.id


def leading_role(script: Script) -> str | None:
    """The role that commands the incident, where somebody plays it; else the first one played."""
    played = script.played_roles
    return next((role for role in played if role in script.leads), played[0] if played else None)


class Stage(QObject):
    """Holds at most one exercise open. `changed` follows what is open and what its clock does."""

    changed = Signal()
    ended = Signal()
    failed = Signal(str)

    def __init__(self, window: QWidget, workspace: Workspace | None = None) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._seats: dict[str, QWidget] = {}
        self._room: RoomWindow | None = None
        self._status = ""
        self.play: Play | None = None
        self.console: FacilitatorConsole | WalkConsole | None = None

    # -- opening and closing ------------------------------------------------------------------------------

    def take(self, opened: Opened) -> FacilitatorConsole | WalkConsole:
        """Open an exercise; the one before is closed. Returns its console."""
        self.close()
        pulse = Pulse(opened.exercise, opened.driver, self)
        self.play = Play(opened, pulse)
        self._status = opened.exercise.state.status
        pulse.failed.connect(self._on_failed)
        self.console = places.console(self.play, self._window, self._workspace)
        self.console.seat_wanted.connect(self.show_seat)
        self.console.room_wanted.connect(self.show_room)
        # Heard after the console has taken the records up, so that it shows them before the place changes.
        pulse.recorded.connect(self._on_recorded)
        self.changed.emit()
        return self.console

    def close(self) -> None:
        """Pause what is in play where it stands, and let go of the exercise and its windows."""
        if self.play is None:
            return
        play, self.play = self.play, None
        if not play.pulse.fault():
            _pause(play)
        for window in (*self._seats.values(), self._room, self.console):
            if window is not None:
                window.close()
                window.deleteLater()
        self._seats, self._room, self.console = {}, None, None
        play.close()
        play.pulse.deleteLater()
        self.changed.emit()

    def id(self) -> str | None:
        """The identifier of the open exercise."""
        return self.play.opened.exercise.id if self.play is not None else None

    def status(self) -> str:
        """What the open exercise's clock does; `created` when none is open."""
        return self.play.opened.exercise.state.status if self.play is not None else "created"

    def title(self) -> str:
        """The title of the open exercise, empty when none is open."""
        return title_of(self.play.opened) if self.play is not None else ""

    # -- windows ------------------------------------------------------------------------------------------

    def start_clock(self, speed: int) -> None:
        """Begin play, if it has not begun."""
        if self.play is not None and self.status() == "created":
            try:
                self.play.opened.exercise.submit(StartClock(speed))
            except Refused as refusal:
                self.failed.emit(str(refusal))

    def open_windows(self, roles: Sequence[str], room: bool) -> None:
        """Open seats and room display, and put all windows side by side."""
        for role in roles:
            self.show_seat(role)
        if room:
            self.show_room()
        if self._seats or self._room:
            console = self.console.minimumSizeHint().width() if self.console is not None else 0
            away = side_by_side(
                self._window, console + SideBar.width_at_least(), list(self._seats.values()), self._room
            )
            self._window.raise_()
            self._window.activateWindow()
            if away:
                show_notice(self._put_away(away), "info", self._window)

    def _put_away(self, away: Sequence[QWidget]) -> str:
        """Which windows have no place on the screen, and where they can be opened."""
        assert self.play is not None
        roles = self.play.opened.exercise.script.roles
        named = [roles[role].title if role in roles else role for role, w in self._seats.items() if w in away]
        if self._room in away:
            named.append("the room display")
        told = " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
        which = "it" if len(named) == 1 else "them"
        return f"The screen has no place for {told}. Open {which} from the bar at the top."

    def show_seat(self, role: str) -> None:
        """Show the window of a seat; it is made once and kept."""
        if self.play is None:
            return
        if role not in self._seats:
            self._seats[role] = places.seat(self.play, role)
        _bring(self._seats[role])

    def show_room(self) -> None:
        """Show the room display; it is made once and kept."""
        if self.play is None:
            return
        if self._room is None:
            self._room = places.room(self.play)
        _bring(self._room)

    def windows(self) -> tuple[QWidget, ...]:
        """The windows beside the main one that are open now."""
        made = (*self._seats.values(), self._room)
        return tuple(window for window in made if window is not None and window.isVisible())

    def _on_failed(self, words: str) -> None:
        # What is done now could not be recorded, and would count the time of the fault as play.
        for window in (*self._seats.values(), self._room, self.console):
            if window is not None:
                window.setEnabled(False)
        self.changed.emit()
        self.failed.emit(words)

    def _on_recorded(self, _records: tuple[Record, ...]) -> None:
        status = self.status()
        if status != self._status:
            self._status = status
            self.changed.emit()
            if status == "ended":
                self.ended.emit()


def _pause(play: Play) -> None:
    """Pause a running clock; where that cannot be recorded, the exercise resumes at the last second shown."""
    if play.opened.exercise.state.status == "running":
        with suppress(Exception):
            play.opened.exercise.submit(PauseClock("the exercise was closed"))


def _bring(window: QWidget) -> None:
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
