"""Operations in their course: what they cost while they run, and what they change when they are through."""

from __future__ import annotations

from typing import Final, NamedTuple

from trainer.core.actions import Operate
from trainer.core.services.draws import unit
from trainer.core.services.effects import Standing
from trainer.core.services.offering import fails, refusal, regions_of, rounds
from trainer.core.services.reading import limit_of, parsed_switch, replicas_of, settings_of, share_of
from trainer.core.services.world import World
from trainer.core.simulation import Effect, Operation, ServiceKind
from trainer.core.time import MINUTE

_SHUT_OUT: Final = 0.97
"""Share of the real requests that are left after an address was blocked."""
_LEAST_LEFT: Final = 0.8


class Outcome(NamedTuple):
    """What came of an operation."""

    ok: bool
    text: str
    goes_to: str | None = None
    """the version or the backup that it chose; `limit` or `settings` where it changed nothing but those"""


def begin(world: World, act: int, action: Operate, second: int) -> None:
    """Let an operation begin: what it costs while it runs."""
    name, service = underway(act), action.service
    if service is None or service not in world.parts or refusal(world, action) is not None:
        return
    match action.operation:
        case Operation.RESTART:
            share = 1 / rounds(world, service, action.region)
            _drop(world, service, action.region, share)
            _chill(world, service, action.region, share)
            effect = Effect(capacity=1 - share)
        case Operation.ROLL_BACK:
            effect = Effect(capacity=0.75 if rounds(world, service, None) > 1 else 1.0)
        case Operation.FAIL_OVER:
            effect = Effect(errors=0.3)
        case Operation.ROTATE_CREDENTIALS:
            effect = Effect(errors=0.03)
        case Operation.RESTORE:
            effect = Effect(slower=1.3)
        case _:
            return
    region = action.region if action.operation is Operation.RESTART else None
    world.stand(name, Standing(effect, service, region), second)


def underway(act: int) -> str:
    """The name under which an operation bears on services while it runs."""
    return f"operation {act}"


def _drop(world: World, service: str, region: str | None, share: float) -> None:
    """Requests that wait in replicas which go away are lost; messages in a queue stay."""
    if world.parts[service].kind is not ServiceKind.QUEUE:
        for cell in world.cells[service]:
            if region in (None, cell.region):
                world.drop(cell, share)


def _chill(world: World, service: str, region: str | None, share: float) -> None:
    if world.parts[service].kind is ServiceKind.CACHE:
        for cell in world.cells[service]:
            if region in (None, cell.region):
                cell.cold = max(cell.cold, share)


def finish(world: World, act: int, action: Operate, second: int) -> Outcome:
    """Let an operation be through: what it changed, or that it failed."""
    world.lift(underway(act), second)
    why = refusal(world, action)
    if why is not None:
        return Outcome(False, f"It could not be done. {why}")
    if unit(world.seed, act, "fails") < fails(world, action):
        tried = f"The attempt to {action.operation.value} {_object(world, action)}"
        return Outcome(False, f"{tried} failed; nothing was changed. It may be tried again.")
    match action.operation:
        case Operation.ROLL_BACK:
            return _roll_back(world, action, second)
        case Operation.FAIL_OVER | Operation.SHIFT_TRAFFIC:
            return _move(world, action, second)
        case Operation.SCALE:
            return _scale(world, action, second)
        case Operation.RESTORE:
            return _restore(world, action)
        case Operation.BLOCK:
            return _block(world, action, second)
        case Operation.CHANGE_CONFIGURATION:
            return _configure(world, action, second)
        case _:
            return _plain(world, action, second)


def _object(world: World, action: Operate) -> str:
    if action.service in world.parts:
        return world.parts[action.service].title
    return action.value if action.operation is Operation.SWITCH_FLAG and action.value else "the system"


def _title(world: World, action: Operate) -> str:
    return world.parts[action.service].title if action.service in world.parts else "The system"


def _plain(world: World, action: Operate, second: int) -> Outcome:
    """Operations that need no more than a service."""
    title = _title(world, action)
    match action.operation:
        case Operation.RESTART:
            return _restart(world, action, second)
        case Operation.SWITCH_FLAG:
            return _switch(world, action, second)
        case Operation.RENEW_CERTIFICATE:
            world.certificates.pop(action.service or "", None)
            return Outcome(True, f"{title} has a new certificate.")
        case Operation.ROTATE_CREDENTIALS:
            return Outcome(True, f"{title} has new credentials; the old ones are worthless.")
        case Operation.FREE_SPACE:
            return _free(world, action, second)
        case _:
            lost = sum(world.drop(cell, 1.0) for cell in world.cells[action.service or ""])
            return Outcome(True, f"{title} is empty; {lost:,.0f} messages were thrown away.")


def _restart(world: World, action: Operate, second: int) -> Outcome:
    for cell in world.cells[action.service or ""]:
        if action.region in (None, cell.region):
            cell.fresh()
    world.refit(second, action.service)
    return Outcome(True, f"All replicas of {_title(world, action)} were restarted.")


def _switch(world: World, action: Operate, second: int) -> Outcome:
    flag, on = parsed_switch(action.value)
    world.switch(flag, bool(on), second)
    return Outcome(True, f"{world.switches[flag].flag.title} is {'on' if on else 'off'}.")


def _free(world: World, action: Operate, second: int) -> Outcome:
    before = max(cell.disk for cell in world.cells[action.service or ""])
    for cell in world.cells[action.service or ""]:
        cell.disk = min(cell.disk, cell.part.disk)
    world.refit(second, action.service)
    after = max(cell.disk for cell in world.cells[action.service or ""])
    return Outcome(True, f"The disk of {_title(world, action)} is {after:.0%} full, after {before:.0%}.")


def _roll_back(world: World, action: Operate, second: int) -> Outcome:
    service = action.service or ""
    lineage = world.lineages[service]
    others = [version.id for version in lineage.known if version.id != lineage.current]
    target = action.value or lineage.previous() or others[-1]
    version = lineage.version(target)
    assert version is not None
    before = lineage.current
    world.deploy(service, version, f"in place of {before}", second)
    return Outcome(True, f"{_title(world, action)} runs {target} in place of {before}.", target)


def _move(world: World, action: Operate, second: int) -> Outcome:
    regions = regions_of(world, action.service)
    if len(regions) < 2 or action.region is None:
        for cell in world.cells[action.service or ""]:
            cell.fresh()
            cell.disk = min(cell.disk, cell.part.disk)
        world.refit(second, action.service)
        return Outcome(True, f"{_title(world, action)} runs on its standby.")
    if action.operation is Operation.FAIL_OVER:
        shares = {region: float(region == action.region) for region in regions}
        text = f"All traffic of {_title(world, action)} goes to {action.region}."
    else:
        share = share_of(action.value) or 0.0
        shares = _shifted(world, action, share)
        text = f"{action.region} gets {share:.0%} of the traffic of {_title(world, action)}."
    world.route(action.service, shares, second)
    return Outcome(True, text)


def _shifted(world: World, action: Operate, share: float) -> dict[str, float]:
    """The share for one region; the others keep their proportions in what is left."""
    regions = regions_of(world, action.service)
    current = world.routes.get(action.service) or world.routes.get(None) or {}
    weights = {region: current.get(region, 0.0) for region in regions if region != action.region}
    if sum(weights.values()) <= 0:
        weights = {region: _replicas(world, action.service, region) for region in weights}
    total = sum(weights.values()) or 1.0
    shares = {region: (1 - share) * weight / total for region, weight in weights.items()}
    return {**shares, action.region or "": share}


def _replicas(world: World, service: str | None, region: str) -> float:
    names = world.cells if service is None else (service,)
    return float(sum(c.usual for name in names for c in world.cells[name] if c.region == region)) or 1.0


def _scale(world: World, action: Operate, second: int) -> Outcome:
    count = replicas_of(action.value) or 1
    cells = [cell for cell in world.cells[action.service or ""] if action.region in (None, cell.region)]
    before, left = sum(cell.replicas for cell in cells), count
    for place, cell in enumerate(cells):
        others = len(cells) - place - 1
        wanted = round(count * cell.usual / sum(one.usual for one in cells)) if others else left
        cell.replicas = max(1, min(wanted, left - others))
        left -= cell.replicas
    world.refit(second, action.service)
    where = f" in {action.region}" if action.region else ""
    return Outcome(True, f"{_title(world, action)} has {count} replicas{where}, after {before}.")


def _restore(world: World, action: Operate) -> Outcome:
    part = world.parts[action.service or ""]
    backup = next(one for one in part.backups if one.id == action.value)
    if not backup.good:
        return Outcome(False, f"The backup {backup.title} cannot be restored: it is damaged or incomplete.")
    age = f", {backup.age / (60 * MINUTE):.1f} hours old" if backup.age else ""
    text = f"{part.title} was restored from {backup.title}{age}; what was written after it is lost."
    return Outcome(True, text, backup.id)


def _block(world: World, action: Operate, second: int) -> Outcome:
    name = f"blocked {action.service or ''}"
    before = world.standing.get(name)
    left = max(_LEAST_LEFT, (before.effect.load or 1.0 if before else 1.0) * _SHUT_OUT)
    world.stand(name, Standing(Effect(load=left), action.service), second)
    return Outcome(
        True, f"{action.value} is blocked; {1 - left:.0%} of the real customers are shut out with it."
    )


def _configure(world: World, action: Operate, second: int) -> Outcome:
    service, title = action.service or "", _title(world, action)
    admitted, effect = limit_of(action.value), settings_of(action.value)
    if admitted is not None:
        world.stand(f"limit {service}", Standing(Effect(), service, admitted=admitted), second)
    if effect is not None:
        world.stand(f"settings {service}", Standing(effect, service), second)
    if admitted is not None:
        return Outcome(True, f"{title} lets in {admitted:.0%} of the requests.", "limit")
    if effect is not None:
        return Outcome(True, f"{title} runs with {action.value}.", "settings")
    return Outcome(
        True, f"The configuration of {title} was put right where it differed from what was agreed."
    )
