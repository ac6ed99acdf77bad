"""Expected actions: when the clock of each step starts, and which act closes it.

The rules, which the report prints as its method:

* A step in scope starts its clock at the event that the plan names. A step with a condition starts no earlier than
  the delivery of the inject that brings the condition about.
* A step without a target starts when an inject calls for it.
* A step that an inject asks for again after it was done starts a new clock when that inject is delivered.
* An act closes a step by itself where that is unambiguous: it names the step, or it is what the plan says shows the
  step, and only one open step fits. Steps whose clock runs come first, then repeats of steps already done, then steps
  whose clock has not started; among equals the acting role's own, and of steps in order the earlier. Otherwise the
  evaluator links it.
* A contingency inject or a hint makes a step that is done after it prompted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from trainer.core.actions import (
    Acknowledge,
    Action,
    Ask,
    AssumeRole,
    CastVote,
    Decide,
    DoStep,
    HandOver,
    Improvise,
    Page,
    PostUpdate,
    ReportBlocked,
    kind_of,
    words_of,
)
from trainer.core.events import ActionTaken, Record
from trainer.core.plan import Evidence, Step
from trainer.core.scenario import Inject
from trainer.core.script import Script
from trainer.core.time import Micros


@dataclass(slots=True)
class Claim:
    """An act that was taken for the doing of a step."""

    seq: int
    at: Micros
    role: str
    improvised: bool = False


@dataclass(slots=True)
class Expectation:
    """One expected action: a step, once. Times are on the exercise clock, in microseconds."""

    key: str
    step: str
    inject: str | None = None
    armed_at: Micros | None = None
    armed_seq: int | None = None
    started_at: Micros | None = None
    started_seq: int | None = None
    prompted_at: Micros | None = None
    claims: list[Claim] = field(default_factory=list)

    @property
    def done(self) -> Claim | None:
        """The act that closed it: the earliest claim."""
        return min(self.claims, key=lambda claim: (claim.at, claim.seq)) if self.claims else None


@dataclass(slots=True)
class Expectations:
    """Every expected action of an exercise and the acts that were matched to it."""

    script: Script
    items: dict[str, Expectation] = field(default_factory=dict)
    unmatched: dict[int, ActionTaken] = field(default_factory=dict)
    ambiguous: dict[int, tuple[str, ...]] = field(default_factory=dict)
    outside: dict[str, list[Claim]] = field(default_factory=dict)
    links: dict[int, str | None] = field(default_factory=dict)
    _acts: dict[int, Claim] = field(default_factory=dict)
    _by_step: dict[str, list[str]] = field(default_factory=dict)
    _by_anchor: dict[str, list[str]] = field(default_factory=dict)
    _by_action: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.script.scope:
            step = self.script.steps[name]
            self.items[name] = Expectation(name, name)
            self._by_step[name] = [name]
            if step.target is not None:
                self._by_anchor.setdefault(step.target.from_, []).append(name)
            for evidence in step.shown_by:
                self._by_action.setdefault(evidence.action, []).append(name)

    def __iter__(self) -> Iterator[Expectation]:
        return iter(self.items.values())

    def of_step(self, step: str) -> list[Expectation]:
        """The step's expected actions, first to last; empty when out of scope."""
        return [self.items[key] for key in self._by_step.get(step, ())]

    def is_done(self, step: str) -> bool:
        """Whether the newest expectation of a step is closed."""
        keys = self._by_step.get(step)
        return bool(keys and self.items[keys[-1]].claims) or step in self.outside

    def begin(self, at: Micros) -> None:
        """Play begins: steps that no inject calls for are asked for from the start, where they need no condition."""
        for name, keys in self._by_step.items():
            if name not in self.script.expected_by and self.script.steps[name].condition is None:
                item = self.items[keys[0]]
                if item.armed_at is None:
                    item.armed_at = at

    def anchor_reached(self, anchor: str, at: Micros, seq: int) -> None:
        """Start the clocks that the plan ties to an event."""
        for name in self._by_anchor.get(anchor, ()):
            item = self.items[name]
            conditional = self.script.steps[name].condition is not None
            if conditional and item.armed_at is None:
                # Remember the event: the clock starts once an inject has brought the condition about.
                item.started_seq = -seq
                continue
            start = max(at, item.armed_at) if conditional and item.armed_at is not None else at
            # What is recorded later may have happened earlier: the first event is what counts.
            if item.started_at is None or start < item.started_at:
                item.started_at, item.started_seq = start, seq

    def inject_delivered(self, inject: Inject, record: Record) -> None:
        """Arm what an inject calls for; a contingency inject prompts instead."""
        for expected in inject.expects:
            item = self.items[self._by_step[expected.step][-1]]
            if inject.contingency_for is not None:
                self._prompt(item, record.elapsed)
                continue
            if item.armed_at is not None and item.claims:
                item = self._again(item)
            if item.armed_at is None:
                self._arm(item, inject.id, record)
        if inject.contingency_for is not None:
            self.prompt_for(inject.contingency_for, record.elapsed)

    def _again(self, item: Expectation) -> Expectation:
        keys = self._by_step[item.step]
        new = Expectation(f"{item.step}#{len(keys) + 1}", item.step)
        self.items[new.key] = new
        keys.append(new.key)
        return new

    def _arm(self, item: Expectation, inject: str, record: Record) -> None:
        item.inject, item.armed_at, item.armed_seq = inject, record.elapsed, record.seq
        step = self.script.steps[item.step]
        repeated = item.key != item.step
        waiting = item.started_at is None and (item.started_seq is not None and item.started_seq < 0)
        at_delivery = step.target is None or step.target.from_ == "inject" or repeated or waiting
        if item.started_at is None and at_delivery:
            item.started_at, item.started_seq = record.elapsed, record.seq

    def prompt_for(self, name: str, at: Micros) -> None:
        """A contingency inject for a step, or for the steps that another inject calls for."""
        if name in self._by_step:
            self._prompt(self.items[self._by_step[name][-1]], at)
        else:
            self.prompt_for_inject(name, at)

    def prompt_for_inject(self, name: str, at: Micros) -> None:
        """A hint on an inject prompts every step that the inject calls for."""
        inject = self.script.injects.get(name)
        for expected in inject.expects if inject else ():
            self._prompt(self.items[self._by_step[expected.step][-1]], at)

    def _prompt(self, item: Expectation, at: Micros) -> None:
        if not item.claims and item.prompted_at is None:
            item.prompted_at = at

    def action_taken(self, record: Record, event: ActionTaken) -> str | None:
        """Match an act to a step. Returns the step if this act is the first to close it."""
        claim = Claim(record.seq, record.happened, event.role, isinstance(event.action, Improvise))
        self._acts[record.seq] = claim
        if isinstance(event.action, DoStep) and event.action.step not in self._by_step:
            self.outside.setdefault(event.action.step, []).append(claim)
            return event.action.step
        fits = self._fitting(event)
        if len(fits) == 1:
            item = self.items[self._by_step[fits[0]][-1]]
            item.claims.append(claim)
            return fits[0] if len(item.claims) == 1 else None
        decided = isinstance(event.action, Decide) and self._decided_step(event.action) is not None
        if not decided and not isinstance(event.action, Ask | CastVote | ReportBlocked):
            self.unmatched[record.seq] = event
        if fits:
            self.ambiguous[record.seq] = tuple(fits)
        return None

    def would_close(self, event: ActionTaken) -> str | None:
        """The step that an act would be matched to by itself, or None where it would be left to the evaluator."""
        fits = self._fitting(event)
        return fits[0] if len(fits) == 1 else None

    def link(self, action_seq: int, step: str | None) -> bool:
        """The evaluator's word on which step an act was; it stands over the automatic match.

        Returns whether the act is the first to close that step.
        """
        claim = self._acts.get(action_seq)
        if claim is None:
            return False
        for item in self.items.values():
            item.claims = [other for other in item.claims if other.seq != action_seq]
        self.unmatched.pop(action_seq, None)
        self.ambiguous.pop(action_seq, None)
        self.links[action_seq] = step
        if step is None or step not in self._by_step:
            return False
        claims = self._current(step).claims
        claims.append(claim)
        return len(claims) == 1

    def _fitting(self, event: ActionTaken) -> list[str]:
        action = event.action
        named = self._named(action)
        if named is not None:
            return [named] if named in self._by_step else []
        fits = [name for name in self._candidates(action) if self._shows(self.script.steps[name], event)]
        opened = [name for name in fits if not self._current(name).claims]
        started = [name for name in opened if self._current(name).started_at is not None]
        again = self._latest_done(fits)
        if not started and again:
            # A further update or check after the one the plan asked for, not the one that is yet to come.
            return again
        opened = started or opened
        opened = [name for name in opened if self._owns(event.role, name)] or opened
        # Of steps that the plan puts in order, an act is the earlier one.
        opened = [name for name in opened if not set(self.script.steps[name].after) & set(opened)] or opened
        return self._called_for_by(action, opened)

    def _current(self, step: str) -> Expectation:
        return self.items[self._by_step[step][-1]]

    def _owns(self, role: str, step: str) -> bool:
        return role in self.script.owners(self.script.steps[step])

    def _called_for_by(self, action: Action, fits: list[str]) -> list[str]:
        """An acknowledgement that names an inject belongs to what that inject calls for."""
        if len(fits) > 1 and isinstance(action, Acknowledge) and action.inject is not None:
            inject = self.script.injects.get(action.inject)
            called = {expected.step for expected in inject.expects} if inject else set()
            return [name for name in fits if name in called] or fits
        return fits

    def _latest_done(self, fits: list[str]) -> list[str]:
        """Done again: the act is kept with the step that was done last."""
        done = [(item.claims[-1].seq, name) for name in fits if (item := self._current(name)).claims]
        return [max(done)[1]] if done else []

    def _named(self, action: Action) -> str | None:
        match action:
            case DoStep():
                return action.step
            case Improvise():
                return action.instead_of or ""
            case Decide():
                return self._decided_step(action)
            case _:
                return None

    def _decided_step(self, action: Decide) -> str | None:
        """The step that a decision stands for; none where the option chosen leaves it undone."""
        decision = self.script.decisions.get(action.decision)
        if decision is None or decision.step is None:
            return None
        option = decision.option(action.option)
        return "" if option is not None and option.leaves_step_open else decision.step

    def _candidates(self, action: Action) -> Iterable[str]:
        return dict.fromkeys(self._by_action.get(kind_of(action), ()))

    def _shows(self, step: Step, event: ActionTaken) -> bool:
        return any(_matches(evidence, event.action) for evidence in step.shown_by)


def _matches(evidence: Evidence, action: Action) -> bool:
    """Whether an act is what the plan says shows a step."""
    if evidence.action != kind_of(action):
        return False
    if evidence.phrase is not None and evidence.phrase.casefold() not in words_of(action).casefold():
        return False
    match action:
        case PostUpdate():
            return evidence.audience in (None, action.audience)
        case Page():
            return evidence.contact in (None, action.contact)
        case AssumeRole() | HandOver():
            return evidence.role in (None, action.role)
        case Decide():
            return evidence.decision in (None, action.decision)
        case _:
            return True
