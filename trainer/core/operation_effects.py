"""What an operation did to the modelled system: what it ended, eased or made worse, and what it left as it was.

An effect is looked for from the moment the operation was ordered until five minutes after it was through, and no
longer than until the next operation is through or a further fault begins: what comes later may have other causes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

from trainer.core.facts import Facts
from trainer.core.simulation import Measure
from trainer.core.system_record import Broken, Moment, Ordered, Stretch, SystemFacts
from trainer.core.time import MINUTE, SECOND, Micros

Kind = Literal["mended", "impact ended", "eased", "no effect", "worse", "failed", "under way"]
RULES: Final = (
    "An operation mended a fault where the fault ended when it was through. It ended the impact where users noticed "
    "nothing any more within five minutes after it, before the next operation was through.",
    "It made things worse where the share of failed requests rose, in the time from the order to five minutes after "
    "its end, by more than 5 points and to more than one and a half times of what it was in the minute before, and "
    "had not been rising already. It eased them where that share fell to less than half. Else it had no effect that "
    "was seen; nor is put down to it what got better since a fault had ended by other means.",
)
_WINDOW: Final = 5 * MINUTE
_MINUTE: Final = 60
_NOTICED: Final = 0.05
"""A share of failed requests that grows by this much is a change for the worse."""
_GROWN: Final = 1.5
_FALLEN: Final = 0.5
_SMALL: Final = 0.02


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an operation, in a clause without a full stop, and the events that show it."""

    kind: Kind
    why: str
    evidence: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()
    """the faults that it ended"""


@dataclass(frozen=True)
class Failing:
    """The share of failed requests, second by second, over the services that users reach."""

    began: int
    failed: tuple[Sequence[float], ...]
    rate: tuple[Sequence[float], ...]

    def share(self, first: int, last: int) -> float:
        """Failed of all requests from a second up to another, which is left out; 0 where there were none."""
        start, stop = max(0, first - self.began), max(0, last - self.began)
        failed = sum(sum(islice(series, start, stop)) for series in self.failed)
        rate = sum(sum(islice(series, start, stop)) for series in self.rate)
        return failed / rate if rate > 0 else 0.0


def failing(facts: Facts) -> Failing | None:
    """The share of failed requests of the modelled system; None where there is none."""
    simulation, system = facts.script.simulated, facts.state.system
    if simulation is None or system is None:
        return None
    front = [part.id for part in simulation.services if part.load > 0]
    names = front or [part.id for part in simulation.services]
    model = system.model
    return Failing(
        model.began(),
        tuple(model.series(name, Measure.FAILED) for name in names),
        tuple(model.series(name, Measure.RATE) for name in names),
    )


def effects(facts: Facts, system: SystemFacts) -> Mapping[int, Effect]:
    """What came of every operation, by the act that ordered it."""
    share = failing(facts)
    return {o.seq: _effect(facts, system, share, o) for o in system.operations}


def _effect(facts: Facts, system: SystemFacts, share: Failing | None, ordered: Ordered) -> Effect:
    if ordered.ended is None:
        return Effect("under way", "it was not through when play ended")
    if not ordered.ok:
        return Effect("failed", "it failed", (ordered.ended[1],))
    mended = [each for each in system.broken if each.operation == ordered.seq and each.ended is not None]
    if mended:
        return _mended(mended)
    until = _until(facts, system, ordered)
    passed = _passed(system, ordered, until)
    ended = _ended_impact(system, ordered.ended, until)
    if ended is not None and passed is None:
        return Effect("impact ended", "users noticed nothing any more after it", (ended[1],))
    found = _measured(share, _since(system, ordered), until)
    if passed is not None and (ended is not None or found.kind == "eased"):
        return Effect("no effect", f'what got better did so since "{passed.trouble.title}" had ended')
    return found


def _mended(faults: Sequence[Broken]) -> Effect:
    titles = " and ".join(f'"{each.trouble.title}"' for each in faults)
    seqs = tuple(each.ended[1] for each in faults if each.ended is not None)
    return Effect("mended", f"it ended {titles}", seqs, tuple(each.trouble.id for each in faults))


def _passed(system: SystemFacts, ordered: Ordered, until: Micros) -> Broken | None:
    """A fault that ended in the same time by other means."""
    ended = ((each, each.ended) for each in system.broken if each.operation != ordered.seq)
    return next(
        (each for each, at in ended if at is not None and ordered.at - MINUTE <= at[0] <= until), None
    )


def _until(facts: Facts, system: SystemFacts, ordered: Ordered) -> Micros:
    """Up to when what happens is put down to an operation."""
    assert ordered.ended is not None
    ends = [ordered.ended[0] + _WINDOW, facts.ended_at]
    ends += [other.ended[0] for other in system.operations if other.ended and other.ended > ordered.ended]
    ends += [each.began[0] for each in system.broken if each.began[0] > ordered.at]
    return max(min(ends), ordered.ended[0])


def _since(system: SystemFacts, ordered: Ordered) -> Micros:
    """From when what happens is put down to an operation: its order, or its end where another was through between."""
    assert ordered.ended is not None
    others = (other.ended for other in system.operations if other.seq != ordered.seq)
    between = any(at is not None and ordered.at < at[0] and at < ordered.ended for at in others)
    return ordered.ended[0] if between else ordered.at


def _ended_impact(system: SystemFacts, through: Moment, until: Micros) -> Moment | None:
    stretches: Sequence[Stretch] = [s for s in system.impact if s.of is None and s.began < through]
    return next((s.ended for s in stretches if s.ended and through <= s.ended and s.ended[0] < until), None)


def _measured(share: Failing | None, since: Micros, until: Micros) -> Effect:
    nothing = Effect("no effect", "the share of failed requests stayed as it was")
    if share is None:
        return nothing
    begun, end = since // SECOND + 1, until // SECOND + 1
    earlier, before = share.share(begun - 2 * _MINUTE, begun - _MINUTE), share.share(begun - _MINUTE, begun)
    after = [share.share(s, min(s + _MINUTE, end)) for s in range(begun, max(end - 1, begun + 1), _MINUTE)]
    worst, last = max(after, default=before), after[-1] if after else before
    rising = before - earlier > _SMALL
    if worst - before > _NOTICED and worst > _GROWN * before and not rising:
        return Effect("worse", f"failed requests rose from {before:.1%} to {worst:.1%} after it was ordered")
    if before > _SMALL and last < _FALLEN * before:
        return Effect("eased", f"failed requests fell from {before:.1%} to {last:.1%} after it")
    if rising and worst > _GROWN * before:
        return Effect("no effect", "failed requests went on rising")
    return nothing
