"""Figures of the modelled system over time, thinned to what a chart can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trainer.core.aar_system import Series
from trainer.core.facts import Facts
from trainer.core.simulation import FaultKind, Level, Measure, Simulation
from trainer.core.system_record import SystemFacts
from trainer.core.time import SECOND, say_duration

_POINTS: Final = 180
_FIGURES: Final = 4
_SERVICES: Final = 5
"""So many services are drawn: what failed first, then what was alerted on, then what was worked on."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """How a measure is drawn: its title, and the unit with what a value is multiplied by."""

    title: str
    unit: str
    factor: float = 1.0
    peaks: bool = True
    """whether the highest value of a short time is drawn, rather than the mean"""


_SHOWN: Final = {
    Measure.ERRORS: _Shown("failed requests", "%", 100.0),
    Measure.P95: _Shown("response time, 95th percentile", "ms", 1000.0),
    Measure.RATE: _Shown("requests", "a second", peaks=False),
    Measure.MEMORY: _Shown("memory of a replica", "MiB"),
    Measure.QUEUE: _Shown("waiting", "requests"),
    Measure.DISK: _Shown("disk in use", "%", 100.0),
    Measure.SATURATION: _Shown("workers busy", "%", 100.0),
}
_USUAL: Final = (Measure.ERRORS, Measure.P95, Measure.RATE)
_ALSO: Final = {
    FaultKind.LEAK: Measure.MEMORY,
    FaultKind.QUEUE_BACKLOG: Measure.QUEUE,
    FaultKind.DATABASE_FULL: Measure.DISK,
    FaultKind.TRAFFIC_SURGE: Measure.SATURATION,
}


def series(facts: Facts, system: SystemFacts) -> Iterator[Series]:
    """Figures of the business, then errors, response times and load of the services that were involved."""
    simulation, state = facts.script.simulated, facts.state.system
    if simulation is None or state is None:
        return
    model, last = state.model, facts.ended_at // SECOND
    units = {figure.id: figure.unit for figure in model.figures()}
    for figure in simulation.figures[:_FIGURES]:
        shown = _Shown(figure.title, units.get(figure.id, ""), peaks=False)
        limit = _limit(simulation, None, None, figure.id)
        yield _drawn(figure.id, "business", shown, model.figure(figure.id), (model.began(), last), limit)
    titles = {part.id: part.title for part in simulation.services}
    for name in _involved(system, set(titles)):
        for measure in _measures(system, name):
            values = model.series(name, measure)
            limit = _limit(simulation, name, measure, None)
            yield _drawn(
                f"{name}-{measure.value}", titles[name], _SHOWN[measure], values, (model.began(), last), limit
            )


def _involved(system: SystemFacts, known: set[str]) -> Sequence[str]:
    names = [each.trouble.service for each in system.broken]
    names += [alert.rule.when.service for alert in sorted(system.alerts, key=lambda each: each.raised[0])]
    names += [each.action.service for each in system.operations]
    return [name for name in dict.fromkeys(names) if name in known][:_SERVICES]


def _measures(system: SystemFacts, name: str) -> Sequence[Measure]:
    kinds = [each.trouble.kind for each in system.broken if each.trouble.service == name]
    extra = [_ALSO[kind] for kind in kinds if kind in _ALSO]
    alerted = [alert.rule.when.measure for alert in system.alerts if alert.rule.when.service == name]
    extra += [measure for measure in alerted if measure in _SHOWN]
    return tuple(dict.fromkeys((*_USUAL, *extra)))


def _limit(
    simulation: Simulation, service: str | None, measure: Measure | None, figure: str | None
) -> tuple[Level, str] | None:
    """The first threshold on a figure: of an alert, or of what the scenario calls impact."""
    for rule in simulation.alerts:
        if (rule.when.service, rule.when.measure, rule.when.figure) == (service, measure, figure):
            return rule.when, f'alert "{rule.title}"'
    for level in simulation.impact_when:
        if (level.service, level.measure, level.figure) == (service, measure, figure):
            return level, "users notice"
    return None


def _drawn(
    name: str,
    of: str,
    shown: _Shown,
    values: Sequence[float],
    span: tuple[int, int],
    limit: tuple[Level, str] | None,
) -> Series:
    began, last = span
    played = values[max(0, -began) : max(0, last - began + 1)]
    points = tuple((at, _rounded(value * shown.factor)) for at, value in thinned(played, shown.peaks))
    stands, words = _stands(limit, shown)
    return Series(
        id=name,
        title=shown.title,
        of=of,
        measure=shown.title,
        unit=shown.unit,
        points=points,
        limit=stands,
        limit_words=words,
    )


def _stands(limit: tuple[Level, str] | None, shown: _Shown) -> tuple[float | None, str]:
    if limit is None:
        return None, ""
    level, why = limit
    value = level.above if level.above is not None else level.below
    side = "above" if level.above is not None else "below"
    held = f" for {say_duration(level.for_)}" if level.for_ else ""
    stands = _rounded((value or 0.0) * shown.factor)
    return stands, f"{why}: {side} {stands:g} {shown.unit}{held}"


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def thinned(values: Sequence[float], peaks: bool) -> Iterator[tuple[int, float]]:
    """(second, value), evenly spread over the whole time: of each short time the highest value, or the mean."""
    width = max(1, -(-len(values) // _POINTS))
    for start in range(0, len(values), width):
        part = values[start : start + width]
        yield start + len(part) // 2, max(part) if peaks else sum(part) / len(part)
