"""G05, unrealistic target: limits that the steps before them use up, and answers that come too late by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core.chain_times import Bound, ChainTimes, makers
from trainer.core.standing.gap import Check, PlanGap, gap
from trainer.core.standing.reading import Place, Placed, Reading
from trainer.core.standing.words import in_words, several
from trainer.core.time import Micros, say_duration

_CODE: Final = "G05"
_SIGNALS: Final = ("first alert", "first signal")
"""The events from which the response to a severity is counted."""


@dataclass(frozen=True, slots=True)
class _Short:
    """A step whose limit ends too soon: the levels, the first one's figures, and the step that takes the time."""

    placed: Placed
    severities: tuple[str, ...]
    own: Bound
    needed: Micros
    earlier: str


def find(reading: Reading) -> Iterable[PlanGap]:
    """Limits that a team cannot keep although it keeps every other."""
    chains = {severity: ChainTimes(reading.plan, severity) for severity in reading.severities}
    by_earlier: dict[str, list[_Short]] = {}
    for placed in reading.steps:
        short = _short(chains, placed)
        if short is not None:
            by_earlier.setdefault(short.earlier, []).append(short)
    for found in by_earlier.values():
        yield _used_up(reading, found)
    yield from _answered_too_late(reading, chains)
    yield from _climbed_too_late(reading)


def _short(chains: dict[str | None, ChainTimes], placed: Placed) -> _Short | None:
    found = []
    for severity, chain in chains.items():
        own = chain.bound(placed.step.id)
        longest = _too_long(chain, placed, own)
        if own is not None and longest is not None:
            found.append((severity, own, *longest))
    if not found:
        return None
    _, own, needed, earlier = found[0]
    return _Short(placed, tuple(severity for severity, *_ in found if severity), own, needed, earlier)


def _used_up(reading: Reading, found: list[_Short]) -> PlanGap:
    """What one earlier step takes from those after it is one gap, at the first of them."""
    first = found[0]
    placed, own, needed = first.placed, first.own, say_duration(first.needed)
    before = reading.step_by_id[first.earlier].named
    at = f"At {first.severities[0]} " if first.severities else ""
    also = f" The same is true at {in_words(first.severities[1:])}." if first.severities[1:] else ""
    if found[1:]:
        also += (
            f" It leaves too little time for {several([short.placed.named for short in found[1:]])} as well."
        )
    return gap(
        _CODE,
        placed.place("target"),
        f'{at}{placed.named} is due {say_duration(own.within)} after "{own.anchor}", but {before}, which comes before '
        f"it, may take {needed} from the same event.{also}",
        "A team that keeps every earlier limit cannot keep this one.",
        f'Give {placed.named} {needed} or more from "{own.anchor}", or shorten the limits up to {before} to '
        f"{say_duration(own.within)} or less.",
        "high" if any(short.placed.step.critical for short in found) else "medium",
    )


def _too_long(chain: ChainTimes, placed: Placed, own: Bound | None) -> tuple[Micros, str] | None:
    """The time that earlier steps need beyond the step's own limit, and the last of them."""
    if own is None:
        return None
    longest = chain.before(placed.step.id).get((own.anchor, own.calendar))
    return longest if longest is not None and longest[0] > own.within else None


def _answered_too_late(reading: Reading, chains: dict[str | None, ChainTimes]) -> Iterator[PlanGap]:
    """Levels whose response target ends before any step that acknowledges is due.

    The response has begun when the alert is acknowledged. A limit counted from the first alert itself is compared
    with the response target as one rule with two values, elsewhere.
    """
    for i, severity in enumerate(reading.plan.severities):
        chain = chains.get(severity.id)
        promised = severity.respond_within
        if chain is None or promised is None:
            continue
        bounds = [
            (name, chain.bound(name)) for name in makers(reading.plan, severity.id).get("acknowledged", ())
        ]
        late = [
            (name, b) for name, b in bounds if b is not None and b.anchor in _SIGNALS and b.within > promised
        ]
        if not late or len(late) < len(bounds):
            continue
        name, bound = min(late, key=lambda entry: entry[1].within)
        placed = reading.step_by_id[name]
        if placed.step.target is not None and placed.step.target.from_ == "first alert":
            continue
        yield gap(
            _CODE,
            Place(
                f"response-{severity.id}",
                severity.id,
                ("severities", i, "respond_within"),
                name,
                placed.clause,
            ),
            f"{severity.id} is to be answered within {say_duration(promised)}, but {placed.named} may come "
            f'{say_duration(bound.within)} after "{bound.anchor}".',
            "The target is missed although every step is done in time.",
            f"Let {placed.named} be due within {say_duration(promised)} of the alert, or give {severity.id} more time.",
            "high",
        )


def _climbed_too_late(reading: Reading) -> Iterator[PlanGap]:
    """A first level of the ladder that may keep silent for longer than the worst severity may wait."""
    worst = next((s for s in reading.plan.severities if s.respond_within is not None), None)
    first = min(reading.plan.escalation, key=lambda level: level.level, default=None)
    if worst is None or first is None or worst.respond_within is None or first.acknowledge_within is None:
        return
    if first.acknowledge_within <= worst.respond_within or len(reading.plan.escalation) < 2:
        return
    yield gap(
        _CODE,
        Place("escalation", "the escalation ladder", ("escalation", reading.plan.escalation.index(first))),
        f"The first level of the escalation ladder may take {say_duration(first.acknowledge_within)} to answer, but "
        f"{worst.id} is to be answered within {say_duration(worst.respond_within)}.",
        "The target is missed before anybody else is even called.",
        f"Climb to the next level after less than {say_duration(worst.respond_within)}, or give {worst.id} more time.",
        "medium",
    )


CHECK: Final = Check(
    _CODE,
    "a step whose limit ends before the limits of the steps before it, added up along their clocks; a response target "
    "that ends before the alert has to be acknowledged; a first level of the ladder that may take longer to "
    "answer than the worst severity may wait",
    find,
)
