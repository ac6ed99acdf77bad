"""The plan of a telecom operator's network desk."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values

PLAN: Final[Values] = {
    "id": "network-desk-outage",
    "title": "Network desk: outage instruction",
    "version": "2026-03",
    "owner": "Director of network operations",
    "last_reviewed": "2026-03-02",
    "review_every": "12 months",
    "scope": {"incident": "Subscribers lose voice, data or emergency calls, or will unless somebody acts."},
    "severities": [
        {
            "id": "MAJOR",
            "title": "Major",
            "criteria": ["Over 100,000 subscribers, or emergency calls in any region"],
        },
        {"id": "SERIOUS", "title": "Serious", "criteria": ["10,000 to 100,000 subscribers"]},
        {"id": "LOCAL", "title": "Local", "criteria": ["Under 10,000 subscribers"]},
    ],
    "roles": [
        {
            "id": "shift-chief",
            "title": "Shift chief",
            "leads": True,
            "deputies": ["senior-operator"],
            "longest": "3h",
            "handover": "Walk through state, open jobs and their owners; the next chief repeats it aloud.",
        },
        {"id": "senior-operator", "title": "Senior operator", "required": False},
        {"id": "core", "title": "Core engineer", "deputies": ["core-standby"]},
        {"id": "core-standby", "title": "Standby core engineer", "required": False},
        {"id": "field", "title": "Field dispatcher", "deputies": ["senior-operator"]},
        {"id": "voice", "title": "Subscriber information", "deputies": ["senior-operator"]},
        {"id": "authority-desk", "title": "Authority desk", "deputies": ["senior-operator"]},
    ],
    "contacts": [
        {
            "id": "fibre-partner",
            "title": "Fibre partner's control room",
            "reach": "Partner hot line",
            "out_of_band": "Satellite phone of the control room",
            "external": True,
        },
        {
            "id": "core-rota",
            "title": "Core rota",
            "role": "core",
            "reach": "Pager",
            "out_of_band": "SIM card of another operator",
        },
        {
            "id": "standby-rota",
            "title": "Standby rota",
            "role": "core-standby",
            "reach": "Pager",
            "out_of_band": "SIM card of another operator",
        },
    ],
    "escalation": [
        {"level": 1, "contact": "core-rota", "acknowledge_within": "5m"},
        {"level": 2, "contact": "standby-rota", "acknowledge_within": "5m"},
        {"level": 3, "contact": "fibre-partner", "acknowledge_within": "10m"},
    ],
    "tools": [
        {
            "id": "side-console",
            "title": "Side console of the routers",
            "access": ["core", "core-standby"],
            "alternative": "Dial-in modem at the router's site",
            "alternative_serves": "6h",
        }
    ],
    "communications": [
        {
            "id": "subscriber-page",
            "audience": "subscribers",
            "title": "Outage page",
            "channel": "Outage page",
            "author": "voice",
            "approver": "shift-chief",
            "fallback": "Radio",
            "template": "Which services, which regions, what helps, when we write again",
            "public": True,
        },
        {
            "id": "emergency-note",
            "audience": "emergency-centres",
            "title": "Note to emergency call centres",
            "channel": "Red telephone",
            "author": "authority-desk",
            "fallback": "Courier",
            "template": "Regions and numbers that cannot be reached",
        },
        {
            "id": "regulator-form",
            "audience": "regulator",
            "title": "Regulator's form",
            "channel": "Portal",
            "author": "authority-desk",
            "fallback": "Fax",
            "template": "Start, regions, subscribers, emergency calls",
        },
    ],
    "cadences": [
        {
            "id": "page-rhythm",
            "title": "Outage page",
            "audience": "subscribers",
            "role": "voice",
            "clause": "§ 11",
            "from": "first post",
            "every": {"MAJOR": "30m", "SERIOUS": "60m"},
        }
    ],
    "external_deadlines": [
        {
            "id": "outage-report",
            "authority": "Telecom regulator",
            "applies_when": "A major outage",
            "from": "classified",
            "role": "authority-desk",
            "stages": [{"within": "45m", "what": "First report"}],
        }
    ],
    "decision_rights": [
        {
            "id": "take-back",
            "decision": "Taking a change back",
            "role": "shift-chief",
            "no_answer": {"after": "5m", "role": "senior-operator"},
            "clause": "§ 7",
        }
    ],
    "procedures": [
        {
            "id": "desk",
            "title": "At the desk",
            "phase": "classification",
            "clause": "§ 1",
            "steps": [
                {
                    "id": "confirm-alarm",
                    "title": "Confirm the alarm",
                    "role": "core",
                    "clause": "§ 1",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"MAJOR": "4m", "SERIOUS": "10m", "LOCAL": "60m"},
                    },
                    "shown_by": [{"action": "acknowledge"}],
                },
                {
                    "id": "grade",
                    "title": "Grade the outage",
                    "text": "Name the grade and why.",
                    "role": "shift-chief",
                    "clause": "§ 2",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"MAJOR": "10m", "SERIOUS": "20m", "LOCAL": "60m"},
                    },
                    "shown_by": [{"action": "classify"}],
                },
                {
                    "id": "take-desk",
                    "title": "Take the desk",
                    "role": "shift-chief",
                    "clause": "§ 3",
                    "after": ["grade"],
                    "target": {"from": "classified", "within": "5m"},
                    "shown_by": [{"action": "assume role", "role": "shift-chief"}],
                },
            ],
        },
        {
            "id": "network",
            "title": "In the network",
            "phase": "containment",
            "clause": "§ 4",
            "steps": [
                {
                    "id": "freeze-work",
                    "title": "Stop all planned work",
                    "role": "core",
                    "clause": "§ 4",
                    "target": {"from": "declared", "within": "8m"},
                },
                {
                    "id": "save-state",
                    "title": "Save the routers' state before anything is changed",
                    "role": "core",
                    "clause": "§ 5",
                    "critical": True,
                    "target": {"from": "declared", "within": "15m"},
                    "needs": {"tools": ["side-console"]},
                },
                {
                    "id": "locate",
                    "title": "Locate the fault",
                    "role": "core",
                    "clause": "§ 6",
                    "target": {"from": "declared", "within": "25m"},
                    "shown_by": [{"action": "diagnose"}],
                },
                {
                    "id": "revert",
                    "title": "Decide on taking the change back",
                    "text": "The reason is said aloud and logged.",
                    "role": "shift-chief",
                    "clause": "§ 7",
                    "critical": True,
                    "after": ["save-state"],
                    "target": {"from": "inject", "within": "12m"},
                    "shown_by": [{"action": "decide", "decision": "take-back"}],
                },
                {
                    "id": "send-crews",
                    "title": "Send crews to the core sites",
                    "role": "field",
                    "clause": "§ 8",
                    "critical": True,
                    "target": {
                        "from": "declared",
                        "within": {"MAJOR": "20m", "SERIOUS": "40m", "LOCAL": "60m"},
                    },
                },
                {
                    "id": "ask-partner",
                    "title": "Ask the fibre partner",
                    "role": "field",
                    "clause": "§ 9",
                    "condition": "A partner's line may be part of it",
                    "target": {"from": "inject", "within": "10m"},
                    "needs": {"contacts": ["fibre-partner"]},
                    "shown_by": [{"action": "page", "contact": "fibre-partner"}],
                },
            ],
        },
        {
            "id": "outside",
            "title": "To the outside",
            "phase": "communication",
            "clause": "§ 10",
            "steps": [
                {
                    "id": "outage-page",
                    "title": "Put the outage on the page",
                    "role": "voice",
                    "clause": "§ 10",
                    "critical": True,
                    "target": {
                        "from": "declared",
                        "within": {"MAJOR": "15m", "SERIOUS": "30m", "LOCAL": "60m"},
                    },
                    "shown_by": [{"action": "post update", "audience": "subscribers"}],
                },
                {
                    "id": "warn-centres",
                    "title": "Warn the emergency call centres",
                    "role": "authority-desk",
                    "clause": "§ 12",
                    "critical": True,
                    "severities": ["MAJOR"],
                    "target": {"from": "classified", "within": {"MAJOR": "20m"}},
                    "shown_by": [{"action": "post update", "audience": "emergency-centres"}],
                },
                {
                    "id": "report-regulator",
                    "title": "Report to the regulator",
                    "role": "authority-desk",
                    "clause": "§ 13",
                    "severities": ["MAJOR"],
                    "target": {"from": "classified", "within": {"MAJOR": "45m"}},
                    "shown_by": [{"action": "post update", "audience": "regulator"}],
                },
            ],
        },
        {
            "id": "end",
            "title": "The end",
            "phase": "resolution",
            "clause": "§ 14",
            "steps": [
                {
                    "id": "test-calls",
                    "title": "Place test calls",
                    "text": "Note numbers and results.",
                    "role": "core",
                    "clause": "§ 14",
                    "target": {"from": "recovered", "within": "12m"},
                    "shown_by": [{"action": "verify"}],
                },
                {
                    "id": "release-desk",
                    "title": "Release the desk",
                    "role": "shift-chief",
                    "clause": "§ 15",
                    "after": ["test-calls"],
                    "target": {"from": "recovered", "within": "20m"},
                    "shown_by": [{"action": "resolve"}],
                },
            ],
        },
    ],
}
