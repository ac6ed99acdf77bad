"""The selected inject in full: what participants will see, and what only the facilitator knows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from trainer.core import events as ev
from trainer.core.commands import GiveHint
from trainer.core.outcomes import TimerRow
from trainer.core.scenario import Attachment, Expected, Inject, Option
from trainer.core.time import say_duration
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.lines import InjectLine
from trainer.ui.facilitator.parts import section, words
from trainer.ui.look import Status
from trainer.ui.panels import Chip, EmptyState, Icon, button, label, spaced

__all__ = ["InjectDetail"]

_STATES: dict[str, tuple[str, Status]] = {
    "waiting": ("not asked for yet", "neutral"),
    "open": ("open", "info"),
    "at risk": ("at risk", "warn"),
    "overdue": ("overdue", "bad"),
    "done on time": ("done", "ok"),
    "done late": ("late", "warn"),
    "done otherwise": ("done otherwise", "warn"),
}


class InjectDetail(QScrollArea):
    """Shows one inject."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: object = None
        self.setWidgetResizable(True)
        self.setAccessibleName("Selected inject")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(look.tokens().px(220))
        self._show_nothing()

    def _show_nothing(self) -> None:
        self.setWidget(
            EmptyState("list", "Select an inject to see its text, notes, expected actions and hints.")
        )

    def show_line(self, line: InjectLine | None, timers: dict[str, TimerRow]) -> None:
        """Show an inject as it stands; `timers` are the newest clocks by step. Nothing is rebuilt without need."""
        if line is None:
            if self._shown is not None:
                self._shown = None
                self._show_nothing()
            return
        inject = self._desk.script.injects.get(line.inject)
        shown = (line, self._given(line.inject), self._states(inject, timers), self._chosen(inject),
                 self._desk.in_play())  # fmt: skip
        if shown == self._shown:
            return
        same = isinstance(self._shown, tuple) and self._shown[0].inject == line.inject
        at = self.verticalScrollBar().value() if same else 0
        focused = self.focusWidget()
        held = focused.accessibleName() if same and focused is not None and self.isAncestorOf(focused) else ""
        self._shown = shown
        page = self._page(line, inject, timers)
        self.setWidget(page)
        self.verticalScrollBar().setValue(at)
        if held:
            again = next((made for made in page.findChildren(QWidget) if made.accessibleName() == held), self)
            again.setFocus()

    def _given(self, inject: str) -> tuple[str, ...]:
        state, known = self._desk.state, self._desk.script.injects.get(inject)
        if known is None or not known.hints:
            return ()
        return tuple(
            record.event.hint
            for record in state.records
            if isinstance(record.event, ev.HintGiven)
            and record.event.inject == inject
            and record.seq not in state.undone
        )

    @staticmethod
    def _states(inject: Inject | None, timers: dict[str, TimerRow]) -> tuple[str, ...]:
        return (
            tuple(timers[e.step].state if e.step in timers else "" for e in inject.expects) if inject else ()
        )

    def _chosen(self, inject: Inject | None) -> tuple[str | None, int]:
        state = self._desk.state
        decided = state.decisions.get(inject.decision) if inject and inject.decision else None
        votes = len(state.votes.get(inject.vote, ())) if inject and inject.vote else 0
        return decided.option if decided else None, votes

    # -- building -----------------------------------------------------------------------------------------

    def _page(self, line: InjectLine, inject: Inject | None, timers: dict[str, TimerRow]) -> QWidget:
        page = QWidget()
        column = spaced(QVBoxLayout(page), margin=4, gap=12)
        column.addWidget(self._message(line, inject))
        if inject is not None:
            for part in (
                self._note(inject),
                self._expects(inject, timers),
                self._decision(inject),
                self._vote(inject),
                self._hints(inject),
                self._questions(inject),
            ):
                if part is not None:
                    column.addWidget(part)
        column.addStretch(1)
        return page

    def _message(self, line: InjectLine, inject: Inject | None) -> QWidget:
        box = QFrame()
        look.mark(box, "panel", "card")
        column = spaced(QVBoxLayout(box), margin=12, gap=4)
        colour, icon = look.tokens().channel(line.channel)
        head = spaced(QHBoxLayout(), gap=6)
        head.addWidget(Icon(icon, colour, 16), 0, Qt.AlignmentFlag.AlignTop)
        sender = self._desk.script.filled(inject.from_) if inject else self._ad_hoc(line.inject).sender
        ends = (sender, line.to_long or "nobody; it is noticed in the system, or not at all")
        head.addWidget(label(" → ".join(ends), "caption", wrap=True), 1)
        column.addLayout(head)
        column.addWidget(label(line.title, "strong", wrap=True))
        text = inject.text if inject else self._ad_hoc(line.inject).text
        column.addWidget(words(self._desk.script.filled(text).strip()))
        for attachment in inject.attachments if inject else ():
            column.addWidget(self._attachment(attachment))
        column.addWidget(label(self._standing(line), "caption", wrap=True))
        return box

    def _ad_hoc(self, name: str) -> ev.AdHocInjectDelivered:
        return next(
            record.event
            for record in self._desk.state.records
            if isinstance(record.event, ev.AdHocInjectDelivered) and record.event.inject == name
        )

    @staticmethod
    def _standing(line: InjectLine) -> str:
        parts = [f"Planned {line.planned_words}"]
        if line.contingency:
            parts.insert(0, "Contingency: comes only if it is needed")
        if line.seen:
            parts.append(f"opened by {line.seen}")
        return "; ".join(parts) + "."

    def _attachment(self, attachment: Attachment) -> QWidget:
        filled = self._desk.script.filled
        box = QFrame()
        column = spaced(QVBoxLayout(box), gap=2)
        column.addWidget(label(filled(attachment.title), "caption", wrap=True))
        column.addWidget(words(filled(attachment.text).rstrip(), "mono"))
        return box

    def _note(self, inject: Inject) -> QWidget | None:
        if not inject.note:
            return None
        box, column = section("For you only", "lock")
        column.addWidget(words(self._desk.script.filled(inject.note)))
        return box

    def _expects(self, inject: Inject, timers: dict[str, TimerRow]) -> QWidget | None:
        if not inject.expects:
            return None
        box, column = section("Expected actions", "target")
        for expected in inject.expects:
            column.addWidget(self._expected(inject, expected, timers.get(expected.step)))
        return box

    def _expected(self, inject: Inject, expected: Expected, timer: TimerRow | None) -> QWidget:
        desk, step = self._desk, self._desk.script.steps[expected.step]
        limit = desk.script.limit(step, inject.id, desk.state.true_severity)
        box = QWidget()
        column = spaced(QVBoxLayout(box), gap=1)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(label(step.title, "strong", wrap=True), 1)
        if timer is not None:
            row.addWidget(Chip(*_STATES[timer.state]), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        anchor = step.target.from_ if step.target else "inject"
        within = f"{say_duration(limit)} from {anchor}" if limit is not None else "no limit"
        parts = (
            desk.title(step.role) or "anyone",
            within,
            desk.clause(step.id),
            "critical" if step.critical else "",
        )
        column.addWidget(label(" · ".join(part for part in parts if part), "caption", wrap=True))
        if expected.note:
            column.addWidget(words(desk.script.filled(expected.note), "muted"))
        return box

    def _decision(self, inject: Inject) -> QWidget | None:
        decision = self._desk.script.decisions.get(inject.decision or "")
        if decision is None:
            return None
        filled = self._desk.script.filled
        box, column = section("Decision", "decision")
        limit = f"{say_duration(decision.time_limit)} to decide" if decision.time_limit else "no time limit"
        column.addWidget(label(filled(decision.question), "strong", wrap=True))
        default = decision.option(decision.default) if decision.default else None
        otherwise = f", else: {filled(default.text)}" if default and decision.time_limit else ""
        owner = self._desk.title(decision.role)
        column.addWidget(label(" · ".join(filter(None, (owner, limit + otherwise))), "caption", wrap=True))
        opened = self._desk.state.decisions.get(decision.id)
        for option in decision.options:
            column.addWidget(self._option(option, opened is not None and opened.option == option.id))
        return box

    def _option(self, option: Option, chosen: bool) -> QWidget:
        filled = self._desk.script.filled
        box = QWidget()
        column = spaced(QVBoxLayout(box), gap=2)
        column.addWidget(label(filled(option.text), "base", wrap=True))
        chips = spaced(QHBoxLayout(), gap=6)
        if option.plan_calls_for:
            chips.addWidget(Chip("the plan calls for it", "ok"))
        if chosen:
            chips.addWidget(Chip("chosen", "info"))
        chips.addStretch(1)
        if chips.count() > 1:
            column.addLayout(chips)
        consequence = option.consequence
        said = [filled(consequence.text)] if consequence.text else []
        titles = self._desk.script.injects
        said += [f"Brings “{filled(titles[name].title)}”." for name in consequence.releases]
        said += [f"Leaves out “{filled(titles[name].title)}”." for name in consequence.skips]
        if said:
            column.addWidget(words(" ".join(said), "muted"))
        return box

    def _vote(self, inject: Inject) -> QWidget | None:
        vote = self._desk.script.votes.get(inject.vote or "")
        if vote is None:
            return None
        box, column = section("Vote", "team")
        cast = self._desk.state.votes.get(vote.id, {})
        column.addWidget(label(self._desk.script.filled(vote.question), "strong", wrap=True))
        answers = [answer.choice for answer in cast.values()]
        for choice in vote.options:
            count = answers.count(choice)
            right = ", which is right" if vote.truth == choice else ""
            column.addWidget(label(f"{count}  {choice}{right}", "base" if count else "muted", wrap=True))
        return box

    def _hints(self, inject: Inject) -> QWidget | None:
        if not inject.hints:
            return None
        box, column = section("Hints", "help")
        given = self._given(inject.id)
        for number, hint in enumerate(inject.hints, start=1):
            row = spaced(QHBoxLayout(), gap=8)
            row.addWidget(words(self._desk.script.filled(hint)), 1)
            if hint in given:
                row.addWidget(Chip("given", "ok"), 0, Qt.AlignmentFlag.AlignTop)
            else:
                tip = "Say it to the room; what is done after it counts as prompted"
                give = button("Give hint", "normal", "send", tip)
                give.setAccessibleName(f"Give hint {number}")
                give.setEnabled(self._desk.in_play())
                give.clicked.connect(partial(self._desk.do, GiveHint(inject.id, hint)))
                row.addWidget(give, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        return box

    def _questions(self, inject: Inject) -> QWidget | None:
        if not inject.questions:
            return None
        box, column = section("To discuss", "chat")
        filled = self._desk.script.filled
        for question in inject.questions:
            column.addWidget(label(filled(question.ask), "strong", wrap=True))
            for point in question.points:
                column.addWidget(words(f"•  {filled(point)}", "muted"))
        return box
