"""What every part of the review is, and how events read in all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from trainer.core.aar import TimelineEntry
from trainer.ui import look
from trainer.ui.panels import Entry
from trainer.ui.review.desk import FACILITATOR, SYSTEM, Desk
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import outcome_status, outcome_words, sentence

__all__ = ["Part", "entries_of", "entry_of"]

_ICONS: Final = {
    "inject": "scenario",
    "action": "person",
    "decision": "decision",
    "clock": "clock",
    "observation": "eye",
    "plan": "plan",
    "system": "info",
}


class Part(QWidget):
    """A part of the review. It is shown the findings when it is looked at, and again after each change."""

    event_wanted = Signal(int)
    """A person wants to see an event (its sequence number) where it stands in the timeline."""
    step_wanted = Signal(str)
    """A person wants to see how an expected action (its key) was judged."""
    place_wanted = Signal(object)
    """A person wants to see what a figure or a name stands for: a Place."""

    def __init__(self, name: str, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(name)

    def show_findings(self, findings: Findings) -> None:
        """Show what follows from the journal now."""
        raise NotImplementedError

    def first_control(self) -> QWidget:
        """Where the keyboard goes when this part is opened."""
        return self


def entry_of(desk: Desk, entry: TimelineEntry) -> Entry:
    """A fact of the timeline as it is shown in feeds."""
    who = desk.title(entry.lane)
    title = entry.title
    if title.startswith(f"{who} "):
        title = sentence(title[len(who) + 1 :])
    icon = _ICONS[entry.kind]
    if entry.channel is not None:
        icon = look.tokens().channel(entry.channel)[1]
    return Entry(
        key=str(entry.seq),
        time_s=entry.elapsed_s,
        title=title,
        detail=entry.text.strip(),
        who="" if entry.lane in (SYSTEM, FACILITATOR) and entry.kind in ("inject", "clock") else who,
        lane=desk.lane(entry.lane),
        icon=icon,
        chip=outcome_words(entry.outcome) if entry.outcome else "",
        chip_status=outcome_status(entry.outcome) if entry.outcome else "neutral",
    )


def entries_of(desk: Desk, findings: Findings, evidence: Iterable[int]) -> list[Entry]:
    """Events in words, in the order in which they happened; the few that no timeline shows are left out."""
    found = [findings.entries[seq] for seq in evidence if seq in findings.entries]
    found.sort(key=lambda entry: (entry.elapsed_s, entry.seq))
    return [entry_of(desk, entry) for entry in found]
