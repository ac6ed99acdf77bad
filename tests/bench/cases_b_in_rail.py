"""Drills at the timetable desk."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_make import GONE, act, drill, gap, inject
from tests.bench.cases_b_rail import RAIL

_SHIFT_ENDS: Final = inject(
    "shift-ends", "55m", "phone", "Rota office", "Early shift ends in five minutes.", to=["shift-manager"]
)
_NO_LOGIN: Final = {
    "stuck": act(
        "engineer",
        "30m",
        "report blocked",
        missing="Remote login: the second factor cannot be verified from home",
        step="cause",
    ),
    "cause": None,
}

_SOUND: Final = (
    RAIL.case("clean", "Everything as part nine says."),
    RAIL.case(
        "one announcement more",
        "The voice speaks once more between two announcements because a bus is put on.",
        team={
            "extra": act(
                "voice",
                "60m",
                "post update",
                audience="travellers",
                text="A bus leaves from the north exit. We speak again at a quarter past.",
                next_in="17m",
            )
        },
        tags=["decoy"],
    ),
    RAIL.case(
        "a good handover",
        "The shift ends; the reserve manager repeats what is open, says yes, and carries on.",
        team={
            "over": act(
                "shift-manager",
                "58m",
                "hand over",
                role="shift-manager",
                to="reserve-manager",
                briefed="Every second train, cause known, trial hour still open with the engineer, next word at 77.",
                accepted=True,
            ),
            "on": act("reserve-manager", "59m", "assume role", role="shift-manager"),
            "give-back": act("reserve-manager", "runs+22m", "resolve", statement="Full timetable from noon."),
        },
        script=(("injects/+", _SHIFT_ENDS),),
        tags=["decoy"],
    ),
    RAIL.case(
        "manager ill, reserve in the chair",
        "The manager cannot come; the reserve, who is named for that, does all that was hers.",
        team={
            "command": act("reserve-manager", "10m", "assume role", role="shift-manager"),
            "line": act(
                "reserve-manager",
                "buffer+9m",
                "decide",
                decision="thin",
                option="thin",
                reason="Less than two hours left.",
            ),
            "give-back": act("reserve-manager", "runs+22m", "resolve", statement="Full timetable from noon."),
        },
        script=(
            (
                "injects/+",
                inject(
                    "ill",
                    "3m",
                    "phone",
                    "Shift manager's home",
                    "She has a fever and stays in bed.",
                    to=["dispatcher", "reserve-manager"],
                    absent=["shift-manager"],
                ),
            ),
            ("injects/buffer/to", ["reserve-manager"]),
            ("decisions/thin/role", "reserve-manager"),
        ),
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    RAIL.case(
        "the goods trains have no sheet",
        "Freight is in no clause; the desk invents a sheet with colours, and it works until the evening.",
        gap("G01", "plan"),
        team={
            "q": act(
                "dispatcher",
                "24m",
                "ask",
                text="Goods trains are nowhere in part nine. What do we do with them?",
            ),
            "sheet": act(
                "dispatcher",
                "30m",
                "improvise",
                text="Goods trains go on yellow sheets behind the last passenger train of the hour; no delay so far.",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "goods",
                    "22m",
                    "phone",
                    "Yard",
                    "Nine goods trains stand here. Orders?",
                    to=["dispatcher"],
                ),
            ),
        ),
    ),
    RAIL.case(
        "three hours or four",
        "The manual gives two figures for the longest time in the chair, and two people ask which one holds.",
        gap("G02", "plan"),
        team={
            "q1": act(
                "shift-manager",
                "20m",
                "ask",
                text="The roles say four hours in the chair, page two says three. Which holds?",
            ),
            "q2": act(
                "dispatcher",
                "21m",
                "ask",
                text="Yes, which of both is it? Page two contradicts the table of roles.",
            ),
        },
        plan=(
            ("sections", [{"heading": "Rest", "text": "No one is in the chair for more than three hours."}]),
        ),
    ),
    RAIL.case(
        "a colleague of old",
        "The maker's line rings at a man who left the firm last year.",
        gap("G04", "plan", "call-maker"),
        team={
            "maker": act(
                "engineer",
                "half-hour+4m",
                "page",
                contact="maker",
                result="wrong person",
                note="He retired in spring, and gives us the new number.",
            ),
            "maker-2": act(
                "engineer", "half-hour+9m", "page", contact="maker", note="New number; they look at it."
            ),
        },
    ),
    RAIL.case(
        "ten minutes are eaten before it begins",
        "Command may take twelve minutes, and trains by hand, which follow, are due after ten.",
        gap("G05", "plan", "by-hand"),
        team={
            "command": act("shift-manager", "13m", "assume role", role="shift-manager"),
            "by-hand": act(
                "dispatcher", "14m", "do step", step="by-hand", note="At once when command was taken."
            ),
        },
        plan=(
            ("step:by-hand/after", ["command"]),
            ("step:by-hand/target", {"from": "first signal", "within": "10m"}),
        ),
    ),
    RAIL.case(
        "not from home",
        "The only login is refused and nothing else is named; what stopped the machine stays unknown here.",
        gap("G06", "capability", "cause"),
        team=_NO_LOGIN,
        plan=(
            ("tools/machine-login/alternative", GONE),
            ("tools/machine-login/alternative_serves", GONE),
        ),
    ),
    RAIL.case(
        "one engineer in the whole country",
        "He sits in a train without reception; nobody else can look for the cause, call the maker or test.",
        gap("G08", "capability"),
        team={
            "cause": None,
            "maker": None,
            "trial": None,
            "give-back": None,
            "q": act(
                "shift-manager", "50m", "ask", text="Is there really no one else who knows the machine?"
            ),
        },
        plan=(
            ("contacts/second-engineer", GONE),
            ("escalation", [{"level": 1, "contact": "reserve-phone", "acknowledge_within": "10m"}]),
        ),
        script=(
            (
                "injects/+",
                inject(
                    "tunnel",
                    "5m",
                    "phone",
                    "Crew office",
                    "The engineer is on the night train, no reception until two.",
                    to=["dispatcher", "shift-manager"],
                    absent=["engineer"],
                ),
            ),
        ),
    ),
    RAIL.case(
        "an hour without a word",
        "Two announcements, then none until the trains run again.",
        gap("G10", "execution"),
        team={"announce-2": None},
    ),
    RAIL.case(
        "you have it? well",
        "Handed over on the stairs, without an answer, though the manual wants a spoken yes.",
        gap("G11", "execution"),
        team={
            "over": act(
                "shift-manager",
                "58m",
                "hand over",
                role="shift-manager",
                to="reserve-manager",
                briefed="Every second train.",
                accepted=False,
            ),
            "on": act("reserve-manager", "70m", "assume role", role="shift-manager"),
            "give-back": act("reserve-manager", "runs+22m", "resolve", statement="Full timetable from noon."),
        },
        script=(("injects/+", _SHIFT_ENDS),),
    ),
    RAIL.case(
        "the question that was on the table",
        "Thinning the line was open when the chair changed hands; the successor never heard of it.",
        gap("G11", "execution", "line"),
        team={
            "line": None,
            "over": act(
                "shift-manager",
                "44m",
                "hand over",
                role="shift-manager",
                to="reserve-manager",
                briefed="Machine is down, the engineer is at it, next word at 49.",
                accepted=True,
            ),
            "on": act("reserve-manager", "45m", "assume role", role="shift-manager"),
            "give-back": act("reserve-manager", "runs+22m", "resolve", statement="Full timetable from noon."),
        },
        script=(("injects/+", {**_SHIFT_ENDS, "release": {"at": "42m"}}),),
    ),
    RAIL.case(
        "the maker says tomorrow",
        "Called in time and pressed as the manual says; without the maker's key the dump cannot be read.",
        gap("G13", "capability"),
        team={
            "cause": None,
            "stuck": act(
                "engineer",
                "45m",
                "report blocked",
                missing="The maker's key for the dump. They say tomorrow; their director says the same",
                step="cause",
            ),
        },
    ),
    RAIL.case(
        "let us hope",
        "The manual thins the line below two hours of buffer; the manager would rather hope.",
        gap("G15", "execution", "line"),
        team={
            "line": act(
                "shift-manager",
                "buffer+7m",
                "decide",
                decision="thin",
                option="hope",
                reason="It has always come back within the hour.",
            )
        },
    ),
    RAIL.case(
        "silence and hope",
        "The wrong choice on the line, and travellers without a word: two lapses.",
        gap("G15", "execution", "line"),
        gap("G10", "execution"),
        team={
            "line": act(
                "shift-manager",
                "buffer+7m",
                "decide",
                decision="thin",
                option="hope",
                reason="It always comes back.",
            ),
            "announce-2": None,
        },
    ),
    RAIL.case(
        "the old number, still",
        "The retired man was reached a year ago already; the action was closed in January.",
        gap("G04", "plan", "call-maker"),
        gap("G18", "plan", "call-maker"),
        team={
            "maker": act(
                "engineer",
                "half-hour+4m",
                "page",
                contact="maker",
                result="wrong person",
                note="He laughs: you again. The new number is written on the wall.",
            ),
            "maker-2": act(
                "engineer", "half-hour+9m", "page", contact="maker", note="The new number answers."
            ),
        },
        earlier=[
            drill(
                "2025-12-01",
                version="9.2",
                gaps=[{"code": "G04", "kind": "plan", "subject": "call-maker", "step": "call-maker"}],
                actions=[
                    {
                        "id": "A-3",
                        "gap": "G04-call-maker",
                        "action": "Put the maker's new number into the manual",
                        "status": "closed",
                        "owner": "Chief of control",
                        "due": "2026-01-31",
                        "closed": "2026-01-20",
                    }
                ],
            )
        ],
    ),
    RAIL.case(
        "thinned, and still it ran dry",
        "Everything in part nine is done in time; the buffer runs out because passing trains use it twice.",
        gap("G16", "plan"),
        script=(
            (
                "injects/+",
                inject(
                    "dry",
                    "70m",
                    "dashboard",
                    "Buffer board",
                    "Buffer empty. Forty trains stand in the open.",
                    to=["dispatcher", "shift-manager"],
                ),
            ),
            ("objectives/grip/achieved_when", {"not": {"delivered": "dry"}}),
        ),
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
