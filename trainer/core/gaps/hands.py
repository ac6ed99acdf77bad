"""Roles that change hands: when, from whom to whom, and what the plan says about it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.core.actions import AssumeRole, HandOver, ReportBlocked
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.once import once
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Step
from trainer.core.script import Script
from trainer.core.time import MINUTE, Micros

SOON: Final = 15 * MINUTE
"""A briefing within this time belongs to a handover, and a question within it shows what the briefing left out."""
MENDED: Final = 5 * MINUTE
"""Within this time a handover is confirmed after all, as a page is answered (PagerDuty's incident response docs)."""
_HANDS: Final = re.compile(
    r"\bhand-?(overs?|offs?)\b|\bhand(s|ed|ing)? (over|off)\b[^.]{0,40}\b(command|role|lead|duty|shift|successor|next|"
    r"relief|watch|call)\b|\bsuccessors?\b|\bshift change\b|\bchange of shift\b|\brelieve the\b",
    re.IGNORECASE,
)
_HANDING: Final = re.compile(r"^(?:hand(?:ing)?[- ]?(?:over|off)|handover|relieve)\b", re.IGNORECASE)
BRIEFS: Final = re.compile(
    r"\bbrief\w*\b.{0,40}\b(successor|next|relief|incoming|new|replacement)\b", re.IGNORECASE
)
"""A step that briefs whoever takes over."""


@dataclass(frozen=True, slots=True)
class Change:
    """A role that changed hands; `said` is the act's own words where it was entered as a handover."""

    role: str
    record: Record
    giver: str
    said: HandOver | None

    @property
    def at(self) -> Micros:
        """When it happened, in microseconds on the exercise clock."""
        return self.record.happened


_Times = dict[str, list[tuple[Micros, str]]]


@dataclass(frozen=True)
class Hands:
    """Everything about the changes of one exercise that is looked up more than once."""

    facts: Facts

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change, in the order of the journal."""
        return changes(self.facts)

    @cached_property
    def last(self) -> dict[str, Change]:
        """The last change of each role."""
        return {change.role: change for change in sorted(self.changes, key=lambda found: found.at)}

    @cached_property
    def taken(self) -> _Times:
        """By role: when it was taken aloud, and by whom."""
        found: _Times = {}
        for record, event in self.facts.by_kind.get(ActionKind.ASSUME_ROLE, ()):
            if isinstance(event.action, AssumeRole):
                found.setdefault(event.action.role, []).append((record.happened, event.role))
        return _sorted(found)

    @cached_property
    def confirmed(self) -> _Times:
        """By role: when its receiver confirmed a handover, or took the role aloud."""
        found = {role: list(times) for role, times in self.taken.items()}
        for change in self.changes:
            if change.said is not None and change.said.accepted:
                found.setdefault(change.role, []).append((change.at, ""))
        return _sorted(found)

    @cached_property
    def briefed(self) -> _Times:
        """By role: when it was handed over with a briefing; under no role, when a step that briefs was done."""
        found: _Times = {"": []}
        for change in self.changes:
            if change.said is not None and change.said.briefed.strip():
                found.setdefault(change.role, []).append((change.at, ""))
        for judgement in self.facts.judgements:
            step = self.facts.script.steps[judgement.step]
            if judgement.done_at is not None and BRIEFS.search(f"{step.title}. {step.text}"):
                found[""].append((judgement.done_at, ""))
        return _sorted(found)

    @cached_property
    def own_steps(self) -> dict[str, tuple[Judgement, ...]]:
        """Judged steps by role; handovers, and what was reported blocked and so not forgotten, left out."""
        reports = self.facts.by_kind.get(ActionKind.REPORT_BLOCKED, ())
        blocked = {e.action.step for _, e in reports if isinstance(e.action, ReportBlocked)}
        found: dict[str, list[Judgement]] = {}
        for judgement in self.facts.scored:
            step = self.facts.script.steps[judgement.step]
            if step.role is not None and not hands_over(step, step.role) and step.id not in blocked:
                found.setdefault(step.role, []).append(judgement)
        return {role: tuple(judged) for role, judged in found.items()}


def _sorted(times: _Times) -> _Times:
    return {role: sorted(found) for role, found in times.items()}


def within(times: list[tuple[Micros, str]], start: Micros, end: Micros) -> list[tuple[Micros, str]]:
    """The entries from a moment to another, both included, of a list in order of time."""
    return times[bisect_left(times, (start, "")) : bisect_left(times, (end + 1, ""))]


def changes(facts: Facts) -> tuple[Change, ...]:
    """Every handover of a role, in the order of the journal: acts of that kind, and steps that hand it over."""
    return once(facts, _changes)


def _changes(facts: Facts) -> tuple[Change, ...]:
    found: list[Change] = []
    handing = {step.id for step in facts.script.steps.values() if step.role and _is_handing(step, step.role)}
    for record, event in facts.acts:
        if isinstance(event.action, HandOver):
            found.append(Change(event.action.role, record, event.role, event.action))
            continue
        step = facts.script.steps.get(facts.closed_by.get(record.seq, ""))
        if step is not None and step.role is not None and step.id in handing:
            found.append(Change(step.role, record, event.role, None))
    return tuple(found)


def _is_handing(step: Step, role: str) -> bool:
    """Whether doing a step hands a role over: a handover shows it, or its title says so."""
    return hands_over(step, role) or (
        _HANDING.search(step.title) is not None and _HANDS.search(step.title) is not None
    )


def receiver(facts: Facts, action: HandOver) -> str | None:
    """The role of the plan that a handover names as its receiver; None where it names none, or a person."""
    said = (action.to or "").casefold()
    titles = [(name, role.id) for role in facts.script.plan.roles for name in (role.id, role.title)]
    found = [
        (len(name), role) for name, role in titles if re.search(rf"\b{re.escape(name.casefold())}\b", said)
    ]
    return max(found)[1] if found else None


def hands_over(step: Step, role: str) -> bool:
    """Whether the plan says that a handover of a role shows a step."""
    return any(
        evidence.action is ActionKind.HAND_OVER and evidence.role in (None, role)
        for evidence in step.shown_by
    )


def speaks_of_handing_over(facts: Facts, role: str) -> bool:
    """Whether the plan limits the time in a role, or any part of it says how roles are handed over."""
    known = facts.script.roles.get(role)
    if known is not None and (known.handover.strip() or known.longest is not None):
        return True
    if any(hands_over(step, role) for step in facts.script.steps.values()):
        return True
    return once(facts.script, _in_words)


def _in_words(script: Script) -> bool:
    """Whether any words of the plan speak of handing roles over."""
    plan = script.plan
    texts = [f"{step.title}. {step.text}" for step in script.steps.values()]
    texts += [f"{section.heading}. {section.text}" for section in plan.sections]
    texts += [text for other in plan.roles for text in (*other.duties, other.handover)]
    return any(_HANDS.search(text) or BRIEFS.search(text) for text in texts)


def terms(facts: Facts, role: str) -> Iterator[tuple[Micros, int, Micros]]:
    """From when, by which record and until when one holder had a role, as far as it was said aloud.

    A term ends with a handover, with another who takes the role, when the holder drops out, when the incident is
    resolved, and with play. Times in microseconds on the exercise clock.
    """
    starts: dict[Micros, int] = {
        change.at: change.record.seq for change in changes(facts) if change.role == role
    }
    holder = ""
    for record, event in facts.by_kind.get(ActionKind.ASSUME_ROLE, ()):
        assumed = isinstance(event.action, AssumeRole) and event.action.role == role
        if assumed and event.role != holder:
            holder = event.role
            starts.setdefault(record.happened, record.seq)
    stops = (facts.state.absent.get(role), facts.earliest("resolved"), (facts.ended_at, 0))
    over = min(stop[0] for stop in stops if stop is not None)
    times = sorted(starts)
    for start, following in zip(times, (*times, over)[1:], strict=True):
        yield start, starts[start], min(following, over)
