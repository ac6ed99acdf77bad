"""Results: objectives, steps, metrics, and the script as run."""

from __future__ import annotations

from trainer.core import aar
from trainer.core import events as ev
from trainer.core.compose.times import secs
from trainer.core.facts import Facts
from trainer.core.metrics import Measure
from trainer.core.metrics.shares import covered
from trainer.core.msel import planned_at, planned_words, rows
from trainer.core.outcomes import Judgement
from trainer.core.ratings import Given, Rated
from trainer.core.time import seconds


def objectives(rated: tuple[Rated, ...]) -> tuple[aar.ObjectiveResult, ...]:
    """Every objective with the suggested rating, those given and the one that stands."""
    return tuple(_objective(item) for item in rated)


def _objective(item: Rated) -> aar.ObjectiveResult:
    given = tuple(_rating(found) for found in item.given)
    if item.consensus is not None:
        given = (*given, _rating(item.consensus, consensus=True))
    return aar.ObjectiveResult(
        id=item.objective.id,
        title=item.objective.title,
        capability=item.objective.capability,
        critical=item.objective.critical,
        steps=item.objective.steps,
        suggested=item.suggested.value,
        suggested_reason=item.reason,
        given=given,
        rating=item.rating.value,
        automatic=item.automatic,
        consensus=item.consensus is not None,
        agreed=item.agreed,
        evidence=item.evidence,
    )


def _rating(found: Given, *, consensus: bool = False) -> aar.RatingGiven:
    return aar.RatingGiven(
        rater=found.rater,
        rating=found.rating.value,
        reason=found.reason,
        consensus=consensus,
        evidence=found.evidence,
    )


def steps(facts: Facts) -> tuple[aar.StepResult, ...]:
    """Every expected action judged, in the plan's order."""
    return tuple(_step(facts, judgement) for judgement in facts.judgements)


def _step(facts: Facts, judgement: Judgement) -> aar.StepResult:
    step = facts.script.steps[judgement.step]
    procedure = facts.script.procedure_of[step.id]
    return aar.StepResult(
        key=judgement.key,
        step=step.id,
        title=step.title,
        procedure=procedure.title,
        phase=procedure.phase.value,
        role=step.role,
        role_title=facts.role_title(step.role),
        clause=facts.script.clause(step),
        strength=step.strength.value,
        critical=step.critical,
        anchor=step.target.from_ if step.target else None,
        started_s=secs(judgement.started_at),
        done_s=secs(judgement.done_at),
        target_s=secs(judgement.limit),
        elapsed_s=secs(judgement.elapsed),
        delta_s=secs(judgement.delta),
        met=judgement.met,
        outcome=judgement.outcome.value,
        automatic_outcome=judgement.automatic.value,
        why=judgement.why,
        also=tuple(outcome.value for outcome in judgement.also),
        overruled=judgement.overruled,
        overruled_by=judgement.overruled_by,
        done_by_role=judgement.done_by,
        also_done_by=judgement.also_done_by,
        inject=judgement.inject,
        assessments=_assessments(facts, step.id),
        evidence=judgement.evidence,
    )


def _assessments(facts: Facts, step: str) -> tuple[aar.Assessment, ...]:
    """What evaluators said of a step, the newest word of each."""
    return tuple(
        aar.Assessment(
            by=event.by,
            followed=event.followed,
            adequate=event.adequate,
            note=event.note,
            seq=record.seq,
        )
        for record, event in facts.assessments.get(step, ())
    )


def metrics(measures: tuple[Measure, ...]) -> tuple[aar.Metric, ...]:
    """Figures in the report's units."""
    return tuple(
        aar.Metric(
            name=item.name,
            expansion=item.expansion,
            definition=item.definition,
            value_s=secs(item.span),
            value=item.figure,
            unit=item.unit,
            target_s=secs(item.target),
            met=item.met,
            detail=item.detail,
            evidence=item.evidence,
        )
        for item in measures
    )


def coverage(facts: Facts) -> aar.Coverage:
    """Exercised out of in scope."""
    found = covered(facts)
    return aar.Coverage(
        steps=found.steps,
        plan_steps=found.plan_steps,
        roles=found.roles,
        injects=found.injects,
        objectives=found.objectives,
    )


def msel(facts: Facts) -> tuple[aar.MselEntry, ...]:
    """Every inject as planned and as run, then those that the facilitator wrote during play."""
    status = {row.inject: row.status for row in rows(facts.state, facts.ended_at) if not row.ad_hoc}
    planned = [_planned(facts, name, status[name]) for name in facts.script.injects]
    return (*planned, *_ad_hoc(facts))


def _planned(facts: Facts, name: str, status: str) -> aar.MselEntry:
    script, inject = facts.script, facts.script.injects[name]
    delivered = facts.deliveries.get(name)
    due = planned_at(facts.state, *delivered) if delivered else None
    at = delivered[0].elapsed if delivered else None
    return aar.MselEntry(
        inject=name,
        title=script.filled(inject.title),
        kind="contingency inject" if inject.contingency_for is not None else "inject",
        channel=inject.channel.value,
        sender=script.filled(inject.from_),
        to=delivered[1].to if delivered else script.addressed(inject),
        planned=planned_words(script, inject, facts.state.injects[name].due),
        planned_s=secs(due if delivered else inject.release.at),
        delivered_s=secs(at),
        deviation_s=seconds(at - due) if at is not None and due is not None else None,
        status=status,
        cause=delivered[1].cause.value if delivered else None,
        expects=tuple(expected.step for expected in inject.expects),
        seq=delivered[0].seq if delivered else None,
    )


def _ad_hoc(facts: Facts) -> list[aar.MselEntry]:
    return [
        aar.MselEntry(
            inject=event.inject,
            title=event.title,
            kind="ad-hoc inject",
            channel=event.channel.value,
            sender=event.sender,
            to=event.to,
            planned="not in the script",
            planned_s=None,
            delivered_s=seconds(record.elapsed),
            deviation_s=None,
            status="delivered",
            cause=ev.Cause.AD_HOC.value,
            expects=(),
            seq=record.seq,
        )
        for record in facts.standing
        if isinstance(event := record.event, ev.AdHocInjectDelivered)
    ]
