"""What goes wrong: what each kind of fault does, what ends it, and what it leaves in logs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from trainer.core.actions import Operate
from trainer.core.services.draws import mixed
from trainer.core.services.effects import Standing, over
from trainer.core.services.order_words import order_words
from trainer.core.services.reading import parsed_switch
from trainer.core.services.world import World, next_version
from trainer.core.simulation import Effect, Fault, FaultKind, Mend, Operation, ServiceKind, Version
from trainer.core.time import SECOND

_USUAL: Final = {
    FaultKind.BAD_DEPLOYMENT: Effect(errors=0.3, slower=1.5),
    FaultKind.CONFIGURATION_ERROR: Effect(errors=0.4),
    FaultKind.DEPENDENCY_DOWN: Effect(errors=1.0),
    FaultKind.REGION_LOST: Effect(capacity=0.0),
    FaultKind.NODE_LOST: Effect(capacity=0.5),
    FaultKind.DATABASE_SLOW: Effect(slower=10.0),
    FaultKind.DATABASE_FULL: Effect(disk=0.15),
    FaultKind.QUEUE_BACKLOG: Effect(consume=0.1),
    FaultKind.CERTIFICATE_EXPIRED: Effect(errors=1.0),
    FaultKind.LEAK: Effect(),
    FaultKind.TRAFFIC_SURGE: Effect(load=4.0),
    FaultKind.CREDENTIAL_LEAK: Effect(load=1.25),
    FaultKind.DATA_DELETED: Effect(errors=0.6),
}
_LEAK_FILLS: Final = 40
"""Minutes in which a leak fills the memory, unless the fault says otherwise."""
CONTAINED: Final = 0.2
"""What is left of an intruder's doings after an address of theirs was blocked."""

_CONFIGURE: Final = Operation.CHANGE_CONFIGURATION
_MENDS: Final[dict[FaultKind, tuple[Operation, ...]]] = {
    FaultKind.BAD_DEPLOYMENT: (Operation.ROLL_BACK,),
    FaultKind.CONFIGURATION_ERROR: (_CONFIGURE,),
    FaultKind.REGION_LOST: (),
    FaultKind.NODE_LOST: (Operation.RESTART, Operation.FAIL_OVER),
    FaultKind.DATABASE_SLOW: (Operation.FAIL_OVER, _CONFIGURE),
    FaultKind.DATABASE_FULL: (Operation.FREE_SPACE,),
    FaultKind.QUEUE_BACKLOG: (Operation.RESTART,),
    FaultKind.CERTIFICATE_EXPIRED: (Operation.RENEW_CERTIFICATE,),
    FaultKind.TRAFFIC_SURGE: (Operation.BLOCK,),
    FaultKind.CREDENTIAL_LEAK: (Operation.ROTATE_CREDENTIALS,),
    FaultKind.DATA_DELETED: (Operation.RESTORE,),
}


@dataclass(slots=True)
class Run:
    """A fault in its course. `spans` are the seconds in which it showed: from, and up to but not including."""

    fault: Fault
    began: int
    standing: Standing
    ended: int | None = None
    version: str | None = None
    """the version that it came with"""
    flag: bool | None = None
    """how the flag that it is about stood when it began"""
    spans: list[tuple[int, int | None]] = field(default_factory=list)
    contained: int | None = None
    """when an intruder was slowed"""
    turn: int = 0
    """counts the times that it began, so that what was planned for an earlier time is let go"""

    @property
    def active(self) -> bool:
        """Whether it has begun and not ended, also while an intermittent one pauses."""
        return self.ended is None


def standing_of(world: World, fault: Fault) -> Standing:
    """What a fault does while it shows."""
    effect = over(fault.effect, _USUAL[fault.kind])
    if fault.kind is FaultKind.LEAK and effect.leak is None:
        part = world.parts.get(fault.service or "")
        room = part.memory_limit - part.memory if part is not None else 512.0
        effect = effect.model_copy(update={"leak": max(1.0, room) / _LEAK_FILLS})
    if fault.kind is FaultKind.DATABASE_FULL:
        effect = effect.model_copy(update={"errors": None})
    hangs = fault.kind is FaultKind.DEPENDENCY_DOWN and fault.effect.slower is None
    if fault.kind is FaultKind.REGION_LOST:
        return Standing(effect, None, fault.region or fault.value)
    return Standing(effect, fault.service, fault.region, hangs)


def break_it(world: World, run: Run, second: int) -> None:
    """What a fault changes once, when it begins, beside what stands while it shows."""
    fault = run.fault
    if fault.value in world.switches:
        switch = world.switches[fault.value]
        run.flag = switch.on
        if fault.kind is FaultKind.CONFIGURATION_ERROR:
            world.switch(fault.value, not switch.on, second)
    if fault.kind in (FaultKind.BAD_DEPLOYMENT, FaultKind.LEAK) and fault.service in world.lineages:
        _deploy(world, run, second)
    if fault.kind is FaultKind.CERTIFICATE_EXPIRED and fault.service is not None:
        world.certificates[fault.service] = second
    if fault.kind is FaultKind.DATABASE_FULL and fault.effect.errors is not None:
        for cell in world.cells.get(fault.service or "", ()):
            cell.full_errors = fault.effect.errors


def _deploy(world: World, run: Run, second: int) -> None:
    """A bad version goes live; one that is live already turns out to be bad. A leak need not come with a version."""
    fault = run.fault
    assert fault.service is not None
    lineage = world.lineages[fault.service]
    name = None if fault.value in world.switches else fault.value
    if name is None and (fault.kind is FaultKind.LEAK or fault.value is not None):
        return
    name = name or next_version(lineage.current)
    run.version = name
    lineage.bad.add(name)
    if lineage.current != name:
        version = lineage.version(name) or Version(id=name)
        world.deploy(fault.service, version, version.note or "routine release", second)


def mended_once(world: World, run: Run, second: int) -> None:
    """What the end of a fault puts right at once, when it was not people who did it."""
    fault = run.fault
    if fault.service in world.lineages and run.version is not None:
        lineage = world.lineages[fault.service]
        previous = lineage.previous()
        if lineage.current == run.version and previous is not None:
            version = lineage.version(previous)
            assert version is not None
            world.deploy(fault.service, version, f"{run.version} withdrawn", second)
    if run.flag is not None and fault.value is not None and fault.kind is FaultKind.CONFIGURATION_ERROR:
        world.switch(fault.value, run.flag, second)
    if run.standing.effect.disk:
        for cell in world.order:
            if run.standing.bears_on(cell.part.id, cell.region):
                cell.disk = min(cell.disk, cell.part.disk)
    put_right(world, run)


def mends(world: World, fault: Fault) -> tuple[Mend, ...]:
    """What ends a fault: what the scenario says, or what usually helps against its kind."""
    if fault.mended_by:
        return fault.mended_by
    if fault.value in world.switches:
        return (Mend(operation=Operation.SWITCH_FLAG, value=fault.value),)
    if fault.kind is FaultKind.DEPENDENCY_DOWN:
        part = world.parts.get(fault.service or "")
        outside = part is not None and part.kind is ServiceKind.EXTERNAL
        return (Mend(operation=Operation.FAIL_OVER if outside else Operation.RESTART),)
    if fault.kind is FaultKind.LEAK:
        known = world.lineages[fault.service].known if fault.service in world.lineages else ()
        helps = Operation.ROLL_BACK if fault.value is not None or len(known) > 1 else _CONFIGURE
        return (Mend(operation=helps),)
    return tuple(Mend(operation=operation) for operation in _MENDS[fault.kind])


def words_of_mends(world: World, fault: Fault) -> tuple[str, ...]:
    """What ends a fault, for the facilitator, by titles; without what nobody can do to somebody else's service."""
    usual = mends(world, fault)
    found = [_words(world, fault, mend) for mend in usual if _possible(world, fault, mend)]
    if usual and not found:
        found.append("nothing that the team can do")
    if fault.kind is FaultKind.REGION_LOST and not fault.mended_by:
        found.append("nothing that the team can do; fail over or shift traffic to another region")
    if fault.kind is FaultKind.DATA_DELETED and fault.service in world.parts:
        backups = world.parts[fault.service].backups
        good = ", ".join(backup.title for backup in backups if backup.good)
        found.append(f"good backups: {good}" if good else "no backup is good")
    if fault.kind is FaultKind.LEAK and not _outside(world, fault.service):
        found.append("a restart buys time")
    return tuple(found)


def _words(world: World, fault: Fault, mend: Mend) -> str:
    order = Operate(operation=mend.operation, service=mend.service or fault.service, value=mend.value)
    return order_words(world.simulation, order)


def _possible(world: World, fault: Fault, mend: Mend) -> bool:
    """Whether a team may do it: at somebody else's service it can go elsewhere, or stop calling it."""
    moves = mend.operation in (Operation.FAIL_OVER, Operation.SWITCH_FLAG)
    return moves or not _outside(world, mend.service or fault.service)


def _outside(world: World, service: str | None) -> bool:
    return service in world.parts and world.parts[service].kind is ServiceKind.EXTERNAL


def ended_by(world: World, run: Run, action: Operate, goes_to: str | None) -> bool:
    """Whether an operation that worked ends a fault. `goes_to` is the version or the backup that it chose."""
    return any(_fits(world, run, mend, action, goes_to) for mend in mends(world, run.fault))


def _fits(world: World, run: Run, mend: Mend, action: Operate, goes_to: str | None) -> bool:
    fault = run.fault
    if mend.operation is not action.operation:
        return False
    if action.operation is Operation.SWITCH_FLAG:
        return _switched(world, run, mend, action)
    where = mend.service or fault.service
    if where is not None and action.service != where:
        return False
    elsewhere = action.region is not None and fault.region is not None and action.region != fault.region
    if elsewhere and action.operation is Operation.RESTART:
        return False
    if action.operation is Operation.ROLL_BACK and run.version is not None and goes_to == run.version:
        return False
    if goes_to in ("limit", "settings") and mend.value is None:
        return False
    if mend.value is not None:
        given = (action.value or goes_to or "").casefold()
        return mend.value.casefold() in given
    named = action.operation is Operation.BLOCK and fault.value is not None and not fault.mended_by
    return not named or (fault.value or "").casefold() in (action.value or "").casefold()


def _switched(world: World, run: Run, mend: Mend, action: Operate) -> bool:
    """Whether the flag was set to where it helps: where the mend says, or away from where the fault has it."""
    flag, on = parsed_switch(action.value)
    wanted, to = parsed_switch(mend.value)
    if flag not in world.switches or (wanted or run.fault.value) != flag:
        return False
    if to is not None:
        return on is to
    configured = run.fault.kind is FaultKind.CONFIGURATION_ERROR and run.flag is not None
    return on is (run.flag if configured else False)


def put_right(world: World, run: Run) -> None:
    """What an operation that mended a fault puts right beside it."""
    fault = run.fault
    if fault.kind is FaultKind.CERTIFICATE_EXPIRED and fault.service is not None:
        world.certificates.pop(fault.service, None)


def contains(world: World, run: Run, action: Operate) -> bool:
    """Whether blocking an address slows an intruder who has the credentials, and will come from elsewhere."""
    fault = run.fault
    if fault.kind is not FaultKind.CREDENTIAL_LEAK or run.contained is not None:
        return False
    return (
        action.service in (None, fault.service) and address_of(world, fault) in (action.value or "").split()
    )


def contained(standing: Standing) -> Standing:
    """What is left of an intruder's doings."""
    load = standing.effect.load
    errors = standing.effect.errors
    left: dict[str, float] = {}
    if load is not None:
        left["load"] = 1 + (load - 1) * CONTAINED
    if errors is not None:
        left["errors"] = errors * CONTAINED
    return replace(standing, effect=standing.effect.model_copy(update=left))


def address_of(world: World, fault: Fault) -> str:
    """Where an intruder or a flood comes from: the scenario's word, or an address of the ranges for examples."""
    if fault.value is not None:
        return fault.value
    return f"203.0.113.{mixed(world.seed, fault.id) % 200 + 20}"


def seconds(duration: int | None) -> int | None:
    """A duration in whole seconds, at least one."""
    return None if duration is None else max(1, duration // SECOND)
