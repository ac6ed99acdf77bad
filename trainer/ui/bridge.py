"""The one place where clocks and threads meet the windows.

A `Pulse` keeps one exercise going: it wakes the exercise's driver when something is due, repaints ten times a second
while the clock runs, and hands new records to the consoles as a Qt signal, whatever thread they come from. Timers
only wake; what is due, and how late it is, is worked out from the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from trainer.core.commands import Command
from trainer.core.engine import Refused
from trainer.core.problems import one_line
from trainer.core.time import Micros
from trainer.ports import Driver, Exercise
from trainer.ui.notice import clear_notice, show_notice

__all__ = ["Pulse", "attempt", "submit"]

_LONGEST_WAIT: Final = 250_000
"""Microseconds: so often the driver is asked at least, to notice that the machine slept."""
_RUNNING_TICK: Final = 100
_STANDING_TICK: Final = 1_000
_CLEAR_OF_DUE: Final = 15
"""Milliseconds before something is due in which nothing is repainted."""


class Pulse(QObject):
    """Drives one open exercise from the window's event loop.

    `ticked` carries the exercise clock's reading in microseconds, ten times a second while it runs and once a second
    while it stands; a second is durable before it is shown. `recorded` carries the new records, a tuple. `failed`
    carries one line when the journal cannot be written: nothing is driven from then on, and the clock shown stands.
    """

    ticked = Signal(object)
    recorded = Signal(tuple)
    failed = Signal(str)

    def __init__(self, exercise: Exercise, driver: Driver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._exercise: Final = exercise
        self._driver: Final = driver
        self._fault = ""
        self._shown: Micros = exercise.elapsed()
        self._beating = False
        self._owed = False
        self._wake = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._wake.timeout.connect(self.beat)
        self._tick = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._on_tick_timeout)
        self.recorded.connect(self._on_recorded)
        self._leave = exercise.subscribe(self.recorded.emit)
        self._pace()
        self._wake.start(0)

    def exercise(self) -> Exercise:
        """The exercise that is driven."""
        return self._exercise

    def fault(self) -> str:
        """Why nothing is driven any more, or an empty text."""
        return self._fault

    def shown(self) -> Micros:
        """The newest reading of the exercise clock that was shown, in microseconds."""
        return self._shown

    def close(self) -> None:
        """Stop driving and leave the exercise."""
        self._wake.stop()
        self._tick.stop()
        self._leave()

    def beat(self) -> None:
        """Let everything happen that is due, and arm the timer for what is due next."""
        if self._fault:
            return
        self._beating = True
        try:
            wait = self._driver.beat()
        except Exception as fault:  # whatever keeps the journal from being written ends in one message
            self._halt(fault)
            return
        finally:
            self._beating = False
        # Also while the clock stands, where a real system is at work on which somebody has to look.
        if self._exercise.state.status == "running" or wait is not None:
            longest = _LONGEST_WAIT if wait is None else min(wait, _LONGEST_WAIT)
            # Rounded up: to wake a moment early would only mean to wake twice.
            self._wake.start(-(-longest // 1_000))
        if self._owed:
            self._owed = False
            QTimer.singleShot(0, self, self._show_time)

    def _pace(self) -> None:
        status = self._exercise.state.status
        if status == "ended":
            self._tick.stop()
            return
        interval = _RUNNING_TICK if status == "running" else _STANDING_TICK
        if not self._tick.isActive() or self._tick.interval() != interval:
            self._tick.start(interval)

    def _on_recorded(self) -> None:
        if self._fault:
            return
        self._pace()
        if not self._beating:
            self._wake.start(0)
        QTimer.singleShot(0, self, self._show_time)

    def _on_tick_timeout(self) -> None:
        if 0 <= self._wake.remainingTime() <= _CLEAR_OF_DUE:
            self._owed = True
            return
        self._show_time()

    def _show_time(self) -> None:
        if self._fault:
            return
        try:
            self._shown = self._driver.mark()
        except Exception as fault:
            self._halt(fault)
            return
        self.ticked.emit(self._shown)

    def _halt(self, fault: Exception) -> None:
        self._wake.stop()
        self._tick.stop()
        self._fault = fault_words(fault)
        self.ticked.emit(self._shown)
        self.failed.emit(self._fault)


def fault_words(fault: Exception) -> str:
    """One line about a journal that cannot be written."""
    said = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault).strip()
    reason = (said or type(fault).__name__).splitlines()[0]
    return f"The journal cannot be written: {one_line(reason, 160).rstrip('.')}."


def attempt(act: Callable[[], object], parent: QWidget) -> bool:
    """Do something to an exercise; a refusal becomes a message in the window of `parent`. True when it was done."""
    try:
        act()
    except Refused as refusal:
        show_notice(str(refusal), "warn", parent)
        return False
    except Exception as fault:
        show_notice(f"{fault_words(fault)} What you did was not recorded; try it again.", "bad", parent)
        return False
    clear_notice(parent)
    return True


def submit(exercise: Exercise, command: Command, parent: QWidget) -> bool:
    """Submit a command; a refusal becomes a message in the window of `parent`. True when it was carried out."""
    return attempt(lambda: exercise.submit(command), parent)
