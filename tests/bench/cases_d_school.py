"""Cases in an online school's platform team, after a deletion on the wrong host."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_base_school import SCHOOL
from tests.bench.cases_d_make import Twist, ballot, case, earlier, gap, timed
from trainer.core.actions import DoStep
from trainer.core.commands import Act, SendAdHocInject
from trainer.core.scenario import Channel
from trainer.core.time import MINUTE

_FAILOVER = {
    "id": "rebuild-all",
    "title": "Rebuild every cluster from backup",
    "clause": "2.5",
    "role": "keeper",
    "critical": True,
    "condition": "No copy can be mounted",
    "target": {"from": "inject", "within": "40m"},
}

_GAPS: Final = (
    case(
        SCHOOL,
        "d-school-exam-board",
        "The examination board wants sworn statements about lost time; the "
        "runbook never thought of that, and they cope.",
        gap("G01", "plan"),
        twist=Twist(
            scenario={
                "injects/+": {
                    "id": "board",
                    "title": "The board calls",
                    "release": {"at": "43m"},
                    "channel": "phone",
                    "from": "Examination board",
                    "to": ["lead", "liaison"],
                    "text": "We need for every class when it could not write, or the exam is void.",
                }
            },
            acts={
                "times": {
                    "who": "lead",
                    "at": "52m",
                    "do": "improvise",
                    "text": "Pulled the sign-in failures per class from the log and sent the board "
                    "a signed list; it accepts it.",
                }
            },
        ),
    ),
    case(
        SCHOOL,
        "d-school-freeze-what",
        "Does freezing include the night's replication? They answer alone, and each way with certainty.",
        gap("G02", "plan", "freeze"),
        twist=Twist(
            scenario={
                "injects/confession/vote": "frozen",
                "votes": [
                    {
                        "id": "frozen",
                        "question": "Under 2.1, does replication stop too?",
                        "about": "decision",
                        "options": ["it stops", "it goes on"],
                        "roles": ["developer", "keeper", "lead"],
                        "step": "freeze",
                    }
                ],
            },
            acts={
                "v1": ballot("developer", "13m", "frozen", "it stops", 5),
                "v2": ballot("keeper", "13m", "frozen", "it goes on", 5),
                "v3": ballot("lead", "14m", "frozen", "it goes on", 4),
            },
        ),
    ),
    case(
        SCHOOL,
        "d-school-privacy-number",
        "The privacy line rings at somebody who left the school in summer.",
        gap("G04", "plan", "ask-privacy"),
        twist=Twist(
            acts={
                "gone": {
                    "who": "lead",
                    "at": "20m",
                    "do": "page",
                    "contact": "privacy-line",
                    "result": "wrong person",
                    "note": "He has not worked here since June.",
                }
            }
        ),
    ),
    case(
        SCHOOL,
        "d-school-freeze-limit",
        "Ten minutes for a freeze: nobody has ever made it, however well they knew the page.",
        gap("G05", "plan", "freeze"),
        twist=Twist(acts={"freeze": {"at": "22m"}}),
        earlier=(
            earlier("2026-03-11", [timed("freeze", 12.5, 10)]),
            earlier("2026-06-17", [timed("freeze", 13, 10)]),
            earlier("2026-08-19", [timed("freeze", 14, 10)]),
        ),
    ),
    case(
        SCHOOL,
        "d-school-vault-key",
        "Who knows how has no key, who has the key is asleep: the restore begins late.",
        gap("G06", "capability", "restore"),
        twist=Twist(
            acts={
                "key": {
                    "who": "keeper",
                    "at": "30m",
                    "do": "report blocked",
                    "step": "restore",
                    "missing": "Key to the backup vault; mine was revoked with the last clean-up",
                },
                "restore": {"at": "47m"},
            }
        ),
    ),
    case(
        SCHOOL,
        "d-school-never-rebuilt",
        "The one path that would save them if no copy mounts has not been walked in any drill, nor today.",
        gap("G07", "artefact", "rebuild-all"),
        twist=Twist(plan={"procedures/repair/steps/+": _FAILOVER}),
        earlier=(
            earlier("2026-03-11", [timed("freeze", 6, 10), timed("restore", 9, 15)]),
            earlier("2026-06-17", [timed("freeze", 7, 10), timed("restore", 8, 15)]),
            earlier("2026-08-19", [timed("freeze", 6, 10), timed("restore", 9, 15)]),
        ),
    ),
    case(
        SCHOOL,
        "d-school-how-bad",
        "Asked alone, half the room calls it no lessons and the other half bad lessons.",
        gap("G09", "plan"),
        twist=Twist(
            scenario={
                "injects/heads/vote": "how-bad",
                "votes": [
                    {
                        "id": "how-bad",
                        "question": "Which level is this?",
                        "about": "severity",
                        "options": ["S0", "S1"],
                        "truth": "S0",
                        "roles": ["developer", "lead", "liaison", "keeper"],
                    }
                ],
            },
            acts={
                "v1": ballot("developer", "6m 30s", "how-bad", "S0", 4),
                "v2": ballot("lead", "6m 30s", "how-bad", "S1", 5),
                "v3": ballot("liaison", "7m", "how-bad", "S0", 3),
                "v4": ballot("keeper", "7m", "how-bad", "S1", 5),
            },
        ),
    ),
    case(
        SCHOOL,
        "d-school-parents",
        "Parents are written to as well, for whom the runbook has neither words nor a channel.",
        gap("G10", "plan"),
        twist=Twist(
            acts={
                "parents": {
                    "who": "liaison",
                    "at": "30m",
                    "do": "post update",
                    "audience": "parents",
                    "approved_by": "lead",
                    "text": "Dear parents, exams of this morning will be repeated. Your children "
                    "need not do anything.",
                }
            }
        ),
    ),
    case(
        SCHOOL,
        "d-school-silent-hour",
        "After the first message schools hear nothing for more than forty minutes.",
        gap("G10", "execution"),
        twist=Twist(acts={"banner-2": None}),
    ),
    case(
        SCHOOL,
        "d-school-not-mine-yet",
        "The lead goes to bed at last; whoever follows has not said that the thing is theirs.",
        gap("G11", "execution"),
        twist=Twist(
            acts={
                "sleep": {
                    "who": "lead",
                    "at": "66m",
                    "do": "hand over",
                    "role": "lead",
                    "to": "Second lead",
                    "briefed": "Logins are back, liaison holds the list of missing work, the review on Thursday.",
                    "accepted": False,
                },
                "review": {"at": "65m"},
            }
        ),
    ),
    case(
        SCHOOL,
        "d-school-no-notification",
        "Work with names is gone and nobody begins what the authority has to get.",
        gap("G12", "execution", "privacy-note"),
        twist=Twist(acts={"authority": None}),
    ),
    case(
        SCHOOL,
        "d-school-binder",
        "The runbook lives on the platform that is down, and the printed binder is in a closed office.",
        gap("G14", "capability"),
        twist=Twist(
            acts={
                "binder": {
                    "who": "developer",
                    "at": "4m",
                    "do": "report blocked",
                    "missing": "The runbook itself: the site runs on the classroom and the binder is locked away",
                }
            },
            closed=("developer", "lead", "keeper", "liaison", "privacy"),
        ),
    ),
    case(
        SCHOOL,
        "d-school-slow-today",
        "Three rooms before did it in seven minutes; today it took thirteen.",
        gap("G15", "execution", "freeze"),
        twist=Twist(acts={"freeze": {"at": "22m"}}),
        earlier=(
            earlier("2026-03-11", [timed("freeze", 6, 10)]),
            earlier("2026-06-17", [timed("freeze", 7, 10)]),
            earlier("2026-08-19", [timed("freeze", 7.5, 10)]),
        ),
    ),
    case(
        SCHOOL,
        "d-school-restored-and-useless",
        "The snapshot is in, as written, in time, and proven; still no pupil gets in.",
        gap("G16", "plan"),
        twist=Twist(
            scenario={
                "injects/back/release": {"by_hand": True},
                "objectives/data/achieved_when": {"delivered": "back"},
            },
            acts={
                "prove": {
                    "what": "The database is whole, logins are not",
                    "evidence": "Counts and checksums match the snapshot. Logins still fail, 97 of 100.",
                },
                "banner-3": {
                    "text": "Logins still fail although the data is back. Next message in 24 minutes."
                },
                "close": None,
                "review": None,
            },
        ),
    ),
    case(
        SCHOOL,
        "d-school-why-this-copy",
        "Six hours or a day: the lead picks one and the notes will never tell why.",
        gap("G17", "execution", "copy-choice"),
        twist=Twist(acts={"choice": {"reason": None}}),
    ),
    case(
        SCHOOL,
        "d-school-why-again",
        "Again the choice of the copy stands without a word why; the lesson from June was due in July and is open.",
        gap("G17", "execution", "copy-choice"),
        gap("G18", "execution", "copy-choice"),
        twist=Twist(acts={"choice": {"reason": None}}),
        earlier=(
            earlier(
                "2026-06-17",
                [timed("copy-choice", 9, 15)],
                gaps=[{"code": "G17", "kind": "execution", "subject": "copy-choice", "step": "copy-choice"}],
                actions=[
                    {
                        "id": "A7",
                        "gap": "G17-copy-choice",
                        "action": "Add a line for the why to the form",
                        "status": "assigned",
                        "owner": "Platform team",
                        "due": "2026-07-31",
                    }
                ],
            ),
        ),
    ),
    case(
        SCHOOL,
        "d-school-three-things",
        "Schools hear late, the authority's paper is not begun, and the privacy line is the old one.",
        gap("G10", "execution", "first-banner"),
        gap("G12", "execution", "privacy-note"),
        gap("G04", "plan", "ask-privacy"),
        twist=Twist(
            acts={
                "banner": {"at": "34m", "next_in": "22m"},
                "banner-2": {"at": "50m"},
                "authority": None,
                "gone": {
                    "who": "lead",
                    "at": "19m",
                    "do": "page",
                    "contact": "privacy-line",
                    "result": "failed",
                    "note": "Number unknown.",
                },
            }
        ),
    ),
)

_CLEAN: Final = (
    case(SCHOOL, "d-school-clean", "A bad morning, well handled."),
    case(
        SCHOOL,
        "d-school-all-agree",
        "Asked alone, all say the right level.",
        twist=Twist(
            scenario={
                "injects/heads/vote": "how-bad",
                "votes": [
                    {
                        "id": "how-bad",
                        "question": "Which level?",
                        "about": "severity",
                        "options": ["S0", "S1"],
                        "truth": "S0",
                        "roles": ["developer", "lead", "liaison"],
                    }
                ],
            },
            acts={
                "v1": ballot("developer", "6m 30s", "how-bad", "S0", 5),
                "v2": ballot("lead", "6m 40s", "how-bad", "S0", 3),
                "v3": ballot("liaison", "7m", "how-bad", "S0", 4),
            },
        ),
    ),
    case(
        SCHOOL,
        "d-school-entered-later",
        "The bridge is opened at eleven minutes, and the facilitator gets round to writing it down at twenty.",
        twist=Twist(acts={"bridge": None}),
        controls=(
            (
                "20m",
                Act(
                    "lead",
                    DoStep(step="bridge", note="Bridge open, all there."),
                    source="facilitator",
                    ago=9 * MINUTE,
                ),
            ),
        ),
    ),
    case(
        SCHOOL,
        "d-school-extra-words",
        "One message more than the rhythm asks for, because logins return.",
        twist=Twist(
            acts={
                "extra": {
                    "who": "liaison",
                    "at": "52m",
                    "do": "post update",
                    "audience": "schools",
                    "approved_by": "lead",
                    "next_in": "10m",
                    "text": "The copy is nearly through. We write again in ten minutes.",
                }
            }
        ),
    ),
    case(
        SCHOOL,
        "d-school-by-heart",
        "Nobody opens the runbook, and every line of it is done.",
        twist=Twist(closed=("developer", "lead", "keeper", "liaison", "privacy")),
    ),
    case(
        SCHOOL,
        "d-school-lesson-learned",
        "In June the choice stood without a why; that was mended, and today the why is there.",
        earlier=(
            earlier(
                "2026-06-17",
                [timed("copy-choice", 9, 15)],
                gaps=[{"code": "G17", "kind": "execution", "subject": "copy-choice", "step": "copy-choice"}],
                actions=[
                    {
                        "id": "A7",
                        "gap": "G17-copy-choice",
                        "action": "Add a line for the why to the form",
                        "status": "closed",
                        "owner": "Platform team",
                        "due": "2026-07-31",
                        "closed": "2026-07-20",
                    }
                ],
            ),
        ),
    ),
    case(
        SCHOOL,
        "d-school-caretaker",
        "The facilitator throws in a caretaker who wants to know about the heating; it is nobody's task.",
        controls=(
            (
                "36m",
                SendAdHocInject(
                    ("liaison",),
                    Channel.PHONE,
                    "Caretaker",
                    "Heating",
                    "The radiators are warm again, thanks.",
                ),
            ),
        ),
    ),
)
SCHOOL_CASES: Final[tuple[Case, ...]] = (*_GAPS, *_CLEAN)
