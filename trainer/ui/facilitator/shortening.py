"""A bar whose buttons say their words where there is room, and are icons with a tool tip where there is not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

__all__ = ["Shortening"]


class Shortening:
    """Decides for a bar with a layout; `loose` is the room, in pixels, that its other contents should keep."""

    def __init__(self, bar: QWidget, buttons: Sequence[QPushButton], loose: int = 0) -> None:
        self._bar, self._loose = bar, loose
        self._words = {made: made.text() for made in buttons}
        self.short = False

    def words_width(self) -> int:
        """What the words of the buttons take, in pixels of the font in force."""
        return sum(
            made.fontMetrics().horizontalAdvance(words)
            for made, words in self._words.items()
            if not made.isHidden()
        )

    def least(self) -> int:
        """How narrow the bar can be, with icons alone, in pixels."""
        layout = self._bar.layout()
        wide = layout.minimumSize().width() if layout is not None else 0
        return wide if self.short else wide - self.words_width()

    def fit(self) -> None:
        """Choose words or icons for the width that the bar has now."""
        short = self._bar.width() < self.least() + self.words_width() + self._loose
        if short != self.short:
            self.short = short
            for made, words in self._words.items():
                made.setText("" if short else words)
