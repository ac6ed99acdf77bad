"""The small parts every window is made of: buttons, headings, cards, chips, banners, empty places."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.look import Status, Step
from trainer.ui.panels.painted import Painted, draw_text, rounded

__all__ = [
    "Card", "Chip", "EmptyState", "Heading", "Icon", "button", "label", "rule", "spaced", "tool_button",
]  # fmt: skip

Kind = Literal["normal", "primary", "danger", "quiet", "nav"]
_ON: dict[str, str] = {"primary": "on_accent", "danger": "on_danger"}
_STATUS_WORDS: dict[Status, str] = {
    "ok": "good", "warn": "warning", "bad": "problem", "info": "information", "neutral": "",
}  # fmt: skip


def button(text: str, kind: Kind = "normal", icon: str | None = None, tip: str = "") -> QPushButton:
    """A push button of a kind, with an icon in the colour of its text.

    An `&` in the text marks the letter for Alt; the accessible name is the text without it.
    """
    made = QPushButton(text)
    made.setAccessibleName(text.replace("&", ""))
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if kind != "normal":
        look.mark(made, "kind", kind)
    if kind == "nav":
        made.setCheckable(True)
    if icon:
        made.setIcon(look.icon(icon, _ON.get(kind, "text")))
    return made


def tool_button(icon: str, name: str, tip: str = "") -> QToolButton:
    """A button that is only an icon; `name` is what assistive technology and the tool tip call it."""
    made = QToolButton()
    made.setIcon(look.icon(icon))
    made.setAccessibleName(name)
    made.setToolTip(tip or name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def label(text: str, words: Step | Literal["muted"] = "base", wrap: bool = False) -> QLabel:
    """A label in a step of the scale; plain text, never markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if words != "base":
        look.mark(made, "words", words)
    return made


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    look.mark(made, "panel", "line")
    return made


def spaced(layout: QBoxLayout, margin: int = 0, gap: int = 8) -> QBoxLayout:
    """The layout with margins and gap in pixels at 100 %, scaled."""
    scaled = look.tokens().px(margin) if margin else 0
    layout.setContentsMargins(scaled, scaled, scaled, scaled)
    layout.setSpacing(look.tokens().px(gap) if gap else 0)
    return layout


class Icon(Painted):
    """An icon standing by itself, as an ornament; size in pixels at 100 %."""

    def __init__(self, name: str, tint: str = "text", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._tint, self._size = name, tint, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tint: str = "text") -> None:
        """Show another icon."""
        if (name, tint) != (self._name, self._tint):
            self._name, self._tint = name, tint
            self.update()

    def sizeHint(self) -> QSize:
        """Square, scaled with the text."""
        side = look.tokens().px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon centred."""
        side = self.sizeHint().width()
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        look.paint_icon(QPainter(self), self._name, QRectF(left, top, side, side), self._tint)


class Heading(QWidget):
    """A heading, with a muted line below when there is one, and room for actions on the right."""

    def __init__(
        self, text: str, below: str = "", step: Step = "title", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = label(text, step)
        self._below = label(below, "muted", wrap=True)
        words = spaced(QVBoxLayout(), gap=2)
        words.addWidget(self._text)
        words.addWidget(self._below)
        self._row = spaced(QHBoxLayout(self))
        self._row.addLayout(words, 1)
        self._below.setVisible(bool(below))

    def show_text(self, text: str, below: str = "") -> None:
        """Show other words."""
        self._text.setText(text)
        self._below.setText(below)
        self._below.setVisible(bool(below))

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)


class Card(QFrame):
    """A panel with a rounded edge and, if it has a title, a heading with room for actions."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look.mark(self, "panel", "card")
        self.setAccessibleName(title)
        outer = spaced(QVBoxLayout(self), margin=12, gap=8)
        self._heading = Heading(title, step="heading")
        # As high as a heading with a button, so that cards side by side line up.
        self._heading.setMinimumHeight(look.tokens().px(30))
        outer.addWidget(self._heading)
        # Only once it has a parent: shown without one it would flash as a window of its own and take the keyboard.
        self._heading.setVisible(bool(title))
        self.body = QVBoxLayout()
        self.body.setSpacing(look.tokens().gap)
        outer.addLayout(self.body, 1)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Put a widget at the end of the body."""
        self.body.addWidget(widget, stretch)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right of the heading."""
        self._heading.setVisible(True)
        self._heading.add_action(widget)

    def show_title(self, title: str, below: str = "") -> None:
        """Show another title."""
        self.setAccessibleName(title)
        self._heading.show_text(title, below)
        self._heading.setVisible(bool(title))


class Chip(Painted):
    """A pill with a status: colour, sign and word."""

    def __init__(self, text: str, status: Status = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._status, self._icon = text, status, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_status(text, status)

    def show_status(self, text: str, status: Status, icon: str = "") -> None:
        """Show another word and status; `icon` replaces the status' own sign."""
        self._text, self._status, self._icon = text, status, icon
        said = _STATUS_WORDS[status]
        self.setAccessibleName(f"{text} ({said})" if said else text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as sign and word need."""
        return chip_size(self._text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        paint_chip(QPainter(self), QRectF(self.rect()), self._text, self._status, self._icon)


def chip_size(text: str) -> QSize:
    """How large a chip with this word is."""
    px = look.tokens().px
    metrics = look.metrics("caption")
    return QSize(px(8 + 12 + 4 + 9) + metrics.horizontalAdvance(text) + 1, metrics.height() + px(6))


def paint_chip(painter: QPainter, rect: QRectF, text: str, status: Status, icon: str = "") -> None:
    """Draw a chip into `rect`, eliding the word when it is too narrow."""
    tokens = look.tokens()
    shown = tokens.status(status)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = QPen(look.colour(shown.ink), tokens.px(1)) if tokens.scheme == "contrast" else None
    rounded(painter, rect, rect.height() / 2, look.colour(shown.tint), edge)
    side = tokens.px(12)
    sign = QRectF(rect.left() + tokens.px(8), rect.center().y() - side / 2, side, side)
    look.paint_icon(painter, icon or shown.icon, sign, shown.ink)
    words = rect.adjusted(tokens.px(8 + 12 + 4), 0, -tokens.px(6), 0)
    draw_text(painter, words, text, look.font("caption"), look.colour(shown.ink))


class EmptyState(QWidget):
    """An empty place that says what to do next."""

    acted = Signal()

    def __init__(self, icon: str, sentence: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(sentence)
        self._sentence = label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMaximumWidth(look.tokens().px(420))
        column = spaced(QVBoxLayout(self), margin=16, gap=12)
        column.addStretch(1)
        column.addWidget(Icon(icon, "muted", 36), 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._sentence, 8)
        row.addStretch(1)
        column.addLayout(row)
        self.action = button(action, "primary") if action else None
        if self.action is not None:
            self.action.clicked.connect(self.acted)
            column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_sentence(self, sentence: str) -> None:
        """Say something else."""
        self.setAccessibleName(sentence)
        self._sentence.setText(sentence)
