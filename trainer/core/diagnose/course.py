"""The courses that an exercise may take: what of a scenario can happen at all, and how early."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.core.anchors import step_of
from trainer.core.diagnose.happenings import START, Happening, Happenings
from trainer.core.plan import Step
from trainer.core.scenario import After, Channel, Condition, Inject, Scenario
from trainer.core.script import Script
from trainer.core.time import Micros

_BY_ACTS: Final = frozenset(
    {
        "noticed",
        "acknowledged",
        "classified",
        "first update",
        "previous update",
        "identified",
        "containment decided",
        "contained",
        "resolved",
        "handover started",
    }
)
"""Anchors that participants bring about at any time, whatever the scenario."""
_BY_SYSTEM: Final = frozenset({"impact", "recovered"})
"""Anchors that a simulated or real system brings about as soon as something fails in it."""
_ALERTS: Final = (Channel.ALERT, Channel.PAGE)


class Course:
    """What of a scenario may happen and when at the earliest, on the clock of an exercise without jumps.

    People may do any step and choose any option as soon as they can; what a scenario names but does not define
    counts as possible, for that is a problem of its own. Without a plan every step and event is possible.
    """

    def __init__(self, scenario: Scenario, script: Script | None) -> None:
        self._scenario = scenario
        self._script = script
        self.graph = Happenings()
        self._injects = {inject.id: self.graph.named(("inject", inject.id)) for inject in scenario.injects}
        self._decisions = {each.id: self.graph.named(("decision", each.id)) for each in scenario.decisions}
        self._branches = {branch.id: self.graph.named(("branch", branch.id)) for branch in scenario.branches}
        self._branch_of = {
            inject.id: inject.branch for inject in scenario.injects if inject.branch is not None
        }
        self._marked = self._all_marked()
        self._scope = frozenset(script.scope) if script is not None else frozenset()
        self._clocks: dict[str, Happening] = {}
        self._anchors: dict[str, Happening] = {}
        self._overdues: dict[str, Happening] = {}
        self._build()
        self.graph.work_out()

    def inject(self, name: str) -> Happening:
        """The release of an inject."""
        return self._injects.get(name, START)

    def decision(self, name: str) -> Happening:
        """The moment at which a decision is put to the team."""
        return self._decisions.get(name, START)

    def branch(self, name: str) -> Happening:
        """The moment at which a branch is taken."""
        return self._branches.get(name, START)

    def clock(self, step: str) -> Happening:
        """The moment at which the clock of a step in scope starts."""
        return self._clocks.get(step, START)

    def earliest(self, happening: Happening) -> Micros | None:
        """The earliest exercise time of a happening, or None for what can never happen."""
        return self.graph.earliest(happening)

    def limit(self, step: Step, injects: Iterable[str] = ()) -> Micros | None:
        """The shortest limit that a step may have: at the true severity, or at any if the scenario names none."""
        severity = self._scenario.truth.severity
        if step.target is None:
            expects = (expected for name in injects for expected in self._inject_of(name).expects)
            given = [e.within for e in expects if e.step == step.id and e.within is not None]
            return min(given, default=None)
        if severity is not None or not isinstance(step.target.within, dict):
            return step.target.limit(severity)
        return min(step.target.within.values(), default=None)

    def _inject_of(self, name: str) -> Inject:
        assert self._script is not None
        return self._script.injects[name]

    def _all_marked(self) -> dict[str, list[Happening]]:
        marked: dict[str, list[Happening]] = {}
        for inject in self._scenario.injects:
            for anchor in inject.marks:
                marked.setdefault(anchor, []).append(self._injects[inject.id])
        for step in self._script.steps.values() if self._script else ():
            if step.marks is not None:
                marked.setdefault(step.marks, []).append(START)
        return marked

    def _build(self) -> None:
        graph = self.graph
        for inject in self._scenario.injects:
            happening = self._injects[inject.id]
            graph.any_of(happening, (self._release(inject),))
            if inject.decision in self._decisions:
                graph.any_of(self._decisions[inject.decision], (happening,))
        for decision in self._scenario.decisions:
            for option in decision.options:
                for name in option.consequence.releases:
                    if name in self._injects:
                        after = self._in_branch(
                            name, (self._decisions[decision.id],), option.consequence.delay
                        )
                        graph.any_of(self._injects[name], (after,))
        for branch in self._scenario.branches:
            graph.any_of(self._branches[branch.id], (self._condition(branch.when),))
        for step in self._scope:
            self._clocks[step] = self._clock(step)

    def _release(self, inject: Inject) -> Happening:
        release = inject.release
        if release.at is not None:
            return self._in_branch(inject.id, (), not_before=release.at)
        if release.after is not None:
            return self._in_branch(inject.id, (self._event(release.after),), release.after.delay)
        if release.when is not None:
            return self._in_branch(inject.id, (self._condition(release.when),))
        return START

    def _in_branch(
        self, inject: str, waits: tuple[Happening, ...], delay: Micros = 0, not_before: Micros = 0
    ) -> Happening:
        """A release that also waits until the branch of its inject has been taken."""
        branch = self._branch_of.get(inject)
        if branch is None:
            return self.graph.last_of(waits, not_before, delay)
        delayed = (self.graph.last_of(waits, not_before, delay),) if delay else waits
        return self.graph.last_of((*delayed, self.branch(branch)), not_before)

    def _event(self, after: After) -> Happening:
        if after.inject is not None:
            return self.inject(after.inject)
        if after.chose is not None:
            return self.decision(after.chose.partition("/")[0])
        return self._anchor(after.reached) if after.reached is not None else START

    def _condition(self, condition: Condition) -> Happening:
        if condition.all is not None:
            return self.graph.last_of([self._condition(part) for part in condition.all])
        if condition.any is not None:
            return self.graph.first_of([self._condition(part) for part in condition.any])
        if condition.from_time is not None:
            return self.graph.at(condition.from_time)
        if condition.delivered is not None:
            return self.inject(condition.delivered)
        if condition.chose is not None:
            return self.decision(condition.chose.partition("/")[0])
        if condition.reached is not None:
            return self._anchor(condition.reached)
        return self._overdue(condition.overdue) if condition.overdue is not None else START

    def _anchor(self, anchor: str) -> Happening:
        script = self._script
        if script is None or anchor in _BY_ACTS or step_of(anchor) is not None:
            return START
        if (anchor == "declared" and script.leads) or (anchor == "first post" and script.public_audiences):
            return START
        if anchor in _BY_SYSTEM and (script.simulated is not None or script.experiments):
            return START
        happening = self._anchors.get(anchor)
        if happening is None:
            happening = self._anchors[anchor] = self.graph.named(("anchor", anchor))
            self.graph.any_of(happening, self._sources(anchor))
        return happening

    def _sources(self, anchor: str) -> list[Happening]:
        sources = list(self._marked.get(anchor, ()))
        if anchor in ("first signal", "first alert"):
            sources += (
                self._injects[inject.id]
                for inject in self._scenario.injects
                if anchor == "first signal" or inject.channel in _ALERTS
            )
        return sources

    def _clock(self, name: str) -> Happening:
        """When the clock of a step starts, by the rules of expected actions."""
        assert self._script is not None
        step = self._script.steps[name]
        calls = [self._injects[inject] for inject in self._script.expected_by.get(name, ())]
        if step.target is None or step.target.from_ == "inject":
            return self.graph.first_of(calls)
        anchor = self._anchor(step.target.from_)
        if step.condition is not None and calls:
            return self.graph.last_of((self.graph.first_of(calls), anchor))
        return anchor

    def _overdue(self, name: str) -> Happening:
        if name not in self._overdues:
            self._overdues[name] = self._new_overdue(name)
        return self._overdues[name]

    def _new_overdue(self, name: str) -> Happening:
        script = self._script
        step = script.steps.get(name) if script is not None else None
        if script is None or step is None:
            return START
        if name not in self._scope:
            return self.graph.never(("scope", name))
        limit = self.limit(step, script.expected_by.get(name, ()))
        if limit is None:
            return self.graph.never(("limit", name))
        happening = self.graph.named(("overdue", name))
        self.graph.any_of(happening, (self.graph.last_of((self._clock(name),), delay=limit),))
        return happening
