"""Rules of a plan that contradict themselves, or that no incident could follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, product
from typing import Final

from trainer.core.anchors import step_of
from trainer.core.diagnose.cycles import cycles
from trainer.core.diagnose.naming import PlanNames, error, listed, warning
from trainer.core.plan import ActionKind, Plan, Step, Target
from trainer.core.problems import Path, Problem, quoted
from trainer.core.time import Micros, say_duration

_MAX_SCALE: Final = 50
_MAX_CELLS: Final = 2_000
"""No plan has so many severities, or a triage table so large; a file that has must not take minutes."""
_NEVER: Final = {
    "declared": ("no role of the plan leads", "write `leads: true` at the role that takes command"),
    "first post": ("no communication of the plan is public", "write `public: true` at a communication"),
}


def check_rules(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    """Everything that is wrong although all names are known."""
    if not names.steps.ids:
        message = "the plan has no steps, so no exercise can expect anything of it"
        yield warning("no-steps", message, "list steps under `procedures`", "procedures")
    yield from _cycles(plan)
    yield from _severity_limits(plan)
    yield from _targets(plan, names)
    yield from _cadences(plan, names)
    yield from _anchors(plan)
    yield from _triage(plan)
    yield from _contradictions(plan)


def steps_with_paths(plan: Plan) -> Iterator[tuple[Step, Path]]:
    """Every step and where it stands."""
    for i, procedure in enumerate(plan.procedures):
        for j, step in enumerate(procedure.steps):
            yield step, ("procedures", i, "steps", j)


def _cycles(plan: Plan) -> Iterator[Problem]:
    paths = {step.id: path for step, path in steps_with_paths(plan)}
    after = {step.id: step.after for step, _ in steps_with_paths(plan)}
    for cycle in cycles(after):
        first, following = cycle[0], cycle[1 % len(cycle)]
        message = (
            f"steps wait for each other: {listed((*cycle, first), ' after ')}"
            if len(cycle) > 1
            else f"the step {quoted(first)} waits for itself"
        )
        place = after[first].index(following)
        yield error("step-cycle", message, "remove one `after`", *paths[first], "after", place)


def _severity_limits(plan: Plan) -> Iterator[Problem]:
    for key in ("respond_within", "update_every"):
        given = [
            (severity.id, getattr(severity, key), i)
            for i, severity in enumerate(plan.severities)
            if getattr(severity, key) is not None
        ]
        for (worse, longer, i), (milder, shorter, _) in pairwise(given):
            if longer > shorter:
                yield _odd(worse, longer, milder, shorter, ("severities", i, key))


def _odd(worse: str, longer: Micros, milder: str, shorter: Micros, path: Path) -> Problem:
    message = f"{quoted(worse)} has more time ({say_duration(longer)}) than {quoted(milder)} ({say_duration(shorter)})"
    return warning("odd-limit", message, "check the two; the plan lists the worst severity first", *path)


def _odd_limits(limits: int | Mapping[str, Micros], names: PlanNames, path: Path) -> Iterator[Problem]:
    """A worse severity should not have more time than a milder one."""
    if isinstance(limits, int):
        return
    rank = names.severities.rank
    given = [(name, limits[name]) for name in sorted(rank.keys() & limits.keys(), key=rank.__getitem__)]
    for (worse, longer), (milder, shorter) in pairwise(given):
        if longer > shorter:
            yield _odd(worse, longer, milder, shorter, (*path, worse))


def _targets(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for step, path in steps_with_paths(plan):
        if step.target is None:
            continue
        yield from _odd_limits(step.target.within, names, (*path, "target", "within"))
        if isinstance(step.target.within, dict):
            yield from _coverage(step, step.target.within, names, (*path, "target", "within"))
        if step_of(step.target.from_) == step.id:
            message = f"the clock of the step {quoted(step.id)} starts when the step is done"
            yield error("self-anchor", message, "name the event before it", *path, "target", "from")


def _coverage(step: Step, limits: Mapping[str, Micros], names: PlanNames, path: Path) -> Iterator[Problem]:
    scale = names.severities.ids[:_MAX_SCALE]
    missing = [name for name in scale if name not in limits and step.applies_at(name)]
    if missing:
        message = f"the step applies at {listed(missing)} but has no limit there"
        fix = "add the limit, or list the step's `severities`"
        yield warning("limit-missing", message, fix, *path)
    for name in limits:
        if name in names.severities and not step.applies_at(name):
            message = f"there is a limit for {quoted(name)}, at which the step does not apply"
            yield warning(
                "limit-never-used", message, "remove it, or add the severity to `severities`", *path, name
            )


def _cadences(plan: Plan, names: PlanNames) -> Iterator[Problem]:
    for i, cadence in enumerate(plan.cadences):
        yield from _odd_limits(cadence.every, names, ("cadences", i, "every"))
        for k, change in enumerate(cadence.changes):
            yield from _odd_limits(change.every, names, ("cadences", i, "changes", k, "every"))
            if k and change.after <= cadence.changes[k - 1].after:
                message = f"this change comes no later than the one before it ({say_duration(change.after)})"
                fix = "list the changes in the order of time"
                yield warning("unordered-changes", message, fix, "cadences", i, "changes", k, "after")


def _anchors(plan: Plan) -> Iterator[Problem]:
    """Clocks that start at an event which the plan itself rules out."""
    marked = {step.marks for step, _ in steps_with_paths(plan)}
    never = dict(_NEVER)
    if any(role.leads for role in plan.roles) or "declared" in marked:
        del never["declared"]
    if any(item.public for item in plan.communications) or "first post" in marked:
        del never["first post"]
    for anchor, path, has_inject in _anchors_used(plan):
        if anchor in never:
            why, fix = never[anchor]
            yield warning(
                "anchor-never-reached", f"the event {quoted(anchor)} never comes: {why}", fix, *path
            )
        if anchor == "inject" and not has_inject:
            message = '"inject" starts the clock of a step only'
            yield warning("anchor-never-reached", message, "name another event", *path)


def _anchors_used(plan: Plan) -> Iterator[tuple[str, Path, bool]]:
    for step, path in steps_with_paths(plan):
        if step.target is not None:
            yield step.target.from_, (*path, "target", "from"), True
    for i, cadence in enumerate(plan.cadences):
        yield cadence.from_, ("cadences", i, "from"), False
        yield cadence.until, ("cadences", i, "until"), False
    for i, deadline in enumerate(plan.external_deadlines):
        yield deadline.from_, ("external_deadlines", i, "from"), False


def _triage(plan: Plan) -> Iterator[Problem]:
    triage = plan.triage
    if triage is None or not triage.rules:
        return
    first: dict[tuple[str, str], str] = {}
    for i, rule in enumerate(triage.rules):
        cell = (rule.impact, rule.urgency)
        if cell in first:
            message = f"the rule for {quoted(rule.impact)} and {quoted(rule.urgency)} is given twice"
            level = warning if first[cell] == rule.severity else error
            yield level("duplicate-rule", message, "keep one of them", "triage", "rules", i)
        first.setdefault(cell, rule.severity)
    cells = islice(product(triage.impact, triage.urgency), _MAX_CELLS)
    missing = [" + ".join(cell) for cell in cells if cell not in first]
    if missing:
        message = f"triage gives no severity for {listed(missing)}"
        yield warning("incomplete-triage", message, "add a rule for each", "triage", "rules")


def _contradictions(plan: Plan) -> Iterator[Problem]:
    """The same rule with two values, in two places of the plan."""
    responses = {severity.id: severity.respond_within for severity in plan.severities[:_MAX_SCALE]}
    longest = {role.id: role.longest for role in plan.roles}
    for step, path in steps_with_paths(plan):
        if step.target is None:
            continue
        place = (*path, "target", "within")
        for evidence in step.shown_by:
            if evidence.action is ActionKind.ACKNOWLEDGE and step.target.from_ == "first alert":
                yield from _response(step.target, responses, place)
            if evidence.action is ActionKind.HAND_OVER:
                yield from _handover(step.target, longest.get(evidence.role or step.role or ""), place)


def _response(target: Target, responses: Mapping[str, Micros | None], path: Path) -> Iterator[Problem]:
    for severity, promised in responses.items():
        limit = target.limit(severity)
        if promised is not None and limit is not None and limit != promised:
            message = (
                f"{quoted(severity)} is acknowledged within {say_duration(limit)} here, "
                f"but its `respond_within` is {say_duration(promised)}"
            )
            end = (severity,) if isinstance(target.within, dict) else ()
            yield warning("two-values", message, "give both the same value", *path, *end)


def _handover(target: Target, longest: Micros | None, path: Path) -> Iterator[Problem]:
    limits = target.within.values() if isinstance(target.within, dict) else (target.within,)
    limit = max(limits, default=0)
    if longest is not None and limit > longest:
        message = f"the role is handed over after {say_duration(limit)}, but its `longest` is {say_duration(longest)}"
        yield warning("two-values", message, "make the two agree", *path)
