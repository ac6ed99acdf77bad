"""G13, third party not covered: the response waited for somebody outside, and the plan has no hold on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.attempts import Attempt, answered_later, attempts, gone_on, steps_for
from trainer.core.gaps.finding import Detector, Finding, evidence_of, listed, named, quoted
from trainer.core.gaps.obstacles import (
    Obstacle,
    about,
    followers,
    hampered,
    instance,
    obstacles,
    sole_short,
    ways_round,
)
from trainer.core.gaps.talk import Missing, supplier_word, third_party
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import Contact

_CODE: Final = "G13"
_POETE: Final = "Organisation"
_SEVERAL: Final = 2
_TIME_BOX: Final = re.compile(
    r"\bescalat\w*|\baccount manager\b|\btime[- ]?box\b|\b(?:after|within|every) \w+ ?(?:min|m\b|h\b|hour)|\b(?:no"
    r"|not|nobody) (?:\w+ )?answers?\b|\bdoes not answer\b|\bcall(?:s|ing)? back\b",
    re.IGNORECASE,
)
"""Words of a plan that say what is done when a third party does not act."""

_THEY_SAID: Final = re.compile(
    r"\b(?:they|desk|hot ?line|support)\b[^.;]{0,20}\b(?:say|says|said|want|wants|promised?|promises|would|will)\b"
    r"|\b(?:call|ring|phone)(?:s|ed|ing)?[- ](?:us |me )?back\b",
    re.IGNORECASE,
)
"""Words of somebody who has spoken to the third party."""


@dataclass(frozen=True, slots=True)
class _Wait:
    """What is known of the waiting for one third party."""

    contact: Contact | None
    name: str
    reports: tuple[Obstacle, ...]
    calls: tuple[Attempt, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for report in self.reports for name in report.steps))


def find(facts: Facts) -> Iterable[Finding]:
    """Third parties for which the response had to wait, each once."""
    for wait in _waits(facts):
        lost = _suffered(facts, wait)
        stood = _stood_still(facts, wait, lost) if wait.reports else _unreached(facts, wait, lost)
        if stood:
            yield _held_up(facts, wait, lost)


def _waits(facts: Facts) -> list[_Wait]:
    """Reports and unanswered calls by third party, in the order in which they came up."""
    reports: dict[str, list[Obstacle]] = {}
    known = {contact.id: contact for contact in facts.script.plan.contacts if third_party(contact)}
    for obstacle in obstacles(facts):
        if obstacle.missing is Missing.SUPPLIER:
            reports.setdefault(_key(obstacle, known), []).append(obstacle)
    calls: dict[str, list[Attempt]] = {}
    for call in attempts(facts):
        if call.contact in known:
            calls.setdefault(call.contact, []).append(call)
    names = [*reports, *(name for name in calls if name not in reports)]
    return [
        _Wait(known.get(name), name, tuple(reports.get(name, ())), tuple(calls.get(name, ())))
        for name in names
    ]


def _key(obstacle: Obstacle, known: dict[str, Contact]) -> str:
    if obstacle.contact is not None and obstacle.contact.id in known:
        return obstacle.contact.id
    return (supplier_word(obstacle.words) or "third party").casefold().removesuffix("s").replace(" ", "-")


# Whether it held up the response --------------------------------------------------------------------------------------


def _suffered(facts: Facts, wait: _Wait) -> tuple[Judgement, ...]:
    """What was not done as the plan says while a third party was waited for."""
    found = {j.key: j for report in wait.reports for j in hampered(facts, report.steps, report.at)}
    silent = [call for call in wait.calls if call.result == "no answer"]
    if wait.contact is not None and silent:
        first = silent[0]
        linked = steps_for(facts, wait.contact, (call.seq for call in silent))
        after = (*hampered(facts, linked, first.at), *followers(facts, linked, first.at))
        found |= {j.key: j for j in after or sole_short(facts, first.role, first.at, linked)}
    return tuple(found.values())


def _stood_still(facts: Facts, wait: _Wait, lost: tuple[Judgement, ...]) -> bool:
    """Whether what was reported is a gap: not where the plan's own second way kept the step in time."""
    contact = wait.contact
    if lost or contact is None or contact.out_of_band is None:
        return True
    for report in wait.reports:
        judgement = instance(facts, report.step, report.at) if report.step is not None else None
        # A step that was ticked before somebody said that they still wait was the call, and not what it was for.
        after = judgement is not None and judgement.done_at is not None and judgement.done_at >= report.at
        in_time = judgement is not None and after and judgement.met is not False
        answered = any(call.result == "answered" and call.at >= report.at for call in wait.calls)
        if not in_time and not answered:
            return True
    return False


def _unreached(facts: Facts, wait: _Wait, lost: tuple[Judgement, ...]) -> bool:
    """Whether calls alone show it: nobody answered, and the response stood still or tried again and again."""
    silent = [call for call in wait.calls if call.result == "no answer"]
    if wait.contact is None or not silent:
        return False
    if lost:
        return True
    last = silent[-1]
    reached = answered_later(wait.calls, last) or gone_on(facts, attempts(facts), last, wait.contact)
    return len(silent) >= _SEVERAL and not reached


# The gap --------------------------------------------------------------------------------------------------------------


def _held_up(facts: Facts, wait: _Wait, lost: tuple[Judgement, ...]) -> Finding:
    contact, covered = wait.contact, _covered(facts, wait)
    silent = [call for call in wait.calls if call.result != "answered"]
    seqs = [*(report.seq for report in wait.reports), *(call.seq for call in silent)]
    words = f"{wait.name} {contact.title if contact else ''}"
    round_it = [
        seq
        for role, at in (*((r.role, r.at) for r in wait.reports), *((c.role, c.at) for c in silent))
        for seq in ways_round(facts, role, at, words)
    ]
    steps = tuple(dict.fromkeys((*wait.steps, *(j.step for j in lost))))
    main = steps[0] if steps else _linked(facts, wait)
    critical = any(facts.script.steps[judgement.step].critical for judgement in lost)
    return Finding(
        code=_CODE,
        kind="capability" if covered else "plan",
        subject=main or (contact.id if contact else wait.name),
        statement=f"{_told(facts, wait, silent)} {_what_plan_says(contact, covered)}{_ended(facts, lost)}",
        consequence="The response stands still at somebody whom nobody here can order about.",
        proposed_change=_change(wait, covered),
        poete=_POETE,
        evidence=tuple(sorted({*seqs, *round_it, *evidence_of(lost)})),
        priority="high" if critical else "medium",
        step=main,
        role=(wait.reports or silent)[0].role,
        root_cause="" if covered else "The plan does not say what is done when a third party does not act.",
        about=about(facts, (*seqs, *round_it), steps, lost),
    )


def _linked(facts: Facts, wait: _Wait) -> str | None:
    found = steps_for(facts, wait.contact, (call.seq for call in wait.calls)) if wait.contact else ()
    return found[0] if len(found) == 1 else None


def _covered(facts: Facts, wait: _Wait) -> bool:
    """Whether the plan says what is done when the third party does not act: a second way, a rung, or a time box."""
    plan, contact = facts.script.plan, wait.contact
    if contact is not None:
        if any(level.contact == contact.id for level in plan.escalation):
            return True
        # A second way to reach them is no help where they were reached and do not act.
        if contact.out_of_band and not _reached(wait):
            return True
        ways = f"{contact.reach or ''} {contact.out_of_band or ''}"
        if _TIME_BOX.search(ways) or (mentions.figures(ways) and re.search(r"\bthen\b", ways, re.IGNORECASE)):
            return True
        if any(_TIME_BOX.search(_step_text(facts, name)) for name in steps_for(facts, contact)):
            return True
    named_by = mentions.words(contact.title if contact else wait.name)
    written = (
        *(_step_text(facts, name) for name in facts.script.steps),
        *(f"{s.heading} {s.text}" for s in plan.sections),
    )
    return any(_TIME_BOX.search(text) and _speaks_of(text, named_by) for text in written)


def _reached(wait: _Wait) -> bool:
    """Whether the third party had been reached before somebody said that it does not act."""
    first = min((report.at for report in wait.reports), default=0)
    return any(call.result == "answered" and call.at <= first for call in wait.calls) or any(
        _THEY_SAID.search(report.words) for report in wait.reports
    )


def _step_text(facts: Facts, name: str) -> str:
    step = facts.script.steps[name]
    return f"{step.title}. {step.text} {step.condition or ''}"


def _speaks_of(text: str, names: tuple[str, ...]) -> bool:
    said = mentions.shared(mentions.words(text), names)
    return supplier_word(text) is not None and bool(said)


def _told(facts: Facts, wait: _Wait, silent: list[Attempt]) -> str:
    parts: list[str] = []
    for report in wait.reports[:2]:
        what = f" with {named(facts, report.step)}" if report.step is not None else ""
        role = facts.role_title(report.role)
        parts.append(
            f"At {clock_words(report.at)} {role} could not go on{what}; missing: {quoted(report.words)}."
        )
    if silent and wait.contact is not None:
        times = ", ".join(clock_words(call.at) for call in silent[:3])
        count = "A call" if len(silent) == 1 else f"{len(silent)} calls"
        parts.append(f"{count} to {quoted(wait.contact.title, 60)} ({times}) came to nothing.")
    return " ".join(parts)


def _what_plan_says(contact: Contact | None, covered: bool) -> str:
    if contact is None:
        return (
            "The plan speaks of it, but lists no contact." if covered else "The plan lists no contact for it."
        )
    if not covered:
        return f"The plan lists {quoted(contact.title, 60)}, but not who is called, and when, if it does not act."
    way = f": {quoted(contact.out_of_band, 80)}" if contact.out_of_band else ""
    return f"The plan lists {quoted(contact.title, 60)} and a way on{way}."


def _ended(facts: Facts, lost: tuple[Judgement, ...]) -> str:
    if not lost:
        return ""
    return f" Held up by it: {listed(facts.script.steps[judgement.step].title for judgement in lost)}."


def _change(wait: _Wait, covered: bool) -> str:
    who = quoted(wait.contact.title, 60) if wait.contact else f"the {wait.name.replace('-', ' ')}"
    if covered:
        return (
            f"Agree with {who} on a response time and on a name to escalate to, try the way on that the plan gives, "
            "and prepare what can be done without them."
        )
    return (
        f"Write {who} into the plan: how it is reached, a second way, after how long who escalates to whom, and what "
        "is done meanwhile without them."
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "capability"),
    "reports that a supplier or another third party is what is missing, and calls to one that nobody answered while "
    "the response stood still; plan where the plan has no contact, second way or time for it",
    find,
)
