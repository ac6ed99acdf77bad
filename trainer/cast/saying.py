"""What a virtual role-holder says where an answer confirms nothing: in words taken from the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from trainer.core.actions import WalkAnswer
from trainer.core.plan import Step
from trainer.core.script import Script
from trainer.core.walk.questions import CONTACT, MEANS, OWNER, PLACE, PROOF, TIME
from trainer.core.walk.sayings import contacts_of

SHOW: Final = "show"


def note_on(script: Script, step: Step, question: str, answer: WalkAnswer) -> str:
    """The note that goes with an answer, or with a showing that failed (`show`)."""
    by = _NOTES.get(question)
    return by(script, step, answer) if by is not None else _OPEN[answer]


_OPEN: Final[dict[str, str]] = {
    "confirmed": "",
    "unclear": "We would have to look that up; the plan can be read in two ways here.",
    "wrong": "That changed with the last reorganisation, and the plan still has the old way.",
    "missing": "The plan does not say.",
    "blocked": "Not possible at the moment.",
}


def _owner(script: Script, step: Step, answer: WalkAnswer) -> str:
    owners = script.owners(step)
    other = next(
        (role for role in script.plan.roles if role.id in script.played_roles and role.id not in owners), None
    )
    match answer:
        case "wrong" if other is not None:
            return f"In practice {other.title} does this."
        case "missing":
            return "Nobody has this among their tasks."
        case _:
            return "It depends on who is on the call first."


def _place(_script: Script, _step: Step, answer: WalkAnswer) -> str:
    return {
        "wrong": "The copy that we opened is last year's edition.",
        "missing": "It was never written down; I do it from memory.",
        "blocked": "The page does not open without the office network.",
    }.get(answer, "It stands in two places that differ.")


def _means(script: Script, step: Step, answer: WalkAnswer) -> str:
    tools = {tool.id: tool.title for tool in script.plan.tools}
    tool = next((tools[name] for name in step.needs.tools if name in tools), "the tool")
    return {
        "blocked": f"No access to {tool}: my account was not renewed.",
        "missing": f"I never had access to {tool}.",
        "wrong": f"We no longer use {tool} for this.",
    }.get(answer, f"Not sure whether {tool} is enough.")


def _contact(script: Script, step: Step, answer: WalkAnswer) -> str:
    titles = {contact.id: contact.title for contact in script.plan.contacts}
    who = next((titles[name] for name in contacts_of(step) if name in titles), "the contact")
    return {
        "blocked": f"Called {who}: no answer.",
        "wrong": f"The number of {who} belongs to somebody else now.",
        "missing": f"There is no number of {who} that works at night.",
    }.get(answer, f"Whether to call {who} or to write is not said.")


def _time(_script: Script, _step: Step, _answer: WalkAnswer) -> str:
    return "We have never timed it."


def _proof(_script: Script, _step: Step, answer: WalkAnswer) -> str:
    return {
        "missing": "Nothing tells us; we notice when nobody complains.",
        "wrong": "The sign comes even if it did not work.",
    }.get(answer, "There are two views, and they do not always agree.")


def _show(_script: Script, step: Step, _answer: WalkAnswer) -> str:
    return (
        "Access denied at the login." if step.needs.tools else "Did not know how to begin; had never done it."
    )


_NOTES: Final[dict[str, Callable[[Script, Step, WalkAnswer], str]]] = {
    OWNER: _owner,
    PLACE: _place,
    MEANS: _means,
    CONTACT: _contact,
    TIME: _time,
    PROOF: _proof,
    SHOW: _show,
}
