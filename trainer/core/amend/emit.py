"""Values as YAML, the way a person writes a plan: short things on one line, long texts folded, lists below their key.

Only what plans hold is written: texts, whole numbers, truth values, lists and mappings. The reader follows YAML 1.2;
what older readers would take for a number or a truth value is quoted all the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue

_FIRST: Final = frozenset("-?:,[]{}#&*!|>'\"%@`~=<")
_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_NUMBER: Final = re.compile(r"[-+]?[.0-9][0-9a-fA-FxXoO_.:+-]*|[-+]?\.(?:inf|nan)", re.IGNORECASE)
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_IN_FLOW: Final = re.compile(r"[,\[\]{}]")
_NAMED: Final = ("id", "title", "version", "heading")
_OPENING, _UNBROKEN = "{fill in: ", "{fill\0in:\0"
_FLOW_TEXT: Final = 70
"""Texts longer than this are not squeezed into a mapping on one line."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out: columns at most, columns that a mapping and a list stand in from their key.

    `gap` is the width of a dash with the blanks behind it.
    """

    width: int = 120
    step: int = 2
    dash: int = 2
    gap: int = 2

    def narrower(self, columns: int) -> Style:
        """The same, for something that stands so many columns further to the right."""
        return replace(self, width=max(self.width - columns, 40))


USUAL: Final = Style()


def scalar(value: JsonValue, inside_flow: bool = False) -> str:
    """A single value on one line, quoted where it would be read otherwise."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return str(value)
    assert isinstance(value, str)
    return value if is_plain(value, inside_flow) else in_quotes(value)


def is_plain(text: str, inside_flow: bool = False) -> bool:
    """Whether a text reads as itself without quotes."""
    if not text or text[0] in _FIRST or text.strip() != text or not text.isprintable():
        return False
    if ": " in text or " #" in text or text.endswith(":") or text.casefold() in _WORDS:
        return False
    if _NUMBER.fullmatch(text) and not _DATE.fullmatch(text):
        return False
    return not (inside_flow and _IN_FLOW.search(text))


def in_quotes(text: str) -> str:
    """A text in double quotes on one line; what cannot be shown is escaped."""
    return "".join(c if c.isprintable() else _escaped(ord(c)) for c in json.dumps(text, ensure_ascii=False))


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def flow(value: JsonValue) -> str:
    """A value on one line, in brackets and braces where it is a list or a mapping."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key, True)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(inner) for inner in value) + "]"
    return scalar(value, inside_flow=True)


def is_short(value: JsonValue, room: int) -> bool:
    """Whether a value is one that people write on one line, and fits there."""
    return _is_simple(value) and len(flow(value)) <= room


def _is_simple(value: JsonValue) -> bool:
    if isinstance(value, dict):
        named = any(key in value for key in _NAMED)
        return not named and all(_is_simple(inner) for inner in value.values())
    if isinstance(value, list):
        return all(isinstance(inner, str | int) and " " not in str(inner) for inner in value)
    return not isinstance(value, str) or (len(value) <= _FLOW_TEXT and "\n" not in value)


def mapping(value: Mapping[str, JsonValue], style: Style = USUAL) -> list[str]:
    """The lines of a mapping, its keys in the first column."""
    return [line for key, inner in value.items() for line in pair(key, inner, style)]


def listed(values: Sequence[JsonValue], style: Style = USUAL) -> list[str]:
    """The lines of a list, its dashes in the first column."""
    return [line for inner in values for line in item(inner, style)]


def pair(key: str, value: JsonValue, style: Style = USUAL) -> list[str]:
    """The lines of a key with its value."""
    head = f"{scalar(key)}:"
    if isinstance(value, dict) and value and not is_short(value, style.width - len(head) - 1):
        return [head, *indented(mapping(value, style.narrower(style.step)), style.step)]
    if isinstance(value, list) and value and not is_short(value, style.width - len(head) - 1):
        return [head, *indented(listed(value, style.narrower(style.dash)), style.dash)]
    if isinstance(value, dict | list):
        return [f"{head} {flow(value)}"]
    return _text_after(head, value, style)


def item(value: JsonValue, style: Style = USUAL) -> list[str]:
    """The lines of one entry of a list, from its dash on."""
    head = "-".ljust(style.gap)
    inner = style.narrower(style.gap)
    if isinstance(value, dict) and value and not is_short(value, inner.width):
        lines = mapping(value, inner)
    elif isinstance(value, list) and value and not is_short(value, inner.width):
        lines = listed(value, inner)
    elif isinstance(value, dict | list):
        lines = [flow(value)]
    else:
        return _text_after("-", value, style, blanks=style.gap - 1)
    return [head + lines[0], *indented(lines[1:], style.gap)]


def _text_after(head: str, value: JsonValue, style: Style, blanks: int = 1) -> list[str]:
    """A single value behind its key or dash: on the same line, or as a block below it."""
    lead = head + " " * blanks
    if not isinstance(value, str):
        return [lead + scalar(value)]
    # A text that needs quotes and has some inside is easier to read, and to edit, as a block.
    needs_block = "\n" in value or ('"' in value and not is_plain(value))
    if needs_block or len(lead) + len(scalar(value)) > style.width:
        found = block_text(value, style.narrower(style.step))
        if found is not None:
            return [lead + found[0], *indented(found[1:], style.step)]
    return [lead + scalar(value)]


def block_text(text: str, style: Style = USUAL) -> list[str] | None:
    """A longer text as a block: its header, then its lines in the first column; None where no block can hold it."""
    body = text.removesuffix("\n")
    chomp = "" if body != text else "-"
    lines = body.split("\n")
    if not body or body.endswith("\n") or not all(line.isprintable() for line in lines):
        return None
    if lines[0][:1] in ("", " ") or any(line != line.rstrip() for line in lines):
        return None
    if len(lines) > 1:
        return [f"|{chomp}", *lines]
    return None if "  " in body else [f">{chomp}", *wrapped(body, style.width)]


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most a width, broken at its single blanks; a longer word has a line of its own.

    The beginning of a mark for what is to be filled in stays in one piece, so that it is seen as one.
    """
    lines: list[str] = []
    for word in text.replace(_OPENING, _UNBROKEN).split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line.replace(_UNBROKEN, _OPENING) for line in lines]


def indented(lines: Iterable[str], columns: int) -> list[str]:
    """The lines, moved to the right; empty ones stay empty."""
    return [" " * columns + line if line else line for line in lines]
