"""A clearing house for instant payments: clauses with paragraph signs, a supervisor, suppliers, no cadence."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "clearing-rules",
    "title": "Rules for disturbances in instant clearing",
    "version": "7",
    "owner": "Operations",
    "last_reviewed": "2026-09-14",
    "review_every": "90 days",
    "severities": [
        {"id": "P1", "title": "Clearing down", "criteria": ["No payment is cleared."]},
        {"id": "P2", "title": "Clearing slow", "criteria": ["Payments take more than ten seconds."]},
        {"id": "P3", "title": "Report late", "criteria": ["A report for banks is late."]},
    ],
    "roles": [
        {"id": "watch", "title": "Watch officer"},
        {"id": "manager", "title": "Disturbance manager", "leads": True, "deputies": ["night-manager"]},
        {"id": "settlement", "title": "Settlement lead"},
        {"id": "liaison", "title": "Bank liaison"},
        {"id": "compliance", "title": "Compliance officer"},
        {"id": "night-manager", "title": "Night manager", "required": False},
    ],
    "contacts": [
        {
            "id": "carrier",
            "title": "Line carrier, operations desk",
            "reach": "Hotline; if no result after 20 minutes ask for the shift leader",
            "external": True,
        },
        {"id": "standby", "title": "Standby watch officer", "role": "watch", "reach": "Mobile phone"},
        {
            "id": "night-desk",
            "title": "Night manager's phone",
            "role": "night-manager",
            "reach": "Mobile phone",
        },
    ],
    "tools": [
        {
            "id": "queue-desk",
            "title": "Queue desk",
            "access": ["settlement"],
            "alternative": "Command line on the standby host",
            "alternative_serves": "4h",
        }
    ],
    "procedures": [
        {
            "id": "first",
            "title": "First minutes",
            "phase": "classification",
            "clause": "§ 2",
            "steps": [
                step(
                    "spot",
                    "Confirm that the alert is real",
                    "watch",
                    "first alert: 4m",
                    clause="§ 2 (1)",
                    critical=True,
                    how="acknowledge",
                ),
                step(
                    "lead",
                    "Lead the disturbance",
                    "manager",
                    "first alert: 10m",
                    clause="§ 2 (2)",
                    critical=True,
                    how={"action": "assume role", "role": "manager"},
                ),
                step(
                    "grade",
                    "Grade it and enter the ground",
                    "watch",
                    "first alert: 12m",
                    clause="§ 2 (3)",
                    after=["spot"],
                    critical=True,
                    how="classify",
                    text="The ground for the grade goes into the record.",
                ),
                step(
                    "bridge",
                    "Open the bridge",
                    "liaison",
                    "declared: 8m",
                    clause="§ 2 (4)",
                    marks="call started",
                ),
            ],
        },
        {
            "id": "measures",
            "title": "Measures",
            "phase": "containment",
            "clause": "§ 3",
            "steps": [
                step(
                    "banks",
                    "Tell the banks",
                    "liaison",
                    "declared: 20m",
                    clause="§ 3 (1)",
                    critical=True,
                    severities=["P1", "P2"],
                    how={"action": "post update", "audience": "banks"},
                ),
                step(
                    "hold",
                    "Hold the queue, ground entered",
                    "settlement",
                    "declared: 25m",
                    clause="§ 3 (2)",
                    critical=True,
                    severities=["P1"],
                    how="contain",
                    needs={"tools": ["queue-desk"]},
                ),
                step(
                    "ask-carrier",
                    "Ask the carrier",
                    "settlement",
                    "inject: 15m",
                    clause="§ 3 (3)",
                    condition="A line may be the cause",
                    how={"action": "page", "contact": "carrier"},
                    needs={"contacts": ["carrier"]},
                ),
                step(
                    "supervisor",
                    "First notice to the supervisor",
                    "compliance",
                    "classified: 60m",
                    clause="§ 4 (1)",
                    critical=True,
                    severities=["P1"],
                    how={"action": "post update", "audience": "supervisor"},
                ),
            ],
        },
        {
            "id": "end",
            "title": "End",
            "phase": "resolution",
            "clause": "§ 5",
            "steps": [
                step(
                    "reconcile",
                    "Reconcile the books and keep the list",
                    "settlement",
                    "recovered: 30m",
                    clause="§ 5 (1)",
                    how="verify",
                ),
                step(
                    "stand-down",
                    "Stand down",
                    "manager",
                    "recovered: 40m",
                    clause="§ 5 (2)",
                    after=["reconcile"],
                    how="resolve",
                ),
            ],
        },
    ],
    "communications": [
        {
            "id": "to-banks",
            "audience": "banks",
            "title": "Circular",
            "channel": "Member portal",
            "fallback": "Fax",
        },
        {
            "id": "to-supervisor",
            "audience": "supervisor",
            "title": "Notice form",
            "channel": "Supervisor's portal",
            "author": "compliance",
            "fallback": "Mail with a signature",
        },
    ],
    "external_deadlines": [
        {
            "id": "supervisor-clock",
            "authority": "Payments supervisor",
            "applies_when": "Clearing is down",
            "from": "classified",
            "role": "compliance",
            "stages": [{"within": "4h", "what": "First notice"}, {"within": "72h", "what": "Interim report"}],
        }
    ],
    "decision_rights": [
        {"id": "cut-off", "decision": "Moving the end of the day", "role": "manager", "clause": "§ 6"},
        {
            "id": "reroute",
            "decision": "Moving traffic to the second line",
            "role": "manager",
            "clause": "§ 6",
        },
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "no-clearing",
    "title": "Nothing clears",
    "plan": "clearing-rules",
    "length": "150m",
    "roles": ["watch", "manager", "settlement", "liaison", "compliance", "night-manager"],
    "objectives": [
        {"id": "grip", "title": "Get a grip", "critical": True, "steps": ["spot", "lead", "grade", "bridge"]},
        {"id": "word", "title": "Keep banks and supervisor informed", "steps": ["banks", "supervisor"]},
        {"id": "books", "title": "Books agree", "steps": ["hold", "reconcile", "stand-down"]},
    ],
    "truth": {
        "severity": "P1",
        "cause": "A router of the carrier drops large packets.",
        "external_deadlines": ["supervisor-clock"],
    },
    "injects": [
        inject(
            "red-light",
            "1m",
            "alert",
            "Clearing monitor",
            "Cleared in the last minute: 0 (usual 3,900).",
            to=["watch"],
            calls=["spot", "lead", "grade"],
        ),
        inject(
            "phones",
            "7m",
            "phone",
            "Two banks",
            "Our customers' transfers hang. Is it you?",
            to=["liaison", "manager"],
            marks=["impact"],
            calls=["banks", "bridge"],
        ),
        inject(
            "queue",
            "12m",
            "dashboard",
            "Queue board",
            "81,000 payments wait; repeats make up a third.",
            to=["settlement"],
            calls=["hold"],
        ),
        inject(
            "loss",
            "18m",
            "chat",
            "Network team",
            "Packets above 1,400 bytes vanish on line two.",
            to=["settlement"],
            calls=["ask-carrier"],
        ),
        inject(
            "law",
            "20m",
            "mail",
            "Duty lawyer",
            "Clearing at zero is reportable, by your own rules.",
            to=["compliance"],
            calls=["supervisor"],
        ),
        inject(
            "flow",
            "70m",
            "dashboard",
            "Clearing monitor",
            "Cleared in the last minute: 3,700.",
            marks=["recovered"],
            calls=["reconcile", "stand-down"],
        ),
    ],
}

TEAM: Final = {
    "spot": act("watch", "red-light+2m", "acknowledge", inject="red-light"),
    "lead": act("manager", "7m30s", "assume role", role="manager"),
    "grade": act("watch", "9m", "classify", severity="P1", reason="Zero cleared, both data centres."),
    "bridge": act("liaison", "11m", "do step", step="bridge", note="Bridge is open, nine people on it."),
    "banks": act(
        "liaison", "22m", "post update", audience="banks", text="Clearing is down. Please stop repeats."
    ),
    "hold": act(
        "settlement", "26m", "contain", measure="Queue held", reason="Repeats would be booked twice."
    ),
    "carrier": act("settlement", "loss+9m", "page", contact="carrier", note="They found a card and swap it."),
    "notice": act(
        "compliance", "50m", "post update", audience="supervisor", text="First notice: P1 since 10:01."
    ),
    "reconcile": act(
        "settlement", "flow+18m", "verify", what="Books", evidence="81,412 in, 81,412 out, list kept"
    ),
    "stand-down": act(
        "manager", "flow+25m", "resolve", statement="Clearing runs, books agree, we stand down."
    ),
}

BANK: Final = World("bank", PLAN, SCENARIO, TEAM)
