"""A build service whose tokens are stolen: law and traces, words as levels, no ladder, no tools."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "intrusion-guide",
    "title": "Guide for intrusions",
    "version": "3.0",
    "owner": "Security office",
    "last_reviewed": "2026-07-01",
    "review_every": "365 days",
    "severities": [
        {"id": "Grave", "title": "Grave", "criteria": ["Secrets of customers may have left the house."]},
        {
            "id": "Serious",
            "title": "Serious",
            "criteria": ["An intruder was inside, customers are not touched."],
        },
        {"id": "Minor", "title": "Minor", "criteria": ["An attempt that failed."]},
    ],
    "roles": [
        {"id": "analyst", "title": "Security analyst"},
        {"id": "head", "title": "Head of response", "leads": True, "deputies": ["deputy-head"]},
        {"id": "platform", "title": "Platform engineer"},
        {"id": "counsel", "title": "Counsel"},
        {"id": "spokesperson", "title": "Spokesperson"},
        {"id": "deputy-head", "title": "Deputy head", "required": False},
    ],
    "contacts": [
        {"id": "counsel-line", "title": "Counsel on call", "role": "counsel", "reach": "Mobile phone"},
        {
            "id": "code-host",
            "title": "Code host, trust desk",
            "reach": "Form, then telephone; after an hour their director",
            "external": True,
        },
    ],
    "procedures": [
        {
            "id": "recognise",
            "title": "Recognise",
            "phase": "detection",
            "clause": "Part I",
            "steps": [
                step(
                    "receive",
                    "Receive the report",
                    "analyst",
                    "first signal: 15m",
                    clause="I.1",
                    critical=True,
                    how="acknowledge",
                ),
                step(
                    "weigh",
                    "Weigh it, with reason",
                    "analyst",
                    "first signal: 30m",
                    clause="I.2",
                    critical=True,
                    after=["receive"],
                    how="classify",
                ),
                step(
                    "convene",
                    "Convene the response",
                    "head",
                    "first signal: 40m",
                    clause="I.3",
                    critical=True,
                    how={"action": "assume role", "role": "head"},
                ),
            ],
        },
        {
            "id": "evict",
            "title": "Evict",
            "phase": "containment",
            "clause": "Part II",
            "steps": [
                step(
                    "copy",
                    "Copy the traces before anything is changed",
                    "platform",
                    "inject: 20m",
                    clause="II.1",
                    critical=True,
                    condition="A measure would change traces",
                    text="Disk image and logs go to the evidence store; note the checksum.",
                ),
                step(
                    "rotate",
                    "Change the secrets, reason logged",
                    "platform",
                    "declared: 45m",
                    clause="II.2",
                    critical=True,
                    after=["copy"],
                    how="contain",
                ),
                step(
                    "confirm",
                    "Confirm that the intruder is out",
                    "analyst",
                    "containment decided: 40m",
                    clause="II.3",
                    after=["rotate"],
                    how="verify",
                ),
            ],
        },
        {
            "id": "law",
            "title": "Law and public",
            "phase": "communication",
            "clause": "Part III",
            "steps": [
                step(
                    "ask-counsel",
                    "Ask counsel which clocks run",
                    "head",
                    "declared: 20m",
                    clause="III.1",
                    how={"action": "page", "contact": "counsel-line"},
                    needs={"contacts": ["counsel-line"]},
                ),
                step(
                    "authority",
                    "Notify the data authority",
                    "counsel",
                    "inject: 60m",
                    clause="III.2",
                    critical=True,
                    condition="Personal data left the house",
                    how={"action": "post update", "audience": "authority"},
                ),
                step(
                    "users",
                    "Tell users what to change",
                    "spokesperson",
                    "declared: 70m",
                    clause="III.3",
                    critical=True,
                    severities=["Grave"],
                    how={"action": "post update", "audience": "users"},
                    text="Released by the head of response.",
                ),
            ],
        },
        {
            "id": "shut",
            "title": "Shut",
            "phase": "resolution",
            "clause": "Part IV",
            "steps": [
                step(
                    "shut-case",
                    "Shut the case",
                    "head",
                    "step confirm: 40m",
                    clause="IV.1",
                    after=["confirm"],
                    how="resolve",
                )
            ],
        },
    ],
    "communications": [
        {
            "id": "user-letter",
            "audience": "users",
            "title": "Letter to users",
            "channel": "Mail and blog",
            "author": "spokesperson",
            "approver": "head",
            "fallback": "Banner in the product",
            "public": True,
        },
        {
            "id": "form",
            "audience": "authority",
            "title": "Notification form",
            "channel": "Portal",
            "author": "counsel",
        },
    ],
    "external_deadlines": [
        {
            "id": "data-authority",
            "authority": "Data protection authority",
            "applies_when": "Personal data left the house",
            "from": "noticed",
            "role": "counsel",
            "stages": [{"within": "72h", "what": "Notification"}],
        }
    ],
    "decision_rights": [
        {"id": "all-tokens", "decision": "Changing all secrets at once", "role": "head", "clause": "V.1"},
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "stolen-cookie",
    "title": "A stolen session",
    "plan": "intrusion-guide",
    "length": "3h",
    "roles": ["analyst", "head", "platform", "counsel", "spokesperson", "deputy-head"],
    "objectives": [
        {"id": "grip", "title": "Recognise it", "critical": True, "steps": ["receive", "weigh", "convene"]},
        {
            "id": "out",
            "title": "Intruder out, traces kept",
            "steps": ["copy", "rotate", "confirm", "shut-case"],
        },
        {"id": "tell", "title": "Law and users", "steps": ["ask-counsel", "authority", "users"]},
    ],
    "truth": {
        "severity": "Grave",
        "cause": "A session cookie was taken from a laptop.",
        "external_deadlines": ["data-authority"],
    },
    "injects": [
        inject(
            "tip",
            "3m",
            "mail",
            "A customer",
            "Our token was used from an address that we do not know.",
            to=["analyst"],
            calls=["receive", "weigh", "convene"],
        ),
        inject(
            "laptop",
            "20m",
            "ticket",
            "Endpoint team",
            "The cookie comes from a laptop of ours; a download of 40 GB on Tuesday.",
            calls=["ask-counsel", "users"],
        ),
        inject(
            "wipe",
            "32m",
            "chat",
            "Platform team",
            "Shall we rebuild the hosts and change every token?",
            to=["platform", "head"],
            calls=["copy", "rotate"],
        ),
        inject(
            "names",
            "50m",
            "chat",
            "Data team",
            "The download holds names and addresses of about 900 people.",
            to=["counsel", "head"],
            calls=["authority"],
        ),
        inject(
            "silence",
            "90m",
            "dashboard",
            "Access board",
            "No use of the old tokens for twenty minutes.",
            to=["analyst", "head"],
            calls=["confirm", "shut-case"],
        ),
    ],
}

LETTER: Final = "Secrets stored with us may have been read. Change them today; here is how."

TEAM: Final = {
    "receive": act("analyst", "tip+6m", "acknowledge", inject="tip"),
    "weigh": act(
        "analyst", "24m", "classify", severity="Grave", reason="Customers' secrets were in the download."
    ),
    "convene": act("head", "28m", "assume role", role="head"),
    "counsel": act(
        "head", "laptop+15m", "page", contact="counsel-line", note="Counsel joins and starts a list."
    ),
    "copy": act(
        "platform", "wipe+14m", "do step", step="copy", note="Image and logs stored, checksum ends in 7c1."
    ),
    "rotate": act(
        "platform", "60m", "contain", measure="All tokens changed", reason="We cannot tell which are safe."
    ),
    "authority": act(
        "counsel", "names+40m", "post update", audience="authority", text="Form sent, 900 people."
    ),
    "users": act("spokesperson", "80m", "post update", audience="users", text=LETTER, approved_by="head"),
    "confirm": act(
        "analyst", "silence+5m", "verify", what="Intruder is out", evidence="No use of old tokens, 25 min"
    ),
    "shut": act("head", "silence+20m", "resolve", statement="Case shut; review on Thursday."),
}

BREACH: Final = World("breach", PLAN, SCENARIO, TEAM)
