"""Hospital wards without their medication screens: colours for levels, no contacts, messages or rights in the plan."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "ward-downtime",
    "title": "Downtime procedure of the medication record",
    "version": "2025-4",
    "last_reviewed": "2026-05-04",
    "review_every": "365 days",
    "severities": [
        {
            "id": "RED",
            "title": "No ward can see doses",
            "criteria": ["The medication record cannot be read on any ward."],
        },
        {"id": "AMBER", "title": "Some wards cannot", "criteria": ["It can be read on a part of the wards."]},
    ],
    "roles": [
        {"id": "coordinator", "title": "Ward coordinator"},
        {"id": "physician", "title": "Physician in charge", "leads": True},
        {"id": "it-duty", "title": "Information systems on duty"},
        {"id": "pharmacist", "title": "Pharmacist"},
    ],
    "tools": [{"id": "print-server", "title": "Downtime printer", "access": ["pharmacist", "coordinator"]}],
    "procedures": [
        {
            "id": "begin",
            "title": "Beginning of downtime",
            "phase": "detection",
            "clause": "A",
            "steps": [
                step(
                    "notice",
                    "Report the outage to information systems",
                    "coordinator",
                    "first signal: 5m",
                    clause="A1",
                    critical=True,
                    how="acknowledge",
                ),
                step(
                    "colour",
                    "Call the colour and say why",
                    "it-duty",
                    "first signal: 10m",
                    clause="A2",
                    critical=True,
                    how="classify",
                ),
                step(
                    "charge",
                    "Take charge",
                    "physician",
                    "first signal: 15m",
                    clause="A3",
                    critical=True,
                    how={"action": "assume role", "role": "physician"},
                ),
            ],
        },
        {
            "id": "paper",
            "title": "On paper",
            "phase": "containment",
            "clause": "B",
            "steps": [
                step(
                    "charts",
                    "Hand out paper charts to every ward",
                    "coordinator",
                    "declared: 15m",
                    clause="B1",
                    critical=True,
                ),
                step(
                    "doses",
                    "Print the doses due in the next four hours",
                    "pharmacist",
                    "declared: 30m",
                    clause="B2",
                    critical=True,
                    needs={"tools": ["print-server"]},
                ),
                step(
                    "allergy",
                    "Read allergies from the frozen copy before a first dose",
                    "pharmacist",
                    "inject: 10m",
                    clause="B3",
                    condition="A patient is new on the ward",
                ),
                step(
                    "fault", "Say where the fault is", "it-duty", "declared: 40m", clause="B4", how="diagnose"
                ),
            ],
        },
        {
            "id": "back",
            "title": "Back on screen",
            "phase": "resolution",
            "clause": "C",
            "steps": [
                step(
                    "compare",
                    "Compare ten charts with the screen",
                    "physician",
                    "recovered: 20m",
                    clause="C1",
                    critical=True,
                    how="verify",
                    text="Write down which charts were compared and what was found.",
                ),
                step(
                    "enter",
                    "Enter what was given on paper",
                    "coordinator",
                    "recovered: 35m",
                    clause="C2",
                    after=["compare"],
                ),
            ],
        },
    ],
    "sections": [{"heading": "Paper", "text": "Charts lie in the red cupboard of each ward."}],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "blank-screens",
    "title": "Blank screens at eight",
    "plan": "ward-downtime",
    "length": "2h",
    "roles": ["coordinator", "physician", "it-duty", "pharmacist"],
    "objectives": [
        {
            "id": "safe",
            "title": "No dose is missed",
            "critical": True,
            "steps": ["notice", "charts", "doses"],
        },
        {"id": "lead", "title": "One person leads", "steps": ["colour", "charge"]},
        {"id": "return", "title": "Return without loss", "steps": ["fault", "compare", "enter"]},
    ],
    "truth": {"severity": "RED", "cause": "A certificate of the record's gateway ran out."},
    "injects": [
        inject(
            "blank",
            "2m",
            "phone",
            "Ward 3",
            "Our dose list is white. Ward 5 and the intensive unit say the same.",
            to=["coordinator", "it-duty"],
            calls=["notice", "colour", "charge"],
        ),
        inject(
            "all-wards",
            "6m",
            "ticket",
            "Service desk",
            "Eleven tickets: every ward is blank.",
            to=["it-duty", "physician"],
            calls=["fault"],
        ),
        inject(
            "round",
            "14m",
            "phone",
            "Ward 5",
            "Morning doses begin at nine, what do we work from?",
            to=["coordinator", "pharmacist"],
            calls=["charts", "doses"],
        ),
        inject(
            "newcomer",
            "40m",
            "phone",
            "Emergency room",
            "A patient is coming up who says something about penicillin.",
            to=["pharmacist"],
            calls=["allergy"],
        ),
        inject(
            "light",
            "62m",
            "dashboard",
            "Gateway board",
            "Sessions rise to the usual 260.",
            marks=["recovered"],
            calls=["compare", "enter"],
        ),
    ],
}

TEAM: Final = {
    "notice": act("coordinator", "blank+90s", "acknowledge", inject="blank"),
    "colour": act(
        "it-duty", "all-wards+2m", "classify", severity="RED", reason="Not a single ward can read it."
    ),
    "charge": act("physician", "12m", "assume role", role="physician"),
    "charts": act(
        "coordinator", "round+6m", "do step", step="charts", note="Red cupboards opened on all wards."
    ),
    "doses": act("pharmacist", "round+15m", "do step", step="doses", note="Lists until one o'clock are out."),
    "fault": act("it-duty", "36m", "diagnose", cause="The gateway's certificate ran out at 07:58."),
    "allergy": act(
        "pharmacist", "newcomer+5m", "do step", step="allergy", note="Frozen copy: penicillin, rash."
    ),
    "compare": act(
        "physician", "light+12m", "verify", what="Ten charts", evidence="Ten of ten equal, wards 1, 3 and 5"
    ),
    "enter": act(
        "coordinator", "light+30m", "do step", step="enter", note="74 doses entered, two people each."
    ),
}

WARD: Final = World("ward", PLAN, SCENARIO, TEAM)
