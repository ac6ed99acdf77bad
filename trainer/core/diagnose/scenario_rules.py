"""What a scenario lacks as a whole, and acts that could be taken for several steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core.diagnose.naming import error, listed, warning
from trainer.core.diagnose.walkthrough import only_walked
from trainer.core.plan import Evidence
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.simulation import Simulation
from trainer.core.time import say_duration

_MAX_STEPS: Final = 4


def check_frame(scenario: Scenario) -> Iterator[Problem]:
    """Parts that are missing, empty or unused."""
    if scenario.length <= 0:
        yield error("no-length", "the exercise has no length", "write for example `length: 90m`", "length")
    if not (scenario.injects or only_walked(scenario) or _system_plays(scenario)):
        message = "the scenario has no injects, so nothing happens in the exercise"
        yield warning("no-injects", message, "list them under `injects`", "injects")
    if not scenario.objectives:
        message = "the scenario has no objectives, so the report can rate nothing"
        yield warning("no-objectives", message, "list them under `objectives`", "objectives")
    if scenario.truth.onset > scenario.length > 0:
        message = f"the fault begins after {say_duration(scenario.truth.onset)}, when the exercise is over"
        yield warning("beyond-length", message, "let it begin earlier", "truth", "onset")
    yield from _kinds(scenario)


def _kinds(scenario: Scenario) -> Iterator[Problem]:
    for i, kind in enumerate(scenario.kinds):
        if kind is Kind.SIMULATION and scenario.simulation is None:
            yield _without_part("simulation", "simulation", i)
        if kind is Kind.WALKTHROUGH and scenario.walkthrough is None:
            yield _without_part("walk-through", "walkthrough", i)
    if scenario.simulation is not None:
        if Kind.SIMULATION not in scenario.kinds:
            yield _unused_part("simulation", "simulation")
        else:
            yield from _in_simulation(scenario.simulation)
    if scenario.walkthrough is not None:
        if Kind.WALKTHROUGH not in scenario.kinds:
            yield _unused_part("walk-through", "walkthrough")
        elif not (scenario.walkthrough.procedures or scenario.walkthrough.path):
            message = "the walk-through follows no procedure and no path of steps"
            yield error("empty-part", message, "list them under `procedures` or `path`", "walkthrough")


def _in_simulation(simulation: Simulation) -> Iterator[Problem]:
    if not (simulation.services or simulation.experiments):
        message = "the simulation has neither services nor experiments, so there is no system in it"
        fix = "list `services` of a modelled system, or `experiments` in a real one"
        yield error("empty-part", message, fix, "simulation")
    elif simulation.services and not (simulation.faults or simulation.experiments):
        message = "the simulation has no faults, so nothing fails in it unless the facilitator adds one"
        yield warning("empty-part", message, "list them under `faults`", "simulation")


def _system_plays(scenario: Scenario) -> bool:
    """Whether something happens without injects: the scenario is a simulation, and nothing else is released."""
    simulation = scenario.simulation
    happens = simulation is not None and bool(simulation.faults or simulation.experiments)
    return happens and Kind.SIMULATION in scenario.kinds and Kind.TABLETOP not in scenario.kinds


def _without_part(kind: str, key: str, i: int) -> Problem:
    message = f"the scenario can be run as a {kind}, but has no {key!r} part"
    return error("missing-part", message, f"add {key!r}, or remove {quoted(kind)} from the kinds", "kinds", i)


def _unused_part(kind: str, key: str) -> Problem:
    message = f"the {key!r} part is never used, for the scenario cannot be run as a {kind}"
    return warning("unused-part", message, f"add {quoted(kind)} to `kinds`, or remove the part", key)


def check_plan_named(scenario: Scenario, plan_id: str) -> Iterator[Problem]:
    """The scenario should have been written for the plan it is played with."""
    if scenario.plan is not None and scenario.plan != plan_id:
        message = f"the scenario was written for the plan {quoted(scenario.plan)}, not for {quoted(plan_id)}"
        yield warning("other-plan", message, "check that its steps mean the same", "plan")


def check_evidence(script: Script) -> Iterator[Problem]:
    """Steps that one act would show alike: the program cannot tell which was meant, so an evaluator has to.

    An act belongs to the step whose clock runs, and then to the acting role's own; what counts is therefore evidence
    shared by steps of one owner whose clocks start with the same event.
    """
    alike: dict[tuple[Evidence, str | None, str], list[str]] = {}
    for name in script.scope:
        step = script.steps[name]
        anchor = step.target.from_ if step.target is not None else "inject"
        for evidence in dict.fromkeys(step.shown_by):
            alike.setdefault((evidence, step.role, anchor), []).append(name)
    where = mentions(script)
    for (evidence, _, _), names in alike.items():
        if len(names) > 1:
            message = (
                f"the act {quoted(evidence.action)} would show {listed(names[:_MAX_STEPS], ' and ')} alike"
            )
            fix = "tell them apart in the plan's `shown_by`, or expect one of them; else an evaluator links each act"
            yield warning("ambiguous-evidence", message, fix, *where[names[-1]][0])


def mentions(script: Script) -> dict[str, tuple[Path, bool]]:
    """Where each step is first asked for, and whether an inject does it rather than an objective."""
    found: dict[str, tuple[Path, bool]] = {}
    for i, inject in enumerate(script.scenario.injects):
        for j, expected in enumerate(inject.expects):
            if expected.step not in found:
                found[expected.step] = (("injects", i, "expects", j, "step"), True)
    for i, objective in enumerate(script.scenario.objectives):
        for j, step in enumerate(objective.steps):
            if step not in found:
                found[step] = (("objectives", i, "steps", j), False)
    return found


def check_retests(script: Script) -> Iterator[Problem]:
    """Steps that the plan's newest change wants put to the test again, and that this scenario does not ask for."""
    change = max(script.plan.changes, key=lambda entry: entry.date, default=None)
    left = (
        [step for step in change.retest if step not in script.scope and step in script.steps]
        if change
        else []
    )
    if change is not None and left:
        message = f"version {change.version} of the plan asks for a retest of {listed(left[:_MAX_STEPS])}"
        fix = "expect them in an inject or name them in an objective, or drill them with another scenario"
        yield warning("retest-missing", message, fix, "objectives")


def check_decisions(script: Script) -> Iterator[Problem]:
    """A decision that shows a step counts only where the exercise asks for that step."""
    scope = frozenset(script.scope)
    for i, decision in enumerate(script.scenario.decisions):
        if decision.step in script.steps and decision.step not in scope:
            message = f"the step {quoted(decision.step or '')} is not asked for by an objective or an inject"
            fix = "expect it, or name it in an objective"
            yield warning("step-not-in-scope", message, fix, "decisions", i, "step")
