"""Cases of a hospital's ward systems."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_ward import WARD
from tests.bench.cases_a_make import (
    ack,
    asks,
    ends,
    hand,
    news,
    outside,
    page,
    rule,
    stuck,
    take,
    vary,
)
from trainer.core.commands import SkipInject

_GONE: Final = {"fault": None, "maker": None, "test": None, "down": None}


CASES: Final[tuple[Case, ...]] = (
    vary(WARD, "ward-as-written", "A morning on paper that goes as the plan says."),
    vary(
        WARD,
        "ward-weather",
        "People ask what people ask in drills, and work on.",
        acts={
            "snow": (
                "16m",
                "desk",
                asks("Are we to assume that it is snowing, or is that only outside the window?"),
            ),
            "lunch": ("34m", "pharmacy", asks("Does the canteen stay open in this story?")),
        },
    ),
    vary(
        WARD,
        "ward-whiteboards",
        "The folders are locked away; the coordinator keeps the observations on the whiteboards, which does as well.",
        acts={
            "charts": (
                "21m",
                "nurse",
                outside(
                    "Observations go on the whiteboards, each line signed and photographed hourly",
                    "paper-charts",
                ),
            )
        },
    ),
    vary(
        WARD,
        "ward-matron-steps-in",
        "The site manager falls ill in the middle of it; the matron, her deputy, is there at once.",
        scenario={
            "roles": ["switch", "site", "matron", "nurse", "pharmacy", "informatics", "desk"],
            "injects": {
                "ill": news(
                    "ill",
                    "35m",
                    "phone",
                    "Control room",
                    "The site manager has fainted and is being looked after.",
                    to=["matron"],
                    absent=["site"],
                )
            },
        },
        acts={
            "matron-up": ("37m", "matron", take("site")),
            "down": ("70m", "matron", ends("Both wards say they are back on screen. We stand down.")),
        },
    ),
    vary(
        WARD,
        "ward-wristbands",
        "The printer for babies' bands hangs on the same system, and no page of the folder says what then.",
        Planted("G01", "plan"),
        scenario={
            "injects": {
                "bands": news(
                    "bands",
                    "33m",
                    "phone",
                    "Maternity",
                    "Two newborns and no bands come out of the printer. What do we do?",
                    to=["nurse"],
                )
            }
        },
        acts={
            "no-page": ("35m", "nurse", stuck("Any instruction for labelling newborns without the printer")),
            "by-hand": (
                "38m",
                "nurse",
                outside("Bands written by hand, read aloud by two of us, both babies are safe"),
            ),
        },
    ),
    vary(
        WARD,
        "ward-eleven-pads",
        "Dispensing on paper needs pads, and the cupboard is nearly empty.",
        Planted("G06", "capability", "paper-drugs"),
        acts={
            "drugs": ("20m", "pharmacy", stuck("Prescription pads: eleven left for two wards", "paper-drugs"))
        },
    ),
    vary(
        WARD,
        "ward-one-who-knows",
        "The only engineer who knows the charts is taken home; from then on nobody can do the technical part.",
        Planted("G08", "capability"),
        scenario={
            "injects": {
                "home": news(
                    "home",
                    "18m",
                    "phone",
                    "Server room",
                    "Our engineer has been sent home with a fever and cannot be called.",
                    absent=["informatics"],
                )
            }
        },
        acts=_GONE,
    ),
    vary(
        WARD,
        "ward-bakery",
        "The number of the head of nursing rings in a bakery.",
        Planted("G04", "plan", "wake-nursing"),
        steps={
            "wake-nursing": {
                "into": "B",
                **rule(
                    "wake-nursing",
                    "B6",
                    "Call the head of nursing",
                    "site",
                    frm="declared",
                    within="20m",
                    needs={"contacts": ["night-lead"]},
                    shown={"action": "page", "contact": "night-lead"},
                ),
            }
        },
        scenario={
            "injects": {
                "rule": news(
                    "rule",
                    "13m",
                    "phone",
                    "Ward 5",
                    "Who speaks for nursing today?",
                    to=["site"],
                    calls=["wake-nursing"],
                )
            }
        },
        acts={
            "bakery": (
                "17m",
                "site",
                page("night-lead", "wrong person", "A bakery; they have had it for a year"),
            )
        },
    ),
    vary(
        WARD,
        "ward-whose-system-is-it",
        "The charting system belongs to a maker of whom the plan does not say a word.",
        Planted("G13", "plan"),
        plan={"contacts": {"maker": None}},
        steps={"call-maker": None},
        acts={
            "maker": (
                "31m",
                "informatics",
                stuck("Somebody at the maker: only they can renew it, and we have no line"),
            ),
        },
    ),
    vary(
        WARD,
        "ward-two-winters-old",
        "Everything is done as written, in a document that should have been looked at long ago.",
        Planted("G14", "plan"),
        plan={"last_reviewed": "2024-11-20"},
    ),
    vary(
        WARD,
        "ward-no-charts",
        "Everybody does his part; the paper charts are simply never started.",
        Planted("G15", "execution", "paper-charts"),
        acts={"charts": None},
    ),
    vary(
        WARD,
        "ward-swapped-tablets",
        "Each step is done in time, and two patients get each other's tablets all the same.",
        Planted("G16", "plan"),
        scenario={
            "objectives": {"safe": {"achieved_when": {"not": {"delivered": "swapped"}}}},
            "injects": {
                "swapped": news(
                    "swapped",
                    "48m",
                    "phone",
                    "Ward 5",
                    "Beds 3 and 4 got each other's tablets. Pad and read-back were as prescribed.",
                    to=["nurse", "pharmacy"],
                )
            },
        },
    ),
    vary(
        WARD,
        "ward-the-authority-waits",
        "Care was disrupted, which has to be reported within a day; the plan does not know that.",
        Planted("G12", "plan"),
        scenario={
            "truth": {"external_deadlines": ["Health authority: report of disrupted care within 24 hours"]}
        },
    ),
    vary(
        WARD,
        "ward-here-you-are",
        "The site manager goes to a meeting and leaves the matron with the telephone and not a word.",
        Planted("G11", "execution"),
        scenario={"roles": ["switch", "site", "matron", "nurse", "pharmacy", "informatics", "desk"]},
        acts={
            "leave": ("40m", "site", hand("site", "matron", "")),
            "down": ("70m", "matron", ends("Both wards are back on screen. We stand down.")),
        },
    ),
    vary(
        WARD,
        "ward-which-patients",
        "Two people stumble over the same sentence.",
        Planted("G02", "plan", "paper-charts"),
        acts={
            "q1": (
                "13m",
                "nurse",
                asks("B1: paper charts for everyone, or only for those admitted from now on?"),
            ),
            "q2": (
                "17m",
                "pharmacy",
                asks("I read B1 as new patients only, the ward reads it as all. What does it mean?"),
            ),
        },
    ),
    vary(
        WARD,
        "ward-out-of-time",
        "The facilitator leaves out the last message, and so nobody gets to test the way back.",
        Planted("G07", "artefact", "test-return"),
        steps={"stand-down": None},
        acts={"test": None, "down": None},
        controls=(("51m", SkipInject("licence", "The room is needed")),),
    ),
    vary(
        WARD,
        "ward-old-and-mute",
        "A document past its date, and wards that hear nothing: two things.",
        Planted("G14", "plan"),
        Planted("G10", "execution", "tell-wards"),
        plan={"last_reviewed": "2025-01-31"},
        acts={"wards": None},
    ),
    vary(
        WARD,
        "ward-second-call",
        "The switchboard takes a second call about the same thing and says so.",
        scenario={
            "injects": {
                "again": news(
                    "again", "9m", "phone", "Ward 5", "We cannot open charts either, still.", to=["switch"]
                )
            }
        },
        acts={"again": ("10m", "switch", ack("again"))},
    ),
)
