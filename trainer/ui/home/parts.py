"""What the pages of Home are made of: rows with actions, bulleted lines, a grid of cards, a page that scrolls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Chip, Heading, Icon, label, spaced

__all__ = ["CardGrid", "Columns", "ScrollPage", "Section", "bullets", "cleared", "row"]


def row(
    title: str, below: str, *actions: QWidget, chip: Chip | None = None, status: Status | None = None
) -> QWidget:
    """A line about one thing: its status' sign, title, facts below it, and on the right what can be done."""
    made = QWidget()
    across = spaced(QHBoxLayout(made), gap=8)
    if status is not None:
        across.addWidget(
            Icon(look.tokens().status(status).icon, status, 18), 0, Qt.AlignmentFlag.AlignVCenter
        )
    words = spaced(QVBoxLayout(), gap=1)
    name = label(title, "strong", wrap=True)
    words.addWidget(name)
    if below:
        words.addWidget(label(below, "muted", wrap=True))
    across.addLayout(words, 1)
    if chip is not None:
        across.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
    for action in actions:
        across.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


def bullets(lines: Iterable[str], icon: str = "dot", tint: str = "muted") -> QWidget:
    """Short lines below each other, each behind a small sign."""
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=4)
    for line in lines:
        across = spaced(QHBoxLayout(), gap=6)
        sign = Icon(icon, tint, 14)
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(label(line, wrap=True), 1)
        column.addLayout(across)
    return made


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            cleared(inner)


class ScrollPage(QScrollArea):
    """A page that scrolls; `body` is where things go."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.verticalScrollBar().setAccessibleName(f"{name}, scroll")
        self.horizontalScrollBar().setAccessibleName(f"{name}, scroll sideways")
        self._content = QWidget()
        self._content.setAccessibleName(name)
        self.body = spaced(QVBoxLayout(self._content), margin=16, gap=16)
        self.setWidget(self._content)


class Section(QWidget):
    """A heading and what stands under it, without a frame of its own."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.body = spaced(QVBoxLayout(self), gap=8)
        self._heading = Heading(title, step="heading")
        # As high as a heading with a button, so that sections side by side line up.
        self._heading.setMinimumHeight(look.tokens().px(32))
        self.body.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignTop)

    def add(self, widget: QWidget) -> None:
        """Put a widget below."""
        self.body.addWidget(widget)

    def add_action(self, widget: QWidget) -> None:
        """Put a widget at the right of the heading."""
        self._heading.add_action(widget)


class Columns(QWidget):
    """Two columns side by side where there is room for both, below each other where there is not."""

    def __init__(self, narrowest: int, shares: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(look.tokens().section)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for column, share in zip((self.left, self.right), shares, strict=True):
            column.setSpacing(look.tokens().section)
            self._box.addLayout(column, share)
        look.changes().changed.connect(self._arrange)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider column needs; the layout itself would ask for both side by side."""
        columns = (self.left.minimumSize(), self.right.minimumSize())
        return QSize(max(size.width() for size in columns), max(size.height() for size in columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose by the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= look.tokens().px(self._narrowest)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)


class CardGrid(QWidget):
    """Cards of equal width in as many columns as there is room for."""

    def __init__(self, narrowest: int = 290, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrowest = narrowest
        self._cards: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.tokens().pad)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these cards in place of those before."""
        cleared(self._grid)
        self._cards = list(cards)
        self._columns = 0
        self._arrange()

    def cards(self) -> tuple[QWidget, ...]:
        """The cards in order."""
        return tuple(self._cards)

    def minimumSizeHint(self) -> QSize:
        """One column must fit."""
        return QSize(look.tokens().px(self._narrowest), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = self._grid.horizontalSpacing()
        columns = max(1, (self.width() + gap) // (look.tokens().px(self._narrowest) + gap))
        columns = min(columns, max(1, len(self._cards)))
        if columns == self._columns:
            return
        for number in range(max(columns, self._columns)):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
