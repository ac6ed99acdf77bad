"""Gaps planted into a flight plan system that stops: shifts, suppliers, and a store that runs down."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_c_base_flow import flow
from tests.bench.cases_c_make import (
    also,
    ballot,
    by,
    case,
    change,
    deed,
    gap,
    inject,
    message,
    more,
    move,
    no_step,
    part,
    skip,
    without,
)
from trainer.core.actions import Verify
from trainer.core.commands import Act, RecordObservation
from trainer.core.time import MINUTE

CASES: Final[tuple[Case, ...]] = (
    case(
        "c-flow-nobody-has-the-watch",
        "The watch is offered, and the next manager says nothing.",
        flow,
        change("give-watch", accepted=False),
        skip("next-takes"),
        by("watch-manager", "release"),
        planted=gap("G11", "execution"),
    ),
    case(
        "c-flow-no-words",
        "The next manager takes the chair; not a word on what is open.",
        flow,
        change("give-watch", briefed=""),
        planted=gap("G11", "execution"),
    ),
    case(
        "c-flow-no-page-on-shifts",
        "People change in the middle of it; the plan does not speak of changing people, and nothing is passed on.",
        flow,
        no_step("give-watch"),
        part("roles", "watch-manager", longest=None, handover=None),
        message(
            "shift-ends", text="The early watch ends at the half hour; the next manager is at your door."
        ),
        change("give-watch", briefed=""),
        planted=gap("G11", "plan"),
    ),
    case(
        "c-flow-restriction-lost",
        "The restriction is being prepared when the watch changes, and afterwards nobody orders it.",
        flow,
        message("shift-ends", release={"at": "20m"}),
        move("give-watch", "30m"),
        change(
            "give-watch",
            briefed="Specialist is looking, airlines know; next statement at ten to. That is all.",
        ),
        move("next-takes", "31m"),
        skip("slow-traffic", "count-plans"),
        planted=gap("G11", "execution", "slow-traffic"),
    ),
    case(
        "c-flow-maker-unknown",
        "Only the maker can read the trace; the plan has neither the maker nor a time to ask for it.",
        flow,
        no_step("call-maker"),
        without("contacts", "system-maker"),
        skip("call-maker"),
        also(
            deed(
                "second-line",
                "44m",
                "report blocked",
                missing="The maker of the system: the trace is theirs, and nobody here has a number for them",
            )
        ),
        planted=gap("G13", "plan"),
    ),
    case(
        "c-flow-remote",
        "The remote access does not take the specialist's token; the drive takes twenty minutes more than there are.",
        flow,
        part("tools", "remote-desk", alternative=None, alternative_serves=None),
        also(
            deed(
                "second-line",
                "19m",
                "report blocked",
                step="find-fault",
                missing="Remote access: my token cannot be verified, I have to drive in",
            )
        ),
        move("find-fault", "59m"),
        planted=gap("G06", "capability", "find-fault"),
    ),
    case(
        "c-flow-retired",
        "The duty phone is answered by somebody who retired in spring; he gives the new number.",
        flow,
        also(
            deed(
                "first-line",
                "13m",
                "page",
                contact="second-line-phone",
                result="wrong person",
                note="He left in spring and still has the phone.",
            )
        ),
        move("call-second", "18m"),
        planted=gap("G04", "plan"),
    ),
    case(
        "c-flow-which-rate",
        "Clause 3.4 asks for a rate; the room reads three different ones into it.",
        flow,
        ballot(
            "28m",
            {
                "id": "rate",
                "question": "Which rate does 3.4 prescribe now?",
                "about": "other",
                "options": ["60 an hour", "Zero", "What the store allows"],
                "step": "slow-traffic",
            },
            watch_manager=("60 an hour", 4),
            first_line=("Zero", 5),
            second_line=("What the store allows", 4),
            next_watch=("Zero", 4),
        ),
        planted=gap("G02", "plan"),
    ),
    case(
        "c-flow-late-statement",
        "The public waits for its first statement while the airports fill.",
        flow,
        move("tell-press", "78m"),
        skip("press-2"),
        planted=gap("G10", "execution", "tell-press"),
    ),
    case(
        "c-flow-maker-forgotten",
        "Number, clause and time are in the plan; nobody rings the maker.",
        flow,
        skip("call-maker"),
        planted=gap("G15", "execution", "call-maker"),
    ),
    case(
        "c-flow-one-specialist",
        "The only specialist has an accident on the way; no one else knows the system.",
        flow,
        part("roles", "second-line", deputies=None),
        without("roles", "relief-specialist"),
        without("contacts", "relief-phone"),
        part("tools", "remote-desk", access=["second-line"]),
        lambda kit: kit.plan["escalation"].pop(),
        more(
            inject(
                "accident",
                "16m",
                "phone",
                "Motorway police",
                "Your colleague is not hurt badly, but will be in hospital until tomorrow.",
                to=["watch-manager", "first-line"],
                absent=["second-line"],
            )
        ),
        skip("find-fault", "call-maker"),
        planted=gap("G08", "capability"),
    ),
    case(
        "c-flow-plans-on-paper",
        "An airline wants to hand in plans on paper; nobody finds a line about that.",
        flow,
        more(
            inject(
                "paper",
                "47m",
                "phone",
                "An airline",
                "We have forty plans on paper in a car outside. Who takes them, and what happens with them?",
                to=["airline-desk", "watch-manager"],
            )
        ),
        also(
            deed(
                "airline-desk",
                "51m",
                "improvise",
                text="Two assistants type the forty plans at the spare console, first come first served; it goes well.",
            )
        ),
        planted=gap("G01", "plan"),
    ),
    case(
        "c-flow-not-really",
        "The facilitator told the desk that the press was not part of this; nobody can be blamed for the silence.",
        flow,
        skip("tell-press", "press-2"),
        review=(
            RecordObservation(
                "The desk was told in the break that no statement was to be played today. Our mistake.",
                kind="artefact",
                step="tell-press",
                by="evaluator",
            ),
        ),
        planted=gap("G07", "artefact", "tell-press"),
    ),
    # What looks like something and is nothing
    case("c-flow-clean", "An odd plan, and a good watch.", flow),
    case(
        "c-flow-relief",
        "The specialist cannot be reached; the relief, named in the plan, is called and does the work.",
        flow,
        lambda kit: kit.scenario["roles"].append("relief-specialist"),
        message("same-line", to=["first-line", "second-line", "relief-specialist"]),
        more(
            inject(
                "sick",
                "13m",
                "phone",
                "Rota office",
                "The specialist is under anaesthetic this morning; the relief is awake.",
                absent=["second-line"],
                to=["first-line", "relief-specialist"],
            )
        ),
        change("call-second", result="no answer", note="As expected. Calling the relief."),
        also(deed("first-line", "17m", "page", contact="relief-phone", note="On the line.")),
        by("relief-specialist", "find-fault", "call-maker"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-flow-entered-late",
        "The count was done in time at the console; the facilitator writes it down nine minutes later.",
        flow,
        skip("count-plans"),
        controls=(
            (
                "66m",
                Act(
                    "first-line",
                    Verify(what="Hand entry keeps up", evidence="58 plans in the hour, none waiting."),
                    source="facilitator",
                    ago=9 * MINUTE,
                ),
            ),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-flow-to-the-second",
        "Alarm, grade, command, call and statement exactly when they have to be there.",
        flow,
        move("note-alarm", "6m"),
        move("grade", "14m"),
        move("command", "19m"),
        move("call-second", "29m"),
        move("find-fault", "54m"),
        move("tell-airlines", "39m"),
        move("tell-press", "52m"),
        tags=frozenset({"decoy"}),
    ),
)
