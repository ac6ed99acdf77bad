"""Drills with an intruder in the build service."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_breach import BREACH, LETTER
from tests.bench.cases_b_make import GONE, act, drill, gap, inject, timed
from trainer.core.commands import AssessStep, GiveHint, HoldInject

_SOUND: Final = (
    BREACH.case("clean", "Everything as the guide says."),
    BREACH.case(
        "a hint when all was done",
        "The facilitator reads a hint aloud for steps that were done long ago.",
        controls=(("62m", GiveHint("wipe", "Has anybody thought of the traces?")),),
        script=(("injects/wipe/hints", ["Has anybody thought of the traces?"]),),
        tags=["decoy"],
    ),
    BREACH.case(
        "an old weakness that is gone",
        "In spring the letter was late and an action was closed; this time the letter is in time.",
        earlier=[
            drill(
                "2026-04-13",
                version="2.8",
                steps=[timed("users", "late", 95, 70)],
                gaps=[{"code": "G10", "kind": "execution", "subject": "users", "step": "users"}],
                actions=[
                    {
                        "id": "A-4",
                        "gap": "G10-users",
                        "action": "Keep a letter ready",
                        "status": "closed",
                        "owner": "Press office",
                        "due": "2026-06-01",
                        "closed": "2026-05-20",
                    }
                ],
            )
        ],
        tags=["decoy"],
    ),
    BREACH.case(
        "the deputy convenes",
        "The head is on leave and the deputy, named for it in the guide, does it all.",
        team={
            "convene": act("deputy-head", "30m", "assume role", role="head"),
            "counsel": act(
                "deputy-head", "laptop+17m", "page", contact="counsel-line", note="Counsel joins."
            ),
            "users": act(
                "spokesperson", "80m", "post update", audience="users", text=LETTER, approved_by="deputy-head"
            ),
            "shut": act("deputy-head", "silence+20m", "resolve", statement="Case shut; review on Thursday."),
        },
        script=(("injects/silence/to", ["analyst", "head", "deputy-head"]),),
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    BREACH.case(
        "addresses deleted with the accounts",
        "Some accounts are gone, and the addresses with them; the guide has no way to reach them, one is invented.",
        gap("G01", "plan"),
        team={
            "q": act(
                "spokesperson",
                "62m",
                "ask",
                text="Where does the guide say how we write to people without an address?",
            ),
            "invoices": act(
                "spokesperson",
                "75m",
                "improvise",
                text="Took the addresses from last year's invoices with accounting; 60 of 61 letters arrived.",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "gone",
                    "58m",
                    "chat",
                    "Data team",
                    "Sixty-one of the affected accounts were deleted, there is no mail address left.",
                    to=["spokesperson"],
                ),
            ),
        ),
    ),
    BREACH.case(
        "counsel left in August",
        "The telephone of counsel rings at somebody who works elsewhere now.",
        gap("G04", "plan", "ask-counsel"),
        team={
            "dead": act(
                "head",
                "laptop+9m",
                "page",
                contact="counsel-line",
                result="wrong person",
                note="She left in August and wishes us luck.",
            ),
            "counsel": act(
                "head", "laptop+18m", "page", contact="counsel-line", note="Found through the switchboard."
            ),
        },
    ),
    BREACH.case(
        "names that never came",
        "The facilitator keeps the message about personal data back until the end, so the notice was never called for.",
        gap("G07", "artefact", "authority"),
        team={"authority": None},
        script=(("truth/external_deadlines", GONE),),
        controls=(("48m", HoldInject("names")),),
    ),
    BREACH.case(
        "the volunteer has to leave",
        "The only platform engineer leaves at minute 31; nobody may copy or change a thing. As at a registry in 2025.",
        gap("G08", "capability"),
        team={"copy": None, "rotate": None, "confirm": None, "shut": None},
        script=(
            (
                "injects/+",
                inject(
                    "leaves",
                    "31m",
                    "chat",
                    "Platform engineer",
                    "My train goes, I am out of reach until tomorrow noon.",
                    absent=["platform"],
                ),
            ),
            ("injects/silence/text", "The old tokens are still in use, from four addresses."),
        ),
    ),
    BREACH.case(
        "a letter on her own account",
        "The letter to all users leaves without the head's word.",
        gap("G10", "execution", "users"),
        team={"users": act("spokesperson", "80m", "post update", audience="users", text=LETTER)},
    ),
    BREACH.case(
        "the form lay there",
        "Counsel has the form ready and sends it a quarter of an hour after the guide's limit.",
        gap("G12", "execution", "authority"),
        team={
            "authority": act(
                "counsel", "names+75m", "post update", audience="authority", text="Form, 900 people."
            )
        },
    ),
    BREACH.case(
        "nobody at the code host",
        "Tokens can only be revoked by the code host, and the guide does not name it.",
        gap("G13", "plan"),
        team={
            "rotate": None,
            "confirm": None,
            "shut": None,
            "stuck": act(
                "platform",
                "58m",
                "report blocked",
                missing="The code host must revoke the old tokens; it refuses our form and we know nobody there",
                step="rotate",
            ),
        },
        plan=(("contacts/code-host", GONE),),
        script=(("injects/silence/text", "The old tokens are still in use."),),
    ),
    BREACH.case(
        "first the new keys, then the copy",
        "Everything is there, in the wrong order: the copy follows when half of the traces are gone.",
        gap("G15", "execution", "rotate"),
        team={
            "rotate": act(
                "platform", "51m", "contain", measure="All tokens changed", reason="Better safe than sorry."
            ),
            "copy": act("platform", "52m", "do step", step="copy", note="What is left: half of the logs."),
        },
        script=(("injects/silence/release", {"at": "84m"}),),
        debatable=("G17",),
    ),
    BREACH.case(
        "nothing kept",
        "Hosts are rebuilt at once; no image, no logs.",
        gap("G17", "execution", "copy"),
        team={"copy": None},
    ),
    BREACH.case(
        "the wrong key was changed",
        "Done to the letter; the list in the guide lacks the key of the name service. As at a chat network in 2019.",
        gap("G16", "plan"),
        team={
            "confirm": act(
                "analyst",
                "silence+5m",
                "verify",
                what="All secrets on the list changed",
                evidence="27 of 27, by list",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "defaced",
                    "130m",
                    "social",
                    "Somebody",
                    "Look at their home page, it sings. Same intruder, through the name service.",
                ),
            ),
            ("objectives/out/achieved_when", {"not": {"delivered": "defaced"}}),
        ),
        review=(
            AssessStep(
                step="rotate", followed="yes", adequate="no", note="The list lacked the name service's key."
            ),
        ),
    ),
    BREACH.case(
        "late form and a letter unseen",
        "The authority hears late, the users hear what nobody released.",
        gap("G12", "execution", "authority"),
        gap("G10", "execution", "users"),
        team={
            "authority": act(
                "counsel", "names+75m", "post update", audience="authority", text="Form, 900 people."
            ),
            "users": act("spokesperson", "80m", "post update", audience="users", text=LETTER),
        },
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
