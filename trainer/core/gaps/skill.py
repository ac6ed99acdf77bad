"""G15, knowledge or skill: the plan is right, and a step was late, missed or done otherwise, and nothing explains it.

Every lapse is reported here; what another gap explains better takes it over when the findings are merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from trainer.core.actions import Classify, Decide
from trainer.core.events import Outcome, Record
from trainer.core.facts import Facts
from trainer.core.gaps.attribution import in_time_as_classified, occasions_of, put_down_to
from trainer.core.gaps.entitled import acted_rightly, nobody_there
from trainer.core.gaps.finding import (
    Detector,
    Finding,
    Priority,
    act,
    choice,
    evidence_of,
    judged,
    lapse,
    listed,
    named,
    quoted,
)
from trainer.core.gaps.ladder import Unclimbed, unclimbed
from trainer.core.gaps.operations import of_practice
from trainer.core.gaps.severity import misread
from trainer.core.gaps.squeeze import squeezed
from trainer.core.msel import clock_words
from trainer.core.outcomes import Judgement
from trainer.core.plan import Step, Strength
from trainer.core.state import DecisionState
from trainer.core.time import Micros, say_duration

_CODE: Final = "G15"
_POETE: Final = "Training"
_LAPSES: Final[tuple[Outcome, ...]] = (
    Outcome.MISSED,
    Outcome.LATE,
    Outcome.WRONG_ROLE,
    Outcome.OUT_OF_ORDER,
    Outcome.PROMPTED,
)
"""Outcomes that fall short of the plan, in the order in which they are told."""


def find(facts: Facts) -> Iterable[Finding]:
    """Steps that were not done as the plan says, decisions against it, and pages that were not followed up."""
    lapsed = {name: found for name in facts.script.scope if (found := _short(facts, name))}
    tight = squeezed(facts) if lapsed else {}
    for name, short in lapsed.items():
        if put_down_to(occasions_of(facts, name), name not in tight) == "practice":
            yield _lapsed(facts, facts.script.steps[name], short)
    for decision, opened in facts.state.decisions.items():
        yield from _decided_otherwise(facts, decision, opened)
    for page in unclimbed(facts):
        yield _not_passed_on(facts, page)
    for record, role, action in misread(facts):
        yield _misread(facts, record, role, action)
    yield from of_practice(facts)


def _misread(facts: Facts, record: Record, role: str, action: Classify) -> Finding:
    """Another level than the true one, where nearly all who were asked alone knew it: the criteria are clear."""
    step = facts.closed_by.get(record.seq)
    where = f" at {named(facts, step)}" if step is not None else ""
    truth = facts.script.scenario.truth.severity
    return Finding(
        code=_CODE,
        kind="execution",
        subject=step or "severity-scale",
        statement=f"At {clock_words(record.happened)} {facts.role_title(role)} set {action.severity}{where}, while "
        f"nearly everybody who was asked alone knew that it was {truth}.",
        consequence=f"The response ran to the targets of {action.severity}.",
        proposed_change=f"Practise with {facts.role_title(role)} how the criteria lead to {truth}, and let the one who "
        "sets the level ask the room before it is said aloud.",
        poete=_POETE,
        evidence=(record.seq,),
        step=step,
        role=role,
    )


# Steps ----------------------------------------------------------------------------------------------------------------


_Short = dict[str, tuple[Outcome, ...]]
"""By expected action: in what it falls short of the plan."""


def _short(facts: Facts, name: str) -> _Short:
    step = facts.script.steps[name]
    return {j.key: found for j in judged(facts, name) if (found := lapses(facts, step, j))}


def lapses(facts: Facts, step: Step, judgement: Judgement) -> tuple[Outcome, ...]:
    """In what an expected action falls short of the plan; nothing where that is nobody's lapse."""
    if step.strength is Strength.MAY or not judgement.observed or judgement.outcome is Outcome.IMPROVISED:
        return ()
    also = judgement.also if judgement.overruled is None else ()
    found = {outcome for outcome in (judgement.outcome, *also) if outcome in _LAPSES}
    if judgement.overruled is None:
        found -= _excused(facts, step, judgement)
    if judgement.key in facts.against_plan:
        found.add(Outcome.ON_TIME)  # In time, but for another option than the plan calls for.
    return tuple(outcome for outcome in (*_LAPSES, Outcome.ON_TIME) if outcome in found)


def _excused(facts: Facts, step: Step, judgement: Judgement) -> set[Outcome]:
    """What is nobody's lapse: of another severity, nobody's step, not asked for, or with nobody there to do it."""
    excused = {Outcome.LATE, Outcome.MISSED} if in_time_as_classified(facts, judgement) else set[Outcome]()
    if judgement.outcome is Outcome.MISSED:
        expected = facts.state.expectations.items[judgement.key]
        unasked = expected.armed_at is None and step.id in facts.script.expected_by
        if step.role is None or unasked or nobody_there(facts, step, judgement):
            excused.add(Outcome.MISSED)
        return excused
    if acted_rightly(facts, step, judgement):
        excused.add(Outcome.WRONG_ROLE)
    # What comes first and came too late was overtaken: that is told there.
    if all(_too_late(facts, name) for name in _skipped(facts, step, judgement)):
        excused.add(Outcome.OUT_OF_ORDER)
    return excused


def _too_late(facts: Facts, name: str) -> bool:
    """Whether a step was done, and not by itself in time."""
    found = [j for j in facts.of_step.get(name, ()) if j.done]
    return bool(found) and (found[0].met is False or found[0].outcome is Outcome.PROMPTED)


def _lapsed(facts: Facts, step: Step, found: _Short) -> Finding:
    seen = [j for j in judged(facts, step.id) if j.observed]
    short = [j for j in seen if j.key in found]
    told = list(dict.fromkeys(_told(facts, step, j, found[j.key]) for j in short))
    times = f"fell short of the plan {len(short)} of {len(seen)} times:" if len(seen) > 1 else "was"
    owner = facts.role_title(step.role) if step.role is not None else ""
    whose = f", which is for {owner}," if owner else ""
    overruled = any(j.overruled is not None for j in short)
    return Finding(
        code=_CODE,
        kind="execution",
        subject=step.id,
        statement=f"{named(facts, step.id)}{whose} {times} {'; '.join(told[:3])}.{_overtaken(facts, step)}",
        consequence=_consequence(step, found.values()),
        proposed_change=f"Go through {named(facts, step.id)} with {owner or 'those who do it'}, and ask first what "
        "kept them from doing it as the plan says.",
        poete=_POETE,
        evidence=evidence_of(short),
        priority=_priority(step),
        step=step.id,
        root_cause=_upstream(facts, step, short),
        confidence="evaluator" if overruled else "automatic",
        about=(lapse(step.id),),
    )


def _priority(step: Step) -> Priority:
    if step.strength is Strength.SHOULD:
        return "low"
    return "high" if step.critical else "medium"


def _consequence(step: Step, found: Iterable[tuple[Outcome, ...]]) -> str:
    kinds = {outcome for outcomes in found for outcome in outcomes}
    if Outcome.MISSED in kinds:
        return "What the step is there for was not secured."
    if kinds & {Outcome.WRONG_ROLE, Outcome.OUT_OF_ORDER, Outcome.ON_TIME}:
        return "Others rely on it being done as the plan says, by whom it says, and in its order."
    return "What follows from it begins later than the plan counts on." if step.critical else "Time was lost."


def _told(facts: Facts, step: Step, judgement: Judgement, found: tuple[Outcome, ...]) -> str:
    """One time that a step fell short, in words and figures."""
    return ", and ".join(_words(facts, step, judgement, outcome) for outcome in found)


def _words(facts: Facts, step: Step, judgement: Judgement, outcome: Outcome) -> str:
    match outcome:
        case Outcome.MISSED:
            limit = judgement.limit
            return "missed" + (
                f": not done within {say_duration(limit)}, nor later" if limit is not None else ""
            )
        case Outcome.LATE:
            return _late(judgement)
        case Outcome.WRONG_ROLE:
            return f"done by {facts.role_title(judgement.done_by)}"
        case Outcome.OUT_OF_ORDER:
            first = " and ".join(named(facts, name) for name in _skipped(facts, step, judgement))
            return f"done before {first or 'a step that comes first'}"
        case Outcome.PROMPTED:
            return "done only after a hint or a second inject"
        case _:
            return _against_plan(facts, judgement)


def _against_plan(facts: Facts, judgement: Judgement) -> str:
    """What was decided, and what the plan calls for."""
    done = facts.state.expectations.items[judgement.key].done
    action = facts.act_of[done.seq].action if done is not None else None
    if not isinstance(action, Decide):
        return "decided otherwise than the plan calls for"
    options = _options(facts, action.decision)
    wanted = " or ".join(options[option] for option in facts.called_for(action))
    return f"decided for {options.get(action.option, action.option)}, while the plan calls for {wanted}"


def _options(facts: Facts, decision: str) -> dict[str, str]:
    """The options of a decision in words."""
    options = facts.script.decisions[decision].options
    return {option.id: quoted(facts.script.filled(option.text), 80) for option in options}


def _late(judgement: Judgement) -> str:
    if judgement.elapsed is None or judgement.limit is None:
        return "late"
    over = say_duration(judgement.elapsed - judgement.limit)
    return f"late: it took {say_duration(judgement.elapsed)}, {over} over the limit of {say_duration(judgement.limit)}"


def _skipped(facts: Facts, step: Step, judgement: Judgement) -> list[str]:
    """The steps that the plan puts before one, and that were done after it."""
    done = judgement.done_at or 0
    return [name for name in step.after if (at := _done_at(facts, name)) is not None and at > done]


def _overtaken(facts: Facts, step: Step) -> str:
    """Steps that come after one and did not wait for it, since it was too late."""
    if not _too_late(facts, step.id):
        return ""
    behind = [
        facts.script.steps[name] for name in facts.script.scope if step.id in facts.script.steps[name].after
    ]
    hasty = [
        s.title
        for s in behind
        if any(step.id in _skipped(facts, s, j) for j in judged(facts, s.id) if j.done)
    ]
    return f" By then {listed(hasty)} had been done, which it comes before." if hasty else ""


def _done_at(facts: Facts, name: str) -> Micros | None:
    times = [j.done_at for j in facts.of_step.get(name, ()) if j.done_at is not None]
    return min(times, default=None)


def _upstream(facts: Facts, step: Step, short: Sequence[Judgement]) -> str:
    """A step before it that was itself late: what comes after it had less time."""
    for name in step.after:
        for before in facts.of_step.get(name, ()):
            late = before.delta if before.met is False else None
            if late and any(j.done_at is not None and j.done_at >= (before.done_at or 0) for j in short):
                return f"{named(facts, name)}, which comes before it, was itself {say_duration(late)} over its limit."
    return ""


# Decisions ------------------------------------------------------------------------------------------------------------


def _decided_otherwise(facts: Facts, name: str, opened: DecisionState) -> Iterator[Finding]:
    """A decision for another option than the plan calls for, where it closes no step that is judged for it."""
    seq, decision = opened.decided_seq, facts.script.decisions[name]
    event = facts.act_of.get(seq) if seq is not None else None
    if seq is None or event is None or not isinstance(event.action, Decide) or seq in facts.closed_by:
        return
    step = facts.script.steps.get(decision.step or "")
    judgements = facts.of_step.get(step.id, ()) if step is not None else ()
    wanted = facts.called_for(event.action)
    if not wanted or any(j.key in facts.artefacts or j.overruled is not None for j in judgements):
        return
    options = _options(facts, name)
    question, role = quoted(facts.script.filled(decision.question)), facts.role_title(event.role)
    yield Finding(
        code=_CODE,
        kind="execution",
        subject=step.id if step is not None else f"decision-{name}",
        statement=f"{role} answered {question} with {options.get(event.action.option, event.action.option)}; the plan "
        f"calls for {' or '.join(options[option] for option in wanted)}.",
        consequence="What the plan means to prevent by this decision can happen.",
        proposed_change=f"Go through {question} with {role}: what the plan calls for, and what spoke against it.",
        poete=_POETE,
        evidence=(opened.opened_seq, seq),
        priority=_priority(step) if step is not None else "medium",
        step=step.id if step is not None else None,
        role=event.role,
        about=(lapse(step.id),) if step is not None else (choice(name),),
    )


# Pages ----------------------------------------------------------------------------------------------------------------


def _not_passed_on(facts: Facts, found: Unclimbed) -> Finding:
    contacts = {contact.id: contact.title for contact in facts.script.plan.contacts}
    called, then = (f'"{contacts.get(c, c)}"' for c in (found.contact, found.then.contact))
    role, wait = facts.role_title(found.role), found.level.acknowledge_within
    after = f" after {say_duration(wait)} without an answer" if wait is not None else ""
    return Finding(
        code=_CODE,
        kind="execution",
        subject=f"escalation-{found.contact}",
        statement=f"At {clock_words(found.pages[0].happened)} {role} paged {called} and got no answer; level "
        f"{found.then.level} of the plan's escalation, {then}, which is due{after}, was not called.",
        consequence="The response waits for somebody who does not come.",
        proposed_change=f"Practise with {role} to go on to {then}{after}, without asking anybody.",
        poete=_POETE,
        evidence=tuple(record.seq for record in found.pages),
        role=found.role,
        about=tuple(act(record.seq) for record in found.pages),
    )


DETECTOR: Final = Detector(
    _CODE,
    ("execution",),
    "steps that were late, missed, done by another role, out of order or only after a prompt, and decisions for "
    "another option than the plan calls for, where no other gap explains them; pages that stayed unanswered and were "
    "not passed on to the next level of escalation; never optional steps, steps without an owner that nobody did, "
    "improvised equivalents, or a step that its owner did in time beside another role; in a simulation, an incident "
    "declared resolved before the system had recovered, operations that made it worse, and causes that nobody stated",
    find,
)
