"""The step of a walk-through at a seat: what the plan says about it, its questions, and the answers of this role."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.core.actions import AnswerStep, ShowStep
from trainer.core.plan import Plan, Step
from trainer.core.time import Micros
from trainer.ui import look
from trainer.ui.panels import Card, Chip, EmptyState, label, spaced
from trainer.ui.seat_words import Told
from trainer.ui.trainee.acting import Perform
from trainer.ui.trainee.planbook import PlanRow, plan_rows
from trainer.ui.trainee.scroll import ScrollPage, emptied
from trainer.ui.trainee.sheets import readable
from trainer.ui.walk.answers import AnswerBar
from trainer.ui.walk.entry import EntryLine
from trainer.ui.walk.questions import QuestionList, QuestionRow
from trainer.ui.walk.showing import ShowBar, ToShow, shown_words
from trainer.ui.walk.words import ANSWERS, WalkSeen

__all__ = ["WalkPage"]

_LOW = 400
"""Height in pixels at 100 % below which the step's words give way to its questions."""
_WAITING = "The walk-through begins when the facilitator comes to the first step."
_SHOW_KEYS = {"s": "begun", "d": "done", "f": "failed", "x": "stopped"}
_YOURS = "This step is yours: answer what holds today (keys 1 to 5)."
_OTHERS = "{} answers for this step; you may say what you know."


class WalkPage(Card):
    """One step with its questions. `recorded` follows an act that was done here."""

    recorded = Signal()

    def __init__(self, plan: Plan, told: Told, perform: Perform) -> None:
        super().__init__()
        self.setAccessibleName("The step that is walked")
        self._told, self._perform = told, perform
        self.seen = WalkSeen(told.role)
        self._rows = {row.step.id: row for row in plan_rows(plan, told.role) if row.step is not None}
        self._headings = {s.id: procedure.title for procedure, s in plan.steps()}
        self._why_not, self._shown, self._took = "", "", 0
        self._waiting = EmptyState("list", _WAITING)
        self._walked = QWidget()
        self._place, self._title = label("", "caption"), label("", "title", wrap=True)
        self._chips = spaced(QHBoxLayout(), gap=6)
        self._read = ScrollPage("What the plan says about this step", gap=4)
        self.questions, self.entry = QuestionList(), EntryLine()
        self.answers = AnswerBar(self.entry, self._asked, self._answer)
        self.show_me = ShowBar()
        self._arrange()
        self.entry.closed.connect(self.go_to)
        self.answers.stored.connect(self._on_stored)
        self.show_me.wanted.connect(self.show_step)
        self.questions.typed.connect(self._on_typed)
        self._show_walk()

    def _arrange(self) -> None:
        for part in (self._waiting, self._place, self._title):
            self.add(part, 1 if part is self._waiting else 0)
        self.body.addLayout(self._chips)
        self.add(self._read, 1)
        self.add(self.questions, 2)
        self.add(self.answers)
        self.add(self.show_me)
        self.setFocusProxy(self.questions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height the questions need it; the plan has the step's words as well."""
        super().resizeEvent(event)
        self._show_words()

    def _show_words(self) -> None:
        low = self.height() < look.tokens().px(_LOW)
        self._read.setVisible(not low and self.seen.step in self._rows)

    # -- what is told -------------------------------------------------------------------------------------

    def show_heard(self, changed: bool, now: Micros) -> None:
        """Take up what `seen` heard."""
        if changed:
            self._show_walk()
            self.tick(now)

    def set_ready(self, why_not: str) -> None:
        """Let answers be given, or say why they cannot be given now."""
        self._why_not = why_not
        self._show_walk()

    def tick(self, now: Micros) -> None:
        """Show how long a showing has taken."""
        self._took = now
        self.show_me.tick(now)

    def _show_walk(self) -> None:
        row = self._rows.get(self.seen.step)
        self._waiting.setVisible(row is None)
        for part in (self._place, self._title, self.questions, self.answers, self.show_me):
            part.setVisible(row is not None)
        self._show_words()
        if row is None or row.step is None:
            return
        if self._shown != self.seen.step:
            self._shown = self.seen.step
            self._show_step(row, row.step)
        self.questions.show_questions(self.seen.step, self._question_rows())
        self.answers.set_ready(not self._why_not)
        self.show_me.show_step(self._to_show(row.step), not self._why_not, self._took)
        self._say(row.step)

    def _show_step(self, row: PlanRow, step: Step) -> None:
        procedure = self._headings.get(step.id, "")
        self._place.setText(f"{procedure}  ·  step {self.seen.number} of {self.seen.steps}")
        self._title.setText(row.title)
        emptied(self._chips)
        owner = f"{row.caption} (you)" if row.mine else row.caption
        self._chips.addWidget(Chip(owner, "info" if row.mine else "neutral"))
        if step.critical:
            self._chips.addWidget(Chip("critical", "warn"))
        self._chips.addStretch(1)
        emptied(self._read.body)
        for caption, text in row.parts:
            if caption:
                self._read.body.addWidget(label(caption, "caption"))
            self._read.body.addWidget(readable(text, name=f"{caption}: {text}" if caption else ""))
        self._read.body.addStretch(1)
        self._read.verticalScrollBar().setValue(0)

    def _question_rows(self) -> list[QuestionRow]:
        rows = []
        for number, asked in enumerate(self.seen.asked, 1):
            given = self.seen.answer(asked.id)
            by = self._told.who(given.by) if given is not None else ""
            said = "; ".join(part for part in (by, given.said() if given else "") if part)
            rows.append(
                QuestionRow(
                    asked.id, number, asked.ask, answer=given.answer if given else None, by=by, said=said
                )
            )
        return rows

    def _to_show(self, step: Step) -> ToShow:
        showing = self.seen.showing
        here = showing if showing is not None and showing.step == step.id else None
        ended = self.seen.ended(step.id)
        said = shown_words(ended.how, ended.took, self._told.who(ended.by)) if ended is not None else ""
        return ToShow(
            began=here.began if here is not None else None,
            by=self._told.names.role(here.by) if here is not None else "",
            wanted=self.seen.wants_showing,
            said=said,
        )

    def _say(self, step: Step) -> None:
        if self._why_not:
            self.entry.say(self._why_not, "warn", "pause")
        elif not self.seen.open_questions():
            self.entry.say("Every question of this step is answered.", "ok", "ok")
        elif step.role == self._told.role:
            self.entry.say(_YOURS)
        else:
            owner = self._told.names.role(step.role) if step.role else "Nobody named in the plan"
            self.entry.say(_OTHERS.format(owner))

    # -- what the person does -----------------------------------------------------------------------------

    def go_to(self) -> None:
        """Put the keyboard to the questions."""
        self.questions.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_step(self, now: str) -> None:
        """Say that the step begins to be done for real, or how that ended."""
        step = self.seen.step

        def store(note: str, _takes: str) -> str:
            refused = self._perform(ShowStep.model_validate({"step": step, "now": now, "note": note}))
            if not refused:
                self.recorded.emit()
            return refused

        if now == "failed":
            self.entry.ask("What failed?", "In a few words; Return stores", store)
            return
        refused = store("", "")
        if refused:
            self.entry.say(refused, "warn", "warning")
        self.go_to()

    def _on_typed(self, text: str) -> None:
        """The keys of the answers and of the showing, as they are on the facilitator's console."""
        answer = next((name for name, shown in ANSWERS.items() if shown.key == text), None)
        if answer is not None:
            self.answers.give(answer)
            return
        now = _SHOW_KEYS.get(text.casefold())
        if now is not None and not self._why_not and self.show_me.running() != (now == "begun"):
            self.show_step(now)

    def _asked(self) -> tuple[str, str] | None:
        row = self.questions.current()
        return (self.seen.step, row.id) if row is not None else None

    def _answer(self, action: AnswerStep) -> str:
        return self._perform(action)

    def _on_stored(self, question: str) -> None:
        self.recorded.emit()
        self.questions.to_open(question)
        self.go_to()
