"""Whether a walk-through can be walked: its steps, its questions, the roles that answer, and what it rates."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.diagnose.naming import error, listed, warning
from trainer.core.problems import Problem, quoted
from trainer.core.scenario import Kind, Scenario, Walkthrough
from trainer.core.script import Script

_SHOWN = 4


def only_walked(scenario: Scenario) -> bool:
    """Whether a scenario is run as a walk-through and as nothing else: then no clock runs and no inject is needed."""
    return set(scenario.kinds) == {Kind.WALKTHROUGH}


def check_walkthrough(script: Script) -> Iterator[Problem]:
    """Questions and showings belong to walked steps, somebody plays their owners, and objectives name some of them."""
    walk = script.scenario.walkthrough
    if walk is None or not (walk.procedures or walk.path):
        return
    if not script.roles:
        message = "the plan has no roles, so nobody can answer for a step of the walk-through"
        yield error("no-roles", message, "list them under `roles` of the plan", "walkthrough")
    yield from _path(script, walk)
    yield from _asked(script, walk)
    yield from _unplayed(script)
    if only_walked(script.scenario):
        yield from _objectives(script)


def _path(script: Script, walk: Walkthrough) -> Iterator[Problem]:
    """A step on the path that a procedure, walked whole, has as well."""
    for i, name in enumerate(walk.path):
        procedure = script.procedure_of.get(name)
        if procedure is not None and procedure.id in walk.procedures:
            message = (
                f"the step {quoted(name)} is walked on the path; it belongs to {quoted(procedure.id)} as well"
            )
            fix = "it is walked once, on the path; remove it there if the procedure's own order is meant"
            yield warning("walked-twice", message, fix, "walkthrough", "path", i)


def _asked(script: Script, walk: Walkthrough) -> Iterator[Problem]:
    walked = frozenset(script.walked)
    for i, question in enumerate(walk.questions):
        if question.step in script.steps and question.step not in walked:
            message, fix = _not_walked(script, question.step), "walk through it too, or remove the question"
            yield warning("idle-question", message, fix, "walkthrough", "questions", i, "step")
    for i, name in enumerate(walk.show):
        if name in script.steps and name not in walked:
            message, fix = _not_walked(script, name), "walk through it too, or take it out of `show`"
            yield warning("idle-show", message, fix, "walkthrough", "show", i)


def _not_walked(script: Script, step: str) -> str:
    procedure = script.procedure_of[step].id
    return f"the step {quoted(step)} belongs to {quoted(procedure)}, which is not walked through"


def _unplayed(script: Script) -> Iterator[Problem]:
    """Owners of walked steps whom nobody plays, deputies neither: each is told once."""
    played, lacking = frozenset(script.played_roles), dict[str, list[str]]()
    for name in script.walked:
        step = script.steps[name]
        if step.role in script.roles and not script.owners(step) & played:
            lacking.setdefault(step.role or "", []).append(name)
    for role, steps in lacking.items():
        what = "step" if len(steps) == 1 else "steps"
        message = f"nobody plays {quoted(role)}, who owns the walked {what} {listed(steps[:_SHOWN])}"
        fix = "add the role to the scenario's `roles`; else others answer for it"
        yield warning("unplayed-owner", message, fix, "walkthrough")


def _objectives(script: Script) -> Iterator[Problem]:
    walked = frozenset(script.walked)
    for i, objective in enumerate(script.scenario.objectives):
        if any(name in script.steps for name in objective.steps) and walked.isdisjoint(objective.steps):
            message = (
                f"nobody can meet the objective {quoted(objective.id)}: none of its steps is walked through"
            )
            fix = "walk through one of them, or choose other steps"
            yield error("unmeetable-objective", message, fix, "objectives", i, "steps")
