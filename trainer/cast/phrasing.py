"""What a generated participant says and does: the act that shows a step, in words taken from plan and scenario."""

from __future__ import annotations

import random

from trainer.core.actions import (
    Acknowledge,
    Action,
    AssumeRole,
    CastVote,
    Classify,
    Contain,
    Diagnose,
    DoStep,
    HandOver,
    Page,
    PostUpdate,
    Resolve,
    Verify,
)
from trainer.core.plan import ActionKind, Evidence, Step
from trainer.core.scenario import Vote
from trainer.core.script import Script
from trainer.core.time import MINUTE, SECOND


def act_for(script: Script, step: Step, with_reason: bool, right_severity: bool) -> Action:
    """The act by which a step is done: what the plan says shows it, or else the step by its name."""
    for evidence in step.shown_by:
        action = _shown(script, step, evidence, with_reason, right_severity)
        if action is not None:
            return action
    return DoStep(step=step.id, note=step.title)


def _shown(
    script: Script, step: Step, evidence: Evidence, with_reason: bool, right_severity: bool
) -> Action | None:
    phrase = f" {evidence.phrase}" if evidence.phrase else ""
    match evidence.action:
        case ActionKind.ACKNOWLEDGE:
            return Acknowledge()
        case ActionKind.CLASSIFY:
            return _classified(script, with_reason, right_severity)
        case ActionKind.ASSUME_ROLE if evidence.role or step.role:
            return AssumeRole(role=evidence.role or step.role or "")
        case ActionKind.HAND_OVER if evidence.role or step.role:
            return HandOver(
                role=evidence.role or step.role or "",
                to="next shift",
                briefed=f"State and open tasks.{phrase}",
            )
        case ActionKind.PAGE if evidence.contact:
            return Page(contact=evidence.contact, note=f"{step.title}{phrase}")
        case ActionKind.POST_UPDATE if evidence.audience:
            return _update(script, evidence.audience, phrase, step)
        case _:
            return _technical(script, step, evidence.action, phrase, with_reason)


def _technical(script: Script, step: Step, kind: ActionKind, phrase: str, with_reason: bool) -> Action | None:
    match kind:
        case ActionKind.DIAGNOSE:
            return Diagnose(cause=_first_sentence(script.scenario.truth.cause) or f"Scope stated{phrase}")
        case ActionKind.CONTAIN:
            return Contain(
                measure=f"{step.title}{phrase}", reason="Least risk for the effect" if with_reason else ""
            )
        case ActionKind.VERIFY:
            seen = "Figures before and after compared on the dashboard" if with_reason else ""
            return Verify(what=f"{step.title}{phrase}", evidence=seen)
        case ActionKind.RESOLVE:
            return Resolve(statement=f"Service is back within its normal range{phrase}")
        case _:
            return None


def _classified(script: Script, with_reason: bool, right: bool) -> Action | None:
    order = script.plan.severity_order()
    if not order:
        return None
    truth = script.scenario.truth.severity or order[0]
    place = order.index(truth) if truth in order else 0
    severity = order[place if right else (place + 1 if place + 1 < len(order) else place - 1)]
    level = next(item for item in script.plan.severities if item.id == severity)
    reason = (level.criteria[0] if level.criteria else level.title) if with_reason else ""
    affected = _first_sentence(script.filled(script.scenario.truth.affected)) or script.scenario.title
    return Classify(
        severity=severity, reason=reason, statement=f"{severity}: {affected}" if with_reason else ""
    )


def _update(script: Script, audience: str, phrase: str, step: Step) -> Action:
    known = [item for item in script.plan.communications if item.audience == audience]
    approver = known[0].approver if known else None
    every = next((c.every for c in script.plan.cadences if c.audience == audience), None)
    severity = script.scenario.truth.severity or ""
    promised = every.get(severity) if isinstance(every, dict) else every
    text = f"{step.title}. We know what is affected and are working on it.{phrase}"
    next_in = promised if promised and promised >= SECOND else 30 * MINUTE
    return PostUpdate(audience=audience, text=text, next_in=next_in, approved_by=approver)


def vote_of(vote: Vote, right: bool, rng: random.Random) -> CastVote:
    """A vote: the scenario's truth, or another option; the confidence is drawn."""
    others = [choice for choice in vote.options if choice != vote.truth] or list(vote.options)
    choice = vote.truth if right and vote.truth in vote.options else rng.choice(others)
    return CastVote(
        vote=vote.id,
        choice=choice or vote.options[0],
        confidence=rng.randrange(3, 6) if right else rng.randrange(1, 5),
    )


def decision_reason(option: str) -> str:
    """Why a generated participant chose an option."""
    return f"The plan's criteria point to it: {option}"


def _first_sentence(text: str) -> str:
    return text.strip().split(". ")[0].replace("\n", " ").strip()[:300]
