"""A small simulated scenario: a shop of four services, a bad deployment and a leak, and the room to play it in."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from tests.builders import PLAN, Room, created
from trainer.core import events as ev
from trainer.core.aar import Report
from trainer.core.aar_system import SystemPart
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario
from trainer.core.script import Script
from trainer.core.simulation import Measure
from trainer.core.state import State
from trainer.core.system_state import SystemState
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

MEMORY_LEFT = Measure.MEMORY_LEFT

Value = TypeVar("Value")


def plan() -> dict[str, Any]:
    """The small plan, with steps that hang on the system's own turns."""
    value = copy.deepcopy(PLAN)
    value["roles"].append({"id": "technical", "title": "Technical Lead"})
    value["procedures"].append(
        {
            "id": "repair",
            "title": "Repair",
            "phase": "resolution",
            "clause": "3",
            "steps": [
                {
                    "id": "find-cause",
                    "title": "State the cause",
                    "role": "technical",
                    "clause": "3.1",
                    "target": {"from": "first alert", "within": "20m"},
                    "shown_by": [{"action": "diagnose"}],
                },
                {
                    "id": "roll-back",
                    "title": "Take the change back",
                    "role": "technical",
                    "clause": "3.2",
                    "after": ["find-cause"],
                    "target": {"from": "impact", "within": "30m"},
                    "shown_by": [{"action": "operate", "phrase": "roll back"}],
                },
                {
                    "id": "verify",
                    "title": "Verify recovery",
                    "role": "technical",
                    "clause": "3.3",
                    "critical": True,
                    "target": {"from": "recovered", "within": "10m"},
                    "shown_by": [{"action": "verify"}],
                },
                {
                    "id": "resolve",
                    "title": "Declare the incident resolved",
                    "role": "commander",
                    "clause": "3.4",
                    "critical": True,
                    "after": ["verify"],
                    "target": {"from": "first alert", "within": "45m"},
                    "shown_by": [{"action": "resolve"}],
                },
            ],
        }
    )
    return value


def scenario() -> dict[str, Any]:
    """Checkout gets a bad version after five minutes; the catalogue may leak, released by hand."""
    return {
        "id": "shop",
        "title": "A shop that breaks",
        "kinds": ["tabletop", "simulation"],
        "plan": "plan",
        "length": "60m",
        "roles": ["on-call", "commander", "comms", "technical"],
        "objectives": [
            {
                "id": "respond",
                "title": "Respond",
                "critical": True,
                "steps": ["acknowledge", "classify", "declare"],
            },
            {"id": "mend", "title": "Mend", "steps": ["find-cause", "roll-back", "verify", "resolve"]},
            {"id": "inform", "title": "Inform", "steps": ["first-public"]},
        ],
        "briefing": {"situation": "A quiet day in the shop."},
        "facilitator_notes": "SECRET-NOTES",
        "truth": {"severity": "SEV1", "cause": "SECRET-CAUSE version 417 of checkout fails."},
        "simulation": {
            "services": [
                {
                    "id": "web",
                    "title": "Web",
                    "load": 60,
                    "takes": "20ms",
                    "calls": [{"service": "checkout", "per_request": 0.5}, {"service": "catalogue"}],
                },
                {
                    "id": "checkout",
                    "title": "Checkout",
                    "takes": "40ms",
                    "calls": [{"service": "orders"}],
                    "versions": [
                        {"id": "416", "ago": "2 days"},
                        {"id": "417", "ago": "20m", "note": "new basket"},
                    ],
                },
                {"id": "catalogue", "title": "Catalogue", "takes": "30ms", "memory_limit": 900},
                {"id": "orders", "title": "Orders", "kind": "database", "takes": "15ms"},
            ],
            "figures": [{"id": "sales", "title": "Checkouts", "service": "checkout", "of": "good"}],
            "alerts": [
                {
                    "id": "checkout-errors",
                    "title": "Checkout errors",
                    "when": {"service": "checkout", "measure": "errors", "above": "5%", "for": "1m"},
                    "to": ["on-call"],
                    "expects": [{"step": "acknowledge"}, {"step": "classify"}, {"step": "declare"}],
                }
            ],
            "faults": [
                {
                    "id": "bad-version",
                    "title": "SECRET-FAULT version 417 breaks the basket",
                    "kind": "bad deployment",
                    "service": "checkout",
                    "release": {"at": "5m"},
                    "effect": {"errors": 0.4},
                    "value": "417",
                    "mended_by": [{"operation": "roll back", "value": "416"}],
                    "known_as": ["version 417", "new basket"],
                    "note": "SECRET-FAULT-NOTE",
                },
                {
                    "id": "leak",
                    "title": "SECRET-LEAK the catalogue loses memory",
                    "kind": "leak",
                    "service": "catalogue",
                    "release": {"by_hand": True},
                    "effect": {"leak": 4},
                    "known_as": ["cache of pictures"],
                },
            ],
            "impact_when": [{"service": "checkout", "measure": "errors", "above": "5%", "for": "30s"}],
            "recovered_when": [{"service": "checkout", "measure": "errors", "below": "2%", "for": "1m"}],
            "cost": {"per_minute": 500, "per_failed": 2},
            "history": "30m",
        },
    }


def script(plan_: dict[str, Any] | None = None, scenario_: dict[str, Any] | None = None) -> Script:
    """The script as a simulation plays it."""
    whole = Script(Plan.model_validate(plan_ or plan()), Scenario.model_validate(scenario_ or scenario()))
    return whole.as_kind(Kind.SIMULATION)


class Shop(Room):
    """The simulation in a session on a memory journal and a manual clock."""

    def __init__(self, played: Script | None = None, seed: int = 7) -> None:
        self.clock = ManualClock()
        self.journal = MemoryJournal()
        self.script = played or script()
        begun = created(self.script).model_copy(update={"kind": Kind.SIMULATION, "seed": seed})
        self.journal.append(((self.clock.wall(), 0, begun),))
        self.session = Session(self.script, self.journal, self.clock)

    def turns(self) -> list[tuple[str, str]]:
        """What the system did of itself, in order: (turn, subject)."""
        return [
            (record.event.turn, record.event.subject)
            for record in self.session.records
            if isinstance(record.event, ev.SystemChanged)
        ]


def known(value: Value | None, what: str) -> Value:
    """A value that a test needs and that may be missing."""
    assert value is not None, f"missing: {what}"
    return value


def system_of(told: Report) -> SystemPart:
    """What the report on a simulation says about its system."""
    return known(told.exercise.system, "the system in the report")


def driven(state: State) -> SystemState:
    """The modelled system of a simulation."""
    return known(state.system, "the exercise's modelled system")
