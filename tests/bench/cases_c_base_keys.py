"""A build service whose keys were stolen: plan, story and a team that does everything as written."""

from __future__ import annotations

from typing import Any

from tests.bench.cases_c_make import Kit, deed, done, inject, shown, timed


def _steps() -> dict[str, list[dict[str, Any]]]:
    return {
        "detection": [
            {
                "id": "take-report",
                "clause": "§1",
                "title": "Answer the report",
                "role": "hunter",
                "critical": True,
                "target": timed("first signal", {"high": "10m", "medium": "30m"}),
                "shown_by": shown("acknowledge"),
            }
        ],
        "classification": [
            {
                "id": "rank",
                "clause": "§2",
                "title": "Rank the case",
                "text": "Rank and reason go into the case file.",
                "role": "case-lead",
                "critical": True,
                "after": ["take-report"],
                "target": timed("first signal", {"high": "20m", "medium": "60m"}),
                "shown_by": shown("classify"),
            },
            {
                "id": "take-case",
                "clause": "§3",
                "title": "Take the case",
                "role": "case-lead",
                "after": ["rank"],
                "target": timed("classified", "6m"),
                "shown_by": shown("assume role", role="case-lead"),
            },
        ],
        "containment": [
            {
                "id": "save-traces",
                "clause": "§4",
                "title": "Save logs and images before anything is changed",
                "role": "hunter",
                "critical": True,
                "target": timed("declared", "15m"),
            },
            {
                "id": "revoke",
                "clause": "§5",
                "title": "Revoke what was exposed",
                "role": "platform",
                "critical": True,
                "after": ["save-traces"],
                "target": timed("step save-traces", "20m"),
                "needs": {"tools": ["token-console"]},
            },
            {
                "id": "reach",
                "clause": "§6",
                "title": "State how far the intruder got",
                "role": "hunter",
                "target": timed("declared", "35m"),
                "shown_by": shown("diagnose"),
            },
            {
                "id": "shut-door",
                "clause": "§7",
                "title": "Order the shutting of the way in",
                "text": "The case lead names the measure and the reason.",
                "role": "case-lead",
                "critical": True,
                "after": ["reach"],
                "target": timed("identified", "15m"),
                "shown_by": shown("contain"),
            },
            {
                "id": "look-again",
                "clause": "§8",
                "title": "Look for the intruder again",
                "role": "platform",
                "target": timed("containment decided", "30m"),
                "shown_by": shown("verify"),
            },
        ],
        "communication": [
            {
                "id": "ask-counsel",
                "clause": "§9",
                "title": "Call counsel",
                "role": "case-lead",
                "condition": "Personal data may have been seen",
                "target": timed("inject", "15m"),
                "needs": {"contacts": ["counsel-phone"]},
                "shown_by": shown("page", contact="counsel-phone"),
            },
            {
                "id": "tell-authority",
                "clause": "§10",
                "title": "Send the first notice to the data authority",
                "role": "counsel",
                "critical": True,
                "condition": "Personal data may have been seen",
                "target": timed("inject", "45m"),
                "shown_by": shown("post update", audience="authority"),
            },
            {
                "id": "tell-customers",
                "clause": "§11",
                "title": "Tell customers what to rotate",
                "role": "writer",
                "target": timed("identified", "40m"),
                "shown_by": shown("post update", audience="customers"),
            },
        ],
        "resolution": [
            {
                "id": "close-case",
                "clause": "§12",
                "title": "Close the case",
                "role": "case-lead",
                "after": ["look-again"],
                "target": timed("recovered", "20m"),
                "shown_by": shown("resolve"),
            }
        ],
        "review": [
            {
                "id": "lessons",
                "clause": "§13",
                "title": "Invite to the lessons meeting",
                "role": "writer",
                "after": ["close-case"],
                "target": timed("resolved", "15m"),
            }
        ],
    }


def _plan() -> dict[str, Any]:
    titles = {
        "case-lead": "Case lead",
        "hunter": "Threat hunter",
        "platform": "Platform engineer",
        "counsel": "Counsel",
        "writer": "Writer",
    }
    roles: list[dict[str, Any]] = []
    for name, title in titles.items():
        roles.append({"id": name, "title": title, "leads": name == "case-lead", "deputies": [f"{name}-2"]})
        roles.append({"id": f"{name}-2", "title": f"{title}, second", "required": False})
    shared = {"template": "What we know, what we do, what you should do, when we write again."}
    return {
        "id": "stolen-keys",
        "title": "Stolen keys and tokens",
        "version": "3.0",
        "owner": "Security office",
        "last_reviewed": "2026-07-12",
        "review_every": "365 days",
        "scope": {
            "incident": "Somebody uses, or may use, a key or token that is not theirs.",
            "problem": "How the key came out.",
            "trigger": ["A report from outside, a finding of the hunters"],
        },
        "severities": [
            {
                "id": "high",
                "title": "High",
                "criteria": ["Keys of customers or of production are exposed."],
                "respond_within": "10m",
                "update_every": "40m",
            },
            {
                "id": "medium",
                "title": "Medium",
                "criteria": ["Only keys of test systems are exposed."],
                "respond_within": "30m",
                "update_every": "80m",
            },
        ],
        "triage": {"unsure": "Rank it high."},
        "roles": roles,
        "contacts": [
            {
                "id": "counsel-phone",
                "title": "Counsel on call",
                "role": "counsel",
                "reach": "Mobile",
                "out_of_band": "Messenger outside the company's own",
            },
            {
                "id": "hunter-phone",
                "title": "Threat hunter on call",
                "role": "hunter",
                "reach": "Mobile",
                "out_of_band": "Messenger outside the company's own",
            },
            {
                "id": "hunter-2-phone",
                "title": "Second threat hunter",
                "role": "hunter-2",
                "reach": "Mobile",
                "out_of_band": "Messenger outside the company's own",
            },
        ],
        "tools": [
            {
                "id": "token-console",
                "title": "Token console",
                "access": ["platform", "platform-2"],
                "alternative": "Key server by command line",
                "alternative_serves": "48h",
            }
        ],
        "procedures": [
            {"id": phase, "title": phase.capitalize(), "phase": phase, "clause": f"Part {n}", "steps": steps}
            for n, (phase, steps) in enumerate(_steps().items(), 1)
        ],
        "cadences": [
            {
                "id": "customer-rhythm",
                "title": "Customers",
                "audience": "customers",
                "role": "writer",
                "clause": "§11a",
                "from": "first post",
                "every": {"high": "40m", "medium": "80m"},
            }
        ],
        "communications": [
            {
                "id": "advisory",
                "audience": "customers",
                "title": "Advisory",
                "channel": "Blog and mail",
                "author": "writer",
                "approver": "case-lead",
                "fallback": "Mail alone",
                "public": True,
                **shared,
            },
            {
                "id": "notice",
                "audience": "authority",
                "title": "Notice to the data authority",
                "channel": "Authority's form",
                "author": "counsel",
                "approver": "case-lead",
                "fallback": "Registered letter",
                **shared,
            },
        ],
        "external_deadlines": [
            {
                "id": "data-authority",
                "authority": "Data protection authority",
                "applies_when": "Personal data may have been seen",
                "from": "noticed",
                "role": "counsel",
                "stages": [{"within": "72h", "what": "Notice of the breach"}],
            }
        ],
        "escalation": [
            {"level": 1, "contact": "hunter-phone", "acknowledge_within": "10m"},
            {"level": 2, "contact": "hunter-2-phone", "acknowledge_within": "10m"},
        ],
    }


def _scenario() -> dict[str, Any]:
    return {
        "id": "borrowed-cookie",
        "title": "A session that is in two countries",
        "plan": "stolen-keys",
        "length": "120m",
        "roles": ["case-lead", "hunter", "platform", "counsel", "writer"],
        "objectives": [
            {"id": "begin", "title": "Begin", "steps": ["take-report", "rank", "take-case"]},
            {
                "id": "out",
                "title": "The intruder is out",
                "critical": True,
                "steps": ["save-traces", "revoke", "reach", "shut-door", "look-again"],
            },
            {"id": "say", "title": "Say it", "steps": ["ask-counsel", "tell-authority", "tell-customers"]},
            {"id": "end", "title": "End", "steps": ["close-case", "lessons"]},
        ],
        "injects": [
            inject(
                "customer-mail",
                "1m",
                "mail",
                "A customer's security team",
                "Your integration read all of our repositories last night. Was that you?",
                to=["hunter", "case-lead"],
                expects=["take-report", "rank", "take-case", "save-traces", "revoke", "reach"],
            ),
            inject(
                "export-found",
                "18m",
                "chat",
                "Log archive",
                "On the 22nd a session of an engineer exported the table of customers' contact persons.",
                expects=["ask-counsel", "tell-authority", "shut-door", "tell-customers", "look-again"],
            ),
            inject(
                "quiet",
                "78m",
                "dashboard",
                "Session monitor",
                "No session of the engineer's account for forty minutes; every old token is refused.",
                marks=["recovered"],
                expects=["close-case", "lessons"],
            ),
        ],
        "truth": {
            "severity": "high",
            "cause": "A session cookie was taken from an engineer's laptop.",
            "external_deadlines": ["data-authority"],
        },
    }


def keys() -> Kit:
    """The drill in which all goes as the plan says."""
    signed = {"approved_by": "case-lead", "next_in": "40m"}
    return Kit(
        _plan(),
        _scenario(),
        {
            "take-report": deed("hunter", "7m", "acknowledge", inject="customer-mail"),
            "rank": deed(
                "case-lead",
                "14m",
                "classify",
                severity="high",
                reason="A customer's repositories were read with our key.",
            ),
            "take-case": deed("case-lead", "16m", "assume role", role="case-lead"),
            "save-traces": done(
                "hunter", "25m", "save-traces", "Session logs and two images in the evidence store."
            ),
            "revoke": done("platform", "38m", "revoke", "All integration tokens revoked, 4,100 of them."),
            "reach": deed(
                "hunter", "41m", "diagnose", cause="One stolen session, three tables, no production hosts."
            ),
            "shut-door": deed(
                "case-lead",
                "49m",
                "contain",
                measure="Access to production only from the jump host",
                reason="The session came from a laptop; this closes that way for everybody.",
            ),
            "look-again": deed(
                "platform",
                "68m",
                "verify",
                what="Nobody foreign is inside",
                evidence="Sessions of nineteen minutes compared with the rota, all known.",
            ),
            "ask-counsel": deed(
                "case-lead", "26m", "page", contact="counsel-phone", note="Contact persons, about 900."
            ),
            "tell-authority": deed(
                "counsel",
                "50m",
                "post update",
                audience="authority",
                text="First notice: contact data of about 900 persons, seen on the 22nd.",
                approved_by="case-lead",
            ),
            "tell-customers": deed(
                "writer",
                "57m",
                "post update",
                audience="customers",
                text="Please rotate every secret you keep with us. We write again in 40 minutes.",
                **signed,
            ),
            "customers-2": deed(
                "writer",
                "92m",
                "post update",
                audience="customers",
                text="Old tokens no longer work anywhere. We write again in 40 minutes.",
                **signed,
            ),
            "close-case": deed(
                "case-lead", "94m", "resolve", statement="Nobody inside, everything exposed is void."
            ),
            "lessons": done("writer", "99m", "lessons", "Invitation for Monday is out."),
        },
    )
