"""Whether the simulation of a scenario can be run, broken, noticed and mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Final

from trainer.core.diagnose.experiments import check_experiments
from trainer.core.diagnose.naming import PlanNames, ScenarioNames, error, warning
from trainer.core.diagnose.system_faults import check_faults
from trainer.core.diagnose.system_graph import check_graph
from trainer.core.diagnose.system_names import SystemNames, check_system_names
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import Scenario
from trainer.core.simulation import Level, Measure, ServiceKind, ServicePart, Simulation
from trainer.core.time import HOUR, SECOND, say_duration

_SHARES: Final = frozenset({Measure.ERRORS, Measure.SATURATION, Measure.DISK})
_INSIDE: Final = frozenset(
    {Measure.SATURATION, Measure.MEMORY, Measure.MEMORY_LEFT, Measure.DISK, Measure.REPLICAS}
)
"""What only the operator of a service can measure."""
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)
_HOURS: Final = 24
_LONGEST_PAST: Final = 24 * HOUR
_MOST_REPLICAS: Final = 10_000
_MUCH: Final = 20_000_000
"""Service-seconds that take minutes to compute."""


def check_simulation(scenario: Scenario, names: ScenarioNames, plan: PlanNames | None) -> Iterator[Problem]:
    """Everything about the modelled system and the experiments of a scenario."""
    simulation = scenario.simulation
    if simulation is None:
        return
    system = SystemNames.of(simulation)
    yield from check_system_names(scenario, system, names, plan)
    yield from _frame(scenario, simulation)
    for i, service in enumerate(simulation.services):
        yield from _service(service, i)
    for level, path in _levels(simulation):
        yield from _level(level, system.part(level.service), scenario, path)
    if simulation.services:
        yield from _ends(simulation)
        yield from check_graph(simulation)
        yield from check_faults(scenario, simulation)
    yield from check_experiments(simulation)


def _frame(scenario: Scenario, simulation: Simulation) -> Iterator[Problem]:
    shape = len(simulation.day_shape)
    if shape not in (0, _HOURS):
        message = f"`day_shape` has {shape} factors; a day has {_HOURS} hours"
        yield error(
            "bad-day-shape", message, "give one for each hour, from midnight", "simulation", "day_shape"
        )
    elif shape and not any(simulation.day_shape):
        message = "all factors of `day_shape` are 0, so no request ever arrives"
        yield error("bad-day-shape", message, "give at least one above 0", "simulation", "day_shape")
    if not _CLOCK.fullmatch(simulation.starts_at):
        message = f"{quoted(simulation.starts_at)} is not a time of day"
        yield error("bad-time", message, "write it like 09:00 or 19:30:00", "simulation", "starts_at")
    if simulation.history > _LONGEST_PAST:
        message = f"the charts cannot show {say_duration(simulation.history)} of the past"
        yield error("beyond-length", message, "24h at most", "simulation", "history")
        return
    seconds = (simulation.history + scenario.length) // SECOND
    if seconds * len(simulation.services) > _MUCH:
        message = f"{len(simulation.services):,} services over {say_duration(seconds * SECOND)} take minutes to compute"
        yield warning("heavy-simulation", message, "model fewer services or less time", "simulation")


def _service(service: ServicePart, i: int) -> Iterator[Problem]:
    path: Path = ("simulation", "services", i)
    if isinstance(service.replicas, dict):
        for region, count in service.replicas.items():
            if not 0 <= count <= _MOST_REPLICAS:
                message = f"{count:,} is no number of replicas"
                fix = f"write 0 to {_MOST_REPLICAS:,}"
                yield error("bad-value", message, fix, *path, "replicas", region)
        if not any(service.replicas.values()):
            message = f"the service {quoted(service.id)} has no replica in any region"
            yield error("bad-value", message, "give it one at least", *path, "replicas")
    outside = service.kind is ServiceKind.EXTERNAL
    if not outside and service.memory >= service.memory_limit:
        message = f"the memory of {quoted(service.id)} is full on a quiet day"
        yield error("bad-value", message, "raise `memory_limit`, or lower `memory`", *path, "memory")
    if service.takes == 0:
        message = f"a request to {quoted(service.id)} takes no time, so it is never busy"
        yield warning("bad-value", message, "write for example `takes: 20ms`", *path, "takes")


def _levels(simulation: Simulation) -> Iterator[tuple[Level, Path]]:
    for i, rule in enumerate(simulation.alerts):
        yield rule.when, ("simulation", "alerts", i, "when")
    for i, level in enumerate(simulation.impact_when):
        yield level, ("simulation", "impact_when", i)
    for i, level in enumerate(simulation.recovered_when):
        yield level, ("simulation", "recovered_when", i)


def _level(level: Level, service: ServicePart | None, scenario: Scenario, path: Path) -> Iterator[Problem]:
    key, limit = ("above", level.above) if level.above is not None else ("below", level.below)
    assert limit is not None
    if not isfinite(limit):
        yield error("bad-threshold", "a threshold is a number", "write for example 0.05 or 5%", *path, key)
    elif level.measure in _SHARES and not 0 <= limit <= 1:
        message = f"the measure {quoted(level.measure or '')} is a share from 0 to 1, never {limit:g}"
        yield error("bad-threshold", message, f"write it like {min(abs(limit), 100):g}%", *path, key)
    elif (key == "below" and limit <= 0) or (key == "above" and limit == 1 and level.measure in _SHARES):
        message = f"nothing is ever {key} {limit:g} here, so this threshold is never crossed"
        yield error("bad-threshold", message, "choose another limit", *path, key)
    elif limit < 0:
        message = f"everything is always above {limit:g} here"
        yield error("bad-threshold", message, "choose another limit", *path, key)
    if level.for_ > scenario.length > 0:
        message = f"the exercise is over before this has lasted {say_duration(level.for_)}"
        yield warning("beyond-length", message, "shorten it", *path, "for")
    if level.measure in _INSIDE and service is not None and service.kind is ServiceKind.EXTERNAL:
        message = (
            f"{quoted(level.measure or '')} of {quoted(service.id)} cannot be measured: it is run by others"
        )
        fix = "watch its rate, errors or response times"
        yield warning("odd-measure", message, fix, *path, "measure")


def _ends(simulation: Simulation) -> Iterator[Problem]:
    """Without thresholds the program takes its own for the beginning and the end of impact."""
    if not simulation.impact_when:
        message = "`impact_when` is missing: when users notice is then taken from the failing requests alone"
        yield warning("no-impact", message, "say it with a threshold, or several", "simulation")
    if not simulation.recovered_when:
        message = "`recovered_when` is missing: what counts as recovered is then taken from the failing requests alone"
        yield warning("no-recovery", message, "say it with a threshold, or several", "simulation")
