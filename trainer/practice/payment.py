"""The payment service: checks a card for fraud and authorises the amount."""

from __future__ import annotations

import itertools
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Final

from trainer.practice import config, serving
from trainer.practice.place import Place
from trainer.practice.serving import Reply, Request

_ONE_LIST: Final = 0.04
"""Seconds for which a look-up in one list keeps a payment."""
_SLOW: Final = 1.0


class Payments:
    """Authorisations, as many at a time as there are workers."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._free = Condition()
        self._busy = 0
        self._numbers = itertools.count(1)
        self.read()

    def read(self) -> None:
        """Take the configuration up. Raises PracticeError and changes nothing where it is unusable."""
        path = self._place.config("payment")
        workers = int(config.number(path, "payment", "workers", 1, 64))
        lists = int(config.number(path, "fraud check", "lists", 0, 10_000))
        self._workers, self._lists = workers, lists
        logging.info("%d workers; a card is compared with %d lists", workers, lists)

    def authorise(self, request: Request) -> Reply:
        """Authorise `amount` cents."""
        amount = request.json().get("amount")
        if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
            return Reply.of(400, error="an amount in cents is needed")
        asked = time.monotonic()
        with self._worker():
            waited = time.monotonic() - asked
            lists = self._lists
            time.sleep(_ONE_LIST * lists)
        took = time.monotonic() - asked
        reference = f"{os.getpid()}-{next(self._numbers)}"
        log = logging.warning if took > _SLOW else logging.info
        log(
            "authorised %s over %.2f in %.0f ms (waited %.0f ms, fraud check %d lists)",
            reference,
            amount / 100,
            took * 1_000,
            waited * 1_000,
            lists,
        )
        return Reply.of(200, reference=reference)

    @contextmanager
    def _worker(self) -> Iterator[None]:
        with self._free:
            self._free.wait_for(lambda: self._busy < self._workers)
            self._busy += 1
        try:
            yield
        finally:
            with self._free:
                self._busy -= 1
                self._free.notify_all()


def main(place: Place) -> None:
    """Run the payment service. Raises PracticeError."""
    serving.begin(place, "payment")
    payments = Payments(place)
    serving.reloads(payments.read)
    serving.serve(place, "payment", {("POST", "/authorise"): payments.authorise})
