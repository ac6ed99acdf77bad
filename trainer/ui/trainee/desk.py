"""How a seat is laid out: inbox over log at the left, message over acts in the middle, the plan at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from trainer.core.plan import ActionKind, Plan
from trainer.core.scenario import Channel
from trainer.ui import look
from trainer.ui.panels import Card, EmptyState, Feed, button, spaced
from trainer.ui.seat_words import CHANNEL_LOOKS
from trainer.ui.trainee.act_panel import ActPanel
from trainer.ui.trainee.briefing import BriefingPage
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.inbox import Inbox, Mail
from trainer.ui.trainee.message import MessagePage
from trainer.ui.trainee.plan_view import PlanView
from trainer.ui.trainee.scroll import ScrollPage, titled
from trainer.ui.trainee.waiting import WaitingLine

__all__ = ["Desk"]

_MESSAGE_SHARE, _FORM_SHARE = 40, 60
_NOTHING_OPEN = "Nothing is open. Messages arrive in the inbox; Alt+N opens the next one."


class Desk(QWidget):
    """The four parts, and moving between them."""

    def __init__(self, plan: Plan, role: str, forms: Forms) -> None:
        super().__init__()
        self.inbox = Inbox()
        self.log = Feed("What happened")
        self.plan = PlanView(plan, role)
        self.briefing = BriefingPage(plan)
        self.waiting = WaitingLine()
        self.acts = ActPanel(forms)
        self._empty = EmptyState("mail", _NOTHING_OPEN)
        self._pages = QStackedWidget()
        for page in (self.briefing, self._empty):
            self._pages.addWidget(page)
        self._split = self._columns()
        row = spaced(QHBoxLayout(self), gap=0)
        row.addWidget(self._split)

    def _columns(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        parts = ((self._left(), 3, 250), (self._middle(), 6, 380), (self.plan, 4, 240))
        for number, (part, stretch, width) in enumerate(parts):
            part.setMinimumWidth(look.tokens().px(width))
            split.addWidget(part)
            split.setStretchFactor(number, stretch)
        split.setSizes([262, 664, 318])
        return split

    def _left(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        box = titled("Inbox")
        self.next_unread = button("&Next unread", "quiet", "next", "Open the oldest unread message (Alt+N)")
        box.add_action(self.next_unread)
        self._channel = QComboBox()
        self._channel.setAccessibleName("Channel shown in the inbox")
        self._channel.view().setAccessibleName("Channels")
        self._channel.addItem("All channels", "")
        self._channel.currentIndexChanged.connect(
            lambda: self.inbox.keep_channel(self._channel.currentData())
        )
        box.add(self._channel)
        self._box = QStackedWidget()
        self._box.addWidget(EmptyState("mail", "Nothing came in yet."))
        self._box.addWidget(self.inbox)
        box.add(self._box, 1)
        log = titled("What happened")
        log.add(self.log, 1)
        split.addWidget(box)
        split.addWidget(log)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([430, 290])
        return split

    def _middle(self) -> QWidget:
        holder = QWidget()
        column = spaced(QVBoxLayout(holder), gap=8)
        column.addWidget(self.waiting)
        card = Card()
        card.setAccessibleName("Open message")
        card.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        card.add(self._pages, 1)
        column.addWidget(card, 1)
        column.addWidget(self.acts)
        self._shares = column
        return holder

    def open_form(self, kind: ActionKind) -> None:
        """Open the form of an act."""
        self.acts.open(kind)

    def give_room(self, form_open: bool) -> None:
        """Give an open form more than half of the height, and take it back."""
        self._shares.setStretch(1, _MESSAGE_SHARE if form_open else 1)
        self._shares.setStretch(2, _FORM_SHARE if form_open else 0)

    def show_mails(self, mails: Sequence[Mail]) -> None:
        """Show the inbox's lines."""
        self.inbox.update_mails(mails)
        self._box.setCurrentIndex(1 if mails else 0)
        self.next_unread.setEnabled(bool(self.inbox.next_unread()))
        unread = sum(1 for mail in mails if not mail.seen and not mail.message.withdrawn)
        self.next_unread.setText(f"&Next unread ({unread})" if unread else "&Next unread")
        known = {self._channel.itemData(number) for number in range(self._channel.count())}
        for channel in Channel:
            if channel.value not in known and any(mail.message.channel is channel for mail in mails):
                icon = look.icon(look.CHANNELS[channel.value][1], "muted")
                self._channel.addItem(icon, CHANNEL_LOOKS[channel].title, channel.value)

    def set_ready(self, why_not: str) -> None:
        """Let acts be done, or say why they cannot be done now."""
        self.acts.set_ready(why_not)
        self.plan.set_ready(why_not)

    def show_page(self, page: MessagePage) -> None:
        """Show a message."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def forget(self, page: MessagePage) -> None:
        """Let go of a page."""
        self._pages.removeWidget(page)
        page.deleteLater()

    def current_page(self) -> MessagePage | None:
        """The message that is open."""
        page = self._pages.currentWidget()
        return page if isinstance(page, MessagePage) else None

    def show_briefing(self) -> None:
        """Show the briefing."""
        self._pages.setCurrentWidget(self.briefing)

    def leave_briefing(self) -> None:
        """Play begins: what is shown now comes from the inbox."""
        if self._pages.currentWidget() is self.briefing:
            self._pages.setCurrentWidget(self._empty)

    def go_to_inbox(self) -> None:
        """Keyboard to the inbox, on a line of it."""
        if not self.inbox.currentIndex().isValid():
            self.inbox.setCurrentIndex(self.inbox.model().index(0, 0))
        self.inbox.setFocus()

    def go_to_message(self) -> None:
        """Keyboard to the open message."""
        page = self._pages.currentWidget()
        if isinstance(page, ScrollPage):
            page.to_first()

    def go_to_plan(self) -> None:
        """Keyboard to the plan's list."""
        if not self.plan.list.currentIndex().isValid():
            self.plan.list.setCurrentIndex(self.plan.list.model().index(0, 0))
        self.plan.list.setFocus()

    def go_to_search(self) -> None:
        """Keyboard to the plan's search."""
        self.plan.search.setFocus()
        self.plan.search.selectAll()

    def go_to_log(self) -> None:
        """Keyboard to what happened."""
        self.log.setFocus()
