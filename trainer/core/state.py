"""The state of an exercise: a fold over its journal.

`State.apply` takes the next record; `replay` builds a state from scratch. Both give the same state for the same
records: nothing else enters. The fold reads no clock; the time of now is worked out by whoever holds one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from trainer.core import events as ev
from trainer.core import undo
from trainer.core.actions import AssumeRole, CastVote, Classify, Decide
from trainer.core.events import Event, Record
from trainer.core.expected import Expectations
from trainer.core.experiment_state import ExperimentState
from trainer.core.reaching import anchors_of, anchors_shown
from trainer.core.scenario import NOBODY, Channel, Kind
from trainer.core.script import Script
from trainer.core.system_state import SystemState
from trainer.core.time import Micros
from trainer.core.walk.progress import Walk

Status = Literal["created", "running", "paused", "ended"]
InjectStatus = Literal["pending", "held", "skipped", "delivered"]


@dataclass(slots=True)
class ClockState:
    """Where the clock stood at the last event that touched it; all in microseconds.

    Scenario time is exercise time plus `offset`, the sum of all jumps; `jumps` keeps (sequence number, by) of each.
    """

    base: Micros = 0
    speed: int = 1
    offset: Micros = 0
    jumps: list[tuple[int, Micros]] = field(default_factory=list)

    def story(self, at: Micros, seq: int) -> Micros:
        """Scenario time of an event: its exercise time and all jumps before it."""
        return at + sum(by for jump, by in self.jumps if jump < seq)


@dataclass(slots=True)
class InjectState:
    """What became of a planned inject so far."""

    status: InjectStatus = "pending"
    due: Micros | None = None
    delivered_at: Micros | None = None
    delivered_seq: int | None = None
    seen_by: tuple[str, ...] = ()


@dataclass(slots=True)
class DecisionState:
    """A decision that was put to the team."""

    opened_at: Micros
    opened_seq: int
    option: str | None = None
    decided_at: Micros | None = None
    decided_seq: int | None = None
    defaulted: bool = False


@dataclass(slots=True)
class State:
    """Everything that follows from script and journal while an exercise is played."""

    script: Script
    status: Status = "created"
    clock: ClockState = field(default_factory=ClockState)
    injects: dict[str, InjectState] = field(default_factory=dict)
    anchors: dict[str, list[tuple[Micros, int]]] = field(default_factory=dict)
    expectations: Expectations = field(init=False)
    severity: str | None = None
    holders: dict[str, str] = field(default_factory=dict)
    newest: dict[str, Micros] = field(default_factory=dict)
    decisions: dict[str, DecisionState] = field(default_factory=dict)
    votes: dict[str, dict[str, CastVote]] = field(default_factory=dict)
    branches: dict[str, Micros] = field(default_factory=dict)
    absent: dict[str, tuple[Micros, int]] = field(default_factory=dict)
    """roles that cannot be reached: since when, and by which record"""
    seats: tuple[ev.Seat, ...] = ()
    records: list[Record] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    ad_hoc: int = 0
    system: SystemState | None = None
    """the modelled system of a simulation"""
    experiments: dict[str, ExperimentState] = field(default_factory=dict)
    """what became of the experiments in a real system"""
    walk: Walk | None = None
    """how far a walk-through has come"""

    def __post_init__(self) -> None:
        self.injects = {inject.id: InjectState() for inject in self.script.scenario.injects}
        self.expectations = Expectations(self.script)
        self.experiments = {name: ExperimentState() for name in self.script.experiments}
        if self.script.kind is Kind.WALKTHROUGH:
            self.walk = Walk(self.script)

    def apply(self, record: Record) -> None:
        """Take the next record of the journal."""
        if isinstance(record.event, ev.FacilitatorUndone):
            self._undo(record, record.event.undone_seq)
            return
        self.records.append(record)
        self._fold(record)

    def _undo(self, record: Record, undone: int) -> None:
        """History without the undone act: fold everything else again."""
        history, taken_back = [*self.records, record], self.undone | {undone}
        clean = replay_without(self.script, history, taken_back)
        if clean.system is not None and self.system is not None:
            clean.system.go_on(self.system, next((r for r in history if r.seq == undone), None))
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(clean, name))

    def _called_back(self, event: Event, at: Micros) -> None:
        """A message was called back at `at`: it is held, or else it would come again at once.

        One whose time is still to come, or that only comes by hand, stands as it stood.
        """
        if not isinstance(event, ev.InjectDelivered) or self.injects[event.inject].status != "pending":
            return
        state, release = self.injects[event.inject], self.script.injects[event.inject].release
        by_decision, now = self.released_by_decision(event.inject), at + self.clock.offset
        timed = state.due if state.due is not None else by_decision if by_decision is not None else release.at
        if timed <= now if timed is not None else not release.by_hand:
            state.status = "held"

    def released_by_decision(self, inject: str) -> Micros | None:
        """Scenario time from which decisions that were taken release an inject; None where none does."""
        times: list[Micros] = []
        for name, opened in self.decisions.items():
            option = self.script.decisions[name].option(opened.option) if opened.option else None
            if option is None or opened.decided_at is None or inject not in option.consequence.releases:
                continue
            times.append(
                self.clock.story(opened.decided_at, opened.decided_seq or 0) + option.consequence.delay
            )
        return min(times, default=None)

    def _fold(self, record: Record) -> None:
        event = record.event
        if self.system is not None:
            self.system.fold(record)
        if self.walk is not None:
            self.walk.fold(record)
        if isinstance(event, ev.ActionTaken):
            # What is answered on a walk is no act of a response: it starts no clock and closes no step.
            if self.walk is None:
                self._action(record, event)
        elif isinstance(
            event,
            ev.InjectDelivered | ev.InjectHeld | ev.InjectUnheld | ev.InjectSkipped | ev.InjectRescheduled,
        ):
            self._inject(record, event)
        elif isinstance(event, ev.InjectSeen):
            state = self.injects.get(event.inject)
            if state is not None and event.role not in state.seen_by:
                state.seen_by = (*state.seen_by, event.role)
        else:
            self._frame(record, event)

    def _frame(self, record: Record, event: Event) -> None:
        """Events about the exercise itself rather than about its script's injects."""
        match event:
            case ev.ExerciseCreated():
                self.seats = event.seats
                self.system = SystemState.of(self.script, event.seed or 0)
            case ev.ClockStarted() | ev.ClockResumed() | ev.ClockPaused() | ev.ExerciseInterrupted():
                self._clock(record, event)
            case ev.ExerciseEnded():
                self.status, self.clock.base = "ended", record.elapsed
            case ev.SpeedChanged() | ev.StoryAdvanced():
                self._pace(record, event)
            case ev.AdHocInjectDelivered():
                self.ad_hoc += 1
                self._delivered_on(event.channel, record)
            case ev.BranchTaken():
                self.branches[event.branch] = record.elapsed
            case ev.DecisionDefaulted():
                self._defaulted(record, event)
            case ev.ActionLinked():
                self._linked(event)
            case ev.HintGiven():
                self.expectations.prompt_for_inject(event.inject, record.elapsed)
            case _:
                self._system_changed(record, event)

    def _system_changed(self, record: Record, event: Event) -> None:
        """What a modelled system did, or an experiment in a real one."""
        if isinstance(event, ev.SystemChanged):
            anchor = {"impact began": "impact", "recovered": "recovered"}.get(event.turn)
            if anchor is not None:
                self.reach(anchor, record)
            return
        name = getattr(event, "experiment", None)
        if name not in self.experiments:
            return
        for anchor in self.experiments[name].fold(record):
            self.reach(anchor, record)

    def _clock(self, record: Record, event: Event) -> None:
        self.clock.base = record.elapsed
        if isinstance(event, ev.ClockStarted):
            self.clock.speed = event.speed
            self.expectations.begin(record.elapsed)
        running = isinstance(event, ev.ClockStarted | ev.ClockResumed)
        self.status = "running" if running else "paused"

    def _pace(self, record: Record, event: ev.SpeedChanged | ev.StoryAdvanced) -> None:
        if isinstance(event, ev.SpeedChanged):
            self.clock.base, self.clock.speed = record.elapsed, event.speed
        else:
            self.clock.offset += event.by
            self.clock.jumps.append((record.seq, event.by))

    def _inject(
        self,
        record: Record,
        event: ev.InjectDelivered | ev.InjectHeld | ev.InjectUnheld | ev.InjectSkipped | ev.InjectRescheduled,
    ) -> None:
        state = self.injects[event.inject]
        match event:
            case ev.InjectDelivered():
                state.status, state.delivered_at, state.delivered_seq = (
                    "delivered",
                    record.elapsed,
                    record.seq,
                )
                self._delivered(record, event.inject)
            case ev.InjectHeld():
                state.status = "held"
            case ev.InjectUnheld():
                state.status = "pending"
            case ev.InjectSkipped():
                state.status = "skipped"
            case ev.InjectRescheduled():
                state.due = event.to

    def _delivered_on(self, channel: Channel, record: Record) -> None:
        self.reach("first signal", record)
        if channel in (Channel.ALERT, Channel.PAGE):
            self.reach("first alert", record)

    def _delivered(self, record: Record, name: str) -> None:
        inject = self.script.injects[name]
        if NOBODY not in inject.to:
            self._delivered_on(inject.channel, record)
        for anchor in inject.marks:
            self.reach(anchor, record)
        for role in inject.absent:
            self.absent.setdefault(role, (record.elapsed, record.seq))
        if inject.decision is not None:
            self.decisions.setdefault(inject.decision, DecisionState(record.elapsed, record.seq))
        if inject.vote is not None:
            self.votes.setdefault(inject.vote, {})
        self.expectations.inject_delivered(inject, record)

    def _defaulted(self, record: Record, event: ev.DecisionDefaulted) -> None:
        decision = self.decisions.get(event.decision)
        if decision is None:
            # The message that put the question was called back after its time had run out.
            return
        decision.defaulted, decision.option = True, event.option
        decision.decided_at, decision.decided_seq = record.elapsed, record.seq

    def reach(self, anchor: str, record: Record) -> None:
        """An anchor event took place."""
        times = self.anchors.setdefault(anchor, [])
        times.append((record.happened, record.seq))
        self.expectations.anchor_reached(anchor, record.happened, record.seq)

    def reached(self, anchor: str) -> Micros | None:
        """When an anchor was first reached, on the exercise clock."""
        first = self.first_reached(anchor)
        return first[0] if first is not None else None

    def first_reached(self, anchor: str) -> tuple[Micros, int] | None:
        """When an anchor was first reached, whenever it was recorded, and by which record."""
        return min(self.anchors.get(anchor, ()), default=None)

    def _is_newest(self, what: str, record: Record) -> bool:
        """Whether a fact is the newest of its kind: what is recorded later may have happened earlier."""
        if record.happened < self.newest.get(what, 0):
            return False
        self.newest[what] = record.happened
        return True

    def _action(self, record: Record, event: ev.ActionTaken) -> None:
        if "noticed" not in self.anchors:
            self.reach("noticed", record)
        # Matched before its own anchors are reached: an act never closes a step whose clock it starts.
        closed = self.expectations.action_taken(record, event)
        for anchor in anchors_of(self.script, event.action, self._measure_taken):
            self.reach(anchor, record)
        match event.action:
            case Classify():
                if self._is_newest("severity", record):
                    self.severity = event.action.severity
            case AssumeRole():
                if self._is_newest(f"role {event.action.role}", record):
                    self.holders[event.action.role] = event.role
            case Decide():
                self._decided(record, event.action)
            case CastVote():
                self.votes.setdefault(event.action.vote, {})[event.role] = event.action
            case _:
                pass
        if closed is not None:
            self._step_done(closed, record)

    def _linked(self, event: ev.ActionLinked) -> None:
        closes = self.expectations.link(event.action_seq, event.step)
        act = next((record for record in self.records if record.seq == event.action_seq), None)
        if closes and act is not None and event.step is not None:
            self._step_done(event.step, act)

    def _step_done(self, name: str, record: Record) -> None:
        """Reach the anchors that a step stands for, however it was done."""
        step, taken = self.script.steps[name], self._measure_taken
        action = record.event.action if isinstance(record.event, ev.ActionTaken) else None
        reached = anchors_of(self.script, action, taken) if action is not None else ()
        shown = [a for evidence in step.shown_by for a in anchors_shown(self.script, evidence, taken)]
        for anchor in shown:
            if anchor not in self.anchors:
                self.reach(anchor, record)
        if step.marks is not None and step.marks not in (*reached, *shown):
            self.reach(step.marks, record)
        self.reach(f"step {name}", record)

    @property
    def _measure_taken(self) -> bool:
        return "containment decided" in self.anchors

    def _decided(self, record: Record, action: Decide) -> None:
        decision = self.decisions.get(action.decision)
        if decision is not None and decision.option is None:
            decision.option = action.option
            decision.decided_at, decision.decided_seq = record.happened, record.seq

    @property
    def true_severity(self) -> str | None:
        """The severity that limits are judged by: the scenario's truth, or else the one in force."""
        return self.script.scenario.truth.severity or self.severity

    def pending(self) -> list[str]:
        """Injects that may still be released, in the order of the script."""
        return [name for name, state in self.injects.items() if state.status in ("pending", "held")]


def replay(script: Script, records: Iterable[Record]) -> State:
    """The state after a journal."""
    state = State(script)
    for record in records:
        state.apply(record)
    return state


def replay_without(script: Script, records: Iterable[Record], undone: set[int]) -> State:
    """The state after a journal of which some acts were taken back; their records stay listed."""
    state = State(script)
    state.undone = set(undone)
    history = list(records)
    event_of = {record.seq: record.event for record in history}
    for record in history:
        state.records.append(record)
        if record.seq in undone:
            # Its number stays taken: no two messages have the same name.
            state.ad_hoc += isinstance(record.event, ev.AdHocInjectDelivered)
        elif isinstance(record.event, ev.FacilitatorUndone):
            state._called_back(event_of[record.event.undone_seq], record.elapsed)
        else:
            state._fold(record)
    return state


def last_undoable(state: State) -> Record | None:
    """The facilitator's newest act that can be taken back and was not yet."""
    place = undo.newest(state.script, state.records, state.undone)
    return None if place is None else state.records[place]
