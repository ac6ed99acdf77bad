"""The part of a plan that a change is about, before and after it, as small pieces of the file.

A piece begins at the entry that all edits belong to. It shows that entry's name, what becomes different, and of the
neighbours of a new entry their names. So it can be read, and edited and read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import JsonValue

from trainer.core.amend.emit import mapping
from trainer.core.amend.places import NAMES, CannotApply, applied, called, index_of, value_at
from trainer.core.amend.written import written
from trainer.core.amendments import Amendment, Edit, Place
from trainer.core.plan import Plan

_SHOWN: Final = (*NAMES, "title")
_KINDS: Final = {
    "procedures": "Procedure",
    "steps": "Step",
    "severities": "Severity",
    "roles": "Role",
    "contacts": "Contact",
    "tools": "Tool",
    "cadences": "Cadence",
    "communications": "Communication",
    "external_deadlines": "External deadline",
    "decision_rights": "Decision right",
    "escalation": "Escalation level",
    "services": "Service",
    "sections": "Section",
    "changes": "Change",
}
_Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of the plan before and after some edits; `root` is the place of the mapping that it shows."""

    root: Place
    before: dict[str, Any]
    after: dict[str, Any]


def before_after(plan: Plan, amendment: Amendment) -> tuple[str, str, str]:
    """(where in the plan, in words; the piece before; the piece after) of a proposed change. Raises CannotApply."""
    return shown(written(plan), amendment)


def shown(data: _Data, amendment: Amendment) -> tuple[str, str, str]:
    """The same from the plan's plain values, for several changes of one plan. Raises CannotApply."""
    found = fragment(data, amendment.edits)
    return where(data, amendment.edits), in_yaml(found.before), in_yaml(found.after)


def in_yaml(value: Mapping[str, JsonValue]) -> str:
    """A piece of a plan as its file has it."""
    return "\n".join(mapping(value))


def fragment(data: _Data, edits: Iterable[Edit]) -> Fragment:
    """The piece of a plan that edits are about. Raises CannotApply."""
    edits = tuple(edits)
    changed = applied(data, edits)
    root = _common(tuple(_entry(data, edit.place[:-1]) for edit in edits))
    root = _entry(data, root)
    shown = _SHOWN if root else ()
    before, after = _cut(value_at(data, root), value_at(changed, root), shown)
    return Fragment(root, before, after)


def _common(places: tuple[Place, ...]) -> Place:
    shared = places[0]
    for place in places[1:]:
        same = 0
        while same < min(len(shared), len(place)) and shared[same] == place[same]:
            same += 1
        shared = shared[:same]
    return shared


def _entry(data: _Data, place: Place) -> Place:
    """The nearest entry of a list at or above a place, or the plan as a whole."""
    while place and called_entry(value_at(data, place)) is None:
        place = place[:-1]
    return place


def called_entry(value: object) -> str | None:
    """The name of an entry of a list; None for what is no entry."""
    return called(value) if isinstance(value, Mapping) else None


def _cut(
    before: _Data, after: _Data, shown: tuple[str, ...] = _SHOWN
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two states of an entry, each with its name and with what is different; of the whole plan no name is `shown`."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for key in dict.fromkeys((*before, *after)):
        was, is_now = before.get(key), after.get(key)
        if was == is_now:
            if key in shown:
                old[key] = new[key] = was
        elif isinstance(is_now, list) and any(isinstance(entry, Mapping) for entry in is_now):
            old[key], new[key] = _cut_lists(was or [], is_now)
        else:
            old[key], new[key] = was, is_now
    return {key: value for key, value in old.items() if value not in (None, [])}, new


def _cut_lists(before: list[Any], after: list[Any]) -> tuple[list[Any], list[Any]]:
    """Two states of a list of entries: those that changed, the new ones, and the names of a new one's neighbours."""
    old: list[Any] = []
    new: list[Any] = []
    added = {number for number, entry in enumerate(after) if index_of(before, called(entry) or "") is None}
    near = {number + side for number in added for side in (-1, 1)}
    for number, entry in enumerate(after):
        earlier = None if number in added else before[index_of(before, called(entry) or "") or 0]
        if earlier is None:
            new.append(entry)
        elif earlier != entry:
            was, is_now = _cut(earlier, entry)
            old.append(was)
            new.append(is_now)
        elif number in near:
            named = {key: entry[key] for key in _SHOWN if key in entry}
            old.append(named)
            new.append(named)
    return old, new


def read_back(data: _Data, edits: tuple[Edit, ...], text: _Data) -> tuple[Edit, ...]:
    """The edits behind an edited piece with the values `text`. Raises CannotApply where more was changed than them."""
    known = fragment(data, edits)
    found = tuple(_read(known, edit, text) for edit in edits)
    again = fragment(data, found)
    if again.root != known.root or _plain(again.after) != _plain(text):
        raise CannotApply("only the proposed values can be edited here, not what stands around them")
    return found


def _read(known: Fragment, edit: Edit, text: _Data) -> Edit:
    place = edit.place[len(known.root) :]
    value = value_at(text, place)
    if edit.do == "add":
        entries = value_at(known.after, place)
        if not isinstance(value, list) or len(value) != len(entries):
            raise CannotApply(
                f"{place[-1]} must keep its {len(entries)} entries; reject the change to leave one out"
            )
        value = value[next(number for number, entry in enumerate(entries) if entry == edit.value)]
    return edit.model_copy(update={"value": _plain(value)})


def _plain(value: Any) -> Any:
    """Values without the traces of how they were typed: a number that is a name, such as 012, is a text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if value is None or type(value) in (str, bool, int, float) else str(value)


# Where, in words ------------------------------------------------------------------------------------------------------


def where(data: _Data, edits: Iterable[Edit]) -> str:
    """Where in the plan edits are, in words: each entry once, with its parts."""
    parts: dict[str, list[str]] = {}
    for edit in edits:
        entry = _entry(data, edit.place[:-1])
        parts.setdefault(_entry_words(data, entry), []).append(_part_words(data, entry, edit))
    told = (
        f"{entry}: {', '.join(dict.fromkeys(words))}" if entry else ", ".join(words)
        for entry, words in parts.items()
    )
    return "; ".join(words[:1].upper() + words[1:] for words in told)


def _entry_words(data: _Data, entry: Place) -> str:
    if not entry:
        return ""
    found = value_at(data, entry)
    clause = f" (clause {found['clause']})" if "clause" in found else ""
    return f"{_KINDS.get(entry[-2], entry[-2])} {_title(found)}{clause}"


def _part_words(data: _Data, entry: Place, edit: Edit) -> str:
    rest = edit.place[len(entry) :]
    part = " ".join(key.replace("_", " ") for key in rest)
    if edit.do == "add" and isinstance(edit.value, Mapping):
        part = f"new {_KINDS.get(rest[-1], f'entry under {part}').lower()}"
        if edit.after is not None:
            part += f" after {_named(value_at(data, edit.place), edit.after)}"
    return part


def _named(entries: Any, name: str) -> str:
    index = index_of(entries, name) if isinstance(entries, list) else None
    return name if index is None else _title(entries[index])


def _title(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return str(entry)
    return f'"{entry.get("title") or entry.get("decision") or entry.get("authority") or called(entry)}"'
