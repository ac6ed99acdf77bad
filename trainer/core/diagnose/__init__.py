"""Cross-checks of plans and scenarios: what a schema cannot see.

An error means that an exercise cannot be run honestly with the file as it is; a warning means that something is
probably not meant so. Everything is told at once, each problem with the path to the value at fault.
"""

from __future__ import annotations

from trainer.core.diagnose import plan_names, plan_rules, plan_texts, scenario_names, scenario_rules
from trainer.core.diagnose.course import Course
from trainer.core.diagnose.feasible import check_feasible
from trainer.core.diagnose.naming import AT_KEY as AT_KEY
from trainer.core.diagnose.naming import PlanNames, ScenarioNames
from trainer.core.diagnose.reach import check_reach
from trainer.core.diagnose.team import check_team
from trainer.core.diagnose.variables import check_variables
from trainer.core.plan import Plan
from trainer.core.problems import Problem
from trainer.core.scenario import Scenario
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
    script = Script(plan, scenario) if plan is not None else None
    course = Course(scenario, script)
    found = [
        *scenario_rules.check_frame(scenario),
        *scenario_names.check_names(scenario, names, PlanNames.of(plan) if plan is not None else None),
        *check_reach(scenario, course),
        *check_variables(scenario),
    ]
    if plan is not None and script is not None:
        found += scenario_rules.check_plan_named(scenario, plan.id)
        found += check_feasible(script, course)
        found += scenario_rules.check_walkthrough(script)
        found += scenario_rules.check_evidence(script)
        found += scenario_rules.check_decisions(script)
        found += scenario_rules.check_retests(script)
    return tuple(found)


def diagnose_team(team: Team, script: Script) -> tuple[Problem, ...]:
    """Everything in a scripted team that does not fit the script that it plays."""
    return tuple(check_team(team, script))
