"""G04, outdated contact or escalation path: contacts with one way only, and ladders that stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Contact
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import filled, in_words, plain

_CODE: Final = "G04"
_TELEPHONE: Final = re.compile(
    r"\b(?:(?:tele)?phones?|mobiles?|cell|landline|satellite|radio|in person)\b|\+?\d[\d ()/.-]{6,}\d",
    re.IGNORECASE,
)
_INTERNAL: Final = re.compile(r"\binternal\b|\bextension\b|\bvoip\b|\bsoftphone\b|\bsip\b", re.IGNORECASE)
_CLIMBS: Final = re.compile(
    r"\bescalat\w+|\bnext (?:level|person|line)\b|\bsecond line\b"
    r"|\b(?:not |un|never )(?:been )?(?:acknowledged|answered)\b"
    r"|\bno (?:answer|reply|response)\b|\b(?:does|do) not (?:answer|reply|respond)\b",
    re.IGNORECASE,
)
_NO_WAY: Final = Words(
    one="{} cannot be reached: no way to do so is written.",
    many="{count} contacts cannot be reached, because no way to do so is written: {}.",
    consequence="The number is looked for in the incident, by somebody who has other things to do.",
    change="Write how {} is reached, and another way that works when the first does not.",
    change_many="Write for each how it is reached, and another way that works when the first does not.",
)
_ONE_WAY: Final = Words(
    one="{} is reached in one way only{detail}.",
    many="{count} contacts are reached in one way only: {}.",
    consequence="When that way is down, often in the same incident, nobody answers.",
    change="Add a way to reach {} that does not run over the same systems, such as a telephone number kept on paper.",
    change_many="Add for each a way that does not run over the same systems, such as a telephone number kept on paper.",
)
_NO_TIMEOUT: Final = Words(
    one="{} sets no time after which the next level is called.",
    many="{count} levels of the escalation ladder set no time after which the next is called: {}.",
    consequence="Whoever pages waits as long as politeness suggests.",
    change="Set for {} how long an answer may take.",
    change_many="Set for each how long an answer may take.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Whom a page does not reach, and where the ladder ends too soon."""
    plan = reading.plan
    if not plan.contacts:
        if plan.roles:
            yield _no_contacts()
        return
    ours = [(i, contact) for i, contact in enumerate(plan.contacts) if not contact.external]
    nowhere = [(_place(reading, i, c), _HIGH) for i, c in ours if not has_a_way(c)]
    yield from told(_CODE, "contacts-without-a-way", _NO_WAY, nowhere)
    lone: list[tuple[Place, Priority]] = [
        (_place(reading, i, c), "high" if c.depends_on else "medium")
        for i, c in ours
        if one_way_only(reading, c)
    ]
    yield from told(_CODE, "contacts-with-one-way", _ONE_WAY, lone)
    yield from _ladder(reading)


_HIGH: Final[Priority] = "high"


def has_a_way(contact: Contact) -> bool:
    """Whether the plan says at all how somebody is reached; what the usual way depends on says it as well."""
    return (
        filled(contact.reach)
        or filled(contact.out_of_band)
        or (not contact.reach and bool(contact.depends_on))
    )


def one_way_only(reading: Reading, contact: Contact) -> bool:
    """Whether a contact has a way and no other that would work when it is down.

    A telephone that no system of ours carries is its own way out of band.
    """
    usual, other = contact.reach or "", contact.out_of_band or ""
    if filled(usual) and filled(other):
        return plain(other) == plain(usual) or _same_tool(reading, contact, other)
    if usual and other:  # One of the two is still to be filled in.
        return filled(usual) or filled(other)
    if other or not has_a_way(contact):
        return False
    carried = bool(contact.depends_on) or _INTERNAL.search(usual) is not None
    return carried or _TELEPHONE.search(usual) is None


def only_way(reading: Reading, contact: Contact) -> str:
    """The one way that there is, and what it depends on, as an addition to a sentence."""
    way = contact.reach if filled(contact.reach) else contact.out_of_band
    down = [quoted(reading.means[name], 60) for name in contact.depends_on if name in reading.means]
    return (f" ({way})" if way else "") + (f", which goes down with {in_words(down)}" if down else "")


def _same_tool(reading: Reading, contact: Contact, other: str) -> bool:
    """Whether the other way runs over something that the usual way depends on, by its title."""
    titles = (reading.means[name].casefold() for name in contact.depends_on if name in reading.means)
    return any(title in other.casefold() for title in titles)


def _place(reading: Reading, i: int, contact: Contact) -> Place:
    named = f"the contact {quoted(contact.title, 80)}"
    return Place(contact.id, named, ("contacts", i), role=contact.role, detail=only_way(reading, contact))


def _no_contacts() -> PlanGap:
    return gap(
        _CODE,
        Place("contacts", "the contacts", ("contacts",)),
        "The plan names no contacts: it does not say how any of its roles is reached.",
        "Numbers are looked for in the incident, some of them in systems that are down.",
        "List whom to call for each role and supplier: the usual way, and another for when that is down; and "
        "the ladder to climb when nobody answers.",
        "medium",
    )


def _ladder(reading: Reading) -> Iterator[PlanGap]:
    plan = reading.plan
    if not plan.escalation:
        if not _climbing_is_written(reading):
            yield gap(
                _CODE,
                Place("escalation", "the escalation ladder", ("escalation",)),
                "The plan does not say whom to call when a page is not answered.",
                "One person asleep stops the response.",
                "Write an escalation ladder: who is called first, after how long who is next, and who is last.",
                "medium",
            )
        return
    levels = sorted({level.level for level in plan.escalation})
    missing = [str(n) for n in range(1, levels[-1]) if n not in levels]
    if missing:
        yield gap(
            _CODE,
            Place("escalation-levels", "the escalation ladder", ("escalation",)),
            f"The escalation ladder lacks level {in_words(missing)} below level {levels[-1]}.",
            "Whoever climbs it stops where the next rung is missing.",
            "Write who is called at the missing level, or number the levels without a gap.",
            "medium",
        )
    titles = {contact.id: contact.title for contact in plan.contacts}
    endless: list[tuple[Place, Priority]] = []
    for i, level in enumerate(plan.escalation):
        if level.level < levels[-1] and level.acknowledge_within is None:
            who = quoted(titles.get(level.contact, level.contact), 80)
            named = f"level {level.level} of the escalation ladder ({who})"
            endless.append((Place(f"escalation-{i + 1}", named, ("escalation", i)), "medium"))
    yield from told(_CODE, "escalation-without-time", _NO_TIMEOUT, endless)


def _climbing_is_written(reading: Reading) -> bool:
    """Whether a step says what to do when nobody answers."""
    return any(
        _CLIMBS.search(" ".join((p.step.title, p.step.text, p.step.condition or ""))) for p in reading.steps
    )


CHECK: Final = Check(
    _CODE,
    "no contacts although there are roles; a contact without any way, with one way only (unless that is a telephone "
    "that no tool carries) or with two ways over the same tool; no word on what follows an unanswered page; a ladder "
    "that lacks a level, or a level without a time after which the next is called",
    find,
)
