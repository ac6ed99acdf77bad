"""Problems in what people write: what is wrong, where it stands, and what to do about it."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, Literal, TypeAlias

Level: TypeAlias = Literal["error", "warning"]
Path: TypeAlias = tuple[str | int, ...]

MAX_LISTED: Final = 200
"""So many problems of a file are listed; the rest is counted."""
MESSAGE_LIMIT: Final = 400
NAME_LIMIT: Final = 60
_COMPARED: Final = 20
_MAX_CHOICES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a plan, a scenario or a team file.

    `kind` is a short slug such as "unknown-key"; `message` says in plain words what is wrong; `fix` says what
    to do and may be empty; `path` leads to the faulty value through keys and list indexes as written.
    """

    kind: str
    level: Level
    message: str
    fix: str = ""
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A problem and where it stands: `line` and `column` count from 1.

    `str()` gives `FILE:LINE:COLUMN: error: message (fix) [kind]`, always as one printable line.
    """

    file: str
    line: int
    column: int
    problem: Problem

    def __str__(self) -> str:
        found = self.problem
        fix = f" ({one_line(found.fix)})" if found.fix else ""
        place = f"{one_line(self.file)}:{self.line}:{self.column}"
        return f"{place}: {found.level}: {one_line(found.message)}{fix} [{one_line(found.kind)}]"


def has_errors(found: Iterable[Located]) -> bool:
    """Whether at least one of the problems is an error rather than a warning."""
    return any(located.problem.level == "error" for located in found)


def more_problems(file: str, count: int) -> Located:
    """The line that stands for `count` errors that are not listed."""
    message = f"{count:,} more problem{'s are' if count > 1 else ' is'} not listed"
    return Located(file, 1, 1, Problem("more-problems", "error", message, "mend those above and check again"))


def one_line(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """`text` on one printable line of at most `limit` characters.

    Line breaks, control characters and invisible marks are escaped: a name from a file must neither forge a
    second message nor steer a terminal.
    """
    cut = text[: limit + 1]
    if not cut.isprintable():
        cut = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    return cut if len(cut) <= limit else cut[: limit - 1] + "…"


def quoted(text: str) -> str:
    """A name or value from a file as it is shown inside a message: in double quotes, escaped, shortened."""
    return f'"{one_line(text, NAME_LIMIT)}"'


def closest(word: str, choices: Iterable[str]) -> str | None:
    """The choice that `word` was most likely meant to be, or None when nothing is near.

    Upper and lower case do not count, nor does writing a blank or a hyphen for an underscore.
    """
    by_plain: dict[str, str] = {}
    for choice in islice(choices, _MAX_CHOICES):
        by_plain.setdefault(_plain(choice), choice)
    wanted = _plain(word)
    if wanted in by_plain:
        return by_plain[wanted]
    near = get_close_matches(wanted, _nearest_by_pairs(wanted, by_plain), n=1, cutoff=0.6)
    return by_plain[near[0]] if near else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A fix of the form `did you mean "first alert"?`, or an empty text when no choice is near."""
    choice = closest(word, choices)
    return "" if choice is None else f"did you mean {quoted(choice)}?"


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> frozenset[str]:
    return frozenset((*word, *map("".join, pairwise(word))))


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return word[:NAME_LIMIT].strip().casefold().replace("-", "_").replace(" ", "_")


def _nearest_by_pairs(wanted: str, choices: Iterable[str]) -> list[str]:
    # Comparing sequences takes some twenty microseconds a choice; a scenario may have thousands of names and
    # hundreds of mistakes. Comparing sets of pairs of letters first keeps a bad file within its time.
    pairs = _pairs(wanted)

    def distance(choice: str) -> int:
        return len(pairs ^ _pairs(choice))

    return heapq.nsmallest(_COMPARED, choices, key=distance)
