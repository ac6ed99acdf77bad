"""What all proposals are made of: places of plan parts, names, texts with a sentence more, rounded times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.amendments import Edit, Place
from trainer.core.events import ActionTaken, Record
from trainer.core.facts import Facts
from trainer.core.time import MINUTE, SECOND, Micros

_LONGEST_LINE: Final = 300
_LONGEST_ID: Final = 48
_FINE: Final = 2 * MINUTE
_COARSE: Final = 10 * MINUTE
_LONGEST_TITLE: Final = 90
_NUMBERED: Final = re.compile(r"(.*?)(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before it has a name: a title of one sentence, why, what to change, and the steps to try again."""

    title: str
    reason: str
    edits: tuple[Edit, ...]
    retest: tuple[str, ...] = ()


Maker = Callable[[Facts, aar.Gap], Draft | None]
"""Makes the proposal that answers a gap; None where what the drill showed is not enough for one."""


def put(place: Place, value: JsonValue) -> Edit:
    """An edit that gives a key its value."""
    return Edit(do="set", place=place, value=value)


def added(place: Place, value: JsonValue, after: str | None = None) -> Edit:
    """An edit that puts an entry into a list."""
    return Edit(do="add", place=place, value=value, after=after)


def step_place(facts: Facts, step: str) -> Place:
    """Where a step stands in the plan file."""
    return ("procedures", facts.script.procedure_of[step].id, "steps", step)


def subject_of(gap: aar.Gap) -> str:
    """What a gap is about: the step, decision, audience or other thing behind its code."""
    return gap.id.removeprefix(f"{gap.code}-")


def step_of_gap(facts: Facts, gap: aar.Gap) -> str | None:
    """The step of the plan that a gap is about."""
    named = gap.step or subject_of(gap)
    return named if named in facts.script.steps else None


def acts_of(facts: Facts, gap: aar.Gap) -> list[tuple[Record, ActionTaken]]:
    """The acts that a gap rests on, in the order of the journal."""
    return [(facts.record_of[seq], facts.act_of[seq]) for seq in gap.evidence if seq in facts.act_of]


def clean(text: str) -> str:
    """Words that somebody wrote, on one line and without what a file cannot hold."""
    line = " ".join(text.split())
    return "".join(c for c in line if c.isprintable())


def line(text: str, limit: int = _LONGEST_LINE) -> str:
    """Words as one line of a plan: at most so many characters, cut at a blank."""
    found = clean(text)
    if len(found) <= limit:
        return found
    return f"{found[: limit - 1].rsplit(' ', 1)[0].rstrip(',;:. ')}…"


def heading(text: str) -> str:
    """The first clause of what was said, as the title of a step: a capital at the start, no full stop at the end."""
    first = re.split(r"(?<=[.!?;])\s", clean(text), maxsplit=1)[0].rstrip(".;")
    short = line(first, _LONGEST_TITLE)
    return short[:1].upper() + short[1:]


def sentence(text: str) -> str:
    """Words as a sentence: a capital at the start, a full stop at the end."""
    found = clean(text)
    stop = "" if found.endswith((".", "!", "?", "…")) else "."
    return found[:1].upper() + found[1:] + stop


def with_more(text: str, more: str) -> str:
    """A text of the plan with something added at its end: a line where it has lines, else in the same paragraph."""
    body = text.rstrip()
    if not body:
        return more
    between = "\n" if "\n" in body else " "
    return body + between + more + ("\n" if text.endswith("\n") else "")


def slug(words: str, taken: Iterable[str]) -> str:
    """An identifier from words that no other thing of its kind has."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.casefold().encode("ascii", "ignore").decode()).strip("-")
    name = plain[:_LONGEST_ID].rsplit("-", 1)[0] if len(plain) > _LONGEST_ID else plain
    name, known, number = name or "new", set(taken), 2
    found = name
    while found in known:
        found, number = f"{name}-{number}", number + 1
    return found


def rounded_up(micros: Micros) -> Micros:
    """A measured time as a limit: whole minutes, five seconds' steps up to two minutes, five minutes' from ten on."""
    grain = 5 * SECOND if micros <= _FINE else MINUTE if micros <= _COARSE else 5 * MINUTE
    return max(-(-micros // grain), 1) * grain


def as_limit(micros: Micros, old: Micros) -> Micros:
    """A measured time as the limit in place of an old one: whole minutes, under two minutes steps of five seconds."""
    grain = 5 * SECOND if old < _FINE and micros < _FINE else MINUTE
    return max(-(-micros // grain) * grain, old)


def ninetieth(times: Sequence[Micros]) -> Micros:
    """The smallest of the times that nine tenths of them do not exceed (90th percentile by nearest rank)."""
    ordered = sorted(times)
    return ordered[(9 * len(ordered) + 9) // 10 - 1]


def next_clause(clauses: Iterable[str | None]) -> str | None:
    """The clause after the last one of a list; None where the last has no number."""
    known = [clause for clause in clauses if clause]
    found = _NUMBERED.fullmatch(known[-1]) if known else None
    if found is None:
        return None
    number = int(found[2]) + 1
    while f"{found[1]}{number}" in known:
        number += 1
    return f"{found[1]}{number}"


def leading(facts: Facts) -> str | None:
    """The role that leads a response by the plan, the first where there are several."""
    return next((role.id for role in facts.script.plan.roles if role.leads), None)


def deputy_for(facts: Facts, role: str) -> str | None:
    """Who may act for a role: its first deputy, or else the leading role where it is another."""
    known = facts.script.roles.get(role)
    lead = leading(facts)
    if known is not None and known.deputies:
        return known.deputies[0]
    return lead if lead != role else None


def known_role(facts: Facts, *names: str | None) -> str | None:
    """The first of the names that is a role of the plan."""
    return next((name for name in names if name in facts.script.roles), None)


def words_for(facts: Facts, role: str | None) -> str:
    """A role's title, or its mark where nobody is known yet."""
    return facts.role_title(role) if role is not None else "somebody"
