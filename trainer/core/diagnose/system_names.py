"""Names in the simulation of a scenario: defined once, and defined where they are referred to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.diagnose.naming import Names, PlanNames, ScenarioNames, duplicates, error, repeated, warning
from trainer.core.diagnose.scenario_names import check_release
from trainer.core.kinds import of_system
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import EVERYONE, Scenario
from trainer.core.services.reading import parsed_switch
from trainer.core.simulation import (
    AlertRule,
    Fault,
    FaultKind,
    Level,
    Mend,
    Operation,
    ServicePart,
    Simulation,
)

_LONGEST_ID: Final = 80
_OF_SERVICE: Final = {Operation.ROLL_BACK: "version", Operation.RESTORE: "backup"}
_KEYS: Final = {"version": "versions", "backup": "backups"}


@dataclass
class SystemNames:
    """Every name that a simulation defines."""

    simulation: Simulation
    services: Names
    flags: Names
    regions: Names
    figures: Names

    @classmethod
    def of(cls, simulation: Simulation) -> SystemNames:
        """The names in a simulation."""

        def names(what: str, key: str, ids: Sequence[str]) -> Names:
            return Names(what, "the simulation", key, ids)

        return cls(
            simulation,
            names("service", "services", [service.id for service in simulation.services]),
            names("flag", "flags", [flag.id for flag in simulation.flags]),
            names("region", "regions", simulation.regions),
            names("figure", "figures", [figure.id for figure in simulation.figures]),
        )

    def part(self, service: str | None) -> ServicePart | None:
        """The service with an identifier, or None."""
        return self._parts.get(service or "")

    def __post_init__(self) -> None:
        self._parts = {service.id: service for service in self.simulation.services}

    def _switch(self, value: str, *path: str | int) -> Iterator[Problem]:
        flag, on = parsed_switch(value)
        yield from self.flags.check(flag, *path)
        if flag in self.flags and on is None:
            message = f"{quoted(value)} does not say whether the flag is switched on or off"
            yield warning("half-switch", message, f"write {quoted(flag + ' off')}", *path)

    def level(self, level: Level, *path: str | int) -> Iterator[Problem]:
        """What a threshold is on."""
        yield from self.services.check(level.service, *path, "service")
        yield from self.figures.check(level.figure, *path, "figure")

    def value(
        self, operation: Operation, service: str | None, value: str | None, *path: str | int
    ) -> Iterator[Problem]:
        """What an operation is told beside its service, where that is a name."""
        if value is None:
            return
        if operation is Operation.SWITCH_FLAG:
            yield from self._switch(value, *path)
        what, part = _OF_SERVICE.get(operation), self.part(service)
        if what is not None and part is not None:
            known = [each.id for each in getattr(part, _KEYS[what])]
            yield from Names(what, f"the service {quoted(part.id)}", _KEYS[what], known).check(value, *path)


def check_system_names(
    scenario: Scenario, system: SystemNames, names: ScenarioNames, plan: PlanNames | None
) -> Iterator[Problem]:
    """Duplicate identifiers and references that lead nowhere."""
    simulation = system.simulation
    yield from _duplicates(simulation)
    yield from _inject_names(scenario, simulation)
    for i, service in enumerate(simulation.services):
        yield from _service(service, system, i)
    yield from _serving(system)
    for i, rule in enumerate(simulation.alerts):
        yield from _alert(rule, system, plan, ("simulation", "alerts", i))
    for i, fault in enumerate(simulation.faults):
        path: Path = ("simulation", "faults", i)
        yield from check_release(fault.release, names, plan, (*path, "release"))
        yield from _fault(fault, system, path)
    for key, levels in (
        ("impact_when", simulation.impact_when),
        ("recovered_when", simulation.recovered_when),
    ):
        for i, level in enumerate(levels):
            yield from system.level(level, "simulation", key, i)
    for i, experiment in enumerate(simulation.experiments):
        for j, activity in enumerate(experiment.activities):
            place: Path = ("simulation", "experiments", i, "activities", j, "release")
            yield from check_release(activity.release, names, plan, place)


def _serving(system: SystemNames) -> Iterator[Problem]:
    """What names a service and nothing else."""
    simulation = system.simulation
    named: dict[str, list[str | None]] = {
        "flags": [flag.service for flag in simulation.flags],
        "figures": [figure.service for figure in simulation.figures],
        "operations": [rule.service for rule in simulation.operations],
    }
    for key, services in named.items():
        for i, service in enumerate(services):
            yield from system.services.check(service, "simulation", key, i, "service")


def _duplicates(simulation: Simulation) -> Iterator[Problem]:
    for what, key in (
        ("service", "services"),
        ("flag", "flags"),
        ("figure", "figures"),
        ("alert", "alerts"),
        ("fault", "faults"),
        ("experiment", "experiments"),
    ):
        yield from duplicates(what, [each.id for each in getattr(simulation, key)], "simulation", key)
    yield from repeated(simulation.regions, "simulation", "regions")
    for i, service in enumerate(simulation.services):
        for what, key in (("version", "versions"), ("backup", "backups")):
            ids = [each.id for each in getattr(service, key)]
            yield from duplicates(what, ids, "simulation", "services", i, key)


def _inject_names(scenario: Scenario, simulation: Simulation) -> Iterator[Problem]:
    """What happens in the system is on one list with the written injects, so their names must differ."""
    written = {inject.id for inject in scenario.injects}
    alerts = {rule.id: i for i, rule in enumerate(simulation.alerts)}
    for name, i in alerts.items():
        if name in written:
            message = (
                f"the alert {quoted(name)} has the identifier of an inject; both are on the list of injects"
            )
            yield error("duplicate-id", message, "rename one of them", "simulation", "alerts", i, "id")
    places = _sources(simulation)
    for inject, place in zip(of_system(simulation), places, strict=False):
        if inject.id in written or inject.id in alerts:
            message = (
                f"on the list of injects this is named {quoted(inject.id)}, as an inject or alert is already"
            )
            yield error("duplicate-id", message, "rename one of them", *place)
        if len(inject.id) > _LONGEST_ID:
            message = f"this is named {quoted(inject.id)} on the list of injects, which is too long"
            fix = f"shorten the identifier by {len(inject.id) - _LONGEST_ID} characters"
            yield error("bad-identifier", message, fix, *place)


def _sources(simulation: Simulation) -> Iterator[Path]:
    """Where faults and activities stand, in the order of `kinds.of_system`."""
    for i in range(len(simulation.faults)):
        yield "simulation", "faults", i, "id"
    for i, experiment in enumerate(simulation.experiments):
        for _ in experiment.names():
            yield "simulation", "experiments", i, "id"


def _service(service: ServicePart, system: SystemNames, i: int) -> Iterator[Problem]:
    path: Path = ("simulation", "services", i)
    for j, call in enumerate(service.calls):
        yield from system.services.check(call.service, *path, "calls", j, "service")
        yield from system.flags.check(call.flag, *path, "calls", j, "flag")
    if isinstance(service.replicas, dict):
        for region in service.replicas:
            if region not in system.regions:
                yield system.regions.unknown(region, *path, "replicas", region)


def _alert(rule: AlertRule, system: SystemNames, plan: PlanNames | None, path: Path) -> Iterator[Problem]:
    yield from system.level(rule.when, *path, "when")
    if plan is None:
        return
    for j, role in enumerate(rule.to):
        if role not in plan.roles and role != EVERYONE:
            yield plan.roles.unknown(role, *path, "to", j)
    yield from repeated(rule.to, *path, "to")
    for j, expected in enumerate(rule.expects):
        yield from plan.steps.check(expected.step, *path, "expects", j, "step")
    yield from repeated([expected.step for expected in rule.expects], *path, "expects")


def _fault(fault: Fault, system: SystemNames, path: Path) -> Iterator[Problem]:
    yield from system.services.check(fault.service, *path, "service")
    yield from system.regions.check(fault.region, *path, "region")
    if fault.kind is FaultKind.REGION_LOST and fault.region is None:
        yield from system.regions.check(fault.value, *path, "value")
    for j, mend in enumerate(fault.mended_by):
        yield from _mend(mend, fault, system, (*path, "mended_by", j))


def _mend(mend: Mend, fault: Fault, system: SystemNames, path: Path) -> Iterator[Problem]:
    yield from system.services.check(mend.service, *path, "service")
    yield from system.value(mend.operation, mend.service or fault.service, mend.value, *path, "value")
