"""Log lines of a service, made from what was measured and what really held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trainer.core.services.breaking import Run, address_of
from trainer.core.services.draws import mixed, unit
from trainer.core.services.measuring import Tape, frame_at
from trainer.core.services.telltale import (
    FAILED,
    NEARLY_FULL,
    QUIET,
    REFUSED,
    SLOW,
    TIMED_OUT,
    TRACES,
    TURNED_AWAY,
    LogLevel,
    Trace,
)
from trainer.core.services.views import LogLine
from trainer.core.services.world import World
from trainer.core.simulation import FaultKind, Measure, ServicePart

_QUIET_OFTEN: Final = 0.12
_FAILED_OFTEN: Final = 0.25
"""Lines for each failed request a second; at most one line a second."""
_BAD: Final = 0.05
"""From this share of errors on, a dependency is named as the cause."""


class Writer:
    """Writes the logs of a system for a stretch of time."""

    def __init__(self, world: World, tape: Tape, seed: int, runs: Sequence[Run]) -> None:
        self._world, self._tape, self._seed, self._runs = world, tape, seed, runs

    def lines(self, service: str, start: int, stop: int, about: str | None = None) -> Iterator[LogLine]:
        """What a service wrote from a second up to, but not including, another; in order.

        `about`: only what it wrote about a service that it calls.
        """
        part = self._world.parts[service]
        traces = [(trace, run) for trace, run in self._traces(part) if about in (None, run.fault.service)]
        for second in range(start, stop):
            key = mixed(self._seed, service, second)
            if about is None:
                yield from self._quiet(part, key, second)
            yield from self._failed(part, key, second, about)
            if about is None:
                yield from self._strain(part, key, second)
            for number, (trace, run) in enumerate(traces):
                if _shows(run, second) and unit(key, number, "trace") < trace.often:
                    yield from self._trace(part, trace, run, key, second)

    def _quiet(self, part: ServicePart, key: int, second: int) -> Iterator[LogLine]:
        if unit(key, "quiet") >= _QUIET_OFTEN:
            return
        known = part.logs or QUIET
        text = known[mixed(key, "which") % len(known)]
        yield LogLine(second, part.id, "INFO", text if part.logs else self._filled(text, part, key))

    def _failed(self, part: ServicePart, key: int, second: int, about: str | None) -> Iterator[LogLine]:
        """Lines on requests that failed, the more the more did."""
        index = second - self._world.began
        failed = self._tape.value(part.id, Measure.FAILED, index)
        if failed > 0 and unit(key, "failed") < min(1.0, failed * _FAILED_OFTEN):
            level, text, callee = self._cause(part, index, key)
            if about in (None, callee.id):
                yield LogLine(second, part.id, level, self._filled(text, callee, key))

    def _strain(self, part: ServicePart, key: int, second: int) -> Iterator[LogLine]:
        """Lines on a disk that fills and requests that are slow."""
        index = second - self._world.began
        if unit(key, "disk") < 0.03:
            disk = self._tape.value(part.id, Measure.DISK, index)
            if disk >= 0.8:
                text = NEARLY_FULL.format(number=round(disk * 100))
                yield LogLine(second, part.id, "WARN", text)
        if unit(key, "slow") < 0.1:
            slow = self._tape.value(part.id, Measure.P95, index)
            if 1 < slow < 3_600:
                text = SLOW.format(request=_request(key), slow=f"{slow * (0.7 + 0.3 * unit(key)):.1f}")
                yield LogLine(second, part.id, "WARN", text)

    def _cause(self, part: ServicePart, index: int, key: int) -> tuple[LogLevel, str, ServicePart]:
        """A failed request as its service sees it: a dependency that fails, too many that wait, or itself."""
        bad = [
            self._world.parts[call.service]
            for call in part.calls
            if call.service in self._world.parts
            and self._tape.value(call.service, Measure.ERRORS, index) > _BAD
        ]
        if bad:
            callee = bad[mixed(key, "callee") % len(bad)]
            slow = self._tape.value(callee.id, Measure.P95, index)
            hangs = slow > 0.8 * frame_at(self._world.cells[callee.id][0], index).timeout
            return "ERROR", TIMED_OUT if hangs else REFUSED, callee
        waiting = self._tape.value(part.id, Measure.QUEUE, index)
        if waiting > 0.9 * part.queue_limit:
            return "WARN", TURNED_AWAY, part
        return "ERROR", FAILED[mixed(key, "way") % len(FAILED)], part

    def _traces(self, part: ServicePart) -> Iterator[tuple[Trace, Run]]:
        """The faults that this service's log tells of."""
        calls = {call.service for call in part.calls}
        for run in self._runs:
            fault, trace = run.fault, TRACES[run.fault.kind]
            if fault.effect.log is not None:
                trace = trace._replace(text=fault.effect.log.replace("{", "{{").replace("}", "}}"))
            own = fault.service in (None, part.id)
            if fault.kind is FaultKind.REGION_LOST:
                own = run.standing.region in {cell.region for cell in self._world.cells[part.id]}
            if own or (trace.callers and fault.service in calls):
                yield trace, run

    def _trace(self, part: ServicePart, trace: Trace, run: Run, key: int, second: int) -> Iterator[LogLine]:
        index = second - self._world.began
        full = run.fault.kind is FaultKind.DATABASE_FULL and run.fault.effect.log is None
        if full and self._tape.value(part.id, Measure.DISK, index) < 1:
            return
        about = self._world.parts.get(run.fault.service or "", part)
        text = trace.text.format(
            title=about.title,
            version=run.version or "this version",
            address=address_of(self._world, run.fault),
            region=run.standing.region or "the region",
            number=mixed(key, "number") % 9 + 1,
            timeout=frame_at(self._world.cells[part.id][0], index).timeout,
        )
        yield LogLine(second, part.id, trace.level, text)

    def _filled(self, text: str, part: ServicePart, key: int) -> str:
        return text.format(
            title=part.title,
            request=_request(key),
            took=mixed(key, "took") % 180 + 8,
            number=mixed(key, "pool") % 12 + 2,
            timeout=f"{part.timeout / 1_000_000:.1f}",
        )


def _request(key: int) -> str:
    return f"{key & 0xFFFFFF:06x}"


def _shows(run: Run, second: int) -> bool:
    return any(began <= second and (ended is None or second < ended) for began, ended in run.spans)
