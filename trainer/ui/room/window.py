"""The window for the projector. It follows the exercise; the keys look back and return."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from trainer.core.plan import Plan
from trainer.core.time import SECOND, Micros
from trainer.core.visibility import SeatItem
from trainer.ports import Seat
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.panels import tool_button
from trainer.ui.room.big import ROOMY, BigText, Size, unit_of
from trainer.ui.room.pages import BriefingPage, NoticePage
from trainer.ui.room.stage import Stage
from trainer.ui.room.strip import Strip
from trainer.ui.room.ticker import Ticker
from trainer.ui.room.walk import WalkPage
from trainer.ui.seat_words import Heard, Message, Question, Told
from trainer.ui.words import format_clock

__all__ = ["RoomWindow", "other_screen"]

_SMALLEST = (520, 350)
"""Least size in pixels: the letters do not become smaller than people can read, whatever the zoom of the program."""


def other_screen(screens: Sequence[QScreen], primary: QScreen | None) -> QScreen | None:
    """The screen for the room: the first that is not the one people work on; None when there is only one."""
    return next((screen for screen in screens if screen is not primary), None)


class RoomWindow(QMainWindow):
    """The display for everyone. A person who closes it puts it away, and showing it again brings it back as it is.

    Closed by the program, it leaves the room. Neither changes anything in the exercise.
    """

    closed = Signal()
    _heard = Signal(tuple)

    def __init__(self, seat: Seat, plan: Plan, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._seat = seat
        self._pulse = pulse
        self._told = Told(plan, seat.role)
        self._now: Micros = seat.elapsed()
        #: The message looked back at; None follows the exercise.
        self._looking_at: str | None = None
        self._unit = 1.0
        self.strip = Strip()
        self.briefing = BriefingPage()
        self.stage = Stage(self._told)
        self.walk = WalkPage(self._told, plan)
        self.notice = NoticePage()
        self.where = BigText(Size(26, 20), "medium", ink="muted", lines=1)
        self.ticker = Ticker()
        self._lay_out()
        self._add_shortcuts()
        self._on_heard(tuple(seat.items))
        self._heard.connect(self._on_heard)
        self._unsubscribe = seat.subscribe(self._heard.emit)
        pulse.ticked.connect(self._on_ticked)
        self._place()

    # -- making -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        for shown in (self.briefing, self.stage, self.walk, self.notice):
            self.pages.addWidget(shown)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        self._body = QVBoxLayout()
        self._body.addWidget(self.pages, 1)
        self._between = QHBoxLayout()
        self._between.addWidget(self.where, 1, Qt.AlignmentFlag.AlignVCenter)
        self._between.addLayout(self._controls())
        self._body.addLayout(self._between)
        self._body.addWidget(self.ticker)
        column.addLayout(self._body, 1)
        self.setCentralWidget(page)
        self.setAccessibleName("Room display")

    def _controls(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.earlier = tool_button("left", "Earlier message", "Earlier message (Left)")
        self.later = tool_button("right", "Later message", "Later message (Right)")
        self.live = tool_button("next", "Return to what happens now", "Return to now (End)")
        self.full = tool_button("projector", "Full screen", "Full screen (F11)")
        for widget, run in (
            (self.earlier, self.look_back),
            (self.later, self.look_forward),
            (self.live, self.follow),
            (self.full, self.toggle_full_screen),
        ):
            widget.clicked.connect(run)
            row.addWidget(widget)
        return row

    def _add_shortcuts(self) -> None:
        for keys, run in (
            ("Left", self.look_back),
            ("PgUp", self.look_back),
            ("Right", self.look_forward),
            ("PgDown", self.look_forward),
            ("End", self.follow),
            ("F11", self.toggle_full_screen),
            ("Esc", self.leave_full_screen),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def _place(self) -> None:
        """On the second screen, filling it, where there is one."""
        self.setMinimumSize(*_SMALLEST)
        screen = other_screen(QApplication.screens(), QApplication.primaryScreen())
        if screen is None:
            self.resize(look.tokens().px(1280), look.tokens().px(720))
            return
        self.setGeometry(screen.geometry())
        self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)

    # -- what comes from the exercise -----------------------------------------------------------------------

    def _on_heard(self, items: tuple[SeatItem, ...]) -> None:
        self._now = self._seat.elapsed()
        heard = self._told.hear(items)
        self.walk.hear(items, self._now)
        self._apply(heard)

    def _apply(self, heard: Heard) -> None:
        if heard.room or heard.clock:
            self.strip.show_told(self._told)
            self.strip.show_time(self._now, self._told)
        briefing = self._told.briefing
        if heard.room and briefing is not None:
            self.briefing.show_briefing(briefing)
            self.setWindowTitle(f"Room – {briefing.exercise}")
        if heard.lines:
            self.ticker.show_lines(self._told)
        self._show_page()

    def _on_ticked(self, now: Micros) -> None:
        self._now = now
        self.strip.show_time(now, self._told)
        self.stage.show_time(now)
        self.walk.show_time(now)
        self._show_where()

    def _messages(self) -> list[Message]:
        return sorted(self._told.messages.values(), key=lambda message: message.at)

    def _current(self) -> Message | None:
        """The message looked back at, else the newest that stands."""
        if self._looking_at is not None:
            return self._told.messages.get(self._looking_at)
        standing = [message for message in self._messages() if not message.withdrawn]
        return standing[-1] if standing else None

    def _question_of(self, message: Message) -> Question | None:
        asked = message.asked[0] if message.asked else None
        return self._told.questions.get(asked.id) if asked else None

    def _show_page(self) -> None:
        message = self._current()
        status = self._told.status
        if status in ("paused", "ended") and self._looking_at is None:
            self._show_notice()
        elif self.walk.walks() and self._looking_at is None:
            self.pages.setCurrentWidget(self.walk)
        elif status == "not_started" or message is None:
            self.pages.setCurrentWidget(self.briefing)
        else:
            self.stage.show_message(message, self._question_of(message))
            self.stage.show_time(self._now)
            self.pages.setCurrentWidget(self.stage)
        self._show_where()

    def _show_notice(self) -> None:
        stood = format_clock(self._now / SECOND)
        if self._told.status == "paused":
            line = f"The exercise clock stands at {stood}. Nobody loses time."
            self.notice.show_notice("Paused", line, "pause", "warn")
        else:
            line = f"Played for {stood}. Stay for the hot wash: what worked, what did not, what to change in the plan."
            self.notice.show_notice("The exercise has ended", line, "flag", "info")
        self.pages.setCurrentWidget(self.notice)

    def _show_where(self) -> None:
        """Below the message: how far back we look, or which question still waits."""
        messages = [message.inject for message in self._messages()]
        at = messages.index(self._looking_at) if self._looking_at in messages else len(messages) - 1
        self.earlier.setEnabled(at > 0 if self._looking_at else bool(messages))
        self.later.setEnabled(self._looking_at is not None)
        self.live.setEnabled(self._looking_at is not None)
        if self._looking_at is not None:
            self.where.show_text(
                f"Looking back: message {at + 1} of {len(messages)}. End returns to now.", "accent"
            )
        else:
            self.where.show_text(self._waiting(), "warn")
        self._show_below()

    def _show_below(self) -> None:
        """On a small display the ticker shares its line with what is said about the message shown."""
        before_play = self.pages.currentWidget() is self.briefing
        both = self._unit >= ROOMY
        self.ticker.setVisible(not before_play and (both or not self.where.text()))
        self.where.setVisible(both or before_play or bool(self.where.text()))

    def _waiting(self) -> str:
        """The open decision that the message shown does not show, with its time left."""
        shown = self.stage.question.asked.id if self.stage.question is not None else ""
        open_ones = [
            question
            for question in self._told.questions.values()
            if question.open and question.asked.kind == "decision" and question.asked.id != shown
        ]
        if not open_ones or self._told.status != "running":
            return ""
        question = open_ones[-1]
        left = question.left(self._now)
        clock = f"  ·  {format_clock(-(-left // SECOND))} left" if left else ""
        return f"Still to be decided: {question.asked.question}{clock}"

    # -- what the person does ---------------------------------------------------------------------------------

    def look_back(self) -> None:
        """Show the message before the one shown."""
        messages = [message.inject for message in self._messages()]
        if not messages:
            return
        if self._looking_at in messages:
            self._looking_at = messages[max(0, messages.index(self._looking_at) - 1)]
        elif self._told.status in ("paused", "ended"):
            self._looking_at = messages[-1]
        else:
            self._looking_at = messages[max(0, len(messages) - 2)]
        self._show_page()

    def look_forward(self) -> None:
        """Show the message after the one shown; after the last one, follow again."""
        messages = [message.inject for message in self._messages()]
        if self._looking_at not in messages:
            return
        place = messages.index(self._looking_at) + 1
        self._looking_at = messages[place] if place < len(messages) else None
        self._show_page()

    def follow(self) -> None:
        """Return to what happens now."""
        self._looking_at = None
        self._show_page()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop filling it."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def leave_full_screen(self) -> None:
        """Stop filling the screen."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def told(self) -> Told:
        """What the display was told so far."""
        return self._told

    # -- the size of the display --------------------------------------------------------------------------------

    def _scale(self) -> None:
        unit = self._unit = unit_of(self.width(), self.height())
        self._place_ticker()
        edge = round(28 * unit)
        self._body.setContentsMargins(edge, round(22 * unit), edge, round(18 * unit))
        self._body.setSpacing(round(14 * unit))
        for part in (self.strip, self.briefing, self.stage, self.walk, self.notice, self.where, self.ticker):
            part.set_unit(unit)
        self._show_below()

    def _place_ticker(self) -> None:
        roomy = self._unit >= ROOMY
        if roomy == (self._body.indexOf(self.ticker) >= 0):
            return
        (self._between if roomy else self._body).removeWidget(self.ticker)
        if roomy:
            self._body.addWidget(self.ticker)
        else:
            self._between.insertWidget(1, self.ticker, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything grows with the window."""
        super().resizeEvent(event)
        self._scale()

    def changeEvent(self, event: QEvent) -> None:
        """Say in the button what it does now."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange and hasattr(self, "full"):
            self.full.setAccessibleName("Leave full screen" if self.isFullScreen() else "Full screen")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put the display away, or leave the room."""
        if event.spontaneous():
            event.ignore()
            self.hide()
            return
        self._unsubscribe()
        self._seat.close()
        if isValid(self._pulse):  # the exercise may have been closed before its windows
            self._pulse.ticked.disconnect(self._on_ticked)
        self.closed.emit()
        super().closeEvent(event)
