"""Notes and observations: one line, what kind it is, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.commands import RecordObservation
from trainer.core.events import Remark
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.line_edit import SentLine
from trainer.ui.panels import button, label, spaced

__all__ = ["NoteLine"]

_KINDS: Final[tuple[tuple[Remark, str, str], ...]] = (
    ("note", "Note", "A note to yourself; it is no evidence"),
    ("observation", "Observation", "Something seen; it becomes evidence"),
    ("strength", "Strength", "Something that worked and should be kept"),
    ("improvement", "To improve", "Something in the plan or the means that should change"),
    (
        "artefact",
        "Artefact",
        "The scenario or its conduct was at fault; what it is about is left out of every score",
    ),
)


class NoteLine(QFrame):
    """Takes notes. `left` follows Escape in an empty line."""

    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        look.mark(self, "panel", "card")
        self.setAccessibleName("Notes and observations")
        self.kinds = QButtonGroup(self)
        self.line = SentLine("Note or observation", "Note or observation (Ctrl+N)")
        self.keep = button("Keep", "normal", "note", "Keep it (Return)")
        self.role = _about("About which role", "Role", ((r, desk.title(r)) for r in desk.roles))
        self.step = _about("About which step", "Step", ((s, desk.step_title(s)) for s in desk.script.scope))
        injects = desk.script.scenario.injects
        self.inject = _about(
            "About which inject", "Inject", ((i.id, desk.script.filled(i.title)) for i in injects)
        )
        self._arrange()
        self.line.returnPressed.connect(self.send)
        self.keep.clicked.connect(self.send)
        self.line.left.connect(self._on_left)

    def _arrange(self) -> None:
        column = spaced(QVBoxLayout(self), margin=10, gap=6)
        row = spaced(QHBoxLayout(), gap=2)
        for number, (_, title, tip) in enumerate(_KINDS):
            made = button(title, "nav", None, tip)
            made.setChecked(number == 0)
            self.kinds.addButton(made, number)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(self.line, 1)
        row.addWidget(self.keep)
        column.addLayout(row)
        row = spaced(QHBoxLayout(), gap=6)
        row.addWidget(label("About", "caption"))
        for choice in (self.role, self.step, self.inject):
            row.addWidget(choice, 1)
        column.addLayout(row)

    def begin(self) -> None:
        """Put the keyboard into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def send(self) -> None:
        """Keep the note."""
        text = self.line.text().strip()
        kind = _KINDS[max(0, self.kinds.checkedId())][0]
        command = RecordObservation(
            text, kind, self.role.currentData(), self.step.currentData(), self.inject.currentData()
        )
        if text and self._desk.do(command):
            self.line.empty()
            for choice in (self.role, self.step, self.inject):
                choice.setCurrentIndex(0)
            self.kinds.button(0).setChecked(True)
        self.line.setFocus()

    def _on_left(self) -> None:
        if self.line.text():
            self.line.empty()
        else:
            self.left.emit()


def _about(name: str, nothing: str, choices: Iterable[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.addItem(nothing, None)
    for key, title in choices:
        made.addItem(title, key)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(4)
    return made
