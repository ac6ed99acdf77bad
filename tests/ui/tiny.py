"""A small plan and a small scenario with one of everything: for tests of windows."""

from __future__ import annotations

from trainer.core.plan import Plan
from trainer.core.scenario import Scenario
from trainer.core.script import Script

__all__ = ["tiny_plan", "tiny_scenario", "tiny_script"]

_STEPS_RESPOND = [
    {
        "id": "acknowledge-page",
        "title": "Acknowledge the page",
        "role": "on-call",
        "critical": True,
        "target": {"from": "first alert", "within": "5m"},
        "shown_by": [{"action": "acknowledge"}],
        "text": "Answer the page, so that nobody else is woken.",
    },
    {
        "id": "set-severity",
        "title": "Set the severity and say why",
        "role": "on-call",
        "critical": True,
        "target": {"from": "acknowledged", "within": {"SEV1": "10m", "SEV2": "15m", "SEV3": "30m"}},
        "shown_by": [{"action": "classify"}],
    },
    {
        "id": "take-command",
        "title": "Take command, aloud",
        "role": "commander",
        "critical": True,
        "target": {"from": "classified", "within": "5m"},
        "shown_by": [{"action": "assume role", "role": "commander"}],
    },
    {
        "id": "open-call",
        "title": "Open the incident call",
        "role": "commander",
        "target": {"from": "declared", "within": "5m"},
        "needs": {"tools": ["bridge"]},
        "strength": "should",
    },
]
_STEPS_RESTORE = [
    {
        "id": "choose-measure",
        "title": "Decide on a measure",
        "role": "commander",
        "target": {"from": "inject", "within": "10m"},
        "shown_by": [{"action": "decide", "decision": "measure"}],
    },
    {
        "id": "contain",
        "title": "Start the measure",
        "role": "tech",
        "target": {"from": "step choose-measure", "within": "5m"},
        "shown_by": [{"action": "contain"}],
    },
    {
        "id": "verify",
        "title": "Verify with figures that payments work",
        "role": "tech",
        "target": {"from": "containment decided", "within": "15m"},
        "shown_by": [{"action": "verify"}],
        "marks": "contained",
    },
    {
        "id": "resolve",
        "title": "Declare the incident resolved",
        "role": "commander",
        "shown_by": [{"action": "resolve"}],
    },
]
_STEPS_TELL = [
    {
        "id": "first-update",
        "title": "First update to staff",
        "role": "comms",
        "target": {"from": "declared", "within": "10m"},
        "shown_by": [{"action": "post update", "audience": "staff"}],
    },
    {
        "id": "first-post",
        "title": "First post to customers",
        "role": "comms",
        "critical": True,
        "target": {"from": "classified", "within": {"SEV1": "20m", "SEV2": "30m"}},
        "shown_by": [{"action": "post update", "audience": "customers"}],
    },
]


def tiny_plan() -> Plan:
    """Four roles, three severities, ten steps in three procedures."""
    return Plan.model_validate(
        {
            "id": "tiny-plan",
            "title": "Incident procedures",
            "version": "3",
            "severities": [
                {"id": "SEV1", "title": "Critical", "criteria": ["Nobody can pay"], "update_every": "20m"},
                {"id": "SEV2", "title": "High", "criteria": ["Many cannot pay"], "update_every": "30m"},
                {"id": "SEV3", "title": "Low", "criteria": ["A few notice"]},
            ],
            "roles": [
                {"id": "commander", "title": "Incident Commander", "leads": True, "deputies": ["tech"],
                 "duties": ["Decides", "Keeps the room calm"]},
                {"id": "on-call", "title": "On-call engineer"},
                {"id": "tech", "title": "Technical Lead"},
                {"id": "comms", "title": "Communications Lead", "deputies": ["commander"]},
                {"id": "scribe", "title": "Scribe", "required": False},
            ],
            "contacts": [
                {"id": "vendor", "title": "Payment provider's hotline", "reach": "+00 555 0100"},
                {"id": "commander-rota", "title": "Commander on duty", "role": "commander"},
            ],
            "tools": [{"id": "bridge", "title": "Conference bridge", "alternative": "Phone chain"}],
            "procedures": [
                {"id": "respond", "title": "Respond", "phase": "detection", "clause": "4", "steps": _STEPS_RESPOND},
                {"id": "restore", "title": "Restore", "phase": "containment", "clause": "5", "steps": _STEPS_RESTORE},
                {"id": "tell", "title": "Tell people", "phase": "communication", "clause": "6", "steps": _STEPS_TELL},
            ],
            "cadences": [
                {"id": "staff-updates", "title": "Updates to staff", "audience": "staff", "role": "comms",
                 "from": "first update", "every": {"SEV1": "20m", "SEV2": "30m"}},
            ],
            "communications": [
                {"id": "to-staff", "audience": "staff", "title": "Staff", "channel": "chat", "author": "comms"},
                {"id": "to-customers", "audience": "customers", "title": "Customers", "channel": "status page",
                 "author": "comms", "approver": "commander", "public": True},
            ],
            "services": [
                {"id": "checkout", "title": "Checkout", "tabletop_every": "90 days", "simulation_every": "365 days"},
                {"id": "search", "title": "Search", "tier": 2, "tabletop_every": "180 days"},
            ],
            "sections": [{"heading": "Why we drill", "text": "So that the plan is known before it is needed."}],
        }
    )  # fmt: skip


_INJECTS = [
    {"id": "alert", "title": "Payment errors above 20 %", "release": {"at": "0"}, "channel": "alert",
     "from": "Monitoring", "to": ["on-call"], "text": "The error rate of payments is {{rate}}.",
     "marks": ["impact"], "expects": [{"step": "acknowledge-page"}, {"step": "set-severity"}],
     "attachments": [{"title": "Last ten minutes", "text": "09:00 0.2 %\n09:05 21 %"}],
     "questions": [{"ask": "Who is woken by this alert?", "points": ["on-call", "nobody else"]}]},
    {"id": "support-calls", "title": "Support is flooded", "release": {"at": "3m"}, "channel": "phone",
     "from": "Support desk", "to": ["comms", "on-call"], "text": "Customers ask whether they paid twice.",
     "expects": [{"step": "first-update"}], "hints": ["Who tells the staff?"]},
    {"id": "how-bad", "title": "How bad is it?", "release": {"at": "5m"}, "channel": "chat",
     "from": "Facilitator", "to": ["everyone"], "text": "Each of you: which severity is this?", "vote": "severity"},
    {"id": "executive", "title": "The board asks", "release": {"after": {"reached": "declared", "delay": "2m"}},
     "channel": "mail", "from": "Chief executive", "to": ["commander"], "text": "What do I tell the board?"},
    {"id": "nudge", "title": "Who is in command?", "release": {"when": {"overdue": "take-command"}},
     "channel": "page", "from": "Duty desk", "to": ["on-call", "commander"], "text": "Nobody has taken command.",
     "contingency_for": "take-command", "note": "Only if nobody takes command in time."},
    {"id": "options", "title": "Two ways out", "release": {"at": "10m"}, "channel": "chat",
     "from": "Technical Lead", "to": ["commander", "tech"], "text": "We can roll back, or wait for the provider.",
     "decision": "measure", "expects": [{"step": "choose-measure"}]},
    {"id": "recovering", "title": "Errors fall", "release": {"after": {"chose": "measure/rollback", "delay": "1m"}},
     "channel": "dashboard", "from": "Payments dashboard", "to": ["tech"], "text": "Error rate 3 % and falling.",
     "expects": [{"step": "verify"}]},
    {"id": "worse", "title": "Anger spreads", "release": {"at": "15m"}, "channel": "social",
     "from": "A customer", "to": ["comms"], "text": "Still broken!", "branch": "waiting"},
    {"id": "press", "title": "A journalist calls", "release": {"at": "20m"}, "channel": "news",
     "from": "A journalist", "to": ["comms"], "text": "Is it true that nobody can pay?",
     "expects": [{"step": "first-post"}]},
    {"id": "all-clear", "title": "All clear", "release": {"by_hand": True}, "channel": "alert",
     "from": "Monitoring", "to": ["everyone"], "text": "Error rate 0.2 %.", "expects": [{"step": "resolve"}]},
]  # fmt: skip


def tiny_scenario() -> Scenario:
    """Ten injects: timed, following, conditional, by hand; a contingency, a decision, a vote and a branch."""
    return Scenario.model_validate(
        {
            "id": "tiny",
            "title": "Payments stop",
            "summary": "Payments fail after a change; the team restores them and tells customers.",
            "kinds": ["tabletop", "simulation"],
            "plan": "tiny-plan",
            "service": "checkout",
            "difficulty": "introductory",
            "length": "45m",
            "roles": ["commander", "on-call", "tech", "comms"],
            "objectives": [
                {"id": "command", "title": "Command is taken within minutes", "critical": True,
                 "steps": ["acknowledge-page", "set-severity", "take-command"]},
                {"id": "restore", "title": "Payments are restored", "steps": ["choose-measure", "contain", "verify"]},
                {"id": "tell", "title": "Staff and customers know", "steps": ["first-update", "first-post"]},
            ],
            "briefing": {
                "situation": "It is Friday, shortly before noon.",
                "rules": ["Say what you do, aloud."],
                "assumptions": ["All tools work unless you are told otherwise."],
            },
            "facilitator_notes": "Keep the pace.",
            "variables": {"rate": "21 %"},
            "injects": _INJECTS,
            "decisions": [
                {"id": "measure", "question": "Roll back or wait?", "role": "commander", "step": "choose-measure",
                 "time_limit": "5m", "default": "wait", "options": [
                     {"id": "rollback", "text": "Roll back now", "plan_calls_for": True,
                      "consequence": {"text": "The rollback begins."}},
                     {"id": "wait", "text": "Wait for the provider",
                      "consequence": {"text": "The provider does not answer."}},
                 ]},
            ],
            "branches": [{"id": "waiting", "title": "The team waits", "when": {"chose": "measure/wait"}}],
            "votes": [
                {"id": "severity", "question": "Which severity is this?", "about": "severity",
                 "options": ["SEV1", "SEV2", "SEV3"], "truth": "SEV1", "step": "set-severity"},
            ],
            "hot_wash": [{"ask": "What would you change in the plan?"}],
            "truth": {"severity": "SEV1", "cause": "A change to the payment gateway", "affected": "All customers"},
        }
    )  # fmt: skip


def tiny_script() -> Script:
    """The tiny scenario on the tiny plan."""
    return Script(tiny_plan(), tiny_scenario())
