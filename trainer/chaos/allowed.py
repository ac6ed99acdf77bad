"""What experiments may do on this machine: the user's own list, in a file of the user's settings.

Without an entry nothing is allowed but the actions and probes of the practice system that comes with the program, and
asking (not telling) something on the loopback interface over HTTP.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final, Literal, get_args

from trainer.chaos.errors import ChaosError
from trainer.chaos.hosts import is_address, place_of, split_port
from trainer.chaos.production import production_word
from trainer.core.problems import quoted

Sort = Literal["function", "command", "host"]
SORTS: Final = get_args(Sort)
BREAKING: Final = "trainer.practice.faults.*"
LOOKING: Final = "trainer.practice.probes.*"
PRACTICE: Final = (BREAKING, LOOKING)
_FUNCTION: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\.([A-Za-z_]\w*|\*)", re.ASCII)
# These run whatever they are given; to allow one would be to allow everything.
_ANYTHING: Final = (
    "builtins",
    "subprocess",
    "importlib",
    "runpy",
    "ctypes",
    "pickle",
    "marshal",
    "code",
    "pty",
)
_OS: Final = re.compile(r"os\.(system|popen|exec\w*|spawn\w*|posix_spawn\w*|fork\w*|\*)")
_LARGEST: Final = 200_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is listed.

    Functions stand by their dotted names (`module.*` for all of a module), commands as they begin, hosts with or
    without a port.
    """

    functions: tuple[str, ...] = PRACTICE
    commands: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    problem: str = ""
    """why the user's own list could not be read; then only what always is allowed counts"""

    def function(self, module: str, name: str) -> Literal["by name", "by star"] | None:
        """How a function is allowed; None where it is not. What begins with an underscore has to be named."""
        if f"{module}.{name}" in self.functions:
            return "by name"
        return "by star" if f"{module}.*" in self.functions and not name.startswith("_") else None

    def command(self, words: Sequence[str]) -> bool:
        """Whether a command line begins as one of the entries does, word by word; `*` in a word stands for any text."""
        for entry in self.commands:
            wanted = _words(entry)
            if len(words) >= len(wanted) and all(map(fnmatchcase, words, wanted)):
                return True
        return False

    def host(self, host: str, port: int | None) -> bool:
        """Whether a host is listed, with this port or with any."""
        for entry in self.hosts:
            name, wanted = split_port(entry)
            if name.casefold() == host.casefold() and wanted in (None, port):
                return True
        return False

    def of(self, sort: Sort) -> tuple[str, ...]:
        """The entries of one sort."""
        return {"function": self.functions, "command": self.commands, "host": self.hosts}[sort]


def read_allowed(file: Path) -> Allowed:
    """The list of a settings file; a file that cannot be used allows nothing of its own and says so."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("it is too large")
        return _of(json.loads(data))
    except FileNotFoundError:
        return Allowed()
    except OSError as error:
        return Allowed(problem=f"{file} cannot be read ({error.strerror}): nothing in it is allowed")
    except (ValueError, RecursionError, ChaosError) as error:
        return Allowed(problem=f"{file} is no list of what is allowed ({error}): mend it or delete it")


def _of(value: object) -> Allowed:
    if not isinstance(value, dict):
        raise ValueError("write functions, commands and hosts")
    found = Allowed()
    for sort in SORTS:
        listed = value.get(f"{sort}s", [])
        if not isinstance(listed, list):
            raise ValueError(f"{sort}s is not a list")
        for entry in listed:
            found = _with(found, sort, checked(sort, str(entry)))
    unknown = sorted(set(value) - {f"{sort}s" for sort in SORTS})
    if unknown:
        raise ValueError(f"{quoted(str(unknown[0]))} is none of functions, commands and hosts")
    return found


def _with(allowed: Allowed, sort: Sort, entry: str) -> Allowed:
    return _replaced(allowed, sort, tuple(dict.fromkeys((*allowed.of(sort), entry))))


def _replaced(allowed: Allowed, sort: Sort, entries: tuple[str, ...]) -> Allowed:
    match sort:
        case "function":
            return replace(allowed, functions=entries)
        case "command":
            return replace(allowed, commands=entries)
        case "host":
            return replace(allowed, hosts=entries)


def checked(sort: Sort, entry: str) -> str:
    """An entry as it is kept. Raises ChaosError where it allows too much, or cannot match anything."""
    entry = entry.strip()
    check = {"function": _function, "command": _command, "host": _host}[sort]
    if not entry or not entry.isprintable():
        raise ChaosError(f"an empty {sort} cannot be allowed")
    return check(entry)


def _function(entry: str) -> str:
    if not _FUNCTION.fullmatch(entry):
        raise ChaosError(
            f"{quoted(entry)} is no function: write module.function, or module.* for all of a module"
        )
    if entry.partition(".")[0] in _ANYTHING or _OS.fullmatch(entry):
        raise ChaosError(f"{entry} runs whatever it is given: allow the function that is really meant")
    return entry


def _command(entry: str) -> str:
    try:
        words = _words(entry)
    except ValueError as error:
        raise ChaosError(f"{quoted(entry)} is no command line ({error})") from None
    path = shutil.which(Path(words[0]).expanduser()) if words else None
    if path is None:
        raise ChaosError(f"there is no command {quoted(entry)}: begin with the path of a program")
    return _line([os.path.abspath(path), *words[1:]])  # noqa: PTH100  (links stay: tools go by their name)


def _words(entry: str) -> list[str]:
    """The words of a command line; where paths have backslashes, those are no escapes."""
    if os.name == "nt":
        return [word.strip('"') for word in shlex.split(entry, posix=False)]
    return shlex.split(entry)


def _line(words: Sequence[str]) -> str:
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _host(entry: str) -> str:
    name, _ = split_port(entry)
    if production_word(name):
        raise ChaosError(f"{entry} looks like production; experiments never touch it")
    where = place_of(name)
    if where == "cloud":
        raise ChaosError(f"{entry} belongs to the management of a cloud; experiments never touch it")
    if where == "unclear" or "*" in entry:
        raise ChaosError(f"{quoted(entry)} is no host: write a name or an address, with a port or without")
    if where == "public" and is_address(name):
        raise ChaosError(f"{entry} is a public address; experiments never touch it")
    return entry


def allow(file: Path, sort: Sort, entry: str) -> Allowed:
    """Add an entry to the user's list. Raises ChaosError."""
    before = _usable(file)
    after = _with(before, sort, checked(sort, entry))
    _write(file, after)
    return after


def disallow(file: Path, sort: Sort, entry: str) -> Allowed:
    """Take an entry off the user's list; what always is allowed stays. Raises ChaosError where it is not listed."""
    before, entry = _usable(file), entry.strip()
    if entry not in before.of(sort):
        raise ChaosError(f"the {sort} {quoted(entry)} is not on the list")
    if entry in PRACTICE:
        raise ChaosError(f"{entry} belongs to the practice system and always is allowed")
    after = _replaced(before, sort, tuple(each for each in before.of(sort) if each != entry))
    _write(file, after)
    return after


def _usable(file: Path) -> Allowed:
    found = read_allowed(file)
    if found.problem:
        raise ChaosError(found.problem)
    return found


def _write(file: Path, allowed: Allowed) -> None:
    own = {f"{sort}s": [entry for entry in allowed.of(sort) if entry not in PRACTICE] for sort in SORTS}
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.write_text(json.dumps(own, indent=2) + "\n", encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        raise ChaosError(f"{file} cannot be written: {error.strerror}") from error
