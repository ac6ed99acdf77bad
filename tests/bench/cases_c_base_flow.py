"""A flight plan system that stops on one odd plan: plan, story and a watch that does everything as written."""

from __future__ import annotations

from typing import Any

from tests.bench.cases_c_make import Kit, deed, done, inject, shown, timed


def _procedures() -> list[dict[str, Any]]:
    grade: list[dict[str, Any]] = [
        {
            "id": "grade",
            "clause": "2.1",
            "title": "Grade the failure",
            "text": "State the grade with the reason; the log keeps both.",
            "role": "watch-manager",
            "critical": True,
            "after": ["note-alarm"],
            "target": timed("first alert", {"grade-1": "12m", "grade-2": "25m"}),
            "shown_by": shown("classify"),
        },
        {
            "id": "command",
            "clause": "2.2",
            "title": "Take command of the failure",
            "role": "watch-manager",
            "after": ["grade"],
            "target": timed("classified", "5m"),
            "shown_by": shown("assume role", role="watch-manager"),
        },
    ]
    act: list[dict[str, Any]] = [
        {
            "id": "call-second",
            "clause": "3.1",
            "title": "Call the second line",
            "role": "first-line",
            "target": timed("declared", "10m"),
            "needs": {"contacts": ["second-line-phone"]},
            "shown_by": shown("page", contact="second-line-phone"),
        },
        {
            "id": "find-fault",
            "clause": "3.2",
            "title": "State which part has stopped, and on what",
            "role": "second-line",
            "critical": True,
            "target": timed("step call-second", "25m"),
            "needs": {"tools": ["remote-desk"]},
            "shown_by": shown("diagnose"),
        },
        {
            "id": "call-maker",
            "clause": "3.3",
            "title": "Call the maker of the system",
            "text": "If the maker has no answer within 30 minutes, the watch manager rings its director on call.",
            "role": "second-line",
            "condition": "Primary and backup have stopped in the same way",
            "target": timed("inject", "20m"),
            "needs": {"contacts": ["system-maker"]},
            "shown_by": shown("page", contact="system-maker"),
        },
        {
            "id": "slow-traffic",
            "clause": "3.4",
            "title": "Order the traffic restriction",
            "text": "Give the rate, the start, and the reason.",
            "role": "watch-manager",
            "critical": True,
            "target": timed("declared", "35m"),
            "shown_by": shown("contain"),
        },
        {
            "id": "count-plans",
            "clause": "3.5",
            "title": "Count that plans entered by hand keep up",
            "role": "first-line",
            "critical": True,
            "target": timed("containment decided", "25m"),
            "shown_by": shown("verify"),
        },
        {
            "id": "give-watch",
            "clause": "3.6",
            "title": "Give the watch to the next manager",
            "text": "State, open tasks, owners and next update are read out; the receiver says: I have the watch.",
            "role": "watch-manager",
            "condition": "A shift ends during the failure",
            "target": timed("inject", "15m"),
            "shown_by": shown("hand over", role="watch-manager"),
        },
    ]
    tell: list[dict[str, Any]] = [
        {
            "id": "tell-airlines",
            "clause": "4.1",
            "title": "Tell the airlines",
            "role": "airline-desk",
            "target": timed("declared", "20m"),
            "shown_by": shown("post update", audience="airlines"),
        },
        {
            "id": "tell-press",
            "clause": "4.2",
            "title": "First statement to the public",
            "role": "airline-desk",
            "target": timed("impact", {"grade-1": "40m", "grade-2": "80m"}),
            "shown_by": shown("post update", audience="public"),
        },
    ]
    parts: tuple[tuple[str, str, str, list[dict[str, Any]]], ...] = (
        (
            "1",
            "Alarm",
            "detection",
            [
                {
                    "id": "note-alarm",
                    "clause": "1.1",
                    "title": "Note the alarm at the console",
                    "role": "first-line",
                    "critical": True,
                    "target": timed("first alert", {"grade-1": "4m", "grade-2": "8m"}),
                    "shown_by": shown("acknowledge"),
                }
            ],
        ),
        ("2", "Grade and command", "classification", grade),
        ("3", "Keep traffic safe", "containment", act),
        ("4", "Statements", "communication", tell),
        (
            "5",
            "Release",
            "resolution",
            [
                {
                    "id": "release",
                    "clause": "5.1",
                    "title": "Lift the restriction and end the failure",
                    "role": "watch-manager",
                    "after": ["count-plans"],
                    "target": timed("recovered", "25m"),
                    "shown_by": shown("resolve"),
                }
            ],
        ),
        (
            "6",
            "After",
            "review",
            [
                {
                    "id": "file-report",
                    "clause": "6.1",
                    "title": "Open the occurrence report",
                    "role": "airline-desk",
                    "after": ["release"],
                    "target": timed("resolved", "15m"),
                }
            ],
        ),
    )
    return [{"id": f"part-{c}", "title": t, "phase": p, "clause": c, "steps": s} for c, t, p, s in parts]


def _plan() -> dict[str, Any]:
    roles: list[dict[str, Any]] = [
        {
            "id": "watch-manager",
            "title": "Watch manager",
            "leads": True,
            "deputies": ["next-watch"],
            "longest": "3h",
            "handover": "State, open tasks with owners, next update; the receiver repeats it and accepts.",
        },
        {"id": "next-watch", "title": "Manager of the next watch", "required": False},
        {"id": "first-line", "title": "Engineer on site", "deputies": ["relief-engineer"]},
        {"id": "relief-engineer", "title": "Relief engineer", "required": False},
        {"id": "second-line", "title": "System specialist on call", "deputies": ["relief-specialist"]},
        {"id": "relief-specialist", "title": "Relief specialist", "required": False},
        {"id": "airline-desk", "title": "Airline desk", "deputies": ["relief-desk"]},
        {"id": "relief-desk", "title": "Relief of the airline desk", "required": False},
    ]
    return {
        "id": "flow-failure",
        "title": "Failure of the flight plan system",
        "version": "9",
        "owner": "Head of operations",
        "last_reviewed": "2026-04-20",
        "review_every": "365 days",
        "scope": {
            "incident": "Flight plans are no longer accepted or passed on by the system.",
            "problem": "The defect behind it.",
            "trigger": ["An alarm of the system, or plans that go missing"],
        },
        "severities": [
            {
                "id": "grade-1",
                "title": "Primary and backup lost",
                "criteria": ["No plan is processed automatically."],
                "respond_within": "4m",
                "update_every": "40m",
            },
            {
                "id": "grade-2",
                "title": "One of the two lost",
                "criteria": ["Plans are processed, without a reserve."],
                "respond_within": "8m",
                "update_every": "80m",
            },
        ],
        "triage": {"unsure": "Grade 1."},
        "roles": roles,
        "contacts": [
            {
                "id": "second-line-phone",
                "title": "Specialist on call",
                "role": "second-line",
                "reach": "Duty phone",
                "out_of_band": "Radio set",
            },
            {
                "id": "relief-phone",
                "title": "Relief specialist",
                "role": "relief-specialist",
                "reach": "Duty phone",
                "out_of_band": "Radio set",
            },
            {
                "id": "system-maker",
                "title": "Maker of the flight plan system",
                "reach": "Emergency line",
                "out_of_band": "Director on call by satellite phone",
                "external": True,
            },
        ],
        "tools": [
            {
                "id": "remote-desk",
                "title": "Remote access to the system",
                "access": ["second-line", "relief-specialist"],
                "alternative": "Console in the equipment room",
                "alternative_serves": "24h",
            },
        ],
        "procedures": _procedures(),
        "cadences": [
            {
                "id": "public-rhythm",
                "title": "Statements",
                "audience": "public",
                "role": "airline-desk",
                "clause": "4.3",
                "from": "first post",
                "every": {"grade-1": "40m", "grade-2": "80m"},
            },
        ],
        "communications": [
            {
                "id": "airline-line",
                "audience": "airlines",
                "title": "Message to airlines",
                "channel": "Network message",
                "template": "Rate, start, expected duration, next message.",
                "author": "airline-desk",
                "approver": "watch-manager",
                "fallback": "Conference call",
            },
            {
                "id": "statement",
                "audience": "public",
                "title": "Statement",
                "channel": "Website and press list",
                "template": "What it means for passengers, next statement.",
                "author": "airline-desk",
                "approver": "watch-manager",
                "fallback": "Press telephone",
                "public": True,
            },
        ],
        "escalation": [
            {"level": 1, "contact": "second-line-phone", "acknowledge_within": "10m"},
            {"level": 2, "contact": "relief-phone", "acknowledge_within": "10m"},
        ],
    }


def _scenario() -> dict[str, Any]:
    return {
        "id": "odd-plan",
        "title": "One odd flight plan",
        "plan": "flow-failure",
        "length": "120m",
        "roles": ["watch-manager", "first-line", "second-line", "airline-desk", "next-watch"],
        "objectives": [
            {"id": "control", "title": "Control", "steps": ["note-alarm", "grade", "command"]},
            {
                "id": "traffic",
                "title": "Traffic stays safe",
                "critical": True,
                "steps": ["call-second", "find-fault", "call-maker", "slow-traffic", "count-plans"],
            },
            {"id": "statements", "title": "Statements", "steps": ["tell-airlines", "tell-press"]},
            {"id": "finish", "title": "Orderly end", "steps": ["give-watch", "release", "file-report"]},
        ],
        "injects": [
            inject(
                "both-stop",
                "2m",
                "alert",
                "System console",
                "Primary stopped 07:32:04, backup stopped 07:32:21. Stored plans last for four hours.",
                expects=["note-alarm", "grade", "command", "call-second", "find-fault", "tell-airlines"],
            ),
            inject(
                "queues",
                "12m",
                "phone",
                "Tower",
                "We have nine aircraft without a plan on the apron and passengers on board.",
                marks=["impact"],
                expects=["slow-traffic", "count-plans", "tell-press"],
            ),
            inject(
                "same-line",
                "34m",
                "chat",
                "System console",
                "Both traces end in the same line of the route decoder.",
                to=["first-line", "second-line"],
                expects=["call-maker"],
            ),
            inject(
                "shift-ends",
                "62m",
                "phone",
                "Rota office",
                "The early watch ends at the half hour; the next manager is on the way up.",
                to=["watch-manager", "next-watch"],
                expects=["give-watch"],
            ),
            inject(
                "running",
                "86m",
                "dashboard",
                "System console",
                "Primary accepts plans, backlog zero.",
                marks=["recovered"],
                expects=["release", "file-report"],
            ),
        ],
        "truth": {"severity": "grade-1", "cause": "Two waypoints with the same name in one plan."},
    }


def flow() -> Kit:
    """The drill in which all goes as the plan says."""
    signed = {"approved_by": "watch-manager", "next_in": "40m"}
    return Kit(
        _plan(),
        _scenario(),
        {
            "note-alarm": deed("first-line", "4m", "acknowledge", inject="both-stop"),
            "grade": deed(
                "watch-manager",
                "9m",
                "classify",
                severity="grade-1",
                reason="Neither primary nor backup processes plans.",
            ),
            "command": deed("watch-manager", "11m", "assume role", role="watch-manager"),
            "call-second": deed(
                "first-line", "15m", "page", contact="second-line-phone", note="Connecting now."
            ),
            "find-fault": deed(
                "second-line", "32m", "diagnose", cause="Route decoder stops on one plan, both sides."
            ),
            "call-maker": deed(
                "second-line", "42m", "page", contact="system-maker", note="Their engineer reads along."
            ),
            "slow-traffic": deed(
                "watch-manager",
                "36m",
                "contain",
                measure="Sixty departures an hour from 08:30, plans by hand",
                reason="That is what two rooms can type; the store lasts until half past eleven.",
            ),
            "count-plans": deed(
                "first-line",
                "56m",
                "verify",
                what="Hand entry keeps up",
                evidence="Sixty-one plans entered in the last hour, none waiting.",
            ),
            "give-watch": deed(
                "watch-manager",
                "72m",
                "hand over",
                role="watch-manager",
                to="Manager of the next watch",
                briefed="Rate sixty; maker is on the line, specialist owns that; next statement at a quarter past.",
                accepted=True,
            ),
            "next-takes": deed("next-watch", "73m", "assume role", role="watch-manager"),
            "tell-airlines": deed(
                "airline-desk",
                "26m",
                "post update",
                audience="airlines",
                text="Plans are taken by hand; a restriction will follow on this channel.",
                approved_by="watch-manager",
            ),
            "tell-press": deed(
                "airline-desk",
                "40m",
                "post update",
                audience="public",
                text="Flights are delayed, please ask your airline. Next statement in 40 minutes.",
                **signed,
            ),
            "press-2": deed(
                "airline-desk",
                "76m",
                "post update",
                audience="public",
                text="Delays remain. The fault is being worked on. Next statement in 40 minutes.",
                **signed,
            ),
            "release": deed(
                "next-watch", "100m", "resolve", statement="Primary steady, restriction lifted in steps."
            ),
            "file-report": done("airline-desk", "106m", "file-report", "Report opened with both traces."),
        },
    )
