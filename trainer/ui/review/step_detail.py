"""One expected action in full: what the plan asks, what was done, how it was judged and on what that rests."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import Assessment, StepResult
from trainer.core.events import Outcome
from trainer.core.outcomes import Judgement
from trainer.ui.panels import Chip, button, label, rule, spaced, tool_button
from trainer.ui.review.assess import AssessForm, assessed_words
from trainer.ui.review.desk import Desk
from trainer.ui.review.links import LinkRow
from trainer.ui.review.part import entries_of
from trainer.ui.review.parts import EventButton, Events, chips, facts, section
from trainer.ui.review.reading import Findings
from trainer.ui.review.told import Told
from trainer.ui.review.words import outcome_status, outcome_words, sentence
from trainer.ui.words import format_clock, format_delta, format_duration

__all__ = ["StepDetail"]


class StepDetail(QWidget):
    """Reads from top to bottom; what can be corrected stands beside what it corrects."""

    event_wanted = Signal(int)
    overruled = Signal()
    act_wanted = Signal()
    unlinked = Signal(int)

    def __init__(self, desk: Desk, back: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._step: StepResult | None = None
        self._top, self._rest = Told(back), Told(back)
        self._assess = AssessForm(desk)
        column = spaced(QVBoxLayout(self), gap=12)
        for widget in (self._top, rule(), self._assess, rule(), self._rest):
            column.addWidget(widget)

    def show_step(self, step: StepResult, findings: Findings) -> None:
        """Show an expected action; what was begun in its form stays while it is the same one."""
        fresh = self._step is None or step.key != step.key
        self._step, self._findings = step, findings
        self._top.tell((*self._head(step), self._judged(step), self._times(step)))
        self._assess.show_step(step, fresh)
        # In a walk-through no act is taken for a step: it is answered.
        acts = self._acts(step) if self._desk.state.walk is None else []
        self._rest.tell((self._plan(step), *acts, self._evidence(step)))

    def _head(self, step: StepResult) -> list[QWidget]:
        stands = self._findings.stands(step)
        shown = [Chip(outcome_words(step.outcome, stands), outcome_status(step.outcome, stands))]
        if step.overruled is not None:
            shown.append(Chip("overruled", "neutral"))
        if step.critical:
            shown.append(Chip("critical", "info"))
        return [label(step.title, "heading", wrap=True), chips(*shown)]

    def _judged(self, step: StepResult) -> QWidget:
        why = why_words(self._desk, self._findings.judgements[step.key])
        found = self._findings.stands_with(step, step.automatic_outcome, judged=False)
        automatic = f"Found automatically: {outcome_words(step.automatic_outcome, found)}."
        parts: list[QWidget] = [label(f"{automatic} {why}", wrap=True)]
        if step.overruled is not None:
            by = self._findings.judgements[step.key].overruled_by or "evaluator"
            word = outcome_words(step.outcome, self._findings.stands(step))
            parts.append(label(f"{sentence(by)}: {word}. {step.overruled}", wrap=True))
            parts.append(
                label("Both stand in the report; the evaluator's word counts.", "caption", wrap=True)
            )
        parts += [self._assessed(said) for said in step.assessments]
        overrule = button("Overrule…", "normal", "edit", "Judge it otherwise, with a reason")
        overrule.clicked.connect(self.overruled)
        row = QWidget()
        across = spaced(QHBoxLayout(row), gap=8)
        across.addWidget(overrule)
        across.addStretch(1)
        return section("How it was judged", *parts, row)

    def _assessed(self, said: Assessment) -> LinkRow:
        row = LinkRow(assessed_words(said), "show in the timeline", "eye")
        row.opens(lambda: self.event_wanted.emit(said.seq))
        return row

    def _times(self, step: StepResult) -> QWidget:
        walked = self._desk.state.walk is not None
        # A walked step is opened and talked about: its time is stated or shown, and no clock runs against it.
        since = f" ({step.anchor})" if step.anchor and not walked else ""
        done_by = self._desk.title(step.done_by_role)
        others = ", ".join(self._desk.title(role) for role in step.also_done_by)
        delta = ""
        if step.delta_s is not None:
            late = step.delta_s > 0
            delta = f"{format_delta(step.delta_s)}, {'beyond the target' if late else 'time left'}"
        return facts(
            (
                ("Named by the plan", step.role_title or "nobody"),
                ("Answered by" if walked else "Done by", f"{done_by}, also {others}" if others else done_by),
                (
                    "Opened" if walked else "Clock started",
                    f"{format_clock(step.started_s)}{since}" if step.started_s is not None else "",
                ),
                (
                    "Last answered" if walked else "Done at",
                    format_clock(step.done_s) if step.done_s is not None else "",
                ),
                ("Target", format_duration(step.target_s) if step.target_s is not None else "none"),
                ("Took", format_duration(step.elapsed_s) if step.elapsed_s is not None else ""),
                ("Difference", delta),
            )
        )

    def _plan(self, step: StepResult) -> QWidget:
        known = self._desk.script.steps.get(step.step)
        where = f"{step.procedure}, clause {step.clause}" if step.clause else f"{step.procedure}, no clause"
        parts: list[QWidget] = [label(f"{where} · {step.strength}", "caption", wrap=True)]
        text = (known.text or "").strip() if known else ""
        parts.append(label(text or step.title, wrap=True))
        return section("What the plan says", *parts)

    def _acts(self, step: StepResult) -> list[QWidget]:
        """The acts that were taken for this step, each with a way to say that it was not."""
        claims = self._desk.state.expectations.items[step.key].claims
        entries = entries_of(self._desk, self._findings, [claim.seq for claim in claims])
        rows: list[QWidget] = []
        for entry in entries:
            row = QWidget()
            across = spaced(QHBoxLayout(row), gap=4)
            shown = EventButton(entry)
            shown.clicked.connect(lambda _=False, seq=int(entry.key): self.event_wanted.emit(seq))
            unlink = tool_button("cross", f"It was not this: {entry.title}", "This act was not this step")
            unlink.clicked.connect(lambda _=False, seq=int(entry.key): self.unlinked.emit(seq))
            across.addWidget(shown, 1)
            across.addWidget(unlink, 0, Qt.AlignmentFlag.AlignTop)
            rows.append(row)
        if not rows:
            rows.append(label("No act was taken for it.", "muted"))
        ask = button("Which act was it?…", "normal", "link", "Choose the act that was this step")
        ask.clicked.connect(self.act_wanted)
        below = QWidget()
        across = spaced(QHBoxLayout(below), gap=8)
        across.addWidget(ask)
        across.addStretch(1)
        return [section("The act that was taken for it", *rows, below)]

    def _evidence(self, step: StepResult) -> QWidget:
        claims = {claim.seq for claim in self._desk.state.expectations.items[step.key].claims}
        seqs = [seq for seq in step.evidence if seq not in claims]
        events = Events(entries_of(self._desk, self._findings, seqs), self.event_wanted.emit)
        return section("What else it rests on", events)


def why_words(desk: Desk, judgement: Judgement) -> str:
    """Why an outcome was found, with titles instead of identifiers, and what holds beside it."""
    step = desk.script.steps[judgement.step]
    why = judgement.why
    if desk.state.walk is not None:
        return why
    if judgement.automatic is Outcome.WRONG_ROLE:
        why = f"{desk.title(judgement.done_by)} did it; the plan names {desk.title(step.role)}."
    elif judgement.automatic is Outcome.OUT_OF_ORDER:
        first = ", ".join(f'"{desk.step_title(name)}"' for name in step.after)
        why = f"The plan puts it after {first}, which came later or in another order."
    if judgement.also:
        why += f" It was also {' and '.join(outcome_words(outcome.value) for outcome in judgement.also)}."
    return why
