"""The folder of a practice shop: what lies where in it, and who may work on it now."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from trainer.practice.errors import PracticeError

FOLDER_VARIABLE: Final = "TRAINER_PRACTICE_FOLDER"
SERVICES: Final = ("store", "payment", "web", "customers", "monitor")
"""in the order in which they are started"""
SERVERS: Final = ("store", "payment", "web", "monitor")
"""those that listen on a port"""
SUPERVISOR: Final = "supervisor"
REPORT: Final = "report"
"""the stray process of the fault that locks the database"""
_PATIENCE: Final = 8.0


def require_posix() -> None:
    """Raises PracticeError where processes cannot be stopped and continued by signals."""
    if sys.platform == "win32":
        raise PracticeError(
            "the practice shop needs Linux or macOS: Windows has no signals that freeze and continue a process; "
            "use a virtual machine or WSL, or play a simulation in a modelled system"
        )


def default_folder() -> Path:
    """The folder that TRAINER_PRACTICE_FOLDER names, or one among this user's own data. Raises PracticeError."""
    named = os.environ.get(FOLDER_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    try:
        home = Path.home()
    except RuntimeError:
        raise PracticeError("no home folder is known; name a folder with --folder") from None
    # XDG Base Directory Specification: a relative path is to be ignored.
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else home / ".local" / "share") / "incident-trainer" / "practice-shop"


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one shop."""

    folder: Path

    @classmethod
    def of(cls, folder: str | Path | None = None) -> Place:
        """The place in a folder, or in the default one. Raises PracticeError where there is no home folder."""
        try:
            wanted = Path(folder).expanduser() if folder else default_folder()
            found = wanted.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise PracticeError(f"the folder {folder or ''} cannot be used: {error}") from error
        if not str(found).isprintable():
            # It goes through shells, text files and process lists, and people have to type it.
            raise PracticeError(
                f"the folder {str(found)!a} has a line break, or a character that cannot be shown, in its name; "
                "name another one with --folder"
            )
        return cls(found)

    @property
    def marker(self) -> Path:
        """The file by which a shop's folder is known; it holds the ports."""
        return self.folder / "shop.json"

    @property
    def data(self) -> Path:
        """The database's folder; it has the quota."""
        return self.folder / "data"

    @property
    def database(self) -> Path:
        """The shop's SQLite file."""
        return self.data / "shop.db"

    @property
    def metrics(self) -> Path:
        """What the customers met, a JSON object a line and a second."""
        return self.folder / "metrics.jsonl"

    @property
    def undo_record(self) -> Path:
        """What the faults have changed in files; not for the eyes of those who repair."""
        return self.folder / ".facilitator" / "faults.json"

    def config(self, service: str) -> Path:
        """A service's configuration file."""
        return self.folder / "config" / f"{service}.ini"

    def log(self, service: str) -> Path:
        """What a service writes of its work."""
        return self.folder / "logs" / f"{service}.log"

    def output(self, service: str) -> Path:
        """What a service printed, such as why it could not start."""
        return self.folder / "logs" / f"{service}.out"

    def pid_file(self, service: str) -> Path:
        """The file that holds a service's process number and nothing else."""
        return self.folder / "run" / f"{service}.pid"

    def exists(self) -> bool:
        """Whether a shop was ever started here."""
        return self.marker.is_file()

    def is_shop(self) -> bool:
        """Whether the folder is a practice shop's, also where people have spoilt or removed its marker.

        A file of the marker's name alone is none: other programs have such files as well.
        """
        try:
            if {"shop", "ports"}.issubset(json.loads(self.marker.read_text(encoding="utf-8"))):
                return True
        except (OSError, ValueError, TypeError, RecursionError):
            pass
        return (self.folder / ".facilitator").is_dir() and self.config("store").is_file()

    def ports(self) -> dict[str, int]:
        """Port by service. Raises PracticeError where there is no shop."""
        try:
            ports = json.loads(self.marker.read_text(encoding="utf-8"))["ports"]
            return {name: int(ports[name]) for name in SERVERS}
        except FileNotFoundError:
            raise PracticeError(
                f"there is no practice shop in {self.folder}; start one with: trainer practice start"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PracticeError(
                f"{self.marker} cannot be read ({error}); remove it and start the shop again"
            ) from error

    def port(self, service: str) -> int:
        """The port of a service. Raises PracticeError."""
        return self.ports()[service]

    def url(self, service: str) -> str:
        """Where a service answers. Raises PracticeError."""
        return f"http://127.0.0.1:{self.port(service)}"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Work on the shop alone; waits some seconds for whoever is at it. Raises PracticeError."""
        import fcntl

        lock = self.folder / ".facilitator" / "lock"
        with writing(lock):
            lock.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            until = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise PracticeError(
                            f"another command is at work on the practice shop in {self.folder}; "
                            "try again when it is through"
                        ) from None
                    time.sleep(0.05)
            yield
        finally:
            os.close(descriptor)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turns a refusal of the file system into one line about a path. Raises PracticeError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise PracticeError(
            f"{error.filename or path} cannot be written: {reason}; name another folder with --folder"
        ) from error


def write_file(path: Path, text: str, mode: int = 0o644) -> None:
    """Put a file in place at once and whole, also when the program is killed meanwhile. Raises PracticeError."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.{os.getpid()}.new")
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(path)
