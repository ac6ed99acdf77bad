"""Gap detectors: small pure functions from the facts of an exercise to findings, all listed in one table.

Kinds: plan (the document is wrong or silent), capability (people, tools, access), execution (the plan is fine and was
not followed), artefact (the scenario or its conduct is at fault; left out of every score).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.core import aar
from trainer.core.events import GapJudged
from trainer.core.facts import Facts
from trainer.core.gaps import (
    ambiguity,
    communication,
    contacts,
    dependency,
    document,
    effect,
    handoff,
    legal,
    means,
    missing,
    ownership,
    record,
    recurrent,
    severity,
    skill,
    suppliers,
    targets,
    untested,
)
from trainer.core.gaps.finding import KINDS, NAMES, PRIORITIES, Confidence, Detector, Finding
from trainer.core.gaps.following import without_followers
from trainer.core.gaps.merging import merged
from trainer.core.gaps.once import all_of
from trainer.core.walk import gaps as of_walk

DETECTORS: Final[tuple[Detector, ...]] = (
    missing.DETECTOR,
    ambiguity.DETECTOR,
    ownership.DETECTOR,
    contacts.DETECTOR,
    targets.DETECTOR,
    means.DETECTOR,
    untested.DETECTOR,
    severity.DETECTOR,
    communication.DETECTOR,
    dependency.DETECTOR,
    document.DETECTOR,
    effect.DETECTOR,
    handoff.DETECTOR,
    legal.DETECTOR,
    suppliers.DETECTOR,
    record.DETECTOR,
    skill.DETECTOR,
    recurrent.DETECTOR,
)
"""Every detector; the report prints this table as its method."""

_SEVERAL: Final = 2


def detectors_of(facts: Facts) -> tuple[Detector, ...]:
    """The detectors that look at an exercise: a walk-through, in which nothing is timed in an incident, has its own."""
    return of_walk.DETECTORS if facts.state.walk is not None else DETECTORS


def not_yet(detectors: Iterable[Detector] = DETECTORS) -> tuple[tuple[str, str], ...]:
    """Gaps, by code and name, that none of the detectors can find."""
    known = {detector.code for detector in detectors}
    return tuple((code, name) for code, name in NAMES.items() if code not in known)


NOT_YET: Final = not_yet()
"""Gaps that this version cannot find by itself."""


def find(facts: Facts) -> tuple[aar.Gap, ...]:
    """Every gap of an exercise, one for each code and subject, in the order in which they are to be read."""
    detectors = detectors_of(facts)
    found = without_followers(
        facts, merged(finding for detector in detectors for finding in all_of(facts, detector.find))
    )
    place = {step: number for number, step in enumerate(facts.script.steps)}
    verdicts = _verdicts(facts)
    found.extend(recurrent.after(facts, [each for each in found if _stands(_on(verdicts, each))]))
    ordered = sorted(found, key=lambda finding: _order(place, finding))
    return tuple(_gap(facts, finding, verdicts) for finding in ordered)


def _verdicts(facts: Facts) -> dict[str, dict[str, aar.GapVerdict]]:
    """By gap and evaluator: the newest word on whether the finding stands."""
    said: dict[str, dict[str, aar.GapVerdict]] = {}
    for entry in facts.standing:
        event = entry.event
        if isinstance(event, GapJudged):
            verdict = aar.GapVerdict(by=event.by, stands=event.stands, reason=event.reason, seq=entry.seq)
            said.setdefault(event.gap, {})[event.by] = verdict
    return said


def _on(verdicts: dict[str, dict[str, aar.GapVerdict]], finding: Finding) -> tuple[aar.GapVerdict, ...]:
    return tuple(verdicts.get(f"{finding.code}-{finding.subject}", {}).values())


def _stands(verdicts: tuple[aar.GapVerdict, ...]) -> bool:
    return not verdicts or any(verdict.stands for verdict in verdicts)


def _order(place: dict[str, int], finding: Finding) -> tuple[bool, bool, bool, int, int, str, int, str]:
    """The plan's gaps first, then the most pressing; what can wait after both, artefacts of the exercise last."""
    return (
        finding.kind == "artefact",
        finding.priority == "low",
        finding.kind != "plan",
        PRIORITIES.index(finding.priority),
        KINDS.index(finding.kind),
        finding.code,
        place.get(finding.step or "", len(place)),
        finding.subject,
    )


def _gap(facts: Facts, finding: Finding, verdicts: dict[str, dict[str, aar.GapVerdict]]) -> aar.Gap:
    name = f"{finding.code}-{finding.subject}"
    judged = _on(verdicts, finding)
    step = facts.script.steps.get(finding.step or "")
    clause = finding.clause or (facts.script.clause(step) if step is not None else None)
    role = finding.role or (step.role if step is not None else None)
    return aar.Gap(
        id=name,
        code=finding.code,
        name=NAMES[finding.code],
        kind=finding.kind,
        statement=finding.statement,
        step=step.id if step is not None else None,
        clause=clause or "no clause",
        role=role,
        poete=finding.poete,
        evidence=finding.evidence,
        consequence=finding.consequence,
        root_cause=finding.root_cause,
        objectives=facts.objectives_of.get(finding.step or "", ()),
        confidence=_confidence(finding, judged),
        priority=finding.priority,
        proposed_change=finding.proposed_change,
        symptoms=finding.symptoms,
        verdicts=judged,
        stands=_stands(judged),
    )


def _confidence(finding: Finding, verdicts: tuple[aar.GapVerdict, ...]) -> Confidence:
    """Who vouches for a finding: nobody yet, an evaluator, or several who agree."""
    agreed = sum(verdict.stands for verdict in verdicts)
    if agreed >= _SEVERAL and agreed == len(verdicts):
        return "consensus"
    return "evaluator" if agreed else finding.confidence


def looked_for(detectors: Iterable[Detector] = DETECTORS) -> tuple[tuple[str, str, str], ...]:
    """The table of detectors as the report prints it: code, name, what it looks for."""
    return tuple((found.code, found.name, found.looks_for) for found in detectors)
