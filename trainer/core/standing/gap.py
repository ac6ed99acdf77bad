"""What a check of a plan returns, and how the same lack in many places is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.gaps.finding import NAMES, PRIORITIES, Kind, Priority
from trainer.core.problems import Path
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import several

APART: Final = 3
"""Up to so many places with the same lack are told one by one, each at its own place; more are told once, counted."""

POETE: Final = {
    "G01": "Planning",
    "G02": "Planning",
    "G03": "Organisation",
    "G04": "Planning",
    "G05": "Planning",
    "G06": "Equipment",
    "G08": "Organisation",
    "G09": "Planning",
    "G10": "Planning",
    "G11": "Planning",
    "G12": "Planning",
    "G13": "Organisation",
    "G14": "Equipment",
}
"""By code: the element (planning, organisation, equipment, training, exercise) that a remedy in the plan belongs to."""


@dataclass(frozen=True, slots=True)
class PlanGap:
    """A gap that can be known from the plan alone.

    `code` and `kind` are the taxonomy's; `subject` names what it is about and is unique for the code. `path` leads to
    the place in the plan file, or to the list in which something is missing.
    """

    code: str
    kind: Kind
    subject: str
    statement: str
    consequence: str
    proposed_change: str
    poete: str
    priority: Priority = "medium"
    step: str | None = None
    clause: str | None = None
    role: str | None = None
    path: Path = ()

    @property
    def id(self) -> str:
        """One name for code and subject."""
        return f"{self.code}-{self.subject}"

    @property
    def name(self) -> str:
        """The taxonomy's name for the gap."""
        return NAMES[self.code]


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table of checks; `looks_for` says in words when it speaks."""

    code: str
    looks_for: str
    find: Callable[[Reading], Iterable[PlanGap]]

    @property
    def name(self) -> str:
        """The taxonomy's name for the gap."""
        return NAMES[self.code]


@dataclass(frozen=True, slots=True)
class Words:
    """How a lack is told: `{}` is the place or places, `{detail}` what is added about one, `{count}` their number."""

    one: str
    many: str
    consequence: str
    change: str
    change_many: str = ""


def gap(
    code: str, place: Place, statement: str, consequence: str, change: str, priority: Priority = "medium"
) -> PlanGap:
    """A gap at a place of the plan."""
    return PlanGap(
        code=code,
        kind="plan",
        subject=place.subject,
        statement=statement,
        consequence=consequence,
        proposed_change=change,
        poete=POETE[code],
        priority=priority,
        step=place.step,
        clause=place.clause,
        role=place.role,
        path=place.path,
    )


def told(code: str, subject: str, words: Words, lacks: Sequence[tuple[Place, Priority]]) -> Iterator[PlanGap]:
    """The same lack in several places: one gap each for a few, one gap for all where there are more."""
    if len(lacks) > APART:
        names = several([place.named for place, _ in lacks])
        most = min((priority for _, priority in lacks), key=PRIORITIES.index)
        whole = Place(subject, names, lacks[0][0].path)
        change = (words.change_many or words.change).format(names)
        statement = words.many.format(names, count=len(lacks))
        yield gap(code, whole, statement, words.consequence, change, most)
        return
    for place, priority in lacks:
        statement = words.one.format(place.named, detail=place.detail)
        change = words.change.format(place.named, detail=place.detail)
        yield gap(code, place, _capital(statement), words.consequence, change, priority)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
