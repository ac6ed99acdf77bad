"""What ends an experiment, and how what runs at that moment is interrupted."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType
from typing import IO, Final

from trainer.chaos.carrying import Stopped
from trainer.chaos.lines import Message, messages

LOST: Final = "the program was no longer there"
BEAT: Final = 0.1
"""Seconds between two looks at the clock and at the program that started this process"""
_STUCK: Final = 3.0
"""Seconds that an interrupted activity may go on before the rollbacks run beside it"""
_INTERRUPT: Final = getattr(signal, "SIGUSR1", None)


class Guard:
    """Hears orders, signals, the time limit and the loss of the program; the first reason to stop counts.

    Made in the main thread, which carries out activities: an interruption reaches it wherever it waits, inside
    `interruptible` alone. `look` is called in between, for what else has to be watched; `stuck` is called from another
    thread, once, where the interruption did not help.
    """

    def __init__(
        self, ears: IO[bytes], limit_s: float, look: Callable[[], None], stuck: Callable[[], None]
    ) -> None:
        # Its put may be called from a signal's handler, unlike that of other queues.
        self.orders: Final[SimpleQueue[Message]] = SimpleQueue()
        self.reason = ""
        self.stopped = False
        self.ended_well = False
        """whether the order to stop says that the exercise came to its end"""
        self.lost: Final = threading.Event()
        self._ears, self._limit, self._look = ears, limit_s, look
        self._began = _seconds()
        self._until: float | None = None
        self._stuck: Callable[[], None] | None = stuck
        self._stopped_at = 0.0
        self._acting = False
        self._main = threading.main_thread().ident or 0
        self._parent = os.getppid()
        self._busy = False

    def listen(self) -> None:
        """Begin to hear."""
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self.stop("its process was told to end"))
        if _INTERRUPT is not None:
            signal.signal(_INTERRUPT, self._on_interrupt)
        threading.Thread(target=self._read, daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self, reason: str) -> None:
        """End it; what runs at the moment is interrupted."""
        if self.stopped:
            return
        self._stopped_at = time.monotonic()
        self.reason, self.stopped = reason, True
        self.orders.put({"do": "stop"})
        self._interrupt()

    @contextmanager
    def interruptible(self, at_most_s: float | None = None) -> Iterator[None]:
        """What is done inside ends early when it is to stop, or when so many seconds have passed."""
        self._until = None if at_most_s is None else time.monotonic() + at_most_s
        self._acting = at_most_s is None
        try:
            try:
                self._busy = True
                yield
            finally:
                self._busy = self._acting = False
                self._until = None
        except (Stopped, KeyboardInterrupt):
            pass

    def _read(self) -> None:
        for message in messages(self._ears):
            if message.get("do") == "stop":
                self.ended_well = bool(message.get("well"))
                self.stop(str(message.get("reason", "")))
            else:
                self.orders.put(message)
        self.lost.set()
        self.stop(LOST)

    def _watch(self) -> None:
        while True:
            time.sleep(BEAT)
            self._look()
            if os.name != "nt" and os.getppid() != self._parent:
                self.lost.set()
                self.stop(LOST)
            if _seconds() - self._began > self._limit:
                self.stop(f"the time limit of {_minutes(self._limit)} had passed")
            stuck = self._stuck
            if self.stopped and self._acting and stuck and time.monotonic() - self._stopped_at > _STUCK:
                self._stuck = None
                stuck()
            until = self._until
            if until is not None and time.monotonic() > until:
                self._until = None
                self._interrupt()

    def _interrupt(self) -> None:
        if _INTERRUPT is not None:
            signal.pthread_kill(self._main, _INTERRUPT)
        elif self._busy:
            # Here a wait inside the system cannot be cut short; Python is, at its next step.
            import _thread

            _thread.interrupt_main()

    def _on_interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        if self._busy:
            raise Stopped(20)


def _seconds() -> float:
    """Seconds on a clock that only moves forward, and counts the time that the machine sleeps where it can."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"
