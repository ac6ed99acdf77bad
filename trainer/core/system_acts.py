"""What people did in a simulation, set against the system: alerts answered, operations, stated causes, declarations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Diagnose, Operate, Resolve
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.stated_causes import judged
from trainer.core.system_record import Alerted, Broken, Declared, Diagnosis, Moment, Ordered, Stretch, place


def alerts_of(facts: Facts) -> Iterator[Alerted]:
    """Alerts that were raised, in the order of the rules."""
    simulation = facts.script.simulated
    for rule in simulation.alerts if simulation is not None else ():
        delivered = facts.deliveries.get(rule.id)
        raised = [(place(delivered[0]), delivered[1].detail)] if delivered is not None else []
        again = [(at, e.text) for at, e in turns(facts, "alert raised again") if e.subject == rule.id]
        times = sorted((*raised, *again))
        if not times:
            continue
        seen = _acknowledged(facts, rule.id, times[0][0])
        yield Alerted(
            rule,
            tuple(at for at, _ in times),
            tuple(at for at, e in turns(facts, "alert cleared") if e.subject == rule.id),
            place(seen[0]) if seen is not None else None,
            seen[1].role if seen is not None else None,
            times[0][1],
        )


def _acknowledged(facts: Facts, alert: str, raised: Moment) -> tuple[Record, ev.ActionTaken] | None:
    """Who acknowledged an alert: by its name, or the newest one of all that had been raised."""
    for record, event in facts.in_order:
        action = event.action
        if not isinstance(action, Acknowledge) or place(record) < raised:
            continue
        if action.inject == alert or (
            action.inject is None and _newest_before(facts, place(record)) == alert
        ):
            return record, event
    return None


def _newest_before(facts: Facts, at: Moment) -> str | None:
    came = [(place(r), name) for name, (r, e) in facts.deliveries.items() if e.to and place(r) < at]
    return max(came)[1] if came else None


def operations_of(facts: Facts) -> Iterator[Ordered]:
    """Operations that were ordered, in the order in which that happened."""
    through = {r.event.act: r for r in facts.standing if isinstance(r.event, ev.OperationEnded)}
    for record, event in facts.in_order:
        if not isinstance(event.action, Operate):
            continue
        ended = through.get(record.seq)
        told = ended.event if ended is not None and isinstance(ended.event, ev.OperationEnded) else None
        yield Ordered(
            record.happened,
            record.seq,
            event.role,
            event.action,
            place(ended) if ended is not None else None,
            told.ok if told is not None else None,
            told.text if told is not None else "",
        )


def diagnoses_of(facts: Facts, broken: Sequence[Broken]) -> Iterator[Diagnosis]:
    """Causes that were stated, each judged against what was wrong by then."""
    for record, event in facts.in_order:
        action = event.action
        if isinstance(action, Diagnose):
            wrong_then = (each.trouble for each in broken if each.began <= place(record))
            match = judged(action.cause, action.service, wrong_then)
            yield Diagnosis(record.happened, record.seq, event.role, action.cause, action.service, match)


def declared_of(facts: Facts, unsound: Sequence[Stretch], impact: Sequence[Stretch]) -> Iterator[Declared]:
    """Declarations that the incident was resolved, each against the times of disturbance and what users felt later."""
    for record, event in facts.in_order:
        if not isinstance(event.action, Resolve):
            continue
        at = place(record)
        within = next((stretch for stretch in unsound if stretch.holds(at)), None)
        before = [s.ended for s in unsound if s.ended is not None and s.ended <= at]
        sound = within.ended if within is not None else max(before, default=None)
        relapsed = next((s.began for s in impact if s.began > at), None)
        yield Declared(
            record.happened, record.seq, event.role, event.action.statement, within, sound, relapsed
        )


def turns(facts: Facts, *wanted: str) -> Iterator[tuple[Moment, ev.SystemChanged]]:
    """Turns that the modelled system took, in order."""
    for record in facts.standing:
        if isinstance(record.event, ev.SystemChanged) and record.event.turn in wanted:
            yield place(record), record.event
