"""Who may decide and who owns what, as the different parts of the plan say it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.actions import AssumeRole, HandOver
from trainer.core.facts import Facts
from trainer.core.gaps.likeness import closest, meaning, same_matter
from trainer.core.gaps.once import once
from trainer.core.plan import ActionKind, DecisionRight, Step
from trainer.core.scenario import Decision
from trainer.core.state import DecisionState
from trainer.core.time import Micros

_DECIDES_ALL: Final = re.compile(
    r"\bdecides?\b(?=\s*(?:[,.;]|$|everything|what is done|on everything|about everything|all\b))|"
    r"\b(?:takes|makes|has) (?:all |the |every |final |last )*(?:decisions?|say|word)\b(?! (?:on|about)\b)",
    re.IGNORECASE,
)
"""A duty that gives a role every decision; one that names a matter gives it that matter alone."""


def holder(facts: Facts, right: DecisionRight) -> str | None:
    """The role that a decision right names at the true severity."""
    return right.by_severity.get(facts.state.true_severity or "", right.role)


def right_of(facts: Facts, decision: Decision) -> DecisionRight | None:
    """The decision right that governs a decision: the one of the same name, or the one about the same matter."""
    rights = {right.id: right for right in facts.script.plan.decision_rights}
    if decision.id in rights:
        return rights[decision.id]
    return right_about(facts, facts.script.filled(decision.question))


def right_about(facts: Facts, text: str) -> DecisionRight | None:
    """The decision right whose matter a text speaks of, if there is one."""
    rights = {right.id: right for right in facts.script.plan.decision_rights}
    return rights.get(closest(text, ((name, right.decision) for name, right in rights.items())) or "")


def deciders(facts: Facts, decision: Decision) -> frozenset[str]:
    """Roles of which the plan says that they take a decision; empty where no part of it says so."""
    step, right = facts.script.steps.get(decision.step or ""), right_of(facts, decision)
    named = {step.role if step is not None else None, holder(facts, right) if right is not None else None}
    return frozenset(role for role in named if role is not None) or decides_all(facts)


def decides_all(facts: Facts) -> frozenset[str]:
    """Roles to whose duties every decision belongs."""
    return frozenset(
        role.id for role in facts.script.plan.roles if any(_DECIDES_ALL.search(duty) for duty in role.duties)
    )


def governed(facts: Facts, decision: Decision) -> bool:
    """Whether the plan says anything of a decision: a step, a right, an option that it calls for, a duty."""
    question = facts.script.filled(decision.question)
    shown = [e for _, step in facts.script.plan.steps() for e in step.shown_by]
    return (
        decision.step is not None
        or right_of(facts, decision) is not None
        or any(option.plan_calls_for for option in decision.options)
        or any(e.action is ActionKind.DECIDE and e.decision in (None, decision.id) for e in shown)
        or any(same_matter(question, step.title) for step in facts.script.steps.values())
        or bool(decides_all(facts))
    )


def allowed(facts: Facts, decision: Decision, opened: DecisionState) -> frozenset[str]:
    """Roles that may take a decision by the plan at the time when it was taken; empty where it names nobody."""
    step, right = facts.script.steps.get(decision.step or ""), right_of(facts, decision)
    named = set(facts.script.owners(step)) if step is not None else set()
    if right is not None:
        named |= {role for role in (holder(facts, right),) if role is not None}
        waited = (opened.decided_at or 0) - opened.opened_at
        if right.no_answer is not None and waited >= right.no_answer.after:
            named.add(right.no_answer.role)
    return entitled(facts, named, (opened.decided_at or 0, opened.decided_seq or 0))


def entitled(facts: Facts, roles: Iterable[str], moment: tuple[Micros, int]) -> frozenset[str]:
    """Roles, their deputies, and whoever had taken one of them by a moment (time and sequence number)."""
    names = frozenset(roles)
    known = [role for role in facts.script.plan.roles if role.id in names]
    deputies = {deputy for role in known for deputy in role.deputies}
    taken = once(facts, _taken)
    takers = {taker for name in names for taker, since in taken.get(name, {}).items() if since <= moment}
    return names | deputies | takers


def _taken(facts: Facts) -> dict[str, dict[str, tuple[Micros, int]]]:
    """By role: who took it, and when first (time and sequence number)."""
    found: dict[str, dict[str, tuple[Micros, int]]] = {}
    for kind in (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER):
        for record, event in facts.by_kind.get(kind, ()):
            if not isinstance(event.action, AssumeRole | HandOver):
                continue
            takers = found.setdefault(event.action.role, {})
            for taker in _takers(facts, event.role, event.action):
                moment = (record.happened, record.seq)
                takers[taker] = min(moment, takers.get(taker, moment))
    return found


def _takers(facts: Facts, role: str, action: AssumeRole | HandOver) -> Iterator[str]:
    """The seat that a role went to; a handover may name it by its title."""
    if isinstance(action, AssumeRole):
        yield role
        return
    to = (action.to or "").casefold()
    yield from (known.id for known in facts.script.plan.roles if to in (known.id, known.title.casefold()))


def named_elsewhere(facts: Facts, step: Step) -> Iterator[tuple[str, str]]:
    """(role, part of the plan) for every other part that gives the same thing to a role."""
    plan = facts.script.plan
    audiences = {e.audience for e in step.shown_by if e.action is ActionKind.POST_UPDATE and e.audience}
    for item in plan.communications:
        if item.audience in audiences and item.author is not None:
            yield item.author, f'the communication "{item.title}"'
    for cadence in plan.cadences:
        if cadence.audience in audiences:
            yield cadence.role, f'the cadence "{cadence.title}"'
    put = {e.decision for e in step.shown_by if e.decision}
    put |= {decision.id for decision in facts.script.scenario.decisions if decision.step == step.id}
    for right in plan.decision_rights:
        role = holder(facts, right)
        if right.id in put and role is not None:
            yield role, f'the decision right "{right.decision}"'
    yield from _in_words(facts, step)


def _in_words(facts: Facts, step: Step) -> Iterator[tuple[str, str]]:
    """Roles that a duty gives the step to in the step's own words, or that its text names beside the owner."""
    title = meaning(step.title)
    owner = facts.role_title(step.role)
    for role in facts.script.plan.roles:
        for duty in role.duties:
            if len(title) >= 2 and title <= meaning(duty):
                yield role.id, f'the duty "{duty}"'
        beside = rf"{re.escape(owner)}\W+(?:or|and)\W+(?:the )?{re.escape(role.title)}"
        before = rf"{re.escape(role.title)}\W+(?:or|and)\W+(?:the )?{re.escape(owner)}"
        if step.role is not None and re.search(rf"\b(?:{beside}|{before})\b", step.text, re.IGNORECASE):
            yield role.id, "the text of the step"
