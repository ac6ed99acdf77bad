"""What the modelled system costs: an hour of a 30-service system against an empty loop of as many service-seconds.

    python tests/benchmarks/bench_services.py [minutes]        (from the project's folder)

Both run on the model's own scheduler. The empty loop has an event for each service and second, which asks for its next
and does nothing else, as a process in a discrete-event simulation does; in parentheses stands the ratio to events that
recur without being asked for. The model computes each service each second, with alerts, figures and thresholds of
impact and recovery. The hour is measured twice: on a quiet day, and with three faults at once, which keep queues,
retries and percentiles at work. Target: at most 10 times the empty loop; what it is against recurring events is said
beside it and decides nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from trainer.core.services import System  # noqa: E402
from trainer.core.services.schedule import Schedule  # noqa: E402
from trainer.core.simulation import Simulation  # noqa: E402

SERVICES = 30
MINUTES = 60
TARGET = 10.0
ROUNDS = 5


def empty(seconds: int) -> float:
    """Seconds of processor time for as many events as there are service-seconds, each of which asks for the next."""
    schedule = Schedule()

    def nothing(second: int) -> None:
        schedule.at(second + 1, nothing)

    for _ in range(SERVICES):
        schedule.at(0, nothing)
    return _timed(schedule, seconds)


def recurring(seconds: int) -> float:
    """The same with events that come again by themselves, and do nothing at all."""
    schedule = Schedule()
    for _ in range(SERVICES):
        schedule.every(0, 1, int)
    return _timed(schedule, seconds)


def _timed(schedule: Schedule, seconds: int) -> float:
    began = process_time()
    schedule.run(seconds - 1)
    return process_time() - began


def shop() -> Simulation:
    """A shop of 30 services in five layers: two fronts, six that bundle, sixteen that do the work, six below them."""
    services: list[Any] = []
    bundles = [f"bundle-{number}" for number in range(6)]
    workers = [f"worker-{number}" for number in range(16)]
    for number in range(2):
        calls: list[Any] = [{"service": one} for one in bundles[number * 3 : number * 3 + 3]]
        services.append(_service(f"front-{number}", 16, "20ms", calls, load=120 + 60 * number))
    for number, name in enumerate(bundles):
        calls = [{"service": workers[(number * 3 + step) % 16], "per_request": 0.7} for step in range(3)]
        services.append(_service(name, 12, "15ms", calls, retries=1))
    for number, name in enumerate(workers):
        calls = [{"service": "database" if number % 2 else "cache"}]
        calls += [{"service": "payments", "per_request": 0.2}] if number % 5 == 0 else []
        calls += [{"service": "orders", "per_request": 0.3}] if number % 4 == 0 else []
        services.append(_service(name, 4, "25ms", calls, retries=1))
    services += [
        {"id": "database", "title": "Database", "kind": "database", "workers": 40, "takes": "8ms"},
        {"id": "replica", "title": "Read replica", "kind": "database", "workers": 40, "takes": "8ms"},
        {
            "id": "cache",
            "title": "Cache",
            "kind": "cache",
            "workers": 64,
            "takes": "1ms",
            "calls": [{"service": "replica", "per_request": 0.1}],
        },
        {"id": "payments", "title": "Payments", "kind": "external", "workers": 80, "takes": "120ms"},
        {
            "id": "orders",
            "title": "Orders",
            "kind": "queue",
            "workers": 12,
            "takes": "30ms",
            "calls": [{"service": "database"}],
        },
        _service("mail", 2, "40ms", [{"service": "orders", "per_request": 0.1}], load=3),
    ]
    names = [str(one["id"]) for one in services]
    assert len(names) == SERVICES
    return Simulation.model_validate({"services": services, "alerts": _alerts(names), "figures": _figures()})


def _service(name: str, replicas: int, takes: str, calls: list[Any], **more: object) -> dict[str, Any]:
    title = name.replace("-", " ").capitalize()
    return {"id": name, "title": title, "replicas": replicas, "takes": takes, "calls": calls, **more}


def _alerts(names: list[str]) -> list[Any]:
    rules: list[Any] = []
    for name in names:
        measure, above = ("errors", "5%") if len(rules) % 2 else ("p95", "2")
        when = {"service": name, "measure": measure, "above": float(above) if "%" not in above else above}
        rules.append({"id": f"alert-{name}", "title": f"{name} is ill", "when": {**when, "for": "1m"}})
    for name in ("front-0", "front-1", "database"):
        when = {"service": name, "measure": "memory full in", "below": 7_200, "for": "2m"}
        rules.append({"id": f"memory-{name}", "title": f"{name} runs out of memory", "when": when})
    return rules


def _figures() -> list[Any]:
    return [{"id": "sold", "title": "Orders", "service": "front-0"}]


def hour(seconds: int, faults: bool) -> tuple[float, float]:
    """Seconds of processor time for the quiet past of an hour, and for play."""
    simulation = shop()
    began = process_time()
    system = System(simulation, 7)
    system.advance(-1)
    ready = process_time()
    if faults:
        for fault in FAULTS.faults:
            system.begin_fault(fault, 300)
    system.advance(seconds - 1)
    return ready - began, process_time() - ready


FAULTS = Simulation.model_validate(
    {
        "faults": [
            {
                "id": "slow",
                "title": "Slow",
                "kind": "database slow",
                "service": "database",
                "effect": {"slower": 6},
            },
            {"id": "down", "title": "Down", "kind": "dependency down", "service": "payments"},
            {"id": "leak", "title": "Leak", "kind": "leak", "service": "front-1"},
        ]
    }
)


def main(minutes: int) -> int:
    """Measure in turns, and print; 0 when the target is met."""
    seconds, count = minutes * 60, SERVICES * minutes * 60
    bare = again = quiet = broken = past = float("inf")
    for _ in range(ROUNDS):
        bare, again = min(bare, empty(seconds)), min(again, recurring(seconds))
        (before, play), (_, ill) = hour(seconds, False), hour(seconds, True)
        past, quiet, broken = min(past, before), min(quiet, play), min(broken, ill)
    print(f"{SERVICES} services, {minutes} minutes of play: {count:,} service-seconds; processor time")
    print(f"empty loop           {bare * 1_000:7.0f} ms   {count / bare / 1e6:.2f} million events a second")
    print(
        f"  of recurring events {again * 1_000:6.0f} ms   {count / again / 1e6:.2f} million events a second"
    )
    for words, play in (("quiet", quiet), ("three faults at once", broken)):
        each, ratio = play / count * 1e6, play / bare
        print(
            f"{words:20} {play * 1_000:7.0f} ms   {each:.2f} us each   ratio {ratio:.1f} ({play / again:.1f})"
        )
    print(f"a quiet past of 60 minutes before it {past * 1_000:.0f} ms")
    worst = max(quiet, broken)
    for words, loop in (("the empty loop", bare), ("recurring events", again)):
        said = "met" if worst <= TARGET * loop else "NOT met"
        print(f"target               at most {TARGET:.0f} times {words}: {said} ({worst / loop:.1f})")
    return 0 if worst <= TARGET * bare else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MINUTES))
