"""Strengths that the system of a simulation shows: found ahead, found at once, mended at once, resolved when true."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core import aar
from trainer.core.facts import Facts
from trainer.core.metrics.system import leads
from trainer.core.operation_effects import effects
from trainer.core.services.order_words import order_words
from trainer.core.system_facts import system_facts
from trainer.core.system_record import SystemFacts
from trainer.core.time import say_duration


def of_system(facts: Facts) -> Iterator[aar.Strength]:
    """What went well, by the system's own record."""
    system = system_facts(facts)
    if system is None:
        return
    yield from _ahead(facts, system)
    yield from _at_once(facts, system)
    yield from _mended(facts, system)
    yield from _resolved(facts, system)


def _ahead(facts: Facts, system: SystemFacts) -> Iterator[aar.Strength]:
    for lead in leads(facts, system):
        role, left = facts.role_title(lead.found.role), say_duration(lead.left)
        yield aar.Strength(
            statement=f'{role} found "{lead.broken.trouble.title}" {left} before {lead.what} would have been full, and '
            "before users noticed anything.",
            step=None,
            role=lead.found.role,
            evidence=(lead.broken.began[1], lead.found.seq),
        )


def _at_once(facts: Facts, system: SystemFacts) -> Iterator[aar.Strength]:
    """The right cause, with no wrong one before it, where it was not found ahead."""
    ahead = {lead.broken.trouble.id for lead in leads(facts, system)}
    for broken in system.broken:
        found = system.right(broken.trouble.id)
        if found is None or broken.trouble.id in ahead:
            continue
        if any(d.match.verdict == "wrong" and broken.began[0] <= d.at < found.at for d in system.diagnoses):
            continue
        role, after = facts.role_title(found.role), say_duration(found.at - broken.began[0])
        yield aar.Strength(
            statement=f'{role} stated the cause "{broken.trouble.title}" rightly at the first try, {after} after it '
            "began.",
            step=None,
            role=found.role,
            evidence=(broken.began[1], found.seq),
        )


def _mended(facts: Facts, system: SystemFacts) -> Iterator[aar.Strength]:
    """The first operation after a fault began was the one that ended it."""
    found = effects(facts, system)
    for broken in system.broken:
        after = [each for each in system.operations if each.at >= broken.began[0]]
        if not after or after[0].seq != broken.operation or broken.ended is None:
            continue
        first = after[0]
        yield aar.Strength(
            statement=f"The first thing that {facts.role_title(first.role)} did to the system, "
            f'"{order_words(facts.script.simulated, first.action)}", ended "{broken.trouble.title}" '
            f"{say_duration(broken.ended[0] - first.at)} later.",
            step=facts.closed_by.get(first.seq),
            role=first.role,
            evidence=(first.seq, *found[first.seq].evidence),
        )


def _resolved(facts: Facts, system: SystemFacts) -> Iterator[aar.Strength]:
    """Resolved when it was true, and not before."""
    first = system.declared[0] if system.declared else None
    if first is None or first.early or first.sound is None or first.relapsed is not None:
        return
    gap, role = say_duration(first.at - first.sound[0]), facts.role_title(first.role)
    yield aar.Strength(
        statement=f"{role} declared the incident resolved when it was true: {gap} after the system had recovered.",
        step=facts.closed_by.get(first.seq),
        role=first.role,
        evidence=(first.sound[1], first.seq),
    )
