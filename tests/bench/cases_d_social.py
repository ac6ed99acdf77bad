"""Cases on a social network's safety desk, while a copied login page takes accounts."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_base_social import SOCIAL
from tests.bench.cases_d_make import GONE, Twist, case, gap, timed
from tests.bench.cases_d_make import earlier as drill
from trainer.core.commands import HoldInject, ReleaseInject

_GAPS: Final = (
    case(
        SOCIAL,
        "d-social-in-the-app",
        "Mail does not reach those who are fooled by mail; a banner in the app "
        "does, which the playbook never mentions.",
        gap("G01", "plan"),
        twist=Twist(
            acts={
                "banner": {
                    "who": "integrity",
                    "at": "36m",
                    "do": "improvise",
                    "text": "Put a warning over the login screen of the app for everybody; clicks "
                    "on the false page fall to nearly none.",
                }
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-who-logs-out",
        "Nobody knows who may end the sessions of four hundred members.",
        gap("G03", "plan"),
        twist=Twist(
            plan={"decision_rights": GONE},
            acts={
                "who-may": {
                    "who": "integrity",
                    "at": "22m",
                    "do": "ask",
                    "text": "Logging four hundred people out is no small thing. Who decides that, "
                    "the desk or my director?",
                }
            },
        ),
    ),
    case(
        SOCIAL,
        "d-social-copy-time",
        "Ten minutes for a copy of everything: every desk that knew how needed about fourteen, and so does this one.",
        gap("G05", "plan", "keep-copy"),
        twist=Twist(acts={"copy": {"at": "24m"}}),
        earlier=(
            drill("2026-04-04", [timed("keep-copy", 14, 10)]),
            drill("2026-07-04", [timed("keep-copy", 13.5, 10)]),
        ),
    ),
    case(
        SOCIAL,
        "d-social-held-address",
        "The address of the page is kept in the facilitator's pocket until the last ten minutes.",
        gap("G07", "artefact", "report-domain"),
        twist=Twist(acts={"domain": None}),
        controls=(("13m", HoldInject("page-found")), ("60m", ReleaseInject("page-found"))),
    ),
    case(
        SOCIAL,
        "d-social-night-of-one",
        "At night one engineer takes the report, sets the tier, keeps the copy, ends the sessions and looks again.",
        gap("G08", "capability"),
        twist=Twist(
            plan={
                "step/take-report/role": "integrity",
                "step/tier/role": "integrity",
                "step/keep-copy/role": "integrity",
            },
            scenario={"injects/report/to": ["integrity", "moderator"]},
            acts={"take": {"who": "integrity"}, "tier": {"who": "integrity"}, "copy": {"who": "integrity"}},
        ),
    ),
    case(
        SOCIAL,
        "d-social-up-and-down",
        "Four tiers in a quarter of an hour, and nothing new has come in between.",
        gap("G09", "plan"),
        twist=Twist(
            acts={
                "tier": {
                    "severity": "T2",
                    "reason": "A wave of mails; loss of accounts is somebody else's word.",
                },
                "t-b": {
                    "who": "moderator",
                    "at": "9m",
                    "do": "classify",
                    "severity": "T1",
                    "reason": "Accounts do go over.",
                },
                "t-c": {
                    "who": "moderator",
                    "at": "11m",
                    "do": "classify",
                    "severity": "T2",
                    "reason": "Volume describes it better.",
                },
                "t-d": {
                    "who": "moderator",
                    "at": "13m",
                    "do": "classify",
                    "severity": "T1",
                    "reason": "Taken over is taken over.",
                },
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-long-silence",
        "Twenty minutes were promised, thirty-four went by until the next post.",
        gap("G10", "execution"),
        twist=Twist(acts={"post-2": None}),
    ),
    case(
        SOCIAL,
        "d-social-volunteer-leaves",
        "The desk lead has to leave; the relief gets the role and not a word about where things stand.",
        gap("G11", "execution"),
        twist=Twist(
            acts={
                "leave": {
                    "who": "desk-lead",
                    "at": "44m",
                    "do": "hand over",
                    "role": "desk-lead",
                    "to": "Relief lead",
                    "briefed": "",
                }
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-unknown-clock",
        "Private messages were read by strangers, which starts an authority's "
        "clock of which the playbook knows nothing.",
        gap("G12", "plan"),
        twist=Twist(
            scenario={"truth/external_deadlines": ["Notice to the data protection authority within 72 hours"]}
        ),
    ),
    case(
        SOCIAL,
        "d-social-registrar-form",
        "The registrar wants another form, then none, and its escalation desk is silent too; the page stays up.",
        gap("G13", "capability"),
        twist=Twist(
            plan={
                "escalation": [
                    {"level": 1, "contact": "registrar", "acknowledge_within": "10m"},
                    {"level": 2, "contact": "registrar-boss", "acknowledge_within": "10m"},
                ]
            },
            acts={
                "domain": {"result": "no answer", "note": "Automatic reply: please use the other form."},
                "boss": {
                    "who": "moderator",
                    "at": "30m",
                    "do": "page",
                    "contact": "registrar-boss",
                    "result": "no answer",
                },
                "stuck": {
                    "who": "moderator",
                    "at": "41m",
                    "do": "report blocked",
                    "step": "report-domain",
                    "missing": "The registrar, who neither answers our report nor the call to its escalation desk",
                },
            },
        ),
    ),
    case(
        SOCIAL,
        "d-social-not-looked-at",
        "The playbook promises a review every four months; the last one is from winter.",
        gap("G14", "plan"),
        gap("G15", "execution", "report-domain"),
        twist=Twist(plan={"last_reviewed": "2026-01-15"}, acts={"domain": None}),
    ),
    case(
        SOCIAL,
        "d-social-page-left-alone",
        "Somebody hands them the address, and nobody reports it to the registrar.",
        gap("G15", "execution", "report-domain"),
        twist=Twist(acts={"domain": None}),
    ),
    case(
        SOCIAL,
        "d-social-goes-on",
        "Sessions ended, posts pulled, all by the page and in time, and accounts go over as before.",
        gap("G16", "plan"),
        twist=Twist(
            scenario={
                "injects/quiet/release": {"by_hand": True},
                "objectives/stop/achieved_when": {"reached": "recovered"},
            },
            acts={
                "quiet": {
                    "what": "Whether it is quiet: it is not",
                    "evidence": "Thirty-one takeovers in the last ten minutes, from new addresses.",
                },
                "post-3": {
                    "text": "Accounts are still being stolen. Sign in only in the app. More in 20 minutes."
                },
                "sign": None,
            },
        ),
    ),
    case(
        SOCIAL,
        "d-social-taken-down-first",
        "Posts are pulled before anybody kept them; the headers are gone for good.",
        gap("G17", "execution", "keep-copy"),
        twist=Twist(
            acts={
                "copy": None,
                "sessions": {
                    "at": "24m",
                    "measure": "Sessions ended, all posts and mails deleted from the queue.",
                },
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-counsel-baker",
        "Counsel's pager number belongs to a bakery by now.",
        gap("G04", "plan"),
        twist=Twist(
            acts={
                "bakery": {
                    "who": "desk-lead",
                    "at": "26m",
                    "do": "page",
                    "contact": "counsel-line",
                    "result": "wrong person",
                    "note": "A bakery. They were kind about it.",
                }
            }
        ),
    ),
)

_CLEAN: Final = (
    case(SOCIAL, "d-social-clean", "A Saturday evening on which the desk does it by the page."),
    case(
        SOCIAL,
        "d-social-second-desk",
        "First desk does not answer its pager; after five minutes the second is paged, as the ladder has it.",
        twist=Twist(
            acts={
                "p1": {
                    "who": "desk-lead",
                    "at": "11m",
                    "do": "page",
                    "contact": "first-desk",
                    "result": "no answer",
                },
                "p2": {
                    "who": "desk-lead",
                    "at": "16m",
                    "do": "page",
                    "contact": "second-desk",
                    "result": "answered",
                    "note": "Comes in to help with the queue.",
                },
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-script-instead",
        "The session console refuses; the script that the playbook names for this does the work in time.",
        twist=Twist(
            acts={
                "no-console": {
                    "who": "integrity",
                    "at": "22m",
                    "do": "report blocked",
                    "step": "end-sessions",
                    "missing": "Session console",
                },
                "sessions": {
                    "measure": "Sessions of 412 accounts ended with the script in the sealed repository, posts pulled."
                },
            }
        ),
    ),
    case(
        SOCIAL,
        "d-social-only-spam",
        "A wave of spam without a single lost account: the lower tier, at which the police need not be told.",
        twist=Twist(
            scenario={
                "truth/severity": "T2",
                "injects/report/text": "Seventy complaints in ten minutes about one coin offer, posted by "
                "fresh accounts.",
                "injects/taken/text": "Coins, coins, coins. Can somebody sweep here?",
                "injects/quiet/text": "No new offer since 38.",
                "injects/threat/text": "A member asks whether the offers are a crime.",
                "injects/threat/expects": GONE,
            },
            acts={
                "tier": {"severity": "T2", "reason": "Many posts, nobody lost an account."},
                "post": {
                    "next_in": "55m",
                    "text": "Coin offers are swept away now. Do not answer them. More within the hour.",
                },
                "sessions": {
                    "measure": "Fresh accounts behind the offers locked, posts pulled.",
                    "reason": "They were all made this morning from one place; the desk lead agreed.",
                },
                "police": None,
                "post-2": None,
                "post-3": None,
                "quiet": {"evidence": "No new offer since minute 38; 212 attempts refused."},
                "sign": {"statement": "No new offer for twenty minutes."},
                "copy": {"note": "Forty posts and the account list in the case."},
                "desks": {"text": "T2, desk lead heads it. Wording: we sweep, please report."},
            },
        ),
    ),
    case(
        SOCIAL,
        "d-social-quick-reader",
        "The report is taken in the very second it comes in.",
        twist=Twist(acts={"take": {"after": "report", "delay": "0s"}}),
    ),
)
SOCIAL_CASES: Final[tuple[Case, ...]] = (*_GAPS, *_CLEAN)
