"""A cold store for vaccines: a plan of one page without limits; the script brings them."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.cases_b_make import World, act, inject, step

PLAN: Final[dict[str, Any]] = {
    "id": "cold-page",
    "title": "One page: the store gets warm",
    "version": "B",
    "last_reviewed": "2026-10-01",
    "roles": [
        {"id": "guard", "title": "Night guard"},
        {"id": "storekeeper", "title": "Storekeeper", "leads": True, "deputies": ["stand-by"]},
        {"id": "technician", "title": "Refrigeration technician"},
        {"id": "stand-by", "title": "Second storekeeper", "required": False},
    ],
    "contacts": [
        {"id": "storekeeper-home", "title": "Storekeeper at home", "role": "storekeeper"},
        {"id": "stand-by-home", "title": "Second storekeeper at home", "role": "stand-by"},
    ],
    "procedures": [
        {
            "id": "warm",
            "title": "Warm",
            "phase": "containment",
            "clause": "1",
            "steps": [
                step("read", "Read the thermometer inside", "guard", critical=True, clause="1"),
                step(
                    "ring",
                    "Ring the storekeeper; after five minutes without an answer, the second one",
                    "guard",
                    critical=True,
                    clause="2",
                    after=["read"],
                    how={"action": "page", "contact": "storekeeper-home"},
                ),
                step(
                    "take",
                    "Be in charge",
                    "storekeeper",
                    critical=True,
                    clause="3",
                    how={"action": "assume role", "role": "storekeeper"},
                ),
                step(
                    "move",
                    "Move the boxes to store 2, write the reason on the sheet",
                    "storekeeper",
                    critical=True,
                    clause="4",
                    how="contain",
                ),
                step("compressor", "Find the fault", "technician", critical=True, clause="5", how="diagnose"),
                step("cold-again", "Measure for half an hour", "technician", clause="6", how="verify"),
            ],
        }
    ],
}

SCENARIO: Final[dict[str, Any]] = {
    "id": "eleven-degrees",
    "title": "Eleven degrees",
    "plan": "cold-page",
    "length": "2h",
    "roles": ["guard", "storekeeper", "technician", "stand-by"],
    "objectives": [
        {
            "id": "save",
            "title": "Save the boxes",
            "critical": True,
            "steps": ["read", "ring", "take", "move"],
        },
        {"id": "mend", "title": "Mend the store", "steps": ["compressor", "cold-again"]},
    ],
    "truth": {"cause": "A relay of the compressor sticks."},
    "injects": [
        inject(
            "beep",
            "2m",
            "alert",
            "Door panel",
            "Store 1: 8.4 degrees and rising",
            to=["guard"],
            calls=[{"step": "read", "within": "5m"}, {"step": "ring", "within": "10m"}],
        ),
        inject(
            "eleven",
            "15m",
            "phone",
            "Guard's round",
            "It says eleven degrees now.",
            to=["storekeeper", "technician", "stand-by"],
            calls=[
                {"step": "take", "within": "10m"},
                {"step": "move", "within": "30m"},
                {"step": "compressor", "within": "40m"},
            ],
        ),
        inject(
            "hum",
            "60m",
            "phone",
            "Guard's round",
            "It hums again.",
            marks=["recovered"],
            calls=[{"step": "cold-again", "within": "45m"}],
        ),
    ],
}

TEAM: Final = {
    "read": act("guard", "beep+2m", "do step", step="read", note="8.6 inside, so it is not the panel."),
    "ring": act("guard", "beep+4m", "page", contact="storekeeper-home", note="Comes in ten minutes."),
    "take": act("storekeeper", "eleven+3m", "assume role", role="storekeeper"),
    "move": act(
        "storekeeper",
        "eleven+20m",
        "contain",
        measure="Boxes moved to store 2",
        reason="Above eight for 20 minutes.",
    ),
    "compressor": act("technician", "eleven+31m", "diagnose", cause="A relay sticks; bridged for the night."),
    "cold": act(
        "technician", "hum+35m", "verify", what="Store 1", evidence="3.9 to 4.2 degrees over half an hour"
    ),
}

COLD: Final = World("cold", PLAN, SCENARIO, TEAM)
