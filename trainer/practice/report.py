"""A report that somebody started and forgot: it keeps the database locked until it is ended."""

from __future__ import annotations

import signal

from trainer.practice import serving, store
from trainer.practice.place import Place


def main(place: Place) -> None:
    """Hold the database for ever."""
    serving.begin(place, "report")
    store.hold_for_ever(place.database)
    while True:
        signal.pause()
