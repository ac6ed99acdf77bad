"""The supervisor: starts the shop's processes, notes what becomes of them, and restarts none of them.

It ends the whole shop when its folder is taken away, and after a day's work at the latest, so that a shop that somebody
forgot does not run for ever.
"""

from __future__ import annotations

import logging
import time
from typing import Final

from trainer.practice import processes, serving
from trainer.practice.place import SERVICES, Place

_LOOK_EVERY: Final = 0.5
_LONGEST: Final = 12 * 3_600.0


def main(place: Place) -> None:
    """Start everything and watch. Raises PracticeError."""
    serving.begin(place, "supervisor")
    for service in SERVICES:
        found = processes.launch(place, service)
        logging.info("%s was started, process %d", service, found.pid)
    _watch(place)


def _watch(place: Place) -> None:
    until = time.monotonic() + _LONGEST
    known = {service: _standing(place, service) for service in SERVICES}
    while place.exists() and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)
        for service, before in known.items():
            now = _standing(place, service)
            if now != before:
                known[service] = now
                logging.warning("%s: %s", service, now)
    logging.warning("the shop is ended: %s", "its time is up" if place.exists() else "its folder is gone")
    for _, each in processes.of_folder(place):
        each.end()


def _standing(place: Place, service: str) -> str:
    found = processes.remembered(place, service)
    if found is None or not found.alive:
        return (
            "its process is gone"
            if found is None
            else f"process {found.pid} is gone; restart is left to people"
        )
    return f"process {found.pid} runs"
