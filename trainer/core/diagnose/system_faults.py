"""Faults of a simulation: whether they can begin as they are written, and whether anything can end them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from trainer.core.diagnose.naming import error, listed, warning
from trainer.core.diagnose.system_graph import calls_of, reached, services_of
from trainer.core.problems import Path, Problem, quoted
from trainer.core.scenario import Scenario
from trainer.core.simulation import (
    Fault,
    FaultKind,
    Mend,
    Operation,
    OperationRule,
    ServiceKind,
    ServicePart,
    Simulation,
)
from trainer.core.time import say_duration

_USUAL: Final[Mapping[FaultKind, tuple[Operation, ...]]] = {
    FaultKind.BAD_DEPLOYMENT: (Operation.ROLL_BACK,),
    FaultKind.CONFIGURATION_ERROR: (Operation.CHANGE_CONFIGURATION,),
    FaultKind.REGION_LOST: (),
    FaultKind.NODE_LOST: (Operation.RESTART, Operation.FAIL_OVER),
    FaultKind.DATABASE_SLOW: (Operation.FAIL_OVER, Operation.CHANGE_CONFIGURATION),
    FaultKind.DATABASE_FULL: (Operation.FREE_SPACE,),
    FaultKind.QUEUE_BACKLOG: (Operation.RESTART,),
    FaultKind.CERTIFICATE_EXPIRED: (Operation.RENEW_CERTIFICATE,),
    FaultKind.TRAFFIC_SURGE: (Operation.BLOCK,),
    FaultKind.CREDENTIAL_LEAK: (Operation.ROTATE_CREDENTIALS,),
    FaultKind.DATA_DELETED: (Operation.RESTORE,),
}
_WITHOUT_SERVICE: Final = frozenset({FaultKind.REGION_LOST, FaultKind.TRAFFIC_SURGE})
_FROM_OUTSIDE: Final = frozenset({Operation.FAIL_OVER, Operation.SWITCH_FLAG})
"""What can be done about a service that others run."""


def check_faults(scenario: Scenario, simulation: Simulation) -> Iterator[Problem]:
    """What is wrong with the faults and the operations of a system."""
    parts = {service.id: service for service in simulation.services}
    started = {inject.starts for inject in scenario.injects if inject.starts is not None}
    needed = reached(services_of(simulation, simulation.recovered_when), calls_of(simulation))
    for i, rule in enumerate(simulation.operations):
        yield from _operation(rule, parts, i)
    for i, fault in enumerate(simulation.faults):
        path: Path = ("simulation", "faults", i)
        yield from _begins(fault, simulation, started, path)
        yield from _times(fault, path)
        yield from _mends(fault, parts, path)
        asked = not simulation.recovered_when or fault.service is None or fault.service in needed
        if asked and not _ends(fault, simulation, parts):
            yield _endless(fault, simulation, parts, path)


def _begins(
    fault: Fault, simulation: Simulation, started: frozenset[str] | set[str], path: Path
) -> Iterator[Problem]:
    if fault.service is None and fault.kind not in _WITHOUT_SERVICE:
        message = f"the fault {quoted(fault.id)} does not say which service breaks"
        yield error("fault-nowhere", message, "name a `service`", *path)
    if fault.kind is FaultKind.REGION_LOST and fault.region is None and fault.value is None:
        message = f"the fault {quoted(fault.id)} does not say which region is lost"
        fix = (
            "name a `region`" if simulation.regions else "list `regions` of the simulation, and name one here"
        )
        yield error("fault-nowhere", message, fix, *path)
    if fault.id in started and not fault.release.by_hand:
        message = f"the fault {quoted(fault.id)} begins with an inject and has a release of its own"
        yield warning("begins-twice", message, "write `release: {by_hand: true}` here", *path)


def _times(fault: Fault, path: Path) -> Iterator[Problem]:
    if fault.every is not None and fault.lasts is None:
        message = f"the fault {quoted(fault.id)} comes back, but never ends of itself"
        yield error("bad-repeat", message, "say how long it `lasts` each time", *path, "every")
    elif fault.every is not None and fault.lasts is not None and fault.every <= fault.lasts:
        message = (
            f"the fault {quoted(fault.id)} comes back after {say_duration(fault.every)}, before it has ended"
        )
        yield error("bad-repeat", message, f"write more than {say_duration(fault.lasts)}", *path, "every")
    if fault.lasts == 0:
        yield error(
            "bad-value", "a fault that lasts no time changes nothing", "write 1s or more", *path, "lasts"
        )


def _operation(rule: OperationRule, parts: Mapping[str, ServicePart], i: int) -> Iterator[Problem]:
    path: Path = ("simulation", "operations", i)
    part = parts.get(rule.service or "")
    if rule.fails == 1 and rule.available:
        message = f"{quoted(rule.operation)} always fails"
        yield warning(
            "never-succeeds", message, "write `available: false`, or a smaller share", *path, "fails"
        )
    if part is not None and not _fits(rule.operation, part):
        yield _unfit(rule.operation, part, (*path, "operation"))


def _mends(fault: Fault, parts: Mapping[str, ServicePart], path: Path) -> Iterator[Problem]:
    for j, mend in enumerate(fault.mended_by):
        part = parts.get(mend.service or fault.service or "")
        if part is not None and not _fits(mend.operation, part):
            yield _unfit(mend.operation, part, (*path, "mended_by", j, "operation"))


def _fits(operation: Operation, part: ServicePart) -> bool:
    """Whether an operation is offered for a service (`services.offering`)."""
    if part.kind is ServiceKind.EXTERNAL:
        return operation in _FROM_OUTSIDE
    several = isinstance(part.replicas, dict) and sum(1 for count in part.replicas.values() if count) > 1
    match operation:
        case Operation.DRAIN_QUEUE:
            return part.kind is ServiceKind.QUEUE
        case Operation.RESTORE:
            return bool(part.backups)
        case Operation.SHIFT_TRAFFIC:
            return several
        case Operation.FAIL_OVER:
            return several or part.kind is not ServiceKind.SERVICE
        case _:
            return True


def _unfit(operation: Operation, part: ServicePart, path: Path) -> Problem:
    message = (
        f"{quoted(operation)} cannot be done to {quoted(part.id)}, which is of the kind {quoted(part.kind)}"
    )
    return warning("idle-operation", message, "name another service or operation", *path)


def _ends(fault: Fault, simulation: Simulation, parts: Mapping[str, ServicePart]) -> bool:
    """Whether a fault ends of itself, or by something that people can do."""
    if fault.lasts is not None and fault.every is None:
        return True
    return any(_possible(mend, fault, simulation, parts) for mend in mends_of(fault, simulation, parts))


def mends_of(fault: Fault, simulation: Simulation, parts: Mapping[str, ServicePart]) -> tuple[Mend, ...]:
    """What ends a fault: what the scenario says, or what the model takes for it (`services.breaking.mends`)."""
    if fault.mended_by:
        return fault.mended_by
    if fault.value in {flag.id for flag in simulation.flags}:
        return (Mend(operation=Operation.SWITCH_FLAG, value=fault.value),)
    part = parts.get(fault.service or "")
    if fault.kind is FaultKind.DEPENDENCY_DOWN:
        outside = part is not None and part.kind is ServiceKind.EXTERNAL
        return (Mend(operation=Operation.FAIL_OVER if outside else Operation.RESTART),)
    if fault.kind is FaultKind.LEAK:
        versions = len(part.versions) if part is not None else 0
        older = fault.value is not None or versions > 1
        return (Mend(operation=Operation.ROLL_BACK if older else Operation.CHANGE_CONFIGURATION),)
    return tuple(Mend(operation=each) for each in _USUAL[fault.kind])


def _possible(mend: Mend, fault: Fault, simulation: Simulation, parts: Mapping[str, ServicePart]) -> bool:
    service = mend.service or fault.service
    rules = [rule for rule in simulation.operations if rule.operation is mend.operation]
    own = [rule for rule in rules if rule.service == service] or [r for r in rules if r.service is None]
    if any(not rule.available or rule.fails == 1 for rule in own):
        return False
    part = parts.get(service or "")
    if part is None:
        return True
    if mend.operation is Operation.RESTORE:
        return any(backup.good for backup in part.backups if mend.value in (None, backup.id))
    return _fits(mend.operation, part)


def _endless(fault: Fault, simulation: Simulation, parts: Mapping[str, ServicePart], path: Path) -> Problem:
    part = parts.get(fault.service or "")
    what = list(dict.fromkeys(mend.operation.value for mend in mends_of(fault, simulation, parts)))
    why = f"({listed(what)} cannot be done here)" if what else f"of the kind {quoted(fault.kind)}"
    if fault.kind is FaultKind.DATA_DELETED and part is not None:
        why = "as no backup is good" if part.backups else "as there is no backup"
    message = f"nothing can end the fault {quoted(fault.id)} {why}, so the system may never recover"
    fix = "name what ends it under `mended_by`, or say how long it `lasts`"
    return warning("endless-fault", message, fix, *path)
