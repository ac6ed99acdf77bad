"""A hosting company whose edge serves errors: plan, story and a shift that does everything as written."""

from __future__ import annotations

from typing import Any

from tests.bench.cases_c_make import Kit, deed, done, inject, shown, timed


def _procedures() -> list[dict[str, Any]]:
    detect = {
        "id": "ack",
        "clause": "RB-1",
        "title": "Ack the page",
        "role": "pager",
        "critical": True,
        "target": timed("first alert", {"S1": "5m", "S2": "15m"}),
        "needs": {"contacts": ["pager-line"]},
        "shown_by": shown("acknowledge"),
    }
    rate = [
        {
            "id": "rate",
            "clause": "RB-2",
            "title": "Rate it",
            "text": "Post S1 or S2 in one line with the reason.",
            "role": "pager",
            "critical": True,
            "after": ["ack"],
            "target": timed("first alert", {"S1": "12m", "S2": "30m"}),
            "shown_by": shown("classify"),
        },
        {
            "id": "captain-on",
            "clause": "RB-3",
            "title": "Captain on deck",
            "role": "captain",
            "critical": True,
            "after": ["rate"],
            "target": timed("classified", "6m"),
            "shown_by": shown("assume role", role="captain"),
        },
        {
            "id": "room",
            "clause": "RB-4",
            "title": "Open the room",
            "role": "captain",
            "after": ["captain-on"],
            "target": timed("declared", "5m"),
            "marks": "call started",
        },
    ]
    fix = [
        {
            "id": "freeze",
            "clause": "RB-5",
            "title": "Freeze all roll-outs",
            "role": "pager",
            "target": timed("call started", "6m"),
            "needs": {"tools": ["ship-tool"]},
        },
        {
            "id": "suspect",
            "clause": "RB-6",
            "title": "Name the suspect change",
            "role": "store-lead",
            "target": timed("call started", "20m"),
            "shown_by": shown("diagnose"),
        },
        {
            "id": "undo",
            "clause": "RB-7",
            "title": "Order the way back",
            "text": "Say which change goes back, and why this one.",
            "role": "captain",
            "critical": True,
            "after": ["suspect"],
            "target": timed("identified", "12m"),
            "shown_by": shown("contain"),
        },
        {
            "id": "graphs",
            "clause": "RB-8",
            "title": "Read the graphs after it",
            "role": "store-lead",
            "critical": True,
            "target": timed("containment decided", "20m"),
            "shown_by": shown("verify"),
        },
    ]
    talk = [
        {
            "id": "tell-staff",
            "clause": "RB-9",
            "title": "Tell the company",
            "role": "voice",
            "target": timed("declared", "15m"),
            "shown_by": shown("post update", audience="staff"),
        },
        {
            "id": "status-first",
            "clause": "RB-10",
            "title": "First word on the status page",
            "role": "voice",
            "target": timed("impact", {"S1": "20m", "S2": "40m"}),
            "needs": {"tools": ["status-tool"]},
            "shown_by": shown("post update", audience="users"),
        },
    ]
    end = {
        "id": "all-clear",
        "clause": "RB-11",
        "title": "All clear",
        "role": "captain",
        "after": ["graphs"],
        "target": timed("recovered", "20m"),
        "shown_by": shown("resolve"),
    }
    learn = {
        "id": "retro",
        "clause": "RB-12",
        "title": "Put the retro into the calendar",
        "role": "captain",
        "after": ["all-clear"],
        "target": timed("resolved", "10m"),
    }
    parts = (
        ("see", "See it", "detection", [detect]),
        ("own", "Own it", "classification", rate),
        ("mend", "Mend it", "containment", fix),
        ("say", "Say it", "communication", talk),
        ("end", "End it", "resolution", [end]),
        ("learn", "Learn from it", "review", [learn]),
    )
    return [{"id": i, "title": t, "phase": p, "clause": "RB", "steps": s} for i, t, p, s in parts]


def _plan() -> dict[str, Any]:
    pairs = (
        ("pager", "Pager holder", "second-pager"),
        ("captain", "Captain", "mate"),
        ("store-lead", "Lead of storage", "store-second"),
        ("voice", "Voice", "second-voice"),
    )
    roles: list[dict[str, Any]] = []
    for name, title, deputy in pairs:
        roles.append({"id": name, "title": title, "deputies": [deputy], "leads": name == "captain"})
        roles.append({"id": deputy, "title": f"Stand-in of the {title.lower()}", "required": False})
    return {
        "id": "edge-runbook",
        "title": "Runbook of the edge",
        "version": "17",
        "owner": "Reliability team",
        "last_reviewed": "2026-08-15",
        "review_every": "180 days",
        "scope": {
            "incident": "Users see errors or delays beyond the error budget.",
            "problem": "The bug behind it.",
            "trigger": ["A page of the error budget monitor"],
        },
        "severities": [
            {
                "id": "S1",
                "title": "Down",
                "also": ["Sev1"],
                "criteria": ["One request in five or more fails."],
                "respond_within": "5m",
                "update_every": "20m",
            },
            {
                "id": "S2",
                "title": "Degraded",
                "also": ["Sev2"],
                "criteria": ["Fewer than one request in five fails."],
                "respond_within": "15m",
                "update_every": "40m",
            },
        ],
        "triage": {"unsure": "The higher one."},
        "roles": roles,
        "contacts": [
            {
                "id": "pager-line",
                "title": "First line",
                "role": "pager",
                "reach": "Paging service",
                "out_of_band": "Telephone tree",
            },
            {
                "id": "second-line",
                "title": "Second line",
                "role": "second-pager",
                "reach": "Paging service",
                "out_of_band": "Telephone tree",
            },
        ],
        "tools": [
            {
                "id": "ship-tool",
                "title": "Roll-out tool",
                "access": ["pager", "second-pager"],
                "alternative": "Lock file on the build host",
                "alternative_serves": "4h",
            },
            {
                "id": "status-tool",
                "title": "Editor of the status page",
                "access": ["voice", "second-voice"],
                "alternative": "Banner from the static host",
                "alternative_serves": "24h",
            },
        ],
        "procedures": _procedures(),
        "cadences": [
            {
                "id": "status-rhythm",
                "title": "Status page",
                "audience": "users",
                "role": "voice",
                "clause": "RB-10a",
                "from": "first post",
                "every": {"S1": "20m", "S2": "40m"},
            },
        ],
        "communications": [
            {
                "id": "company",
                "audience": "staff",
                "title": "Company channel",
                "channel": "Chat",
                "template": "What, since when, who leads, when again.",
                "author": "voice",
                "approver": "captain",
                "fallback": "Mail",
            },
            {
                "id": "status-page",
                "audience": "users",
                "title": "Status page",
                "channel": "Status page",
                "template": "What you see, what we do, when again.",
                "author": "voice",
                "approver": "captain",
                "fallback": "Banner from the static host",
                "public": True,
            },
        ],
        "escalation": [
            {"level": 1, "contact": "pager-line", "acknowledge_within": "5m"},
            {"level": 2, "contact": "second-line", "acknowledge_within": "5m"},
        ],
    }


def _scenario() -> dict[str, Any]:
    return {
        "id": "edge-errors",
        "title": "The edge answers with errors",
        "plan": "edge-runbook",
        "length": "100m",
        "roles": ["pager", "captain", "store-lead", "voice"],
        "objectives": [
            {"id": "take", "title": "Take it on", "steps": ["ack", "rate", "captain-on", "room"]},
            {
                "id": "restore",
                "title": "Restore",
                "critical": True,
                "steps": ["freeze", "suspect", "undo", "graphs"],
            },
            {"id": "tell", "title": "Tell", "steps": ["tell-staff", "status-first"]},
            {"id": "finish", "title": "Finish", "steps": ["all-clear", "retro"]},
        ],
        "injects": [
            inject(
                "page",
                "3m",
                "page",
                "Error budget monitor",
                "5xx at 61 per cent, all regions, for two minutes.",
                expects=["ack", "rate", "captain-on", "room", "tell-staff"],
            ),
            inject(
                "users-write",
                "7m",
                "social",
                "Users",
                "Is it only me or is half the internet gone?",
                marks=["impact"],
                expects=["status-first"],
            ),
            inject(
                "change-list",
                "19m",
                "chat",
                "Change calendar",
                "Today: rule set 88 at 02:57, disks in the north at 02:30, a customer's new setting at 02:58.",
                expects=["freeze", "suspect", "undo", "graphs"],
            ),
            inject(
                "green",
                "66m",
                "dashboard",
                "Error budget monitor",
                "5xx back at 0.02 per cent in all regions.",
                marks=["recovered"],
                expects=["all-clear", "retro"],
            ),
        ],
        "truth": {"severity": "S1", "cause": "Rule set 88 eats all processor time."},
    }


def _post(at: str, audience: str, text: str) -> tuple[str, dict[str, Any]]:
    return deed(
        "voice", at, "post update", audience=audience, text=text, approved_by="captain", next_in="20m"
    )


def edge() -> Kit:
    """The drill in which all goes as the plan says."""
    return Kit(
        _plan(),
        _scenario(),
        {
            "ack": deed("pager", "5m", "acknowledge", inject="page"),
            "rate": deed(
                "pager", "9m", "classify", severity="S1", reason="61 per cent fail, more than one in five."
            ),
            "captain-on": deed("captain", "12m", "assume role", role="captain"),
            "room": done("captain", "14m", "room", "Room is up, link in the channel."),
            "freeze": done("pager", "18m", "freeze", "Pipeline locked, three jobs stopped."),
            "suspect": deed(
                "store-lead", "29m", "diagnose", cause="Rule set 88, out two minutes before the first error."
            ),
            "undo": deed(
                "captain",
                "34m",
                "contain",
                measure="Rule set 88 goes back",
                reason="Only it is in every region.",
            ),
            "graphs": deed(
                "store-lead",
                "46m",
                "verify",
                what="Errors fall",
                evidence="61 to 3 per cent in six minutes, all regions.",
            ),
            "tell-staff": deed(
                "voice",
                "22m",
                "post update",
                audience="staff",
                text="S1 since 03:00. Captain leads in the room. No roll-outs until the all clear.",
                approved_by="captain",
            ),
            "status-first": _post(
                "21m", "users", "Many requests fail. We are on it. Next word in 20 minutes."
            ),
            "status-2": _post("39m", "users", "We are taking a change back. Next word in 20 minutes."),
            "status-3": _post("57m", "users", "Fewer errors, we keep watching. Next word in 20 minutes."),
            "status-4": _post("74m", "users", "Errors are gone. Final word within 20 minutes."),
            "all-clear": deed("captain", "80m", "resolve", statement="Budget steady for fourteen minutes."),
            "retro": done("captain", "84m", "retro", "Wednesday at ten."),
        },
    )
