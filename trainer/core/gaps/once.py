"""Values that several detectors work out from the same exercise: worked out once, kept with what they follow from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from trainer.core.facts import Facts
from trainer.core.script import Script

_Source = TypeVar("_Source", Facts, Script)
_Value = TypeVar("_Value")
_Item = TypeVar("_Item")


def once(source: _Source, make: Callable[[_Source], _Value]) -> _Value:
    """What `make` gives for an exercise or its script, which never change; kept beside their own cached look-ups."""
    kept = vars(source)
    name = f"{make.__module__}.{make.__qualname__}"
    if name not in kept:
        kept[name] = make(source)
    return cast(_Value, kept[name])


def all_of(facts: Facts, find: Callable[[Facts], Iterable[_Item]]) -> tuple[_Item, ...]:
    """Everything that a detector finds in an exercise, worked out once for all who ask."""
    kept = vars(facts)
    name = f"all of {find.__module__}.{find.__qualname__}"
    if name not in kept:
        kept[name] = tuple(find(facts))
    return cast(tuple[_Item, ...], kept[name])
