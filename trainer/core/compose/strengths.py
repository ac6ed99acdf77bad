"""What went well, and what was done otherwise than written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trainer.core import aar
from trainer.core.actions import Acknowledge, Decide, DoStep, Improvise
from trainer.core.compose.timeline import unlinked
from trainer.core.compose.words import option_text, say, step_title
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.time import say_duration


def found(facts: Facts, deviated: Iterable[aar.Deviation]) -> tuple[aar.Strength, ...]:
    """Strengths, the evaluators' first, then critical steps on time, those with most margin ahead."""
    return (*_observed(facts), *_critical(facts), *_cadences(facts), *_worked(deviated))


def _observed(facts: Facts) -> Iterator[aar.Strength]:
    for record, event in facts.observations:
        if event.kind == "strength":
            yield aar.Strength(statement=event.text, step=event.step, role=event.role, evidence=(record.seq,))


def _critical(facts: Facts) -> Iterator[aar.Strength]:
    found = [
        j
        for j in facts.scored
        if j.outcome is Outcome.ON_TIME and j.met and facts.script.steps[j.step].critical
    ]
    for judgement in sorted(found, key=_used):
        yield _on_time(facts, judgement)


def _used(judgement: Judgement) -> float:
    """Share of the limit that was used."""
    return (judgement.elapsed or 0) / judgement.limit if judgement.limit else 1.0


def _on_time(facts: Facts, judgement: Judgement) -> aar.Strength:
    step = facts.script.steps[judgement.step]
    took, limit = say_duration(judgement.elapsed or 0), say_duration(judgement.limit or 0)
    margin = ", with more than half of it to spare" if _used(judgement) < 0.5 else ""
    role = facts.role_title(judgement.done_by)
    return aar.Strength(
        statement=f'{role} did "{step.title}" in {took} of the {limit} that the plan allows{margin}.',
        step=step.id,
        role=judgement.done_by,
        evidence=judgement.evidence,
    )


def _cadences(facts: Facts) -> Iterator[aar.Strength]:
    for kept in facts.cadences:
        if kept.due and kept.within == kept.due:
            which = "the one update" if kept.due == 1 else f"all {kept.due} updates"
            longest = say_duration(kept.worst or 0)
            yield aar.Strength(
                statement=f"{kept.cadence.title}: {which} due came in time; the longest gap was {longest}.",
                step=None,
                role=kept.cadence.role,
                evidence=kept.evidence,
            )


def _worked(deviated: Iterable[aar.Deviation]) -> Iterator[aar.Strength]:
    for deviation in deviated:
        if deviation.worked:
            yield aar.Strength(
                statement=f"A deviation that worked: {deviation.statement}",
                step=deviation.step,
                role=deviation.role,
                evidence=deviation.evidence,
            )


def deviations(facts: Facts) -> tuple[aar.Deviation, ...]:
    """Acts beside the plan as they happened: improvised, decided otherwise, outside the scope, or unlinked."""
    verdicts = _verdicts(facts)
    found = [
        (record.happened, record.seq, _deviation(facts, record, what, step, verdicts))
        for record, what, step in (
            *_improvised(facts),
            *_decided_otherwise(facts),
            *_outside(facts),
            *_unlinked(facts),
        )
    ]
    return tuple(deviation for _, _, deviation in sorted(found, key=lambda entry: entry[:2]))


_Found = tuple[Record, str, str | None]


def _improvised(facts: Facts) -> Iterator[_Found]:
    for record, event in facts.acts:
        if isinstance(event.action, Improvise):
            instead = event.action.instead_of
            step = facts.closed_by.get(record.seq, instead)
            if step is None:
                yield record, ", for which the plan has no step", None
            else:
                yield record, "" if instead == step else f", taken for {step_title(facts.script, step)}", step


def _decided_otherwise(facts: Facts) -> Iterator[_Found]:
    for record, event in facts.acts:
        if isinstance(event.action, Decide) and (wanted := facts.called_for(event.action)):
            decision = facts.script.decisions[event.action.decision]
            options = " or ".join(f'"{option_text(facts.script, decision.id, name)}"' for name in wanted)
            yield record, f", where the plan calls for {options}", decision.step


def _outside(facts: Facts) -> Iterator[_Found]:
    for step, claims in facts.state.expectations.outside.items():
        for claim in claims:
            record = facts.record_of.get(claim.seq)
            if record is not None:
                yield record, ", a step of the plan that this exercise did not ask for", step


def _unlinked(facts: Facts) -> Iterator[_Found]:
    for seq in unlinked(facts):
        record, event = facts.record_of.get(seq), facts.act_of.get(seq)
        told = Improvise | Acknowledge | DoStep | Decide
        if record is not None and event is not None and not isinstance(event.action, told):
            yield record, ", which belongs to no expected step", None


def _deviation(
    facts: Facts, record: Record, what: str, step: str | None, verdicts: dict[str, bool]
) -> aar.Deviation:
    title, text = say(facts.script, record)
    event = facts.act_of[record.seq]
    words = f': "{" ".join(text.split())}"' if text else ""
    return aar.Deviation(
        statement=f"{title}{what}{words}.",
        role=event.role,
        step=step,
        worked=verdicts.get(step) if step is not None else None,
        evidence=(record.seq,),
    )


def _verdicts(facts: Facts) -> dict[str, bool]:
    """Steps on which an evaluator noted a strength (True) or something to improve (False); the newest note counts."""
    return {
        event.step: event.kind == "strength"
        for _, event in facts.observations
        if event.step is not None and event.kind in ("strength", "improvement")
    }
