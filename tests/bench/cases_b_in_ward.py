"""Drills on the wards."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_make import GONE, act, drill, gap, inject, timed
from tests.bench.cases_b_ward import WARD
from trainer.core.actions import DoStep
from trainer.core.commands import Act, HoldInject, ReleaseInject, SkipInject
from trainer.core.time import MINUTE

_LOCKED: Final = {
    "doses": None,
    "stuck": act(
        "pharmacist",
        "round+8m",
        "report blocked",
        missing="Key of the printer room; the porter who has it comes at ten",
        step="doses",
    ),
}

_SOUND: Final = (
    WARD.case("clean", "Everything as the procedure says."),
    WARD.case(
        "what is the weather like",
        "People ask about the story, not about the procedure.",
        team={
            "q1": act("physician", "16m", "ask", text="Is the lift running in this story, or do we walk?"),
            "q2": act("coordinator", "25m", "ask", text="How many patients are on ward 5 today?"),
        },
        tags=["decoy"],
    ),
    WARD.case(
        "entered late by the facilitator",
        "The charts went out at minute 20; the facilitator types it in at minute 45 and says so.",
        team={"charts": None},
        controls=(("45m", Act("coordinator", DoStep(step="charts"), source="facilitator", ago=25 * MINUTE)),),
        tags=["decoy"],
    ),
    WARD.case(
        "doses called over the telephone",
        "The printer is left alone; the pharmacist dictates the doses to each ward and has them read back.",
        team={
            "doses": act(
                "pharmacist",
                "round+14m",
                "improvise",
                text="Doses until one o'clock dictated by telephone and read back by each ward.",
                instead_of="doses",
            )
        },
        tags=["decoy"],
    ),
    WARD.case(
        "charge before being asked",
        "The physician is on the ward when it happens and takes charge in the first minute.",
        team={
            "notice": act("coordinator", "blank+5s", "acknowledge", inject="blank"),
            "charge": act("physician", "2m30s", "assume role", role="physician"),
            "charts": act(
                "coordinator", "round+2m", "do step", step="charts", note="Cupboards were opened early."
            ),
            "doses": act("pharmacist", "round+10m", "do step", step="doses", note="Lists are out."),
        },
        tags=["decoy"],
    ),
    WARD.case(
        "held for a minute",
        "The facilitator keeps one message back for a moment; all limits hold all the same.",
        controls=(("39m", HoldInject("newcomer")), ("43m", ReleaseInject("newcomer"))),
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    WARD.case(
        "four hours from when",
        "Two people want to know how the dose clause is meant before they do it.",
        gap("G02", "plan", "doses"),
        team={
            "q1": act(
                "pharmacist",
                "round+2m",
                "ask",
                text="B2: four hours from the outage, or from now? It can be read both ways.",
            ),
            "q2": act(
                "coordinator",
                "round+3m",
                "ask",
                text="What does clause B2 mean by doses due, the infusions as well?",
            ),
        },
    ),
    WARD.case(
        "two trolleys of paper",
        "Nobody is named for the charts, so two people hand them out, in two editions.",
        gap("G03", "plan", "charts"),
        team={
            "second-trolley": act(
                "pharmacist", "round+7m", "do step", step="charts", note="Charts on all wards."
            )
        },
        plan=(("step:charts/role", GONE),),
    ),
    WARD.case(
        "nobody has ever made it",
        "The dose lists take forty minutes in every drill, with whoever is on duty.",
        gap("G05", "plan", "doses"),
        team={
            "doses": act("pharmacist", "54m", "do step", step="doses", note="As fast as the printer goes.")
        },
        earlier=[
            drill("2025-11-10", version="2025-4", steps=[timed("doses", "late", 41, 30)]),
            drill("2026-02-09", version="2025-4", steps=[timed("doses", "late", 38.5, 30)]),
            drill("2026-06-15", version="2025-4", steps=[timed("doses", "late", 44, 30)]),
        ],
    ),
    WARD.case(
        "others made it",
        "Three drills in time, this one nine minutes late: the clause is all right.",
        gap("G15", "execution", "charts"),
        team={
            "charts": act("coordinator", "36m", "do step", step="charts", note="I began at the wrong end.")
        },
        earlier=[
            drill("2025-11-10", version="2025-4", steps=[timed("charts", "on time", 8, 15)]),
            drill("2026-02-09", version="2025-4", steps=[timed("charts", "on time", 11, 15)]),
            drill("2026-06-15", version="2025-4", steps=[timed("charts", "on time", 9, 15)]),
        ],
    ),
    WARD.case(
        "the key is with the porter",
        "No key, no lists; nothing else in the procedure would do.",
        gap("G06", "capability", "doses"),
        team=_LOCKED,
    ),
    WARD.case(
        "the key, once more",
        "In February the key was missing too; a second one was to be cut by the end of April.",
        gap("G06", "capability", "doses"),
        gap("G18", "capability", "doses"),
        team=_LOCKED,
        earlier=[
            drill(
                "2026-02-09",
                version="2025-4",
                gaps=[{"code": "G06", "kind": "capability", "subject": "doses", "step": "doses"}],
                actions=[
                    {
                        "id": "A-7",
                        "gap": "G06-doses",
                        "action": "Have a second key cut and hang it in the pharmacy",
                        "status": "assigned",
                        "owner": "Building services",
                        "due": "2026-04-30",
                    }
                ],
            )
        ],
    ),
    WARD.case(
        "the key, and the action has time",
        "The key was missing in October; the action is due at the end of the year and runs.",
        gap("G06", "capability", "doses"),
        team=_LOCKED,
        earlier=[
            drill(
                "2026-10-12",
                version="2025-4",
                gaps=[{"code": "G06", "kind": "capability", "subject": "doses", "step": "doses"}],
                actions=[
                    {
                        "id": "A-9",
                        "gap": "G06-doses",
                        "action": "Have a second key cut",
                        "status": "assigned",
                        "owner": "Building services",
                        "due": "2026-12-31",
                    }
                ],
            )
        ],
        tags=["decoy"],
    ),
    WARD.case(
        "no newcomer today",
        "Short of time, the facilitator leaves out the call that would have put a step on allergies to the test.",
        gap("G07", "artefact", "allergy"),
        team={"allergy": None},
        plan=(("step:allergy/critical", True),),
        controls=(("39m", SkipInject("newcomer", "We are short of time")),),
    ),
    WARD.case(
        "red, amber, red",
        "The colour changes three times on the same facts; people weigh the words of the table.",
        gap("G09", "plan", "colour"),
        team={
            "amber": act(
                "it-duty",
                "18m",
                "classify",
                severity="AMBER",
                reason="The frozen copy can be read, so not all is lost.",
            ),
            "red": act(
                "it-duty",
                "25m",
                "classify",
                severity="RED",
                reason="The copy does not count, I think, so red again.",
            ),
        },
    ),
    WARD.case(
        "white on white",
        "Patients are at risk through a device; a regulator's day begins and the procedure has no word on it.",
        gap("G12", "plan"),
        script=(
            (
                "truth/external_deadlines",
                ["Medicines agency: report of a device failure that endangers patients, within 24 hours"],
            ),
        ),
    ),
    WARD.case(
        "from memory",
        "Not one opens the procedure; charts, doses, allergies and the entries stay undone.",
        gap("G14", "capability"),
        team={"charts": None, "doses": None, "allergy": None, "enter": None},
        unread=["coordinator", "physician", "it-duty", "pharmacist"],
        debatable=("G15",),
    ),
    WARD.case(
        "what was given stays on paper",
        "After the comparison nobody enters the paper; the service desk asks, in vain.",
        gap("G15", "execution", "enter"),
        team={"enter": None},
        script=(
            (
                "injects/+",
                inject(
                    "where-are-they",
                    "overdue enter",
                    "phone",
                    "Evening shift",
                    "The screen says no doses since eight, is that so?",
                    to=["coordinator"],
                    contingency_for="enter",
                ),
            ),
        ),
    ),
    WARD.case(
        "the call came after the fact",
        "The facilitator releases the ward's question at minute 50, when the limits had run out; then all goes fast.",
        gap("G07", "artefact"),
        controls=(("13m", HoldInject("round")), ("50m", ReleaseInject("round"))),
        tags=["artefact"],
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
