"""Limits that cannot all be kept: a step that is due before the steps that come before it are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from trainer.core.chain_times import Bound, ChainTimes
from trainer.core.chains import makers
from trainer.core.events import Outcome
from trainer.core.facts import Facts
from trainer.core.outcomes import OUTSIDE, Judgement
from trainer.core.plan import Step, step_of
from trainer.core.time import Micros

_INJECT: Final = "inject "
_TOO_LATE: Final = frozenset({Outcome.LATE, Outcome.MISSED})


@dataclass(frozen=True, slots=True)
class Squeeze:
    """A step whose limit ends before a step that comes before it is done.

    `limit` and `needed` count from the event `anchor`, in microseconds. `observed` says that it went so in the
    exercise, where each step before it was in time; else the limits alone say it. `behind` are later steps of the
    chain for which the same step takes too long.
    """

    step: str
    anchor: str
    limit: Micros
    needed: Micros
    earlier: str
    observed: bool = False
    behind: tuple[str, ...] = ()


def squeezed(facts: Facts) -> dict[str, Squeeze]:
    """By step in scope: which step before it leaves it no time. Steps further down the same chain are told with it."""
    clocks = Clocks(facts)
    found: dict[str, Squeeze] = {}
    scope = [name for name in facts.script.scope if name in clocks.steps]
    for name in sorted(scope, key=lambda name: len(clocks.before(name))):
        squeeze = _by_the_plan(facts, clocks, name) or _as_it_went(facts, clocks, name)
        if squeeze is None:
            continue
        told = (found[n] for n in clocks.before(name) if n in found)
        head = next((s for s in told if (s.earlier, s.observed) == (squeeze.earlier, squeeze.observed)), None)
        if head is None:
            found[name] = squeeze
        else:
            found[head.step] = replace(head, behind=(*head.behind, name))
    return found


def _by_the_plan(facts: Facts, clocks: Clocks, name: str) -> Squeeze | None:
    """The step before another that may take longest, where that is longer than the other's own limit."""
    own = clocks.bound(name)
    if own is None:
        return None
    earlier = ((clocks.bound(n), n) for n in clocks.before(name))
    longer = [
        (bound.within, n)
        for bound, n in earlier
        if bound
        and (bound.anchor, bound.calendar) == (own.anchor, own.calendar)
        and bound.within > own.within
    ]
    if not longer:
        return None
    needed, longest = max(longer, key=lambda entry: entry[0])
    return Squeeze(name, _said(facts, own.anchor), own.within, needed, longest)


def _said(facts: Facts, anchor: str) -> str:
    """An event from which a chain counts, as people know it."""
    inject = facts.script.injects.get(anchor.removeprefix(_INJECT)) if anchor.startswith(_INJECT) else None
    return facts.script.filled(inject.title) if inject is not None else anchor


def _as_it_went(facts: Facts, clocks: Clocks, name: str) -> Squeeze | None:
    """A step that was too late because those before it, each within its limit, ended after its own limit had."""
    own = _first(facts, name)
    if own is None or own.outcome not in _TOO_LATE or own.key in facts.artefacts:
        return None
    if own.started_at is None or own.limit is None:
        return None
    upstream = [j for n in clocks.upstream(name) if (j := _first(facts, n)) is not None]
    if any(j.key in facts.artefacts or j.outcome not in (Outcome.ON_TIME, *OUTSIDE) for j in upstream):
        return None
    before = set(clocks.before(name))
    ended = [(j.done_at, j.step) for j in upstream if j.step in before and j.met and j.done_at is not None]
    last = max(ended, default=(0, ""))
    needed, step = last[0] - own.started_at, clocks.steps[name]
    if needed <= own.limit or step.target is None:
        return None
    return Squeeze(name, step.target.from_, own.limit, needed, last[1], observed=True)


def _first(facts: Facts, step: str) -> Judgement | None:
    """The first time that a step was asked for."""
    return next(iter(facts.of_step.get(step, ())), None)


class Clocks:
    """What starts the clock of each step that counts at the true severity, and how long its chain may take."""

    def __init__(self, facts: Facts) -> None:
        self._script = facts.script
        self._chains = ChainTimes(facts.script.plan, facts.state.true_severity)
        by = makers(facts.script, facts.state.true_severity)
        self._makers = {anchor: names[0] for anchor, names in by.items() if len(names) == 1}
        self._before: dict[str, tuple[str, ...]] = {}
        self._bounds: dict[str, Bound | None] = {}
        self.steps = self._chains.steps

    def before(self, name: str) -> tuple[str, ...]:
        """Every step that the plan puts before a step, however far back."""
        if name not in self._before:
            self._before[name] = _closure(name, self._after)
        return self._before[name]

    def upstream(self, name: str) -> tuple[str, ...]:
        """Every step before a step, and those that start the clocks of all of them."""
        return _closure(name, lambda step: (*self._after(step), *self._starters(step)))

    def starter(self, name: str) -> str | None:
        """The one step whose doing starts the clock of a step; None where another event does."""
        target = self.steps[name].target
        maker = (step_of(target.from_) or self._makers.get(target.from_)) if target is not None else None
        return maker if maker != name and maker in self.steps else None

    def bound(self, name: str) -> Bound | None:
        """By when a step has to be done, counted from where its chain of clocks begins; None where that is unsure."""
        if name not in self._bounds:
            self._bounds[name] = self._sure(name)
        return self._bounds[name]

    def _sure(self, name: str) -> Bound | None:
        chain = [self.steps[link] for link in (name, *_closure(name, self._starters))]
        found = self._chains.bound(name)
        if found is None or any(_waits(step) for step in chain):
            return None
        return (
            found._replace(anchor=self._event(found.anchor, chain[-1])) if found.anchor == "inject" else found
        )

    def _event(self, anchor: str, first: Step) -> str:
        """The one inject that calls for the first step of a chain; where several do, an event of its own."""
        calls = self._script.expected_by.get(first.id, ())
        return f"{_INJECT}{calls[0]}" if len(calls) == 1 else f"{anchor} for {first.id}"

    def _after(self, name: str) -> Iterator[str]:
        for earlier in self.steps[name].after:
            if earlier in self.steps:
                yield earlier

    def _starters(self, name: str) -> tuple[str, ...]:
        maker = self.starter(name)
        return () if maker is None else (maker,)


def _waits(step: Step) -> bool:
    """Whether the clock of a step may start later than at the event that the plan names."""
    return step.condition is not None and (step.target is None or step.target.from_ != "inject")


def _closure(name: str, links: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Every step that can be reached from a step, nearest first, without itself."""
    found: dict[str, None] = {}
    waiting = [name]
    for current in waiting:
        for each in links(current):
            if each not in found and each != name:
                found[each] = None
                waiting.append(each)
    return tuple(found)
