"""What went well, and what was done otherwise than written.

A strength rests on the same evidence as a gap, and one fact is one strength: a step that is told as done by a deputy,
or as mended since the last drill, is not told again as a critical step on time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trainer.core import aar
from trainer.core.actions import Acknowledge, Classify, Decide, DoStep, Improvise
from trainer.core.compose import teamwork
from trainer.core.compose.system_strengths import of_system
from trainer.core.compose.timeline import unlinked
from trainer.core.compose.walked_strengths import verified
from trainer.core.compose.words import option_text, say, step_title
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.gaps.worked import Effect, worked
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind
from trainer.core.time import say_duration


def found(facts: Facts, deviated: Iterable[aar.Deviation]) -> tuple[aar.Strength, ...]:
    """Strengths: the evaluators' first, then what was mended, critical steps on time, and what was done together."""
    if facts.state.walk is not None:
        return (*_observed(facts), *verified(facts))
    mended, stood_in = tuple(teamwork.mended(facts)), tuple(teamwork.stood_in(facts))
    ways = tuple(teamwork.ways_round(facts))
    told = {strength.step for strength in (*mended, *stood_in, *ways)}
    return (
        *_observed(facts),
        *mended,
        *of_system(facts),
        *(strength for strength in _critical(facts) if strength.step not in told),
        *stood_in,
        *ways,
        *teamwork.other(facts),
        *_level(facts, told),
        *_cadences(facts),
        *_worked(deviated),
    )


def _observed(facts: Facts) -> Iterator[aar.Strength]:
    for record, event in facts.observations:
        if event.kind == "strength":
            yield aar.Strength(statement=event.text, step=event.step, role=event.role, evidence=(record.seq,))


def _critical(facts: Facts) -> Iterator[aar.Strength]:
    found = [
        j
        for j in facts.scored
        if j.outcome is Outcome.ON_TIME
        and j.met
        and facts.script.steps[j.step].critical
        # In time is no strength where the level or the option was wrong.
        and j.key not in facts.misjudged
        and j.key not in facts.against_plan
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
    level = ", at the level that was right" if _set_right(facts, judgement) else ""
    role = facts.role_title(judgement.done_by)
    return aar.Strength(
        statement=f'{role} did "{step.title}" in {took} of the {limit} that the plan allows{margin}{level}.',
        step=step.id,
        role=judgement.done_by,
        evidence=judgement.evidence,
    )


def _set_right(facts: Facts, judgement: Judgement) -> bool:
    """Whether an expected action was closed by setting the true severity, the first that was set at all."""
    done = facts.state.expectations.items[judgement.key].done
    first = facts.classifications[0] if facts.classifications else None
    truth = facts.script.scenario.truth.severity
    if done is None or first is None or first[0].seq != done.seq:
        return False
    act = facts.act_of[done.seq].action
    return isinstance(act, Classify) and act.severity == truth


def _level(facts: Facts, told: set[str | None]) -> Iterator[aar.Strength]:
    """The true severity at the first try and in half the time, where no critical step tells of it."""
    for judgement in facts.scored:
        critical = facts.script.steps[judgement.step].critical
        early = judgement.outcome is Outcome.ON_TIME and judgement.met and _used(judgement) <= 0.5
        if not critical and judgement.step not in told and early and _set_right(facts, judgement):
            yield _on_time(facts, judgement)


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
    for record, event in facts.by_kind.get(ActionKind.IMPROVISE, ()):
        if isinstance(event.action, Improvise):
            instead = event.action.instead_of
            step = facts.closed_by.get(record.seq, instead)
            if step is None:
                yield record, ", for which the plan has no step", None
            else:
                yield record, "" if instead == step else f", taken for {step_title(facts.script, step)}", step


def _decided_otherwise(facts: Facts) -> Iterator[_Found]:
    for record, event in facts.by_kind.get(ActionKind.DECIDE, ()):
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
    effect = Effect(verdicts.get(step) if step is not None else None)
    if isinstance(event.action, Improvise):
        effect = worked(facts, record)
    return aar.Deviation(
        statement=f"{title}{what}{words}.{_to_adopt(facts, effect, step)}",
        role=event.role,
        step=step,
        worked=effect.worked,
        evidence=(record.seq,),
    )


def _to_adopt(facts: Facts, effect: Effect, step: str | None) -> str:
    """What to take over from an act that worked, and by what sign it did."""
    if not effect.worked:
        return ""
    sign = f" It worked: {effect.why}." if effect.why else ""
    how = (
        f"as another way to do {step_title(facts.script, step)}"
        if step is not None
        else "as a step of the plan"
    )
    return f"{sign} Worth adopting {how}."


def _verdicts(facts: Facts) -> dict[str, bool]:
    """Steps on which an evaluator noted a strength (True) or something to improve (False); the newest note counts."""
    return {
        event.step: event.kind == "strength"
        for _, event in facts.observations
        if event.step is not None and event.kind in ("strength", "improvement")
    }
