"""Names that look like production."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[a-z]+|\d+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PRODUCTION: Final = frozenset(
    {"prod", "prods", "prd", "production", "productive", "live", "produktion", "produktiv"}
)
_NOT: Final = frozenset({"non", "no", "not", "pre", "nicht"})
"""before one of those words they make it something else: non-prod, pre-production"""


def production_word(text: str) -> str:
    """The word in a name by which it looks like production; empty where there is none.

    Words are told apart by anything that is no letter, and by humps: `shop-prod-1`, `ShopLive`, `PROD2`.
    """
    before = ""
    for word in _WORD.findall(_HUMP.sub(" ", text).casefold()):
        if word in _PRODUCTION and before not in _NOT:
            return str(word)
        before = word
    return ""
