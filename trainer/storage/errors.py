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
