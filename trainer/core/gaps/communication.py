"""G10, communication gap: updates late or missing, cadences broken, texts unapproved, the next update not announced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.actions import PostUpdate
from trainer.core.events import Outcome, Record
from trainer.core.facts import CadenceFact, Facts
from trainer.core.gaps.finding import Detector, Finding, evidence_of, judged, named, roles_named
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind
from trainer.core.time import say_duration

_CODE: Final = "G10"
_SAYS_WHEN: Final = re.compile(
    r"\bnext (update|brief|message|news|word)|\b(again|back|update you|report) (at|in|by|within|every)\b",
    re.I,
)
_ASKS_FOR_NEXT: Final = re.compile(r"\b(next|again at|again in|write again)\b", re.IGNORECASE)
_Posts = list[tuple[Record, str, PostUpdate]]


def find(facts: Facts) -> Iterable[Finding]:
    """What audiences did not hear in time, or heard without approval or without the time of the next update."""
    for step in facts.script.scope:
        yield from _late(facts, step)
    for kept in facts.cadences:
        yield from _broken(facts, kept)
    posts: dict[str, _Posts] = {}
    for entry in facts.updates:
        posts.setdefault(entry[2].audience, []).append(entry)
    for audience, entries in posts.items():
        yield from _unapproved(facts, audience, entries)
        yield from _next_unsaid(facts, audience, entries)


def _late(facts: Facts, name: str) -> Iterator[Finding]:
    step = facts.script.steps[name]
    audiences = [e.audience for e in step.shown_by if e.action is ActionKind.POST_UPDATE and e.audience]
    short = [j for j in judged(facts, name) if j.met is False or j.outcome is Outcome.MISSED]
    if not audiences or not short:
        return
    silent = [audience for audience in audiences if not facts.channel_of(audience)]
    owner = facts.role_title(step.role)
    cause = f"The plan has no entry for communication with {', '.join(silent)}." if silent else ""
    change = (
        f"Add to the plan how {', '.join(silent)} is told: channel, template, author, approver and fallback."
        if silent
        else f"Prepare {named(facts, name)} so that {owner} can send it at once: template filled in, access tried."
    )
    yield Finding(
        code=_CODE,
        kind="plan" if silent else "execution",
        subject=name,
        statement=f"{named(facts, name)} was {_how(short[0])}.",
        consequence=f"{', '.join(audiences).capitalize()} learnt too late, or not from us, what is going on.",
        proposed_change=change,
        poete="Planning" if silent else "Organisation",
        evidence=evidence_of(short),
        priority="high" if step.critical else "medium",
        step=name,
        root_cause=cause,
    )


def _how(judgement: Judgement) -> str:
    limit = f" of {say_duration(judgement.limit)}" if judgement.limit is not None else ""
    if judgement.outcome is Outcome.MISSED:
        return f"missed: nothing was sent within the limit{limit}, nor later" if limit else "missed"
    return f"late: it came {say_duration(judgement.delta or 0)} after its limit{limit}"


def _broken(facts: Facts, kept: CadenceFact) -> Iterator[Finding]:
    if kept.within >= kept.due:
        return
    cadence, owner = kept.cadence, facts.role_title(kept.cadence.role)
    seated = not facts.created.seats or cadence.role in facts.seated
    every = say_duration(kept.interval) if kept.interval is not None else "the interval in force"
    late = kept.due - kept.within
    yield Finding(
        code=_CODE,
        kind="execution" if seated else "artefact",
        subject=cadence.audience,
        statement=f'"{cadence.title}"{_clause(cadence.clause)}: {kept.within} of {kept.due} updates due came in time; '
        f"the longest silence was {say_duration(kept.worst or 0)}, the interval is {every}.",
        consequence=f"{cadence.audience.capitalize()} are left to guess while nothing is said.",
        proposed_change=f"Let the scribe, or a timer, remind {owner} of each update to {cadence.audience}, and "
        "send one even when there is nothing new.",
        poete="Organisation",
        evidence=kept.evidence,
        priority="high"
        if late * 2 >= kept.due and cadence.audience in facts.script.public_audiences
        else "medium",
        clause=cadence.clause,
        role=cadence.role,
    )


def _clause(clause: str | None) -> str:
    return f" (clause {clause})" if clause else ""


def _unapproved(facts: Facts, audience: str, entries: _Posts) -> Iterator[Finding]:
    """Updates that the plan wants approved and of which no such approval is on record."""
    channels = facts.channel_of(audience)
    approvers = list(dict.fromkeys(item.approver for item in channels if item.approver is not None))
    if not channels or any(item.approver is None for item in channels):
        return
    deputies = {
        name for role in approvers if role in facts.script.roles for name in facts.script.roles[role].deputies
    }
    entitled = {*approvers, *deputies}
    lacking = [record for record, role, post in entries if not {post.approved_by, role} & entitled]
    if not lacking:
        return
    who = roles_named(facts, approvers)
    yield Finding(
        code=_CODE,
        kind="execution",
        subject=audience,
        statement=f"{len(lacking)} of {len(entries)} updates to {audience} went out without a recorded approval by "
        f"{who}, which the plan asks for.",
        consequence="What we tell people may contradict what is decided, and nobody can say who agreed to it.",
        proposed_change=f"Ask {who} for a yes on each text to {audience} and record it; write into the plan what may "
        "go out when nobody answers.",
        poete="Organisation",
        evidence=tuple(record.seq for record in lacking),
        priority="medium" if audience in facts.script.public_audiences else "low",
        role=channels[0].author,
    )


def _next_unsaid(facts: Facts, audience: str, entries: _Posts) -> Iterator[Finding]:
    """Updates under a cadence that did not say when the next one comes; the last one after the end need not."""
    cadence = next((item for item in facts.script.plan.cadences if item.audience == audience), None)
    if cadence is None:
        return
    until = facts.earliest(cadence.until)
    running = [entry for entry in entries if until is None or (entry[0].happened, entry[0].seq) < until]
    silent = [r for r, _, post in running if post.next_in is None and not _SAYS_WHEN.search(post.text)]
    if not silent:
        return
    asked = any(_ASKS_FOR_NEXT.search(item.template) for item in facts.channel_of(audience))
    place = "the template has a place for it" if asked else "put a place for it into the template"
    yield Finding(
        code=_CODE,
        kind="execution" if asked else "plan",
        subject=audience,
        statement=f"{len(silent)} of {len(running)} updates to {audience} did not say when the next one comes.",
        consequence="People ask again, or assume that nothing is being done.",
        proposed_change=f"Have every update to {audience} end with the time of the next one: {place}.",
        poete="Organisation" if asked else "Planning",
        evidence=tuple(record.seq for record in silent),
        priority="medium" if audience in facts.script.public_audiences else "low",
        clause=cadence.clause,
        role=cadence.role,
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution", "artefact"),
    "updates that the plan asks for late or missing; cadences broken; updates without the approval that the plan "
    "asks for; updates that do not say when the next one comes",
    find,
)
