"""G05, unrealistic target: the plan's own steps need more time than it allows, or nobody competent ever met it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.gaps.attribution import Occasion, late_all_the_same, occasions_of, put_down_to
from trainer.core.gaps.finding import Detector, Finding, Priority, evidence_of, judged, lapse, listed, named
from trainer.core.gaps.squeeze import Clocks, Squeeze, squeezed
from trainer.core.outcomes import Judgement
from trainer.core.plan import ActionKind, Step
from trainer.core.time import Micros, say_duration

_CODE: Final = "G05"
_POETE: Final = "Planning"
_TOO_LATE: Final = frozenset({Outcome.LATE, Outcome.MISSED})
_FOR_PERCENTILE: Final = 10
"""With fewer times than this the 90th percentile is the longest time."""
_RESPONSE: Final = ("first alert", "first signal")
"""The events from which a response target counts."""


def find(facts: Facts) -> Iterable[Finding]:
    """Targets that the steps before them use up, and targets missed every time by those who knew what to do."""
    tight = squeezed(facts)
    for name in facts.script.scope:
        step = facts.script.steps[name]
        if not step.applies_at(facts.state.true_severity):
            continue
        if name in tight:
            yield _used_up(facts, step, tight[name])
        else:
            yield from _never_met(facts, step)
    yield from _response(facts, tight)


# A chain that does not fit --------------------------------------------------------------------------------------------


def _used_up(facts: Facts, step: Step, squeeze: Squeeze) -> Finding:
    short = [j for j in judged(facts, step.id) if j.outcome in _TOO_LATE]
    concerned = [j for name in (step.id, squeeze.earlier) for j in judged(facts, name)]
    behind = [facts.script.steps[name].title for name in squeeze.behind]
    also = f" The same holds for {listed(behind)}, further down the chain." if behind else ""
    needed, limit = say_duration(squeeze.needed), say_duration(squeeze.limit)
    return Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"{_how_tight(facts, step, squeeze)}{_how_it_went(short, squeeze)}{also}",
        consequence="A team that keeps every earlier limit cannot keep this one.",
        proposed_change=f"Give {named(facts, step.id)} more than {needed} from "
        f'"{squeeze.anchor}", or shorten the limit of {named(facts, squeeze.earlier)} to less than {limit}.',
        poete=_POETE,
        evidence=evidence_of(concerned) or facts.frame,
        priority=_pressing(step, short, concerned),
        step=step.id,
        root_cause="The limits were set one by one and never added up.",
        about=(_limits(step.id), *(lapse(name) for name in (step.id, *squeeze.behind))),
    )


def _limits(step: str) -> str:
    """The fact that a step's limit does not go with the limits before it, whatever became of the step."""
    return f"limits {step}"


def _how_tight(facts: Facts, step: Step, squeeze: Squeeze) -> str:
    limit, needed = say_duration(squeeze.limit), say_duration(squeeze.needed)
    due, earlier = (
        f'{named(facts, step.id)} is due {limit} after "{squeeze.anchor}"',
        named(facts, squeeze.earlier),
    )
    if squeeze.observed:
        return (
            f"{due}, but {earlier}, which comes before it, was done only {needed} after that event, "
            "although it and every step before it was in time."
        )
    return f"{due}, but {earlier}, which comes before it, may take {needed} from the same event."


def _how_it_went(short: Sequence[Judgement], squeeze: Squeeze) -> str:
    if not short:
        return ""
    words = " and ".join(dict.fromkeys(j.outcome.value for j in short))
    return f" So it was {words}." if squeeze.observed else f" In this exercise it was {words}."


def _pressing(step: Step, short: Sequence[Judgement], concerned: Sequence[Judgement]) -> Priority:
    """A contradiction that the exercise did not feel can wait."""
    if short:
        return "high"
    if concerned and all(j.outcome is Outcome.ON_TIME for j in concerned if j.observed):
        return "low" if any(j.observed for j in concerned) else "medium"
    return "high" if step.critical else "medium"


# The response target --------------------------------------------------------------------------------------------------


def _response(facts: Facts, tight: dict[str, Squeeze]) -> Iterator[Finding]:
    """The chain up to the acknowledgement takes longer than the severity lets the first response take."""
    level = next((s for s in facts.script.plan.severities if s.id == facts.state.true_severity), None)
    if level is None or level.respond_within is None:
        return
    clocks = Clocks(facts)
    # A further step that is shown by an acknowledgement answers something else: then nobody knows which one is meant.
    found = [name for name, step in clocks.steps.items() if _acknowledges(step)]
    if len(found) != 1 or found[0] in tight or found[0] not in facts.script.scope:
        return
    needed, last = _until(clocks, found[0])
    if needed > level.respond_within:
        steps = facts.script.steps
        yield _too_slow(facts, steps[found[0]], steps[last], needed, level.respond_within)


def _acknowledges(step: Step) -> bool:
    shown = any(evidence.action is ActionKind.ACKNOWLEDGE for evidence in step.shown_by)
    return shown or step.marks == "acknowledged"


def _until(clocks: Clocks, name: str) -> tuple[Micros, str]:
    """The longest time that several steps may take until one is done, and the last of them with a limit."""
    chain = (*clocks.before(name), *((name,) if clocks.starter(name) else ()))
    found = [
        (bound.within, step)
        for step in chain
        if (bound := clocks.bound(step)) is not None and bound.anchor in _RESPONSE
    ]
    return max(found, default=(0, name))


def _too_slow(facts: Facts, step: Step, last: Step, needed: Micros, promised: Micros) -> Finding:
    judgements, severity = list(judged(facts, step.id)), facts.state.true_severity
    return Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"At {severity} the plan promises a response within {say_duration(promised)}, but the steps up to "
        f"{named(facts, last.id)} may take {say_duration(needed)} from the first signal, and only "
        f"{'with it' if last is step else f'after it, with {named(facts, step.id)},'} is the incident acknowledged.",
        consequence="A team that keeps the limit of every step does not keep the response target.",
        proposed_change=f"Shorten the limits up to {named(facts, step.id)} to {say_duration(promised)} in all, or "
        f"promise for {severity} a response that they allow.",
        poete=_POETE,
        evidence=evidence_of(judgements) or facts.frame,
        priority=_pressing(step, [j for j in judgements if j.outcome in _TOO_LATE], judgements),
        step=step.id,
        root_cause="The limits were set one by one and never added up.",
        about=(_limits(step.id), lapse(step.id)),
    )


# A limit that nobody met ----------------------------------------------------------------------------------------------


def _never_met(facts: Facts, step: Step) -> Iterator[Finding]:
    """Late every time, each time by the right role, in order and unprompted."""
    occasions = occasions_of(facts, step.id)
    if put_down_to(occasions) != "target":
        return
    late = late_all_the_same(occasions)
    here = [j for j in judged(facts, step.id) if j.outcome is Outcome.LATE]
    limit = say_duration(here[0].limit or 0)
    yield Finding(
        code=_CODE,
        kind="plan",
        subject=step.id,
        statement=f"{named(facts, step.id)} was late every time, {_counted(late)}, although the right role did it, in "
        f"order and unprompted{_prepared(late)}: it took {_spread(late)}; the limit is {limit}.",
        consequence="A limit that nobody meets is not taken seriously, nor are the limits beside it.",
        proposed_change=f"Find out what takes the time in {named(facts, step.id)}; remove it, or set the limit to what "
        "a prepared team reaches.",
        poete=_POETE,
        evidence=tuple(
            sorted({*evidence_of(here), *(facts.history_seq if any(o.earlier for o in late) else ())})
        ),
        priority="high" if step.critical else "medium",
        step=step.id,
        about=(lapse(step.id),),
    )


def _counted(late: Sequence[Occasion]) -> str:
    earlier = sum(occasion.earlier for occasion in late)
    return f"{len(late)} times" + (f" ({earlier} of them in earlier exercises)" if earlier else "")


def _prepared(late: Sequence[Occasion]) -> str:
    return ", each time with the step open in the plan" if all(o.prepared for o in late) else ""


def _spread(late: Sequence[Occasion]) -> str:
    """Range, median and, where there are enough times, the 90th percentile by nearest rank."""
    times = sorted(occasion.took or 0 for occasion in late)
    shortest, longest, middle = times[0], times[-1], int(statistics.median(times))
    text = f"{say_duration(shortest)} to {say_duration(longest)}, median {say_duration(middle)}"
    if len(times) >= _FOR_PERCENTILE:
        text += f", 90th percentile {say_duration(times[-(-9 * len(times) // 10) - 1])}"
    return f"{text} (n = {len(times)})"


DETECTOR: Final = Detector(
    _CODE,
    ("plan",),
    "a step whose limit ends before the limits of the steps before it, or ended before they were done although each "
    "was in time; steps up to the acknowledgement that may take longer than the severity's response target; a step "
    "late every time by the right role (three times, earlier exercises of the same kind included, or twice with the "
    "step open in the plan); never a single late act",
    find,
)
