"""The window of one seat in a walk-through: the step that is walked, the plan, and what happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from trainer.core.plan import ActionKind, Plan
from trainer.core.time import SECOND, Micros
from trainer.core.visibility import SeatItem
from trainer.ports import Seat
from trainer.ui import look
from trainer.ui.bridge import Pulse, attempt
from trainer.ui.panels import Banner, Entry, Feed, spaced
from trainer.ui.seat_words import Heard, Line
from trainer.ui.trainee.act_panel import ActPanel
from trainer.ui.trainee.acting import performer
from trainer.ui.trainee.briefing import BriefingPage
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.head import Head
from trainer.ui.trainee.own import OwnTold
from trainer.ui.trainee.plan_view import PlanView
from trainer.ui.trainee.scroll import titled
from trainer.ui.trainee.walk_page import WalkPage
from trainer.ui.words import format_clock

__all__ = ["WalkSeatWindow"]

_SMALLEST = (520, 520)
"""Least size in pixels at 100 %."""
_WIDE = 900
"""Width in pixels at 100 % from which the plan has room beside the step."""
_PARTS = ("Step", "Plan", "Log")
_WHY_NOT = {
    "not_started": "The walk-through has not begun.",
    "paused": "The walk-through is paused.",
    "ended": "The walk-through has ended.",
}
_SAID = {
    "paused": ("Paused. Read as you like; answers are sent once the clock runs again.", "warn"),
    "ended": ("The walk-through has ended. Thank you; everything stays here to read.", "info"),
    "not_started": ("The walk-through begins when the facilitator starts the clock.", "info"),
}
_ACTS = (ActionKind.ASK, ActionKind.REPORT_BLOCKED)


class WalkSeatWindow(QMainWindow):
    """One role's console in a walk-through.

    A person who closes it puts it away; closed by the program, it leaves the seat.
    """

    closed = Signal()
    _heard = Signal(tuple)

    def __init__(self, seat: Seat, plan: Plan, pulse: Pulse, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._seat, self._pulse = seat, pulse
        self._told = OwnTold(plan, seat.role)
        self._now: Micros = seat.elapsed()
        perform = performer(seat)
        self.head, self.banner = Head(plan, self._told), Banner()
        self.page = WalkPage(plan, self._told, perform)
        self.briefing = BriefingPage(plan)
        self.plan, self.log = PlanView(plan, seat.role), Feed("What happened")
        self.acts = ActPanel(Forms(plan, self._told, perform), _ACTS)
        self.tabs = QTabBar()
        self._lay_out()
        self._connect()
        self._on_heard(tuple(seat.items))
        self._show_status()
        self._unsubscribe = seat.subscribe(self._heard.emit)
        self._fit()
        self.resize(look.tokens().px(1200), look.tokens().px(780))

    # -- making -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.head.palette_button.hide()
        self._hide_incident()
        self._told_before = titled("Briefing")
        self._told_before.add(self.briefing, 1)
        # Before play there is no step to show.
        self.page.hide()
        step = QWidget()
        column = spaced(QVBoxLayout(step), gap=8)
        column.addWidget(self._told_before, 1)
        column.addWidget(self.page, 1)
        column.addWidget(self.acts)
        log = titled("What happened")
        log.add(self.log, 1)
        self._parts: tuple[QWidget, ...] = (step, self.plan, log)
        self._side = QSplitter(Qt.Orientation.Vertical)
        self._side.setChildrenCollapsible(False)
        self._side.addWidget(self.plan)
        self._side.addWidget(log)
        self._side.setSizes([300, 200])
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setChildrenCollapsible(False)
        for place, share in ((step, 7), (self._side, 4)):
            self._across.addWidget(place)
            self._across.setStretchFactor(self._across.count() - 1, share)
        self._across.setSizes([700, 400])
        self._frame()

    def _frame(self) -> None:
        self.tabs.setAccessibleName("Parts of the seat")
        self.tabs.setExpanding(False)
        for number, title in enumerate(_PARTS):
            self.tabs.addTab(title)
            self.tabs.setTabToolTip(number, f"{title} (Alt+{number + 1})")
        page = QWidget()
        column = spaced(QVBoxLayout(page), gap=0)
        column.addWidget(self.head)
        below = spaced(QVBoxLayout(), margin=12, gap=8)
        below.addWidget(self.banner)
        below.addWidget(self.tabs)
        below.addWidget(self._across, 1)
        column.addLayout(below, 1)
        self.setCentralWidget(page)
        self.setAccessibleName(f"Seat: {self._told.names.role(self._told.role)}")

    def _connect(self) -> None:
        self._heard.connect(self._on_heard)
        self._pulse.ticked.connect(self._on_ticked)
        self._pulse.failed.connect(self._on_failed)
        self.tabs.currentChanged.connect(self._show_parts)
        self.plan.opened.connect(lambda section: attempt(lambda: self._seat.open_plan(section), self))
        self.plan.blocked.connect(lambda step: self._open_act(ActionKind.REPORT_BLOCKED, {"step": step}))
        self.plan.answers_only()
        self.acts.opened.connect(self._give_room)
        self.head.briefing.clicked.connect(self.show_briefing)
        look.changes().changed.connect(self._fit)
        for keys, run in (
            ("F1", self.show_briefing),
            ("Ctrl+F", self._search),
            ("Alt+1", lambda: self._go(0)),
            ("Alt+2", lambda: self._go(1)),
            ("Alt+3", lambda: self._go(2)),
            ("F2", self.page.go_to),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    # -- what comes from the exercise ---------------------------------------------------------------------

    def _on_heard(self, items: tuple[SeatItem, ...]) -> None:
        self._now = self._seat.elapsed()
        before = self.page.seen.step
        changed = self.page.seen.hear(items)
        self._apply(self._told.hear(items))
        self.page.show_heard(changed, self._now)
        if self.page.seen.step != before:
            self._told_before.hide()
            self.page.show()

    def _apply(self, heard: Heard) -> None:
        self.log.append([self._entry(line) for line in heard.lines])
        if heard.room:
            self.head.show_told(self._told)
            self._hide_incident()
            self._show_title()
        if heard.clock:
            self._show_status()
        own = [line for line in heard.lines if line.mine]
        if own:
            self.acts.say(f"Recorded at {format_clock(own[-1].at / SECOND)}: {own[-1].title}")

    def _hide_incident(self) -> None:
        """In a walk-through there is no severity to be found, and nobody takes command."""
        self.head.severity.hide()
        self.head.command.hide()

    def _show_title(self) -> None:
        briefing, title = self._told.briefing, self._told.names.role(self._told.role)
        self.setWindowTitle(f"{title} – {briefing.exercise}" if briefing else title)
        self.briefing.show_briefing(self._told)

    def _entry(self, line: Line) -> Entry:
        return Entry(
            line.key, line.at / SECOND, line.title, line.detail, self._told.who(line.who),
            self._told.lane(line.who) if line.who else None, line.icon,
        )  # fmt: skip

    def _show_status(self) -> None:
        status = self._told.status
        why_not = _WHY_NOT.get(status, "")
        self.page.set_ready(why_not)
        self.acts.set_ready(why_not)
        self.plan.set_ready(why_not)
        self.head.show_time(self._now, self._told)
        said = _SAID.get(status)
        if said is None:
            self.banner.hide()
        else:
            self.banner.show_message(said[0], "warn" if said[1] == "warn" else "info")

    def _on_ticked(self, now: Micros) -> None:
        self._now = now
        self.head.show_time(now, self._told)
        self.page.tick(now)

    def _on_failed(self, why: str) -> None:
        self.banner.show_message(f"{why} The clock shown here stands; tell the facilitator.", "bad")

    # -- what the person does -----------------------------------------------------------------------------

    def show_briefing(self) -> None:
        """Show what was said before play, or go back to the step."""
        shown = self._told_before.isHidden()
        self._told_before.setVisible(shown)
        self.page.setVisible(not shown)
        self.tabs.setCurrentIndex(0)

    def told(self) -> OwnTold:
        """What this seat was told so far."""
        return self._told

    def _open_act(self, kind: ActionKind, known: dict[str, object]) -> None:
        self.tabs.setCurrentIndex(0)
        self.acts.open(kind, known)

    def _give_room(self, form_open: bool) -> None:
        """A form needs the height that the step otherwise has."""
        self.page.setVisible(not form_open)
        self._told_before.hide()
        if not form_open:
            self.page.go_to()

    def _go(self, part: int) -> None:
        self.tabs.setCurrentIndex(part)
        (self.page.questions, self.plan.list, self.log)[part].setFocus()

    def _search(self) -> None:
        self.tabs.setCurrentIndex(1)
        self.plan.search.setFocus()
        self.plan.search.selectAll()

    # -- room ---------------------------------------------------------------------------------------------

    def _show_parts(self) -> None:
        """All parts side by side where there is room, else the one whose tab is chosen."""
        wide = self.width() >= look.tokens().px(_WIDE)
        self.tabs.setVisible(not wide)
        for number, part in enumerate(self._parts):
            part.setVisible(wide or self.tabs.currentIndex() == number)
        self._side.setVisible(wide or self.tabs.currentIndex() > 0)

    def _fit(self) -> None:
        px = look.tokens().px
        self.setMinimumSize(px(_SMALLEST[0]), px(_SMALLEST[1]))
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many parts as have room."""
        super().resizeEvent(event)
        self._show_parts()

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
