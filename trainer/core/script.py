"""A scenario joined to the plan it drills: what is asked of whom, looked up by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.core.experiments import Experiment
from trainer.core.kinds import activity_inject, as_kind
from trainer.core.plan import Plan, Procedure, Role, Step
from trainer.core.scenario import (
    EVERYONE,
    NOBODY,
    Branch,
    Decision,
    Inject,
    Kind,
    Objective,
    Scenario,
    Vote,
)
from trainer.core.simulation import Simulation
from trainer.core.time import Micros

_VARIABLE: Final = re.compile(r"\{\{\s*([A-Za-z][A-Za-z0-9_-]*)\s*\}\}")


@dataclass(frozen=True)
class Script:
    """Plan and scenario of one exercise, with the look-ups that everything else shares."""

    plan: Plan
    scenario: Scenario
    kind: Kind = Kind.TABLETOP
    """the kind of exercise that it is played as; `as_kind` gives the script of another"""

    def as_kind(self, kind: Kind) -> Script:
        """This script as one kind of exercise plays it; made from the whole scenario, once."""
        return Script(self.plan, as_kind(self.scenario, kind), kind)

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """Every step of the plan by identifier."""
        return {step.id: step for _, step in self.plan.steps()}

    @cached_property
    def procedure_of(self) -> Mapping[str, Procedure]:
        """The procedure that a step belongs to."""
        return {step.id: procedure for procedure, step in self.plan.steps()}

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Roles of the plan by identifier."""
        return {role.id: role for role in self.plan.roles}

    @cached_property
    def injects(self) -> Mapping[str, Inject]:
        """Injects of the scenario by identifier."""
        return {inject.id: inject for inject in self.scenario.injects}

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        """Decisions of the scenario by identifier."""
        return {decision.id: decision for decision in self.scenario.decisions}

    @cached_property
    def branches(self) -> Mapping[str, Branch]:
        """Branches of the scenario by identifier."""
        return {branch.id: branch for branch in self.scenario.branches}

    @cached_property
    def votes(self) -> Mapping[str, Vote]:
        """Votes of the scenario by identifier."""
        return {vote.id: vote for vote in self.scenario.votes}

    @cached_property
    def objectives(self) -> Mapping[str, Objective]:
        """Objectives of the scenario by identifier."""
        return {objective.id: objective for objective in self.scenario.objectives}

    @cached_property
    def expected_by(self) -> Mapping[str, tuple[str, ...]]:
        """Injects that call for a step, contingency injects left out, in the order of the script."""
        calls: dict[str, list[str]] = {}
        for inject in self.scenario.injects:
            if inject.contingency_for is None:
                for expected in inject.expects:
                    calls.setdefault(expected.step, []).append(inject.id)
        return {step: tuple(injects) for step, injects in calls.items()}

    @cached_property
    def scope(self) -> tuple[str, ...]:
        """Steps that this exercise is about, in the plan's order: named by an objective or expected by an inject."""
        if self.kind is Kind.WALKTHROUGH:
            return self.walked
        named = {step for objective in self.scenario.objectives for step in objective.steps}
        named |= {expected.step for inject in self.scenario.injects for expected in inject.expects}
        return tuple(step for step in self.steps if step in named)

    @cached_property
    def walked(self) -> tuple[str, ...]:
        """Steps that a walk-through goes through, in the order in which it does."""
        walk = self.scenario.walkthrough
        if walk is None:
            return ()
        whole = [s.id for p in walk.procedures for q in self.plan.procedures if q.id == p for s in q.steps]
        return tuple(dict.fromkeys(name for name in (*walk.path, *whole) if name in self.steps))

    @property
    def simulated(self) -> Simulation | None:
        """The modelled system that this script plays with; None where there is none, or in another kind of exercise."""
        simulation = self.scenario.simulation
        modelled = self.kind is Kind.SIMULATION and simulation is not None and bool(simulation.services)
        return simulation if modelled else None

    @cached_property
    def experiments(self) -> Mapping[str, Experiment]:
        """Experiments in a real system that this script plays with, by identifier."""
        simulation = self.scenario.simulation if self.kind is Kind.SIMULATION else None
        return {each.id: each for each in simulation.experiments} if simulation is not None else {}

    @cached_property
    def activities(self) -> Mapping[str, tuple[str, str]]:
        """By inject: the experiment and the name of the activity that begins with it."""
        return {
            activity_inject(each.id, number): (each.id, name)
            for each in self.experiments.values()
            for number, name in enumerate(each.names(), 1)
        }

    @cached_property
    def played_roles(self) -> tuple[str, ...]:
        """Roles that the scenario needs; all roles of the plan where it names none."""
        return self.scenario.roles or tuple(self.roles)

    @cached_property
    def public_audiences(self) -> frozenset[str]:
        """Audiences outside the organisation."""
        return frozenset(item.audience for item in self.plan.communications if item.public)

    @cached_property
    def leads(self) -> frozenset[str]:
        """Roles whose assumption declares the incident commanded."""
        return frozenset(role.id for role in self.plan.roles if role.leads)

    def owners(self, step: Step) -> frozenset[str]:
        """Roles that may do a step: its owner and the owner's deputies; empty where the plan names nobody."""
        if step.role is None:
            return frozenset()
        role = self.roles.get(step.role)
        return frozenset((step.role, *(role.deputies if role else ())))

    def addressed(self, inject: Inject) -> tuple[str, ...]:
        """Roles that an inject reaches."""
        if NOBODY in inject.to:
            return ()
        if not inject.to or EVERYONE in inject.to:
            return self.played_roles
        return inject.to

    def limit(self, step: Step, inject: str | None, severity: str | None) -> Micros | None:
        """The step's limit at a severity: the plan's, or the scenario's where the plan sets none."""
        if step.target is not None:
            return step.target.limit(severity)
        if inject is not None and inject in self.injects:
            for expected in self.injects[inject].expects:
                if expected.step == step.id:
                    return expected.within
        return None

    def clause(self, step: Step) -> str | None:
        """Where the plan says it: the step's own clause, or its procedure's."""
        return step.clause or self.procedure_of[step.id].clause

    def filled(self, text: str) -> str:
        """A text with the scenario's variables put in; unknown names stay as they are."""
        variables = self.scenario.variables
        return _VARIABLE.sub(lambda match: variables.get(match[1], match[0]), text)

    def severity_named(self, name: str) -> str | None:
        """The severity that a name or one of its other names stands for."""
        wanted = name.casefold()
        for severity in self.plan.severities:
            if wanted in (severity.id.casefold(), *(other.casefold() for other in severity.also)):
                return severity.id
        return None
