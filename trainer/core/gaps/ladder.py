"""Pages that nobody answered, and whether the plan's next level of escalation was tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trainer.core.actions import Improvise, Page
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind, EscalationLevel


@dataclass(frozen=True, slots=True)
class Unclimbed:
    """Pages of one contact by one role that stayed unanswered, and the level that the plan has next."""

    role: str
    contact: str
    pages: tuple[Record, ...]
    level: EscalationLevel
    then: EscalationLevel


def unclimbed(facts: Facts) -> Iterator[Unclimbed]:
    """Contacts whose page stayed unanswered and after which nobody went on to the next level of the ladder."""
    unanswered: dict[str, list[tuple[Record, str]]] = {}
    for record, event in facts.acts:
        if isinstance(event.action, Page) and event.action.result == "no answer":
            unanswered.setdefault(event.action.contact, []).append((record, event.role))
    for contact, pages in unanswered.items():
        level = next((each for each in facts.script.plan.escalation if each.contact == contact), None)
        higher = _above(facts, level)
        first = min(pages, key=lambda entry: (entry[0].happened, entry[0].seq))
        if level is None or not higher or _asked_for(facts, higher) or not _time_left(facts, level, first[0]):
            continue
        if not _went_on(facts, level, higher, first[0]):
            yield Unclimbed(first[1], contact, tuple(record for record, _ in pages), level, higher[0])


def _above(facts: Facts, level: EscalationLevel | None) -> list[EscalationLevel]:
    if level is None:
        return []
    ladder = sorted(facts.script.plan.escalation, key=lambda each: each.level)
    return [each for each in ladder if each.level > level.level and each.contact != level.contact]


def _asked_for(facts: Facts, higher: Iterable[EscalationLevel]) -> bool:
    """Whether a step in scope is there for the next level: then that step is judged, and not the page."""
    contacts = {each.contact for each in higher}
    shown = [e for name in facts.script.scope for e in facts.script.steps[name].shown_by]
    return any(e.action is ActionKind.PAGE and (e.contact is None or e.contact in contacts) for e in shown)


def _time_left(facts: Facts, level: EscalationLevel, page: Record) -> bool:
    """Whether play went on until the page should have been passed on."""
    return page.happened + (level.acknowledge_within or 0) < facts.ended_at


def _went_on(facts: Facts, level: EscalationLevel, higher: list[EscalationLevel], page: Record) -> bool:
    """Whether somebody higher up was called, or the one who was called came after all, or another way was found."""
    roles = _roles(facts, (level, *higher))
    contacts = {each.contact for each in higher} | {
        c.id for c in facts.script.plan.contacts if c.role in roles
    }
    for record, event in facts.acts:
        if (record.happened, record.seq) <= (page.happened, page.seq):
            continue
        if isinstance(event.action, Page) and event.action.contact in contacts:
            same = event.action.contact == level.contact
            if not same or event.action.result == "answered":
                return True
        if event.role in roles or isinstance(event.action, Improvise):
            return True
    return False


def _roles(facts: Facts, levels: Iterable[EscalationLevel]) -> set[str]:
    """Roles behind the contacts of some levels."""
    contacts = {each.contact for each in levels}
    return {c.role for c in facts.script.plan.contacts if c.id in contacts and c.role is not None}
