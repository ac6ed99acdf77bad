"""Drills at the clearing house."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_bank import BANK
from tests.bench.cases_b_make import GONE, act, gap, inject

_VOTES_P1: Final = {
    "v1": act("watch", "14m", "vote", vote="grade-it", choice="P1", confidence=5),
    "v2": act("manager", "14m", "vote", vote="grade-it", choice="P1", confidence=4),
    "v3": act("settlement", "14m", "vote", vote="grade-it", choice="P1", confidence=4),
}
_SEVERITY_VOTE: Final = (
    (
        "votes",
        [
            {
                "id": "grade-it",
                "question": "Which grade is it, each for yourself?",
                "about": "severity",
                "options": ["P1", "P2", "P3"],
                "roles": ["watch", "manager", "settlement"],
                "truth": "P1",
            }
        ],
    ),
    (
        "injects/+",
        inject("slips", "13m", "chat", "Facilitator", "Write it on a slip.", vote="grade-it"),
    ),
)

_SOUND: Final = (
    BANK.case("clean", "Everything as the rules say."),
    BANK.case(
        "slow, not down",
        "At the middle grade neither the queue nor the supervisor is asked for, and nobody does it.",
        team={
            "grade": act(
                "watch", "9m", "classify", severity="P2", reason="Payments take 40 seconds, all arrive."
            ),
            "hold": None,
            "notice": None,
            "banks": act(
                "liaison", "22m", "post update", audience="banks", text="Clearing is slow, please wait."
            ),
        },
        plan=(("step:hold/critical", False), ("step:supervisor/critical", False)),
        script=(
            ("truth", {"severity": "P2", "cause": "A slow disk."}),
            ("injects/red-light/text", "Median time to clear: 41 seconds (usual 2)."),
            ("injects/law", GONE),
            ("injects/queue", GONE),
            ("objectives/word/steps", ["banks"]),
            ("objectives/books/steps", ["reconcile", "stand-down"]),
        ),
        tags=["decoy"],
    ),
    BANK.case(
        "no answer, next number",
        "The standby does not pick up; the night manager is called as the ladder says.",
        team={
            "p1": act(
                "watch", "5m", "page", contact="standby", result="no answer", note="Rang for five minutes."
            ),
            "p2": act(
                "watch", "10m", "page", contact="night-desk", result="answered", note="Comes to the desk."
            ),
        },
        plan=(
            (
                "escalation",
                [
                    {"level": 1, "contact": "standby", "acknowledge_within": "5m"},
                    {"level": 2, "contact": "night-desk", "acknowledge_within": "5m"},
                ],
            ),
        ),
        tags=["decoy"],
    ),
    BANK.case(
        "all slips alike",
        "Asked alone, everybody writes the same and right grade.",
        team=_VOTES_P1,
        script=_SEVERITY_VOTE,
        tags=["decoy"],
    ),
    BANK.case(
        "standby host",
        "The queue desk is gone; the command line that the rules name holds the queue in time.",
        team={
            "stuck": act(
                "settlement", "20m", "report blocked", missing="Queue desk, white window", step="hold"
            ),
            "hold": act(
                "settlement",
                "27m",
                "contain",
                measure="Queue held from the command line on the standby host",
                reason="Repeats would be booked twice; the desk is down.",
            ),
        },
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    BANK.case(
        "eighty thousand in a file",
        "Somebody must say whether the pile goes out as one file; neither a clause nor a right speaks of it.",
        gap("G01", "plan"),
        team={
            "q": act(
                "settlement",
                "43m",
                "ask",
                text="I looked through all paragraphs, there is none for this. Is there?",
            ),
            "how": act(
                "manager",
                "47m",
                "decide",
                decision="file",
                option="batches",
                reason="Ten files can be stopped, one cannot.",
            ),
            "did": act(
                "settlement",
                "55m",
                "improvise",
                text="Ten files written by hand and cleared one by one; it worked.",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "pile",
                    "40m",
                    "chat",
                    "Queue team",
                    "How do we get rid of 81,000 payments?",
                    decision="file",
                ),
            ),
            (
                "decisions",
                [
                    {
                        "id": "file",
                        "question": "One file, or ten?",
                        "role": "manager",
                        "options": [
                            {"id": "one", "text": "One file"},
                            {"id": "batches", "text": "Ten files"},
                        ],
                    }
                ],
            ),
        ),
        debatable=("G03",),
    ),
    BANK.case(
        "mine, yours",
        "Three people are sure, and of three different owners, who may hold the queue.",
        gap("G03", "plan", "hold"),
        team={
            "v1": act("manager", "14m", "vote", vote="owner", choice="Disturbance manager", confidence=5),
            "v2": act("settlement", "14m", "vote", vote="owner", choice="Settlement lead", confidence=3),
            "v3": act("compliance", "14m", "vote", vote="owner", choice="Compliance officer", confidence=5),
        },
        script=(
            (
                "votes",
                [
                    {
                        "id": "owner",
                        "question": "Who may hold the queue?",
                        "about": "ownership",
                        "options": ["Disturbance manager", "Settlement lead", "Compliance officer"],
                        "roles": ["manager", "settlement", "compliance"],
                        "truth": "Settlement lead",
                        "step": "hold",
                    }
                ],
            ),
            ("injects/+", inject("slips", "13m", "chat", "Facilitator", "Write it on a slip.", vote="owner")),
        ),
    ),
    BANK.case(
        "number not in service",
        "The carrier's hotline is no longer a number; the right one is on an invoice.",
        gap("G04", "plan", "ask-carrier"),
        team={
            "dead": act(
                "settlement",
                "loss+4m",
                "page",
                contact="carrier",
                result="failed",
                note="The number is not in service.",
            ),
            "carrier": act(
                "settlement", "loss+11m", "page", contact="carrier", note="Number from an invoice; they look."
            ),
        },
    ),
    BANK.case(
        "the supervisor is not in the script",
        "Nothing in the story lets the duty of notice begin, so that clause was not tried.",
        gap("G07", "artefact", "supervisor"),
        team={"notice": None},
        script=(
            ("injects/law", GONE),
            ("objectives/word/steps", ["banks"]),
            ("truth/external_deadlines", GONE),
        ),
    ),
    BANK.case(
        "three slips, three grades",
        "The same facts, and the slips say three things; the table speaks of degrees nobody can measure.",
        gap("G09", "plan"),
        team={
            "v1": act("watch", "14m", "vote", vote="grade-it", choice="P1", confidence=3),
            "v2": act("manager", "14m", "vote", vote="grade-it", choice="P2", confidence=5),
            "v3": act("settlement", "14m", "vote", vote="grade-it", choice="P3", confidence=4),
        },
        plan=(
            ("severities/P1/criteria", ["Grave disturbance."]),
            ("severities/P2/criteria", ["Considerable disturbance."]),
            ("severities/P3/criteria", ["Disturbance."]),
        ),
        script=_SEVERITY_VOTE,
    ),
    BANK.case(
        "the merchants had to hear it from the banks",
        "An answer for merchants is written on the spot; the rules do not know this audience at all.",
        gap("G10", "plan"),
        team={
            "m": act(
                "liaison",
                "36m",
                "post update",
                audience="merchants",
                text="Transfers hang, please ship later.",
            )
        },
        script=(
            (
                "injects/+",
                inject("shops", "30m", "phone", "A merchant", "Do I ship without the money?", to=["liaison"]),
            ),
        ),
    ),
    BANK.case(
        "good night",
        "The manager goes home; no one is told what is open, nothing says how to hand over, and nobody stands down.",
        gap("G11", "plan"),
        team={
            "over": act("manager", "64m", "hand over", role="manager", to="night-manager", accepted=False),
            "stand-down": None,
        },
    ),
    BANK.case(
        "no notice",
        "Everybody is busy with the queue; the supervisor learns it from the newspaper.",
        gap("G12", "execution", "supervisor"),
        team={"notice": None},
    ),
    BANK.case(
        "the liaison sets the grade",
        "The rules are clear that the watch officer grades; the liaison does it in passing.",
        gap("G15", "execution", "grade"),
        team={
            "grade": act("liaison", "9m", "classify", severity="P1", reason="Zero cleared, say the phones.")
        },
    ),
    BANK.case(
        "a hold without its ground",
        "The rules ask for the ground when the queue is held; there is none in the record.",
        gap("G17", "execution", "hold"),
        team={"hold": act("settlement", "26m", "contain", measure="Queue held")},
    ),
    BANK.case(
        "an old number and a missed notice",
        "Two things that have nothing to do with each other.",
        gap("G04", "plan", "ask-carrier"),
        gap("G12", "execution", "supervisor"),
        team={
            "carrier": act(
                "settlement",
                "loss+6m",
                "page",
                contact="carrier",
                result="wrong person",
                note="A bakery, very friendly. The line team got through another way.",
            ),
            "notice": None,
        },
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
