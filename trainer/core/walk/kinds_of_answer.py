"""What an answer that confirms nothing amounts to: the code of the gap, its kind, and what to change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from trainer.core.facts import Facts
from trainer.core.gaps.finding import Kind, named
from trainer.core.plan import Tool
from trainer.core.time import say_duration
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PLACE, PROOF, TIME
from trainer.core.walk.reading import Reply, contact_in, roles_in, tool_in
from trainer.core.walk.sayings import way_to

_NOT_TO_HAND: Final = re.compile(
    r"\b(?:find|finds|found|link|links|404|dead|moved|open|opens|opened|login|log in|password|reach|reachable|intranet"
    r"|wiki|share|drive|(?:is|are|was|were) down|offline|gone|deleted|printed|print-?out|binder|search(?:ed)?"
    r"|loads?)\b",
    re.IGNORECASE,
)
"""Words of somebody who looked for a document that is written somewhere."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What an answer amounts to: `what` is a clause, the others are sentences.

    `subject` is the contact, tool or role that it is about, where it is about one; `plan` is what the plan says on it,
    where that tells more.
    """

    code: str
    kind: Kind
    what: str
    consequence: str
    change: str
    subject: str | None = None
    plan: str = ""


def amounts(facts: Facts, reply: Reply) -> Amounts | None:
    """What an answer amounts to; None where it is right after all."""
    by = _BY_QUESTION.get(reply.question.id, _asked)
    return by(facts, reply) if reply.troubled else None


def _owner(facts: Facts, reply: Reply) -> Amounts | None:
    step = reply.step
    owner, title = facts.role_title(step.role), named(facts, step.id)
    told, owners = roles_in(facts, reply.answer.note), facts.script.owners(step)
    said = reply.answer.answer
    if said == "blocked":
        return _owner_away(facts, reply, owner, title)
    if told and set(told) <= owners and said in ("wrong", "unclear"):
        return None  # The plan says the same: the owner, or a deputy of the owner.
    match said:
        case "missing":
            what = "nobody does it" if step.role is None else f"the plan names {owner}, and nobody does it"
            change = f"Name an owner for {title}, and a deputy."
        case "wrong":
            others = [facts.role_title(name) for name in told if name not in owners]
            what = f"the plan names {owner}, and {' and '.join(others) or 'another role'} does it"
            change = f"Make {' or '.join(others) or 'the role that does it'} the owner of {title}, or brief {owner}."
        case _:
            what = f"who does it is not clear; the plan names {owner}"
            change = f"Say in {title} who does it, and who does when that role is away."
    return Amounts("G03", "plan", what, "What is nobody's is done by nobody, or by everybody.", change)


def _owner_away(facts: Facts, reply: Reply, owner: str, title: str) -> Amounts:
    """The owner cannot do it now: somebody else has to be able to."""
    role = facts.script.roles.get(reply.step.role or "")
    if role is not None and not role.deputies:
        what = f"{owner}, who owns it, cannot do it, and the plan names no deputy"
        change = f"Name a deputy for {owner}, with the same access and practice."
        return Amounts("G08", "capability", what, f"Without {owner} it stands still.", change, role.id)
    change = f"Say who does {title} when {owner} cannot, and let that role try it."
    what = f"{owner}, who owns it, cannot do it" if role is not None else "nobody who could do it is there"
    return Amounts("G03", "capability", what, "It waits for somebody who cannot come.", change)


def _place(facts: Facts, reply: Reply) -> Amounts:
    title = named(facts, reply.step.id)
    apart = "Two people who both follow the plan do different things."
    unseen = "What is written cannot help those who do not see it."
    match reply.answer.answer:
        case "unclear":
            change = f"Name in {title} the one place where it is written."
            return Amounts("G02", "plan", "where it is written is not clear", apart, change)
        case "wrong":
            change = (
                f"Keep one place for {title}, with version and date on every page, and withdraw old copies."
            )
            return Amounts("G14", "plan", "what is written is not what holds", apart, change)
        case "missing" if not _NOT_TO_HAND.search(reply.answer.note):
            change = f"Write down how {title} is done, and name the place in the plan."
            what = "there is nothing written to do it by"
            return Amounts("G01", "plan", what, "It hangs on what somebody happens to remember.", change)
        case said:
            what = f"the document could not be {'found' if said == 'missing' else 'opened'}"
            change = f"Make what {title} is done by reachable where people work, also when the usual tools are down."
            return Amounts("G14", "capability", what, unseen, change)


def _means(facts: Facts, reply: Reply) -> Amounts:
    title, role = named(facts, reply.step.id), facts.role_title(reply.role)
    tool = tool_in(facts, reply.step, reply.answer.note)
    what = f'"{tool.title}"' if tool is not None else "the tool or the access"
    subject, plan = (tool.id, _alternative(tool)) if tool is not None else (None, "")
    stops = "In an incident the step stops here."
    match reply.answer.answer:
        case "unclear":
            change = f"Name in {title} the tool and the access that it needs."
            told = "with what tool and access it is done is not clear"
            return Amounts("G02", "plan", told, "Time goes into finding out what to use.", change)
        case "wrong":
            change = f"Name in {title} the tool that is really used, and who holds access to it."
            told = f"it is done with other means than {what if tool is not None else 'the plan names'}"
            lost = "Who goes by the plan has the wrong tool in hand."
            return Amounts("G06", "plan", told, lost, change, subject)
        case said:
            missing = said == "missing"
            mend = f"Give {role} what {title} needs" if missing else f"Get {what} to work for {role}"
            change = f"{mend} and try it before the next exercise; {_another_way(tool)}."
            told = f"{what} {'is not there' if missing else 'does not work now'}"
            return Amounts("G06", "capability", told, stops, change, subject, plan)


def _another_way(tool: Tool | None) -> str:
    if tool is not None and tool.alternative:
        return f"try the plan's alternative ({tool.alternative}) as well"
    return "name in the plan an alternative that works without it, who holds it, and how long it serves"


def _alternative(tool: Tool) -> str:
    if tool.alternative:
        return f"The plan's alternative: {tool.alternative.rstrip('.')}."
    return "The plan names no alternative."


def _contact(facts: Facts, reply: Reply) -> Amounts:
    title, contact = named(facts, reply.step.id), contact_in(facts, reply.step, reply.answer.note)
    who = f'"{contact.title}"' if contact is not None else _whom(facts, reply)
    code = "G13" if contact is not None and contact.external else "G04"
    subject, plan = (contact.id, f"The plan: {way_to(contact)}") if contact is not None else (None, "")
    lost = "The call goes nowhere when every minute counts."
    match reply.answer.answer:
        case "unclear":
            change = f"Name in {title} whom to contact, and how."
            return Amounts("G02", "plan", "whom to contact is not clear", lost, change, plan=plan)
        case "wrong":
            change = f"Put right how {who} is reached, and try it by calling."
            return Amounts(
                code, "plan", f"how {who} is reached is wrong in the plan", lost, change, subject, plan
            )
        case "missing":
            change = f"Add to the plan how {who} is reached for {title}, and a second way, and try both."
            return Amounts(code, "plan", f"there is no way to reach {who}", lost, change, subject, plan)
        case _:
            second = (
                "try the second way" if contact is not None and contact.out_of_band else "name a second way"
            )
            change = f"Find out why {who} could not be reached, {second}, and say who is called next."
            return Amounts(code, "capability", f"{who} could not be reached", lost, change, subject, plan)


def _whom(facts: Facts, reply: Reply) -> str:
    """Whom a step tells something, where the plan has no contact for it."""
    audiences = list(dict.fromkeys(e.audience for e in reply.step.shown_by if e.audience))
    if len(audiences) != 1:
        return "the contact"
    channel = next((entry.channel for entry in facts.channel_of(audiences[0])), None)
    return f"{audiences[0]}{f' ({channel})' if channel else ''}"


def _time(facts: Facts, reply: Reply) -> Amounts | None:
    title, plan_says = named(facts, reply.step.id), reply.question.plan_says.rstrip(".")
    if reply.answer.answer == "unclear" and reply.step.target is None:
        return None  # Where nothing is to be kept, nobody has to know it to the minute.
    blind = "Nobody can plan with it, and nobody knows whether the target can be kept."
    match reply.answer.answer:
        case "wrong":
            what = f"its target is held to be wrong (the plan: {plan_says})"
            change = f"Time {title} with those who do it, and set its target to what a prepared team reaches."
        case "missing":
            what, change = "there is no time for it to go by", f"Set a target for {title} that was tried out."
        case "blocked":
            what, change = (
                "how long it takes cannot be tried now",
                f"Make it possible to try {title}, and time it.",
            )
        case _:
            guess = reply.answer.takes
            what = (
                "nobody could say how long it takes"
                if guess is None
                else f"how long it takes is not clear ({say_duration(guess)} was named)"
            )
            change = f"Time {title} by doing it for real."
    return Amounts("G05", "plan", what, blind, change)


def _proof(facts: Facts, reply: Reply) -> Amounts:
    title = named(facts, reply.step.id)
    lost, says = "A step that did not work passes for done.", reply.question.plan_says
    plan = f"The plan: {says}" if reply.step.shown_by else says
    match reply.answer.answer:
        case "unclear":
            change = f"Say in {title} by what one sees that it worked."
            return Amounts(
                "G02", "plan", "how one knows that it worked is not clear", lost, change, plan=plan
            )
        case "wrong":
            change = f"Name in {title} a sign that shows that it worked, instead of the one that is written."
            what = "what the plan takes as a sign does not show that it worked"
            return Amounts("G16", "plan", what, lost, change, plan=plan)
        case "missing":
            code = "G16" if reply.step.shown_by else "G01"
            change = f"Say in {title} by what one sees that it worked, and where one looks."
            return Amounts(code, "plan", "nothing shows that it worked", lost, change, plan=plan)
        case _:
            change = f"Give those who do {title} the view that shows whether it worked, and try it."
            return Amounts("G06", "capability", "what would show that it worked cannot be seen", lost, change)


def _asked(facts: Facts, reply: Reply) -> Amounts:
    title, ask = named(facts, reply.step.id), reply.question.ask
    open_ = "What is settled only in the incident costs its time."
    match reply.answer.answer:
        case "missing":
            change = f'Answer in {title} the question "{ask}"'
            return Amounts("G01", "plan", f'the plan has no answer to "{ask}"', open_, f"{change}.")
        case "blocked":
            change = f'Make possible what the question "{ask}" asks for, and try it.'
            return Amounts("G06", "capability", f'"{ask}" cannot be done now', open_, change)
        case said:
            how = "is unclear" if said == "unclear" else "is wrong in the plan"
            change = f'Settle in {title} the question "{ask}"'
            return Amounts("G02", "plan", f'the answer to "{ask}" {how}', open_, f"{change}.")


_BY_QUESTION: Final[dict[str, Callable[[Facts, Reply], Amounts | None]]] = {
    OWNER: _owner,
    PLACE: _place,
    MEANS: _means,
    CONTACT: _contact,
    TIME: _time,
    PROOF: _proof,
}
