"""Findings from what was answered and shown about single steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.finding import Finding, act, named, quoted
from trainer.core.walk import kinds_of_answer
from trainer.core.walk.pressing import priority
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PROOF, TIME
from trainer.core.walk.reading import Failed, Reply, disagreements, failures, replies

_POETE: Final = {
    "G03": "Organisation",
    "G06": "Equipment",
    "G08": "Organisation",
    "G13": "Organisation",
    "G14": "Equipment",
    "G15": "Training",
}
_STOPS: Final = frozenset({OWNER, MEANS, CONTACT})
_FOLLOW: Final = frozenset({TIME, PROOF})
"""What nobody can say of a step that cannot be begun."""
_MEANS_FAIL: Final = re.compile(
    r"\b(?:access|account|permission|permissions|rights?|login|log in|password|token|licen[cs]e|vpn|key|keys|tool"
    r"|console|server|network|down|unavailable|denied|locked|expired|no such|missing|not installed|broken"
    r"|timed? out)\b",
    re.IGNORECASE,
)
"""Words of somebody who lacked means, rather than practice."""


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Every finding from answers and showings, in the order of the walk."""
    return (*_from_answers(facts), *_from_showings(facts), *_from_disagreements(facts))


def _from_answers(facts: Facts) -> Iterator[Finding]:
    for reply in replies(facts):
        found = kinds_of_answer.amounts(facts, reply)
        if found is not None:
            yield _finding(facts, reply, found)


def _finding(facts: Facts, reply: Reply, found: kinds_of_answer.Amounts) -> Finding:
    step, heading = reply.step, reply.question.heading
    plan, failed = f" {found.plan}" if found.plan else "", _failed(facts, reply)
    words = f": {quoted(failed.note)}" if failed is not None and failed.note.strip() else ""
    unshown = f" It could not be shown either{words}." if failed is not None else ""
    return Finding(
        code=found.code,
        kind=found.kind,
        subject=found.subject or step.id,
        statement=f"{named(facts, step.id)}, {heading.lower()}: {found.what}. {_said(facts, reply)}{plan}{unshown}",
        consequence=found.consequence,
        proposed_change=found.change,
        poete=_POETE.get(found.code, "Planning"),
        evidence=tuple(sorted((reply.seq, *(failed.seqs if failed is not None else ())))),
        priority=priority(step, grave=reply.answer.answer != "unclear"),
        step=step.id,
        about=(act(reply.seq), *_behind(facts, reply)),
    )


def _said(facts: Facts, reply: Reply) -> str:
    """Who said it, and the words."""
    who, note = facts.role_title(reply.role), reply.answer.note
    return f"{who}: {quoted(note.strip().rstrip('.'))}." if note.strip() else f"{who} said so."


def _stops(reply: Reply) -> bool:
    """Whether an answer says that the step cannot even be begun."""
    return reply.answer.answer in ("blocked", "missing") and reply.question.id in _STOPS


def _failed(facts: Facts, reply: Reply) -> Failed | None:
    """The failed showing of a step that has its root in what an answer says."""
    if not _stops(reply):
        return None
    return next((failed for failed in failures(facts) if failed.step is reply.step), None)


def _behind(facts: Facts, reply: Reply) -> Iterator[str]:
    """What else of a step that cannot be begun has its root here: how long it takes, and what proves it."""
    for other in replies(facts) if _stops(reply) else ():
        if other.step is reply.step and other.troubled and other.question.id in _FOLLOW:
            yield act(other.seq)


# Shown ----------------------------------------------------------------------------------------------------------------


def _from_showings(facts: Facts) -> Iterator[Finding]:
    stopped = {reply.step.id for reply in replies(facts) if _stops(reply)}
    for failed in failures(facts):
        if failed.step.id in stopped:
            continue  # It is told with what stopped the step.
        yield _lacked(facts, failed) if _MEANS_FAIL.search(failed.note) else _unpractised(facts, failed)


def _told(facts: Facts, failed: Failed) -> str:
    words = f": {quoted(failed.note)}" if failed.note.strip() else ""
    role = facts.role_title(failed.role)
    return f"{named(facts, failed.step.id)} was to be shown, and {role} could not do it{words}."


def _lacked(facts: Facts, failed: Failed) -> Finding:
    title = named(facts, failed.step.id)
    return Finding(
        code="G06",
        kind="capability",
        subject=failed.step.id,
        statement=_told(facts, failed),
        consequence="In an incident the step stops here.",
        proposed_change=f"Remove what stood in the way of {title}, and have it shown again.",
        poete="Equipment",
        evidence=failed.seqs,
        priority=priority(failed.step, grave=True),
        step=failed.step.id,
        about=(act(failed.seqs[-1]),),
    )


def _unpractised(facts: Facts, failed: Failed) -> Finding:
    title = named(facts, failed.step.id)
    return Finding(
        code="G15",
        kind="execution",
        subject=failed.step.id,
        statement=_told(facts, failed),
        consequence="Who has never done it learns it in the incident.",
        proposed_change=f"Practise {title} with those who must do it until it can be shown.",
        poete="Training",
        evidence=failed.seqs,
        priority=priority(failed.step, grave=True),
        step=failed.step.id,
        about=(act(failed.seqs[-1]),),
    )


# Two answers ----------------------------------------------------------------------------------------------------------


def _from_disagreements(facts: Facts) -> Iterator[Finding]:
    """What one role confirmed and another did not: the plan is read in two ways."""
    for yes, no in disagreements(facts):
        step, title = yes.step, named(facts, yes.step.id)
        one, other = facts.role_title(yes.role), facts.role_title(no.role)
        ownership = yes.question.id == OWNER
        confirmed = f"{one} confirmed it"
        if yes.answer.note.strip():
            confirmed += f": {quoted(yes.answer.note)}"
        yield Finding(
            code="G03" if ownership else "G02",
            kind="plan",
            subject=step.id,
            statement=f'{title}, "{yes.question.ask}": two roles answered differently. {confirmed}. '
            f"{other} called it {no.answer.answer}: {quoted(no.answer.note)}.",
            consequence="Two people who both follow the plan do different things.",
            proposed_change=f"Settle between {one} and {other} what holds for {title}, and write it into the step.",
            poete="Organisation" if ownership else "Planning",
            evidence=tuple(sorted((yes.seq, no.seq))),
            priority=priority(step, grave=True),
            step=step.id,
            about=(f"answers {yes.seq} {no.seq}",),
        )
