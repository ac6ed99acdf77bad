"""A hospital whose patient record stops: plan, story and a shift that does everything as written."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_c_make import Kit, deed, done, inject, shown, timed

_ROLES: Final[list[dict[str, Any]]] = [
    {"id": "site-manager", "title": "Duty site manager", "leads": True, "deputies": ["night-manager"]},
    {"id": "night-manager", "title": "Second site manager", "required": False},
    {"id": "it-duty", "title": "IT duty officer", "deputies": ["it-second"]},
    {"id": "it-second", "title": "Second IT officer", "required": False},
    {"id": "ward-coordinator", "title": "Ward coordinator", "deputies": ["ward-second"]},
    {"id": "ward-second", "title": "Second ward coordinator", "required": False},
    {"id": "pharmacist", "title": "Duty pharmacist", "deputies": ["pharmacy-second"]},
    {"id": "pharmacy-second", "title": "Second pharmacist", "required": False},
    {"id": "information", "title": "Information officer", "deputies": ["press-second"]},
    {"id": "press-second", "title": "Second information officer", "required": False},
]


def _contact(name: str, title: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "title": title, "reach": "Internal directory", "out_of_band": "Printed card", **keys}


def _procedures() -> list[dict[str, Any]]:
    return [
        {
            "id": "notice",
            "title": "Noticing",
            "phase": "detection",
            "clause": "A",
            "steps": [
                {
                    "id": "take-alarm",
                    "clause": "A.1",
                    "title": "Take the alarm of the record system",
                    "role": "it-duty",
                    "critical": True,
                    "target": timed("first alert", {"red": "5m", "amber": "15m"}),
                    "shown_by": shown("acknowledge"),
                },
            ],
        },
        {
            "id": "level",
            "title": "Level and command",
            "phase": "classification",
            "clause": "B",
            "steps": [
                {
                    "id": "set-level",
                    "clause": "B.1",
                    "title": "Set the level",
                    "text": "Say the level and the reason for it; both go into the log.",
                    "role": "site-manager",
                    "critical": True,
                    "after": ["take-alarm"],
                    "target": timed("acknowledged", {"red": "10m", "amber": "20m"}),
                    "shown_by": shown("classify"),
                },
                {
                    "id": "take-command",
                    "clause": "B.2",
                    "title": "Take command aloud",
                    "role": "site-manager",
                    "after": ["set-level"],
                    "target": timed("classified", "5m"),
                    "shown_by": shown("assume role", role="site-manager"),
                },
            ],
        },
        {
            "id": "safe-care",
            "title": "Safe care without the record",
            "phase": "containment",
            "clause": "C",
            "steps": [
                {
                    "id": "paper-charts",
                    "clause": "C.1",
                    "title": "Put every ward on paper charts",
                    "role": "ward-coordinator",
                    "critical": True,
                    "after": ["take-command"],
                    "target": timed("declared", "15m"),
                },
                {
                    "id": "print-medicines",
                    "clause": "C.2",
                    "title": "Print the medicine lists from the emergency computer",
                    "role": "pharmacist",
                    "critical": True,
                    "target": timed("declared", "20m"),
                    "needs": {"tools": ["emergency-computer"]},
                },
                {
                    "id": "name-fault",
                    "clause": "C.3",
                    "title": "Say what has failed and how far it reaches",
                    "role": "it-duty",
                    "target": timed("declared", "25m"),
                    "shown_by": shown("diagnose"),
                },
                {
                    "id": "ring-maker",
                    "clause": "C.4",
                    "title": "Ring the maker of the record",
                    "text": "If nobody calls back within 20 minutes, ring the maker's account director.",
                    "role": "it-duty",
                    "condition": "The fault lies inside the record system",
                    "target": timed("inject", "15m"),
                    "needs": {"contacts": ["record-maker"]},
                    "shown_by": shown("page", contact="record-maker"),
                },
                {
                    "id": "shut-record",
                    "clause": "C.5",
                    "title": "Decide to shut the record or leave it readable",
                    "text": "Say the measure and the reason for it; both go into the log.",
                    "role": "site-manager",
                    "critical": True,
                    "after": ["name-fault"],
                    "target": timed("identified", "15m"),
                    "shown_by": shown("contain"),
                },
                {
                    "id": "sample-charts",
                    "clause": "C.6",
                    "title": "Compare a sample of charts with what was prescribed",
                    "role": "pharmacist",
                    "target": timed("containment decided", "25m"),
                    "shown_by": shown("verify"),
                },
            ],
        },
        {
            "id": "words",
            "title": "Words",
            "phase": "communication",
            "clause": "D",
            "steps": [
                {
                    "id": "tell-wards",
                    "clause": "D.1",
                    "title": "Tell the wards",
                    "role": "information",
                    "target": timed("declared", "15m"),
                    "shown_by": shown("post update", audience="wards"),
                },
                {
                    "id": "tell-relatives",
                    "clause": "D.2",
                    "title": "Tell patients and relatives",
                    "role": "information",
                    "target": timed("impact", {"red": "30m", "amber": "60m"}),
                    "shown_by": shown("post update", audience="relatives"),
                },
            ],
        },
        {
            "id": "back",
            "title": "Back to normal",
            "phase": "resolution",
            "clause": "E",
            "steps": [
                {
                    "id": "stand-down",
                    "clause": "E.1",
                    "title": "Stand down",
                    "role": "site-manager",
                    "after": ["sample-charts"],
                    "target": timed("recovered", "20m"),
                    "shown_by": shown("resolve"),
                },
            ],
        },
        {
            "id": "learn",
            "title": "Learning",
            "phase": "review",
            "clause": "F",
            "steps": [
                {
                    "id": "book-review",
                    "clause": "F.1",
                    "title": "Book the review with the wards",
                    "role": "site-manager",
                    "after": ["stand-down"],
                    "target": timed("resolved", "10m"),
                },
            ],
        },
    ]


def _plan() -> dict[str, Any]:
    return {
        "id": "record-loss",
        "title": "Loss of the patient record",
        "version": "4.2",
        "owner": "Emergency planning",
        "last_reviewed": "2026-09-01",
        "review_every": "365 days",
        "scope": {
            "incident": "The patient record cannot be read or written on one ward or more.",
            "problem": "The cause of it, which is worked on once the wards are safe.",
            "trigger": ["An alarm of the record system, or a ward that calls."],
        },
        "severities": [
            {
                "id": "red",
                "title": "All wards",
                "criteria": ["The record is lost on more than half of the wards."],
                "respond_within": "5m",
                "update_every": "30m",
            },
            {
                "id": "amber",
                "title": "Some wards",
                "criteria": ["The record is lost on at most half of the wards."],
                "respond_within": "15m",
                "update_every": "60m",
            },
        ],
        "triage": {"unsure": "Take red."},
        "roles": [dict(role) for role in _ROLES],
        "contacts": [
            _contact("it-phone", "IT on duty", role="it-duty"),
            _contact("it-second-phone", "Second IT officer", role="it-second"),
            _contact("record-maker", "Hotline of the record's maker", external=True),
        ],
        "tools": [
            {
                "id": "emergency-computer",
                "title": "Emergency computer with the nightly copy",
                "access": ["pharmacist", "pharmacy-second"],
                "alternative": "The sealed folder with the morning's print",
                "alternative_serves": "12h",
            },
        ],
        "procedures": _procedures(),
        "cadences": [
            {
                "id": "relatives-rhythm",
                "title": "Updates for relatives",
                "audience": "relatives",
                "role": "information",
                "clause": "D.3",
                "from": "first post",
                "every": {"red": "30m", "amber": "60m"},
            },
        ],
        "communications": [
            {
                "id": "ward-note",
                "audience": "wards",
                "title": "Note to the wards",
                "channel": "Paging system",
                "template": "What is down, what to do, when we write again.",
                "author": "information",
                "approver": "site-manager",
                "fallback": "Runner with a printed note",
            },
            {
                "id": "notice-board",
                "audience": "relatives",
                "title": "Notice for patients and relatives",
                "channel": "Screens and website",
                "template": "What this means for you, when we write again.",
                "author": "information",
                "approver": "site-manager",
                "fallback": "Printed notices at the doors",
                "public": True,
            },
        ],
        "escalation": [
            {"level": 1, "contact": "it-phone", "acknowledge_within": "5m"},
            {"level": 2, "contact": "it-second-phone", "acknowledge_within": "5m"},
        ],
    }


def _scenario() -> dict[str, Any]:
    return {
        "id": "record-stops",
        "title": "The record stops in the morning round",
        "plan": "record-loss",
        "length": "110m",
        "roles": ["site-manager", "it-duty", "ward-coordinator", "pharmacist", "information"],
        "objectives": [
            {
                "id": "command",
                "title": "Command is clear",
                "steps": ["take-alarm", "set-level", "take-command"],
            },
            {
                "id": "care",
                "title": "Nobody gets the wrong medicine",
                "critical": True,
                "steps": ["paper-charts", "print-medicines", "name-fault", "shut-record", "sample-charts"],
            },
            {"id": "inform", "title": "People know", "steps": ["tell-wards", "tell-relatives"]},
            {"id": "return", "title": "Return in order", "steps": ["stand-down", "book-review"]},
        ],
        "injects": [
            inject(
                "alarm",
                "2m",
                "alert",
                "Record monitor",
                "Sign-in to the record fails on 22 of 26 wards.",
                expects=["take-alarm", "set-level", "take-command", "name-fault", "tell-wards"],
            ),
            inject(
                "wards-ring",
                "6m",
                "phone",
                "Ward 4",
                "We cannot see who gets which drip. It is the same upstairs.",
                marks=["impact"],
                expects=["paper-charts", "print-medicines", "tell-relatives"],
            ),
            inject(
                "database-full",
                "26m",
                "dashboard",
                "Record monitor",
                "The record's own database refuses to write: log space exhausted.",
                to=["it-duty", "site-manager"],
                expects=["ring-maker", "shut-record", "sample-charts"],
            ),
            inject(
                "readable-again",
                "75m",
                "dashboard",
                "Record monitor",
                "Sign-in works on all 26 wards, writes are being caught up.",
                marks=["recovered"],
                expects=["stand-down", "book-review"],
            ),
        ],
        "truth": {"severity": "red", "cause": "The log volume of the record's database was full."},
    }


def ward() -> Kit:
    """The drill in which all goes as the plan says."""
    posted = {"approved_by": "site-manager", "next_in": "30m"}
    return Kit(
        _plan(),
        _scenario(),
        {
            "take-alarm": deed("it-duty", "4m", "acknowledge", inject="alarm"),
            "set-level": deed(
                "site-manager",
                "9m",
                "classify",
                severity="red",
                reason="22 of 26 wards have no record, so well over half.",
            ),
            "take-command": deed("site-manager", "11m", "assume role", role="site-manager"),
            "paper-charts": done(
                "ward-coordinator", "20m", "paper-charts", "All 26 wards have called back: on paper."
            ),
            "print-medicines": done(
                "pharmacist", "27m", "print-medicines", "Lists of 04:00 printed and on their way."
            ),
            "name-fault": deed(
                "it-duty", "29m", "diagnose", cause="Database of the record cannot write, all sites."
            ),
            "ring-maker": deed(
                "it-duty", "33m", "page", contact="record-maker", note="Engineer is logging in now."
            ),
            "shut-record": deed(
                "site-manager",
                "38m",
                "contain",
                measure="Leave the record readable, block all writing",
                reason="Half-written orders are worse than none, and reading still helps.",
            ),
            "sample-charts": deed(
                "pharmacist",
                "55m",
                "verify",
                what="Paper charts agree with the prescriptions",
                evidence="40 charts of 8 wards compared, none differs.",
            ),
            "tell-wards": deed(
                "information",
                "21m",
                "post update",
                audience="wards",
                text="Record down everywhere since seven. Paper charts now, the coordinator calls each ward.",
                approved_by="site-manager",
            ),
            "tell-relatives": deed(
                "information",
                "28m",
                "post update",
                audience="relatives",
                text="Our computers are slow today; treatment goes on. Next word in 30 minutes.",
                **posted,
            ),
            "second-notice": deed(
                "information",
                "54m",
                "post update",
                audience="relatives",
                text="Treatment goes on with paper. Planned visits may wait. Next word in 30 minutes.",
                **posted,
            ),
            "third-notice": deed(
                "information",
                "80m",
                "post update",
                audience="relatives",
                text="The computers are back; waiting times shrink. Last word in 30 minutes at the latest.",
                **posted,
            ),
            "stand-down": deed(
                "site-manager", "88m", "resolve", statement="All wards back on the record since 76."
            ),
            "book-review": done("site-manager", "92m", "book-review", "Thursday, with all five functions."),
        },
    )
