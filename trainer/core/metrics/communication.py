"""First updates and the cadence of those that follow."""

from __future__ import annotations

from trainer.core.actions import PostUpdate
from trainer.core.facts import CadenceFact, Facts
from trainer.core.metrics.measure import Measure, seqs
from trainer.core.metrics.moments import lacking
from trainer.core.plan import ActionKind
from trainer.core.time import Micros, say_duration


def first_update(facts: Facts, *, public: bool) -> Measure:
    """Time until staff, or the public, first heard something."""
    anchor, word = ("impact", "public") if public else ("declared", "internal")
    audiences = facts.script.public_audiences
    posts = [entry for entry in facts.updates if (entry[2].audience in audiences) == public]
    start = facts.earliest(anchor)
    span, detail = None, ""
    if not posts or start is None:
        reasons = [] if posts else [f"no {word} update was posted"]
        detail = "; ".join(reasons if start else [*reasons, lacking(facts, anchor)])
    else:
        span = max(0, posts[0][0].happened - start[0])
        detail = _approval(facts, posts[0][2])
    target = _update_target(facts, anchor, public)
    return Measure(
        f"First {word} update",
        f"time to the first {word} update",
        f'first {word} update sent minus "{anchor}"; whether it was approved is said beside it',
        span=span,
        target=target,
        met=span <= target if span is not None and target is not None else None,
        detail=detail,
        evidence=seqs(start, (0, posts[0][0].seq)) if span is not None else (),
    )


def _approval(facts: Facts, update: PostUpdate) -> str:
    approvers = [item.approver for item in facts.channel_of(update.audience) if item.approver is not None]
    if not approvers:
        return "the plan names no approver for this audience"
    if update.approved_by is None:
        return f"sent without a recorded approval; the plan names {facts.role_title(approvers[0])}"
    return f"approved by {facts.role_title(update.approved_by)}"


def _update_target(facts: Facts, anchor: str, public: bool) -> Micros | None:
    severity = facts.state.true_severity
    for step in facts.script.steps.values():
        audiences = [e.audience for e in step.shown_by if e.action is ActionKind.POST_UPDATE and e.audience]
        matching = any((audience in facts.script.public_audiences) == public for audience in audiences)
        if step.target and step.target.from_ == anchor and matching and step.applies_at(severity):
            return step.target.limit(severity)
    return None


def cadence_kept(kept: CadenceFact) -> Measure:
    """How one cadence was kept."""
    cadence = kept.cadence
    share = round(100 * kept.within / kept.due, 1) if kept.due else None
    if kept.began is None:
        detail = f'it never began: "{cadence.from_}" did not happen'
    elif not kept.due:
        detail = "no update fell due before the end"
    else:
        worst = say_duration(kept.worst or 0)
        detail = f"{kept.within} of {kept.due} updates in time; the longest gap was {worst}"
    return Measure(
        f"Cadence adherence: {cadence.id}",
        f"cadence adherence, {cadence.title}",
        "updates sent within the interval in force / updates due, and the longest gap",
        figure=share,
        unit="%",
        target=kept.interval,
        met=kept.within == kept.due if kept.due else None,
        detail=detail,
        evidence=kept.evidence,
    )
