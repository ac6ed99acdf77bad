"""The store: keeps orders in a SQLite database whose folder has a quota."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from trainer.practice import config, serving
from trainer.practice.errors import PracticeError
from trainer.practice.place import Place
from trainer.practice.serving import Reply, Request

_PAGE: Final = 1024
"""Bytes of a page of the database: small, so that a full disk is felt within seconds."""
_TIDY_EVERY: Final = 500
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    total INTEGER NOT NULL,
    payment TEXT NOT NULL,
    basket TEXT NOT NULL,
    test INTEGER NOT NULL
)
"""


def others_in(place: Place) -> int:
    """Bytes in the database's folder that are not the database's own."""
    own = place.database.name
    total = 0
    for entry in os.scandir(place.data):
        if not entry.name.startswith(own):
            try:
                total += entry.stat(follow_symlinks=False).st_size
            except FileNotFoundError:
                # It was removed while we looked, which is what a repair does.
                continue
    return total


class Orders:
    """The orders; one connection, used by one request at a time."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._lock = Lock()
        self.read()
        try:
            place.data.mkdir(parents=True, exist_ok=True)
            # Autocommit: transactions are opened by hand, below.
            self._database = sqlite3.connect(place.database, isolation_level=None, check_same_thread=False)
            for setting in (f"page_size = {_PAGE}", "auto_vacuum = FULL", "synchronous = NORMAL"):
                self._database.execute(f"PRAGMA {setting}")
            self._database.execute(f"PRAGMA busy_timeout = {self._wait}")
            self._database.execute(_TABLES)
        except (OSError, sqlite3.Error) as error:
            raise PracticeError(f"the store cannot open {place.database}: {error}") from error

    def read(self) -> None:
        """Take the configuration up. Raises PracticeError and changes nothing where it is unusable."""
        path = self._place.config("store")
        quota = config.quota(path)
        wait = int(config.number(path, "database", "wait_ms", 0, 60_000))
        keep = int(config.number(path, "database", "keep_orders", 10, 1e9))
        self._quota, self._wait, self._keep = quota, wait, keep

    def add(self, total: int, payment: str, basket: object, test: bool) -> int:
        """Keep an order and return its number. Raises sqlite3.Error, also where the quota is used up."""
        with self._lock, self._transaction():
            done = self._database.execute(
                "INSERT INTO orders (total, payment, basket, test) VALUES (?, ?, ?, ?)",
                (total, payment, json.dumps(basket), test),
            )
            number = done.lastrowid or 0
            if number % _TIDY_EVERY == 0:
                self._database.execute("DELETE FROM orders WHERE number <= ?", (number - self._keep,))
        return number

    def find(self, number: int) -> tuple[int, str, str] | None:
        """Total, payment and basket of an order. Raises sqlite3.Error."""
        with self._lock:
            found = self._database.execute(
                "SELECT total, payment, basket FROM orders WHERE number = ?", (number,)
            ).fetchone()
        return (int(found[0]), str(found[1]), str(found[2])) if found else None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # What other files leave of the quota is all that the database may grow to; SQLite itself then says
        # "database or disk is full", as it does on a real disk.
        pages = max(1, (self._quota - others_in(self._place)) // _PAGE)
        self._database.execute(f"PRAGMA max_page_count = {pages}")
        self._database.execute(f"PRAGMA busy_timeout = {self._wait}")
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise


class _Store:
    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def add(self, request: Request) -> Reply:
        order: dict[str, Any] = request.json()
        total, payment = order.get("total"), order.get("payment")
        if not isinstance(total, int) or not isinstance(payment, str):
            return Reply.of(400, error="an order has a total in cents and a payment")
        try:
            number = self._orders.add(total, payment, order.get("basket"), bool(order.get("test")))
        except sqlite3.Error as error:
            logging.error("an order with payment %s was not kept: %s", payment, error)
            return Reply.of(503, error=str(error))
        logging.info("order %d kept, payment %s", number, payment)
        return Reply.of(201, order=number)

    def find(self, request: Request) -> Reply:
        try:
            found = self._orders.find(int(request.tail) if request.tail.isdigit() else 0)
        except (sqlite3.Error, OverflowError) as error:
            return Reply.of(503, error=str(error))
        if found is None:
            return Reply.of(404, error=f"there is no order {request.tail}")
        return Reply.of(200, total=found[0], payment=found[1], basket=json.loads(found[2]))


def hold_for_ever(database: Path) -> None:
    """Hold an exclusive transaction on a database until this process ends: the stray report's work."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=60)
    connection.execute("BEGIN EXCLUSIVE")
    logging.info("reading all orders of the month in one transaction")


def main(place: Place) -> None:
    """Run the store. Raises PracticeError."""
    serving.begin(place, "store")
    orders = Orders(place)
    serving.reloads(orders.read)
    store = _Store(orders)
    serving.serve(place, "store", {("POST", "/orders"): store.add, ("GET", "/orders/"): store.find})
