"""Services and what they call: circles, services that no request reaches, and faults that nothing notices.

Every walk over the calls is linear in their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from trainer.core.diagnose.cycles import cycles
from trainer.core.diagnose.naming import error, listed, warning
from trainer.core.problems import Problem, quoted
from trainer.core.simulation import FaultKind, Level, Simulation

_SHOWN: Final = 6
Calls = Mapping[str, Sequence[str]]


def check_graph(simulation: Simulation) -> Iterator[Problem]:
    """What does not fit together in the calls of a system."""
    calls = calls_of(simulation)
    places = {service.id: i for i, service in enumerate(simulation.services)}
    for circle in cycles(calls_of(simulation, needed=True)):
        yield _circle(circle, places)
    for i, service in enumerate(simulation.services):
        for j, call in enumerate(service.calls):
            if call.per_request == 0:
                message = f"{quoted(service.id)} never calls {quoted(call.service)}: 0 calls a request"
                path = ("simulation", "services", i, "calls", j, "per_request")
                yield warning("idle-call", message, "remove the call, or give it a number", *path)
    yield from _idle(simulation, calls)
    yield from _unnoticed(simulation, calls)


def calls_of(simulation: Simulation, needed: bool = False) -> Calls:
    """By service: those that it calls, or only those without which it fails, as far as they are known."""
    known = {service.id for service in simulation.services}
    return {
        service.id: [
            call.service for call in service.calls if call.service in known and (call.needed or not needed)
        ]
        for service in simulation.services
    }


def reached(starts: Iterable[str], ways: Calls) -> set[str]:
    """Everything that can be reached from some services, these among them."""
    found = {name for name in starts if name in ways}
    open_ = list(found)
    while open_:
        for name in ways[open_.pop()]:
            if name not in found:
                found.add(name)
                open_.append(name)
    return found


def services_of(simulation: Simulation, levels: Iterable[Level]) -> set[str]:
    """The services that thresholds are on, those behind figures of the business too."""
    behind = {figure.id: figure.service for figure in simulation.figures}
    return {level.service or behind.get(level.figure or "", "") for level in levels}


def _circle(circle: Sequence[str], places: Mapping[str, int]) -> Problem:
    path = ("simulation", "services", places[circle[0]], "calls")
    if len(circle) == 1:
        message = f"the service {quoted(circle[0])} calls itself"
        return error("call-cycle", message, "remove the call, or write `needed: false`", *path)
    shown = [quoted(name) for name in circle[:_SHOWN]] + ["…"] * (len(circle) > _SHOWN)
    message = f"services need each other in a circle, so none answers first: {' → '.join([*shown, shown[0]])}"
    return error(
        "call-cycle",
        message,
        "remove one of these calls, split a service in two, or write `needed: false` at one",
        *path,
    )


def _idle(simulation: Simulation, calls: Calls) -> Iterator[Problem]:
    loaded = [service.id for service in simulation.services if service.load > 0]
    if not loaded:
        message = "no service has a load, so no request ever arrives in the system"
        yield error(
            "no-load", message, "give `load` to the services that customers use", "simulation", "services"
        )
        return
    busy = reached(loaded, calls)
    for i, service in enumerate(simulation.services):
        if service.id not in busy:
            message = f"no request ever reaches the service {quoted(service.id)}"
            fix = "give it a `load`, let another service call it, or remove it"
            yield warning("idle-service", message, fix, "simulation", "services", i)


def _unnoticed(simulation: Simulation, calls: Calls) -> Iterator[Problem]:
    """Faults of which no alert can tell, at the service, at its callers, or at what it calls."""
    if not simulation.faults:
        return
    if not simulation.alerts:
        message = "the simulation has no alerts, so its monitoring never raises one"
        yield warning("no-alerts", message, "list thresholds under `alerts`", "simulation")
        return
    callers: dict[str, list[str]] = {name: [] for name in calls}
    for name, called in calls.items():
        for other in called:
            callers[other].append(name)
    watched = services_of(simulation, (rule.when for rule in simulation.alerts))
    noticed = reached(watched, calls) | reached(watched, callers)
    for i, fault in enumerate(simulation.faults):
        named = fault.service in calls and fault.kind is not FaultKind.REGION_LOST
        if named and fault.service not in noticed:
            message = f"no alert can notice the fault {quoted(fault.id)}: none watches {quoted(fault.service or '')}"
            above = listed(callers[fault.service or ""][:_SHOWN])
            fix = "set an alert on it" + (f", or on what calls it: {above}" if above else "")
            yield warning("unnoticed-fault", message, fix, "simulation", "faults", i, "service")
