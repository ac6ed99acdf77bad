"""Which words of two versions of a text differ, and which places of a text are still to be filled in. Needs no Qt."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from trainer.core.amend.editing import MARK

__all__ = ["Span", "changed", "unfinished"]

Span = tuple[int, int]
"""From which character, and how many."""

_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")


def changed(before: str, after: str) -> tuple[list[Span], list[Span]]:
    """The words that went from `before`, and those that came into `after`; a run on a line is one span."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    went: list[Span] = []
    came: list[Span] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            _mark(went, old, i1, i2)
            _mark(came, new, j1, j2)
    return went, came


def _mark(spans: list[Span], words: list[str], first: int, end: int) -> None:
    """Add the words from `first` up to `end`, without the white space around them."""
    while first < end and words[first].isspace():
        first += 1
    while end > first and words[end - 1].isspace():
        end -= 1
    if first < end:
        begin, text = sum(map(len, words[:first])), "".join(words[first:end])
        for line in re.finditer(r"[^\n]+", text):
            bare = line.group().strip()
            if bare:
                spans.append((begin + line.start() + line.group().index(bare), len(bare)))


def unfinished(text: str) -> list[Span]:
    """The markers `{fill in: …}` that a person has to replace before the text can be used."""
    return [(found.start(), found.end() - found.start()) for found in MARK.finditer(text)]
