"""The practice shop as somebody outside sees it: orders over HTTP, `ps`, and the database's file.

Neither the shop's own figures nor the exercise's probes are asked: what is found here is the truth that both are
held against.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from threading import Event, Thread
from typing import Any

GOODS = {
    "kettle": (2_490, 91),
    "lamp": (3_900, 92),
    "mug": (850, 93),
    "blanket": (2_950, 94),
    "clock": (5_400, 95),
}
"""What this customer orders: the price in cents, and a number that nobody else orders"""
REDUCED = ("kettle", "blanket")
QUICK = 1.0
"""Seconds within which an order has to be answered in the steady state"""
PACE = 0.04
"""Seconds between two orders of a watch"""
WAITING = 12
"""Orders of a watch that wait for an answer at most: it must not become the load that keeps a shop from recovering"""


@dataclass(frozen=True, slots=True)
class Order:
    """An order that was sent: when, on the machine's monotonic clock, and what became of it. Times in seconds."""

    article: str
    sent: float
    took: float
    status: int
    answer: str

    @property
    def well(self) -> bool:
        """Whether it was taken, and quickly."""
        return self.status == 201 and self.took <= QUICK


class Outside:
    """A shop in its folder; what people know of it stands in README.txt there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = int(json.loads((folder / "shop.json").read_text())["ports"]["web"])

    def order(self, article: str, patience: float = 5.0) -> Order:
        """Order something, and wait for the answer so many seconds at most."""
        body = json.dumps({"basket": {article: GOODS[article][1]}})
        sent, status, answer = time.monotonic(), 0, "no answer"
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=patience)) as connection:
            try:
                connection.request("POST", "/checkout", body, {"Content-Type": "application/json"})
                reply = connection.getresponse()
                status, answer = reply.status, reply.read().decode()
            except (OSError, HTTPException) as error:
                answer = f"{type(error).__name__}: {error}"
        return Order(article, sent, time.monotonic() - sent, status, answer)

    def orders(self, patience: float = 5.0) -> dict[str, Order]:
        """One order of every article, all at once."""
        with ThreadPoolExecutor(len(GOODS)) as pool:
            return dict(
                zip(GOODS, pool.map(lambda article: self.order(article, patience), GOODS), strict=True)
            )

    def well(self) -> bool:
        """Whether every kind of order is taken quickly at this moment."""
        return all(order.well for order in self.orders().values())

    def kept(self, article: str) -> int:
        """How many orders of this customer the database holds, read from its file."""
        price, number = GOODS[article]
        with self._database() as database:
            found = database.execute(
                "SELECT count(*) FROM orders WHERE total = ?", (price * number,)
            ).fetchone()
        return int(found[0])

    def locked(self) -> bool:
        """Whether somebody keeps everybody else out of the database, for longer than one order does."""
        try:
            with self._database() as database:
                database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
        return False

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        file = (self.folder / "data" / "shop.db").as_uri()
        with closing(sqlite3.connect(f"{file}?mode=ro", uri=True, timeout=1.0)) as database:
            yield database

    def pid(self, service: str) -> int:
        """The number that stands in the shop's folder for a service's process; it may be gone."""
        return int((self.folder / "run" / f"{service}.pid").read_text())

    def is_gone(self, service: str) -> bool:
        """Whether the process of a service is there no more."""
        return is_over(self.pid(service))

    def is_frozen(self, service: str) -> bool:
        """Whether the process of a service was stopped by a signal."""
        return state_of(self.pid(service)).startswith("T")

    def runs(self, service: str) -> bool:
        """Whether the process of a service is there and goes on."""
        return not self.is_gone(service) and not self.is_frozen(service)

    def over_quota(self) -> bool:
        """Whether the files in the database's folder have used up what its configuration allows."""
        text = (self.folder / "config" / "store.ini").read_text()
        (quota,) = re.findall(r"(?m)^quota_mib = (\d+)$", text)
        used = sum(file.stat().st_size for file in (self.folder / "data").iterdir())
        return used >= int(quota) * 1024 * 1024

    def processes(self) -> dict[int, str]:
        """Number and command line of every process that works in the shop's folder."""
        return {pid: args for pid, _, args in listed() if f"--folder {self.folder}" in args}


def state_of(pid: int) -> str:
    """The state of a process as `ps` shows it; empty for one that is gone."""
    return _ps("-o", "stat=", "-p", str(pid)).strip()


def is_over(pid: int) -> bool:
    """Whether a process has ended; one that nobody has taken note of yet shows as Z."""
    return state_of(pid)[:1] in ("", "Z")


def children(pid: int) -> list[int]:
    """The experiments' processes that a process has started."""
    return [each for each, parent, args in listed() if parent == pid and "trainer.chaos.child" in args]


def listed() -> list[tuple[int, int, str]]:
    """Every process: number, its parent's, and command line."""
    rows = (line.split(None, 2) for line in _ps("-axo", "pid=,ppid=,args=", "-ww").splitlines())
    return [(int(row[0]), int(row[1]), row[2]) for row in rows if len(row) == 3]


def _ps(*words: str) -> str:
    return subprocess.run(["ps", *words], capture_output=True, text=True, check=False).stdout


class Watch:
    """Orders of every kind, one after the other at a steady pace; each waits as long as a good answer may take."""

    def __init__(self, outside: Outside, pace: float = PACE) -> None:
        self._outside, self._pace = outside, pace
        self._sent: list[Future[Order]] = []
        self._over = Event()
        self._pool = ThreadPoolExecutor(WAITING)
        self._thread = Thread(target=self._run)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        self._thread.join()
        self._pool.shutdown()

    def _run(self) -> None:
        articles, began = tuple(GOODS), time.monotonic()
        for number in count():
            if sum(not each.done() for each in self._sent[-2 * WAITING :]) < WAITING:
                article = articles[number % len(articles)]
                self._sent.append(self._pool.submit(self._outside.order, article, QUICK))
            if self._over.wait(max(0.0, began + (number + 1) * self._pace - time.monotonic())):
                return

    @property
    def orders(self) -> list[Order]:
        """Those that were answered so far, in the order in which they were sent."""
        return sorted(
            (each.result() for each in tuple(self._sent) if each.done()), key=lambda order: order.sent
        )

    def well_from(self, found: float) -> tuple[float, float]:
        """When the shop became well, as a reading of the monotonic clock: after the first, at the second at latest.

        The first is the last order that failed before the moment at which somebody else `found` the shop well, the
        second the first good one after that: from then on whoever ordered was served.
        """
        orders = self.orders
        last = max(
            (order.sent for order in orders if not order.well and order.sent < found), default=orders[0].sent
        )
        return last, min(order.sent for order in orders if order.well and order.sent >= last)
