"""Processes by number and time of start, so that a number used again by another process is never signalled."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trainer.practice.errors import PracticeError
from trainer.practice.place import Place, write_file, writing

_PROC: Final = Path("/proc")
_PACKAGES: Final = Path(__file__).resolve().parent.parent.parent
"""The folder from which this program's packages are imported."""
_MODULE: Final = "trainer.practice"


@dataclass(frozen=True, slots=True)
class Process:
    """A process, told apart from a later one with the same number by the moment at which it was started."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        """Whether it still is; what has ended and was not yet taken note of by its parent is gone."""
        seen = _seen(self.pid)
        return seen is not None and seen[1] == self.started and not seen[0].startswith("Z")

    @property
    def frozen(self) -> bool:
        """Whether it was stopped by a signal."""
        return self.state.startswith("T")

    @property
    def state(self) -> str:
        """The state's letter as `ps` shows it (R, S, T, …); empty for a process that is gone."""
        seen = _seen(self.pid)
        return seen[0] if seen is not None and seen[1] == self.started else ""

    def send(self, number: signal.Signals) -> bool:
        """Send a signal to this process and no other; False where it is gone. Raises PracticeError."""
        if sys.platform == "linux":
            # A descriptor stays with the process: nothing can slip in between looking and signalling.
            try:
                descriptor = os.pidfd_open(self.pid)
            except ProcessLookupError:
                return False
            try:
                if not self.alive:
                    return False
                signal.pidfd_send_signal(descriptor, number)
                return True
            except ProcessLookupError:
                return False
            except PermissionError:
                raise PracticeError(self._not_ours()) from None
            finally:
                os.close(descriptor)
        try:
            if self.alive:
                os.kill(self.pid, number)
                return True
        except ProcessLookupError:
            pass
        except PermissionError:
            raise PracticeError(self._not_ours()) from None
        return False

    def _not_ours(self) -> str:
        return f"process {self.pid} belongs to another user; end it as that user, or use a folder of your own"

    def gone_within(self, seconds: float) -> bool:
        """Wait for its end."""
        until = time.monotonic() + seconds
        while self.alive:
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def end(self, grace: float = 3.0) -> None:
        """Ask it to end, also out of a freeze, and end it by force after `grace` seconds."""
        if self.send(signal.SIGTERM):
            self.send(signal.SIGCONT)
            if not self.gone_within(grace):
                self.send(signal.SIGKILL)
                self.gone_within(grace)


def _seen(pid: int) -> tuple[str, str] | None:
    """State and time of start of a process, or None."""
    if _PROC.joinpath("self", "stat").exists():
        try:
            # The name in brackets may hold anything; what follows the last bracket is plain.
            fields = (
                (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
            )
        except OSError:
            return None
        parts = fields.split()
        return parts[0], f"{_boot()}/{parts[19]}"
    told = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(None, 1)
    return (told[0], told[1].strip()) if len(told) == 2 else None


def _boot() -> str:
    try:
        return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def process(pid: int) -> Process | None:
    """The process that has a number now."""
    seen = _seen(pid)
    return Process(pid, seen[1]) if seen is not None else None


def remember(place: Place, service: str, found: Process) -> None:
    """Write a service's process down. Raises PracticeError."""
    write_file(_start_file(place, service), found.started + "\n")
    write_file(place.pid_file(service), f"{found.pid}\n")


def remembered(place: Place, service: str) -> Process | None:
    """The process that was last written down for a service; it may be gone."""
    try:
        pid = int(place.pid_file(service).read_text(encoding="ascii"))
        return Process(pid, _start_file(place, service).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def forget(place: Place, service: str) -> None:
    """Remove what was written down of a service's process."""
    place.pid_file(service).unlink(missing_ok=True)
    _start_file(place, service).unlink(missing_ok=True)


def _start_file(place: Place, service: str) -> Path:
    return place.pid_file(service).with_name(f".{service}.started")


def command_line(place: Place, service: str) -> tuple[str, ...]:
    """How a service's process is started."""
    return (sys.executable, "-m", _MODULE, service, "--folder", str(place.folder))


def surroundings() -> dict[str, str]:
    """The environment in which this program's packages are found from any folder."""
    paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))}


def launch(place: Place, service: str) -> Process:
    """Start a service's process away from this one and write it down. Raises PracticeError.

    A shell starts it and leaves, so that it belongs to nobody's terminal and outlives whoever started it.
    """
    output = place.output(service)
    with writing(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        output.touch()
    words = shlex.join(command_line(place, service))
    script = f"{words} </dev/null >>{shlex.quote(str(output))} 2>&1 & echo $!"
    told = subprocess.run(
        ["/bin/sh", "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=place.folder,
        env=surroundings(),
        start_new_session=True,
    )
    found = process(int(told.stdout)) or Process(int(told.stdout), "ended at once")
    remember(place, service, found)
    return found


def of_folder(place: Place) -> Iterator[tuple[str, Process]]:
    """Every process of a shop that runs on this machine, written down or not: service and process."""
    for pid, line in _command_lines():
        head, found, rest = line.partition(f"-m {_MODULE} ")
        service, _, folder = rest.partition(" --folder ")
        if found and head and folder == str(place.folder) and pid != os.getpid():
            alive = process(pid)
            if alive is not None and alive.alive:
                yield service, alive


def _command_lines() -> Iterator[tuple[int, str]]:
    if _PROC.joinpath("self", "stat").exists():
        for entry in _PROC.iterdir():
            if entry.name.isdigit():
                try:
                    words = (entry / "cmdline").read_bytes().rstrip(b"\0").replace(b"\0", b" ")
                except OSError:
                    continue
                yield int(entry.name), os.fsdecode(words)
        return
    told = subprocess.run(["ps", "-axo", "pid=,args="], capture_output=True, text=True, check=False).stdout
    for line in told.splitlines():
        pid, _, args = line.strip().partition(" ")
        yield int(pid), args.strip()
