"""The plan of a game studio's live service."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values

PLAN: Final[Values] = {
    "id": "live-watch",
    "title": "Live watch: the code calls",
    "version": "0.9-live",
    "owner": "Live operations director",
    "last_reviewed": "2026-08-20",
    "review_every": "180 days",
    "scope": {"incident": "Players cannot play, lose what they own, or get what they did not earn."},
    "severities": [
        {
            "id": "CRIMSON",
            "title": "Code crimson",
            "criteria": ["A third of the players or more cannot play", "Items are lost or doubled"],
        },
        {"id": "COPPER", "title": "Code copper", "criteria": ["One mode or region is out"]},
        {"id": "CHALK", "title": "Code chalk", "criteria": ["Ugly, but playable"]},
    ],
    "roles": [
        {
            "id": "producer",
            "title": "Live producer on watch",
            "leads": True,
            "deputies": ["second-producer"],
            "longest": "3h",
            "handover": "Go through what is broken, open tasks and when players hear next; the other says 'my watch'.",
        },
        {"id": "second-producer", "title": "Second producer", "required": False},
        {"id": "backend", "title": "Backend programmer on watch", "deputies": ["second-backend"]},
        {"id": "second-backend", "title": "Second backend programmer", "required": False},
        {"id": "community", "title": "Community manager", "deputies": ["second-producer"]},
        {"id": "economy", "title": "Economy designer", "deputies": ["second-producer"]},
        {"id": "helpdesk", "title": "Player support lead", "deputies": ["second-producer"]},
    ],
    "contacts": [
        {
            "id": "cloud-host",
            "title": "Cloud host, premium desk",
            "reach": "Premium console",
            "out_of_band": "Account engineer's telephone",
            "external": True,
        },
        {
            "id": "backend-rota",
            "title": "Backend rota",
            "role": "backend",
            "reach": "Pager",
            "out_of_band": "Mobile",
        },
        {
            "id": "backend-rota-two",
            "title": "Second backend rota",
            "role": "second-backend",
            "reach": "Pager",
            "out_of_band": "Mobile",
        },
    ],
    "escalation": [
        {"level": 1, "contact": "backend-rota", "acknowledge_within": "5m"},
        {"level": 2, "contact": "backend-rota-two", "acknowledge_within": "5m"},
        {"level": 3, "contact": "cloud-host", "acknowledge_within": "10m"},
    ],
    "tools": [
        {
            "id": "ship-tool",
            "title": "Ship tool",
            "access": ["backend", "second-backend"],
            "alternative": "Signed script on the jump host",
            "alternative_serves": "8h",
        }
    ],
    "communications": [
        {
            "id": "player-feed",
            "audience": "players",
            "title": "Live feed",
            "channel": "Live feed",
            "author": "community",
            "approver": "producer",
            "fallback": "Banner in the launcher",
            "template": "What, who, what not to do, next word",
            "public": True,
        },
        {
            "id": "desk-macro",
            "audience": "agents",
            "title": "Macro for agents",
            "channel": "Support tool",
            "author": "helpdesk",
            "fallback": "Chat",
            "template": "Say, do not say, collect",
        },
    ],
    "cadences": [
        {
            "id": "feed-rhythm",
            "title": "Live feed",
            "audience": "players",
            "role": "community",
            "clause": "L-07",
            "from": "first post",
            "every": {"CRIMSON": "20m", "COPPER": "40m"},
        }
    ],
    "decision_rights": [
        {
            "id": "cure",
            "decision": "Rolling progress back",
            "role": "producer",
            "no_answer": {"after": "5m", "role": "second-producer"},
            "clause": "L-10",
        }
    ],
    "procedures": [
        {
            "id": "call",
            "title": "Calling the code",
            "phase": "detection",
            "clause": "L-00",
            "steps": [
                {
                    "id": "grab-page",
                    "title": "Grab the page",
                    "role": "backend",
                    "clause": "L-01",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"CRIMSON": "5m", "COPPER": "15m", "CHALK": "60m"},
                    },
                    "shown_by": [{"action": "acknowledge"}],
                },
                {
                    "id": "call-code",
                    "title": "Call the code",
                    "text": "Code, and the reason for it.",
                    "role": "producer",
                    "clause": "L-02",
                    "critical": True,
                    "target": {
                        "from": "first alert",
                        "within": {"CRIMSON": "10m", "COPPER": "20m", "CHALK": "60m"},
                    },
                    "shown_by": [{"action": "classify"}],
                },
                {
                    "id": "take-watch",
                    "title": "Take the watch",
                    "role": "producer",
                    "clause": "L-03",
                    "after": ["call-code"],
                    "target": {"from": "classified", "within": "5m"},
                    "shown_by": [{"action": "assume role", "role": "producer"}],
                },
            ],
        },
        {
            "id": "hold",
            "title": "Holding the line",
            "phase": "containment",
            "clause": "L-04",
            "steps": [
                {
                    "id": "slow-queue",
                    "title": "Slow the login queue",
                    "role": "backend",
                    "clause": "L-04",
                    "critical": True,
                    "target": {
                        "from": "declared",
                        "within": {"CRIMSON": "10m", "COPPER": "25m", "CHALK": "60m"},
                    },
                },
                {
                    "id": "freeze-shop",
                    "title": "Freeze the item shop",
                    "role": "economy",
                    "clause": "L-05",
                    "critical": True,
                    "severities": ["CRIMSON"],
                    "target": {"from": "declared", "within": {"CRIMSON": "12m"}},
                },
                {
                    "id": "find-cause",
                    "title": "Find the cause",
                    "role": "backend",
                    "clause": "L-08",
                    "target": {"from": "declared", "within": "30m"},
                    "shown_by": [{"action": "diagnose"}],
                },
                {
                    "id": "ask-host",
                    "title": "Ask the cloud host",
                    "role": "backend",
                    "clause": "L-09",
                    "condition": "The host's side may be part of it",
                    "target": {"from": "inject", "within": "10m"},
                    "needs": {"contacts": ["cloud-host"]},
                    "shown_by": [{"action": "page", "contact": "cloud-host"}],
                },
                {
                    "id": "choose-cure",
                    "title": "Choose the cure",
                    "text": "Say the reason aloud; it goes to the watch log.",
                    "role": "producer",
                    "clause": "L-10",
                    "critical": True,
                    "target": {"from": "inject", "within": "10m"},
                    "shown_by": [{"action": "decide", "decision": "cure"}],
                },
                {
                    "id": "apply-cure",
                    "title": "Apply the cure",
                    "text": "Log what is changed and why.",
                    "role": "backend",
                    "clause": "L-11",
                    "after": ["choose-cure"],
                    "target": {"from": "step choose-cure", "within": "15m"},
                    "needs": {"tools": ["ship-tool"]},
                    "shown_by": [{"action": "contain"}],
                },
            ],
        },
        {
            "id": "speak",
            "title": "Speaking to players",
            "phase": "communication",
            "clause": "L-06",
            "steps": [
                {
                    "id": "first-word",
                    "title": "First word to players",
                    "role": "community",
                    "clause": "L-06",
                    "critical": True,
                    "target": {
                        "from": "declared",
                        "within": {"CRIMSON": "15m", "COPPER": "30m", "CHALK": "60m"},
                    },
                    "shown_by": [{"action": "post update", "audience": "players"}],
                },
                {
                    "id": "write-macro",
                    "title": "Write the agents' macro",
                    "role": "helpdesk",
                    "clause": "L-12",
                    "target": {
                        "from": "declared",
                        "within": {"CRIMSON": "25m", "COPPER": "40m", "CHALK": "60m"},
                    },
                    "shown_by": [{"action": "post update", "audience": "agents"}],
                },
            ],
        },
        {
            "id": "reopen",
            "title": "Open again",
            "phase": "resolution",
            "clause": "L-13",
            "steps": [
                {
                    "id": "check-wallets",
                    "title": "Check wallets and inventories",
                    "text": "Fifty accounts, differences noted.",
                    "role": "economy",
                    "clause": "L-13",
                    "critical": True,
                    "target": {"from": "recovered", "within": "12m"},
                    "shown_by": [{"action": "verify"}],
                },
                {
                    "id": "code-off",
                    "title": "Call the code off",
                    "role": "producer",
                    "clause": "L-14",
                    "after": ["check-wallets"],
                    "target": {"from": "recovered", "within": "20m"},
                    "shown_by": [{"action": "resolve"}],
                },
            ],
        },
    ],
}
