"""Whether people's words say that a measure did not help: "no change", "errors continue", "still down"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

_DOUBTED: Final = re.compile(
    r"\b(?:if|unless|whether(?!\b[^:?]*[:?]\s*(?:no|not|none)\b)|in case|should (?:it|they|this|that))\b|\?\s*$",
    re.IGNORECASE,
)
_TROUBLE: Final = (
    r"(?:errors?|failures?|timeouts?|time-outs|faults?|problems?|symptoms?|outages?|alarms?|alerts?|attacks?|"
    r"encryption|leaks?|loss(?:es)?|complaints?|drop-outs|(?:error|failure|timeout|loss|abandonment|reject\w*) rates?)"
)
_PRESSURE: Final = r"(?:load|queues?|backlog|latenc(?:y|ies)|response times?)"
_GOOD_LEVEL: Final = (
    r"(?:(?:at |near )?(?:0|zero|none)|below|under|low|normal|stable|within|fine|healthy|flat|green|"
    r"steady|good|ok(?:ay)?|well|empty|quiet|limited|minor|small)"
)
_PEOPLE: Final = r"(?:customers|users|patients|passengers|staff|guests|others?|operations|orders|production)"
_REASSURING: Final = re.compile(
    r"\b(?:no longer|any ?more|never again)\b|"
    r"\b(?:no|zero|none of the|without|not a single|hardly any) (?:further |more |new |remaining |residual |\w+ )?"
    rf"(?:{_TROUBLE}|failed \w+)\b|"
    r"\b(?:nothing|none|nobody|no one|no \w+)(?: of \w+)? (?:is |are |was |were )?still\b|"
    rf"\bstill (?:{_GOOD_LEVEL}|working|running|holding|falling|improving|recovering|reachable|available)\b|"
    r"\b(?:success|availability|uptime)\b.{0,20}\bstill at\b|\bstill up\b|"
    rf"\b{_TROUBLE}\b[^.;]{{0,20}}\b(?:stays?|remains?|stayed|remained) down\b|"
    rf"\b(?:stays?|remains?|keeps?|stayed|remained) (?:at |on )?{_GOOD_LEVEL}\b|"
    r"\b(?:continues? to|keeps?) (?:fall|drop|improv|clear|declin|shrink|recover|decreas|go(?:ing)? down)\w*\b|"
    rf"\bno (?:\w+ )?(?:effect|change|impact) (?:on|for|to|in) {_PEOPLE}\b|\bno differences? (?:between|to|from)\b|"
    r"\b(?:checksums?|hash(?:es)?|signatures?|config\w*|integrity|match\w*|identical)\b",
    re.IGNORECASE,
)
_WELL: Final = re.compile(
    r"\b(?:recovered|back to (?:normal|zero|\d)|works again|working again|fixed|gone|resolved|"
    r"(?:dropped|fell|down) to (?:0|zero|normal)\b|within (?:its |the |their )?(?:normal|usual|range)|"
    r"all (?:ok|green|well|clear)|everything works)",
    re.IGNORECASE,
)
_NOT: Final = (
    r"(?:did|does|do|has|have|had|is|was|are|were|could|can|would|will)"
    r"(?: not|n['’]t)(?: really| yet| at all| even)?"
)
_NO_EFFECT: Final = (
    rf"\b{_NOT} (?:help\w*|improv\w*|take effect|taken effect|(?:have|had) (?:any |an |much )?effect|"
    r"(?:make|made) (?:any |a |much )?difference|chang\w* (?:anything|much|it|a thing))\b|"
    r"\b(?:no|without|hardly any|little) (?:\w+ )?(?:change|effect|improvement|difference|success)\b|"
    r"\b(?:changed|helped|achieved|brought|did) nothing\b|\bnothing (?:has |had )?(?:changed|improved|helped)\b|"
    r"\b(?:unchanged|ineffective|in vain|useless|to no avail|fruitless)\b|"
    rf"\b{_TROUBLE}\b[^.;,]{{0,20}}\b(?:continues?|continued|persists?|persisted|remains?|remained|keeps? \w+ing|"
    r"goes on|go on|comes? back|came back|(?:is|are) back|stays?|stayed)\b|"
    rf"\b{_TROUBLE}\b[^.;]{{0,30}}\bstill (?:at|above|around|over|near|there|the same|high|rising|growing|\d)|"
    r"\b(?:got|gets|getting|even|made it|makes it|much) worse\b|\bworse than before\b|\bworsen\w*\b|"
    r"\b(?:as (?:bad|high|slow) as before|same as before)\b(?! the)"
)
_FAILED: Final = (
    r"\b(?:help\w*|work\w*|better|clear|back|effect|improve\w*|success\w*|gone)\s*[:?=,-]\s*(?:no|not|none)\b|"
    r"\b(?:did|has|have)(?: not|n['’]t) (?:work\w*|stop\w*|fix\w*|bring|brought|solv\w*|do anything|done anything)\b|"
    r"\bstill (?:down|failing|fails?|unavailable|spreading|rising|growing|the same|dark)\b"
)
_AMISS: Final = (
    rf"\b{_NOT} (?:work\w*|chang\w*|better|enough|sufficient|effective|recover\w*|gone|back|respond\w*|reachable|"
    r"available|possible|drain\w*|flow\w*|clear\w*|fall\w*|drop\w*|go(?:ing|es)? (?:down|away|through|up)|"
    r"com(?:e|ing) (?:back|up)|start\w*|load\w*|connect\w*)\b|\b(?:no|without) (?:\w+ )?recovery\b|"
    rf"\b{_PRESSURE} (?:is |are )?(?:keeps? (?:growing|rising|climbing)|"
    r"(?:still|stays?|remains?) (?:high|rising|growing|up))\b|"
    r"\b(?:attacker|intruder|malware|session|worm|script)s?\b.{0,20}\bstill (?:active|inside|in)\b|"
    r"\bstill (?:failed|broken|erroring|errors?|unreachable|slow|stuck|timing out|locked out|encrypted|leaking|high|"
    r"affected|degraded|red|refus\w+|reject\w+|not|no (?:improvement|better|change|effect|signal|service|connection)|"
    r"cannot|can['’]?t|dropping|losing|flood\w*)\b|^\s*still at \d|"
    r"\b(?:remains?|remained|stays?|stayed) (?:down|unavailable|unreachable|dark|broken|stuck)\b"
)
Speech = Literal["check", "cause", "block"]
"""Who speaks: somebody who looked whether it works, somebody who states a cause, somebody who cannot go on.

What a check finds amiss shows that a measure failed; a cause, or something that is missing, only where it says so."""
_VAIN: Final[dict[Speech, re.Pattern[str]]] = {
    "check": re.compile(f"{_NO_EFFECT}|{_FAILED}|{_AMISS}", re.IGNORECASE),
    "cause": re.compile(f"{_NO_EFFECT}|{_FAILED}", re.IGNORECASE),
    "block": re.compile(_NO_EFFECT, re.IGNORECASE),
}


def in_vain(texts: Iterable[str], speech: Speech = "check") -> str | None:
    """The first sentence of some texts that says that what was done had no effect; None where none does.

    Doubts, questions and sentences that deny trouble say no such thing; nor do texts that tell of success elsewhere.
    """
    said = [text for text in texts if text.strip()]
    if any(
        _WELL.search(sentence) and not _negated(sentence) for text in said for sentence in _sentences(text)
    ):
        return None
    for text in said:
        for sentence in _sentences(text):
            vain = _VAIN[speech].search(sentence)
            if vain and not _DOUBTED.search(sentence) and not _REASSURING.search(sentence):
                return sentence.strip()
    return None


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?;])\s+|\n+", text)


def _negated(sentence: str) -> bool:
    return bool(re.search(r"\b(?:not|never|nothing|nobody|no)\b|n['’]t\b", sentence, re.IGNORECASE))
