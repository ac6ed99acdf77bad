"""G10: how an audience is told: the entry that the plan lacks, or the line with the next update in its template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic import JsonValue

from trainer.core import aar
from trainer.core.amend.draft import (
    Draft,
    added,
    clean,
    known_role,
    leading,
    line,
    put,
    sentence,
    slug,
    step_of_gap,
    subject_of,
    with_more,
)
from trainer.core.amend.editing import fill_in
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import ActionKind, Communication

_NEXT: Final = "Next update at {time}."
_SAYS_NEXT: Final = re.compile(r"\b(next|again at|again in|write again)\b", re.IGNORECASE)
_OUTSIDE: Final = re.compile(
    r"customer|client|public|user|shopper|patient|passenger|guest|citizen|subscriber|merchant|press|media",
    re.IGNORECASE,
)
_SOBER: Final = "{What does not work, for whom, since when}. {What works}. {What we are doing}."


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """Entries for audiences without one, or places for the next update in the templates of those that have them."""
    silent = [audience for audience in _audiences(facts, gap) if not facts.channel_of(audience)]
    if silent:
        return new_entry(facts, silent[0], step_of_gap(facts, gap))
    known = [item for audience in _audiences(facts, gap) for item in facts.channel_of(audience)]
    return _with_next(facts, known) if known else None


def _audiences(facts: Facts, gap: aar.Gap) -> Iterator[str]:
    """The audiences that a gap is about."""
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    shown = step.shown_by if step is not None else ()
    told = [e.audience for e in shown if e.action is ActionKind.POST_UPDATE and e.audience]
    posts = [action.audience for record, _, action in facts.updates if record.seq in gap.evidence]
    yield from dict.fromkeys(told or (posts if subject_of(gap) not in _known(facts) else [subject_of(gap)]))


def _known(facts: Facts) -> set[str]:
    plan = facts.script.plan
    known = {cadence.audience for cadence in plan.cadences} | {item.audience for item in plan.communications}
    return known | {action.audience for _, _, action in facts.updates}


def new_entry(facts: Facts, audience: str, step: str | None = None) -> Draft:
    """How an audience is told, from how it was told in the drill."""
    posts = [(role, action.text) for _, role, action in facts.updates if action.audience == audience]
    cadence = next((found for found in facts.script.plan.cadences if found.audience == audience), None)
    owner = facts.script.steps[step].role if step is not None else None
    author = known_role(facts, posts[0][0] if posts else None, owner, cadence.role if cadence else None)
    approver = leading(facts)
    taken = {item.id for item in facts.script.plan.communications}
    outside = bool(_OUTSIDE.search(audience))
    entry: dict[str, JsonValue] = {
        "id": slug(f"{audience} update", taken),
        "audience": audience,
        "title": f"Update for {audience.replace('-', ' ')}",
        "channel": _channel(facts, outside),
        "template": _template([text for _, text in posts if text.strip()]),
    }
    entry |= {"author": author} if author else {}
    entry |= {"approver": approver} if approver and approver != author else {}
    entry |= {"public": True} if outside else {}
    said = (
        f"{len(posts)} update{'s' if len(posts) != 1 else ''} went to it"
        if posts
        else "nothing was sent to it"
    )
    return Draft(
        f"Say how to tell {audience.replace('-', ' ')}: channel, template, author and approver",
        f"The plan has no entry for this audience; in the drill {said}. "
        + ("The template keeps the words of the first one." if posts else "The template is a plain one."),
        (added(("communications",), entry),),
        (step,) if step is not None else (),
    )


def _channel(facts: Facts, outside: bool) -> str:
    """The channel by which the plan reaches others of the kind, or the status page for people outside."""
    same = [item.channel for item in facts.script.plan.communications if item.public is outside]
    if same:
        return same[0]
    return "Status page" if outside else fill_in("the channel by which they are told")


def _template(texts: list[str]) -> str:
    """The words of the first update, and a place for the next one."""
    if not texts:
        return f"{_SOBER}\n{_NEXT}\n"
    body = sentence(line(texts[0], 600))
    return f"{body}\n" if _SAYS_NEXT.search(body) else f"{body}\n{_NEXT}\n"


def _with_next(facts: Facts, known: list[Communication]) -> Draft | None:
    lacking = [item for item in known if not _SAYS_NEXT.search(item.template)]
    if not lacking:
        return None
    edits: list[Edit] = []
    for item in lacking:
        template = with_more(item.template, _NEXT) if item.template.strip() else f"{_SOBER}\n{_NEXT}\n"
        edits.append(put(("communications", item.id, "template"), template))
    titles = " and ".join(f'"{clean(item.title)}"' for item in lacking)
    audience = lacking[0].audience
    return Draft(
        f"Give the template {titles} a place for the time of the next update",
        f"Updates to {audience} did not say when the next one comes, and the template does not ask for it.",
        tuple(edits),
        tuple(
            step.id
            for step in facts.script.steps.values()
            if any(e.action is ActionKind.POST_UPDATE and e.audience == audience for e in step.shown_by)
        ),
    )
