"""How a virtual team finds and mends what fails in a simulated system: look, state the cause, order, look again.

Each fault is taken up at the first alert or the first impact after it began. How long that takes, how many wrong
causes are stated and useless things tried first, and whether it is declared over too early, is drawn once for each
fault from the profile, with the seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from trainer.cast.operations import helping, mending, useless
from trainer.cast.schedule import Intent, Schedule
from trainer.core import events as ev
from trainer.core.actions import Diagnose, Look, Operate, Resolve
from trainer.core.commands import Act, Command
from trainer.core.events import Record
from trainer.core.plan import ActionKind
from trainer.core.script import Script
from trainer.core.services.views import FaultSeen
from trainer.core.simulation import FaultKind
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros

_KNOWN_BY: Final[Mapping[FaultKind, str]] = {
    FaultKind.BAD_DEPLOYMENT: "bad deployment",
    FaultKind.CONFIGURATION_ERROR: "configuration error",
    FaultKind.DEPENDENCY_DOWN: "the dependency is down",
    FaultKind.REGION_LOST: "the region is lost",
    FaultKind.NODE_LOST: "a node is lost",
    FaultKind.DATABASE_SLOW: "the database is slow: queries pile up",
    FaultKind.DATABASE_FULL: "the disk is full",
    FaultKind.QUEUE_BACKLOG: "the queue has a backlog",
    FaultKind.CERTIFICATE_EXPIRED: "the certificate has expired",
    FaultKind.LEAK: "memory leak",
    FaultKind.TRAFFIC_SURGE: "a surge of traffic",
    FaultKind.CREDENTIAL_LEAK: "leaked credentials are being used",
    FaultKind.DATA_DELETED: "data was deleted",
}
_WRONG: Final = (
    "It looks like a network problem between the services",
    "It may be the load balancer in front",
    "Perhaps a job that runs at this hour takes the machines",
)
_COMES_BACK: Final = 4 * MINUTE
"""A system that is mended is given so long to come back by itself before more is done to it."""
_MOST_TRIES: Final = 12
_IN_A_HURRY: Final = (10, 45)
"""Seconds after which a team that is in a hurry calls it over."""


@dataclass(frozen=True, slots=True)
class Skill:
    """How good a team is at finding and mending: seconds from alert to look and between steps, and its mistakes."""

    looks: tuple[int, int]
    step: tuple[int, int]
    wrong_causes: tuple[float, ...]
    """the chance of a first wrong cause, of a second, and so on"""
    useless: tuple[float, ...]
    """the chance of a first useless operation, of a second, and so on"""
    early: float
    """the chance that it declares the incident resolved before the system has recovered"""


SKILLS: Final[Mapping[str, Skill]] = {
    "perfect": Skill((40, 80), (45, 90), (), (), 0.0),
    "typical": Skill((60, 180), (90, 240), (0.45,), (0.5,), 0.1),
    "struggling": Skill((120, 420), (180, 480), (0.9, 0.5), (0.85, 0.6, 0.3), 0.6),
}


@dataclass(slots=True)
class _Repair:
    """One fault being found and mended."""

    fault: str
    causes: list[str]
    """wrong causes that will be stated first"""
    useless: int
    early: bool
    stated: bool = False
    tried: list[Operate] = field(default_factory=list)
    waits_for: int | None = None
    """the operation that is under way"""
    rests: bool = False
    """whether it is let be, since the system has recovered in spite of it"""


class Repairers:
    """The virtual participants who look after the system. Their acts go into a schedule that they share."""

    def __init__(self, script: Script, profile: str, seed: int, schedule: Schedule) -> None:
        self._script, self._schedule = script, schedule
        self._skill = SKILLS[profile]
        self._random = random.Random(f"operating/{profile}/{seed}")
        self._repairs: dict[str, _Repair] = {}
        self._role = _doer(script)
        self.now: Micros = 0
        """the exercise time at which somebody last acted"""
        self.right: tuple[str, str | None] | None = None
        """the right cause and its service, once it was stated"""

    def hear(self, state: State, record: Record) -> None:
        """Take up what fails when there is a sign of it, and go on when an operation is through."""
        event = record.event
        match event:
            case ev.InjectDelivered(cause=ev.Cause.SYSTEM) | ev.SystemChanged(turn="impact began"):
                self._take_up(state, record.elapsed)
            case ev.ActionTaken(action=Operate()) if event.source == "virtual":
                self._ordered(record, event)
            case ev.OperationEnded():
                self._through(state, event, record.elapsed)
            case ev.SystemChanged(turn="alert raised again" | "relapsed"):
                self._take_up(state, record.elapsed)
                self._resume(state)
            case ev.SystemChanged(turn="fault ended") | ev.FaultRemoved():
                self._schedule.add(record.elapsed + _COMES_BACK, self._help)
            case _:
                pass

    def _take_up(self, state: State, at: Micros) -> None:
        for seen in _active(state):
            if seen.fault.id not in self._repairs:
                self._repairs[seen.fault.id] = self._drawn(seen.fault.id)
                self._after(state, at, self._skill.looks, partial(self._look, seen.fault.id))

    def _resume(self, state: State) -> None:
        """What was let be while the system held out, is gone on with."""
        for repair in self._repairs.values():
            if repair.rests:
                repair.rests = False
                self._next(state, partial(self._order, repair.fault))

    def _drawn(self, fault: str) -> _Repair:
        causes: list[str] = []
        for chance in self._skill.wrong_causes:
            if self._random.random() >= chance:
                break
            causes.append(_WRONG[self._random.randrange(len(_WRONG))])
        tries = 0
        for chance in self._skill.useless:
            if self._random.random() >= chance:
                break
            tries += 1
        return _Repair(fault, list(dict.fromkeys(causes)), tries, self._random.random() < self._skill.early)

    def _after(self, state: State, at: Micros, within: tuple[int, int], intent: Intent) -> None:
        """Intend something some seconds from a moment, which may lie in the past of an exercise taken up again."""
        delay = self._random.randrange(*within) * SECOND
        self._schedule.add(max(at, self.now, state.records[-1].elapsed) + delay, intent)

    def _next(self, state: State, intent: Intent) -> None:
        self._after(state, self.now, self._skill.step, intent)

    # Looking and stating ----------------------------------------------------------------------------------------------

    def _look(self, name: str, state: State) -> Sequence[Command]:
        seen = _one(state, name)
        if seen is None:
            return ()
        self._next(state, partial(self._state_cause, name))
        service = seen.fault.service
        looks = [Look(at="logs", service=service)]
        if seen.fault.kind in (FaultKind.BAD_DEPLOYMENT, FaultKind.LEAK, FaultKind.CONFIGURATION_ERROR):
            looks.append(Look(at="deployments", service=service))
        return self._acts(state, looks)

    def _acts(self, state: State, actions: Sequence[Look | Operate]) -> Sequence[Command]:
        system = state.system
        possible = [a for a in actions if system is not None and system.model.refusal(a) is None]
        return tuple(Act(self._role, action, source="virtual") for action in possible)

    def _state_cause(self, name: str, state: State) -> Sequence[Command]:
        repair, seen = self._repairs[name], _one(state, name)
        if seen is None:
            return ()
        self._next(state, partial(self._order, name))
        if repair.causes:
            return (Act(self._role, Diagnose(cause=repair.causes.pop(0)), source="virtual"),)
        return self._rightly(repair, seen)

    def _rightly(self, repair: _Repair, seen: FaultSeen) -> Sequence[Command]:
        """State the right cause, once."""
        if repair.stated:
            return ()
        repair.stated = True
        self.right = cause_of(self._script, seen)
        cause, service = self.right
        return (Act(self._role, Diagnose(cause=cause, service=service), source="virtual"),)

    # Mending ----------------------------------------------------------------------------------------------------------

    def _order(self, name: str, state: State) -> Sequence[Command]:
        repair, seen = self._repairs[name], _one(state, name)
        if seen is None or state.system is None or len(repair.tried) >= _MOST_TRIES:
            return ()
        if sound(state):
            repair.rests = True
            return ()
        if repair.useless > 0 and (tried := self._useless(state, repair, seen)) is not None:
            repair.useless -= 1
            return self._try(state, repair, tried)
        if repair.causes:
            return self._state_cause(name, state)
        stating = () if repair.stated else self._rightly(repair, seen)
        operation = self._mend(state, repair, seen)
        if operation is None:
            return stating
        if repair.early:
            repair.early = False
            self._after(state, self.now, _IN_A_HURRY, self._too_early)
        return (*stating, *self._try(state, repair, operation))

    def _try(self, state: State, repair: _Repair, operation: Operate) -> Sequence[Command]:
        """Order an operation; where it cannot be ordered any more, think again."""
        repair.tried.append(operation)
        ordering = self._acts(state, [operation])
        if not ordering:
            self._next(state, partial(self._order, repair.fault))
        return ordering

    def _useless(self, state: State, repair: _Repair, seen: FaultSeen) -> Operate | None:
        simulation = self._script.simulated
        if simulation is None or state.system is None:
            return None
        return useless(state.system.model, simulation, seen, repair.tried, self._random)

    def _mend(self, state: State, repair: _Repair, seen: FaultSeen) -> Operate | None:
        """The first way to mend it that was not tried; the first of all again, where all were."""
        simulation = self._script.simulated
        if simulation is None or state.system is None:
            return None
        ways = list(mending(state.system.model, simulation, seen))
        return next((way for way in ways if way not in repair.tried), ways[0] if ways else None)

    def _too_early(self, state: State) -> Sequence[Command]:
        """A team in a hurry calls it over once it has ordered what mends it."""
        if state.reached("resolved") is not None:
            return ()
        leads = next((r for r in self._script.played_roles if r in self._script.leads), self._role)
        return (
            Act(leads, Resolve(statement="The measure is on its way; we are done here"), source="virtual"),
        )

    def _ordered(self, record: Record, event: ev.ActionTaken) -> None:
        for repair in self._repairs.values():
            if repair.tried and repair.tried[-1] == event.action and repair.waits_for is None:
                repair.waits_for = record.seq

    def _through(self, state: State, event: ev.OperationEnded, at: Micros) -> None:
        for repair in self._repairs.values():
            if repair.waits_for == event.act:
                repair.waits_for = None
                self._next(state, partial(self._order, repair.fault))
                if not repair.fault:
                    self._schedule.add(at + _COMES_BACK, self._help)

    def _help(self, state: State) -> Sequence[Command]:
        """Where nothing is broken any more and the system does not come back, do what may help, one thing at a time."""
        simulation, system = self._script.simulated, state.system
        busy = any(repair.waits_for is not None for repair in self._repairs.values())
        if simulation is None or system is None or _active(state) or sound(state) or busy:
            return ()
        ended = max((seen.ended for seen in system.model.truth() if seen.ended is not None), default=0)
        if system.model.now() - ended < _COMES_BACK // SECOND - 1:
            # Something else has ended since: it is given its own time.
            return ()
        repair = self._repairs.setdefault("", _Repair("", [], 0, early=False, stated=True))
        ways = [way for way in helping(system.model, simulation) if way not in repair.tried]
        if not ways or len(repair.tried) >= _MOST_TRIES:
            return ()
        return self._try(state, repair, ways[0])


def cause_of(script: Script, seen: FaultSeen) -> tuple[str, str | None]:
    """The right cause in words, and the service it is in."""
    fault = seen.fault
    services = {part.id: part.title for part in script.simulated.services} if script.simulated else {}
    where = services.get(fault.service or "", fault.service) or fault.region
    place = f" in {where}" if where else ""
    known = f" ({script.filled(fault.known_as[0])})" if fault.known_as else ""
    words = f"{_KNOWN_BY[fault.kind]}{place}{known}"
    return f"{words[:1].upper()}{words[1:]}", fault.service


def _active(state: State) -> Sequence[FaultSeen]:
    system = state.system
    return [seen for seen in system.model.truth() if seen.active] if system is not None else []


def _one(state: State, name: str) -> FaultSeen | None:
    return next((seen for seen in _active(state) if seen.fault.id == name), None)


def sound(state: State) -> bool:
    """Whether the modelled system is well: recovered, or nothing has failed in it yet."""
    system = state.system
    if system is None:
        return True
    model = system.model
    began = any(seen.began is not None for seen in model.truth())
    return not model.impact() and (model.recovered() or not began)


def _doer(script: Script) -> str:
    """The role that works on the system: who does the plan's technical steps, else who is alerted."""
    played = script.played_roles
    for kind in (ActionKind.OPERATE, ActionKind.DIAGNOSE, ActionKind.CONTAIN, ActionKind.VERIFY):
        for _, step in script.plan.steps():
            if step.role in played and any(evidence.action is kind for evidence in step.shown_by):
                return step.role
    simulation = script.simulated
    alerted = [role for rule in simulation.alerts for role in rule.to] if simulation is not None else []
    return next((role for role in alerted if role in played), next(iter(played), ""))
