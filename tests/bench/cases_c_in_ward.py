"""Gaps that a hospital's emergency planner plants into the loss of the patient record."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_c_base_ward import ward
from tests.bench.cases_c_make import (
    also,
    ballot,
    case,
    change,
    deed,
    done,
    gap,
    inject,
    message,
    more,
    move,
    objective,
    part,
    plan,
    skip,
    step,
    truth,
    without,
)
from trainer.core.commands import HoldInject

CASES: Final[tuple[Case, ...]] = (
    case(
        "c-ward-ambulances",
        "Ambulances keep coming; no page speaks of them, and the site manager finds a way that works.",
        ward,
        more(
            inject(
                "ambulances",
                "31m",
                "phone",
                "Ambulance control room",
                "Three for your casualty department in ten minutes. Do you still take them?",
                to=["site-manager"],
            )
        ),
        also(
            deed(
                "site-manager",
                "35m",
                "improvise",
                text="Agreed with the control room that both neighbours take all ambulances until noon; it worked.",
            )
        ),
        planted=gap("G01", "plan"),
    ),
    case(
        "c-ward-maker-number",
        "The maker's hotline moved; the number on the card is dead. An old invoice has another one.",
        ward,
        also(
            deed(
                "it-duty",
                "29m",
                "page",
                contact="record-maker",
                result="failed",
                note="This number is not assigned, says the tape.",
            )
        ),
        planted=gap("G04", "plan"),
    ),
    case(
        "c-ward-password",
        "After an upgrade nobody has the password of the emergency computer, as with dashboards behind a dead log-in.",
        ward,
        part("tools", "emergency-computer", alternative=None, alternative_serves=None),
        skip("print-medicines"),
        also(
            deed(
                "pharmacist",
                "18m",
                "report blocked",
                step="print-medicines",
                missing="The password of the emergency computer; it was changed in spring",
            )
        ),
        planted=gap("G06", "capability", "print-medicines"),
    ),
    case(
        "c-ward-lift",
        "The one pharmacist on site is stuck in a lift for the rest of the day; nobody else may touch the lists.",
        ward,
        part("roles", "pharmacist", deputies=None),
        without("roles", "pharmacy-second"),
        part("tools", "emergency-computer", access=["pharmacist"]),
        more(
            inject(
                "lift",
                "9m",
                "phone",
                "Porter's lodge",
                "The lift between three and four is stuck with the pharmacist inside, and there is no signal.",
                absent=["pharmacist"],
            )
        ),
        skip("print-medicines", "sample-charts"),
        planted=gap("G08", "capability"),
    ),
    case(
        "c-ward-no-sample",
        "Everything is done but the comparison of charts; the plan could not be clearer.",
        ward,
        skip("sample-charts"),
        planted=gap("G15", "execution", "sample-charts"),
    ),
    case(
        "c-ward-double-dose",
        "All steps are done in time, and a patient still gets a double dose: the copy is four hours old.",
        ward,
        objective("care", achieved_when={"not": {"delivered": "double-dose"}}),
        more(
            inject(
                "double-dose",
                "61m",
                "phone",
                "Ward 11",
                "Bed two was given the heart drug twice. The printed list still had the order from before six.",
                to=["pharmacist", "site-manager"],
            )
        ),
        planted=gap("G16", "plan"),
    ),
    case(
        "c-ward-ministry",
        "A failure of this size must be reported to the health authority within a day; the plan has no word on it.",
        ward,
        truth(
            external_deadlines=["Report of a failure of care systems to the health authority within 24 hours"]
        ),
        planted=gap("G12", "plan"),
    ),
    case(
        "c-ward-old-plan",
        "The plan was to be looked at last year, like a restore guide from another age.",
        ward,
        plan(last_reviewed="2024-02-01"),
        planted=gap("G14", "plan"),
    ),
    case(
        "c-ward-chain",
        "The lists are due three minutes before the step they wait for has to be ready.",
        ward,
        step(
            "print-medicines",
            after=["paper-charts"],
            target={"from": "declared", "within": "12m"},
        ),
        planted=gap("G05", "plan", "print-medicines"),
    ),
    case(
        "c-ward-whose-paper",
        "No function is named for the paper charts, and each waits for the other.",
        ward,
        step("paper-charts", role=None),
        skip("paper-charts"),
        planted=gap("G03", "plan", "paper-charts"),
    ),
    case(
        "c-ward-red-or-amber",
        "Asked alone, the room is sure of two different levels.",
        ward,
        ballot(
            "7m",
            {
                "id": "which",
                "question": "Which level?",
                "about": "severity",
                "options": ["red", "amber"],
                "truth": "red",
            },
            site_manager=("red", 4),
            it_duty=("amber", 5),
            information=("amber", 4),
            pharmacist=("red", 3),
        ),
        planted=gap("G09", "plan"),
    ),
    case(
        "c-ward-held-message",
        "The facilitator keeps the news about the database back and never lets it go.",
        ward,
        skip("ring-maker"),
        controls=(("20m", HoldInject("database-full")),),
        planted=gap("G07", "artefact", "ring-maker"),
    ),
    case(
        "c-ward-silence",
        "After the first notice nobody outside hears anything for fifty minutes.",
        ward,
        skip("second-notice"),
        planted=gap("G10", "execution"),
    ),
    case(
        "c-ward-shut-or-read",
        "Three people read the clause on shutting the record in three ways.",
        ward,
        ballot(
            "31m",
            {
                "id": "meaning",
                "question": "What does C.5 ask us to do at this moment?",
                "about": "decision",
                "options": ["Shut it for everybody", "Leave it readable", "Wait for the maker"],
                "step": "shut-record",
            },
            site_manager=("Leave it readable", 4),
            it_duty=("Shut it for everybody", 5),
            pharmacist=("Wait for the maker", 4),
        ),
        planted=gap("G02", "plan"),
    ),
    case(
        "c-ward-two-things",
        "A call for IT ends at the wrong desk, and the notice at the doors goes out unread by anybody.",
        ward,
        also(
            deed(
                "ward-coordinator",
                "8m",
                "page",
                contact="it-second-phone",
                result="wrong person",
                note="Somebody in the kitchen has that extension since the move.",
            )
        ),
        change("tell-relatives", approved_by=None),
        planted=(gap("G04", "plan"), gap("G10", "execution")),
    ),
    # What looks like something and is nothing
    case("c-ward-clean", "A good morning.", ward),
    case(
        "c-ward-second-pharmacist",
        "The pharmacist falls ill; the deputy, named in the plan, does both tasks in time.",
        ward,
        lambda kit: kit.scenario["roles"].append("pharmacy-second"),
        more(
            inject(
                "ill",
                "10m",
                "phone",
                "Pharmacy",
                "Our colleague has gone home with a fever; the second is here.",
                absent=["pharmacist"],
                to=["site-manager", "pharmacy-second"],
            )
        ),
        skip("print-medicines", "sample-charts"),
        also(
            done("pharmacy-second", "27m", "print-medicines", "Printed and sent round."),
            deed(
                "pharmacy-second",
                "55m",
                "verify",
                what="Charts agree with the prescriptions",
                evidence="Thirty charts of six wards, all equal.",
            ),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-ward-sealed-folder",
        "The emergency computer does not start; the sealed folder, which the plan names instead, is opened in time.",
        ward,
        change(
            "print-medicines",
            note="Computer dead, lists copied from the sealed folder as C.2's tool entry says.",
        ),
        also(
            deed(
                "pharmacist",
                "16m",
                "report blocked",
                step="print-medicines",
                missing="Emergency computer does not start",
            )
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-ward-runner",
        "Instead of the paging system's note a runner goes round; the same reaches the wards in time.",
        ward,
        skip("tell-wards"),
        also(
            deed(
                "information",
                "20m",
                "improvise",
                text="Two porters carry the approved note to every ward and read it to the nurse in charge.",
                instead_of="tell-wards",
            )
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-ward-amber",
        "Ten wards only: amber, with longer limits, and all of them kept.",
        ward,
        truth(severity="amber"),
        message("alarm", text="Sign-in to the record fails on 10 of 26 wards."),
        message("readable-again", text="Sign-in works again on all wards."),
        change("set-level", severity="amber", reason="10 of 26 wards, fewer than half."),
        move("set-level", "18m"),
        move("take-command", "22m"),
        move("paper-charts", "35m"),
        move("print-medicines", "40m"),
        move("name-fault", "40m"),
        move("ring-maker", "39m"),
        move("shut-record", "50m"),
        move("sample-charts", "70m"),
        move("tell-wards", "33m"),
        move("tell-relatives", "55m"),
        skip("second-notice"),
        change("tell-relatives", next_in="60m"),
        tags=frozenset({"decoy"}),
    ),
)
