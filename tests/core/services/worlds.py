"""Systems for the tests of the model, and a hand that operates them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trainer.core.actions import Look, Operate
from trainer.core.services import System
from trainer.core.services.views import Found, Happening
from trainer.core.simulation import Fault, Measure, Operation, Simulation

SURE = [{"operation": operation.value, "fails": 0} for operation in Operation]
"""Operations that never fail, so that a test sees what they do when they work."""


def simulation(services: Iterable[dict[str, Any]], **more: Any) -> Simulation:
    """A system; services without a title are called as they are named."""
    titled = [{"title": one["id"].capitalize(), **one} for one in services]
    usual = {"operations": SURE, "history": "5m"}
    return Simulation.model_validate({"services": titled, **usual, **more})


def shop(**more: Any) -> Simulation:
    """A small shop with one of everything that can break, in two regions."""
    two = {"north": 3, "south": 3}
    services: list[dict[str, Any]] = [
        {
            "id": "web",
            "replicas": two,
            "takes": "20ms",
            "load": 120,
            "calls": [
                {"service": "checkout", "per_request": 0.3},
                {"service": "catalogue", "per_request": 0.8},
            ],
        },
        {
            "id": "checkout",
            "replicas": two,
            "takes": "30ms",
            "retries": 1,
            "versions": [{"id": "416", "ago": "9 days"}, {"id": "417", "ago": "2 days"}],
            "calls": [
                {"service": "database"},
                {"service": "payments", "flag": "card-payments"},
                {"service": "orders"},
            ],
        },
        {"id": "catalogue", "replicas": two, "takes": "15ms", "calls": [{"service": "cache"}]},
        {
            "id": "cache",
            "kind": "cache",
            "workers": 32,
            "takes": "1ms",
            "calls": [{"service": "database", "per_request": 0.05}],
        },
        {
            "id": "database",
            "kind": "database",
            "replicas": 1,
            "workers": 30,
            "takes": "10ms",
            "backups": [
                {"id": "nightly", "title": "Nightly dump", "age": "9h", "good": False},
                {"id": "snapshot", "title": "Disk snapshot", "age": "6h"},
            ],
        },
        {"id": "payments", "kind": "external", "replicas": 1, "workers": 100, "takes": "150ms"},
        {"id": "orders", "kind": "queue", "replicas": 2, "workers": 4, "takes": "60ms"},
    ]
    flags = [{"id": "card-payments", "title": "Card payments", "service": "checkout"}]
    return simulation(services, flags=flags, regions=["north", "south"], **more)


class Hand:
    """Plays a system second by second and remembers what it was told."""

    def __init__(self, what: Simulation, seed: int = 1) -> None:
        self.simulation, self.system = what, System(what, seed)
        self.second, self._acts = 0, 100
        self.system.advance(0)

    def run(self, seconds: int) -> None:
        """Let time pass."""
        self.second += seconds
        self.system.advance(self.second)

    def fault(self, kind: str, service: str | None = None, **more: Any) -> Fault:
        """Let a fault begin in the next second."""
        about = {"id": kind.replace(" ", "-"), "title": kind.capitalize(), "kind": kind, "service": service}
        fault = Fault.model_validate({**about, **more})
        self.system.begin_fault(fault, self.second + 1)
        return fault

    def order(self, operation: str, service: str | None = None, **more: Any) -> int:
        """Order an operation without waiting for it; it must be possible."""
        action = Operate.model_validate({"operation": operation, "service": service, **more})
        assert self.system.refusal(action) is None
        self._acts += 1
        self.system.order(self._acts, "technical-lead", action, self.second + 1)
        return self._acts

    def do(self, operation: str, service: str | None = None, **more: Any) -> bool:
        """Order an operation and wait until it is through; whether it worked."""
        act = self.order(operation, service, **more)
        seen = next(one for one in self.system.operations() if one.act == act)
        self.run(seen.ends - self.second)
        return bool(next(one for one in self.system.operations() if one.act == act).ok)

    def look(self, at: str, service: str | None = None, search: str | None = None) -> Found:
        """Look something up and wait for it."""
        look = Look.model_validate({"at": at, "service": service, "search": search})
        assert self.system.refusal(look) is None
        self._acts += 1
        self.system.order(self._acts, "technical-lead", look, self.second + 1)
        seen = next(one for one in self.system.operations() if one.act == self._acts)
        self.run(seen.ends - self.second)
        found = self.system.found(self._acts)
        assert found is not None
        return found

    def now(self, service: str, measure: str) -> float:
        """What is measured now."""
        return self.system.series(service, Measure(measure))[-1]

    def at(self, service: str, measure: str, second: int) -> float:
        """What was measured in a second of play."""
        return self.system.series(service, Measure(measure))[second - self.system.began()]

    def between(self, service: str, measure: str, start: int, stop: int) -> list[float]:
        """What was measured from a second up to another."""
        first = self.system.began()
        return list(self.system.series(service, Measure(measure))[start - first : stop - first])

    def turns(self) -> list[tuple[str, int]]:
        """The turns that the system took, with their seconds."""
        return [(one.turn, one.second) for one in self.happened() if one.turn is not None]

    def happened(self) -> list[Happening]:
        """Everything that happened."""
        return list(self.system.advance(self.second))

    def active(self) -> set[str]:
        """Faults that are active."""
        return {seen.fault.id for seen in self.system.truth() if seen.active}
