"""What can be done to the system: how long it takes, what it risks, and why something cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from trainer.core.actions import Look, Operate
from trainer.core.services.reading import limit_of, parsed_switch, replicas_of, share_of
from trainer.core.services.views import OperationOffer
from trainer.core.services.world import World
from trainer.core.simulation import Operation, OperationRule, ServiceKind, ServicePart
from trainer.core.time import SECOND


class Usual(NamedTuple):
    """How an operation works unless the scenario says otherwise."""

    takes: int
    """seconds"""
    fails: float
    what: str


USUAL: Final = {
    Operation.ROLL_BACK: Usual(
        120,
        0.03,
        "Puts an earlier version live; replicas restart one after another. What the newer version had mended is lost.",
    ),
    Operation.FAIL_OVER: Usual(
        90,
        0.05,
        "Sends everything to a standby or to the region named, which must bear it; some requests fail meanwhile.",
    ),
    Operation.SHIFT_TRAFFIC: Usual(
        30,
        0.02,
        "Gives a region this share of the traffic, such as 0% or 70%; the others must bear the rest.",
    ),
    Operation.SWITCH_FLAG: Usual(15, 0.01, "Switches a flag on or off."),
    Operation.RESTART: Usual(
        90,
        0.02,
        "Restarts the replicas by halves; capacity is missing meanwhile, memory and caches start empty.",
    ),
    Operation.SCALE: Usual(
        90,
        0.03,
        "Sets the number of replicas; what the service calls gets the more to do the more of it there is.",
    ),
    Operation.BLOCK: Usual(
        20, 0.02, "Blocks an address or a range; a few real customers are shut out with it."
    ),
    Operation.RESTORE: Usual(
        600,
        0.05,
        "Brings data back from a backup; what came after the backup is lost, and the backup may be bad.",
    ),
    Operation.RENEW_CERTIFICATE: Usual(60, 0.05, "Issues and installs a new certificate."),
    Operation.ROTATE_CREDENTIALS: Usual(
        90,
        0.05,
        "Makes the old passwords and keys worthless; some requests fail until everybody has the new ones.",
    ),
    Operation.FREE_SPACE: Usual(60, 0.02, "Deletes what can be spared from the disk."),
    Operation.DRAIN_QUEUE: Usual(30, 0.02, "Throws away what waits in the queue; those messages are lost."),
    Operation.CHANGE_CONFIGURATION: Usual(
        60,
        0.05,
        "Puts the configuration right; or sets `limit 50%` of the requests to let in, `retries 0`, or `timeout 2s`.",
    ),
}
STANDBYS: Final = (ServiceKind.DATABASE, ServiceKind.EXTERNAL, ServiceKind.QUEUE, ServiceKind.CACHE)
_WITHOUT_SERVICE: Final = (
    Operation.FAIL_OVER,
    Operation.SHIFT_TRAFFIC,
    Operation.SWITCH_FLAG,
    Operation.BLOCK,
    Operation.ROTATE_CREDENTIALS,
)
_NAMED: Final = 2
"""So many flags are named where one may be switched; of more there is a choice anyway."""
_MOST_TIMES: Final = 10
"""A service can be scaled to so many times what it began with."""


def rule_for(world: World, operation: Operation, service: str | None) -> OperationRule | None:
    """What the scenario says of an operation: for the service if it does, else in general."""
    rules = [rule for rule in world.simulation.operations if rule.operation is operation]
    exact = [rule for rule in rules if rule.service == service and service is not None]
    return next(iter(exact or [rule for rule in rules if rule.service is None]), None)


def takes(world: World, action: Operate | Look) -> int:
    """How long an operation or a look lasts, in seconds."""
    if isinstance(action, Look):
        return max(1, world.simulation.look_takes // SECOND)
    rule = rule_for(world, action.operation, action.service)
    if rule is not None and rule.takes is not None:
        return max(1, rule.takes // SECOND)
    part = world.parts.get(action.service or "")
    if action.operation is Operation.RESTART and part is not None:
        return max(1, part.restart_takes // SECOND) * rounds(world, part.id, action.region)
    return USUAL[action.operation].takes


def rounds(world: World, service: str, region: str | None) -> int:
    """In how many rounds a restart goes: halves, where there is more than one replica."""
    count = sum(cell.replicas for cell in world.cells[service] if region in (None, cell.region))
    return 2 if count > 1 else 1


def fails(world: World, action: Operate) -> float:
    """The share of attempts that fail."""
    rule = rule_for(world, action.operation, action.service)
    return USUAL[action.operation].fails if rule is None or rule.fails is None else rule.fails


def values(world: World, operation: Operation, service: str | None) -> tuple[str, ...] | None:
    """The values that an operation takes; None: no value, empty: free text."""
    match operation:
        case Operation.ROLL_BACK:
            return tuple(reversed(_others(world, service or "")))
        case Operation.SWITCH_FLAG:
            return tuple(_switchings(world, service))
        case Operation.RESTORE:
            return tuple(backup.id for backup in world.parts[service or ""].backups)
        case Operation.SHIFT_TRAFFIC | Operation.SCALE | Operation.BLOCK | Operation.CHANGE_CONFIGURATION:
            return ()
        case _:
            return None


def _others(world: World, service: str) -> list[str]:
    lineage = world.lineages[service]
    return [version.id for version in lineage.known if version.id != lineage.current]


def _switchings(world: World, service: str | None) -> Iterator[str]:
    for name, switch in world.switches.items():
        if service in (None, switch.flag.service):
            yield f"{name} {'off' if switch.on else 'on'}"


def regions_of(world: World, service: str | None) -> tuple[str, ...]:
    """The regions between which a service, or everything, can be moved."""
    if service is None:
        return tuple(world.simulation.regions)
    return tuple(cell.region for cell in world.cells[service] if cell.region is not None)


def offers(world: World, service: str | None) -> Iterator[OperationOffer]:
    """What can be ordered for a service, or without one for the system as a whole."""
    for operation in Operation:
        if _unfit(world, operation, service) is not None:
            continue
        given = values(world, operation, service)
        if given == () and operation in (Operation.ROLL_BACK, Operation.SWITCH_FLAG, Operation.RESTORE):
            continue
        action = Operate(operation=operation, service=service)
        moves = (Operation.FAIL_OVER, Operation.SHIFT_TRAFFIC, Operation.RESTART, Operation.SCALE)
        regions = regions_of(world, service) if operation in moves else ()
        rule = rule_for(world, operation, service)
        what = _what(world, operation, service) + (f" {rule.note}" if rule is not None and rule.note else "")
        yield OperationOffer(operation, service, given, regions, takes(world, action), what)


def _what(world: World, operation: Operation, service: str | None) -> str:
    """What an operation does and risks; a flag is named by its title."""
    flags = [one.flag.title for one in world.switches.values() if service in (None, one.flag.service)]
    if operation is Operation.SWITCH_FLAG and 0 < len(flags) <= _NAMED:
        return f"Switches {' or '.join(f'“{title}”' for title in flags)} on or off."
    return USUAL[operation].what


def refusal(world: World, action: Operate) -> str | None:
    """Why an operation cannot be ordered as things stand."""
    if action.service is not None and action.service not in world.parts:
        return f"The system has no service {action.service}."
    if action.region is not None and action.region not in _regions(world):
        return f"The system has no region {action.region}."
    return _unfit(world, action.operation, action.service) or _unfit_value(world, action)


def _regions(world: World) -> set[str]:
    named = {cell.region for cell in world.order if cell.region is not None}
    return named | set(world.simulation.regions)


def _unfit(world: World, operation: Operation, service: str | None) -> str | None:
    """Why an operation makes no sense for a service."""
    rule = rule_for(world, operation, service)
    if rule is not None and not rule.available:
        return f"To {operation.value} is not possible here{f': {rule.note}' if rule.note else '.'}"
    if service is None:
        if operation not in _WITHOUT_SERVICE:
            return f"Say which service to {operation.value}."
        moved = operation in (Operation.FAIL_OVER, Operation.SHIFT_TRAFFIC)
        return "The system runs in one region only." if moved and len(_regions(world)) < 2 else None
    return _unfit_kind(world, operation, world.parts[service])


def _unfit_kind(world: World, operation: Operation, part: ServicePart) -> str | None:
    many = len(regions_of(world, part.id)) > 1
    if part.kind is ServiceKind.EXTERNAL and operation not in (Operation.FAIL_OVER, Operation.SWITCH_FLAG):
        return f"{part.title} belongs to somebody else; your team cannot {operation.value} there."
    if operation is Operation.DRAIN_QUEUE and part.kind is not ServiceKind.QUEUE:
        return f"{part.title} is not a queue of messages."
    if operation is Operation.RESTORE and not part.backups:
        return f"There is no backup of {part.title}."
    if operation is Operation.ROLL_BACK and not _others(world, part.id):
        return f"There is no other version of {part.title} to go to."
    if operation is Operation.SHIFT_TRAFFIC and not many:
        return f"{part.title} does not run in several regions."
    if operation is Operation.FAIL_OVER and not many and part.kind not in STANDBYS:
        return f"{part.title} runs in one place only; there is nothing to fail over to."
    return None


def _unfit_value(world: World, action: Operate) -> str | None:
    """Why the value or the region of an operation is not one that it takes."""
    service, value = action.service, action.value
    match action.operation:
        case Operation.SWITCH_FLAG:
            return _unfit_switch(world, value)
        case Operation.ROLL_BACK:
            known = _others(world, service or "")
            return _one_of(value, known, "version") if value is not None else None
        case Operation.RESTORE:
            return _one_of(value, [one.id for one in world.parts[service or ""].backups], "backup")
        case Operation.SCALE:
            return _unfit_scale(world, action)
        case Operation.SHIFT_TRAFFIC | Operation.FAIL_OVER:
            return _unfit_move(world, action)
        case Operation.BLOCK:
            return None if value else "Say which address to block."
        case Operation.CHANGE_CONFIGURATION:
            return "A limit is a share from 1% to 100%." if limit_of(value) == 0 else None
        case _:
            return None


def _unfit_switch(world: World, value: str | None) -> str | None:
    flag, on = parsed_switch(value)
    if flag not in world.switches:
        known = ", ".join(f"{one.flag.title} ({name})" for name, one in world.switches.items())
        return f"There is no flag {flag}; the flags are {known}." if known else "The system has no flags."
    if on is None:
        return f"Say whether “{world.switches[flag].flag.title}” goes on or off, such as `{flag} off`."
    if world.switches[flag].on is on:
        return f"“{world.switches[flag].flag.title}” is {'on' if on else 'off'} already."
    return None


def _one_of(value: str | None, known: list[str], what: str) -> str | None:
    if value in known:
        return None
    listed = ", ".join(known)
    return (
        f"Say which {what}: {listed}."
        if value is None
        else f"There is no {what} {value}; choose from {listed}."
    )


def _unfit_scale(world: World, action: Operate) -> str | None:
    count = replicas_of(action.value)
    if count is None:
        return "Say how many replicas there are to be, such as 6."
    cells = [cell for cell in world.cells[action.service or ""] if action.region in (None, cell.region)]
    if not cells:
        return f"{world.parts[action.service or ''].title} does not run in {action.region}."
    least, most = len(cells), _MOST_TIMES * sum(cell.usual for cell in cells)
    return None if least <= count <= most else f"The number of replicas goes from {least} to {most}."


def _unfit_move(world: World, action: Operate) -> str | None:
    regions = regions_of(world, action.service)
    if action.operation is Operation.FAIL_OVER and len(regions) < 2 and action.service is not None:
        return None
    if action.region is None:
        return f"Say which region: {', '.join(regions)}."
    if action.region not in regions:
        moved = world.parts[action.service].title if action.service in world.parts else "The system"
        return f"{moved} does not run in {action.region}; choose from {', '.join(regions)}."
    if action.operation is Operation.SHIFT_TRAFFIC and share_of(action.value) is None:
        return f"Say which share of the traffic {action.region} is to get, such as 0% or 70%."
    return None
