"""Rules that the plan has twice, with two values, between which the exercise went: right by one, late by the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Final

from trainer.core.events import Record
from trainer.core.facts import CadenceFact, Facts
from trainer.core.gaps import mentions
from trainer.core.gaps.finding import judged, named, quoted
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Cadence, Step
from trainer.core.time import Micros, say_duration

_FROM_THE_ALERT: Final = frozenset({"first alert", "first signal", "inject"})
_FROM_THE_START: Final = frozenset({"declared", "call started", "acknowledged", "classified"})


@dataclass(frozen=True, slots=True)
class TwoValues:
    """One rule with two values, between which the exercise went."""

    subject: str
    statement: str
    change: str
    evidence: tuple[int, ...]
    acts: tuple[int, ...]
    step: str | None = None
    clause: str | None = None
    role: str | None = None
    critical: bool = False
    judgement: Judgement | None = None


def contradictions(facts: Facts) -> Iterator[TwoValues]:
    """Every rule with two values that made a difference in the exercise."""
    for name in facts.script.scope:
        step = facts.script.steps[name]
        if step.applies_at(facts.state.true_severity):
            yield from _response(facts, step)
            yield from _handover(facts, step)
    yield from _cadences(facts)
    yield from _twice(facts)


def _between(value: Micros | None, one: Micros, other: Micros) -> bool:
    """Whether a time keeps the longer of two limits and not the shorter; exactly at a limit is kept."""
    return value is not None and min(one, other) < value <= max(one, other)


# A step and another part of the plan ----------------------------------------------------------------------------------


def _response(facts: Facts, step: Step) -> Iterator[TwoValues]:
    """The limit of the step that acknowledges, and the response time of the severity."""
    acknowledges = any(evidence.action is ActionKind.ACKNOWLEDGE for evidence in step.shown_by)
    if not acknowledges or step.target is None or step.target.from_ not in _FROM_THE_ALERT:
        return
    level = next((s for s in facts.script.plan.severities if s.id == facts.state.true_severity), None)
    if level is not None and level.respond_within is not None:
        yield from _of_step(
            facts, step, level.respond_within, f"the scale says to respond to {level.id} within"
        )


def _handover(facts: Facts, step: Step) -> Iterator[TwoValues]:
    """The limit of the step that hands a role over, and the longest time in that role."""
    for evidence in step.shown_by:
        role = facts.script.roles.get(evidence.role or step.role or "")
        hands_over = evidence.action is ActionKind.HAND_OVER and role is not None and role.longest is not None
        if (
            hands_over
            and step.target is not None
            and step.target.from_ in _FROM_THE_START
            and role is not None
        ):
            yield from _of_step(facts, step, role.longest or 0, f"{role.title} is held at most")


def _of_step(facts: Facts, step: Step, other: Micros, says: str) -> Iterator[TwoValues]:
    for judgement in judged(facts, step.id):
        limit, done = judgement.limit, facts.state.expectations.items[judgement.key].done
        if limit is None or limit == other or done is None or not _between(judgement.elapsed, limit, other):
            continue
        late = "in time by the one and late by the other"
        yield TwoValues(
            subject=step.id,
            statement=f"{named(facts, step.id)} has a limit of {say_duration(limit)}, while {says} "
            f"{say_duration(other)}. It was done after {say_duration(judgement.elapsed or 0)}: {late}.",
            change=f"Decide which of {say_duration(limit)} and {say_duration(other)} holds for "
            f"{named(facts, step.id)}, and write it in both places.",
            evidence=judgement.evidence,
            acts=(done.seq,),
            step=step.id,
            critical=step.critical,
            judgement=judgement,
        )
        return


# Cadences -------------------------------------------------------------------------------------------------------------


def _cadences(facts: Facts) -> Iterator[TwoValues]:
    """The interval of a cadence, and another for the same updates."""
    severity = facts.state.true_severity
    ran = [kept for kept in facts.cadences if kept.began is not None and kept.interval is not None]
    level = next((s for s in facts.script.plan.severities if s.id == severity), None)
    promised = level.update_every if level is not None else None
    if level is not None and promised is not None and ran and not _keeps(ran, severity, promised):
        says = f"the scale promises updates at {level.id} every"
        for kept in ran:
            yield from _of_cadence(facts, kept, promised, says)
    for one, other in combinations(ran, 2):
        same = (one.cadence.audience, one.cadence.from_, one.cadence.until)
        if same == (other.cadence.audience, other.cadence.from_, other.cadence.until) and other.interval:
            yield from _of_cadence(
                facts, one, other.interval, f"{quoted(other.cadence.title, 80)} has one of"
            )


def _keeps(ran: list[CadenceFact], severity: str | None, promised: Micros) -> bool:
    """Whether some cadence has the promised interval, at least for a time."""
    return any(promised in _intervals(kept.cadence, severity) for kept in ran)


def _intervals(cadence: Cadence, severity: str | None) -> set[Micros | None]:
    times = (0, *(change.after for change in cadence.changes))
    return {cadence.interval(severity, time) for time in times}


def _of_cadence(facts: Facts, kept: CadenceFact, other: Micros, says: str) -> Iterator[TwoValues]:
    cadence, interval = kept.cadence, kept.interval or 0
    posts = _posts(facts, kept)
    gaps = [later.happened - earlier for earlier, later in _pairs(kept, posts)]
    telling = [gap for gap in gaps if _between(gap, interval, other)]
    if interval == other or not telling:
        return
    clause = f" (clause {cadence.clause})" if cadence.clause else ""
    yield TwoValues(
        subject=f"cadence-{cadence.id}",
        statement=f"{quoted(cadence.title, 80)}{clause} has an interval of {say_duration(interval)}, while {says} "
        f"{say_duration(other)}. {len(telling)} of {len(gaps)} intervals lay between the two, the longest with "
        f"{say_duration(max(telling))}: in time by the one and late by the other.",
        change=f"Decide how often {cadence.audience} hear, {say_duration(interval)} or {say_duration(other)}, and "
        "write the same interval in both places.",
        evidence=tuple(sorted({*kept.evidence, *(record.seq for record in posts)})),
        acts=tuple(record.seq for record in posts),
        clause=cadence.clause,
        role=cadence.role,
    )


def _posts(facts: Facts, kept: CadenceFact) -> list[Record]:
    stop = facts.earliest(kept.cadence.until)
    end = stop[0] if stop is not None else facts.ended_at
    return [
        record
        for record, _, action in facts.updates
        if action.audience == kept.cadence.audience and (kept.began or 0) < record.happened <= end
    ]


def _pairs(kept: CadenceFact, posts: list[Record]) -> list[tuple[Micros, Record]]:
    """Each update with the time of what came before it: the event that began the cadence, or the update before."""
    first = [(kept.began or 0, posts[0])] if posts else []
    return [*first, *((earlier.happened, later) for earlier, later in pairwise(posts))]


# The same step twice --------------------------------------------------------------------------------------------------


def _twice(facts: Facts) -> Iterator[TwoValues]:
    """One step in two places, for the same role and from the same event, with two limits."""
    severity = facts.state.true_severity
    scope = [facts.script.steps[name] for name in facts.script.scope]
    for one, other in combinations([step for step in scope if step.applies_at(severity)], 2):
        if not _same(one, other) or one.target is None or other.target is None:
            continue
        limit, second = one.target.limit(severity), other.target.limit(severity)
        if limit is None or second is None or limit == second:
            continue
        found = next(_done_between(facts, (one, other), (limit, second)), None)
        if found is not None:
            seq, took, evidence = found
            yield TwoValues(
                subject=one.id,
                statement=f"{named(facts, one.id)} has a limit of {say_duration(limit)}, and {named(facts, other.id)}, "
                f"from the same event, one of {say_duration(second)}. It was done after {say_duration(took)}: in time "
                "by the one and late by the other.",
                change=f"Keep one of {named(facts, one.id)} and {named(facts, other.id)}, or say what tells them "
                "apart.",
                evidence=evidence,
                acts=(seq,),
                step=one.id,
                critical=one.critical or other.critical,
                judgement=next(
                    (j for s in (one, other) for j in judged(facts, s.id) if j.met is False), None
                ),
            )


def _same(one: Step, other: Step) -> bool:
    """Whether two steps are one by their titles, owner and starting event; a step after another is a second one."""
    if one.role != other.role or one.target is None or other.target is None or one.id in other.after:
        return False
    titles = [set(mentions.words(step.title)) for step in (one, other)]
    return (
        other.id not in one.after
        and one.target.from_ == other.target.from_
        and titles[0] == titles[1] != set()
    )


def _done_between(
    facts: Facts, steps: tuple[Step, Step], limits: tuple[Micros, Micros]
) -> Iterator[tuple[int, Micros, tuple[int, ...]]]:
    """Acts that did the one or the other at a time between the two limits: (act, time taken, evidence)."""
    names = {step.id for step in steps}
    for step in steps:
        for judgement in judged(facts, step.id):
            item = facts.state.expectations.items[judgement.key]
            if item.started_at is None:
                continue
            acts = [(claim.at, claim.seq) for claim in item.claims]
            acts += [
                (facts.record_of[seq].happened, seq)
                for seq, fits in facts.state.expectations.ambiguous.items()
                if names <= set(fits) and seq in facts.record_of
            ]
            for at, seq in sorted(acts):
                if _between(at - item.started_at, *limits):
                    yield seq, at - item.started_at, tuple(sorted({seq, *judgement.evidence}))
