"""A cast that follows a team file."""

from __future__ import annotations

from collections.abc import Sequence

from trainer.cast.schedule import Schedule
from trainer.core.actions import DoStep
from trainer.core.commands import Act, Command, OpenPlan
from trainer.core.events import ActionTaken, AdHocInjectDelivered, ClockStarted, InjectDelivered, Record
from trainer.core.state import State
from trainer.core.team import Member, ScriptedAct, Team
from trainer.core.time import Micros


class ScriptedCast:
    """Does what a team file says, at exercise times or after injects reach a member."""

    def __init__(self, team: Team) -> None:
        self._team = team
        self._schedule = Schedule()

    def hear(self, _state: State, records: Sequence[Record]) -> None:
        """Intend what the team file ties to the start of play and to delivered injects."""
        for record in records:
            event = record.event
            if isinstance(event, ClockStarted):
                for member, act in self._acts():
                    if act.at is not None:
                        self._intend(act.at, member, act)
            elif isinstance(event, InjectDelivered | AdHocInjectDelivered):
                for member, act in self._acts():
                    if act.after == event.inject and member.role in event.to:
                        self._intend(record.elapsed + act.delay, member, act)

    def _acts(self) -> Sequence[tuple[Member, ScriptedAct]]:
        return [(member, act) for member in self._team.members for act in member.acts]

    def _intend(self, at: Micros, member: Member, act: ScriptedAct) -> None:
        def commands(state: State) -> Sequence[Command]:
            acting = Act(member.role, act.action, source="virtual")
            step = _looked_up(state, member, act) if member.opens_plan else None
            return (acting,) if step is None else (OpenPlan(member.role, step), acting)

        self._schedule.add(at, commands)

    def next_at(self) -> Micros | None:
        """When the next act is due."""
        return self._schedule.next_at()

    def due(self, state: State, elapsed: Micros) -> Sequence[Command]:
        """The commands of the next act that is due."""
        intent = self._schedule.pop(elapsed)
        return intent(state) if intent else ()


def _looked_up(state: State, member: Member, act: ScriptedAct) -> str | None:
    """The step that somebody who works by the plan looks up before an act: the one named, or the one it shows."""
    if isinstance(act.action, DoStep):
        return act.action.step
    return state.expectations.would_close(ActionTaken(role=member.role, action=act.action, source="virtual"))
