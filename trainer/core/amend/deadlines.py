"""G12: clocks that others set: the deadline that the plan does not know, and the step that starts it."""

from __future__ import annotations

import re
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.actions import Ask
from trainer.core.amend.draft import (
    Draft,
    acts_of,
    added,
    known_role,
    leading,
    line,
    next_clause,
    put,
    slug,
    step_of_gap,
    step_place,
    subject_of,
    with_more,
)
from trainer.core.amend.editing import MARK, fill_in
from trainer.core.amend.written import duration
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import ExternalDeadline, Phase, Procedure
from trainer.core.time import DAY, HOUR, Micros

_NUMBERS: Final = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_SPAN: Final = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(_NUMBERS)})[ -]?(h|hours?|days?|months?)\b", re.IGNORECASE
)
_UNITS: Final = {"h": HOUR, "d": DAY, "m": 30 * DAY}
_NOTICE: Final = "First notification"
_FINAL: Final = ("1 month", "Final report")
_PUBLISHED: Final = (
    (r"\bDORA\b", "classified", (("4h", _NOTICE), ("72h", "Intermediate report"), _FINAL)),
    (r"\bNIS ?2\b", "noticed", (("24h", "Early warning"), ("72h", _NOTICE), _FINAL)),
    (r"\bGDPR\b|data protection|personal data", "noticed", (("72h", "Notification of the breach"),)),
)
"""Clocks that are law: DORA (Delegated Regulation 2025/301), NIS2 article 23(4), GDPR article 33(1)."""
_PERSONAL_DATA: Final = "Data protection authority (GDPR)"
_LEGAL: Final = re.compile(r"legal|privacy|data protection|compliance|regulat", re.IGNORECASE)


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """The deadline as the plan should have it; where it has it, the role that watches it and a step that starts it."""
    known = {deadline.id: deadline for deadline in facts.script.plan.external_deadlines}
    subject, step = subject_of(gap), step_of_gap(facts, gap)
    if subject in known or step is not None:
        named = known.get(subject) or next(iter(known.values()), None)
        return _started(facts, gap, named) if named is not None else None
    clocks = [facts.script.filled(words) for words in facts.script.scenario.truth.external_deadlines]
    meant = [words for words in clocks if words not in known and _like(words, subject)]
    if meant:
        return _new(facts, gap, meant[0])
    asked = any(isinstance(event.action, Ask) for _, event in acts_of(facts, gap))
    return _new(facts, gap, fill_in("the authority that sets the clock") if asked else _PERSONAL_DATA)


def _like(words: str, subject: str) -> bool:
    """Whether a gap is named after the words of a deadline, whatever stands before them."""
    plain = "-".join(re.findall(r"[a-z0-9]+", words.casefold()))
    rest = subject.removeprefix("clock-")
    return bool(rest) and plain.startswith(rest)


def _new(facts: Facts, gap: aar.Gap, words: str) -> Draft:
    taken = {deadline.id for deadline in facts.script.plan.external_deadlines}
    authority, role = line(words), _watcher(facts, gap)
    named = MARK.sub("the clock that was asked about", authority)
    entry: dict[str, JsonValue] = {
        "id": slug(named, taken),
        "authority": authority,
        "applies_when": fill_in("the facts that start this clock"),
        "from": _anchor(authority),
    }
    entry |= {"role": role} if role else {}
    entry["stages"] = _stages(authority)
    start, retest = _starting_step(facts, gap, named, role)
    return Draft(
        f'Add the external deadline "{line(named, 120)}", and a step that starts its clock',
        "The incident of this drill starts a clock that somebody outside sets, and the plan does not know it. When it "
        "applies is for a lawyer to say.",
        (added(("external_deadlines",), entry), *start),
        retest,
    )


def _law(authority: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """(event that starts the clock, stages) of a deadline that is law; no stages where it is none that is known."""
    found = (
        (anchor, stages) for words, anchor, stages in _PUBLISHED if re.search(words, authority, re.IGNORECASE)
    )
    return next(found, ("noticed", ()))


def _anchor(authority: str) -> str:
    return _law(authority)[0]


def _stages(authority: str) -> list[JsonValue]:
    """The stages of a deadline: what is law, or the spans that its words name; else a mark."""
    found: list[JsonValue] = [{"within": within, "what": what} for within, what in _law(authority)[1]]
    if found:
        return found
    for number, unit in _SPAN.findall(authority):
        amount = int(number) if number.isdigit() else _NUMBERS.index(number.casefold()) + 1
        span: Micros = amount * _UNITS[unit[0].casefold()]
        found.append({"within": duration(span), "what": _NOTICE if not found else "Further report"})
    return found or [{"within": fill_in("hours or days"), "what": _NOTICE}]


def _watcher(facts: Facts, gap: aar.Gap) -> str | None:
    """The role that watches a deadline: one for legal matters, or the one of the gap, or the one that leads."""
    legal = [role.id for role in facts.script.plan.roles if _LEGAL.search(f"{role.id} {role.title}")]
    return known_role(facts, *legal, gap.role, leading(facts))


def _starting_step(
    facts: Facts, gap: aar.Gap, authority: str, role: str | None
) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """The step that starts the clock: one that the plan has gets a sentence, else there is a new one."""
    name = step_of_gap(facts, gap) or _asks_legal(facts)
    if name is not None:
        step = facts.script.steps[name]
        more = f"Ask for this clock as well: {authority.rstrip('.')}."
        return (put((*step_place(facts, name), "text"), with_more(step.text, more)),), (name,)
    home = _home(facts)
    if home is None:
        return (), ()
    new = slug("start external clocks", facts.script.steps)
    owner = leading(facts) or role
    step_entry: dict[str, JsonValue] = {
        "id": new,
        "title": "Ask whether an external deadline has begun",
        "text": "State the facts, the time at which we became aware and the number of people concerned, and have it "
        f"said which clocks run: {authority.rstrip('.')}. Log the answer.",
    }
    step_entry |= {"role": owner} if owner else {}
    clause = next_clause(step.clause for step in home.steps)
    step_entry |= {"clause": clause} if clause else {}
    step_entry |= {
        "critical": True,
        "condition": "The facts may have started a clock that somebody outside sets",
        "target": {"from": "inject", "within": "15m"},
    }
    return (added(("procedures", home.id, "steps"), step_entry),), (new,)


def _asks_legal(facts: Facts) -> str | None:
    asks = re.compile(r"deadline|regulator|authorit|notif", re.IGNORECASE)
    steps = facts.script.steps.values()
    return next((step.id for step in steps if asks.search(step.title)), None)


def _home(facts: Facts) -> Procedure | None:
    with_steps = [found for found in facts.script.plan.procedures if found.steps]
    wanted = [found for found in with_steps if found.phase is Phase.COMMUNICATION]
    return next(iter((*wanted, *with_steps)), None)


def _started(facts: Facts, gap: aar.Gap, deadline: ExternalDeadline) -> Draft | None:
    """A deadline that the plan has: who watches it, and the step that starts it."""
    edits: list[Edit] = []
    role = _watcher(facts, gap)
    if deadline.role is None and role is not None:
        edits.append(put(("external_deadlines", deadline.id, "role"), role))
    start, retest = _starting_step(facts, gap, deadline.authority, role)
    if step_of_gap(facts, gap) is None and _asks_legal(facts) is None:
        edits.extend(start)
    if not edits:
        return None
    return Draft(
        f'Have the clock of "{deadline.authority}" started by a step, and watched by a role',
        "The plan knows the deadline, and nothing in it starts the clock or names who watches it.",
        tuple(edits),
        retest,
    )
