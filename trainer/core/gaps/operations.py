"""What a simulation's system shows of the response: resolved too early, made worse, a cause that nobody found.

These are signals of G01 where the plan does not say when an incident is over, and of G15 where it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.finding import Finding, act, quoted
from trainer.core.metrics.system import against_truth
from trainer.core.msel import clock_words
from trainer.core.operation_effects import effects
from trainer.core.plan import ActionKind
from trainer.core.services.order_words import order_words
from trainer.core.system_facts import system_facts
from trainer.core.system_record import Broken, Declared, SystemFacts
from trainer.core.time import MINUTE, say_duration

_LONG: Final = 10 * MINUTE
"""A fault that was there for less says nothing about who could have found it."""
_POETE_PLAN: Final = "Planning"
_POETE: Final = "Training"


def without_criteria(facts: Facts) -> Iterator[Finding]:
    """G01: resolved before it was true, and the plan has no words for when that is."""
    system = system_facts(facts)
    if system is None or _has_criteria(facts):
        return
    for said in system.declared:
        if said.early:
            yield _early(
                facts,
                said,
                code="G01",
                change="Write down by what signs an incident is over: which figure, below which value, for how long, "
                "and who confirms it.",
            )


def of_practice(facts: Facts) -> Iterator[Finding]:
    """G15: resolved before it was true against the plan's criteria, operations that did harm, a cause never found."""
    system = system_facts(facts)
    if system is None:
        return
    if _has_criteria(facts):
        for said in system.declared:
            if said.early:
                yield _early(
                    facts,
                    said,
                    code="G15",
                    change="Practise to read the figures that the plan's criteria name, and to wait until they hold, "
                    "before the incident is declared resolved.",
                )
    yield from _harmful(facts, system)
    yield from (
        _not_found(facts, system, broken) for broken in system.broken if _missed(facts, system, broken)
    )


def _has_criteria(facts: Facts) -> bool:
    """Whether the plan says when an incident is over: criteria, or a step that confirms recovery."""
    after = facts.script.plan.after_incident
    if after is not None and after.exit_criteria:
        return True
    confirmed = (
        e.action is ActionKind.VERIFY for _, step in facts.script.plan.steps() for e in step.shown_by
    )
    return any(confirmed)


def _early(facts: Facts, said: Declared, code: str, change: str) -> Finding:
    step = facts.closed_by.get(said.seq)
    role, words = facts.role_title(said.role), against_truth(said).removeprefix("declared resolved")
    sound = (said.sound[1],) if said.sound is not None else ()
    stands = "the plan does not say by what signs an incident is over" if code == "G01" else ""
    return Finding(
        code=code,
        kind="plan" if code == "G01" else "execution",
        subject=step or "resolve",
        statement=f"At {clock_words(said.at)} {role} declared the incident resolved{words}"
        f"{f', and {stands}' if stands else ''}.",
        consequence="Users were told that it was over while they still felt it, and the response stood down too soon.",
        proposed_change=change,
        poete=_POETE_PLAN if code == "G01" else _POETE,
        evidence=(said.seq, *sound),
        priority="high",
        step=step,
        role=said.role,
        about=(act(said.seq),),
    )


def _harmful(facts: Facts, system: SystemFacts) -> Iterator[Finding]:
    for seq, effect in effects(facts, system).items():
        if effect.kind != "worse":
            continue
        ordered = next(each for each in system.operations if each.seq == seq)
        role, what = facts.role_title(ordered.role), order_words(facts.script.simulated, ordered.action)
        yield Finding(
            code="G15",
            kind="execution",
            subject="operations",
            statement=f'At {clock_words(ordered.at)} {role} ordered "{what}", and it got worse: {effect.why}.',
            consequence="The impact on users grew by what was done against it.",
            proposed_change="Go through the operation with those who carry it out: what it takes away while it runs, "
            "and what to look at first.",
            poete=_POETE,
            evidence=(seq, *((ordered.ended[1],) if ordered.ended is not None else ())),
            role=ordered.role,
            about=(act(seq),),
        )


def _missed(facts: Facts, system: SystemFacts, broken: Broken) -> bool:
    """Whether a fault was there for long, nobody named it, and nothing that was done ended it."""
    until = broken.ended[0] if broken.ended is not None else facts.ended_at
    if not system.called_for(broken):
        return False
    known = system.stated(broken.trouble.id)
    return not known and broken.ended_by != "operation" and until - broken.began[0] >= _LONG


def _not_found(facts: Facts, system: SystemFacts, broken: Broken) -> Finding:
    until = broken.ended[0] if broken.ended is not None else facts.ended_at
    lasted = say_duration(until - broken.began[0])
    stated = [d for d in system.diagnoses if broken.began[0] <= d.at <= until]
    instead = f" Stated instead: {'; '.join(quoted(d.cause, 80) for d in stated[:3])}." if stated else ""
    return Finding(
        code="G15",
        kind="execution",
        subject=f"fault-{broken.trouble.id}",
        statement=f'"{broken.trouble.title}" was there for {lasted}, and nobody stated it as the cause.{instead}',
        consequence="What was not found could not be mended.",
        proposed_change="Go through the signs that the monitoring showed of it, and where one looks first when they "
        "come together.",
        poete=_POETE,
        evidence=(broken.began[1], *(d.seq for d in stated)),
    )
