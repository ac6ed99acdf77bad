"""Drills of the airline's operations centre."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_e_make import (
    act,
    add,
    before,
    drill,
    drop,
    drop_step,
    entry,
    found,
    inject,
    step,
    top,
    unasked,
)
from tests.bench.cases_e_world_air import AIR
from trainer.core.commands import SkipInject

_SEAT: Final = top(roles=["duty-manager", "assistant-manager", "dispatch", "systems", "passengers", "slots"])

CLEAN: Final[tuple[Case, ...]] = (
    drill(AIR, "e-air-clean", "Everything as the handbook says."),
    drill(
        AIR,
        "e-air-to-the-second",
        "Whatever has a limit is done in its last second.",
        scenario=[entry("injects", "plans-flow", release={"at": "57m"})],
        acts={
            "take": {"at": "6m"},
            "colour": {"at": "13m"},
            "lead": {"at": "18m"},
            "stations": {"at": "28m"},
            "manual": {"at": "33m"},
            "supplier": {"at": "38m"},
            "cause": {"at": "41m"},
            "notice": {"at": "28m"},
            "flow": {"at": "43m"},
            "hold": {"at": "30m"},
            "clear": {"at": "56m"},
            "notice-2": {"at": "53m"},
            "prove": {"at": "72m"},
            "stand-down": {"at": "77m"},
            "notice-3": {"at": "78m"},
        },
    ),
    drill(
        AIR,
        "e-air-assistant-leads",
        "The assistant duty manager leads in the manager's place, as the handbook allows.",
        scenario=[_SEAT, entry("injects", "hold-or-not", to=["duty-manager", "assistant-manager"])],
        acts={
            "lead": act("assistant-manager", "8m30s", "assume role", role="duty-manager"),
            "hold": act(
                "assistant-manager",
                "26m",
                "decide",
                decision="hold",
                option="hold-late",
                reason="Unchecked plans stay on the ground; the noon wave can wait.",
            ),
        },
    ),
    drill(
        AIR,
        "e-air-second-rota-picks-up",
        "The first pager stays silent, and after five minutes the next level is called.",
        acts={
            "first": act("duty-manager", "9m", "page", contact="systems-rota", result="no answer"),
            "second": act(
                "duty-manager", "14m", "page", contact="systems-second", note="On the way to the console."
            ),
        },
    ),
    drill(
        AIR,
        "e-air-red-binder",
        "The console refuses the log-in; dispatch plans from the red binder and is in time.",
        acts={
            "no": act(
                "dispatch",
                "13m",
                "report blocked",
                missing="Console throws me out at the log-in",
                step="manual-plans",
            ),
            "manual": {"note": "Printed routings from the red binder, two people per plan."},
        },
    ),
)

PLANTED: Final[tuple[Case, ...]] = (
    drill(
        AIR,
        "e-air-crew-hours",
        "Crews would run out of hours while they wait; dispatch swaps them between aircraft, and it works.",
        Planted("G01", "plan"),
        scenario=[
            add(
                "injects",
                inject(
                    "crew-hours",
                    "32m",
                    "dispatch duty-manager",
                    "Forty crews reach their limit at two if they sit and wait.",
                    sender="Crew desk",
                ),
                inject(
                    "crews-saved",
                    "45m",
                    "dispatch duty-manager",
                    "All forty can fly. Whoever thought of that: thank you.",
                    sender="Crew desk",
                ),
            )
        ],
        acts={
            "swap": act(
                "dispatch",
                "37m",
                "improvise",
                text="I pair waiting crews with aircraft that hold a filed plan; crew desk agrees, no leg is lost.",
            )
        },
    ),
    drill(
        AIR,
        "e-air-what-is-manual",
        "Nobody can tell whether manual planning is for all flights or for those without a plan.",
        Planted("G02", "plan", "manual-plans"),
        plan=[step("manual-plans", text="Switch to manual plans for flights as appropriate.")],
        scenario=[
            add(
                "votes",
                {
                    "id": "which-flights",
                    "question": "Which flights are planned by hand?",
                    "about": "other",
                    "step": "manual-plans",
                    "truth": "Only those without a plan",
                    "options": ["All of today", "Only those without a plan"],
                },
            ),
            entry("injects", "floor-waits", vote="which-flights"),
            entry("injects", "floor-waits", to=["everyone"]),
        ],
        acts={
            "v1": act("dispatch", "11m", "vote", vote="which-flights", choice="All of today", confidence=5),
            "v2": act(
                "systems",
                "11m10s",
                "vote",
                vote="which-flights",
                choice="Only those without a plan",
                confidence=3,
            ),
            "v3": act(
                "duty-manager", "11m20s", "vote", vote="which-flights", choice="All of today", confidence=4
            ),
            "v4": act(
                "slots",
                "11m30s",
                "vote",
                vote="which-flights",
                choice="Only those without a plan",
                confidence=4,
            ),
            "q": act(
                "dispatch",
                "13m",
                "ask",
                text="C2.1 says 'as appropriate'. To what: every flight, or only the ones not filed?",
            ),
        },
    ),
    drill(
        AIR,
        "e-air-both-plan",
        "The handbook names nobody for manual plans: dispatch and systems both begin.",
        Planted("G03", "plan", "manual-plans"),
        plan=[step("manual-plans", role=None)],
        acts={
            "manual-too": act(
                "systems", "18m", "do step", step="manual-plans", note="I have started on the long-haul ones."
            )
        },
    ),
    drill(
        AIR,
        "e-air-dead-line",
        "The priority line on the card is disconnected; the service manager's mobile answers.",
        Planted("G04", "plan", "call-supplier"),
        acts={
            "dead": act(
                "systems",
                "18m",
                "page",
                contact="planner-vendor",
                result="failed",
                note="Number not in service, three times.",
            ),
            "supplier": {"note": "Got them on the duty mobile. The priority line was given up in spring."},
        },
    ),
    drill(
        AIR,
        "e-air-four-minutes",
        "Four minutes for the stations: nobody has ever done it in less than five.",
        Planted("G05", "plan", "tell-stations"),
        plan=[
            step(
                "tell-stations",
                target={"from": "declared", "within": {"RED": "4m", "AMBER": "20m", "BLUE": "60m"}},
            )
        ],
        earlier=[
            before(
                day,
                steps=[
                    {
                        "step": "tell-stations",
                        "outcome": "late",
                        "elapsed": taken * 1_000_000,
                        "limit": 240_000_000,
                        "competent": True,
                    }
                ],
            )
            for day, taken in (("2026-02-03", 345), ("2026-05-12", 312))
        ],
    ),
    drill(
        AIR,
        "e-air-no-remote-login",
        "From home nobody can prove who he is to the console, the office is ninety minutes away.",
        Planted("G06", "capability", "manual-plans"),
        plan=[entry("tools", "planning-console", alternative=None, alternative_serves=None)],
        acts={
            "manual": None,
            "no": act(
                "dispatch",
                "14m",
                "report blocked",
                missing="Remote log-in to the console cannot be verified",
                step="manual-plans",
            ),
        },
    ),
    drill(
        AIR,
        "e-air-pilot-never-calls",
        "The facilitator is short of time and leaves the chief pilot's call out.",
        Planted("G07", "artefact", "ground-hold"),
        controls=[("19m", SkipInject("hold-or-not", "Time is short"))],
        acts={"hold": None},
    ),
    drill(
        AIR,
        "e-air-empty-desk",
        "The one person of the information desk is taken ill, and the handbook has nobody in her place.",
        Planted("G08", "capability"),
        plan=[entry("roles", "passengers", deputies=[])],
        scenario=[
            add(
                "injects",
                inject(
                    "desk-empty",
                    "9m",
                    "duty-manager",
                    "She has been taken to the sick bay. The desk is dark.",
                    channel="phone",
                    absent=["passengers"],
                ),
            )
        ],
        acts={"stations": None, "notice": None, "notice-2": None, "notice-3": None},
    ),
    drill(
        AIR,
        "e-air-red-or-amber",
        "Asked alone, three of five are sure that it is amber.",
        Planted("G09", "plan"),
        scenario=[
            add(
                "votes",
                {
                    "id": "colour",
                    "question": "Which colour?",
                    "about": "severity",
                    "options": ["RED", "AMBER", "BLUE"],
                    "truth": "RED",
                },
            ),
            add(
                "injects",
                inject(
                    "colour-round",
                    "3m",
                    "everyone",
                    "Everybody for themselves: which colour is this?",
                    vote="colour",
                ),
            ),
        ],
        acts={
            "v1": act("systems", "3m30s", "vote", vote="colour", choice="RED", confidence=3),
            "v2": act("duty-manager", "3m40s", "vote", vote="colour", choice="AMBER", confidence=5),
            "v3": act("dispatch", "3m50s", "vote", vote="colour", choice="AMBER", confidence=5),
            "v4": act("passengers", "4m", "vote", vote="colour", choice="AMBER", confidence=4),
            "v5": act("slots", "4m10s", "vote", vote="colour", choice="RED", confidence=2),
        },
    ),
    drill(
        AIR,
        "e-air-silent-boards",
        "Passengers hear nothing for over half an hour.",
        Planted("G10", "execution", "first-notice"),
        acts={"notice": {"at": "41m"}, "notice-2": {"at": "56m"}},
    ),
    drill(
        AIR,
        "e-air-unread-notice-and-bare-hold",
        "The first notice goes out unread by the manager, and the hold is ordered without a word why.",
        Planted("G10", "execution"),
        Planted("G17", "execution"),
        acts={"notice": {"approved_by": None}, "hold": {"reason": ""}},
    ),
    drill(
        AIR,
        "e-air-half-a-handover",
        "The manager leaves the desk to the assistant, who never said yes.",
        Planted("G11", "execution"),
        scenario=[_SEAT],
        acts={
            "give": act(
                "duty-manager",
                "33m",
                "hand over",
                role="duty-manager",
                to="assistant-manager",
                briefed="",
                accepted=False,
            )
        },
    ),
    drill(
        AIR,
        "e-air-flow-unit-unaware",
        "The flow management unit never hears of the reduced departures.",
        Planted("G12", "execution", "flow-report"),
        acts={"flow": None},
    ),
    drill(
        AIR,
        "e-air-nobody-knows-the-supplier",
        "Only the supplier can read the log, and the handbook does not know the supplier.",
        Planted("G13", "plan", "state-cause"),
        plan=[
            drop("contacts", "planner-vendor"),
            drop_step("call-supplier"),
            top(
                escalation=[
                    {"level": 1, "contact": "systems-rota", "acknowledge_within": "5m"},
                    {"level": 2, "contact": "systems-second", "acknowledge_within": "5m"},
                ]
            ),
        ],
        scenario=[unasked("call-supplier")],
        acts={
            "supplier": None,
            "stuck": act(
                "systems",
                "22m",
                "report blocked",
                missing="The planner's supplier: only they can read that log, and we have no number or contract sheet",
                step="state-cause",
            ),
            "cause": {"at": "43m"},
            "clear": {"at": "46m"},
        },
    ),
    drill(
        AIR,
        "e-air-old-review",
        "The handbook should have been looked through ten months ago.",
        Planted("G14", "plan"),
        plan=[top(last_reviewed="2024-12-20")],
    ),
    drill(
        AIR,
        "e-air-late-again",
        "Manual plans begin late, as in spring, although training was ticked off.",
        Planted("G15", "execution", "manual-plans"),
        Planted("G18", "execution", "manual-plans"),
        acts={"manual": {"at": "29m"}},
        earlier=[
            before(
                "2026-04-14",
                gaps=[found("G15", "execution", "manual-plans")],
                actions=[
                    {
                        "id": "A-7",
                        "gap": "G15-manual-plans",
                        "action": "Train the switch",
                        "status": "closed",
                        "owner": "Dispatch",
                        "due": "2026-06-01",
                        "closed": "2026-05-20",
                    }
                ],
            )
        ],
    ),
    drill(
        AIR,
        "e-air-held-as-written",
        "Departures are held exactly as the handbook wants, and by noon the terminal has to be closed.",
        Planted("G16", "plan"),
        scenario=[
            add(
                "objectives",
                {
                    "id": "terminal",
                    "title": "The terminal stays open",
                    "critical": True,
                    "steps": ["ground-hold"],
                    "achieved_when": {"not": {"delivered": "terminal-shut"}},
                },
            ),
            add(
                "injects",
                inject(
                    "terminal-shut",
                    "",
                    "duty-manager passengers",
                    "Four thousand people and no gate free. The police close the doors.",
                    channel="phone",
                    sender="Airport",
                    release={"after": {"chose": "hold/hold-late", "delay": "12m"}},
                ),
            ),
        ],
    ),
)

AIR_CASES: Final = CLEAN + PLANTED
