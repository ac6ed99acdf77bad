"""The transport bar: clock, start and pause, speed, jump, undo, end, and the windows of the others."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QSize, QTime, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from trainer.core.commands import JumpToNextInject, PauseClock, ResumeClock, SetSpeed, StartClock, UndoLast
from trainer.core.compose.words import say
from trainer.core.state import Status, last_undoable
from trainer.core.time import Micros, seconds
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.shortening import Shortening
from trainer.ui.panels import BigClock, Chip, ClockState, button, spaced
from trainer.ui.words import format_clock

__all__ = ["SPEEDS", "TransportBar"]

_ROOM: Final = 140
"""Pixels at 100 % that the words beside Undo keep beside the words of the buttons."""
SPEEDS: Final = (1, 2, 5, 10, 30, 60)
_SPEED_TIP: Final = "How fast exercise time runs against real time (Ctrl+. faster, Ctrl+, slower)"
_CLOCKS: Final[dict[Status, ClockState]] = {
    "created": "not_started",
    "running": "running",
    "paused": "paused",
    "ended": "ended",
}
_PLAY: Final[dict[Status, tuple[str, str]]] = {
    "created": ("Start", "play"),
    "running": ("Pause", "pause"),
    "paused": ("Resume", "play"),
    "ended": ("Ended", "stop"),
}


class TransportBar(QFrame):
    """Runs the clock of the exercise. `end_asked` asks for the end; nothing has ended yet."""

    end_asked = Signal()
    seat_wanted = Signal(str)
    room_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Transport")
        self.clock = BigClock("bar")
        self.play = button("Start", "primary", "play")
        self.speed = self._speeds()
        self.jump = button(
            "Jump", "normal", "next", "Move the story on to the next inject; open timers stay (Ctrl+J)"
        )
        self.jump.setAccessibleName("Jump to the next inject")
        self.undo = button("Undo", "normal", "undo")
        self.undone = ElidedLabel("caption", "muted")
        self.severity = Chip("No severity")
        self.seats = self._seats_button()
        self.room = button("Room", "normal", "projector", "Open the display for everyone in the room")
        self.end = button("End…", "normal", "stop", "End the exercise (F12)")
        self.end.setAccessibleName("End the exercise")
        worded = (self.jump, self.undo, self.seats, self.room, self.end)
        self._shortening = Shortening(self, worded, look.tokens().px(_ROOM))
        self._arrange()
        self._connect()
        self.refresh()

    # -- room ---------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words on the buttons where there is room for them."""
        super().resizeEvent(event)
        self._shortening.fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the bar is with icons alone."""
        return QSize(self._shortening.least(), super().minimumSizeHint().height())

    def relook(self) -> None:
        """Take room for the text as large as it is now; the play button keeps its width whatever it says."""
        metrics, longest = self.play.fontMetrics(), max((text for text, _ in _PLAY.values()), key=len)
        more = metrics.horizontalAdvance(longest) - metrics.horizontalAdvance(self.play.text())
        self.play.setMinimumWidth(self.play.sizeHint().width() + max(0, more))
        self._shortening.fit()

    def _speeds(self) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName("Speed of the exercise clock")
        made.setToolTip(_SPEED_TIP)
        for speed in SPEEDS:
            made.addItem(f"{speed}×", speed)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.setMinimumContentsLength(3)
        made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        return made

    def _seats_button(self) -> QPushButton:
        made = button("Seats", "normal", "seat", "Open the window of a role's seat on this machine")
        menu = QMenu(made)
        menu.setAccessibleName("Seats")
        for role in self._desk.played:
            menu.addAction(look.icon("person"), self._desk.title(role), partial(self.seat_wanted.emit, role))
        made.setMenu(menu)
        made.setEnabled(bool(self._desk.played))
        return made

    def _arrange(self) -> None:
        row = spaced(QHBoxLayout(self), gap=6)
        px = look.tokens().px
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.addWidget(self.clock)
        row.addSpacing(px(12))
        for control in (self.play, self.speed, self.jump, self.undo):
            row.addWidget(control)
        row.addWidget(self.undone, 1)
        row.addWidget(self.severity)
        row.addSpacing(px(10))
        for widget in (self.seats, self.room, self.end):
            row.addWidget(widget)

    def _connect(self) -> None:
        self.play.clicked.connect(self.toggle)
        self.speed.activated.connect(self._on_speed_chosen)
        self.jump.clicked.connect(self.jump_on)
        self.undo.clicked.connect(self.take_back)
        self.room.clicked.connect(self.room_wanted)
        self.end.clicked.connect(self.end_asked)
        look.changes().changed.connect(self.relook)

    # -- what can be done ---------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Start, pause or resume, whichever makes sense now."""
        match self._desk.state.status:
            case "created":
                self._desk.do(StartClock(SPEEDS[max(0, self.speed.currentIndex())]))
            case "running":
                self._desk.do(PauseClock())
            case "paused":
                self._desk.do(ResumeClock())
            case "ended":
                pass

    def change_speed(self, by: int) -> None:
        """One speed faster or slower."""
        place = self.speed.currentIndex() + by
        if self.speed.isEnabled() and 0 <= place < len(SPEEDS):
            self.speed.setCurrentIndex(place)
            self.speed.activated.emit(place)

    def _on_speed_chosen(self, place: int) -> None:
        if self._desk.in_play():
            self._desk.do(SetSpeed(SPEEDS[place]))
            self.refresh()

    def jump_on(self) -> None:
        """Move the story to the next inject."""
        self._desk.do(JumpToNextInject())

    def take_back(self) -> None:
        """Take back the facilitator's last act."""
        self._desk.do(UndoLast())

    # -- what is shown ------------------------------------------------------------------------------------

    def tick(self, elapsed: Micros) -> None:
        """Show the clock's reading."""
        state = self._desk.state
        wall = QTime.currentTime().toString("HH:mm:ss")
        if state.clock.offset:
            wall += f", story {format_clock(seconds(elapsed + state.clock.offset))}"
        self.clock.show_time(seconds(elapsed), _CLOCKS[state.status], wall)

    def refresh(self) -> None:
        """Show what may be done now."""
        state = self._desk.state
        text, icon = _PLAY[state.status]
        if self.play.text() != text:
            self.play.setText(text)
            self.play.setAccessibleName(
                f"{text} the exercise clock" if state.status != "ended" else "Play has ended"
            )
            self.play.setIcon(look.icon(icon, "on_accent"))
        keys = "Space while nothing is typed, Ctrl+Space always"
        self.play.setToolTip("" if state.status == "ended" else f"{text} ({keys})")
        self.play.setEnabled(state.status != "ended")
        self._show_speed(state.clock.speed, state.status)
        self.end.setEnabled(self._desk.in_play())
        paced = state.system is not None
        self.jump.setEnabled(self._desk.in_play() and not paced)
        if paced:
            self.jump.setToolTip("A simulated system cannot jump; let the clock run faster instead (Ctrl+.)")
        self._show_undo()
        self._show_severity()
        self.relook()

    def _show_speed(self, speed: int, status: Status) -> None:
        live = any(each.active for each in self._desk.state.experiments.values())
        self.speed.setEnabled(status != "ended" and not live)
        if live:
            self.speed.setCurrentIndex(0)
            self.speed.setToolTip("A real system keeps real time while an experiment is approved on it")
        else:
            self.speed.setToolTip(_SPEED_TIP)
        if status == "created":
            return
        if speed not in SPEEDS:
            self.speed.setPlaceholderText(f"{speed}×")
            self.speed.setCurrentIndex(-1)
        else:
            self.speed.setCurrentIndex(SPEEDS.index(speed))

    def _show_undo(self) -> None:
        last = last_undoable(self._desk.state)
        self.undo.setEnabled(last is not None)
        if last is None:
            self.undo.setToolTip("There is nothing to take back (Ctrl+Z)")
            self.undo.setAccessibleName("Undo: there is nothing to take back")
            self.undone.show_text("")
            return
        words, _ = say(self._desk.script, last)
        self.undone.show_text(words)
        self.undo.setToolTip(f"Take back: {words} (Ctrl+Z)")
        self.undo.setAccessibleName(f"Undo: take back: {words}")

    def _show_severity(self) -> None:
        state = self._desk.state
        severity, truth = state.severity, self._desk.script.scenario.truth.severity
        if severity is None:
            self.severity.show_status("No severity yet", "neutral", "flag")
            self.severity.setToolTip(f"The scenario's own severity is {truth}." if truth else "")
            return
        wrong = truth is not None and severity != truth
        self.severity.show_status(severity, "warn" if wrong else "ok" if truth else "info", "flag")
        self.severity.setToolTip(
            f"The team set {severity}." + (f" The scenario's own severity is {truth}." if truth else "")
        )
