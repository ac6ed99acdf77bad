"""Drills at the box office."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_make import GONE, Act, Edit, act, drill, gap, inject, timed
from tests.bench.cases_b_shop import BUYERS_1, BUYERS_2, BUYERS_3, SHOP
from trainer.core.commands import PauseClock, RecordObservation

_NO_DECISION: Final[tuple[Edit, ...]] = (("injects/locks/decision", GONE), ("decisions", []))


def _released(when: str, text: str, **more: str) -> Act:
    """A text for buyers that the stand-in approved."""
    return act("writer", when, "post update", audience="buyers", text=text, approved_by="stand-in", **more)


_LATE_WORD: Final = {
    "buyers": act(
        "writer", "26m", "post update", audience="buyers", text=BUYERS_1, next_in="20m", approved_by="lead"
    ),
    "buyers-again": act(
        "writer", "44m", "post update", audience="buyers", text=BUYERS_2, next_in="20m", approved_by="lead"
    ),
}

_SOUND: Final = (
    SHOP.case("clean", "Everything as the handbook says."),
    SHOP.case(
        "switchboard down, queue page by hand",
        "The switchboard does not answer; the handbook names the queue page, which is used in time.",
        team={
            "choose": None,
            "stuck": act(
                "lead", "locks+6m", "report blocked", missing="Sales switchboard, it hangs", step="stop-harm"
            ),
            "contain": act(
                "lead",
                "locks+10m",
                "contain",
                measure="Queue page set by hand, as page five says when the switchboard is down",
                reason="Buyers keep their place and nothing is charged.",
            ),
        },
        script=_NO_DECISION,
        tags=["decoy"],
    ),
    SHOP.case(
        "fire drill in the middle",
        "The clock stands while everybody walks down the stairs and up again.",
        controls=(("17m", PauseClock("The building's fire alarm is tested")),),
        tags=["decoy"],
    ),
    SHOP.case(
        "it grows",
        "A third fails at first, and the level is set for that; it is raised as soon as nothing sells any more.",
        team={
            "level": act(
                "engineer", "alarm+5m", "classify", severity="S2", reason="A third of purchases fail."
            ),
            "raise": act(
                "lead",
                "worse+2m",
                "classify",
                severity="S1",
                reason="Since 10:10 no purchase completes at all.",
            ),
        },
        script=(
            ("injects/alarm/text", "Completed purchases per minute: 270. An hour ago: 410."),
            ("injects/fans/text", "The seat map hangs for some of us, a reload helps."),
            (
                "injects/+",
                inject(
                    "worse",
                    "10m",
                    "dashboard",
                    "Monitoring",
                    "Completed purchases per minute: 0.",
                    to=["lead"],
                ),
            ),
        ),
        tags=["decoy"],
    ),
    SHOP.case(
        "the stand-in leads",
        "The lead is on a plane; the stand-in whom the handbook names does what the lead would have done.",
        team={
            "lead": act("stand-in", "9m", "assume role", role="lead"),
            "room": act("stand-in", "11m", "do step", step="open-room", note="Room is open."),
            "choose": act(
                "stand-in",
                "25m",
                "decide",
                decision="measure",
                option="pause",
                reason="Safest for the seats.",
            ),
            "contain": act(
                "stand-in", "26m", "contain", measure="Sale paused", reason="The lock goes away without load."
            ),
            "close": act("stand-in", "better+8m", "resolve", statement="Closed."),
            "buyers": _released("12m", BUYERS_1, next_in="20m"),
            "buyers-again": _released("30m", BUYERS_2, next_in="20m"),
            "end": _released("better+11m", BUYERS_3),
        },
        script=(
            ("injects/alarm/absent", ["lead"]),
            ("decisions/measure/role", "stand-in"),
            ("injects/locks/to", ["keeper", "lead", "stand-in"]),
        ),
        tags=["decoy"],
    ),
    SHOP.case(
        "on the dot",
        "Alarm, level, lead and first public word come exactly when the limit ends.",
        team={
            "confirm": act("engineer", "alarm+5m", "acknowledge", inject="alarm"),
            "level": act(
                "engineer", "alarm+10m", "classify", severity="S1", reason="Nobody gets past the seat map."
            ),
            "lead": act("lead", "16m", "assume role", role="lead"),
            "room": act("lead", "21m", "do step", step="open-room"),
            "buyers": act(
                "writer",
                "19m",
                "post update",
                audience="buyers",
                text=BUYERS_1,
                next_in="20m",
                approved_by="lead",
            ),
            "buyers-again": act(
                "writer",
                "39m",
                "post update",
                audience="buyers",
                text=BUYERS_2,
                next_in="20m",
                approved_by="lead",
            ),
            "staff": act("writer", "31m", "post update", audience="staff", text="S1, sale paused."),
        },
        tags=["decoy"],
    ),
    SHOP.case(
        "an evaluator's praise",
        "A note of the evaluator says that the room was calm; nothing follows from it.",
        controls=(
            ("33m", RecordObservation("Short sentences, nobody talks over the other.", by="evaluator")),
        ),
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    SHOP.case(
        "silence after the first word",
        "Buyers hear once and then for 34 minutes nothing, although the text promised twenty.",
        gap("G10", "execution"),
        team={"buyers-again": None},
    ),
    SHOP.case(
        "first word too late",
        "Impact at minute 4, first post at minute 26; the writer waited for a cause. Much as a cloud in 2021.",
        gap("G10", "execution", "tell-buyers"),
        team=_LATE_WORD,
    ),
    SHOP.case(
        "nobody released the text",
        "The writer publishes the second text alone; the handbook wants the lead's consent.",
        gap("G10", "execution"),
        team={
            "buyers-again": act(
                "writer", "30m", "post update", audience="buyers", text=BUYERS_2, next_in="20m"
            ),
        },
    ),
    SHOP.case(
        "account switched off",
        "Lead and keeper cannot get into the switchboard: accounts that are not used are closed. No other way.",
        gap("G06", "capability", "stop-harm"),
        team={
            "choose": None,
            "contain": None,
            "prove": None,
            "stuck": act(
                "lead",
                "locks+7m",
                "report blocked",
                missing="A working account on the sales switchboard; mine was closed because I never used it",
                step="stop-harm",
            ),
        },
        plan=(("tools/switchboard/alternative", GONE), ("tools/switchboard/alternative_serves", GONE)),
        script=(*_NO_DECISION, ("injects/better/expects", [{"step": "close"}])),
    ),
    SHOP.case(
        "which level is that",
        "Criteria that fit both levels, and everything down is called impaired until the end.",
        gap("G09", "plan", "set-level"),
        team={
            "level": act(
                "engineer",
                "alarm+5m",
                "classify",
                severity="S2",
                reason="Sales are affected, that is the second line.",
            ),
        },
        plan=(
            ("severities/S1/criteria", ["Sales are seriously affected."]),
            ("severities/S2/criteria", ["Sales are affected."]),
        ),
    ),
    SHOP.case(
        "the room opens after a nudge",
        "Nobody opens the room until the doorkeeper asks where everyone is; the handbook is clear about it.",
        gap("G15", "execution", "open-room"),
        team={"room": act("lead", "where+2m", "do step", step="open-room", note="Sorry, open now.")},
        script=(
            (
                "injects/+",
                inject(
                    "where",
                    "overdue open-room",
                    "phone",
                    "Front desk",
                    "Six people walk about, where do you meet?",
                    to=["lead"],
                    contingency_for="open-room",
                ),
            ),
        ),
    ),
    SHOP.case(
        "the processor is silent",
        "The card processor's desk is called as written, promises to look and is not heard of again.",
        gap("G13", "capability"),
        team={
            "prove": None,
            "stuck": act(
                "keeper",
                "50m",
                "report blocked",
                missing="The card processor's list of refused cards; their desk has not come back to us",
                step="prove-it",
            ),
        },
    ),
    SHOP.case(
        "a level without a why",
        "The level is right and nobody can say later on what it rested.",
        gap("G17", "execution", "set-level"),
        team={"level": act("engineer", "alarm+5m", "classify", severity="S1")},
    ),
    SHOP.case(
        "paused, period",
        "The sale is paused and neither the choice nor the order says on what ground.",
        gap("G17", "execution", "stop-harm"),
        team={
            "choose": act("lead", "locks+8m", "decide", decision="measure", option="pause"),
            "contain": act("lead", "locks+9m", "contain", measure="Sale paused, index dropped"),
        },
    ),
    SHOP.case(
        "late for buyers again",
        "The spring drill found the same and the action was ticked off in June.",
        gap("G10", "execution", "tell-buyers"),
        gap("G18", "execution", "tell-buyers"),
        team=_LATE_WORD,
        earlier=[
            drill(
                "2026-05-11",
                version="4.1",
                steps=[timed("tell-buyers", "late", 24, 15)],
                gaps=[{"code": "G10", "kind": "execution", "subject": "tell-buyers", "step": "tell-buyers"}],
                actions=[
                    {
                        "id": "A-1",
                        "gap": "G10-tell-buyers",
                        "action": "Writers practise the first text",
                        "status": "closed",
                        "owner": "Head of ticket sales",
                        "due": "2026-06-30",
                        "closed": "2026-06-12",
                    }
                ],
            )
        ],
    ),
    SHOP.case(
        "three readings of one clause",
        "Asked alone whether the order may come before the scope is known, people answer in three ways.",
        gap("G02", "plan", "stop-harm"),
        team={
            "v1": act("lead", "29m", "vote", vote="before", choice="Yes", confidence=5),
            "v2": act("keeper", "29m", "vote", vote="before", choice="Never", confidence=4),
            "v3": act("engineer", "29m", "vote", vote="before", choice="Only at night", confidence=3),
        },
        script=(
            (
                "votes",
                [
                    {
                        "id": "before",
                        "question": "May a measure be ordered while the scope is still open?",
                        "about": "other",
                        "options": ["Yes", "Never", "Only at night"],
                        "step": "stop-harm",
                        "roles": ["lead", "keeper", "engineer"],
                    }
                ],
            ),
            (
                "injects/+",
                inject("ask-all", "28m", "chat", "Facilitator", "Each for yourself, please.", vote="before"),
            ),
        ),
    ),
    SHOP.case(
        "a room that belongs to nobody",
        "The handbook names no one for the room; two people ask whose it is, and there is none.",
        gap("G03", "plan", "open-room"),
        team={
            "room": None,
            "q1": act("lead", "12m", "ask", text="Who opens the room? I thought the engineer."),
            "q2": act("engineer", "13m", "ask", text="The room, is that the lead's or mine?"),
        },
        plan=(("step:open-room/role", GONE),),
    ),
    SHOP.case(
        "a handbook past its day",
        "Last looked through a year ago, due every half-year.",
        gap("G14", "plan"),
        plan=(("last_reviewed", "2025-10-20"),),
    ),
    SHOP.case(
        "all of it and still no tickets",
        "Every step is done as written; sales do not come back.",
        gap("G16", "plan"),
        team={
            "prove": act(
                "keeper",
                "48m",
                "verify",
                what="Pause works",
                evidence="No new locks; purchases stay at 4 a minute",
            ),
            "close": None,
            "end": None,
            "b3": act(
                "writer",
                "48m",
                "post update",
                audience="buyers",
                text=BUYERS_2,
                next_in="20m",
                approved_by="lead",
            ),
            "b4": act(
                "writer",
                "66m",
                "post update",
                audience="buyers",
                text=BUYERS_2,
                next_in="20m",
                approved_by="lead",
            ),
        },
        script=(
            ("injects/better/release", {"by_hand": True}),
            ("injects/better/expects", [{"step": "close"}]),
            ("objectives/mend/achieved_when", {"reached": "recovered"}),
            ("objectives/mend/steps", ["state-scope", "stop-harm", "prove-it"]),
        ),
    ),
    SHOP.case(
        "a scheme that wants to know",
        "A payment outage has to be reported to the card scheme in four hours; the handbook has never heard of it.",
        gap("G12", "plan"),
        script=(("truth/external_deadlines", ["Card scheme: report of a payment outage within four hours"]),),
    ),
    SHOP.case(
        "take it, I am off",
        "The lead goes after an hour and hands over with one word, whatever the handbook asks.",
        gap("G11", "execution"),
        team={
            "over": act("lead", "34m", "hand over", role="lead", to="stand-in", briefed="", accepted=True),
            "on": act("stand-in", "35m", "assume role", role="lead"),
            "close": act("stand-in", "better+8m", "resolve", statement="Closed."),
        },
    ),
    SHOP.case(
        "no why and no second word",
        "Two unrelated lapses: the level without its ground, and buyers left without news.",
        gap("G17", "execution", "set-level"),
        gap("G10", "execution"),
        team={"level": act("engineer", "alarm+5m", "classify", severity="S1"), "buyers-again": None},
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
