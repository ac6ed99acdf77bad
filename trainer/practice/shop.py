"""The shop as a whole and its services one by one: start, look, stop."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from trainer.practice import handbook, processes, serving
from trainer.practice.changes import clean
from trainer.practice.config import DEFAULTS
from trainer.practice.errors import PracticeError
from trainer.practice.place import (
    REPORT,
    SERVERS,
    SERVICES,
    SUPERVISOR,
    Place,
    require_posix,
    write_file,
    writing,
)
from trainer.practice.processes import Process

_UP_WITHIN: Final = 20.0
_LOOK_EVERY: Final = 0.05

Standing = Literal["up", "does not answer", "frozen", "gone", "never started"]


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """How one process of the shop stands."""

    service: str
    standing: Standing
    pid: int | None
    url: str


def start(folder: str | None = None, port: int | None = None) -> Place:
    """Start the whole shop in a folder and wait until it answers.

    `port` is the first of four ports to take, otherwise any free ones. Raises PracticeError.
    """
    require_posix()
    place = Place.of(folder)
    _prepare(place)
    with place.held():
        alive = sorted({service for service, _ in processes.of_folder(place)})
        if alive:
            raise PracticeError(
                f"the practice shop in {place.folder} already runs ({', '.join(alive)}); "
                f"look at it with `{place.folder}/shop status`, or stop it first with `{place.folder}/shop stop`"
            )
        clean(place)
        _forget_all(place)
        _write(place, _ports(port))
        processes.launch(place, SUPERVISOR)
        try:
            _wait_until_up(place, SERVERS)
        except PracticeError:
            _end_all(place)
            raise
    return place


def _prepare(place: Place) -> None:
    """Make the folder; one that holds something else is not touched."""
    if place.folder.exists() and not place.folder.is_dir():
        raise PracticeError(f"{place.folder} is a file; name a folder with --folder")
    with writing(place.folder):
        place.folder.mkdir(parents=True, exist_ok=True)
        others = [each.name for each in place.folder.iterdir() if each.name != ".facilitator"]
    if others and not place.is_shop():
        raise PracticeError(
            f"{place.folder} holds other files ({sorted(others)[0]}); name an empty or new folder with --folder"
        )


def _ports(first: int | None) -> dict[str, int]:
    if first is None:
        return dict(zip(SERVERS, _free_ports(len(SERVERS)), strict=True))
    if not 1024 <= first <= 65_535 - len(SERVERS):
        raise PracticeError(f"--port {first}: give the first of four ports, from 1024 to 65531")
    ports = {service: first + place for place, service in enumerate(SERVERS)}
    for service, port in ports.items():
        if not _is_free(port):
            raise PracticeError(
                f"port {port} for {service} is in use by another program; leave --port out to take free ports"
            )
    return ports


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _write(place: Place, ports: dict[str, int]) -> None:
    for service, text in DEFAULTS.items():
        if not place.config(service).exists():
            write_file(place.config(service), text)
    with writing(place.data):
        place.data.mkdir(exist_ok=True)
    write_file(place.marker, json.dumps({"shop": 1, "ports": ports}, indent=2) + "\n")
    write_file(place.folder / "shop", handbook.command(place), mode=0o755)
    write_file(place.folder / "README.txt", handbook.readme(place))


def _wait_until_up(place: Place, services: Iterable[str]) -> None:
    until = time.monotonic() + _UP_WITHIN
    missing = list(services)
    while missing:
        missing = [each for each in missing if not _answers(place, each)]
        gone = [each for each in missing if (found := processes.remembered(place, each)) and not found.alive]
        if gone:
            raise PracticeError(f"{gone[0]} did not start: {_last_words(place, gone[0])}")
        if missing and time.monotonic() > until:
            raise PracticeError(
                f"{missing[0]} did not answer within {_UP_WITHIN:.0f} seconds; see {place.log(missing[0])}"
            )
        time.sleep(_LOOK_EVERY)


def _answers(place: Place, service: str) -> bool:
    """Whether the service answers, and is the one that was started last."""
    found = processes.remembered(place, service)
    if found is None or not found.alive:
        return False
    answer = serving.call(place.port(service), "/health", timeout=1.0)
    return answer.good and answer.json().get("pid") == found.pid


def _last_words(place: Place, service: str) -> str:
    try:
        lines = place.output(service).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return lines[-1] if lines else f"it left no word; see {place.log(service)}"


def start_service(place: Place, service: str) -> Process:
    """Start one service again and wait until it answers. Raises PracticeError, also where it runs already."""
    _known(service)
    ports = place.ports()
    with place.held():
        found = processes.remembered(place, service)
        if found is not None and found.alive:
            raise PracticeError(_runs_already(service, found))
        return _launched(place, service, ports.get(service))


def restart_service(place: Place, service: str) -> Process:
    """End one service, also one that is frozen, and start it again. Raises PracticeError."""
    _known(service)
    ports = place.ports()
    with place.held():
        found = processes.remembered(place, service)
        if found is not None:
            found.end()
        return _launched(place, service, ports.get(service))


def stop_service(place: Place, service: str) -> bool:
    """End one service; False where it was not running. Raises PracticeError."""
    _known(service)
    place.ports()
    with place.held():
        found = processes.remembered(place, service)
        if found is None or not found.alive:
            return False
        found.end()
        return True


def _launched(place: Place, service: str, port: int | None) -> Process:
    if port is not None and not _is_free(port):
        raise PracticeError(serving.port_taken(service, port))
    started = processes.launch(place, service)
    if port is not None:
        _wait_until_up(place, [service])
    return started


def _runs_already(service: str, found: Process) -> str:
    if found.frozen:
        return (
            f"{service} is there (process {found.pid}), but stopped by a signal; continue it with "
            f"`kill -CONT {found.pid}`, or end and start it with `./shop restart {service}`"
        )
    return f"{service} already runs (process {found.pid}); to end and start it: ./shop restart {service}"


def _known(service: str) -> None:
    if service not in SERVICES:
        raise PracticeError(f"there is no service {service!r}; the services are {', '.join(SERVICES)}")


def stop(place: Place) -> tuple[str, ...]:
    """End every process of the shop and undo what faults have left in files; what was ended. Raises PracticeError."""
    require_posix()
    if not place.is_shop():
        # Processes may have outlived their folder; a folder of something else is not touched.
        return _end_processes(place)
    with place.held():
        ended = _end_all(place)
        clean(place)
        return ended


def _end_all(place: Place) -> tuple[str, ...]:
    ended = _end_processes(place)
    _forget_all(place)
    return ended


def _end_processes(place: Place) -> tuple[str, ...]:
    # Those who watch and ask go first, so that the logs end in peace.
    order = (SUPERVISOR, "customers", "monitor", "web", "payment", "store", REPORT)
    found = sorted(
        processes.of_folder(place), key=lambda each: order.index(each[0]) if each[0] in order else 0
    )
    for _, each in found:
        each.end()
    left = [str(each.pid) for _, each in found if each.alive]
    if left:
        raise PracticeError(
            f"process {', '.join(left)} of the practice shop could not be ended; try: kill -9 {left[0]}"
        )
    return tuple(service for service, _ in found)


def _forget_all(place: Place) -> None:
    for service in (SUPERVISOR, *SERVICES, REPORT):
        processes.forget(place, service)


def status(place: Place) -> tuple[ServiceStatus, ...]:
    """How every process of the shop stands. Raises PracticeError where there is no shop."""
    ports = place.ports()
    return tuple(_status(place, service, ports.get(service)) for service in (SUPERVISOR, *SERVICES))


def _status(place: Place, service: str, port: int | None) -> ServiceStatus:
    found = processes.remembered(place, service)
    url = f"http://127.0.0.1:{port}" if port is not None else ""
    if found is None:
        return ServiceStatus(service, "never started", None, url)
    if not found.alive:
        return ServiceStatus(service, "gone", found.pid, url)
    if found.frozen:
        return ServiceStatus(service, "frozen", found.pid, url)
    answers = port is None or _answers(place, service)
    return ServiceStatus(service, "up" if answers else "does not answer", found.pid, url)


def any_alive(place: Place) -> bool:
    """Whether any process of the shop runs."""
    return any(True for _ in processes.of_folder(place))


def not_running(place: Place) -> str:
    """The line about a shop of which nothing runs."""
    return f"the practice shop in {place.folder} is not running; start it with: trainer practice start"
