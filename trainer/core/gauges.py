"""What shows how badly a modelled system serves its users: failed requests, and figures of the business.

A gauge reads from 0 (as on a quiet day) to 1 (nothing is left), so that they can be compared. Seconds are those of
play; those before it are negative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from trainer.core.facts import Facts
from trainer.core.services.views import SimulatedSystem
from trainer.core.simulation import Figure, Measure


@dataclass(frozen=True)
class Failing:
    """The share of failed requests, second by second, over the services that users reach."""

    began: int
    failed: tuple[Sequence[float], ...]
    rate: tuple[Sequence[float], ...]
    small: float = 0.02
    """a share from which on it can be eased"""
    rising: float = 0.02
    """a share that grew by this much in a minute was growing already"""
    noticed: float = 0.05
    """a share that grows by this much is a change for the worse"""

    def share(self, first: int, last: int) -> float:
        """Failed of all requests from a second up to another, which is left out; 0 where there were none."""
        start, stop = max(0, first - self.began), max(0, last - self.began)
        failed = sum(sum(islice(series, start, stop)) for series in self.failed)
        rate = sum(sum(islice(series, start, stop)) for series in self.rate)
        return failed / rate if rate > 0 else 0.0

    def words(self, before: float, after: float) -> str:
        """A change, as a clause."""
        return f"failed requests {'rose' if after > before else 'fell'} from {before:.1%} to {after:.1%}"


@dataclass(frozen=True)
class Lacking:
    """How much of a figure of the business is lacking, against the quiet past before play."""

    began: int
    title: str
    unit: str
    values: Sequence[float]
    usual: float
    small: float = 0.1
    rising: float = 0.04
    noticed: float = 0.1

    def share(self, first: int, last: int) -> float:
        """The share that is lacking from a second up to another, which is left out; 0 where nothing was measured."""
        found = self.values[max(0, first - self.began) : max(0, last - self.began)]
        return max(0.0, 1 - sum(found) / len(found) / self.usual) if found else 0.0

    def words(self, before: float, after: float) -> str:
        """A change, as a clause."""
        was, came = (f"{round((1 - share) * self.usual):,}" for share in (before, after))
        return f'"{self.title}" {"rose" if after < before else "fell"} from {was} to {came} {self.unit}'


Gauge = Failing | Lacking


def gauges(facts: Facts) -> tuple[Gauge, ...]:
    """Failed requests first, then figures that count what goes well; none where no system is modelled."""
    simulation, system = facts.script.simulated, facts.state.system
    if simulation is None or system is None:
        return ()
    front = [part.id for part in simulation.services if part.load > 0]
    names = front or [part.id for part in simulation.services]
    model = system.model
    failing = Failing(
        model.began(),
        tuple(model.series(name, Measure.FAILED) for name in names),
        tuple(model.series(name, Measure.RATE) for name in names),
    )
    good = [figure for figure in simulation.figures if figure.of == "good"]
    return (failing, *(gauge for figure in good for gauge in _lacking(facts, model, figure)))


def _lacking(facts: Facts, model: SimulatedSystem, figure: Figure) -> Iterator[Lacking]:
    values, quiet = model.figure(figure.id), -model.began()
    usual = sum(islice(values, quiet)) / quiet
    if usual > 0:
        title = facts.script.filled(figure.title)
        yield Lacking(model.began(), title, figure.unit or f"per {figure.per}", values, usual)
