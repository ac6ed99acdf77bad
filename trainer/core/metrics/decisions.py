"""How long decisions took, and how roles were handed over."""

from __future__ import annotations

from trainer.core.actions import AssumeRole, Decide, HandOver
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.metrics.measure import Measure
from trainer.core.scenario import Decision
from trainer.core.state import DecisionState
from trainer.core.time import Micros, say_duration


def latencies(facts: Facts) -> list[Measure]:
    """Latency of every decision of the scenario, in its order."""
    return [
        latency(facts, decision, facts.state.decisions.get(decision.id))
        for decision in facts.script.scenario.decisions
    ]


def latency(facts: Facts, decision: Decision, opened: DecisionState | None) -> Measure:
    """Time from the inject that put a decision to the role that took it until it was logged."""
    span, detail = None, ""
    taken = facts.act_of.get(opened.decided_seq) if opened and opened.decided_seq is not None else None
    if opened is None:
        detail = "the decision was not put to the team"
    elif opened.defaulted:
        detail = "nobody decided in time; the default was taken"
    elif opened.decided_at is None or taken is None:
        detail = "it was not decided"
    elif not reached(facts, decision, taken.role):
        after = say_duration(opened.decided_at - opened.opened_at)
        detail = f"{facts.role_title(taken.role)} decided after {after}, but the inject had not been addressed to it"
    else:
        span = max(0, opened.decided_at - opened.opened_at)
    target = decision.time_limit
    return Measure(
        f"Decision latency: {decision.id}",
        f"decision latency, {facts.script.filled(decision.question)}",
        "decision logged minus delivery of the inject that put it to the deciding role",
        span=span,
        target=target,
        met=_decided_in_time(span, target, opened),
        detail=detail,
        evidence=tuple(s for s in (opened.opened_seq, opened.decided_seq) if s is not None) if opened else (),
    )


def _decided_in_time(span: Micros | None, target: Micros | None, opened: DecisionState | None) -> bool | None:
    if target is None:
        return None
    if span is not None:
        return span <= target
    return False if opened is not None and opened.defaulted else None


def reached(facts: Facts, decision: Decision, role: str) -> bool:
    """Whether the inject that put a decision was addressed to a role."""
    return any(
        facts.script.injects[name].decision == decision.id and role in event.to
        for name, (_, event) in facts.deliveries.items()
    )


def chosen(facts: Facts, decision: str) -> Decide | None:
    """The act that took a decision, or None where nobody did."""
    opened = facts.state.decisions.get(decision)
    taken = facts.act_of.get(opened.decided_seq) if opened and opened.decided_seq is not None else None
    return taken.action if taken is not None and isinstance(taken.action, Decide) else None


def handoffs(facts: Facts) -> list[Measure]:
    """Every handover of a role; one row that says so where there was none."""
    taken: dict[str, Record] = {}
    followed: list[tuple[Record, HandOver, Record | None]] = []
    for record, event in reversed(facts.acts):
        if isinstance(event.action, AssumeRole):
            taken[event.action.role] = record
        elif isinstance(event.action, HandOver):
            followed.append((record, event.action, taken.get(event.action.role)))
    if not followed:
        return [_handoff("Handoff", "handoff", None, "no role was handed over", ())]
    return [_one_handoff(facts, *entry, number) for number, entry in enumerate(reversed(followed), 1)]


def _one_handoff(facts: Facts, record: Record, brief: HandOver, taken: Record | None, number: int) -> Measure:
    """A handover; `taken` is when the role was next taken."""
    said = (
        "what was handed over is on record"
        if brief.briefed.strip()
        else "nothing is on record of what was said"
    )
    span = None
    if taken is not None:
        span = max(0, taken.happened - record.happened)
    elif brief.accepted:
        said += "; it was accepted, and brief and acceptance were recorded as one act"
    else:
        said += "; it was not accepted"
    seqs = (record.seq, taken.seq) if taken is not None else (record.seq,)
    name = f"Handoff {number}: {brief.role}"
    return _handoff(name, f"handoff of {facts.role_title(brief.role)}", span, said, seqs)


def _handoff(name: str, expansion: str, span: Micros | None, detail: str, seqs: tuple[int, ...]) -> Measure:
    definition = "role taken over minus start of the brief, and whether what was handed over is on record"
    return Measure(name, expansion, definition, span=span, detail=detail, evidence=seqs)
