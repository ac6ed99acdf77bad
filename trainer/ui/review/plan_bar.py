"""How far the plan's next version is: what was decided, what keeps it from being written, and the button that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import AmendmentEntry
from trainer.ui.panels import Card, button, label, spaced
from trainer.ui.review.changes import unfinished
from trainer.ui.review.desk import Desk
from trainer.ui.review.words import counted
from trainer.workspace import PlanPreview

__all__ = ["PlanBar"]


class PlanBar(Card):
    """`previewed` says whether the whole file is to be shown; `wanted` carries the preview that is to be written."""

    previewed = Signal(bool)
    wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("The plan's next version")
        self._desk = desk
        self._preview: PlanPreview | None = None
        self._count, self._about = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self._show = button("Preview of the file", "normal", "eye", "What changes in the whole plan file")
        self._show.setCheckable(True)
        self._write = button("Write the next version of the plan…", "normal", "plan")
        across = spaced(QHBoxLayout(), gap=8)
        words = spaced(QVBoxLayout(), gap=4)
        words.addWidget(self._count)
        words.addWidget(self._about)
        across.addLayout(words, 1)
        across.addWidget(self._show)
        across.addWidget(self._write)
        self.body.addLayout(across)
        self._show.toggled.connect(self.previewed)
        self._write.clicked.connect(lambda: self.wanted.emit(self._preview))

    def stands(self) -> str:
        """How far the next version is, or what keeps it from being written."""
        return self._about.text()

    def show_list(self) -> None:
        """Show the proposals rather than the file."""
        self._show.setChecked(False)

    def show_plan(self, entries: Sequence[AmendmentEntry], preview: PlanPreview) -> None:
        """Show how far it is."""
        self._preview = preview
        counts = Counter(entry.status for entry in entries)
        accepted = counts["accepted"] + counts["edited"]
        parts = [f"{accepted} accepted", f"{counts['proposed']} open"]
        parts += [f"{counts['rejected']} rejected"] if counts["rejected"] else []
        self._count.setText(" · ".join(parts))
        hinders = _hinders(entries, preview)
        self._about.setText(hinders or self._told(preview))
        self._write.setEnabled(not hinders)
        self._write.setToolTip(hinders or "Write a new plan file; the one in force stays as it is")

    def _told(self, preview: PlanPreview) -> str:
        plan = self._desk.script.plan
        words = f"Version {preview.version} with {counted(preview.changes, 'change')}, after version {plan.version}."
        steps = ", ".join(self._desk.retest_title(step) for step in preview.retest)
        return f"{words} To be put to the test again: {steps}." if steps else words


def _hinders(entries: Sequence[AmendmentEntry], preview: PlanPreview) -> str:
    """What keeps the next version from being written, and what to do about it; empty where nothing does."""
    taken = [entry for entry in entries if entry.status in ("accepted", "edited")]
    holes = [entry.title for entry in taken if unfinished(entry.after)]
    if not taken:
        return "Accept a change, and the plan's next version can be written."
    if holes:
        more = f" and {counted(len(holes) - 1, 'other')}" if holes[1:] else ""
        return f"“{holes[0]}”{more} still has something to fill in: edit its text, and the version can be written."
    if preview.problems:
        others = len(preview.problems) - 1
        return preview.problems[0] + (f" And {counted(others, 'more point')}." if others else "")
    return ""
