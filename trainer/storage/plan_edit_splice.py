"""One edit in the text of a plan file: what is new is written in, everything else stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel, JsonValue

from trainer.core.amend import emit
from trainer.core.amend.places import in_words
from trainer.core.amendments import Edit, Place
from trainer.core.plan import Plan
from trainer.storage.plan_edit_nodes import (
    CannotAmend,
    Node,
    Tree,
    is_empty,
    is_list,
    is_mapping,
    is_scalar,
    name_of,
    pair_of,
)

FIRST: Final = "\0first"
"""As `after` of an edit: the entry goes before all others. No name in a file has this character."""
_LONG_ENTRY: Final = 160
_LAST: Final = "changes"
"""The section that stands behind all others, where the file does not have it yet."""
_PARAGRAPH: Final = re.compile(r"\n+")


def ways(tree: Tree, edit: Edit) -> Iterator[str]:
    """Texts of the file with an edit in it, the one that changes least first; whoever asks takes the first that holds.

    Raises CannotAmend where the place is not there.
    """
    holder = tree.node_at(edit.place[:-1])
    if holder is None or not is_mapping(holder):
        raise CannotAmend(f"the plan file has no {in_words(edit.place[:-1])}")
    pair = pair_of(holder, edit.place[-1])
    if edit.do == "add":
        yield _added(tree, holder, pair, edit)
    elif pair is None:
        yield _with_key(tree, holder, edit.place, edit.value)
    else:
        yield from _replaced(tree, holder, pair, edit.value)


# A value --------------------------------------------------------------------------------------------------------------


def _replaced(tree: Tree, holder: Node, pair: tuple[Node, Node], value: JsonValue) -> Iterator[str]:
    key, old = pair
    start, end = int(old.start_mark.index), tree.end_of(old)
    if holder.flow_style:
        yield _cut(tree.text, start, end, _like(old, value, inside_flow=True))
        return
    if isinstance(value, str) and is_scalar(old):
        yield from _longer(tree, old, value)
    style = tree.style_near(holder)
    column = int(key.start_mark.column)
    lines = emit.pair(key.value, value, style.narrower(column))
    beside = old.start_mark.line == key.end_mark.line and not is_empty(old)
    if len(lines) == 1 and beside and getattr(old, "style", None) not in ("|", ">"):
        yield _cut(tree.text, start, end, _like(old, value))
    head = len(f"{emit.scalar(key.value)}:")
    written = tree.line_break.join([lines[0][head:], *emit.indented(lines[1:], column)])
    behind = tree.colon_after(key)
    yield _cut(tree.text, behind, max(end, behind), written)
    # A comment behind the value would become part of a block of text; on one line it stays what it is.
    yield _cut(tree.text, behind, max(end, behind), f" {_like(old, value)}")


def _like(old: Node, value: JsonValue, inside_flow: bool = False) -> str:
    """A value on one line, in the quotes of the one that it replaces where it can have them."""
    style = old.style if is_scalar(old) else None
    if isinstance(value, str) and style == '"':
        return emit.in_quotes(value)
    if isinstance(value, str) and style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return emit.flow(value) if inside_flow or isinstance(value, dict | list) else emit.scalar(value)


def _longer(tree: Tree, old: Node, value: str) -> Iterator[str]:
    """A block of text with lines more at its end, where the new text begins with all of the old one."""
    body = old.value.rstrip("\n")
    if old.style not in ("|", ">") or not body or not value.startswith(body):
        return
    more = value[len(body) :].rstrip("\n")
    end = tree.end_of(old)
    first = tree.text[tree.line_start(end) : end]
    indent = len(first) - len(first.lstrip(" "))
    if old.style == "|" and more.startswith("\n"):
        lines = more[1:].split("\n")
    elif old.style == ">" and more.startswith((" ", "\n")):
        lines = [line for part in _folded(more, tree.width - indent) for line in part]
    else:
        return
    yield _cut(tree.text, end, end, "".join(tree.line_break + line for line in emit.indented(lines, indent)))


def _folded(more: str, width: int) -> Iterator[list[str]]:
    """Words behind a folded text: in the same paragraph where they begin with a blank, else in new ones."""
    for number, part in enumerate(_PARAGRAPH.split(more)):
        if part.strip():
            yield ([""] if number else []) + emit.wrapped(part.strip(), width)


def _cut(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


# A key ----------------------------------------------------------------------------------------------------------------


def _with_key(tree: Tree, holder: Node, place: Place, value: JsonValue) -> str:
    """A mapping with a key more, behind the one that the format puts before it."""
    key = place[-1]
    if holder.flow_style:
        written = f"{emit.scalar(key, True)}: {emit.flow(value)}"
        if not holder.value:
            return _cut(tree.text, holder.start_mark.index, holder.end_mark.index, "{" + written + "}")
        end = tree.end_of(holder.value[-1][1])
        return _cut(tree.text, end, end, f", {written}")
    column = int(holder.start_mark.column)
    lines = emit.indented(emit.pair(key, value, tree.style_near(holder).narrower(column)), column)
    at_top = len(place) == 1
    if at_top and len(lines) > 1:
        lines = ["", *lines]
    if at_top and key == _LAST:
        return _at_the_end(tree, lines)
    before = _pair_before(holder, key, place[:-1])
    end = tree.line_end(max(tree.end_of(before[1]), tree.colon_after(before[0])))
    return _cut(tree.text, end, end, "".join(tree.line_break + line for line in lines))


def _at_the_end(tree: Tree, lines: list[str]) -> str:
    """A last section, behind everything, comments included; before the sign that ends a document, if there is one."""
    end = tree.line_end(tree.end_of(tree.root))
    rest = tree.text[end:]
    if not re.search(r"^(?:\.\.\.|---)", rest, re.MULTILINE):
        end += len(rest.rstrip())
    return _cut(tree.text, end, end, "".join(tree.line_break + line for line in lines))


def _pair_before(holder: Node, key: str, place: Place) -> tuple[Node, Node]:
    """The last pair of a mapping that the format puts before a new key; the last of all where it knows none."""
    order = _order(place)
    pairs: list[tuple[Node, Node]] = holder.value
    earlier = set(order[: order.index(key)]) if key in order else set()
    return next((pair for pair in reversed(pairs) if pair[0].value in earlier), pairs[-1])


def _order(place: Place) -> tuple[str, ...]:
    """The keys of a mapping of the plan as the format lists them; empty for one whose keys people choose."""
    model: Any = Plan
    for step in place:
        fields = _fields(model)
        if step in fields:
            model = next(iter(_models_in(fields[step])), None)
    return tuple(_fields(model))


def _fields(model: Any) -> dict[str, Any]:
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


# An entry -------------------------------------------------------------------------------------------------------------


def _added(tree: Tree, holder: Node, pair: tuple[Node, Node] | None, edit: Edit) -> str:
    if pair is None:
        return _with_key(tree, holder, edit.place, [edit.value])
    key, entries = pair
    if is_empty(entries) or (is_list(entries) and not entries.value):
        return _first_entry(tree, holder, pair, edit.value)
    if not is_list(entries):
        raise CannotAmend(f"{in_words(edit.place)} is no list in the plan file")
    if not _within(key, entries):
        raise CannotAmend(
            f"{in_words(edit.place)} is written as an alias (*name); write it out, then apply the change"
        )
    if edit.after == FIRST:
        return _before_all(tree, entries, edit.value)
    neighbour = _neighbour(entries, edit)
    if entries.flow_style:
        end = tree.end_of(neighbour)
        return _cut(tree.text, end, end, f", {emit.flow(edit.value)}")
    end = tree.line_end(tree.end_of(neighbour))
    lines = _entry_lines(tree, entries, edit.value)
    if _spaced(tree, entries):
        lines = ["", *lines]
    return _cut(tree.text, end, end, "".join(tree.line_break + line for line in lines))


def _within(key: Node, value: Node) -> bool:
    """Whether a value is written behind its key, and not elsewhere, for an alias to repeat."""
    return bool(value.start_mark.index > key.end_mark.index)


def _neighbour(entries: Node, edit: Edit) -> Node:
    if edit.after is None:
        return entries.value[-1]
    found = next((entry for entry in entries.value if name_of(entry) == edit.after), None)
    if found is None:
        raise CannotAmend(
            f"{in_words(edit.place)} has no {edit.after} in the plan file, after which an entry belongs"
        )
    return found


def _entry_lines(tree: Tree, entries: Node, value: JsonValue) -> list[str]:
    """A new entry of a block list, written as its neighbours are."""
    column = int(entries.start_mark.column)
    style = tree.style_near(entries).narrower(column)
    last = entries.value[-1]
    if (
        is_mapping(last)
        and last.flow_style
        and isinstance(value, dict)
        and len(emit.flow(value)) <= _LONG_ENTRY
    ):
        return emit.indented(["-".ljust(style.gap) + emit.flow(value)], column)
    return emit.indented(emit.item(value, style), column)


def _spaced(tree: Tree, entries: Node) -> bool:
    """Whether blank lines stand between the entries of a list."""
    inner = entries.value[1:]
    return bool(inner) and all(tree.blank_before(entry.start_mark.index) for entry in inner[:3])


def _before_all(tree: Tree, entries: Node, value: JsonValue) -> str:
    if entries.flow_style:
        start = int(entries.value[0].start_mark.index)
        return _cut(tree.text, start, start, f"{emit.flow(value)}, ")
    start = tree.line_start(entries.start_mark.index)
    lines = _entry_lines(tree, entries, value)
    lines += [""] if _spaced(tree, entries) else []
    return _cut(tree.text, start, start, "".join(line + tree.line_break for line in lines))


def _first_entry(tree: Tree, holder: Node, pair: tuple[Node, Node], value: JsonValue) -> str:
    """The first entry of a list that is there and empty: `key:`, or `key: []`."""
    key, entries = pair
    start, end = int(entries.start_mark.index), int(entries.end_mark.index)
    if holder.flow_style:
        return _cut(tree.text, start, end, emit.flow([value]))
    column = int(key.start_mark.column)
    style = tree.style_near(holder)
    lines = emit.pair(key.value, [value], style.narrower(column))
    if len(lines) == 1:
        text = lines[0].partition(": ")[2]
        return _cut(tree.text, start, end, text if start < end else f" {text}")
    head = tree.text[:start].rstrip(" ") + tree.text[end : tree.line_end(end)]
    below = "".join(tree.line_break + line for line in emit.indented(lines[1:], column))
    return head + below + tree.text[tree.line_end(end) :]
