"""G05: the limit that the drills speak for, from measured times or from the sum of what comes before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from trainer.core import aar
from trainer.core.amend.draft import Draft, as_limit, ninetieth, put, step_of_gap, step_place
from trainer.core.amend.written import duration
from trainer.core.amendments import Edit
from trainer.core.chains import makers
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.outcomes import Judgement
from trainer.core.plan import Step, Target, step_of
from trainer.core.time import MINUTE, SECOND, Micros, say_duration

_COMPETENT: Final = frozenset({Outcome.ON_TIME, Outcome.LATE})
"""Outcomes of a step that the right role did in order and unprompted: only such times speak about its limit."""
_FEW: Final = 2
_TOO_LATE: Final = frozenset({Outcome.LATE, Outcome.MISSED})
_SIGNALS: Final = frozenset({"first signal", "first alert"})


def propose(facts: Facts, gap: aar.Gap) -> Draft | None:
    """A limit that a team which knows the step can keep; never a shorter one than the plan has."""
    step = facts.script.steps.get(step_of_gap(facts, gap) or "")
    severity = facts.state.true_severity
    if step is None or step.target is None:
        return None
    old = step.target.limit(severity)
    if old is None:
        return None
    times = _times(facts, step.id)
    measured = as_limit(ninetieth(times), old) if times else old
    needed, why = _needed(facts, step, old)
    new = max(measured, needed)
    if new <= old:
        return _promise(facts, step)
    return raised(facts, step, new, why if needed >= measured else _from_times(facts, times, old, measured))


def raised(facts: Facts, step: Step, new: Micros, why: str) -> Draft | None:
    """A longer limit at the severity of the exercise, and why; None for a step that has no limit there."""
    severity, target = facts.state.true_severity, step.target
    old = target.limit(severity) if target is not None else None
    if target is None or old is None:
        return None
    return Draft(
        f'Give "{step.title}" {say_duration(new)} instead of {say_duration(old)}{_at(target, severity)}',
        why + _also_raised(target, severity, new) + _next_in_line(facts, step, new),
        tuple(_edits(facts, step, severity, new)),
        (step.id, *_followers(facts, step, new)),
    )


def _at(target: Target, severity: str | None) -> str:
    return f" at {severity}" if isinstance(target.within, dict) and severity else ""


# What was measured ----------------------------------------------------------------------------------------------------


def _times(facts: Facts, step: str) -> list[Micros]:
    """How long the step took each time by those who may do it, here and in earlier drills of the same kind."""
    here = [j.elapsed for j in facts.of_step.get(step, ()) if _competent(facts, j) and j.elapsed is not None]
    earlier = [
        found.elapsed
        for drill in facts.history
        if drill.kind == facts.created.kind.value
        for found in drill.steps
        if found.step == step and found.competent and found.elapsed is not None
    ]
    return [*earlier, *here]


def _competent(facts: Facts, judgement: Judgement) -> bool:
    others = set(judgement.also) - _COMPETENT
    return judgement.outcome in _COMPETENT and not others and judgement.key not in facts.artefacts


def _from_times(facts: Facts, times: list[Micros], old: Micros, new: Micros) -> str:
    """What speaks for a limit, in figures."""
    drills = 1 + sum(drill.kind == facts.created.kind.value for drill in facts.history)
    over = f"{drills} drills" if drills > 1 else "this drill"
    first = " That is a first estimate; time it again before you rely on it." if len(times) <= _FEW else ""
    return (
        f"By those who may do it, the step took {', '.join(say_duration(time) for time in sorted(times))} in {over} "
        f"(n={len(times)}); nine tenths were done within {say_duration(ninetieth(times))}, and {say_duration(new)} is "
        f"that rounded up. The limit was {say_duration(old)}.{first}"
    )


# What comes before ----------------------------------------------------------------------------------------------------


@dataclass
class _Clocks:
    """Until when a step may be done if every limit is used up, counted from the event at which its chain begins."""

    facts: Facts
    severity: str | None
    made_by: dict[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.made_by = makers(self.facts.script, self.severity)

    def limit(self, name: str) -> Micros | None:
        step = self.facts.script.steps.get(name)
        usable = step is not None and step.target is not None and step.applies_at(self.severity)
        return step.target.limit(self.severity) if usable and step and step.target else None

    def starter(self, name: str) -> str | None:
        """The one step whose doing starts the clock of a step, where both have a limit."""
        target = self.facts.script.steps[name].target
        anchor = target.from_ if target is not None else ""
        found = (step_of(anchor),) if step_of(anchor) else self.made_by.get(anchor, ())
        one = found[0] if len(found) == 1 else None
        return one if one is not None and one != name and self.limit(one) is not None else None

    def latest(self, name: str) -> tuple[str, Micros] | None:
        """(event, time after it) by which a step is to be done; None without a limit, or where clocks run in a ring."""
        total, seen, current = 0, {name}, name
        while True:
            limit, target = self.limit(current), self.facts.script.steps[current].target
            if limit is None or target is None:
                return None
            total += limit
            starter = self.starter(current)
            if starter is None:
                return target.from_, total
            if starter in seen:
                return None
            seen.add(starter)
            current = starter

    def before(self, name: str) -> Iterator[str]:
        """Every step that the plan puts before a step, however far back."""
        seen, waiting = {name}, list(self.facts.script.steps[name].after)
        while waiting:
            earlier = waiting.pop(0)
            if earlier not in seen and earlier in self.facts.script.steps:
                seen.add(earlier)
                waiting.extend(self.facts.script.steps[earlier].after)
                yield earlier


def _needed(facts: Facts, step: Step, old: Micros) -> tuple[Micros, str]:
    """The limit that leaves a step some time after all that comes before it, and why; 0 where they fit already."""
    clocks = _Clocks(facts, facts.state.true_severity)
    own = clocks.latest(step.id)
    if own is None:
        return 0, ""
    bounds = ((clocks.latest(name), name) for name in clocks.before(step.id))
    longest, name = max(
        ((bound[1], name) for bound, name in bounds if bound and bound[0] == own[0]), default=(0, "")
    )
    if longest <= own[1]:
        return _as_it_went(facts, step, clocks, old)
    margin = _margin(facts, step, name, old)
    new = as_limit(longest + margin - (own[1] - old), old)
    before = facts.script.steps[name].title
    return new, (
        f'"{before}" comes before it and may take {say_duration(longest)} from "{own[0]}"; with '
        f"{say_duration(margin)} for the step itself that makes {say_duration(longest + margin)} from there."
    )


def _as_it_went(facts: Facts, step: Step, clocks: _Clocks, old: Micros) -> tuple[Micros, str]:
    """The same from the drill itself: the steps before it were in time, and by then its own limit had run out."""
    mine = next(iter(facts.of_step.get(step.id, ())), None)
    if mine is None or mine.started_at is None or mine.outcome not in _TOO_LATE:
        return 0, ""
    ends = [
        (judgement.done_at, judgement.step)
        for name in clocks.before(step.id)
        for judgement in facts.of_step.get(name, ())
        if judgement.met and judgement.done_at is not None
    ]
    last, name = max(ends, default=(0, ""))
    taken = last - mine.started_at
    if taken <= old:
        return 0, ""
    margin = _margin(facts, step, name, old)
    return as_limit(taken + margin, old), (
        f'"{facts.script.steps[name].title}" comes before it and was done in time, but only {say_duration(taken)} '
        f"after the clock of this step had started; {say_duration(margin)} more are for the step itself. One drill is "
        "a first estimate (n=1)."
    )


def _margin(facts: Facts, step: Step, before: str, old: Micros) -> Micros:
    """The time for the step itself: what it took after the one before it in this drill, or a tenth of its old limit."""
    grain = MINUTE if old >= 2 * MINUTE else 5 * SECOND
    gaps = [
        mine.done_at - theirs.done_at
        for mine in facts.of_step.get(step.id, ())
        for theirs in facts.of_step.get(before, ())
        if mine.done_at is not None and theirs.done_at is not None and mine.done_at > theirs.done_at
    ]
    taken = min(gaps) if gaps else old // 10
    return max(-(-taken // grain), 1) * grain


# The response that is promised ----------------------------------------------------------------------------------------


def _promise(facts: Facts, step: Step) -> Draft | None:
    """A promised response that the limits of the steps up to it allow."""
    severity, levels = facts.state.true_severity, list(facts.script.plan.severities)
    place = next((number for number, level in enumerate(levels) if level.id == severity), None)
    old = levels[place].respond_within if place is not None else None
    clocks = _Clocks(facts, severity)
    bounds = [clocks.latest(name) for name in (step.id, *clocks.before(step.id))]
    needed = max((bound[1] for bound in bounds if bound and bound[0] in _SIGNALS), default=0)
    if place is None or old is None or needed <= old:
        return None
    new = as_limit(needed, old)
    less = [lv for lv in levels[place + 1 :] if lv.respond_within is not None and lv.respond_within < new]
    return Draft(
        f"Promise a response within {say_duration(new)} instead of {say_duration(old)} at {severity}",
        f'The limits of the steps up to "{step.title}" add up to {say_duration(needed)} from the first signal. Shorten '
        "them instead if the promise has to stand.",
        tuple(
            put(("severities", level.id, "respond_within"), duration(new)) for level in (levels[place], *less)
        ),
        (step.id,),
    )


# The edits ------------------------------------------------------------------------------------------------------------


def _edits(facts: Facts, step: Step, severity: str | None, new: Micros) -> Iterator[Edit]:
    place = (*step_place(facts, step.id), "target", "within")
    assert step.target is not None
    if not isinstance(step.target.within, dict):
        yield put(place, duration(new))
        return
    for level in (severity, *_milder_with_less(step.target, severity, new)):
        if level is not None:
            yield put((*place, level), duration(new))


def _milder_with_less(target: Target, severity: str | None, new: Micros) -> tuple[str, ...]:
    """Levels written behind the one that changes which would be left with less time than it."""
    if not isinstance(target.within, dict) or severity not in target.within:
        return ()
    levels = list(target.within)
    return tuple(level for level in levels[levels.index(severity) + 1 :] if target.within[level] < new)


def _also_raised(target: Target, severity: str | None, new: Micros) -> str:
    levels = _milder_with_less(target, severity, new)
    return f" {' and '.join(levels)} would be left with less time and gets the same." if levels else ""


def _followers(facts: Facts, step: Step, new: Micros) -> tuple[str, ...]:
    """Steps right after this one that are due earlier from the same event."""
    severity = facts.state.true_severity
    return tuple(
        other.id
        for other in facts.script.steps.values()
        if step.id in other.after
        and other.target is not None
        and step.target is not None
        and other.target.from_ == step.target.from_
        and (limit := other.target.limit(severity)) is not None
        and limit < new
    )


def _next_in_line(facts: Facts, step: Step, new: Micros) -> str:
    names = _followers(facts, step, new)
    titles = " and ".join(f'"{facts.script.steps[name].title}"' for name in names)
    return f" Look at {titles} as well: due earlier from the same event, after this step." if names else ""
