"""What is measured of the system itself in a simulation: impact, its toll, recovery, and how near the diagnosis was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from trainer.core.facts import Facts
from trainer.core.metrics.measure import Measure, seqs
from trainer.core.metrics.moments import moment
from trainer.core.operation_effects import Kind, effects
from trainer.core.simulation import FaultKind
from trainer.core.simulation import Measure as Measured
from trainer.core.system_facts import system_facts
from trainer.core.system_record import Broken, Declared, Diagnosis, SystemFacts
from trainer.core.time import DAY, SECOND, Micros, say_duration

_HELPED: Final = ("mended", "impact ended", "eased")
_TREND: Final = 600
"""Seconds over which the growth of what is on a disk is taken."""
_FAR: Final = 7 * DAY
"""Beyond this nobody would speak of running full."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A fault that was found before users noticed anything: how long before something would have been full."""

    broken: Broken
    found: Diagnosis
    left: Micros
    what: str


def leads(facts: Facts, system: SystemFacts) -> Iterator[Lead]:
    """Leaks and filling disks of the modelled system that were found from a leading indicator."""
    for broken in system.broken:
        found = system.right(broken.trouble.id)
        felt = any(s.began[0] <= found.at for s in system.impact) if found is not None else True
        if found is None or felt or broken.fault is None:
            continue
        if broken.ended is not None and broken.ended[0] < found.at:
            continue
        left = _left(facts, broken, found.at)
        if left is not None:
            what = "memory" if broken.fault.kind is FaultKind.LEAK else "the disk"
            yield Lead(broken, found, left, what)


def _left(facts: Facts, broken: Broken, at: Micros) -> Micros | None:
    """How long, at the trend of the time, until what a fault fills up was full."""
    fault, system = broken.fault, facts.state.system
    if fault is None or fault.service is None or system is None:
        return None
    place = at // SECOND - system.model.began()
    if fault.kind is FaultKind.LEAK:
        series = system.model.series(fault.service, Measured.MEMORY_LEFT)
        left = series[place] * SECOND if place < len(series) else 0.0
    elif fault.kind is FaultKind.DATABASE_FULL:
        disk = system.model.series(fault.service, Measured.DISK)
        back = min(_TREND, place, (at - broken.began[0]) // SECOND)
        grown = disk[place] - disk[place - back] if back > 0 and place < len(disk) else 0.0
        left = (1 - disk[place]) * back / grown * SECOND if grown > 0 else 0.0
    else:
        return None
    return int(left) // SECOND * SECOND if 0 < left < _FAR else None


def of_system(facts: Facts) -> Iterator[Measure]:
    """The figures of a simulation, always in the same order; none for the other kinds."""
    system = system_facts(facts)
    if system is None:
        return
    yield _impact(facts, system)
    yield from _toll(facts, system)
    yield _recovery(system)
    yield _diagnosed(system)
    for broken in system.broken:
        if system.called_for(broken) or system.right(broken.trouble.id) is not None:
            yield _to_diagnosis(facts, system, broken)
    yield from (_lead(lead) for lead in leads(facts, system))
    yield _declared(system)
    if facts.state.system is not None:
        yield _operations(facts, system)


def _impact(facts: Facts, system: SystemFacts) -> Measure:
    total = sum(stretch.lasted(facts.ended_at) for stretch in system.impact)
    going_on = any(stretch.ended is None for stretch in system.impact)
    detail = "users noticed nothing" if not system.impact else f"{_times(len(system.impact))}"
    detail += "; it had not ended when play ended" if going_on else ""
    evidence = [m for s in system.impact for m in (s.began, s.ended)]
    return Measure(
        "User impact",
        "time of user impact",
        "time in which users noticed something, by the scenario's own thresholds or a real system's steady state",
        span=total if system.onset is not None else None,
        detail=detail if system.onset is not None else "nothing failed",
        evidence=seqs(*evidence) or (seqs(system.onset) if system.onset else ()),
    )


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _toll(facts: Facts, system: SystemFacts) -> Iterator[Measure]:
    if facts.state.system is None or facts.script.simulated is None:
        return
    toll, cost = facts.state.system.model.toll(), facts.script.simulated.cost
    evidence = seqs(*(m for s in system.impact for m in (s.began, s.ended))) or facts.frame
    yield Measure(
        "Failed requests",
        "requests that failed because of the outage",
        "requests of users that failed beyond what fails on a quiet day, by the model, from start to end of play",
        figure=round(toll.failed_requests),
        unit="requests",
        evidence=evidence,
    )
    if cost.per_minute or cost.per_failed:
        yield Measure(
            "Business cost",
            "business cost of the outage",
            f"{cost.per_minute:g} {toll.currency} a minute of impact and {cost.per_failed:g} {toll.currency} a failed "
            "request, as the scenario states it",
            figure=round(toll.cost),
            unit=toll.currency,
            evidence=evidence,
        )


def _recovery(system: SystemFacts) -> Measure:
    over = [stretch for stretch in system.unsound if stretch.ended is not None]
    still = any(stretch.ended is None for stretch in system.unsound)
    span, detail = None, "nothing failed"
    evidence: tuple[int, ...] = ()
    if system.onset is not None and (still or not over):
        detail = "the system had not recovered when play ended"
    elif system.onset is not None and over[-1].ended is not None:
        span, detail = over[-1].ended[0] - system.onset[0], ""
        evidence = seqs(system.onset, over[-1].ended)
        if len(over) > 1:
            detail = f"the system was disturbed {len(over)} times; this is the last recovery"
    return Measure(
        "Time to recover",
        "time from fault to recovery",
        "the system has recovered as the scenario defines it, minus fault onset (t0)",
        span=span,
        detail=detail,
        evidence=evidence,
    )


def _diagnosed(system: SystemFacts) -> Measure:
    counts = Counter(d.match.verdict for d in system.diagnoses)
    total = len(system.diagnoses)
    said = ", ".join(
        f"{counts[verdict]} {verdict}" for verdict in ("right", "partly right", "wrong") if counts[verdict]
    )
    return Measure(
        "Diagnosis",
        "stated causes that were right",
        "stated causes that name what had failed (words of the scenario, or its kind and place) / stated causes",
        figure=round(100 * counts["right"] / total, 1) if total else None,
        unit="%",
        detail=f"{said} of {total}" if total else "no cause was stated",
        evidence=tuple(d.seq for d in system.diagnoses),
    )


def _to_diagnosis(facts: Facts, system: SystemFacts, broken: Broken) -> Measure:
    found, noticed = system.right(broken.trouble.id), moment(facts, "noticed")
    span, detail = None, ""
    if found is None:
        near = system.stated(broken.trouble.id)
        detail = "its cause was stated in part only" if near else "its cause was not stated"
    elif noticed is None:
        detail = "no role acted"
    else:
        start = max(noticed, broken.began)
        span = max(0, found.at - start[0])
        wrong = [
            d for d in system.diagnoses if d.match.verdict == "wrong" and broken.began[0] <= d.at < found.at
        ]
        detail = (
            f"after {len(wrong)} wrong {'statement' if len(wrong) == 1 else 'statements'}" if wrong else ""
        )
    return Measure(
        f"Time to right diagnosis: {broken.trouble.id}",
        f"time to the right diagnosis, {broken.trouble.title}",
        "first statement of the right cause minus first recognition (t6 - t2), or minus the fault's onset where that "
        "came later",
        span=span,
        detail=detail,
        evidence=seqs(broken.began, (found.at, found.seq)) if found is not None else seqs(broken.began),
    )


def _lead(lead: Lead) -> Measure:
    after = say_duration(lead.found.at - lead.broken.began[0])
    return Measure(
        f"Found ahead: {lead.broken.trouble.id}",
        f"lead before {lead.what} would have been full, {lead.broken.trouble.title}",
        "time until it would have been full at the trend of the last ten minutes, when the right cause was stated",
        span=lead.left,
        detail=f"found before users noticed anything, {after} after it began",
        evidence=seqs(lead.broken.began, (lead.found.at, lead.found.seq)),
    )


def _declared(system: SystemFacts) -> Measure:
    span, detail = None, "the incident was not declared resolved"
    evidence: tuple[int, ...] = ()
    if system.declared:
        first = system.declared[0]
        evidence = seqs((first.at, first.seq), first.sound)
        span = first.at - first.sound[0] if first.sound is not None else None
        detail = against_truth(first)
    return Measure(
        "Resolved against recovery",
        "resolution declared, against recovery",
        "incident declared resolved (t10) minus recovery of the system; negative where it was declared before it was "
        "true",
        span=span,
        met=(not system.declared[0].early) if system.declared and system.onset is not None else None,
        detail=detail,
        evidence=evidence,
    )


def against_truth(said: Declared) -> str:
    """Whether a declaration was true, as a clause: by how much it came before or after it was."""
    if said.early and said.sound is None:
        return "declared resolved while the system was disturbed; it had not recovered when play ended"
    if said.sound is None:
        return "declared resolved when nothing had failed yet"
    gap = say_duration(abs(said.at - said.sound[0]))
    if said.early:
        return f"declared resolved {gap} before the system had recovered"
    relapse = "; users noticed something again after that" if said.relapsed is not None else ""
    return f"declared resolved {gap} after the system had recovered{relapse}"


def _operations(facts: Facts, system: SystemFacts) -> Measure:
    found = effects(facts, system)
    counts = Counter(effect.kind for effect in found.values())
    helped = sum(counts[kind] for kind in _HELPED)
    words: dict[Kind, str] = {
        "worse": "made it worse",
        "failed": "failed",
        "no effect": "had no effect",
        "under way": "under way",
    }
    rest = [f"{counts[kind]} {said}" for kind, said in words.items() if counts[kind]]
    return Measure(
        "Operations that helped",
        "operations that helped",
        "operations that ended a fault, ended or eased the impact / operations ordered",
        figure=round(100 * helped / len(found), 1) if found else None,
        unit="%",
        detail="; ".join([f"{helped} of {len(found)}", *rest]) if found else "no operation was ordered",
        evidence=tuple(found),
    )
