"""G01, missing procedure or step: no steps at all, procedures that are a heading only, phases that nothing covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.plan import ActionKind, Phase
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading, titled
from trainer.core.standing.words import in_words

_CODE: Final = "G01"
_COVERED_BY: Final = {
    Phase.DETECTION: (
        (ActionKind.ACKNOWLEDGE,),
        r"detect|acknowledg|alert|notice|monitor|report(?:ed|s)? (?:an |the )?incident|raise|page\b",
    ),
    Phase.CLASSIFICATION: ((ActionKind.CLASSIFY,), r"classif|severity|triage|priorit|assess|level"),
    Phase.CONTAINMENT: (
        (ActionKind.CONTAIN,),
        r"contain|isolat|mitigat|stabili[sz]|roll(?:ed|ing)?[ -]?back|block|disable|quarantin|stop|switch|shift|shut"
        r"|fail(?:ed|ing)?[ -]?over|workaround|revoke|evacuat",
    ),
    Phase.RESOLUTION: (
        (ActionKind.RESOLVE, ActionKind.VERIFY),
        r"resol|fix|restor|recover|repair|clos|eradicat|all clear|back in service|back up",
    ),
    Phase.REVIEW: ((), r"review|post-?\s?mortem|retrospective|lessons|learn|debrief"),
}
"""What covers a phase beside a procedure of it: the acts that show a step, or words of a step's title."""

_EMPTY: Final = Words(
    one="The procedure {} has a heading and no steps.",
    many="{count} procedures have a heading and no steps: {}.",
    consequence="Whoever opens it in an incident finds nothing to do.",
    change="Write the steps of {}, or remove the heading.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """What nobody can look up because it is not written."""
    if not reading.steps:
        yield _no_steps(reading)
        return
    empty = [
        Place(procedure.id, titled(procedure.title, procedure.clause), ("procedures", i))
        for i, procedure in enumerate(reading.plan.procedures)
        if not procedure.steps
    ]
    yield from told(_CODE, "empty-procedures", _EMPTY, [(place, "medium") for place in empty])
    yield from _phases(reading)


def _no_steps(reading: Reading) -> PlanGap:
    procedures = len(reading.plan.procedures)
    only = "heading of 1 procedure" if procedures == 1 else f"headings of {procedures:,} procedures"
    return gap(
        _CODE,
        Place("steps", "the plan", ("procedures",)),
        f"The plan has no steps, only the {only}." if procedures else "The plan has no steps.",
        "Nobody can look up what to do next, and no drill can measure a response against it.",
        "Write down at least how an alert is acknowledged, the severity set, command taken, the harm contained, people "
        "informed and the incident closed: each as a step with an owner, the event that starts it and a time limit.",
        "high",
    )


def _phases(reading: Reading) -> Iterator[PlanGap]:
    missing = [phase for phase in _COVERED_BY if _asked(reading, phase) and not _covered(reading, phase)]
    if not missing:
        return
    phases = in_words([_said(phase) for phase in missing])
    yield gap(
        _CODE,
        Place("phases", "the plan", ("procedures",)),
        f"No step of the plan covers {phases}.",
        "From there on everybody improvises, and no two incidents are handled alike.",
        f"Add steps for {phases}, or say in the scope which other plan takes over there.",
        "medium",
    )


def _said(phase: Phase) -> str:
    return "the review afterwards" if phase is Phase.REVIEW else phase.value


def _asked(reading: Reading, phase: Phase) -> bool:
    """A plan without a scale has nothing to classify."""
    return phase is not Phase.CLASSIFICATION or bool(reading.plan.severities)


def _covered(reading: Reading, phase: Phase) -> bool:
    acts, words = _COVERED_BY[phase]
    after = reading.plan.after_incident
    if phase is Phase.REVIEW and after is not None and (after.review_within or after.report_within):
        return True
    by_words = re.compile(rf"\b(?:{words})", re.IGNORECASE)
    return any(
        placed.procedure.phase is phase
        or any(evidence.action in acts for evidence in placed.step.shown_by)
        or by_words.search(placed.step.title)
        for placed in reading.steps
    )


CHECK: Final = Check(
    _CODE,
    "a plan without steps; a procedure that is a heading only; a phase (detection, classification, containment, "
    "resolution, review) that no procedure, act or step is about",
    find,
)
