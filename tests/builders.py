"""Small plans and scenarios, and a room in which they are played on a clock that moves only when told to."""

from __future__ import annotations

from typing import Any

from trainer.core import events as ev
from trainer.core.actions import Action
from trainer.core.commands import Act, Command, EndExercise, StartClock
from trainer.core.events import Record
from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script
from trainer.core.state import State
from trainer.core.time import MINUTE, SECOND, Micros
from trainer.session import Session
from trainer.storage.clock import ManualClock
from trainer.storage.memory import MemoryJournal

PLAN: dict[str, Any] = {
    "id": "plan",
    "title": "A small plan",
    "version": "1.0",
    "severities": [{"id": "SEV1", "title": "Critical", "also": ["P1"]}, {"id": "SEV2", "title": "High"}],
    "roles": [
        {"id": "on-call", "title": "On-call engineer"},
        {"id": "commander", "title": "Incident Commander", "leads": True, "deputies": ["deputy"]},
        {"id": "deputy", "title": "Deputy Commander", "required": False},
        {"id": "comms", "title": "Communications Lead"},
    ],
    "communications": [
        {
            "id": "public",
            "audience": "customers",
            "title": "Status page",
            "channel": "status page",
            "public": True,
        },
        {"id": "internal", "audience": "staff", "title": "Staff chat", "channel": "chat"},
    ],
    "procedures": [
        {
            "id": "detection",
            "title": "Detection",
            "phase": "detection",
            "clause": "1",
            "steps": [
                {
                    "id": "acknowledge",
                    "title": "Acknowledge the alert",
                    "role": "on-call",
                    "clause": "1.1",
                    "critical": True,
                    "target": {"from": "first alert", "within": {"SEV1": "5m", "SEV2": "15m"}},
                    "shown_by": [{"action": "acknowledge"}],
                },
                {
                    "id": "classify",
                    "title": "Set the severity",
                    "role": "on-call",
                    "clause": "1.2",
                    "critical": True,
                    "after": ["acknowledge"],
                    "target": {"from": "first alert", "within": {"SEV1": "10m", "SEV2": "20m"}},
                    "shown_by": [{"action": "classify"}],
                },
                {
                    "id": "declare",
                    "title": "Declare the commander",
                    "role": "commander",
                    "clause": "1.3",
                    "critical": True,
                    "after": ["classify"],
                    "target": {"from": "classified", "within": "5m"},
                    "shown_by": [{"action": "assume role", "role": "commander"}],
                },
            ],
        },
        {
            "id": "updates",
            "title": "Updates",
            "phase": "communication",
            "clause": "2",
            "steps": [
                {
                    "id": "first-public",
                    "title": "First public update",
                    "role": "comms",
                    "clause": "2.1",
                    "after": ["declare"],
                    "target": {"from": "declared", "within": {"SEV1": "15m", "SEV2": "30m"}},
                    "shown_by": [{"action": "post update", "audience": "customers"}],
                },
                {
                    "id": "all-clear",
                    "title": "All clear",
                    "role": "comms",
                    "clause": "2.2",
                    "condition": "Service is back",
                    "target": {"from": "resolved", "within": "10m"},
                    "shown_by": [{"action": "post update", "audience": "customers"}],
                },
            ],
        },
        {
            "id": "untouched",
            "title": "Untouched",
            "phase": "review",
            "steps": [{"id": "review", "title": "Hold the review", "role": "commander"}],
        },
    ],
}

SCENARIO: dict[str, Any] = {
    "id": "scenario",
    "title": "A small scenario",
    "plan": "plan",
    "length": "60m",
    "roles": ["on-call", "commander", "comms"],
    "objectives": [
        {
            "id": "respond",
            "title": "Respond",
            "critical": True,
            "steps": ["acknowledge", "classify", "declare"],
        },
        {"id": "inform", "title": "Inform", "steps": ["first-public"]},
    ],
    "briefing": {"situation": "A quiet day."},
    "facilitator_notes": "SECRET-NOTES",
    "truth": {"severity": "SEV1", "cause": "SECRET-CAUSE"},
    "injects": [
        {
            "id": "alert",
            "title": "Alert",
            "release": {"at": "1m"},
            "channel": "alert",
            "from": "monitoring",
            "to": ["on-call"],
            "text": "Errors at 30 per cent.",
            "note": "SECRET-INJECT-NOTE",
            "hints": ["SECRET-HINT: who sets the severity?"],
            "expects": [
                {"step": "acknowledge", "note": "SECRET-EXPECTED"},
                {"step": "classify"},
                {"step": "declare"},
            ],
        },
        {
            "id": "customers",
            "title": "Customers complain",
            "release": {"after": {"inject": "alert", "delay": "9m"}},
            "channel": "social",
            "from": "customers",
            "text": "Nothing works.",
            "expects": [{"step": "first-public"}],
            "decision": "rollback",
        },
        {
            "id": "reminder",
            "title": "Where is the update?",
            "release": {"when": {"overdue": "first-public"}},
            "channel": "phone",
            "from": "support",
            "text": "People are asking.",
            "contingency_for": "first-public",
        },
        {
            "id": "rolled-back",
            "title": "Rolled back",
            "release": {"by_hand": True},
            "channel": "dashboard",
            "from": "monitoring",
            "text": "SECRET-LATER errors fall.",
            "marks": ["recovered"],
        },
        {
            "id": "calm",
            "title": "Calm",
            "release": {"at": "40m"},
            "channel": "chat",
            "from": "support",
            "text": "SECRET-LATER all quiet.",
            "branch": "recovered",
            "expects": [{"step": "all-clear"}],
        },
    ],
    "decisions": [
        {
            "id": "rollback",
            "question": "Roll back?",
            "role": "commander",
            "options": [
                {
                    "id": "yes",
                    "text": "Roll back now",
                    "plan_calls_for": True,
                    "consequence": {
                        "text": "The roll-back begins.",
                        "releases": ["rolled-back"],
                        "delay": "5m",
                    },
                },
                {"id": "no", "text": "Wait", "consequence": {"text": "SECRET-OTHER nothing changes."}},
            ],
            "time_limit": "15m",
            "default": "no",
        }
    ],
    "branches": [{"id": "recovered", "title": "Recovered", "when": {"delivered": "rolled-back"}}],
}


def script_of(plan: dict[str, Any] | None = None, scenario: dict[str, Any] | None = None) -> Script:
    """A script from file-like values; the small ones by default."""
    return Script(Plan.model_validate(plan or PLAN), Scenario.model_validate(scenario or SCENARIO))


def created(script: Script) -> ev.ExerciseCreated:
    """The event that an exercise of a script begins with."""
    return ev.ExerciseCreated(
        exercise="exercise-1",
        title=script.scenario.title,
        kind=script.kind,
        scenario_id=script.scenario.id,
        scenario_sha256="0" * 64,
        plan_id=script.plan.id,
        plan_sha256="1" * 64,
        seats=tuple(ev.Seat(role=role) for role in script.played_roles),
    )


class Room:
    """A session on a memory journal and a manual clock, with short words for what tests do."""

    def __init__(self, script: Script | None = None) -> None:
        self.clock = ManualClock()
        self.journal = MemoryJournal()
        self.script = script or script_of()
        self.journal.append(((self.clock.wall(), 0, created(self.script)),))
        self.session = Session(self.script, self.journal, self.clock)

    @property
    def state(self) -> State:
        return self.session.state

    def start(self, speed: int = 1) -> None:
        self.do(StartClock(speed))

    def do(self, command: Command) -> tuple[Record, ...]:
        return self.session.submit(command)

    def act(self, role: str, action: Action, ago: Micros = 0) -> Record:
        return self.do(Act(role, action, source="facilitator", ago=ago))[0]

    def wait(self, minutes: float = 0, seconds: float = 0) -> None:
        """Let real time pass, waking whenever something is due."""
        left = round(minutes * MINUTE + seconds * SECOND)
        while True:
            due = self.session.next_due()
            speed = self.state.clock.speed
            step = left if due is None else -(-(due - self.session.elapsed()) // speed)
            if step > left or due is None:
                break
            self.clock.advance(step)
            left -= step
            self.session.tick()
        self.clock.advance(left)
        self.session.tick()

    def until(self, minutes: float) -> None:
        """Let time pass until an exercise time."""
        self.wait(seconds=(minutes * MINUTE - self.session.elapsed()) / SECOND / self.state.clock.speed)

    def end(self) -> None:
        self.do(EndExercise())

    def delivered(self) -> list[str]:
        """Injects in the order in which they were delivered."""
        kinds = (ev.InjectDelivered, ev.AdHocInjectDelivered)
        return [record.event.inject for record in self.session.records if isinstance(record.event, kinds)]
