"""A scripted team against the script that it plays."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.actions import (
    Acknowledge,
    Action,
    AssumeRole,
    CastVote,
    Classify,
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
)
from trainer.core.diagnose.naming import PlanNames, ScenarioNames, error, warning
from trainer.core.problems import Path, Problem, quoted
from trainer.core.script import Script
from trainer.core.team import Team
from trainer.core.time import say_duration


def check_team(team: Team, script: Script) -> Iterator[Problem]:
    """Roles, injects and everything else that the acts of a team name."""
    plan, scenario = PlanNames.of(script.plan), ScenarioNames.of(script.scenario)
    if team.scenario is not None and team.scenario != script.scenario.id:
        message = (
            f"the team was written for the scenario {quoted(team.scenario)}, not {quoted(script.scenario.id)}"
        )
        yield warning("other-scenario", message, "check that its acts fit", "scenario")
    for i, member in enumerate(team.members):
        yield from plan.roles.check(member.role, "members", i, "role")
        for k, act in enumerate(member.acts):
            path: Path = ("members", i, "acts", k)
            yield from scenario.injects.check(act.after, *path, "after")
            yield from _act_in_plan(act.action, plan, path)
            yield from _act_in_scenario(act.action, scenario, script, path)
            inject = script.injects.get(act.after or "")
            if (
                inject is not None
                and member.role in plan.roles
                and member.role not in script.addressed(inject)
            ):
                message = f"the inject {quoted(inject.id)} does not reach {quoted(member.role)}: this act never comes"
                yield error("unplayed-act", message, "give it a time with `at`", *path, "after")
            if act.at is not None and act.at > script.scenario.length:
                message = f"the exercise ends after {say_duration(script.scenario.length)}, before this act"
                yield warning("beyond-length", message, "let it come earlier", *path, "at")


def _act_in_plan(action: Action, plan: PlanNames, path: Path) -> Iterator[Problem]:
    match action:
        case Classify():
            if plan.severities.ids:
                yield from plan.severities.check(action.severity, *path, "severity")
        case AssumeRole() | HandOver():
            yield from plan.roles.check(action.role, *path, "role")
        case Page():
            yield from plan.contacts.check(action.contact, *path, "contact")
        case PostUpdate():
            if plan.audiences.ids and action.audience not in plan.audiences:
                message = f"{quoted(action.audience)} is none of the plan's audiences"
                yield warning(
                    "unknown-audience", message, plan.audiences.fix(action.audience), *path, "audience"
                )
            yield from plan.roles.check(action.approved_by, *path, "approved_by")
        case DoStep() | ReportBlocked():
            yield from plan.steps.check(action.step, *path, "step")
        case Improvise():
            yield from plan.steps.check(action.instead_of, *path, "instead_of")
        case _:
            pass


def _act_in_scenario(action: Action, names: ScenarioNames, script: Script, path: Path) -> Iterator[Problem]:
    match action:
        case Acknowledge():
            yield from names.injects.check(action.inject, *path, "inject")
        case Decide():
            yield from names.decisions.check(action.decision, *path, "decision")
            if action.decision in names.options:
                yield from names.options[action.decision].check(action.option, *path, "option")
        case CastVote():
            yield from names.votes.check(action.vote, *path, "vote")
            vote = script.votes.get(action.vote)
            if vote is not None and action.choice not in vote.options:
                message = f"{quoted(action.choice)} is none of the vote's options"
                yield error(
                    "unknown-option", message, "write it exactly as the option is written", *path, "choice"
                )
        case _:
            pass
