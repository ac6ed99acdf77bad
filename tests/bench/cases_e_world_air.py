"""An airline's operations centre: what it does when a system that flights depend on stops."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values, World, act, inject
from tests.bench.cases_e_plan_air import PLAN

SCENARIO: Final[Values] = {
    "id": "stuck-plan",
    "title": "One plan that the system cannot digest",
    "plan": "operations-centre-handbook",
    "length": "80m",
    "roles": ["duty-manager", "dispatch", "systems", "passengers", "slots"],
    "objectives": [
        {
            "id": "lead",
            "title": "See it and lead",
            "critical": True,
            "steps": ["take-alarm", "set-colour", "take-lead"],
        },
        {
            "id": "fly",
            "title": "Keep aircraft moving safely",
            "critical": True,
            "steps": ["manual-plans", "call-supplier", "state-cause", "ground-hold", "clear-queue"],
        },
        {
            "id": "tell",
            "title": "Tell everybody who waits",
            "steps": ["tell-stations", "first-notice", "flow-report"],
        },
        {"id": "return", "title": "Return on proof", "steps": ["prove-plans", "stand-down"]},
    ],
    "briefing": {"situation": "A bank holiday in August, shortly after eight. All stations report green."},
    "truth": {
        "severity": "RED",
        "cause": "A route with two waypoints of the same name stops both planning servers.",
        "external_deadlines": ["flow-deadline"],
    },
    "injects": [
        inject(
            "planner-stopped",
            "1m",
            "systems duty-manager",
            "Primary and standby planner stopped within 20 seconds. Filed plans last until noon.",
            channel="alert",
            sender="Monitoring",
            asks="take-alarm set-colour take-lead",
        ),
        inject(
            "gates-fill",
            "8m",
            "passengers duty-manager",
            "Gate lounges are filling; the boards still say on time.",
            channel="phone",
            sender="Two stations",
            marks=["impact"],
            asks="tell-stations first-notice",
        ),
        inject(
            "floor-waits",
            "10m",
            "dispatch",
            "We cannot file anything that leaves after twelve. What do we do?",
            sender="Dispatch floor",
            asks="manual-plans",
        ),
        inject(
            "reject-log",
            "14m",
            "systems",
            "The log ends at the same plan on both servers.",
            channel="dashboard",
            sender="Planning system",
            asks="call-supplier state-cause clear-queue",
        ),
        inject(
            "slots-gone",
            "15m",
            "slots",
            "Your departures look odd to us. Is there anything that we should know?",
            channel="mail",
            sender="Neighbouring centre",
            asks="flow-report",
        ),
        inject(
            "hold-or-not",
            "20m",
            "duty-manager",
            "Crews want to know: push back, or wait at the gate?",
            channel="phone",
            sender="Chief pilot on duty",
            decision="hold",
            asks="ground-hold",
        ),
        inject(
            "plans-flow",
            "48m",
            "dispatch duty-manager",
            "Acceptance is back at 790 plans an hour.",
            channel="dashboard",
            sender="Planning system",
            marks=["recovered"],
            asks="prove-plans stand-down",
        ),
    ],
    "decisions": [
        {
            "id": "hold",
            "question": "Are departures held?",
            "role": "duty-manager",
            "step": "ground-hold",
            "options": [
                {"id": "hold-late", "text": "Hold what leaves after twelve", "plan_calls_for": True},
                {"id": "go-on", "text": "Let everything go"},
            ],
        }
    ],
}

ACTS: Final = {
    "take": act("systems", "2m", "acknowledge", inject="planner-stopped"),
    "colour": act(
        "systems",
        "5m",
        "classify",
        severity="RED",
        reason="Both planners are out, so every station is hit by noon.",
    ),
    "lead": act("duty-manager", "8m30s", "assume role", role="duty-manager"),
    "stations": act(
        "passengers",
        "14m",
        "post update",
        audience="stations",
        text="Planning is down since eight. Board what is filed, keep the rest at the gate.",
    ),
    "manual": act(
        "dispatch",
        "19m",
        "do step",
        step="manual-plans",
        note="Long-haul first, two people per plan, read back.",
    ),
    "supplier": act(
        "systems", "21m", "page", contact="planner-vendor", note="They look at the same log line now."
    ),
    "notice": act(
        "passengers",
        "23m",
        "post update",
        audience="travellers",
        text="Flights after noon will be late. Please keep your booking; we write again at nine.",
        next_in="25m",
        approved_by="duty-manager",
    ),
    "flow": act(
        "slots",
        "25m",
        "page",
        contact="flow-unit",
        note="60 instead of 800 plans an hour; they protect our slots.",
    ),
    "hold": act(
        "duty-manager",
        "26m",
        "decide",
        decision="hold",
        option="hold-late",
        reason="What has no checked plan must not taxi; gates are free until two.",
    ),
    "cause": act(
        "systems",
        "31m",
        "diagnose",
        cause="One plan with a doubled waypoint name; the reader gives up at it on either server.",
    ),
    "clear": act(
        "systems",
        "38m",
        "contain",
        measure="That one plan is taken out and the reader started again",
        reason="Smallest change, and the supplier has tried it on their bench.",
    ),
    "notice-2": act(
        "passengers",
        "44m",
        "post update",
        audience="travellers",
        text="We know the cause. Departures after noon start with an hour's delay. More at half past.",
        next_in="25m",
        approved_by="duty-manager",
    ),
    "prove": act(
        "dispatch",
        "54m",
        "verify",
        what="Plans are accepted again",
        evidence="Three long-haul plans came back accepted within 40 seconds; queue empty.",
    ),
    "stand-down": act(
        "duty-manager",
        "60m",
        "resolve",
        statement="Red ends. Delays run out by the evening; dispatch watches the queue.",
    ),
    "notice-3": act(
        "passengers",
        "64m",
        "post update",
        audience="travellers",
        text="Planning works again. Check the app for your new departure; we are sorry.",
        approved_by="duty-manager",
    ),
}

AIR: Final = World(PLAN, SCENARIO, ACTS)
