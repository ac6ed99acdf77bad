"""G07, untested step: what this exercise did not put to the test, or spoiled by its own conduct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.finding import Detector, Finding, inject_named, named
from trainer.core.plan import Step
from trainer.core.time import say_duration

_CODE: Final = "G07"
_POETE: Final = "Exercise"


def find(facts: Facts) -> Iterable[Finding]:
    """Critical steps that were not observed or not in scope, steps that the exercise spoiled, injects kept back."""
    for step in facts.script.steps.values():
        if step.critical and step.applies_at(facts.state.true_severity):
            yield from _not_tested(facts, step)
    yield from _spoiled(facts)
    yield from _kept_back(facts)


def _not_tested(facts: Facts, step: Step) -> Iterator[Finding]:
    judgements = facts.of_step.get(step.id, ())
    if any(j.outcome is not Outcome.NOT_OBSERVED or j.key in facts.unreached for j in judgements):
        return
    if not judgements and _after_play(facts, step):
        return
    if judgements:
        why = f"It is in the scope of the scenario, but was not observed. {judgements[0].why}"
        evidence = tuple(sorted({seq for j in judgements for seq in j.evidence}))
    else:
        why = "The scenario does not ask for it."
        evidence = facts.frame
    yield Finding(
        code=_CODE,
        kind="artefact",
        subject=step.id,
        statement=f"The critical step {named(facts, step.id)} was not put to the test. {why}",
        consequence="Nothing is known about whether it works.",
        proposed_change=f"Ask for {named(facts, step.id)} in one of the next drills.",
        poete=_POETE,
        evidence=evidence,
        priority="medium" if judgements else "low",
        step=step.id,
    )


def _after_play(facts: Facts, step: Step) -> bool:
    """Whether the plan leaves more time for a step than the exercise lasts: no play of this scenario could test it."""
    limit = step.target.limit(facts.state.true_severity) if step.target is not None else None
    return limit is not None and limit > facts.script.scenario.length


def _spoiled(facts: Facts) -> Iterator[Finding]:
    for judgement in facts.judgements:
        reason = facts.artefacts.get(judgement.key)
        if reason is None:
            continue
        yield Finding(
            code=_CODE,
            kind="artefact",
            subject=judgement.step,
            statement=f"{named(facts, judgement.step)} was {judgement.outcome.value}, but {reason}. "
            "It is left out of every score.",
            consequence="The exercise says nothing about this step.",
            proposed_change=f"Ask for {named(facts, judgement.step)} again, under the conditions of the script.",
            poete=_POETE,
            evidence=judgement.evidence,
            step=judgement.step,
        )


def _kept_back(facts: Facts) -> Iterator[Finding]:
    for name, delay in facts.delays.items():
        inject = facts.script.injects[name]
        if not inject.expects and inject.decision is None:
            continue
        record, _ = facts.deliveries[name]
        title = inject_named(facts, name)
        yield Finding(
            code=_CODE,
            kind="artefact",
            subject=f"inject-{name}",
            statement=f"The inject {title} came {say_duration(delay)} later than planned.",
            consequence="The steps that it calls for were done under other conditions than the script has.",
            proposed_change=f"Look at why {title} was held back, and plan its time or its condition anew.",
            poete=_POETE,
            evidence=(record.seq,),
            priority="low",
        )


DETECTOR: Final = Detector(
    _CODE,
    ("artefact",),
    "critical steps that apply at the true severity, could be done within the length of the exercise, and were not "
    "put to the test; steps that the exercise itself spoiled (no seat taken, inject kept back); injects much later "
    "than planned",
    find,
)
