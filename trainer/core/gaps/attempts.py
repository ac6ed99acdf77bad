"""Attempts to reach somebody: each call with what came of it, and where the plan's way on from there led."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.actions import Decide, Page
from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.obstacles import Obstacle, obstacles, tools_behind
from trainer.core.gaps.once import once
from trainer.core.gaps.talk import Missing, address_wrong
from trainer.core.plan import Contact
from trainer.core.time import MINUTE, Micros

_BEFORE: Final = 10 * MINUTE
"""A tool that somebody reports lost so soon after a call that came to nothing was lost already."""
PATIENCE: Final = 5 * MINUTE
"""How long a call may stay unanswered before somebody else is called, where the plan sets no time (as in PagerDuty's
published incident response practice)."""

Result = Literal["answered", "no answer", "failed", "wrong person"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to reach a contact of the plan. `at` is the time on the exercise clock, in microseconds."""

    seq: int
    at: Micros
    role: str
    contact: str
    result: Result
    note: str = ""


def attempts(facts: Facts) -> tuple[Attempt, ...]:
    """Every call to a contact of the plan with what came of it, and every report that one did not answer, in order."""
    return once(facts, _attempts)


def _attempts(facts: Facts) -> tuple[Attempt, ...]:
    known = {contact.id for contact in facts.script.plan.contacts}
    calls = [
        Attempt(r.seq, r.happened, e.role, e.action.contact, e.action.result, e.action.note)
        for r, e in facts.acts
        if isinstance(e.action, Page) and e.action.contact in known
    ]
    told = [
        Attempt(o.seq, o.at, o.role, o.contact.id, "no answer", o.words)
        for o in obstacles(facts)
        if o.missing is Missing.CONTACT and o.contact is not None and not address_wrong(o.words)
    ]
    return tuple(sorted((*calls, *told), key=lambda call: (call.at, call.seq)))


def steps_for(facts: Facts, contact: Contact, seqs: Iterable[int] = ()) -> tuple[str, ...]:
    """Steps in scope that need a contact, page it, or were done by one of some acts."""
    closed = {facts.closed_by.get(seq) for seq in seqs}
    return tuple(
        name
        for name in facts.script.scope
        if (step := facts.script.steps[name]).id in closed
        or contact.id in step.needs.contacts
        or any(evidence.contact == contact.id for evidence in step.shown_by)
    )


def answered_later(found: Iterable[Attempt], attempt: Attempt) -> bool:
    """Whether the same contact answered after an attempt."""
    return any(
        other.result == "answered"
        and other.contact == attempt.contact
        and (other.at, other.seq) > (attempt.at, attempt.seq)
        for other in found
    )


# The plan's way on ----------------------------------------------------------------------------------------------------


def further(facts: Facts, contact: Contact) -> tuple[str, ...]:
    """Contacts on the rungs of the plan's ladder above a contact, and those who fill the role of its deputies."""
    plan = facts.script.plan
    rungs = [level.level for level in plan.escalation if level.contact == contact.id]
    above = [
        level.contact
        for level in sorted(plan.escalation, key=lambda level: level.level)
        if rungs and level.level > min(rungs) and level.contact != contact.id
    ]
    role = facts.script.roles.get(contact.role or "")
    stand_ins = {contact.role, *(role.deputies if role else ())} - {None}
    same = [other.id for other in plan.contacts if other.role in stand_ins and other.id != contact.id]
    return tuple(dict.fromkeys((*above, *same)))


def gone_on(facts: Facts, found: tuple[Attempt, ...], attempt: Attempt, contact: Contact) -> bool:
    """Whether somebody was reached after an attempt that came to nothing: the same, another, or the role itself."""
    later = [other for other in found if (other.at, other.seq) > (attempt.at, attempt.seq)]
    ladder = {level.contact for level in facts.script.plan.escalation}
    if any(other.result == "answered" and other.contact in ladder for other in later):
        return True
    return answered_later(found, attempt) or _came(facts, attempt, contact)


def _came(facts: Facts, attempt: Attempt, contact: Contact) -> bool:
    """Whether the role that was called, its deputy, or whoever may decide in its place acted afterwards."""
    role = facts.script.roles.get(contact.role or "")
    called = {contact.role, *(role.deputies if role else ())} - {None, attempt.role}
    in_place = {
        right.no_answer.role
        for right in facts.script.plan.decision_rights
        if right.no_answer is not None and contact.role in (right.role, *right.by_severity.values())
    }
    for record, event in facts.acts:
        if record.happened < attempt.at or record.seq == attempt.seq:
            continue
        if event.role in called or (event.role in in_place and isinstance(event.action, Decide)):
            return True
    return False


def patience(facts: Facts, contact: Contact) -> Micros:
    """How long a call to a contact may stay unanswered before the next is due, in microseconds."""
    times = [
        level.acknowledge_within
        for level in facts.script.plan.escalation
        if level.contact == contact.id and level.acknowledge_within is not None
    ]
    return max(times, default=PATIENCE)


# Contacts behind a tool that was lost ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CutOff:
    """A contact that only a lost tool reaches: the plan names no other way."""

    contact: Contact
    tool: str
    calls: tuple[Attempt, ...]
    reports: tuple[int, ...]
    """where the loss was reported, by sequence number"""


def cut_off(facts: Facts) -> tuple[CutOff, ...]:
    """Contacts of which every call failed because a tool was lost, and which the plan reaches in no other way."""
    return once(facts, _cut_off)


def _cut_off(facts: Facts) -> tuple[CutOff, ...]:
    lost = [obstacle for obstacle in obstacles(facts) if obstacle.missing is Missing.MEANS and obstacle.tools]
    found: list[CutOff] = []
    calls = attempts(facts)
    for contact in facts.script.plan.contacts if lost and calls else ():
        own = [c for c in calls if c.contact == contact.id and c.result in ("failed", "no answer")]
        if not own or contact.out_of_band is not None or answered_later(calls, own[-1]):
            continue
        behind = tools_behind(facts.script.plan, contact.depends_on)
        reports = [o for o in lost if o.at <= own[-1].at + _BEFORE and _only_way(o, behind)]
        if reports and not gone_on(facts, calls, own[-1], contact):
            tool = next(tool.title for tool in reports[0].tools if tool.id in behind)
            found.append(CutOff(contact, tool, tuple(own), tuple(o.seq for o in reports)))
    return tuple(found)


def _only_way(obstacle: Obstacle, behind: frozenset[str]) -> bool:
    return any(tool.id in behind and tool.alternative is None for tool in obstacle.tools)


def channel_lost(facts: Facts, contact: Contact, attempt: Attempt) -> bool:
    """Whether an attempt came to nothing because a tool between was lost, by the words of its note or of a report."""
    behind = tools_behind(facts.script.plan, contact.depends_on)
    if not behind:
        return False
    if any(tool.id in behind for tool in mentions.tools_named(facts.script, attempt.note)):
        return True
    since = once(facts, _lost_since)
    return any(since[tool] <= attempt.at + _BEFORE for tool in behind if tool in since)


def _lost_since(facts: Facts) -> dict[str, Micros]:
    """When each tool was first reported lost."""
    lost = [(o.at, tool.id) for o in obstacles(facts) if o.missing is Missing.MEANS for tool in o.tools]
    return {tool: at for at, tool in sorted(lost, reverse=True)}
