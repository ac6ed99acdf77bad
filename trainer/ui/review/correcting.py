"""What an evaluator corrects: another outcome with its reason, and which act was which step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from trainer.core.aar import StepResult
from trainer.core.commands import LinkAction, OverruleOutcome
from trainer.core.events import ActionTaken, Outcome
from trainer.ui import look
from trainer.ui.panels import label, search_field
from trainer.ui.review.asking import Question, opened, reason_field
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.open_acts import act_line, fitting, open_acts
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import OUTCOMES, WALKED, outcome_words

__all__ = ["choose_act", "choose_step", "overrule"]

_NO_STEP: Final = "none"


class _Overrule(Question):
    """Another outcome and why. Without a reason there is nothing to confirm."""

    def __init__(self, title: str, found: str, offered: Iterable[tuple[str, str]], parent: QWidget) -> None:
        about = f"Found automatically: {found}. Both stay in the report, with your reason."
        super().__init__(f"How did “{title}” end?", about, "Overrule", parent)
        self.setMinimumWidth(look.tokens().px(480))
        self.outcome = QComboBox()
        self.reason = reason_field("What you saw or heard, and why it counts as this")
        for words, outcome in offered:
            self.outcome.addItem(words, outcome)
        self.outcome.setCurrentIndex(self.outcome.findData(Outcome.ON_TIME.value))
        if self.outcome.currentIndex() < 0:
            self.outcome.setCurrentIndex(0)
        self.outcome.setAccessibleName("Outcome")
        self.body.addWidget(label("It ended", "strong"))
        self.body.addWidget(self.outcome)
        self.body.addWidget(label("Because", "strong"))
        self.body.addWidget(self.reason)
        self.reason.textChanged.connect(self._enable)
        self._enable()
        self.reason.setFocus()

    def _enable(self) -> None:
        given = bool(self.reason.toPlainText().strip())
        self.doing.setEnabled(given)
        self.doing.setToolTip("" if given else "Give a reason first")


class _Choose(Question):
    """One line of many."""

    def __init__(self, title: str, about: str, lines: Iterable[Line], parent: QWidget) -> None:
        super().__init__(title, about, "Link", parent)
        self.setMinimumSize(look.tokens().px(560), look.tokens().px(520))
        self.search, self.list = search_field("Search"), LineList(title)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("Why (may be left empty)")
        self.reason.setPlaceholderText("Why (may be left empty)")
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.reason)
        self.list.show_lines(lines)
        self.search.textChanged.connect(self._find)
        self.list.activated_key.connect(lambda _key: self.accept())
        self.list.setFocus()

    def _find(self, words: str) -> None:
        self.list.keep_matching(words)
        self.doing.setEnabled(self.list.current() is not None)


def overrule(desk: Desk, findings: Findings, key: str, near: QWidget) -> QDialog:
    """Ask for another outcome of an expected action, and why."""
    step = findings.steps[key]
    found = outcome_words(
        step.automatic_outcome, findings.stands_with(step, step.automatic_outcome, judged=False)
    )
    dialog = _Overrule(step.title, found, _offered(findings, step), near)

    def done() -> None:
        outcome = Outcome(dialog.outcome.currentData())
        desk.do(OverruleOutcome(key, outcome, dialog.reason.toPlainText().strip()))

    return opened(dialog, done)


def _offered(findings: Findings, step: StepResult) -> Iterable[tuple[str, str]]:
    """What an evaluator can judge instead, in words, with its outcome.

    A walked step that stands in part was found "on time"; that nothing about it is open is a judgement of its own.
    """
    walked = findings.state.walk is not None
    meanings = WALKED if walked else {name: means for name, (_, means) in OUTCOMES.items()}
    found = findings.stands_with(step, step.automatic_outcome, judged=False)
    for name, means in meanings.items():
        stands = findings.stands_with(step, name, judged=True)
        if name != step.automatic_outcome or stands != found:
            yield f"{outcome_words(name, stands)}: {means}", name


def choose_act(desk: Desk, findings: Findings, key: str, near: QWidget) -> QDialog:
    """Ask which act an expected action was."""
    step = findings.steps[key]
    waiting = {line.key for line in open_acts(desk, findings)}
    acts = [
        record.seq
        for record in desk.standing()
        if isinstance(record.event, ActionTaken) and record.seq in findings.entries
    ]
    first = [seq for seq in acts if str(seq) in waiting]
    rest = [seq for seq in acts if str(seq) not in waiting]
    lines = [act_line(desk, findings, seq, "Acts without a step") for seq in first]
    lines += [act_line(desk, findings, seq, "Acts that were taken for a step") for seq in rest]
    about = "The act you choose is taken for this step; its time is the act's time."
    dialog = _Choose(f"Which act was “{step.title}”?", about, lines, near)
    return opened(dialog, lambda: _link(desk, dialog, lambda act: (int(act), step.step)))


def choose_step(desk: Desk, findings: Findings, seq: int, near: QWidget) -> QDialog:
    """Ask which step an act was, or whether it was none."""
    fits = fitting(findings, seq)
    none = Line(_NO_STEP, "It was none of the plan's steps", icon="cross", group="No step")
    lines = [_step_line(desk, step, "It would fit") for step in fits]
    lines += [
        _step_line(desk, step, "Steps of this exercise") for step in desk.script.scope if step not in fits
    ]
    act = act_line(desk, findings, seq)
    dialog = _Choose("Which step was it?", f"{act.title} ({act.caption})", [*lines, none], near)

    def link() -> None:
        _link(desk, dialog, lambda step: (seq, None if step == _NO_STEP else step))

    return opened(dialog, link)


def _step_line(desk: Desk, step: str, group: str) -> Line:
    known = desk.script.steps[step]
    clause = desk.script.clause(known)
    caption = " · ".join(
        part for part in (desk.title(known.role), f"clause {clause}" if clause else "") if part
    )
    return Line(step, known.title, caption, icon="plan", group=group)


def _link(desk: Desk, dialog: _Choose, linked: Callable[[str], tuple[int, str | None]]) -> None:
    chosen = dialog.list.current()
    if chosen is not None:
        seq, step = linked(chosen)
        desk.do(LinkAction(seq, step, dialog.reason.text().strip()))
