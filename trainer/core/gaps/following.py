"""Steps that could not be done since one before them never was: a symptom of whatever explains that one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import NAMES, Finding, lapse

_PRACTICE: Final = "G15"


def without_followers(facts: Facts, findings: Sequence[Finding]) -> list[Finding]:
    """Findings without the missed steps whose predecessor was missed too; its gap tells of them.

    Only a step that was never done takes others with it: what came late and was followed late stays two gaps.
    """
    never = {
        name
        for name in facts.script.scope
        if (found := facts.of_step.get(name)) and all(j.outcome is Outcome.MISSED for j in found)
    }
    lapses = {lapse(step): step for step in never}
    roots = {lapses[fact]: finding for finding in findings for fact in finding.about if fact in lapses}
    taken: dict[int, list[Finding]] = {}
    followers: set[int] = set()
    for finding in findings:
        if finding.code != _PRACTICE or finding.step not in never:
            continue
        head = next((roots[name] for name in _before(facts, finding.step) if name in roots), None)
        if head is not None and head is not finding and head.code != _PRACTICE:
            taken.setdefault(id(head), []).append(finding)
            followers.add(id(finding))
    return [
        _with(finding, taken.get(id(finding), ())) for finding in findings if id(finding) not in followers
    ]


def _before(facts: Facts, step: str) -> list[str]:
    """Every step that the plan puts before a step, the nearest first."""
    found: list[str] = []
    waiting = list(facts.script.steps[step].after)
    while waiting:
        name = waiting.pop(0)
        if name in facts.script.steps and name not in found:
            found.append(name)
            waiting.extend(facts.script.steps[name].after)
    return found


def _with(root: Finding, followers: Sequence[Finding]) -> Finding:
    if not followers:
        return root
    named = (f"{found.code} {NAMES[found.code]}" for found in followers)
    evidence = {seq for found in (root, *followers) for seq in found.evidence}
    return replace(
        root,
        symptoms=tuple(dict.fromkeys((*root.symptoms, *named))),
        evidence=tuple(sorted(evidence)),
        about=tuple(dict.fromkeys((*root.about, *(fact for found in followers for fact in found.about)))),
    )
