"""A plan file as text and as a tree of nodes that know where they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import yaml

from trainer.core.amend.emit import Style
from trainer.core.amend.places import NAMES, in_words
from trainer.core.amendments import Place
from trainer.storage.errors import StorageError

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_KEEPS_BREAKS: Final = re.compile(r"[|>]\d?\+|[|>]\+\d?")
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*")
_NARROWEST, _WIDEST = 60, 120

Node = Any
"""A node of PyYAML: it has marks, and a value by its kind."""


class CannotAmend(StorageError):
    """The plan file is not changed; the message says in one line what stands in the way."""


@dataclass(frozen=True)
class Tree:
    """The text of a plan file and its nodes; what it may hold was checked before."""

    text: str

    @cached_property
    def root(self) -> Node:
        """The mapping at the top."""
        return yaml.compose(self.text, Loader=_LOADER)

    @cached_property
    def line_break(self) -> str:
        """How lines end in this file."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    # Finding ----------------------------------------------------------------------------------------------------------

    def node_at(self, place: Place) -> Node | None:
        """The node of a place, None where there is none. Raises CannotAmend where an alias stands on the way."""
        node = self.root
        for number, step in enumerate(place):
            before, inner = _child(node, step)
            if inner is None:
                return None
            if inner.start_mark.index < before:
                shown = in_words(place[: number + 1])
                raise CannotAmend(
                    f"{shown} is written as an alias (*name); write it out, then apply the change"
                )
            node = inner
        return node

    # Where things end -------------------------------------------------------------------------------------------------

    def end_of(self, node: Node) -> int:
        """The index right behind the last character of a node's own text, comments and blank lines left out."""
        if is_scalar(node):
            return self._end_of_scalar(node)
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1][1] if is_mapping(node) else node.value[-1]
        own = list(own_parts(node))
        return self.end_of(last) if own and own[-1] is last else self._trimmed(node.end_mark.index)

    def _end_of_scalar(self, node: Node) -> int:
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if node.style not in ("|", ">"):
            return end
        header = self.text[start : self.line_end(start)]
        written = self.text[start:end]
        if _KEEPS_BREAKS.search(header):
            return end - len(self.line_break) if written.endswith(("\n", "\r")) else end
        return start + len(written.rstrip())

    def _trimmed(self, end: int) -> int:
        """The end of the last line before an index that holds more than blanks or a comment."""
        lines = self.text[:end].splitlines(keepends=True)
        while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
            end -= len(lines.pop())
        return len(self.text[:end].rstrip())

    def line_end(self, index: int) -> int:
        """The index of the line break that ends the line of an index; the end of the text on the last line."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def line_start(self, index: int) -> int:
        """The index at which the line of an index begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def colon_after(self, key: Node) -> int:
        """The index right behind the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def blank_before(self, index: int) -> bool:
        """Whether the line before the one of an index is blank."""
        start = self.line_start(index)
        before = self.text[self.line_start(max(start - len(self.line_break), 0)) : start]
        return start > 0 and not before.strip()

    # How it is laid out -----------------------------------------------------------------------------------------------

    def style_near(self, node: Node) -> Style:
        """How a part of the file is laid out; what it does not show, the file as a whole does."""
        near, whole = dict(_layout(node)), dict(self._layout)
        found = {**whole, **near}
        return Style(self.width, found.get("step", 2), found.get("dash", 2), found.get("gap", 2))

    @cached_property
    def _layout(self) -> dict[str, int]:
        return dict(_layout(self.root))

    @cached_property
    def width(self) -> int:
        """How wide the folded texts of the file are at most."""
        widths = [
            len(line)
            for node in _nodes(self.root)
            if is_scalar(node) and node.style == ">"
            for line in self.text[self.line_start(node.start_mark.index) : self.end_of(node)].splitlines()[1:]
        ]
        return min(max(max(widths, default=100), _NARROWEST), _WIDEST)

    @cached_property
    def comments(self) -> list[str]:
        """Every comment of the file, first to last."""
        spans = sorted(
            (int(node.start_mark.index), self.end_of(node)) for node in _nodes(self.root) if is_scalar(node)
        )
        found, number = [], 0
        for match in _COMMENT.finditer(self.text):
            while number < len(spans) and spans[number][1] <= match.start():
                number += 1
            inside = number < len(spans) and spans[number][0] <= match.start()
            if not inside or self._in_header(spans[number][0], match.start()):
                found.append(match[0].rstrip())
        return found

    def _in_header(self, start: int, index: int) -> bool:
        """Whether an index stands behind the sign that opens a block of text, on its line."""
        return self.text[start] in "|>" and index < self.line_end(start)


def is_mapping(node: Node) -> bool:
    """Whether a node holds keys and values."""
    return isinstance(node, yaml.MappingNode)


def is_list(node: Node) -> bool:
    """Whether a node holds entries."""
    return isinstance(node, yaml.SequenceNode)


def is_scalar(node: Node) -> bool:
    """Whether a node is a single value."""
    return isinstance(node, yaml.ScalarNode)


def is_empty(node: Node) -> bool:
    """Whether a key has nothing written behind its colon."""
    return is_scalar(node) and node.start_mark.index == node.end_mark.index


def name_of(entry: Node) -> str | None:
    """The name by which a place speaks of an entry of a list."""
    if is_scalar(entry):
        return str(entry.value)
    if not is_mapping(entry):
        return None
    values = {key.value: value.value for key, value in entry.value if is_scalar(value)}
    return next((str(values[key]) for key in NAMES if key in values), None)


def pair_of(mapping: Node, key: str) -> tuple[Node, Node] | None:
    """The nodes of a key and its value."""
    return next(((name, value) for name, value in mapping.value if name.value == key), None)


def _child(node: Node, step: str) -> tuple[int, Node | None]:
    """(where a part of a node begins at the earliest, if it is written there; the part that a step leads to)."""
    if is_mapping(node):
        pair = pair_of(node, step)
        return (0, None) if pair is None else (int(pair[0].end_mark.index), pair[1])
    before = int(node.start_mark.index)
    for entry in node.value if is_list(node) else ():
        if name_of(entry) == step:
            return before, entry
        before = max(before, int(entry.end_mark.index))
    return before, None


def own_parts(node: Node) -> Iterator[Node]:
    """Keys and values, or entries, that are written inside a node; what an alias repeats is written elsewhere."""
    end = int(node.start_mark.index)
    for part in _parts(node):
        if part.start_mark.index >= end:
            yield part
            end = int(part.end_mark.index)


def _parts(node: Node) -> list[Node]:
    if is_mapping(node):
        return [part for pair in node.value for part in pair]
    return list(node.value) if is_list(node) else []


def _nodes(node: Node) -> Iterator[Node]:
    """A node and all that are written inside it, in the order of the file."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(list(own_parts(current))))


def _layout(node: Node) -> Iterator[tuple[str, int]]:
    """What a part of a file shows of its layout; the first sign of each kind comes last, so that it counts."""
    found: list[tuple[str, int]] = []
    for each in _nodes(node):
        if is_list(each) and not each.flow_style and each.value:
            found.append(("gap", each.value[0].start_mark.column - each.start_mark.column))
        if not is_mapping(each) or each.flow_style:
            continue
        for key, value in each.value:
            if value.start_mark.line > key.start_mark.line and not is_scalar(value):
                sign = "dash" if is_list(value) else "step"
                found.append((sign, value.start_mark.column - key.start_mark.column))
    yield from reversed([entry for entry in found if entry[1] >= (0 if entry[0] == "dash" else 1)])
