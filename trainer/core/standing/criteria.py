"""G09, severity criteria inadequate: no scale, levels that nothing describes, and descriptions that fit two levels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import Severity
from trainer.core.problems import Path
from trainer.core.standing.gap import Check, PlanGap, Words, gap, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import content, in_words

_CODE: Final = "G09"
_LEVELS: Final = 20
_SENTENCES: Final = 60
"""So many levels and sentences of one are compared; a file with more must not take minutes."""
_EXCLUDING: Final = frozenset(
    {
        "no",
        "not",
        "never",
        "none",
        "nobody",
        "nothing",
        "without",
        "hardly",
        "except",
        "unless",
        "neither",
        "nor",
    }
    | {"but", "cannot", "can't", "isn't", "aren't", "partly", "partially", "only"}
)
_SHORTEST: Final = 2
_CONSEQUENCE: Final = "The level depends on who sets it, and with it everything that follows from it."
_UNDESCRIBED: Final = Words(
    one="Nothing says when {} applies: it has neither criteria nor examples.",
    many="Nothing says when {count} severities apply ({}): they have neither criteria nor examples.",
    consequence=_CONSEQUENCE,
    change="Write for {} what can be observed when it applies, and an example from your own services.",
)


class _Said(NamedTuple):
    """A sentence that describes a level."""

    text: str
    words: tuple[str, ...]
    criterion: bool
    path: Path


def find(reading: Reading) -> Iterable[PlanGap]:
    """What makes two people set two levels for the same incident."""
    levels = reading.plan.severities
    if not levels:
        yield gap(
            _CODE,
            Place("severity-scale", "the severity scale", ("severities",)),
            "The plan has no severity scale.",
            "A small fault and a disaster get the same response, or each incident its own.",
            "Define two to five levels, worst first, each with criteria that can be observed in a minute, an "
            "example and a response target.",
            "medium",
        )
        return
    yield from _undescribed(reading)
    yield from _incomplete(reading)
    said = [list(islice(_sentences(level, i), _SENTENCES)) for i, level in enumerate(levels[:_LEVELS])]
    for (i, worse), (j, milder) in combinations(enumerate(levels[:_LEVELS]), 2):
        yield from _overlap(worse, milder, said[i], said[j])


def _undescribed(reading: Reading) -> Iterator[PlanGap]:
    triage = reading.plan.triage
    placed_by_table = {rule.severity for rule in triage.rules} if triage else set()
    bare: list[tuple[int, Severity]] = [
        (i, severity)
        for i, severity in enumerate(reading.plan.severities)
        if not (severity.criteria or severity.examples or severity.forced_by)
        and severity.id not in placed_by_table
    ]
    if not bare:
        return
    if len(bare) == len(reading.plan.severities) and len(bare) > 1:
        names = in_words([severity.id for _, severity in bare])
        place = Place("severity-criteria", names, ("severities",))
        yield gap(
            _CODE,
            place,
            f"Nothing says when which severity applies: none of {names} has criteria or examples.",
            _CONSEQUENCE,
            "Write for each level what can be observed when it applies, and an example from your own services.",
            "high",
        )
        return
    lacks: list[tuple[Place, Priority]] = [
        (Place(severity.id, severity.id, ("severities", i)), "medium") for i, severity in bare
    ]
    yield from told(_CODE, "severities-undescribed", _UNDESCRIBED, lacks)


def _incomplete(reading: Reading) -> Iterator[PlanGap]:
    """A triage table with empty cells, as the cross-checks found it."""
    for problem in reading.problems:
        if problem.kind == "incomplete-triage":
            message = problem.message[0].upper() + problem.message[1:]
            yield gap(
                _CODE,
                Place("triage", "the triage table", problem.path),
                f"{message}.",
                "Where the table is silent the level depends on who sets it.",
                "Add a rule for each of them.",
                "medium",
            )


def _sentences(severity: Severity, i: int) -> Iterator[_Said]:
    for key, texts in (
        ("criteria", severity.criteria),
        ("examples", severity.examples),
        ("forced_by", severity.forced_by),
    ):
        for k, text in enumerate(texts):
            yield _Said(text, content(text), key == "criteria", ("severities", i, key, k))


def _overlap(worse: Severity, milder: Severity, high: list[_Said], low: list[_Said]) -> Iterator[PlanGap]:
    """Descriptions of two levels of which one incident satisfies both."""
    by_words = {frozenset(said.words): said for said in high if said.words}
    shared = [(by_words[frozenset(said.words)], said) for said in low if frozenset(said.words) in by_words]
    wider = [(a, b) for b in low for a in high if a.criterion and b.criterion and _contains(b.words, a.words)]
    if not shared and not wider:
        return
    told_as = [f"{quoted(a.text, 90)} stands for both" for a, _ in shared[:2]]
    told_as += [
        f"whatever is {quoted(b.text, 90)} ({milder.id}) is also {quoted(a.text, 90)} ({worse.id})"
        for a, b in wider[:2]
    ]
    yield gap(
        _CODE,
        Place(f"{worse.id}-{milder.id}", milder.id, (shared or wider)[0][1].path),
        f"{worse.id} and {milder.id} cannot be told apart: {'; '.join(told_as)}.",
        _CONSEQUENCE,
        f"Say by one observable fact (how many, which service, for how long) what makes it {worse.id} and not "
        f"{milder.id}.",
        "high" if shared else "medium",
    )


def _contains(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether a sentence repeats another word for word and then adds to it, without a word that excludes.

    What is put before it, as in "part of the shop is down", makes it another thing.
    """
    size = len(shorter)
    if size < _SHORTEST or len(longer) <= size or longer[:size] != shorter:
        return False
    return not any(word in _EXCLUDING for word in longer[size:])


CHECK: Final = Check(
    _CODE,
    "no severity scale; a level with neither criteria nor examples that no triage rule leads to; a triage table with "
    "empty cells; the same sentence at two levels, but for articles, endings and order; a criterion of a milder level "
    "that repeats one of a worse level and then adds to it",
    find,
)
