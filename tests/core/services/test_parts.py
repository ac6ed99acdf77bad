"""The small parts of the model: its scheduler, its chance, trends, words and times of day."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean, pstdev

import pytest

from tests.core.services.worlds import Hand, simulation
from trainer.core.services.clock import Clock
from trainer.core.services.draws import noise_ring, unit
from trainer.core.services.reading import limit_of, parsed_switch, replicas_of, settings_of, share_of
from trainer.core.services.schedule import COMPUTE, PLANNED, WATCH, Schedule
from trainer.core.services.trend import SPAN, Trend
from trainer.core.services.wording import time_in_words, value_in_words
from trainer.core.services.world import next_version
from trainer.core.simulation import Measure, Simulation


def test_the_scheduler_calls_in_order_of_time_rank_and_asking() -> None:
    called: list[tuple[str, int]] = []
    schedule = Schedule()
    schedule.every(0, 2, lambda now: called.append(("compute", now)), COMPUTE)
    schedule.every(0, 2, lambda now: called.append(("watch", now)), WATCH)
    schedule.at(2, lambda now: called.append(("late", now)), PLANNED)
    schedule.at(1, lambda now: schedule.at(2, lambda then: called.append(("asked", then))))
    schedule.run(2)
    assert called == [("compute", 0), ("watch", 0), ("late", 2), ("asked", 2), ("compute", 2), ("watch", 2)]


def test_what_is_due_later_is_not_called_yet() -> None:
    called: list[int] = []
    schedule = Schedule()
    schedule.at(5, called.append)
    schedule.run(4)
    assert called == []
    schedule.run(5)
    schedule.run(9)
    assert called == [5]


def test_draws_are_even_and_the_same_for_the_same_keys() -> None:
    drawn = [unit(3, "web", number) for number in range(20_000)]
    assert drawn == [unit(3, "web", number) for number in range(20_000)]
    assert fmean(drawn) == pytest.approx(0.5, abs=0.01)
    assert all(sum(lower <= one < lower + 0.1 for one in drawn) > 1_800 for lower in (0.0, 0.3, 0.6, 0.9))


def test_noise_wanders_around_nothing() -> None:
    ring = noise_ring(11)
    assert fmean(ring) == pytest.approx(0, abs=0.05)
    assert pstdev(ring) == pytest.approx(1, abs=0.05)
    neighbours = fmean(a * b for a, b in pairwise(ring))
    assert neighbours == pytest.approx(0.5, abs=0.05)


def test_a_trend_is_the_least_squares_slope_of_the_last_ten_minutes() -> None:
    trend, values = Trend(), [100 + 0.05 * second + (second % 7) for second in range(SPAN + 300)]
    slope = 0.0
    for value in values:
        slope = trend.add(value)
    last = values[-SPAN:]
    middle, level = (SPAN - 1) / 2, fmean(last)
    across = sum((place - middle) * (value - level) for place, value in enumerate(last))
    assert slope == pytest.approx(across / sum((place - middle) ** 2 for place in range(SPAN)), rel=1e-6)


def test_a_trend_begins_anew_after_a_fall() -> None:
    trend = Trend()
    for second in range(500):
        trend.add(500 + second)
    assert trend.add(500) == 0
    slope = 0.0
    for second in range(200):
        slope = trend.add(500 + 2 * second)
    assert slope == pytest.approx(2, rel=0.05)


@pytest.mark.parametrize(
    ("text", "share"),
    [("30%", 0.3), ("0.3", 0.3), ("12,5 %", 0.125), ("130%", None), ("much", None), (None, None)],
)
def test_shares_are_read_as_people_write_them(text: str | None, share: float | None) -> None:
    assert share_of(text) == (None if share is None else pytest.approx(share))


def test_settings_are_read_as_people_write_them() -> None:
    assert limit_of("limit traffic to 40%") == pytest.approx(0.4)
    assert limit_of("throttle 0.2") == pytest.approx(0.2)
    assert limit_of("put it right") is None
    read = settings_of("Retries: 0, timeout 1500ms")
    assert read is not None
    assert (read.retries, read.timeout) == (0, 1_500_000)
    assert settings_of("restore the old endpoints") is None
    assert (replicas_of("12"), replicas_of("-1"), replicas_of("a dozen"), replicas_of("0")) == (
        12,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "flag", "on"),
    [
        ("new-checkout off", "new-checkout", False),
        ("new-checkout=ON", "new-checkout", True),
        ("x", "x", None),
    ],
)
def test_switches_are_read_as_people_write_them(text: str, flag: str, on: bool | None) -> None:
    assert parsed_switch(text) == (flag, on)


@pytest.mark.parametrize(
    ("name", "following"), [("417", "418"), ("v1", "v2"), ("2.9", "2.10"), ("009", "010"), ("new", "new-2")]
)
def test_the_next_version_counts_on(name: str, following: str) -> None:
    assert next_version(name) == following


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        (Measure.ERRORS, 0.1237, "12.4%"),
        (Measure.P95, 0.084, "84 ms"),
        (Measure.P95, 2.45, "2.5 s"),
        (Measure.MEMORY_LEFT, 6_600, "1 h 50 min"),
        (Measure.MEMORY, 1_023.6, "1,024 MiB"),
        (Measure.RATE, 12.34, "12.3 a second"),
        (Measure.QUEUE, 1_204.4, "1,204"),
        (None, 342.0, "342"),
    ],
)
def test_values_are_written_with_their_units(measure: Measure | None, value: float, words: str) -> None:
    assert value_in_words(measure, value) == words


def test_long_times_are_written_in_days() -> None:
    assert time_in_words(30 * 86_400) == "30 days"


@pytest.mark.parametrize(
    ("starts", "shown"), [("19:04", "19:04:05"), ("07:30:10", "07:30:15"), ("noon", "09:00:05")]
)
def test_the_time_of_day_is_the_storys(starts: str, shown: str) -> None:
    assert Clock(Simulation(starts_at=starts)).time(5) == shown


def test_the_past_is_as_long_as_the_scenario_says_and_quiet() -> None:
    hand = Hand(simulation([{"id": "web", "load": 80}], history="30m"))
    assert hand.system.began() == -1_800
    assert len(hand.system.series("web", Measure.RATE)) == 1_801
    assert max(hand.between("web", "errors", -1_800, 0)) < 0.01
    assert hand.happened() == []
