"""A scenario as each kind of exercise plays it: what holds in one kind need not hold in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from trainer.core.diagnose import scenario_rules
from trainer.core.diagnose.course import Course
from trainer.core.diagnose.feasible import check_feasible
from trainer.core.diagnose.reach import check_reach
from trainer.core.kinds import as_kind, plays
from trainer.core.plan import Plan
from trainer.core.problems import Path, Problem
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.simulation import Simulation

PACED: Final = (Kind.TABLETOP, Kind.SIMULATION)
"""Kinds in which injects are released; a walk-through is paced by its procedure."""
_ONCE: Final = "retest-missing"
"""What one kind of exercise does need not be done by another."""


def paced_kinds(scenario: Scenario) -> tuple[Kind, ...]:
    """The kinds that a scenario declares and in which injects are released."""
    return tuple(kind for kind in PACED if kind in scenario.kinds)


def check_played(scenario: Scenario, plan: Plan | None) -> Iterator[Problem]:
    """What can never happen or be met, in any kind that the scenario declares; what is so in one kind alone says so."""
    kinds = paced_kinds(scenario)
    told: dict[Problem, list[Kind]] = {}
    for kind in kinds:
        for problem in _as_kind(scenario, plan, kind):
            told.setdefault(problem, []).append(kind)
    for problem, among in told.items():
        if len(among) == len(kinds):
            yield problem
        elif problem.kind != _ONCE:
            yield replace(problem, message=f"in a {among[0].value}, {problem.message}")


def _as_kind(scenario: Scenario, plan: Plan | None, kind: Kind) -> Iterator[Problem]:
    played = as_kind(scenario, kind)
    script = Script(plan, played, kind) if plan is not None else None
    course, places = Course(played, script), _Places.of(scenario, kind)
    found = list(check_reach(played, course))
    if script is not None:
        found += check_feasible(script, course)
        found += scenario_rules.check_evidence(script)
        found += scenario_rules.check_decisions(script)
        found += scenario_rules.check_retests(script)
    # Several entries of a script may stand at one place of the file.
    yield from dict.fromkeys(places.written(problem) for problem in found)


@dataclass(frozen=True)
class _Places:
    """Where the parts of a scenario as it is played stand in the file."""

    moved: Mapping[str, Sequence[Path]]

    @classmethod
    def of(cls, scenario: Scenario, kind: Kind) -> _Places:
        """The places for one kind, in the order of `as_kind`."""
        injects: list[Path] = [
            ("injects", i) for i, inject in enumerate(scenario.injects) if plays(inject, kind)
        ]
        if kind is Kind.SIMULATION and scenario.simulation is not None:
            injects += _in_system(scenario.simulation)
        played = as_kind(scenario, kind)
        moved: dict[str, Sequence[Path]] = {"injects": injects}
        for key in ("decisions", "votes", "branches"):
            kept = {part.id for part in getattr(played, key)}
            moved[key] = [(key, i) for i, part in enumerate(getattr(scenario, key)) if part.id in kept]
        return cls(moved)

    def written(self, problem: Problem) -> Problem:
        """A problem with the path that it has in the file."""
        if len(problem.path) < 2 or problem.path[0] not in self.moved:
            return problem
        key, place = problem.path[:2]
        assert isinstance(key, str)
        assert isinstance(place, int)
        return replace(problem, path=(*self.moved[key][place], *problem.path[2:]))


def _in_system(simulation: Simulation) -> Iterator[Path]:
    """Where the injects of a system stand, in the order of `kinds.of_system`."""
    for i in range(len(simulation.faults)):
        yield "simulation", "faults", i
    for i, experiment in enumerate(simulation.experiments):
        for j in range(len(experiment.names())):
            listed = j < len(experiment.activities)
            within: Path = ("activities", j) if listed else ("inline",)
            yield ("simulation", "experiments", i, *within)
    for i in range(len(simulation.alerts)):
        yield "simulation", "alerts", i
