"""Chains of clocks: which steps bring about the event that starts another step's clock, and where a chain broke."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from trainer.core.plan import ActionKind, Step, step_of
from trainer.core.script import Script

_MADE_BY: Final = {
    "acknowledged": ActionKind.ACKNOWLEDGE,
    "classified": ActionKind.CLASSIFY,
    "identified": ActionKind.DIAGNOSE,
    "containment decided": ActionKind.CONTAIN,
    "resolved": ActionKind.RESOLVE,
}


def makers(script: Script, severity: str | None) -> dict[str, tuple[str, ...]]:
    """By anchor event: the steps that bring it about, of those that the plan asks for at a severity."""
    found: dict[str, list[str]] = {}
    for name, step in script.steps.items():
        if step.applies_at(severity):
            for anchor in _made(script, step):
                found.setdefault(anchor, []).append(name)
    return {anchor: tuple(names) for anchor, names in found.items()}


def _made(script: Script, step: Step) -> set[str]:
    made = {anchor for anchor, kind in _MADE_BY.items() if any(e.action is kind for e in step.shown_by)}
    if any(e.action is ActionKind.ASSUME_ROLE and e.role in script.leads for e in step.shown_by):
        made.add("declared")
    for evidence in step.shown_by:
        if evidence.action is ActionKind.POST_UPDATE:
            made.add("first post" if evidence.audience in script.public_audiences else "first update")
    return made | ({step.marks} if step.marks else set())


def broken(
    script: Script, severity: str | None, missed: Iterable[str], waiting: Mapping[str, str]
) -> dict[str, str]:
    """Expected actions that could not be reached, each with the step of which the doing would have started its clock.

    `missed` are steps in scope that were not done; `waiting` gives the step of each expected action that was called
    for and whose clock never started. What waits for an action that was not reached was not reached either.
    """
    by, lost, found = makers(script, severity), set(missed), dict[str, str]()
    scope = {*lost, *script.scope}
    pending = dict(waiting)
    while pending:
        reached = {key: _blocker(script, by, step, lost, scope) for key, step in pending.items()}
        new = {key: step for key, step in reached.items() if step is not None}
        if not new:
            break
        found |= new
        lost |= {pending.pop(key) for key in new}
    return found


def _blocker(
    script: Script, by: Mapping[str, tuple[str, ...]], name: str, lost: set[str], scope: set[str]
) -> str | None:
    target = script.steps[name].target
    if target is None:
        return None
    named = step_of(target.from_)
    makers_of = (named,) if named else by.get(target.from_, ())
    starters = [step for step in makers_of if step in scope and step != name]
    return starters[0] if starters and all(step in lost for step in starters) else None
