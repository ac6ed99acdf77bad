"""What a lead still has to put into a proposed change, and the change with it.

A value that only somebody of the organisation can know stands as a mark: `{fill in: the number that was tried}`. A
change with a mark in it is not written into any plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pydantic import JsonValue

from trainer.core.amend.places import CannotApply
from trainer.core.amendments import Amendment, Edit

MARK: Final = re.compile(r"\{fill in: ([^{}]*)\}")
_TOLD: Final = 60
_NO_BRACES: Final = str.maketrans("{}", "()")


def fill_in(what: str) -> str:
    """The mark for a value that a person has to give."""
    return f"{{fill in: {what.translate(_NO_BRACES)}}}"


def marks(edits: Iterable[Edit]) -> tuple[str, ...]:
    """What is still to be filled in, in the order in which it stands in the edits."""
    return tuple(mark for edit in edits for text in _texts(edit.value) for mark in MARK.findall(text))


def with_value(amendment: Amendment, value: str) -> Amendment:
    """The change with a value in place of its first mark or, where it has none, of its only value.

    Raises CannotApply where there is no such value.
    """
    if marks(amendment.edits):
        return with_edits(amendment, tuple(_filled(amendment.edits, value)))
    first = amendment.edits[0]
    if len(amendment.edits) > 1 or isinstance(first.value, dict | list):
        raise CannotApply(f"{amendment.id} has nothing left to fill in and more than one value")
    return with_edits(amendment, (first.model_copy(update={"value": value}),))


def with_edits(amendment: Amendment, edits: tuple[Edit, ...]) -> Amendment:
    """The change as a lead edited it: its title says so, and a step with another name is retested under that name."""
    pairs = list(zip(amendment.edits, edits, strict=False))
    renamed = {
        str(old["id"]): str(new["id"]) for old, new in map(_entries, pairs) if "id" in old and "id" in new
    }
    retest = tuple(renamed.get(step, step) for step in amendment.retest)
    own = list(dict.fromkeys(_own_values(pairs)))
    told = (
        f" (as edited: {', '.join(own)})"
        if own and len(", ".join(own)) <= _TOLD
        else " (as edited)"
        if own
        else ""
    )
    return amendment.model_copy(update={"edits": edits, "retest": retest, "title": amendment.title + told})


def _entries(pair: tuple[Edit, Edit]) -> tuple[dict[str, JsonValue], dict[str, JsonValue]]:
    """The entries that an edit adds, before and after it was edited; nothing where it adds none."""
    old, new = (edit.value if isinstance(edit.value, dict) else {} for edit in pair)
    return old, new


def _own_values(pairs: Iterable[tuple[Edit, Edit]]) -> Iterator[str]:
    """Values that a lead put in place of proposed ones; what was only filled in is not among them."""
    for old, new in pairs:
        was, is_now = list(_texts(old.value)), list(_texts(new.value))
        if len(was) == len(is_now):
            yield from (b for a, b in zip(was, is_now, strict=True) if a != b and not MARK.search(a))
        elif old.value != new.value:
            yield from is_now


def _filled(edits: Iterable[Edit], value: str) -> Iterator[Edit]:
    """The edits with the first mark of all replaced."""
    waiting = [value]

    def once(text: str) -> str:
        return MARK.sub(lambda match: waiting.pop() if waiting else match[0], text)

    for edit in edits:
        yield edit.model_copy(update={"value": _mapped(edit.value, once)})


def _mapped(value: JsonValue, change: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(inner, change) for inner in value]
    if isinstance(value, dict):
        return {key: _mapped(inner, change) for key, inner in value.items()}
    return value


def _texts(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
