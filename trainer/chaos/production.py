"""Names that look like production."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

_WORD: Final = re.compile(r"[a-z]+|\d+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PRODUCTION: Final = frozenset(
    {"prod", "prods", "prd", "production", "productive", "live", "produktion", "produktiv"}
)
_NOT: Final = frozenset({"non", "no", "not", "pre", "nicht"})
"""before one of those words they make it something else: non-prod, pre-production"""


_ALPHABETS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""those whose letters are taken for each other"""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def production_word(text: str, leave_out: Collection[str] = ()) -> str:
    """The word in a name by which it looks like production; empty where there is none.

    Words are told apart by anything that is no letter, and by humps: `shop-prod-1`, `ShopLive`, `PROD2`. Letters in
    another form (wide, bold) are taken as what they are. Words to `leave_out` count for nothing.
    """
    before = ""
    plain = unicodedata.normalize("NFKC", text)
    for word in _WORD.findall(_HUMP.sub(" ", plain).casefold()):
        if word in _PRODUCTION and before not in _NOT and word not in leave_out:
            return str(word)
        before = word
    return ""


def mixed_word(text: str) -> str:
    """A word in a name whose letters belong to several alphabets, so that it can look like another; empty for none."""
    for word in _LETTERS.findall(unicodedata.normalize("NFKC", text)):
        first = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if len(first.intersection(_ALPHABETS)) > 1:
            return str(word)
    return ""
