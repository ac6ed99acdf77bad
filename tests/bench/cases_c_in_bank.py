"""Gaps that a bank's resilience manager plants into salaries paid twice: supervisor, suppliers, repeats."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_c_base_bank import bank
from tests.bench.cases_c_make import (
    also,
    by,
    case,
    change,
    deed,
    earlier,
    gap,
    inject,
    message,
    more,
    move,
    no_step,
    part,
    plan,
    scene,
    skip,
    step,
    truth,
    without,
)
from trainer.core.commands import SkipInject

_ASKED_BY_PHONE: Final = "Their desk took a ticket and promised to ring back."

CASES: Final[tuple[Case, ...]] = (
    case(
        "c-bank-no-report",
        "Everybody works on the money; the supervisor's form stays empty.",
        bank,
        skip("first-report"),
        planted=gap("G12", "execution", "first-report"),
    ),
    case(
        "c-bank-late-report",
        "The form goes out, thirteen minutes after the bank's own limit.",
        bank,
        move("first-report", "70m"),
        planted=gap("G12", "execution", "first-report"),
    ),
    case(
        "c-bank-no-supervisor",
        "Nothing in the plan says that a supervisor has to hear of it within four hours.",
        bank,
        no_step("first-report"),
        without("communications", "to-supervisor"),
        plan(external_deadlines=None),
        step("set-review", role="duty-manager"),
        by("duty-manager", "set-review"),
        skip("first-report"),
        truth(external_deadlines=["Initial notification to the financial supervisor, 4 hours after grading"]),
        planted=gap("G12", "plan"),
    ),
    case(
        "c-bank-no-clearing-contact",
        "The files lie at the clearing house, which the plan does not mention anywhere.",
        bank,
        no_step("call-clearing"),
        without("contacts", "clearing-house"),
        skip("call-clearing"),
        also(
            deed(
                "payments-engineer",
                "36m",
                "report blocked",
                missing="Somebody at the clearing house who can recall a file; no number, no answer to our mail",
            )
        ),
        planted=gap("G13", "plan"),
    ),
    case(
        "c-bank-no-recall-rights",
        "Call, time box, manager, director: all as written, and nobody over there may recall before seven.",
        bank,
        also(
            deed(
                "payments-engineer",
                "46m",
                "report blocked",
                step="call-clearing",
                missing="The clearing house, including its operations director: nobody with recall rights before seven",
            )
        ),
        planted=gap("G13", "capability"),
    ),
    case(
        "c-bank-will-ring-back",
        "The plan has a number, and no word on how long to wait for an answer or whom to ring next.",
        bank,
        step("call-clearing", text=None, target=None),
        change("call-clearing", note=_ASKED_BY_PHONE),
        also(
            deed(
                "payments-engineer",
                "72m",
                "report blocked",
                step="call-clearing",
                missing="The call back of the clearing house, forty minutes now; we sit and wait for them",
            )
        ),
        planted=gap("G13", "plan"),
    ),
    case(
        "c-bank-grade-only",
        "The grade is said in one word, and nobody writes down why.",
        bank,
        change("grade", reason=None),
        planted=gap("G17", "execution"),
    ),
    case(
        "c-bank-stop-unexplained",
        "The stop is ordered without a word of why; the plan does not ask for one.",
        bank,
        step("stop-batch", text=None),
        change("stop-batch", reason=None),
        planted=gap("G17", "plan"),
    ),
    case(
        "c-bank-again-no-check",
        "Nobody compares the totals, as in spring; the action of spring is closed.",
        bank,
        skip("check-figures"),
        earlier=(earlier("2026-05-11", ("G15", "execution", "check-figures", "closed")),),
        planted=(gap("G15", "execution", "check-figures"), gap("G18", "execution", "check-figures")),
    ),
    case(
        "c-bank-again-dead-line",
        "The hotline in the contract is dead for the second time; its correction was signed off in July.",
        bank,
        also(
            deed(
                "payments-engineer",
                "30m",
                "page",
                contact="clearing-house",
                result="failed",
                note="Fax tone. The relationship manager connects us.",
            )
        ),
        earlier=(earlier("2026-04-02", ("G04", "plan", "call-clearing", "closed")),),
        planted=(gap("G04", "plan"), gap("G18", "plan")),
    ),
    case(
        "c-bank-again-late-word",
        "Customers hear late, as in the last drill; the agreed training is two months overdue.",
        bank,
        move("tell-customers", "50m"),
        move("customers-2", "74m"),
        earlier=(earlier("2026-06-15", ("G10", "execution", "tell-customers", "2026-09-01")),),
        planted=(gap("G10", "execution", "tell-customers"), gap("G18", "execution", "tell-customers")),
    ),
    case(
        "c-bank-up-and-down",
        "Major, significant, major: three grades within twenty minutes, with no new figure.",
        bank,
        also(
            deed(
                "duty-manager",
                "19m",
                "classify",
                severity="significant",
                reason="On second thoughts it reads smaller.",
            ),
            deed(
                "duty-manager",
                "27m",
                "classify",
                severity="major",
                reason="Reading the threshold again: the other way.",
            ),
        ),
        planted=gap("G09", "plan"),
    ),
    case(
        "c-bank-spent",
        "People have spent the second salary; a rule is made on the spot, works, and is not in the plan.",
        bank,
        more(
            inject(
                "overdrawn",
                "52m",
                "phone",
                "Call centre",
                "The recall puts people into overdraft, one has her rent returned. What do we tell them?",
                to=["customer-desk", "duty-manager"],
            )
        ),
        also(
            deed(
                "customer-desk",
                "58m",
                "improvise",
                text="No interest for seven days and a hardship line with two people; callers calm down at once.",
            )
        ),
        planted=gap("G01", "plan"),
    ),
    case(
        "c-bank-two-stops",
        "The plan names nobody for the stop, so the manager holds the batches and the engineer unplugs the gateway.",
        bank,
        step("stop-batch", role=None),
        also(
            deed(
                "payments-engineer",
                "33m 30s",
                "contain",
                measure="Gateway to clearing unplugged",
                reason="I thought this was mine to do.",
            )
        ),
        planted=gap("G03", "plan", "stop-batch"),
    ),
    case(
        "c-bank-expired-token",
        "The ledger console's certificate has run out; the copy comes six minutes too late.",
        bank,
        part("tools", "ledger-console", alternative=None, alternative_serves=None),
        move("copy-ledger", "45m"),
        also(
            deed(
                "payments-engineer",
                "30m",
                "report blocked",
                step="copy-ledger",
                missing="Ledger console: certificate expired yesterday, access desk is renewing it",
            )
        ),
        planted=gap("G06", "capability", "copy-ledger"),
    ),
    case(
        "c-bank-unread",
        "The customer desk publishes by itself; the plan wants the duty manager to read it first.",
        bank,
        change("tell-customers", approved_by=None),
        planted=gap("G10", "execution"),
    ),
    case(
        "c-bank-one-pair-of-hands",
        "The duty manager is also the engineer's stand-in, and does alert, grade, stop, copy and check alone.",
        bank,
        part("roles", "payments-engineer", deputies=["duty-manager"]),
        by(
            "duty-manager",
            "pick-up",
            "find-scope",
            "call-clearing",
            "copy-ledger",
            "check-figures",
        ),
        planted=gap("G08", "capability"),
    ),
    case(
        "c-bank-scope-never-fits",
        "Three teams before were competent and needed 27 minutes or more for the scope; so does this one.",
        bank,
        move("find-scope", "41m"),
        move("stop-batch", "46m"),
        move("check-figures", "66m"),
        earlier=(
            earlier("2025-11-05", find_scope="27m/20m/late"),
            earlier("2026-02-10", find_scope="31m/20m/late"),
            earlier("2026-06-03", find_scope="28m/20m/late"),
        ),
        planted=gap("G05", "plan", "find-scope"),
    ),
    case(
        "c-bank-left-out",
        "The facilitator leaves the question of the bookings out, for lack of time.",
        bank,
        message(
            "left-already",
            expects=[{"step": one} for one in ("stop-batch", "call-clearing", "check-figures")],
        ),
        more(
            inject(
                "storno",
                "30m",
                "chat",
                "Bookkeeping",
                "Our correction will overwrite today's lines; do we start?",
                expects=["copy-ledger"],
            )
        ),
        skip("copy-ledger"),
        controls=(("26m", SkipInject("storno", "No time left for it")),),
        planted=gap("G07", "artefact", "copy-ledger"),
    ),
    case(
        "c-bank-three-things",
        "Late form, a grade without its why, and a clearing house that picks up at a wrong desk first.",
        bank,
        move("first-report", "66m"),
        change("grade", reason=None),
        also(
            deed(
                "payments-engineer",
                "29m",
                "page",
                contact="clearing-house",
                result="wrong person",
                note="Card disputes, they say; transfers moved to another house.",
            )
        ),
        planted=(gap("G12", "execution", "first-report"), gap("G17", "execution"), gap("G04", "plan")),
    ),
    # What looks like something and is nothing
    case("c-bank-clean", "Pay day, handled.", bank),
    case(
        "c-bank-last-minute",
        "Four limits are used up to the second.",
        bank,
        move("pick-up", "6m"),
        move("grade", "16m"),
        move("lead", "21m"),
        move("first-report", "61m"),
        move("tell-customers", "38m"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-bank-grows",
        "First seven per cent, rightly graded significant; then the second file shows, and the grade goes up.",
        bank,
        message("volumes", text="Outgoing credit transfers seven per cent above an ordinary pay day."),
        more(
            inject(
                "second-file",
                "13m",
                "alert",
                "Volume monitor",
                "A second file has gone: 112 per cent above plan now.",
                to=["duty-manager", "payments-engineer"],
            )
        ),
        move("grade", "9m"),
        change("grade", severity="significant", reason="Seven per cent by the monitor, below ten."),
        also(
            deed(
                "duty-manager",
                "15m",
                "classify",
                severity="major",
                reason="The second file lifts it above ten per cent; the facts have changed.",
            )
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-bank-chased",
        "The clearing house is slow; after ten minutes it is chased as the plan says, and answers.",
        bank,
        move("call-clearing", "27m"),
        change("call-clearing", result="no answer", note="Nobody picks up; ten minutes from now."),
        also(
            deed(
                "payments-engineer",
                "37m",
                "page",
                contact="clearing-house",
                result="answered",
                note="Through the relationship manager, as 4.4 says; recall begun.",
            )
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-bank-learned",
        "What went wrong in spring goes right today.",
        bank,
        earlier=(
            earlier(
                "2026-05-11",
                ("G15", "execution", "check-figures", "closed"),
                ("G10", "execution", "tell-customers", "closed"),
            ),
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-bank-significant",
        "Below ten per cent: no form for the supervisor, longer limits.",
        bank,
        truth(severity="significant", external_deadlines=[]),
        message("volumes", text="Outgoing credit transfers six per cent above an ordinary pay day."),
        message("branch-calls", expects=[{"step": "tell-customers"}]),
        change("grade", severity="significant", reason="Six per cent, so below ten."),
        skip("first-report"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-bank-more-words",
        "Somebody asks about the rain, and the branches get a second note that nobody asked for.",
        bank,
        also(
            deed(
                "customer-desk",
                "17m",
                "ask",
                text="Is it raining in this story? Queues outside would matter to us.",
            ),
            deed(
                "customer-desk",
                "47m",
                "post update",
                audience="branches",
                text="Recall has begun, same advice as before.",
                approved_by="duty-manager",
            ),
        ),
        scene(summary="A quiet pay day otherwise."),
        tags=frozenset({"decoy"}),
    ),
)
