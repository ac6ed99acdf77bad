"""Cross-checks of plans and scenarios: what a schema cannot see.

An error means that an exercise cannot be run honestly with the file as it is; a warning means that something is
probably not meant so. Everything is told at once, each problem with the path to the value at fault.
"""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core.diagnose import plan_names, plan_rules, plan_texts, scenario_names, scenario_rules
from trainer.core.diagnose.course import Course
from trainer.core.diagnose.kind_links import check_kind_links
from trainer.core.diagnose.naming import AT_KEY as AT_KEY
from trainer.core.diagnose.naming import PlanNames, ScenarioNames
from trainer.core.diagnose.played import check_played
from trainer.core.diagnose.reach import check_reach
from trainer.core.diagnose.simulation import check_simulation
from trainer.core.diagnose.team import check_team
from trainer.core.diagnose.variables import check_variables
from trainer.core.diagnose.walkthrough import check_walkthrough, only_walked
from trainer.core.plan import Plan
from trainer.core.problems import Problem
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.team import Team


def diagnose_plan(plan: Plan) -> tuple[Problem, ...]:
    """Everything that does not fit together in a plan."""
    names = PlanNames.of(plan)
    return (
        *plan_names.check_names(plan, names),
        *plan_rules.check_rules(plan, names),
        *plan_texts.check_texts(plan),
    )


def diagnose_scenario(scenario: Scenario, plan: Plan | None) -> tuple[Problem, ...]:
    """Everything that does not fit together in a scenario, and between it and the plan that it drills.

    Without a plan, what the scenario says about steps, roles and severities is not checked.
    """
    names = ScenarioNames.of(scenario)
    plan_known = PlanNames.of(plan) if plan is not None else None
    found = [
        *scenario_rules.check_frame(scenario),
        *scenario_names.check_names(scenario, names, plan_known),
        *check_kind_links(scenario, names),
        *check_simulation(scenario, names, plan_known),
        *check_variables(scenario),
    ]
    if plan is not None:
        found += scenario_rules.check_plan_named(scenario, plan.id)
        found += check_walkthrough(Script(plan, scenario, Kind.WALKTHROUGH))
    found += _only_walked(scenario, plan) if only_walked(scenario) else check_played(scenario, plan)
    return tuple(found)


def _only_walked(scenario: Scenario, plan: Plan | None) -> Iterator[Problem]:
    """What holds where nothing is released: injects are written, but never play."""
    script = Script(plan, scenario, Kind.WALKTHROUGH) if plan is not None else None
    yield from check_reach(scenario, Course(scenario, script))
    if script is not None:
        yield from scenario_rules.check_retests(script)


def diagnose_team(team: Team, script: Script) -> tuple[Problem, ...]:
    """Everything in a scripted team that does not fit the script that it plays."""
    return tuple(check_team(team, script))
