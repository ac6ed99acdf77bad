"""G08, single-person dependency: roles that nobody can take over, and people who would be two at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Contact, Role
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import in_words, plain, sentences

_CODE: Final = "G08"
_FEW_PEOPLE: Final = re.compile(
    r"\bonly (?:the )?(?:one|two|1|2|a single) (?:named |other )?"
    r"(?:person|people|persons|individuals?|members?|colleagues?|engineers?|administrators?|admins?|managers?"
    r"|employees?|executives?|of us)\b[^.]{0,30}"
    r"\b(?:can|may|has|have|hold|holds|know|knows|is able to|are able to|is allowed to|are allowed to)\b[^.]{0,60}"
    r"\b(?:access|passwords?|keys?|accounts?|rights?|post|publish|send|deploy|approve|log ?in|sign|consoles?"
    r"|credentials?|permissions?|unlock|restore)\b",
    re.IGNORECASE,
)
_AT_ONCE: Final = re.compile(r"\bat (?:a|the same|one) time\b|\bat once\b|\bsimultaneously\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\+?\d[\d ()/.-]{5,}\d")
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MEANS: Final = frozenset(
    {
        "paging",
        "pager",
        "platform",
        "tool",
        "system",
        "phone",
        "telephone",
        "mobile",
        "cell",
        "number",
        "numbers",
        "call",
    }
    | {
        "on",
        "the",
        "a",
        "by",
        "via",
        "of",
        "in",
        "from",
        "printed",
        "contact",
        "card",
        "list",
        "chat",
        "team",
        "mail",
    }
    | {
        "email",
        "rota",
        "schedule",
        "roster",
        "duty",
        "direct",
        "message",
        "sms",
        "text",
        "internal",
        "extension",
    }
    | {"hotline", "person", "slack", "teams"}
)
"""Words that say through what somebody is reached, and not who."""
_SHORTEST: Final = 6
_SECOND_LINE: Final = 2
"""So many contacts of a role make sure that somebody else can be called."""
_COMPARED: Final = 200
"""So many are compared with each other; no plan has more, and a file that has must not take minutes."""
_NO_DEPUTY: Final = Words(
    one="{} has no deputy.",
    many="{count} roles have no deputy: {}.",
    consequence="When its holder is away, asleep or needed elsewhere, everything that the role owns stops.",
    change="Name a role that stands in for {}, and give it the same contacts and access.",
    change_many="Name for each a role that stands in, and give it the same contacts and access.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Where the response hangs on one person."""
    at_work = _at_work(reading)
    second_lines = Counter(contact.role for contact in reading.plan.contacts)
    lone = [
        (
            Place(role.id, f"the role {quoted(role.title, 80)}", ("roles", i), role=role.id),
            _weight(reading, role),
        )
        for i, role in enumerate(reading.plan.roles)
        if role.required and role.id in at_work and not _others(role) and second_lines[role.id] < _SECOND_LINE
    ]
    yield from told(_CODE, "roles-without-deputy", _NO_DEPUTY, lone)
    yield from _unfit_deputies(reading)
    yield from _shared_deputies(reading)
    yield from _shared_lines(reading)
    yield from _lone_ladder(reading)
    yield from _few_people(reading)


def _others(role: Role) -> list[str]:
    return [deputy for deputy in role.deputies if deputy != role.id]


def _at_work(reading: Reading) -> set[str | None]:
    """Roles for which the response waits: they lead, decide, write, approve, keep a cadence or own a step."""
    plan = reading.plan
    deciders = {name for right in plan.decision_rights for name in (right.role, *right.by_severity.values())}
    senders = {name for item in plan.communications for name in (item.author, item.approver)}
    senders |= {cadence.role for cadence in plan.cadences}
    return {*reading.leads, *reading.owners, *deciders, *senders}


def _weight(reading: Reading, role: Role) -> Priority:
    return "high" if role.leads or role.id in reading.critical_owners else "medium"


def _apart(one: Role, two: Role) -> bool:
    """Whether one person must not hold both roles."""
    return two.id in one.not_with or one.id in two.not_with


def _unfit_deputies(reading: Reading) -> Iterator[PlanGap]:
    """Roles that are to be stood in for by a role with which they must not be combined."""
    for i, role in enumerate(reading.plan.roles):
        deputies = [reading.roles[name] for name in _others(role) if name in reading.roles]
        unfit = [deputy for deputy in deputies if _apart(role, deputy)]
        if not unfit:
            continue
        titles = in_words([deputy.title for deputy in unfit])
        yield gap(
            _CODE,
            Place(f"deputy-of-{role.id}", role.title, ("roles", i, "deputies"), role=role.id),
            f"{titles} {'stand' if len(unfit) > 1 else 'stands'} in for {role.title}, but the plan forbids one "
            "person to hold both roles.",
            "Whoever would take over is at work in a role that must not be combined with this one.",
            f"Name another deputy for {role.title}, or allow the two roles to be combined.",
            "high" if len(unfit) == len(deputies) else "medium",
        )


def _shared_deputies(reading: Reading) -> Iterator[PlanGap]:
    """Roles that must not be combined and that have the same only deputy."""
    by_deputy: dict[str, list[Role]] = {}
    for role in reading.plan.roles:
        fit = [d for d in _others(role) if d in reading.roles and not _apart(role, reading.roles[d])]
        if len(fit) == 1:
            by_deputy.setdefault(fit[0], []).append(role)
    for deputy, roles in by_deputy.items():
        for one, two in combinations(roles[:_COMPARED], 2):
            if not _apart(one, two):
                continue
            title = reading.role_title(deputy)
            i = reading.plan.roles.index(two)
            yield gap(
                _CODE,
                Place(f"deputy-{deputy}-{two.id}", title, ("roles", i, "deputies"), role=deputy),
                f"{title} is the only deputy of {one.title} and of {two.title}, which one person must not hold "
                "together.",
                "When both are away the plan asks for what it forbids.",
                f"Name a second deputy for {one.title} or for {two.title}.",
                "medium",
            )


def _shared_lines(reading: Reading) -> Iterator[PlanGap]:
    """One number or address, or one person, behind two roles that must not be combined."""
    for (_, one), (j, two) in combinations(enumerate(reading.plan.contacts[:_COMPARED]), 2):
        first, second = reading.roles.get(one.role or ""), reading.roles.get(two.role or "")
        if first is None or second is None or first is second or not _apart(first, second):
            continue
        shared = _lines(one) & _lines(two)
        same = plain(one.reach or "") == plain(two.reach or "") and _says_whom(one.reach or "")
        if not shared and not same:
            continue
        how = f"under {quoted(min(shared) if shared else one.reach or '')}"
        yield gap(
            _CODE,
            Place(f"{one.id}-{two.id}", two.title, ("contacts", j), role=second.id),
            f"{first.title} and {second.title}, which one person must not hold together, are reached {how}.",
            "One person is called for two roles, and can take only one of them.",
            f"Give {first.title} and {second.title} contacts of their own.",
            "medium",
        )


def _says_whom(reach: str) -> bool:
    """Whether a way to reach somebody names more than the means, such as a rota or a person."""
    return any(word not in _MEANS for word in plain(reach))


def _lines(contact: Contact) -> frozenset[str]:
    """The telephone numbers and mail addresses in a contact."""
    text = f"{contact.reach or ''}\n{contact.out_of_band or ''}"
    numbers = {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}
    addresses = {address.casefold() for address in _ADDRESS.findall(text)}
    return frozenset(addresses | {number for number in numbers if len(number) >= _SHORTEST})


def _lone_ladder(reading: Reading) -> Iterator[PlanGap]:
    """A ladder on which every level calls the same people."""
    ladder = reading.plan.escalation
    called = {level.contact for level in ladder}
    if len(called) != 1:
        return
    titles = {contact.id: contact.title for contact in reading.plan.contacts}
    contact = next(iter(called))
    yield gap(
        _CODE,
        Place("escalation", "the escalation ladder", ("escalation",)),
        f"Every level of the escalation ladder calls the same contact, {quoted(titles.get(contact, contact), 80)}.",
        "When nobody there answers, nobody else is called.",
        "Add a level with other people on it, up to somebody who can wake whoever is needed.",
        "high",
    )


def _few_people(reading: Reading) -> Iterator[PlanGap]:
    """Texts that put an access or a right into the hands of one or two people."""
    for text, path in reading.texts:
        for sentence in sentences(text):
            if not _FEW_PEOPLE.search(sentence) or _AT_ONCE.search(sentence):
                continue
            placed = reading.step_at(path)
            subject = f"few-{'.'.join(str(part) for part in path)}"
            place = placed.place(*path[4:], subject=subject) if placed else Place(subject, "the plan", path)
            yield gap(
                _CODE,
                place,
                f"An access or a right hangs on one or two people: {quoted(sentence)}",
                "When they are away, nobody can do it.",
                "Give it to a role with deputies, or describe how somebody else obtains it in an incident.",
                "medium",
            )
            break


CHECK: Final = Check(
    _CODE,
    "a required role at work in the response without a deputy or a second line; a deputy with whom the role "
    "must not be combined; one deputy, number or person for two roles that must not be combined; a ladder on "
    "which every level calls the same contact; texts that give an access to one or two people only",
    find,
)
