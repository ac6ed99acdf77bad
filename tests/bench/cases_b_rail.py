"""A rail timetable desk with a buffer that runs down: no levels, a maker on call, shifts that end."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "desk-manual",
    "title": "Manual of the timetable desk, part 9: disturbances",
    "version": "9.3",
    "owner": "Chief of control",
    "last_reviewed": "2026-06-30",
    "review_every": "180 days",
    "roles": [
        {"id": "dispatcher", "title": "Dispatcher"},
        {
            "id": "shift-manager",
            "title": "Shift manager",
            "leads": True,
            "deputies": ["reserve-manager"],
            "longest": "4h",
            "handover": "State, open tasks by name, next announcement. The successor repeats it and says yes.",
        },
        {"id": "engineer", "title": "Systems engineer"},
        {"id": "voice", "title": "Station voice"},
        {"id": "reserve-manager", "title": "Reserve shift manager", "required": False},
    ],
    "contacts": [
        {
            "id": "maker",
            "title": "Maker of the timetable machine",
            "reach": "Service line; 15 minutes, then the maker's duty director",
            "external": True,
        },
        {
            "id": "second-engineer",
            "title": "Second engineer at home",
            "role": "engineer",
            "reach": "Telephone",
        },
        {
            "id": "reserve-phone",
            "title": "Reserve manager's phone",
            "role": "reserve-manager",
            "reach": "Telephone",
        },
    ],
    "tools": [
        {
            "id": "machine-login",
            "title": "Remote login to the timetable machine",
            "access": ["engineer"],
            "alternative": "Local console in room 2",
            "alternative_serves": "1 day",
        }
    ],
    "procedures": [
        {
            "id": "nine-one",
            "title": "Grip",
            "phase": "detection",
            "clause": "R9.1",
            "steps": [
                step(
                    "see",
                    "Say that the machine has stopped",
                    "dispatcher",
                    "first signal: 4m",
                    clause="R9.1a",
                    critical=True,
                    how="acknowledge",
                ),
                step(
                    "command",
                    "Take command of the desk",
                    "shift-manager",
                    "first signal: 12m",
                    clause="R9.1b",
                    critical=True,
                    how={"action": "assume role", "role": "shift-manager"},
                ),
                step(
                    "by-hand",
                    "Work trains by hand from the buffer",
                    "dispatcher",
                    "declared: 15m",
                    clause="R9.1c",
                    critical=True,
                ),
            ],
        },
        {
            "id": "nine-two",
            "title": "Cause and line",
            "phase": "containment",
            "clause": "R9.2",
            "steps": [
                step(
                    "cause",
                    "Say what stopped the machine",
                    "engineer",
                    "declared: 45m",
                    clause="R9.2a",
                    critical=True,
                    how="diagnose",
                    needs={"tools": ["machine-login"]},
                ),
                step(
                    "call-maker",
                    "Call the maker",
                    "engineer",
                    "inject: 15m",
                    clause="R9.2b",
                    condition="The cause is not known after half an hour",
                    how={"action": "page", "contact": "maker"},
                    needs={"contacts": ["maker"]},
                ),
                step(
                    "line",
                    "Decide whether the line is thinned, and log why",
                    "shift-manager",
                    "inject: 15m",
                    clause="R9.2c",
                    condition="Less than two hours of buffer remain",
                    how={"action": "decide", "decision": "thin"},
                ),
            ],
        },
        {
            "id": "nine-three",
            "title": "Travellers",
            "phase": "communication",
            "clause": "R9.3",
            "steps": [
                step(
                    "announce",
                    "First announcement",
                    "voice",
                    "impact: 15m",
                    clause="R9.3a",
                    critical=True,
                    how={"action": "post update", "audience": "travellers"},
                )
            ],
        },
        {
            "id": "nine-four",
            "title": "Return",
            "phase": "resolution",
            "clause": "R9.4",
            "steps": [
                step("trial", "Run a trial hour", "engineer", "recovered: 20m", clause="R9.4a", how="verify"),
                step(
                    "give-back",
                    "Give the line back",
                    "shift-manager",
                    "recovered: 35m",
                    clause="R9.4b",
                    after=["trial"],
                    how="resolve",
                ),
            ],
        },
    ],
    "cadences": [
        {
            "id": "every-half-hour",
            "title": "Announcements",
            "audience": "travellers",
            "role": "voice",
            "clause": "R9.3b",
            "from": "first post",
            "every": "30m",
        }
    ],
    "communications": [
        {
            "id": "loudspeaker",
            "audience": "travellers",
            "title": "Loudspeakers and boards",
            "channel": "Station system",
            "author": "voice",
            "fallback": "Megaphones",
            "public": True,
        }
    ],
    "decision_rights": [
        {
            "id": "thin",
            "decision": "Thinning the timetable",
            "role": "shift-manager",
            "clause": "R9.5",
            "no_answer": {"after": "10m", "role": "reserve-manager"},
        }
    ],
    "escalation": [
        {"level": 1, "contact": "second-engineer", "acknowledge_within": "10m"},
        {"level": 2, "contact": "reserve-phone", "acknowledge_within": "10m"},
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "odd-train",
    "title": "One odd train",
    "plan": "desk-manual",
    "length": "2h",
    "roles": ["dispatcher", "shift-manager", "engineer", "voice", "reserve-manager"],
    "objectives": [
        {
            "id": "grip",
            "title": "Keep trains moving",
            "critical": True,
            "steps": ["see", "command", "by-hand"],
        },
        {"id": "find", "title": "Find the cause", "steps": ["cause", "call-maker", "line"]},
        {"id": "tell", "title": "Tell travellers", "steps": ["announce"]},
        {"id": "return", "title": "Return", "steps": ["trial", "give-back"]},
    ],
    "truth": {"cause": "A train with the same stop twice in its plan stops the machine and its twin."},
    "injects": [
        inject(
            "both-stop",
            "2m",
            "alert",
            "Machine room",
            "Machine A stopped, machine B took over, machine B stopped. Twenty seconds.",
            to=["dispatcher", "engineer"],
            calls=["see", "command", "by-hand", "cause"],
        ),
        inject(
            "platforms",
            "15m",
            "phone",
            "Main station",
            "Boards are empty and people ask.",
            to=["voice", "shift-manager"],
            marks=["impact"],
            calls=["announce"],
        ),
        inject(
            "half-hour",
            "33m",
            "phone",
            "Machine room",
            "Restarted twice, it stops at the same place each time.",
            to=["engineer"],
            calls=["call-maker"],
        ),
        inject(
            "buffer",
            "40m",
            "dashboard",
            "Buffer board",
            "Planned trains in the buffer: 1 h 50 min.",
            to=["shift-manager"],
            calls=["line"],
            decision="thin",
        ),
        inject(
            "runs",
            "75m",
            "dashboard",
            "Machine room",
            "Machine A runs without the odd train.",
            marks=["recovered"],
            calls=["trial", "give-back"],
        ),
    ],
    "decisions": [
        {
            "id": "thin",
            "question": "Thin the timetable now, or hope for the machine?",
            "role": "shift-manager",
            "step": "line",
            "options": [
                {"id": "thin", "text": "Every second train", "plan_calls_for": True},
                {"id": "hope", "text": "Full timetable until the buffer is gone"},
            ],
        }
    ],
}

SAY_1: Final = "Trains run irregularly because of a technical fault. We speak again in half an hour."
SAY_2: Final = "Every second train runs. Please allow an hour more. We speak again in half an hour."

TEAM: Final = {
    "see": act("dispatcher", "both-stop+1m", "acknowledge", inject="both-stop"),
    "command": act("shift-manager", "9m", "assume role", role="shift-manager"),
    "by-hand": act(
        "dispatcher", "16m", "do step", step="by-hand", note="Paper sheets for the next four hours."
    ),
    "announce": act("voice", "platforms+8m", "post update", audience="travellers", text=SAY_1, next_in="30m"),
    "maker": act("engineer", "half-hour+5m", "page", contact="maker", note="They look at the dump with us."),
    "line": act(
        "shift-manager",
        "buffer+7m",
        "decide",
        decision="thin",
        option="thin",
        reason="Stretches it to four hours.",
    ),
    "cause": act(
        "engineer", "50m", "diagnose", cause="One train names the same stop twice; both machines choke."
    ),
    "announce-2": act("voice", "49m", "post update", audience="travellers", text=SAY_2, next_in="30m"),
    "announce-3": act("voice", "77m", "post update", audience="travellers", text=SAY_2, next_in="30m"),
    "trial": act(
        "engineer", "runs+15m", "verify", what="Trial hour", evidence="312 trains planned, none refused"
    ),
    "give-back": act("shift-manager", "runs+22m", "resolve", statement="Full timetable from noon."),
}

RAIL: Final = World("rail", PLAN, SCENARIO, TEAM)
