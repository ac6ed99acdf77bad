"""A telecom operator's network desk: a change in the core takes voice and data down."""

from __future__ import annotations

from typing import Final

from tests.bench.cases_e_make import Values, World, act, inject
from tests.bench.cases_e_plan_net import PLAN

SCENARIO: Final[Values] = {
    "id": "phase-six",
    "title": "Phase six of a change in the core",
    "plan": "network-desk-outage",
    "length": "85m",
    "roles": ["shift-chief", "core", "field", "voice", "authority-desk"],
    "objectives": [
        {
            "id": "grasp",
            "title": "Grasp it",
            "critical": True,
            "steps": ["confirm-alarm", "grade", "take-desk"],
        },
        {
            "id": "mend",
            "title": "Mend it without a second fault",
            "critical": True,
            "steps": ["freeze-work", "save-state", "locate", "revert", "send-crews", "ask-partner"],
        },
        {
            "id": "warn",
            "title": "Warn those who depend on us",
            "steps": ["outage-page", "warn-centres", "report-regulator"],
        },
        {"id": "finish", "title": "Finish on proof", "steps": ["test-calls", "release-desk"]},
    ],
    "briefing": {
        "situation": "A Friday, a quarter to five in the morning. Phase six of seven of a change is running."
    },
    "truth": {
        "severity": "MAJOR",
        "cause": "A route filter was taken off; the core routers drown in routes.",
        "external_deadlines": ["outage-report"],
    },
    "injects": [
        inject(
            "routes-flood",
            "2m",
            "core shift-chief",
            "Core 1 and 3 unreachable, sessions falling in all regions.",
            channel="alert",
            sender="Alarm wall",
            asks="confirm-alarm grade take-desk",
        ),
        inject(
            "phones-silent",
            "9m",
            "voice authority-desk shift-chief",
            "No tone on my mobile, and the neighbour has none either.",
            channel="social",
            sender="Subscribers",
            marks=["impact"],
            asks="outage-page warn-centres report-regulator",
        ),
        inject(
            "change-diary",
            "13m",
            "core",
            "04:43 phase six, filter removed at distribution router.",
            channel="ticket",
            sender="Change diary",
            asks="freeze-work save-state locate",
        ),
        inject(
            "sites-dark",
            "14m",
            "field",
            "Nobody can log in to the northern sites from here.",
            sender="Access team",
            asks="send-crews",
        ),
        inject(
            "red-lamp",
            "24m",
            "field",
            "The lamp of the leased line to the north is red as well.",
            channel="dashboard",
            sender="Line monitor",
            asks="ask-partner",
        ),
        inject(
            "back-out",
            "30m",
            "shift-chief",
            "Shall the filter go back in now?",
            channel="phone",
            sender="Change owner",
            decision="take-back",
            asks="revert",
        ),
        inject(
            "tones-back",
            "55m",
            "core shift-chief voice",
            "Registrations climb in every region.",
            channel="dashboard",
            sender="Alarm wall",
            marks=["recovered"],
            asks="test-calls release-desk",
        ),
    ],
    "decisions": [
        {
            "id": "take-back",
            "question": "Does the filter go back in?",
            "role": "shift-chief",
            "step": "revert",
            "options": [
                {"id": "filter-in", "text": "Put it back, router by router", "plan_calls_for": True},
                {"id": "finish-seven", "text": "Go on to phase seven"},
            ],
        }
    ],
}

ACTS: Final = {
    "confirm": act("core", "3m30s", "acknowledge", inject="routes-flood"),
    "grade": act(
        "shift-chief",
        "8m",
        "classify",
        severity="MAJOR",
        reason="All regions fall, far above a hundred thousand lines.",
    ),
    "desk": act("shift-chief", "10m", "assume role", role="shift-chief"),
    "freeze": act(
        "core", "15m", "do step", step="freeze-work", note="Phase seven and two card swaps are stopped."
    ),
    "state": act(
        "core",
        "20m",
        "do step",
        step="save-state",
        note="Tables of all six routers lie on the side console's disk.",
    ),
    "page": act(
        "voice",
        "21m",
        "post update",
        audience="subscribers",
        text="Calls and data fail everywhere. In an emergency use another network. More within half an hour.",
        next_in="30m",
        approved_by="shift-chief",
    ),
    "centres": act(
        "authority-desk",
        "24m",
        "post update",
        audience="emergency-centres",
        text="Mobile emergency calls from our network may not arrive, all regions, since 04:45.",
    ),
    "crews": act(
        "field", "25m", "do step", step="send-crews", note="Six crews on their way, keys and cables checked."
    ),
    "locate": act(
        "core",
        "29m",
        "diagnose",
        cause="Without the filter every route reaches the core; its memory is full.",
    ),
    "partner": act(
        "field", "31m", "page", contact="fibre-partner", note="Their line is fine, only our end is down."
    ),
    "decide": act(
        "shift-chief",
        "37m",
        "decide",
        decision="take-back",
        option="filter-in",
        reason="It is the one thing that changed, and it can be done per router.",
    ),
    "regulator": act(
        "authority-desk",
        "41m",
        "post update",
        audience="regulator",
        text="Since 04:45, all regions, voice, data and emergency calls; cause known.",
    ),
    "page-2": act(
        "voice",
        "48m",
        "post update",
        audience="subscribers",
        text="The core comes back router by router. Please leave your phone on. More in half an hour.",
        next_in="30m",
        approved_by="shift-chief",
    ),
    "tests": act(
        "core",
        "62m",
        "verify",
        what="Calls in all regions",
        evidence="Twelve of twelve test calls, three of them to the emergency test number.",
    ),
    "release": act(
        "shift-chief",
        "69m",
        "resolve",
        statement="The desk goes back to normal watch; crews stay on site until noon.",
    ),
    "page-3": act(
        "voice",
        "73m",
        "post update",
        audience="subscribers",
        text="Calls and data work again everywhere. We are sorry for this morning.",
        approved_by="shift-chief",
    ),
}

NET: Final = World(PLAN, SCENARIO, ACTS)
