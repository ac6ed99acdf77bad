"""What a seat shows: the inbox, the open message over what can be done, the plan, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QComboBox, QStackedWidget, QVBoxLayout, QWidget

from trainer.core.plan import ActionKind, Plan
from trainer.core.scenario import Channel
from trainer.ui import look
from trainer.ui.panels import Card, EmptyState, Feed, button, spaced
from trainer.ui.seat_words import CHANNEL_LOOKS
from trainer.ui.trainee.act_panel import ActPanel
from trainer.ui.trainee.briefing import BriefingPage
from trainer.ui.trainee.columns import Columns, Part
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.inbox import Inbox, Mail
from trainer.ui.trainee.message import MessagePage
from trainer.ui.trainee.plan_view import PlanView
from trainer.ui.trainee.scroll import ScrollPage, titled
from trainer.ui.trainee.waiting import WaitingLine

__all__ = ["Desk"]

_MESSAGE_SHARE, _FORM_SHARE = 40, 60
_LOW = 560
"""Height in pixels at 100 % below which a message and a form have no room above each other."""
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
        self._form_open = False
        self.columns = Columns(
            {"inbox": self._inbox(), "message": self._middle(), "plan": self.plan, "log": self._log()}
        )
        column = spaced(QVBoxLayout(self), gap=8)
        column.addWidget(self.waiting)
        column.addWidget(self.columns, 1)
        self._far = self._reached_from_afar()
        self.columns.changed.connect(self._on_columns_changed)
        self._on_columns_changed()

    def _inbox(self) -> QWidget:
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
        return box

    def _log(self) -> QWidget:
        log = titled("What happened")
        log.add(self.log, 1)
        return log

    def _middle(self) -> QWidget:
        holder = QWidget()
        self._shares = spaced(QVBoxLayout(holder), gap=8)
        self._open = Card()
        self._open.setAccessibleName("Open message")
        self._open.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        self._open.add(self._pages, 1)
        self._shares.addWidget(self._open, 1)
        self._shares.addWidget(self.acts)
        return holder

    def _lettered(self) -> list[tuple[QAbstractButton, Part | None]]:
        """Buttons that have a letter, and the part in which they stand."""
        buttons: list[tuple[QAbstractButton, Part | None]] = [(self.next_unread, None)]
        buttons += [(made, "message") for made in (self.acts.acknowledge, *self.acts.buttons.values())]
        buttons += [(made, "plan") for made in self.plan.choices()]
        return buttons

    def letters(self) -> list[tuple[QKeySequence, Callable[[], None]]]:
        """Letters of the buttons, and what presses each wherever it stands."""
        return [
            (QKeySequence.mnemonic(made.text()), partial(self._press, made, part))
            for made, part in self._lettered()
        ]

    def _press(self, made: QAbstractButton, part: Part | None) -> None:
        if part is not None:
            self.columns.show_part(part)
        made.click()

    def _reached_from_afar(self) -> list[tuple[QWidget, QShortcut]]:
        """Letters of buttons that may be out of sight: a button that cannot be seen does not hear its own."""
        return [(made, self._letter(made, part)) for made, part in self._lettered()]

    def _letter(self, made: QAbstractButton, part: Part | None) -> QShortcut:
        shortcut = QShortcut(QKeySequence.mnemonic(made.text()), self)
        shortcut.activated.connect(partial(self._press, made, part))
        return shortcut

    def _on_columns_changed(self) -> None:
        for made, shortcut in self._far:
            shortcut.setEnabled(not made.isVisibleTo(self))

    def open_form(self, kind: ActionKind) -> None:
        """Open the form of an act."""
        self.acts.open(kind)

    def give_room(self, form_open: bool) -> None:
        """Give an open form more than half of the height, or all of it where that is little; and take it back."""
        self._form_open = form_open
        self._shares.setStretch(0, _MESSAGE_SHARE if form_open else 1)
        self._shares.setStretch(1, _FORM_SHARE if form_open else 0)
        self._share_height()
        if form_open:
            self.columns.show_part("message")

    def _share_height(self) -> None:
        low = self.height() < look.tokens().px(_LOW)
        self._open.setVisible(not (low and self._form_open))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where message and form have no room above each other, the form stands alone."""
        super().resizeEvent(event)
        self._share_height()

    def _uncover(self) -> None:
        """Put a form aside that takes the message's place; what is written in it stays."""
        if self._open.isHidden():
            self.acts.close_form()

    def show_mails(self, mails: Sequence[Mail]) -> None:
        """Show the inbox's lines."""
        self.inbox.update_mails(mails)
        self._box.setCurrentIndex(1 if mails else 0)
        self.next_unread.setEnabled(bool(self.inbox.next_unread()))
        unread = sum(1 for mail in mails if not mail.seen and not mail.message.withdrawn)
        self.next_unread.setText(f"&Next unread ({unread})" if unread else "&Next unread")
        self.columns.set_title("inbox", f"Inbox ({unread})" if unread else "Inbox")
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
        self._uncover()
        self.columns.show_part("message")

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
        self._uncover()
        self.columns.show_part("message")

    def leave_briefing(self) -> None:
        """Play begins: what is shown now comes from the inbox."""
        if self._pages.currentWidget() is self.briefing:
            self._pages.setCurrentWidget(self._empty)
            if self.columns.count() == 1 and self.columns.shows("message") and not self._form_open:
                self.columns.show_part("inbox")

    def go_to_inbox(self) -> None:
        """Keyboard to the inbox, on a line of it."""
        self.columns.show_part("inbox")
        if not self.inbox.currentIndex().isValid():
            self.inbox.setCurrentIndex(self.inbox.model().index(0, 0))
        self.inbox.setFocus()

    def go_to_message(self) -> None:
        """Keyboard to the open message."""
        self._uncover()
        self.columns.show_part("message")
        page = self._pages.currentWidget()
        if isinstance(page, ScrollPage):
            page.to_first()

    def go_to_plan(self) -> None:
        """Keyboard to the plan's list."""
        self.columns.show_part("plan")
        if not self.plan.list.currentIndex().isValid():
            self.plan.list.setCurrentIndex(self.plan.list.model().index(0, 0))
        self.plan.list.setFocus()

    def go_to_step(self, step: str) -> None:
        """Open a step of the plan."""
        self.columns.show_part("plan")
        self.plan.show_step(step)

    def go_to_search(self) -> None:
        """Keyboard to the plan's search."""
        self.columns.show_part("plan")
        self.plan.search.setFocus()
        self.plan.search.selectAll()

    def go_to_log(self) -> None:
        """Keyboard to what happened."""
        self.columns.show_part("log")
        self.log.setFocus()
