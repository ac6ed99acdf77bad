"""Conditions of a scenario: the names in them, and those that can never hold."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.diagnose.naming import PlanNames, ScenarioNames, error, listed
from trainer.core.diagnose.plan_names import check_anchor
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import Condition


def check_condition(
    condition: Condition, names: ScenarioNames, plan: PlanNames | None, path: Path
) -> Iterator[Problem]:
    """Every reference in a condition, and combinations that rule each other out."""
    for part, place in parts(condition, path):
        if part.all is not None:
            yield from _together(part.all, plan, (*place, "all"))
        elif part.any is not None:
            yield from _empty(part.any, (*place, "any"))
        elif part.delivered is not None:
            yield from names.injects.check(part.delivered, *place, "delivered")
        elif part.chose is not None:
            yield from check_choice(part.chose, names, (*place, "chose"))
        elif plan is not None:
            yield from _of_plan(part, plan, place)


def _of_plan(part: Condition, plan: PlanNames, place: Path) -> Iterator[Problem]:
    yield from plan.steps.check(part.done, *place, "done")
    yield from plan.steps.check(part.overdue, *place, "overdue")
    yield from check_anchor(part.reached, plan.steps, *place, "reached")
    if part.severity is not None and plan.severities.named(part.severity) is None:
        yield plan.severities.unknown(part.severity, *place, "severity")


def parts(condition: Condition, path: Path) -> Iterator[tuple[Condition, Path]]:
    """A condition and every one inside it, with where it stands."""
    yield condition, path
    for key, inner in (("all", condition.all), ("any", condition.any)):
        for index, part in enumerate(inner or ()):
            yield from parts(part, (*path, key, index))
    if condition.not_ is not None:
        yield from parts(condition.not_, (*path, "not"))


def check_choice(choice: str, names: ScenarioNames, path: Path) -> Iterator[Problem]:
    """`chose` names a decision and one of its options, as `decision/option`."""
    decision, slash, option = choice.partition("/")
    if not slash:
        choices = [f"{name}/{choice}" for name in names.offered_by.get(choice, ())]
        choices += [
            f"{choice}/{name}" for name in (names.options[choice].ids if choice in names.options else ())
        ]
        fix = f"one of: {listed(choices)}" if choices else "write it like `rollback/yes`"
        yield error("bad-choice", f"{quoted(choice)} names no decision and option", fix, *path)
    elif decision not in names.decisions:
        yield names.decisions.unknown(decision, *path)
    else:
        yield from names.options[decision].check(option, *path)


def _empty(inner: tuple[Condition, ...], path: Path) -> Iterator[Problem]:
    if not inner:
        message = f"{path[-1]!r} lists no conditions"
        yield error("empty-condition", message, "list at least one, or choose another release", *path)


def _together(inner: tuple[Condition, ...], plan: PlanNames | None, path: Path) -> Iterator[Problem]:
    """Conditions that can never hold at the same time."""
    yield from _empty(inner, path)
    denied = {part.not_ for part in inner if part.not_ is not None}
    named = plan.severities.named if plan is not None else str.casefold
    severities = {named(part.severity) for part in inner if part.severity is not None}
    options: dict[str, str] = {}
    for index, part in enumerate(inner):
        if denied and part in denied:
            yield _contradiction("this is asked for and ruled out", path, index)
        if part.chose is not None:
            decision, _, option = part.chose.partition("/")
            if options.setdefault(decision, option) != option:
                yield _contradiction(f"only one option of {quoted(decision)} can be chosen", path, index)
        if part.severity is not None and len(severities) > 1:
            severities = set()
            yield _contradiction("only one severity is in force at a time", path, index)


def _contradiction(why: str, path: Path, index: int) -> Problem:
    return error(
        "impossible-condition", f"the conditions can never hold together: {why}", "use `any`", *path, index
    )
