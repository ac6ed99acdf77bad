"""How the shop does, measured from outside with real orders: the steady state, as Chaos Toolkit probes it.

Each call sends a handful of test orders at once, of every kind that customers order, and judges nothing but their
answers; the shop's own figures are not asked. Every call measures anew, so that a recovery shows in the first probe
after it.
"""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from trainer.practice import serving, shop
from trainer.practice.basket import BASKETS
from trainer.practice.errors import PracticeError
from trainer.practice.place import Place

__all__ = ["Measured", "good_orders", "is_well", "measure", "slowest_order"]

_ORDERS: Final = 5
_TIMEOUT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What a handful of orders met: how many were sent and taken, and how long each took, in seconds, sorted."""

    sent: int
    good: int
    took: tuple[float, ...]
    why: tuple[str, ...]
    """what those that failed were told"""

    @property
    def share(self) -> float:
        """Share of the orders that were taken, from 0 to 1."""
        return self.good / self.sent

    def percentile(self, share: float) -> float:
        """The response time, in seconds, that a share of the orders did not exceed (nearest rank)."""
        return self.took[max(1, math.ceil(round(share * self.sent, 9))) - 1]


def measure(folder: str | None = None, orders: int = _ORDERS, timeout: float = _TIMEOUT) -> Measured:
    """Send test orders at once and wait for each at most `timeout` seconds.

    Raises PracticeError where there is no shop, or nothing of it runs: that is no fault that people are to mend.
    """
    if orders < 1:
        raise PracticeError(f"orders = {orders}: a probe sends at least one order")
    place = Place.of(folder)
    port = place.port("web")
    with ThreadPoolExecutor(max_workers=orders) as pool:
        answers = list(pool.map(lambda number: _order(port, number, timeout), range(orders)))
    why = tuple(said for _, said in answers if said)
    if len(why) == orders and not shop.any_alive(place):
        raise PracticeError(shop.not_running(place))
    return Measured(orders, orders - len(why), tuple(sorted(took for took, _ in answers)), why)


def _order(port: int, number: int, timeout: float) -> tuple[float, str]:
    basket = BASKETS[number % len(BASKETS)]
    began = time.monotonic()
    answer = serving.call(port, "/checkout", {"basket": basket, "test": True}, timeout=timeout)
    took = time.monotonic() - began
    if answer.good:
        return took, ""
    told = answer.json()
    return took, answer.trouble or f"HTTP {answer.status} {told.get('error', '')}: {told.get('detail', '')}"


def good_orders(folder: str | None = None, orders: int = _ORDERS, timeout: float = _TIMEOUT) -> float:
    """Share of test orders that were taken within `timeout` seconds, from 0 to 1."""
    return measure(folder, orders, timeout).share


def slowest_order(folder: str | None = None, orders: int = _ORDERS, timeout: float = _TIMEOUT) -> float:
    """95th percentile of the response times of test orders, in seconds; with so few it is the slowest."""
    return round(measure(folder, orders, timeout).percentile(0.95), 3)


def is_well(
    folder: str | None = None,
    share: float = 0.9,
    seconds: float = 1.0,
    orders: int = _ORDERS,
    timeout: float = _TIMEOUT,
) -> bool:
    """Whether at least a `share` of test orders was taken, and 95 % of all were answered within `seconds`."""
    measured = measure(folder, orders, timeout)
    return measured.share >= share and measured.percentile(0.95) <= seconds
