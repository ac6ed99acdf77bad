"""From YAML events to plain values, and for every value and key the place where it stands.

The events are read one by one, without recursion: nesting is refused while it is met, so that no depth of a
hostile file reaches the stack. Aliases share their value; what they would expand to is counted before it is
believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol, TypeAlias

from yaml import events as ev

from trainer.core.problems import NAME_LIMIT, Path, did_you_mean, one_line, quoted
from trainer.storage.yaml_scalars import NumberTooLarge, Scalar, Value, plain_scalar, tagged_scalar

MAX_DEPTH: Final = 64
MAX_VALUES: Final = 320_000
MAX_REPEATED: Final = 100_000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text may hold: neither screens nor documents can show them."""
_MAX_COMPARED: Final = 20
_MAX_CHOICES: Final = 1_000
_TEXT_UNIT: Final = 100
_STANDARD: Final = "tag:yaml.org,2002:"


class Mark(Protocol):
    """A place as the parser gives it: offset, line and column count characters from 0."""

    index: int
    line: int
    column: int


class _Event(Protocol):
    start_mark: Mark


class _Node(_Event, Protocol):
    anchor: str | None
    tag: str | None


class _Scalar(_Node, Protocol):
    value: str
    implicit: tuple[bool, bool]
    """Whether it is without a tag and plain, and whether it is without a tag and quoted."""
    style: str | None


class _Alias(_Event, Protocol):
    anchor: str


@dataclass(slots=True)
class Spot:
    """Where a mapping or list stands, where its keys stand, and where its values stand."""

    mark: Mark
    items: dict[str, Place] | list[Place]
    keys: dict[str, Mark]


Place: TypeAlias = "Mark | Spot"


# Lists share it: a file may have hundreds of thousands of them, and none has keys.
_NO_KEYS: Final[dict[str, Mark]] = {}


class Report(Protocol):
    """Takes a problem: kind, message, fix, mark and data path. Raises Unreadable after far too many."""

    def __call__(self, kind: str, message: str, fix: str, mark: Mark, path: Path) -> None: ...


class Unreadable(Exception):
    """The rest of the document is not read; the reason has been reported."""


@dataclass(slots=True)
class _List:
    value: list[Value]
    spot: Spot
    items: list[Place]
    anchor: str | None = None
    is_key: bool = False

    def put(self, value: Value, place: Place) -> None:
        self.value.append(value)
        self.items.append(place)

    def step(self) -> str | int:
        return len(self.value)


@dataclass(slots=True)
class _Mapping:
    value: dict[str, Value]
    spot: Spot
    items: dict[str, Place]
    anchor: str | None = None
    is_key: bool = False
    key: str = ""
    wants_key: bool = True
    skips: bool = False
    """The value that follows belongs to no usable key and is dropped."""

    def put(self, value: Value, place: Place) -> None:
        if self.wants_key:  # the end of a collection that was written as a key
            self.wants_key = False
            self.skips = True
            return
        if not self.skips:
            self.value[self.key] = value
            self.items[self.key] = place
        self.wants_key = True
        self.skips = False

    def step(self) -> str | int:
        return self.key


@dataclass(slots=True)
class _Anchor:
    value: Value
    place: Place
    text: str | None
    """What was typed, where it is a scalar: an alias may be used as a key."""
    open: bool = False


class Builder:
    """Builds the first document of an event stream.

    `documents` counts the documents met, `value` and `place` belong to the first. Problems go to `report`;
    Unreadable is raised where the file asks for more than a plan or a scenario can need.
    """

    def __init__(self, report: Report) -> None:
        self.documents = 0
        self._report = report
        self._root = _List([], Spot(Start(), [], _NO_KEYS), [])
        self._frames: list[_List | _Mapping] = [self._root]
        self._anchors: dict[str, _Anchor] = {}
        self._weights: dict[int, tuple[Value, int, int]] = {}
        self._repeated = 0
        self._compared = 0
        self._handlers: dict[type, Callable[[Any], None]] = {
            ev.ScalarEvent: self._scalar,
            ev.AliasEvent: self._alias,
            ev.MappingStartEvent: self._mapping,
            ev.SequenceStartEvent: self._sequence,
            ev.MappingEndEvent: self._end,
            ev.SequenceEndEvent: self._end,
            ev.DocumentStartEvent: self._document,
        }

    @property
    def value(self) -> Value:
        return self._root.value[0] if self._root.value else None

    @property
    def place(self) -> Place | None:
        return self._root.items[0] if self._root.items else None

    def read(self, events: Iterable[Any]) -> None:
        """Take events until the stream ends or a second document starts. Raises Unreadable."""
        handlers = self._handlers
        for count, event in enumerate(events):
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
            if self.documents > 1:
                return
            if count > MAX_VALUES:
                self._give_up("too-many-values", f"more than {MAX_VALUES:,} keys and values", event)

    def _document(self, event: _Event) -> None:
        self.documents += 1
        if self.documents > 1:
            message = "a second document starts here; a file holds one"
            self._problem("several-documents", message, "remove the line `---` or split the file", event)

    def _scalar(self, event: _Scalar) -> None:
        frame = self._frames[-1]
        if isinstance(frame, _Mapping) and frame.wants_key:
            self._key(frame, event)
            return
        value = self._scalar_value(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(value, event.start_mark, event.value)
        frame.put(value, event.start_mark)

    def _scalar_value(self, event: _Scalar) -> Scalar:
        text = event.value
        try:
            if event.tag is not None:
                return self._tagged(event)
            if event.implicit[0]:
                return plain_scalar(text)
        except NumberTooLarge:
            fix = "put it in quotes if it is a name rather than an amount"
            self._problem("number-too-large", f"the number {quoted(text)} is too large", fix, event)
            return text
        if event.style == '"' and not text.isprintable():
            return self._without_controls(event)
        return text

    def _without_controls(self, event: _Scalar) -> str:
        text = event.value
        bad = CONTROL.search(text)
        if bad is None:
            return text
        message = f"the text contains the control character {one_line(bad[0])}"
        self._problem("control-character", message, "remove it; write a backslash as \\\\", event)
        return CONTROL.sub("\ufffd", text)

    def _tagged(self, event: _Scalar) -> Scalar:
        name = self._known_tag(event, ("str", "bool", "int", "float", "null"))
        if name in (None, "str"):
            return event.value
        try:
            return tagged_scalar(name or "", event.value)
        except NumberTooLarge:
            raise
        except ValueError:
            message = f"{quoted(event.value)} does not fit its tag !!{name}"
            self._problem("bad-tag", message, "remove the tag", event)
            return event.value

    def _known_tag(self, event: _Node, known: tuple[str, ...]) -> str | None:
        """The short name of a standard tag; any other tag is reported, for it might ask to run code."""
        tag = event.tag
        if tag is None or tag == "!":
            return None
        name = tag.removeprefix(_STANDARD)
        if name != tag and name in known:
            return name
        shown = f"!!{name}" if name != tag else tag
        fix = "remove it, or put the text in quotes if the exclamation mark belongs to it"
        self._problem("unknown-tag", f"the tag {quoted(shown)} has no meaning here", fix, event)
        return None

    def _key(self, frame: _Mapping, event: _Scalar) -> None:
        text = event.value
        plain = event.tag is None and event.implicit[0]
        if event.tag is not None:
            self._known_tag(event, ("str", "bool", "int", "float", "null"))
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(text, event.start_mark, text)
        if plain and text in ("", "<<"):
            frame.key, frame.wants_key, frame.skips = text, False, True
            self._unusable_key(text, event)
            return
        self._take_key(frame, text, event)

    def _unusable_key(self, text: str, event: _Scalar) -> None:
        if text:
            message = "`<<` does not merge mappings: YAML 1.2 has no merge keys"
            self._problem("merge-key", message, "write the keys out, or give a whole value as *name", event)
        else:
            self._problem("empty-key", "there is no key before the colon", "write `key: value`", event)

    def _take_key(self, frame: _Mapping, text: str, event: _Event) -> None:
        frame.key = text
        frame.wants_key = False
        mark = event.start_mark
        first = frame.spot.keys.setdefault(text, mark)
        if first is not mark:
            frame.skips = True
            message = f"the key {quoted(text)} is given twice; it stands first on line {first.line + 1}"
            self._problem("duplicate-key", message, "remove or rename one of them", event)

    def _mapping(self, event: _Node) -> None:
        places: dict[str, Place] = {}
        self._start(event, _Mapping({}, Spot(event.start_mark, places, {}), places, event.anchor), "map")

    def _sequence(self, event: _Node) -> None:
        places: list[Place] = []
        self._start(event, _List([], Spot(event.start_mark, places, _NO_KEYS), places, event.anchor), "seq")

    def _start(self, event: _Node, frame: _List | _Mapping, tag: str) -> None:
        parent = self._frames[-1]
        frame.is_key = isinstance(parent, _Mapping) and parent.wants_key
        if frame.is_key and not parent.is_key:
            fix = "put it in quotes if the brackets belong to a text, as in `{{name}}`"
            self._problem("complex-key", "a list or mapping cannot be a key", fix, event)
        if event.tag is not None:
            self._known_tag(event, (tag,))
        if len(self._frames) > MAX_DEPTH:
            self._give_up("too-deep", f"values are nested more than {MAX_DEPTH} deep", event)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchor(None, frame.spot, None, open=True)
        self._frames.append(frame)

    def _end(self, _: _Event) -> None:
        frame = self._frames.pop()
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchor(frame.value, frame.spot, None)
        self._frames[-1].put(frame.value, frame.spot)

    def _alias(self, event: _Alias) -> None:
        anchor = self._anchored(event)
        frame = self._frames[-1]
        if isinstance(frame, _Mapping) and frame.wants_key:
            if anchor.text is None:
                self._problem("complex-key", "a list or mapping cannot be a key", "", event)
                frame.put(None, event.start_mark)
            else:
                self._take_key(frame, anchor.text, event)
            return
        weight, depth = self._weigh(anchor.value)
        self._repeated += weight
        if self._repeated > MAX_REPEATED:
            name = one_line(event.anchor, NAME_LIMIT)
            message = f"aliases such as *{name} repeat more than {MAX_REPEATED:,} values"
            self._give_up("alias-too-large", message, event)
        if len(self._frames) + depth > MAX_DEPTH + 1:
            self._give_up("too-deep", f"aliases nest values more than {MAX_DEPTH} deep", event)
        frame.put(anchor.value, anchor.place)

    def _anchored(self, event: _Alias) -> _Anchor:
        name = event.anchor
        shown = one_line(name, NAME_LIMIT)
        anchor = self._anchors.get(name)
        if anchor is None:
            self._compared += 1
            near = (
                did_you_mean(name, islice(self._anchors, _MAX_CHOICES))
                if self._compared <= _MAX_COMPARED
                else ""
            )
            fix = near or "put the text in quotes if the star belongs to it"
            message = f"no value is marked &{shown} for *{shown} to repeat"
            self._problem("unknown-alias", message, fix, event)
        elif anchor.open:
            message = f"*{shown} stands inside the value it repeats"
            self._problem("recursive-alias", message, "remove it", event)
        else:
            return anchor
        return _Anchor(None, event.start_mark, name)

    def _weigh(self, value: Value) -> tuple[int, int]:
        """How many values an alias repeats (long texts count for several), and how deep they nest."""
        if isinstance(value, str):
            return 1 + len(value) // _TEXT_UNIT, 0
        if not isinstance(value, dict | list):
            return 1, 0
        known = self._weights.get(id(value))
        if known is not None:
            return known[1:]
        weight, depth = 1, 0
        for child in value.values() if isinstance(value, dict) else value:
            child_weight, child_depth = self._weigh(child)
            weight += child_weight
            depth = max(depth, child_depth)
        # The value is kept beside its weight: a dropped value's id might be given to another.
        self._weights[id(value)] = (value, weight, depth + 1)
        return weight, depth + 1

    def _problem(self, kind: str, message: str, fix: str, event: _Event) -> None:
        path = tuple(frame.step() for frame in self._frames[1:])
        self._report(kind, message, fix, event.start_mark, path)

    def _give_up(self, kind: str, message: str, event: _Event) -> None:
        self._problem(kind, message, "", event)
        raise Unreadable


class Start:
    """The first character of a file."""

    index = 0
    line = 0
    column = 0
