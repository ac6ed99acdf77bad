"""Words on one line that change every second: painted, so that nothing around them is laid out anew."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels.painted import Painted, announce, draw_text

__all__ = ["Words"]


class Words(Painted):
    """One line in a step of the scale, its end left out where there is no room; it asks for no width of its own."""

    def __init__(self, step: Step = "base", ink: str = "text") -> None:
        super().__init__()
        self._text, self._step, self._ink = "", step, ink
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            announce(self, text)
            self.update()

    def text(self) -> str:
        """The words, whole."""
        return self._text

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(look.tokens().px(60), look.metrics(self._step).height() + 2)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(look.tokens().px(30), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        draw_text(
            QPainter(self),
            QRectF(self.rect()),
            self._text,
            look.font(self._step, tabular=True),
            look.colour(self._ink),
        )
