"""The practice shop as windows see it: started and ended beside them, never by them, so that none stands still."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from trainer.core.problems import one_line
from trainer.workspace import PracticeShop, ShopStanding

if TYPE_CHECKING:
    from trainer.practice.place import Place


class PracticePlace:
    """The shop in the folder that TRAINER_PRACTICE_FOLDER names, or in the user's own.

    What was started here ends with the program; a shop that ran before is left alone.
    """

    def __init__(self) -> None:
        self._worker: threading.Thread | None = None
        self._doing: ShopStanding | None = None
        self._said = ""
        self._started = False

    def look(self) -> PracticeShop:
        """How it stands, by its processes alone: nothing is asked of the shop itself. Never raises."""
        from trainer.practice.errors import PracticeError
        from trainer.practice.place import Place, require_posix

        try:
            require_posix()
            place = Place.of()
        except PracticeError as error:
            return PracticeShop("not here", said=str(error))
        doing = self._doing if self._worker is not None and self._worker.is_alive() else None
        try:
            page = place.url("monitor") if place.exists() else ""
        except PracticeError:
            page = ""
        return PracticeShop(doing or _standing(place), str(place.folder), page, self._said)

    def start(self) -> None:
        """Start it, or what of it is gone; returns at once."""
        self._do("starting", self._start)

    def stop(self) -> None:
        """End all of it; returns at once."""
        self._do("stopping", self._stop)

    def _do(self, doing: ShopStanding, what: Callable[[], None]) -> None:
        if self._worker is not None and self._worker.is_alive():
            return
        self._doing, self._said = doing, ""
        self._worker = threading.Thread(target=self._told, args=(what,), daemon=True)
        self._worker.start()

    def _told(self, what: Callable[[], None]) -> None:
        from trainer.practice.errors import PracticeError

        try:
            what()
        except (PracticeError, OSError) as error:
            self._said = one_line(str(error), 400)

    def _start(self) -> None:
        from trainer.practice import faults, shop
        from trainer.practice.place import Place

        place = Place.of()
        if shop.any_alive(place):
            faults.undo_all(str(place.folder))
            return
        self._started = True
        atexit.unregister(self._leave)
        atexit.register(self._leave)
        shop.start(str(place.folder))

    def _stop(self) -> None:
        from trainer.practice import shop
        from trainer.practice.place import Place

        self._started = False
        shop.stop(Place.of())

    def _leave(self) -> None:
        """At the program's end: nothing that it started goes on running."""
        from trainer.practice.errors import PracticeError

        if self._worker is not None:
            self._worker.join(20.0)
        if not self._started:
            return
        with suppress(PracticeError, OSError):
            self._stop()


def _standing(place: Place) -> ShopStanding:
    from trainer.practice import processes
    from trainer.practice.place import SERVICES

    found = [processes.remembered(place, service) for service in SERVICES]
    alive = sum(each is not None and each.alive for each in found)
    if alive == len(SERVICES):
        return "running"
    return "in parts" if alive else "stopped"
