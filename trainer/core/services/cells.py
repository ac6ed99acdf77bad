"""A service in one region: the smallest part of the model that has workers and a queue."""

from __future__ import annotations

from typing import Final

from trainer.core.services.draws import unit
from trainer.core.services.effects import Bearing
from trainer.core.services.erlang import Table, table_for
from trainer.core.simulation import ServiceKind, ServicePart
from trainer.core.time import SECOND

SWIFT: Final = 0.005
"""Seconds until a refusal, or until a queue has taken a message."""
ENDLESS_QUEUE: Final = 1_000_000
_FULL_ERRORS: Final = 0.6
"""Share of requests that write, and fail, while the disk is full, unless the fault says otherwise."""
_GROUPS: Final = 4
_WARM_UP: Final = 0.985
"""What is left of a cache's coldness after a second: half of it is gone after 46 seconds."""


class Frame:
    """How a cell is fitted out from a second on; kept so that percentiles can be worked out when they are read."""

    __slots__ = ("admitted", "hung", "index", "replicas", "slots", "table", "timeout")

    def __init__(self, index: int, cell: Cell) -> None:
        self.index = index
        self.slots, self.table, self.timeout = cell.slots, cell.table, cell.timeout
        self.hung, self.replicas, self.admitted = cell.hung, cell.serving, cell.admitted


class Cell:
    """State of a service in a region; the quick attributes are for the loop in `flow`. Times in seconds."""

    __slots__ = (
        "admitted",
        "bearing",
        "ceiling",
        "chance",
        "cold",
        "disk",
        "edges",
        "failing",
        "frames",
        "full_errors",
        "hold",
        "hung",
        "inflow",
        "levels",
        "limit",
        "load",
        "memories",
        "out",
        "own",
        "paces",
        "part",
        "phase",
        "queue",
        "queues",
        "region",
        "replicas",
        "reply",
        "retries",
        "serving",
        "slots",
        "sound",
        "table",
        "timeout",
        "usual",
        "well",
    )  # fmt: skip

    def __init__(self, part: ServicePart, region: str | None, replicas: int, seed: int) -> None:
        self.part, self.region, self.replicas, self.usual = part, region, replicas, replicas
        self.bearing = Bearing()
        self.queues = part.kind is ServiceKind.QUEUE
        """whether messages wait here for consumers, rather than callers for an answer"""
        self.phase = int(unit(seed, part.id, region or "", "phase") * 8_192)
        self.queue = self.inflow = self.chance = self.failing = self.load = 0.0
        self.cold, self.well = 0.0, 1.0
        self.disk, self.full_errors = part.disk, _FULL_ERRORS
        groups = min(_GROUPS, replicas)
        self.memories = [part.memory] * groups
        self.out = [0] * groups
        """seconds until a group of replicas is back"""
        self.paces = [0.9 + 0.2 * unit(seed, part.id, region or "", group) for group in range(groups)]
        """how fast each group leaks: they differ a little, so they do not all fall at once"""
        self.edges: tuple[tuple[Cell, float, bool], ...] = ()
        self.frames: list[Frame] = []
        self.levels: list[tuple[int, float, float]] = []
        self.own = self.hold = self.reply = part.takes / SECOND
        self.table: Table = table_for(1)
        self.fit(Bearing(), 0)

    def fit(self, bearing: Bearing, index: int) -> None:
        """Take what bears on the cell from now on; `index` counts the seconds from the beginning of the past."""
        part, self.bearing = self.part, bearing
        up = sum(1 for seconds in self.out if not seconds) / len(self.out)
        self.serving = self.replicas * min(1.0, bearing.capacity) * up
        self.slots = self.replicas * bearing.capacity * up * part.workers
        if self.queues:
            self.slots *= bearing.consume
        self.own = max(1e-4, part.takes / SECOND * bearing.slower)
        self.sound = (1 - part.errors) * bearing.sound * (1 - (self.full_errors if self.disk >= 1 else 0.0))
        self.hung = bearing.hung
        self.admitted = bearing.admitted
        self.timeout = part.timeout / SECOND if bearing.timeout is None else bearing.timeout
        self.retries = part.retries if bearing.retries is None else bearing.retries
        limit = part.queue_limit
        if self.queues and "queue_limit" not in part.model_fields_set:
            limit = ENDLESS_QUEUE
        self.limit = float(limit)
        self.table = table_for(self.slots)
        calm = self.slots > 0 and not self.hung and self.admitted >= 1 and not self.queues
        self.ceiling = self.slots * self.table.calm if calm else -1.0
        self._keep(index)

    def _keep(self, index: int) -> None:
        if self.frames and self.frames[-1].index == index:
            self.frames.pop()
        self.frames.append(Frame(index, self))
        self.note_levels(index)

    def note_levels(self, index: int) -> None:
        """Keep memory and disk as they are from a second on."""
        memory, disk = self.memory(), self.disk
        if self.levels and self.levels[-1][0] == index:
            self.levels.pop()
        if not self.levels or self.levels[-1][1:] != (memory, disk):
            self.levels.append((index, memory, disk))

    def memory(self) -> float:
        """Memory in use per replica, on average over those that serve (MiB)."""
        up = [memory for memory, out in zip(self.memories, self.out, strict=True) if not out]
        return sum(up) / len(up) if up else self.part.memory

    def restless(self) -> bool:
        """Whether time alone changes the cell."""
        bearing = self.bearing
        return bool(bearing.leak or bearing.disk or self.cold) or any(self.out)

    def pass_second(self, index: int) -> int:
        """Leak, fill, warm up and come back for a second; how many groups of replicas ran out of memory."""
        fallen = self._leak()
        before = self.disk
        self.disk = max(0.0, min(1.0, before + self.bearing.disk))
        self.cold = self.cold * _WARM_UP if self.cold > 0.002 else 0.0
        back = [group for group, seconds in enumerate(self.out) if seconds]
        for group in back:
            self.out[group] -= 1
        if fallen:
            for group in fallen:
                self.out[group] = max(1, self.part.restart_takes // SECOND)
                self.memories[group] = self.part.memory
        if fallen or any(not self.out[group] for group in back) or (self.disk >= 1) != (before >= 1):
            self.fit(self.bearing, index)
        else:
            self.note_levels(index)
        return len(fallen)

    def _leak(self) -> list[int]:
        """Leak for a second; the groups that ran out of memory."""
        leak, least = self.bearing.leak, self.part.memory * 0.5
        if leak:
            for group, out in enumerate(self.out):
                if not out:
                    self.memories[group] = max(least, self.memories[group] + leak * self.paces[group])
        most = self._most()
        return [g for g, memory in enumerate(self.memories) if memory >= most and not self.out[g]]

    def _most(self) -> float:
        return max(self.part.memory_limit, self.part.memory + 1)

    def fresh(self) -> None:
        """Start anew: memory as after a start, nothing in the cache."""
        self.memories = [self.part.memory] * len(self.memories)
        self.out = [0] * len(self.out)
        if self.part.kind is ServiceKind.CACHE:
            self.cold = 1.0
