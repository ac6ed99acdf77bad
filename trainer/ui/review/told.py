"""A place in a column whose content is replaced while the forms above and below it stay as they are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.ui.panels import spaced
from trainer.ui.review.parts import cleared

__all__ = ["Told"]


class Told(QWidget):
    """Shows widgets below each other; `back` gets the keyboard when it was on something that went."""

    def __init__(self, back: QWidget | None = None, gap: int = 12) -> None:
        super().__init__()
        self._back = back
        self._column = spaced(QVBoxLayout(self), gap=gap)
        self.hide()

    def tell(self, widgets: Iterable[QWidget]) -> None:
        """Show these in place of what was shown."""
        focus = self.window().focusWidget()
        if self._back is not None and focus is not None and self.isAncestorOf(focus):
            self._back.setFocus()
        cleared(self._column)
        for widget in widgets:
            self._column.addWidget(widget)
        self.setVisible(bool(self._column.count()))
