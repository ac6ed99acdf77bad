"""G12, legal or regulatory clock missing: data loss or a breach is in scope, and no notification is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.gaps.finding import quoted
from trainer.core.problems import Path
from trainer.core.standing.gap import Check, PlanGap, gap
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import sentences

_CODE: Final = "G12"
_BREACH: Final = re.compile(
    r"\b(?:data|records?) (?:ha(?:s|ve)|is|are|was|were|may|might|can|could|be|been|being)\b[^.;]{0,40}"
    r"\b(?:lost|altered|leaked|stolen|exposed|disclosed|destroyed|corrupted|exfiltrated|read)\b"
    r"|\b(?:loss|theft|leak|leakage|exposure|disclosure|exfiltration) of (?:[\w-]+ ){0,3}(?:data|records)\b"
    r"|\b(?:data|privacy|security) (?:breach|breaches|leak|leaks|loss|theft|exfiltration)\b"
    r"|\bbreach(?:es)? of (?:[\w-]+ ){0,2}(?:data|security|privacy|confidentiality)\b"
    r"|\b(?:lose|loses|leak|leaks|expose|exposes|disclose|discloses) (?:[\w'-]+ ){0,3}(?:data|records)\b"
    r"|\bpersonal (?:data|information)\b"
    r"|\bunauthori[sz]ed\b[^.;]{0,60}\b(?:data|records?|access|disclosure)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"\b(?:no|not|never|without|neither|nor|none|nobody|excluding|except)\b[^.;]{0,40}$", re.IGNORECASE
)
_NOTIFIES: Final = re.compile(
    r"\bnotif\w+|\bregulat(?:or|ors|ory)\b|\bauthorit(?:y|ies)\b|\bcommissioner\b|\bstatutory\b|\b72 ?(?:h|hours)\b"
    r"|\b(?:legal|external) deadlines?\b",
    re.IGNORECASE,
)
_NOTIFYING_STEP: Final = re.compile(
    r"\b(?:notif\w+|report|inform|tell)\b[^.;]{0,60}\b(?:regulators?|authorit(?:y|ies)|commissioner|supervisor)\b",
    re.IGNORECASE,
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """A plan that expects data to be lost or seen, and names no clock for saying so."""
    if reading.plan.external_deadlines:
        return
    found = next(((s, path) for s, path in _in_scope(reading) if _speaks_of_a_breach(s)), None)
    if found is None or _handed_on(reading) or _a_step_notifies(reading):
        return
    sentence, path = found
    yield gap(
        _CODE,
        Place("external-deadlines", "the external deadlines", path),
        f"The plan deals with loss of data or a breach ({quoted(sentence, 110)}), but names no external deadline.",
        "Authorities and customers may have to be told within hours or days of noticing it; nobody starts that clock.",
        "Add the external deadlines that apply to you (authority, the event that starts the clock, its stages, "
        "who keeps it), or say under what the plan hands over which procedure holds the notification.",
        "high",
    )


def _in_scope(reading: Reading) -> Iterator[tuple[str, Path]]:
    """Sentences that say what the plan deals with."""
    scope = reading.plan.scope
    texts: list[tuple[str, Path]] = [(scope.incident, ("scope", "incident"))]
    texts += [(text, ("scope", "trigger", k)) for k, text in enumerate(scope.trigger)]
    for i, severity in enumerate(reading.plan.severities):
        for key in ("criteria", "examples", "forced_by"):
            texts += [(text, ("severities", i, key, k)) for k, text in enumerate(getattr(severity, key))]
    texts += [(text, ("scope", "hands_over_to", k)) for k, text in enumerate(scope.hands_over_to)]
    for text, path in texts:
        yield from ((sentence, path) for sentence in sentences(text))


def _speaks_of_a_breach(sentence: str) -> bool:
    return any(not _DENIED.search(sentence[: found.start()]) for found in _BREACH.finditer(sentence))


def _handed_on(reading: Reading) -> bool:
    """Whether another plan takes breaches over, and is said to hold the notification."""
    return any(_BREACH.search(text) and _NOTIFIES.search(text) for text in reading.plan.scope.hands_over_to)


def _a_step_notifies(reading: Reading) -> bool:
    """Whether a step with a limit tells an authority: a clock, though it stands elsewhere."""
    return any(
        p.step.target is not None and _NOTIFYING_STEP.search(f"{p.step.title}. {p.step.text}")
        for p in reading.steps
    )


CHECK: Final = Check(
    _CODE,
    "scope, severities or what the plan hands over speak of loss of data or a breach, and neither an external "
    "deadline, nor the plan that takes over, nor a step with a limit is about telling an authority",
    find,
)
