"""What the system of a simulation did, as the report tells it: faults, impact, alerts, operations, stated causes."""

from __future__ import annotations

from collections.abc import Iterator

from trainer.core import aar_system as out
from trainer.core.actions import Look, Operate
from trainer.core.compose.system_experiments import experiments
from trainer.core.compose.system_markers import markers
from trainer.core.compose.system_series import series
from trainer.core.compose.system_words import statements
from trainer.core.compose.times import secs
from trainer.core.facts import Facts
from trainer.core.metrics.moments import moment
from trainer.core.metrics.system import against_truth, leads
from trainer.core.operation_effects import Effect, effects
from trainer.core.services.order_words import order_words
from trainer.core.system_facts import system_facts
from trainer.core.system_record import Broken, Declared, Moment, Ordered, SystemFacts
from trainer.core.time import seconds


def system_part(facts: Facts) -> out.SystemPart | None:
    """The system's own record; None where there was no system."""
    system = system_facts(facts)
    if system is None:
        return None
    simulation, found = facts.script.simulated, effects(facts, system)
    over = [stretch.ended for stretch in system.unsound]
    return out.SystemPart(
        modelled=facts.state.system is not None,
        real=bool(facts.state.experiments),
        services=len(simulation.services) if simulation is not None else 0,
        targets=tuple(dict.fromkeys(each.target for each in facts.script.experiments.values())),
        statements=tuple(statements(facts, system)),
        signal_s=_at(system.signal),
        noticed_s=_at(moment(facts, "noticed")) if system.onset is not None else None,
        recovered_s=_at(over[-1]) if over else None,
        end_s=seconds(facts.ended_at),
        faults=tuple(_faults(facts, system)),
        impact=tuple(_impact(facts, system)),
        causes=tuple(_causes(system)),
        alerts=tuple(_alerts(facts, system)),
        operations=tuple(_operation(facts, each, found[each.seq]) for each in system.operations),
        looks=sum(isinstance(event.action, Look) for _, event in facts.acts),
        declared=tuple(_declared(system)),
        toll=_toll(facts),
        experiments=tuple(experiments(facts)),
        series=tuple(series(facts, system)),
        markers=tuple(markers(facts, system, found)),
    )


def _at(moment: Moment | None) -> float | int | None:
    return secs(moment[0]) if moment is not None else None


def _seqs(*moments: Moment | None) -> tuple[int, ...]:
    return tuple(dict.fromkeys(m[1] for m in moments if m is not None))


def _faults(facts: Facts, system: SystemFacts) -> Iterator[out.FaultResult]:
    ahead = {lead.broken.trouble.id: lead.left for lead in leads(facts, system)}
    for broken in system.broken:
        trouble, found = broken.trouble, system.right(broken.trouble.id)
        until = broken.ended[0] if broken.ended is not None else facts.ended_at
        last = found.at if found is not None else until
        wrong = [d for d in system.diagnoses if d.match.verdict == "wrong" and broken.began[0] <= d.at < last]
        yield out.FaultResult(
            id=trouble.id,
            title=trouble.title,
            kind=trouble.kind.value if trouble.kind is not None else "activity in a real system",
            service=_service(facts, trouble.service),
            began_s=seconds(broken.began[0]),
            ended_s=_at(broken.ended),
            lasted_s=seconds(until - broken.began[0]),
            ended_by=ended_by(facts, broken),
            added=broken.added,
            found_s=secs(found.at) if found is not None else None,
            found_by=found.role if found is not None else None,
            found_after_s=seconds(found.at - broken.began[0]) if found is not None else None,
            wrong_before=len(wrong),
            called_for=system.called_for(broken),
            ahead_s=secs(ahead.get(trouble.id)),
            evidence=(*_seqs(broken.began, broken.ended), *((found.seq,) if found is not None else ())),
        )


def _service(facts: Facts, name: str | None) -> str | None:
    simulation = facts.script.simulated
    titles = {part.id: part.title for part in simulation.services} if simulation is not None else {}
    return titles.get(name, name) if name is not None else None


def ended_by(facts: Facts, broken: Broken) -> str:
    """What ended a fault, in words."""
    act = facts.act_of.get(broken.operation) if broken.operation is not None else None
    match broken.ended_by:
        case "operation" if act is not None and isinstance(act.action, Operate):
            return (
                f"{order_words(facts.script.simulated, act.action)}, ordered by {facts.role_title(act.role)}"
            )
        case "facilitator":
            return "the facilitator ended it"
        case "rollbacks":
            return "the rollbacks of the experiment"
        case "itself" if broken.experiment is not None:
            return "the steady state was met again"
        case None:
            return "it was still there when play ended"
        case _:
            return "it passed of itself"


def _impact(facts: Facts, system: SystemFacts) -> Iterator[out.ImpactPeriod]:
    for stretch in system.impact:
        yield out.ImpactPeriod(
            began_s=seconds(stretch.began[0]),
            ended_s=_at(stretch.ended),
            lasted_s=seconds(stretch.lasted(facts.ended_at)),
            of=stretch.of,
            evidence=_seqs(stretch.began, stretch.ended),
        )


def _causes(system: SystemFacts) -> Iterator[out.StatedCause]:
    for said in system.diagnoses:
        yield out.StatedCause(
            at_s=seconds(said.at),
            role=said.role,
            cause=said.cause,
            service=said.service,
            verdict=said.match.verdict,
            why=said.match.why,
            fault=said.match.trouble,
            seq=said.seq,
        )


def _alerts(facts: Facts, system: SystemFacts) -> Iterator[out.AlertResult]:
    for alert in sorted(system.alerts, key=lambda each: each.raised[0]):
        standing = not alert.cleared or alert.cleared[-1] < alert.raised[-1]
        cleared = None if standing else alert.cleared[-1]
        yield out.AlertResult(
            id=alert.rule.id,
            title=facts.script.filled(alert.rule.title),
            level=alert.rule.level,
            service=_service(facts, alert.rule.when.service),
            detail=alert.detail,
            raised_s=seconds(alert.raised[0][0]),
            times=len(alert.raised),
            acknowledged_s=_at(alert.acknowledged),
            acknowledged_by=alert.by,
            cleared_s=_at(cleared),
            evidence=_seqs(*alert.raised, alert.acknowledged, cleared),
        )


def _operation(facts: Facts, ordered: Ordered, effect: Effect) -> out.OperationResult:
    ended = ordered.ended
    return out.OperationResult(
        ordered_s=seconds(ordered.at),
        ended_s=_at(ended),
        took_s=seconds(ended[0] - ordered.at) if ended is not None else None,
        role=ordered.role,
        what=order_words(facts.script.simulated, ordered.action),
        reason=ordered.action.reason,
        result="under way" if ended is None else "through" if ordered.ok else "failed",
        text=ordered.text,
        effect=effect.kind,
        why=effect.why,
        evidence=(ordered.seq, *(e for e in (*_seqs(ended), *effect.evidence) if e != ordered.seq)),
    )


def _declared(system: SystemFacts) -> Iterator[out.Declaration]:
    for said in system.declared:
        yield out.Declaration(
            at_s=seconds(said.at),
            role=said.role,
            statement=said.statement,
            recovered_s=_at(said.sound),
            delta_s=_delta(said),
            early=said.early,
            words=against_truth(said),
            seq=said.seq,
        )


def _delta(said: Declared) -> float | int | None:
    return seconds(said.at - said.sound[0]) if said.sound is not None else None


def _toll(facts: Facts) -> out.TollPart | None:
    system, simulation = facts.state.system, facts.script.simulated
    if system is None or simulation is None:
        return None
    toll = system.model.toll()
    stated = bool(simulation.cost.per_minute or simulation.cost.per_failed)
    return out.TollPart(
        impact_s=toll.impact_seconds,
        failed_requests=round(toll.failed_requests),
        cost=round(toll.cost) if stated else None,
        currency=toll.currency,
    )
