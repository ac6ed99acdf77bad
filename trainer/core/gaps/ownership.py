"""G03, unclear ownership or authority: several roles acted, or none; somebody decided who may not; "who decides?"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.actions import Ask, AssumeRole, Contain, DoStep, Page, Resolve
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, evidence_of, judged, named, quoted, roles_named
from trainer.core.metrics.decisions import chosen
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, DecisionRight, Step
from trainer.core.scenario import Decision
from trainer.core.state import DecisionState
from trainer.core.time import MINUTE

_CODE: Final = "G03"
_POETE: Final = "Organisation"
_TOGETHER: Final = 10 * MINUTE
"""Two roles that do the same step within this time of each other did not know of one another."""
_ONE_OWNER: Final = (DoStep, AssumeRole, Contain, Page, Resolve)
"""Acts that make no sense twice; others, such as updates, are repeated by several roles on purpose."""
_WHO: Final = re.compile(
    r"\bwho\b.{0,40}\b(decid\w*|owns?|approv\w*|authori[sz]\w*|in charge|in command|responsible|leads?|leading|may|"
    r"allowed|supposed)\b|\bwhose (call|decision|job)\b",
    re.IGNORECASE,
)


def find(facts: Facts) -> Iterable[Finding]:
    """Steps and decisions of which the team did not know whose they are."""
    for step in facts.script.scope:
        yield from _several(facts, facts.script.steps[step])
        yield from _nobody(facts, facts.script.steps[step])
        yield from _contradicted(facts, facts.script.steps[step])
    for name, opened in facts.state.decisions.items():
        yield from _decided(facts, facts.script.decisions[name], opened)
    yield from _asked(facts)


# Steps ----------------------------------------------------------------------------------------------------------------


def _several(facts: Facts, step: Step) -> Iterator[Finding]:
    """Different roles did the same step side by side."""
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
        owners = facts.script.owners(step)
        if not doubled or (owners and all(role in owners for _, _, role in (first, *doubled))):
            continue
        yield _double(facts, step, (first, *doubled))


def _handed_over(facts: Facts, step: Step, after: int, before: int) -> bool:
    """Whether the role was handed over between two acts."""
    return any(after < seq < before for seq, handover in facts.handovers if handover.role == step.role)


def _double(facts: Facts, step: Step, acts: tuple[tuple[int, int, str], ...]) -> Finding:
    roles = roles_named(facts, dict.fromkeys(role for _, _, role in acts))
    owner = facts.role_title(step.role)
    named_by = f"The plan names {owner}." if step.role else "The plan names no owner."
    change = f"Name one owner of {named(facts, step.id)}"
    if step.role:
        change = f"Rehearse that {owner} alone does {named(facts, step.id)} and says so aloud"
    return Finding(
        code=_CODE,
        kind="execution" if step.role else "plan",
        subject=step.id,
        statement=f"{roles} each did {named(facts, step.id)} within {_TOGETHER // MINUTE} minutes. {named_by}",
        consequence="The same work is done twice, or two people act against each other.",
        proposed_change=f"{change}; whoever else may do it is named as deputy, with the condition for it.",
        poete=_POETE,
        evidence=tuple(sorted(seq for _, seq, _ in acts)),
        priority="high" if step.critical else "medium",
        step=step.id,
        root_cause="" if step.role else "The step has no owner.",
    )


def _nobody(facts: Facts, step: Step) -> Iterator[Finding]:
    """Nobody did a step that the plan gives to nobody."""
    missed = [j for j in judged(facts, step.id) if j.outcome is Outcome.MISSED]
    if step.role is not None or not missed:
        return
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"Nobody did {named(facts, step.id)}, and the plan names no role that owns it.",
        consequence="A step that is everybody's is nobody's: it is left undone.",
        proposed_change=f"Name an owner and a deputy for {named(facts, step.id)}.",
        poete=_POETE,
        evidence=evidence_of(missed),
        priority="high" if step.critical else "medium",
        step=step.id,
        root_cause="The step has no owner.",
    )


def _contradicted(facts: Facts, step: Step) -> Iterator[Finding]:
    """A role other than the step's owner did it, and another part of the plan gives it to that role."""
    for judgement in judged(facts, step.id):
        if Outcome.WRONG_ROLE not in (judgement.outcome, *judgement.also) or judgement.done_by is None:
            continue
        elsewhere = dict(_authorities(facts, step)).get(judgement.done_by)
        if elsewhere is not None:
            yield _contradiction(facts, step, judgement, elsewhere)


def _contradiction(facts: Facts, step: Step, judgement: Judgement, elsewhere: str) -> Finding:
    owner, actor = facts.role_title(step.role), facts.role_title(judgement.done_by)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"{actor} did {named(facts, step.id)}. The step gives it to {owner}, but {elsewhere} names {actor}.",
        consequence="Each role can rely on a part of the plan that makes the other responsible.",
        proposed_change=f"Make {named(facts, step.id)} and {elsewhere} name the same role.",
        poete=_POETE,
        evidence=judgement.evidence,
        priority="high" if step.critical else "medium",
        step=step.id,
        root_cause="Two parts of the plan name different roles.",
    )


def _authorities(facts: Facts, step: Step) -> Iterator[tuple[str, str]]:
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
        role = _holder(facts, right)
        if right.id in put and role is not None:
            yield role, f'the decision right "{right.decision}"'


# Decisions ------------------------------------------------------------------------------------------------------------


def _holder(facts: Facts, right: DecisionRight) -> str | None:
    return right.by_severity.get(facts.state.true_severity or "", right.role)


def _decided(facts: Facts, decision: Decision, opened: DecisionState) -> Iterator[Finding]:
    taken = chosen(facts, decision.id)
    right = next((right for right in facts.script.plan.decision_rights if right.id == decision.id), None)
    step = facts.script.steps.get(decision.step or "")
    allowed = _allowed(facts, right, step, opened)
    if taken is None or opened.decided_seq is None:
        if opened.defaulted and not allowed:
            yield _undecided(facts, decision, opened)
        return
    role = facts.act_of[opened.decided_seq].role
    if allowed and role not in allowed:
        yield _without_right(facts, decision, opened, role, right)


def _allowed(
    facts: Facts, right: DecisionRight | None, step: Step | None, opened: DecisionState
) -> frozenset[str]:
    """Roles that may take a decision by the plan; empty where it says nothing."""
    allowed: set[str] = set(facts.script.owners(step)) if step is not None else set()
    if right is None:
        return frozenset(allowed)
    holder = _holder(facts, right)
    if holder is not None:
        known = facts.script.roles.get(holder)
        allowed |= {holder, *(known.deputies if known else ())}
    waited = (opened.decided_at or 0) - opened.opened_at
    if right.no_answer is not None and waited >= right.no_answer.after:
        allowed.add(right.no_answer.role)
    return frozenset(allowed)


def _without_right(
    facts: Facts, decision: Decision, opened: DecisionState, role: str, right: DecisionRight | None
) -> Finding:
    question, actor = facts.script.filled(decision.question), facts.role_title(role)
    step = facts.script.steps.get(decision.step or "")
    holder = (_holder(facts, right) if right else None) or (step.role if step else None)
    clause = right.clause if right else None
    where = f'the right "{right.decision}"' if right else named(facts, step.id) if step else "the plan"
    where += f" (clause {clause})" if clause else ""
    return Finding(
        code=_CODE,
        kind="execution",
        subject=decision.step or f"decision-{decision.id}",
        statement=f"{actor} decided {quoted(question)}; by {where} that is for {facts.role_title(holder)}.",
        consequence="A decision without authority may be undone, or binds nobody.",
        proposed_change=f"Check that {facts.role_title(holder)} can be reached for {quoted(question, 80)}, and say in "
        "the plan who decides when nobody answers, and after how long.",
        poete=_POETE,
        evidence=tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None),
        priority="high",
        step=decision.step,
        clause=clause,
        role=holder,
    )


def _undecided(facts: Facts, decision: Decision, opened: DecisionState) -> Finding:
    question = facts.script.filled(decision.question)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=f"decision-{decision.id}",
        statement=f"Nobody decided {quoted(question)} in time, and the plan names nobody who may.",
        consequence="What happens is settled by default.",
        proposed_change=f"Add a decision right for {quoted(question, 80)}, with a deputy and a time.",
        poete=_POETE,
        evidence=tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None),
        priority="high",
        root_cause="The plan has no decision right for it.",
    )


def _asked(facts: Facts) -> Iterator[Finding]:
    """ "Who decides?", asked during play."""
    for record, event in facts.acts:
        if not isinstance(event.action, Ask) or not _WHO.search(_own_words(facts, event.action.text)):
            continue
        pending = _pending(facts, record.happened)
        role, when = facts.role_title(event.role), clock_words(record.happened)
        about = f" while {quoted(facts.script.filled(pending.question), 80)} was open" if pending else ""
        yield Finding(
            code=_CODE,
            kind="plan",
            subject=(pending.step or f"decision-{pending.id}") if pending else "who-decides",
            statement=f"At {when} {role} asked{about}: {quoted(event.action.text)}.",
            consequence="Time passes until somebody takes it on.",
            proposed_change="Say in the plan, where the question came up, who decides or owns it, and who else may.",
            poete=_POETE,
            evidence=(record.seq,),
            step=pending.step if pending else None,
            role=event.role,
        )


def _own_words(facts: Facts, text: str) -> str:
    """A question without the titles of messages that it names: what those ask is not what the role asks."""
    for name in facts.deliveries:
        title = facts.script.filled(facts.script.injects[name].title)
        text = re.sub(re.escape(title), " ", text, flags=re.IGNORECASE)
    return text


def _pending(facts: Facts, moment: int) -> Decision | None:
    """The decision that was open at a moment, the newest where there are several."""
    found = [
        (opened.opened_at, name)
        for name, opened in facts.state.decisions.items()
        if opened.opened_at <= moment and (opened.decided_at is None or opened.decided_at >= moment)
    ]
    return facts.script.decisions[max(found)[1]] if found else None


DETECTOR: Final = Detector(
    _CODE,
    ("plan", "execution"),
    "several roles doing the same step within ten minutes; nobody doing a step without an owner; parts of the plan "
    "that name different roles; decisions by a role without the right; questions who decides",
    find,
)
