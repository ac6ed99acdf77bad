"""How values are written in a report: the filters that templates may use. Formatting only; nothing is counted here.

Seconds come in, words go out, and nothing is rounded up: 4 minutes 5.9 seconds are "4 min 05 s". Texts that people
wrote pass through `clean`, which shows characters that steer a display instead of obeying them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from markupsafe import Markup

NOTHING: Final = "–"
_MINUS: Final = "−"
_LINK_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_UNITS: Final = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

RATINGS: Final[Mapping[str, tuple[str, str]]] = {
    "P": ("Performed without challenges", "ok"),
    "S": ("Performed with some challenges", "info"),
    "M": ("Performed with major challenges", "warn"),
    "U": ("Unable to be performed", "bad"),
    "N/O": ("Not observed", "neutral"),
}
"""HSEEP ratings: the words and the tone of each."""

OUTCOMES: Final[Mapping[str, tuple[str, str]]] = {
    "missed": ("bad", "cross"),
    "wrong role": ("warn", "person"),
    "late": ("warn", "late"),
    "out of order": ("warn", "order"),
    "prompted": ("warn", "prompt"),
    "improvised equivalent": ("info", "star"),
    "on time": ("ok", "check"),
    "not observed": ("neutral", "ring"),
    "not applicable": ("neutral", "dash"),
}
"""Outcomes of expected actions, what needs attention first: the tone and the sign of each."""

STANDINGS: Final[Mapping[str, tuple[str, str]]] = {
    "as written": ("ok", "check"),
    "in part": ("info", "half"),
    "does not fit": ("warn", "late"),
    "otherwise": ("warn", "star"),
    "cannot be done": ("bad", "cross"),
    "not walked": ("neutral", "ring"),
}
"""How a step of a walk-through stands, what went as planned first: the tone and the sign of each."""

ANSWERS: Final[Mapping[str, tuple[str, str]]] = {
    "confirmed": ("ok", "check"),
    "unclear": ("info", "query"),
    "wrong": ("warn", "cross"),
    "missing": ("bad", "absent"),
    "blocked": ("bad", "stop"),
}
"""Answers about a step: the tone and the sign of each."""

_SIGNS: Final[Mapping[str, tuple[str, str]]] = {**OUTCOMES, **STANDINGS, **ANSWERS}

# Soft hyphen, zero-width blank, joiners, and the marks of one letter's direction: they cannot reorder other text.
_HARMLESS: Final = "\n\t\u00ad\u061c\u200b\u200c\u200d\u200e\u200f"

_POETE: Final[Mapping[str, str]] = {
    "P": "Planning",
    "O": "Organisation",
    "E": "Equipment",
    "T": "Training",
    "X": "Exercise",
}


def clean(text: str) -> str:
    """A text in which every character that is not meant to be seen shows as an escape such as `\\u202e`.

    Line breaks and tabs stay, and so do the joiners and marks that scripts and emoji need. Controls that reverse or
    override the order of what is shown, and characters that no text can hold, do not pass.
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n")
    return "".join(char if _shown(char) else _escape(char) for char in text)


def _shown(char: str) -> bool:
    return char.isprintable() or char in _HARMLESS or _is_blank(char)


def _is_blank(char: str) -> bool:
    return unicodedata.category(char) == "Zs"


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def _whole(seconds: float) -> int:
    return int(abs(seconds))


def spoken(seconds: float | None) -> str:
    """Seconds as a length of time: `45 s`, `4 min 05 s`, `1 h 20 min`, `3 days`; less than a second in tenths.

    Units that are nought are left out at both ends and kept in between: `1 h 00 min 05 s`.
    """
    if seconds is None:
        return NOTHING
    total = _whole(seconds)
    if total == 0:
        return f"{_tenths(seconds)} s"
    counts: list[tuple[int, str]] = []
    for size, unit in _UNITS:
        count, total = divmod(total, size)
        counts.append((count, unit))
    filled = [at for at, (count, _) in enumerate(counts) if count]
    kept = counts[filled[0] : filled[-1] + 1]
    first, rest = kept[0], kept[1:]
    words = [f"{first[0]} {_unit(*first)}", *(f"{count:02d} {_unit(count, unit)}" for count, unit in rest)]
    return (_MINUS if seconds < 0 else "") + " ".join(words)


def _unit(count: int, unit: str) -> str:
    return "days" if unit == "day" and count != 1 else unit


def _tenths(seconds: float) -> str:
    tenths = int(abs(seconds) * 10)
    if tenths == 0:
        return "0" if seconds == 0 else "less than 0.1"
    return f"{_MINUS if seconds < 0 else ''}0.{tenths}"


def clock(seconds: float | None) -> str:
    """Seconds as a reading of the exercise clock: `04:05`, from one hour on `1:04:05`."""
    if seconds is None:
        return NOTHING
    total = _whole(seconds)
    hours, rest = divmod(total, 3_600)
    minutes, secs = divmod(rest, 60)
    sign = _MINUS if seconds < 0 and total else ""
    return f"{sign}{hours}:{minutes:02d}:{secs:02d}" if hours else f"{sign}{minutes:02d}:{secs:02d}"


def delta(seconds: float | None) -> str:
    """Seconds as a difference from a target: `+2 min 10 s` is over it, `−0 min 40 s` was left."""
    if seconds is None:
        return NOTHING
    if seconds == 0:
        return "±0 s"
    words = spoken(abs(seconds))
    return f"{'+' if seconds > 0 else _MINUS}{words}"


def day(iso: str | None) -> str:
    """The day of an ISO 8601 date or time in words: `24 November 2026`; a text that is none stays as it is."""
    if not iso:
        return NOTHING
    try:
        when = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def short_day(iso: str | None) -> str:
    """As `day`, for narrow columns: `24 Nov 2026`."""
    words = day(iso).split()
    return (
        f"{words[0]} {words[1][:3]} {words[2]}"
        if len(words) == 3 and words[1] in _MONTHS
        else " ".join(words)
    )


def wall(iso: str | None) -> str:
    """The time of day of an ISO 8601 time in UTC, to the second: `09:04:05`; a text that is none stays as it is."""
    if not iso:
        return NOTHING
    try:
        return datetime.fromisoformat(iso).strftime("%H:%M:%S")
    except ValueError:
        return iso


def dash(value: object) -> object:
    """The value, or a dash where there is none."""
    return NOTHING if value is None or value == "" else value


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 gap`, `3 gaps`, `2 parties` (give the plural where it is not regular)."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def short(text: str, limit: int) -> str:
    """A text of at most `limit` characters, cut between words and then closed with an ellipsis."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    cut = flat[: limit - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > limit // 2 else cut).rstrip(" ,;:.–-") + "…"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines part; empty ones are left out."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def rating_words(rating: str) -> str:
    """What a rating's letter stands for; a rating that is unknown stays as it is."""
    return RATINGS[rating][0] if rating in RATINGS else rating


def rating_tone(rating: str) -> str:
    """The tone in which a rating is shown: ok, info, warn, bad or neutral."""
    return RATINGS[rating][1] if rating in RATINGS else "neutral"


def tone(outcome: str) -> str:
    """The tone in which an outcome, a standing or an answer is shown: ok, info, warn, bad or neutral."""
    return _SIGNS[outcome][0] if outcome in _SIGNS else "neutral"


def sign(outcome: str) -> str:
    """The name of the sign that stands beside the word of an outcome, a standing or an answer."""
    return _SIGNS[outcome][1] if outcome in _SIGNS else "ring"


def poete(letters: str) -> str:
    """POETE elements in words: `P/O` is "Planning, Organisation"; other words stay as they are."""
    return ", ".join(_POETE.get(part.strip(), part.strip()) for part in letters.split("/"))


def short_hash(value: str) -> str:
    """The first twelve digits of a hash: enough to compare by eye; the whole stands in the data."""
    return f"{value[:12]}…" if len(value) > 13 else value


def hash_groups(value: str) -> list[str]:
    """A hash in groups of eight digits, so that it can be read aloud and wraps on paper."""
    return [value[at : at + 8] for at in range(0, len(value), 8)]


def link(address: str | None) -> str:
    """An address that may stand behind a link (http, https or mailto), or an empty text where it may not."""
    if not address or not address.isprintable() or " " in address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    reaches = parts.netloc if parts.scheme != "mailto" else parts.path
    return address if parts.scheme in _LINK_SCHEMES and reaches else ""


def css_string(text: str) -> Markup:
    """A text as a CSS string with its quotes, for a style sheet: whatever is no letter or digit is escaped."""
    safe = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in clean(text)
    )
    return Markup(f'"{safe}"')


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    function.__name__: function
    for function in (
        clock, count, css_string, dash, day, delta, hash_groups, link, paragraphs, poete, rating_tone,
        rating_words, sentence, short, short_day, short_hash, sign, spoken, tone, wall,
    )
}  # fmt: skip
"""The filters by the names that templates use."""
