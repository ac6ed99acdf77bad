"""Cases in a water utility's control room: the low chlorine alarm, and what may go wrong with it."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_base_water import WATER
from tests.bench.cases_d_make import GONE, Twist, ballot, case, earlier, gap
from trainer.core.commands import HoldInject, PauseClock, RecordObservation, ReleaseInject

_LAB_SILENT = "Rang out twice, then the engaged tone."
_CHANGED = (
    "Strip tests are positive: people may fall ill now, which they could not when it was only a low pump."
)

_GAPS: Final = (
    case(
        WATER,
        "d-water-dialysis",
        "A dialysis clinic asks for water and the book has nothing for such a customer; somebody finds a way.",
        gap("G01", "plan"),
        twist=Twist(
            scenario={
                "injects/+": {
                    "id": "dialysis",
                    "title": "Forty patients on machines",
                    "release": {"at": "24m"},
                    "channel": "phone",
                    "from": "Dialysis centre",
                    "to": ["network", "shift-manager"],
                    "text": "We need water without chlorine by-products for forty patients within the hour. What now?",
                }
            },
            acts={
                "tanker": {
                    "who": "network",
                    "at": "31m",
                    "do": "improvise",
                    "text": "Sent the dairy's tanker with tested water to the dialysis centre; it "
                    "runs, the patients stay on.",
                }
            },
        ),
    ),
    case(
        WATER,
        "d-water-shut-means",
        "Two people read the isolation clause in two ways and are sure of it.",
        gap("G02", "plan", "isolate"),
        twist=Twist(
            scenario={
                "injects/count/vote": "reading",
                "votes": [
                    {
                        "id": "reading",
                        "question": "What do you close first under B.3?",
                        "about": "other",
                        "options": ["the outlet valve", "every zone valve"],
                        "roles": ["network", "scientist", "shift-manager"],
                        "step": "isolate",
                    }
                ],
            },
            acts={
                "v1": ballot("network", "21m", "reading", "the outlet valve", 5),
                "v2": ballot("scientist", "21m", "reading", "every zone valve", 5),
                "v3": ballot("shift-manager", "22m", "reading", "every zone valve", 4),
            },
        ),
    ),
    case(
        WATER,
        "d-water-two-logs",
        "The book gives the log to nobody, so two people each keep one.",
        gap("G03", "plan", "open-log"),
        twist=Twist(
            plan={"step/open-log/role": GONE},
            acts={
                "log-b": {
                    "who": "controller",
                    "at": "11m",
                    "do": "do step",
                    "step": "open-log",
                    "note": "I have a sheet too.",
                }
            },
        ),
    ),
    case(
        WATER,
        "d-water-old-number",
        "The health office moved; its number on the list is dead. The mobile on the wall card works in time.",
        gap("G04", "plan", "tell-health"),
        twist=Twist(
            acts={
                "dead": {
                    "who": "shift-manager",
                    "at": "24m",
                    "do": "page",
                    "contact": "health-office",
                    "result": "failed",
                    "note": "This number is not in service.",
                }
            }
        ),
    ),
    case(
        WATER,
        "d-water-no-key",
        "Nobody on shift can open the cabinet with the key, so the outlet stays open and all after it waits.",
        gap("G06", "capability", "isolate"),
        twist=Twist(
            scenario={"injects/clear/release": {"by_hand": True}},
            acts={
                "isolate": None,
                "clear": None,
                "down": None,
                "no-key": {
                    "who": "network",
                    "at": "24m",
                    "do": "report blocked",
                    "step": "isolate",
                    "missing": "The key for the valve chamber is in a cabinet to which only the day "
                    "shift holds the card",
                },
                "notice-2": {
                    "text": "Please go on boiling water in the hill zone. Next message in eighteen minutes."
                },
                "notice-3": {"text": "Nothing has changed: boil it. We write again in twenty minutes."},
            },
        ),
    ),
    case(
        WATER,
        "d-water-held-calls",
        "The facilitator keeps the request for the outside test back until there is no time left to book it.",
        gap("G07", "artefact", "book-lab"),
        twist=Twist(acts={"lab": None}),
        controls=(("12m", HoldInject("bench")), ("57m", ReleaseInject("bench"))),
    ),
    case(
        WATER,
        "d-water-only-hands",
        "The one network engineer is taken to hospital, and the book knows nobody who could go to the valve.",
        gap("G08", "capability"),
        twist=Twist(
            plan={"roles/network/deputies": GONE},
            scenario={
                "injects/clear/release": {"by_hand": True},
                "injects/+": {
                    "id": "fall",
                    "title": "An accident on the stairs",
                    "release": {"at": "21m"},
                    "channel": "phone",
                    "from": "Gate",
                    "to": ["shift-manager"],
                    "text": "Your network engineer fell and is on the way to the hospital.",
                    "absent": ["network"],
                },
            },
            acts={
                "isolate": None,
                "clear": None,
                "down": None,
                "notice-2": {
                    "text": "Please keep boiling your water in the hill zone. More in eighteen minutes."
                },
                "notice-3": {"text": "The advice stands: boil it. The next message comes in twenty minutes."},
            },
        ),
    ),
    case(
        WATER,
        "d-water-nobody-approved",
        "The notice goes out without the shift manager having seen it.",
        gap("G10", "execution"),
        twist=Twist(acts={"notice": {"approved_by": None}}),
    ),
    case(
        WATER,
        "d-water-notice-late",
        "People drink for twenty-five minutes before they hear anything; the book would have given fifteen.",
        gap("G10", "execution", "first-notice"),
        twist=Twist(
            acts={"notice": {"at": "29m", "next_in": "18m"}, "notice-2": {"at": "45m"}, "notice-3": None}
        ),
    ),
    case(
        WATER,
        "d-water-change-of-shift",
        "The shift ends in the middle; the next one takes the chair without having been told anything.",
        gap("G11", "execution"),
        twist=Twist(
            acts={
                "swap": {
                    "who": "shift-manager",
                    "at": "38m",
                    "do": "hand over",
                    "role": "shift-manager",
                    "to": "Manager on standby",
                    "briefed": "",
                },
            }
        ),
    ),
    case(
        WATER,
        "d-water-health-not-told",
        "The telephone notice that the regulations want within half an hour never happens.",
        gap("G12", "execution", "tell-health"),
        twist=Twist(acts={"health": None}),
    ),
    case(
        WATER,
        "d-water-lab-silent",
        "The contract laboratory does not answer, nor does its account manager; the count cannot be had.",
        gap("G13", "capability"),
        twist=Twist(
            acts={
                "lab": {"result": "no answer", "note": _LAB_SILENT},
                "lab-2": {
                    "who": "scientist",
                    "at": "27m",
                    "do": "page",
                    "contact": "lab-manager",
                    "result": "no answer",
                },
                "stuck": {
                    "who": "scientist",
                    "at": "37m",
                    "do": "report blocked",
                    "step": "book-lab",
                    "missing": "The contract laboratory: neither the hotline nor the account manager picks up",
                },
            }
        ),
    ),
    case(
        WATER,
        "d-water-reminded",
        "Nobody thinks of samples until the head of quality asks where they are.",
        gap("G15", "execution", "take-samples"),
        twist=Twist(
            scenario={
                "injects/+": {
                    "id": "where",
                    "title": "Where are the bottles?",
                    "release": {"when": {"overdue": "take-samples"}},
                    "channel": "phone",
                    "from": "Head of quality",
                    "to": ["scientist"],
                    "text": "I have no bottle from the hill zone yet. Is anybody on the way?",
                    "contingency_for": "take-samples",
                }
            },
            acts={"samples": {"at": "25m"}, "isolate": {"at": "30m"}},
        ),
    ),
    case(
        WATER,
        "d-water-again-reminded",
        "Samples are forgotten as they were in spring, although that lesson was ticked off in May.",
        gap("G15", "execution", "take-samples"),
        gap("G18", "execution", "take-samples"),
        twist=Twist(
            scenario={
                "injects/+": {
                    "id": "where",
                    "title": "No bottles",
                    "release": {"when": {"overdue": "take-samples"}},
                    "channel": "phone",
                    "from": "Head of quality",
                    "to": ["scientist"],
                    "text": "Whoever draws the samples: now, please.",
                    "contingency_for": "take-samples",
                }
            },
            acts={"samples": {"at": "26m"}, "isolate": {"at": "31m"}},
        ),
        earlier=(
            earlier(
                "2026-04-20",
                [{"step": "take-samples", "outcome": "missed"}],
                gaps=[
                    {"code": "G15", "kind": "execution", "subject": "take-samples", "step": "take-samples"}
                ],
                actions=[
                    {
                        "id": "A1",
                        "gap": "G15-take-samples",
                        "action": "Walk the sampling round with every scientist",
                        "status": "closed",
                        "owner": "Head of quality",
                        "due": "2026-05-30",
                        "closed": "2026-05-28",
                    }
                ],
            ),
        ),
    ),
    case(
        WATER,
        "d-water-valve-unexplained",
        "The valve is shut and nobody ever says why; in the same hour the office's number is dead.",
        gap("G17", "execution", "isolate"),
        gap("G04", "plan", "tell-health"),
        twist=Twist(
            acts={
                "isolate": {"reason": None, "measure": "Outlet valve shut."},
                "dead": {
                    "who": "shift-manager",
                    "at": "25m",
                    "do": "page",
                    "contact": "health-office",
                    "result": "wrong person",
                    "note": "A school secretary, very friendly, who gets such calls since summer.",
                },
            }
        ),
    ),
    case(
        WATER,
        "d-water-misprinted-time",
        "The script named two different hours for the same reading, and the facilitator wrote that down as its fault.",
        gap("G07", "artefact", "prove-clear"),
        twist=Twist(acts={"clear": {"at": "56m"}, "down": {"at": "57m"}}),
        controls=(
            (
                "55m",
                RecordObservation(
                    "Our card gave 10:42 and 11:42 for one reading, so the scientist waited for the later one.",
                    kind="artefact",
                    step="prove-clear",
                ),
            ),
        ),
    ),
)

_CLEAN: Final = (
    case(WATER, "d-water-clean", "A good morning: everything as the book says."),
    case(
        WATER,
        "d-water-last-minute",
        "Alarm, samples and first notice each come exactly when their time ends.",
        twist=Twist(
            acts={
                "ack": {"at": "4m"},
                "samples": {"at": "23m"},
                "notice": {"at": "19m"},
                "notice-2": {"at": "36m"},
            }
        ),
    ),
    case(
        WATER,
        "d-water-standby-takes-it",
        "The manager on standby, whom the book names for it, takes charge for the first hour.",
        twist=Twist(
            scenario={
                "roles": [
                    "controller",
                    "shift-manager",
                    "standby-manager",
                    "scientist",
                    "network",
                    "press",
                    "log-keeper",
                ]
            },
            acts={"charge": {"who": "standby-manager"}},
        ),
    ),
    case(
        WATER,
        "d-water-worse-later",
        "First Amber, and rightly so: the strips that make it Red come later, and then it is made Red.",
        twist=Twist(
            acts={
                "grade": {
                    "severity": "Amber",
                    "reason": "Residual falls; no sign that anybody could fall ill so far.",
                },
                "raise": {
                    "who": "controller",
                    "at": "22m",
                    "do": "classify",
                    "severity": "Red",
                    "reason": _CHANGED,
                },
            }
        ),
    ),
    case(
        WATER,
        "d-water-tea-break",
        "The facilitator stops the clock for some minutes in the middle of open limits.",
        controls=(
            ("15m", PauseClock("The room is needed for a fire alarm test")),
            ("30m", PauseClock("Tea")),
        ),
    ),
    case(
        WATER,
        "d-water-is-it-raining",
        "Somebody wants to know about the weather of the exercise.",
        twist=Twist(
            acts={
                "rain": {
                    "who": "press",
                    "at": "11m",
                    "do": "ask",
                    "text": "Is it raining in our story, or dry as outside?",
                }
            }
        ),
    ),
    case(
        WATER,
        "d-water-lab-second-call",
        "The laboratory's hotline rings out; its account manager, next in the list, answers within ten minutes.",
        twist=Twist(
            acts={
                "lab": {"at": "15m", "result": "no answer", "note": "Rang out."},
                "lab-2": {
                    "who": "scientist",
                    "at": "22m",
                    "do": "page",
                    "contact": "lab-manager",
                    "result": "answered",
                    "note": "Courier in half an hour.",
                },
            }
        ),
    ),
)
WATER_CASES: Final[tuple[Case, ...]] = (*_GAPS, *_CLEAN)
