"""Real faults of the practice shop, and how each is undone: plain functions, as Chaos Toolkit calls them.

`folder` is the shop's folder; without it, TRAINER_PRACTICE_FOLDER or the default one is meant. Every function returns
what it did in one line, and raises PracticeError where it could do nothing. What a fault changes in a file is noted
before it is changed, so that it is undone also after this program was killed; what people have changed since is left
alone. To undo what is already mended does nothing and is no error.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from trainer.practice import config, processes, serving, shop
from trainer.practice.changes import TRACE, change, clean, put_back
from trainer.practice.errors import PracticeError
from trainer.practice.place import REPORT, SERVICES, Place, require_posix, writing
from trainer.practice.processes import Process
from trainer.practice.store import others_in

__all__ = [
    "FAULTS",
    "Fault",
    "continue_service",
    "deploy_bad_release",
    "fill_disk",
    "free_disk",
    "freeze_service",
    "kill_service",
    "lock_database",
    "roll_release_back",
    "slow_payment",
    "speed_payment_up",
    "start_service",
    "undo_all",
    "unlock_database",
]


class Idle(str):
    """What an undo answers where there was nothing to undo."""

    __slots__ = ()


BAD_RELEASE: Final = "42"
MANY_LISTS: Final = 45
_TRACE_LINE: Final = "DEBUG pager: cache miss, page read from file, spill 0, dirty 0, shared 1, frame kept\n"
_FELT_WITHIN: Final = 10.0
_NOT_RUNNING: Final = Idle("the practice shop is not running")
_NO_SHOP: Final = Idle("there is no practice shop in this folder")


# -- a process killed -------------------------------------------------------------------------------------


def kill_service(service: str = "payment", folder: str | None = None) -> str:
    """Kill a service's process outright (SIGKILL), as a kernel short of memory does."""
    place = _running(folder)
    with place.held():
        found = _process(place, service)
        found.send(signal.SIGKILL)
        if not found.gone_within(_FELT_WITHIN):
            raise PracticeError(f"process {found.pid} of {service} did not end")
    return f"{service} was killed (process {found.pid})"


def start_service(service: str = "payment", folder: str | None = None) -> str:
    """Undo `kill_service`: start the service where it is gone."""
    place = _standing(folder)
    if place is None:
        return _NOT_RUNNING
    found = processes.remembered(place, service)
    if found is not None and found.alive:
        return Idle(f"{service} runs already (process {found.pid})")
    try:
        return f"{service} was started (process {shop.start_service(place, service).pid})"
    except PracticeError:
        # Somebody may have been quicker, which is as good.
        found = processes.remembered(place, service)
        if found is None or not found.alive:
            raise
        return Idle(f"{service} runs already (process {found.pid})")


# -- a process frozen -------------------------------------------------------------------------------------


def freeze_service(service: str = "store", folder: str | None = None) -> str:
    """Stop a service's process (SIGSTOP): it stays, takes connections and never answers."""
    place = _running(folder)
    with place.held():
        found = _process(place, service)
        found.send(signal.SIGSTOP)
        _until(lambda: found.frozen, f"process {found.pid} of {service} did not stop")
    return f"{service} was frozen (process {found.pid})"


def continue_service(service: str = "store", folder: str | None = None) -> str:
    """Undo `freeze_service`: let the process go on."""
    place = _standing(folder)
    found = processes.remembered(place, service) if place is not None else None
    if found is None or not found.frozen:
        return Idle(f"{service} is not frozen")
    found.send(signal.SIGCONT)
    _until(lambda: not found.frozen, f"process {found.pid} of {service} did not continue")
    return f"{service} goes on (process {found.pid})"


# -- the disk quota full ----------------------------------------------------------------------------------


def fill_disk(folder: str | None = None) -> str:
    """Fill the quota of the database's folder with a debug log that ran away."""
    place = _running(folder)
    with place.held(), writing(place.data):
        trace = place.data / TRACE
        room = config.quota(place.config("store")) - others_in(place)
        # A link that somebody has put there would let it grow anywhere.
        descriptor = os.open(trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o644)
        with open(descriptor, "a", encoding="ascii") as file:  # noqa: PTH123  (a descriptor is no path)
            for _ in range(max(0, room // len(_TRACE_LINE)) + 1):
                file.write(_TRACE_LINE)
    return f"data/{TRACE} fills the quota ({trace.stat().st_size:,} bytes)"


def free_disk(folder: str | None = None) -> str:
    """Undo `fill_disk`: remove the debug log."""
    place = _shop(folder)
    if place is None:
        return _NO_SHOP
    trace = place.data / TRACE
    if not os.path.lexists(trace):
        return Idle(f"there is no data/{TRACE}")
    with writing(trace):
        trace.unlink(missing_ok=True)
    return f"data/{TRACE} was removed"


# -- a slow dependency ------------------------------------------------------------------------------------


def slow_payment(lists: int = MANY_LISTS, folder: str | None = None) -> str:
    """Let the fraud check compare every card with many lists: each payment takes 40 ms for each."""
    place = _running(folder)
    with place.held():
        payment = _process(place, "payment")
        change(place, "payment", "fraud check", "lists", str(lists))
        payment.send(signal.SIGHUP)
    return f"a card is compared with {lists} lists"


def speed_payment_up(folder: str | None = None) -> str:
    """Undo `slow_payment`: put the former number of lists back and let the service read it."""
    place = _shop(folder)
    if place is None:
        return _NO_SHOP
    done = put_back(place, "payment")
    payment = processes.remembered(place, "payment")
    # The file may have been mended by people and not been read since.
    if payment is not None:
        payment.send(signal.SIGHUP)
    return done or Idle("the configuration of payment is not as the fault left it")


# -- the database locked ----------------------------------------------------------------------------------


def lock_database(folder: str | None = None) -> str:
    """Start a stray report that holds an exclusive transaction on the database until it is ended."""
    place = _running(folder)
    with place.held():
        held = processes.remembered(place, REPORT)
        if held is not None and held.alive:
            raise PracticeError(f"the report holds the database already (process {held.pid})")
        began = _size(place)
        stray = processes.launch(place, REPORT)
        _until(lambda: _size(place) > began or not stray.alive, "the report did not get hold of the database")
        if not stray.alive:
            raise PracticeError(f"the report ended at once; see {place.output(REPORT)}")
    return f"a report holds the database (process {stray.pid})"


def _size(place: Place) -> int:
    """How much the report has written to its log; it writes once it holds the database."""
    try:
        return place.log(REPORT).stat().st_size
    except OSError:
        return 0


def unlock_database(folder: str | None = None) -> str:
    """Undo `lock_database`: end the report."""
    place = Place.of(folder)
    # What is found by the folder's name in its command line is the shop's, whatever became of the folder.
    strays = [each for service, each in processes.of_folder(place) if service == REPORT]
    for each in strays:
        each.end()
    return (
        f"the report was ended (process {strays[0].pid})" if strays else Idle("no report holds the database")
    )


# -- a bad release ----------------------------------------------------------------------------------------


def deploy_bad_release(folder: str | None = None) -> str:
    """Deploy version 42 of the storefront, which fails on every basket that holds nothing reduced."""
    place = _running(folder)
    with place.held():
        _process(place, "web")
        change(place, "web", "release", "version", BAD_RELEASE)
    found = shop.restart_service(place, "web")
    return f"version {BAD_RELEASE} of web is deployed (process {found.pid})"


def roll_release_back(folder: str | None = None) -> str:
    """Undo `deploy_bad_release`: the former version again, where the bad one is what runs or would run."""
    place = _shop(folder)
    if place is None:
        return _NO_SHOP
    done = put_back(place, "web")
    if _standing(folder) is None:
        return done or _NOT_RUNNING
    runs = serving.call(place.port("web"), "/health", timeout=2.0).json().get("version")
    if runs == BAD_RELEASE:
        found = shop.restart_service(place, "web")
        return f"the former version of web is deployed (process {found.pid})"
    return done or Idle(f"version {BAD_RELEASE} of web is not deployed")


# -- all of it --------------------------------------------------------------------------------------------


def undo_all(folder: str | None = None) -> str:
    """Undo every fault and start whatever is gone; says what was done.

    Where nothing of the shop runs it only puts the files in order. Raises PracticeError with everything that could not
    be done, after the rest was.
    """
    place = Place.of(folder)
    if _standing(folder) is None:
        if place.is_shop():
            clean(place)
        return _NOT_RUNNING
    done, failed = [], []
    for undo in _undoing(str(place.folder)):
        try:
            done.append(undo())
        except PracticeError as error:
            failed.append(str(error))
    if failed:
        raise PracticeError("; ".join(failed))
    return "; ".join(each for each in done if not isinstance(each, Idle)) or "there was nothing to undo"


def _undoing(folder: str) -> Iterator[Callable[[], str]]:
    yield partial(unlock_database, folder)
    yield partial(free_disk, folder)
    for service in SERVICES:
        yield partial(continue_service, service, folder)
    yield partial(speed_payment_up, folder)
    for service in SERVICES:
        yield partial(start_service, service, folder)
    yield partial(roll_release_back, folder)


# -- what the above share ---------------------------------------------------------------------------------


def _running(folder: str | None) -> Place:
    """The place of a shop that runs. Raises PracticeError where there is none to break."""
    require_posix()
    place = _standing(folder)
    if place is None:
        raise PracticeError(shop.not_running(Place.of(folder)))
    return place


def _shop(folder: str | None) -> Place | None:
    """The place of a shop, whether or not it runs; None for a folder that is not one: nothing is done there."""
    place = Place.of(folder)
    return place if place.is_shop() else None


def _standing(folder: str | None) -> Place | None:
    place = Place.of(folder)
    return place if place.exists() and shop.any_alive(place) else None


def _process(place: Place, service: str) -> Process:
    """The process of a service, alive. Raises PracticeError."""
    if service not in SERVICES:
        raise PracticeError(f"there is no service {service!r}; the services are {', '.join(SERVICES)}")
    found = processes.remembered(place, service)
    if found is None or not found.alive:
        raise PracticeError(f"{service} is not running, so this fault has nothing to break")
    return found


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + _FELT_WITHIN
    while not holds():
        if time.monotonic() > until:
            raise PracticeError(otherwise)
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as a facilitator chooses it."""

    id: str
    title: str
    seen: str
    """what is noticed from outside"""
    repair: str
    """what mends it in a terminal, in the shop's folder"""
    inject: Callable[..., str]
    undo: Callable[..., str]


FAULTS: Final[tuple[Fault, ...]] = (
    Fault(
        "payment-killed",
        "The payment process is killed",
        "every order fails at once (HTTP 503, connection refused)",
        "./shop start payment",
        kill_service,
        start_service,
    ),
    Fault(
        "store-frozen",
        "The store's process is frozen",
        "every order waits for seconds and fails (HTTP 504); ps shows the state T",
        "kill -CONT $(cat run/store.pid), or ./shop restart store",
        freeze_service,
        continue_service,
    ),
    Fault(
        "disk-full",
        "The disk quota of the database is used up",
        "orders are paid and then not kept (HTTP 503, database or disk is full)",
        f"rm data/{TRACE}, or a larger quota_mib in config/store.ini and kill -HUP $(cat run/store.pid)",
        fill_disk,
        free_disk,
    ),
    Fault(
        "payment-slow",
        "The fraud check behind the payments is slow",
        "orders take seconds; then payments queue and time out (HTTP 504)",
        "set lists = 1 in config/payment.ini, then kill -HUP $(cat run/payment.pid)",
        slow_payment,
        speed_payment_up,
    ),
    Fault(
        "database-locked",
        "A stray report holds the database locked",
        "orders are paid and then not kept (HTTP 503, database is locked)",
        "find the holder with `fuser data/shop.db` or ps, then kill it",
        lock_database,
        unlock_database,
    ),
    Fault(
        "bad-release",
        "A bad release of the storefront is deployed",
        "two orders in five fail (HTTP 500); logs/web.log holds the traceback",
        "set version = 41 in config/web.ini, then ./shop restart web",
        deploy_bad_release,
        roll_release_back,
    ),
)
