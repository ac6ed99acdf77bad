"""One gap for one fact: signals of the same gap are told together, and a root stands for its symptoms.

Several detectors may see the same fact of a drill from different sides: a step that was not done because access was
missing was also missed, and a missed step is a matter of skill where nothing else explains it. What explains more
stands; what it explains is named beside it and not counted again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from trainer.core.gaps.finding import KINDS, NAMES, PRIORITIES, Finding

_TOLD: Final = 3
"""So many signals of one gap are told in words; the evidence cites all."""

ROOTS: Final = (
    "G13",
    "G06",
    "G04",
    "G12",
    "G08",
    "G11",
    "G03",
    "G05",
    "G14",
    "G02",
    "G16",
    "G09",
    "G10",
    "G17",
    "G01",
    "G15",
)
"""Which gap explains which, the root first: what stopped people, then what nobody owned or no time was left for, then
what was unclear, then what was left undone, and skill where nothing else explains it. G07 and G18 are facts of their
own: that nothing is known, and that an earlier remedy did not hold."""


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """Findings as gaps: one for each code and subject, and none that another explains."""
    signals: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        signals.setdefault((finding.code, finding.subject), []).append(finding)
    return _rooted([_joined(found) for found in signals.values()])


def _rooted(findings: list[Finding]) -> list[Finding]:
    """Symptoms go to the weightiest finding that is about all their facts."""
    ranked = sorted((f for f in findings if f.code in ROOTS and f.about), key=lambda f: ROOTS.index(f.code))
    explained: dict[int, list[Finding]] = {}
    symptoms: set[int] = set()
    by_fact: dict[str, list[tuple[Finding, frozenset[str]]]] = {}
    for finding in ranked:
        facts, roots = frozenset(finding.about), by_fact.get(finding.about[0], ())
        root = next((r for r, known in roots if r.code != finding.code and facts <= known), None)
        if root is not None:
            explained.setdefault(id(root), []).append(finding)
            symptoms.add(id(finding))
            continue
        for fact in facts:
            by_fact.setdefault(fact, []).append((finding, facts))
    return [_with(f, explained.get(id(f), ())) for f in findings if id(f) not in symptoms]


def _with(root: Finding, symptoms: Iterable[Finding]) -> Finding:
    """A root gap together with what it explains: their evidence, and their names."""
    explained = tuple(symptoms)
    if not explained:
        return root
    named = dict.fromkeys(f"{found.code} {NAMES[found.code]}" for found in explained)
    evidence = {seq for found in (root, *explained) for seq in found.evidence}
    priority = min((found.priority for found in (root, *explained)), key=PRIORITIES.index)
    return replace(root, symptoms=tuple(named), evidence=tuple(sorted(evidence)), priority=priority)


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
        about=tuple(dict.fromkeys(fact for found in signals for fact in found.about)),
    )


def _in_turn(texts: Iterable[str]) -> str:
    """The first few different texts, as one."""
    return " ".join(list(dict.fromkeys(text for text in texts if text))[:_TOLD])
