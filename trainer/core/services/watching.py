"""Alerts as a monitoring system raises them, and what users notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Final

from trainer.core.services.gauging import reader
from trainer.core.services.measuring import PERCENTILES, Tape, newest_figure
from trainer.core.services.views import AlertSeen, Happening
from trainer.core.services.wording import level_in_words
from trainer.core.services.world import World
from trainer.core.simulation import AlertRule, Level, Measure, ServicePart
from trainer.core.time import SECOND

_MARGIN: Final = 0.1
"""An alert is cleared only this share away from its threshold, on the right side."""
_CLEAR_FOR: Final = 60
"""Seconds for which it must be there."""
_OVER_FOR: Final = 10
"""Seconds without impact after which it has ended."""
USUAL_ERRORS: Final = 0.05
_BACK_FOR: Final = 60
_USUAL_SWING: Final = 1.2
"""Failed requests up to so many times the usual share are not put down to the outage."""


class Gauge:
    """A threshold with its running `for`."""

    __slots__ = ("_needs", "_tape", "bad_since", "bounds", "clear_since", "level", "read", "value")

    def __init__(self, world: World, tape: Tape, level: Level) -> None:
        self.level = level
        self.bounds = (-inf, level.above) if level.above is not None else (level.below or 0.0, inf)
        """between these, both included, the threshold is not crossed"""
        self._needs = level.for_ // SECOND
        self._tape = tape
        self.read = _reader(world, tape, level)
        self.bad_since: int | None = None
        self.clear_since: int | None = None
        self.value = 0.0

    def look(self, second: int) -> bool:
        """Read the newest value; whether it is beyond the threshold, and has been so for long enough."""
        return self.judge(self.read(), second)

    def judge(self, value: float, second: int) -> bool:
        """Take the newest value; whether it is beyond the threshold, and has been so for long enough."""
        self.value = value
        low, high = self.bounds
        if low <= value <= high:
            self.bad_since = None
            return False
        self.clear_since = None
        if self.bad_since is None:
            self.bad_since = second
        return second - self.bad_since >= self._needs

    def exact(self) -> float:
        """The newest value itself, where the quick reading only told its side of the threshold."""
        level = self.level
        if level.measure in PERCENTILES and level.service is not None and level.measure is not None:
            return self._tape.newest(level.service, level.measure)
        return self.value

    def _clear(self, value: float) -> bool:
        low, high = self.bounds
        if high < inf:
            return value <= high - abs(high) * _MARGIN
        return value >= low + abs(low) * _MARGIN

    def cleared(self, second: int) -> bool:
        """Whether it has been well on the right side for a while; asked every second in which it is not beyond."""
        if not self._clear(self.value):
            self.clear_since = None
        elif self.clear_since is None:
            self.clear_since = second
        return self.clear_since is not None and second - self.clear_since >= _CLEAR_FOR


def _reader(world: World, tape: Tape, level: Level) -> Callable[[], float]:
    """How a threshold's value is read; one on something that is not there never moves."""
    figures = {figure.id: figure for figure in world.simulation.figures}
    if level.figure is not None:
        figure = figures.get(level.figure)
        if figure is None or figure.service not in world.parts:
            return _nothing(level)
        return lambda: newest_figure(tape, figure)
    service, measure = level.service, level.measure
    if service not in world.parts or measure is None:
        return _nothing(level)
    bound = level.above if level.above is not None else level.below or 0.0
    return reader(world, tape, service, measure, bound)


def _nothing(level: Level) -> Callable[[], float]:
    still = level.above if level.above is not None else level.below or 0.0
    return lambda: still


@dataclass(slots=True)
class Alert:
    """A rule of the monitoring and how it stands."""

    rule: AlertRule
    gauge: Gauge
    raised: int | None = None
    cleared: int | None = None
    times: int = 0
    detail: str = ""

    def seen(self) -> AlertSeen | None:
        """The alert as people see it, once it was raised."""
        if self.raised is None:
            return None
        rule = self.rule
        return AlertSeen(
            rule.id,
            rule.title,
            rule.level,
            rule.when.service,
            self.detail,
            self.raised,
            self.cleared,
            self.times,
        )


class Alerts:
    """All rules, looked at once a second."""

    def __init__(self, world: World, tape: Tape) -> None:
        self._simulation = world.simulation
        self.all = [Alert(rule, Gauge(world, tape, rule.when)) for rule in world.simulation.alerts]
        self._watched = [(alert, alert.gauge, alert.gauge.read, *alert.gauge.bounds) for alert in self.all]

    def look(self, second: int) -> Iterator[Happening]:
        """What was raised and cleared in this second."""
        for alert, gauge, read, low, high in self._watched:
            value = read()
            standing = alert.raised is not None and alert.cleared is None
            if not standing and low <= value <= high:
                gauge.bad_since = None
                continue
            bad = gauge.judge(value, second)
            if bad and not standing:
                yield self._raise(alert, second)
            elif standing and gauge.bad_since is None and gauge.cleared(second):
                alert.cleared = second
                service = alert.rule.when.service
                yield Happening(
                    second,
                    turn="alert cleared",
                    subject=alert.rule.id,
                    service=service,
                    value=gauge.exact(),
                )

    def _raise(self, alert: Alert, second: int) -> Happening:
        rule, value = alert.rule, alert.gauge.exact()
        alert.detail = level_in_words(self._simulation, rule.when, value)
        alert.raised, alert.cleared = second, None
        alert.times += 1
        service = rule.when.service
        if alert.times == 1:
            return Happening(second, alert=rule.id, service=service, text=alert.detail, value=value)
        return Happening(
            second,
            turn="alert raised again",
            subject=rule.id,
            service=service,
            text=alert.detail,
            value=value,
        )


class Impact:
    """What users notice, and whether the system has recovered.

    Impact begins when one threshold of `impact_when` has been crossed for its time, and ends when for ten seconds none
    is crossed. The system has recovered when after an impact, or after a fault that is over, all of `recovered_when`
    have held for their time; it relapses when there is impact again. Without thresholds of the scenario: impact is
    more than 5 % of errors, or a 95th percentile at the timeout, in a service that people outside use, for ten
    seconds; recovered is errors and 95th percentile within twice the normal, in all of these for a minute.
    """

    def __init__(self, world: World, tape: Tape) -> None:
        self._world, self._tape = world, tape
        self._begins = [Gauge(world, tape, level) for level in world.simulation.impact_when]
        self._back = [Gauge(world, tape, level) for level in world.simulation.recovered_when]
        self._usual: dict[str, tuple[float, float]] = {}
        """errors and 95th percentile of each service before play"""
        self._counted: list[tuple[float, Callable[[], float], Callable[[], float]]] = []
        self.now = self.recovered = False
        self.seconds, self.failed = 0, 0.0
        self._last_bad = 0
        self._broken = self._hit = False

    def settle(self) -> None:
        """Take the figures of the quiet past for normal; where the scenario gives no thresholds, make them."""
        tape, last = self._tape, self._tape.rows()
        for name in self._world.parts:
            seconds = range(max(0, last - _BACK_FOR), last)
            errors = [tape.value(name, Measure.ERRORS, index) for index in seconds]
            slow = [tape.value(name, Measure.P95, index) for index in seconds]
            self._usual[name] = (sum(errors) / max(1, len(errors)), sum(slow) / max(1, len(slow)))
        used = [part for part in self._world.parts.values() if part.load > 0]
        self._counted = [
            (
                self._usual[part.id][0],
                reader(self._world, tape, part.id, Measure.FAILED),
                reader(self._world, tape, part.id, Measure.RATE),
            )
            for part in used
        ]
        if not self._begins:
            self._begins = [gauge for part in used for gauge in self._noticed(part)]
        if not self._back:
            self._back = [gauge for part in used for gauge in self._normal(part)]

    def _noticed(self, part: ServicePart) -> Iterator[Gauge]:
        slow = max(0.9 * part.timeout / SECOND, 2 * self._usual[part.id][1])
        yield self._gauge(
            part, Measure.ERRORS, above=max(USUAL_ERRORS, 2 * self._usual[part.id][0]), lasts=10
        )
        yield self._gauge(part, Measure.P95, above=min(slow, 0.999 * part.timeout / SECOND), lasts=10)

    def _normal(self, part: ServicePart) -> Iterator[Gauge]:
        errors, slow = self._usual[part.id]
        yield self._gauge(part, Measure.ERRORS, below=max(0.01, 2 * errors), lasts=_BACK_FOR)
        yield self._gauge(part, Measure.P95, below=2 * slow, lasts=_BACK_FOR)

    def _gauge(
        self,
        part: ServicePart,
        measure: Measure,
        *,
        lasts: int,
        above: float | None = None,
        below: float | None = None,
    ) -> Gauge:
        level = Level.model_validate(
            {
                "service": part.id,
                "measure": measure,
                "above": above,
                "below": below,
                "for": f"{lasts}s",
            }
        )
        return Gauge(self._world, self._tape, level)

    def broke(self) -> None:
        """A fault has begun: from now on there is something to recover from."""
        if not self._broken:
            for gauge in self._back:
                gauge.bad_since = None
        self._broken, self.recovered = True, False

    def look(self, second: int, faults: bool) -> Iterator[Happening]:
        """What changed for users in this second. `faults`: whether one is active."""
        bad: Gauge | None = None
        for gauge in self._begins:
            low, high = gauge.bounds
            value = gauge.read()
            if low <= value <= high:
                gauge.bad_since = None
                continue
            self._last_bad = second
            if gauge.judge(value, second) and bad is None:
                bad = gauge
        if bad is not None and not self.now:
            yield from self._begin(bad, second)
        elif self.now and second - self._last_bad >= _OVER_FOR:
            self.now = False
            yield Happening(second, turn="impact ended", text="Users notice nothing any more.")
        if not self._broken:
            return
        self._count()
        back = [gauge.look(second) for gauge in self._back]
        if not self.now and all(back) and (self._hit or not faults):
            self._broken, self._hit, self.recovered = False, False, True
            yield Happening(second, turn="recovered", text="All that counts is back to normal.")

    def _begin(self, gauge: Gauge, second: int) -> Iterator[Happening]:
        value = gauge.exact()
        text = level_in_words(self._world.simulation, gauge.level, value)
        relapsed, self.recovered = self.recovered, False
        if not self._broken:
            self.broke()
        self.recovered = False
        self.now = self._hit = True
        service = gauge.level.service
        if relapsed:
            yield Happening(second, turn="relapsed", service=service, text=text, value=value)
        yield Happening(second, turn="impact began", service=service, text=text, value=value)

    def _count(self) -> None:
        self.seconds += self.now
        for errors, failed, rate in self._counted:
            beyond = failed() - errors * rate() * _USUAL_SWING
            if beyond > 0:
                self.failed += beyond

    def normal(self, service: str) -> tuple[float, float] | None:
        """Errors and 95th percentile of a service before play, once the past is known."""
        return self._usual.get(service)
