"""Gap detectors: small pure functions from the facts of an exercise to findings, all listed in one table.

Kinds: plan (the document is wrong or silent), capability (people, tools, access), execution (the plan is fine and was
not followed), artefact (the scenario or its conduct is at fault; left out of every score).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from trainer.core import aar
from trainer.core.facts import Facts
from trainer.core.gaps import (
    communication,
    document,
    missing,
    ownership,
    record,
    severity,
    targets,
    untested,
)
from trainer.core.gaps.finding import KINDS, NAMES, PRIORITIES, Detector, Finding

DETECTORS: Final[tuple[Detector, ...]] = (
    Detector(
        "G01",
        ("plan",),
        "improvised acts that stand for no step; acts and questions for which the whole plan has no step, contact or "
        "audience; injects answered only by those; decisions that neither a step nor a decision right governs",
        missing.find,
    ),
    Detector(
        "G03",
        ("plan", "execution"),
        "several roles doing the same step within ten minutes; nobody doing a step without an owner; parts of the plan "
        "that name different roles; decisions by a role without the right; questions who decides",
        ownership.find,
    ),
    Detector(
        "G05",
        ("plan",),
        "a step whose limit ends before the limits of the steps before it; a step late in every repetition by the "
        "right role (three times, or twice with the step open in the plan); never a single late act",
        targets.find,
    ),
    Detector(
        "G07",
        ("artefact",),
        "critical steps that apply at the true severity, could be done within the length of the exercise, and were not "
        "put to the test; steps that the exercise itself spoiled (no seat taken, inject kept back); injects much later "
        "than planned",
        untested.find,
    ),
    Detector(
        "G09",
        ("plan",),
        "severity set otherwise than the scenario's truth; severity changed back and forth; votes on it with less than "
        "60 % behind one answer, or with a wrong majority",
        severity.find,
    ),
    Detector(
        "G10",
        ("plan", "execution", "artefact"),
        "updates that the plan asks for late or missing; cadences broken; updates without the approval that the plan "
        "asks for; updates that do not say when the next one comes",
        communication.find,
    ),
    Detector(
        "G14",
        ("plan", "capability"),
        "a plan that nobody opened while expected actions were missed; a plan past its review date at the start",
        document.find,
    ),
    Detector(
        "G17",
        ("plan", "execution"),
        "classifications, decisions and measures without a reason; confirmations without evidence; steps that preserve "
        "evidence or keep the log, missed",
        record.find,
    ),
)
"""Every detector; the report prints this table as its method."""

_TOLD: Final = 3
"""So many signals of one gap are told in words; the evidence cites all."""

NOT_YET: Final = tuple(
    (code, name) for code, name in NAMES.items() if code not in {detector.code for detector in DETECTORS}
)
"""Gaps that this version cannot find by itself."""


def find(facts: Facts) -> tuple[aar.Gap, ...]:
    """Every gap of an exercise, one for each code and subject, in the order in which they are to be read."""
    signals: dict[tuple[str, str], list[Finding]] = {}
    for detector in DETECTORS:
        for finding in detector.find(facts):
            signals.setdefault((finding.code, finding.subject), []).append(finding)
    place = {step: number for number, step in enumerate(facts.script.steps)}
    merged = sorted((_joined(found) for found in signals.values()), key=lambda found: _order(place, found))
    return tuple(_gap(facts, finding) for finding in merged)


def _joined(signals: list[Finding]) -> Finding:
    """Signals of the same gap as one finding: told one after another up to a few, all of them cited."""
    first = signals[0]
    if len(signals) == 1:
        return first
    statements = list(dict.fromkeys(found.statement for found in signals))
    more = len(statements) - _TOLD
    rest = f" And {more} more of the kind." if more > 0 else ""
    return replace(
        first,
        kind=min((found.kind for found in signals), key=KINDS.index),
        priority=min((found.priority for found in signals), key=PRIORITIES.index),
        statement=_in_turn(statements) + rest,
        consequence=_in_turn(found.consequence for found in signals),
        proposed_change=_in_turn(found.proposed_change for found in signals),
        root_cause=_in_turn(found.root_cause for found in signals),
        evidence=tuple(sorted({seq for found in signals for seq in found.evidence})),
    )


def _in_turn(texts: Iterable[str]) -> str:
    """The first few different texts, as one."""
    return " ".join(list(dict.fromkeys(text for text in texts if text))[:_TOLD])


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


def _gap(facts: Facts, finding: Finding) -> aar.Gap:
    step = facts.script.steps.get(finding.step or "")
    clause = finding.clause or (facts.script.clause(step) if step is not None else None)
    role = finding.role or (step.role if step is not None else None)
    return aar.Gap(
        id=f"{finding.code}-{finding.subject}",
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
        confidence=finding.confidence,
        priority=finding.priority,
        proposed_change=finding.proposed_change,
    )


def looked_for(detectors: Iterable[Detector] = DETECTORS) -> tuple[tuple[str, str, str], ...]:
    """The table of detectors as the report prints it: code, name, what it looks for."""
    return tuple((found.code, found.name, found.looks_for) for found in detectors)
