"""Actions of earlier drills: which are closed, which are open or overdue, and which did not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import PreviousAction
from trainer.ui.look import Status
from trainer.ui.panels import Card, Chip, label, rule, spaced
from trainer.ui.review.links import FigureLink
from trainer.ui.review.places import EventsOf, Place
from trainer.ui.review.words import iso_day_words, sentence

__all__ = ["earlier_card", "earlier_counts"]

_STATUS: Final[dict[str, tuple[Status, str]]] = {
    "repeated": ("bad", "not done, and this drill found the gap again"),
    "ineffective": ("bad", "done, and the gap is back"),
    "open": ("warn", "still to be done"),
    "closed": ("ok", "done, and the gap was not seen again"),
}
"""What asks for a decision first."""
_NONE: Final = (
    "No earlier drill on this plan left an action behind, or none was taken into account when this one was set up. "
    "What is agreed here will stand in the next drill's report."
)


def earlier_counts(actions: Sequence[PreviousAction]) -> list[tuple[str, int, Status]]:
    """So many of each standing, those that ask for a decision first; the overdue ones are counted besides."""
    counts = Counter[str](action.status for action in actions)
    found = [(name, counts[name], status) for name, (status, _) in _STATUS.items() if counts[name]]
    overdue = sum(action.overdue for action in actions)
    return [*found, ("overdue", overdue, "bad")] if overdue else found


def earlier_card(
    actions: Sequence[PreviousAction], gaps: Callable[[str], QWidget | None], opens: Callable[[Place], object]
) -> Card:
    """All of them; `gaps` makes the link to a gap of this drill, where it found it again."""
    card = Card("Actions of earlier drills")
    if not actions:
        card.add(label(_NONE, "muted", wrap=True))
    order = list(_STATUS)
    for place, action in enumerate(
        sorted(actions, key=lambda one: (order.index(one.status), not one.overdue))
    ):
        if place:
            card.add(rule())
        card.add(_row(action, gaps(action.gap), opens))
    return card


def _row(action: PreviousAction, gap: QWidget | None, opens: Callable[[Place], object]) -> QWidget:
    status, means = _STATUS[action.status]
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=2)
    head = spaced(QHBoxLayout(), gap=6)
    head.addWidget(label(action.action, "strong", wrap=True), 1)
    for chip in (Chip("overdue", "bad") if action.overdue else None, Chip(action.status, status)):
        if chip is not None:
            head.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(head)
    held = f" ({iso_day_words(action.held)})" if action.held else ""
    due = f"due {iso_day_words(action.due)}" if action.due else ""
    facts = (f"{sentence(means)}", f"{action.exercise}{held}", action.owner, due)
    column.addWidget(label(" · ".join(part for part in facts if part), "muted", wrap=True))
    links = spaced(QHBoxLayout(), gap=8)
    if gap is not None:
        links.addWidget(gap)
    if action.evidence:
        events = FigureLink(str(len(action.evidence)), "events of this drill", "show them in the timeline")
        events.opens(lambda: opens(EventsOf(action.action, action.evidence)))
        links.addWidget(events)
    links.addStretch(1)
    column.addLayout(links)
    return made
