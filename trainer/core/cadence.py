"""When each service is to be drilled again: the plan's cadence against the exercises that took place.

A service is due a kind of exercise one interval after the newest one of that kind. An exercise that a virtual team
played drilled nobody, and one that did not end has not taken place; whoever calls leaves both out. A walk-through
verifies how a procedure is written and what it needs, not how people decide: it puts off neither a tabletop nor a
simulation, and is told beside what is due. NIST SP 800-53r5
(IR-3, CP-4) asks for exercises at a frequency that the organisation defines; the plan's services state it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from trainer.core.plan import Service
from trainer.core.scenario import Kind
from trainer.core.time import DAY, Micros

Standing = Literal["never", "overdue", "due", "coming"]
SOON: Final = 14
"""Days before the day on which an exercise counts as due."""
_RANKS: Final[dict[Standing, int]] = {"never": 0, "overdue": 0, "due": 1, "coming": 2}


@dataclass(frozen=True, slots=True)
class Drill:
    """An exercise that took place: which service, which kind, which day."""

    service: str
    kind: Kind
    on: date


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of exercise of one service: how often, when last, when next. `left` is days, negative when overdue.

    `walked` is the newest walk-through of the service since the last exercise of this kind.
    """

    service: str
    title: str
    tier: int
    kind: Kind
    every_days: int
    last: date | None
    due_on: date | None
    left: int | None
    standing: Standing
    walked: date | None = None


def what_is_due(services: Iterable[Service], drills: Iterable[Drill], today: date) -> tuple[Due, ...]:
    """Every service and kind that has a cadence, the most pressing first.

    A service that several plans name counts once, with the shorter interval of each kind.
    """
    newest: dict[tuple[str, Kind], date] = {}
    for drill in drills:
        key = (drill.service, drill.kind)
        newest[key] = max(drill.on, newest.get(key, drill.on))
    found = [
        _due(
            service,
            (kind, every),
            newest.get((service.id, kind)),
            newest.get((service.id, Kind.WALKTHROUGH)),
            today,
        )
        for (_, kind), (service, every) in _cadences(services).items()
    ]
    return tuple(sorted(found, key=_pressing))


def _cadences(services: Iterable[Service]) -> dict[tuple[str, Kind], tuple[Service, Micros]]:
    shortest: dict[tuple[str, Kind], tuple[Service, Micros]] = {}
    for service in services:
        stated = ((Kind.TABLETOP, service.tabletop_every), (Kind.SIMULATION, service.simulation_every))
        for kind, every in stated:
            known = shortest.get((service.id, kind))
            if every is not None and (known is None or every < known[1]):
                shortest[service.id, kind] = (service, every)
    return shortest


def _due(
    service: Service, cadence: tuple[Kind, Micros], last: date | None, walked: date | None, today: date
) -> Due:
    kind, every = cadence
    days = max(1, every // DAY)
    due_on = None if last is None else last + timedelta(days=days)
    left = None if due_on is None else (due_on - today).days
    since = walked if walked is not None and (last is None or walked > last) else None
    return Due(
        service.id, service.title, service.tier, kind, days, last, due_on, left, _standing(left), since
    )


def _standing(left: int | None) -> Standing:
    if left is None:
        return "never"
    if left < 0:
        return "overdue"
    return "due" if left <= SOON else "coming"


def _pressing(due: Due) -> tuple[int, int, int, str, str]:
    # What was never drilled has waited longest.
    waited = -10_000_000 if due.left is None else due.left
    return _RANKS[due.standing], due.tier, waited, due.title.casefold(), due.kind.value
