"""Problems as they are found, and the names that references are checked against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from trainer.core.kinds import of_system
from trainer.core.plan import Plan, Severity
from trainer.core.problems import Path, Problem, did_you_mean, quoted
from trainer.core.scenario import Scenario

AT_KEY: Final = frozenset({"unknown-severity-key", "limit-never-used", "unused-key", "unused-variable"})
"""Kinds of problem whose path leads to a key that is at fault itself, rather than the value behind it."""

_MAX_SUGGESTIONS: Final = 60
_MAX_COMPARISONS: Final = 200_000
"""Comparing a name with thousands of others takes milliseconds: after so many, names are only reported."""
_SHOWN: Final = 8


def error(kind: str, message: str, fix: str, *path: str | int) -> Problem:
    """Something that must be mended before an exercise can be run honestly."""
    return Problem(kind, "error", message, fix, path)


def warning(kind: str, message: str, fix: str, *path: str | int) -> Problem:
    """Something that is probably not meant so."""
    return Problem(kind, "warning", message, fix, path)


def listed(names: Sequence[str], joined: str = ", ") -> str:
    """A few names for a message, the rest counted."""
    shown = joined.join(quoted(name) for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}{joined}… ({len(names):,} in all)"


@dataclass
class Names:
    """The identifiers of one kind of thing: `what` it is, `where` it is defined, under which `key`."""

    what: str
    where: str
    key: str
    ids: Sequence[str]
    beside: Sequence[str] = ()
    """further ones, which are defined in another place"""
    known: frozenset[str] = field(init=False)
    _budget: int = field(init=False)
    _fixes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = frozenset((*self.ids, *self.beside))
        self._budget = min(_MAX_SUGGESTIONS, _MAX_COMPARISONS // max(len(self.ids), 1))

    def __contains__(self, name: str) -> bool:
        return name in self.known

    def unknown(self, name: str, *path: str | int) -> Problem:
        """The problem of a reference that leads nowhere."""
        kind = f"unknown-{self.what.replace(' ', '-')}"
        return error(kind, f"there is no {self.what} {quoted(name)} in {self.where}", self.fix(name), *path)

    def check(self, name: str | None, *path: str | int) -> Iterator[Problem]:
        """A single reference, which may be left out."""
        if name is not None and name not in self.known:
            yield self.unknown(name, *path)

    def check_all(self, names: Sequence[str], *path: str | int) -> Iterator[Problem]:
        """A list of references, none of which should stand in it twice."""
        for index, name in enumerate(names):
            if name not in self.known:
                yield self.unknown(name, *path, index)
        yield from repeated(names, *path)

    def fix(self, name: str) -> str:
        """What the author may have meant."""
        if name not in self._fixes and len(self._fixes) < self._budget:
            self._fixes[name] = self.suggestion(name)
        return self._fixes.get(name, "")

    def suggestion(self, name: str) -> str:
        """The fix, worked out anew."""
        if not self.known:
            return f"add it under {self.key!r}; nothing is listed there"
        near = did_you_mean(name, (*self.ids, *self.beside))
        return near or (
            f"one of: {listed((*self.ids, *self.beside))}"
            if len(self.known) <= _SHOWN
            else f"add it under {self.key!r}"
        )


class SeverityNames(Names):
    """Severities, which people like to call by their other names."""

    def __init__(self, severities: Sequence[Severity]) -> None:
        super().__init__("severity", "the plan", "severities", [severity.id for severity in severities])
        self.rank = {severity.id: place for place, severity in enumerate(severities)}
        self.other = {
            name.casefold(): severity.id
            for severity in reversed(severities)
            for name in (severity.title, *severity.also, severity.id)
        }

    def suggestion(self, name: str) -> str:
        """The severity of which this is another name, or a similar one."""
        meant = self.other.get(name.casefold())
        if meant is None:
            return super().suggestion(name)
        return f"write {quoted(meant)}, of which {quoted(name)} is another name"

    def named(self, name: str) -> str | None:
        """The severity with an identifier or another name, in upper or lower case."""
        return self.other.get(name.casefold())


@dataclass
class PlanNames:
    """Every name that a plan defines."""

    severities: SeverityNames
    roles: Names
    contacts: Names
    tools: Names
    procedures: Names
    steps: Names
    audiences: Names
    decision_rights: Names
    services: Names

    @classmethod
    def of(cls, plan: Plan) -> PlanNames:
        """The names in a plan."""

        def names(what: str, key: str, ids: Iterable[str]) -> Names:
            return Names(what, "the plan", key, tuple(ids))

        return cls(
            severities=SeverityNames(plan.severities),
            roles=names("role", "roles", (role.id for role in plan.roles)),
            contacts=names("contact", "contacts", (contact.id for contact in plan.contacts)),
            tools=names("tool", "tools", (tool.id for tool in plan.tools)),
            procedures=names("procedure", "procedures", (procedure.id for procedure in plan.procedures)),
            steps=names("step", "procedures", (step.id for _, step in plan.steps())),
            audiences=names(
                "audience", "communications", dict.fromkeys(c.audience for c in plan.communications)
            ),
            decision_rights=names(
                "decision right", "decision_rights", (right.id for right in plan.decision_rights)
            ),
            services=names("service", "services", (service.id for service in plan.services)),
        )


@dataclass
class ScenarioNames:
    """Every name that a scenario defines."""

    injects: Names
    """Those written, and beside them what happens in the system of a simulation."""
    faults: Names
    decisions: Names
    branches: Names
    votes: Names
    options: dict[str, Names]
    """The options of each decision."""
    offered_by: dict[str, list[str]]
    """The decisions that offer an option."""

    @classmethod
    def of(cls, scenario: Scenario) -> ScenarioNames:
        """The names in a scenario."""

        def names(what: str, key: str, ids: Iterable[str], beside: Iterable[str] = ()) -> Names:
            return Names(what, "the scenario", key, tuple(ids), tuple(beside))

        simulation = scenario.simulation
        system = (inject.id for inject in of_system(simulation))
        faults = simulation.faults if simulation is not None else ()
        offered_by: dict[str, list[str]] = {}
        for decision in scenario.decisions:
            for option in decision.options:
                offered_by.setdefault(option.id, []).append(decision.id)
        return cls(
            offered_by=offered_by,
            injects=names("inject", "injects", (inject.id for inject in scenario.injects), system),
            faults=Names("fault", "the simulation", "faults", [fault.id for fault in faults]),
            decisions=names("decision", "decisions", (decision.id for decision in scenario.decisions)),
            branches=names("branch", "branches", (branch.id for branch in scenario.branches)),
            votes=names("vote", "votes", (vote.id for vote in scenario.votes)),
            options={
                decision.id: Names(
                    "option",
                    f"the decision {quoted(decision.id)}",
                    "options",
                    [option.id for option in decision.options],
                )
                for decision in scenario.decisions
            },
        )


def duplicates(what: str, ids: Sequence[str], *path: str | int) -> Iterator[Problem]:
    """Identifiers that are given to two entries of a list."""
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for index, name in enumerate(ids):
        if first.setdefault(name, index) != index:
            yield twice(what, name, f"entry {first[name] + 1} of the list", (*path, index, "id"))


def twice(what: str, name: str, first: str, path: Path) -> Problem:
    """The problem of an identifier that is given to two things; `first` says where it stands first."""
    message = f"the {what} {quoted(name)} is defined twice; the first is {first}"
    return error("duplicate-id", message, "rename or remove one of them", *path)


def repeated(names: Sequence[str], *path: str | int) -> Iterator[Problem]:
    """Entries that stand twice in a list of references."""
    if len(names) < 2 or len(set(names)) == len(names):
        return
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if first.setdefault(name, index) != index:
            yield warning(
                "repeated-entry", f"{quoted(name)} stands in the list twice", "remove one", *path, index
            )
