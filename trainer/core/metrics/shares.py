"""Shares: adherence, targets met, coverage, dependency on one person."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import dataclass, replace

from trainer.core.events import Outcome, Rating
from trainer.core.facts import Facts
from trainer.core.metrics.measure import Measure
from trainer.core.msel import MselRow, rows
from trainer.core.ratings import rate
from trainer.core.time import Micros, say_duration


def adherent(facts: Facts) -> int:
    """Expected actions that count and were done by the right role."""
    return sum(
        1 for j in facts.scored if j.done and j.outcome not in (Outcome.WRONG_ROLE, Outcome.IMPROVISED)
    )


def _share(
    names: tuple[str, str, str], part: int, whole: int, none: str, evidence: tuple[int, ...]
) -> Measure:
    name, expansion, definition = names
    figure = round(100 * part / whole, 1) if whole else None
    detail = f"{part} of {whole}" if whole else none
    return Measure(name, expansion, definition, figure=figure, unit="%", detail=detail, evidence=evidence)


def proportions(facts: Facts) -> tuple[Measure, ...]:
    """Adherence, and apart from it the share of targets met."""
    scored = facts.scored
    judged = [j for j in scored if j.met is not None]
    on_time = _share(
        (
            "On-time",
            "targets met",
            "expected actions done within their limit / those that have one and were observed",
        ),
        sum(1 for j in judged if j.met),
        len(judged),
        "no expected action with a limit was observed",
        tuple(sorted({s for j in judged for s in j.evidence})),
    )
    late = [j.delta for j in judged if j.delta is not None and j.delta > 0]
    if late:
        on_time = replace(on_time, detail=f"{on_time.detail}; {_lateness(late)}")
    adherence = _share(
        (
            "Adherence",
            "adherence to the plan",
            "expected actions done by the right role / those that were observed",
        ),
        adherent(facts),
        len(scored),
        "no expected action was observed",
        tuple(sorted({s for j in scored for s in j.evidence})),
    )
    return adherence, on_time


def _lateness(late: list[Micros]) -> str:
    if len(late) == 1:
        return f"the late one by {say_duration(late[0])}"
    middle = say_duration(int(statistics.median(late)))
    return f"{len(late)} late, by {say_duration(min(late))} to {say_duration(max(late))}, median {middle}"


@dataclass(frozen=True, slots=True)
class Covered:
    """Exercised out of in scope, as (exercised, in scope)."""

    steps: tuple[int, int]
    plan_steps: tuple[int, int]
    roles: tuple[int, int]
    injects: tuple[int, int]
    objectives: tuple[int, int]


def lacking(facts: Facts) -> frozenset[str]:
    """Injects that this course of the story called for and that were not delivered."""
    return frozenset(
        row.inject
        for row in rows(facts.state, facts.ended_at)
        if not row.ad_hoc and row.status not in ("delivered", "waiting") and not _optional(facts, row)
    )


def _optional(facts: Facts, row: MselRow) -> bool:
    return row.contingency or (row.status == "pending" and facts.script.injects[row.inject].release.by_hand)


def covered(facts: Facts) -> Covered:
    """How much of the scope, the plan, the roles, the script and the objectives was exercised."""
    script = facts.script
    exercised = {j.step for j in facts.judgements if j.observed}
    acted = {event.role for _, event in facts.acts}
    rated = [rated.suggested is not Rating.NOT_OBSERVED for rated in rate(facts)]
    return Covered(
        (len(exercised), len(script.scope)),
        (len(exercised), len(script.steps)),
        (len(acted & set(script.played_roles)), len(script.played_roles)),
        (len(facts.deliveries), len(facts.deliveries.keys() | lacking(facts))),
        (sum(rated), len(rated)),
    )


def coverage(facts: Facts) -> list[Measure]:
    """How much of steps, roles, injects and objectives was exercised."""
    found = covered(facts)
    parts = (
        ("steps", found.steps, "steps exercised / steps in the scenario's scope"),
        ("roles", found.roles, "roles that acted / roles that the scenario needs"),
        (
            "injects",
            found.injects,
            "injects delivered / injects that this course of the story called for; branches not taken, contingency "
            "injects and those kept ready to be sent by hand call for none",
        ),
        ("objectives", found.objectives, "objectives put to the test / objectives of the scenario"),
    )
    return [
        _share(
            (f"Coverage: {name}", f"coverage of {name}", text),
            part,
            whole,
            f"there are no {name}",
            facts.frame,
        )
        for name, (part, whole), text in parts
    ]


def dependency(facts: Facts) -> Measure:
    """How much of the response hung on one person; the detail names that person's roles, never the person."""
    person = {seat.role: seat.name or seat.role for seat in facts.created.seats}
    done = [j for j in facts.judgements if j.done and facts.script.steps[j.step].critical and j.done_by]
    figure, detail = None, "fewer than two critical steps were done"
    seqs: tuple[int, ...] = ()
    if len(done) >= 2:
        counts = Counter(person.get(j.done_by or "", j.done_by) for j in done)
        who, most = min(counts.items(), key=lambda entry: (-entry[1], str(entry[0])))
        mine = [j for j in done if person.get(j.done_by or "", j.done_by) == who]
        roles = ", ".join(dict.fromkeys(facts.role_title(j.done_by) for j in mine))
        figure, detail = round(100 * most / len(done), 1), f"{most} of {len(done)} by one person, as {roles}"
        seqs = tuple(sorted({s for j in mine for s in j.evidence}))
    return Measure(
        "Dependency",
        "dependency on one person",
        "largest share of the critical steps done that one person did",
        figure=figure,
        unit="%",
        detail=detail,
        evidence=seqs,
    )
