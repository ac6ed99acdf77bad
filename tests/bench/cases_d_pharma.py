"""Cases in a plant that fills medicines, after a ransom note on an engineering station."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_d_base_pharma import PHARMA
from tests.bench.cases_d_make import GONE, Twist, case, earlier, gap
from trainer.core.commands import SkipInject

_GAPS: Final = (
    case(
        PHARMA,
        "d-pharma-doors",
        "Door readers die with the servers and nobody wrote what to do then; the fitter's idea gets everybody in.",
        gap("G01", "plan"),
        twist=Twist(
            scenario={
                "injects/+": {
                    "id": "doors",
                    "title": "Doors stay shut",
                    "release": {"at": "30m"},
                    "channel": "phone",
                    "from": "Gate house",
                    "to": ["supervisor"],
                    "text": "No badge opens the clean room corridor any more. Two people are "
                    "inside. How do we get them out?",
                }
            },
            acts={
                "wedge": {
                    "who": "supervisor",
                    "at": "35m",
                    "do": "improvise",
                    "text": "Took the mechanical locks out, posted a guard at each door; both "
                    "colleagues are out and well.",
                }
            },
        ),
    ),
    case(
        PHARMA,
        "d-pharma-traces-of-what",
        "What counts as a secured trace cannot be read from the clause; somebody has to ask.",
        gap("G02", "plan", "secure-traces"),
        twist=Twist(
            plan={"step/secure-traces/text": "Secure what is needed, as far as reasonable"},
            acts={
                "which": {
                    "who": "automation",
                    "at": "16m",
                    "do": "ask",
                    "text": "What does 5.2.2 mean by 'what is needed': a photograph of the screen, "
                    "or the whole disk? One can read it either way.",
                }
            },
        ),
    ),
    case(
        PHARMA,
        "d-pharma-whose-batches",
        "The procedure leaves open who blocks batches. Two people do, each in their own list.",
        gap("G03", "plan", "quarantine"),
        twist=Twist(
            plan={"step/quarantine/role": GONE},
            acts={
                "mine": {
                    "who": "supervisor",
                    "at": "31m",
                    "do": "do step",
                    "step": "quarantine",
                    "note": "Batches 11 to 13 blocked in my list.",
                }
            },
        ),
    ),
    case(
        PHARMA,
        "d-pharma-recorder-locked",
        "The batch recorder cannot be written and the paper sheets are not in the cupboard, so the block comes late.",
        gap("G06", "capability", "quarantine"),
        twist=Twist(
            acts={
                "sheets": {
                    "who": "quality",
                    "at": "23m",
                    "do": "report blocked",
                    "step": "quarantine",
                    "missing": "Batch recorder is read-only for me, and the cupboard with the paper "
                    "batch sheets is empty",
                },
                "quarantine": {
                    "at": "44m",
                    "note": "Blocked by hand on labels; sheets came from the other hall.",
                },
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-no-lorry",
        "The facilitator drops the lorry to save time, and with it the only reason to call the agency.",
        gap("G07", "artefact", "alert-agency"),
        twist=Twist(acts={"agency": None}, scenario={"truth/external_deadlines": GONE}),
        controls=(("20m", SkipInject("lorry", "We are short of time")),),
    ),
    case(
        PHARMA,
        "d-pharma-class-too-low",
        "The supervisor is certain that this only delays pallets, and gives it the lower class.",
        gap("G09", "plan"),
        twist=Twist(
            acts={
                "class": {
                    "severity": "Class-2",
                    "reason": "A locked station is a nuisance for planning; the line itself runs, no "
                    "batch is touched.",
                }
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-letter-late",
        "Wholesalers get their letter twelve minutes after they should have had it.",
        gap("G10", "execution", "letter"),
        twist=Twist(acts={"letter": {"at": "58m"}}),
    ),
    case(
        PHARMA,
        "d-pharma-images-lost",
        "The engineer's shift ends with images waiting to be loaded; the next one never hears of them.",
        gap("G11", "execution"),
        twist=Twist(
            acts={
                "images": None,
                "shift": {
                    "who": "automation",
                    "at": "40m",
                    "do": "hand over",
                    "role": "automation",
                    "to": "Shift fitter",
                    "briefed": "Network is apart, the disk is safe. The maker's engineer calls back at six.",
                },
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-agency-late",
        "A doubtful batch is on the road and the agency hears of it well after the twenty minutes.",
        gap("G12", "execution", "alert-agency"),
        twist=Twist(acts={"agency": {"at": "59m"}}),
    ),
    case(
        PHARMA,
        "d-pharma-scales-maker",
        "They need the maker of the scales, about whom the procedure says nothing at all.",
        gap("G13", "plan"),
        twist=Twist(
            acts={
                "scales": {
                    "who": "automation",
                    "at": "39m",
                    "do": "report blocked",
                    "step": "reimage",
                    "missing": "The firm that built the scales; only they hold the unlock code, and "
                    "they do not answer the number on their web page",
                },
                "images": {"at": "58m", "note": "They called back at last."},
                "check": {"at": "63m"},
                "release": {"at": "68m"},
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-sop-overdue",
        "The procedure should have been looked at again in spring.",
        gap("G14", "plan"),
        twist=Twist(plan={"last_reviewed": "2025-04-02"}),
    ),
    case(
        PHARMA,
        "d-pharma-old-images",
        "Nobody loads the clean images although they are at hand and everybody had the page open.",
        gap("G15", "execution", "reimage"),
        twist=Twist(acts={"images": None}),
    ),
    case(
        PHARMA,
        "d-pharma-ran-on",
        "Pallets first: the line runs on against what the procedure asks.",
        gap("G15", "execution", "stop-line"),
        twist=Twist(
            acts={
                "stop": {
                    "option": "run-on",
                    "reason": "Forty pallets are owed and the weights look fine to me.",
                },
                "plant": {"text": "Line four runs on. Do not plug anything into any cabinet."},
            },
        ),
    ),
    case(
        PHARMA,
        "d-pharma-stop-no-grounds",
        "The line is stopped at once; the record does not know on what grounds.",
        gap("G17", "execution", "stop-line"),
        twist=Twist(acts={"stop": {"reason": None}}),
    ),
    case(
        PHARMA,
        "d-pharma-nothing-imaged",
        "The network is cut and the disk wiped on the way; nobody kept anything of it.",
        gap("G17", "execution", "secure-traces"),
        twist=Twist(
            acts={
                "traces": None,
                "segment": {"reason": "The note came by that road; the station was wiped with it."},
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-two-troubles",
        "The agency hears late, and the quality line rings at a fitter's who moved two years ago.",
        gap("G12", "execution", "alert-agency"),
        gap("G04", "plan"),
        twist=Twist(
            acts={
                "agency": {"at": "57m"},
                "wrong": {
                    "who": "site-owner",
                    "at": "20m",
                    "do": "page",
                    "contact": "quality-line",
                    "result": "wrong person",
                    "note": "Moved to packaging two years ago.",
                },
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-batches-again",
        "Batches without an owner, as in the drill before; the change was noted as made in April.",
        gap("G03", "plan", "quarantine"),
        gap("G18", "plan", "quarantine"),
        twist=Twist(
            plan={"step/quarantine/role": GONE},
            acts={
                "mine": {
                    "who": "supervisor",
                    "at": "30m",
                    "do": "do step",
                    "step": "quarantine",
                    "note": "I blocked what stands at the line.",
                }
            },
        ),
        earlier=(
            earlier(
                "2026-02-10",
                version="10",
                gaps=[{"code": "G03", "kind": "plan", "subject": "quarantine", "step": "quarantine"}],
                actions=[
                    {
                        "id": "A2",
                        "gap": "G03-quarantine",
                        "action": "Write down who blocks batches",
                        "status": "closed",
                        "owner": "Site automation",
                        "due": "2026-04-30",
                        "closed": "2026-04-12",
                    }
                ],
            ),
        ),
    ),
)

_CLEAN: Final = (
    case(PHARMA, "d-pharma-clean", "The note is met as the procedure wants it."),
    case(
        PHARMA,
        "d-pharma-deputy-quality",
        "The deputy quality officer blocks the batches; that is what a deputy is for.",
        twist=Twist(
            scenario={
                "roles": ["supervisor", "site-owner", "automation", "quality", "quality-deputy", "speaker"]
            },
            acts={"quarantine": {"who": "quality-deputy"}},
        ),
    ),
    case(
        PHARMA,
        "d-pharma-paper",
        "The recorder refuses, so the block goes on the paper sheets that the procedure names, and in time.",
        twist=Twist(
            acts={
                "sheets": {
                    "who": "quality",
                    "at": "22m",
                    "do": "report blocked",
                    "step": "quarantine",
                    "missing": "Batch recorder",
                },
                "quarantine": {"at": "29m", "note": "On paper batch sheets: 11 to 14, two signatures."},
            }
        ),
    ),
    case(
        PHARMA,
        "d-pharma-signed-over",
        "A proper change of the incident owner: state, tasks and owners in writing, signed by the next.",
        twist=Twist(
            acts={
                "over": {
                    "who": "site-owner",
                    "at": "56m",
                    "do": "hand over",
                    "role": "site-owner",
                    "to": "Deputy incident owner",
                    "briefed": "State: line four idle on clean images. Open: test batch (quality), "
                    "release of the line (you). Letter due at six.",
                    "accepted": True,
                },
                "release": {"who": "deputy-owner"},
                "takes": {"who": "deputy-owner", "at": "57m", "do": "assume role", "role": "site-owner"},
            },
            scenario={
                "roles": ["supervisor", "site-owner", "deputy-owner", "automation", "quality", "speaker"]
            },
        ),
    ),
    case(
        PHARMA,
        "d-pharma-vendor-next-rung",
        "The maker does not pick up; after fifteen minutes the service manager is called, as the ladder says.",
        twist=Twist(
            acts={
                "vendor": {"at": "18m", "result": "no answer", "note": "Queue music."},
                "vendor-2": {
                    "who": "automation",
                    "at": "31m",
                    "do": "page",
                    "contact": "vendor-manager",
                    "result": "answered",
                    "note": "She puts an engineer on the line.",
                },
                "segment": {"at": "34m"},
            }
        ),
    ),
)
PHARMA_CASES: Final[tuple[Case, ...]] = (*_GAPS, *_CLEAN)
