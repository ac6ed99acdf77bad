"""The five answers with their keys, and the line for what belongs to an answer: a note, a stated time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pydantic import ValidationError
from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from trainer.core.actions import AnswerStep, WalkAnswer
from trainer.core.problems import one_line
from trainer.core.walk.questions import TIME
from trainer.ui import look
from trainer.ui.notice import show_notice
from trainer.ui.panels import button, spaced
from trainer.ui.walk.entry import EntryLine
from trainer.ui.walk.words import ANSWERS

__all__ = ["AnswerBar", "Asked", "answer_step"]

Asked = Callable[[], tuple[str, str] | None]
"""The step and the question that is answered now; None where there is none."""


def answer_step(step: str, question: str, answer: WalkAnswer, note: str, takes: str) -> AnswerStep:
    """An answer from what was typed. Raises ValueError with one line that says what to type instead."""
    values: dict[str, object] = {"step": step, "question": question, "answer": answer, "note": note}
    if takes:
        values["takes"] = takes
    try:
        return AnswerStep.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        fix = first.get("ctx", {}).get("fix", "")
        raise ValueError(one_line(f"{first['msg']}{f': {fix}' if fix else ''}", 90)) from None


class AnswerBar(QFrame):
    """Gives answers to the question that `asked` names. `perform` does the act, or returns why it was refused.

    `beside` stands before the line, and gives way while the line asks for something. `stored` names the question.
    """

    stored = Signal(str)

    def __init__(
        self,
        entry: EntryLine,
        asked: Asked,
        perform: Callable[[AnswerStep], str],
        beside: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._entry, self._asked, self._perform = entry, asked, perform
        self.setAccessibleName("The answer")
        self.buttons: dict[WalkAnswer, QPushButton] = {}
        column = spaced(QVBoxLayout(self), gap=6)
        column.addLayout(self._row())
        below = spaced(QHBoxLayout(), gap=8)
        if beside is not None:
            below.addWidget(beside)
            # Who answers has been chosen by then, and the words need the room.
            entry.opened.connect(beside.hide)
            entry.closed.connect(beside.show)
        below.addWidget(entry, 1)
        column.addLayout(below)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.tokens().px(4))
        for answer, shown in ANSWERS.items():
            made = button(f"{shown.key} {shown.word}", "normal", None, f"{shown.word} ({shown.key})")
            made.setAccessibleName(f"{shown.word}, key {shown.key}")
            made.clicked.connect(partial(self.give, answer))
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.buttons[answer] = made
            row.addWidget(made, len(shown.word) + 6)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The signs give way to the words where there is no room for both."""
        super().resizeEvent(event)
        gap = look.tokens().px(4)
        needed = sum(made.fontMetrics().horizontalAdvance(made.text()) for made in self.buttons.values())
        needed += len(self.buttons) * (look.tokens().px(52) + gap)
        for answer, made in self.buttons.items():
            shown = ANSWERS[answer]
            made.setIcon(look.icon(shown.icon, shown.status) if needed <= self.width() else QIcon())

    def set_ready(self, ready: bool) -> None:
        """Let answers be given, or not yet."""
        for made in self.buttons.values():
            made.setEnabled(ready)

    def give(self, answer: WalkAnswer, *_checked: bool) -> None:
        """Give an answer at once, or ask for what belongs to it."""
        found = self._asked()
        if found is None or not self.buttons[answer].isEnabled():
            return
        timed = found[1] == TIME
        store = partial(self._store, *found, answer)
        if answer == "confirmed" and not timed:
            refused = store("", "")
            if refused:
                show_notice(refused, "warn", self)
            return
        placeholder = "A note, if you like" if answer == "confirmed" else "In a few words; Return stores"
        self._entry.ask(ANSWERS[answer].ask or "How long?", placeholder, store, takes=timed)
        if timed and answer != "confirmed":
            self._entry.to_words()

    def _store(self, step: str, question: str, answer: WalkAnswer, note: str, takes: str) -> str:
        if answer != "confirmed" and not note:
            return ANSWERS[answer].ask
        try:
            action = answer_step(step, question, answer, note, takes)
        except ValueError as error:
            return str(error)
        refused = self._perform(action)
        if not refused:
            self.stored.emit(question)
        return refused
