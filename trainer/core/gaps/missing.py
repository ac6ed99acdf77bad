"""G01, missing procedure or step: the team met something for which the plan has no words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core import events as ev
from trainer.core.actions import (
    Action,
    Ask,
    Classify,
    Contain,
    Diagnose,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    Resolve,
    Verify,
    kind_of,
    words_of,
)
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, inject_named, quoted
from trainer.core.msel import clock_words
from trainer.core.plan import Phase

_CODE: Final = "G01"
_POETE: Final = "Planning"
_ASKS_FOR_A_STEP: Final = re.compile(
    r"\b(what does (the|our) plan say|where (is it|does it say)|(is there|do we have) (a|any|no)\b.{0,30}"
    r"\b(procedure|step|clause|runbook)|(no|which|what) (procedure|step|clause|runbook))\b",
    re.IGNORECASE,
)
_PHASES: Final[dict[type[Action], frozenset[Phase]]] = {
    Classify: frozenset({Phase.CLASSIFICATION}),
    Diagnose: frozenset({Phase.CONTAINMENT, Phase.RESOLUTION}),
    Contain: frozenset({Phase.CONTAINMENT}),
    Verify: frozenset({Phase.CONTAINMENT, Phase.RESOLUTION}),
    Resolve: frozenset({Phase.RESOLUTION}),
}


def find(facts: Facts) -> Iterable[Finding]:
    """Improvised acts, acts and questions that no step of the plan covers, decisions that nothing governs."""
    yield from _improvised(facts)
    yield from _uncovered(facts)
    yield from _asked(facts)
    yield from _ungoverned(facts)


def _improvised(facts: Facts) -> Iterator[Finding]:
    """Acts outside the plan that stand for none of its steps."""
    for record, event in facts.acts:
        if isinstance(event.action, Improvise) and record.seq not in facts.closed_by:
            known = event.action.instead_of
            if known is None or known not in facts.script.steps:
                yield _act(facts, record, event, event.action.text, "acted outside the plan")


def _act(facts: Facts, record: Record, event: ev.ActionTaken, text: str, did: str) -> Finding:
    inject = _unanswered(facts, event, record)
    role, when = facts.role_title(event.role), clock_words(record.happened)
    statement = f"At {when} {role} {did}: {quoted(text)}; no step of the plan covers it."
    evidence: tuple[int, ...] = (record.seq,)
    if inject is not None:
        delivery = facts.deliveries[inject][0].seq
        statement += f" The message before it, {inject_named(facts, inject)}, calls for none either."
        evidence = (delivery, record.seq)
    by_evaluator = record.seq in facts.state.expectations.links
    return Finding(
        code=_CODE,
        kind="plan",
        subject=inject or f"act-{record.seq}",
        statement=statement,
        consequence="Whoever meets this next has to invent an answer again, under pressure and without its record.",
        proposed_change=f"Decide whether {quoted(text, 80)} is what should be done here; if so, write it into the plan "
        f"as a step with {role} or another role as owner, the event that starts it and a target.",
        poete=_POETE,
        evidence=evidence,
        priority="medium",
        role=event.role,
        confidence="evaluator" if by_evaluator else "automatic",
    )


def _unanswered(facts: Facts, event: ev.ActionTaken, record: Record) -> str | None:
    """The inject that an act answers, where the script expects no step for it and puts no decision or vote."""
    name = _answered(facts, event, record)
    if name is None:
        return None
    inject = facts.script.injects[name]
    asks = inject.expects or inject.decision or inject.vote or inject.contingency_for
    return None if asks else name


def _answered(facts: Facts, event: ev.ActionTaken, record: Record) -> str | None:
    """The inject whose title the act names, or else the one that had reached the role last."""
    said = words_of(event.action).casefold()
    recent = facts.answered(event.role, record.happened)
    titles = ((name, facts.script.filled(facts.script.injects[name].title)) for name in recent)
    return next((name for name, title in titles if title.casefold() in said), next(iter(recent), None))


def _uncovered(facts: Facts) -> Iterator[Finding]:
    """Acts that were matched to no step and that nothing in the whole plan provides for."""
    for record, event in facts.acts:
        if record.seq in facts.closed_by or record.seq in facts.state.expectations.ambiguous:
            continue
        what = _not_provided(facts, event.action)
        if what is not None:
            yield _act(facts, record, event, what, "went beyond the plan")


def _not_provided(facts: Facts, action: Action) -> str | None:
    """What an act did that the plan provides for nowhere; None where it does, or where that cannot be said."""
    plan = facts.script.plan
    shown = [evidence for _, step in plan.steps() for evidence in step.shown_by]
    match action:
        case PostUpdate():
            known = {item.audience for item in plan.communications}
            known |= {cadence.audience for cadence in plan.cadences}
            known |= {evidence.audience for evidence in shown if evidence.audience is not None}
            return f"an update to {action.audience}" if known and action.audience not in known else None
        case Page():
            reachable = {contact.id for contact in plan.contacts}
            reachable |= {evidence.contact for evidence in shown if evidence.contact is not None}
            return f"a call to {action.contact}" if reachable and action.contact not in reachable else None
        case HandOver():
            role = facts.script.roles.get(action.role)
            written = bool(role and (role.handover or role.longest))
            by_step = any(evidence.action is kind_of(action) for evidence in shown)
            return None if written or by_step else f"a handover of {facts.role_title(action.role)}"
        case _:
            return _no_phase(facts, action)


def _no_phase(facts: Facts, action: Action) -> str | None:
    """A kind of act whose phase the plan leaves out altogether."""
    phases = _PHASES.get(type(action))
    procedures = [found for found in facts.script.plan.procedures if found.steps]
    if phases is None or not procedures:
        return None
    shown = any(e.action is kind_of(action) for found in procedures for s in found.steps for e in s.shown_by)
    return None if shown or any(found.phase in phases for found in procedures) else f"the act {action.do}"


def _asked(facts: Facts) -> Iterator[Finding]:
    """Questions for a procedure, where the inject before them calls for none."""
    for record, event in facts.acts:
        if not isinstance(event.action, Ask) or not _ASKS_FOR_A_STEP.search(event.action.text):
            continue
        inject = _unanswered(facts, event, record)
        if inject is None and facts.answered(event.role, record.happened):
            continue  # What the question is about calls for steps of the plan: looking them up is no gap in it.
        yield _sought(facts, record, event, inject)


def _sought(facts: Facts, record: Record, event: ev.ActionTaken, inject: str | None) -> Finding:
    role, when = facts.role_title(event.role), clock_words(record.happened)
    question = quoted(words_of(event.action))
    if inject is None:
        statement, on = f"At {when} {role} looked for a procedure: {question}.", f"the question {question}"
    else:
        title = inject_named(facts, inject)
        about = "" if title.strip('"').casefold() in question.casefold() else f": {question}"
        statement = (
            f"At {when} {role} asked what the plan says about {title}{about}; no step is called for there."
        )
        on = f"an event such as {title}"
    return Finding(
        code=_CODE,
        kind="plan",
        subject=inject or f"act-{record.seq}",
        statement=statement,
        consequence="Time is lost on the question whether the plan says anything, and answers differ.",
        proposed_change=f"Decide whether the plan should say what {role} does on {on}. If so, add a step with its "
        "owner, the event that starts it and a target; if not, close this point with the reason.",
        poete=_POETE,
        evidence=(facts.deliveries[inject][0].seq, record.seq) if inject else (record.seq,),
        priority="low",
        role=event.role,
    )


def _ungoverned(facts: Facts) -> Iterator[Finding]:
    """Decisions put to the team that neither a step nor a decision right of the plan governs."""
    rights = {right.id for right in facts.script.plan.decision_rights}
    shown = {e.decision for _, step in facts.script.plan.steps() for e in step.shown_by if e.decision}
    for name, opened in facts.state.decisions.items():
        decision = facts.script.decisions[name]
        by_plan = any(option.plan_calls_for for option in decision.options)
        if decision.step is not None or name in rights or name in shown or by_plan:
            continue
        question = facts.script.filled(decision.question)
        seqs = tuple(seq for seq in (opened.opened_seq, opened.decided_seq) if seq is not None)
        yield Finding(
            code=_CODE,
            kind="plan",
            subject=f"decision-{name}",
            statement=f"The decision {quoted(question)} is governed by no step and by no decision right of the plan.",
            consequence="Who decides, by what criterion and within what time is settled anew each time.",
            proposed_change=f"Add a decision right for {quoted(question, 80)}: who decides at which severity, and who "
            "may when nobody answers.",
            poete=_POETE,
            evidence=seqs,
            role=decision.role,
        )


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "improvised acts that stand for no step; acts and questions for which the whole plan has no step, contact or "
    "audience; injects answered only by those; decisions that neither a step nor a decision right governs",
    find,
)
