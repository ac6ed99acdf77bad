"""Drills of a small company with one page of notes."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_flags import FLAGS
from tests.bench.cases_b_make import GONE, act, drill, gap, inject, step

_NOBODY_NOTES: Final = {"note": None}

_SOUND: Final = (
    FLAGS.case("clean", "Everything as the page says."),
    FLAGS.case(
        "small talk about the story",
        "Somebody asks for the colour of the graph, and somebody thinks aloud.",
        team={
            "q": act("second", "14m", "ask", text="Is the graph red in this story or just late to load?"),
            "q2": act("captain", "20m", "ask", text="Which time zone do the graphs use today?"),
        },
        tags=["decoy"],
    ),
    FLAGS.case(
        "scaled to zero instead of undone",
        "The deploy tool is busy, so the new version is scaled to nothing and the old one takes over at once.",
        team={
            "undo": act(
                "first",
                "40m",
                "improvise",
                text="Scaled the new version to zero and woke the old one; same effect, faster than a roll-back.",
                instead_of="undo",
            ),
            "undo-2": act(
                "first",
                "41m",
                "contain",
                measure="Old version serves all",
                reason="It was the only change of the day.",
            ),
        },
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    FLAGS.case(
        "everybody comes back at once",
        "After the roll-back all clients reconnect together; the page has nothing on that, tenths of them work.",
        gap("G01", "plan"),
        team={
            "q": act(
                "second", "47m", "ask", text="The page ends at the roll-back. Anything on a herd of clients?"
            ),
            "tenths": act(
                "first",
                "50m",
                "improvise",
                text="Let clients in by tenths with the limiter in front; the load stays flat and all are in by now.",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "herd",
                    "45m",
                    "dashboard",
                    "Cluster",
                    "flags: 9 times the usual connections, instances fall again",
                    to=["first", "second"],
                ),
            ),
        ),
    ),
    FLAGS.case(
        "may I press it",
        "Nobody is named for undoing a change, so each waits for another's word and it is not undone.",
        gap("G03", "plan", "undo"),
        team={
            "undo": None,
            "graphs": None,
            "q1": act("first", "34m", "ask", text="Who decides whether we go back? Not me, surely."),
            "q2": act("captain", "37m", "ask", text="Is that my decision? I have never been told."),
        },
        plan=(("step:undo/role", GONE),),
        script=(
            ("injects/quiet/text", "flags: the customers' retries have given up, 20 of 20 ready"),
            ("injects/quiet/expects", [{"step": "note"}]),
        ),
    ),
    FLAGS.case(
        "the cause before the captain",
        "The captain has a quarter of an hour, and what comes after the captain is due after twelve minutes.",
        gap("G05", "plan", "why"),
        team={
            "captain": act("captain", "15m", "assume role", role="captain"),
            "why": act("second", "16m30s", "diagnose", cause="The deploy of 18:00, as the connections show."),
            "undo": act(
                "first", "28m", "contain", measure="Rolled back", reason="The only change of the day."
            ),
            "graphs": act(
                "second", "46m", "verify", what="Graphs", evidence="Refusals 0.1 %, 20 of 20 ready"
            ),
        },
        plan=(
            ("step:why/after", ["captain"]),
            ("step:why/target", {"from": "first alert", "within": "12m"}),
        ),
        script=(("injects/quiet/release", {"at": "44m"}),),
    ),
    FLAGS.case(
        "those who know may not",
        "The cause is known in a minute, and the one who may undo it sleeps. As with a documentation site in 2019.",
        gap("G06", "capability", "undo"),
        team={
            "undo": None,
            "graphs": None,
            "stuck": act(
                "first",
                "33m",
                "report blocked",
                missing="Rights to roll back in the deploy tool",
                step="undo",
            ),
        },
        script=(("injects/quiet/expects", [{"step": "note"}]),),
    ),
    FLAGS.case(
        "a step that no drill touches",
        "The page has a weighty step on the queue of events; this story never comes near it.",
        gap("G07", "artefact", "drain"),
        plan=(
            (
                "procedures/all/steps/+",
                step(
                    "drain",
                    "Drain the event queue by hand",
                    "second",
                    "inject: 30m",
                    critical=True,
                    condition="The event queue is full",
                ),
            ),
        ),
    ),
    FLAGS.case(
        "it is always the same one",
        "Whoever is first on call looks, finds, undoes and checks; the others watch.",
        gap("G08", "capability"),
        team={
            "why": act(
                "first", "29m", "diagnose", cause="The deploy of 18:00; connections grew from then on."
            ),
            "graphs": act("first", "quiet+3m", "verify", what="Graphs", evidence="Refusals 0.1 %, all ready"),
        },
        plan=(("step:why/role", "first"), ("step:graphs/role", "first")),
        script=(("injects/quiet/to", ["first", "captain"]),),
    ),
    FLAGS.case(
        "the cloud has no telephone",
        "The quota can only be lifted by the cloud provider, and no line of the page says how to get hold of them.",
        gap("G13", "plan"),
        team={
            "graphs": None,
            "stuck": act(
                "second",
                "44m",
                "report blocked",
                missing="The cloud provider has to lift our quota, and nothing says how we reach them",
                step="graphs",
            ),
        },
    ),
    FLAGS.case(
        "the page is behind the fault",
        "The wiki signs in through the flag service; all goes from memory, well this time.",
        gap("G14", "capability"),
        team={
            "gone": act(
                "captain",
                "4m",
                "report blocked",
                missing="Our page of on-call notes: the wiki does not load, its sign-in needs the flag service",
            )
        },
        unread=["first", "second", "captain"],
    ),
    FLAGS.case(
        "no note in the morning",
        "The note was not written, although the page says who and until when, and a colleague reminded.",
        gap("G15", "execution", "note"),
        team=_NOBODY_NOTES,
        script=(
            (
                "injects/+",
                inject(
                    "morning",
                    "overdue note",
                    "chat",
                    "Early bird",
                    "Anything I have to know about tonight?",
                    to=["captain"],
                    contingency_for="note",
                ),
            ),
        ),
    ),
    FLAGS.case(
        "no note, once more",
        "As in the drill before, whose action was to be done by September and is not.",
        gap("G15", "execution", "note"),
        gap("G18", "execution", "note"),
        team=_NOBODY_NOTES,
        earlier=[
            drill(
                "2026-07-20",
                version="unversioned",
                gaps=[{"code": "G15", "kind": "execution", "subject": "note", "step": "note"}],
                actions=[
                    {
                        "id": "A-2",
                        "gap": "G15-note",
                        "action": "Show new captains how the note is written",
                        "status": "assigned",
                        "owner": "Team of the flag service",
                        "due": "2026-09-15",
                    }
                ],
            )
        ],
    ),
    FLAGS.case(
        "rolled back, why this one",
        "Which of several changes was taken, and on what ground, stands nowhere although the page wants it.",
        gap("G17", "execution", "undo"),
        team={"undo": act("first", "40m", "contain", measure="Rolled back the 18:00 deploy")},
    ),
    FLAGS.case(
        "undone without effect",
        "A roll-back as the page wants it, checked as the page wants it; requests are refused as before.",
        gap("G16", "plan"),
        team={
            "graphs": act(
                "second",
                "50m",
                "verify",
                what="Graphs",
                evidence="Old version everywhere; refusals still 48 %",
            ),
            "note": None,
        },
        script=(
            ("injects/quiet/release", {"by_hand": True}),
            ("injects/quiet/expects", [{"step": "note"}]),
            ("objectives/up/achieved_when", {"reached": "recovered"}),
        ),
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
