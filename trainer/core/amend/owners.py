"""G03: who owns a step, and who decides."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from trainer.core import aar
from trainer.core.actions import Ask, CastVote, ReportBlocked
from trainer.core.amend import decisions
from trainer.core.amend.deputies import WAIT, fits
from trainer.core.amend.draft import (
    Draft,
    acts_of,
    added,
    deputy_for,
    known_role,
    put,
    step_of_gap,
    step_place,
    subject_of,
    with_more,
)
from trainer.core.amend.editing import fill_in
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.plan import Step
from trainer.core.scenario import Decision

_TELLING: Final = 4
"""Shorter words of a title say little of what a step asks."""


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """An owner for what nobody or everybody owned."""
    name = step_of_gap(facts, gap)
    if name is None:
        decision = facts.script.decisions.get(subject_of(gap).removeprefix("decision-"))
        return _right(facts, gap, decision) if decision is not None else _asked(facts, gap)
    step = facts.script.steps[name]
    if step.role is None:
        return owner_of(facts, gap, step)
    twin = next((other for other in twins(facts, step) if other.role not in (None, step.role)), None)
    if twin is not None:
        return _one_of_two(facts, step, twin)
    other = _did_instead(facts, step)
    if other is not None:
        return _agreed(facts, step, other)
    decision = next((found for found in facts.script.scenario.decisions if found.step == name), None)
    return (_right(facts, gap, decision) if decision is not None else None) or _told(facts, gap, step)


def _right(facts: Facts, gap: aar.Gap, decision: Decision) -> Draft | None:
    right = decisions.right_for(facts, decision)
    if right is None:
        return decisions.new_right(facts, decision, _voted(facts, gap, decision.step))
    return decisions.with_holder(facts, decision, right)


def _asked(facts: Facts, gap: aar.Gap) -> Draft | None:
    """A right for what somebody waited for or asked about, where no decision of the script is meant."""
    acts = [event.action for _, event in acts_of(facts, gap)]
    words = [
        action.text if isinstance(action, Ask) else action.missing
        for action in acts
        if isinstance(action, Ask | ReportBlocked)
    ]
    return decisions.right_on(facts, words[0]) if words else None


def owner_of(facts: Facts, gap: aar.Gap, step: Step) -> Draft:
    """The role that the team itself took for the owner: by vote, by acting first, or by asking."""
    voted, did = _voted(facts, gap, step.id), _first_to_do(facts, step.id)
    role = known_role(facts, voted, did)
    if role is None:
        why = "Nobody did it, and the drill does not show whose it should be."
    elif role == voted:
        why = f"By the vote on it the owner is {facts.role_title(role)}."
    else:
        why = f"{facts.role_title(role)} did it first in the drill."
    who = facts.role_title(role) if role is not None else "an owner"
    value = role or fill_in("the role that owns this step")
    edit = put((*step_place(facts, step.id), "role"), value)
    return Draft(
        f'Name {who} as the owner of "{step.title}"', f"The step has no owner. {why}", (edit,), (step.id,)
    )


def _voted(facts: Facts, gap: aar.Gap, step: str | None) -> str | None:
    """The role that is right by the scenario, or else the one that most votes on the ownership name, if one leads."""
    cast = {event.action.vote for _, event in acts_of(facts, gap) if isinstance(event.action, CastVote)}
    found = [vote for vote in facts.script.scenario.votes if vote.about == "ownership"]
    found = [vote for vote in found if vote.id in cast or (step is not None and vote.step == step)]
    truths = (_role_named(facts, vote.truth) for vote in found if vote.truth is not None)
    truth = next((role for role in truths if role is not None), None)
    if truth is not None:
        return truth
    votes = {vote.id for vote in found}
    ballots: dict[tuple[str, str], str] = {}
    for _, event in facts.acts:
        if isinstance(event.action, CastVote) and event.action.vote in votes:
            ballots[event.action.vote, event.role] = event.action.choice
    counts = Counter(ballots.values()).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return _role_named(facts, counts[0][0])


def _role_named(facts: Facts, words: str) -> str | None:
    wanted = words.strip().casefold()
    names = ((role.id, (role.id.casefold(), role.title.casefold())) for role in facts.script.plan.roles)
    return next((name for name, known in names if wanted in known), None)


def _first_to_do(facts: Facts, step: str) -> str | None:
    done = [judgement.done_by for judgement in facts.of_step.get(step, ()) if judgement.done_by is not None]
    return done[0] if done else None


def _did_instead(facts: Facts, step: Step) -> str | None:
    """A role that is neither owner nor deputy and that did the step."""
    for judgement in facts.of_step.get(step.id, ()):
        if Outcome.WRONG_ROLE in (judgement.outcome, *judgement.also):
            return known_role(facts, judgement.done_by)
    return None


def _agreed(facts: Facts, step: Step, other: str) -> Draft:
    """One name in both places: the one that another part of the plan has, and that did the step."""
    was, now = facts.role_title(step.role), facts.role_title(other)
    return Draft(
        f'Make {now} the owner of "{step.title}" instead of {was}',
        f"Not everything in the plan, or not everybody, names {was} for it; by the drill it is {now}.",
        (put((*step_place(facts, step.id), "role"), other),),
        (step.id,),
    )


def twins(facts: Facts, step: Step) -> list[Step]:
    """Other steps that ask the same: their titles have the same words."""
    words = _words(step.title)
    others = (other for other in facts.script.steps.values() if other.id != step.id)
    return [other for other in others if words and _words(other.title) == words]


def _words(title: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z]+", title.casefold()) if len(word) >= _TELLING)


def _one_of_two(facts: Facts, step: Step, twin: Step) -> Draft | None:
    """One owner for two steps that ask the same; the other owner becomes the deputy where the plan allows it."""
    owner = facts.script.roles.get(step.role or "")
    if owner is None or twin.role is None:
        return None
    edits = [put((*step_place(facts, twin.id), "role"), owner.id)]
    as_deputy = ""
    if fits(facts, owner, twin.role):
        edits.append(added(("roles", owner.id, "deputies"), twin.role))
        as_deputy = f", with {facts.role_title(twin.role)} as deputy"
    return Draft(
        f'Give "{step.title}" and "{twin.title}" the same owner, {owner.title}{as_deputy}',
        "Two steps ask the same of two roles, and both did it. You may want to strike one of the steps as well.",
        tuple(edits),
        (step.id, twin.id),
    )


def _told(facts: Facts, gap: aar.Gap, step: Step) -> Draft | None:
    """The step itself says whose it is, and who else may."""
    owner = _voted(facts, gap, step.id) or step.role or ""
    if owner != step.role:
        return _agreed(facts, step, owner)
    other = deputy_for(facts, owner)
    rest = f"; when there is no answer for {WAIT}, {facts.role_title(other)} may" if other else ""
    more = f"This is for {facts.role_title(owner)} alone{rest}."
    if more in step.text:
        return None
    return Draft(
        f'Say in "{step.title}" whose it is, and who else may',
        "In the drill it was not clear to everybody whose this is, and the step does not say it in words.",
        (put((*step_place(facts, step.id), "text"), with_more(step.text, more)),),
        (step.id,),
    )
