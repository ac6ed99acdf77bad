"""The system as it stands: services in their regions, versions, switches, and what bears on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from trainer.core.services.cells import Cell
from trainer.core.services.effects import Standing, together
from trainer.core.services.views import DeploymentSeen
from trainer.core.simulation import Effect, Flag, ServiceKind, ServicePart, Simulation, Version
from trainer.core.time import SECOND

_OLD: Final = Effect(errors=0.02, slower=1.1)
"""What a version brings back that was replaced for a reason."""
_LEAST_PAST: Final = 120
"""Seconds of a quiet past that there must be, so that it is known what is normal."""


@dataclass(slots=True)
class Lineage:
    """The versions of a service, oldest first, and the one that is live."""

    known: list[Version]
    current: str
    bad: set[str]
    """versions that a fault came with"""
    before: list[str]
    """versions that were live before, newest last"""

    def version(self, name: str) -> Version | None:
        """A version by its name."""
        return next((version for version in self.known if version.id == name), None)

    def previous(self) -> str | None:
        """What a roll back goes to, unless it is told otherwise."""
        if self.before:
            return self.before[-1]
        place = [version.id for version in self.known].index(self.current)
        return self.known[place - 1].id if place else None

    def effects(self) -> Iterator[Effect]:
        """What the live version does; an old one brings back what newer ones had mended."""
        live = self.version(self.current)
        assert live is not None
        yield live.effect
        sound = [version.id for version in self.known if version.id not in self.bad]
        if live.id in sound[:-1] and not live.effect.model_fields_set:
            yield _OLD


@dataclass(slots=True)
class Switch:
    """A flag as it stands."""

    flag: Flag
    on: bool
    changed: int | None = None


class World:
    """Everything that faults and operations change. `index` in calls is the second counted from the past's first."""

    def __init__(self, simulation: Simulation, seed: int) -> None:
        self.simulation, self.seed = simulation, seed
        self.parts = {part.id: part for part in simulation.services}
        self.began = -max(_LEAST_PAST, simulation.history // SECOND)
        self.cells = {part.id: _cells(part, seed) for part in simulation.services}
        self.order = _callers_first(self.parts, self.cells)
        self.switches = {flag.id: Switch(flag, flag.on) for flag in simulation.flags}
        self.lineages = {part.id: _lineage(part) for part in simulation.services}
        self.deployments = list(_deployments(simulation))
        self.standing: dict[str, Standing] = {}
        self.routes: dict[str | None, dict[str, float]] = {}
        self.certificates = {
            part.id: part.certificate_expires // SECOND
            for part in simulation.services
            if part.certificate_expires is not None
        }
        self.restless: list[Cell] = []
        self.dropped: list[tuple[Cell, float]] = []
        """requests that were lost while they waited, since the last second"""
        self.refit(self.began)
        self._settle()

    # ------------------------------------------------------------------ changing

    def stand(self, name: str, standing: Standing, second: int) -> None:
        """Let something bear on the services it concerns, or bear differently."""
        self.standing[name] = standing
        self.refit(second, standing.service)

    def lift(self, name: str, second: int) -> None:
        """End that."""
        standing = self.standing.pop(name, None)
        if standing is not None:
            self.refit(second, standing.service)

    def switch(self, name: str, on: bool, second: int) -> None:
        """Set a flag."""
        switch = self.switches[name]
        switch.on, switch.changed = on, second
        self.refit(second)

    def deploy(self, service: str, version: Version, note: str, second: int) -> None:
        """Let a version go live; its replicas start anew."""
        lineage = self.lineages[service]
        if lineage.version(version.id) is None:
            lineage.known.append(version)
        if lineage.before and lineage.before[-1] == version.id:
            lineage.before.pop()
        else:
            lineage.before.append(lineage.current)
        lineage.current = version.id
        self.deployments.append(DeploymentSeen(second, service, version.id, note))
        for cell in self.cells[service]:
            cell.fresh()
        self.refit(second, service)

    def route(self, service: str | None, shares: dict[str, float], second: int) -> None:
        """Send the traffic of a service, or all of it, to regions by share."""
        self.routes[service] = shares
        if service is None:
            self.routes = {None: shares}
        self.refit(second)

    def drop(self, cell: Cell, share: float) -> float:
        """Lose a share of what waits; how much that was."""
        lost = cell.queue * share
        cell.queue -= lost
        if lost > 0:
            self.dropped.append((cell, lost))
        return lost

    def refit(self, second: int, service: str | None = None) -> None:
        """Put together anew what bears on a service, or on all of them."""
        for name in (service,) if service in self.parts else self.parts:
            assert name is not None
            self._fit(name, second - self.began)
        self._connect()
        self.restless = [cell for cell in self.order if cell.restless()]

    def _fit(self, service: str, index: int) -> None:
        effects = list(self._effects(service))
        part, shares = self.parts[service], self.shares(service)
        for cell in self.cells[service]:
            standing = [s for s in self.standing.values() if s.bears_on(service, cell.region)]
            bearing = together(effects, standing)
            cell.fit(bearing, index)
            cell.load = part.load * bearing.load * shares.get(cell.region, 0.0)

    def _effects(self, service: str) -> Iterator[Effect]:
        yield from self.lineages[service].effects()
        for switch in self.switches.values():
            if switch.on and switch.flag.service == service:
                yield switch.flag.effect

    def shares(self, service: str) -> dict[str | None, float]:
        """The share of a service's traffic that each of its regions gets."""
        cells = self.cells[service]
        route = self.routes.get(service) or self.routes.get(None) or {}
        shares = {cell.region: route.get(cell.region or "", 0.0) for cell in cells}
        if sum(shares.values()) <= 0:
            shares = {cell.region: float(cell.usual) for cell in cells}
        total = sum(shares.values())
        return {region: share / total for region, share in shares.items()}

    def _connect(self) -> None:
        """Who calls whom, and how often; a region's services call their own region's where they can."""
        for part in self.parts.values():
            for cell in self.cells[part.id]:
                cell.edges = tuple(self._edges(part, cell))

    def _edges(self, part: ServicePart, cell: Cell) -> Iterator[tuple[Cell, float, bool]]:
        for call in part.calls:
            on = call.flag is None or (call.flag in self.switches and self.switches[call.flag].on)
            if call.service not in self.cells or not on or call.per_request <= 0:
                continue
            times = call.per_request
            if part.kind is ServiceKind.CACHE:
                times += max(0.0, 1.0 - times) * cell.cold
            for callee, share in self._split(call.service, cell.region):
                yield callee, times * share, call.needed

    def _split(self, service: str, region: str | None) -> Iterator[tuple[Cell, float]]:
        shares = self.shares(service)
        routed = service in self.routes or (None in self.routes and region is None)
        near = [cell for cell in self.cells[service] if cell.region == region]
        if near and not routed:
            yield near[0], 1.0
            return
        for cell in self.cells[service]:
            if shares[cell.region] > 0:
                yield cell, shares[cell.region]

    # ------------------------------------------------------------------ the passing of time

    def pass_second(self, second: int) -> list[tuple[str, int]]:
        """What time alone changes; services of which replicas ran out of memory, and how many groups."""
        index, fallen = second - self.began, []
        for cell in self.restless:
            count = cell.pass_second(index)
            if count:
                fallen.append((cell.part.id, count))
            if cell.part.kind is ServiceKind.CACHE:
                cell.edges = tuple(self._edges(cell.part, cell))
        self.restless = [cell for cell in self.restless if cell.restless()] if self.restless else []
        return fallen

    def _settle(self) -> None:
        """Response times and failures as an even load would leave them, so that the past begins calm."""
        for _ in range(2):
            for cell in reversed(self.order):
                cell.hold = cell.own + sum(times * callee.reply for callee, times, _ in cell.edges)
                # Callers wait no longer than that; without it a long chain of many calls would go beyond all numbers.
                cell.reply = min(cell.hold, cell.timeout)
                cell.well = 1.0
                for callee, times, needed in cell.edges:
                    tries = callee.failing ** (cell.retries + 1)
                    cell.well *= max(0.0, 1.0 - times * tries) if needed else 1.0
                cell.failing = 1.0 - cell.well * cell.sound


def _cells(part: ServicePart, seed: int) -> list[Cell]:
    if isinstance(part.replicas, int):
        return [Cell(part, None, part.replicas, seed)]
    spread = {region: count for region, count in part.replicas.items() if count > 0}
    return [Cell(part, region, count, seed) for region, count in spread.items()] or [
        Cell(part, None, 1, seed)
    ]


def _callers_first(parts: dict[str, ServicePart], cells: dict[str, list[Cell]]) -> list[Cell]:
    """Callers before those they call. In a circle, the calls that close it reach their service a second later.

    Of those that nothing keeps back the first as written comes next; where a circle keeps all back, the first of all.
    """
    names = list(parts)
    place = {name: number for number, name in enumerate(names)}
    called = [_called(part, place) for part in parts.values()]
    callers = Counter(callee for those in called for callee in those)
    ready = [number for number in range(len(names)) if not callers[number]]
    order: list[int] = []
    done: set[int] = set()
    first = 0
    while len(order) < len(names):
        while first in done:
            first += 1
        number = heappop(ready) if ready else first
        order.append(number)
        done.add(number)
        for callee in called[number] - done:
            callers[callee] -= 1
            if not callers[callee]:
                heappush(ready, callee)
    return [cell for number in order for cell in cells[names[number]]]


def _called(part: ServicePart, place: dict[str, int]) -> set[int]:
    """The places of the services that a service calls, itself left out."""
    return {place[call.service] for call in part.calls if call.service in place} - {place[part.id]}


def _lineage(part: ServicePart) -> Lineage:
    known = list(part.versions) or [Version(id="v1", ago=0)]
    return Lineage(known, known[-1].id, set(), [])


def _deployments(simulation: Simulation) -> Iterable[DeploymentSeen]:
    seen = [
        DeploymentSeen(-(version.ago // SECOND), part.id, version.id, version.note)
        for part in simulation.services
        for version in part.versions
    ]
    return sorted(seen, key=lambda one: one.second)


def next_version(name: str) -> str:
    """The name of the version after one: its last number and one."""
    digits = ""
    while name and name[-1].isdigit():
        name, digits = name[:-1], name[-1] + digits
    return f"{name}{int(digits) + 1:0{len(digits)}}" if digits else f"{name}-2"
