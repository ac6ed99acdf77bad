"""Injects that play in one kind of exercise, and what in another kind must not depend on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trainer.core.diagnose.conditions import parts
from trainer.core.diagnose.naming import ScenarioNames, error, warning
from trainer.core.diagnose.played import PACED, paced_kinds
from trainer.core.kinds import as_kind, of_system, plays
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import NOBODY, Condition, Inject, Kind, Release, Scenario


def check_kind_links(scenario: Scenario, names: ScenarioNames) -> Iterator[Problem]:
    """Injects that no kind plays, faults that they start, and what depends on an inject of another kind."""
    for i, inject in enumerate(scenario.injects):
        yield from _limits(inject, scenario, i)
        yield from names.faults.check(inject.starts, "injects", i, "starts")
        yield from _addressees(inject, scenario, i)
    told: set[Path] = set()
    for kind in paced_kinds(scenario):
        for problem in _Kept.of(scenario, kind).depending(scenario):
            if problem.path not in told:
                told.add(problem.path)
                yield problem


def _limits(inject: Inject, scenario: Scenario, i: int) -> Iterator[Problem]:
    """`kinds` names kinds that the scenario declares and that release injects."""
    for j, kind in enumerate(inject.kinds):
        if kind not in PACED:
            message = f"the inject {quoted(inject.id)} never plays in a walk-through: its procedure paces it"
            yield warning("idle-kind", message, "remove this kind", "injects", i, "kinds", j)
        elif kind not in scenario.kinds:
            message = (
                f"the inject {quoted(inject.id)} plays in a {kind.value}, which the scenario does not declare"
            )
            fix = f"add {quoted(kind.value)} to the scenario's `kinds`, or remove it here"
            yield warning("idle-kind", message, fix, "injects", i, "kinds", j)


def _addressees(inject: Inject, scenario: Scenario, i: int) -> Iterator[Problem]:
    """Who is reached where nobody is, and faults that begin in kinds without a system."""
    if NOBODY not in inject.to:
        return
    if len(inject.to) > 1:
        message = f"the inject {quoted(inject.id)} reaches nobody, whoever else is listed"
        yield warning("reaches-nobody", message, f"remove {quoted(NOBODY)}, or the roles", "injects", i, "to")
    elif Kind.TABLETOP in scenario.kinds and plays(inject, Kind.TABLETOP):
        message = f"the inject {quoted(inject.id)} reaches nobody, and a tabletop has no system that it could change"
        yield warning("reaches-nobody", message, "write `kinds: [simulation]`", "injects", i, "to")


@dataclass(frozen=True)
class _Kept:
    """What plays in one kind, and what plays in others only."""

    kind: Kind
    others: Mapping[str, str]
    """by inject that does not play in this kind: the kind in which it does"""
    decisions: frozenset[str]
    """those that are put to the team in other kinds only"""

    @classmethod
    def of(cls, scenario: Scenario, kind: Kind) -> _Kept:
        """What a scenario has for other kinds than this."""
        others = {
            inject.id: (inject.kinds[0] if inject.kinds else Kind.SIMULATION).value
            for inject in scenario.injects
            if not plays(inject, kind)
        }
        if kind is not Kind.SIMULATION:
            others |= {inject.id: Kind.SIMULATION.value for inject in of_system(scenario.simulation)}
        played = {inject.id for inject in scenario.injects if plays(inject, kind)}
        kept = {decision.id for decision in as_kind(scenario, kind).decisions}
        left = frozenset(decision.id for decision in scenario.decisions) - kept
        return cls(kind, {name: other for name, other in others.items() if name not in played}, left)

    def depending(self, scenario: Scenario) -> Iterator[Problem]:
        """What plays in this kind and depends on what does not."""
        open_branches, put = set[str](), set[str]()
        for i, inject in enumerate(scenario.injects):
            if plays(inject, self.kind):
                yield from self._release(inject.release, ("injects", i, "release"))
                yield from self._inject(inject.contingency_for, ("injects", i, "contingency_for"))
                open_branches.add(inject.branch or "")
                put.add(inject.decision or "")
        for i, branch in enumerate(scenario.branches):
            if branch.id in open_branches:
                yield from self._condition(branch.when, ("branches", i, "when"))
        for i, objective in enumerate(scenario.objectives):
            if objective.achieved_when is not None:
                yield from self._condition(objective.achieved_when, ("objectives", i, "achieved_when"))
        yield from self._consequences(scenario, put)
        if self.kind is Kind.SIMULATION:
            yield from self._of_system(scenario)

    def _consequences(self, scenario: Scenario, put: set[str]) -> Iterator[Problem]:
        for i, decision in enumerate(scenario.decisions):
            for k, option in enumerate(decision.options if decision.id in put else ()):
                follows, path = option.consequence, ("decisions", i, "options", k, "consequence")
                for key, listed in (("releases", follows.releases), ("skips", follows.skips)):
                    for j, name in enumerate(listed):
                        yield from self._inject(name, (*path, key, j))

    def _of_system(self, scenario: Scenario) -> Iterator[Problem]:
        simulation = scenario.simulation
        if simulation is None:
            return
        for i, fault in enumerate(simulation.faults):
            yield from self._release(fault.release, ("simulation", "faults", i, "release"))
        for i, experiment in enumerate(simulation.experiments):
            for j, activity in enumerate(experiment.activities):
                path: Path = ("simulation", "experiments", i, "activities", j, "release")
                yield from self._release(activity.release, path)

    def _release(self, release: Release, path: Path) -> Iterator[Problem]:
        if release.when is not None:
            yield from self._condition(release.when, (*path, "when"))
        if release.after is not None:
            yield from self._inject(release.after.inject, (*path, "after", "inject"))
            yield from self._decision(release.after.chose, (*path, "after", "chose"))

    def _condition(self, condition: Condition, path: Path) -> Iterator[Problem]:
        for part, place in parts(condition, path):
            yield from self._inject(part.delivered, (*place, "delivered"))
            # One of several, or something that must not hold, may be missing.
            if not {"any", "not"}.intersection(place):
                yield from self._decision(part.chose, (*place, "chose"))

    def _inject(self, name: str | None, path: Path) -> Iterator[Problem]:
        if name is not None and name in self.others:
            where = f"plays in a {self.others[name]} only"
            message = f"the inject {quoted(name)} {where}; this depends on it in a {self.kind.value}"
            fix = "limit both to the same kinds with `kinds`, or depend on something else"
            yield error("inject-of-other-kind", message, fix, *path)

    def _decision(self, choice: str | None, path: Path) -> Iterator[Problem]:
        name = (choice or "").partition("/")[0]
        if name in self.decisions:
            message = (
                f"this depends on the decision {quoted(name)}, which no inject of a {self.kind.value} opens"
            )
            fix = "open the decision in both kinds, or limit this with `kinds`"
            yield error("decision-of-other-kind", message, fix, *path)
