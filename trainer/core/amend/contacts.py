"""G04, G06 and G13: how people, suppliers and tools are reached when the usual way fails."""

from __future__ import annotations

import re
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.actions import Improvise, Page, ReportBlocked
from trainer.core.amend.draft import (
    Draft,
    acts_of,
    added,
    heading,
    known_role,
    leading,
    line,
    next_clause,
    put,
    rounded_up,
    slug,
    step_of_gap,
    subject_of,
)
from trainer.core.amend.editing import MARK, fill_in
from trainer.core.amend.written import duration
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind, Contact, Phase, Procedure, Tool
from trainer.core.time import MINUTE, Micros

_TIME_BOX: Final = 15 * MINUTE
_SUPPLIER: Final = re.compile(
    r"\b((?:(?!the\b|our\b|an?\b|to\b|for\b|of\b)[a-z]+ )?(?:provider|supplier|vendor|manufacturer|maker|carrier|"
    r"hosting company|company|host|processor|operator|scheme|agency|contractor|partner))\b",
    re.IGNORECASE,
)
"""Whom a report of waiting names, as one would call it in a list of contacts."""
_PRESS: Final = (
    "Call again by telephone, ask for the next level at the supplier, agree on a call-back and log the time. When the "
    "time box ends without a result, decide on a way without them."
)
_TOP: Final = 21
"""A ladder has at most twenty rungs."""
_FAILED: Final = ("failed", "wrong person")


def new_entry(facts: Facts, contact: str, external: bool, title: str = "") -> Draft:
    """A contact that was called and that the plan does not have."""
    entry = _entry(facts, contact, external, title)
    return Draft(
        f'Add the contact "{entry["title"]}" with a way that works when the usual one fails',
        "It was needed in the drill, and the plan does not say how to reach it. Numbers are for you to fill in.",
        (added(("contacts",), entry),),
    )


def _entry(facts: Facts, contact: str, external: bool, title: str = "") -> dict[str, JsonValue]:
    name = title or contact.replace("-", " ").capitalize()
    taken = {known.id for known in facts.script.plan.contacts}
    entry: dict[str, JsonValue] = {
        "id": contact if contact not in taken else slug(contact, taken),
        "title": line(name, 100),
        "reach": fill_in(f"how {name} is reached"),
        "out_of_band": fill_in(f"how {name} is reached when that way is down"),
    }
    return entry | ({"external": True} if external else {})


# A contact that failed ------------------------------------------------------------------------------------------------


def propose_contact(facts: Facts, gap: aar.Gap) -> Draft | None:
    """The way to a contact that was tried and failed, a second way, and who is called when it does not answer."""
    actions = [event.action for _, event in acts_of(facts, gap)]
    names = [action.contact for action in actions if isinstance(action, Page)]
    name = next((name for name in (subject_of(gap), *names) if name in _contacts(facts)), None)
    blocked = [action.missing for action in actions if isinstance(action, ReportBlocked)]
    if name is None:
        missing = names[:1] or [slug(line(words, 60), _contacts(facts)) for words in blocked[:1]]
        return (
            new_entry(facts, missing[0], False, line(blocked[0], 60) if blocked else "") if missing else None
        )
    contact = _contacts(facts)[name]
    results = {
        event.action.result
        for _, event in facts.by_kind.get(ActionKind.PAGE, ())
        if isinstance(event.action, Page) and event.action.contact == name
    }
    # What a lost tool reaches is not wrong, it needs a second way.
    by_tool = bool(blocked and contact.depends_on and contact.out_of_band is None)
    stale = bool(results & set(_FAILED)) or not results or bool(blocked)
    edits = [*_ways(contact, stale and not by_tool), *(_next_rung(facts, contact) if not stale else ())]
    if not edits:
        return None
    how = " and ".join(sorted(results - {"answered"})) or "in vain"
    return Draft(
        f'Put right how "{contact.title}" is reached',
        f"It was tried in the drill: {how}. What stands in the plan: {contact.reach or 'nothing'}. "
        "Numbers are for you to fill in, once they were tried.",
        tuple(edits),
        _needing(facts, name),
    )


def _contacts(facts: Facts) -> dict[str, Contact]:
    return {contact.id: contact for contact in facts.script.plan.contacts}


def _ways(contact: Contact, stale: bool) -> list[Edit]:
    place = ("contacts", contact.id)
    edits = []
    if stale or contact.reach is None:
        edits.append(put((*place, "reach"), fill_in(f"how {contact.title} is reached, tried by calling")))
    if contact.out_of_band is None:
        edits.append(
            put((*place, "out_of_band"), fill_in(f"how {contact.title} is reached when that way is down"))
        )
    return edits


def _next_rung(facts: Facts, contact: Contact) -> list[Edit]:
    """Who is called after a contact that stands on the last rung of the ladder: whoever leads, if not on it yet."""
    ladder = facts.script.plan.escalation
    if not ladder or ladder[-1].contact != contact.id:
        return []
    on_it = {rung.contact for rung in ladder}
    free = [
        other
        for other in facts.script.plan.contacts
        if other.id not in on_it and not other.external and other.role
    ]
    free.sort(key=lambda other: other.role not in facts.script.leads)
    within = ladder[-1].acknowledge_within
    rung: dict[str, JsonValue] = {"level": max(rung.level for rung in ladder) + 1}
    rung |= {"contact": free[0].id if free else fill_in("the contact that is called next")}
    rung |= {"acknowledge_within": duration(within)} if within is not None else {}
    return [added(("escalation",), rung)] if rung["level"] != _TOP else []


def _needing(facts: Facts, contact: str) -> tuple[str, ...]:
    """Steps that need a contact, or that are shown by calling it."""
    return tuple(
        step.id
        for step in facts.script.steps.values()
        if contact in step.needs.contacts or any(evidence.contact == contact for evidence in step.shown_by)
    )


# A supplier -----------------------------------------------------------------------------------------------------------


def propose_supplier(facts: Facts, gap: aar.Gap) -> Draft | None:
    """The supplier as a contact, and a step that presses it within a time box."""
    if gap.kind != "plan":
        # The plan has a way on; what is lacking is the supplier's word, and no line of the plan gives that.
        return None
    step, known = step_of_gap(facts, gap), _known_supplier(facts, gap)
    edits: list[Edit] = []
    if known is None:
        entry = _unknown_supplier(facts, gap)
        edits.append(added(("contacts",), entry))
    else:
        entry = {"id": known.id, "title": known.title}
        edits.extend(_ways(known, stale=False))
    name = MARK.sub("the supplier", str(entry["title"]))
    escalation, pressing = _escalation(facts, gap, str(entry["id"]), name)
    return Draft(
        f"Say how {name} is pressed when it does not deliver, and for how long we wait",
        "The response waited for a supplier, and the plan has no way to press it. The time box is what was waited in "
        "the drill, or a quarter of an hour; contacts are for you to fill in.",
        (*edits, escalation),
        (*((step,) if step is not None else ()), pressing),
    )


def _known_supplier(facts: Facts, gap: aar.Gap) -> Contact | None:
    """The contact that the response waited for: the gap's subject, one that was called, one that the gap names."""
    contacts, step = _contacts(facts), step_of_gap(facts, gap)
    paged = [event.action.contact for _, event in acts_of(facts, gap) if isinstance(event.action, Page)]
    named = [contact.id for contact in contacts.values() if f'"{contact.title}"' in gap.statement]
    needed = facts.script.steps[step].needs.contacts if step is not None else ()
    outside = [name for name in needed if name in contacts and contacts[name].external]
    found = next((name for name in (subject_of(gap), *paged, *named, *outside) if name in contacts), None)
    return contacts[found] if found is not None else None


def _unknown_supplier(facts: Facts, gap: aar.Gap) -> dict[str, JsonValue]:
    """A contact for a supplier that the plan does not have, as it was called in the drill."""
    actions = [event.action for _, event in acts_of(facts, gap)]
    paged = [action.contact for action in actions if isinstance(action, Page)]
    if paged:
        return _entry(facts, paged[0], external=True)
    said = " ".join(action.missing for action in actions if isinstance(action, ReportBlocked))
    named = _SUPPLIER.search(said)
    if named is not None:
        return _entry(facts, slug(named[1], _contacts(facts)), external=True, title=heading(named[1]))
    entry = _entry(facts, slug("supplier", _contacts(facts)), external=True, title="The supplier")
    return entry | {"title": fill_in(f'who was waited for: "{line(said, 120)}"')}


def _escalation(facts: Facts, gap: aar.Gap, contact: str, title: str) -> tuple[Edit, str]:
    """A step that calls a supplier within a time box; the edit, and the step's name."""
    home, before = _home(facts, gap)
    role = known_role(facts, gap.role, facts.script.steps[before].role if before else None, leading(facts))
    name = slug(f"press {contact}", facts.script.steps)
    step: dict[str, JsonValue] = {
        "id": name,
        "title": f"Press {title} when it does not deliver",
        "text": _PRESS,
    }
    step |= {"role": role} if role else {}
    clause = next_clause(found.clause for found in home.steps)
    step |= {"clause": clause} if clause else {}
    step |= {
        "condition": "A supplier on whom the response waits has not delivered",
        "target": {"from": "inject", "within": duration(_waited(facts, gap))},
        "needs": {"contacts": [contact]},
        "shown_by": [{"action": "page", "contact": contact}],
    }
    return added(("procedures", home.id, "steps"), step), name


def _home(facts: Facts, gap: aar.Gap) -> tuple[Procedure, str | None]:
    step = step_of_gap(facts, gap)
    if step is not None:
        return facts.script.procedure_of[step], step
    homes = [
        found for found in facts.script.plan.procedures if found.phase is Phase.CONTAINMENT and found.steps
    ]
    home = (homes or [found for found in facts.script.plan.procedures if found.steps])[0]
    return home, home.steps[-1].id


def _waited(facts: Facts, gap: aar.Gap) -> Micros:
    """From the first to the last act that the gap rests on, five minutes to an hour; else a quarter of an hour."""
    times = [record.happened for record, _ in acts_of(facts, gap)]
    span = max(times, default=0) - min(times, default=0)
    return rounded_up(span) if 5 * MINUTE <= span <= 60 * MINUTE else _TIME_BOX


# A tool ---------------------------------------------------------------------------------------------------------------


def propose_tool(facts: Facts, gap: aar.Gap) -> Draft | None:
    """What serves when a tool is down, or who else holds access to it."""
    blocked = [
        (record.happened, event.role, event.action)
        for record, event in acts_of(facts, gap)
        if isinstance(event.action, ReportBlocked)
    ]
    tool = _tool(facts, gap, " ".join(action.missing for _, _, action in blocked))
    if tool is None:
        return None
    place = ("tools", tool.id)
    roles = [role for _, role, _ in blocked if role in facts.script.roles]
    edits, does = [], []
    if tool.access and roles and roles[0] not in tool.access:
        edits.append(added((*place, "access"), roles[0]))
        does.append(f'give {facts.role_title(roles[0])} access to "{tool.title}"')
    if tool.alternative is None:
        edits.append(
            put((*place, "alternative"), _instead(facts, blocked[-1][:2] if blocked else None, tool))
        )
        does.append(
            "say what serves without it" if does else f'say what serves when "{tool.title}" cannot be used'
        )
    if not edits:
        return None
    lacked = f"{facts.role_title(roles[0])} could not use it" if roles else "It could not be used"
    title = " and ".join(does)
    return Draft(
        title[:1].upper() + title[1:],
        f"{lacked} in the drill, and the plan does not help there.",
        tuple(edits),
        tuple(step.id for step in facts.script.steps.values() if tool.id in step.needs.tools),
    )


def _tool(facts: Facts, gap: aar.Gap, missing: str) -> Tool | None:
    """The tool that was missed: the gap's subject, one that the words name, or the only one that the step needs."""
    tools = {tool.id: tool for tool in facts.script.plan.tools}
    if subject_of(gap) in tools:
        return tools[subject_of(gap)]
    said = missing.casefold()
    named = [
        tool for tool in tools.values() if tool.id.replace("-", " ") in said or tool.title.casefold() in said
    ]
    step = step_of_gap(facts, gap)
    needed = facts.script.steps[step].needs.tools if step is not None else ()
    if named:
        return named[0]
    return tools.get(needed[0]) if len(needed) == 1 else None


def _instead(facts: Facts, since: tuple[Micros, str] | None, tool: Tool) -> str:
    """What the blocked role did instead in the drill, if it did something; else a mark."""
    if since is not None:
        for record, event in facts.acts:
            if event.role == since[1] and record.happened >= since[0] and isinstance(event.action, Improvise):
                return line(event.action.text)
    return fill_in(f"what serves when {tool.title} is down")
