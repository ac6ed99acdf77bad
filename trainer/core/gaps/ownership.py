"""G03, unclear ownership or authority: several roles acted, or none; somebody decided who may not; "who decides?".

Where the plan clearly names one owner and another role acts, ownership is clear: that is no gap of this kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from trainer.core.actions import AssumeRole, Contain, DoStep, Page, Resolve
from trainer.core.facts import Facts
from trainer.core.gaps import whose
from trainer.core.gaps.authority import allowed, deciders, holder, named_elsewhere, right_of
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    choice,
    evidence_of,
    judged,
    lapse,
    named,
    quoted,
    roles_named,
)
from trainer.core.gaps.lapsed import missed
from trainer.core.gaps.likeness import meaning
from trainer.core.metrics.decisions import chosen
from trainer.core.outcomes import Judgement
from trainer.core.plan import DecisionRight, Step
from trainer.core.scenario import Decision
from trainer.core.state import DecisionState
from trainer.core.time import MINUTE

_CODE: Final = "G03"
_POETE: Final = "Organisation"
_TOGETHER: Final = 10 * MINUTE
"""Two roles that do the same step within this time of each other did not know of one another."""
_LONG_OPEN: Final = 15 * MINUTE
"""A decision that was open for so long when play ended was left undecided."""
_ONE_OWNER: Final = (DoStep, AssumeRole, Contain, Page, Resolve)
"""Acts that make no sense twice; others, such as updates, are repeated by several roles on purpose."""
_FOR_ALL: Final = re.compile(
    r"\b(everyone|everybody|each (role|team|of|responder|participant)|every (role|team|responder|participant)|"
    r"all (roles|teams|responders|participants|of (us|you|them)))\b",
    re.IGNORECASE,
)
_EACH_DOES: Final = re.compile(
    r"\b(join|acknowledge|check in|hand ?over|brief|report|stand|attend|sign|confirm|read)\b", re.IGNORECASE
)
"""What every role does for itself, however often the plan has it."""


def find(facts: Facts) -> Iterable[Finding]:
    """Steps and decisions of which the team did not know whose they are."""
    for name in facts.script.scope:
        step = facts.script.steps[name]
        yield from _several(facts, step)
        yield from _nobody(facts, step)
        yield from _contradicted(facts, step)
    yield from _named_twice(facts)
    for name, opened in facts.state.decisions.items():
        yield from _decided(facts, facts.script.decisions[name], opened)
    yield from whose.said(facts)


# Steps ----------------------------------------------------------------------------------------------------------------


def _several(facts: Facts, step: Step) -> Iterator[Finding]:
    """Different roles did a step side by side that the plan gives to nobody."""
    if step.role is not None or _FOR_ALL.search(f"{step.title}. {step.text}"):
        return
    for item in facts.state.expectations.of_step(step.id):
        acts = [
            (claim.at, claim.seq, claim.role)
            for claim in sorted(item.claims, key=lambda claim: (claim.at, claim.seq))
            if (event := facts.act_of.get(claim.seq)) and isinstance(event.action, _ONE_OWNER)
        ]
        first = acts[0] if acts else None
        if first is None:
            continue
        doubled = [act for act in acts if act[2] != first[2] and act[0] - first[0] <= _TOGETHER]
        doubled = [act for act in doubled if not _handed_over(facts, step, first[1], act[1])]
        if doubled:
            yield _double(facts, step, (first, *doubled))


def _handed_over(facts: Facts, step: Step, after: int, before: int) -> bool:
    """Whether the role that a step takes was handed over between two acts."""
    roles = {evidence.role for evidence in step.shown_by if evidence.role}
    return any(after < seq < before for seq, handover in facts.handovers if handover.role in roles)


def _double(facts: Facts, step: Step, acts: tuple[tuple[int, int, str], ...]) -> Finding:
    roles = roles_named(facts, dict.fromkeys(role for _, _, role in acts))
    return _of_step(
        step,
        f"{roles} each did {named(facts, step.id)} within {_TOGETHER // MINUTE} minutes. The plan names no owner.",
        "The same work is done twice, or two people act against each other.",
        f"Name one owner of {named(facts, step.id)}; whoever else may do it is named as deputy, with the condition "
        "for it.",
        tuple(sorted(seq for _, seq, _ in acts)),
    )


def _nobody(facts: Facts, step: Step) -> Iterator[Finding]:
    """Nobody did a step that the plan gives to nobody."""
    left = missed(facts, step)
    if step.role is None and left:
        yield _of_step(
            step,
            f"Nobody did {named(facts, step.id)}, and the plan names no role that owns it.",
            "A step that is everybody's is nobody's: it is left undone.",
            f"Name an owner and a deputy for {named(facts, step.id)}.",
            evidence_of(left),
        )


def _of_step(step: Step, statement: str, consequence: str, change: str, evidence: tuple[int, ...]) -> Finding:
    return Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=statement,
        consequence=consequence,
        proposed_change=change,
        poete=_POETE,
        evidence=evidence,
        priority="high" if step.critical else "medium",
        step=step.id,
        root_cause="The step has no owner."
        if step.role is None
        else "Two parts of the plan name different roles.",
        about=(lapse(step.id),),
    )


def _contradicted(facts: Facts, step: Step) -> Iterator[Finding]:
    """A role other than the step's owner did it, too or alone, and another part of the plan gives it to that role."""
    owners = facts.script.owners(step)
    elsewhere = dict(named_elsewhere(facts, step)) if owners else {}
    for judgement in judged(facts, step.id):
        doers = dict.fromkeys(
            role for role in (judgement.done_by, *judgement.also_done_by) if role is not None
        )
        for role in doers:
            if role not in owners and role in elsewhere:
                yield _contradiction(facts, step, judgement, role, elsewhere[role])


def _contradiction(facts: Facts, step: Step, judgement: Judgement, role: str, elsewhere: str) -> Finding:
    owner, actor = facts.role_title(step.role), facts.role_title(role)
    both = f", and so did {owner}" if step.role in (judgement.done_by, *judgement.also_done_by) else ""
    return _of_step(
        step,
        f"{actor} did {named(facts, step.id)}{both}. The step gives it to {owner}, but {elsewhere} names {actor}.",
        "Each role can rely on a part of the plan that makes the other responsible.",
        f"Make {named(facts, step.id)} and {elsewhere} name the same role.",
        judgement.evidence,
    )


def _named_twice(facts: Facts) -> Iterator[Finding]:
    """Two steps that ask the same of different roles, which both did it side by side."""
    alike: dict[frozenset[str], list[tuple[Step, Judgement]]] = {}
    for judgement in facts.scored:
        step = facts.script.steps[judgement.step]
        if judgement.done_at is not None and step.role is not None and not _EACH_DOES.search(step.title):
            alike.setdefault(meaning(step.title), []).append((step, judgement))
    for words, done in alike.items():
        for (one, first), (other, second) in combinations(done if len(words) > 1 else (), 2):
            apart = facts.script.owners(one).isdisjoint(facts.script.owners(other))
            in_order = one.id in other.after or other.id in one.after
            together = abs((first.done_at or 0) - (second.done_at or 0)) <= _TOGETHER
            if apart and together and not in_order and first.done_by != second.done_by:
                yield _twice(facts, one, other, evidence_of((first, second)))


def _twice(facts: Facts, one: Step, other: Step, evidence: tuple[int, ...]) -> Finding:
    roles = roles_named(facts, [role for step in (one, other) if (role := step.role)])
    return _of_step(
        one,
        f"{roles} each did the same: {named(facts, one.id)} and {named(facts, other.id)} ask it of both.",
        "The same work is done twice, or two people act against each other.",
        f"Keep one of {named(facts, one.id)} and {named(facts, other.id)}, with one owner and the other as deputy.",
        evidence,
    )


# Decisions ------------------------------------------------------------------------------------------------------------


def _decided(facts: Facts, decision: Decision, opened: DecisionState) -> Iterator[Finding]:
    taken, right = chosen(facts, decision.id), right_of(facts, decision)
    if taken is None or opened.decided_seq is None:
        left_open = facts.ended is not None and facts.ended_at - opened.opened_at >= _LONG_OPEN
        if (opened.defaulted or left_open) and not deciders(facts, decision):
            yield _undecided(facts, decision, opened)
        return
    role = facts.act_of[opened.decided_seq].role
    if right is None or holder(facts, right) is None or role in allowed(facts, decision, opened):
        return
    # A right that only speaks of the same matter does not stand against the role that the question was put to.
    if right.id == decision.id or role != decision.role:
        yield _without_right(facts, decision, opened, role, right)


def _without_right(
    facts: Facts, decision: Decision, opened: DecisionState, role: str, right: DecisionRight
) -> Finding:
    question, actor = facts.script.filled(decision.question), facts.role_title(role)
    owner = holder(facts, right) or ""
    known, absent = facts.script.roles.get(owner), facts.state.absent.get(owner)
    gone = absent is not None and absent[0] <= (opened.decided_at or 0)
    alone = gone and right.no_answer is None and not (known and known.deputies)
    where = f'the right "{right.decision}"' + (f" (clause {right.clause})" if right.clause else "")
    silent = ", who could not be reached, and it names nobody else" if alone else ""
    return Finding(
        code=_CODE,
        kind="plan" if alone else "execution",
        subject=decision.step or f"decision-{decision.id}",
        statement=f"{actor} decided {quoted(question)}; by {where} that is for {facts.role_title(owner)}{silent}.",
        consequence="A decision without authority may be undone, or binds nobody.",
        proposed_change=f"Check that {facts.role_title(owner)} can be reached for {quoted(question, 80)}, and say in "
        "the plan who decides when nobody answers, and after how long.",
        poete=_POETE,
        evidence=tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None),
        priority="high",
        step=decision.step,
        clause=right.clause,
        role=owner,
        about=_about_decision(decision),
    )


def _about_decision(decision: Decision) -> tuple[str, ...]:
    return (choice(decision.id), *((lapse(decision.step),) if decision.step else ()))


def _undecided(facts: Facts, decision: Decision, opened: DecisionState) -> Finding:
    question = facts.script.filled(decision.question)
    when = "in time" if opened.defaulted else "before play ended"
    return Finding(
        code=_CODE,
        kind="plan",
        subject=f"decision-{decision.id}",
        statement=f"Nobody decided {quoted(question)} {when}, and the plan names nobody who may.",
        consequence="What happens is settled by default.",
        proposed_change=f"Add a decision right for {quoted(question, 80)}, with a deputy and a time.",
        poete=_POETE,
        evidence=tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None),
        priority="high",
        root_cause="The plan has no decision right for it.",
        about=_about_decision(decision),
    )


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution"),
    "several roles doing a step without an owner within ten minutes, or nobody doing it; a role doing a step that "
    "another part of the plan gives it to; decisions by a role without the right, or by nobody where the plan names "
    "nobody; questions who decides or whose work it is that the plan does not answer; work that stood still for want "
    "of somebody's word; votes on it with less than 60 % behind one answer, or with a wrong majority",
    find,
)
