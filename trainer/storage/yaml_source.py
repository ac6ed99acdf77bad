"""Reads a YAML file that a stranger wrote: plain values, the place of each, and every problem found.

The rules are those of YAML 1.2 with the core schema, narrowed where the rest is only a trap: keys are text,
tags other than the standard ones are refused, there are no merge keys, a file holds one document with a
mapping at the top. Nothing in a file is executed; size, depth, number of values and repeats are limited.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Final

import yaml
from yaml.events import Event, StreamEndEvent

from trainer.core.problems import (
    MAX_LISTED,
    Located,
    Path,
    Problem,
    did_you_mean,
    more_problems,
    one_line,
    quoted,
)
from trainer.storage.yaml_builder import CONTROL, Builder, Mark, Place, Spot, Start, Unreadable
from trainer.storage.yaml_faults import fault_of
from trainer.storage.yaml_scalars import Value

# Without libyaml PyYAML's own parser gives the same events, slower.
_LOOKED_TOO_FAR: Final = "maximum nesting depth"
"""Newer versions of libyaml look ahead along a line of brackets and give up before we can say where it is too deep."""
_EventParser: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MAX_BYTES: Final = 20_000_000
_MAX_COUNTED: Final = 10_000
_MAX_DIRECTIVES: Final = 16
_MAX_CONTROLS: Final = 50
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")
# libyaml, which follows YAML 1.1, ends a line at these as well; editors do not.
_ODD_BREAKS: Final = ("\x85".encode(), "\u2028".encode(), "\u2029".encode())
_UTF_8: Final = "save it as UTF-8"
_SIGNATURES: Final = (
    (codecs.BOM_UTF32_LE, "UTF-32 text", _UTF_8),
    (codecs.BOM_UTF32_BE, "UTF-32 text", _UTF_8),
    (codecs.BOM_UTF16_LE, "UTF-16 text", _UTF_8),
    (codecs.BOM_UTF16_BE, "UTF-16 text", _UTF_8),
    (
        b"PK\x03\x04",
        "a ZIP archive or an office document",
        "name a YAML file; `trainer import` takes an exercise",
    ),
    (b"%PDF-", "a PDF document", ""),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"SQLite format 3", "a database", ""),
)


@dataclass(frozen=True, eq=False)
class Source:
    """A file as read: its bytes, their digest, the values in it and what is wrong with it.

    `value` is None when the file cannot be used at all. It may be there although `problems` holds errors, so
    that what else is wrong can be found in the same go.
    """

    name: str
    data: bytes = field(repr=False)
    sha256: str
    value: dict[str, Value] | None = field(repr=False)
    problems: tuple[Located, ...]
    _place: Place | None = field(repr=False)
    _lines: _Lines = field(repr=False)

    def position(self, path: Path, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at `path`, or of the nearest value above it that exists.

        With `key`, the position of its key instead, where it has one.
        """
        place = self._place
        mark: Mark = Start()
        if place is not None:
            mark = place.mark if isinstance(place, Spot) else place
        for step in path:
            if not isinstance(place, Spot):
                break
            key_mark = place.keys.get(step) if isinstance(step, str) else None
            place = _child(place, step)
            if place is None:
                mark = key_mark or mark
                break
            mark = place.mark if isinstance(place, Spot) else place
            if key and key_mark is not None:
                mark = key_mark
        return self._lines.at(mark)

    def locate(self, problem: Problem, key: bool = False) -> Located:
        """The problem with the position of its path; see `position`."""
        line, column = self.position(problem.path, key)
        return Located(self.name, line, column, problem)


def read_source(path: FilePath) -> Source:
    """Read the file at `path`. Never raises: a file that cannot be read gives a Source with the reason."""
    found = _Found(str(path))
    data = b""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            found.add("not-a-file", "this is a folder, not a file", "name a file in it")
        elif not stat.S_ISREG(status.st_mode):
            found.add("not-a-file", "this is a device or a pipe, not a file")
        elif status.st_size > MAX_BYTES:
            found.add_too_large()
        else:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            return parse_source(data, str(path))
    except (OSError, ValueError) as error:
        found.add(*_unreadable(path, error))
    return _source(found, data, None, None)


def parse_source(data: bytes, name: str) -> Source:
    """Read the content of a file; `name` is what messages call it. Never raises."""
    found = _Found(name)
    if len(data) > MAX_BYTES:
        found.add_too_large()
        return _source(found, data, None, None)
    text = _decoded(data, found)
    if text is not None:
        found.lines = _Lines(text)
        text = _without_controls(text, found)
    builder = None if text is None else _read(text, found)
    value = _mapping_of(builder, found) if builder else None
    return _source(found, data, value, builder.place if builder else None)


class _Lines:
    """Turns the parser's marks into lines and columns as an editor counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._odd = not text.isascii() and any(mark.decode() in text for mark in _ODD_BREAKS)

    def at(self, mark: Mark) -> tuple[int, int]:
        return self.at_index(mark.index) if self._odd else (mark.line + 1, mark.column + 1)

    def at_index(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]


class _Found:
    """The problems of one file, as many as are worth listing."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines = _Lines("")
        self._listed: list[Located] = []
        self._more = 0

    def add(self, kind: str, message: str, fix: str = "", at: tuple[int, int] = (1, 1)) -> None:
        self._list(at, Problem(kind, "error", message, fix))

    def at_mark(self, kind: str, message: str, fix: str, mark: Mark, path: Path) -> None:
        self._list(self.lines.at(mark), Problem(kind, "error", message, fix, path))

    def _list(self, at: tuple[int, int], problem: Problem) -> None:
        if len(self._listed) < MAX_LISTED:
            self._listed.append(Located(self.name, *at, problem))
        else:
            self._more += 1
        if self._more > _MAX_COUNTED:
            raise Unreadable

    def told(self) -> tuple[int, int]:
        """How much was found so far."""
        return len(self._listed), self._more

    def forget_after(self, told: tuple[int, int]) -> None:
        """Take back what was found since; it is looked for again."""
        del self._listed[told[0] :]
        self._more = told[1]

    def add_too_large(self) -> None:
        self.add("too-large", f"the file is larger than {MAX_BYTES // 1_000_000} MB")

    def all(self) -> tuple[Located, ...]:
        more = (more_problems(self.name, self._more),) if self._more else ()
        return (*self._listed, *more)


def _source(found: _Found, data: bytes, value: dict[str, Value] | None, place: Place | None) -> Source:
    return Source(found.name, data, hashlib.sha256(data).hexdigest(), value, found.all(), place, found.lines)


def _child(place: Spot, step: str | int) -> Place | None:
    if isinstance(place.items, dict):
        return place.items.get(step) if isinstance(step, str) else None
    return place.items[step] if isinstance(step, int) and 0 <= step < len(place.items) else None


def _unreadable(path: FilePath, error: OSError | ValueError) -> tuple[str, str, str]:
    if isinstance(error, FileNotFoundError):
        return "missing-file", "there is no such file", _similar_file(path)
    if isinstance(error, PermissionError):
        return "unreadable-file", "the file may not be read", "ask for the permission to read it"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return "unreadable-file", f"the file cannot be read: {reason}", ""


def _similar_file(path: FilePath) -> str:
    try:
        return did_you_mean(path.name, {entry.name for entry in path.parent.iterdir()} - {path.name})
    except OSError:
        return ""


def _decoded(data: bytes, found: _Found) -> str | None:
    """The text of a file, bytes that are not UTF-8 reported and replaced; None where it is no text at all."""
    for signature, what, fix in _SIGNATURES:
        if data.startswith(signature):
            found.add("not-text", f"the file is {what}, not UTF-8 text", fix)
            return None
    head = data[:1000]
    if head.count(0) > len(head) // 4:
        found.add("not-text", "the file is UTF-16 text or no text at all", _UTF_8)
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = data.decode(errors="replace")
        before = data[: error.start].decode()
        byte = data[error.start]
        if CONTROL.search(text):
            found.add("not-text", "the file is no UTF-8 text", _UTF_8)
            return None
        if error.end == len(data) and "end of data" in error.reason:
            message, fix = "the file ends in the middle of a character", "has a part of it been lost?"
        else:
            message = f"the byte 0x{byte:02X} is not UTF-8"
            fix = f"save the file as UTF-8; in Latin-1 the byte is {quoted(chr(byte))}"
        found.add("not-utf-8", message, fix, _Lines(text).at_index(len(before)))
        return text


def _without_controls(text: str, found: _Found) -> str | None:
    """The text with control characters reported and replaced; None where it is full of them."""
    for count, match in enumerate(CONTROL.finditer(text)):
        if count == _MAX_CONTROLS:
            return None
        message = f"the file contains the control character {one_line(match[0])}"
        found.add("control-character", message, "remove it", found.lines.at_index(match.start()))
    return CONTROL.sub("\ufffd", text)


def _read(text: str, found: _Found) -> Builder | None:
    """Build the values; None where the text cannot be followed to its end."""
    data = text.encode()
    if data.count(b"%TAG") > _MAX_DIRECTIVES:
        # The parser compares each with all before it.
        found.add("syntax", "the file has too many %TAG instructions", "remove them")
        return None
    try:
        builder = _built(data, found)
    except Unreadable:
        return None
    except yaml.MarkedYAMLError as error:
        fault = fault_of(error, text, Start())
        found.add(fault.kind, fault.message, fault.fix, found.lines.at(fault.mark))
        return None
    except (yaml.YAMLError, ValueError) as error:
        found.add("syntax", f"this is not YAML: {error}")
        return None
    return builder


def _built(data: bytes, found: _Found) -> Builder:
    """The values, built with the quick parser, or with the patient one where the quick one looks too far ahead."""
    told = found.told()
    builder = Builder(found.at_mark)
    try:
        builder.read(_events(data, _EventParser))
    except yaml.MarkedYAMLError as error:
        if _LOOKED_TOO_FAR not in (error.problem or ""):
            raise
        found.forget_after(told)
        builder = Builder(found.at_mark)
        builder.read(_events(data, yaml.BaseLoader))
    return builder


def _events(data: bytes, parser_of: Callable[[bytes], Any]) -> Iterator[Event]:
    parser = parser_of(data)
    try:
        while (event := parser.get_event()) is not None and not isinstance(event, StreamEndEvent):
            yield event
    finally:
        parser.dispose()


def _mapping_of(builder: Builder, found: _Found) -> dict[str, Value] | None:
    value = builder.value
    if value is None:
        found.add("empty-file", "the file is empty", "start with `id:` and `title:`")
    elif not isinstance(value, dict):
        what = "a list" if isinstance(value, list) else "a single value"
        message = f"the file holds {what} instead of keys and values"
        place = builder.place
        if place is not None:
            mark = place.mark if isinstance(place, Spot) else place
            found.at_mark("not-a-mapping", message, "start with `id:` and `title:`", mark, ())
    else:
        return value
    return None
