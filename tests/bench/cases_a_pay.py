"""Cases of a payment processor."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_pay import PAY
from tests.bench.cases_a_make import (
    ack,
    earlier,
    news,
    page,
    pick,
    rate,
    stuck,
    tell,
    vary,
    vote,
    went,
)


def _missed_notice(action: dict[str, Any]) -> dict[str, Any]:
    """The drill of May, in which nobody filed the notification, and what was agreed upon."""
    return earlier(
        "2026-05-12",
        "6.4",
        steps=went(PAY, notify_supervisor={"outcome": "missed"}),
        gap={"code": "G12", "kind": "execution", "subject": "notify-supervisor", "step": "notify-supervisor"},
        action={
            "id": "A1",
            "gap": "G12-notify-supervisor",
            "action": "Put the portal's login and a filled-in sample into the officer's folder",
            "owner": "Head of compliance",
            **action,
        },
    )


_BALLOT: Final = {
    "id": "class-vote",
    "question": "Which class?",
    "about": "severity",
    "options": ["A", "B", "C"],
    "roles": ["monitor", "duty", "clearing"],
    "truth": "A",
}


_OWN: Final = {
    "id": "who-releases",
    "question": "Whose word lets the batch go?",
    "about": "ownership",
    "options": ["Duty manager", "Compliance officer", "Clearing engineer"],
    "roles": ["duty", "compliance", "clearing"],
    "step": "release",
}


_LATE_NOTICE: Final = {"notice": "58m"}


CASES: Final[tuple[Case, ...]] = (
    vary(
        PAY,
        "pay-as-written",
        "A noon that goes as the plan says, the notification to the supervisor included.",
    ),
    vary(
        PAY,
        "pay-one-circular-more",
        "The liaison has news and does not wait for the half hour.",
        acts={
            "extra": (
                "40m",
                "liaison",
                tell(
                    "banks",
                    "Batch is on hold, nothing has moved twice. Next circular in 30 minutes.",
                    "30m",
                    "duty",
                ),
            )
        },
    ),
    vary(
        PAY,
        "pay-of-one-mind",
        "Three people are asked alone for the class, and all say the same.",
        scenario={
            "votes": [_BALLOT],
            "injects": {
                "alone": news(
                    "alone", "5m", "chat", "Shift desk", "Each for yourself: which class?", vote="class-vote"
                )
            },
        },
        acts={
            "v1": ("6m", "monitor", vote("class-vote", "A", 4)),
            "v2": ("6m", "duty", vote("class-vote", "A", 5)),
            "v3": ("7m", "clearing", vote("class-vote", "A", 3)),
        },
    ),
    vary(
        PAY,
        "pay-good-before-good-now",
        "Two good drills before, a third one now.",
        earlier=tuple(
            earlier(day, "7.0", steps=went(PAY), gap=None, action=None)
            for day in ("2026-04-02", "2026-09-30")
        ),
    ),
    vary(
        PAY,
        "pay-relief-decides",
        "The duty manager cannot be had; after ten minutes the relief may decide, and does.",
        plan={
            "decision_rights": [
                {
                    "id": "let-go",
                    "decision": "Release of a batch",
                    "role": "duty",
                    "no_answer": {"after": "10m", "role": "relief"},
                    "clause": "12.5",
                }
            ]
        },
        scenario={
            "roles": ["monitor", "duty", "relief", "clearing", "liaison", "compliance"],
            "injects": {"clean-batch": {"to": ["duty", "relief"]}},
            "decisions": {"batch": {"role": None}},
        },
        acts={
            "go": (
                "57m",
                "relief",
                pick("batch", "go", "Duty has not answered for ten minutes; totals agree"),
            )
        },
    ),
    vary(
        PAY,
        "pay-machine-gone-wild",
        "A server floods the market with orders, and no page says how or by whom it is stopped (Wall Street, 2012).",
        Planted("G01", "plan"),
        debatable=("G03",),
        scenario={
            "injects": {
                "flood": news(
                    "flood",
                    "40m",
                    "phone",
                    "Treasury",
                    "Machine 8 buys and sells by itself, a million a minute. Cut its line?",
                    to=["duty"],
                    decision="cut",
                )
            },
            "decisions": {
                "cut": {
                    "question": "Cut the line of machine 8?",
                    "options": [{"id": "yes", "text": "Cut it"}, {"id": "no", "text": "Let it run and look"}],
                }
            },
        },
        acts={
            "cut": (
                "43m",
                "duty",
                pick("cut", "yes", "Each minute costs a million, and a line can be put back"),
            )
        },
    ),
    vary(
        PAY,
        "pay-whose-word",
        "Three people name three owners of the release; the plan names none.",
        Planted("G03", "plan", "release"),
        steps={"release": {"role": None}},
        scenario={
            "votes": [_OWN],
            "injects": {
                "whose": news(
                    "whose", "40m", "chat", "Board office", "Who lets it go, in the end?", vote="who-releases"
                )
            },
        },
        acts={
            "v1": ("42m", "duty", vote("who-releases", "Duty manager", 4)),
            "v2": ("42m", "compliance", vote("who-releases", "Compliance officer", 5)),
            "v3": ("43m", "clearing", vote("who-releases", "Duty manager", 2)),
        },
    ),
    vary(
        PAY,
        "pay-sum-of-the-parts",
        "The hold is due twenty minutes after the alarm, but the steps before it may take forty-five.",
        Planted("G05", "plan", "hold-batch"),
        steps={
            "lead-call": {"after": ["class-it"]},
            "trace": {"after": ["lead-call"], "target": {"from": "declared", "within": "25m"}},
            "hold-batch": {"after": ["trace"], "target": {"from": "first alert", "within": "20m"}},
        },
        acts={"trace": "23m", "hold": "27m", "class": "12m", "call": "16m"},
    ),
    vary(
        PAY,
        "pay-portal-after-lunch",
        "The notification goes out nine minutes after the plan's limit.",
        Planted("G12", "execution", "notify-supervisor"),
        acts=_LATE_NOTICE,
    ),
    vary(
        PAY,
        "pay-nobody-knew-of-four-hours",
        "A law gives four hours from the classification; the plan has nothing about it.",
        Planted("G12", "plan"),
        plan={"external_deadlines": [], "communications": {"notice": None}},
        steps={"notify-supervisor": None},
        scenario={"truth": {"external_deadlines": ["Financial supervisor: first report within four hours"]}},
        acts={"notice": None},
    ),
    vary(
        PAY,
        "pay-nobody-picks-up",
        "The scheme's centre does not answer, nor does its director whom the plan names for that.",
        Planted("G13", "capability", "ask-scheme"),
        acts={
            "scheme": ("32m", "duty", page("scheme", "no answer", "Rings out")),
            "scheme2": ("42m", "duty", page("scheme", "no answer", "The director's line rings out as well")),
            "wait": (
                "43m",
                "duty",
                stuck("An answer of the card scheme; without it no later window", "ask-scheme"),
            ),
        },
    ),
    vary(
        PAY,
        "pay-slow-today",
        "The tracing took ten and twelve minutes in earlier drills; today it takes twenty-nine.",
        Planted("G15", "execution", "trace"),
        scenario={
            "injects": {"clean-batch": {"release": {"at": "56m"}}, "through": {"release": {"at": "70m"}}},
        },
        acts={"trace": "40m", "hold": "46m", "prove": "55m", "go": "60m", "finish": "80m"},
        earlier=tuple(
            earlier(
                day,
                "7.0",
                steps=went(
                    PAY,
                    trace={
                        "outcome": "on time",
                        "elapsed": took * 60_000_000,
                        "limit": 1_500_000_000,
                        "competent": True,
                    },
                ),
                gap=None,
                action=None,
            )
            for day, took in (("2026-03-17", 10), ("2026-09-21", 12))
        ),
    ),
    vary(
        PAY,
        "pay-for-and-against",
        "The release is decided without a word about why, and clause 12.5 does not want one.",
        Planted("G17", "plan", "release"),
        steps={"release": {"text": None}},
        acts={"go": ("53m", "duty", pick("batch", "go", ""))},
    ),
    vary(
        PAY,
        "pay-wrong-signature",
        "The clearing engineer nods the circular through; the plan names the duty manager.",
        Planted("G10", "execution"),
        acts={
            "banks2": (
                "52m",
                "liaison",
                tell("banks", "The double is out. Next circular in 30 minutes.", "30m", "clearing"),
            )
        },
    ),
    vary(
        PAY,
        "pay-late-once-more",
        "The folder that was promised for September is still not there, and the notification is late again.",
        Planted("G12", "execution", "notify-supervisor"),
        Planted("G18", "execution", "notify-supervisor"),
        acts=_LATE_NOTICE,
        earlier=(_missed_notice({"status": "assigned", "due": "2026-09-30"}),),
    ),
    vary(
        PAY,
        "pay-not-due-yet",
        "Late again, but what was agreed upon is due only in December: nothing has failed to help.",
        Planted("G12", "execution", "notify-supervisor"),
        acts=_LATE_NOTICE,
        earlier=(_missed_notice({"status": "assigned", "due": "2026-12-15"}),),
    ),
    vary(
        PAY,
        "pay-changed-and-not-tried",
        "The version of September asks for a new try of the call to the scheme; this script leaves it out.",
        Planted("G07", "artefact", "ask-scheme"),
        plan={
            "changes": [
                {
                    "version": "7.0",
                    "date": "2026-09-15",
                    "what": ["The scheme has a new operations centre"],
                    "retest": ["ask-scheme"],
                }
            ]
        },
        scenario={
            "objectives": {"protect": {"steps": ["trace", "hold-batch", "prove-hold", "release", "finish"]}},
            "injects": {"window": None},
        },
        acts={"scheme": None},
    ),
    vary(
        PAY,
        "pay-one-pair-of-hands",
        "The plan gives nearly everything that counts to the clearing engineer.",
        Planted("G08", "capability"),
        plan={"roles": {"monitor": None}},
        steps={"take-alarm": {"role": "clearing"}, "class-it": {"role": "clearing"}},
        scenario={
            "roles": ["duty", "clearing", "liaison", "compliance"],
            "injects": {"alarm": {"to": ["clearing", "duty"]}},
        },
        acts={
            "alarm": ("3m", "clearing", ack("alarm")),
            "class": ("9m", "clearing", rate("A", "Money may move twice, which the table puts under A")),
        },
    ),
    vary(
        PAY,
        "pay-two-of-a-kind-no-more",
        "The circular lacks its nod, and the notification its punctuality.",
        Planted("G10", "execution"),
        Planted("G12", "execution", "notify-supervisor"),
        acts={
            **_LATE_NOTICE,
            "banks1": (
                "24m",
                "liaison",
                tell("banks", "Batch 0611 is late. Next circular in 30 minutes.", "30m"),
            ),
        },
    ),
)
