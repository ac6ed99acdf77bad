"""G07 in a walk-through: critical steps of the walk that were left out, or to which it did not come."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.events import Outcome, StepLeftOut
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Finding, named, quoted
from trainer.core.outcomes import Judgement


def find(facts: Facts) -> Iterator[Finding]:
    """Critical steps that the plan asks for at the severity and that nothing was found out about."""
    for judgement in facts.judgements:
        step = facts.script.steps[judgement.step]
        unseen = judgement.outcome is Outcome.NOT_OBSERVED or judgement.key in facts.artefacts
        if step.critical and step.applies_at(facts.state.true_severity) and unseen:
            yield _unverified(facts, judgement)


def _unverified(facts: Facts, judgement: Judgement) -> Finding:
    title = named(facts, judgement.step)
    return Finding(
        code="G07",
        kind="artefact",
        subject=judgement.step,
        statement=f"The critical step {title} was not walked through. {_why(facts, judgement)}",
        consequence="Nothing is known about whether it can be done as it is written.",
        proposed_change=f"Walk through {title} with those who must do it, or ask for it in one of the next drills.",
        poete="Exercise",
        evidence=judgement.evidence,
        step=judgement.step,
        about=(),
    )


def _why(facts: Facts, judgement: Judgement) -> str:
    if judgement.key in facts.artefacts:
        return f"It is left out of every score: {facts.artefacts[judgement.key]}."
    reason = left_out(facts, judgement.step)
    if reason is None:
        return judgement.why
    return f"It was left out: {quoted(reason)}."


def left_out(facts: Facts, step: str) -> str | None:
    """Why a step was left out, as it may be quoted; None where it was not."""
    walk = facts.state.walk
    seq = walk.steps[step].left_out_seq if walk is not None and step in walk.steps else None
    record = facts.record_of.get(seq) if seq is not None else None
    return record.event.reason if record is not None and isinstance(record.event, StepLeftOut) else None
