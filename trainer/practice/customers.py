"""The customers: real orders at a steady rate, whatever becomes of earlier ones, and what they met, once a second.

Open loop: a slow shop does not make them come more seldom, so what they meet is what real customers would meet.
"""

from __future__ import annotations

import itertools
import json
import logging
import time
from collections import Counter
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

from trainer.practice import config, serving
from trainer.practice.basket import BASKETS
from trainer.practice.place import Place

_MOST_WAITING: Final = 200
"""Customers that wait at a time; more would be this machine's trouble and not the shop's."""


class Tally:
    """What customers met in the running second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sent = self.waiting = 0
        self._good: list[int] = []
        self._failed: list[int] = []
        self._why: Counter[str] = Counter()

    def came(self) -> None:
        """A customer orders."""
        with self._lock:
            self._sent += 1
            self.waiting += 1

    def left(self, good: bool, milliseconds: int, why: str) -> None:
        """A customer has an answer, or gave up."""
        with self._lock:
            self.waiting -= 1
            (self._good if good else self._failed).append(milliseconds)
            if not good:
                self._why[why] += 1

    def turned_away(self) -> None:
        """A customer found too many others waiting."""
        with self._lock:
            self._sent += 1
            self._failed.append(0)
            self._why["too many waiting"] += 1

    def second(self) -> dict[str, Any]:
        """The figures of the second that is over; a new one begins. Response times are in milliseconds."""
        with self._lock:
            told = {
                "at": time.strftime("%H:%M:%S"),
                "sent": self._sent,
                "waiting": self.waiting,
                "good": self._good,
                "failed": self._failed,
                "why": dict(self._why),
            }
            self._sent, self._good, self._failed, self._why = 0, [], [], Counter()
        return told


def _shop(port: int, basket: object, patience: float, tally: Tally) -> None:
    began = time.monotonic()
    answer = serving.call(port, "/checkout", {"basket": basket}, timeout=patience)
    took = int((time.monotonic() - began) * 1_000)
    tally.left(answer.good, took, answer.trouble or f"HTTP {answer.status}")


def _note(tally: Tally, path: Path) -> None:
    due = time.monotonic()
    while True:
        due += 1
        time.sleep(max(0.0, due - time.monotonic()))
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(tally.second()) + "\n")
        except OSError as error:
            logging.error("the figures of a second were lost: %s", error)


def main(place: Place) -> None:
    """Let customers come for ever. Raises PracticeError."""
    serving.begin(place, "customers")
    path = place.config("customers")
    every = 60 / config.number(path, "customers", "orders_per_minute", 1, 6_000)
    patience = config.number(path, "customers", "patience", 0.1, 60)
    port, tally = place.port("web"), Tally()
    place.metrics.write_text("", encoding="utf-8")
    Thread(target=_note, args=(tally, place.metrics), daemon=True).start()
    logging.info("a customer every %.0f ms, each waits %g s", every * 1_000, patience)
    due = time.monotonic()
    for basket in itertools.cycle(BASKETS):
        if tally.waiting < _MOST_WAITING:
            tally.came()
            Thread(target=_shop, args=(port, basket, patience, tally), daemon=True).start()
        else:
            tally.turned_away()
        # After a freeze of this process itself, what was missed is not sent in a burst.
        due = max(due + every, time.monotonic() - 1)
        time.sleep(max(0.0, due - time.monotonic()))
