"""One gap in full: what to change, what evaluators say, who mends it, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.core.aar import AmendmentEntry, Gap
from trainer.ui.look import Status
from trainer.ui.panels import Chip, label, rule, spaced
from trainer.ui.review.action_form import ActionForm
from trainer.ui.review.desk import Desk
from trainer.ui.review.links import LinkRow
from trainer.ui.review.part import entries_of
from trainer.ui.review.parts import Events, bullets, chips, facts, section
from trainer.ui.review.places import Amendment, Objective
from trainer.ui.review.reading import Findings
from trainer.ui.review.told import Told
from trainer.ui.review.verdicts import VerdictForm, verdict_chip
from trainer.ui.review.words import AMENDMENT_STATUS, GAP_KINDS, PRIORITIES, sentence

__all__ = ["GapDetail"]

_FOUND: Final = {
    "automatic": "an automatic check; an evaluator may see it otherwise",
    "evaluator": "an evaluator",
    "consensus": "several evaluators, who agree",
}
_VERDICTS: Final[dict[str, Status]] = {"confirmed": "ok", "disputed": "warn", "overruled": "neutral"}


class GapDetail(QWidget):
    """Reads from top to bottom; the forms in the middle keep what was begun while their gap is shown."""

    event_wanted = Signal(int)
    place_wanted = Signal(object)

    def __init__(self, desk: Desk, back: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Gap | None = None
        self._head, self._rest = Told(back), Told(back)
        self._verdicts, self._action = VerdictForm(desk, back), ActionForm(desk, back)
        self._lines = (rule(), rule(), rule())
        self._verdicts.opened.connect(self.event_wanted)
        column = spaced(QVBoxLayout(self), gap=12)
        column.addWidget(self._head)
        column.addWidget(self._lines[0])
        column.addWidget(self._verdicts)
        column.addWidget(self._lines[1])
        column.addWidget(self._action)
        column.addWidget(self._lines[2])
        column.addWidget(self._rest)

    def show_gap(self, gap: Gap | None, findings: Findings, nothing: str) -> bool:
        """Show a gap, or say that there is none; True where it is another one than before."""
        fresh = self._shown is None or gap is None or gap.id != self._shown.id
        self._shown = gap
        if gap is None:
            self._head.tell([label(nothing, "muted", wrap=True)])
            self._rest.tell([])
        else:
            self._head.tell(self._opening(gap, findings))
            self._rest.tell(self._background(gap, findings))
            self._verdicts.show_gap(gap, fresh)
        actions = findings.actions_of(gap.id) if gap is not None else ()
        if actions:
            self._action.show_action(actions[0], fresh)
        self._verdicts.setVisible(gap is not None)
        self._action.setVisible(bool(actions))
        for line, shown in zip(self._lines, (gap, actions, gap), strict=True):
            line.setVisible(bool(shown))
        return fresh

    def _opening(self, gap: Gap, findings: Findings) -> list[QWidget]:
        kind, _, status = GAP_KINDS[gap.kind]
        shown = [Chip(kind, status), Chip(f"{gap.priority} priority", PRIORITIES[gap.priority])]
        word, means = verdict_chip(gap)
        if word:
            judged = Chip(word, _VERDICTS[word])
            judged.setToolTip(means)
            shown.append(judged)
        changes = [entry for action in findings.actions_of(gap.id) for entry in action.amendments]
        told: list[QWidget] = [
            label(f"{gap.code}  {sentence(gap.name)}", "heading", wrap=True),
            chips(*shown),
            label(gap.statement, wrap=True),
            section("What to change", label(gap.proposed_change, wrap=True), *map(self._change, changes)),
        ]
        if gap.symptoms:
            told.append(section("It also explains, and stands for", bullets(gap.symptoms, "link")))
        return told

    def _change(self, entry: AmendmentEntry) -> LinkRow:
        chip = AMENDMENT_STATUS[entry.status]
        row = LinkRow(entry.title, "show under Plan changes", "edit", (chip.word, chip.status))
        row.opens(lambda: self.place_wanted.emit(Amendment(entry.id)))
        return row

    def _background(self, gap: Gap, findings: Findings) -> Iterator[QWidget]:
        yield section("What it leads to", label(gap.consequence, wrap=True))
        if gap.root_cause:
            yield section("What lies behind it", label(gap.root_cause, wrap=True))
        yield facts(
            (
                ("Clause", "no clause in the plan" if gap.clause == "no clause" else gap.clause),
                ("Step", self._desk.step_title(gap.step)),
                ("Role", self._desk.title(gap.role)),
                ("Found by", _FOUND[gap.confidence]),
                ("Concerns", gap.poete),
            )
        )
        titles = {one.id: one.title for one in findings.report.objectives}
        rows = [self._objective(name, titles[name]) for name in gap.objectives if name in titles]
        if rows:
            yield section("Objectives it concerns", *rows)
        events = entries_of(self._desk, findings, gap.evidence)
        nothing = label(
            "It follows from the plan itself, not from an event of this drill.", "muted", wrap=True
        )
        yield section("What it rests on", Events(events, self.event_wanted.emit) if events else nothing)

    def _objective(self, name: str, title: str) -> LinkRow:
        row = LinkRow(title, "show its rating", "target")
        row.opens(lambda: self.place_wanted.emit(Objective(name)))
        return row
