"""What a virtual participant can do to the system: what mends a fault, what helps, and what is no use.

What mends a fault is known to a virtual team as the scenario's author knows it, never to a person's seat.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from trainer.core.actions import Operate
from trainer.core.services.views import FaultSeen, OperationOffer, SimulatedSystem
from trainer.core.simulation import Fault, FaultKind, Mend, Operation, Simulation

_VALUE: Final = re.compile(r"\((.+)\)$")
_USELESS: Final = (
    Operation.RESTART,
    Operation.SCALE,
    Operation.CHANGE_CONFIGURATION,
    Operation.FAIL_OVER,
)
"""What people try when they do not know better; none of it destroys anything."""
_ADDRESS: Final = "203.0.113.0/24"
"""A range for examples (RFC 5737), where the scenario names no address."""
_MOST: Final = 12


def mending(model: SimulatedSystem, simulation: Simulation, seen: FaultSeen) -> Iterator[Operate]:
    """Operations that end a fault, the surest first; those that cannot be ordered now are left out."""
    found = [op for mend in seen.helps for op in _concrete(model, simulation, seen.fault, mend)]
    if seen.fault.kind is FaultKind.REGION_LOST:
        found += list(_away(model, seen.fault.region or seen.fault.value))
    yield from _possible(model, found)


def _concrete(model: SimulatedSystem, simulation: Simulation, fault: Fault, mend: Mend) -> Iterator[Operate]:
    """A mend with the service, region and value that it takes to order it."""
    service = mend.service or fault.service
    for offer in (*model.offers(service), *(model.offers(None) if service is not None else ())):
        if offer.operation is not mend.operation:
            continue
        for value in _values(simulation, fault, mend, offer):
            for region in _regions(offer, fault):
                yield Operate(
                    operation=mend.operation,
                    service=offer.service,
                    region=region,
                    value=value,
                    reason="It undoes what the signs point to",
                )


def _values(
    simulation: Simulation, fault: Fault, mend: Mend, offer: OperationOffer
) -> tuple[str | None, ...]:
    wanted = mend.value or fault.value or ""
    if offer.values is None:
        return (None,)
    if not offer.values:
        return (wanted or _usual(simulation, offer),)
    if offer.operation is Operation.RESTORE:
        parts = {part.id: part for part in simulation.services}
        part = parts.get(offer.service or "")
        good = tuple(b.id for b in part.backups if b.good) if part is not None else ()
        return (*(value for value in good if value in offer.values), *offer.values)
    near = [
        value for value in offer.values if value == mend.value or value.split()[0] == wanted.split(" ")[0]
    ]
    return tuple(dict.fromkeys((*near, *offer.values)))


def _usual(simulation: Simulation, offer: OperationOffer) -> str | None:
    """A value for an operation that takes any."""
    match offer.operation:
        case Operation.SCALE:
            parts = {part.id: part for part in simulation.services}
            part = parts.get(offer.service or "")
            count = part.replicas if part is not None else 1
            return str(2 * (count if isinstance(count, int) else sum(count.values())))
        case Operation.BLOCK:
            return _ADDRESS
        case Operation.SHIFT_TRAFFIC:
            return "100%"
        case _:
            return None


def _regions(offer: OperationOffer, fault: Fault) -> tuple[str | None, ...]:
    """Where an operation goes: away from where it failed, or nowhere in particular."""
    moves = offer.operation in (Operation.FAIL_OVER, Operation.SHIFT_TRAFFIC)
    if not moves or len(offer.regions) < 2:
        return (None,)
    return tuple(region for region in offer.regions if region != fault.region)


def _away(model: SimulatedSystem, lost: str | None) -> Iterator[Operate]:
    """Everything to a region that is left."""
    for region in model.regions():
        if region != lost:
            yield Operate(operation=Operation.FAIL_OVER, region=region, reason=f"{lost} is lost")


def _possible(model: SimulatedSystem, found: Iterable[Operate]) -> Iterator[Operate]:
    told: list[Operate] = []
    for operation in found:
        if operation not in told and len(told) < _MOST and model.refusal(operation) is None:
            told.append(operation)
            yield operation


def helping(model: SimulatedSystem, simulation: Simulation) -> Iterator[Operate]:
    """What may help where nothing is broken any more and the system does not come back by itself."""
    ill = [seen.id for seen in model.services() if seen.health in ("critical", "down")]
    ill += [seen.id for seen in model.services() if seen.health == "warning"]
    wanted = (Operation.DRAIN_QUEUE, Operation.RESTART, Operation.SCALE)
    found = [
        Operate(
            operation=o,
            service=name,
            value=_value_for(model, simulation, o, name),
            reason="It does not come back",
        )
        for o in wanted
        for name in ill
    ]
    yield from _possible(model, found)


def _value_for(
    model: SimulatedSystem, simulation: Simulation, operation: Operation, service: str
) -> str | None:
    offer = next((each for each in model.offers(service) if each.operation is operation), None)
    return _usual(simulation, offer) if offer is not None and offer.values == () else None


def useless(
    model: SimulatedSystem,
    simulation: Simulation,
    seen: FaultSeen,
    tried: Sequence[Operate],
    draws: random.Random,
) -> Operate | None:
    """Something that people try first, that was not tried yet and that does not mend this fault."""
    service = seen.fault.service
    mends = {mend.operation for mend in seen.helps}
    offers = [o for o in model.offers(service) if o.operation in _USELESS and o.operation not in mends]
    draws.shuffle(offers)
    found = (
        Operate(operation=offer.operation, service=service, value=value, reason="It often helps")
        for offer in offers
        if len(offer.regions) < 2
        for value in (_usual(simulation, offer) if offer.values == () else None,)
    )
    return next((way for way in _possible(model, found) if way not in tried), None)
