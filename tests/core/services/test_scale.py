"""Large systems: what is built once must not grow faster than the system."""

from __future__ import annotations

import random
import time

import pytest

from trainer.core.services import System
from trainer.core.services.world import World
from trainer.core.simulation import Simulation


def system_of(calls: dict[str, list[str]]) -> Simulation:
    """Services that call each other once a request, the first of them used from outside."""
    services = [
        {
            "id": name,
            "title": name.upper(),
            "load": 10 if number == 0 else 0,
            "calls": [{"service": callee} for callee in called],
        }
        for number, (name, called) in enumerate(calls.items())
    ]
    return Simulation.model_validate({"services": services, "history": "2m"})


def order(calls: dict[str, list[str]]) -> list[str]:
    return [cell.part.id for cell in World(system_of(calls), 1).order]


def test_ten_thousand_services_are_built_in_a_second_or_two():
    count = 10_000
    tree = {f"s{n}": [f"s{m}" for m in (2 * n + 1, 2 * n + 2) if m < count] for n in range(count)}
    simulation = system_of(tree)
    begun = time.process_time()
    System(simulation, 1)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("seed", range(20))
def test_callers_come_before_those_they_call_however_they_are_written(seed: int):
    chance = random.Random(seed)
    names = [f"s{n}" for n in range(12)]
    rank = {name: chance.random() for name in names}
    calls = {a: [b for b in names if rank[b] > rank[a] and chance.random() < 0.3] for a in names}
    found = order(calls)
    assert sorted(found) == sorted(names)
    assert all(found.index(a) < found.index(b) for a, called in calls.items() for b in called)


def test_a_circle_is_entered_at_the_service_that_is_written_first():
    assert order({"b": ["c"], "c": ["a"], "a": ["b"], "front": ["c"], "self": ["self"]}) == [
        "front", "self", "b", "c", "a",
    ]  # fmt: skip
