"""A line of words that may be longer than its place: the end is left out, the tool tip has the whole."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels.painted import Painted, announce, draw_text

__all__ = ["ElidedLabel"]


class ElidedLabel(Painted):
    """Words on one line, elided at the end where there is no room; ink is a tint of the look.

    `whole` words are never elided: they have all the room that they need.
    """

    def __init__(
        self, step: Step = "base", ink: str = "text", parent: QWidget | None = None, whole: bool = False
    ) -> None:
        super().__init__(parent)
        self._whole = whole
        self._step, self._ink, self._text = step, ink, ""
        across = QSizePolicy.Policy.Fixed if whole else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, ink: str | None = None) -> None:
        """Show other words."""
        if text == self._text and ink in (None, self._ink):
            return
        self._text, self._ink = text, ink or self._ink
        announce(self, text)
        self.setToolTip(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words, whole."""
        return self._text

    def sizeHint(self) -> QSize:
        """One line."""
        metrics = QFontMetricsF(look.font(self._step, tabular=True))
        wide = math.ceil(metrics.horizontalAdvance(self._text)) + 2
        return QSize(wide, math.ceil(metrics.height()) + look.tokens().px(2))

    def minimumSizeHint(self) -> QSize:
        """It may be elided down to a few letters, where that was not ruled out."""
        if self._whole:
            return self.sizeHint()
        return QSize(look.tokens().px(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        font = look.font(self._step, tabular=True)
        draw_text(QPainter(self), QRectF(self.rect()), self._text, font, look.colour(self._ink))
