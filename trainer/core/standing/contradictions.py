"""G02, contradictory instruction: the same rule with two values, and clocks that cannot start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Phase, Severity, Target
from trainer.core.problems import Path, Problem
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.informing import nobody_informed
from trainer.core.standing.owners import nobody_leads
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import in_words, several
from trainer.core.time import Micros, say_duration

_CODE: Final = "G02"
_REVIEW: Final = re.compile(
    r"\b(?:hold|held|conduct|run|convene|meet)\b.*\b(?:review|post-?\s?mortem|retrospective)\b", re.IGNORECASE
)
_REPORT: Final = re.compile(
    r"\b(?:publish|send|write|finish|deliver|issue|complete)\b.*\b(?:report|post-?\s?mortem)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Diagnosed:
    words: Words
    priority: Priority


_DIAGNOSED: Final = {
    "two-values": _Diagnosed(
        Words(
            "{}: {detail}.",
            "{count} limits are given elsewhere with another value: {}.",
            "Two roles who both follow the plan act at different times.",
            "Decide which value holds, and write it in both places.",
        ),
        "high",
    ),
    "odd-limit": _Diagnosed(
        Words(
            "In {}, {detail}.",
            "{count} limits give a worse severity more time than a milder one: {}.",
            "The worse an incident, the more time its response may take.",
            "Check both limits; a worse severity should not have more time than a milder one.",
        ),
        "medium",
    ),
    "limit-missing": _Diagnosed(
        Words(
            "{}: {detail}.",
            "{count} steps have no limit at a severity at which they apply: {}.",
            "At that severity nobody can tell by when it is due.",
            "Add the limit for that severity, or say that the step does not apply there.",
        ),
        "medium",
    ),
    "anchor-never-reached": _Diagnosed(
        Words(
            "{}: {detail}.",
            "{count} clocks start at an event that never comes: {}.",
            "The clock never starts, so that the limit behind it never holds.",
            "Name an event that comes, or write what brings it about.",
        ),
        "high",
    ),
}
"""What cross-checks already find and what is a gap of the plan, not only a slip of its author."""

_KEYS: Final = {"`respond_within`": "response target", "`longest`": "longest time in the role"}

DIAGNOSED_KINDS: Final = frozenset(_DIAGNOSED)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Rules that are given twice and do not agree."""
    told_elsewhere = tuple(_explained(reading))
    for kind, spec in _DIAGNOSED.items():
        found = [
            problem
            for problem in reading.problems
            if problem.kind == kind and not any(event in problem.message for event in told_elsewhere)
        ]
        yield from told(_CODE, kind, spec.words, [(_place(reading, p), spec.priority) for p in found])
    yield from _update_intervals(reading)
    yield from _after(reading)
    yield from _twice(reading)


def _explained(reading: Reading) -> Iterator[str]:
    """Events that never come because a whole part of the plan is missing: that is the gap, and is told as such."""
    if nobody_leads(reading):
        yield 'the event "declared" never comes'
    if nobody_informed(reading):
        yield 'the event "first post" never comes'


def _place(reading: Reading, problem: Problem) -> Place:
    """A diagnosed problem as a place, in the words of people."""
    detail = problem.message
    for key, words in _KEYS.items():
        detail = detail.replace(key, words)
    return reading.at(problem.path, problem.kind, detail)


def _update_intervals(reading: Reading) -> Iterator[PlanGap]:
    """`update_every` of a severity, and cadences of which none keeps it."""
    broken: list[tuple[Severity, Path, str]] = []
    for i, severity in enumerate(reading.plan.severities):
        promised = severity.update_every
        given = [(cadence, cadence.interval(severity.id, 0)) for cadence in reading.plan.cadences]
        kept = [(cadence, every) for cadence, every in given if every is not None]
        if promised is not None and kept and all(every != promised for _, every in kept):
            titles = [f"{quoted(cadence.title, 60)} every {say_duration(every)}" for cadence, every in kept]
            words = f"at {severity.id} every {say_duration(promised)} (but {several(titles)})"
            broken.append((severity, ("severities", i, "update_every"), words))
    if broken:
        levels = in_words([severity.id for severity, _, _ in broken])
        yield gap(
            _CODE,
            Place("update-intervals", levels, broken[0][1]),
            f"The severity scale promises updates that no cadence keeps: {several([words for *_, words in broken])}.",
            "Whoever looks at the scale and whoever looks at the cadence send updates at different times.",
            f"Decide how often people hear at {levels}, and write the same interval in both places.",
        )


def _after(reading: Reading) -> Iterator[PlanGap]:
    """The dates of review and report, and the steps that carry them out."""
    after = reading.plan.after_incident
    if after is None:
        return
    review_steps = [p for p in reading.steps if p.procedure.phase is Phase.REVIEW]
    for key, due, what, pattern in (
        ("review_within", after.review_within, "review", _REVIEW),
        ("report_within", after.report_within, "report", _REPORT),
    ):
        steps = [p for p in review_steps if pattern.search(p.step.title) and _from_resolved(p.step.target)]
        differing = [
            (p, found) for p in steps if (found := _differs(reading, due, p.step.target)) is not None
        ]
        if due is None or not steps or len(differing) < len(steps):
            continue
        placed, (severity, promised, limit) = differing[0]
        at = f" at {severity}" if severity else ""
        yield gap(
            _CODE,
            placed.place("target", "within", subject=f"{key}-{placed.step.id}"),
            f"{placed.named} is due {say_duration(limit)} after the incident{at}, but the plan says elsewhere that "
            f"the {what} is due within {say_duration(promised)}.",
            "The later of two dates wins, and nobody can be held to the other.",
            f"Decide by when the {what} is due, and write it in both places.",
            "medium",
        )


def _from_resolved(target: Target | None) -> bool:
    return target is not None and target.from_ == "resolved"


def _differs(
    reading: Reading, due: int | Mapping[str, Micros] | None, target: Target | None
) -> tuple[str | None, Micros, Micros] | None:
    """The first severity at which a due date and a target disagree, and both values."""
    for severity in reading.severities:
        promised = due.get(severity or "") if isinstance(due, Mapping) else due
        limit = target.limit(severity) if target is not None else None
        if promised is not None and limit is not None and promised != limit:
            return severity, promised, limit
    return None


def _twice(reading: Reading) -> Iterator[PlanGap]:
    """The same step in two places, with the same owner and different limits."""
    for other, placed in reading.repeated:
        one, two = other.step.target, placed.step.target
        if one is None or two is None or other.step.role != placed.step.role:
            continue
        pair = next(
            ((s, a, b) for s in reading.severities if (a := one.limit(s)) != (b := two.limit(s)) and a and b),
            None,
        )
        if pair is None:
            continue
        severity, earlier, later = pair
        at = f" at {severity}" if severity else ""
        yield gap(
            _CODE,
            placed.place("target", "within", subject=f"twice-{placed.step.id}"),
            f'{placed.named} is due {say_duration(later or 0)} after "{one.from_}"{at}, and '
            f"{other.named} {say_duration(earlier or 0)} after it: the same step with two limits.",
            "Two roles who both follow the plan act at different times.",
            "Keep one of the two steps, or say what tells them apart.",
            "medium",
        )


CHECK: Final = Check(
    _CODE,
    "the same rule with two values: response target and acknowledging step, update interval and cadences, longest time "
    "in a role and its handover, due date of review or report and the step for it, one step in two places; a worse "
    "severity with more time than a milder one; a step without a limit at a severity at which it applies; a "
    "clock whose event never comes",
    find,
)
