"""Stated and shown durations added up along the chains of a plan, against the targets at the severity.

A target runs from its anchor event, while a stated duration runs from the step's own beginning. So the time that a
target has to hold is the longest way through the steps that lie between its anchor and the end of its own step: steps
that may run side by side are not added. A step lies after an anchor where its own clock starts with it, where it comes
after a step that does, where it comes after the step that brings the anchor about, or where the anchor is one with
which an incident begins. On a path each step comes after the one before it (see `order`). A step of which no duration
is known counts as nothing: the sum is what it takes at least. Steps that may be left out, or that wait for a condition,
hold nothing up, unless the path leads over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from trainer.core.chain_times import in_order
from trainer.core.chains import makers
from trainer.core.plan import ActionKind, Calendar, Step, Strength, step_of
from trainer.core.script import Script
from trainer.core.time import Micros
from trainer.core.walk.durations import Took, added_up, took
from trainer.core.walk.order import steps_before
from trainer.core.walk.progress import Walk

BEGINNINGS: Final = frozenset({"first signal", "first alert", "impact", "noticed"})
"""Events with which an incident begins: every step of the response comes after them."""
_ITS_OWN: Final = frozenset({"inject", "previous update"})
"""Events that are different ones for each step."""
RESPONSE: Final = "first signal"


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain and how long it takes; None where nobody said or showed it."""

    step: str
    took: Took | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The steps that lie between an anchor event and the end of a step, the last of them, against what is allowed.

    `level` is set where the limit is the severity's response target rather than the step's own.
    """

    step: str
    anchor: str
    allowed: Micros
    links: tuple[Link, ...]
    level: str | None = None

    @property
    def known(self) -> tuple[Link, ...]:
        """The links of which a duration is known."""
        return tuple(link for link in self.links if link.took is not None)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The steps of the chain of which no duration is known."""
        return tuple(link.step for link in self.links if link.took is None)

    @property
    def needed(self) -> Micros:
        """The sum of what is known, in microseconds: so long it takes at least."""
        return sum(link.took.micros for link in self.links if link.took is not None)

    @property
    def fits(self) -> bool | None:
        """Whether the sum is within what is allowed; None where it is so far, and a duration is not known."""
        if self.needed > self.allowed:
            return False
        return True if not self.unknown else None

    @property
    def by(self) -> Micros:
        """How much longer it takes than is allowed; negative where there is time left."""
        return self.needed - self.allowed

    @property
    def sum_words(self) -> str:
        """The durations added up, and how they came about: `4 + 6 + 9 min stated`."""
        sources = dict.fromkeys(link.took.source for link in self.known if link.took is not None)
        return f"{added_up([link.took.micros for link in self.known if link.took is not None])} {' and '.join(sources)}"

    @property
    def seqs(self) -> tuple[int, ...]:
        """The records that the durations rest on."""
        return tuple(sorted({seq for link in self.links if link.took is not None for seq in link.took.seqs}))


_Ends = dict[str, tuple[Micros, tuple[str, ...]]]
"""By step: the earliest end after an anchor, and the steps on the longest way there."""


class Ways:
    """The longest ways through the steps of a plan at a severity; `lengths` says how long each step takes."""

    def __init__(self, script: Script, severity: str | None, lengths: Mapping[str, Micros]) -> None:
        self._script = script
        self._severity = severity
        self._lengths = lengths
        self._makers = makers(script, severity)
        self._after = steps_before(script, severity)
        walk = script.scenario.walkthrough
        self._path = frozenset(walk.path if walk is not None else ())
        self._ends: dict[str, _Ends] = {}

    def up_to(self, step: Step, anchor: str) -> tuple[str, ...]:
        """The steps on the longest way from an anchor event to the end of a step, itself the last."""
        before: tuple[str, ...] = ()
        if anchor not in _ITS_OWN:
            ends = self.ends_after(anchor)
            _, before = max((ends[name] for name in self._after[step.id] if name in ends), default=(0, ()))
        return (*before, step.id)

    def all_before(self, step: Step, anchor: str) -> frozenset[str]:
        """Every step that takes time between an anchor event and the beginning of a step, on whatever way."""
        if anchor in _ITS_OWN:
            return frozenset()
        ends, seen, waiting = self.ends_after(anchor), set[str](), list(self._after[step.id])
        while waiting:
            name = waiting.pop()
            if name in ends and name not in seen and ends[name][1]:
                seen.add(name)
                waiting.extend(self._after[name])
        return frozenset(name for name in seen if ends[name][1][-1] == name)

    def ends_after(self, anchor: str) -> Mapping[str, tuple[Micros, tuple[str, ...]]]:
        """By step that lies after an anchor: when it ends at the earliest, and the steps on the longest way there."""
        if anchor not in self._ends:
            self._ends[anchor] = self._found(anchor)
        return self._ends[anchor]

    def _found(self, anchor: str) -> _Ends:
        named = step_of(anchor)
        brings = {named} if named is not None else set(self._makers.get(anchor, ()))
        ends: _Ends = {}
        for name in self._in_order:
            step = self._script.steps[name]
            if name in brings:
                ends[name] = (0, ())
                continue
            before = [ends[earlier] for earlier in self._after[name] if earlier in ends]
            starts_with_it = step.target is not None and step.target.from_ == anchor
            if not (before or starts_with_it or anchor in BEGINNINGS):
                continue
            since, way = max(before, default=(0, ()))
            ends[name] = self._with(step, since, way)
        return ends

    def _with(self, step: Step, since: Micros, way: tuple[str, ...]) -> tuple[Micros, tuple[str, ...]]:
        spared = step.strength is Strength.MAY or step.condition is not None
        if not step.applies_at(self._severity) or (spared and step.id not in self._path):
            return since, way
        return since + self._lengths.get(step.id, 0), (*way, step.id)

    @cached_property
    def _in_order(self) -> Sequence[str]:
        """Every step behind those that it comes after; steps that wait for each other are left out."""
        return in_order({name: self._after[name] for name in self._script.steps})


class Chains:
    """The chains of a plan at one severity, with the durations of one walk."""

    def __init__(self, script: Script, walk: Walk, severity: str | None) -> None:
        self._script = script
        self._severity = severity
        self._took = {name: took(step) for name, step in walk.steps.items()}
        self._walked = tuple(walk.steps)
        known = {name: found.micros for name, found in self._took.items() if found is not None}
        self._ways = Ways(script, severity, known)

    def of_step(self, name: str) -> Chain | None:
        """The chain of a step's own target; None without a target on the clock, or where no duration is known."""
        step = self._script.steps[name]
        limit = step.target.limit(self._severity) if step.target is not None else None
        if step.target is None or limit is None or not step.applies_at(self._severity):
            return None
        if step.target.calendar is not Calendar.CLOCK:
            return None
        chain = Chain(name, step.target.from_, limit, self._links(step, step.target.from_))
        return chain if chain.known else None

    @cached_property
    def all(self) -> tuple[Chain, ...]:
        """The chains of all walked steps with a target, in the order of the walk, then the response target's."""
        own = [chain for name in self._walked if (chain := self.of_step(name)) is not None]
        return (*own, *self._response())

    def _links(self, step: Step, anchor: str) -> tuple[Link, ...]:
        return tuple(Link(name, self._took.get(name)) for name in self._ways.up_to(step, anchor))

    def _response(self) -> tuple[Chain, ...]:
        """The severity's response target, up to the one step that acknowledges."""
        promised = _promised(self._script, self._severity)
        if promised is None or promised[0].id not in self._walked:
            return ()
        step, within = promised
        chain = Chain(step.id, RESPONSE, within, self._links(step, RESPONSE), level=self._severity)
        return (chain,) if chain.known and not self._same_limit(chain) else ()

    def _same_limit(self, chain: Chain) -> bool:
        """Whether the step's own target already says the same."""
        own = self.of_step(chain.step)
        return own is not None and own.links == chain.links and own.allowed <= chain.allowed


def _acknowledges(step: Step) -> bool:
    shown = any(evidence.action is ActionKind.ACKNOWLEDGE for evidence in step.shown_by)
    return shown or step.marks == "acknowledged"


def _promised(script: Script, severity: str | None) -> tuple[Step, Micros] | None:
    """The one step that acknowledges, and within what time the severity promises that; None where that is not clear."""
    level = next((entry for entry in script.plan.severities if entry.id == severity), None)
    found = [s for s in script.steps.values() if _acknowledges(s) and s.applies_at(severity)]
    if level is None or level.respond_within is None or len(found) != 1:
        return None
    return found[0], level.respond_within


def room(script: Script, severity: str | None) -> dict[str, Micros]:
    """How long each walked step may take so that every target is kept: equal shares of what its chains allow."""
    ways = Ways(script, severity, dict.fromkeys(script.steps, 1))
    wanted = [
        (step, step.target.from_, limit)
        for step in (script.steps[name] for name in script.walked)
        if step.target is not None and step.applies_at(severity) and (limit := step.target.limit(severity))
    ]
    promised = _promised(script, severity)
    if promised is not None:
        wanted.append((promised[0], RESPONSE, promised[1]))
    found: dict[str, Micros] = {}
    for step, anchor, limit in wanted:
        share = limit // len(ways.up_to(step, anchor))
        for name in (step.id, *ways.all_before(step, anchor)):
            found[name] = min(found.get(name, share), share)
    return found
