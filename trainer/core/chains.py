"""Chains of clocks: which steps bring about the event that starts another step's clock, and where a chain broke."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trainer.core import chain_times
from trainer.core.plan import step_of
from trainer.core.script import Script


def makers(script: Script, severity: str | None) -> dict[str, tuple[str, ...]]:
    """By anchor event: the steps that bring it about, of those that the plan asks for at a severity."""
    return chain_times.makers(script.plan, severity)


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
