"""Clocks: readings in microseconds, forward only, and nothing heavy behind them."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from trainer.core.time import HOUR, SECOND
from trainer.ports import Clock
from trainer.storage.clock import ManualClock, SystemClock


def test_the_system_clock_moves_forward_in_microseconds():
    clock: Clock = SystemClock()
    readings = [clock.monotonic() for _ in range(1_000)]
    assert readings == sorted(readings)
    began = time.monotonic_ns() // 1_000
    assert 0 <= clock.monotonic() - began < SECOND


def test_the_system_clock_tells_wall_time_since_the_epoch():
    assert abs(SystemClock().wall() - time.time_ns() // 1_000) < SECOND


def test_a_machine_that_is_awake_does_not_gain_sleep():
    clock = SystemClock()
    before = clock.slept()
    assert before >= -SECOND
    assert abs(clock.slept() - before) < SECOND


def test_a_manual_clock_stands_until_it_is_advanced():
    clock = ManualClock(start_wall=5 * HOUR)
    assert (clock.monotonic(), clock.wall(), clock.slept()) == (0, 5 * HOUR, 0)
    clock.advance(1)
    clock.advance(SECOND)
    assert (clock.monotonic(), clock.wall(), clock.slept()) == (SECOND + 1, 5 * HOUR + SECOND + 1, 0)


def test_a_manual_clock_sleeps_as_a_machine_does():
    clock = ManualClock()
    clock.advance(SECOND)
    clock.sleep(HOUR)
    assert (clock.monotonic(), clock.wall(), clock.slept()) == (SECOND, HOUR + SECOND, HOUR)


def test_no_clock_goes_back():
    clock = ManualClock()
    for move in (clock.advance, clock.sleep):
        with pytest.raises(ValueError, match="go back by 1 microsecond"):
            move(-1)
    assert clock.wall() == 0


def test_a_clock_costs_no_database():
    heavy = (
        "import sys, trainer.storage.clock; sys.exit('sqlalchemy' in sys.modules or 'sqlite3' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", heavy], check=False).returncode == 0
