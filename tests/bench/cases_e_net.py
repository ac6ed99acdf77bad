"""Drills of the telecom operator's network desk."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_e_make import act, add, before, drill, entry, found, inject, step, top
from tests.bench.cases_e_world_net import NET
from trainer.core.commands import HoldInject, PauseClock, ReleaseInject

_GRADES: Final = {
    "id": "grade-vote",
    "question": "Which grade?",
    "about": "severity",
    "options": ["MAJOR", "SERIOUS", "LOCAL"],
    "truth": "MAJOR",
}

CLEAN: Final[tuple[Case, ...]] = (
    drill(NET, "e-net-clean", "Everything by the instruction."),
    drill(
        NET,
        "e-net-fire-bell",
        "A test of the fire bell stops the drill for some minutes.",
        controls=[("22m", PauseClock("Fire bell"))],
    ),
    drill(
        NET,
        "e-net-one-more-notice",
        "A further notice between two that were due.",
        acts={
            "extra": act(
                "voice",
                "34m",
                "post update",
                audience="subscribers",
                text="Still working on it, the cause is known. Next notice in twenty minutes.",
                next_in="20m",
                approved_by="shift-chief",
            )
        },
    ),
    drill(
        NET,
        "e-net-saw-it-first",
        "The engineer has the alarm in hand before the wall shows it.",
        acts={"confirm": {"at": "1m30s", "inject": None}},
    ),
    drill(
        NET,
        "e-net-of-one-mind",
        "Asked alone, all five give the right grade.",
        scenario=[
            add("votes", _GRADES),
            add(
                "injects",
                inject("grade-round", "4m", "everyone", "Each for yourself: the grade?", vote="grade-vote"),
            ),
        ],
        acts={
            role: act(role, f"5m{place}s", "vote", vote="grade-vote", choice="MAJOR", confidence=4)
            for place, role in enumerate(NET.scenario["roles"], start=10)
        },
    ),
    drill(
        NET,
        "e-net-modem-dials-in",
        "The side console is dead too; the modem at the site serves, and the state is saved in time.",
        acts={
            "no": act(
                "core",
                "16m",
                "report blocked",
                missing="Side console hangs with everything else",
                step="save-state",
            ),
            "state": {"at": "23m", "note": "Dialled in by the modem at each site; tables are copied."},
        },
    ),
)

PLANTED: Final[tuple[Case, ...]] = (
    drill(
        NET,
        "e-net-batteries",
        "Two sites run out of battery; the dispatcher finds generators where no instruction looks.",
        Planted("G01", "plan"),
        scenario=[
            add(
                "injects",
                inject(
                    "batteries",
                    "40m",
                    "field",
                    "Two sites have battery for twenty minutes.",
                    channel="dashboard",
                    sender="Site power",
                ),
                inject("hum", "52m", "field", "Both sites hum again on generators.", sender="Crew four"),
            )
        ],
        acts={
            "borrow": act(
                "field",
                "44m",
                "improvise",
                text="Took the two generators from the trade fair depot to the sites; mains voltage holds at both.",
            )
        },
    ),
    drill(
        NET,
        "e-net-whose-brake",
        "Three would stop planned work themselves, each being certain that it is theirs to stop.",
        Planted("G03", "plan", "freeze-work"),
        scenario=[
            add(
                "votes",
                {
                    "id": "brake",
                    "question": "Who calls planned work off?",
                    "about": "ownership",
                    "step": "freeze-work",
                    "truth": "Core engineer",
                    "options": ["Core engineer", "Shift chief", "Field dispatcher"],
                },
            ),
            add(
                "injects",
                inject(
                    "brake-round",
                    "11m",
                    "everyone",
                    "Write down alone: who calls phase seven off?",
                    vote="brake",
                ),
            ),
        ],
        acts={
            "v1": act("core", "11m30s", "vote", vote="brake", choice="Core engineer", confidence=4),
            "v2": act("shift-chief", "11m35s", "vote", vote="brake", choice="Shift chief", confidence=5),
            "v3": act("field", "11m40s", "vote", vote="brake", choice="Field dispatcher", confidence=5),
            "v4": act("voice", "11m45s", "vote", vote="brake", choice="Shift chief", confidence=4),
            "v5": act("authority-desk", "11m50s", "vote", vote="brake", choice="Core engineer", confidence=2),
        },
    ),
    drill(
        NET,
        "e-net-wrong-voice",
        "The partner's hot line is answered by the canteen of the partner's landlord.",
        Planted("G04", "plan", "ask-partner"),
        acts={
            "canteen": act(
                "field",
                "27m",
                "page",
                contact="fibre-partner",
                result="wrong person",
                note="A canteen. They get our calls about once a month.",
            ),
            "partner": {"note": "Reached them on the satellite phone; their line is fine."},
        },
    ),
    drill(
        NET,
        "e-net-crews-before-the-desk",
        "Crews shall leave twelve minutes after the alarm, but grading and taking the desk may last fifteen.",
        Planted("G05", "plan", "send-crews"),
        plan=[
            step(
                "send-crews",
                after=["take-desk"],
                target={"from": "first alert", "within": {"MAJOR": "12m", "SERIOUS": "40m", "LOCAL": "60m"}},
            )
        ],
        scenario=[entry("injects", "sites-dark", release={"at": "6m"})],
        acts={"crews": {"at": "16m"}},
    ),
    drill(
        NET,
        "e-net-locked-out",
        "The way into the routers runs over the routers.",
        Planted("G06", "capability", "save-state"),
        plan=[entry("tools", "side-console", alternative=None, alternative_serves=None)],
        acts={
            "no": act(
                "core",
                "16m",
                "report blocked",
                missing="Side console is reached over the core that is down",
                step="save-state",
            ),
            "state": {"at": "28m", "note": "A crew at the site plugged in by cable."},
            "locate": {"at": "30m"},
        },
    ),
    drill(
        NET,
        "e-net-lamp-too-late",
        "The facilitator keeps the red lamp back and shows it as people put their coats on.",
        Planted("G07", "artefact", "ask-partner"),
        controls=[("20m", HoldInject("red-lamp")), ("80m", ReleaseInject("red-lamp"))],
        acts={"partner": None},
    ),
    drill(
        NET,
        "e-net-engineer-offline",
        "The core engineer's own phone hangs on the network that is down, and no one else knows the core.",
        Planted("G08", "capability"),
        scenario=[
            add(
                "injects",
                inject(
                    "engineer-gone",
                    "12m",
                    "shift-chief",
                    "He was on his way in. Since then nobody hears him.",
                    channel="phone",
                    absent=["core"],
                ),
            )
        ],
        acts={"freeze": None, "state": None, "locate": None, "tests": None},
    ),
    drill(
        NET,
        "e-net-page-asleep",
        "The outage page promises half an hour and stays as it is for forty-one minutes.",
        Planted("G10", "execution"),
        acts={"page-2": {"at": "62m"}},
    ),
    drill(
        NET,
        "e-net-change-of-chief",
        "The chief goes home at half past; the next one never learns that a decision is waiting.",
        Planted("G11", "plan"),
        plan=[entry("roles", "shift-chief", handover=None, longest=None)],
        scenario=[
            top(roles=["shift-chief", "senior-operator", "core", "field", "voice", "authority-desk"]),
            entry("injects", "back-out", to=["shift-chief"]),
        ],
        acts={
            "give": act(
                "shift-chief",
                "32m",
                "hand over",
                role="shift-chief",
                to="senior-operator",
                briefed="",
                accepted=True,
            ),
            "decide": None,
            "release": act(
                "senior-operator",
                "69m",
                "resolve",
                statement="Registrations are normal; back to normal watch.",
            ),
        },
    ),
    drill(
        NET,
        "e-net-form-late-twice",
        "The regulator's form is late, as it was in winter; what was agreed then is overdue.",
        Planted("G12", "execution", "report-regulator"),
        Planted("G18", "execution", "report-regulator"),
        acts={"regulator": {"at": "66m"}},
        earlier=[
            before(
                "2026-01-20",
                gaps=[found("G12", "execution", "report-regulator")],
                actions=[
                    {
                        "id": "A-2",
                        "gap": "G12-report-regulator",
                        "action": "Put the form's time on the wall",
                        "status": "assigned",
                        "owner": "Authority desk",
                        "due": "2026-04-30",
                    }
                ],
            )
        ],
    ),
    drill(
        NET,
        "e-net-partner-measures",
        "The partner answers, and then keeps the desk waiting for its measurement.",
        Planted("G13", "capability", "locate"),
        acts={
            "wait": act(
                "core",
                "33m",
                "report blocked",
                missing="Fibre partner's measurement; they have promised it twice",
                step="locate",
            ),
            "locate": {"at": "42m"},
            "decide": {"at": "41m"},
        },
    ),
    drill(
        NET,
        "e-net-crews-after-a-nudge",
        "Crews only leave after the site manager rings and asks where they are.",
        Planted("G15", "execution", "send-crews"),
        scenario=[
            add(
                "injects",
                inject(
                    "where-are-they",
                    "",
                    "field",
                    "I stand at the gate with the key. Is anybody coming?",
                    channel="phone",
                    sender="Site manager",
                    release={"when": {"overdue": "send-crews"}},
                    contingency_for="send-crews",
                ),
            )
        ],
        acts={"crews": {"at": "36m"}},
    ),
    drill(
        NET,
        "e-net-cure-kills-the-rest",
        "The change is taken back by the book, and the one region that still worked goes dark.",
        Planted("G16", "plan"),
        scenario=[
            add(
                "objectives",
                {
                    "id": "emergency",
                    "title": "Emergency calls get through somewhere",
                    "critical": True,
                    "steps": ["revert"],
                    "achieved_when": {"not": {"delivered": "last-region"}},
                },
            ),
            add(
                "injects",
                inject(
                    "last-region",
                    "",
                    "shift-chief authority-desk",
                    "The island was fine until your filter came back. Now no emergency call gets out.",
                    channel="phone",
                    sender="Rescue centre",
                    release={"after": {"chose": "take-back/filter-in", "delay": "8m"}},
                ),
            ),
        ],
    ),
    drill(
        NET,
        "e-net-because",
        "The change is taken back, nobody says on what ground, and the instruction wants none.",
        Planted("G17", "plan"),
        plan=[step("revert", text=None), step("grade", text=None)],
        acts={"decide": {"reason": ""}},
    ),
)

NET_CASES: Final = CLEAN + PLANTED
