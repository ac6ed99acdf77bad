"""Cases on two short plans: telemetry that stops while a buffer fills, and members who are refused."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_base_small import SWITCH, TELEMETRY
from tests.bench.cases_d_make import GONE, Twist, ballot, case, earlier, gap
from trainer.core.commands import HoldInject, ReleaseInject

_LATE_RELOAD = {
    "reload": {"at": "97m"},
    "confirm": {"at": "104m"},
    "mail-2": {"at": "99m", "text": "Your screens will be right again soon. A last mail comes in an hour."},
    "back": {"at": "112m"},
}
_LATER = {"injects/up/release": {"at": "99m"}}
_DEAD = {
    "who": "first-line",
    "at": "25m",
    "do": "page",
    "contact": "line-two",
    "result": "failed",
    "note": "Pager number not assigned.",
}

_TELEMETRY_GAPS: Final = (
    case(
        TELEMETRY,
        "d-telemetry-who-leads",
        "Asked alone who is in charge of the rounds, three give three answers.",
        gap("G03", "plan"),
        twist=Twist(
            scenario={
                "injects/gauges/vote": "charge",
                "votes": [
                    {
                        "id": "charge",
                        "question": "Who sends the vans?",
                        "about": "ownership",
                        "options": ["watch desk", "head on duty", "first line"],
                        "roles": ["watch", "duty-head", "first-line"],
                    }
                ],
            },
            acts={
                "v1": ballot("watch", "21m", "charge", "head on duty", 5),
                "v2": ballot("duty-head", "21m", "charge", "watch desk", 4),
                "v3": ballot("first-line", "22m", "charge", "first line", 5),
            },
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-dead-pager",
        "The second line's pager was given back last year; the landline at home gets her.",
        gap("G04", "plan", "call-two"),
        twist=Twist(acts={"dead": _DEAD}),
    ),
    case(
        TELEMETRY,
        "d-telemetry-dead-pager-again",
        "The same dead pager as in February, after the list had been declared mended.",
        gap("G04", "plan", "call-two"),
        gap("G18", "plan", "call-two"),
        twist=Twist(acts={"dead": _DEAD}),
        earlier=(
            earlier(
                "2026-02-02",
                gaps=[{"code": "G04", "kind": "plan", "subject": "call-two", "step": "call-two"}],
                actions=[
                    {
                        "id": "A9",
                        "gap": "G04-call-two",
                        "action": "Put the right number of the second line on the card",
                        "status": "closed",
                        "owner": "Operations",
                        "due": "2026-03-01",
                        "closed": "2026-02-20",
                    }
                ],
            ),
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-eight-minutes",
        "The second call must be made eight minutes after the alarm, although "
        "the first, which precedes it, may take ten.",
        gap("G05", "plan", "call-two"),
        twist=Twist(
            plan={"step/call-two/target": {"from": "first alert", "within": "8m"}},
            acts={"two": {"at": "12m"}},
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-remote-login",
        "She is awake at home and cannot prove to the login who she is; the drive costs an hour and a half.",
        gap("G06", "capability", "reload"),
        twist=Twist(
            scenario=_LATER,
            acts={
                **_LATE_RELOAD,
                "login": {
                    "who": "second-line",
                    "at": "69m",
                    "do": "report blocked",
                    "step": "reload",
                    "missing": "Remote login: it does not accept my token, so I have to drive in",
                },
            },
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-bank-holiday",
        "The only second-line engineer drops off the line on a holiday, and nobody stands behind her.",
        gap("G08", "capability"),
        twist=Twist(
            plan={"roles/second-line/deputies": GONE},
            scenario={
                "injects/up/release": {"by_hand": True},
                "injects/+": {
                    "id": "ferry",
                    "title": "On a ferry",
                    "release": {"at": "60m"},
                    "channel": "phone",
                    "from": "Her husband",
                    "to": ["duty-head"],
                    "text": "She is on the ferry now, no signal until the evening.",
                    "absent": ["second-line"],
                },
                "injects/record/to": ["duty-head"],
            },
            acts={
                "reload": None,
                "confirm": None,
                "back": None,
                "mail-2": {"text": "Your screens still stand. Vans go on reading. A mail in an hour."},
            },
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-boroughs-late",
        "Boroughs are told after three quarters of an hour, with half an hour on the card.",
        gap("G10", "execution", "mail-boroughs"),
        twist=Twist(acts={"mail": {"at": "66m"}}),
    ),
    case(
        TELEMETRY,
        "d-telemetry-maker-silent",
        "Only the maker can read the record; neither its line nor its service "
        "chief answers, and the buffer runs down.",
        gap("G13", "capability"),
        twist=Twist(
            scenario=_LATER,
            acts={
                **_LATE_RELOAD,
                "maker": {"at": "38m", "result": "no answer", "note": "Tape: we are closed today."},
                "chief": {
                    "who": "duty-head",
                    "at": "58m",
                    "do": "page",
                    "contact": "maker-chief",
                    "result": "no answer",
                },
                "wait": {
                    "who": "second-line",
                    "at": "72m",
                    "do": "report blocked",
                    "step": "reload",
                    "missing": "The maker of the telemetry server has not come back to us; without "
                    "them I cannot tell which record to take out",
                },
            },
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-old-card",
        "The engineer works from a printout of two issues ago.",
        gap("G14", "plan"),
        twist=Twist(
            acts={
                "which": {
                    "who": "first-line",
                    "at": "12m",
                    "do": "ask",
                    "text": "My printed card is version 3 and yours is version 5. I have used the old one so far.",
                }
            }
        ),
        debatable=("G02",),
    ),
    case(
        TELEMETRY,
        "d-telemetry-no-rounds",
        "The card is open on the desk and the vans are never sent.",
        gap("G15", "execution", "rounds"),
        twist=Twist(acts={"rounds": None}),
    ),
)

_SWITCH_GAPS: Final = (
    case(
        SWITCH,
        "d-switch-off-or-aside",
        "S5 says pull; to one that is off for all, to the other aside for new members only. Both would swear to it.",
        gap("G02", "plan", "pull"),
        twist=Twist(
            scenario={
                "votes": [
                    {
                        "id": "meaning",
                        "question": "What does 'pull' do?",
                        "about": "other",
                        "options": ["off for all", "aside for new members"],
                        "roles": ["captain", "switcher"],
                        "step": "pull",
                    }
                ],
                "injects/cause/vote": "meaning",
            },
            acts={
                "v1": ballot("captain", "19m", "meaning", "off for all", 5),
                "v2": ballot("switcher", "19m", "meaning", "aside for new members", 5),
            },
        ),
    ),
    case(
        SWITCH,
        "d-switch-account-asleep",
        "Accounts for the panel were closed because nobody had used them; five minutes go to getting in.",
        gap("G06", "capability", "pull"),
        twist=Twist(
            acts={
                "asleep": {
                    "who": "switcher",
                    "at": "23m",
                    "do": "report blocked",
                    "step": "pull",
                    "missing": "Access to the global switch; my account was disabled because I had "
                    "not signed in for months",
                },
                "pull": {"at": "31m"},
                "look": {"at": "37m"},
                "board-2": {"at": "39m"},
            }
        ),
    ),
    case(
        SWITCH,
        "d-switch-captain-gone",
        "The captain faints, and the page knows no mate: leave for the switch is never given.",
        gap("G08", "capability"),
        twist=Twist(
            plan={"roles/captain/deputies": GONE},
            scenario={
                "injects/calm/release": {"by_hand": True},
                "injects/+": {
                    "id": "faint",
                    "title": "The captain is unwell",
                    "release": {"at": "17m"},
                    "channel": "phone",
                    "from": "First aid",
                    "to": ["watcher", "switcher", "writer"],
                    "text": "Your captain is with us and will not be back today.",
                    "absent": ["captain"],
                },
                "injects/cause/to": ["switcher"],
            },
            acts={
                "may": None,
                "pull": None,
                "look": None,
                "moor": None,
                "board-2": {
                    "text": "Still locked out, and we have no time for you yet. Next line in 30 minutes."
                },
            },
        ),
    ),
    case(
        SWITCH,
        "d-switch-never-said",
        "Members are refused for an hour and the board stays green throughout.",
        gap("G10", "execution", "board-up"),
        twist=Twist(acts={"board": None, "board-2": None}),
    ),
    case(
        SWITCH,
        "d-switch-never-said-again",
        "A green board again; after the last one somebody was to see to it by July, and has not.",
        gap("G10", "execution", "board-up"),
        gap("G18", "execution", "board-up"),
        twist=Twist(acts={"board": None, "board-2": None}),
        earlier=(
            earlier(
                "2026-05-05",
                [{"step": "board-up", "outcome": "missed"}],
                gaps=[{"code": "G10", "kind": "execution", "subject": "board-up", "step": "board-up"}],
                actions=[
                    {
                        "id": "A3",
                        "gap": "G10-board-up",
                        "action": "Practise the first line with all writers",
                        "status": "assigned",
                        "owner": "Platform operations",
                        "due": "2026-07-01",
                    }
                ],
            ),
        ),
    ),
    case(
        SWITCH,
        "d-switch-nothing-on-handing-over",
        "The captain gives the deck to the mate without a word, and the page does not say that there should be one.",
        gap("G11", "plan"),
        twist=Twist(
            plan={"roles/captain/handover": GONE, "roles/captain/longest": GONE},
            acts={
                "deck": {
                    "who": "captain",
                    "at": "37m",
                    "do": "hand over",
                    "role": "captain",
                    "to": "Mate",
                    "briefed": "",
                    "accepted": False,
                }
            },
        ),
    ),
    case(
        SWITCH,
        "d-switch-telecom-office",
        "An outage of this size has to be told to the telecommunications office; no page here knows that.",
        gap("G12", "plan"),
        twist=Twist(
            scenario={
                "truth/external_deadlines": ["Early warning to the telecommunications office within 24 hours"]
            }
        ),
    ),
    case(
        SWITCH,
        "d-switch-delivery-network",
        "Rules sit at the delivery network too; it has a ticket queue and "
        "nothing says what to do when that is silent.",
        gap("G13", "plan"),
        twist=Twist(
            acts={
                "ticket": {
                    "who": "switcher",
                    "at": "22m",
                    "do": "page",
                    "contact": "cdn",
                    "result": "no answer",
                    "note": "Queue position 48.",
                },
                "stuck": {
                    "who": "switcher",
                    "at": "25m",
                    "do": "report blocked",
                    "step": "pull",
                    "missing": "The delivery network has to lift its copy of the rules and nobody "
                    "there answers the ticket",
                },
                "pull": {"at": "33m"},
                "look": {"at": "38m"},
                "board-2": {"at": "39m"},
            }
        ),
    ),
    case(
        SWITCH,
        "d-switch-only-the-new-one",
        "Leave is given for one rule instead of all, which is not what the page asks.",
        gap("G15", "execution", "may-we"),
        twist=Twist(
            acts={
                "may": {"option": "one-off", "reason": "I would rather keep the others on, they stop spam."},
                "pull": {
                    "measure": "The new rule is off worldwide.",
                    "reason": "The captain gave leave for that one.",
                },
                "moor": {"statement": "Refusals are gone, the new rule stays off."},
            }
        ),
    ),
    case(
        SWITCH,
        "d-switch-all-off-no-help",
        "Leave, pull, look, all in minutes; and members are refused as before.",
        gap("G16", "plan"),
        twist=Twist(
            scenario={
                "injects/calm/release": {"by_hand": True},
                "objectives/stop/achieved_when": {"delivered": "calm"},
            },
            acts={
                "look": {
                    "what": "Whether it helped: no",
                    "evidence": "96 per cent refused with every rule off, for six minutes.",
                },
                "board-2": {
                    "text": "Still locked out; our first remedy did not help. Next line in 30 minutes."
                },
                "moor": None,
            },
        ),
    ),
    case(
        SWITCH,
        "d-switch-no-word-why",
        "All rules go off without anybody saying why, and the page never asked for a reason.",
        gap("G17", "plan"),
        twist=Twist(plan={"step/may-we/text": GONE}, acts={"may": {"reason": None}}),
    ),
)

_CLEAN: Final = (
    case(TELEMETRY, "d-telemetry-clean", "Two hours without gauges, handled."),
    case(
        TELEMETRY,
        "d-telemetry-boats",
        "Roads are flooded, so boats read the tanks instead of vans; it does the same.",
        twist=Twist(
            acts={
                "rounds": {
                    "do": "improvise",
                    "step": None,
                    "note": None,
                    "instead_of": "rounds",
                    "text": "Roads are under water; two boats and a drone read the tall tanks every half hour.",
                }
            }
        ),
    ),
    case(
        TELEMETRY,
        "d-telemetry-held-a-moment",
        "The facilitator keeps the maker's answer back for two minutes; its clock begins when it is told.",
        controls=(("65m", HoldInject("record")), ("68m", ReleaseInject("record"))),
    ),
    case(SWITCH, "d-switch-clean", "Half an hour of refusals, and a quick remedy."),
    case(
        SWITCH,
        "d-switch-mate",
        "The mate stands in for the captain from the start.",
        twist=Twist(
            scenario={
                "roles": ["watcher", "captain", "mate", "switcher", "writer"],
                "injects/cause/to": ["captain", "mate", "switcher"],
            },
            acts={"captain": {"who": "mate"}},
        ),
    ),
    case(
        SWITCH,
        "d-switch-to-the-second",
        "Page, board and switch each at the very end of their time.",
        twist=Twist(acts={"hear": {"at": "6m"}, "board": {"at": "20m"}, "pull": {"at": "29m"}}),
    ),
)
SMALL_CASES: Final[tuple[Case, ...]] = (*_TELEMETRY_GAPS, *_SWITCH_GAPS, *_CLEAN)
