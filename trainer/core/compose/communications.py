"""Command, decisions and communications, and what participants said."""

from __future__ import annotations

from trainer.core import aar
from trainer.core import events as ev
from trainer.core.actions import AssumeRole
from trainer.core.compose import votes
from trainer.core.compose.times import secs
from trainer.core.compose.words import option_text
from trainer.core.facts import CadenceFact, Facts
from trainer.core.metrics.decisions import chosen, latency
from trainer.core.scenario import Decision
from trainer.core.state import DecisionState
from trainer.core.time import seconds


def told(facts: Facts) -> aar.CommunicationsPart:
    """How severity and command went, what was decided, and who was told what when."""
    return aar.CommunicationsPart(
        severity_history=tuple(
            (seconds(record.happened), action.severity, role, action.reason, record.seq)
            for record, role, action in facts.classifications
        ),
        command_history=tuple(
            (seconds(record.happened), event.action.role, event.role, record.seq)
            for record, event in facts.acts
            if isinstance(event.action, AssumeRole)
        ),
        decisions=tuple(
            _decision(facts, facts.script.decisions[name], opened)
            for name, opened in facts.state.decisions.items()
        ),
        updates=_updates(facts),
        cadences=tuple(_cadence(kept) for kept in facts.cadences),
        votes=votes.results(facts),
        votes_kappa=votes.kappa(facts),
    )


def _updates(facts: Facts) -> tuple[aar.Update, ...]:
    return tuple(
        aar.Update(
            elapsed_s=seconds(record.happened),
            role=role,
            audience=action.audience,
            public=action.audience in facts.script.public_audiences,
            text=action.text,
            next_in_s=secs(action.next_in),
            approved_by=action.approved_by,
            seq=record.seq,
        )
        for record, role, action in facts.updates
    )


def _cadence(kept: CadenceFact) -> aar.CadenceResult:
    return aar.CadenceResult(
        cadence=kept.cadence.id,
        title=kept.cadence.title,
        audience=kept.cadence.audience,
        interval_s=secs(kept.interval),
        due=kept.due,
        within=kept.within,
        worst_gap_s=secs(kept.worst),
        evidence=kept.evidence,
    )


def _decision(facts: Facts, decision: Decision, opened: DecisionState) -> aar.DecisionResult:
    script = facts.script
    taken = chosen(facts, decision.id)
    act = facts.act_of.get(opened.decided_seq) if opened.decided_seq is not None else None
    called_for = [option for option in decision.options if option.plan_calls_for]
    as_planned = None
    if called_for and opened.option is not None:
        as_planned = opened.option in [option.id for option in called_for]
    return aar.DecisionResult(
        decision=decision.id,
        question=script.filled(decision.question),
        asked_s=seconds(opened.opened_at),
        decided_s=secs(opened.decided_at),
        latency_s=secs(latency(facts, decision, opened).span),
        by_role=act.role if act else None,
        owner_role=owner_of(facts, decision),
        option=option_text(script, decision.id, opened.option) if opened.option else None,
        reason=taken.reason if taken else "",
        plan_called_for="; ".join(script.filled(option.text) for option in called_for) or None,
        as_planned=as_planned,
        defaulted=opened.defaulted,
        evidence=tuple(s for s in (opened.opened_seq, opened.decided_seq) if s is not None),
    )


def owner_of(facts: Facts, decision: Decision) -> str | None:
    """Who decides by the plan's decision rights, by its step, or else by the scenario."""
    severity = facts.state.true_severity
    for right in facts.script.plan.decision_rights:
        if right.id == decision.id:
            return right.by_severity.get(severity or "", right.role)
    step = facts.script.steps.get(decision.step or "")
    return step.role if step is not None and step.role is not None else decision.role


def voice(facts: Facts) -> aar.VoicePart:
    """What participants said in the hot wash, and what they were asked."""
    said: dict[str, list[tuple[str, str]]] = {"worked": [], "did not work": [], "change": []}
    scores: list[int] = []
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.HotWashRecorded):
            if event.score is not None:
                scores.append(event.score)
            if event.text and event.topic in said:
                words = f"{event.question} {event.text}" if event.question else event.text
                said[event.topic].append((event.role or "anonymous", words))
    return aar.VoicePart(
        worked=tuple(said["worked"]),
        did_not_work=tuple(said["did not work"]),
        change=tuple(said["change"]),
        scores=tuple(scores),
        questions=tuple(facts.script.filled(question.ask) for question in facts.script.scenario.hot_wash),
    )
