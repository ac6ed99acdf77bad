"""G13, third party not covered: suppliers with one way to reach them, or for whom one may wait without end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Contact
from trainer.core.standing.gap import Check, PlanGap, Words, told
from trainer.core.standing.reach import has_a_way, one_way_only, only_way
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import in_words

_CODE: Final = "G13"
_SUPPLIER: Final = re.compile(
    r"\b(?:suppliers?|providers?|vendors?|third[ -]part(?:y|ies)|contractors?|partners?)\b", re.IGNORECASE
)
_TIME_BOX: Final = re.compile(
    r"\btime[ -]?box\w*|\bcall(?:s|ed)?[ -]?back|\bdeadline\b|\bescalat\w+"
    r"|\b(?:after|within|in|for|every) (?:\d+ ?(?:m|h|min|minutes?|hours?)|\w+ (?:minutes?|hours?))\b"
    r"|\bno (?:answer|reply|response)\b|\b(?:does|do) not (?:answer|reply|respond|call)\b",
    re.IGNORECASE,
)
_LACKING: Final = Words(
    one="{} {detail}.",
    many="{count} suppliers are not covered: {}.",
    consequence="The response stands still while it waits for somebody outside.",
    change="Write a way that works when the usual one is down, the step that calls them, and after how long to go on "
    "without them.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Suppliers whom the response may need and may not get."""
    lacks: list[tuple[Place, Priority]] = []
    called = _Called(reading)
    for i, contact in enumerate(reading.plan.contacts):
        missing = _missing(reading, contact, called) if contact.external else []
        if missing:
            named = f"the supplier {quoted(contact.title, 80)}"
            place = Place(contact.id, named, ("contacts", i), detail=in_words(missing))
            lacks.append((place, "high" if contact.id in reading.critical_needs else "medium"))
    return told(_CODE, "suppliers", _LACKING, lacks)


def _missing(reading: Reading, contact: Contact, called: _Called) -> list[str]:
    missing = []
    if not has_a_way(contact):
        missing.append("cannot be reached, because no way to do so is written")
    elif one_way_only(reading, contact):
        missing.append(f"is reached in one way only{only_way(reading, contact)}")
    if reading.steps:
        texts = called.texts(contact)
        if not texts:
            missing.append("is called by no step")
        elif not any(_TIME_BOX.search(text) for text in texts):
            missing.append("may be waited for without a time limit")
    return missing


class _Called:
    """The texts of steps and sections that are about calling suppliers."""

    def __init__(self, reading: Reading) -> None:
        self._at_large = [
            text for s in reading.plan.sections if _SUPPLIER.search(text := f"{s.heading}. {s.text}")
        ]
        self._of: dict[str, list[str]] = {}
        for placed in reading.steps:
            step = placed.step
            text = " ".join((step.title, step.text, step.condition or ""))
            if _SUPPLIER.search(text):
                self._at_large.append(text)
            for name in {*step.needs.contacts, *(e.contact for e in step.shown_by)} - {None}:
                self._of.setdefault(str(name), []).append(text)

    def texts(self, contact: Contact) -> list[str]:
        """Those about a supplier by name, or about suppliers at large."""
        return [*self._of.get(contact.id, ()), *self._at_large]


CHECK: Final = Check(
    _CODE,
    "a contact outside the organisation without a second way that works when the usual one is down, whom no "
    "step calls, or for whom no text sets a time box",
    find,
)
