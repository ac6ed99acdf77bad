"""Who may do a step beside its owner and the owner's deputies, and when nobody was there to do it."""

from __future__ import annotations

import re
from typing import Final

from trainer.core.actions import AssumeRole, Decide, HandOver
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Step
from trainer.core.time import Micros

_ANYBODY: Final = re.compile(
    r"\b(any(one|body| role| member)|who(so)?ever|every(one|body))\b[^.;]{0,60}\b(may|can|should|must|does|do)\b",
    re.IGNORECASE,
)


def acted_rightly(facts: Facts, step: Step, judgement: Judgement) -> bool:
    """Whether a role that does not own a step could do it all the same, or did it beside an owner who was in time."""
    return (
        _owner_too(facts, step, judgement)
        or _had_taken_over(facts, step, judgement)
        or _by_right(facts, judgement)
        or bool(_ANYBODY.search(step.text))
        or nobody_there(facts, step, judgement)
    )


def nobody_there(facts: Facts, step: Step, judgement: Judgement) -> bool:
    """Whether the owner and every deputy had become unreachable before the step was due or done."""
    ends = [facts.ended_at]
    if judgement.started_at is not None and judgement.limit is not None:
        ends.append(judgement.started_at + judgement.limit)
    if judgement.done_at is not None:
        ends = [judgement.done_at]
    owners, absent = facts.script.owners(step), facts.state.absent
    return bool(owners) and all(role in absent and absent[role][0] <= min(ends) for role in owners)


def _owner_too(facts: Facts, step: Step, judgement: Judgement) -> bool:
    owners, start, limit = facts.script.owners(step), judgement.started_at, judgement.limit
    end = None if start is None or limit is None else start + limit
    claims = facts.state.expectations.items[judgement.key].claims
    return any(c.role in owners and not c.improvised and (end is None or c.at <= end) for c in claims)


def _had_taken_over(facts: Facts, step: Step, judgement: Judgement) -> bool:
    """Whether the acting role held the owner's role by then: taken aloud, or handed over and accepted."""
    done = facts.state.expectations.items[judgement.key].done
    until: tuple[Micros, int] = (done.at, done.seq) if done is not None else (0, 0)
    taken = [
        (record.happened, record.seq, holder)
        for kind in (ActionKind.ASSUME_ROLE, ActionKind.HAND_OVER)
        for record, event in facts.by_kind.get(kind, ())
        if (record.happened, record.seq) < until
        and (holder := _taken_by(facts, event.role, event.action, step.role)) is not None
    ]
    return bool(taken) and max(taken)[2] == judgement.done_by


def _taken_by(facts: Facts, actor: str, action: object, role: str | None) -> str | None:
    """Who holds a role after an act; None where the act says nothing of it, or nobody knows."""
    if isinstance(action, AssumeRole) and action.role == role:
        return actor
    if isinstance(action, HandOver) and action.role == role and action.accepted and action.to:
        said = action.to.casefold()
        roles = facts.script.roles.values()
        return next(
            (known.id for known in roles if said in (known.id.casefold(), known.title.casefold())), None
        )
    return None


def _by_right(facts: Facts, judgement: Judgement) -> bool:
    """Whether a decision right of the plan lets the role decide: its holder, or who may when nobody answers."""
    done = facts.state.expectations.items[judgement.key].done
    act = facts.act_of.get(done.seq) if done is not None else None
    if act is None or not isinstance(act.action, Decide):
        return False
    opened = facts.state.decisions.get(act.action.decision)
    waited = (judgement.done_at or 0) - opened.opened_at if opened is not None else 0
    for right in facts.script.plan.decision_rights:
        if right.id != act.action.decision:
            continue
        holder = right.by_severity.get(facts.state.true_severity or "", right.role)
        passed = right.no_answer is not None and waited >= right.no_answer.after
        if act.role == holder or (
            passed and right.no_answer is not None and act.role == right.no_answer.role
        ):
            return True
    return False
