"""What a walk-through proposes to change in the plan: for each gap an edit that has its ground in an answer.

What only the organisation can know stands as a mark to be filled in, as in every proposal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from trainer.core import aar
from trainer.core.amend import contacts, deputies, limits
from trainer.core.amend.draft import (
    Draft,
    Maker,
    added,
    as_limit,
    line,
    put,
    sentence,
    step_of_gap,
    step_place,
    with_more,
)
from trainer.core.amend.editing import fill_in
from trainer.core.amendments import Edit
from trainer.core.facts import Facts
from trainer.core.plan import Step, Tool
from trainer.core.time import say_duration
from trainer.core.walk.durations import took
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PLACE, PROOF
from trainer.core.walk.reading import Reply, replies, roles_in, steps_of, tool_in
from trainer.core.walk.unfit import chain_of, chain_words


def _behind(facts: Facts, gap: aar.Gap) -> tuple[Step | None, tuple[Reply, ...]]:
    """The step of a gap, and the answers that it rests on and that confirm nothing."""
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    found = (reply for reply in replies(facts) if reply.seq in gap.evidence and reply.troubled)
    return step, tuple(reply for reply in found if step is None or reply.step is step)


def _more(facts: Facts, step: Step, more: str, title: str, reason: str) -> Draft | None:
    """A sentence more in a step; None where it stands there already."""
    if more in step.text:
        return None
    edit = put((*step_place(facts, step.id), "text"), with_more(step.text, more))
    return Draft(title, reason, (edit,), (step.id,))


# What the step should say ---------------------------------------------------------------------------------------------


def written(facts: Facts, gap: aar.Gap) -> Draft | None:
    """G01, G02 and G16: the sentence that was missing, wrong or unclear in the step."""
    step, found = _behind(facts, gap)
    if step is None or not found:
        return None
    reply = found[0]
    more = _sentence(reply)
    return _more(
        facts,
        step,
        more,
        f'Say in "{step.title}" {_ABOUT.get(reply.question.id, "what was asked about it")}',
        f'{facts.role_title(reply.role)} called it {reply.answer.answer}: "{line(reply.answer.note, 160)}". What holds '
        "is for you to say.",
    )


_ABOUT: Final = {
    PLACE: "where it is written",
    MEANS: "with what it is done",
    CONTACT: "whom to contact",
    PROOF: "what shows that it worked",
    OWNER: "who does it",
}


def _sentence(reply: Reply) -> str:
    match reply.question.id:
        case "place":
            return f"How it is done is written in: {fill_in('where the instruction for it is kept')}."
        case "means":
            return f"It is done with: {fill_in('the tool and the access that it needs')}."
        case "contact":
            return f"Contact for it: {fill_in('who is contacted, and how')}."
        case "proof":
            return f"It worked when {fill_in('what one sees then, and where')}."
        case "owner":
            return f"Whose it is: {fill_in('the role that does it, and who does when that role is away')}."
        case _:
            question = line(reply.question.ask, 200)
            return (
                f'To the question "{question}" the answer is: {fill_in("the answer that holds from now on")}.'
            )


# Who ------------------------------------------------------------------------------------------------------------------


def owned(facts: Facts, gap: aar.Gap) -> Draft | None:
    """G03: the owner that an answer names; else the step says whose it is."""
    step, found = _behind(facts, gap)
    about = next((reply for reply in found if reply.question.id == OWNER), None)
    if step is None or about is None:
        return None
    owners = facts.script.owners(step)
    named = [role for role in roles_in(facts, about.answer.note) if role not in owners]
    place = (*step_place(facts, step.id), "role")
    reason = f'{facts.role_title(about.role)}: "{line(about.answer.note, 160)}".'
    if len(named) == 1 and about.answer.answer in ("wrong", "missing"):
        who = facts.role_title(named[0])
        instead = f" instead of {facts.role_title(step.role)}" if step.role is not None else ""
        title = f'Make {who} the owner of "{step.title}"{instead}'
        return Draft(title, reason, (put(place, named[0]),), (step.id,))
    if step.role is None:
        value = fill_in("the role that owns this step")
        return Draft(f'Name an owner for "{step.title}"', reason, (put(place, value),), (step.id,))
    return _more(facts, step, _sentence(about), f'Say in "{step.title}" who does it', reason)


# With what, and whom to reach -----------------------------------------------------------------------------------------


def equipped(facts: Facts, gap: aar.Gap) -> Draft | None:
    """G06: access for the role that lacks it, and what serves when the tool does not."""
    step, found = _behind(facts, gap)
    about = next((reply for reply in found if reply.question.id == MEANS), None)
    if step is None or about is None:
        return None
    tool = tool_in(facts, step, about.answer.note)
    if tool is None or about.answer.answer == "wrong":
        return written(facts, gap)
    edits, does = _ways(facts, about, tool)
    if not edits:
        return None
    title = " and ".join(does)
    return Draft(
        title[:1].upper() + title[1:],
        f'{facts.role_title(about.role)}: "{line(about.answer.note, 160)}".',
        tuple(edits),
        tuple(other.id for other in facts.script.steps.values() if tool.id in other.needs.tools),
    )


def _ways(facts: Facts, about: Reply, tool: Tool) -> tuple[list[Edit], list[str]]:
    place, edits, does = ("tools", tool.id), list[Edit](), list[str]()
    if tool.access and about.role in facts.script.roles and about.role not in tool.access:
        edits.append(added((*place, "access"), about.role))
        does.append(f'give {facts.role_title(about.role)} access to "{tool.title}"')
    if tool.alternative is None:
        edits.append(put((*place, "alternative"), fill_in(f"what serves when {tool.title} is down")))
        without = f'say what serves when "{tool.title}" cannot be used'
        does.append("say what serves without it" if does else without)
    return edits, does


def reached(facts: Facts, gap: aar.Gap) -> Draft | None:
    """G04 and G13: the way to the contact put right, and a second way; else the step says whom to contact."""
    known = {contact.id for contact in facts.script.plan.contacts}
    if gap.id.removeprefix(f"{gap.code}-") not in known:
        return written(facts, gap)
    draft = contacts.propose_contact(facts, gap)
    _, found = _behind(facts, gap)
    if draft is None or not found:
        return draft
    told = f'{facts.role_title(found[0].role)}: "{line(found[0].answer.note, 160)}".'
    return Draft(
        draft.title,
        f"{told} Numbers are for you to fill in, once they were tried.",
        draft.edits,
        draft.retest,
    )


# How long -------------------------------------------------------------------------------------------------------------


def allowed(facts: Facts, gap: aar.Gap) -> Draft | None:
    """G05: a limit that the stated and shown durations fit."""
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    walked = steps_of(facts).get(step.id) if step is not None else None
    limit = (
        step.target.limit(facts.state.true_severity) if step is not None and step.target is not None else None
    )
    if step is None or walked is None or limit is None:
        return None
    own, chain = took(walked), chain_of(facts, step.id)
    needed = max(own.micros if own is not None else 0, chain.needed if chain is not None else 0)
    new = as_limit(needed, limit)
    if new <= limit:
        return None
    if chain is not None and len(chain.known) > 1:
        why = f"{sentence(chain_words(facts, chain))} That is {say_duration(chain.needed)} in all."
    else:
        why = f"By itself the step takes {say_duration(needed)}."
    return limits.raised(
        facts, step, new, f"{why} Stated or shown once; time it again before you rely on it."
    )


MAKERS: Final[Mapping[str, Maker]] = {
    "G01": written,
    "G02": written,
    "G03": owned,
    "G04": reached,
    "G05": allowed,
    "G06": equipped,
    "G08": deputies.propose,
    "G13": reached,
    "G16": written,
}
"""By code: what makes the proposal. Nothing is proposed for documents that are out of reach: no line brings them."""
