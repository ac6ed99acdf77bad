"""Clocks: the machine's own, and one that is moved by hand."""

from __future__ import annotations

import sys
import time
from typing import Final

from trainer.core.time import Micros

_NANOS: Final = 1_000


class SystemClock:
    """The clocks of this machine; implements the Clock port."""

    def monotonic(self) -> Micros:
        """Microseconds on a clock that only moves forward and that nobody can set."""
        return time.monotonic_ns() // _NANOS

    def wall(self) -> Micros:
        """Microseconds since the Unix epoch (UTC), as the machine's clock is set."""
        return time.time_ns() // _NANOS

    def slept(self) -> Micros:
        """Microseconds that the machine was suspended since it started; always 0 where the system does not tell.

        Only growth of the reading means something; it trembles by some microseconds.
        """
        if sys.platform == "linux":
            boot = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
            return (boot - time.clock_gettime_ns(time.CLOCK_MONOTONIC)) // _NANOS
        return 0


class ManualClock:
    """A clock that stands still until it is moved: virtual time for rehearsals. Implements the Clock port."""

    def __init__(self, start_wall: Micros = 0) -> None:
        """`start_wall` is the first wall reading, in microseconds since the Unix epoch (UTC)."""
        self._monotonic: Micros = 0
        self._wall = start_wall
        self._slept: Micros = 0

    def monotonic(self) -> Micros:
        """Microseconds that this clock was advanced so far."""
        return self._monotonic

    def wall(self) -> Micros:
        """Microseconds since the Unix epoch (UTC)."""
        return self._wall

    def slept(self) -> Micros:
        """Microseconds that the machine is taken to have been suspended."""
        return self._slept

    def advance(self, micros: Micros) -> None:
        """Let time pass. Raises ValueError where it would run backwards."""
        _forwards(micros)
        self._monotonic += micros
        self._wall += micros

    def sleep(self, micros: Micros) -> None:
        """Let the machine sleep: wall time passes, the monotonic clock stands. Raises ValueError for less than 0."""
        _forwards(micros)
        self._slept += micros
        self._wall += micros


def _forwards(micros: Micros) -> None:
    if micros < 0:
        raise ValueError(f"a clock cannot go back by {-micros} microseconds")
