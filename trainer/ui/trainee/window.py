"""The window of one seat: the inbox and the log, the open message with what can be done, and the plan."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from trainer.core.actions import Acknowledge
from trainer.core.plan import ActionKind, Plan
from trainer.core.time import SECOND, Micros
from trainer.core.visibility import SeatItem
from trainer.ports import Seat
from trainer.ui import look
from trainer.ui.bridge import Pulse, attempt
from trainer.ui.panels import Banner, Entry, spaced
from trainer.ui.seat_words import CHANNEL_LOOKS, Heard, Line, Message
from trainer.ui.trainee.acting import performer
from trainer.ui.trainee.commands import commands
from trainer.ui.trainee.desk import Desk
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.head import Head
from trainer.ui.trainee.inbox import Mail
from trainer.ui.trainee.message import MessagePage
from trainer.ui.trainee.own import OwnTold
from trainer.ui.trainee.palette import Palette
from trainer.ui.trainee.planbook import shown_by
from trainer.ui.trainee.question import QuestionCard
from trainer.ui.trainee.watching import Watching, watching
from trainer.ui.trainee.ways import way_to_do
from trainer.ui.words import format_clock

__all__ = ["SeatWindow"]

_SMALLEST = (520, 520)
"""Least size in pixels at 100 %."""
_WHY_NOT = {
    "not_started": "The exercise has not begun.",
    "paused": "The exercise is paused.",
    "ended": "The exercise has ended.",
}


class SeatWindow(QMainWindow):
    """One role's console.

    A person who closes it puts it away: the exercise goes on, what was written stays, and showing it again brings it
    back. Closed by the program, it leaves the seat.
    """

    closed = Signal()
    _heard = Signal(tuple)

    def __init__(self, seat: Seat, plan: Plan, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._seat = seat
        self._plan = plan
        self._pulse = pulse
        self._told = OwnTold(plan, seat.role)
        self._now: Micros = seat.elapsed()
        self.pages: dict[str, MessagePage] = {}
        self.cards: dict[str, QuestionCard] = {}
        self._perform = performer(seat)
        self.head = Head(plan, self._told)
        self.banner = Banner()
        forms = Forms(plan, self._told, self._perform)
        self.desk = Desk(plan, seat.role, forms)
        self.palette_box = Palette(self)
        telemetry = seat.telemetry()
        #: The monitoring of a simulated system, where there is one.
        self.monitor = watching(telemetry, self._told, self._perform, self) if telemetry else None
        self.halves = Watching(self.desk, self.monitor) if self.monitor else None
        self._lay_out()
        self._connect()
        if self.halves is not None:
            self.halves.attach(self, forms)
        self._add_shortcuts()
        self._apply(self._told.hear(tuple(seat.items)))
        self._show_status()
        self._heard.connect(self._on_heard)
        self._unsubscribe = seat.subscribe(self._heard.emit)
        pulse.ticked.connect(self._on_ticked)
        pulse.failed.connect(self._on_failed)
        look.changes().changed.connect(self._fit)
        self._fit()
        self.resize(look.tokens().px(1280), look.tokens().px(800))

    # -- making -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = QWidget()
        column = spaced(QVBoxLayout(page), gap=0)
        column.addWidget(self.head)
        below = spaced(QVBoxLayout(), margin=12, gap=8)
        below.addWidget(self.banner)
        below.addWidget(self.halves or self.desk, 1)
        column.addLayout(below, 1)
        self.setCentralWidget(page)
        self.setAccessibleName(f"Seat: {self._told.names.role(self._told.role)}")

    def _connect(self) -> None:
        desk = self.desk
        desk.inbox.opened.connect(self.open_message)
        desk.next_unread.clicked.connect(self.open_next_unread)
        desk.waiting.wanted.connect(self._answer)
        desk.acts.acknowledged.connect(self._acknowledge)
        desk.acts.opened.connect(desk.give_room)
        desk.plan.opened.connect(lambda section: attempt(lambda: self._seat.open_plan(section), self))
        desk.plan.do.connect(self._do_step)
        desk.plan.noted.connect(lambda step: desk.acts.open(ActionKind.DO_STEP, {"step": step}))
        desk.plan.blocked.connect(lambda step: desk.acts.open(ActionKind.REPORT_BLOCKED, {"step": step}))
        self.head.briefing.clicked.connect(self.show_briefing)
        self.head.palette_button.clicked.connect(self.open_palette)

    def _at_desk(self, run: Callable[[], object]) -> None:
        if self.halves is not None:
            self.halves.to_desk()
        run()

    def _add_shortcuts(self) -> None:
        desk = self.desk
        for keys, run in (
            ("Ctrl+K", self.open_palette),
            ("Ctrl+F", desk.go_to_search),
            ("F1", self.show_briefing),
            ("Alt+S", lambda: desk.acts.open(ActionKind.DO_STEP)),
            ("Alt+1", desk.go_to_inbox),
            ("Alt+2", desk.go_to_message),
            ("Alt+3", desk.go_to_plan),
            ("Alt+4", desk.go_to_log),
        ):
            ahead = run if keys == "Ctrl+K" else partial(self._at_desk, run)
            QShortcut(QKeySequence(keys), self).activated.connect(ahead)

    # -- what comes from the exercise -----------------------------------------------------------------------

    def _on_heard(self, items: tuple[SeatItem, ...]) -> None:
        self._now = self._seat.elapsed()
        self._apply(self._told.hear(items))

    def _apply(self, heard: Heard) -> None:
        self.desk.log.append([self._entry(line) for line in heard.lines])
        for inject in heard.messages:
            self._refresh_page(self._told.messages[inject])
        if heard.messages or heard.questions:
            self._show_inbox()
        for name in heard.questions:
            self._refresh_card(name)
        if heard.clock:
            self._show_status()
        if heard.room:
            self._show_room()
        own = [line for line in heard.lines if line.mine]
        if own:
            self._show_done()
            self.desk.acts.say(f"Recorded at {format_clock(own[-1].at / SECOND)}: {own[-1].title}")
        if self.monitor is not None and (heard.lines or heard.messages) and self.monitor.isVisible():
            self.monitor.refresh()
        self._show_questions()

    def _entry(self, line: Line) -> Entry:
        return Entry(
            line.key, line.at / SECOND, line.title, line.detail, self._told.who(line.who),
            self._told.lane(line.who) if line.who else None, line.icon,
        )  # fmt: skip

    def _show_inbox(self) -> None:
        told = self._told
        asking = {question.message for question in told.questions.values() if question.open}
        newest_first = sorted(told.messages.values(), key=lambda message: message.at, reverse=True)
        mails = [
            Mail(message, message.inject in self._told.opened, message.inject in asking)
            for message in newest_first
        ]
        self.desk.show_mails(mails)
        if self.halves is not None:
            self.halves.show_mails(mails)
        self._show_acknowledge()

    def _refresh_page(self, message: Message) -> None:
        page = self.pages.get(message.inject)
        if page is None:
            return
        if page.message.at == message.at:
            page.show_message(message)
            return
        self._told.opened.discard(message.inject)  # withdrawn and sent anew
        self.pages.pop(message.inject)
        self.desk.forget(page)

    def _refresh_card(self, name: str) -> None:
        card = self.cards.get(name)
        question = self._told.questions[name]
        if card is not None:
            card.show_question(question, self._told.who(question.by))

    def _show_room(self) -> None:
        self.head.show_told(self._told)
        briefing = self._told.briefing
        title = self._told.names.role(self._told.role)
        self.setWindowTitle(f"{title} – {briefing.exercise}" if briefing else title)
        self.desk.briefing.show_briefing(self._told)
        self.desk.plan.show_done(self._done(), self._told.severity)

    def _done(self) -> dict[str, Micros]:
        acts = [(own.elapsed, own.action) for own in self._told.own]
        times = ((f"step {step.id}", shown_by(step, acts)) for _, step in self._plan.steps())
        return {key: at for key, at in times if at is not None}

    def _show_done(self) -> None:
        self.desk.plan.show_done(self._done(), self._told.severity)

    def _show_status(self) -> None:
        why_not = _WHY_NOT.get(self._told.status, "")
        self.desk.set_ready(why_not)
        if self.monitor is not None:
            self.monitor.set_ready(why_not)
        for page in self.pages.values():
            page.set_ready(why_not)
        for card in self.cards.values():
            card.set_ready(why_not)
        self.head.show_time(self._now, self._told)
        match self._told.status:
            case "paused":
                stood = format_clock(self._now / SECOND)
                words = (
                    f"Paused at {stood}. Read and write as you like; acts are sent once the clock runs again."
                )
                self.banner.show_message(words, "warn")
            case "ended":
                self.banner.show_message(
                    "The exercise has ended. Thank you; everything stays here to read.", "info"
                )
            case "not_started":
                self.banner.show_message("The exercise begins when the facilitator starts the clock.", "info")
            case "running":
                self.banner.hide()
                self.desk.leave_briefing()
        self._show_acknowledge()

    def _on_ticked(self, now: Micros) -> None:
        self._now = now
        self.head.show_time(now, self._told)
        self._show_questions()

    def _on_failed(self, why: str) -> None:
        self.banner.show_message(f"{why} The clock shown here stands; tell the facilitator.", "bad")

    def _show_questions(self) -> None:
        open_ones = self._told.questions.values() if self._told.status != "ended" else ()
        self.desk.waiting.show_questions(open_ones, self._now)
        for card in self.cards.values():
            if card.isVisible():
                card.show_time(self._now)

    # -- what the person does ---------------------------------------------------------------------------------

    def open_message(self, inject: str) -> None:
        """Show a message, and say that it was seen."""
        message = self._told.messages.get(inject)
        if message is None:
            return
        if self.halves is not None:
            self.halves.to_desk()
        page = self.pages.get(inject)
        if page is None:
            page = self.pages[inject] = MessagePage(message, self._told.addressed(message.to), self._card)
            page.acknowledged.connect(self._acknowledge_message)
            page.set_ready(_WHY_NOT.get(self._told.status, ""))
        self.desk.show_page(page)
        if inject not in self._told.opened:
            attempt(lambda: self._seat.mark_seen(inject), self)
            self._show_inbox()
        self.desk.inbox.select(inject)
        self._show_questions()
        self._show_acknowledge()

    def open_next_unread(self) -> None:
        """Show the oldest message that was not opened."""
        inject = self.desk.inbox.next_unread()
        if inject:
            self.open_message(inject)

    def _card(self, name: str) -> QuestionCard:
        card = self.cards.get(name)
        if card is None:
            card = self.cards[name] = QuestionCard(self._told.questions[name], self._perform)
            card.set_ready(_WHY_NOT.get(self._told.status, ""))
            self._refresh_card(name)
            card.show_time(self._now)
        return card

    def _answer(self, inject: str) -> None:
        self.open_message(inject)
        page = self.pages.get(inject)
        card = next((card for card in page.questions if card.question().open), None) if page else None
        if page is not None and card is not None:
            page.go_to(card)

    def _to_acknowledge(self) -> Message | None:
        """The open message, else the newest alert or page that nobody here acknowledged."""
        shown = self.desk.current_page()
        if shown is not None and shown.message.acknowledged_at is None and not shown.message.withdrawn:
            return shown.message
        waiting = [
            message
            for message in self._told.messages.values()
            if CHANNEL_LOOKS[message.channel].shape == "signal"
            and message.acknowledged_at is None
            and not message.withdrawn
        ]
        return max(waiting, key=lambda message: message.at, default=None)

    def _show_acknowledge(self) -> None:
        message = self._to_acknowledge()
        self.desk.acts.set_acknowledge(message.title if message else "")

    def _acknowledge(self) -> None:
        message = self._to_acknowledge()
        if message is not None:
            self._acknowledge_message(message.inject)

    def _acknowledge_message(self, inject: str) -> None:
        problem = self._perform(Acknowledge(inject=inject))
        if problem:
            self.banner.show_message(problem, "warn")

    def _do_step(self, name: str) -> None:
        step = next(step for _, step in self._plan.steps() if step.id == name)
        way = way_to_do(step, self._plan)
        if way.kind is ActionKind.ACKNOWLEDGE:
            if self._to_acknowledge() is not None:
                self._acknowledge()
                return
            way = way._replace(kind=ActionKind.DO_STEP, known={"step": name})
        self.desk.acts.open(way.kind, way.known)

    def show_briefing(self) -> None:
        """Show what was said before play."""
        self.desk.show_briefing()
        self._show_acknowledge()

    def open_palette(self) -> None:
        """Offer everything that can be done."""
        self.palette_box.open(commands(self))

    def told(self) -> OwnTold:
        """What this seat was told so far."""
        return self._told

    def _fit(self) -> None:
        """Let the window be as small as one column needs, whatever stands in it."""
        px = look.tokens().px
        self.setMinimumSize(px(_SMALLEST[0]), px(_SMALLEST[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What lies over the window stays in it."""
        super().resizeEvent(event)
        self.palette_box.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put the window away, or leave the seat."""
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
