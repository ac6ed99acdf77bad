"""What is recorded of a simulation's system, as values: faults, impact, alerts, operations, stated causes.

Times are microseconds on the exercise clock. What a modelled system did of itself is stamped to its second; what is
known of a real system is as fine as its probes, and stands at the beginning of the probe that found it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from trainer.core.actions import Operate
from trainer.core.events import Record
from trainer.core.simulation import AlertRule, Fault
from trainer.core.stated_causes import Match, Trouble
from trainer.core.time import Micros

Moment = tuple[Micros, int]
"""Time on the exercise clock, and the sequence number of the event that tells of it."""
EndedBy = Literal["operation", "facilitator", "itself", "rollbacks"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A stated cause, judged against what was wrong then."""

    at: Micros
    seq: int
    role: str
    cause: str
    service: str | None
    match: Match


@dataclass(frozen=True, slots=True)
class Ordered:
    """An operation that somebody ordered. `ended` is None while it was under way."""

    at: Micros
    seq: int
    role: str
    action: Operate
    ended: Moment | None
    ok: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault or an activity in a real system, from when to when."""

    trouble: Trouble
    began: Moment
    ended: Moment | None = None
    ended_by: EndedBy | None = None
    operation: int | None = None
    """the act that ended it"""
    fault: Fault | None = None
    added: bool = False
    """whether the facilitator added it during play"""
    experiment: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which something held; `ended` is None where it held to the end. `of` names an experiment."""

    began: Moment
    ended: Moment | None
    of: str | None = None

    def lasted(self, until: Micros) -> Micros:
        """How long, up to a moment at the latest."""
        return (self.ended[0] if self.ended is not None else until) - self.began[0]

    def holds(self, moment: Moment) -> bool:
        """Whether it held at a moment."""
        return self.began <= moment and (self.ended is None or moment < self.ended)


@dataclass(frozen=True, slots=True)
class Alerted:
    """An alert of the monitoring: when it was first raised, cleared, and acknowledged."""

    rule: AlertRule
    raised: tuple[Moment, ...]
    cleared: tuple[Moment, ...]
    acknowledged: Moment | None
    by: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class Declared:
    """The incident was declared resolved. `sound` is when that was really so, None where it never came to that."""

    at: Micros
    seq: int
    role: str
    statement: str
    unsound: Stretch | None
    """the time of disturbance in which it was said; None where it was true"""
    sound: Moment | None
    relapsed: Moment | None
    """when users noticed something again after it"""

    @property
    def early(self) -> bool:
        """Whether it was said before it was true."""
        return self.unsound is not None


@dataclass(frozen=True)
class SystemFacts:
    """The system's own record, in order."""

    broken: tuple[Broken, ...]
    impact: tuple[Stretch, ...]
    unsound: tuple[Stretch, ...]
    """from the first disturbance until the system had recovered, each time"""
    recovered: tuple[Moment, ...]
    alerts: tuple[Alerted, ...]
    diagnoses: tuple[Diagnosis, ...]
    operations: tuple[Ordered, ...]
    declared: tuple[Declared, ...]
    signal: Moment | None
    """the first message that reached anybody after the first fault began"""

    @property
    def onset(self) -> Moment | None:
        """When the first fault began."""
        return min((each.began for each in self.broken), default=None)

    def harmless(self, broken: Broken) -> bool:
        """Whether a fault passes of itself, and users noticed nothing while it was there."""
        return passes_unnoticed(broken, self.impact)

    def called_for(self, broken: Broken) -> bool:
        """Whether the response had to find a fault: it did not pass of itself, or alone made users notice something."""
        if not passes(broken):
            return True
        alone = (
            stretch.began
            for stretch in self.impact
            if all(other is broken or not _there(other, stretch.began) for other in self.broken)
        )
        return any(_there(broken, began) for began in alone)

    def right(self, trouble: str) -> Diagnosis | None:
        """The first right statement of a cause; it counts from when the fault began at the earliest.

        Faults of one kind that are known by the same words are one cause in several places: who has stated it of one
        has stated it of all.
        """
        found = next((d for d in self._about(trouble) if d.match.verdict == "right"), None)
        began = next((each.began[0] for each in self.broken if each.trouble.id == trouble), None)
        if found is None or began is None or began <= found.at:
            return found
        return replace(found, at=began)

    def stated(self, trouble: str) -> bool:
        """Whether a cause was stated, be it in part only."""
        return any(d.match.verdict != "wrong" for d in self._about(trouble))

    def _about(self, trouble: str) -> Iterator[Diagnosis]:
        own = next((each.trouble for each in self.broken if each.trouble.id == trouble), None)
        same = {each.trouble.id for each in self.broken if own is not None and own.is_like(each.trouble)}
        return (d for d in self.diagnoses if d.match.trouble in same | {trouble})


def passes(broken: Broken) -> bool:
    """Whether a fault of the modelled system passes of itself."""
    lasts = broken.ended is None and broken.fault is not None and broken.fault.lasts is not None
    return broken.experiment is None and (broken.ended_by == "itself" or lasts)


def _there(broken: Broken, at: Moment) -> bool:
    return broken.began <= at and (broken.ended is None or at < broken.ended)


def passes_unnoticed(broken: Broken, impact: tuple[Stretch, ...]) -> bool:
    """Whether a fault passes of itself, and users noticed nothing while it was there."""
    return passes(broken) and not any(
        (broken.ended is None or stretch.began < broken.ended)
        and (stretch.ended is None or stretch.ended > broken.began)
        for stretch in impact
    )


def place(record: Record) -> Moment:
    """When something happened, and where the journal tells of it."""
    return record.happened, record.seq
