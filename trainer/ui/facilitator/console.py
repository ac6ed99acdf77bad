"""The facilitator's console: transport above, MSEL, clocks and feed in the middle, the recorders below."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from trainer.core.commands import EndExercise
from trainer.core.outcomes import TimerRow, timers
from trainer.core.plan import ActionKind
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator.clocks import Clocks
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.ending import ask_end
from trainer.ui.facilitator.experiments import experiments_desk
from trainer.ui.facilitator.feed import LiveFeed
from trainer.ui.facilitator.keys import PlainKeys, pressed_sequence, shortcut
from trainer.ui.facilitator.lines import msel_lines
from trainer.ui.facilitator.middle import Middle
from trainer.ui.facilitator.msel import Msel
from trainer.ui.facilitator.next_inject import NextInject
from trainer.ui.facilitator.notes import NoteLine
from trainer.ui.facilitator.play_banner import PlayBanner
from trainer.ui.facilitator.recorder import Recorder
from trainer.ui.facilitator.splitters import splitter
from trainer.ui.facilitator.system import InjectsAndSystem, system_page
from trainer.ui.facilitator.transport import TransportBar
from trainer.workspace import Opened, Workspace

__all__ = ["FacilitatorConsole"]

_SOONEST: Final = 30
"""Milliseconds: records that come in one breath are shown together."""


class FacilitatorConsole(QWidget):
    """A place of the main window. `ended` asks for the hot wash, once when play ends and whenever it is asked for."""

    seat_wanted = Signal(str)
    room_wanted = Signal()
    ended = Signal()

    def __init__(
        self,
        opened: Opened,
        pulse: Pulse,
        parent: QWidget | None = None,
        workspace: Workspace | None = None,
    ) -> None:
        super().__init__(parent)
        self._pulse = pulse
        self._timers_at: Micros = -1
        self._rows: tuple[TimerRow, ...] = ()
        self.setAccessibleName("Facilitator's console")
        self.desk = Desk(opened.exercise, self)
        self.transport = TransportBar(self.desk)
        self.next = NextInject(self.desk)
        self.banner = PlayBanner(self.desk, pulse)
        self.msel = Msel(self.desk)
        self.middle = Middle(self.desk)
        self.clocks = Clocks(self.desk)
        self.feed = LiveFeed(self.desk)
        self.recorder = Recorder(self.desk, self)
        self.notes = NoteLine(self.desk)
        system = system_page(self.desk, self.recorder.roles.role)
        #: Injects and simulated system, where the exercise has one.
        self.system = InjectsAndSystem(system) if system is not None else None
        #: Experiments in a real system, where the exercise has them.
        self.experiments = experiments_desk(self.desk, opened.experiments, workspace)
        self._refresh_soon = QTimer(self, singleShot=True, interval=_SOONEST)
        self._arrange()
        self._connect()
        self._keys()
        self.banner.greet()
        self.refresh()
        self.tick(pulse.shown())

    # -- building -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        px = look.tokens().px
        recorders = splitter(
            "facilitator/recorders", Qt.Orientation.Horizontal, (self.recorder, self.notes), (18, 10)
        )
        right = splitter("facilitator/right", Qt.Orientation.Vertical, (self.clocks, self.feed), (10, 15))
        lists = splitter("facilitator/lists", Qt.Orientation.Horizontal, (self.msel, self.middle), (16, 10))
        left = splitter(
            "facilitator/left", Qt.Orientation.Vertical, (self.msel.strip, lists), (1, 2), first=158
        )
        main: QWidget = self.system.beside(left) if self.system is not None else left
        if self.experiments is not None:
            main = self.experiments.beside(main, self.system)
        columns = splitter("facilitator/columns", Qt.Orientation.Horizontal, (main, right), (70, 30))
        page = QVBoxLayout()
        page.setContentsMargins(px(12), px(8), px(12), px(10))
        page.setSpacing(px(8))
        page.addWidget(self.banner)
        page.addWidget(columns, 1)
        page.addWidget(recorders)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.transport)
        if self.experiments is not None:
            whole.addWidget(self.experiments.strip)
        whole.addWidget(self.next)
        whole.addLayout(page, 1)
        self.setFocusProxy(self.recorder.line)

    def _connect(self) -> None:
        self._pulse.recorded.connect(self._on_recorded)
        self._pulse.ticked.connect(self.tick)
        self._refresh_soon.timeout.connect(self.refresh)
        self.transport.seat_wanted.connect(self.seat_wanted)
        self.transport.room_wanted.connect(self.room_wanted)
        self.transport.end_asked.connect(self.ask_end)
        self.banner.acted.connect(self.ended)
        self.next.wanted.connect(self.msel.select)
        self.msel.selected.connect(self._on_selected)
        self.clocks.step_wanted.connect(self.recorder.begin_step)
        self.clocks.line_wanted.connect(self.recorder.begin)
        self.notes.left.connect(self.back)
        self.middle.ad_hoc.sent.connect(self.back)
        self.recorder.line.blank.connect(self.transport.toggle)
        if self.system is not None:
            self.msel.selected.connect(self.system.to_injects)
            self.system.system.monitor.diagnose_wanted.connect(self._diagnose)
            shortcut(self, "F9", "Go to the simulated system", self.system.to_system)
        if self.experiments is not None:
            self.experiments.bind(self, self.msel, self.back)

    def _diagnose(self) -> None:
        self.middle.open_form(self.recorder.roles.role(), ActionKind.DIAGNOSE)

    def _keys(self) -> None:
        for keys, what, act in (
            ("Ctrl+Space", "Start, pause or resume the clock", self.transport.toggle),
            ("Ctrl+.", "Run the clock faster", lambda: self.transport.change_speed(1)),
            ("Ctrl+,", "Run the clock slower", lambda: self.transport.change_speed(-1)),
            ("Ctrl+J", "Jump to the next inject", self.transport.jump_on),
            ("Ctrl+Return", "Release the next inject", self.next.release_next),
            ("Ctrl+Enter", "Release the next inject", self.next.release_next),
            ("Ctrl+R", "Release the selected inject", self.msel.release),
            ("Ctrl+H", "Hold the selected inject or hold it no longer, else hold the next one", self.hold),
            ("Ctrl+K", "Skip the selected inject", self.msel.skip),
            ("Alt+Right", "The selected inject 5 minutes later", self.msel.postpone),
            ("Alt+Left", "The selected inject 5 minutes sooner", self.msel.advance),
            ("Ctrl+Z", "Take back the last act", self.transport.take_back),
            ("Ctrl+N", "Write a note", self.notes.begin),
            ("Ctrl+F", "Filter the injects", self.msel.filter.setFocus),
            ("F2", "Record in one line", self.recorder.line.setFocus),
            ("F3", "Record with a form", self.open_form),
            ("F4", "Send an inject outside the script", self.middle.open_ad_hoc),
            ("F6", "Go to the list of injects", self.go_to_injects),
            ("F7", "Go to the expected actions", self.clocks.bars.setFocus),
            ("F8", "Go to what happened", self.feed.feed.setFocus),
            ("F12", "End the exercise", self.ask_end),
            ("Esc", "Back to the recorder", self.back),
        ):
            shortcut(self, keys, what, act)
        for number in range(1, len(self.recorder.roles.buttons) + 1):
            shortcut(
                self,
                f"Ctrl+{number}",
                f"Record for role {number}",
                partial(self.recorder.choose_role, number),
            )
        self._plain_keys()

    def _plain_keys(self) -> None:
        common: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: self.transport.toggle,
        }
        for number in range(1, len(self.recorder.roles.buttons) + 1):
            common[Qt.Key(Qt.Key.Key_0 + number)] = partial(self.recorder.choose_role, number)
        self._common = PlainKeys(common, self)
        self._common.watch(self.clocks.bars, self.middle.detail)
        # Letters that were meant for the recorder go there: none may do anything to an inject.
        PlainKeys(common, self, self.recorder.type_on).watch(self.msel.strip)
        releasing = {Qt.Key.Key_Return: self.msel.release, Qt.Key.Key_Enter: self.msel.release}
        PlainKeys(common | releasing, self, self.recorder.type_on).watch(self.msel.view)
        PlainKeys(common | {Qt.Key.Key_L: self.feed.ask_link}, self).watch(self.feed.feed)

    # -- keys that the window's menu would take -----------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Ctrl+N is a note while the keyboard is here, whatever the menu of the window does with it."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_note(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no control wanted."""
        if _is_note(event):
            self.notes.begin()
            event.accept()
        elif not self._common.pressed(event):
            super().keyPressEvent(event)

    def back(self) -> None:
        """Put the keyboard back into the recorder."""
        self.recorder.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_injects(self) -> None:
        """Keyboard to the list of injects."""
        if self.system is not None:
            self.system.to_injects()
        if self.experiments is not None:
            self.experiments.to_injects()
        self.msel.view.setFocus()

    def hold(self) -> None:
        """Hold the selected inject or hold it no longer; where it cannot be held, hold the next one."""
        if self.msel.can_hold():
            self.msel.hold()
        else:
            self.next.hold_next()

    def open_form(self) -> None:
        """Record with a form, for the role that is chosen."""
        self.middle.open_form(self.recorder.reading().role or self.recorder.roles.role())

    # -- following the exercise ---------------------------------------------------------------------------

    def _on_recorded(self) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def refresh(self) -> None:
        """Take up everything that was recorded."""
        measured = QElapsedTimer()
        measured.start()
        now = self.desk.now()
        lines = msel_lines(self.desk, now)
        self.msel.show_lines(lines)
        self.next.show_lines(lines)
        self.transport.refresh()
        self.feed.refresh(now)
        self._show_timers(now)
        self._show_detail()
        self.recorder.refresh()
        self.middle.refresh()
        if self.system is not None:
            self.system.refresh()
        if self.experiments is not None:
            self.experiments.page.refresh()
        self.next.tick(now)
        # A long script takes longer to compare: leave twice that time to everything else.
        self._refresh_soon.setInterval(max(_SOONEST, 2 * measured.elapsed()))
        if self.banner.follow():
            self.ended.emit()

    def tick(self, elapsed: Micros) -> None:
        """Show the reading of the clock."""
        self.transport.tick(elapsed)
        self.next.tick(elapsed)
        self.msel.tick(elapsed)
        if elapsed // SECOND != self._timers_at:
            self._show_timers(elapsed)

    def _show_timers(self, now: Micros) -> None:
        self._timers_at = now // SECOND
        before = {row.step: row.state for row in self._rows}
        self._rows = timers(self.desk.state, now) if self.desk.state.status != "created" else ()
        self.clocks.show_rows(self._rows, now)
        if before != {row.step: row.state for row in self._rows}:
            self._show_detail()

    def _on_selected(self) -> None:
        self.middle.open_detail()
        self._show_detail()

    def _show_detail(self) -> None:
        self.middle.detail.show_line(self.msel.current(), {row.step: row for row in self._rows})

    # -- the end ------------------------------------------------------------------------------------------

    def ask_end(self) -> QMessageBox | None:
        """Ask once whether play shall end; None where there is nothing to end."""
        if not self.desk.in_play():
            return None
        return ask_end(self, self.desk, self._rows, lambda: self.desk.do(EndExercise()))


def _is_note(event: QKeyEvent) -> bool:
    return pressed_sequence(event).toString() == "Ctrl+N"
