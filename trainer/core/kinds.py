"""A scenario as one kind of exercise plays it: what belongs to the other kinds is left out.

In a simulation, faults, activities of experiments and the alerts of the monitoring stand beside the written injects,
so that everything that happens is on one list: planned, held, released by hand and recorded alike. In a walk-through
nothing is released: the procedure paces it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from trainer.core.experiments import Experiment
from trainer.core.scenario import NOBODY, Channel, Decision, Inject, Kind, Option, Release, Scenario
from trainer.core.simulation import AlertRule, Fault, Simulation

FAULT: Final = "fault-"
ACTIVITY: Final = "activity-"
_SYSTEM: Final = "The system"
_BY_HAND: Final = Release(by_hand=True)


def as_kind(scenario: Scenario, kind: Kind) -> Scenario:
    """The scenario with what plays in one kind of exercise.

    Decisions and votes that only injects of other kinds put to the team are left out, and branches that hold only
    injects of other kinds; an option leads only to injects that play.
    """
    if kind is Kind.WALKTHROUGH:
        nothing: tuple[Inject, ...] = ()
        return scenario.model_copy(update={"injects": nothing, "decisions": (), "votes": (), "branches": ()})
    written = tuple(inject for inject in scenario.injects if plays(inject, kind))
    system = () if kind is not Kind.SIMULATION else tuple(of_system(scenario.simulation))
    kept = {inject.id for inject in (*written, *system)}
    others = [inject for inject in scenario.injects if not plays(inject, kind)]
    without = {link: _left_out(others, written, link) for link in ("decision", "vote", "branch")}
    decisions = (each for each in scenario.decisions if each.id not in without["decision"])
    return scenario.model_copy(
        update={
            "injects": (*written, *system),
            "decisions": tuple(_among(decision, kept) for decision in decisions),
            "votes": tuple(each for each in scenario.votes if each.id not in without["vote"]),
            "branches": tuple(each for each in scenario.branches if each.id not in without["branch"]),
        }
    )


def plays(inject: Inject, kind: Kind) -> bool:
    """Whether a written inject plays in a tabletop or a simulation."""
    return not inject.kinds or kind in inject.kinds


def _left_out(others: list[Inject], played: tuple[Inject, ...], link: str) -> frozenset[str]:
    """What injects of other kinds open or belong to, and none that plays."""
    return frozenset(getattr(inject, link) for inject in others) - {getattr(i, link) for i in played}


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


def of_system(simulation: Simulation | None) -> Iterator[Inject]:
    """What happens in the system, as injects: faults and activities reach nobody, alerts reach their roles."""
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
    return _inject(
        id=name,
        title=title,
        release=release,
        channel=Channel.DASHBOARD,
        from_=_SYSTEM,
        to=(NOBODY,),
        text=text,
        starts=starts,
    )


def _alert(rule: AlertRule) -> Inject:
    return _inject(
        id=rule.id,
        title=rule.title,
        release=_BY_HAND,
        channel=rule.channel,
        from_=rule.from_,
        to=rule.to,
        text=rule.text or rule.title,
        expects=rule.expects,
        questions=rule.questions,
        hints=rule.hints,
        note=rule.note,
    )


def _inject(**parts: Any) -> Inject:
    """An inject made of parts that were read and checked already; reading durations twice would refuse them."""
    from_ = parts.pop("from_")
    return Inject.model_construct(**parts, **{"from": from_})
