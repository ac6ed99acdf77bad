"""The paper a message is on: each channel's words stand on something that looks like the channel."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels import Icon, Painted, label, spaced
from trainer.ui.panels.painted import rounded
from trainer.ui.seat_words import CHANNEL_LOOKS, Message

__all__ = ["Badge", "body_of", "readable"]


def readable(text: str, words: Step = "base", name: str = "") -> QLabel:
    """Wrapped words that can be marked and copied, with the mouse or the keyboard."""
    made = label(text, words, wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setAccessibleName(name or text)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


class Badge(Painted):
    """A channel's icon on a ground in its colour."""

    def __init__(self, channel: str, size: int = 40) -> None:
        super().__init__()
        self._channel = channel
        side = look.tokens().px(size)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and icon."""
        tokens = look.tokens()
        colour, icon = tokens.channel(self._channel)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        rounded(painter, area, tokens.px(10), look.colour(colour))
        inset = area.width() * 0.24
        look.paint_icon(painter, icon, area.adjusted(inset, inset, -inset, -inset), tokens.on_role)


class _Sheet(Painted):
    """A ground for words. `edge` is a coloured bar at the left, `tail` a bubble's tail."""

    def __init__(self, channel: str, ground: str = "sunken", edge: bool = False, tail: bool = False) -> None:
        super().__init__()
        self._channel, self._ground, self._edge, self._tail = channel, ground, edge, tail

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground."""
        tokens, px = look.tokens(), look.tokens().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.colour(tokens.channel(self._channel)[0])
        area = QRectF(self.rect())
        pen = QPen(look.colour("border"), px(1))
        fill = look.colour(self._ground)
        if self._tail:
            fill = look.colour(tokens.channel(self._channel)[0])
            fill.setAlphaF(0.0 if tokens.scheme == "contrast" else 0.10)
            area = area.adjusted(px(8), 0, 0, 0)
            pen = QPen(colour, px(1)) if tokens.scheme == "contrast" else QPen(Qt.PenStyle.NoPen)
            self._paint_tail(painter, area, fill, pen)
        rounded(painter, area, px(8), fill, pen if pen.style() != Qt.PenStyle.NoPen else None)
        if self._edge:
            bar = QRectF(area.left(), area.top(), px(5), area.height())
            painter.setClipRect(bar)
            rounded(painter, QRectF(area.left(), area.top(), px(20), area.height()), px(8), colour)

    def _paint_tail(self, painter: QPainter, area: QRectF, fill: object, pen: QPen) -> None:
        px = look.tokens().px
        top = area.top() + px(12)
        tail = QPolygonF([QPointF(area.left(), top), QPointF(area.left() - px(8), top + px(4)),
                          QPointF(area.left(), top + px(12))])  # fmt: skip
        painter.setPen(pen if pen.style() != Qt.PenStyle.NoPen else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(tail)


def _on_sheet(sheet: _Sheet, *parts: QWidget, left: int = 14) -> QWidget:
    column = spaced(QVBoxLayout(sheet), margin=12, gap=6)
    margins = column.contentsMargins()
    margins.setLeft(look.tokens().px(left))
    column.setContentsMargins(margins)
    for part in parts:
        column.addWidget(part)
    return sheet


def _initials(name: str) -> str:
    words = [word for word in name.replace(",", " ").split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


class _Face(Painted):
    """A round sign with the initials of a sender."""

    def __init__(self, sender: str, channel: str) -> None:
        super().__init__()
        self._initials, self._channel = _initials(sender), channel
        side = look.tokens().px(36)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.colour(look.tokens().channel(self._channel)[0])
        area = QRectF(self.rect())
        ground = look.colour(look.tokens().channel(self._channel)[0])
        ground.setAlphaF(0.18)
        rounded(painter, area, area.width() / 2, ground)
        painter.setFont(look.font("strong"))
        painter.setPen(colour)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._initials)


def _signal(message: Message) -> QWidget:
    return _on_sheet(
        _Sheet(message.channel.value, edge=True), readable(message.text.strip(), "mono"), left=20
    )


def _screen(message: Message) -> QWidget:
    channel = message.channel.value
    head = QWidget()
    row = spaced(QHBoxLayout(head), gap=6)
    row.addWidget(Icon(look.CHANNELS[channel][1], look.tokens().channel(channel)[0], 14))
    row.addWidget(label(message.sender, "caption", wrap=True), 1)
    return _on_sheet(_Sheet(channel, "sunken"), head, readable(message.text.strip(), "mono"))


def _letter(message: Message, to: str) -> QWidget:
    shown = CHANNEL_LOOKS[message.channel]
    head = QWidget()
    grid = QGridLayout(head)
    grid.setContentsMargins(0, 0, 0, look.tokens().px(4))
    grid.setHorizontalSpacing(look.tokens().pad)
    grid.setVerticalSpacing(look.tokens().px(2))
    grid.setColumnStretch(1, 1)
    subject = "Subject" if shown.title == "Mail" else "Summary"
    for number, (name, text) in enumerate(
        ((shown.sender, message.sender), (shown.to, to), (subject, message.title))
    ):
        grid.addWidget(label(name, "caption"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, "strong" if number == 2 else "base", wrap=True), number, 1)
    return _on_sheet(_Sheet(message.channel.value, "surface"), head, readable(message.text.strip()))


def _talk(message: Message) -> QWidget:
    holder = QWidget()
    row = spaced(QHBoxLayout(holder), gap=6)
    row.addWidget(_Face(message.sender, message.channel.value), 0, Qt.AlignmentFlag.AlignTop)
    name = label(message.sender, "strong", wrap=True)
    sheet = _on_sheet(_Sheet(message.channel.value, tail=True), name, readable(message.text.strip()), left=22)
    row.addWidget(sheet, 1)
    return holder


def _call(message: Message) -> QWidget:
    head = QWidget()
    row = spaced(QHBoxLayout(head), gap=8)
    row.addWidget(_Face(message.sender, message.channel.value))
    row.addWidget(label(f"{message.sender} is on the phone", "strong", wrap=True), 1)
    return _on_sheet(
        _Sheet(message.channel.value, "surface", edge=True),
        head,
        readable(message.text.strip(), "heading"),
        left=20,
    )


def _story(message: Message) -> QWidget:
    parts = (
        label(message.sender.upper(), "caption", wrap=True),
        label(message.title, "title", wrap=True),
        readable(message.text.strip()),
    )
    return _on_sheet(_Sheet(message.channel.value, "surface"), *parts)


def body_of(message: Message, to: str) -> QWidget:
    """A message's words in the shape of its channel; `to` names who it reached."""
    match CHANNEL_LOOKS[message.channel].shape:
        case "signal":
            return _signal(message)
        case "screen":
            return _screen(message)
        case "letter":
            return _letter(message, to)
        case "talk":
            return _talk(message)
        case "call":
            return _call(message)
        case "story":
            return _story(message)
