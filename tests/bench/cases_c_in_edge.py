"""Gaps that a site reliability engineer plants into an edge that answers with errors."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_c_base_edge import edge
from tests.bench.cases_c_make import (
    also,
    ballot,
    by_heart,
    case,
    change,
    deed,
    earlier,
    gap,
    inject,
    more,
    move,
    objective,
    out_of_scope,
    part,
    plan,
    skip,
    step,
    without,
)
from trainer.core.commands import HoldInject, PauseClock, UnholdInject

_NO_STANDBY_TOOL: Final = {"alternative": None, "alternative_serves": None}

CASES: Final[tuple[Case, ...]] = (
    case(
        "c-edge-herd",
        "Everything is healthy and falls over again under the returning clients; somebody lets them in by tenths.",
        edge,
        more(
            inject(
                "herd",
                "50m",
                "dashboard",
                "Lease manager",
                "Queue of renewals 4 million and rising, hosts drop out as soon as they come back.",
                to=["store-lead"],
            )
        ),
        also(
            deed(
                "store-lead",
                "54m",
                "improvise",
                text="Throttle by hand: one client in ten may renew, one more tenth a minute. The queue shrinks.",
            )
        ),
        planted=gap("G01", "plan"),
    ),
    case(
        "c-edge-is-a-flag-a-rollout",
        "The freeze can be read with switches or without them.",
        edge,
        also(
            deed(
                "pager",
                "16m",
                "ask",
                text="RB-5 says all roll-outs. Does flipping a flag count? You can read it either way, I do not know.",
            )
        ),
        planted=gap("G02", "plan"),
    ),
    case(
        "c-edge-big-switch",
        "Somebody proposes to switch the filter off everywhere, and all look at each other.",
        edge,
        ballot(
            "23m",
            {
                "id": "switch",
                "question": "Who may switch the filter off for the whole world?",
                "about": "ownership",
                "options": ["captain", "pager", "store-lead"],
            },
            captain=("pager", 4),
            pager=("captain", 5),
            store_lead=("store-lead", 4),
            voice=("captain", 2),
        ),
        planted=gap("G03", "plan"),
    ),
    case(
        "c-edge-no-right-to-ship",
        "The way back fails for eighteen minutes: the roll-out tool lacks a permission in that cluster.",
        edge,
        step("undo", needs={"tools": ["ship-tool"]}),
        part("tools", "ship-tool", access=["pager", "second-pager", "captain", "mate"], **_NO_STANDBY_TOOL),
        also(
            deed(
                "captain",
                "33m",
                "report blocked",
                step="undo",
                missing="Permission of the roll-out tool in the main cluster, it answers 'forbidden'",
            )
        ),
        move("undo", "51m"),
        move("graphs", "60m"),
        planted=gap("G06", "capability", "undo"),
    ),
    case(
        "c-edge-status-behind-edge",
        "The editor of the status page signs in through the edge that is down.",
        edge,
        part("tools", "status-tool", **_NO_STANDBY_TOOL),
        also(
            deed(
                "voice",
                "17m",
                "report blocked",
                step="status-first",
                missing="Editor of the status page: its sign-in goes through our own edge",
            )
        ),
        move("status-first", "38m"),
        skip("status-2"),
        planted=gap("G06", "capability", "status-first"),
    ),
    case(
        "c-edge-words-for-levels",
        "The levels say many and some; the pager reads some, and nobody comes back to it.",
        edge,
        plan(
            severities=[
                {"id": "S1", "title": "Down", "criteria": ["Many users feel it."], "respond_within": "5m"},
                {
                    "id": "S2",
                    "title": "Degraded",
                    "criteria": ["Some users feel it."],
                    "respond_within": "15m",
                },
            ]
        ),
        change("rate", severity="S2", reason="Some users feel it, two regions look fine on my screen."),
        planted=gap("G09", "plan"),
    ),
    case(
        "c-edge-first-word",
        "The first public line comes after three quarters of an hour.",
        edge,
        move("status-first", "52m"),
        skip("status-2", "status-3"),
        move("status-4", "71m"),
        planted=gap("G10", "execution", "status-first"),
    ),
    case(
        "c-edge-partners",
        "Resellers want to hear something of their own; no template, no approver, no channel is set for them.",
        edge,
        more(
            inject(
                "resellers",
                "37m",
                "mail",
                "A reseller",
                "We have 300 shops on you and learn it from the television. Who talks to us?",
                to=["voice"],
            )
        ),
        also(
            deed(
                "voice",
                "43m",
                "post update",
                audience="resellers",
                text="A change is going back; please point your shops to the status page.",
                approved_by="captain",
            )
        ),
        planted=gap("G10", "plan"),
    ),
    case(
        "c-edge-runbook-behind-edge",
        "The runbook is on the wiki, and the wiki is behind the edge.",
        edge,
        by_heart(),
        also(
            deed(
                "captain",
                "13m",
                "report blocked",
                missing="The runbook: the wiki is down with all else, nobody has a copy",
            )
        ),
        planted=gap("G14", "capability"),
    ),
    case(
        "c-edge-two-versions",
        "Half of the room works by an old print.",
        edge,
        also(
            deed(
                "pager",
                "24m",
                "ask",
                text="My printed runbook is version 12 of two years ago; the captain reads from 17. Mine has no RB-8.",
            )
        ),
        planted=gap("G14", "plan"),
    ),
    case(
        "c-edge-reminded",
        "Nobody thinks of the freeze until the build team asks.",
        edge,
        more(
            inject(
                "still-shipping",
                "24m",
                "chat",
                "Build team",
                "Our nightly job is rolling out as we speak. Is that all right with you?",
                to=["pager", "captain"],
                contingency_for="freeze",
                release={"when": {"overdue": "freeze"}},
            )
        ),
        move("freeze", "22m"),
        planted=gap("G15", "execution", "freeze"),
    ),
    case(
        "c-edge-slow-suspect",
        "Three teams named the suspect within 14 minutes; this one does not look it up and needs 29.",
        edge,
        by_heart("store-lead"),
        move("suspect", "43m"),
        move("undo", "47m"),
        move("graphs", "58m"),
        earlier=(
            earlier("2025-12-01", suspect="11m/20m/on time"),
            earlier("2026-03-03", suspect="14m/20m/on time"),
            earlier("2026-07-07", suspect="9m/20m/on time"),
        ),
        planted=gap("G15", "execution", "suspect"),
    ),
    case(
        "c-edge-made-it-worse",
        "The way back is taken as written, in time, and forty minutes of writes are gone with it.",
        edge,
        objective("restore", achieved_when={"not": {"delivered": "writes-gone"}}),
        more(
            inject(
                "writes-gone",
                "57m",
                "ticket",
                "Data team",
                "The old rules emptied the write queue. Forty minutes of customers' writes do not exist any more.",
                to=["captain", "store-lead"],
            )
        ),
        planted=gap("G16", "plan"),
    ),
    case(
        "c-edge-without-why",
        "The captain orders the way back in four words.",
        edge,
        change("undo", reason=None),
        planted=gap("G17", "execution"),
    ),
    case(
        "c-edge-again-status-tool",
        "The sign-in of the status editor was to leave the edge by June; closed as done, and it was not.",
        edge,
        part("tools", "status-tool", **_NO_STANDBY_TOOL),
        also(
            deed(
                "voice",
                "18m",
                "report blocked",
                step="status-first",
                missing="Status editor, the log-in page comes from the edge and gives 503",
            )
        ),
        move("status-first", "38m"),
        skip("status-2"),
        earlier=(earlier("2026-03-30", ("G06", "capability", "status-first", "closed")),),
        planted=(gap("G06", "capability", "status-first"), gap("G18", "capability", "status-first")),
    ),
    case(
        "c-edge-way-back-in-twelve",
        "Twelve minutes from the declaration for a step that waits for one with twenty-five.",
        edge,
        step("undo", target={"from": "declared", "within": {"S1": "12m", "S2": "30m"}}),
        planted=gap("G05", "plan", "undo"),
    ),
    case(
        "c-edge-storage-abroad",
        "The only person who knows storage boards an aeroplane; no stand-in is named.",
        edge,
        part("roles", "store-lead", deputies=None),
        without("roles", "store-second"),
        more(
            inject(
                "boarding",
                "15m",
                "phone",
                "Travel desk",
                "Your lead of storage is on board, doors closed, nine hours.",
                absent=["store-lead"],
            )
        ),
        skip("suspect", "undo", "graphs"),
        planted=gap("G08", "capability"),
    ),
    case(
        "c-edge-nobody-asked-for-graphs",
        "The script never touches the critical reading of the graphs.",
        edge,
        out_of_scope("graphs"),
        skip("graphs"),
        planted=gap("G07", "artefact", "graphs"),
    ),
    case(
        "c-edge-level-and-page",
        "Two of four are sure of the lower level; the second status line is forgotten.",
        edge,
        ballot(
            "6m",
            {
                "id": "lvl",
                "question": "S1 or S2?",
                "about": "severity",
                "options": ["S1", "S2"],
                "truth": "S1",
            },
            captain=("S2", 5),
            pager=("S1", 4),
            store_lead=("S2", 4),
            voice=("S1", 3),
        ),
        skip("status-2"),
        planted=(gap("G09", "plan"), gap("G10", "execution")),
    ),
    # What looks like something and is nothing
    case("c-edge-clean", "A night at the edge.", edge),
    case(
        "c-edge-second-line",
        "The first line does not answer for five minutes; the second is paged, as the ladder has it.",
        edge,
        also(
            deed("captain", "3m 30s", "page", contact="pager-line", result="no answer", note="Rings out."),
            deed(
                "captain",
                "8m 30s",
                "page",
                contact="second-line",
                result="answered",
                note="Here, both of us now.",
            ),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-edge-early",
        "Acknowledged in ten seconds, rated within two minutes.",
        edge,
        move("ack", "3m 10s"),
        move("rate", "5m"),
        move("captain-on", "7m"),
        move("room", "9m"),
        move("freeze", "12m"),
        move("suspect", "24m"),
        move("undo", "28m"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-edge-one-mind",
        "Asked alone, all four say S1.",
        edge,
        ballot(
            "6m",
            {
                "id": "lvl",
                "question": "S1 or S2?",
                "about": "severity",
                "options": ["S1", "S2"],
                "truth": "S1",
            },
            captain=("S1", 4),
            pager=("S1", 5),
            store_lead=("S1", 4),
            voice=("S1", 3),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-edge-not-dns-after-all",
        "First they think of name servers, look, and put it right well within the limit.",
        edge,
        also(
            deed(
                "store-lead",
                "23m",
                "diagnose",
                cause="Perhaps name servers; checking. Not it, they answer everywhere.",
            )
        ),
        move("undo", "33m"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-edge-held-a-moment",
        "The facilitator holds a message and lets it go before it was due; later there is a break.",
        edge,
        controls=(
            ("10m", HoldInject("change-list")),
            ("15m", UnholdInject("change-list")),
            ("40m", PauseClock("Fire alarm in the building, a real one")),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-edge-lock-file",
        "The roll-out tool is away, so the lock file on the build host does it, as the runbook says, in time.",
        edge,
        also(deed("pager", "15m", "report blocked", step="freeze", missing="Roll-out tool does not load")),
        change("freeze", note="Lock file set on the build host, that is the alternative for the tool."),
        tags=frozenset({"decoy"}),
    ),
)
