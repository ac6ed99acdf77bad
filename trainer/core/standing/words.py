"""Words of a plan as checks compare them, and lists as statements tell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_UNFILLED: Final = re.compile(
    r"(?<![\"'“‘`])(?:"  # A word in quotation marks is spoken of.
    r"\b(?:TODO|TBC|FIXME|(?i:TBD|XXX+))\b"
    r"|\?{3,}|_{4,}"
    r"|(?i:lorem ipsum|\bcoming soon\b|\bto be (?:written|defined|filled in)\b|\bunder construction\b)"
    r")"
    r"|(?i:[<\[](?:insert|enter|your|add|name|title|date|number|author|phone|contact|company|e-?mail)\b"
    r"[^<>\[\]\n]{0,60}[>\]])"
)
_MARK_IN_TEMPLATE: Final = re.compile(r"\b(?:TODO|TBC|FIXME|TBD)\b|\?{3,}")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")
_EMPTY: Final = frozenset(
    {
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
    }
    | {"of", "for", "to", "in", "on", "at", "by", "its", "it", "this", "that", "which"}
)
_TOLD_AT_MOST: Final = 3


def unfilled(text: str, template: bool = False) -> str | None:
    """The mark in a text that says that something is still to be written there.

    A template has places that are filled in when it is used.
    """
    found = (_MARK_IN_TEMPLATE if template else _UNFILLED).search(text)
    return found[0] if found else None


def filled(text: str | None) -> bool:
    """Whether a text is there and says something."""
    return bool(text and text.strip()) and unfilled(text or "") is None


def plain(text: str) -> tuple[str, ...]:
    """The words of a text, without regard to case and punctuation."""
    return tuple(_WORD.findall(text.casefold()))


def content(text: str) -> tuple[str, ...]:
    """The words that carry the meaning of a sentence: no articles and auxiliaries, plurals as singulars."""
    return tuple(_singular(word) for word in plain(text) if word not in _EMPTY)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence for sentence in _SENTENCE.split(" ".join(text.split())) if sentence]


def in_words(names: Sequence[str]) -> str:
    """All of a list: `A`, `A and B`, `A, B and C`; nothing for an empty one."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def several(names: Sequence[str]) -> str:
    """The first few of a list, and how many more there are."""
    if len(names) <= _TOLD_AT_MOST:
        return in_words(names)
    return f"{', '.join(names[:_TOLD_AT_MOST])} and {len(names) - _TOLD_AT_MOST:,} more"
