"""The monitoring: what customers meet and which services answer, as a page and as plain text."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

from trainer.practice import monitor_page, serving
from trainer.practice.place import Place
from trainer.practice.serving import HTML, TEXT, Reply, Request

_WATCHED: Final = ("web", "payment", "store")
_EVERY: Final = 2.0
_PATIENCE: Final = 1.0
_KEPT: Final = 600
_MINUTE: Final = 60
_RECENT: Final = 15
_BLOCK: Final = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page shows. Shares run from 0 to 1, times are in seconds; None where nothing was measured."""

    at: str
    orders_per_minute: int
    errors: float | None
    p95: float | None
    waiting: int
    why: tuple[tuple[str, int], ...]
    history: tuple[int, ...]
    """orders per minute, in blocks of ten seconds, oldest first"""
    services: tuple[tuple[str, str], ...]


def figures(seconds: Sequence[dict[str, Any]], services: Iterable[tuple[str, str]]) -> Figures:
    """The figures of the last minute and the last quarter of a minute."""
    minute, recent = seconds[-_MINUTE:], seconds[-_RECENT:]
    good = [took for second in recent for took in second["good"]]
    failed = [took for second in recent for took in second["failed"]]
    why: Counter[str] = Counter()
    for second in recent:
        why.update(second["why"])
    answered = sorted([*good, *failed])
    blocks = [seconds[start : start + _BLOCK] for start in range(len(seconds) % _BLOCK, len(seconds), _BLOCK)]
    return Figures(
        at=seconds[-1]["at"] if seconds else "",
        orders_per_minute=_per_minute(minute),
        errors=len(failed) / len(answered) if answered else None,
        p95=answered[min(len(answered) - 1, int(len(answered) * 0.95))] / 1_000 if answered else None,
        waiting=seconds[-1]["waiting"] if seconds else 0,
        why=tuple(why.most_common(3)),
        history=tuple(_per_minute(block) for block in blocks),
        services=tuple(services),
    )


def _per_minute(seconds: Sequence[dict[str, Any]]) -> int:
    return round(sum(len(second["good"]) for second in seconds) * 60 / len(seconds)) if seconds else 0


class Monitor:
    """Reads what the customers note, and asks every service every two seconds whether it answers."""

    def __init__(self, place: Place) -> None:
        self._place, self._lock = place, Lock()
        self._seconds: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._read_to = 0
        self._answers: dict[str, str] = dict.fromkeys(_WATCHED, "not asked yet")

    def watch(self) -> None:
        """Ask for ever; each service on its own, so that one that does not answer delays no other."""
        for service in _WATCHED:
            Thread(target=self._ask, args=(service, self._place.port(service)), daemon=True).start()

    def _ask(self, service: str, port: int) -> None:
        while True:
            answer = serving.call(port, "/health", timeout=_PATIENCE)
            said = "up" if answer.good else f"down: {answer.trouble or answer.status}"
            if said != self._answers[service]:
                logging.info("%s: %s", service, said)
            self._answers[service] = said
            time.sleep(_EVERY)

    def now(self) -> Figures:
        """The figures as they stand."""
        with self._lock:
            self._follow(self._place.metrics)
            return figures(tuple(self._seconds), tuple(self._answers.items()))

    def _follow(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                if file.seek(0, 2) < self._read_to:
                    self._seconds.clear()
                    self._read_to = 0
                file.seek(self._read_to)
                lines = file.read().split(b"\n")
        except OSError:
            return
        # The last part is empty, or a line that is still being written.
        self._read_to += sum(len(line) + 1 for line in lines[:-1])
        for line in lines[:-1]:
            try:
                self._seconds.append(json.loads(line))
            except ValueError:
                continue

    def page(self, _: Request) -> Reply:
        """The figures for a browser; it reloads itself."""
        return Reply(200, monitor_page.page(self.now()), HTML)

    def text(self, _: Request) -> Reply:
        """The figures for a terminal."""
        return Reply(200, monitor_page.text(self.now()), TEXT)


def main(place: Place) -> None:
    """Run the monitoring. Raises PracticeError."""
    serving.begin(place, "monitor")
    monitor = Monitor(place)
    monitor.watch()
    serving.serve(place, "monitor", {("GET", "/"): monitor.page, ("GET", "/text"): monitor.text})
