"""A cast that a profile and a seed generate for any plan and scenario.

It watches which clocks have started and acts on each step as its role-holder would: from the plan, with an act that
shows the step. Its mistakes come from the profile: one fate per step, drawn at the start in the plan's order, so that
the same seed plays the same exercise.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from trainer.cast.phrasing import act_for, decision_reason, vote_of
from trainer.cast.profiles import Profile
from trainer.cast.schedule import Schedule
from trainer.core.actions import Ask, Decide, DoStep, Improvise, PostUpdate
from trainer.core.commands import Act, Command, GiveHint, MarkSeen, OpenPlan
from trainer.core.events import ActionTaken, InjectDelivered, Outcome, Record
from trainer.core.expected import Expectation
from trainer.core.plan import Cadence, Step
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros

_SOON: Final = 2 * SECOND
_NO_ROLE: Final = ""


class GeneratedCast:
    """Virtual participants for every role that the scenario needs."""

    def __init__(self, script: Script, profile: Profile, seed: int) -> None:
        self._script = script
        self._profile = profile
        self._random = random.Random(f"{profile.name}/{seed}")
        self._schedule = Schedule()
        self._planned: set[str] = set()
        self._cadences: set[str] = set()
        self._prompted: set[str] = set()
        self._intended: dict[str, Micros] = {}
        self._told: dict[str, Micros] = {}
        self._now: Micros = 0
        self._fates = self._drawn_fates()

    def _drawn_fates(self) -> dict[str, Outcome | None]:
        fates: dict[str, Outcome | None] = {}
        for name in self._script.scope:
            draw, fates[name] = self._random.random(), None
            for outcome, share in self._profile.fates.items():
                draw -= share
                if draw < 0:
                    fates[name] = outcome if self._possible(outcome, name) else None
                    break
        return fates

    def _possible(self, outcome: Outcome, name: str) -> bool:
        step = self._script.steps[name]
        if outcome is Outcome.PROMPTED:
            return bool(self._hinting(name)) or self._has_contingency(name)
        if outcome is Outcome.WRONG_ROLE:
            return step.role is not None and self._stranger(step) != _NO_ROLE
        if outcome is Outcome.OUT_OF_ORDER:
            return any(before in self._script.scope for before in step.after)
        return True

    def hear(self, state: State, records: Sequence[Record]) -> None:
        """Look for clocks that started, decisions and votes that were put, prompts that were given."""
        if state.status == "created" or not self._script.played_roles:
            return
        for record in records:
            self._hear_one(state, record)
        for item in tuple(state.expectations):
            self._consider(state, item)
        for cadence in self._script.plan.cadences:
            self._consider_cadence(state, cadence)

    def next_at(self) -> Micros | None:
        """When somebody acts next."""
        return self._schedule.next_at()

    def due(self, state: State, elapsed: Micros) -> Sequence[Command]:
        """The commands of the next act that is due."""
        self._now = elapsed
        intent = self._schedule.pop(elapsed)
        return intent(state) if intent else ()

    # Injects -------------------------------------------------------------------------------------------------

    def _hear_one(self, state: State, record: Record) -> None:
        event = record.event
        if isinstance(event, ActionTaken) and isinstance(event.action, PostUpdate):
            audience = event.action.audience
            self._told[audience] = max(record.happened, self._told.get(audience, 0))
        if not isinstance(event, InjectDelivered):
            return
        inject = self._script.injects[event.inject]
        for role in event.to:
            seen = MarkSeen(role, inject.id)
            self._schedule.add(record.elapsed + self._between(4, 20), lambda _, seen=seen: (seen,))  # type: ignore[misc]
        if inject.decision is not None:
            self._answer_decision(state, inject.decision, record.elapsed)
        if inject.vote is not None:
            self._answer_vote(state, inject.vote, event.to, record.elapsed)
        if not inject.expects and self._random.random() < self._profile.asks and event.to:
            role = self._random.choice(event.to)
            asking = Act(
                role,
                Ask(text=f"What does the plan say about this: {inject.title.rstrip('?')}?"),
                source="virtual",
            )
            at = record.elapsed + self._between(20, 90)
            # Taken up in the middle of play, a cast hears of old injects; what it asked then is not asked again.
            if at > state.records[-1].elapsed:
                self._schedule.add(at, lambda _: (asking,))

    def _answer_decision(self, state: State, name: str, at: Micros) -> None:
        decision = self._script.decisions[name]
        called_for = [option for option in decision.options if option.plan_calls_for] or list(
            decision.options[:1]
        )
        others = [option for option in decision.options if option not in called_for]
        right = self._random.random() < self._profile.right_option or not others
        option = self._random.choice(called_for if right else others)
        role = decision.role or self._owner(self._script.steps.get(decision.step or "")) or self._anyone()
        limit = decision.time_limit or 6 * MINUTE
        item = state.expectations.items.get(decision.step or "")
        if item is not None and item.started_at is not None and item.key in self._planned:
            limit = min(limit, max(self._intended.get(item.key, at) - at, _SOON))
        reason = decision_reason(option.text) if self._gives_reason() else ""
        act = Act(role, Decide(decision=name, option=option.id, reason=reason), source="virtual")
        delay = (
            min(self._delay(limit), limit - SECOND) if self._profile.name == "perfect" else self._delay(limit)
        )
        self._schedule.add(
            at + max(delay, SECOND), lambda state: (act,) if self._undecided(state, name) else ()
        )

    def _undecided(self, state: State, name: str) -> bool:
        opened = state.decisions.get(name)
        return opened is not None and opened.option is None and not opened.defaulted

    def _answer_vote(self, state: State, name: str, to: Sequence[str], at: Micros) -> None:
        vote = self._script.votes[name]
        voted = state.votes.get(name, {})
        for role in vote.roles or to:
            if role in voted:
                continue
            right = self._random.random() < self._profile.votes_right
            act = Act(role, vote_of(vote, right, self._random), source="virtual")
            self._schedule.add(at + self._between(15, 75), lambda _, act=act: (act,))  # type: ignore[misc]

    # Steps ---------------------------------------------------------------------------------------------------

    def _consider(self, state: State, item: Expectation) -> None:
        """Intend to do a step once its clock runs, or once a prompt reminds of it."""
        if item.claims:
            return
        if item.prompted_at is not None and item.key not in self._prompted:
            self._prompted.add(item.key)
            if self._fates[item.step] is Outcome.PROMPTED:
                self._intend(item, item.prompted_at + self._between(20, 60))
            return
        step = self._script.steps[item.step]
        # What has no target and no inject is asked for from the start of play, without a clock.
        asked_at = item.armed_at if item.started_at is None and step.target is None else item.started_at
        if asked_at is None or item.key in self._planned or not step.applies_at(state.true_severity):
            return
        self._planned.add(item.key)
        limit = self._script.limit(step, item.inject, state.true_severity)
        self._by_fate(item, step, limit, max(asked_at, state.records[-1].elapsed))

    def _by_fate(self, item: Expectation, step: Step, limit: Micros | None, now: Micros) -> None:
        started = now if item.started_at is None else item.started_at
        at = max(now + _SOON, started + self._delay(limit), self._after_predecessors(step) + _SOON)
        match self._fates[item.step]:
            case Outcome.MISSED:
                return
            case Outcome.PROMPTED:
                self._wait_for_prompt(step, started + (limit or 5 * MINUTE))
                return
            case Outcome.OUT_OF_ORDER:
                early = min((self._intended[b] for b in step.after if b in self._intended), default=at)
                at = max(now + SECOND, early - _SOON)
            case _:
                pass
        self._intend(item, at)

    def _after_predecessors(self, step: Step) -> Micros:
        return max((self._intended.get(before, 0) for before in step.after), default=0)

    def _intend(self, item: Expectation, at: Micros) -> None:
        self._intended[item.key] = at
        step, key = self._script.steps[item.step], item.key
        role = self._actor(step)
        opens = self._random.random() < self._profile.opens_plan
        self._schedule.add(at, lambda state: self._acts(state, key, role, opens))

    def _acts(self, state: State, key: str, role: str, opens: bool) -> Sequence[Command]:
        item = state.expectations.items[key]
        if item.claims:
            return ()
        step = self._script.steps[item.step]
        waits = self._waits_for_predecessors(state, step) or self._waits_for_decision(state, step)
        if waits is not None:
            self._schedule.add(waits, lambda state: self._acts(state, key, role, opens))
            return ()
        first: tuple[Command, ...] = (OpenPlan(role, step.id),) if opens else ()
        if self._fates[step.id] is Outcome.IMPROVISED:
            text = f"Found another way to the same end: {step.title}"
            return (*first, Act(role, Improvise(text=text, instead_of=step.id), source="virtual"))
        right = self._random.random() < self._profile.right_severity
        action = act_for(self._script, step, self._gives_reason(), right)
        closes = state.expectations.would_close(ActionTaken(role=role, action=action))
        if closes != step.id:
            action = DoStep(step=step.id, note=step.title)
        return (*first, Act(role, action, source="virtual"))

    def _waits_for_predecessors(self, state: State, step: Step) -> Micros | None:
        """Somebody who works by the plan holds on while a step before this one is about to be done."""
        if self._fates[step.id] is Outcome.OUT_OF_ORDER:
            return None
        coming = [
            self._intended[before]
            for before in step.after
            if self._intended.get(before, 0) >= self._now and not state.expectations.is_done(before)
        ]
        if not coming:
            return None
        self._intended[step.id] = max(coming) + _SOON
        return self._intended[step.id]

    def _waits_for_decision(self, state: State, step: Step) -> Micros | None:
        """A step that the script turns into a decision is done by deciding; hold on while that can still come."""
        for decision in self._script.decisions.values():
            if decision.step != step.id:
                continue
            now = state.records[-1].elapsed
            item = state.expectations.items[step.id]
            limit = self._script.limit(step, item.inject, state.true_severity) or 10 * MINUTE
            latest = (now if item.started_at is None else item.started_at) + limit * 9 // 10
            intended = self._intended.get(step.id, now)
            if not self._decided(state, decision.id) and intended < latest:
                self._intended[step.id] = latest
                return latest
        return None

    def _decided(self, state: State, name: str) -> bool:
        opened = state.decisions.get(name)
        return opened is not None and opened.option is not None

    # Prompts -------------------------------------------------------------------------------------------------

    def _wait_for_prompt(self, step: Step, overdue: Micros) -> None:
        """Where no contingency inject will remind of the step, the facilitator's hint does."""
        hinting = self._hinting(step.id)
        if hinting and not self._has_contingency(step.id):
            inject = self._script.injects[hinting[0]]
            hint = GiveHint(inject.id, inject.hints[0])
            self._schedule.add(overdue + self._between(20, 60), lambda _: (hint,))

    def _hinting(self, step: str) -> list[str]:
        calls = self._script.expected_by.get(step, ())
        return [name for name in calls if self._script.injects[name].hints]

    def _has_contingency(self, step: str) -> bool:
        called_by = self._script.expected_by.get(step, ())
        return any(
            inject.contingency_for is not None
            and (inject.contingency_for == step or inject.contingency_for in called_by)
            for inject in self._script.scenario.injects
        )

    # Updates -------------------------------------------------------------------------------------------------

    def _consider_cadence(self, state: State, cadence: Cadence) -> None:
        began = state.reached(cadence.from_)
        if began is None or cadence.id in self._cadences or cadence.role not in self._script.played_roles:
            return
        self._cadences.add(cadence.id)
        self._next_update(state, cadence, state.records[-1].elapsed)

    def _next_update(self, state: State, cadence: Cadence, since: Micros) -> None:
        began = state.reached(cadence.from_) or since
        every = cadence.interval(state.true_severity, since - began)
        if every is None or every < SECOND:
            # No person can tell anybody anything several times a second.
            return
        kept = self._random.random() < self._profile.keeps_cadence
        at = since + (every * 8 // 10 if kept else every + every * self._random.randrange(20, 120) // 100)
        self._schedule.add(at, lambda state: self._update(state, cadence, every))

    def _update(self, state: State, cadence: Cadence, every: Micros) -> Sequence[Command]:
        if state.reached(cadence.until) is not None or state.status != "running":
            return ()
        elapsed = self._now
        latest = self._told.get(cadence.audience, 0)
        if latest and elapsed - latest < every // 2:
            self._next_update(state, cadence, latest)
            return ()
        self._next_update(state, cadence, elapsed)
        text = f"Work continues; the picture is unchanged since our last update. ({cadence.title})"
        approver = next(
            (c.approver for c in self._script.plan.communications if c.audience == cadence.audience), None
        )
        update = PostUpdate(audience=cadence.audience, text=text, next_in=every, approved_by=approver)
        closes = state.expectations.would_close(ActionTaken(role=cadence.role, action=update))
        owners = self._script.owners(self._script.steps[closes]) if closes is not None else frozenset()
        # A routine update does not take the place of one that is another role's to give.
        return () if owners and cadence.role not in owners else (Act(cadence.role, update, source="virtual"),)

    # Draws ---------------------------------------------------------------------------------------------------

    def _delay(self, limit: Micros | None) -> Micros:
        """A delay from the profile's distribution, in microseconds, to the whole second."""
        if limit is None:
            low, high = self._profile.minutes
            return int(self._random.uniform(low, high) * 60) * SECOND
        share = min(
            self._random.lognormvariate(0, self._profile.sigma) * self._profile.median, self._profile.longest
        )
        return int(limit * share) // SECOND * SECOND

    def _between(self, low: int, high: int) -> Micros:
        return self._random.randrange(low, high) * SECOND

    def _gives_reason(self) -> bool:
        return self._random.random() < self._profile.gives_reason

    def _actor(self, step: Step) -> str:
        if self._fates[step.id] is Outcome.WRONG_ROLE:
            return self._stranger(step)
        return self._owner(step) or self._anyone()

    def _owner(self, step: Step | None) -> str:
        """The owner where that role is played, else a deputy who is."""
        if step is None or step.role is None:
            return _NO_ROLE
        played = self._script.played_roles
        role = self._script.roles.get(step.role)
        for name in (step.role, *(role.deputies if role else ())):
            if name in played:
                return name
        return step.role

    def _stranger(self, step: Step) -> str:
        owners = self._script.owners(step)
        return next((role for role in self._script.played_roles if role not in owners), _NO_ROLE)

    def _anyone(self) -> str:
        return next(iter(self._script.played_roles), _NO_ROLE)
