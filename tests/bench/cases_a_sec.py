"""Cases of a break-in with personal data."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_sec import SEC
from tests.bench.cases_a_make import (
    asks,
    ends,
    hand,
    measure,
    news,
    outside,
    page,
    rate,
    stuck,
    tell,
    vary,
    vote,
)

_ALL: Final = ("analyst", "coordinator", "forensics", "identity", "privacy", "press")


_RANKING: Final = {
    "id": "ranking",
    "question": "How would you rank it?",
    "about": "severity",
    "options": ["crit", "major", "minor"],
    "roles": ["analyst", "coordinator", "press"],
    "truth": "crit",
}


_ASKED: Final = {
    "asked": news("asked", "9m", "chat", "Security desk", "Each of you alone: which rank?", vote="ranking")
}


_VAGUE: Final = {
    "severities": {
        "crit": {"criteria": ["Heavy consequences are to be feared"]},
        "major": {"criteria": ["Noticeable consequences are to be feared"]},
    }
}


CASES: Final[tuple[Case, ...]] = (
    vary(SEC, "sec-as-written", "Stolen tokens: copied first, cut then, told in time."),
    vary(
        SEC,
        "sec-on-the-doorstep",
        "The analyst happens to read mail when the report comes, and confirms it five seconds later.",
        acts={"confirm": "1m 5s"},
    ),
    vary(
        SEC,
        "sec-unsure-but-agreed",
        "Nobody is certain of the rank, and yet all say the same, which is right.",
        scenario={"votes": [_RANKING], "injects": _ASKED},
        acts={
            "v1": ("11m", "analyst", vote("ranking", "crit", 2)),
            "v2": ("11m", "coordinator", vote("ranking", "crit", 1)),
            "v3": ("12m", "press", vote("ranking", "crit", 2)),
        },
    ),
    vary(
        SEC,
        "sec-down-the-corridor",
        "Counsel sits three doors away; nobody dials a number for that.",
        acts={
            "counsel": (
                "25m",
                "coordinator",
                outside("Walked over to counsel's office and brought her along", "brief-counsel"),
            )
        },
    ),
    vary(
        SEC,
        "sec-staff-hear-too",
        "The staff is told as well, which nobody had to do.",
        acts={
            "staff": (
                "30m",
                "press",
                tell("staff", "We look into strange log-ins. Please do not speculate outside."),
            )
        },
    ),
    vary(
        SEC,
        "sec-does-that-include-memory",
        "What an image is: three people, two readings, and the surest one is on the wrong side.",
        Planted("G02", "plan", "image-hosts"),
        scenario={
            "votes": [
                {
                    "id": "memory",
                    "question": "Does 4.2.1 ask for memory as well as disks?",
                    "about": "other",
                    "options": ["Disks and memory", "Disks only"],
                    "roles": ["forensics", "analyst", "identity"],
                    "truth": "Disks and memory",
                    "step": "image-hosts",
                }
            ],
            "injects": {
                "what": news(
                    "what", "20m", "chat", "Security desk", "Before you copy: what exactly?", vote="memory"
                )
            },
        },
        acts={
            "v1": ("21m", "forensics", vote("memory", "Disks and memory", 3)),
            "v2": ("21m", "analyst", vote("memory", "Disks only", 5)),
            "v3": ("22m", "identity", vote("memory", "Disks only", 3)),
        },
    ),
    vary(
        SEC,
        "sec-dentist",
        "The direct line of counsel has been given to a dentist.",
        Planted("G04", "plan", "brief-counsel"),
        acts={
            "counsel": ("24m", "coordinator", page("counsel", "wrong person", "A dentist's practice answers"))
        },
    ),
    vary(
        SEC,
        "sec-know-how-without-rights",
        "Those who may revoke are asleep, those who are awake may not (a documentation site, 2019).",
        Planted("G06", "capability", "revoke"),
        steps={"close-case": None},
        scenario={"injects": {"silent": None}},
        acts={
            "revoke": (
                "48m",
                "identity",
                stuck("An account that may revoke; the two who have one are asleep", "revoke"),
            ),
            "prove": None,
            "close": None,
        },
    ),
    vary(
        SEC,
        "sec-heavy-or-noticeable",
        "The criteria tell nobody where the line is; one is quite certain, and wrong.",
        Planted("G09", "plan"),
        plan=_VAGUE,
        scenario={"votes": [_RANKING], "injects": _ASKED},
        acts={
            "v1": ("11m", "analyst", vote("ranking", "crit", 4)),
            "v2": ("11m", "coordinator", vote("ranking", "major", 5)),
            "v3": ("12m", "press", vote("ranking", "minor", 2)),
            "rank": ("14m", "analyst", rate("crit", "Heavy consequences are to be feared, so I read it")),
        },
    ),
    vary(
        SEC,
        "sec-what-about-counsel",
        "The coordinator hands over while counsel has still to be called; the brief is silent on it, and nobody calls.",
        Planted("G11", "execution"),
        scenario={"roles": [*_ALL, "alternate"]},
        acts={
            "counsel": None,
            "leave": (
                "28m",
                "coordinator",
                hand("coordinator", "alternate", "Disks are being copied, keys come next."),
            ),
            "letter": (
                "72m",
                "press",
                tell("account-holders", "Please replace your tokens today.", by="coordinator"),
            ),
            "close": ("85m", "alternate", ends("Quiet, and the letters are out. Closed for today.")),
        },
    ),
    vary(
        SEC,
        "sec-seventy-two-hours-begin",
        "Names and addresses were copied; the authority hears nothing, though clause 4.3.2 says what is due.",
        Planted("G12", "execution", "notify-authority"),
        acts={"notice": None},
    ),
    vary(
        SEC,
        "sec-in-the-drawer",
        "Nobody looks into the plan once, and half of it is not done.",
        Planted("G14", "capability"),
        closed=_ALL,
        acts={"rank": None, "counsel": None, "extent": None, "prove": None, "letter": None},
    ),
    vary(
        SEC,
        "sec-wrong-hands",
        "The examiner revokes the keys himself instead of leaving it to the administrator.",
        Planted("G15", "execution", "revoke"),
        acts={
            "revoke": (
                "50m",
                "forensics",
                measure("All tokens and sessions revoked", "I was logged in anyway"),
            )
        },
    ),
    vary(
        SEC,
        "sec-cut-before-copy",
        "The plan wants the hosts copied; nobody does, and what the intruder did will not be known.",
        Planted("G17", "execution", "image-hosts"),
        acts={"image": None},
    ),
    vary(
        SEC,
        "sec-wiped-clean",
        "The plan never speaks of keeping traces; the hosts are wiped, and the police ask for them.",
        Planted("G17", "plan"),
        plan={"procedures": {"s2": {"title": "Cut access"}}},
        steps={"image-hosts": None},
        scenario={
            "injects": {
                "police": news(
                    "police",
                    "68m",
                    "phone",
                    "Police",
                    "We need copies of both disks as they were.",
                    to=["forensics"],
                )
            }
        },
        acts={
            "image": None,
            "revoke": (
                "50m",
                "identity",
                measure("Both hosts wiped and set up afresh, all tokens revoked", "To be safe"),
            ),
            "none": (
                "71m",
                "forensics",
                asks("Nothing was kept, the disks were wiped first. Should we have copied them?"),
            ),
        },
    ),
    vary(
        SEC,
        "sec-three-things",
        "The authority waits, the letter was read by nobody, and why the keys were revoked stands nowhere.",
        Planted("G12", "execution", "notify-authority"),
        Planted("G10", "execution"),
        Planted("G17", "execution", "revoke"),
        acts={
            "notice": None,
            "letter": ("72m", "press", tell("account-holders", "Please replace your tokens today.")),
            "revoke": ("50m", "identity", measure("All tokens and sessions revoked", "")),
        },
    ),
)
