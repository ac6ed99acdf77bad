"""Gaps planted into a case of stolen keys: traces, authorities, and doors that stay open."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_c_base_keys import keys
from tests.bench.cases_c_make import (
    also,
    case,
    change,
    deed,
    earlier,
    gap,
    inject,
    message,
    more,
    move,
    new_step,
    no_step,
    objective,
    part,
    plan,
    scene,
    skip,
    step,
    truth,
    with_one,
    without,
)
from trainer.core.commands import SkipInject

_DECISION: Final = {
    "id": "order",
    "question": "Revoke first and then write, or write first?",
    "role": "case-lead",
    "time_limit": "10m",
    "default": "write-first",
    "options": [
        {"id": "revoke-first", "text": "Revoke first, as §5 says", "plan_calls_for": True},
        {"id": "write-first", "text": "Write first and let customers revoke"},
    ],
}
_ASKED: Final = inject(
    "which-first",
    "29m",
    "chat",
    "Customer relations",
    "Large customers beg us not to break their builds tonight. What comes first?",
    to=["case-lead"],
    decision="order",
)

CASES: Final[tuple[Case, ...]] = (
    case(
        "c-keys-no-traces",
        "Tokens are revoked and sessions closed before anything was saved.",
        keys,
        skip("save-traces"),
        planted=gap("G17", "execution", "save-traces"),
        debatable=("G15",),
    ),
    case(
        "c-keys-wiped",
        "The plan has no word on traces; hosts are wiped, and later nobody can say what was read.",
        keys,
        no_step("save-traces"),
        skip("save-traces"),
        step("revoke", target={"from": "declared", "within": "30m"}),
        change(
            "shut-door", measure="Wipe and reinstall all build hosts", reason="We cannot trust one of them."
        ),
        more(
            inject(
                "examiner",
                "60m",
                "phone",
                "Outside examiner",
                "Please send the disk images and session logs from before the reinstallation.",
                to=["hunter", "case-lead"],
            )
        ),
        also(
            deed(
                "hunter",
                "64m",
                "report blocked",
                missing="Any copy of the disks or logs; nobody kept one before the wipe, they are gone",
            )
        ),
        planted=gap("G17", "plan"),
    ),
    case(
        "c-keys-no-notice",
        "Counsel is called and agrees; the notice is not sent.",
        keys,
        skip("tell-authority"),
        planted=gap("G12", "execution", "tell-authority"),
    ),
    case(
        "c-keys-no-authority",
        "Personal data is out, and the plan knows of tokens only.",
        keys,
        no_step("tell-authority"),
        no_step("ask-counsel"),
        without("communications", "notice"),
        without("contacts", "counsel-phone"),
        without("roles", "counsel"),
        without("roles", "counsel-2"),
        plan(external_deadlines=None),
        scene(roles=["case-lead", "hunter", "platform", "writer"]),
        skip("tell-authority", "ask-counsel"),
        truth(
            external_deadlines=["Notice to the data protection authority within 72 hours of becoming aware"]
        ),
        planted=gap("G12", "plan"),
    ),
    case(
        "c-keys-counsel-number",
        "Counsel's mobile number belongs to nobody; the reception knows the new one.",
        keys,
        also(
            deed(
                "case-lead",
                "22m",
                "page",
                contact="counsel-phone",
                result="failed",
                note="The subscriber does not exist.",
            )
        ),
        planted=gap("G04", "plan"),
    ),
    case(
        "c-keys-wrong-order",
        "The plan says what comes first; the case lead decides the other way round.",
        keys,
        scene(decisions=[_DECISION]),
        more(_ASKED),
        move("tell-customers", "36m"),
        move("customers-2", "74m"),
        also(
            deed(
                "case-lead",
                "33m",
                "decide",
                decision="order",
                option="write-first",
                reason="I would rather not break anybody's builds tonight.",
            )
        ),
        planted=gap("G15", "execution"),
    ),
    case(
        "c-keys-again-notice",
        "The notice is late for the second time; the training after the first is done and signed.",
        keys,
        move("tell-authority", "72m"),
        earlier=(earlier("2026-02-17", ("G12", "execution", "tell-authority", "closed")),),
        planted=(gap("G12", "execution", "tell-authority"), gap("G18", "execution", "tell-authority")),
    ),
    case(
        "c-keys-weekend",
        "A plan past its review, and an advisory whose successor never comes.",
        keys,
        plan(last_reviewed="2025-01-10"),
        move("tell-customers", "44m"),
        move("customers-2", "93m"),
        planted=(gap("G14", "plan"), gap("G10", "execution")),
    ),
    case(
        "c-keys-rate-limit",
        "The console refuses more than fifty tokens a minute; revoking ends late for that alone.",
        keys,
        part("tools", "token-console", alternative=None, alternative_serves=None),
        also(
            deed(
                "platform",
                "29m",
                "report blocked",
                step="revoke",
                missing="Token console: limited to fifty revocations a minute, and 4,100 to go",
            )
        ),
        move("revoke", "58m"),
        planted=gap("G06", "capability", "revoke"),
    ),
    case(
        "c-keys-registrar",
        "Contact, limit and escalation are in the plan; the registrar calls two complete reports invalid.",
        keys,
        with_one(
            "contacts",
            id="registrar",
            title="Abuse desk of the registrar",
            reach="Abuse form and hotline",
            out_of_band="Fax in the contract",
            external=True,
        ),
        new_step(
            "containment",
            id="ask-registrar",
            clause="§8a",
            title="Ask the registrar to hold the copied domain",
            text="No hold after 20 minutes: hotline, then the registry above it.",
            role="platform",
            condition="A copied domain collects passwords",
            target={"from": "inject", "within": "20m"},
            needs={"contacts": ["registrar"]},
            shown_by=[{"action": "page", "contact": "registrar"}],
        ),
        more(
            inject(
                "copy",
                "28m",
                "mail",
                "A user",
                "Is this sign-in page with one letter more really yours?",
                to=["platform", "writer"],
                expects=["ask-registrar"],
            )
        ),
        also(
            deed(
                "platform",
                "34m",
                "page",
                contact="registrar",
                note="Report with screenshots filed and read out.",
            ),
            deed(
                "platform",
                "59m",
                "report blocked",
                step="ask-registrar",
                missing="A hold by the registrar: both reports called invalid, hotline and registry likewise",
            ),
        ),
        planted=gap("G13", "capability"),
    ),
    case(
        "c-keys-defaced",
        "Every line is ticked, and the home page is painted over through a key that no line names.",
        keys,
        objective("out", achieved_when={"not": {"delivered": "painted"}}),
        more(
            inject(
                "painted",
                "73m",
                "social",
                "Users",
                "Is that skull on your home page meant to be there?",
                to=["case-lead", "platform"],
            )
        ),
        planted=gap("G16", "plan"),
    ),
    case(
        "c-keys-not-looked",
        "The door is shut, and nobody looks whether somebody is still inside.",
        keys,
        skip("look-again"),
        planted=gap("G15", "execution", "look-again"),
    ),
    case(
        "c-keys-no-story",
        "The message about the copied accounts is left out, and so is what it was to call for.",
        keys,
        new_step(
            "containment",
            id="lock-accounts",
            clause="§8b",
            title="Lock the accounts that gave their password away",
            role="platform",
            critical=True,
            condition="Accounts were phished",
            target={"from": "inject", "within": "15m"},
        ),
        more(
            inject(
                "phished",
                "33m",
                "ticket",
                "Help desk",
                "Four maintainers typed their password into a copy of our page.",
                expects=["lock-accounts"],
            )
        ),
        controls=(("31m", SkipInject("phished", "We are short of time")),),
        planted=gap("G07", "artefact", "lock-accounts"),
    ),
    # What looks like something and is nothing
    case("c-keys-clean", "A stolen cookie, and good habits.", keys),
    case(
        "c-keys-limit",
        "Notice and counsel exactly at their limits.",
        keys,
        move("ask-counsel", "33m"),
        move("tell-authority", "63m"),
        move("take-report", "11m"),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-keys-right-order",
        "The same question as to what comes first, answered as the plan says and with a reason.",
        keys,
        scene(decisions=[_DECISION]),
        more(_ASKED),
        also(
            deed(
                "case-lead",
                "32m",
                "decide",
                decision="order",
                option="revoke-first",
                reason="A live token harms more than a red build; §5 says so too.",
            )
        ),
        tags=frozenset({"decoy"}),
    ),
    case(
        "c-keys-test-only",
        "Only test keys: a medium case, unhurried, and no personal data in it.",
        keys,
        truth(severity="medium", external_deadlines=[]),
        message("customer-mail", text="One of your test keys is in a public repository."),
        message(
            "export-found",
            text="The key opened nothing but the sandbox; no data of persons lies there.",
            expects=[{"step": one} for one in ("shut-door", "tell-customers", "look-again")],
        ),
        step("ask-counsel", severities=["high"]),
        step("tell-authority", severities=["high"]),
        change("rank", severity="medium", reason="Only keys of test systems are exposed."),
        skip("ask-counsel", "tell-authority"),
        move("take-report", "24m"),
        move("rank", "25m"),
        move("take-case", "27m"),
        move("save-traces", "35m"),
        move("revoke", "45m"),
        move("reach", "46m"),
        tags=frozenset({"decoy"}),
    ),
)
