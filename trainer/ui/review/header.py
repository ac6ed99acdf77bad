"""The head of the review: which exercise it is, how it stands, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.commands import UndoLast
from trainer.core.compose.times import iso
from trainer.core.events import ClockStarted
from trainer.core.time import SECOND
from trainer.ui.panels import Chip, button, label, spaced, tool_button
from trainer.ui.review.desk import Desk
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import day_words, sentence
from trainer.ui.words import format_duration

__all__ = ["Header"]


class Header(QWidget):
    """Title, state and facts, and the actions on the whole exercise."""

    closed = Signal()
    saved = Signal()
    exported = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._title = label(desk.created().title, "title", wrap=True)
        self._facts = label("", "muted", wrap=True)
        self._chip, self._busy = Chip(""), Chip("Working it out…", "info")
        self._undo = button("Undo", "quiet", "undo")
        self._export = button("Export exercise…", "normal", "export", "The whole exercise as one file")
        self._save = button("Save report…", "primary", "report", "The report as pages and as data (Ctrl+S)")
        self._close = tool_button("cross", "Close the review")
        self._busy.hide()
        self._build()
        self._undo.clicked.connect(self.take_back)
        self._export.clicked.connect(self.exported)
        self._save.clicked.connect(self.saved)
        self._close.clicked.connect(self.closed)
        self.refresh()

    def _build(self) -> None:
        across = spaced(QHBoxLayout(), gap=8)
        across.addWidget(self._title, 1)
        for widget in (self._busy, self._undo, self._export, self._save, self._close):
            across.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        below = spaced(QHBoxLayout(), gap=8)
        below.addWidget(self._chip)
        below.addWidget(self._facts, 1)
        column = spaced(QVBoxLayout(self), gap=4)
        column.addLayout(across)
        column.addLayout(below)

    def refresh(self) -> None:
        """Say how the exercise stands and what would be taken back."""
        words = {"created": "Not started", "running": "In play", "paused": "Paused", "ended": "Ended"}
        status = self._desk.state.status
        self._chip.show_status(words[status], "neutral" if status == "ended" else "info")
        self._facts.setText(self._facts_words())
        last = self._desk.last_judgement()
        self._undo.setEnabled(last is not None)
        said = ": ".join(part for part in self._desk.said(last) if part) if last else ""
        self._undo.setToolTip(f"Take back (Ctrl+Z): {said}" if said else "Nothing was recorded here yet")

    def _facts_words(self) -> str:
        desk = self._desk
        started = next((r for r in desk.exercise.records if isinstance(r.event, ClockStarted)), None)
        plan = desk.script.plan
        parts = (
            sentence(desk.created().kind.value),
            day_words(iso(started.at)) if started else "",
            f"{format_duration(desk.state.clock.base // SECOND)} of play" if desk.ended() else "",
            f"{plan.title}, version {plan.version}",
        )
        return " · ".join(part for part in parts if part)

    def show_findings(self, _findings: Findings) -> None:
        """The findings are those of the journal now."""
        self.show_busy(False)
        self.refresh()

    def show_busy(self, busy: bool) -> None:
        """Say that what is shown is about to change."""
        self._busy.setVisible(busy)

    def take_back(self) -> None:
        """Take back the newest answer, rating or correction."""
        if self._desk.last_judgement() is not None:
            self._desk.do(UndoLast())
