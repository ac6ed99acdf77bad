"""The plan of an airline's operations centre."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values

PLAN: Final[Values] = {
    "id": "operations-centre-handbook",
    "title": "Operations centre handbook, part C: loss of a flight system",
    "version": "7.2",
    "owner": "Head of network operations",
    "last_reviewed": "2026-06-15",
    "review_every": "365 days",
    "scope": {
        "incident": "A system without which flights cannot be planned, crewed or boarded fails or misleads."
    },
    "severities": [
        {
            "id": "RED",
            "title": "Whole network",
            "criteria": ["Departures stop, or will within four hours, everywhere"],
        },
        {
            "id": "AMBER",
            "title": "Part of the network",
            "criteria": ["Departures stop at up to three stations"],
        },
        {"id": "BLUE", "title": "One station", "criteria": ["Delays at one station, no cancellation"]},
    ],
    "roles": [
        {
            "id": "duty-manager",
            "title": "Network duty manager",
            "leads": True,
            "deputies": ["assistant-manager"],
            "longest": "4h",
            "handover": "Tell the successor state, open tasks, owners and the next notice; wait for 'I have it'.",
        },
        {"id": "assistant-manager", "title": "Assistant duty manager", "required": False},
        {"id": "dispatch", "title": "Flight dispatch supervisor", "deputies": ["second-dispatcher"]},
        {"id": "second-dispatcher", "title": "Second dispatcher", "required": False},
        {"id": "systems", "title": "Systems duty officer", "deputies": ["second-systems"]},
        {"id": "second-systems", "title": "Second systems officer", "required": False},
        {"id": "passengers", "title": "Passenger information desk", "deputies": ["assistant-manager"]},
        {"id": "slots", "title": "Slot coordinator", "deputies": ["second-dispatcher"]},
    ],
    "contacts": [
        {
            "id": "planner-vendor",
            "title": "Supplier of the flight planning system, priority line",
            "reach": "Priority line on the card in the console drawer",
            "out_of_band": "Duty mobile of the supplier's service manager",
            "external": True,
        },
        {
            "id": "flow-unit",
            "title": "Flow management unit",
            "reach": "Direct line",
            "out_of_band": "Fax",
            "external": True,
        },
        {
            "id": "systems-rota",
            "title": "Systems rota",
            "role": "systems",
            "reach": "Pager",
            "out_of_band": "Mobile",
        },
        {
            "id": "systems-second",
            "title": "Second rota",
            "role": "second-systems",
            "reach": "Pager",
            "out_of_band": "Mobile",
        },
    ],
    "escalation": [
        {"level": 1, "contact": "systems-rota", "acknowledge_within": "5m"},
        {"level": 2, "contact": "systems-second", "acknowledge_within": "5m"},
        {"level": 3, "contact": "planner-vendor", "acknowledge_within": "10m"},
    ],
    "tools": [
        {
            "id": "planning-console",
            "title": "Flight planning console",
            "access": ["dispatch", "second-dispatcher", "systems", "second-systems"],
            "alternative": "Printed routings in the red binder",
            "alternative_serves": "4h",
        }
    ],
    "communications": [
        {
            "id": "station-note",
            "audience": "stations",
            "title": "Note to stations",
            "channel": "telex",
            "author": "passengers",
            "fallback": "Phone chain",
            "template": "What fails, since when, what to tell at the gate",
        },
        {
            "id": "passenger-notice",
            "audience": "travellers",
            "title": "Passenger notice",
            "channel": "app and web site",
            "author": "passengers",
            "approver": "duty-manager",
            "fallback": "Gate announcements",
            "template": "What is affected, what you can do, when we write again",
            "public": True,
        },
    ],
    "cadences": [
        {
            "id": "notices",
            "title": "Passenger notices",
            "audience": "travellers",
            "role": "passengers",
            "clause": "C3.3",
            "from": "first post",
            "every": {"RED": "25m", "AMBER": "40m"},
        }
    ],
    "external_deadlines": [
        {
            "id": "flow-deadline",
            "authority": "Flow management unit",
            "applies_when": "Departures are held",
            "from": "classified",
            "role": "slots",
            "stages": [{"within": "30m", "what": "Report of reduced departures"}],
        }
    ],
    "decision_rights": [
        {
            "id": "hold",
            "decision": "Holding departures",
            "role": "duty-manager",
            "no_answer": {"after": "5m", "role": "assistant-manager"},
            "clause": "C2.4",
        }
    ],
    "procedures": [
        {
            "id": "notice",
            "title": "Notice and lead",
            "phase": "detection",
            "clause": "C1",
            "steps": [
                {
                    "id": "take-alarm",
                    "title": "Take the alarm",
                    "role": "systems",
                    "clause": "C1.1",
                    "critical": True,
                    "target": {"from": "first alert", "within": {"RED": "5m", "AMBER": "10m", "BLUE": "30m"}},
                    "shown_by": [{"action": "acknowledge"}],
                },
                {
                    "id": "set-colour",
                    "title": "Set the colour",
                    "text": "Give the colour and the reason; both go into the log.",
                    "role": "systems",
                    "clause": "C1.2",
                    "target": {
                        "from": "first alert",
                        "within": {"RED": "12m", "AMBER": "20m", "BLUE": "40m"},
                    },
                    "shown_by": [{"action": "classify"}],
                },
                {
                    "id": "take-lead",
                    "title": "Take the lead",
                    "role": "duty-manager",
                    "clause": "C1.3",
                    "critical": True,
                    "after": ["set-colour"],
                    "target": {"from": "classified", "within": "5m"},
                    "shown_by": [{"action": "assume role", "role": "duty-manager"}],
                },
            ],
        },
        {
            "id": "keep-flying",
            "title": "Keep flying safely",
            "phase": "containment",
            "clause": "C2",
            "steps": [
                {
                    "id": "manual-plans",
                    "title": "Switch to manual flight plans",
                    "role": "dispatch",
                    "clause": "C2.1",
                    "critical": True,
                    "target": {"from": "declared", "within": {"RED": "15m", "AMBER": "30m", "BLUE": "60m"}},
                    "needs": {"tools": ["planning-console"]},
                },
                {
                    "id": "call-supplier",
                    "title": "Call the supplier of the planning system",
                    "role": "systems",
                    "clause": "C2.2",
                    "target": {"from": "declared", "within": "20m"},
                    "needs": {"contacts": ["planner-vendor"]},
                    "shown_by": [{"action": "page", "contact": "planner-vendor"}],
                },
                {
                    "id": "state-cause",
                    "title": "Say what is wrong",
                    "role": "systems",
                    "clause": "C2.3",
                    "target": {"from": "declared", "within": "30m"},
                    "shown_by": [{"action": "diagnose"}],
                },
                {
                    "id": "ground-hold",
                    "title": "Decide whether departures are held",
                    "text": "Decide, and state the reason for the log.",
                    "role": "duty-manager",
                    "clause": "C2.4",
                    "critical": True,
                    "target": {"from": "inject", "within": "10m"},
                    "shown_by": [{"action": "decide", "decision": "hold"}],
                },
                {
                    "id": "clear-queue",
                    "title": "Take the fault out of the queue",
                    "text": "Say which measure and why; the log keeps both.",
                    "role": "systems",
                    "clause": "C2.5",
                    "target": {"from": "identified", "within": "15m"},
                    "shown_by": [{"action": "contain"}],
                },
            ],
        },
        {
            "id": "word",
            "title": "Word to others",
            "phase": "communication",
            "clause": "C3",
            "steps": [
                {
                    "id": "tell-stations",
                    "title": "Tell the stations",
                    "role": "passengers",
                    "clause": "C3.1",
                    "target": {"from": "declared", "within": {"RED": "10m", "AMBER": "20m", "BLUE": "60m"}},
                    "shown_by": [{"action": "post update", "audience": "stations"}],
                },
                {
                    "id": "first-notice",
                    "title": "Publish the first passenger notice",
                    "role": "passengers",
                    "clause": "C3.2",
                    "target": {"from": "impact", "within": {"RED": "20m", "AMBER": "40m", "BLUE": "60m"}},
                    "shown_by": [{"action": "post update", "audience": "travellers"}],
                },
                {
                    "id": "flow-report",
                    "title": "Report to the flow management unit",
                    "role": "slots",
                    "clause": "C3.4",
                    "critical": True,
                    "severities": ["RED", "AMBER"],
                    "target": {"from": "classified", "within": {"RED": "30m", "AMBER": "30m"}},
                    "needs": {"contacts": ["flow-unit"]},
                    "shown_by": [{"action": "page", "contact": "flow-unit"}],
                },
            ],
        },
        {
            "id": "back",
            "title": "Back to the schedule",
            "phase": "resolution",
            "clause": "C4",
            "steps": [
                {
                    "id": "prove-plans",
                    "title": "Prove that plans go through",
                    "text": "Send three plans and note what came back.",
                    "role": "dispatch",
                    "clause": "C4.1",
                    "critical": True,
                    "target": {"from": "recovered", "within": "15m"},
                    "shown_by": [{"action": "verify"}],
                },
                {
                    "id": "stand-down",
                    "title": "Stand down",
                    "role": "duty-manager",
                    "clause": "C4.2",
                    "after": ["prove-plans"],
                    "target": {"from": "recovered", "within": "25m"},
                    "shown_by": [{"action": "resolve"}],
                },
            ],
        },
    ],
}
