"""What evaluators say of a finding: each word with its reason, and the form to add one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer.core.aar import Gap, GapVerdict
from trainer.core.commands import JudgeGap
from trainer.ui.panels import button, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.keys import shortcut
from trainer.ui.review.links import LinkRow
from trainer.ui.review.rater import EVALUATOR, WhoField
from trainer.ui.review.told import Told
from trainer.ui.review.words import sentence

__all__ = ["VerdictForm", "verdict_chip"]


def verdict_chip(gap: Gap) -> tuple[str, str]:
    """What evaluators made of a gap: word and what it means; empty while none judged it."""
    if not gap.verdicts:
        return "", ""
    if not gap.stands:
        return "overruled", "Every evaluator who judged it overruled it; it counts for nothing"
    if all(verdict.stands for verdict in gap.verdicts):
        return "confirmed", "Every evaluator who judged it confirmed it"
    return "disputed", "Evaluators differ; it stands until they agree"


class VerdictForm(QWidget):
    """The words on one gap, and the form. `opened` carries the event of a word that was chosen."""

    opened = Signal(int)

    def __init__(self, desk: Desk, back: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._gap: Gap | None = None
        self._said = Told(back, gap=2)
        self._reason, self._who = QLineEdit(), WhoField("Who judges", EVALUATOR)
        self._confirm = button("Confirm", "normal", "ok", "It is a gap, as it stands here (Ctrl+Return)")
        self._overrule = button("Overrule", "normal", "cross")
        self._state = label("", "caption", wrap=True)
        self.setAccessibleName("What evaluators say")
        self._build()
        self._reason.textChanged.connect(self._enable)
        self._confirm.clicked.connect(lambda: self._judge(True))
        self._overrule.clicked.connect(lambda: self._judge(False))
        shortcut(self, "Ctrl+Return", "Confirm the gap", lambda: self._judge(True))
        shortcut(self, "Ctrl+Shift+Return", "Overrule the gap", lambda: self._judge(False))

    def _build(self) -> None:
        self._reason.setAccessibleName("Reason for the verdict")
        self._reason.setPlaceholderText("Why: what you saw that speaks for it or against it")
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(label("What evaluators say", "strong"))
        column.addWidget(self._state)
        column.addWidget(self._said)
        column.addWidget(self._reason)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(label("as", "muted"))
        row.addWidget(self._who)
        row.addStretch(1)
        row.addWidget(self._confirm)
        row.addWidget(self._overrule)
        column.addLayout(row)

    def show_gap(self, gap: Gap, fresh: bool) -> None:
        """Judge this gap; `fresh` forgets what was begun for another one."""
        if gap != self._gap:
            self._said.tell(self._row(verdict) for verdict in gap.verdicts)
        self._gap = gap
        if fresh:
            self._reason.clear()
        self._who.show_again(verdict.by for verdict in gap.verdicts)
        _, means = verdict_chip(gap)
        found = "Found by an automatic check; nobody has judged it yet."
        if not self._desk.ended():
            found = "Findings are judged once play has ended."
        self._state.setText(f"{means}." if means else found)
        self._enable()

    def _row(self, verdict: GapVerdict) -> LinkRow:
        said = "confirmed it" if verdict.stands else "overruled it"
        words = f"{sentence(verdict.by)} {said}{': ' + verdict.reason if verdict.reason else '.'}"
        row = LinkRow(words, "show in the timeline", "ok" if verdict.stands else "cross")
        row.opens(lambda: self.opened.emit(verdict.seq))
        return row

    def _enable(self) -> None:
        ended, given = self._desk.ended(), bool(self._reason.text().strip())
        self._confirm.setEnabled(ended)
        self._overrule.setEnabled(ended and given)
        self._overrule.setToolTip(
            "It is no gap (Ctrl+Shift+Return)"
            if given
            else "Say why first: overruling a finding needs a reason"
        )

    def _judge(self, stands: bool) -> None:
        if self._gap is None or not (self._confirm if stands else self._overrule).isEnabled():
            return
        command = JudgeGap(self._gap.id, stands, self._reason.text().strip(), self._who.label())
        if self._desk.do(command):
            self._reason.clear()
