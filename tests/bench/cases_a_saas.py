"""Cases of hosted software."""

from __future__ import annotations

from typing import Any, Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_saas import SAAS
from tests.bench.cases_a_make import (
    asks,
    does,
    earlier,
    ends,
    hand,
    news,
    page,
    pick,
    rate,
    rule,
    stuck,
    take,
    tell,
    vary,
    went,
)

_WITH_VICE: Final = ["pager", "captain", "vice", "dba", "voice", "scribe"]


_SPEECHLESS: Final = {"status1": None, "status2": None, "status3": None}


_NO_END: Final = {"steps": {"shut": None}, "scenario": {"injects": {"green": None}}}


_WAITING: Final = {
    "status2": (
        "46m",
        "voice",
        tell(
            "customers", "Saving is still broken and we cannot say for how long. Again in 25 minutes.", "25m"
        ),
    ),
    "status3": (
        "70m",
        "voice",
        tell("customers", "No news that would help you yet, sorry. Again within 25 minutes.", "25m"),
    ),
    "note": ("42m", "voice", tell("leadership", "Data of at least six hours is at risk.", by="captain")),
}


_EVERYONE: Final = ("pager", "captain", "dba", "voice", "scribe")


def _damage_before(day: str, minutes: int) -> dict[str, Any]:
    """An earlier drill in which a competent engineer needed longer than the handbook allows."""
    how = {"outcome": "late", "elapsed": minutes * 60_000_000, "limit": 600_000_000, "competent": True}
    return earlier(day, "2.4", steps=went(SAAS, see_damage=how), gap=None, action=None)


CASES: Final[tuple[Case, ...]] = (
    vary(
        SAAS,
        "saas-as-written",
        "A database is lost and brought back, by the handbook from the first to the last line.",
    ),
    vary(
        SAAS,
        "saas-up-the-ladder",
        "The captain on the rota does not answer; five minutes later the next level is called, as the handbook says.",
        scenario={
            "roles": ["pager", "vice", "dba", "voice", "scribe"],
            "injects": {
                "listing": {"to": ["dba", "vice"]},
                "two-copies": {"to": ["vice", "dba"]},
            },
            "decisions": {"copy": {"role": None}},
        },
        acts={
            "up1": ("8m 30s", "pager", page("captains", "no answer", "Rang through to the end")),
            "up2": ("13m 30s", "pager", page("vices", "answered", "Is coming")),
            "captain": ("14m", "vice", take("captain")),
            "pick": ("37m", "vice", pick("copy", "six-hours", "Loses six hours instead of twenty-four")),
            "shut": ("80m", "vice", ends("Steady since ten minutes. We close.")),
        },
    ),
    vary(
        SAAS,
        "saas-it-got-worse",
        "At first pages are only slow, and the level is right for that; then the loss comes to light and it is raised.",
        scenario={
            "injects": {
                "lag": {"text": "Pages take nine seconds and show old data. Writes still succeed."},
                "listing": {
                    "title": "It is worse than that",
                    "text": "New: the data folder on db1 was emptied just now. All writes fail.",
                },
            }
        },
        acts={
            "triage": (
                "8m",
                "pager",
                rate("P2", "Slow and stale for many, writes succeed: the line under P2"),
            ),
            "raise": ("18m", "captain", rate("P1", "Since the new report data is lost: the line under P1")),
        },
    ),
    vary(
        SAAS,
        "saas-good-change-of-watch",
        "The captain hands over in the middle, in the way the handbook describes.",
        scenario={"roles": _WITH_VICE},
        acts={
            "leave": (
                "50m",
                "captain",
                hand(
                    "captain",
                    "vice",
                    "Restore runs since 45, check due at 70 with the database engineer, customers hear next at 71.",
                ),
            ),
            "shut": ("80m", "vice", ends("Checks are through, writes are steady. We close.")),
        },
    ),
    vary(
        SAAS,
        "saas-eight-hundred-sites",
        "Hundreds of customers' sites are gone; the handbook knows how to bring back one (as a vendor found in 2022).",
        Planted("G01", "plan"),
        scenario={
            "injects": {
                "sites": news(
                    "sites",
                    "24m",
                    "chat",
                    "Hosting team",
                    "883 sites went with the folder. One takes two days. Is there a way for all of them?",
                    to=["dba", "captain"],
                )
            }
        },
        acts={
            "no-way": (
                "29m",
                "dba",
                stuck("Any procedure for bringing back many sites at once; ours is for a single one"),
            )
        },
    ),
    vary(
        SAAS,
        "saas-who-may-pull-it",
        "A switch would stop the harm in a minute; the room looks at each other (after a content network's half hour).",
        Planted("G03", "plan", "big-switch"),
        steps={
            "big-switch": {
                "into": "restore",
                **rule("big-switch", "DR-0", "Decide on the global switch", None, frm="inject", within="10m"),
            }
        },
        scenario={
            "injects": {
                "switch": news(
                    "switch",
                    "20m",
                    "chat",
                    "Edge team",
                    "We could switch the filter off everywhere. Somebody has to say so.",
                    to=["captain", "dba", "pager"],
                    calls=["big-switch"],
                )
            }
        },
        acts={
            "may-i": ("22m", "dba", asks("Who decides about the switch? I do not think that I may")),
            "nor-i": ("24m", "captain", asks("Am I allowed to order that, or is it the director's call?")),
        },
    ),
    vary(
        SAAS,
        "saas-old-rota",
        "The rota pages somebody who left the captains in spring.",
        Planted("G04", "plan"),
        acts={
            "rota": (
                "9m",
                "pager",
                page("captains", "wrong person", "She has not been a captain since spring"),
            ),
        },
    ),
    vary(
        SAAS,
        "saas-nobody-ever-made-it",
        "Ten minutes for the extent of the damage: nobody has managed in three drills, nor today.",
        Planted("G05", "plan", "see-damage"),
        steps={"see-damage": {"target": {"from": "declared", "within": "10m"}}},
        earlier=(
            _damage_before("2026-01-20", 14),
            _damage_before("2026-04-21", 13),
            _damage_before("2026-07-28", 16),
        ),
    ),
    vary(
        SAAS,
        "saas-read-only",
        "The engineer on call may look at the deploy console, and no more.",
        Planted("G06", "capability", "freeze"),
        acts={
            "freeze": (
                "17m",
                "pager",
                stuck("Rights on the deploy console: read only for my login", "freeze"),
            )
        },
    ),
    vary(
        SAAS,
        "saas-key-is-asleep",
        "The vault opens only with a key whose holder sleeps; no restore, no check, no end.",
        Planted("G06", "capability", "run-restore"),
        **_NO_END,
        acts={
            **_WAITING,
            "restore": (
                "44m",
                "dba",
                stuck(
                    "Access to the backup vault: the one with the key is asleep nine hours away",
                    "run-restore",
                ),
            ),
            "check": None,
            "shut": None,
        },
    ),
    vary(
        SAAS,
        "saas-after-a-nudge",
        "The command is read to a second person only when somebody from storage asks whether that was done.",
        Planted("G15", "execution", "four-eyes"),
        scenario={
            "length": "100m",
            "injects": {
                "nudge": news(
                    "nudge",
                    "52m",
                    "chat",
                    "Storage team",
                    "Did anyone else look at that command before it runs?",
                    release={"when": {"overdue": "four-eyes"}},
                    contingency_for="four-eyes",
                ),
                "green": {"release": {"at": "76m"}},
            },
        },
        acts={"eyes": "53m", "restore": "55m", "check": "74m", "shut": "88m", "status3": "71m"},
    ),
    vary(
        SAAS,
        "saas-up-and-down",
        "On the same facts the level goes up, down and up again; the two lines of the handbook allow it.",
        Planted("G09", "plan"),
        plan={
            "severities": {
                "P1": {"criteria": ["Bad for many"]},
                "P2": {"criteria": ["Bad for some"]},
            }
        },
        acts={
            "triage": ("8m", "pager", rate("P1", "Many will be hit, I suppose")),
            "lower": ("20m", "captain", rate("P2", "Some, not many, if you count the idle ones out")),
            "raise": ("31m", "pager", rate("P1", "It was many from the start")),
        },
    ),
    vary(
        SAAS,
        "saas-not-a-word",
        "Ninety minutes, and customers have not been told anything at all.",
        Planted("G10", "execution", "first-status"),
        acts=_SPEECHLESS,
    ),
    vary(
        SAAS,
        "saas-dropped-at-the-door",
        "The captain's shift ends; he leaves without a briefing, the vice has not said yes, and nobody picks the copy.",
        Planted("G11", "execution"),
        steps={"shut": None},
        scenario={"roles": _WITH_VICE, "injects": {"green": None}},
        acts={
            **_WAITING,
            "leave": ("29m", "captain", hand("captain", "vice", "", accepted=False)),
            "pick": None,
            "eyes": None,
            "restore": None,
            "check": None,
            "shut": None,
        },
    ),
    vary(
        SAAS,
        "saas-quota",
        "The cloud refuses more machines, and nothing in the handbook says how its maker is reached.",
        Planted("G13", "plan"),
        plan={"contacts": {"cloud": None}},
        acts={
            "quota": (
                "48m",
                "dba",
                stuck("The cloud provider has to raise our quota, and there is no line to them in here"),
            )
        },
    ),
    vary(
        SAAS,
        "saas-handbook-went-down-too",
        "The handbook lives on the system that failed; people work from memory, and well.",
        Planted("G14", "capability"),
        closed=_EVERYONE,
        acts={
            "no-book": (
                "9m",
                "captain",
                stuck("The handbook itself: the wiki is on the database that is gone"),
            ),
        },
    ),
    vary(
        SAAS,
        "saas-scrubbed-copy",
        "All is done by the book; the copy that the book prefers had been scrubbed, and the data is not back.",
        Planted("G16", "plan"),
        scenario={
            "objectives": {"restore": {"achieved_when": {"not": {"delivered": "scrubbed"}}}},
            "injects": {
                "scrubbed": news(
                    "scrubbed",
                    "85m",
                    "ticket",
                    "Customers",
                    "Our hooks and keys are gone. It looks as if staging scrubs them.",
                    to=["voice", "captain"],
                )
            },
        },
    ),
    vary(
        SAAS,
        "saas-read-only-again",
        "The rights on the console were promised for August; they are still missing.",
        Planted("G06", "capability", "freeze"),
        Planted("G18", "capability", "freeze"),
        acts={
            "freeze": (
                "17m",
                "pager",
                stuck("The deploy console does not let my account change anything", "freeze"),
            )
        },
        earlier=(
            earlier(
                "2026-07-28",
                "2.4.1",
                steps=went(SAAS, freeze={"outcome": "missed"}),
                gap={"code": "G06", "kind": "capability", "subject": "freeze", "step": "freeze"},
                action={
                    "id": "A1",
                    "gap": "G06-freeze",
                    "action": "Give every primary engineer the right to freeze deploys",
                    "status": "assigned",
                    "owner": "Platform lead",
                    "due": "2026-08-31",
                },
            ),
        ),
    ),
    vary(
        SAAS,
        "saas-one-database-engineer",
        "The database engineer drops out after a quarter of an hour, and the rota has no second one.",
        Planted("G08", "capability"),
        steps={"shut": None},
        scenario={
            "injects": {
                "green": None,
                "out": news(
                    "out",
                    "17m",
                    "phone",
                    "Shift desk",
                    "Our database engineer is on the way to hospital.",
                    absent=["dba"],
                ),
            }
        },
        acts={**_WAITING, "damage": None, "restore": None, "check": None, "shut": None},
    ),
    vary(
        SAAS,
        "saas-no-why-and-no-rights",
        "A choice that stands in the log without a word, and an engineer who may not freeze.",
        Planted("G17", "execution", "pick-point"),
        Planted("G06", "capability", "freeze"),
        acts={
            "pick": ("37m", "captain", pick("copy", "six-hours", "")),
            "freeze": (
                "18m",
                "pager",
                stuck("A login for the deploy console; mine ended last week", "freeze"),
            ),
        },
    ),
    vary(
        SAAS,
        "saas-log-from-memory",
        "The scribe notes more than was asked for.",
        acts={"more": ("30m", "scribe", does("start-log", "Added what was said on the telephone before"))},
    ),
)
