"""The parts of an experiment in Chaos Toolkit's format: activities, their texts, and a digest over all of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from trainer.core.time import Micros

Document = dict[str, Any]

ROLLBACK_LIMIT: Final = 120.0
"""Seconds that one rollback may take; then the next one is tried"""


def listed(document: Mapping[str, Any], key: str) -> list[Document]:
    """The activities under a key; empty where there is none."""
    found = document.get(key)
    return found if isinstance(found, list) else []


def hypothesis_probes(document: Mapping[str, Any]) -> list[Document]:
    """The probes of the steady-state hypothesis."""
    hypothesis = document.get("steady-state-hypothesis")
    return listed(hypothesis, "probes") if isinstance(hypothesis, dict) else []


def provider_of(activity: Mapping[str, Any]) -> Document:
    """What an activity calls; empty where that has no shape."""
    found = activity.get("provider")
    return found if isinstance(found, dict) else {}


def activities_of(document: Mapping[str, Any]) -> Iterator[Document]:
    """Every activity that could run, those that judge a probe's answer too."""
    probes = hypothesis_probes(document)
    for activity in (*probes, *listed(document, "method"), *listed(document, "rollbacks")):
        yield activity
        tolerance = activity.get("tolerance")
        if isinstance(tolerance, dict) and tolerance.get("type") == "probe":
            yield tolerance


def walk_texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from walk_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from walk_texts(inner)


def sealed(document: Mapping[str, Any], target: str, probe_every: Micros, time_limit: Micros) -> str:
    """SHA-256 over an experiment, its target and its limits; the same for the same values in any order of keys."""
    whole = [document, target, probe_every, time_limit]
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
