"""Names in a scenario: defined once, and defined where they are referred to, in the scenario or in its plan."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.anchors import step_of
from trainer.core.diagnose.conditions import check_choice, check_condition
from trainer.core.diagnose.naming import PlanNames, ScenarioNames, duplicates, error, repeated, warning
from trainer.core.diagnose.plan_names import check_anchor
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import EVERYONE, NOBODY, Decision, Inject, Release, Scenario, Vote


def check_names(scenario: Scenario, names: ScenarioNames, plan: PlanNames | None) -> Iterator[Problem]:
    """Duplicate identifiers and references that lead nowhere; those into the plan only where it is known."""
    yield from _duplicates(scenario, names)
    for i, inject in enumerate(scenario.injects):
        yield from check_release(inject.release, names, plan, ("injects", i, "release"))
        yield from _links(inject, names, i)
        if plan is not None:
            yield from _inject_in_plan(inject, plan, names, i)
    for i, decision in enumerate(scenario.decisions):
        yield from _decision(decision, names, plan, ("decisions", i))
    for i, branch in enumerate(scenario.branches):
        yield from check_condition(branch.when, names, plan, ("branches", i, "when"))
    for i, objective in enumerate(scenario.objectives):
        if objective.achieved_when is not None:
            yield from check_condition(
                objective.achieved_when, names, plan, ("objectives", i, "achieved_when")
            )
    for i, vote in enumerate(scenario.votes):
        yield from _vote(vote, plan, ("votes", i))
    if plan is not None:
        yield from _frame_in_plan(scenario, plan)


def _duplicates(scenario: Scenario, names: ScenarioNames) -> Iterator[Problem]:
    for known in (names.injects, names.decisions, names.branches, names.votes):
        yield from duplicates(known.what, known.ids, known.key)
    yield from duplicates("objective", [objective.id for objective in scenario.objectives], "objectives")
    for i, decision in enumerate(scenario.decisions):
        options = [option.id for option in decision.options]
        yield from duplicates("option", options, "decisions", i, "options")


def check_release(
    release: Release, names: ScenarioNames, plan: PlanNames | None, path: Path
) -> Iterator[Problem]:
    """Every reference in a release."""
    if release.when is not None:
        yield from check_condition(release.when, names, plan, (*path, "when"))
    after = release.after
    if after is None:
        return
    if after.chose is not None:
        yield from check_choice(after.chose, names, (*path, "after", "chose"))
    yield from names.injects.check(after.inject, *path, "after", "inject")
    if plan is not None:
        yield from plan.steps.check(after.step, *path, "after", "step")
        yield from check_anchor(after.reached, plan.steps, *path, "after", "reached")


def _links(inject: Inject, names: ScenarioNames, i: int) -> Iterator[Problem]:
    if inject.branch is not None and inject.branch not in names.branches:
        yield names.branches.unknown(inject.branch, "injects", i, "branch")
    if inject.decision is not None and inject.decision not in names.decisions:
        yield names.decisions.unknown(inject.decision, "injects", i, "decision")
    if inject.vote is not None and inject.vote not in names.votes:
        yield names.votes.unknown(inject.vote, "injects", i, "vote")


def _inject_in_plan(inject: Inject, plan: PlanNames, names: ScenarioNames, i: int) -> Iterator[Problem]:
    if not plan.roles.known.issuperset(inject.to):
        for j, role in enumerate(inject.to):
            if role not in plan.roles and role not in (EVERYONE, NOBODY):
                yield plan.roles.unknown(role, "injects", i, "to", j)
    if len(inject.to) > 1:
        yield from repeated(inject.to, "injects", i, "to")
    if inject.expects:
        yield from _expects(inject, plan, i)
    for j, anchor in enumerate(inject.marks):
        if step_of(anchor) is not None:
            yield from check_anchor(anchor, plan.steps, "injects", i, "marks", j)
    yield from plan.roles.check_all(inject.absent, "injects", i, "absent")
    if inject.contingency_for is not None:
        yield from _contingency(inject, plan, names, i)


def _expects(inject: Inject, plan: PlanNames, i: int) -> Iterator[Problem]:
    steps = plan.steps.known
    for j, expected in enumerate(inject.expects):
        if expected.step not in steps:
            yield plan.steps.unknown(expected.step, "injects", i, "expects", j, "step")
    if len(inject.expects) > 1:
        yield from repeated([expected.step for expected in inject.expects], "injects", i, "expects")


def _contingency(inject: Inject, plan: PlanNames, names: ScenarioNames, i: int) -> Iterator[Problem]:
    name = inject.contingency_for or ""
    path: Path = ("injects", i, "contingency_for")
    if name == inject.id:
        message = f"the inject {quoted(name)} is a contingency for itself"
        yield error("self-reference", message, "name the step or the inject whose steps it prompts", *path)
    elif name not in plan.steps and name not in names.injects:
        message = f"there is no step of the plan and no inject {quoted(name)}"
        fix = plan.steps.fix(name) or names.injects.fix(name)
        yield error("unknown-step", message, fix, *path)
    elif name in plan.steps and name in names.injects:
        message = f"{quoted(name)} is a step of the plan as well as an inject; the step is meant"
        yield warning("ambiguous-name", message, "give the inject another identifier", *path)


def _decision(
    decision: Decision, names: ScenarioNames, plan: PlanNames | None, path: Path
) -> Iterator[Problem]:
    yield from names.options[decision.id].check(decision.default, *path, "default")
    if decision.default is not None and decision.time_limit is None:
        message = f"the default of {quoted(decision.id)} is never taken, for no time runs out"
        yield warning(
            "unused-default", message, "add a `time_limit`, or remove the default", *path, "default"
        )
    for k, option in enumerate(decision.options):
        for key, injects in (("releases", option.consequence.releases), ("skips", option.consequence.skips)):
            yield from names.injects.check_all(injects, *path, "options", k, "consequence", key)
    if plan is not None:
        yield from plan.roles.check(decision.role, *path, "role")
        yield from plan.steps.check(decision.step, *path, "step")


def _vote(vote: Vote, plan: PlanNames | None, path: Path) -> Iterator[Problem]:
    yield from repeated(vote.options, *path, "options")
    if vote.truth is not None and vote.truth not in vote.options:
        message = f"{quoted(vote.truth)} is none of the vote's options"
        yield error("unknown-option", message, "write it exactly as the option is written", *path, "truth")
    if plan is None:
        return
    yield from plan.roles.check_all(vote.roles, *path, "roles")
    yield from plan.steps.check(vote.step, *path, "step")
    if vote.about == "severity" and plan.severities.ids:
        for k, option in enumerate(vote.options):
            if plan.severities.named(option) is None:
                message = f"the vote is about the severity, but {quoted(option)} is none of the plan's"
                yield warning("vote-option", message, plan.severities.fix(option), *path, "options", k)


def _frame_in_plan(scenario: Scenario, plan: PlanNames) -> Iterator[Problem]:
    yield from plan.roles.check_all(scenario.roles, "roles")
    for i, objective in enumerate(scenario.objectives):
        yield from plan.steps.check_all(objective.steps, "objectives", i, "steps")
    yield from plan.severities.check(scenario.truth.severity, "truth", "severity")
    if scenario.service is not None and scenario.service not in plan.services:
        known = plan.services.ids
        level = error if known else warning
        message = f"there is no service {quoted(scenario.service)} in the plan"
        yield level("unknown-service", message, plan.services.fix(scenario.service), "service")
    if scenario.walkthrough is not None:
        walk = scenario.walkthrough
        yield from plan.procedures.check_all(walk.procedures, "walkthrough", "procedures")
        yield from plan.steps.check_all(walk.path, "walkthrough", "path")
        yield from plan.steps.check_all(walk.show, "walkthrough", "show")
        for i, question in enumerate(walk.questions):
            yield from plan.steps.check(question.step, "walkthrough", "questions", i, "step")
