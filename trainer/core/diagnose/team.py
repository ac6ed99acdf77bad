"""A scripted team against the script that it plays."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.actions import (
    Acknowledge,
    Action,
    AnswerStep,
    AssumeRole,
    CastVote,
    Classify,
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Look,
    Operate,
    Page,
    PostUpdate,
    ReportBlocked,
    ShowStep,
)
from trainer.core.diagnose.naming import PlanNames, ScenarioNames, error, listed, warning
from trainer.core.diagnose.system_names import SystemNames
from trainer.core.problems import Path, Problem, quoted
from trainer.core.script import Script
from trainer.core.team import Team
from trainer.core.time import say_duration
from trainer.core.walk.questions import questions_of


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
        case DoStep() | ReportBlocked() | AnswerStep() | ShowStep():
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
        case Operate() | Look():
            yield from _in_system(action, script, path)
        case AnswerStep() | ShowStep():
            yield from _on_walk(action, script, path)
        case _:
            pass


def _on_walk(action: AnswerStep | ShowStep, script: Script, path: Path) -> Iterator[Problem]:
    """Answers and showings belong to steps that are walked through, and answer what is asked about them."""
    step = script.steps.get(action.step)
    if step is None:
        return
    if action.step not in script.walked:
        message = f"the step {quoted(action.step)} is not walked through in {quoted(script.scenario.id)}"
        yield error("not-walked", message, "walk through it, or remove this act", *path, "step")
    elif isinstance(action, AnswerStep):
        asked = [question.id for question in questions_of(script, step)]
        if action.question not in asked:
            message = f"{quoted(action.question)} is not asked about the step {quoted(action.step)}"
            yield error("unknown-question", message, f"one of: {listed(asked)}", *path, "question")
        elif action.answer != "confirmed" and not action.note.strip():
            message = f"the answer {quoted(action.answer)} has no note, and is refused without one"
            yield error("missing-note", message, f"say what is {action.answer} with `note`", *path, "answer")


def _in_system(action: Operate | Look, script: Script, path: Path) -> Iterator[Problem]:
    """What is done to the system names a part of it."""
    simulation = script.scenario.simulation
    if simulation is None or not simulation.services:
        message = f"{quoted(action.do)} needs a simulated system, and the scenario has none"
        yield error("no-system", message, "remove this act, or add a `simulation` to the scenario", *path)
        return
    names = SystemNames.of(simulation)
    yield from names.services.check(action.service, *path, "service")
    if isinstance(action, Operate):
        yield from names.regions.check(action.region, *path, "region")
        yield from names.value(action.operation, action.service, action.value, *path, "value")
