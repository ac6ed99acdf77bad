"""A decision or a vote as a card: the question, the options, the reason, and the time left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.actions import Action, CastVote, Decide
from trainer.core.time import SECOND, Micros
from trainer.ui.panels import Banner, Card, Chip, button, label, spaced
from trainer.ui.seat_words import Question
from trainer.ui.trainee import fields
from trainer.ui.trainee.acting import Perform
from trainer.ui.trainee.options import OptionList
from trainer.ui.words import format_clock

__all__ = ["QuestionCard", "left_words"]

_SURE = ((1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"))
_CLOSE = 60 * SECOND


def left_words(left: Micros | None) -> str:
    """Time left as written, rounded up so that `0:00 left` never stands there while there is some."""
    if left is None:
        return ""
    return f"{format_clock(-(-left // SECOND))} left" if left else "time is up"


class QuestionCard(Card):
    """One question; keeps what was chosen and written until it is answered."""

    answered = Signal(str)

    def __init__(self, question: Question, perform: Perform) -> None:
        super().__init__()
        self.show_title("Decision" if question.asked.kind == "decision" else "Vote, each alone")
        self._question = question
        self._perform = perform
        decision = question.asked.kind == "decision"
        self._chip = Chip("", "info")
        self.add_action(self._chip)
        self.add(label(question.asked.question, "heading", wrap=True))
        options = tuple((key, text, "") for key, text in question.asked.options)
        self.options = OptionList(question.asked.question, options)
        self.options.changed.connect(self._on_changed)
        self.add(self.options)
        self.extra = (
            fields.words("reason", "Reason", 2, hint="Why this one; it is kept with the decision")
            if decision
            else fields.radios("confidence", "How sure", _SURE)
        )
        self._entry = self._entry_row(decision)
        self.add(self._entry)
        self._outcome = label("", "strong", wrap=True)
        self.add(self._outcome)
        self._refusal = Banner()
        self.add(self._refusal)
        self._ready = ""
        self.show_question(question)

    def _entry_row(self, decision: bool) -> QWidget:
        holder = QWidget()
        row = spaced(QHBoxLayout(holder), gap=8)
        inner = spaced(QVBoxLayout(), gap=2)
        inner.addWidget(
            label(
                "Reason" if decision else "How sure are you? 1 is a guess, 5 is certain", "caption", wrap=True
            )
        )
        inner.addWidget(self.extra.widget)
        row.addLayout(inner, 1)
        self.send = button("Decide" if decision else "Vote", "primary", "ok", "Ctrl+Return")
        self.send.clicked.connect(self.answer)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        return holder

    def question(self) -> Question:
        """The question shown."""
        return self._question

    def dirty(self) -> bool:
        """Whether something was chosen or written and not sent."""
        return self._question.open and bool(self.options.value() or self.extra.read())

    def show_question(self, question: Question, by: str = "") -> None:
        """Show what became of the question; `by` names who answered."""
        self._question = question
        for card in self.options.cards:
            card.setEnabled(question.open)
        self._entry.setVisible(question.open)
        self._outcome.setVisible(not question.open)
        if question.answered_at is not None:
            who = f"{by}, " if by else ""
            self._outcome.setText(f"{who}{format_clock(question.answered_at / SECOND)}: {question.answer}")
            self._chip.show_status("Answered", "ok")
            chosen = next((key for key, text in question.asked.options if text == question.answer), "")
            self.options.choose(chosen)
            self._refusal.hide()
        elif question.lapsed:
            self._outcome.setText("Nobody decided in time; things took their course.")
            self._chip.show_status("Time is up", "neutral")
        self._on_changed()

    def show_time(self, now: Micros) -> None:
        """Show the time left."""
        if not self._question.open:
            return
        left = self._question.left(now)
        words = left_words(left) or "Waits for an answer"
        self._chip.show_status(words, "warn" if left is not None and left < _CLOSE else "info", "timer")

    def set_ready(self, why_not: str) -> None:
        """Let it be answered, or say why it cannot be now."""
        self._ready = why_not
        self._on_changed()

    def answer(self) -> None:
        """Send the answer."""
        chosen = self.options.value()
        if not chosen or self._ready or not self._question.open:
            return
        problem = self._perform(self._action(chosen))
        if problem:
            self._refusal.show_message(problem, "warn")
            return
        self._refusal.hide()
        self.answered.emit(self._question.asked.id)

    def _action(self, chosen: str) -> Action:
        if self._question.asked.kind == "vote":
            return CastVote(vote=self._question.asked.id, choice=chosen, confidence=self.extra.read())
        return Decide(decision=self._question.asked.id, option=chosen, reason=self.extra.read() or "")

    def _on_changed(self) -> None:
        self.send.setEnabled(bool(self.options.value()) and not self._ready and self._question.open)
        self.send.setToolTip(
            self._ready or ("Ctrl+Return" if self.options.value() else "Choose an option first")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return answers."""
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            self.answer()
            return
        super().keyPressEvent(event)
