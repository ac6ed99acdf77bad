"""The part of the report that a simulation adds: what the system did, beside what people did.

Times are seconds on the exercise clock. A `seq` and `evidence` name events of the journal.
"""

from __future__ import annotations

from typing import Literal

from trainer.core.aar_parts import Evidence, Part, Seconds


class Statement(Part):
    """A sentence of the system's story."""

    words: str
    evidence: Evidence


class StatedCause(Part):
    """A cause that somebody stated, set against the truth."""

    at_s: Seconds
    role: str
    cause: str
    service: str | None
    verdict: Literal["right", "partly right", "wrong"]
    why: str
    fault: str | None
    """the fault that it comes nearest to"""
    seq: int


class FaultResult(Part):
    """Something that was really broken: from when to when, what ended it, and who found it."""

    id: str
    title: str
    kind: str
    service: str | None
    began_s: Seconds
    ended_s: Seconds | None
    lasted_s: Seconds
    ended_by: str
    """in words: the operation that ended it, or that it passed, or that it was still there at the end"""
    added: bool
    """whether the facilitator added it during play"""
    found_s: Seconds | None
    found_by: str | None
    found_after_s: Seconds | None
    wrong_before: int
    """wrong causes that were stated while it was there, before the right one"""
    called_for: bool = True
    """whether the response had to find it: it did not pass of itself, or alone made users notice something"""
    ahead_s: Seconds | None = None
    """how long before something would have been full it was found, where users had noticed nothing yet"""
    evidence: Evidence


class ImpactPeriod(Part):
    """A time in which users noticed something; `of` names an experiment of a real system."""

    began_s: Seconds
    ended_s: Seconds | None
    lasted_s: Seconds
    of: str | None
    evidence: Evidence


class AlertResult(Part):
    """An alert of the monitoring."""

    id: str
    title: str
    level: str
    service: str | None
    detail: str
    raised_s: Seconds
    times: int
    acknowledged_s: Seconds | None
    acknowledged_by: str | None
    cleared_s: Seconds | None
    evidence: Evidence


class OperationResult(Part):
    """Something that was done to the system, and what came of it."""

    ordered_s: Seconds
    ended_s: Seconds | None
    took_s: Seconds | None
    role: str
    what: str
    reason: str
    result: Literal["through", "failed", "under way"]
    text: str
    effect: str
    why: str
    evidence: Evidence


class Declaration(Part):
    """The incident was declared resolved: by how much before (negative) or after it was true."""

    at_s: Seconds
    role: str
    statement: str
    recovered_s: Seconds | None
    delta_s: Seconds | None
    early: bool
    words: str
    seq: int


class TollPart(Part):
    """What the outage cost, by the model."""

    impact_s: Seconds
    failed_requests: int
    cost: int | None
    currency: str


class ActivityResult(Part):
    """An activity of an experiment as it ran in the real system."""

    name: str
    title: str
    began_s: Seconds | None
    took_s: Seconds | None
    result: str
    text: str
    evidence: Evidence


class ProbeResult(Part):
    """The steady state of a real system changed between met and not met."""

    at_s: Seconds
    met: bool
    text: str
    seq: int


class RollbackResult(Part):
    """The rollbacks of an experiment ran, or there were none to run; `result` says which."""

    at_s: Seconds
    reason: str
    ok: bool
    result: Literal["ran", "failed", "none to run"]
    text: str
    seq: int


class ExperimentResult(Part):
    """An experiment in a real, non-production system, beside the people's actions."""

    id: str
    target: str
    approved_s: Seconds | None
    dry_run: bool
    approval: str
    """in words, also where it was not approved and nothing ran"""
    actions: tuple[str, ...]
    probe_every_s: Seconds
    activities: tuple[ActivityResult, ...]
    probes: tuple[ProbeResult, ...]
    rollbacks: tuple[RollbackResult, ...]
    journal: str
    """the journal of Chaos Toolkit, as JSON; empty where none was kept"""
    evidence: Evidence


class Series(Part):
    """A figure over time: (seconds, value), thinned to what a chart shows, peaks kept."""

    id: str
    title: str
    of: str
    """the service, or `business`"""
    measure: str
    unit: str
    points: tuple[tuple[Seconds, float], ...]
    limit: float | None = None
    """the threshold that an alert or the scenario's impact stands at"""
    limit_words: str = ""


MarkerKind = Literal[
    "fault",
    "impact",
    "alert",
    "recovered",
    "relapsed",
    "activity",
    "rollback",
    "acknowledged",
    "classified",
    "declared",
    "diagnosed",
    "decided",
    "operation",
    "told",
    "verified",
    "resolved",
]
Tone = Literal["ok", "info", "warn", "bad", "neutral"]


class Marker(Part):
    """Something on the shared time axis: a human decision or a turn of the system."""

    at_s: Seconds
    until_s: Seconds | None = None
    """the end of what lasted"""
    lane: Literal["people", "system"]
    kind: MarkerKind
    tone: Tone
    title: str
    role: str | None
    seq: int


class SystemPart(Part):
    """The system's own times, its figures, and what was done to it."""

    modelled: bool
    real: bool
    services: int
    targets: tuple[str, ...]
    """names of real systems that experiments work on"""
    statements: tuple[Statement, ...]
    """what is most worth knowing, a sentence each"""
    signal_s: Seconds | None
    noticed_s: Seconds | None
    recovered_s: Seconds | None
    end_s: Seconds
    faults: tuple[FaultResult, ...]
    impact: tuple[ImpactPeriod, ...]
    causes: tuple[StatedCause, ...]
    alerts: tuple[AlertResult, ...]
    operations: tuple[OperationResult, ...]
    looks: int
    """how often somebody looked something up"""
    declared: tuple[Declaration, ...]
    toll: TollPart | None
    experiments: tuple[ExperimentResult, ...]
    series: tuple[Series, ...]
    markers: tuple[Marker, ...]
