"""Cases of a web shop."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_shop import SHOP
from tests.bench.cases_a_make import (
    checks,
    does,
    earlier,
    measure,
    news,
    outside,
    pick,
    rate,
    stuck,
    tell,
    vary,
    vote,
    went,
)
from trainer.core.actions import Acknowledge
from trainer.core.commands import Act
from trainer.core.time import MINUTE

_SILENT: Final = {"post1": None, "post2": None, "post3": None}


CASES: Final[tuple[Case, ...]] = (
    vary(SHOP, "shop-as-written", "An evening that goes exactly as the plan says."),
    vary(
        SHOP,
        "shop-to-the-second",
        "Every limit is used up to its last second, and none is exceeded.",
        scenario={"length": "110m", "injects": {"better": {"release": {"at": "83m"}}}},
        acts={
            "ack": "7m",
            "level": "12m",
            "command": "17m",
            "room": "22m",
            "post1": "27m",
            "staff": "32m",
            "scope": "37m",
            "post2": "47m",
            "choice": "52m",
            "apply": "62m",
            "post3": "67m",
            "proof": "82m",
            "post4": (
                "87m",
                "words",
                tell("shoppers", "All orders go through; we look once more in 20 minutes.", "20m", "lead"),
            ),
            "end": "103m",
        },
    ),
    vary(
        SHOP,
        "shop-banner-instead",
        "The editor of the status page refuses; the plan names a banner for that, and it is up in time.",
        plan={
            "tools": {
                "status-editor": {"alternative": "Banner on the holding page", "alternative_serves": "1 day"}
            }
        },
        acts={
            "no-editor": ("18m", "words", stuck("The status editor does not let me in", "tell-shoppers")),
            "post1": (
                "23m",
                "words",
                tell(
                    "shoppers",
                    "By banner on the holding page: ordering fails, more in 20 minutes.",
                    "20m",
                    "lead",
                ),
            ),
            "post2": "42m",
            "post3": "58m",
        },
    ),
    vary(
        SHOP,
        "shop-entered-afterwards",
        "The facilitator was on the phone and enters the acknowledgement five minutes after it was given.",
        acts={"ack": None},
        controls=(("9m", Act("watch", Acknowledge(inject="alert"), source="facilitator", ago=5 * MINUTE)),),
    ),
    vary(
        SHOP,
        "shop-learned",
        "What went wrong in July was mended, and does not come back.",
        earlier=(
            earlier(
                "2026-07-14",
                "3.1",
                steps=went(SHOP, tell_shoppers={"outcome": "missed"}),
                gap={
                    "code": "G06",
                    "kind": "capability",
                    "subject": "tell-shoppers",
                    "step": "tell-shoppers",
                },
                action={
                    "id": "A1",
                    "gap": "G06-tell-shoppers",
                    "action": "Give the communications lead an account of the status page",
                    "status": "closed",
                    "owner": "Head of web",
                    "due": "2026-08-31",
                    "closed": "2026-08-20",
                },
            ),
        ),
    ),
    vary(
        SHOP,
        "shop-first-word-late",
        "Shoppers learn nothing for twenty-four minutes while the page stays green (after a flag service's outage).",
        Planted("G10", "execution", "tell-shoppers"),
        acts={"post1": "36m", "post2": "55m", "post3": None},
    ),
    vary(
        SHOP,
        "shop-rhythm-lost",
        "After the first word there is silence for more than half an hour, against a promise of twenty minutes.",
        Planted("G10", "execution"),
        acts={"post2": None},
    ),
    vary(
        SHOP,
        "shop-nobody-read-it",
        "The second post goes out without the commander having seen it.",
        Planted("G10", "execution"),
        acts={
            "post2": (
                "39m",
                "words",
                tell("shoppers", "Our colleagues broke the basket. Fixed soon! Again in 20 minutes.", "20m"),
            )
        },
    ),
    vary(
        SHOP,
        "shop-drivers-at-the-gate",
        "The delivery company needs to be told, and no line of the plan is about it.",
        Planted("G10", "plan"),
        debatable=("G01",),
        scenario={
            "injects": {
                "gate": news(
                    "gate",
                    "36m",
                    "phone",
                    "Delivery company",
                    "Forty vans at your gate and nothing to load. What do I say to my drivers?",
                    to=["words"],
                )
            }
        },
        acts={
            "vans": (
                "41m",
                "words",
                tell("couriers", "No parcels before ten tonight. Please send the vans home."),
            )
        },
    ),
    vary(
        SHOP,
        "shop-one-more-idea",
        "The measure leaves a rest of errors; an idea that nobody had written down takes care of it.",
        Planted("G01", "plan"),
        acts={
            "idea": (
                "46m",
                "builder",
                outside(
                    "Emptied the session cache of the two oldest servers as well; their errors are gone now"
                ),
            ),
            "idea-works": (
                "48m",
                "builder",
                checks("The two oldest servers", "From 8 per cent to none since the cache was emptied"),
            ),
        },
    ),
    vary(
        SHOP,
        "shop-editor-in-the-same-boat",
        "The status page cannot be edited, because its login keeps its pictures in the storage that failed.",
        Planted("G06", "capability", "tell-shoppers"),
        acts={
            **_SILENT,
            "no-editor": (
                "19m",
                "words",
                stuck("The status editor: it wants a login from the system that is down", "tell-shoppers"),
            ),
        },
    ),
    vary(
        SHOP,
        "shop-two-rooms",
        "Nobody is named for opening the room, and so there are two of them.",
        Planted("G03", "plan", "open-room"),
        steps={"open-room": {"role": None}},
        acts={"room-again": ("12m", "builder", does("open-room", "I opened a call too, who is in which?"))},
    ),
    vary(
        SHOP,
        "shop-big-hammer",
        "The plan wants the smallest measure that can be undone; the commander restarts everything.",
        Planted("G15", "execution", "choose-measure"),
        acts={
            "choice": (
                "31m",
                "lead",
                pick("measure", "restart", "We have always restarted, it clears the air"),
            ),
            "apply": ("33m", "builder", measure("Every server restarts", "As the commander said")),
        },
    ),
    vary(
        SHOP,
        "shop-because",
        "The plan asks for the reason of the choice; none is given.",
        Planted("G17", "execution", "choose-measure"),
        acts={"choice": ("31m", "lead", pick("measure", "old-code", ""))},
    ),
    vary(
        SHOP,
        "shop-no-because-asked",
        "The choice stands in the log without a word on why, and nothing in the plan asks for one.",
        Planted("G17", "plan", "choose-measure"),
        steps={"choose-measure": {"text": "Take the smallest one that can be undone."}},
        acts={"choice": ("31m", "lead", pick("measure", "old-code", ""))},
    ),
    vary(
        SHOP,
        "shop-silent-again",
        "As in July nobody tells the shoppers anything, although the training that was agreed has been ticked off.",
        Planted("G10", "execution", "tell-shoppers"),
        Planted("G18", "execution", "tell-shoppers"),
        acts=_SILENT,
        earlier=(
            earlier(
                "2026-07-14",
                "3.2",
                steps=went(SHOP, tell_shoppers={"outcome": "missed"}),
                gap={"code": "G10", "kind": "execution", "subject": "tell-shoppers", "step": "tell-shoppers"},
                action={
                    "id": "A1",
                    "gap": "G10-tell-shoppers",
                    "action": "Train two more people in writing posts",
                    "status": "closed",
                    "owner": "Head of support",
                    "due": "2026-09-01",
                    "closed": "2026-08-28",
                },
            ),
        ),
    ),
    vary(
        SHOP,
        "shop-how-bad-is-bad",
        "Three people read the same two lines on severity and come to different levels.",
        Planted("G09", "plan"),
        plan={
            "severities": {
                "SEV1": {"criteria": ["It is serious for the business"]},
                "SEV2": {"criteria": ["It is less serious, but still unpleasant"]},
            }
        },
        scenario={
            "votes": [
                {
                    "id": "level",
                    "question": "Which level is it?",
                    "about": "severity",
                    "options": ["SEV1", "SEV2", "SEV3"],
                    "roles": ["watch", "lead", "builder"],
                    "truth": "SEV1",
                }
            ],
            "injects": {
                "asked": news(
                    "asked",
                    "5m",
                    "chat",
                    "Shift desk",
                    "Everyone alone, please: how bad is it?",
                    vote="level",
                )
            },
        },
        acts={
            "level": ("7m", "watch", rate("SEV1", "An evening without orders is serious for the business")),
            "v1": ("6m", "watch", vote("level", "SEV1", 3)),
            "v2": ("6m", "lead", vote("level", "SEV2", 5)),
            "v3": ("6m", "builder", vote("level", "SEV2", 4)),
        },
    ),
    vary(
        SHOP,
        "shop-two-slips",
        "A choice without its why, and a post that went past the commander; they have nothing to do with each other.",
        Planted("G17", "execution", "choose-measure"),
        Planted("G10", "execution"),
        acts={
            "choice": ("30m", "lead", pick("measure", "old-code", "")),
            "post3": (
                "56m",
                "words",
                tell("shoppers", "Everything is fine again, order away! More in 20 minutes.", "20m"),
            ),
        },
    ),
)
