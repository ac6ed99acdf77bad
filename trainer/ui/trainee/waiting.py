"""A line that says which question waits for an answer, and how long yet."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.panels import Chip, Icon, Painted, button, label, spaced, tool_button
from trainer.ui.panels.painted import rounded
from trainer.ui.seat_words import Question
from trainer.ui.trainee.question import left_words

__all__ = ["WaitingLine"]

_NO_LIMIT = 10**18
_CLOSE = 60 * SECOND


class WaitingLine(Painted):
    """Shows the open question whose time is up first; `wanted` carries its message."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._message = ""
        self._text = label("", "strong", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._chip = Chip("", "warn")
        self._put_off: set[str] = set()
        self._first = ""
        self._answer = button("Answer (&Q)", "normal", "decision")
        self._later = tool_button("cross", "Not now", "Not now; it stays in the inbox")
        self._later.clicked.connect(self._on_later)
        self._answer.clicked.connect(lambda: self.wanted.emit(self._message))
        row = spaced(QHBoxLayout(self), margin=8, gap=10)
        row.addSpacing(look.tokens().px(4))
        row.addWidget(Icon("decision", "warn", 18))
        row.addWidget(self._text, 1)
        row.addWidget(self._chip)
        row.addWidget(self._answer)
        row.addWidget(self._later)
        self.hide()

    def show_questions(self, questions: Iterable[Question], now: Micros) -> None:
        """Show the most urgent of the open questions; hide when there is none."""
        waiting = [
            question for question in questions if question.open and question.asked.id not in self._put_off
        ]
        self.setVisible(bool(waiting))
        if not waiting:
            return
        first = min(waiting, key=lambda question: _left(question, now))
        more = f"  (+{len(waiting) - 1} more)" if len(waiting) > 1 else ""
        kind = "A decision is asked" if first.asked.kind == "decision" else "A vote is asked"
        self._message, self._first = first.message, first.asked.id
        text = f"{kind}: {first.asked.question}{more}"
        if text != self._text.text():
            self._text.setText(text)
            self.setAccessibleName(text)
        left = first.left(now)
        self._chip.setVisible(left is not None)
        if left is not None:
            self._chip.show_status(left_words(left), "bad" if left < _CLOSE else "warn", "timer")

    def _on_later(self) -> None:
        self._put_off.add(self._first)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground of a warning."""
        tokens = look.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = tokens.status("warn")
        edge = QPen(look.colour(shown.ink), tokens.px(1)) if tokens.scheme == "contrast" else None
        rounded(painter, QRectF(self.rect()), tokens.radius, look.colour(shown.tint), edge)


def _left(question: Question, now: Micros) -> Micros:
    left = question.left(now)
    return _NO_LIMIT + question.at if left is None else left
