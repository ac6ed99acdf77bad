"""Words on one line that give way: the end is left out where there is no room, and the tool tip has the whole."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import announce, draw_text

__all__ = ["Elided"]


class Elided(Painted):
    """One line in a step of the scale; `ink` is a tint of the look."""

    def __init__(self, text: str, step: Step = "base", ink: str = "text") -> None:
        super().__init__()
        self._text, self._step, self._ink = "", step, ink
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            announce(self, text)
            self.setToolTip(text)
            self.updateGeometry()
            self.update()

    def text(self) -> str:
        """The words, whole."""
        return self._text

    def sizeHint(self) -> QSize:
        """One line."""
        metrics = look.metrics(self._step)
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(look.tokens().px(40), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        ink = look.colour(self._ink)
        draw_text(QPainter(self), QRectF(self.rect()), self._text, look.font(self._step), ink)
