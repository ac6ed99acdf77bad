"""What the system of a simulation did and what was done to it, gathered once from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast

from trainer.core import events as ev
from trainer.core.events import Record
from trainer.core.facts import Facts
from trainer.core.simulation import Fault
from trainer.core.stated_causes import Trouble
from trainer.core.system_acts import alerts_of, declared_of, diagnoses_of, operations_of, turns
from trainer.core.system_record import Broken, Moment, Ordered, Stretch, SystemFacts, passes_unnoticed, place
from trainer.core.time import SECOND

_KEPT: Final = "the system's record"
_AT_ONCE: Final = 2 * SECOND
"""An operation that is through mends what it mends within this time."""


def system_facts(facts: Facts) -> SystemFacts | None:
    """The system's record; None where the exercise had neither a modelled nor a real system."""
    kept = vars(facts)
    if _KEPT not in kept:
        kept[_KEPT] = _gathered(facts)
    return cast("SystemFacts | None", kept[_KEPT])


def _gathered(facts: Facts) -> SystemFacts | None:
    if facts.state.system is None and not facts.state.experiments:
        return None
    operations = tuple(operations_of(facts))
    broken = tuple(sorted((*_faults(facts, operations), *_activities(facts)), key=lambda each: each.began))
    impact = tuple(sorted((*_impact(facts), *_disturbed(facts)), key=lambda stretch: stretch.began))
    recovered = tuple(_recovered(facts))
    felt = [each for each in broken if not passes_unnoticed(each, impact)]
    unsound = tuple(_unsound(felt, impact, recovered, _relapses(facts)))
    return SystemFacts(
        broken=broken,
        impact=impact,
        unsound=unsound,
        recovered=recovered,
        alerts=tuple(alerts_of(facts)),
        diagnoses=tuple(diagnoses_of(facts, broken)),
        operations=operations,
        declared=tuple(declared_of(facts, unsound, impact)),
        signal=_signal(facts, broken),
    )


# What was wrong -------------------------------------------------------------------------------------------------------


def _faults(facts: Facts, operations: Sequence[Ordered]) -> Iterator[Broken]:
    """Faults of the modelled system. One that comes back after it ended is one fault, with its last end."""
    if facts.state.system is None:
        return
    found: dict[str, Broken] = {}
    for record in facts.standing:
        event = record.event
        match event:
            case ev.InjectDelivered():
                _begin(facts, found, facts.script.injects[event.inject].starts, record, added=False)
            case ev.FaultAdded():
                _begin(facts, found, event.fault.id, record, added=True)
            case ev.FaultRemoved() if event.fault in found:
                found[event.fault] = replace(found[event.fault], ended=place(record), ended_by="facilitator")
            case ev.SystemChanged(turn="fault ended") if event.subject in found:
                found[event.subject] = _ended(found[event.subject], place(record), operations)
            case _:
                pass
    yield from found.values()


def _begin(facts: Facts, found: dict[str, Broken], name: str | None, record: Record, *, added: bool) -> None:
    system = facts.state.system
    fault = system.faults.get(name) if system is not None and name is not None else None
    if fault is not None:
        began = found[fault.id].began if fault.id in found else place(record)
        found[fault.id] = Broken(_trouble(facts, fault), began, fault=fault, added=added)


def _trouble(facts: Facts, fault: Fault) -> Trouble:
    simulation = facts.script.simulated
    services = {part.id: part.title for part in simulation.services} if simulation is not None else {}
    names = (fault.service, services.get(fault.service or ""), fault.region)
    places = tuple(dict.fromkeys(name for name in names if name))
    known = tuple(facts.script.filled(words) for words in fault.known_as)
    title = facts.script.filled(fault.title)
    return Trouble(fault.id, title, known, fault.kind, fault.service, places, fault.value)


def _ended(fault: Broken, at: Moment, operations: Sequence[Ordered]) -> Broken:
    """What ended a fault: an operation that was through just then, the nearest to its service; else it passed."""
    if fault.ended_by == "facilitator" and fault.ended is not None and at[0] - fault.ended[0] <= _AT_ONCE:
        return fault
    through = [o for o in operations if o.ok and o.ended is not None and 0 <= at[0] - o.ended[0] <= _AT_ONCE]
    here = [o for o in through if o.action.service == fault.trouble.service] or through
    if not here:
        return replace(fault, ended=at, ended_by="itself")
    return replace(fault, ended=at, ended_by="operation", operation=here[-1].seq)


def _activities(facts: Facts) -> Iterator[Broken]:
    """Activities that really ran, until their experiment's rollbacks or until its steady state was met again."""
    for record in _real(facts):
        event = record.event
        if not isinstance(event, ev.ActivityRan) or not event.ok:
            continue
        experiment = facts.script.experiments[event.experiment]
        listed = next((each for each in experiment.activities if each.name == event.activity), None)
        title = (listed.title if listed is not None else None) or event.activity
        known = listed.known_as if listed is not None else ()
        trouble = Trouble(f"{event.experiment}/{event.activity}", title, known)
        broken = Broken(trouble, (event.began, record.seq), experiment=event.experiment)
        yield _until_well(facts, broken, record)


def _real(facts: Facts) -> Iterator[Record]:
    """What experiments report of real systems; nothing of a dry run, in which nothing is done."""
    dry: dict[str, bool] = {}
    for record in facts.standing:
        event = record.event
        if isinstance(event, ev.ExperimentApproved):
            dry[event.experiment] = event.dry_run
        told = isinstance(
            event, ev.ActivityRan | ev.SteadyStateProbed | ev.RollbacksRan | ev.ExperimentApproved
        )
        if told and not dry.get(getattr(event, "experiment", ""), True):
            yield record


def _until_well(facts: Facts, broken: Broken, record: Record) -> Broken:
    for later in facts.standing:
        event = later.event
        if later.seq <= record.seq or getattr(event, "experiment", None) != broken.experiment:
            continue
        if isinstance(event, ev.RollbacksRan) and event.ok and not event.none_ran:
            return replace(broken, ended=place(later), ended_by="rollbacks")
        if isinstance(event, ev.SteadyStateProbed) and event.met and event.probed >= broken.began[0]:
            ended = (event.probed, later.seq)
            return replace(broken, ended=ended, ended_by="rollbacks" if event.rolling_back else "itself")
    return broken


# How the system was ---------------------------------------------------------------------------------------------------


def _impact(facts: Facts) -> Iterator[Stretch]:
    """What users noticed of the modelled system."""
    began: Moment | None = None
    for at, event in turns(facts, "impact began", "impact ended"):
        if event.turn == "impact began":
            began = began or at
        elif began is not None:
            yield Stretch(began, at)
            began = None
    if began is not None:
        yield Stretch(began, None)


def _disturbed(facts: Facts) -> Iterator[Stretch]:
    """When the steady state of a real system was not met, after it had been met."""
    met: dict[str, bool] = {}
    began: dict[str, Moment] = {}
    for record in _real(facts):
        event = record.event
        if isinstance(event, ev.ExperimentApproved):
            # The first probe of a run says how the system was found.
            met.pop(event.experiment, None)
        if not isinstance(event, ev.SteadyStateProbed):
            continue
        name, at = event.experiment, (event.probed, record.seq)
        if not event.met and met.get(name):
            began.setdefault(name, at)
        elif event.met and name in began:
            yield Stretch(began.pop(name), at, name)
        met[name] = event.met
    for name, at in began.items():
        yield Stretch(at, None, name)


def _recovered(facts: Facts) -> Iterator[Moment]:
    found = [at for at, _ in turns(facts, "recovered")]
    disturbed = {stretch.ended for stretch in _disturbed(facts) if stretch.ended is not None}
    yield from sorted((*found, *disturbed))


def _relapses(facts: Facts) -> tuple[Moment, ...]:
    return tuple(at for at, _ in turns(facts, "relapsed"))


def _unsound(
    broken: Iterable[Broken],
    impact: Iterable[Stretch],
    recovered: Iterable[Moment],
    relapses: Iterable[Moment],
) -> Iterator[Stretch]:
    """From a disturbance to the recovery after it; what passes of itself and unnoticed is none.

    Where users never noticed anything, it is over when the last fault has ended; otherwise when the system has
    recovered in the scenario's sense.
    """
    marks: list[tuple[Moment, str]] = [(at, "over") for at in recovered]
    marks += [(at, "disturbed") for at in relapses]
    for each in broken:
        marks += [(each.began, "broken"), *(((each.ended, "mended"),) if each.ended is not None else ())]
    for stretch in impact:
        marks += [(stretch.began, "noticed")]
    began: Moment | None = None
    open_faults, noticed = 0, False
    for at, what in sorted(marks):
        open_faults += {"broken": 1, "mended": -1}.get(what, 0)
        noticed = noticed or what in ("noticed", "disturbed")
        if what in ("broken", "noticed", "disturbed"):
            began = began or at
        elif began is not None and (what == "over" or (not noticed and open_faults <= 0)):
            yield Stretch(began, at)
            began, noticed = None, False
    if began is not None:
        yield Stretch(began, None)


def _signal(facts: Facts, broken: Iterable[Broken]) -> Moment | None:
    """The first message or finding after the first fault began."""
    onset = min((each.began for each in broken), default=None)
    told = facts.state.anchors.get("first signal", ())
    return min((at for at in told if onset is not None and at >= onset), default=None)
