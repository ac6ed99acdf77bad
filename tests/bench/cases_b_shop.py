"""A box office that sells tickets on the web: a plan with every part."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "box-office",
    "title": "Box office incident handbook",
    "version": "4.2",
    "owner": "Head of ticket sales",
    "last_reviewed": "2026-08-20",
    "review_every": "180 days",
    "severities": [
        {
            "id": "S1",
            "title": "Sales stopped",
            "criteria": ["Nobody, or hardly anybody, can buy a ticket."],
            "respond_within": "5m",
            "update_every": "20m",
        },
        {
            "id": "S2",
            "title": "Sales impaired",
            "criteria": ["Some customers cannot buy, or buying is slow."],
            "respond_within": "15m",
            "update_every": "40m",
        },
    ],
    "roles": [
        {"id": "engineer", "title": "Duty engineer"},
        {
            "id": "lead",
            "title": "Incident lead",
            "leads": True,
            "deputies": ["stand-in"],
            "longest": "3h",
            "handover": "Brief the successor on state, open tasks and the next update; wait for a spoken yes.",
        },
        {"id": "writer", "title": "Message writer"},
        {"id": "keeper", "title": "Database keeper"},
        {"id": "stand-in", "title": "Stand-in for the lead", "required": False},
    ],
    "contacts": [
        {"id": "engineer-rota", "title": "Engineers' rota", "role": "engineer", "reach": "Pager"},
        {"id": "keeper-rota", "title": "Database rota", "role": "keeper", "reach": "Pager"},
        {"id": "lead-rota", "title": "Leads' rota", "role": "lead", "reach": "Pager"},
        {
            "id": "card-processor",
            "title": "Card processor, priority desk",
            "reach": "Portal; call back after 15 minutes, then the account manager",
            "out_of_band": "Number on the wallet card",
            "external": True,
        },
    ],
    "tools": [
        {"id": "pager", "title": "Pager", "access": ["engineer"], "alternative": "Mobile phones"},
        {
            "id": "status-site",
            "title": "Status site",
            "access": ["writer", "lead"],
            "alternative": "Banner in the mobile application",
            "alternative_serves": "6h",
        },
        {
            "id": "switchboard",
            "title": "Sales switchboard",
            "access": ["lead", "keeper"],
            "alternative": "Queue page set by hand",
            "alternative_serves": "8h",
        },
    ],
    "procedures": [
        {
            "id": "alarm",
            "title": "Alarm",
            "phase": "detection",
            "clause": "1",
            "steps": [
                step(
                    "confirm-alarm",
                    "Confirm the alarm",
                    "engineer",
                    "first alert: ",
                    by={"S1": "5m", "S2": "15m"},
                    clause="1.1",
                    critical=True,
                    how="acknowledge",
                    needs={"tools": ["pager"]},
                ),
                step(
                    "set-level",
                    "Set the level, and give the reason",
                    "engineer",
                    "first alert: ",
                    by={"S1": "10m", "S2": "20m"},
                    clause="1.2",
                    critical=True,
                    after=["confirm-alarm"],
                    how="classify",
                    text="Compare with the criteria. Enter the level and one line why.",
                ),
                step(
                    "take-lead",
                    "Take the lead aloud",
                    "lead",
                    "first alert: ",
                    by={"S1": "15m", "S2": "30m"},
                    clause="1.3",
                    critical=True,
                    how={"action": "assume role", "role": "lead"},
                ),
                step(
                    "open-room",
                    "Open the incident room",
                    "lead",
                    "declared: 5m",
                    clause="1.4",
                    after=["take-lead"],
                    marks="call started",
                ),
            ],
        },
        {
            "id": "telling",
            "title": "Telling people",
            "phase": "communication",
            "clause": "2",
            "steps": [
                step(
                    "tell-staff",
                    "Tell staff",
                    "writer",
                    "declared: 15m",
                    clause="2.1",
                    how={"action": "post update", "audience": "staff"},
                ),
                step(
                    "tell-buyers",
                    "Tell ticket buyers",
                    "writer",
                    "impact: ",
                    by={"S1": "15m", "S2": "30m"},
                    clause="2.2",
                    critical=True,
                    how={"action": "post update", "audience": "buyers"},
                    needs={"tools": ["status-site"]},
                    text="The writer drafts, the lead approves; say when the next one comes.",
                ),
            ],
        },
        {
            "id": "stopping",
            "title": "Stopping the harm",
            "phase": "containment",
            "clause": "3",
            "steps": [
                step(
                    "state-scope",
                    "State what fails and for whom",
                    "keeper",
                    "declared: 20m",
                    clause="3.1",
                    critical=True,
                    how="diagnose",
                ),
                step(
                    "call-processor",
                    "Call the card processor",
                    "keeper",
                    "inject: 10m",
                    clause="3.2",
                    condition="The card processor may be involved",
                    how={"action": "page", "contact": "card-processor"},
                    needs={"contacts": ["card-processor"]},
                ),
                step(
                    "stop-harm",
                    "Order a measure, with its reason",
                    "lead",
                    "identified: 20m",
                    clause="3.3",
                    critical=True,
                    after=["state-scope"],
                    how="contain",
                    needs={"tools": ["switchboard"]},
                ),
                step(
                    "prove-it",
                    "Prove with figures that the measure works",
                    "keeper",
                    "containment decided: 25m",
                    clause="3.4",
                    critical=True,
                    after=["stop-harm"],
                    how="verify",
                ),
            ],
        },
        {
            "id": "closing",
            "title": "Closing",
            "phase": "resolution",
            "clause": "4",
            "steps": [
                step("close", "Close the incident", "lead", "recovered: 20m", clause="4.1", how="resolve"),
                step(
                    "tell-the-end",
                    "Tell buyers that it is over",
                    "writer",
                    "resolved: 10m",
                    clause="4.2",
                    after=["close"],
                    how={"action": "post update", "audience": "buyers", "phrase": "back to normal"},
                ),
            ],
        },
    ],
    "cadences": [
        {
            "id": "buyers-rhythm",
            "title": "Updates for buyers",
            "audience": "buyers",
            "role": "writer",
            "clause": "2.3",
            "from": "first post",
            "every": {"S1": "20m", "S2": "40m"},
        }
    ],
    "communications": [
        {
            "id": "staff-note",
            "audience": "staff",
            "title": "Note to staff",
            "channel": "Chat",
            "author": "writer",
            "fallback": "Text message",
        },
        {
            "id": "buyer-note",
            "audience": "buyers",
            "title": "Status site",
            "channel": "Status site",
            "template": "{what}. {what to do}. Next word at {time}.",
            "author": "writer",
            "approver": "lead",
            "fallback": "Banner in the mobile application",
            "public": True,
        },
    ],
    "decision_rights": [
        {
            "id": "pausing",
            "decision": "Pausing a sale",
            "role": "lead",
            "clause": "5.1",
            "no_answer": {"after": "5m", "role": "stand-in"},
        }
    ],
    "escalation": [
        {"level": 1, "contact": "engineer-rota", "acknowledge_within": "5m"},
        {"level": 2, "contact": "keeper-rota", "acknowledge_within": "5m"},
        {"level": 3, "contact": "lead-rota", "acknowledge_within": "5m"},
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "presale",
    "title": "The presale stands still",
    "plan": "box-office",
    "length": "75m",
    "roles": ["engineer", "lead", "writer", "keeper", "stand-in"],
    "objectives": [
        {
            "id": "react",
            "title": "React and lead",
            "critical": True,
            "steps": ["confirm-alarm", "set-level", "take-lead", "open-room"],
        },
        {"id": "tell", "title": "Tell people", "steps": ["tell-staff", "tell-buyers", "tell-the-end"]},
        {"id": "mend", "title": "Stop the harm", "steps": ["state-scope", "stop-harm", "prove-it", "close"]},
    ],
    "briefing": {"situation": "The presale for a large tour began an hour ago."},
    "truth": {"severity": "S1", "cause": "A new index locks the seat table."},
    "injects": [
        inject(
            "alarm",
            "1m",
            "alert",
            "Monitoring",
            "Completed purchases per minute: 3. An hour ago: 410.",
            to=["engineer"],
            calls=["confirm-alarm", "set-level", "take-lead", "tell-staff"],
        ),
        inject(
            "fans",
            "4m",
            "social",
            "Fans",
            "Stuck at the seat map for ten minutes, anybody else? Everyone, it seems.",
            marks=["impact"],
            calls=["tell-buyers"],
        ),
        inject(
            "refusals",
            "14m",
            "chat",
            "Cash desk",
            "A few cards are refused with code 91 as well.",
            to=["keeper"],
            calls=["call-processor"],
        ),
        inject(
            "locks",
            "16m",
            "dashboard",
            "Database board",
            "Sessions waiting for a lock on seats: 2,300.",
            to=["keeper", "lead"],
            calls=["state-scope", "stop-harm"],
            decision="measure",
        ),
        inject(
            "better",
            "38m",
            "dashboard",
            "Monitoring",
            "Completed purchases per minute: 388.",
            marks=["recovered"],
            calls=["prove-it", "close"],
        ),
    ],
    "decisions": [
        {
            "id": "measure",
            "question": "Pause the sale, or drop the index while it runs?",
            "role": "lead",
            "step": "stop-harm",
            "options": [
                {"id": "pause", "text": "Pause the sale for some minutes", "plan_calls_for": True},
                {"id": "drop", "text": "Drop the index under load"},
            ],
        }
    ],
}

BUYERS_1: Final = "The seat map does not load. Please do not pay twice. Next word in 20 minutes."
BUYERS_2: Final = (
    "Still no seat map; the sale is paused and your place in the queue is kept. More in 20 minutes."
)
BUYERS_3: Final = "Ticket sales are back to normal. Check your mail before you order again. Thank you."

TEAM: Final = {
    "confirm": act("engineer", "alarm+60s", "acknowledge", inject="alarm"),
    "level": act(
        "engineer",
        "alarm+5m",
        "classify",
        severity="S1",
        reason="Hardly a purchase completes, for everybody.",
    ),
    "lead": act("lead", "8m", "assume role", role="lead"),
    "room": act("lead", "10m", "do step", step="open-room", note="Room open, names pinned."),
    "staff": act(
        "writer", "14m", "post update", audience="staff", text="S1, presale stuck. Follow in the room."
    ),
    "buyers": act(
        "writer", "12m", "post update", audience="buyers", text=BUYERS_1, next_in="20m", approved_by="lead"
    ),
    "processor": act("keeper", "refusals+4m", "page", contact="card-processor", note="They see no fault."),
    "scope": act(
        "keeper", "locks+5m", "diagnose", cause="All sales wait for a lock that the new index took."
    ),
    "choose": act(
        "lead", "locks+8m", "decide", decision="measure", option="pause", reason="Can be undone at once."
    ),
    "contain": act(
        "lead",
        "locks+9m",
        "contain",
        measure="Sale paused, index dropped",
        reason="No purchase is lost meanwhile.",
    ),
    "buyers-again": act(
        "writer", "30m", "post update", audience="buyers", text=BUYERS_2, next_in="20m", approved_by="lead"
    ),
    "prove": act(
        "keeper", "better+3m", "verify", what="Sales run", evidence="388 purchases a minute, lock queue empty"
    ),
    "close": act("lead", "better+8m", "resolve", statement="46 minutes. Closed; the lock is gone."),
    "end": act("writer", "better+11m", "post update", audience="buyers", text=BUYERS_3, approved_by="lead"),
}

SHOP: Final = World("shop", PLAN, SCENARIO, TEAM)
