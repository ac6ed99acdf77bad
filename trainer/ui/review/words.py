"""How the review puts ratings, outcomes, gaps and days into words. Needs no Qt."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from trainer.core.aar_walk import Standing
from trainer.core.events import Outcome, Rating
from trainer.ui.look.tokens import Status

__all__ = [
    "AMENDMENT_STATUS", "GAP_KINDS", "OUTCOMES", "PRIORITIES", "RATINGS", "STANDINGS", "WALKED", "Decided", "Rubric",
    "Stands", "counted", "day_words", "file_stem", "iso_day_words", "outcome_status", "outcome_words", "rating_status",
    "rating_words", "sentence",
]  # fmt: skip


class Rubric(NamedTuple):
    """One rating of the HSEEP scale: its letter, its words, when it is given, and the status it shows as."""

    rating: Rating
    words: str
    when: str
    status: Status


RATINGS: Final = (
    Rubric(
        Rating.PERFORMED, "Performed without challenges",
        "The objective was achieved as the plan says, with no harm to other work and no added risk.", "ok",
    ),
    Rubric(
        Rating.SOME_CHALLENGES, "Performed with some challenges",
        "Achieved as the plan says, and ways to be quicker or surer were found.", "info",
    ),
    Rubric(
        Rating.MAJOR_CHALLENGES, "Performed with major challenges",
        "Achieved, but it harmed other work, added risk, or was not done as the plan says.", "warn",
    ),
    Rubric(
        Rating.UNABLE, "Unable to be performed",
        "The critical steps were not done in a way that achieves the objective.", "bad",
    ),
    Rubric(
        Rating.NOT_OBSERVED, "Not observed",
        "Not put to the test. It stands outside the scale and counts neither for nor against.", "neutral",
    ),
)  # fmt: skip
"""The rubric of the Homeland Security Exercise and Evaluation Program (HSEEP), in plain words."""
_RUBRICS: Final = {rubric.rating.value: rubric for rubric in RATINGS}

OUTCOMES: Final[dict[str, tuple[Status, str]]] = {
    Outcome.MISSED.value: ("bad", "not done before its limit ran out"),
    Outcome.WRONG_ROLE.value: ("warn", "done by a role that the plan does not name"),
    Outcome.OUT_OF_ORDER.value: ("warn", "done before a step that comes first"),
    Outcome.LATE.value: ("warn", "done after its limit"),
    Outcome.PROMPTED.value: ("info", "done after a hint or a contingency inject"),
    Outcome.IMPROVISED.value: ("info", "another way was found to the same end"),
    Outcome.NOT_OBSERVED.value: ("neutral", "not put to the test"),
    Outcome.NOT_APPLICABLE.value: ("neutral", "the plan does not ask for it here"),
    Outcome.ON_TIME.value: ("ok", "done as the plan says"),
}
"""Outcomes, those furthest from the plan first: status, and what each means."""


class Stands(NamedTuple):
    """How a step of a walk-through stands: the status and the icon it shows as, and what it means."""

    status: Status
    icon: str
    means: str


STANDINGS: Final[dict[Standing, Stands]] = {
    "cannot be done": Stands("bad", "cross", "it cannot be done today"),
    "otherwise": Stands("warn", "edit", "it is done, but not as the plan says"),
    "does not fit": Stands("warn", "timer", "it takes longer than its target allows"),
    "in part": Stands("warn", "help", "something about it is unclear or was not asked"),
    "not walked": Stands("neutral", "skip", "nothing about it was answered or shown"),
    "as written": Stands("ok", "ok", "it can be done as the plan says"),
}
"""How the steps of a walk-through stand, those furthest from the plan first."""

WALKED: Final[dict[str, str]] = {
    Outcome.MISSED.value: STANDINGS["cannot be done"].means,
    Outcome.WRONG_ROLE.value: "it is done by a role that the plan does not name",
    Outcome.LATE.value: STANDINGS["does not fit"].means,
    Outcome.IMPROVISED.value: "another way leads to the same end",
    Outcome.NOT_OBSERVED.value: STANDINGS["not walked"].means,
    Outcome.NOT_APPLICABLE.value: "the plan does not ask for it here",
    Outcome.ON_TIME.value: STANDINGS["as written"].means,
}
"""Outcomes that a step of a walk-through can have, and what each means there: nothing runs out, nobody is prompted."""

GAP_KINDS: Final[dict[str, tuple[str, str, Status]]] = {
    "plan": ("Plan", "The document is wrong or silent", "bad"),
    "capability": ("Means and access", "People, tools or access are lacking", "warn"),
    "execution": ("Practice", "The plan is fine and was not followed", "info"),
    "artefact": ("This exercise", "The scenario or its conduct; left out of every score", "neutral"),
}
"""Kinds of gap in the order of the register: title, what it means, status."""


class Decided(NamedTuple):
    """What became of a proposed change of the plan: its heading in the list, its word, and its status."""

    heading: str
    word: str
    status: Status


AMENDMENT_STATUS: Final = {
    "proposed": Decided("Open", "open", "info"),
    "accepted": Decided("Accepted", "accepted", "ok"),
    "edited": Decided("Accepted with edits", "edited", "ok"),
    "rejected": Decided("Rejected", "rejected", "neutral"),
}
"""In the order of the list."""

PRIORITIES: Final[dict[str, Status]] = {"high": "bad", "medium": "warn", "low": "neutral"}
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rating_words(rating: str) -> str:
    """A rating's letter with its words: `P – Performed without challenges`."""
    found = _RUBRICS.get(rating)
    return f"{rating} – {found.words}" if found else rating


def rating_status(rating: str) -> Status:
    """The status a rating shows as."""
    found = _RUBRICS.get(rating)
    return found.status if found else "neutral"


def outcome_status(outcome: str, stands: Standing | None = None) -> Status:
    """The status an outcome shows as; in a walk-through that of how the step stands."""
    return STANDINGS[stands].status if stands else OUTCOMES.get(outcome, ("neutral", ""))[0]


def outcome_words(outcome: str, stands: Standing | None = None) -> str:
    """An outcome short enough for a chip; in a walk-through how the step stands, as the matrix has it.

    The outcome alone does not say that: a step that is on time can stand open in part.
    """
    if stands is not None:
        return stands
    return "improvised" if outcome == Outcome.IMPROVISED.value else outcome


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 act`, `2 acts`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def sentence(text: str) -> str:
    """A text that begins with a capital letter."""
    return text[:1].upper() + text[1:]


def iso_day_words(day: str | None) -> str:
    """An ISO day as written: `2 Mar 2026`; empty when there is none."""
    if not day:
        return ""
    found = date.fromisoformat(day)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def day_words(iso: str | None) -> str:
    """The day of a wall time on this machine's calendar: `2 Mar 2026`; empty when there is none."""
    if iso is None:
        return ""
    day = datetime.fromisoformat(iso).astimezone()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def file_stem(title: str, iso: str | None) -> str:
    """A file name, without its ending, for an exercise: its title in plain letters and its day."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in title.casefold())
    words = "-".join(part for part in plain.split("-") if part)[:60] or "exercise"
    return f"{words}-{iso[:10]}" if iso else words
