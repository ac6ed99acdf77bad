"""A scenario as one kind of exercise plays it: what belongs to the other kinds is left out.

In a simulation, faults, activities of experiments and the alerts of the monitoring stand beside the written injects,
so that everything that happens is on one list: planned, held, released by hand and recorded alike. In a walk-through
nothing is released: the procedure paces it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core.experiments import Experiment
from trainer.core.scenario import NOBODY, Channel, Decision, Inject, Kind, Option, Release, Scenario
from trainer.core.simulation import AlertRule, Fault

FAULT: Final = "fault-"
ACTIVITY: Final = "activity-"
_SYSTEM: Final = "The system"
_BY_HAND: Final = Release(by_hand=True)


def as_kind(scenario: Scenario, kind: Kind) -> Scenario:
    """The scenario with the injects that play in one kind of exercise."""
    if kind is Kind.WALKTHROUGH:
        nothing: tuple[Inject, ...] = ()
        return scenario.model_copy(update={"injects": nothing, "decisions": (), "votes": (), "branches": ()})
    injects = tuple(inject for inject in scenario.injects if not inject.kinds or kind in inject.kinds)
    if kind is Kind.SIMULATION:
        injects = (*injects, *_of_system(scenario))
    kept = {inject.id for inject in injects}
    decisions = tuple(_among(decision, kept) for decision in scenario.decisions)
    return scenario.model_copy(update={"injects": injects, "decisions": decisions})


def _among(decision: Decision, kept: set[str]) -> Decision:
    """A decision whose options lead only to injects that play."""
    return decision.model_copy(update={"options": tuple(_leading(o, kept) for o in decision.options)})


def _leading(option: Option, kept: set[str]) -> Option:
    follows = option.consequence
    releases = tuple(name for name in follows.releases if name in kept)
    skips = tuple(name for name in follows.skips if name in kept)
    if (releases, skips) == (follows.releases, follows.skips):
        return option
    return option.model_copy(
        update={"consequence": follows.model_copy(update={"releases": releases, "skips": skips})}
    )


def _of_system(scenario: Scenario) -> Iterator[Inject]:
    """What happens in the system, as injects: faults and activities reach nobody, alerts reach their roles."""
    simulation = scenario.simulation
    if simulation is None:
        return
    for fault in simulation.faults:
        yield inject_of(fault)
    for experiment in simulation.experiments:
        yield from _activities(experiment)
    for rule in simulation.alerts:
        yield _alert(rule)


def inject_of(fault: Fault) -> Inject:
    """A fault as an inject that reaches nobody."""
    return _unaddressed(FAULT + fault.id, fault.title, fault.release, fault.note, fault.id)


def _activities(experiment: Experiment) -> Iterator[Inject]:
    listed = {activity.name: activity for activity in experiment.activities}
    for number, name in enumerate(experiment.names(), 1):
        activity = listed.get(name)
        title = (activity.title if activity is not None else None) or name
        release = activity.release if activity is not None else _BY_HAND
        inject = activity_inject(experiment.id, number)
        yield _unaddressed(inject, title, release, experiment.note, inject)


def activity_inject(experiment: str, number: int) -> str:
    """The inject of an experiment's activity, counted from 1."""
    return f"{ACTIVITY}{experiment}-{number}"


def _unaddressed(name: str, title: str, release: Release, text: str, starts: str) -> Inject:
    return Inject.model_validate(
        {
            "id": name,
            "title": title,
            "release": release,
            "channel": Channel.DASHBOARD,
            "from": _SYSTEM,
            "to": (NOBODY,),
            "text": text,
            "starts": starts,
        }
    )


def _alert(rule: AlertRule) -> Inject:
    told = rule.model_dump(exclude={"when", "level", "from_"})
    return Inject.model_validate(
        {**told, "from": rule.from_, "text": rule.text or rule.title, "release": _BY_HAND}
    )
