"""Stated causes against the truth: what was really wrong, in which words it is recognised, and how near a cause came.

A cause is right where it uses words by which the scenario knows the fault, or names the kind of fault and where it is.
It is partly right where it names one of the two. Words that are denied ("not the database") say nothing for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.simulation import FaultKind

Verdict = Literal["right", "partly right", "wrong"]
RANK: Final[dict[Verdict, int]] = {"right": 0, "partly right": 1, "wrong": 2}

_KIND_WORDS: Final[dict[FaultKind, tuple[str, ...]]] = {
    FaultKind.BAD_DEPLOYMENT: ("deploy", "release", "rollout", "rolled out", "new version", "bad version"),
    FaultKind.CONFIGURATION_ERROR: ("config", "setting", "parameter", "misconfigur"),
    FaultKind.DEPENDENCY_DOWN: (
        *("third party", "third-party", "provider", "supplier", "vendor", "dependency", "upstream"),
        *("external service", "is down", "is not answering", "does not answer"),
    ),
    FaultKind.REGION_LOST: (
        "region",
        "zone",
        "data centre",
        "data center",
        "datacentre",
        "datacenter",
        "site",
    ),
    FaultKind.NODE_LOST: ("node", "instance", "replica", "host", "machine", "server is gone", "server lost"),
    FaultKind.DATABASE_SLOW: (
        "slow database",
        "database is slow",
        "slow quer",
        "query",
        "queries",
        "lock",
        "index",
    ),
    FaultKind.DATABASE_FULL: ("disk", "full", "out of space", "no space", "storage", "volume"),
    FaultKind.QUEUE_BACKLOG: ("queue", "backlog", "consumer", "lag", "piling up", "piled up"),
    FaultKind.CERTIFICATE_EXPIRED: ("certificate", "cert ", "certs", "tls", "ssl", "expired"),
    FaultKind.LEAK: ("leak", "memory", "heap", "out of memory", "oom"),
    FaultKind.TRAFFIC_SURGE: (
        "surge",
        "traffic",
        "load",
        "overload",
        "spike",
        "rush",
        "denial of service",
        "ddos",
    ),
    FaultKind.CREDENTIAL_LEAK: (
        *("credential", "leaked key", "stolen", "access key", "token", "password", "secret", "unauthori"),
        *("intruder", "attacker", "compromis"),
    ),
    FaultKind.DATA_DELETED: (
        "deleted",
        "data loss",
        "lost data",
        "dropped table",
        "truncated",
        "wiped",
        "missing data",
    ),
}
_DENIED: Final = re.compile(
    r"\b(?:not|isn't|is not|wasn't|was not|neither|nor|ruled? out|excluded?|instead of)\b[^.,;:]*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W_]+")
_TELLING: Final = 4
"""Letters from which on a word of a title says something."""
_COMMON: Final = frozenset(
    {"with", "from", "that", "this", "into", "when", "have", "been", "every", "real", "slow"}
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is really wrong, and the words for it. `places` are names of the service or region it is in."""

    id: str
    title: str
    known_as: tuple[str, ...] = ()
    kind: FaultKind | None = None
    service: str | None = None
    places: tuple[str, ...] = ()
    value: str | None = None

    def is_like(self, other: Trouble) -> bool:
        """Whether it is the same cause in another place: of the same kind, and known by the same words."""
        return bool(self.known_as) and (self.kind, self.known_as) == (other.kind, other.known_as)


@dataclass(frozen=True, slots=True)
class Match:
    """How near a stated cause came to the truth, and to which trouble."""

    verdict: Verdict
    trouble: str | None
    why: str


def judged(cause: str, service: str | None, troubles: Iterable[Trouble]) -> Match:
    """A stated cause against everything that was wrong at the time: the nearest counts."""
    found = [_against(cause, service, trouble) for trouble in troubles]
    nothing = Match("wrong", None, "nothing had failed when it was stated")
    if found and all(match.verdict == "wrong" for match in found):
        return Match("wrong", None, "it names neither what had failed nor where")
    return min(found, key=lambda match: RANK[match.verdict], default=nothing)


def _against(cause: str, service: str | None, trouble: Trouble) -> Match:
    said = _flat(_DENIED.sub(" ", cause))
    known = any(
        _has(said if not _DENIED.search(words) else _flat(cause), words) for words in trouble.known_as
    )
    elsewhere = service is not None and trouble.service is not None and service != trouble.service
    here = (service is not None and service == trouble.service) or any(_has(said, p) for p in trouble.places)
    kind = _names_kind(said, trouble)
    if known and not elsewhere:
        return Match("right", trouble.id, "it says what had failed")
    if kind and (here or (not trouble.places and not elsewhere)):
        return Match("right", trouble.id, "it says what had failed, and where")
    if known or kind:
        where = "looks for it in another place" if elsewhere else "does not say where"
        return Match("partly right", trouble.id, f"it says what had failed and {where}")
    if here:
        return Match("partly right", trouble.id, "it says where, not what")
    return Match("wrong", None, "")


def _names_kind(said: str, trouble: Trouble) -> bool:
    if trouble.value is not None and _has(said, trouble.value):
        return True
    if trouble.kind is None:
        return bool(_telling(said) & _telling(trouble.title))
    return any(_begins(said, words) for words in _KIND_WORDS[trouble.kind])


def _telling(text: str) -> set[str]:
    """Words of a text that say something."""
    return {word for word in _WORD.findall(_flat(text)) if len(word) >= _TELLING} - _COMMON


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())


def _has(said: str, words: str) -> bool:
    """Whether words stand in a text, as whole words."""
    return re.search(rf"(?<!\w){re.escape(_flat(words))}(?!\w)", said) is not None


def _begins(said: str, words: str) -> bool:
    """Whether words stand in a text, the last of them with any ending."""
    return re.search(rf"(?<!\w){re.escape(_flat(words))}", said) is not None
