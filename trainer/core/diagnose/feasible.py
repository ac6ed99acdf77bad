"""Whether what a scenario expects can be done: by the roles that are played, at its severity, in its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainer.core.diagnose.course import Course
from trainer.core.diagnose.naming import error, listed, warning
from trainer.core.diagnose.scenario_rules import mentions
from trainer.core.plan import Step
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import EVERYONE, Inject, Objective
from trainer.core.script import Script
from trainer.core.time import say_duration


@dataclass(frozen=True, slots=True)
class _Setting:
    script: Script
    course: Course
    played: frozenset[str]
    scope: frozenset[str]
    severity: str | None
    """The true severity, where the plan knows it."""

    def nobody_plays(self, step: Step) -> bool:
        """Whether neither the owner of a step nor a deputy takes part; an unknown owner is another problem."""
        known = step.role is not None and step.role in self.script.roles
        return known and not (self.script.owners(step) & self.played)

    def applies(self, step: Step) -> bool:
        """Whether the plan asks for the step at the true severity."""
        return step.applies_at(self.severity)

    def starts(self, step: Step) -> bool:
        """Whether the step can be asked for: its clock may start, or it has none and is asked for from the start."""
        asked = step.id in self.script.expected_by
        if step.target is None and not asked:
            return True
        return self.course.earliest(self.course.clock(step.id)) is not None


def check_feasible(script: Script, course: Course) -> Iterator[Problem]:
    """Expected actions and objectives that cannot be met, and roles that are asked for but not played."""
    severity = script.scenario.truth.severity
    if severity not in script.plan.severity_order():
        severity = None
    setting = _Setting(script, course, frozenset(script.played_roles), frozenset(script.scope), severity)
    where = mentions(script)
    for name in script.scope:
        step, (path, expected) = script.steps[name], where[name]
        if setting.nobody_plays(step):
            yield _unplayed(step, script, path)
        if not setting.applies(step):
            yield _not_applicable(step, script, path, expected)
        else:
            yield from _clock(step, setting, path)
    for i, objective in enumerate(script.scenario.objectives):
        yield from _objective(objective, setting, i)
    for i, inject in enumerate(script.scenario.injects):
        yield from _addressed(inject, setting, i)
        yield from _expected(inject, setting, i)
        if inject.contingency_for is not None:
            yield from _contingency(inject, setting, i)
    yield from _deciders(setting)


def _unplayed(step: Step, script: Script, path: Path) -> Problem:
    deputies = sorted(script.owners(step) - {step.role})
    others = f", nor a deputy ({listed(deputies)})" if deputies else ""
    message = f"nobody plays {quoted(step.role or '')}, who owns the step {quoted(step.id)}{others}"
    return error("unplayed-owner", message, "add one of them to the scenario's `roles`", *path)


def _not_applicable(step: Step, script: Script, path: Path, expected: bool) -> Problem:
    severity = script.scenario.truth.severity or ""
    message = f"the plan asks for the step {quoted(step.id)} at {listed(step.severities)}, not at {quoted(severity)}"
    level = error if expected else warning
    return level("step-not-applicable", message, "remove it, or change the true severity", *path)


def _clock(step: Step, setting: _Setting, path: Path) -> Iterator[Problem]:
    """Clocks that never start, and limits that end after the exercise."""
    course, script = setting.course, setting.script
    start = course.earliest(course.clock(step.id))
    if start is None:
        yield from _no_clock(step, setting, path)
        return
    limit = course.limit(step)
    length = script.scenario.length
    by_anchor = step.target is not None and step.target.from_ != "inject"
    if by_anchor and limit is not None and start + limit > length:
        yield _beyond(step, start + limit - length, path)


def _beyond(step: Step, by: int, path: Path) -> Problem:
    message = (
        f"the exercise ends {say_duration(by)} before the limit of the step {quoted(step.id)} has run out"
    )
    fix = "lengthen the exercise, or start the clock earlier; a step not done by then counts as not observed"
    return warning("target-beyond-length", message, fix, *path)


def _no_clock(step: Step, setting: _Setting, path: Path) -> Iterator[Problem]:
    anchor = step.target.from_ if step.target is not None else "inject"
    calls = setting.script.expected_by.get(step.id, ())
    if calls and all(setting.course.earliest(setting.course.inject(name)) is None for name in calls):
        return  # each of these injects is a problem of its own
    if anchor == "inject":
        if step.target is not None:
            message = f"the clock of the step {quoted(step.id)} starts with an inject that expects it, and none does"
            yield error("clock-never-starts", message, "name it under `expects` of an inject", *path)
        return
    message = f"the clock of the step {quoted(step.id)} never starts: nothing brings about {quoted(anchor)}"
    fix = "send an alert or a page" if anchor == "first alert" else f"write `marks: [{anchor}]` at an inject"
    yield error("clock-never-starts", message, fix, *path)


def _objective(objective: Objective, setting: _Setting, i: int) -> Iterator[Problem]:
    known = [setting.script.steps[name] for name in objective.steps if name in setting.script.steps]
    able = (
        not setting.nobody_plays(step) and setting.applies(step) and setting.starts(step) for step in known
    )
    if known and not any(able):
        message = f"nobody can meet the objective {quoted(objective.id)}: none of its steps can come up"
        fix = "expect one of its steps, play its owner, or choose other steps"
        yield error("unmeetable-objective", message, fix, "objectives", i, "steps")


def _addressed(inject: Inject, setting: _Setting, i: int) -> Iterator[Problem]:
    if setting.played.issuperset(inject.to) or EVERYONE in inject.to:
        return
    known = [role for role in inject.to if role in setting.script.roles]
    absent = [role for role in known if role not in setting.played]
    if not absent:
        return
    nobody = len(absent) == len(known)
    level = error if nobody else warning
    end = "so nobody receives this inject" if nobody else "to whom this inject goes"
    message = f"the scenario does not play {listed(absent)}, {end}"
    place = inject.to.index(absent[0])
    yield level(
        "unplayed-role", message, "add the role to `roles`, or address another", "injects", i, "to", place
    )


def _expected(inject: Inject, setting: _Setting, i: int) -> Iterator[Problem]:
    script, course = setting.script, setting.course
    released = course.earliest(course.inject(inject.id))
    for j, expected in enumerate(inject.expects):
        step = script.steps.get(expected.step)
        if step is None:
            continue
        if expected.within is not None and step.target is not None:
            message = f"the plan's own target for the step {quoted(step.id)} stands; this limit is not used"
            yield warning("ignored-limit", message, "remove it", "injects", i, "expects", j, "within")
        limit = course.limit(step) if step.target is not None else expected.within
        at_delivery = step.target is None or step.target.from_ == "inject"
        if released is None or limit is None or not at_delivery or not setting.applies(step):
            continue
        over = released + limit - script.scenario.length
        if over > 0 and released <= script.scenario.length:
            yield _beyond(step, over, ("injects", i, "expects", j, "step"))


def _contingency(inject: Inject, setting: _Setting, i: int) -> Iterator[Problem]:
    """A contingency inject goes out when something was not done; otherwise it prompts those who did it."""
    name = inject.contingency_for or ""
    if inject.branch is None and (inject.release.at is not None or inject.release.after is not None):
        message = (
            f"the contingency inject {quoted(inject.id)} goes out whether {quoted(name)} was done or not"
        )
        fix = "release it `when: {overdue: …}` or `by_hand: true`"
        yield warning("contingency-release", message, fix, "injects", i, "release")
    is_step = name in setting.script.steps
    meant = None if is_step or name == inject.id else setting.script.injects.get(name)
    out_of_scope = is_step and name not in setting.scope
    if out_of_scope or (meant is not None and not meant.expects):
        message = f"{quoted(name)} expects nothing that this contingency inject could prompt"
        yield warning(
            "idle-contingency", message, "name a step that is expected", "injects", i, "contingency_for"
        )


def _deciders(setting: _Setting) -> Iterator[Problem]:
    """Decisions whose role is not played or is not asked, and votes of those who are not there."""
    script = setting.script
    asked: dict[str, set[str]] = {}
    for inject in script.scenario.injects:
        if inject.decision is not None:
            asked.setdefault(inject.decision, set()).update(script.addressed(inject))
    for i, decision in enumerate(script.scenario.decisions):
        role = decision.role
        if role is None or role not in script.roles:
            continue
        if role not in setting.played:
            message = f"nobody plays {quoted(role)}, who is to take the decision {quoted(decision.id)}"
            yield error(
                "unplayed-role", message, "add the role to `roles`, or name another", "decisions", i, "role"
            )
        elif decision.id in asked and role not in asked[decision.id]:
            message = (
                f"no inject puts the decision {quoted(decision.id)} to {quoted(role)}, who is to take it"
            )
            yield warning(
                "decision-not-asked", message, "address the inject to that role too", "decisions", i, "role"
            )
    for i, vote in enumerate(script.scenario.votes):
        yield from _voters(vote.roles, setting, i)


def _voters(roles: Sequence[str], setting: _Setting, i: int) -> Iterator[Problem]:
    absent = [role for role in roles if role in setting.script.roles and role not in setting.played]
    if absent:
        message = f"the scenario does not play {listed(absent)}, who should vote"
        yield warning("unplayed-role", message, "remove the role, or add it to `roles`", "votes", i, "roles")
