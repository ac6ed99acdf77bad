"""The undo record: what has to be rolled back, kept on disk from before the first action until it was.

Three files a run, in a folder of the user's own data: `KEY.undo` is there while something has to be undone,
`KEY.told` holds what came of it until an exercise's journal has it, and `KEY.lock` is locked by the process that works
on it. The operating system lets go of a lock when its holder dies, however it dies, so a record whose lock is free was
left over; one whose lock is held belongs to a process that still runs.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final, Literal, TypeVar

State = Literal["running", "undone", "told", "unreadable"]

_UNDO: Final = ".undo"
_TOLD: Final = ".told"
_LOCK: Final = ".lock"
_LARGEST: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class UndoRecord:
    """Everything that rolling back needs. `began` is wall time, ISO 8601 in UTC; secrets are kept as names alone."""

    exercise: str
    experiment: str
    target: str
    digest: str
    began: str
    probe_every: int
    time_limit: int
    document: Mapping[str, Any] = field(repr=False)
    first_action: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run came to, for the exercise's journal. `journal` is Chaos Toolkit's, as JSON."""

    exercise: str
    experiment: str
    target: str
    reason: str
    ok: bool
    text: str
    at: str
    journal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Left:
    """A run of which something is on disk.

    `running`: a process is at work on it; `undone`: nobody is, and it has to be rolled back; `told`: it was rolled
    back, or there was nothing to undo, and the exercise's journal may not have it yet.
    """

    key: str
    state: State
    undo: UndoRecord | None = None
    told: Told | None = None


R = TypeVar("R", UndoRecord, Told)


def wall() -> str:
    """Wall time now, ISO 8601 in UTC, as the library's journal writes it."""
    return datetime.fromtimestamp(time.time_ns() / 1e9, UTC).isoformat()


def write_undo(folder: Path, key: str, record: UndoRecord) -> None:
    """Keep a record; it is durable when this returns. Raises OSError."""
    _write(folder / f"{key}{_UNDO}", asdict(record))


def write_told(folder: Path, key: str, told: Told) -> None:
    """Keep what a run came to; durable when this returns. Raises OSError."""
    _write(folder / f"{key}{_TOLD}", asdict(told))


def drop_undo(folder: Path, key: str) -> None:
    """Everything was rolled back. Raises OSError."""
    (folder / f"{key}{_UNDO}").unlink(missing_ok=True)
    _sync(folder)


def forget(folder: Path, key: str, undo: bool = False) -> None:
    """What a run came to is known where it belongs; with `undo`, give up rolling it back as well."""
    for end in (_TOLD, *((_UNDO,) if undo else ())):
        (folder / f"{key}{end}").unlink(missing_ok=True)
    if not (folder / f"{key}{_UNDO}").exists():
        for end in (_LOCK, ".log"):
            (folder / f"{key}{end}").unlink(missing_ok=True)


def _write(path: Path, value: object) -> None:
    fresh = path.with_name(path.name + ".new")
    data = json.dumps(value, ensure_ascii=False).encode("utf-8", errors="surrogatepass")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make a change of names durable; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def hold(folder: Path, key: str) -> IO[bytes] | None:
    """Take the lock of a run; None where another process has it. It is held until the file is closed or we die."""
    file = (folder / f"{key}{_LOCK}").open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        return None
    return file


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_held(folder: Path, key: str) -> bool:
    """Whether a living process works on a run."""
    if not (folder / f"{key}{_LOCK}").exists():
        return False
    held = hold(folder, key)
    if held is None:
        return True
    held.close()
    return False


def left(folder: Path) -> tuple[Left, ...]:
    """Every run of which something is on disk, oldest name first. Never raises for what lies in the files."""
    try:
        names = {path.stem for path in folder.iterdir() if path.suffix in (_UNDO, _TOLD)}
    except OSError:
        return ()
    return tuple(_left(folder, key) for key in sorted(names))


def _left(folder: Path, key: str) -> Left:
    told = _read(folder / f"{key}{_TOLD}", Told)
    undo = _read(folder / f"{key}{_UNDO}", UndoRecord)
    if is_held(folder, key):
        return Left(key, "running", undo, told)
    if (folder / f"{key}{_UNDO}").exists():
        return Left(key, "undone" if undo is not None else "unreadable", undo, told)
    return Left(key, "told" if told is not None else "unreadable", None, told)


def read_undo(folder: Path, key: str) -> UndoRecord | None:
    """The record of a run; None where there is none, or it cannot be read."""
    return _read(folder / f"{key}{_UNDO}", UndoRecord)


def _read(path: Path, kind: type[R]) -> R | None:
    with suppress(OSError, ValueError, TypeError, RecursionError):
        with path.open("rb") as file:
            value = json.loads(file.read(_LARGEST))
        # What a later version adds is left aside; what is missing makes it no record.
        return kind(**{each.name: value[each.name] for each in fields(kind) if each.name in value})
    return None
