"""A page that scrolls down and never sideways."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import Card, spaced

__all__ = ["ScrollPage", "emptied", "titled"]


class ScrollPage(QScrollArea):
    """`body` is where things go."""

    def __init__(self, name: str, margin: int = 0, gap: int = 8) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.verticalScrollBar().setAccessibleName(f"{name}, scroll")
        content = QWidget()
        content.setAccessibleName(name)
        self.body = spaced(QVBoxLayout(content), margin=margin, gap=gap)
        self.setWidget(content)

    def to_first(self) -> None:
        """Keyboard to the first thing in the page that takes it."""
        for widget in self.findChildren(QWidget):
            if (
                widget.isVisibleTo(self)
                and widget.isEnabled()
                and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            ):
                widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def sizeHint(self) -> QSize:
        """Small: it takes the room it is given, and asks for none."""
        px = look.tokens().px
        return QSize(px(220), px(120))


def titled(title: str) -> Card:
    """A card with a title, which it gets once its heading is inside it: else the heading would flash by itself."""
    card = Card()
    card.show_title(title)
    return card


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            emptied(inner)
