"""A bank whose credit transfers go out twice: plan, story and a shift that does everything as written."""

from __future__ import annotations

from typing import Any

from tests.bench.cases_c_make import Kit, deed, done, inject, shown, timed


def _procedures() -> list[dict[str, Any]]:
    start = [
        {
            "id": "pick-up",
            "clause": "3.1",
            "title": "Pick up the alert",
            "role": "payments-engineer",
            "critical": True,
            "target": timed("first alert", {"major": "5m", "significant": "10m"}),
            "shown_by": shown("acknowledge"),
        },
        {
            "id": "grade",
            "clause": "3.2",
            "title": "Grade the incident",
            "text": "Write down the grade, the thresholds that were met, and why.",
            "role": "duty-manager",
            "critical": True,
            "after": ["pick-up"],
            "target": timed("first alert", {"major": "15m", "significant": "30m"}),
            "shown_by": shown("classify"),
        },
        {
            "id": "lead",
            "clause": "3.3",
            "title": "Declare who leads",
            "role": "duty-manager",
            "after": ["grade"],
            "target": timed("classified", "5m"),
            "shown_by": shown("assume role", role="duty-manager"),
        },
    ]
    money = [
        {
            "id": "find-scope",
            "clause": "4.1",
            "title": "Find which payments are concerned",
            "role": "payments-engineer",
            "target": timed("declared", "20m"),
            "shown_by": shown("diagnose"),
        },
        {
            "id": "stop-batch",
            "clause": "4.2",
            "title": "Stop outgoing batches",
            "text": "The duty manager orders the stop and gives the reason.",
            "role": "duty-manager",
            "critical": True,
            "after": ["find-scope"],
            "target": timed("identified", "10m"),
            "shown_by": shown("contain"),
        },
        {
            "id": "copy-ledger",
            "clause": "4.3",
            "title": "Copy the ledger before any correction",
            "role": "payments-engineer",
            "critical": True,
            "condition": "A correction would overwrite bookings",
            "target": timed("inject", "15m"),
            "needs": {"tools": ["ledger-console"]},
        },
        {
            "id": "call-clearing",
            "clause": "4.4",
            "title": "Call the clearing house",
            "text": "No answer within 10 minutes: ring the relationship manager, then the operations director.",
            "role": "payments-engineer",
            "condition": "Payments have left the bank",
            "target": timed("inject", "15m"),
            "needs": {"contacts": ["clearing-house"]},
            "shown_by": shown("page", contact="clearing-house"),
        },
        {
            "id": "check-figures",
            "clause": "4.5",
            "title": "Check the totals against the day before",
            "role": "payments-engineer",
            "critical": True,
            "target": timed("containment decided", "30m"),
            "shown_by": shown("verify"),
        },
    ]
    words = [
        {
            "id": "tell-branches",
            "clause": "5.1",
            "title": "Inform branches and call centre",
            "role": "customer-desk",
            "target": timed("declared", "20m"),
            "shown_by": shown("post update", audience="branches"),
        },
        {
            "id": "tell-customers",
            "clause": "5.2",
            "title": "Publish to customers",
            "role": "customer-desk",
            "critical": True,
            "target": timed("impact", {"major": "30m", "significant": "60m"}),
            "shown_by": shown("post update", audience="customers"),
        },
        {
            "id": "first-report",
            "clause": "5.3",
            "title": "Send the initial notification to the supervisor",
            "role": "resilience-officer",
            "critical": True,
            "severities": ["major"],
            "target": timed("classified", "45m"),
            "shown_by": shown("post update", audience="supervisor"),
        },
    ]
    end = [
        {
            "id": "close",
            "clause": "6.1",
            "title": "Close the incident",
            "role": "duty-manager",
            "after": ["check-figures"],
            "target": timed("recovered", "20m"),
            "shown_by": shown("resolve"),
        },
    ]
    review = [
        {
            "id": "set-review",
            "clause": "7.1",
            "title": "Set the date of the lessons meeting",
            "role": "resilience-officer",
            "after": ["close"],
            "target": timed("resolved", "15m"),
        },
    ]
    parts = (
        ("start", "Detection", "detection", "3", start[:1]),
        ("grading", "Grading", "classification", "3", start[1:]),
        ("money", "Money", "containment", "4", money),
        ("words", "Notices", "communication", "5", words),
        ("end", "Closing", "resolution", "6", end),
        ("review", "Lessons", "review", "7", review),
    )
    return [{"id": i, "title": t, "phase": p, "clause": c, "steps": s} for i, t, p, c, s in parts]


def _entry(audience: str, title: str, channel: str, author: str, **keys: Any) -> dict[str, Any]:
    return {
        "id": f"to-{audience}",
        "audience": audience,
        "title": title,
        "channel": channel,
        "template": "What happened, whom it concerns, what we do, when we report again.",
        "author": author,
        "approver": "duty-manager",
        "fallback": "Telephone round from the printed list",
        **keys,
    }


def _plan() -> dict[str, Any]:
    roles: list[dict[str, Any]] = [
        {"id": "duty-manager", "title": "Duty manager", "leads": True, "deputies": ["standby-manager"]},
        {"id": "payments-engineer", "title": "Payments engineer", "deputies": ["standby-engineer"]},
        {
            "id": "resilience-officer",
            "title": "Operational resilience officer",
            "deputies": ["standby-officer"],
        },
        {"id": "customer-desk", "title": "Customer desk", "deputies": ["standby-desk"]},
    ]
    for name in ("manager", "engineer", "officer", "desk"):
        roles.append({"id": f"standby-{name}", "title": f"Standby {name}", "required": False})
    return {
        "id": "payment-incidents",
        "title": "ICT incidents in payments",
        "version": "2026.2",
        "owner": "Operational resilience",
        "last_reviewed": "2026-06-30",
        "review_every": "365 days",
        "scope": {
            "incident": "An unplanned event that stops, delays or doubles customers' payments.",
            "problem": "What lies behind it; handled in the problem record.",
            "trigger": ["Monitoring of volumes", "Three branches with the same complaint"],
        },
        "severities": [
            {
                "id": "major",
                "title": "Major",
                "criteria": ["More than 10 per cent of the day's payments, or more than 100,000 customers."],
                "respond_within": "5m",
                "update_every": "30m",
            },
            {
                "id": "significant",
                "title": "Significant",
                "criteria": ["Up to 10 per cent of the day's payments."],
                "respond_within": "10m",
                "update_every": "60m",
            },
        ],
        "triage": {"unsure": "Grade it major; a grade can be withdrawn."},
        "roles": roles,
        "contacts": [
            {
                "id": "clearing-house",
                "title": "Operations desk of the clearing house",
                "reach": "Hotline in the contract",
                "out_of_band": "Satellite phone in the crisis room",
                "external": True,
            },
            {
                "id": "engineer-phone",
                "title": "Payments engineer on duty",
                "role": "payments-engineer",
                "reach": "Duty phone",
                "out_of_band": "Private number in the sealed list",
            },
            {
                "id": "standby-phone",
                "title": "Standby engineer",
                "role": "standby-engineer",
                "reach": "Standby phone",
                "out_of_band": "Private number in the sealed list",
            },
        ],
        "tools": [
            {
                "id": "ledger-console",
                "title": "Ledger console",
                "access": ["payments-engineer", "standby-engineer"],
                "alternative": "Nightly extract from the vault",
                "alternative_serves": "24h",
            },
        ],
        "procedures": _procedures(),
        "cadences": [
            {
                "id": "customer-rhythm",
                "title": "Notices to customers",
                "audience": "customers",
                "role": "customer-desk",
                "clause": "5.4",
                "from": "first post",
                "every": {"major": "30m", "significant": "60m"},
            },
        ],
        "communications": [
            _entry("branches", "Note to branches", "Intranet", "customer-desk"),
            _entry("customers", "Banner and website", "Website", "customer-desk", public=True),
            _entry("supervisor", "Form of the supervisor", "Reporting portal", "resilience-officer"),
        ],
        "external_deadlines": [
            {
                "id": "supervisor-clock",
                "authority": "Financial supervisor",
                "applies_when": "The incident is graded major",
                "from": "classified",
                "role": "resilience-officer",
                "stages": [
                    {"within": "4h", "what": "Initial notification"},
                    {"within": "72h", "what": "Intermediate report"},
                    {"within": "1 month", "what": "Final report"},
                ],
            },
        ],
        "escalation": [
            {"level": 1, "contact": "engineer-phone", "acknowledge_within": "5m"},
            {"level": 2, "contact": "standby-phone", "acknowledge_within": "5m"},
        ],
    }


def _scenario() -> dict[str, Any]:
    return {
        "id": "paid-twice",
        "title": "Salaries are paid twice",
        "plan": "payment-incidents",
        "length": "120m",
        "roles": ["duty-manager", "payments-engineer", "resilience-officer", "customer-desk"],
        "objectives": [
            {"id": "grasp", "title": "Grasp it", "steps": ["pick-up", "grade", "lead"]},
            {
                "id": "money",
                "title": "Stop the loss",
                "critical": True,
                "steps": ["find-scope", "stop-batch", "copy-ledger", "call-clearing", "check-figures"],
            },
            {"id": "notify", "title": "Notify", "steps": ["tell-branches", "tell-customers", "first-report"]},
            {"id": "finish", "title": "Finish", "steps": ["close", "set-review"]},
        ],
        "injects": [
            inject(
                "volumes",
                "1m",
                "alert",
                "Volume monitor",
                "Outgoing credit transfers at 212 per cent of an ordinary pay day.",
                expects=["pick-up", "grade", "lead", "find-scope", "tell-branches"],
            ),
            inject(
                "branch-calls",
                "8m",
                "phone",
                "Branch in the market square",
                "Eleven people at the counter have their salary twice and want to know whether they may keep it.",
                marks=["impact"],
                expects=["tell-customers", "first-report"],
            ),
            inject(
                "left-already",
                "24m",
                "chat",
                "Payments operations",
                "Two files have left for clearing, the third is waiting; storno would overwrite the day's bookings.",
                expects=["stop-batch", "copy-ledger", "call-clearing", "check-figures"],
            ),
            inject(
                "clean-again",
                "80m",
                "dashboard",
                "Volume monitor",
                "Recall confirmed for both files; volumes are those of an ordinary day.",
                marks=["recovered"],
                expects=["close", "set-review"],
            ),
        ],
        "truth": {
            "severity": "major",
            "cause": "A batch was started a second time after a failed job.",
            "external_deadlines": ["supervisor-clock"],
        },
    }


def bank() -> Kit:
    """The drill in which all goes as the plan says."""
    signed = {"approved_by": "duty-manager", "next_in": "30m"}
    return Kit(
        _plan(),
        _scenario(),
        {
            "pick-up": deed("payments-engineer", "4m", "acknowledge", inject="volumes"),
            "grade": deed(
                "duty-manager",
                "12m",
                "classify",
                severity="major",
                reason="Well above 10 per cent of the day's payments by the monitor's figures.",
            ),
            "lead": deed("duty-manager", "14m", "assume role", role="duty-manager"),
            "find-scope": deed(
                "payments-engineer", "28m", "diagnose", cause="The pay-day batch ran twice: 3 files."
            ),
            "stop-batch": deed(
                "duty-manager",
                "33m",
                "contain",
                measure="Hold every outgoing batch, file three first",
                reason="File three can still be caught; later batches can wait an hour.",
            ),
            "call-clearing": deed(
                "payments-engineer", "35m", "page", contact="clearing-house", note="Recall begun."
            ),
            "copy-ledger": done(
                "payments-engineer", "37m", "copy-ledger", "Copy in the vault, checksum noted."
            ),
            "check-figures": deed(
                "payments-engineer",
                "55m",
                "verify",
                what="No batch leaves any more",
                evidence="Outgoing total equals yesterday's at the same minute, to the cent.",
            ),
            "tell-branches": deed(
                "customer-desk",
                "30m",
                "post update",
                audience="branches",
                text="Salaries were credited twice. Do not advise on spending; questions to the customer desk.",
                approved_by="duty-manager",
            ),
            "tell-customers": deed(
                "customer-desk",
                "34m",
                "post update",
                audience="customers",
                text="Some salaries show twice. The second will be recalled. We write again in 30 minutes.",
                **signed,
            ),
            "customers-2": deed(
                "customer-desk",
                "61m",
                "post update",
                audience="customers",
                text="Recall is running. You need not do anything. We write again in 30 minutes.",
                **signed,
            ),
            "customers-3": deed(
                "customer-desk",
                "88m",
                "post update",
                audience="customers",
                text="The recall is confirmed; balances are right tonight. We write again in 30 minutes.",
                **signed,
            ),
            "first-report": deed(
                "resilience-officer",
                "50m",
                "post update",
                audience="supervisor",
                text="Initial notification: duplicated credit transfers, graded major, recall under way.",
                approved_by="duty-manager",
            ),
            "close": deed("duty-manager", "95m", "resolve", statement="Both files recalled, totals agree."),
            "set-review": done(
                "resilience-officer", "100m", "set-review", "In nine days, with payments operations."
            ),
        },
    )
