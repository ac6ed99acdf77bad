"""Drills of the insurer's claims platform."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_e_make import (
    act,
    add,
    before,
    drill,
    drop,
    drop_step,
    entry,
    found,
    inject,
    step,
    top,
    unasked,
)
from tests.bench.cases_e_world_claims import CLAIMS
from trainer.core.actions import Acknowledge
from trainer.core.commands import Act
from trainer.core.time import MINUTE

_SEAT: Final = top(roles=["chair", "vice-chair", "platform", "claims-chief", "privacy", "letters"])

CLEAN: Final[tuple[Case, ...]] = (
    drill(CLAIMS, "e-claims-clean", "Everything by the rules."),
    drill(
        CLAIMS,
        "e-claims-class-b",
        "Nothing is lost, people only wait: copies and privacy are not asked for at this class.",
        scenario=[
            top(truth={"severity": "Class-B", "cause": "A clean-up job locks the tables."}),
            entry(
                "injects",
                "files-missing",
                text="Nobody can open a claim for ten minutes; nothing is missing in the store.",
            ),
            entry("injects", "first-caller", text="Your portal turns and turns. Is it me?"),
            entry(
                "injects",
                "job-log",
                text="clean-up --dry-run, started 07:38, holds a lock.",
                expects=[{"step": "cut-off"}, {"step": "name-extent"}],
            ),
            entry(
                "injects",
                "medical-notes",
                text="We cannot open doctors' letters; the archive shows them all.",
                expects=[],
            ),
            entry("injects", "files-back", text="All claims open at once again."),
        ],
        acts={
            "class": {"severity": "Class-B", "reason": "Nobody can work, every file is there."},
            "copy": None,
            "privacy": None,
            "authority": None,
            "cut": {"measure": "The job is halted", "reason": "It holds the lock and changes nothing."},
            "extent": {"cause": "All handlers wait for one lock since 07:38; no file is touched."},
        },
    ),
    drill(
        CLAIMS,
        "e-claims-worse-than-it-looked",
        "At first the platform is only slow; then the script says that files are gone, and the class goes up.",
        scenario=[
            entry("injects", "files-missing", text="Searches take forty seconds; every file is there."),
            add(
                "injects",
                inject(
                    "now-missing",
                    "12m",
                    "chair platform",
                    "883 claims have just gone from the store.",
                    channel="dashboard",
                    sender="Monitoring",
                ),
            ),
        ],
        acts={
            "class": {"at": "8m", "severity": "Class-B", "reason": "Slow for all, nothing is missing."},
            "class-up": act(
                "chair", "13m", "classify", severity="Class-A", reason="Since a minute ago files are missing."
            ),
        },
    ),
    drill(
        CLAIMS,
        "e-claims-written-down-later",
        "The alarm is answered aloud; the facilitator writes it down nine minutes afterwards.",
        acts={"answer": None},
        controls=[
            (
                "14m",
                Act("platform", Acknowledge(inject="files-missing"), source="facilitator", ago=9 * MINUTE),
            )
        ],
    ),
    drill(
        CLAIMS,
        "e-claims-good-handover",
        "The chair hands over with all that is open, and the vice chair confirms.",
        scenario=[_SEAT],
        acts={
            "give": act(
                "chair",
                "45m",
                "hand over",
                role="chair",
                to="vice-chair",
                briefed="883 files, platform restores them; authority notice with privacy; next portal notice at 8.40.",
                accepted=True,
            ),
            "close": act(
                "vice-chair", "72m", "resolve", statement="All files are back; held payments go out tomorrow."
            ),
        },
    ),
)

PLANTED: Final[tuple[Case, ...]] = (
    drill(
        CLAIMS,
        "e-claims-copy-of-what",
        "Rule 2(a) can be read as stopping the job first or as copying while it goes on deleting.",
        Planted("G02", "plan", "copy-first"),
        scenario=[
            add(
                "votes",
                {
                    "id": "copy-vote",
                    "question": "By rule 2(a): is the job stopped before the copy?",
                    "about": "other",
                    "step": "copy-first",
                    "truth": "Copy, then stop",
                    "options": ["Copy, then stop", "Stop, then copy"],
                },
            ),
            add(
                "injects",
                inject(
                    "copy-round",
                    "16m",
                    "everyone",
                    "Alone, please: what does 2(a) want of us now?",
                    vote="copy-vote",
                ),
            ),
        ],
        acts={
            "v1": act("platform", "16m30s", "vote", vote="copy-vote", choice="Copy, then stop", confidence=3),
            "v2": act("chair", "16m40s", "vote", vote="copy-vote", choice="Stop, then copy", confidence=5),
            "v3": act(
                "claims-chief", "16m50s", "vote", vote="copy-vote", choice="Stop, then copy", confidence=5
            ),
            "v4": act("privacy", "17m", "vote", vote="copy-vote", choice="Copy, then stop", confidence=4),
        },
    ),
    drill(
        CLAIMS,
        "e-claims-portal-moved",
        "The partner's ticket portal was switched off in summer.",
        Planted("G04", "plan", "ask-hoster"),
        acts={
            "gone": act(
                "claims-chief",
                "31m",
                "page",
                contact="hoster",
                result="failed",
                note="The portal's address leads to a parking page.",
            ),
            "hoster": {"note": "Night desk reached by the telephone on the wall card."},
        },
    ),
    drill(
        CLAIMS,
        "e-claims-no-paper-asked",
        "The script never asks anybody to work on paper.",
        Planted("G07", "artefact", "paper-forms"),
        scenario=[unasked("paper-forms")],
        acts={"paper": None},
    ),
    drill(
        CLAIMS,
        "e-claims-one-engineer",
        "One engineer answers, copies, sends paper forms, weighs privacy and stops payments, long past the shift.",
        Planted("G08", "capability"),
        plan=[
            step("paper-forms", role="platform"),
            step("weigh-privacy", role="platform"),
            step("stop-payments", role="platform"),
            entry(
                "decision_rights", "payments", role="platform", no_answer={"after": "10m", "role": "chair"}
            ),
        ],
        scenario=[
            entry("decisions", "payments", role="platform"),
            entry("injects", "payment-run", to=["platform", "chair"]),
            entry("injects", "medical-notes", to=["platform", "privacy"]),
            entry("injects", "first-caller", to=["platform", "letters"]),
        ],
        acts={
            "paper": act(
                "platform", "25m", "do step", step="paper-forms", note="Sent the form to all desks myself."
            ),
            "privacy": act(
                "platform", "34m", "do step", step="weigh-privacy", note="Medical data; I would notify."
            ),
            "payments": act(
                "platform",
                "32m",
                "decide",
                decision="payments",
                option="stop",
                reason="What we cannot look up we cannot check.",
            ),
        },
    ),
    drill(
        CLAIMS,
        "e-claims-class-half-an-hour-later",
        "Everything was on the screen at once, yet the highest class is set only half an hour later.",
        Planted("G09", "plan"),
        acts={
            "class": {
                "severity": "Class-B",
                "reason": "883 of many thousands seems to be a delay, not a risk.",
            },
            "class-up": act(
                "chair",
                "44m",
                "classify",
                severity="Class-A",
                reason="On reading the list again: a lost file is a lost file.",
            ),
        },
    ),
    drill(
        CLAIMS,
        "e-claims-brokers-ask",
        "Brokers are told as well, though the rules have no notice, channel or approval for them.",
        Planted("G10", "plan"),
        acts={
            "brokers": act(
                "letters",
                "42m",
                "post update",
                audience="brokers",
                text="Some claims of your clients cannot be shown; nothing to do for now.",
            )
        },
        debatable=("G01",),
    ),
    drill(
        CLAIMS,
        "e-claims-supervisor-unknown",
        "The financial supervisor wants a first report after four hours, of which the rules know nothing.",
        Planted("G12", "plan"),
        scenario=[
            top(
                truth={
                    "severity": "Class-A",
                    "cause": "The job got claim numbers.",
                    "external_deadlines": [
                        "data-clock",
                        "Financial supervisor, first report of a major outage within 4 h",
                    ],
                }
            )
        ],
    ),
    drill(
        CLAIMS,
        "e-claims-no-partner-in-the-rules",
        "The volume can only be detached at the partner's site, and the rules do not mention the partner.",
        Planted("G13", "plan", "cut-off"),
        plan=[
            drop("contacts", "hoster"),
            drop_step("ask-hoster"),
            top(escalation=[{"level": 1, "contact": "engineers", "acknowledge_within": "10m"}]),
        ],
        scenario=[unasked("ask-hoster"), drop("injects", "disk-lamp")],
        acts={
            "hoster": None,
            "stuck": act(
                "platform",
                "27m",
                "report blocked",
                missing="Somebody at the data centre partner; only they may detach the volume, and we have no number",
                step="cut-off",
            ),
            "cut": {"at": "46m", "measure": "The volume is detached by the partner's technician"},
        },
    ),
    drill(
        CLAIMS,
        "e-claims-rules-stay-shut",
        "Nobody looks into the rules, and a third of them is left undone.",
        Planted("G14", "capability"),
        unopened=CLAIMS.scenario["roles"],
        acts={"paper": None, "extent": None, "hoster": None, "payments": None, "sample": None},
        debatable=("G15",),
    ),
    drill(
        CLAIMS,
        "e-claims-paper-forgotten",
        "Urgent claims are never moved to paper.",
        Planted("G15", "execution", "paper-forms"),
        acts={"paper": None},
    ),
    drill(
        CLAIMS,
        "e-claims-late-extent-quiet-portal",
        "The extent is named too late, and the portal is silent for three quarters of an hour.",
        Planted("G15", "execution", "name-extent"),
        Planted("G10", "execution"),
        acts={"extent": {"at": "54m"}, "portal-2": None},
    ),
    drill(
        CLAIMS,
        "e-claims-no-copy",
        "The job is cut off at once, and nobody copies disks or logs first.",
        Planted("G17", "execution", "copy-first"),
        acts={"copy": None},
    ),
    drill(
        CLAIMS,
        "e-claims-vault-full-again",
        "The evidence vault has no room, as last time; the disk was ordered and the action closed.",
        Planted("G06", "capability", "copy-first"),
        Planted("G18", "capability", "copy-first"),
        plan=[entry("tools", "vault", alternative=None, alternative_serves=None)],
        acts={
            "full": act(
                "platform",
                "19m",
                "report blocked",
                missing="Room in the evidence vault: 12 GB left, 300 needed",
                step="copy-first",
            ),
            "copy": {"at": "35m", "note": "Old cases were moved away, then copied."},
            "cut": {"at": "37m"},
        },
        earlier=[
            before(
                "2026-05-05",
                gaps=[found("G06", "capability", "copy-first")],
                actions=[
                    {
                        "id": "A-4",
                        "gap": "G06-copy-first",
                        "action": "Buy a second disk for the vault",
                        "status": "closed",
                        "owner": "Platform",
                        "due": "2026-07-01",
                        "closed": "2026-06-24",
                    }
                ],
            )
        ],
    ),
)

CLAIMS_CASES: Final = CLEAN + PLANTED
