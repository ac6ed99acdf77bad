"""What comes of the exercise: corrective actions with owner, date and proof, and what became of earlier ones."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import AmendmentEntry, CorrectiveAction, Gap
from trainer.ui import look
from trainer.ui.panels import Card, Chip, EmptyState, button, label, spaced
from trainer.ui.review.action_form import ActionForm, is_overdue, standing_chip, standing_words
from trainer.ui.review.desk import Desk
from trainer.ui.review.links import FigureLink, LinkRow
from trainer.ui.review.parts import chips, facts, section
from trainer.ui.review.places import Amendment, GapOf
from trainer.ui.review.plans import Page
from trainer.ui.review.previous import earlier_card
from trainer.ui.review.reading import Findings, answered
from trainer.ui.review.words import AMENDMENT_STATUS, PRIORITIES, counted, sentence

__all__ = ["ImprovementPart"]

_NO_ACTIONS: Final = (
    "There is no gap to act on yet. What the team wants to change goes into the hot wash; gaps that the checks find "
    "become actions here."
)
_AGREE: Final = "Proposed by the rules. Agree on one owner and a date for each in the review meeting."


class ImprovementPart(Page):
    """Corrective actions, the urgent ones first, then those of earlier drills."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Improvement plan", desk, parent)
        self._told: object = None

    def show_findings(self, findings: Findings) -> None:
        """Show every action."""
        report = findings.report
        told = (report.improvement_plan, report.previous_actions, report.gaps, self._desk.ended())
        if told == self._told:
            return
        self._told = told
        at = self._column.verticalScrollBar().value()
        self._column.clear()
        actions = report.improvement_plan
        order = list(PRIORITIES)
        if actions:
            self._column.add(label(self._state(actions), "muted", wrap=True))
        else:
            self._column.add(EmptyState("trend", _NO_ACTIONS))
        for action in sorted(actions, key=lambda one: order.index(one.priority)):
            self._column.add(self._action(action, findings))
        known = {gap.id: gap for gap in findings.report.gaps}
        earlier = earlier_card(
            report.previous_actions, lambda gap: self._again(known.get(gap)), self.place_wanted.emit
        )
        self._column.add(earlier)
        self._column.body.addStretch(1)
        self._column.verticalScrollBar().setValue(at)

    def _state(self, actions: tuple[CorrectiveAction, ...]) -> str:
        assigned = sum(action.status == "assigned" for action in actions)
        done = sum(action.status in ("closed", "accepted risk") for action in actions)
        late = sum(is_overdue(action, self._desk.today()) for action in actions)
        words = f"{counted(len(actions), 'action')}: {assigned} assigned, {done} closed"
        return f"{words}{f', {late} overdue' if late else ''}. {_AGREE}"

    def _action(self, action: CorrectiveAction, findings: Findings) -> Card:
        card = Card(_heading(action, findings))
        if action.status in ("proposed", "assigned"):
            settle = button("Assign or close…", "normal", "person")
            settle.setAccessibleName(f"Assign or close: {_heading(action, findings)}")
            settle.setEnabled(self._desk.ended())
            settle.setToolTip("Owner, date and proof" if self._desk.ended() else "Once play has ended")
            settle.clicked.connect(partial(self._settle, action))
            card.add_action(settle)
        priority = Chip(f"{action.priority} priority", PRIORITIES[action.priority])
        card.add(chips(priority, Chip(action.poete, "neutral"), standing_chip(action, self._desk.today())))
        card.add(label(action.action, wrap=True))
        card.add(label(standing_words(action), wrap=True))
        card.add(facts((("Verified by", action.verification),)))
        gaps = [findings.gaps[name] for name in answered(action) if name in findings.gaps]
        if gaps:
            card.add(section("Because of", *(self._gap(gap) for gap in gaps)))
        if action.amendments:
            card.add(section("Changes of the plan", *(self._change(entry) for entry in action.amendments)))
        return card

    def _gap(self, gap: Gap) -> LinkRow:
        row = LinkRow(
            gap.statement, "show the gap", "flag", ("overruled", "neutral") if not gap.stands else None
        )
        row.opens(partial(self.place_wanted.emit, GapOf(gap.id)))
        return row

    def _again(self, gap: Gap | None) -> QWidget | None:
        """The link to a gap that this drill found again."""
        if gap is None:
            return None
        link = FigureLink(gap.code, "found again in this drill", "show the gap")
        link.opens(partial(self.place_wanted.emit, GapOf(gap.id)))
        return link

    def _change(self, entry: AmendmentEntry) -> LinkRow:
        decided = AMENDMENT_STATUS[entry.status]
        row = LinkRow(entry.title, "show under Plan changes", "edit", (decided.word, decided.status))
        row.opens(partial(self.place_wanted.emit, Amendment(entry.id)))
        return row

    def _settle(self, action: CorrectiveAction) -> None:
        """Ask for owner and date, or for the proof, in a window of its own."""
        dialog = QDialog(self.window())
        dialog.setWindowTitle("Corrective action")
        dialog.setAccessibleName("Corrective action")
        dialog.setMinimumWidth(look.tokens().px(640))
        dialog.finished.connect(dialog.deleteLater)
        column = spaced(QVBoxLayout(dialog), margin=16, gap=12)
        column.addWidget(label(action.action, wrap=True))
        form = ActionForm(self._desk, dialog)
        form.show_action(action, fresh=True)
        form.settled.connect(dialog.accept)
        column.addWidget(form)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button("Cancel")
        close.clicked.connect(dialog.reject)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(row)
        dialog.open()


def _heading(action: CorrectiveAction, findings: Findings) -> str:
    """What an action is about, in a few words."""
    gap = findings.gaps.get(action.gap)
    if gap is not None:
        return f"{gap.code}  {sentence(gap.name)}"
    if action.gap == "noted":
        return "Noted during the exercise"
    return {"Training": "Practise", "Exercise": "Next exercise"}.get(action.poete, action.poete)
