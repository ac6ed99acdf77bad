"""What an operation did to the modelled system: what it ended, eased or made worse, and what it left as it was.

An effect is looked for from the moment the operation was ordered until five minutes after it was through, and no
longer than until the next operation is through or a further fault begins: what comes later may have other causes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from trainer.core.facts import Facts
from trainer.core.gauges import Gauge, gauges
from trainer.core.system_record import Broken, Moment, Ordered, Stretch, SystemFacts
from trainer.core.time import MINUTE, SECOND, Micros

Kind = Literal["mended", "impact ended", "eased", "no effect", "worse", "failed", "under way"]
RULES: Final = (
    "An operation mended a fault where the fault ended when it was through. It ended the impact where users noticed "
    "nothing any more within five minutes after it, before the next operation was through.",
    "It made things worse where the share of failed requests rose, in the time from the order to five minutes after "
    "its end, by more than 5 points and to more than one and a half times of what it was in the minute before, and "
    "had not been rising already. It eased them where that share fell to less than half. A figure of the business "
    "counts in the same way by what it lacks of the quiet time before play, from 10 points on. Else it had no effect "
    "that was seen.",
    "Where a fault ended by other means in the same time, what got better belongs to whichever of the two came last "
    "before it got better; where they came within half a minute of each other, to the end of the fault.",
)
_WINDOW: Final = 5 * MINUTE
_MINUTE: Final = 60
_GROWN: Final = 1.5
_FALLEN: Final = 0.5
_APART: Final = 30 * SECOND
"""What ends closer together than this cannot be told apart by what follows."""
_JUST_BEFORE: Final = 15
"""Seconds over which it is read how things stood when something ended."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an operation, in a clause without a full stop, and the events that show it."""

    kind: Kind
    why: str
    evidence: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()
    """the faults that it ended"""


def effects(facts: Facts, system: SystemFacts) -> Mapping[int, Effect]:
    """What came of every operation, by the act that ordered it."""
    read = gauges(facts)
    return {o.seq: _effect(facts, system, read, o) for o in system.operations}


def _effect(facts: Facts, system: SystemFacts, read: Sequence[Gauge], ordered: Ordered) -> Effect:
    if ordered.ended is None:
        return Effect("under way", "it was not through when play ended")
    if not ordered.ok:
        return Effect("failed", "it failed", (ordered.ended[1],))
    mended = [each for each in system.broken if each.operation == ordered.seq and each.ended is not None]
    if mended:
        return _mended(mended)
    return _seen(system, read, ordered, _until(facts, system, ordered))


def _seen(system: SystemFacts, read: Sequence[Gauge], ordered: Ordered, until: Micros) -> Effect:
    """What was seen of an operation that ended no fault."""
    assert ordered.ended is not None
    through = ordered.ended[0]
    since, alone = _since(system, ordered), _alone(system, ordered, until)
    changes = [_changed(gauge, since, alone, until) for gauge in read]
    eased = [change for change in changes if change.kind == "eased"]
    passed = _passed(system, ordered, until)
    own = [change for change in eased if all(_came_after(change, through, each, until) for each in passed)]
    ended = _ended_impact(system, ordered.ended, until)
    if ended is not None and (own or not passed):
        return Effect("impact ended", "users noticed nothing any more after it", (ended[1],))
    found = _measured(changes, own)
    if found.kind == "no effect" and alone < through:
        return Effect("no effect", "a further fault began before its effect could be seen")
    if passed and not own and found.kind != "worse" and (eased or ended is not None):
        return Effect("no effect", f'what got better did so since "{passed[0].trouble.title}" had ended')
    return found


def _mended(faults: Sequence[Broken]) -> Effect:
    titles = " and ".join(f'"{each.trouble.title}"' for each in faults)
    seqs = tuple(each.ended[1] for each in faults if each.ended is not None)
    return Effect("mended", f"it ended {titles}", seqs, tuple(each.trouble.id for each in faults))


def _passed(system: SystemFacts, ordered: Ordered, until: Micros) -> list[Broken]:
    """Faults that ended in the same time by other means."""
    others = [each for each in system.broken if each.operation != ordered.seq]
    return [each for each in others if each.ended and ordered.at - MINUTE <= each.ended[0] <= until]


def _came_after(change: Change, through: Micros, fault: Broken, until: Micros) -> bool:
    """Whether what got better did so because an operation was through, and not because a fault had ended before.

    By the later of the two it had got better by half of all that it ever did, or it had not.
    """
    assert fault.ended is not None
    first, second = sorted((through, fault.ended[0]))
    if second - first < _APART:
        return False
    gauge, turn, later = change.gauge, first // SECOND + 1, second // SECOND + 1
    before = gauge.share(turn - _MINUTE, turn)
    between = gauge.share(later - _JUST_BEFORE, later)
    after = gauge.share(until // SECOND + 1 - _JUST_BEFORE, until // SECOND + 1)
    by_the_first = before - between >= _FALLEN * (before - after)
    return by_the_first == (through < fault.ended[0])


def _until(facts: Facts, system: SystemFacts, ordered: Ordered) -> Micros:
    """Up to when what happens is put down to an operation."""
    assert ordered.ended is not None
    ends = [ordered.ended[0] + _WINDOW, facts.ended_at]
    ends += [other.ended[0] for other in system.operations if other.ended and other.ended > ordered.ended]
    ends += [each.began[0] for each in system.broken if each.began[0] > ordered.at]
    return max(min(ends), ordered.ended[0])


def _alone(system: SystemFacts, ordered: Ordered, until: Micros) -> Micros:
    """Up to when no further fault had begun: what gets worse after that may be its doing."""
    return min([until, *(each.began[0] for each in system.broken if each.began[0] > ordered.at)])


def _since(system: SystemFacts, ordered: Ordered) -> Micros:
    """From when what happens is put down to an operation: its order, or its end where another was through between."""
    assert ordered.ended is not None
    others = (other.ended for other in system.operations if other.seq != ordered.seq)
    between = any(at is not None and ordered.at < at[0] and at < ordered.ended for at in others)
    return ordered.ended[0] if between else ordered.at


def _ended_impact(system: SystemFacts, through: Moment, until: Micros) -> Moment | None:
    stretches: Sequence[Stretch] = [s for s in system.impact if s.of is None and s.began < through]
    return next((s.ended for s in stretches if s.ended and through <= s.ended and s.ended[0] < until), None)


@dataclass(frozen=True)
class Change:
    """How a gauge changed with an operation: what it read before, and at its worst or at last."""

    kind: Literal["worse", "eased", "rising", "same"]
    gauge: Gauge
    before: float
    after: float

    def words(self) -> str:
        """The change, as a clause."""
        return self.gauge.words(self.before, self.after)


def _changed(gauge: Gauge, since: Micros, alone: Micros, until: Micros) -> Change:
    """How a gauge changed; for the worse it counts up to `alone`."""
    begun = since // SECOND + 1
    earlier, before = gauge.share(begun - 2 * _MINUTE, begun - _MINUTE), gauge.share(begun - _MINUTE, begun)
    worst = max(_by_minute(gauge, begun, alone // SECOND + 1), default=before)
    last = [before, *_by_minute(gauge, begun, until // SECOND + 1)][-1]
    rising = before - earlier > gauge.rising
    if worst - before > gauge.noticed and worst > _GROWN * before and not rising:
        return Change("worse", gauge, before, worst)
    if before > gauge.small and last < _FALLEN * before:
        return Change("eased", gauge, before, last)
    return Change("rising" if rising and worst > _GROWN * before else "same", gauge, before, last)


def _by_minute(gauge: Gauge, first: int, end: int) -> list[float]:
    """What a gauge read minute by minute; a last second by itself says nothing."""
    starts = range(first, max(end - 1, first + 1), _MINUTE) if end > first else ()
    return [gauge.share(start, min(start + _MINUTE, end)) for start in starts]


def _measured(changes: Sequence[Change], eased: Sequence[Change]) -> Effect:
    """The effect by what was measured; what users asked for and did not get counts before figures of the business."""
    if not changes:
        return Effect("no effect", "nothing was measured of it")
    failing = changes[0]
    worse = [change for change in changes if change.kind == "worse"]
    if failing.kind == "worse" or (worse and not eased and failing.kind != "rising"):
        return Effect("worse", f"{worse[0].words()} after it was ordered")
    if eased:
        price = f", while {worse[0].words()}" if worse else ""
        return Effect("eased", f"{eased[0].words()} after it{price}")
    if failing.kind == "rising":
        return Effect("no effect", "failed requests went on rising")
    return Effect("no effect", "the share of failed requests stayed as it was")
