"""A small simulated scenario on the tiny plan, and exercises of it: for tests of the monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.ui.fakes import ManualClock, MemoryJournal, SessionDriver, created
from tests.ui.tiny import tiny_plan, tiny_scenario
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.session import Session
from trainer.workspace import Opened

__all__ = ["SIMULATION", "many_services", "simulated", "simulated_script"]

SIMULATION: dict[str, Any] = {
    "history": "15m",
    "starts_at": "14:00",
    "look_takes": "10s",
    "regions": ["north", "south"],
    "services": [
        {"id": "web", "title": "Web shop", "load": 40, "replicas": 4, "calls": [
            {"service": "checkout", "per_request": 0.4}, {"service": "search", "per_request": 0.8, "needed": False}]},
        {"id": "checkout", "title": "Checkout", "replicas": {"north": 2, "south": 2},
         "calls": [{"service": "orders"}, {"service": "gateway"}, {"service": "mailing", "needed": False}],
         "versions": [{"id": "416", "ago": "9 days"}, {"id": "417", "ago": "30m", "note": "New tax rules"}]},
        {"id": "search", "title": "Search", "calls": [{"service": "cache"}]},
        {"id": "orders", "title": "Orders database", "kind": "database", "replicas": 1, "workers": 40, "takes": "8ms",
         "backups": [{"id": "night", "title": "Last night's copy", "age": "6h"}]},
        {"id": "cache", "title": "Catalogue cache", "kind": "cache", "takes": "2ms"},
        {"id": "mailing", "title": "Confirmation mails", "kind": "queue", "takes": "20ms"},
        {"id": "gateway", "title": "Payment provider", "kind": "external", "takes": "120ms"},
    ],
    "flags": [{"id": "new-tax", "title": "New tax rules", "service": "checkout", "effect": {"slower": 1.1}}],
    "figures": [
        {"id": "orders", "title": "Orders placed", "service": "checkout", "unit": "orders/min"},
        {"id": "visits", "title": "Pages shown", "service": "web", "unit": "pages/min"},
    ],
    "alerts": [
        {"id": "checkout-errors", "title": "Checkout fails for many", "to": ["on-call"],
         "when": {"service": "checkout", "measure": "errors", "above": "10%", "for": "20s"},
         "text": "The share of failed checkouts is above 10 %.", "expects": [{"step": "acknowledge-page"}]},
    ],
    "faults": [
        {"id": "tax-release", "title": "The tax release breaks checkout", "kind": "bad deployment",
         "service": "checkout", "release": {"at": "2m"}, "value": "417",
         "effect": {"errors": "35%", "slower": 3, "log": "TaxTable: no rule for region north"},
         "mended_by": [{"operation": "roll back"}], "known_as": ["tax"],
         "note": "The secret of this drill: version 417 has no tax rules for the north."},
    ],
    "cost": {"per_minute": 900, "per_failed": 3},
}  # fmt: skip


def simulated_script(simulation: Mapping[str, Any] = SIMULATION) -> Script:
    """The tiny scenario with a modelled system, as a simulation plays it."""
    tiny = tiny_scenario().model_dump(mode="json", by_alias=True, exclude_unset=True)
    scenario = Scenario.model_validate(
        {
            "id": "simulated",
            "title": "Checkout breaks",
            "kinds": ["simulation"],
            "plan": tiny["plan"],
            "service": "checkout",
            "length": "4h",
            "roles": tiny["roles"],
            "objectives": tiny["objectives"],
            "simulation": simulation,
        }
    )
    return Script(tiny_plan(), scenario).as_kind(Kind.SIMULATION)


def simulated(script: Script | None = None, seed: int = 1) -> Opened:
    """An exercise of it that is open, on a clock that is moved by hand."""
    script, clock, journal = script or simulated_script(), ManualClock(), MemoryJournal()
    journal.append([(clock.wall(), 0, created(script, kind=Kind.SIMULATION, seed=seed))])
    session = Session(script, journal, clock)
    return Opened(session, SessionDriver(session, clock, journal), lambda: None)


def many_services(count: int = 30) -> dict[str, Any]:
    """A system of so many services in five layers, for measuring."""
    services: list[dict[str, Any]] = []
    kinds = ("service", "service", "cache", "queue", "database", "external")
    for number in range(count):
        layer = min(4, number * 5 // count)
        below = [other for other in range(number + 1, count) if min(4, other * 5 // count) == layer + 1]
        called = [below[number % len(below)], below[(number * 3 + 1) % len(below)]] if below else []
        services.append(
            {
                "id": f"s{number}",
                "title": f"Service number {number}",
                "kind": "service" if layer < 3 else kinds[number % len(kinds)],
                "load": 20 + number if layer == 0 else 0,
                "replicas": 4,
                "calls": [{"service": f"s{other}", "per_request": 0.5} for other in dict.fromkeys(called)],
                "takes": "15ms",
            }
        )
    alerts = [
        {"id": f"errors-{number}", "title": f"Errors of service {number}", "to": ["on-call"],
         "when": {"service": f"s{number}", "measure": "errors", "above": "5%", "for": "1m"}}
        for number in range(count)
    ]  # fmt: skip
    faults = [
        {"id": "slow", "title": "A slow service", "kind": "bad deployment", "service": f"s{count // 2}",
         "release": {"at": "1m"}, "effect": {"errors": "12%", "slower": 2}},
    ]  # fmt: skip
    figures = [
        {
            "id": f"figure-{number}",
            "title": f"Orders of shop {number}",
            "service": f"s{number}",
            "unit": "orders/min",
        }
        for number in range(4)
    ]
    return {
        "history": "1h", "starts_at": "14:00", "services": services, "alerts": alerts, "faults": faults,
        "figures": figures,
    }  # fmt: skip
