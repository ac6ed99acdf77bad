"""Which step comes after which in a walk: as the plan orders them, and as the path of the walk passes on."""

from __future__ import annotations

from collections.abc import Mapping

from trainer.core.chains import makers
from trainer.core.plan import step_of
from trainer.core.script import Script

_After = dict[str, tuple[str, ...]]


def steps_before(script: Script, severity: str | None) -> Mapping[str, tuple[str, ...]]:
    """By step: the steps that come right before it.

    On a path the work passes from step to step, so each comes after the one before it. Neighbours whose clocks are
    started by the same step of the plan may run side by side: what follows comes after them all. Where the path runs
    against the order of the plan, the plan holds.
    """
    after: _After = {name: step.after for name, step in script.steps.items()}
    walk, brought = script.scenario.walkthrough, makers(script, severity)
    path = [name for name in (walk.path if walk is not None else ()) if name in after]
    before: list[str] = []
    group: list[str] = []
    for name in dict.fromkeys(path):
        if not (group and _side_by_side(script, brought, group[0], name)):
            before, group = group, []
        group.append(name)
        further = (each for each in before if each not in after[name] and not _comes_after(after, each, name))
        after[name] = (*after[name], *further)
    return after


def _side_by_side(script: Script, brought: Mapping[str, tuple[str, ...]], one: str, other: str) -> bool:
    """Whether the clocks of two steps start with the same event, which a step brings about, and neither waits."""
    first, second = script.steps[one], script.steps[other]
    if first.target is None or second.target is None or first.target.from_ != second.target.from_:
        return False
    anchor = first.target.from_
    made = step_of(anchor) is not None or bool(brought.get(anchor))
    return made and one not in second.after and other not in first.after


def _comes_after(after: Mapping[str, tuple[str, ...]], late: str, early: str) -> bool:
    """Whether one step comes after another, directly or with others between them."""
    seen, waiting = set[str](), [late]
    while waiting:
        name = waiting.pop()
        if name == early:
            return True
        if name in after and name not in seen:
            seen.add(name)
            waiting.extend(after[name])
    return False
