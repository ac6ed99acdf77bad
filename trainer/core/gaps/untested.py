"""G07, untested step: what this exercise did not put to the test, or spoiled by its script or its conduct."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from trainer.core.chains import makers
from trainer.core.conduct import noted_on
from trainer.core.events import ObservationRecorded, Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.dates import day_of, held_on
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    Priority,
    evidence_of,
    inject_named,
    lapse,
    listed,
    named,
    quoted,
)
from trainer.core.history import EarlierDrill
from trainer.core.msel import rows
from trainer.core.outcomes import OUTSIDE, Judgement
from trainer.core.plan import PlanChange, Step, step_of
from trainer.core.time import say_duration

_CODE: Final = "G07"
_POETE: Final = "Exercise"
_DRILLS: Final = 3
"""So many earlier exercises without a critical step, and this one, make it untested."""
_UNSEEN: Final = frozenset(outcome.value for outcome in OUTSIDE)


def find(facts: Facts) -> Iterable[Finding]:
    """Steps that were to be tested and were not, steps that the exercise spoiled, injects kept back."""
    for step in facts.script.steps.values():
        if step.critical and step.applies_at(facts.state.true_severity):
            yield from _not_observed(facts, step) if step.id in facts.of_step else _left_out(facts, step)
        elif step.id in facts.of_step and _withheld(facts, step):
            yield from _not_observed(facts, step)
    yield from _to_retest(facts)
    yield from _spoiled(facts)
    yield from _kept_back(facts)
    yield from _noted(facts)
    yield from _out_of_place(facts)


def _finding(
    facts: Facts,
    subject: str,
    statement: str,
    change: str,
    evidence: tuple[int, ...],
    priority: Priority = "medium",
) -> Finding:
    step = subject if subject in facts.script.steps else None
    return Finding(
        code=_CODE,
        kind="artefact",
        subject=subject,
        statement=statement,
        consequence="Nothing is known about whether it works."
        if step
        else "Its steps were tested otherwise than meant.",
        proposed_change=change,
        poete=_POETE,
        evidence=evidence,
        priority=priority,
        step=step,
        about=(lapse(subject),) if step else (),
    )


def _ask_for(facts: Facts, step: str) -> str:
    return f"Ask for {named(facts, step)} in one of the next drills."


# Not put to the test --------------------------------------------------------------------------------------------------


def _not_observed(facts: Facts, step: Step) -> Iterator[Finding]:
    """A critical step in scope that nothing put to the test, where the story did not simply take another turn."""
    judgements = facts.of_step[step.id]
    if any(j.outcome is not Outcome.NOT_OBSERVED or j.key in facts.unreached for j in judgements):
        return
    # What was not reached since the exercise spoiled the step before it is told with that one.
    if any(j.blocked_by is not None for j in judgements) or _another_turn(facts, step):
        return
    # Play ended before its limit since its clock was started late: that is the gap of the step that starts it.
    if _started_late(facts, step):
        return
    yield _finding(
        facts,
        step.id,
        f"The {'critical ' if step.critical else ''}step {named(facts, step.id)} was not put to the test. It is in the "
        "scope of the scenario, but "
        f"was not observed. {judgements[0].why}",
        _ask_for(facts, step.id),
        evidence_of(judgements) or facts.frame,
    )


def _withheld(facts: Facts, step: Step) -> bool:
    """Whether the facilitator kept back, or left out, every message that was to call for a step."""
    calls = facts.script.expected_by.get(step.id, ())
    return (
        bool(calls)
        and all(facts.state.injects[name].status in ("held", "skipped") for name in calls)
        and not any(
            name in option.consequence.skips
            for decision in facts.script.decisions.values()
            for option in decision.options
            for name in calls
        )
    )


def _another_turn(facts: Facts, step: Step) -> bool:
    """Whether what calls for a step did not come about, as the script provides for."""
    status = {row.inject: row.status for row in rows(facts.state, facts.ended_at)}
    calls = facts.script.expected_by.get(step.id, ())
    # What comes by hand comes when the team has got there; it did not where a step was left undone.
    stuck = any(j.outcome is Outcome.MISSED or j.key in facts.unreached for j in facts.judgements)
    return bool(calls) and all(
        status[name] == "waiting" or (stuck and _by_hand(facts, name)) for name in calls
    )


def _by_hand(facts: Facts, inject: str) -> bool:
    """Whether a message that has not come was to be released by the facilitator."""
    return facts.script.injects[inject].release.by_hand and facts.state.injects[inject].status == "pending"


def _started_late(facts: Facts, step: Step) -> bool:
    """Whether the one step that starts a step's clock was done late, or only after a prompt."""
    if step.target is None:
        return False
    named_step = step_of(step.target.from_)
    starters = (
        (named_step,)
        if named_step
        else makers(facts.script, facts.state.true_severity).get(step.target.from_, ())
    )
    found = [j for name in starters for j in facts.of_step.get(name, ()) if j.done]
    return bool(found) and all(j.met is False or j.outcome is Outcome.PROMPTED for j in found)


def _left_out(facts: Facts, step: Step) -> Iterator[Finding]:
    """A critical step that the scenario does not ask for, although it drills that procedure, or that no drill did."""
    if _after_play(facts, step) or step.id in facts.state.expectations.outside:
        return
    recent = facts.history[-_DRILLS:]
    never = len(recent) >= _DRILLS and not any(_exercised(drill, step.id) for drill in recent)
    touched = step.condition is None and _procedure_drilled(facts, step)
    if not never and (not touched or any(_exercised(drill, step.id) for drill in recent)):
        return
    drills = sum(not _exercised(drill, step.id) for drill in facts.history) if never else 0
    since = f" Nor did any of the {drills} exercises before it." if never else ""
    why = "" if never else " although it drills other steps of the same procedure"
    yield _finding(
        facts,
        step.id,
        f"The critical step {named(facts, step.id)} was not put to the test: the scenario does not ask for it{why}."
        f"{since}",
        _ask_for(facts, step.id),
        (*facts.frame, *facts.history_seq) if never else facts.frame,
        "medium" if never else "low",
    )


def _after_play(facts: Facts, step: Step) -> bool:
    """Whether the plan leaves more time for a step than the exercise lasts: no play of this scenario could test it."""
    limit = step.target.limit(facts.state.true_severity) if step.target is not None else None
    return limit is not None and limit > facts.script.scenario.length


def _procedure_drilled(facts: Facts, step: Step) -> bool:
    procedure = facts.script.procedure_of[step.id]
    return any(facts.script.procedure_of[name] is procedure for name in facts.script.scope)


def _exercised(drill: EarlierDrill, step: str) -> bool:
    return any(found.step == step and found.outcome not in _UNSEEN for found in drill.steps)


def _to_retest(facts: Facts) -> Iterator[Finding]:
    """Steps that the newest change of the plan marks for a retest, and that no exercise has tested since."""
    held = held_on(facts)
    changes = [change for change in facts.script.plan.changes if change.date <= held]
    newest = max((change.date for change in changes), default=None)
    for change in changes:
        for step in change.retest if change.date == newest else ():
            if step in facts.script.steps and not _tested_since(facts, change, step):
                yield _finding(
                    facts,
                    step,
                    f"The plan's change of {change.date.isoformat()} (version {change.version}) marks "
                    f"{named(facts, step)} for a retest, and this exercise did not put it to the test.",
                    _ask_for(facts, step),
                    evidence_of(facts.of_step.get(step, ())) or facts.frame,
                )


def _tested_since(facts: Facts, change: PlanChange, step: str) -> bool:
    here = facts.of_step.get(step, ())
    done = any((j.observed and j.key not in facts.artefacts) or j.key in facts.unreached for j in here)
    return (
        done
        or step in facts.state.expectations.outside
        or any(
            drill.plan_version == change.version
            and _not_before(drill, change.date)
            and _exercised(drill, step)
            for drill in facts.history
        )
    )


def _not_before(drill: EarlierDrill, day: date) -> bool:
    held = day_of(drill.held)
    return held is not None and held >= day


# Spoiled --------------------------------------------------------------------------------------------------------------


def _spoiled(facts: Facts) -> Iterator[Finding]:
    """Steps that the exercise itself spoiled; what has the same cause is one finding."""
    causes: dict[str, list[Judgement]] = {}
    for judgement in facts.judgements:
        if judgement.key in facts.artefacts:
            causes.setdefault(facts.artefacts[judgement.key], []).append(judgement)
    for reason, judgements in causes.items():
        first = judgements[0].step
        steps = dict.fromkeys(j.step for j in judgements)
        others = [facts.script.steps[name].title for name in steps if name != first]
        also = f" The same holds for {listed(others)}." if others else ""
        behind = [facts.script.steps[name].title for name in _behind(facts, set(steps))]
        also += f" So the response could not reach {listed(behind)}." if behind else ""
        titles = ", ".join(named(facts, name) for name in list(steps)[:4])
        yield _finding(
            facts,
            first,
            f"{named(facts, first)} was {judgements[0].outcome.value}, but {reason}. It is left out of every score."
            f"{also}",
            f"Ask for {titles} again, under the conditions of the script.",
            tuple(sorted({*evidence_of(judgements), *_words_on(facts, judgements)})),
        )


def _behind(facts: Facts, spoiled: set[str]) -> tuple[str, ...]:
    """Steps that were not reached since one that was spoiled would have started their clocks."""
    found: dict[str, None] = {}
    waiting = [j for j in facts.judgements if j.blocked_by is not None and j.key not in facts.unreached]
    while new := [j for j in waiting if j.blocked_by in spoiled | found.keys() and j.step not in found]:
        found |= dict.fromkeys(j.step for j in new)
    return tuple(name for name in found if name not in spoiled)


def _words_on(facts: Facts, judgements: Iterable[Judgement]) -> set[int]:
    """The notes that say so."""
    found = list(judgements)
    return {seq for seq, event in _notes(facts) if any(noted_on(facts.script, event, j) for j in found)}


def _notes(facts: Facts) -> Iterator[tuple[int, ObservationRecorded]]:
    """What was noted as the fault of scenario or conduct."""
    yield from ((record.seq, event) for record, event in facts.observations if event.kind == "artefact")


def _kept_back(facts: Facts) -> Iterator[Finding]:
    """Injects that came much later than planned, where they spoiled no step: those are told there."""
    spoiled = {j.inject for j in facts.judgements if j.key in facts.artefacts}
    for name, delay in facts.delays.items():
        inject = facts.script.injects[name]
        if name in spoiled or (not inject.expects and inject.decision is None):
            continue
        record, _ = facts.deliveries[name]
        title = inject_named(facts, name)
        lost = [e.step for e in inject.expects if _out_of_time(facts, e.step, name)]
        yield _finding(
            facts,
            lost[0] if lost else f"inject-{name}",
            f"The inject {title} came {say_duration(delay)} later than planned.",
            f"Look at why {title} was held back, and plan its time or its condition anew.",
            (record.seq,),
            "low",
        )


def _out_of_time(facts: Facts, step: str, inject: str) -> bool:
    """Whether a message came so late that play ended before the limit of a step that it called for."""
    found = [j for j in facts.of_step.get(step, ()) if j.inject == inject]
    return bool(found) and all(j.outcome is Outcome.NOT_OBSERVED for j in found)


def _noted(facts: Facts) -> Iterator[Finding]:
    """What was noted as the fault of scenario or conduct, where it spoiled no step: those are told there."""
    for seq, event in _notes(facts):
        if any(noted_on(facts.script, event, j) and j.key in facts.artefacts for j in facts.judgements):
            continue
        known = event.inject if event.inject in facts.script.injects else None
        subject = event.step or (f"inject-{known}" if known else f"act-{seq}")
        on = (
            f" on {named(facts, event.step)}"
            if event.step
            else f" on {inject_named(facts, known)}"
            if known
            else ""
        )
        yield _finding(
            facts,
            subject,
            f"It was noted{on} as an artefact of the exercise: {quoted(event.text)}.",
            "Mend the scenario, or how it is conducted, before the next drill.",
            (seq,),
        )


def _out_of_place(facts: Facts) -> Iterator[Finding]:
    """Injects that call for a step which the plan does not ask for at the scenario's own severity."""
    severity = facts.script.scenario.truth.severity
    for name, judgements in facts.of_step.items():
        calls = [j.inject for j in judgements if j.outcome is Outcome.NOT_APPLICABLE and j.inject is not None]
        if severity is not None and calls:
            yield _finding(
                facts,
                name,
                f"The inject {inject_named(facts, calls[0])} calls for {named(facts, name)}, which the plan does not "
                f"ask for at {severity}, the severity of the scenario.",
                f"Take {named(facts, name)} out of the scenario, or let it play at a severity that asks for it.",
                evidence_of(judgements) or facts.frame,
                "low",
            )


DETECTOR: Final = Detector(
    _CODE,
    ("artefact",),
    "critical steps in scope that were not observed although the story called for them; critical steps that the "
    "scenario leaves out of a procedure that it drills, or that the last four exercises left out; steps that the "
    "plan's newest change marks for a retest; steps that the exercise itself spoiled (no seat taken, inject kept back, "
    "never sent or sent to others, asked for after the limit, noted as an artefact); injects much later than planned",
    find,
)
