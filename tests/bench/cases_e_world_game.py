"""A game studio's live service: players cannot get in, or the item shop gives things away."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values, World, act, inject
from tests.bench.cases_e_plan_game import PLAN

SCENARIO: Final[Values] = {
    "id": "hot-leader",
    "title": "One hot server in the directory cluster",
    "plan": "live-watch",
    "length": "80m",
    "roles": ["producer", "backend", "community", "economy", "helpdesk"],
    "objectives": [
        {
            "id": "call",
            "title": "Call the code",
            "critical": True,
            "steps": ["grab-page", "call-code", "take-watch"],
        },
        {
            "id": "hold",
            "title": "Hold and cure",
            "critical": True,
            "steps": ["slow-queue", "freeze-shop", "find-cause", "ask-host", "choose-cure", "apply-cure"],
        },
        {"id": "speak", "title": "Keep players informed", "steps": ["first-word", "write-macro"]},
        {"id": "open", "title": "Open with whole wallets", "steps": ["check-wallets", "code-off"]},
    ],
    "briefing": {"situation": "Thursday, half past one. The autumn event has doubled the number of players."},
    "truth": {
        "severity": "CRIMSON",
        "cause": "A streaming option in the service directory fights over one lock.",
    },
    "injects": [
        inject(
            "latency-page",
            "1m",
            "backend producer",
            "Directory answers in 2 s instead of 300 ms. Half of the players are gone.",
            channel="page",
            sender="Monitoring",
            asks="grab-page call-code take-watch",
        ),
        inject(
            "locked-out",
            "6m",
            "community helpdesk producer",
            "Cannot log in, and my friend lost a helmet.",
            channel="social",
            sender="Players",
            marks=["impact"],
            asks="first-word write-macro",
        ),
        inject(
            "queue-grows",
            "11m",
            "backend economy",
            "Login queue at 400,000. Purchases are counted twice for some.",
            channel="dashboard",
            sender="Live board",
            asks="slow-queue freeze-shop",
        ),
        inject(
            "lock-graph",
            "16m",
            "backend",
            "One of five servers does all the work, its lock never frees.",
            channel="dashboard",
            sender="Directory",
            asks="find-cause",
        ),
        inject(
            "host-rumour",
            "18m",
            "backend",
            "Others say the cloud has a bad zone today.",
            sender="Other studio's forum",
            asks="ask-host",
        ),
        inject(
            "which-cure",
            "26m",
            "producer",
            "Streaming off, or larger machines? Say a word and we go.",
            sender="Backend room",
            decision="cure",
            asks="choose-cure apply-cure",
        ),
        inject(
            "players-return",
            "50m",
            "economy producer community",
            "Latency 300 ms, logins succeed.",
            channel="dashboard",
            sender="Live board",
            marks=["recovered"],
            asks="check-wallets code-off",
        ),
    ],
    "decisions": [
        {
            "id": "cure",
            "question": "Which cure?",
            "role": "producer",
            "step": "choose-cure",
            "options": [
                {"id": "streaming-off", "text": "Switch streaming off", "plan_calls_for": True},
                {"id": "larger", "text": "Move to larger machines"},
            ],
        }
    ],
}

ACTS: Final = {
    "grab": act("backend", "3m", "acknowledge", inject="latency-page"),
    "code": act(
        "producer",
        "6m30s",
        "classify",
        severity="CRIMSON",
        reason="Half of the players are out, far more than a third.",
    ),
    "watch": act("producer", "9m", "assume role", role="producer"),
    "slow": act(
        "backend",
        "15m",
        "do step",
        step="slow-queue",
        note="Five thousand a minute, the rest sees a place number.",
    ),
    "freeze": act(
        "economy", "17m", "do step", step="freeze-shop", note="Shop and trading are shut; gifts as well."
    ),
    "word": act(
        "community",
        "20m",
        "post update",
        audience="players",
        text="Logins fail for many of you. Please do not buy twice. Next word in twenty minutes.",
        next_in="20m",
        approved_by="producer",
    ),
    "host": act(
        "backend",
        "24m",
        "page",
        contact="cloud-host",
        note="All zones are well, they see our lock contention too.",
    ),
    "macro": act(
        "helpdesk",
        "27m",
        "post update",
        audience="agents",
        text="Say: we know, items are safe. Do not say: a time. Collect doubled purchases.",
    ),
    "choose": act(
        "producer",
        "31m",
        "decide",
        decision="cure",
        option="streaming-off",
        reason="It was switched on yesterday and can be undone at once.",
    ),
    "cause": act(
        "backend",
        "33m",
        "diagnose",
        cause="The streaming option serialises every write behind one lock on the leader.",
    ),
    "apply": act(
        "backend",
        "39m",
        "contain",
        measure="Streaming is off on all directory servers",
        reason="Frees the lock without moving data.",
    ),
    "word-2": act(
        "community",
        "38m",
        "post update",
        audience="players",
        text="We have found it and are changing a setting. Next word in twenty minutes.",
        next_in="20m",
        approved_by="producer",
    ),
    "word-3": act(
        "community",
        "56m",
        "post update",
        audience="players",
        text="Logins come back in portions. Next word in twenty minutes.",
        next_in="20m",
        approved_by="producer",
    ),
    "wallets": act(
        "economy",
        "58m",
        "verify",
        what="Wallets and inventories",
        evidence="Fifty of fifty accounts agree with the ledger; 212 doubled purchases listed.",
    ),
    "off": act(
        "producer", "64m", "resolve", statement="Crimson is off. Doubled purchases are returned tonight."
    ),
    "word-4": act(
        "community",
        "67m",
        "post update",
        audience="players",
        text="Everybody can play again. What was bought twice is returned tonight.",
        approved_by="producer",
    ),
}

GAME: Final = World(PLAN, SCENARIO, ACTS)
