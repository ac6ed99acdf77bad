"""The facilitator's console of a walk-through: transport and progress above, the steps, and the step that is walked.

It takes the place of the console that paces injects: a walk-through has none, the procedure paces it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMessageBox, QVBoxLayout, QWidget

from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.commands import Act, EndExercise, LeaveOutStep, OpenStep
from trainer.core.time import Micros
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.ending import ask_end
from trainer.ui.facilitator.keys import pressed_sequence
from trainer.ui.facilitator.play_banner import PlayBanner
from trainer.ui.facilitator.splitters import splitter
from trainer.ui.facilitator.transport import TransportBar
from trainer.ui.facilitator.walk.keys import bind_keys
from trainer.ui.facilitator.walk.record import RoleChoice, StepNote, WalkFeed
from trainer.ui.facilitator.walk.rows import Figures, question_rows, showing_row, step_rows, walk_of
from trainer.ui.facilitator.walk.step_card import StepHead
from trainer.ui.facilitator.walk.steps import StepList
from trainer.ui.facilitator.walk.strip import WalkStrip
from trainer.ui.panels import Card
from trainer.ui.walk.answers import AnswerBar
from trainer.ui.walk.entry import EntryLine
from trainer.ui.walk.questions import QuestionList
from trainer.ui.walk.showing import ShowBar
from trainer.workspace import Opened

__all__ = ["WalkConsole"]

_SOONEST: Final = 30
"""Milliseconds: records that come in one breath are shown together."""
_HINT: Final = "1–5 answer · ↑↓ question · ←→ step · R role"
_ALL_WALKED: Final = "All steps are walked: end the walk-through?"
_SOME_OPEN: Final = "All steps are walked, {} with questions that nobody answered: end the walk-through?"


class WalkConsole(QWidget):
    """A place of the main window. `ended` asks for the hot wash, once when play ends and whenever it is asked for."""

    seat_wanted = Signal(str)
    room_wanted = Signal()
    ended = Signal()

    def __init__(self, opened: Opened, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pulse = pulse
        self._offered_end = ""
        """what was said when all steps were walked"""
        self._step = ""
        self.setAccessibleName("Facilitator's console")
        self.desk = Desk(opened.exercise, self)
        self.transport = TransportBar(self.desk)
        self.strip = WalkStrip(self.desk)
        self.banner = PlayBanner(self.desk, pulse, "The walk-through", "The walk-through")
        self.steps, self.feed = StepList(), WalkFeed(self.desk)
        self.head, self.questions = StepHead(self.desk), QuestionList()
        self.entry = EntryLine()
        self.role = RoleChoice(self.desk)
        self.answers = AnswerBar(self.entry, self._asked, self._act, self.role)
        self.show_me = ShowBar()
        self.notes = StepNote(self.desk)
        self._refresh_soon = QTimer(self, singleShot=True, interval=_SOONEST)
        self._arrange()
        self._connect()
        self._common = bind_keys(self)
        self.banner.greet()
        self.refresh()
        self.tick(pulse.shown())

    # -- building -----------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        px = look.tokens().px
        # The procedure paces a walk-through: there is nothing to jump to, and no severity to be found.
        self.transport.jump.hide()
        self.transport.severity.hide()
        listed = Card()
        listed.setAccessibleName("Steps")
        listed.layout().setContentsMargins(px(4), px(4), px(4), px(4))  # type: ignore[union-attr]
        listed.add(self.steps, 1)
        left = splitter("facilitator/walk-left", Qt.Orientation.Vertical, (listed, self.feed), (2, 1))
        walked = Card()
        walked.setAccessibleName("The step that is walked")
        for part in (self.head, self.questions, self.answers, self.show_me):
            walked.add(part, 1 if part is self.questions else 0)
        columns = splitter("facilitator/walk-columns", Qt.Orientation.Horizontal, (left, walked), (12, 16))
        page = QVBoxLayout()
        page.setContentsMargins(px(12), px(8), px(12), px(10))
        page.setSpacing(px(8))
        page.addWidget(self.banner)
        page.addWidget(columns, 1)
        page.addWidget(self.notes)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.transport)
        whole.addWidget(self.strip)
        whole.addLayout(page, 1)
        self.setFocusProxy(self.questions)

    def _connect(self) -> None:
        self._pulse.recorded.connect(self._on_recorded)
        self._pulse.ticked.connect(self.tick)
        self._refresh_soon.timeout.connect(self.refresh)
        self.transport.seat_wanted.connect(self.seat_wanted)
        self.transport.room_wanted.connect(self.room_wanted)
        self.transport.end_asked.connect(self.ask_end)
        self.banner.acted.connect(self._on_banner_acted)
        self.steps.wanted.connect(self.go_to)
        self.head.moved.connect(self.step_by)
        self.head.left_out.connect(self.leave_out)
        self.answers.stored.connect(self._on_stored)
        self.entry.closed.connect(self.back)
        self.role.chosen.connect(self.back)
        self.show_me.wanted.connect(self.show_step)
        self.notes.left.connect(self.back)

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
        """Put the keyboard back to the questions; what was being asked for is not stored."""
        if self.entry.asking():
            self.entry.put_away()
            return
        self.questions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- walking ------------------------------------------------------------------------------------------

    def step(self) -> str | None:
        """The step that is walked; before play, the first one."""
        walk = walk_of(self.desk)
        return walk.current or next(iter(walk.steps), None)

    def go_to(self, step: str) -> None:
        """Come to a step."""
        if self.desk.do(OpenStep(step)):
            self.refresh()
            self.back()

    def step_by(self, by: int) -> None:
        """The step after the present one, or before it."""
        names, step = list(walk_of(self.desk).steps), self.step()
        place = names.index(step) + by if step in names else 0
        if self.desk.in_play() and 0 <= place < len(names):
            self.go_to(names[place])

    def go_on(self) -> None:
        """The next open question of the step; where all are answered, or it was left out, the next step."""
        row = self.questions.current()
        if self._left_out() or not self.questions.to_open(row.id if row is not None else None):
            self.step_by(1)

    def leave_out(self) -> None:
        """Ask why the present step is left out."""
        step = self.step()
        if step is None or not self.head.skip.isEnabled():
            return

        def store(reason: str, _takes: str) -> str:
            refused = self.desk.refusal(LeaveOutStep(step, reason))
            if not refused and self.desk.do(LeaveOutStep(step, reason)):
                self.refresh()
                if not self._offered_end:
                    self._say("Left out. Return: next step.")
            return refused

        self.entry.ask("Why is it left out?", "In a few words; Return stores", store)

    def show_step(self, now: str) -> None:
        """Record that the step begins to be done for real, or how that ended."""
        step = self.step()
        if step is None:
            return

        def store(note: str, _takes: str) -> str:
            refused = self._act(ShowStep.model_validate({"step": step, "now": now, "note": note}))
            if not refused:
                self.refresh()
            return refused

        if now == "failed":
            self.entry.ask("What failed?", "In a few words; Return stores", store)
        else:
            said = store("", "")
            self._say(said, "warn" if said else "muted")
            self.back()

    def show_by_key(self, now: str) -> None:
        """Begin to show the step, or end that; a key that does not fit now does nothing."""
        if self.show_me.running() != (now == "begun") and self.desk.in_play():
            self.show_step(now)

    def _asked(self) -> tuple[str, str] | None:
        step, row = self.step(), self.questions.current()
        return (step, row.id) if step is not None and row is not None else None

    def _act(self, action: AnswerStep | ShowStep) -> str:
        """Record an act of the role that is chosen; returns why it was refused, or an empty text."""
        command = Act(str(self.role.currentData()), action, "facilitator")
        return self.desk.refusal(command) or ("" if self.desk.do(command) else "It was not recorded.")

    def _on_stored(self, question: str) -> None:
        self.refresh()
        if not self.questions.to_open(question) and not self._offered_end:
            self._say("All questions are answered. Return: next step.", "ok", "ok")
        self.questions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- following the exercise ---------------------------------------------------------------------------

    def _on_recorded(self) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    def refresh(self) -> None:
        """Take up everything that was recorded; when play begins, the walk comes to its first step."""
        walk = walk_of(self.desk)
        if self.desk.state.status == "running" and walk.current is None and walk.steps:
            self.desk.do(OpenStep(next(iter(walk.steps))))
            self._hint()
            self.back()
        now = self.desk.now()
        self.steps.show_steps(step_rows(self.desk))
        self.transport.refresh()
        self.feed.refresh(now)
        self._show_step(now)
        found = self.strip.refresh()
        if self.banner.follow():
            self.ended.emit()
        elif self.desk.in_play():
            self._offer_end(found)

    def _show_step(self, now: Micros) -> None:
        step = self.step()
        if step is None:
            return
        ready = self.desk.in_play()
        if step != self._step:
            self._step = step
            self.role.choose(self.desk.script.steps[step].role)
            self._hint()
        self.head.show_step(step, ready)
        self.questions.show_questions(step, question_rows(self.desk, step))
        self.answers.set_ready(ready)
        self.role.setEnabled(ready)
        self.show_me.show_step(showing_row(self.desk, step), ready, now)
        self.notes.setEnabled(self.desk.state.status != "created")
        if not ready:
            self._hint()

    def _hint(self) -> None:
        match self.desk.state.status:
            case "created":
                self._say("Start the clock to come to the first step.")
            case "ended":
                self._say("Play has ended. Notes and observations can still be taken.")
            case _:
                self._say(_HINT)

    def _say(self, words: str, ink: str = "muted", icon: str = "info") -> None:
        self.entry.say(words or _HINT, ink, icon)

    def _open_questions(self) -> bool:
        return any(row.answer is None for row in self.questions.rows().rows()) and not self._left_out()

    def _left_out(self) -> bool:
        return walk_of(self.desk).steps[self._step].left_out is not None

    def tick(self, elapsed: Micros) -> None:
        """Show the reading of the clock."""
        self.transport.tick(elapsed)
        self.show_me.tick(elapsed)

    # -- the end ------------------------------------------------------------------------------------------

    def _offer_end(self, found: Figures) -> None:
        """Say calmly that all steps are walked; once, until that changes."""
        all_walked = found.all_met and not self._open_questions()
        if all_walked == bool(self._offered_end):
            return
        if all_walked:
            self._offered_end = _SOME_OPEN.format(found.begun) if found.begun else _ALL_WALKED
            self.banner.show_message(self._offered_end, "ok", "End the walk-through")
            return
        if self.banner.text() == self._offered_end:
            self.banner.hide()
        self._offered_end = ""

    def _on_banner_acted(self) -> None:
        if self.desk.in_play():
            self.ask_end()
        else:
            self.ended.emit()

    def ask_end(self) -> QMessageBox | None:
        """Ask once whether play shall end; None where there is nothing to end."""
        if not self.desk.in_play():
            return None
        return ask_end(self, self.desk, (), lambda: self.desk.do(EndExercise()))


def _is_note(event: QKeyEvent) -> bool:
    return pressed_sequence(event).toString() == "Ctrl+N"
