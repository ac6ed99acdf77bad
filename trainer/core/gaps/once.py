"""Values that several detectors work out from the same exercise: worked out once, kept with what they follow from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar, cast

from trainer.core.facts import Facts
from trainer.core.script import Script

_Source = TypeVar("_Source", Facts, Script)
_Value = TypeVar("_Value")
_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=Hashable)


def once(source: _Source, make: Callable[[_Source], _Value]) -> _Value:
    """What `make` gives for an exercise or its script, which never change; kept beside their own cached look-ups."""
    kept = vars(source)
    name = f"{make.__module__}.{make.__qualname__}"
    if name not in kept:
        kept[name] = make(source)
    return cast(_Value, kept[name])


def once_for(facts: Facts, make: Callable[[Facts, _Key], _Value], key: _Key) -> _Value:
    """What `make` gives for a text, an act or the like in an exercise: people say the same more than once."""
    kept = vars(facts).setdefault(f"each of {make.__module__}.{make.__qualname__}", {})
    if key not in kept:
        kept[key] = make(facts, key)
    return cast(_Value, kept[key])


def all_of(facts: Facts, find: Callable[[Facts], Iterable[_Item]]) -> tuple[_Item, ...]:
    """Everything that a detector finds in an exercise, worked out once for all who ask."""
    kept = vars(facts)
    name = f"all of {find.__module__}.{find.__qualname__}"
    if name not in kept:
        kept[name] = tuple(find(facts))
    return cast(tuple[_Item, ...], kept[name])
