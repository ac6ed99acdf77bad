"""Whose is it? Questions that the plan does not answer, work that waits for somebody's word, votes that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core.actions import Ask, AssumeRole
from trainer.core.agreement import Conviction, Tally, tallies
from trainer.core.events import ActionTaken, Record
from trainer.core.facts import Facts
from trainer.core.gaps.authority import deciders, decides_all, holder, named_elsewhere, right_about
from trainer.core.gaps.finding import (
    PRIORITIES,
    Finding,
    Priority,
    act,
    lapse,
    named,
    quoted,
    roles_named,
)
from trainer.core.gaps.likeness import closest, meaning
from trainer.core.gaps.mentions import role_named
from trainer.core.gaps.obstacles import Obstacle, instance, obstacles
from trainer.core.gaps.once import once
from trainer.core.gaps.questions import Asks, asks
from trainer.core.gaps.talk import Missing
from trainer.core.msel import clock_words
from trainer.core.plan import ActionKind, Step
from trainer.core.scenario import Decision
from trainer.core.time import Micros

_CODE: Final = "G03"
_POETE: Final = "Organisation"
_WEIGHS: Final[dict[Conviction, Priority]] = {"sure": "high", "mixed": "medium", "unsure": "low"}

_OF_OWNERSHIP: Final = meaning(
    "decide decision call approve approval authorise authority allowed entitled charge command lead responsible "
    "accountable own job task turn work mine order agree permit permission word final go ahead sign"
)
"""Words that ask whose something is, and not what."""


def said(facts: Facts) -> Iterable[Finding]:
    """What people asked, waited for and answered alone that shows that the plan does not say whose something is."""
    for record, event in facts.acts:
        if isinstance(event.action, Ask):
            yield from _asked(facts, record, event, event.action.text)
    for obstacle in obstacles(facts):
        if obstacle.missing is Missing.AUTHORITY:
            yield from _blocked(facts, obstacle)
    for found in once(facts, tallies):
        if found.vote.about == "ownership" and (found.disagrees or _open_question(facts, found)):
            yield _voted(facts, found)


def _open_question(facts: Facts, found: Tally) -> bool:
    """Whether a vote on a step that the plan gives to nobody was not unanimous: nothing decides between the answers."""
    step = facts.script.steps.get(found.vote.step or "")
    return step is not None and step.role is None and len(found.ballots) > 1 and found.largest < 1


@dataclass(frozen=True, slots=True)
class _Matter:
    """What a question, a vote or a blocker is about, and the roles that the plan names for it."""

    subject: str = "who-decides"
    step: str | None = None
    named: frozenset[str] = frozenset()
    question: str = ""


def _matter(facts: Facts, text: str, moment: Micros) -> _Matter:
    """A decision or a step that a text speaks of, or else the decision that was open at the time."""
    decisions = facts.script.decisions
    alike = closest(text, ((name, facts.script.filled(d.question)) for name, d in decisions.items()))
    if alike is not None:
        return _on_decision(facts, decisions[alike])
    right = right_about(facts, text)
    owner = holder(facts, right) if right is not None else None
    by_right = frozenset({owner}) if owner is not None else decides_all(facts)
    step = closest(text, ((name, step.title) for name, step in facts.script.steps.items()))
    if step is not None:
        return _Matter(step, step, by_right)
    pending = _pending(facts, moment)
    if pending is not None and _may_mean(facts, text, pending):
        return _on_decision(facts, pending)
    unowned = _waiting_unowned(facts, moment)
    if len(unowned) == 1:
        return _Matter(unowned[0], unowned[0], by_right)
    return _Matter(named=by_right)


def _waiting_unowned(facts: Facts, moment: Micros) -> list[str]:
    """Steps that the plan gives to nobody and that waited to be done at a moment."""
    return [
        name
        for name in facts.script.scope
        if facts.script.steps[name].role is None
        and any(
            j.started_at is not None and j.started_at <= moment and (j.done_at is None or j.done_at > moment)
            for j in facts.of_step.get(name, ())
        )
    ]


def _may_mean(facts: Facts, text: str, decision: Decision) -> bool:
    """Whether a text that names no matter, or one word of an open decision, may be about that decision."""
    said = meaning(text) - _OF_OWNERSHIP
    return not said or not said.isdisjoint(meaning(facts.script.filled(decision.question)))


def _on_decision(facts: Facts, decision: Decision) -> _Matter:
    subject = decision.step or f"decision-{decision.id}"
    return _Matter(subject, decision.step, deciders(facts, decision), facts.script.filled(decision.question))


def _pending(facts: Facts, moment: Micros) -> Decision | None:
    """The decision that was open at a moment, the newest where there are several."""
    found = [
        (opened.opened_at, name)
        for name, opened in facts.state.decisions.items()
        if opened.opened_at <= moment and (opened.decided_at is None or opened.decided_at >= moment)
    ]
    return facts.script.decisions[max(found)[1]] if found else None


def _asked(facts: Facts, record: Record, event: ActionTaken, text: str) -> Iterator[Finding]:
    """ "Who decides?", asked during play, where the plan does not say."""
    kind = asks(facts, text)
    matter = _matter(facts, text, record.happened) if kind is not None else None
    if kind is None or matter is None or _answered(facts, record, kind, matter):
        return
    if kind in (Asks.WORK, Asks.COMMAND) and matter.step is None:
        matter = _Matter()
    role, when = facts.role_title(event.role), clock_words(record.happened)
    about = f" while {quoted(matter.question, 80)} was open" if matter.question else ""
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=matter.subject,
        statement=f"At {when} {role} asked{about}: {quoted(text)}. {_says(facts, matter)}",
        consequence="Time passes until somebody takes it on.",
        proposed_change="Say in the plan, where the question came up, who decides or owns it, and who else may.",
        poete=_POETE,
        evidence=(record.seq,),
        step=matter.step,
        role=event.role,
        about=(act(record.seq),),
    )


def _answered(facts: Facts, record: Record, kind: Asks, matter: _Matter) -> bool:
    """Whether the plan, or what was said aloud before, answers a question."""
    match kind:
        case Asks.DECISION:
            return len(matter.named) == 1
        case Asks.COMMAND:
            return _in_command(facts, record)
        case Asks.WORK:
            return matter.step is not None and _owned(facts, matter.step)
        case Asks.DOER:
            return matter.step is None or _owned(facts, matter.step)


def _owned(facts: Facts, name: str) -> bool:
    """Whether the plan gives a step to one role, in all its parts."""
    step = facts.script.steps[name]
    owners = facts.script.owners(step)
    return bool(owners) and all(role in owners for role, _ in named_elsewhere(facts, step))


def _in_command(facts: Facts, moment: Record) -> bool:
    """Whether somebody had taken command aloud, or the plan has one step, with an owner, by which one role takes it."""
    since = once(facts, _command_taken)
    taken = since is not None and since < (moment.happened, moment.seq)
    declares = [
        step
        for step in facts.script.steps.values()
        if any(e.action is ActionKind.ASSUME_ROLE and e.role in facts.script.leads for e in step.shown_by)
    ]
    return taken or (len(declares) == 1 and declares[0].role is not None and len(facts.script.leads) == 1)


def _command_taken(facts: Facts) -> tuple[Micros, int] | None:
    """When somebody first took command aloud (time and sequence number)."""
    taken = (
        (record.happened, record.seq)
        for record, event in facts.by_kind.get(ActionKind.ASSUME_ROLE, ())
        if isinstance(event.action, AssumeRole) and event.action.role in facts.script.leads
    )
    return next(taken, None)


def _says(facts: Facts, matter: _Matter) -> str:
    """What the plan says of who it is."""
    if len(matter.named) > 1:
        return f"Parts of the plan name different roles: {roles_named(facts, sorted(matter.named))}."
    return "The plan does not say."


def _blocked(facts: Facts, found: Obstacle) -> Iterator[Finding]:
    """Work that stood still for want of somebody's word, where the plan names nobody, or nobody else."""
    step = facts.script.steps.get(found.step or "")
    owners = _who_may(facts, found, step)
    # What came in time kept nobody; a role that dropped out is itself what stopped the work.
    if _came_in_time(facts, found, step) or any(role in facts.state.absent for role in owners):
        return
    others = _who_else(facts, owners)
    role, where = facts.role_title(found.role), f" at {named(facts, step.id)}" if step else ""
    says = "The plan names nobody who may give it."
    if owners:
        says = f"The plan names {roles_named(facts, sorted(owners))}, and "
        says += (
            f"{roles_named(facts, sorted(others))} in their place." if others else "nobody in their place."
        )
    yield Finding(
        code=_CODE,
        kind="execution" if others else "plan",
        subject=step.id if step else "who-decides",
        statement=f"At {clock_words(found.at)} {role} could not go on{where} for want of {quoted(found.words)}. {says}",
        consequence="Work stands still until somebody dares to say yes.",
        proposed_change="Say in the plan who may give this word, and who may when nobody answers, and after how long.",
        poete=_POETE,
        evidence=(found.seq,),
        priority="high" if step is not None and step.critical else "medium",
        step=step.id if step else None,
        role=found.role,
        about=(act(found.seq), *((lapse(step.id),) if step else ())),
    )


def _came_in_time(facts: Facts, found: Obstacle, step: Step | None) -> bool:
    """Whether what was lacking came all the same: the step was done in time, or the open decision was taken."""
    if step is not None:
        judgement = instance(facts, step.id, found.at)
        return judgement is not None and judgement.done and judgement.met is not False
    pending = _pending(facts, found.at)
    opened = facts.state.decisions.get(pending.id) if pending is not None else None
    return opened is not None and opened.decided_at is not None and not opened.defaulted


def _who_may(facts: Facts, found: Obstacle, step: Step | None) -> frozenset[str]:
    """Roles whose word is lacking, as the plan names them: an approver, a decision right, the one who is waited for."""
    audiences = {e.audience for e in step.shown_by if e.audience} if step is not None else set()
    approvers = {
        item.approver
        for item in facts.script.plan.communications
        if item.audience in audiences and item.approver is not None
    }
    by_right = _matter(facts, found.words, found.at).named
    waited_for = role_named(facts.script.plan, found.words)
    return frozenset(approvers) or by_right or frozenset(role for role in (waited_for,) if role is not None)


def _who_else(facts: Facts, owners: frozenset[str]) -> frozenset[str]:
    """Who may in the place of some roles: their deputies, and whom a decision right names when nobody answers."""
    deputies = {name for role in facts.script.plan.roles if role.id in owners for name in role.deputies}
    instead = {
        right.no_answer.role
        for right in facts.script.plan.decision_rights
        if right.no_answer is not None and holder(facts, right) in owners
    }
    return frozenset(deputies | instead)


def _voted(facts: Facts, found: Tally) -> Finding:
    """A vote on who decides or owns something that shows no common view, or a wrong one."""
    vote = found.vote
    question = facts.script.filled(vote.question)
    matter = _Matter(vote.step, vote.step) if vote.step else _matter(facts, question, found.opened_at)
    step = facts.script.steps.get(matter.step or "")
    verdict = f"most named {found.top}, which is wrong" if found.united else "there was no common view"
    truth = f"; the right answer was {vote.truth}" if vote.truth else ""
    where = named(facts, step.id) if step is not None else "the plan"
    weight = _WEIGHS[found.conviction]
    critical: Priority = "high" if step is not None and step.critical and weight != "low" else "low"
    return Finding(
        code=_CODE,
        kind="plan",
        subject=matter.subject,
        statement=f"Voting each alone on {quoted(question, 90)}, {len(found.ballots)} roles answered {found.spread}: "
        f"{verdict}{truth}.{found.conviction_said}",
        consequence="In earnest two roles would act, or each would wait for another.",
        proposed_change=f"Name one role for it in {where}, in every part that speaks of it, and say who may instead.",
        poete=_POETE,
        evidence=tuple(sorted((*found.opened, *(ballot.seq for ballot in found.ballots)))),
        priority=min(weight, critical, key=PRIORITIES.index),
        step=matter.step,
        about=(
            *(act(ballot.seq) for ballot in found.ballots),
            *((lapse(matter.step),) if matter.step is not None else ()),
        ),
    )
