"""Places in a plan file: found by keys and by the identifiers of entries, changed by edits.

The values are plain ones, as a file holds them: mappings, lists and scalars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import JsonValue

from trainer.core.amendments import Edit, Place

NAMES: Final = ("id", "level", "version", "heading")
"""What tells the entries of a list apart: the first of these keys that an entry has."""


class CannotApply(Exception):
    """An edit does not fit the plan: its place is not there, or what it adds already is. The message says which."""


def called(entry: object) -> str | None:
    """The name by which a place speaks of an entry of a list; a text stands for itself."""
    if isinstance(entry, Mapping):
        return next((str(entry[key]) for key in NAMES if key in entry), None)
    return None if isinstance(entry, list) or entry is None else str(entry)


def index_of(entries: Iterable[object], name: str) -> int | None:
    """Where the entry of a name stands in a list."""
    return next((number for number, entry in enumerate(entries) if called(entry) == name), None)


def in_words(place: Place) -> str:
    """A place as a message names it."""
    return " > ".join(place)


def value_at(data: Any, place: Place) -> Any:
    """The value at a place. Raises CannotApply where there is none."""
    value = data
    for number, step in enumerate(place):
        found: object = None
        if isinstance(value, Mapping):
            found = value.get(step)
        elif isinstance(value, list):
            index = index_of(value, step)
            found = None if index is None else value[index]
        if found is None:
            raise CannotApply(f"the plan has no {in_words(place[: number + 1])}")
        value = found
    return value


def present(data: Any, place: Place) -> Any:
    """The value at a place, None where there is none."""
    try:
        return value_at(data, place)
    except CannotApply:
        return None


def applied(data: Mapping[str, Any], edits: Iterable[Edit]) -> dict[str, Any]:
    """The plan with edits, one after another; what is given stays as it is. Raises CannotApply."""
    changed: dict[str, Any] = copied(data)
    for edit in edits:
        holder = value_at(changed, edit.place[:-1])
        if not isinstance(holder, dict):
            raise CannotApply(f"{in_words(edit.place[:-1])} holds no keys")
        if edit.do == "set":
            holder[edit.place[-1]] = copied(edit.value)
        else:
            _add(holder, edit)
    return changed


def copied(value: Any) -> Any:
    """A copy in which nothing is shared: what a file repeats by an alias can be changed at one of its places."""
    if isinstance(value, Mapping):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _add(holder: dict[str, Any], edit: Edit) -> None:
    entries = holder.get(edit.place[-1])
    if entries is None:
        entries = holder[edit.place[-1]] = []
    if not isinstance(entries, list):
        raise CannotApply(f"{in_words(edit.place)} is no list")
    if is_there(entries, edit.value):
        return
    name = called(edit.value) if isinstance(edit.value, dict) else None
    if name is not None and index_of(entries, name) is not None:
        raise CannotApply(f"{in_words(edit.place)} has a {name} already, and it is another one")
    entries.insert(position(entries, edit), copied(edit.value))


def is_there(entries: list[Any], value: JsonValue) -> bool:
    """Whether a list holds a value already."""
    return any(entry == value for entry in entries)


def position(entries: list[Any], edit: Edit) -> int:
    """Where an added entry comes to stand. Raises CannotApply where the entry before it is not there."""
    if edit.after is None:
        return len(entries)
    index = index_of(entries, edit.after)
    if index is None:
        raise CannotApply(f"{in_words(edit.place)} has no {edit.after}, after which the new entry belongs")
    return index + 1
