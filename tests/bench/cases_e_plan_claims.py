"""The plan of an insurer's claims platform."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values

PLAN: Final[Values] = {
    "id": "claims-platform-rules",
    "title": "Claims platform: rules for a bad day",
    "version": "4",
    "owner": "Chief operating officer, claims",
    "last_reviewed": "2026-09-01",
    "review_every": "6 months",
    "scope": {
        "incident": "Claims cannot be filed, found or paid, or somebody sees a file that is none of theirs."
    },
    "severities": [
        {
            "id": "Class-A",
            "title": "Claims at risk",
            "criteria": ["Files are lost, altered or seen by strangers, whatever the number"],
        },
        {
            "id": "Class-B",
            "title": "Claims delayed",
            "criteria": ["Nobody can work for more than an hour, no file is at risk"],
        },
        {"id": "Class-C", "title": "Nuisance", "criteria": ["Slow, or one function out"]},
    ],
    "roles": [
        {
            "id": "chair",
            "title": "Chair of the claims room",
            "leads": True,
            "deputies": ["vice-chair"],
            "longest": "4h",
            "handover": "Read out state, open tasks and what waits for a decision; the next chair confirms it.",
        },
        {"id": "vice-chair", "title": "Vice chair", "required": False},
        {"id": "platform", "title": "Platform engineer", "deputies": ["platform-two"]},
        {"id": "platform-two", "title": "Second platform engineer", "required": False},
        {"id": "claims-chief", "title": "Head of claims handling", "deputies": ["vice-chair"]},
        {"id": "privacy", "title": "Privacy officer", "deputies": ["vice-chair"]},
        {"id": "letters", "title": "Customer correspondence", "deputies": ["vice-chair"]},
    ],
    "contacts": [
        {
            "id": "hoster",
            "title": "Data centre partner, night desk",
            "reach": "Ticket portal",
            "out_of_band": "Night desk's telephone on the wall card",
            "external": True,
        },
        {
            "id": "engineers",
            "title": "Engineers' rota",
            "role": "platform",
            "reach": "Pager",
            "out_of_band": "Landline",
        },
    ],
    "escalation": [
        {"level": 1, "contact": "engineers", "acknowledge_within": "10m"},
        {"level": 2, "contact": "hoster", "acknowledge_within": "15m"},
    ],
    "tools": [
        {
            "id": "vault",
            "title": "Evidence vault",
            "access": ["platform", "platform-two"],
            "alternative": "Two sealed disks from the safe",
            "alternative_serves": "24h",
        }
    ],
    "communications": [
        {
            "id": "holder-page",
            "audience": "policyholders",
            "title": "Notice on the claims portal",
            "channel": "Claims portal",
            "author": "letters",
            "approver": "chair",
            "fallback": "Hot line announcement",
            "template": "What does not work, what is safe, what to do, next notice",
            "public": True,
        },
        {
            "id": "data-notice",
            "audience": "data-authority",
            "title": "Notice to the data protection authority",
            "channel": "Authority's form",
            "author": "privacy",
            "fallback": "Registered letter",
            "template": "What, whose, how many, what was done",
        },
    ],
    "cadences": [
        {
            "id": "portal-notices",
            "title": "Portal notices",
            "audience": "policyholders",
            "role": "letters",
            "clause": "3(d)",
            "from": "first post",
            "every": {"Class-A": "30m", "Class-B": "60m"},
        }
    ],
    "external_deadlines": [
        {
            "id": "data-clock",
            "authority": "Data protection authority",
            "applies_when": "Personal data is lost or seen",
            "from": "noticed",
            "role": "privacy",
            "stages": [{"within": "72h", "what": "Notification"}],
        }
    ],
    "decision_rights": [
        {
            "id": "payments",
            "decision": "Stopping payments",
            "role": "chair",
            "no_answer": {"after": "10m", "role": "vice-chair"},
            "clause": "2(e)",
        }
    ],
    "procedures": [
        {
            "id": "opening",
            "title": "1 Opening",
            "phase": "detection",
            "clause": "1",
            "steps": [
                {
                    "id": "answer-alarm",
                    "title": "Answer the alarm",
                    "role": "platform",
                    "clause": "1(a)",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"Class-A": "10m", "Class-B": "10m", "Class-C": "60m"},
                    },
                    "shown_by": [{"action": "acknowledge"}],
                },
                {
                    "id": "set-class",
                    "title": "Set the class",
                    "text": "With a reason in the minutes.",
                    "role": "chair",
                    "clause": "1(b)",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"Class-A": "15m", "Class-B": "20m", "Class-C": "60m"},
                    },
                    "shown_by": [{"action": "classify"}],
                },
                {
                    "id": "open-room",
                    "title": "Open the claims room",
                    "role": "chair",
                    "clause": "1(c)",
                    "target": {
                        "from": "first alert",
                        "within": {"Class-A": "20m", "Class-B": "30m", "Class-C": "60m"},
                    },
                    "shown_by": [{"action": "assume role", "role": "chair"}],
                },
            ],
        },
        {
            "id": "holding",
            "title": "2 Holding the damage",
            "phase": "containment",
            "clause": "2",
            "steps": [
                {
                    "id": "copy-first",
                    "title": "Copy disks and logs before anything is changed",
                    "role": "platform",
                    "clause": "2(a)",
                    "critical": True,
                    "severities": ["Class-A"],
                    "target": {"from": "declared", "within": {"Class-A": "12m"}},
                    "needs": {"tools": ["vault"]},
                },
                {
                    "id": "cut-off",
                    "title": "Cut off what does the damage",
                    "text": "Say why this measure and no other; it goes into the minutes.",
                    "role": "platform",
                    "clause": "2(b)",
                    "after": ["copy-first"],
                    "target": {
                        "from": "declared",
                        "within": {"Class-A": "25m", "Class-B": "40m", "Class-C": "60m"},
                    },
                    "shown_by": [{"action": "contain"}],
                },
                {
                    "id": "paper-forms",
                    "title": "Move urgent claims to paper",
                    "role": "claims-chief",
                    "clause": "2(c)",
                    "critical": True,
                    "target": {"from": "declared", "within": "20m"},
                },
                {
                    "id": "name-extent",
                    "title": "Name the extent",
                    "role": "platform",
                    "clause": "2(d)",
                    "target": {"from": "declared", "within": "35m"},
                    "shown_by": [{"action": "diagnose"}],
                },
                {
                    "id": "stop-payments",
                    "title": "Decide whether payments stop",
                    "text": "The minutes hold the decision and its reason.",
                    "role": "chair",
                    "clause": "2(e)",
                    "critical": True,
                    "target": {"from": "inject", "within": "10m"},
                    "shown_by": [{"action": "decide", "decision": "payments"}],
                },
                {
                    "id": "ask-hoster",
                    "title": "Ask the data centre partner",
                    "role": "claims-chief",
                    "clause": "2(f)",
                    "condition": "Storage or the site may be part of it",
                    "target": {"from": "inject", "within": "10m"},
                    "needs": {"contacts": ["hoster"]},
                    "shown_by": [{"action": "page", "contact": "hoster"}],
                },
            ],
        },
        {
            "id": "people",
            "title": "3 The people behind the files",
            "phase": "communication",
            "clause": "3",
            "steps": [
                {
                    "id": "weigh-privacy",
                    "title": "Weigh the harm to people",
                    "role": "privacy",
                    "clause": "3(a)",
                    "critical": True,
                    "severities": ["Class-A"],
                    "target": {"from": "declared", "within": {"Class-A": "25m"}},
                },
                {
                    "id": "tell-authority",
                    "title": "Open the notification to the authority",
                    "role": "privacy",
                    "clause": "3(b)",
                    "severities": ["Class-A"],
                    "target": {"from": "step weigh-privacy", "within": {"Class-A": "20m"}},
                    "shown_by": [{"action": "post update", "audience": "data-authority"}],
                },
                {
                    "id": "first-portal",
                    "title": "First notice on the portal",
                    "role": "letters",
                    "clause": "3(c)",
                    "target": {
                        "from": "impact",
                        "within": {"Class-A": "25m", "Class-B": "40m", "Class-C": "60m"},
                    },
                    "shown_by": [{"action": "post update", "audience": "policyholders"}],
                },
            ],
        },
        {
            "id": "closing",
            "title": "4 Closing",
            "phase": "resolution",
            "clause": "4",
            "steps": [
                {
                    "id": "sample-files",
                    "title": "Sample the files",
                    "text": "Twenty files, result noted.",
                    "role": "claims-chief",
                    "clause": "4(a)",
                    "target": {"from": "recovered", "within": "15m"},
                    "shown_by": [{"action": "verify"}],
                },
                {
                    "id": "close-room",
                    "title": "Close the room",
                    "role": "chair",
                    "clause": "4(b)",
                    "after": ["sample-files"],
                    "target": {"from": "recovered", "within": "25m"},
                    "shown_by": [{"action": "resolve"}],
                },
            ],
        },
    ],
}
