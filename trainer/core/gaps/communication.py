"""G10, communication gap: audiences that were told late, too seldom, without approval, or that the plan does not know.

One silence is one gap: where a step about an audience is late or missed, its cadence is not broken by the same silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from trainer.core.actions import PostUpdate
from trainer.core.events import Outcome, Record
from trainer.core.facts import CadenceFact, Facts
from trainer.core.gaps.authority import entitled
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    act,
    evidence_of,
    lapse,
    named,
    roles_named,
)
from trainer.core.gaps.lapsed import late_or_missed
from trainer.core.gaps.once import once
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Cadence, Step
from trainer.core.time import MINUTE, Micros, say_duration

_CODE: Final = "G10"
_GRACE: Final = MINUTE
_GRACE_SHARE: Final = 20
"""An interval overrun by less than a twentieth of itself, and at most a minute, breaks no cadence."""
_FIRST_POST: Final = frozenset({"first post", "first update", "previous update"})
_TIME: Final = (
    r"(?:\d{1,2}[:.h]\d{2}|\d{1,3} ?(?:min\w*|hours?|hrs?|h|m)\b|\b(?:an?|half an|one|two|three) hours?\b|"
    r"\b(?:five|ten|fifteen|twenty|thirty|forty|forty-five|sixty) minutes\b|\b(?:noon|midnight|the hour|half past|"
    r"quarter (?:to|past)|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
_SAYS_WHEN: Final = re.compile(
    r"\bnext (?:update|brief\w*|message|news|word|report|post|one)\b(?!:? (?:soon|later|to follow|when|as soon))|"
    rf"\b(?:further|another|more) (?:updates?|news|information|word|details)\b.{{0,40}}?{_TIME}|"
    r"\b(?:write|speak|talk|brief|inform|update|tell you|hear from|again|(?:be|come|get|report) back)\b.{0,25}"
    rf"\b(?:at|in|by|within|every|around|before)\b.{{0,8}}?{_TIME}",
    re.IGNORECASE,
)
_ASKS_FOR_NEXT: Final = re.compile(
    r"\b(next (update|brief|message|post|one|time|news|report)|again (at|in)|write again|when the next|update at)\b",
    re.IGNORECASE,
)
_CLOSES: Final = re.compile(
    r"\b(all[- ]clear|resolved|(is|are) over|back to normal|normal (service|operation)|fully (restored|recovered)|"
    r"(last|final|closing) (update|message|word)|no further (updates?|messages?)|works? again|(is|are) closed)\b",
    re.IGNORECASE,
)
_PREAPPROVED: Final = re.compile(
    r"\b(pre-?approved|without (further |prior )?approval|needs? no approval|no approval (is )?needed)\b",
    re.IGNORECASE,
)
_APPROVES: Final = re.compile(
    r"\b(approv\w+|sign(s|ed)?[- ]?off|clear(s|ed)? (the )?(text|wording))\b", re.IGNORECASE
)
_LEGAL: Final = re.compile(
    r"regulat|authorit|supervis|data-?protection|privacy|ombuds|police|cert\b|csirt", re.IGNORECASE
)
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
        yield from _unknown(facts, audience, entries)
        yield from _unapproved(facts, audience, entries)
        yield from _next_unsaid(facts, audience, entries)


# Steps that tell an audience ------------------------------------------------------------------------------------------


def _audiences(step: Step) -> list[str]:
    return [e.audience for e in step.shown_by if e.action is ActionKind.POST_UPDATE and e.audience]


def _late(facts: Facts, name: str) -> Iterator[Finding]:
    step = facts.script.steps[name]
    audiences, short = _audiences(step), late_or_missed(facts, step)
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
        about=(lapse(name),),
    )


def _how(judgement: Judgement) -> str:
    limit = f" of {say_duration(judgement.limit)}" if judgement.limit is not None else ""
    if judgement.outcome is Outcome.MISSED:
        return f"missed: nothing was sent within the limit{limit}, nor later" if limit else "missed"
    return f"late: it came {say_duration(judgement.delta or 0)} after its limit{limit}"


# Cadences -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Silence:
    """A time in which an audience heard nothing for longer than its cadence allows; microseconds."""

    since: Micros
    until: Micros
    interval: Micros
    evidence: tuple[int, ...]

    @property
    def length(self) -> Micros:
        return self.until - self.since


def _grace(interval: Micros) -> Micros:
    return min(_GRACE, interval // _GRACE_SHARE)


def _broken(facts: Facts, kept: CadenceFact) -> Iterator[Finding]:
    cadence = kept.cadence
    silences = [s for s in _silences(facts, cadence) if not _of_a_step(facts, cadence.audience, s)]
    if not silences:
        return
    owner, worst = facts.role_title(cadence.role), max(silences, key=lambda silence: silence.length)
    seated = not facts.created.seats or cadence.role in facts.seated
    late = kept.due - kept.within
    yield Finding(
        code=_CODE,
        kind="execution" if seated else "artefact",
        subject=cadence.audience,
        statement=f'"{cadence.title}"{_clause(cadence.clause)}: {kept.within} of {kept.due} updates due came in time; '
        f"the longest silence was {say_duration(worst.length)}, the interval is {say_duration(worst.interval)}.",
        consequence=f"{cadence.audience.capitalize()} are left to guess while nothing is said.",
        proposed_change=f"Let the scribe, or a timer, remind {owner} of each update to {cadence.audience}, and "
        "send one even when there is nothing new.",
        poete="Organisation",
        evidence=tuple(sorted({*kept.evidence, *(seq for s in silences for seq in s.evidence)})),
        priority="high"
        if late * 2 >= kept.due and cadence.audience in facts.script.public_audiences
        else "medium",
        clause=cadence.clause,
        role=cadence.role,
    )


def _silences(facts: Facts, cadence: Cadence) -> Iterator[_Silence]:
    """Silences longer than the interval in force, from the start of a cadence to its end or the end of play."""
    start, stop = facts.earliest(cadence.from_), facts.earliest(cadence.until)
    if start is None:
        return
    end = min(facts.ended_at, stop[0]) if stop is not None else facts.ran_until(cadence)
    heard = [
        (record.happened, record.seq)
        for record, _, post in facts.updates
        if post.audience == cadence.audience and start < (record.happened, record.seq)
    ]
    times = [start, *(moment for moment in heard if moment[0] <= end)]
    closing = () if end <= times[-1][0] else ((end, stop[1] if stop is not None else 0),)
    for (since, seq), (until, other) in pairwise((*times, *closing)):
        interval = cadence.interval(facts.severity_at(since), since - start[0])
        if interval and until - since > interval + _grace(interval):
            yield _Silence(since, until, interval, tuple(s for s in (seq, other or facts.frame[-1]) if s))


def _of_a_step(facts: Facts, audience: str, silence: _Silence) -> bool:
    """Whether a silence is told by a step about the same audience: its first word, or a step late or missed in it."""
    steps = [name for name, step in facts.script.steps.items() if audience in _audiences(step)]
    first = min((r.happened for r, _, post in facts.updates if post.audience == audience), default=None)
    before_the_first = first is None or silence.until <= first
    if before_the_first and any(facts.of_step.get(name) for name in steps):
        return True
    short = (j for name in steps for j in late_or_missed(facts, facts.script.steps[name]))
    return any(_overdue_in(facts, judgement, silence) for judgement in short)


def _overdue_in(facts: Facts, judgement: Judgement, silence: _Silence) -> bool:
    """Whether an update that a step asks for was overdue while an audience heard nothing."""
    if judgement.started_at is None:
        return False
    due = judgement.started_at + (judgement.limit or 0)
    sent = judgement.done_at if judgement.done_at is not None else facts.ended_at
    return due < silence.until and sent > silence.since + silence.interval


def _clause(clause: str | None) -> str:
    return f" (clause {clause})" if clause else ""


# What was sent --------------------------------------------------------------------------------------------------------


def _unknown(facts: Facts, audience: str, entries: _Posts) -> Iterator[Finding]:
    """Updates to an audience that the plan, which knows others, names nowhere."""
    plan = facts.script.plan
    known = {item.audience for item in plan.communications} | {item.audience for item in plan.cadences}
    known |= {name for _, step in plan.steps() for name in _audiences(step)}
    legal = plan.external_deadlines or facts.script.scenario.truth.external_deadlines
    if not known or audience.casefold() in {name.casefold() for name in known} or facts.channel_of(audience):
        return
    if legal and _LEGAL.search(audience):
        return
    who = roles_named(facts, dict.fromkeys(role for _, role, _ in entries))
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=audience,
        statement=f"{who} told {audience}, an audience for which the plan has no entry: nobody is named to write to it "
        "or to approve what is said, and no channel, template or fallback is given.",
        consequence="Whether this audience hears anything, and what, is left to whoever thinks of it.",
        proposed_change=f"Decide whether {audience} has to be told; if so, add it to the plan with channel, template, "
        "author, approver and fallback, and say by when.",
        poete="Planning",
        evidence=tuple(record.seq for record, _, _ in entries),
        role=entries[0][1],
        about=tuple(act(record.seq) for record, _, _ in entries),
    )


def _unapproved(facts: Facts, audience: str, entries: _Posts) -> Iterator[Finding]:
    """Updates that the plan wants approved and of which no such approval is on record."""
    channels = facts.channel_of(audience)
    approvers = list(dict.fromkeys(item.approver for item in channels if item.approver is not None))
    if not channels or any(item.approver is None for item in channels) or _preapproved(facts, audience):
        return
    lacking = [r for r, role, post in entries if not _approved(facts, approvers, r, role, post)]
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
        step=_told_by(facts, audience),
        role=channels[0].author,
        about=tuple(act(record.seq) for record in lacking),
    )


def _told_by(facts: Facts, audience: str) -> str | None:
    """The one step in scope by which an audience is told; None where there is none, or more than one."""
    steps = [name for name in facts.script.scope if audience in _audiences(facts.script.steps[name])]
    return steps[0] if len(steps) == 1 else None


def _preapproved(facts: Facts, audience: str) -> bool:
    """Whether the plan itself lets texts to an audience go out without asking."""
    texts = [f"{item.title} {item.template} {item.fallback or ''}" for item in facts.channel_of(audience)]
    texts += [step.text for step in facts.script.steps.values() if audience in _audiences(step)]
    return any(_PREAPPROVED.search(text) for text in texts)


def _approved(facts: Facts, approvers: Sequence[str], record: Record, role: str, post: PostUpdate) -> bool:
    """Whether an approver, a deputy, or who had taken the approver's role, sent or approved an update."""
    may = entitled(facts, approvers, (record.happened, record.seq))
    if {post.approved_by, role} & may:
        return True
    text = post.text.casefold()
    if "approved by" in text and any(facts.role_title(name).casefold() in text for name in may):
        return True
    first = once(facts, _first_approvals)
    return any(role in may and at < (record.happened, record.seq) for role, at in first.items())


def _first_approvals(facts: Facts) -> dict[str, tuple[Micros, int]]:
    """By role: when it first did a step that approves something (time and sequence number)."""
    found: dict[str, tuple[Micros, int]] = {}
    for record, event in facts.in_order:
        step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
        if step is not None and _APPROVES.search(step.title):
            found.setdefault(event.role, (record.happened, record.seq))
    return found


def _next_unsaid(facts: Facts, audience: str, entries: _Posts) -> Iterator[Finding]:
    """Updates under a cadence that did not say when the next one comes; the last one after the end need not.

    Where the plan does not ask for it, only a series of which none said so shows that it is missing there.
    """
    cadence = next((item for item in facts.script.plan.cadences if item.audience == audience), None)
    if cadence is None:
        return
    until = facts.earliest(cadence.until)
    running = [entry for entry in entries if until is None or (entry[0].happened, entry[0].seq) < until]
    silent = [
        record
        for place, (record, _, post) in enumerate(running, 1)
        if post.next_in is None
        and not _SAYS_WHEN.search(post.text)
        and not (place == len(running) and _ends(facts, record, post))
    ]
    asked = _asks_for_next(facts, audience)
    if not silent or (not asked and len(silent) < max(2, len(running))):
        return
    place_for_it = "the template has a place for it" if asked else "put a place for it into the template"
    yield Finding(
        code=_CODE,
        kind="execution" if asked else "plan",
        subject=audience,
        statement=f"{len(silent)} of {len(running)} updates to {audience} did not say when the next one comes.",
        consequence="People ask again, or assume that nothing is being done.",
        proposed_change=f"Have every update to {audience} end with the time of the next one: {place_for_it}.",
        poete="Organisation" if asked else "Planning",
        evidence=tuple(record.seq for record in silent),
        priority="medium" if audience in facts.script.public_audiences else "low",
        clause=cadence.clause,
        role=cadence.role,
        about=tuple(act(record.seq) for record in silent),
    )


def _ends(facts: Facts, record: Record, post: PostUpdate) -> bool:
    """Whether an update says that it is over, or closes a step that comes after the end."""
    step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
    after = step is not None and step.target is not None and step.target.from_ in ("resolved", "recovered")
    return after or _CLOSES.search(post.text) is not None


def _asks_for_next(facts: Facts, audience: str) -> bool:
    """Whether the plan asks for the time of the next update: in a template, or in a step about the audience."""
    texts = [item.template for item in facts.channel_of(audience)]
    texts += [step.text for step in facts.script.steps.values() if audience in _audiences(step)]
    return any(_ASKS_FOR_NEXT.search(text) for text in texts)


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution", "artefact"),
    "updates that the plan asks for late or missing; cadences broken by more than a few seconds, where no late or "
    "missing step about the same audience tells of the same silence; audiences told that the plan has no entry for; "
    "updates without the approval that the plan asks for; updates that do not say when the next one comes",
    find,
)
