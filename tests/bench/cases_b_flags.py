"""A small software company: six steps, no clauses, no levels, no contacts, nothing about messages."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "oncall-notes",
    "title": "What we do when the flag service breaks",
    "roles": [
        {"id": "first", "title": "First on call"},
        {"id": "second", "title": "Second on call"},
        {"id": "captain", "title": "Captain", "leads": True},
    ],
    "procedures": [
        {
            "id": "all",
            "title": "All of it",
            "phase": "containment",
            "steps": [
                step("look", "Look at it", "first", "first alert: 5m", critical=True, how="acknowledge"),
                step(
                    "captain",
                    "Somebody is captain",
                    "captain",
                    "first alert: 15m",
                    critical=True,
                    how={"action": "assume role", "role": "captain"},
                ),
                step(
                    "why",
                    "Find out which change did it",
                    "second",
                    "declared: 20m",
                    critical=True,
                    how="diagnose",
                ),
                step(
                    "undo",
                    "Undo the change, write down why this one",
                    "first",
                    "identified: 15m",
                    critical=True,
                    after=["why"],
                    how="contain",
                ),
                step(
                    "graphs",
                    "Check the graphs",
                    "second",
                    "containment decided: 20m",
                    critical=True,
                    after=["undo"],
                    how="verify",
                ),
                step("note", "Write the note for the morning", "captain", "recovered: 30m"),
            ],
        }
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "flags-refuse",
    "title": "Flags refuse",
    "plan": "oncall-notes",
    "length": "100m",
    "roles": ["first", "second", "captain"],
    "objectives": [
        {
            "id": "up",
            "title": "Flags answer",
            "critical": True,
            "steps": ["look", "captain", "why", "undo", "graphs"],
        },
        {"id": "learn", "title": "It is written down", "steps": ["note"]},
    ],
    "truth": {"cause": "A deploy made every request open a new connection."},
    "injects": [
        inject(
            "crash",
            "1m",
            "alert",
            "Cluster",
            "flags: 14 of 20 instances restart again and again",
            to=["first"],
            calls=["look", "captain"],
        ),
        inject(
            "refused",
            "8m",
            "chat",
            "Customer success",
            "Every second request is refused, say three customers.",
            marks=["impact"],
            calls=["why", "undo"],
        ),
        inject(
            "quiet",
            "55m",
            "dashboard",
            "Cluster",
            "flags: 20 of 20 ready, refusals 0.1 %",
            marks=["recovered"],
            calls=["graphs", "note"],
        ),
    ],
}

TEAM: Final = {
    "look": act("first", "crash+2m", "acknowledge", inject="crash"),
    "captain": act("captain", "12m", "assume role", role="captain"),
    "why": act("second", "29m", "diagnose", cause="The deploy of 18:00; connections grew from then on."),
    "undo": act(
        "first", "40m", "contain", measure="Rolled back the 18:00 deploy", reason="Only change of the day."
    ),
    "graphs": act(
        "second", "quiet+3m", "verify", what="Graphs", evidence="Refusals 0.1 %, 20 of 20 ready for 3 min"
    ),
    "note": act(
        "captain", "quiet+20m", "do step", step="note", note="Times, the deploy, and what we did not know."
    ),
}

FLAGS: Final = World("flags", PLAN, SCENARIO, TEAM)
