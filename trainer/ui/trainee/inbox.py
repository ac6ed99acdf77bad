"""The inbox: everything that came in, newest on top, each line looking like its channel."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer.core.time import SECOND
from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, FilterModel, RowsModel
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.seat_words import CHANNEL_LOOKS, Message
from trainer.ui.words import format_clock, spell_duration

__all__ = ["Inbox", "Mail"]


@dataclass(frozen=True)
class Mail:
    """A line of the inbox: the message, whether it was opened here, and whether it waits for an answer."""

    message: Message
    seen: bool
    asks: bool

    def spoken(self) -> str:
        """The line as assistive technology says it."""
        message = self.message
        marks = (
            "withdrawn" if message.withdrawn else "",
            "" if self.seen else "unread",
            "waits for an answer" if self.asks else "",
            "acknowledged" if message.acknowledged_at is not None else "",
        )
        words = (
            CHANNEL_LOOKS[message.channel].title, message.title, f"from {message.sender}",
            f"at {spell_duration(message.at / SECOND)}", *marks,
        )  # fmt: skip
        return ", ".join(word for word in words if word)


def _tip(mail: Mail) -> str:
    return f"{mail.message.title}\nfrom {mail.message.sender}"


def _height() -> int:
    px = look.tokens().px
    return look.metrics("caption").height() * 2 + look.metrics("strong").height() + px(20)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines."""
        return QSize(option.rect.width(), _height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one line."""
        mail: Mail = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        _paint_sign(painter, ground, mail)
        _paint_words(painter, ground.adjusted(px(50), px(8), -px(10), -px(8)), mail)
        painter.restore()


def _paint_sign(painter: QPainter, ground: QRectF, mail: Mail) -> None:
    tokens, px = look.tokens(), look.tokens().px
    colour, icon = tokens.channel(mail.message.channel.value)
    sign = QRectF(ground.left() + px(10), ground.top() + px(11), px(30), px(30))
    fill = look.colour(colour)
    if mail.seen:
        fill.setAlphaF(0.16)
    rounded(painter, sign, px(8), fill)
    inset = px(7)
    ink = colour if mail.seen else tokens.on_role
    look.paint_icon(painter, icon, sign.adjusted(inset, inset, -inset, -inset), ink)


def _paint_words(painter: QPainter, area: QRectF, mail: Mail) -> None:
    message, tokens, px = mail.message, look.tokens(), look.tokens().px
    caption, high = look.font("caption", tabular=True), look.metrics("caption").height()
    when = format_clock(message.at / SECOND)
    room = look.metrics("caption").horizontalAdvance(when) + px(8)
    kind = f"{CHANNEL_LOOKS[message.channel].title} · {message.sender}"
    ink = look.colour(tokens.channel(message.channel.value)[0])
    draw_text(painter, QRectF(area.left(), area.top(), area.width() - room, high), kind, caption, ink)
    at = QRectF(area.right() - room + px(8), area.top(), room, high)
    draw_text(painter, at, when, caption, look.colour("muted"))
    top = area.top() + high + px(1)
    title = look.font("base" if mail.seen else "strong")
    title.setStrikeOut(message.withdrawn)
    line = look.metrics("strong").height()
    marks = _paint_marks(painter, QRectF(area.left(), top, area.width(), line), mail)
    words = look.colour("muted" if message.withdrawn else "text")
    draw_text(painter, QRectF(area.left(), top, area.width() - marks, line), message.title, title, words)
    snippet = " ".join(message.text.split())[:160]
    below = QRectF(area.left(), top + line + px(1), area.width(), high)
    draw_text(painter, below, snippet, look.font("caption"), look.colour("muted"))


def _paint_marks(painter: QPainter, line: QRectF, mail: Mail) -> float:
    """Signs at the right: waits for an answer, acknowledged, unread; returns the width they take."""
    tokens, px = look.tokens(), look.tokens().px
    side, right = px(14), line.right()
    if not mail.seen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent_fill"))
        painter.drawEllipse(QPointF(right - px(5), line.center().y()), px(4), px(4))
        right -= px(14)
    for shown, icon, tint in (
        (mail.asks, "decision", tokens.status("warn").ink),
        (mail.message.acknowledged_at is not None, "ok", tokens.status("ok").ink),
    ):
        if shown:
            look.paint_icon(
                painter, icon, QRectF(right - side, line.center().y() - side / 2, side, side), tint
            )
            right -= side + px(4)
    return line.right() - right


class Inbox(QListView):
    """Messages, newest on top. `opened` follows Return, a click, or the arrows."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[Mail](
            "mail", "Message", lambda mail: mail.message.title, tooltip=_tip, spoken=Mail.spoken
        )
        self._rows: RowsModel[Mail] = RowsModel([column], lambda mail: mail.message.inject, self)
        self._shown = FilterModel(self._rows, self)
        self.setModel(self._shown)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("Inbox")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_activated)
        self.activated.connect(self._on_activated)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def rows(self) -> RowsModel[Mail]:
        """The lines."""
        return self._rows

    def shown(self) -> FilterModel:
        """The lines that the channel chosen lets through."""
        return self._shown

    def update_mails(self, mails: Iterable[Mail]) -> None:
        """Become exactly these lines, newest first."""
        self._rows.update(mails)

    def keep_channel(self, channel: str) -> None:
        """Show one channel, or all with an empty text."""
        self._shown.set_keep((lambda mail: mail.message.channel.value == channel) if channel else None)

    def select(self, inject: str) -> None:
        """Put the cursor on a message."""
        index = self._shown.index_of(inject)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def next_unread(self) -> str:
        """The oldest message that was not opened; empty when all were."""
        unread = [mail for mail in self._rows.rows() if not mail.seen and not mail.message.withdrawn]
        return unread[-1].message.inject if unread else ""

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(str(index.data(KEY_ROLE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens the message under the cursor."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            and self.currentIndex().isValid()
        ):
            self.activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
