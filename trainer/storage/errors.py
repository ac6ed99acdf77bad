"""What can go wrong with the library and with exercise files.

The text of every one of these is a single printable line that says what is wrong, where, and what to do.
"""

from __future__ import annotations

from typing import Final

from trainer.core.problems import one_line

_LONGEST: Final = 1_000


class StorageError(Exception):
    """Something about the library or about an exercise file stands in the way."""

    def __init__(self, message: str) -> None:
        # Paths, titles and names come from outside: they must not forge a second line.
        super().__init__(one_line(message, _LONGEST))


class LibraryUnavailable(StorageError):
    """The library cannot be opened, read or written. Nothing was changed; the same call may be tried again."""


class NewerLibrary(LibraryUnavailable):
    """The library was written by a newer program."""


class NoSuchExercise(StorageError):
    """No exercise, or more than one, goes by that name."""


class ExerciseExists(StorageError):
    """The library already holds an exercise of that identifier."""


class ConcurrentWriter(StorageError):
    """Another program writes the same exercise. Nothing was changed."""


class DamagedJournal(StorageError):
    """What is stored of an exercise is incomplete or was altered, and cannot be used."""


class BadPortableFile(StorageError):
    """A portable exercise file cannot be read, written or brought in."""


_FAULTS: Final = {
    "SQLITE_FULL": "is full, or the disk is; make room and try again",
    "SQLITE_READONLY": "may only be read; allow writing to the file and its folder, or name another library",
    "SQLITE_BUSY": "is locked by another program; close that program, or try again in a moment",
    "SQLITE_LOCKED": "is locked by another program; close that program, or try again in a moment",
    "SQLITE_NOTADB": "is not a library, or it is damaged; name another file, or restore it from a copy",
    "SQLITE_CORRUPT": "is damaged; restore it from a copy",
    "SQLITE_CANTOPEN": "cannot be opened; check that the folder exists and may be written",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error; check the disk and try again",
    "SQLITE_PERM": "may not be opened; ask for the permission",
    "SQLITE_AUTH": "may not be opened; ask for the permission",
    "SQLITE_TOOBIG": "cannot take a text or file of that size",
}


def explained(error: BaseException, place: str) -> StorageError:
    """A database driver's error in words for people."""
    if type(error).__name__ == "IntegrityError":  # as PEP 249 calls it in every driver
        return ConcurrentWriter(f"another program changed the same exercise in {place}; open it again")
    # Names such as SQLITE_IOERR_WRITE refine the one before the second underscore.
    code = getattr(error, "sqlite_errorname", "").split("_")
    fault = _FAULTS.get("_".join(code[:2]), f"cannot be used: {error}")
    return LibraryUnavailable(f"the library {place} {fault}")
