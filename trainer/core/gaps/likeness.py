"""Whether two texts speak of the same thing: the words that carry meaning, without their endings.

Detectors match what people said to what the plan says by this alone. It never looks at what came shortly before, so
that a message which has nothing to do with a matter changes no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_KEPT: Final = 10_000
"""Several detectors look at the same texts; so many are kept as they were read."""
_WORD: Final = re.compile(r"[a-z]{3,}|\d[\d.,:]*\d|\d", re.ASCII)
_ENDING: Final = re.compile(r"(?<=\w{3})(ations?|ings?|ions?|ies|ers?|ed|es|s|y|e)$")
"""An ending is taken off where at least three letters stay."""
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        """
        about after again all also and any anybody anyone are ask asked asking because been before being both but can
        cannot could did does doing done don down each else even ever every everybody everyone for from get gets give
        given gives going gone got had has have having her here him his how incident instead into isn its itself just
        keep know let like look make makes may maybe mean means meet might more most much must need needs new next
        nobody not now off old one only onto other our ours out over own per plan please procedure put right role said
        same say says see seen set shall she should since some somebody someone something step still stop such take
        taken takes team tell than that the their them then there these they thing things this those through time told
        too took try under until upon use used using very via want was way well went were what when where whether which
        while who whom whose why will with within without would yes yet you your yours
        """,
    )
)


@lru_cache(maxsize=_KEPT)
def meaning(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, in lower case and without their endings; figures as they are."""
    words = (word for word in _WORD.findall(text.casefold()) if word not in _EMPTY)
    return frozenset(_ENDING.sub("", word) for word in words)


def same_matter(said: str, written: str) -> bool:
    """Whether what was said is about what is written: two words in common, or all words of what is written."""
    wanted = meaning(written)
    common = meaning(said) & wanted
    return len(common) >= 2 or (bool(common) and common == wanted)


def closest(said: str, written: Iterable[tuple[str, str]]) -> str | None:
    """The name of the text that has most in common with what was said, the first of several; None where none is."""
    best, most = None, 0
    for name, text in written:
        common = len(meaning(said) & meaning(text))
        if common > most and same_matter(said, text):
            best, most = name, common
    return best


def slug(text: str) -> str:
    """The first words of a text, as a name for what it tells of."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return "-".join(words[:6])[:48].strip("-") or "unnamed"
