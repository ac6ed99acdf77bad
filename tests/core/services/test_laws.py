"""What holds of the model whatever is done to it."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.services.test_faults import HELPS
from tests.core.services.worlds import Hand, shop, simulation
from trainer.core.actions import Look, Operate
from trainer.core.services import System
from trainer.core.services.measuring import LONG
from trainer.core.simulation import Fault, FaultKind, Measure, Operation

SERVICES = ("web", "checkout", "catalogue", "cache", "database", "payments", "orders")
VALUES = (
    None, "card-payments off", "card-payments on", "416", "417", "418", "snapshot", "nightly", "1", "4", "40", "0%",
    "100%", "33%", "limit 10%", "limit 100%", "retries 0", "retries 9", "timeout 50ms", "203.0.113.7", "?",
)  # fmt: skip
ALERTS = [
    {
        "id": "errors",
        "title": "Errors",
        "when": {"service": "web", "measure": "errors", "above": "5%", "for": "20s"},
    },
    {"id": "slow", "title": "Slow", "when": {"service": "web", "measure": "p95", "above": 1, "for": "20s"}},
    {"id": "age", "title": "Age", "when": {"service": "orders", "measure": "queue age", "above": 30}},
    {
        "id": "memory",
        "title": "Memory",
        "when": {"service": "checkout", "measure": "memory full in", "below": 3_600, "for": "1m"},
    },
]
FIGURE = {"id": "sold", "title": "Sold", "service": "checkout"}

Step = tuple[str, Any]

faults = st.builds(
    lambda kind, service, region, lasts, every, effect: {
        "id": kind.value.replace(" ", "-"),
        "title": kind.value,
        "kind": kind,
        "service": None if kind is FaultKind.REGION_LOST else service,
        "region": region if kind is FaultKind.REGION_LOST else None,
        "lasts": lasts,
        "every": every if lasts is not None else None,
        "effect": effect,
    },
    st.sampled_from(FaultKind),
    st.sampled_from(SERVICES),
    st.sampled_from(("north", "south")),
    st.sampled_from((None, None, "20s", "90s")),
    st.sampled_from((None, "60s", "5m")),
    st.sampled_from(
        (
            {},
            {"slower": 30},
            {"errors": 1},
            {"capacity": 0},
            {"load": 40},
            {"leak": 300},
            {"retries": 20},
            {"disk": 1},
        )
    ),
)
orders = st.builds(
    lambda operation, service, region, value: {
        "operation": operation, "service": service, "region": region, "value": value
    },
    st.sampled_from(Operation),
    st.sampled_from((*SERVICES, None)),
    st.sampled_from((None, None, "north", "south")),
    st.sampled_from(VALUES),
)  # fmt: skip
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("run"), st.integers(1, 80)),
    st.tuples(st.just("run"), st.integers(1, 80)),
    st.tuples(st.just("fault"), faults),
    st.tuples(st.just("order"), orders),
    st.tuples(st.just("order"), orders),
    st.tuples(st.just("end"), st.sampled_from([kind.value.replace(" ", "-") for kind in FaultKind])),
    st.tuples(
        st.just("look"), st.sampled_from(("logs", "deployments", "configuration", "backups", "access"))
    ),
)
sequences = st.lists(steps, max_size=10)
lawful = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])


def world() -> Any:
    """The shop with alerts and a figure."""
    return shop(alerts=ALERTS, figures=[FIGURE], history="2m")


def play(hand: Hand, sequence: list[Step], stride: int | None = None) -> None:
    """Do what a sequence says; operations that are refused are left out. `stride`: advance by so many seconds."""
    for number, (what, more) in enumerate(sequence):
        ahead = hand.second + 1
        if what == "run":
            for _ in range(0 if stride is None else more // stride):
                hand.run(stride or 0)
            hand.run(more if stride is None else more % stride)
        elif what == "fault":
            hand.system.begin_fault(Fault.model_validate(more), ahead)
        elif what == "end":
            hand.system.end_fault(more, ahead)
        elif what == "look":
            hand.system.order(number, "lead", Look(at=more), ahead)
        elif hand.system.refusal(Operate.model_validate(more)) is None:
            hand.system.order(number, "lead", Operate.model_validate(more), ahead)


class Kept:
    """A system that keeps what is asked of it, as a journal does."""

    def __init__(self, system: Any) -> None:
        self.system = system
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        if name not in ("begin_fault", "end_fault", "order"):
            return getattr(self.system, name)

        def ask(*what: Any) -> None:
            self.asked.append((name, what))
            getattr(self.system, name)(*what)

        return ask


def check_measured(hand: Hand) -> None:
    """Every series is complete, finite, and within its bounds."""
    count = hand.second - hand.system.began() + 1
    assert hand.system.now() == hand.second
    for service in SERVICES:
        for measure in Measure:
            values = hand.system.series(service, measure)
            assert len(values) == count
            assert all(math.isfinite(value) and value >= 0 for value in values), (service, measure)
            if measure in (Measure.ERRORS, Measure.SATURATION, Measure.DISK):
                assert max(values) <= 1, (service, measure)
            if measure in (Measure.MEMORY_LEFT, Measure.QUEUE_AGE):
                assert max(values) <= LONG
        median, slow, slowest = (
            hand.system.series(service, one) for one in (Measure.P50, Measure.P95, Measure.P99)
        )
        assert all(a <= b * 1.001 and b <= c * 1.001 for a, b, c in zip(median, slow, slowest, strict=True))
    assert len(hand.system.figure("sold")) == count


def check_kept(hand: Hand) -> None:
    """What arrived was answered well, failed, or still waits."""
    for service in SERVICES:
        arrived, good, failed = (
            sum(hand.system.series(service, Measure(m))) for m in ("rate", "good", "failed")
        )
        waiting = hand.now(service, "queue")
        assert good + failed + waiting == pytest.approx(arrived, rel=1e-6, abs=0.01), service


def check_told(hand: Hand) -> None:
    """Happenings are in order, each operation and look ends once, and turns alternate."""
    happened = hand.happened()
    assert [one.second for one in happened] == sorted(one.second for one in happened)
    for one in happened:
        assert [one.alert is not None, one.act is not None, one.turn is not None].count(True) == 1
    acts = [one.act for one in happened if one.act is not None]
    assert len(acts) == len(set(acts))
    impact = [one.turn for one in happened if one.turn in ("impact began", "impact ended")]
    assert impact == ["impact began", "impact ended"] * (len(impact) // 2) + ["impact began"] * (
        len(impact) % 2
    )
    for alert in ALERTS:
        turns = [one.turn or "raised" for one in happened if alert["id"] in (one.alert, one.subject)]
        assert turns[::2] == ["raised", *["alert raised again"] * len(turns)][: len(turns[::2])]
        assert set(turns[1::2]) <= {"alert cleared"}
    seen = {one.act: one for one in hand.system.operations()}
    assert all((one.ok is not None) == (one.ends <= hand.second) for one in seen.values())


@lawful
@given(sequences, st.integers(0, 2**31))
def test_no_sequence_of_acts_breaks_the_model(sequence: list[Step], seed: int) -> None:
    hand = Hand(world(), seed)
    play(hand, sequence)
    hand.run(60)
    check_measured(hand)
    check_kept(hand)
    check_told(hand)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(sequences)
def test_the_right_acts_always_bring_the_system_back(sequence: list[Step]) -> None:
    hand = Hand(world())
    play(hand, sequence)
    hand.run(1_000)
    put_right(hand)
    hand.run(2_400)
    assert not hand.system.impact()
    assert hand.system.recovered() or not hand.turns()
    assert hand.now("web", "errors") < 0.02
    assert hand.active() <= {"region-lost", "dependency-down"}


def put_right(hand: Hand) -> None:
    """Mend every fault by what helps against it, and undo what was set."""
    for seen in hand.system.truth():
        if not seen.active or seen.fault.kind in (FaultKind.REGION_LOST, FaultKind.DATA_DELETED):
            continue
        mend(hand, seen.fault)
    for seen in hand.system.truth():
        if seen.active and not mendable(seen.fault):
            hand.system.end_fault(seen.fault.id, hand.second + 1)
    hand.run(1)
    for service in SERVICES:
        if service != "payments":
            for value in ("limit 100%", "retries 1, timeout 5s"):
                hand.do("change configuration", service, value=value)
            hand.do("free space", service)
            usual = {"web": "6", "checkout": "6", "catalogue": "6", "orders": "2"}.get(service, "2")
            hand.do("scale", service, value=usual)
    if not hand.system.flags()[0].on:
        hand.do("switch flag", "checkout", value="card-payments on")
    newest(hand)
    even(hand)
    hand.do("drain queue", "orders")


def mendable(fault: Fault) -> bool:
    """Whether anybody can end a fault on its service: not where nobody may operate, or no backup is good."""
    outside = fault.service == "payments" and fault.kind not in (FaultKind.DEPENDENCY_DOWN,)
    return not outside and fault.kind not in (FaultKind.REGION_LOST, FaultKind.DATA_DELETED)


def mend(hand: Hand, fault: Fault) -> None:
    """The first offer that ends a fault, as the facilitator reads it."""
    operation, _, more = HELPS[fault.kind.value]
    service = fault.service
    if fault.kind is FaultKind.DEPENDENCY_DOWN and service != "payments":
        operation = "restart"
    if fault.kind is FaultKind.DATABASE_SLOW:
        operation = "change configuration"
    if fault.kind is FaultKind.LEAK and service != "checkout":
        operation = (
            "roll back" if hand.system.refusal(_act("roll back", service)) is None else "change configuration"
        )
    for _ in range(2):
        if hand.system.refusal(_act(operation, service, **more)) is None and fault.id in hand.active():
            hand.do(operation, service, **more)


def _act(operation: str, service: str | None, **more: Any) -> Operate:
    return Operate.model_validate({"operation": operation, "service": service, **more})


def newest(hand: Hand) -> None:
    """Put the newest version live that was there before any fault."""
    for service in SERVICES:
        sound = "417" if service == "checkout" else "v1"
        version = {seen.id: seen.version for seen in hand.system.services()}[service]
        if version != sound and service != "payments":
            hand.do("roll back", service, value=sound)


def even(hand: Hand) -> None:
    """Traffic as at the beginning."""
    for service in (None, "web", "checkout", "catalogue"):
        hand.do("shift traffic", service, region="north", value="50%")


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(sequences, st.integers(1, 7), st.integers(0, 9))
def test_it_is_the_same_second_by_second_and_in_one_go(sequence: list[Step], stride: int, seed: int) -> None:
    one, other = Hand(world(), seed), Hand(world(), seed)
    play(one, sequence)
    play(other, sequence, stride)
    assert one.happened() == other.happened()
    for service in SERVICES:
        for measure in Measure:
            assert one.system.series(service, measure) == other.system.series(service, measure)
    assert one.system.toll() == other.system.toll()


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(sequences)
def test_it_is_the_same_when_everything_is_asked_before_it_begins(sequence: list[Step]) -> None:
    """As when a journal is read again: first all that was done, then the seconds."""
    live, again = Hand(world()), System(world(), 1)
    live.system = kept = Kept(live.system)
    play(live, sequence)
    live.run(120)
    for name, what in kept.asked:
        getattr(again, name)(*what)
    assert live.happened() == list(again.advance(live.second))
    assert live.system.operations() == again.operations()
    for service in SERVICES:
        assert live.system.series(service, Measure.GOOD) == again.series(service, Measure.GOOD)


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(sequences, st.integers(1, 40))
def test_what_is_read_late_equals_what_is_read_every_second(sequence: list[Step], stride: int) -> None:
    eager, lazy = Hand(world()), Hand(world())
    read: dict[tuple[str, Measure], list[float]] = {}

    def read_all() -> None:
        for service in SERVICES:
            for measure in Measure:
                values = eager.system.series(service, measure)
                kept = read.setdefault((service, measure), [])
                kept.extend(values[len(kept) :])

    for step in sequence:
        play(lazy, [step])
        if step[0] == "run":
            for _ in range(step[1]):
                play(eager, [("run", 1)])
                if eager.second % stride == 0:
                    read_all()
        else:
            play(eager, [step])
    read_all()
    for (service, measure), values in read.items():
        assert list(lazy.system.series(service, measure)) == values, (service, measure)


def test_another_seed_is_another_day_of_the_same_system() -> None:
    first, again, other = Hand(world(), 1), Hand(world(), 1), Hand(world(), 2)
    for hand in (first, again, other):
        hand.fault("bad deployment", "checkout")
        hand.run(300)
    rates = [hand.between("web", "rate", 0, 300) for hand in (first, again, other)]
    assert rates[0] == rates[1] != rates[2]
    assert first.look("logs").lines == again.look("logs").lines != other.look("logs").lines
    assert sum(rates[0]) == pytest.approx(sum(rates[2]), rel=0.02)


def test_advancing_again_changes_nothing() -> None:
    hand = Hand(world())
    hand.fault("bad deployment", "checkout")
    hand.run(300)
    before = list(hand.system.advance(300))
    assert list(hand.system.advance(300)) == before == list(hand.system.advance(10))
    assert hand.system.now() == 300


def test_services_that_call_each_other_in_a_circle_are_survived() -> None:
    services: list[dict[str, Any]] = [
        {"id": "a", "load": 10, "calls": [{"service": "b"}]},
        {"id": "b", "calls": [{"service": "c"}]},
        {"id": "c", "calls": [{"service": "a", "per_request": 0.5}]},
    ]
    hand = Hand(simulation(services, noise=0))
    hand.run(60)
    assert hand.now("a", "rate") == pytest.approx(20, rel=0.02)
    hand.fault("bad deployment", "c", effect={"slower": 100, "retries": 20})
    hand.run(300)
    assert math.isfinite(hand.now("a", "p99"))
    assert hand.do("roll back", "c")
    hand.run(300)
    assert hand.now("a", "good") < 1, "each waits for the next: only less load lets them go"
    assert hand.do("change configuration", "a", value="limit 5%")
    hand.run(300)
    assert hand.do("change configuration", "a", value="limit 100%")
    hand.run(120)
    assert hand.now("a", "good") == pytest.approx(20, rel=0.05)


def test_a_long_chain_of_many_calls_and_retries_stays_within_numbers() -> None:
    """Each of a hundred services makes the most calls that a scenario may say, and each of them fails."""
    last = 100
    services: list[dict[str, Any]] = [
        {
            "id": f"s{number}",
            "load": 1e9 if number == 0 else 0,
            "retries": 20,
            "errors": 1,
            "calls": [{"service": f"s{number + 1}", "per_request": 1_000}] if number < last else [],
        }
        for number in range(last + 1)
    ]
    system = System(simulation(services, history="2m"), 1)
    system.advance(60)
    for name in ("s0", "s50", f"s{last}"):
        for measure in Measure:
            assert all(math.isfinite(value) and value >= 0 for value in system.series(name, measure))


_TOLD = """
from hashlib import sha256
from tests.core.services.worlds import shop
from trainer.core.services import System
from trainer.core.simulation import Fault, FaultKind, Measure

system = System(shop(), 3)
for kind in FaultKind:
    region = {"region": "north"} if kind is FaultKind.REGION_LOST else {"service": "checkout"}
    fault = {"id": kind.value.replace(" ", "-"), "title": "t", "kind": kind, **region}
    system.begin_fault(Fault.model_validate(fault), 5)
happened = system.advance(300)
series = [system.series(part.id, measure) for part in system.services() for measure in Measure]
print(sha256(repr((happened, series)).encode()).hexdigest())
"""


def test_it_is_the_same_in_every_process_whatever_the_order_of_sets() -> None:
    root = Path(__file__).resolve().parents[3]
    told = {
        subprocess.run(
            [sys.executable, "-c", _TOLD],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(told) == 1
