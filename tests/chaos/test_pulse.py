"""The windows' pulse, while the exercise's clock stands and a real system is at work."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.builders import Room
from trainer.core.commands import EndExercise, PauseClock, StartClock
from trainer.ui.bridge import Pulse


@dataclass
class Driver:
    """Counts its beats; `wait` is what it answers."""

    room: Room
    wait: int | None
    beats: int = 0

    def beat(self):
        self.beats += 1
        return self.wait

    def mark(self):
        return self.room.session.elapsed()


@pytest.mark.parametrize(
    "commands", [(), (StartClock(), PauseClock("a break")), (StartClock(), EndExercise())]
)
def test_a_driver_that_waits_for_something_is_asked_again_whatever_the_clock_does(qtbot, commands):
    room = Room()
    for command in commands:
        room.do(command)
    driver = Driver(room, 2_000)
    pulse = Pulse(room.session, driver)
    qtbot.waitUntil(lambda: driver.beats > 3)
    driver.wait = None
    pulse.beat()
    beats = driver.beats
    # What was armed by an earlier beat may still come once.
    qtbot.waitUntil(lambda: not pulse._wake.isActive())
    assert driver.beats <= beats + 1
    pulse.close()
