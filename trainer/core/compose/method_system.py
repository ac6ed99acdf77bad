"""Method of a simulation: what its times mean, how the system's turns are judged, and what a model does not say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trainer.core import operation_effects
from trainer.core.facts import Facts
from trainer.core.scenario import Kind
from trainer.core.time import MINUTE, say_duration

KIND_NOTE: Final = (
    "Simulation: a fault was really present, and the clock paced the exercise. Its times are response times under the "
    "conditions of the exercise; they are not comparable with the discussion times of a tabletop or with the stated "
    "durations of a walk-through."
)
_TIMES: Final = (
    "t0, fault onset, is when the fault began in the system; t1 is the first message after it. t1 - t0 is the design "
    "of scenario and monitoring and is shown apart: no part of it is the response's. What was done before the first "
    "fault began counts for no interval.",
    "User impact lasts while one of the scenario's thresholds for it holds; t9 is when it ended for good. The system "
    "has recovered when all of the scenario's conditions for that hold. A fault that users never noticed is over "
    "when it has ended.",
    "Failed requests and cost are the model's: requests of users that failed beyond those of a quiet day, at the "
    "prices that the scenario states.",
)
_CAUSES: Final = (
    "A stated cause is compared with everything that was wrong by then. It is right where it uses words by which the "
    "scenario knows the fault, or names its kind and its place; partly right where it names one of the two; else "
    "wrong. What a statement denies counts for nothing. The comparison is one of words: the evaluator may see it "
    "otherwise.",
)
_RESOLVED: Final = (
    "The declaration that the incident is resolved is compared with the moment from which it was true: before it, it "
    "was too early, whatever the team had been told.",
)
_REAL: Final = (
    "A real system is known by probes of its steady state. A change is put at the beginning of the probe that found "
    "it, so that its time is right to one interval between probes; what changed and changed back between two probes "
    "was not seen.",
    "The onset of a real fault is when its activity began; how long the activity took is kept beside it.",
)


def rules(facts: Facts) -> Iterator[str]:
    """How the figures of a simulation came about; none for the other kinds."""
    if facts.created.kind is not Kind.SIMULATION:
        return
    yield from (f"System: {rule}" for rule in _TIMES)
    yield from (f"Diagnosis: {rule}" for rule in _CAUSES)
    if facts.state.system is not None:
        yield from (f"Operations: {rule}" for rule in operation_effects.RULES)
    yield from (f"Resolved: {rule}" for rule in _RESOLVED)
    if facts.state.experiments:
        yield from (f"Real system: {rule}" for rule in _REAL)


def limitations(facts: Facts) -> Iterator[str]:
    """What the figures of this simulation do not say."""
    if facts.state.system is not None:
        yield (
            "The system was modelled: load, queues, retries and failures follow from a queueing model, one second at "
            "a time. It shows what overload and faults do to a system of this shape, not what this organisation's "
            "own systems would do, and people could do to it what the model offers and nothing else."
        )
        yield from _looking(facts)
    for experiment in facts.script.experiments.values():
        state = facts.state.experiments[experiment.id]
        if state.approved is None:
            yield (
                f"The experiment {experiment.id} was not approved, and nothing ran in {experiment.target}: what would "
                "have followed from it was not exercised."
            )
            continue
        every = say_duration(experiment.probe_every)
        yield f"{experiment.target} was probed every {every}: times of impact and recovery are right to that interval."


def _looking(facts: Facts) -> Iterator[str]:
    simulation = facts.script.simulated
    if simulation is not None and simulation.look_takes < MINUTE:
        takes = say_duration(simulation.look_takes)
        yield f"Looking something up took {takes} by rule; with real tools, finding the right place takes longer."
