"""A virtual team in a simulation: it works by the plan, and it finds and mends what fails in the system.

The plan's steps are a `GeneratedCast`'s; beside it, somebody acknowledges alerts, looks, states the cause and orders
what mends it (see `repairing`). What the plan asks for after recovery (to verify, to resolve) waits for the system.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from typing import Final

from trainer.cast.generated import GeneratedCast
from trainer.cast.profiles import Profile
from trainer.cast.repairing import Repairers, sound
from trainer.cast.schedule import Schedule
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Diagnose, DoStep, Improvise, Operate, Resolve, Verify
from trainer.core.commands import Act, Command
from trainer.core.events import ActionTaken, Record
from trainer.core.plan import ActionKind, Phase
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import SECOND, Micros

_AFTER_RECOVERY: Final = frozenset({ActionKind.VERIFY, ActionKind.RESOLVE, ActionKind.OPERATE})
"""Steps shown by these wait until the system is well."""
_PATIENCE: Final = {"perfect": 1.0, "typical": 0.85, "struggling": 0.5}
"""The chance that a step which belongs after recovery is kept until then."""
_ACKNOWLEDGES: Final = {
    "perfect": ((20, 70), 1.0),
    "typical": ((30, 180), 0.9),
    "struggling": ((60, 480), 0.6),
}
"""Seconds until an alert is acknowledged, and the chance that it is."""

_TRIES: Final = 30


class OperatingCast:
    """Virtual participants of a simulation. Implements Cast."""

    def __init__(self, script: Script, profile: Profile, seed: int) -> None:
        self._script, self._profile = script, profile
        self._plan = GeneratedCast(script, profile, seed)
        self._schedule = Schedule()
        self._repairers = Repairers(script, profile.name, seed, self._schedule)
        self._random = random.Random(f"alerts/{profile.name}/{seed}")
        patience = random.Random(f"patience/{profile.name}/{seed}")
        self._keeps = {step: patience.random() < _PATIENCE[profile.name] for step in script.scope}
        self._kept: dict[str, tuple[Command, ...]] = {}
        """by step: what is done for it once its time has come"""
        self._acknowledged: set[str] = set()
        self._measured = False
        """whether an operation was through"""

    def hear(self, state: State, records: Sequence[Record]) -> None:
        """Take note of what has happened: to the plan's clocks, to the system, to alerts."""
        self._plan.hear(state, records)
        for record in records:
            self._repairers.hear(state, record)
            self._hear_one(state, record)
        if self._kept:
            self._let_go(state)

    def _hear_one(self, state: State, record: Record) -> None:
        event = record.event
        if isinstance(event, ActionTaken) and isinstance(event.action, Acknowledge) and event.action.inject:
            self._acknowledged.add(event.action.inject)
        if isinstance(event, ev.OperationEnded) and event.ok:
            act = next((r.event for r in state.records if r.seq == event.act), None)
            operated = isinstance(act, ActionTaken) and isinstance(act.action, Operate)
            self._measured = self._measured or operated
        if isinstance(event, ev.SystemChanged) and event.turn == "recovered":
            delay = self._random.randrange(90, 240) * SECOND
            if self._profile.name == "perfect" or not self._shown_by(ActionKind.RESOLVE):
                self._schedule.add(record.elapsed + delay, self._close)
        if isinstance(event, ev.InjectDelivered) and event.cause is ev.Cause.SYSTEM and event.to:
            within, chance = _ACKNOWLEDGES[self._profile.name]
            delay, does = self._random.randrange(*within) * SECOND, self._random.random() < chance
            if does:
                role, alert = event.to[0], event.inject
                at = max(record.elapsed + delay, state.records[-1].elapsed + SECOND)
                self._schedule.add(at, lambda s: self._acknowledge(s, role, alert))

    def _close(self, state: State, tries: int = 0) -> Sequence[Command]:
        """Declare the incident resolved once the system is well and what comes before that is done."""
        if not sound(state) or state.reached("resolved") is not None:
            return ()
        steps = [self._script.steps[name] for name in self._shown_by(ActionKind.RESOLVE)]
        before = {name for step in steps for name in step.after if name in self._script.scope}
        before |= set(self._shown_by(ActionKind.VERIFY))
        if tries < _TRIES and not all(state.expectations.is_done(name) for name in before):
            at = self._repairers.now + (tries + 1) * 30 * SECOND
            self._schedule.add(at, lambda s: self._close(s, tries + 1))
            return ()
        played = self._script.played_roles
        owners = [step.role for step in steps if step.role in played]
        role = next((r for r in (*owners, *(p for p in played if p in self._script.leads), *played) if r), "")
        return (
            Act(role, Resolve(statement="The figures are back to normal and stay there"), source="virtual"),
        )

    def _shown_by(self, kind: ActionKind) -> list[str]:
        """The steps in scope that acts of a kind show."""
        steps = self._script.steps
        return [name for name in self._script.scope if any(e.action is kind for e in steps[name].shown_by)]

    def _acknowledge(self, state: State, role: str, alert: str) -> Sequence[Command]:
        """Acknowledge an alert; where a step of the plan asks for that, it is left to whoever does the step."""
        if alert in self._acknowledged:
            return ()
        action = Acknowledge(inject=alert)
        closes = state.expectations.would_close(ActionTaken(role=role, action=action))
        if closes is not None and not state.expectations.is_done(closes):
            return ()
        return (Act(role, action, source="virtual"),)

    def next_at(self) -> Micros | None:
        """When somebody acts next."""
        times = [time for time in (self._plan.next_at(), self._schedule.next_at()) if time is not None]
        return min(times, default=None)

    def due(self, state: State, elapsed: Micros) -> Sequence[Command]:
        """The commands of the next act that is due: of those who look after the system first."""
        self._repairers.now = elapsed
        intent = self._schedule.pop(elapsed)
        if intent is not None:
            return intent(state)
        commands = tuple(self._plan.due(state, elapsed))
        step = self._step_of(state, commands)
        if step is not None and self._waits(state, step, commands):
            self._keep(state, step, commands)
            return ()
        return tuple(self._named(state, command) for command in commands)

    def _keep(self, state: State, name: str, commands: tuple[Command, ...]) -> None:
        """Let a step wait; where its limit is near, look again then."""
        self._kept[name] = commands
        item = state.expectations.items[name]
        limit = self._script.limit(self._script.steps[name], item.inject, state.true_severity)
        if item.started_at is not None and limit is not None:
            at = item.started_at + limit * 9 // 10
            if at > self._repairers.now:
                self._schedule.add(at, self._look_again)

    def _look_again(self, state: State) -> Sequence[Command]:
        self._let_go(state)
        return ()

    # What belongs after recovery --------------------------------------------------------------------------------------

    def _step_of(self, state: State, commands: Sequence[Command]) -> str | None:
        """The step that commands of the plan's team would close."""
        for command in commands:
            if isinstance(command, Act):
                match command.action:
                    case DoStep():
                        return command.action.step
                    case Improvise():
                        return command.action.instead_of
                    case _:
                        taken = ActionTaken(role=command.role, action=command.action)
                        return state.expectations.would_close(taken)
        return None

    def _waits(self, state: State, name: str, commands: Sequence[Command]) -> bool:
        """Whether a step's time has not come: the system is not well, its cause not known, or a step before waits."""
        step = self._script.steps[name]
        if any(before in self._kept for before in step.after):
            return True
        kinds = {evidence.action for evidence in step.shown_by}
        acts = [command.action for command in commands if isinstance(command, Act)]
        if state.system is None or not self._keeps.get(name, True):
            return False
        if any(isinstance(action, Diagnose) for action in acts):
            return self._repairers.right is None
        late = bool(kinds & _AFTER_RECOVERY) or any(isinstance(action, Resolve | Verify) for action in acts)
        if late and self._script.procedure_of[name].phase is Phase.CONTAINMENT:
            # That a measure works is confirmed once it is through, long before all is well again.
            return not self._measured and not self._pressing(state, name)
        return late and not (sound(state) and self._was_broken(state))

    def _pressing(self, state: State, name: str) -> bool:
        """Whether a step's limit has nearly run out."""
        item = state.expectations.items[name]
        limit = self._script.limit(self._script.steps[name], item.inject, state.true_severity)
        if item.started_at is None or limit is None:
            return False
        return self._repairers.now >= item.started_at + limit * 9 // 10

    def _was_broken(self, state: State) -> bool:
        """Whether anything has failed yet; before that there is nothing to verify and nothing to resolve."""
        system = state.system
        return system is not None and any(seen.began is not None for seen in system.model.truth())

    def _let_go(self, state: State) -> None:
        """Do what has waited, once its time has come, in the plan's order."""
        for name in [step for step in self._script.steps if step in self._kept]:
            commands = self._kept.pop(name)
            if self._waits(state, name, commands):
                self._kept[name] = commands
                continue
            now = max(state.records[-1].elapsed, self._repairers.now)
            at = now + self._random.randrange(20, 60) * SECOND
            self._schedule.add(at, partial(self._late, name, commands))

    def _late(self, name: str, commands: tuple[Command, ...], state: State) -> Sequence[Command]:
        if state.expectations.is_done(name):
            return ()
        if self._waits(state, name, commands):
            self._kept[name] = commands
            return ()
        return tuple(self._named(state, command) for command in commands)

    def _named(self, state: State, command: Command) -> Command:
        """An act of the plan's team in the words of this system: the cause that was found, the alert that came."""
        if not isinstance(command, Act):
            return command
        if isinstance(command.action, Diagnose) and self._repairers.right is not None:
            cause, service = self._repairers.right
            return Act(command.role, Diagnose(cause=cause, service=service), source=command.source)
        if isinstance(command.action, Acknowledge) and command.action.inject is None:
            alert = _newest_alert(state, self._acknowledged)
            return Act(command.role, Acknowledge(inject=alert), source=command.source)
        return command


def _newest_alert(state: State, acknowledged: set[str]) -> str | None:
    """The first alert of the monitoring that came and was not acknowledged."""
    simulation = state.script.simulated
    came = [
        (at, rule.id)
        for rule in (simulation.alerts if simulation is not None else ())
        if (at := state.injects[rule.id].delivered_at) is not None and rule.id not in acknowledged
    ]
    return min(came)[1] if came else None
