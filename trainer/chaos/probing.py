"""Probing the steady-state hypothesis at an even pace, in a thread beside what else is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from trainer.chaos.carrying import Probed

_LEAST_PATIENCE: Final = 2.0
_MICRO: Final = 1_000_000


class Probing:
    """Probes every so many seconds, counted from the beginning of a probe, and tells each answer with its number.

    A probe that does not come back is an answer as well: the system does not give one. `overdue` is to be asked now
    and then from elsewhere, for the probing thread is the one that waits.
    """

    def __init__(
        self, probe: Callable[[], Probed], every_s: float, tell: Callable[[Probed, int], None]
    ) -> None:
        self._probe, self._every, self._tell = probe, every_s, tell
        self._patience = max(2 * every_s, _LEAST_PATIENCE)
        self._stopped = Event()
        self._since: float | None = None
        self._given_up = False
        self._number = 0
        self.answered: Final = Event()
        """set by the first answer"""
        self.ever_met = False
        self.met: bool | None = None
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin with the first probe at once."""
        self._thread.start()

    def stop(self, patience_s: float) -> None:
        """Begin no further probe, and wait so long at most for the one that runs."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(patience_s)

    def overdue(self) -> None:
        """Tell of a probe that waits for an answer for too long, once."""
        since = self._since
        if since is None or self._given_up or time.monotonic() - since < self._patience:
            return
        self._given_up = True
        waited = round((time.monotonic() - since) * _MICRO)
        self._answer(
            Probed(False, f"no answer for {waited / _MICRO:.1f} s", round(since * _MICRO), waited),
            self._number + 1,
        )

    def _run(self) -> None:
        while not self._stopped.is_set():
            began = self._since = time.monotonic()
            self._given_up = False
            found = self._probe()
            self._since = None
            self._number += 1
            self._answer(found, self._number)
            self._stopped.wait(max(0.0, began + self._every - time.monotonic()))

    def _answer(self, found: Probed, number: int) -> None:
        self.met = found.met
        self.ever_met = self.ever_met or found.met
        self._tell(found, number)
        self.answered.set()
