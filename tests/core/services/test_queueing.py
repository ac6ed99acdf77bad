"""The model against the theory of waiting lines, and against lines simulated request by request."""

from __future__ import annotations

import math
from heapq import heapify, heapreplace
from random import Random

import pytest

from tests.core.services.worlds import Hand, simulation
from trainer.core.services.erlang import answers, erlang_c, percentile, spread, table_for
from trainer.core.services.erlang import later as beyond

CASES = [(1, 0.5), (1, 0.9), (4, 0.7), (8, 0.85), (16, 0.5), (16, 0.9), (40, 0.95)]
HOLD = 0.1


def textbook(workers: int, busy: float) -> float:
    """Erlang's C as it stands in textbooks, with factorials."""
    offered = workers * busy
    last = offered**workers / math.factorial(workers) / (1 - busy)
    return last / (sum(offered**k / math.factorial(k) for k in range(workers)) + last)


def line(workers: int, rate: float, requests: int, seed: int) -> tuple[list[float], list[float]]:
    """Waits and response times of requests at random, first come first served, by a discrete-event simulation."""
    draw, free = Random(seed), [0.0] * workers
    heapify(free)
    now, waits, times = 0.0, [], []
    for number in range(requests):
        now += draw.expovariate(rate)
        begins = max(now, free[0])
        takes = draw.expovariate(1 / HOLD)
        heapreplace(free, begins + takes)
        if number > requests // 10:
            waits.append(begins - now)
            times.append(begins + takes - now)
    return waits, times


def single(workers: int, busy: float, **more: object) -> Hand:
    """A system of one service at a share of its capacity."""
    rate = workers * busy / HOLD
    service = {
        "id": "one",
        "replicas": 1,
        "workers": workers,
        "takes": "100ms",
        "load": rate,
        "errors": 0,
        **more,
    }
    hand = Hand(simulation([service], noise=0), 1)
    hand.run(600)
    return hand


@pytest.mark.parametrize(("workers", "busy"), CASES)
def test_the_chance_of_waiting_is_erlangs(workers: int, busy: float) -> None:
    assert erlang_c(workers, busy) == pytest.approx(textbook(workers, busy), rel=1e-9)
    assert table_for(workers).chance(busy) == pytest.approx(textbook(workers, busy), rel=0.01, abs=2e-3)


@pytest.mark.parametrize(("workers", "busy"), CASES)
def test_an_even_load_settles_at_the_queue_of_the_formula(workers: int, busy: float) -> None:
    waiting = textbook(workers, busy) * busy / (1 - busy)
    hand = single(workers, busy)
    assert hand.now("one", "queue") == pytest.approx(waiting, rel=0.02, abs=0.01)
    assert hand.now("one", "saturation") == pytest.approx(busy, rel=0.05)


@pytest.mark.parametrize(("workers", "busy"), CASES)
def test_response_times_are_those_of_a_simulated_line(workers: int, busy: float) -> None:
    runs = 60_000 if busy < 0.9 else 400_000
    _, times = line(workers, workers * busy / HOLD, runs, 5)
    times.sort()
    hand = single(workers, busy)
    for measure, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        assert hand.now("one", measure) == pytest.approx(times[int(share * len(times))], rel=0.08)


@pytest.mark.parametrize(("workers", "busy"), CASES)
def test_percentiles_invert_the_distribution(workers: int, busy: float) -> None:
    rate = workers * busy / HOLD
    waiting = textbook(workers, busy) * busy / (1 - busy)
    shape = spread(rate, waiting, workers, HOLD, table_for(workers))
    for share in (0.01, 0.5, 0.95, 0.999):
        assert beyond(shape, percentile(shape, share)) == pytest.approx(1 - share, rel=1e-4)


@pytest.mark.parametrize(("workers", "busy"), CASES)
def test_the_mean_wait_times_the_rate_is_the_queue(workers: int, busy: float) -> None:
    """Little's law, on the distribution that percentiles are read from: L = lambda W."""
    rate = workers * busy / HOLD
    waiting = single(workers, busy).now("one", "queue")
    shape = spread(rate, waiting, workers, HOLD, table_for(workers))
    _, mean = answers(shape, 1e6)
    assert (mean - HOLD) * rate == pytest.approx(waiting, rel=0.02, abs=0.02)


def test_the_mean_wait_is_that_of_a_simulated_line() -> None:
    waits, _ = line(8, 8 * 0.85 / HOLD, 200_000, 3)
    hand = single(8, 0.85)
    assert hand.now("one", "queue") / hand.now("one", "rate") == pytest.approx(
        sum(waits) / len(waits), rel=0.08
    )


def test_what_callers_wait_is_cut_off_at_their_timeout() -> None:
    shape = spread(60.0, 20.0, 8, HOLD, table_for(8))
    steps = 20_000
    area = sum(beyond(shape, (k + 0.5) / steps) for k in range(steps)) / steps
    late, mean = answers(shape, 1.0)
    assert mean == pytest.approx(area, rel=1e-4)
    assert late == pytest.approx(beyond(shape, 1.0), rel=1e-9)
    assert answers(shape, 1e9)[1] > mean


def overloaded(rates: list[tuple[int, float]], workers: int) -> list[float]:
    """How many wait at the end of each second in a simulated line whose rate changes; the mean of twenty runs."""
    total = [0.0] * sum(seconds for seconds, _ in rates)
    for seed in range(20):
        draw, free = Random(seed), [0.0] * workers
        heapify(free)
        starts: list[tuple[float, float]] = []
        now = 0.0
        for seconds, rate in rates:
            until = now + seconds
            while True:
                step = draw.expovariate(rate)
                if now + step > until:
                    now = until
                    break
                now += step
                begins = max(now, free[0])
                heapreplace(free, begins + draw.expovariate(1 / HOLD))
                starts.append((now, begins))
        changes = [0] * (len(total) + 2)
        for arrived, begun in starts:
            changes[math.ceil(arrived)] += 1
            changes[min(len(total) + 1, math.ceil(begun))] -= 1
        waiting = 0
        for second in range(len(total)):
            waiting += changes[second + 1]
            total[second] += waiting / 20
    return total


def test_a_backlog_builds_up_and_drains_as_in_a_simulated_line() -> None:
    service = {
        "id": "one",
        "replicas": 1,
        "workers": 8,
        "takes": "100ms",
        "load": 40,
        "errors": 0,
        "queue_limit": 100_000,
        "timeout": "10m",
    }
    hand = Hand(simulation([service], noise=0))
    hand.run(59)
    hand.fault("traffic surge", "one", effect={"load": 2.5}, lasts="2m")
    hand.run(60 + 61 + 120 + 120)
    model = hand.between("one", "queue", 60, 60 + 300)
    line = overloaded([(60, 40.0), (120, 100.0), (180, 40.0)], 8)[60:]
    assert max(model) == pytest.approx(max(line), rel=0.08)
    for second in (30, 60, 100, 119, 130, 150, 170):
        assert model[second] == pytest.approx(line[second], rel=0.15, abs=25)
    assert model[-1] < 5
    assert line[-1] < 5


def test_in_an_overload_the_wait_is_the_backlog_divided_by_the_capacity() -> None:
    hand = single(8, 0.5, queue_limit=100_000, timeout="1h")
    hand.fault("traffic surge", "one", effect={"load": 3.0})
    hand.run(120)
    waiting, age = hand.now("one", "queue"), hand.now("one", "queue age")
    assert waiting == pytest.approx(120 * 40, rel=0.05)
    assert age == pytest.approx(waiting / 80, rel=0.01)
    assert age < hand.now("one", "p50") < hand.now("one", "p99")


def test_requests_that_find_the_queue_full_are_turned_away() -> None:
    hand = single(8, 0.5, queue_limit=200)
    hand.fault("traffic surge", "one", effect={"load": 4.0})
    hand.run(120)
    assert hand.now("one", "queue") == pytest.approx(200)
    assert hand.now("one", "failed") == pytest.approx(80, rel=0.02)
    assert hand.now("one", "good") == pytest.approx(80, rel=0.02)


def test_work_on_requests_whose_callers_gave_up_is_wasted() -> None:
    hand = single(8, 0.5, queue_limit=1_000, timeout="5s")
    hand.fault("traffic surge", "one", effect={"load": 4.0})
    hand.run(120)
    assert hand.now("one", "saturation") > 0.99
    assert hand.now("one", "good") < 1


def test_the_load_follows_the_hours_of_the_day() -> None:
    shape = [0.5] * 12 + [1.5] * 12
    service = {"id": "one", "load": 100}
    hand = Hand(simulation([service], noise=0, day_shape=shape, starts_at="12:00", history="1h"))
    hand.run(3_600)
    rates = hand.between("one", "rate", -3_600, 3_600)
    assert rates[0] == pytest.approx(50)
    assert rates[3_600] == pytest.approx(100)
    assert rates[7_199] == pytest.approx(150, rel=0.01)
    assert rates == sorted(rates)
    assert hand.system.clock(90) == "12:01:30"
