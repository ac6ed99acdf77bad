"""How much time a plan allows its own chains of steps, from the event at which the first clock starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from trainer.core.plan import ActionKind, Calendar, Plan, Step, Strength, step_of
from trainer.core.time import Micros

_MADE_BY: Final = {
    "acknowledged": ActionKind.ACKNOWLEDGE,
    "classified": ActionKind.CLASSIFY,
    "identified": ActionKind.DIAGNOSE,
    "containment decided": ActionKind.CONTAIN,
    "resolved": ActionKind.RESOLVE,
}

_BEGINNINGS: Final = 40
"""So many events at which the chains before a step begin are followed; a file with more must not take minutes."""


class Bound(NamedTuple):
    """The latest moment at which a step is done when every limit is used up: a time after an anchor event."""

    anchor: str
    within: Micros
    calendar: Calendar
    """which time counts; times on different calendars are never added or compared"""


def makers(plan: Plan, severity: str | None) -> dict[str, tuple[str, ...]]:
    """By anchor event: the steps that bring it about, of those that the plan asks for at a severity."""
    leads = {role.id for role in plan.roles if role.leads}
    public = {item.audience for item in plan.communications if item.public}
    found: dict[str, list[str]] = {}
    for _, step in plan.steps():
        if step.applies_at(severity):
            for anchor in _made(step, leads, public):
                found.setdefault(anchor, []).append(step.id)
    return {anchor: tuple(names) for anchor, names in found.items()}


def _made(step: Step, leads: set[str], public: set[str]) -> set[str]:
    made = {anchor for anchor, kind in _MADE_BY.items() if any(e.action is kind for e in step.shown_by)}
    for evidence in step.shown_by:
        if evidence.action is ActionKind.ASSUME_ROLE and evidence.role in leads:
            made.add("declared")
        if evidence.action is ActionKind.POST_UPDATE:
            made.add("first post" if evidence.audience in public else "first update")
    return made | ({step.marks} if step.marks else set())


class ChainTimes:
    """The limits of a plan at one severity, added up along its chains.

    A chain has two kinds of link: the clock of a step may start when another step is done, and a step may come
    `after` others. Steps that may be left out freely ("may") are no links.
    """

    def __init__(self, plan: Plan, severity: str | None) -> None:
        self._severity = severity
        self._steps = {
            step.id: step
            for _, step in plan.steps()
            if step.applies_at(severity) and step.strength is not Strength.MAY
        }
        # An event that several steps may bring about is a beginning of its own: nobody knows which it will be.
        self._makers = {a: names[0] for a, names in makers(plan, severity).items() if len(names) == 1}
        self._bounds: dict[str, Bound | None] = {}

    @property
    def steps(self) -> Mapping[str, Step]:
        """The steps that count at this severity, in the plan's order."""
        return self._steps

    def bound(self, name: str) -> Bound | None:
        """When a step is done at the latest by its own target; None without one, or where that cannot be said."""
        chain: list[str] = []
        current: str | None = name
        while current is not None and current not in self._bounds:
            if current in chain:  # Clocks that start each other never start.
                self._bounds |= dict.fromkeys(chain)
                return None
            chain.append(current)
            current = self._started_by(current)
        for link in reversed(chain):
            self._bounds[link] = self._sum(link)
        return self._bounds[name]

    def _limit(self, name: str) -> Micros | None:
        step = self._steps.get(name)
        return step.target.limit(self._severity) if step is not None and step.target is not None else None

    def _started_by(self, name: str) -> str | None:
        """The step whose doing starts a step's clock, where both have a limit."""
        step = self._steps.get(name)
        if step is None or step.target is None or self._limit(name) is None:
            return None
        maker = step_of(step.target.from_) or self._makers.get(step.target.from_)
        return maker if maker is not None and maker != name and self._limit(maker) is not None else None

    def _sum(self, name: str) -> Bound | None:
        step, limit = self._steps.get(name), self._limit(name)
        if step is None or step.target is None or limit is None:
            return None
        maker = self._started_by(name)
        if maker is None:
            return Bound(step.target.from_, limit, step.target.calendar)
        before = self._bounds[maker]
        if before is None or before.calendar is not step.target.calendar:
            return None
        return before._replace(within=before.within + limit)

    def before(self, name: str) -> Mapping[tuple[str, Calendar], tuple[Micros, str]]:
        """By anchor event and calendar: the longest time that the steps before a step may take, and its last step."""
        return self._before.get(name, {})

    @cached_property
    def _before(self) -> dict[str, dict[tuple[str, Calendar], tuple[Micros, str]]]:
        found: dict[str, dict[tuple[str, Calendar], tuple[Micros, str]]] = {}
        for name in in_order({name: step.after for name, step in self._steps.items()}):
            longest = found.setdefault(name, {})
            for earlier in self._steps[name].after:
                if earlier not in found:
                    continue
                offers = dict(found[earlier])
                bound = self.bound(earlier)
                if bound is not None:
                    key = (bound.anchor, bound.calendar)
                    offers[key] = max(offers.get(key, (-1, "")), (bound.within, earlier))
                for key, offer in offers.items():
                    if key in longest or len(longest) < _BEGINNINGS:
                        longest[key] = max(longest.get(key, (-1, "")), offer)
        return found


def in_order(after: Mapping[str, Iterable[str]]) -> list[str]:
    """Every step behind those that it comes after; steps that wait for each other are left out.

    `after` gives each step those that it comes after; of these, the ones that are no key of it hold nothing up.
    """
    waiting = {name: {each for each in earlier if each in after} for name, earlier in after.items()}
    followers: dict[str, list[str]] = {}
    for name, earlier in waiting.items():
        for each in earlier:
            followers.setdefault(each, []).append(name)
    ready = [name for name, earlier in waiting.items() if not earlier]
    for name in ready:
        for follower in followers.get(name, ()):
            waiting[follower].discard(name)
            if not waiting[follower]:
                ready.append(follower)
    return ready
