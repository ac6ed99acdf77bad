"""A corrective action in short forms: who does it by when, and the proof that it is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from trainer.core.aar import CorrectiveAction
from trainer.core.commands import AssignAction, CloseAction
from trainer.ui.look import Status
from trainer.ui.panels import Chip, button, label, spaced
from trainer.ui.review.days import day_field, day_of, show_day
from trainer.ui.review.desk import Desk
from trainer.ui.review.keys import shortcut
from trainer.ui.review.parts import chips
from trainer.ui.review.rater import LEAD, who
from trainer.ui.review.reading import answered
from trainer.ui.review.told import Told
from trainer.ui.review.words import counted, iso_day_words

__all__ = ["ActionForm", "is_overdue", "standing_chip", "standing_words"]

_DAYS: Final = {"high": 14, "medium": 30, "low": 90}
"""How long after today an action is offered to be due, by its priority."""
_STATUS: Final[dict[str, Status]] = {
    "proposed": "neutral",
    "assigned": "info",
    "closed": "ok",
    "accepted risk": "warn",
}


def is_overdue(action: CorrectiveAction, today: date) -> bool:
    """Whether an action was due before today and is still to be done."""
    return action.status == "assigned" and action.due is not None and action.due < today.isoformat()


def standing_chip(action: CorrectiveAction, today: date) -> Chip:
    """How an action stands, as a chip."""
    return (
        Chip("overdue", "bad") if is_overdue(action, today) else Chip(action.status, _STATUS[action.status])
    )


def standing_words(action: CorrectiveAction) -> str:
    """How an action stands, in a sentence."""
    match action.status:
        case "assigned":
            return f"{action.owner} does it, due {iso_day_words(action.due)}."
        case "closed":
            return f"Closed on {iso_day_words(action.closed)}. Proof: {action.proof}"
        case "accepted risk":
            return f"The risk was accepted on {iso_day_words(action.closed)}: {action.proof}"
        case _:
            return "Nobody has it yet. Agree on one owner and a date."


class ActionForm(QWidget):
    """One action: how it stands, and the two forms. What is begun stays while its gap is shown."""

    settled = Signal()

    def __init__(self, desk: Desk, back: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._action: CorrectiveAction | None = None
        self._told = Told(back, gap=6)
        self._owner, self._proof = QLineEdit(), QLineEdit()
        self._due = day_field("Due", desk.today())
        self._risk = QCheckBox("Accept the risk instead")
        self._risk.setAccessibleName(self._risk.text())
        self._assign = button("Assign", "normal", "person")
        self._close = button("Close with proof", "normal", "ok")
        self._forms = QWidget()
        self.setAccessibleName("Corrective action")
        self._build()
        for field in (self._owner, self._proof):
            field.textChanged.connect(self._enable)
        self._risk.toggled.connect(self._enable)
        self._assign.clicked.connect(self._on_assign)
        self._close.clicked.connect(self._on_close)
        shortcut(self._owner, "Ctrl+Return", "Assign the corrective action", self._on_assign)
        shortcut(self._proof, "Ctrl+Return", "Close the corrective action", self._on_close)

    def _build(self) -> None:
        for field, name, hint in (
            (self._owner, "Owner", "Owner: one person or function"),
            (self._proof, "Proof", ""),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
        rows = spaced(QVBoxLayout(self._forms), gap=6)
        rows.addWidget(self._owner)
        due = spaced(QHBoxLayout(), gap=6)
        for widget in (label("due", "muted"), self._due):
            due.addWidget(widget)
        due.addStretch(1)
        due.addWidget(self._assign)
        rows.addLayout(due)
        rows.addWidget(self._proof)
        close = spaced(QHBoxLayout(), gap=6)
        close.addWidget(self._risk, 1, Qt.AlignmentFlag.AlignVCenter)
        close.addWidget(self._close)
        rows.addLayout(close)
        column = spaced(QVBoxLayout(self), gap=6)
        column.addWidget(label("Corrective action", "strong"))
        column.addWidget(self._told)
        column.addWidget(self._forms)

    def show_action(self, action: CorrectiveAction, fresh: bool) -> None:
        """Show this action; `fresh` forgets what was begun for another one."""
        if action != self._action:
            self._told.tell(self._standing(action))
            fresh = fresh or self._action is None or action.status != self._action.status
        self._action = action
        if fresh:
            self._owner.setText(action.owner or "")
            self._proof.clear()
            self._risk.setChecked(False)
            show_day(self._due, self._offered(action))
        self._assign.setText("Assign again" if action.status == "assigned" else "Assign")
        self._forms.setVisible(action.status in ("proposed", "assigned"))
        self._enable()

    def _standing(self, action: CorrectiveAction) -> list[QWidget]:
        number = len(answered(action))
        shared = f" This action answers {counted(number, 'gap')}." if number > 1 else ""
        return [
            chips(standing_chip(action, self._desk.today()), Chip(action.poete, "neutral")),
            label(standing_words(action) + shared, wrap=True),
            label(f"Verified by: {action.verification}", "caption", wrap=True),
        ]

    def _offered(self, action: CorrectiveAction) -> date:
        if action.due:
            return date.fromisoformat(action.due)
        return self._desk.today() + timedelta(days=_DAYS[action.priority])

    def _enable(self) -> None:
        ended, risk = self._desk.ended(), self._risk.isChecked()
        owner, proof = self._owner.text().strip(), self._proof.text().strip()
        self._assign.setEnabled(ended and bool(owner))
        self._close.setEnabled(ended and bool(proof))
        self._close.setText("Accept the risk" if risk else "Close with proof")
        self._close.setAccessibleName(self._close.text())
        hint = (
            "Who accepts the risk, and why" if risk else "Proof that it is done: a link, a version, a drill"
        )
        self._proof.setPlaceholderText(hint)
        wait = "" if ended else "Once play has ended"
        self._assign.setToolTip(
            wait or ("Give it to this owner (Ctrl+Return)" if owner else "Name one owner first")
        )
        self._close.setToolTip(wait or ("Done today (Ctrl+Return)" if proof else f"{hint}: write it first"))

    def _on_assign(self) -> None:
        action = self._action
        if action is not None and self._assign.isEnabled():
            due = day_of(self._due).isoformat()
            self._done(AssignAction(action.id, self._owner.text().strip(), due, by=who(LEAD)))

    def _done(self, command: AssignAction | CloseAction) -> None:
        if self._desk.do(command):
            self.settled.emit()

    def _on_close(self) -> None:
        action = self._action
        if action is not None and self._close.isEnabled():
            on, proof = self._desk.today().isoformat(), self._proof.text().strip()
            self._done(CloseAction(action.id, on, proof, self._risk.isChecked(), by=who(LEAD)))
