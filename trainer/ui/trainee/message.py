"""One message, open: what it is, who sent it to whom, its words, what came with it, and what it asks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from trainer.core.time import SECOND
from trainer.core.visibility import Shown
from trainer.ui import look
from trainer.ui.panels import Banner, Chip, button, label, spaced
from trainer.ui.seat_words import CHANNEL_LOOKS, Message
from trainer.ui.trainee.question import QuestionCard
from trainer.ui.trainee.scroll import ScrollPage
from trainer.ui.trainee.sheets import Badge, body_of
from trainer.ui.words import format_clock

__all__ = ["MessagePage"]

_MOST_LINES = 16
_ACKNOWLEDGE = "Say that you are looking at it now (Alt+K)"


class _Attachment(QPlainTextEdit):
    """Text that came with a message, in figures of one width; as high as it is long, within reason."""

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown.text.rstrip("\n"))
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setAccessibleName(f"Attachment: {shown.title}")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._dress()
        look.changes().changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(look.font("mono"))
        lines = min(_MOST_LINES, self.blockCount())
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + look.tokens().px(20) + bar)

    def sizeHint(self) -> QSize:
        """Wide enough for most logs."""
        return QSize(look.tokens().px(320), self.height())


class MessagePage(ScrollPage):
    """The page of one message. `acknowledged` follows the button."""

    acknowledged = Signal(str)

    def __init__(self, message: Message, to: str, cards: Callable[[str], QuestionCard]) -> None:
        super().__init__(f"{CHANNEL_LOOKS[message.channel].title}: {message.title}", margin=16, gap=12)
        self.message = message
        self._to = to
        self._banner = Banner()
        self._chip = Chip("Acknowledged", "ok")
        urgent = CHANNEL_LOOKS[message.channel].shape == "signal"
        self._button = button("Acknowledge", "primary" if urgent else "normal", "ok", _ACKNOWLEDGE)
        self._button.clicked.connect(lambda: self.acknowledged.emit(self.message.inject))
        self.body.addWidget(self._head())
        self.body.addWidget(self._banner)
        self.body.addWidget(body_of(message, to))
        for shown in message.attachments:
            self.body.addWidget(self._attached(shown))
        self.questions = [cards(asked.id) for asked in message.asked]
        for card in self.questions:
            self.body.addWidget(card)
        self.body.addStretch(1)
        self.show_message(message)

    def _head(self) -> QWidget:
        shown = CHANNEL_LOOKS[self.message.channel]
        head = QWidget()
        grid = QGridLayout(head)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.tokens().pad)
        grid.setVerticalSpacing(look.tokens().px(2))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Badge(self.message.channel.value), 0, 0, 2, 1, top)
        words = spaced(QVBoxLayout(), gap=2)
        when = format_clock(self.message.at / SECOND)
        words.addWidget(label(f"{shown.title.upper()}  ·  {when}", "caption"))
        self._title = label(self.message.title, "title", wrap=True)
        words.addWidget(self._title)
        grid.addLayout(words, 0, 1)
        grid.addWidget(self._chip, 0, 2, top)
        grid.addWidget(self._button, 0, 3, top)
        facts = f"{shown.sender} {self.message.sender}  ·  {shown.to} {self._to}"
        grid.addWidget(label(facts, "muted", wrap=True), 1, 1, 1, 3)
        return head

    def _attached(self, shown: Shown) -> QWidget:
        holder = QWidget()
        column = spaced(QVBoxLayout(holder), gap=4)
        column.addWidget(label(shown.title, "strong", wrap=True))
        column.addWidget(_Attachment(shown))
        return holder

    def show_message(self, message: Message) -> None:
        """Show what became of it."""
        self.message = message
        done = message.acknowledged_at
        self._chip.setVisible(done is not None)
        if done is not None:
            self._chip.show_status(f"Acknowledged {format_clock(done / SECOND)}", "ok")
        self._button.setVisible(done is None and not message.withdrawn)
        font = self._title.font()
        font.setStrikeOut(message.withdrawn)
        self._title.setFont(font)
        if message.withdrawn:
            self._banner.show_message("This message was withdrawn: treat it as never sent.", "neutral")

    def go_to(self, card: QuestionCard) -> None:
        """Bring a question into view with the keyboard on its first option, once the page is laid out."""

        def go() -> None:
            self.ensureWidgetVisible(card)
            card.options.cards[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

        QTimer.singleShot(0, self, go)

    def set_ready(self, why_not: str) -> None:
        """Let acts be done, or say why they cannot be done now."""
        self._button.setEnabled(not why_not)
        self._button.setToolTip(why_not or _ACKNOWLEDGE)
