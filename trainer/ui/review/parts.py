"""The small things that the parts of the review are made of: scrolling columns, facts, events that can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.panels import Entry, Icon, button, label, spaced
from trainer.ui.panels.feed_paint import entry_height, paint_entry
from trainer.ui.panels.painted import focus_ring, rounded
from trainer.ui.settings import Settings

__all__ = [
    "Column",
    "EventButton",
    "Events",
    "bullets",
    "chips",
    "cleared",
    "facts",
    "framed",
    "section",
    "splitter",
]

_SHOWN = 8
_ABOUT = 1_100


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            cleared(inner)


class Column(QScrollArea):
    """A column that scrolls; `body` is where things go."""

    def __init__(self, name: str, margin: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self._content = QWidget()
        self._content.setAccessibleName(name)
        self.body = spaced(QVBoxLayout(self._content), margin=margin, gap=12)
        self._back: QWidget | None = None
        self.setWidget(self._content)

    def keep_within(self, widest: int) -> None:
        """Let lines grow no longer than reads well, in pixels at 100 %."""
        self._content.setMaximumWidth(look.tokens().px(widest))

    def hand_back_to(self, widget: QWidget) -> None:
        """Say where the keyboard goes when what it was on is taken out."""
        self._back = widget

    def minimumSizeHint(self) -> QSize:
        """As wide as what stands in it needs, since it does not scroll sideways."""
        wide = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(wide, super().minimumSizeHint().height())

    def clear(self) -> None:
        """Take everything out."""
        focus = self.window().focusWidget()
        if self._back is not None and focus is not None and self._content.isAncestorOf(focus):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        cleared(self.body)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets at the end."""
        for widget in widgets:
            self.body.addWidget(widget)

    def to_top(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)


def splitter(name: str, way: Qt.Orientation, parts: Sequence[QWidget], shares: Sequence[int]) -> QSplitter:
    """Parts side by side or above each other, in these shares until a person has chosen others; kept under `name`."""
    made, settings = QSplitter(way), Settings()
    made.setAccessibleName(name.rpartition("/")[2].replace("-", " ").capitalize())
    made.setChildrenCollapsible(False)
    for place, (part, share) in enumerate(zip(parts, shares, strict=True)):
        made.addWidget(part)
        made.setStretchFactor(place, share)
    # About as large as the window will be: what is shared out later goes by the stretch, not by the share.
    whole = look.tokens().px(_ABOUT)
    made.setSizes([whole * share // sum(shares) for share in shares])
    stored = settings.blob(name)
    if stored is not None:
        made.restoreState(stored)
    made.splitterMoved.connect(lambda: settings.set_blob(name, made.saveState()))
    return made


def framed(widget: QWidget) -> QFrame:
    """A widget that fills a card to its edges."""
    made = QFrame()
    look.mark(made, "panel", "card")
    made.setAccessibleName(widget.accessibleName())
    spaced(QVBoxLayout(made), margin=2).addWidget(widget)
    return made


def bullets(lines: Iterable[str], icon: str = "dot", tint: str = "muted") -> QWidget:
    """Sentences below each other, each behind a small sign."""
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=6)
    for line in lines:
        across = spaced(QHBoxLayout(), gap=8)
        across.addWidget(Icon(icon, tint, 14), 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label(line, wrap=True), 1)
        column.addLayout(across)
    return made


def chips(*widgets: QWidget) -> QWidget:
    """Chips in a row."""
    made = QWidget()
    across = spaced(QHBoxLayout(made), gap=6)
    for widget in widgets:
        across.addWidget(widget)
    across.addStretch(1)
    return made


def facts(pairs: Iterable[tuple[str, str]]) -> QWidget:
    """Names and values in two columns; a pair without a value is left out."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.tokens().pad)
    grid.setVerticalSpacing(look.tokens().px(4))
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(pair for pair in pairs if pair[1]):
        grid.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, wrap=True), place, 1)
    return made


def section(title: str, *widgets: QWidget) -> QWidget:
    """A small heading and what stands under it."""
    made = QWidget()
    made.setAccessibleName(title)
    column = spaced(QVBoxLayout(made), gap=6)
    column.addWidget(label(title, "strong"))
    for widget in widgets:
        column.addWidget(widget)
    return made


class EventButton(QAbstractButton):
    """An event in words that opens where it stands in the timeline."""

    def __init__(self, entry: Entry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = entry
        self.setAccessibleName(f"{entry.text()}, show in the timeline")
        self.setToolTip("Show in the timeline")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def heightForWidth(self, width: int) -> int:
        """As high as the wrapped words."""
        return entry_height(self._entry, width)

    def sizeHint(self) -> QSize:
        """At a width that reads well."""
        width = look.tokens().px(320)
        return QSize(width, entry_height(self._entry, width))

    def minimumSizeHint(self) -> QSize:
        """Words wrap down to this width."""
        return QSize(look.tokens().px(160), look.tokens().px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground under the pointer, the entry, and where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, radius = QRectF(self.rect()).adjusted(1, 1, -1, -1), look.tokens().px(6)
        if self.underMouse() or self.isDown():
            rounded(painter, ground, radius, look.colour("hover"))
        paint_entry(painter, QRectF(self.rect()), self._entry, first=True, last=True)
        if self.hasFocus():
            focus_ring(painter, ground, radius)


class Events(QWidget):
    """Events in words, the first few of many; `opened` carries the sequence number of one that was chosen."""

    opened = Signal(int)

    def __init__(self, entries: Sequence[Entry], opened: Callable[[int], object] | None = None) -> None:
        super().__init__()
        self._column = spaced(QVBoxLayout(self), gap=0)
        self._entries = entries
        if opened is not None:
            self.opened.connect(opened)
        self._show(entries[:_SHOWN])
        if len(entries) > _SHOWN:
            more = button(f"Show {len(entries) - _SHOWN} more", "quiet", "down")
            more.clicked.connect(partial(self._show_rest, more))
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            made = EventButton(entry)
            made.clicked.connect(partial(self._on_clicked, int(entry.key)))
            self._column.addWidget(made)

    def _show_rest(self, more: QWidget) -> None:
        self._column.removeWidget(more)
        more.deleteLater()
        self._show(self._entries[_SHOWN:])

    def _on_clicked(self, seq: int, *_checked: bool) -> None:
        self.opened.emit(seq)
