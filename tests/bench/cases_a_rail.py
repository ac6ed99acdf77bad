"""Cases of a railway line."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case, Planted
from tests.bench.cases_a_base_rail import RAIL
from tests.bench.cases_a_make import (
    ack,
    asks,
    checks,
    earlier,
    hand,
    measure,
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
from trainer.core.commands import AssessStep, RecordObservation

_BACK: Final = {
    "roles": ["signaller", "controller", "deputy-controller", "announcer", "technician", "driver-desk"]
}


CASES: Final[tuple[Case, ...]] = (
    vary(RAIL, "rail-as-written", "A fault of the points, and everybody does what the plan says."),
    vary(
        RAIL,
        "rail-deputy-in-the-chair",
        "The controller is at the far end of the line; his deputy does all of it.",
        scenario={
            "roles": ["signaller", "deputy-controller", "announcer", "technician", "driver-desk"],
            "injects": {
                "points": {"to": ["signaller", "deputy-controller"]},
                "ready": {"to": ["deputy-controller"]},
            },
            "decisions": {"open-section": {"role": None}},
        },
        acts={
            "grade": ("8m", "deputy-controller", rate("L2", "One section stands, the rest runs")),
            "control": ("9m", "deputy-controller", take("controller")),
            "yard": ("14m", "deputy-controller", page("yard", "answered", "Van leaves at once")),
            "open": (
                "54m",
                "deputy-controller",
                pick("open-section", "open", "Two passes, a position each time"),
            ),
            "clear": (
                "70m",
                "deputy-controller",
                {"do": "resolve", "statement": "All at line speed. All clear."},
            ),
        },
    ),
    vary(
        RAIL,
        "rail-story-question",
        "The announcer wants to know what the story assumes, and then speaks as planned.",
        acts={"fog": ("13m", "announcer", asks("Is it a school day in this exercise?"))},
    ),
    vary(
        RAIL,
        "rail-leave-it-or-clear-it",
        "One clause wants the standing train left alone, another wants it gone first.",
        Planted("G02", "plan"),
        steps={
            "protect": {"text": "A train that stands in the section is left where it is."},
            "send-technician": {
                "text": "Every standing train is cleared out of the section before the van goes."
            },
        },
        acts={
            "q1": (
                "11m",
                "driver-desk",
                asks("§1b says leave the freight train, §3a says clear it first. Which one holds?"),
            ),
            "q2": (
                "12m",
                "controller",
                asks("I read both clauses twice, they cannot both be meant. Leave or clear?"),
            ),
        },
    ),
    vary(
        RAIL,
        "rail-somebody-will",
        "The drivers are told by nobody: the step has no owner, and each side thought of the other.",
        Planted("G03", "plan", "tell-drivers"),
        plan={"communications": {"cab": {"author": None}}},
        steps={"tell-drivers": {"role": None}},
        acts={
            "drivers": None,
            "who": (
                "32m",
                "controller",
                asks("Who was going to tell the drivers? I took it for the desk's job"),
            ),
            "not-us": ("33m", "driver-desk", asks("And I took it for the box's. Who decides that?")),
        },
    ),
    vary(
        RAIL,
        "rail-yard-has-moved",
        "The yard moved last year and its number with it; the gatekeeper knows the new one.",
        Planted("G04", "plan", "send-technician"),
        acts={
            "yard": ("12m", "controller", page("yard", "failed", "This number is not in use")),
            "yard2": (
                "16m",
                "controller",
                page("yard", "answered", "Gatekeeper had the new number; van leaves"),
            ),
        },
    ),
    vary(
        RAIL,
        "rail-three-minutes",
        "Three reports, two people, both with the plan before them, and not one answered within three minutes.",
        Planted("G05", "plan", "hear"),
        plan={
            "roles": {
                "signaller": {"deputies": ["box-mate"]},
                "box-mate": {"title": "Second signaller", "required": False},
            }
        },
        scenario={
            "roles": ["signaller", "box-mate", "controller", "announcer", "technician", "driver-desk"],
            "injects": {
                "points2": news(
                    "points2",
                    "22m",
                    "phone",
                    "Box 9",
                    "Points 40 now too.",
                    to=["signaller", "box-mate"],
                    calls=["hear"],
                ),
                "points3": news(
                    "points3",
                    "41m",
                    "phone",
                    "Box 9",
                    "And points 44.",
                    to=["signaller", "box-mate"],
                    calls=["hear"],
                ),
            },
        },
        acts={
            "hear": ("4m 40s", "signaller", ack("points")),
            "hear2": ("25m 50s", "box-mate", ack("points2")),
            "hear3": ("44m 30s", "signaller", ack("points3")),
        },
    ),
    vary(
        RAIL,
        "rail-no-engine",
        "The one engine that may be used for the trial stands in the workshop.",
        Planted("G06", "capability", "try-line"),
        steps={"reopen": None},
        scenario={
            "injects": {"ready": None, "running": {"text": "Trains use the other track, at line speed."}},
            "decisions": [],
        },
        acts={
            "try": (
                "41m",
                "technician",
                stuck("The trial engine; it is in pieces in the workshop", "try-line"),
            ),
            "open": None,
        },
    ),
    vary(
        RAIL,
        "rail-never-walked",
        "In three drills and in this one nobody had to lead passengers off a train.",
        Planted("G07", "artefact", "lead-off"),
        steps={
            "lead-off": {
                "into": "p1",
                **rule(
                    "lead-off",
                    "§1e",
                    "Lead the passengers off a stopped train",
                    "driver-desk",
                    critical=True,
                    condition="A train stands outside a station for more than 30 minutes",
                    frm="inject",
                    within="45m",
                ),
            }
        },
        earlier=tuple(
            earlier(day, "12", steps=went(RAIL, lead_off={"outcome": "not observed"}), gap=None, action=None)
            for day in ("2026-02-03", "2026-05-04", "2026-08-04")
        ),
    ),
    vary(
        RAIL,
        "rail-trains-might-have-met",
        "Two trains were in one section, yet the words of the table let it pass as the second level.",
        Planted("G09", "plan"),
        debatable=("G15",),
        plan={
            "severities": {
                "L1": {"criteria": ["A grave disruption"]},
                "L2": {"criteria": ["A considerable disruption"]},
            }
        },
        scenario={"truth": {"severity": "L1"}},
        acts={
            "grade": ("8m", "controller", rate("L2", "Considerable, I would say, not grave")),
            "say1": (
                "17m",
                "announcer",
                tell("passengers", "No trains between Mill and Dock. I speak again in 15 minutes.", "15m"),
            ),
            "say2": ("31m", "announcer", tell("passengers", "Still no trains. Again in 15 minutes.", "15m")),
            "say3": (
                "45m",
                "announcer",
                tell("passengers", "A trial train is out. Again in 15 minutes.", "15m"),
            ),
            "say4": (
                "59m",
                "announcer",
                tell("passengers", "The first train is leaving. Again in 15 minutes.", "15m"),
            ),
        },
    ),
    vary(
        RAIL,
        "rail-bus-drivers",
        "Buses have to be called and told where to stop, and the plan has no line for their company.",
        Planted("G10", "plan"),
        debatable=("G01",),
        scenario={
            "injects": {
                "buses": news(
                    "buses",
                    "21m",
                    "phone",
                    "Bus company",
                    "Where shall our buses stop, and until when?",
                    to=["announcer"],
                )
            }
        },
        acts={
            "bus": (
                "25m",
                "announcer",
                tell("bus-company", "Please stop at Mill, east side, until five o'clock."),
            )
        },
    ),
    vary(
        RAIL,
        "rail-board-left-behind",
        "The controller leaves before the deputy has said yes; the plan has no word on how a desk changes hands.",
        Planted("G11", "plan"),
        plan={"roles": {"controller": {"handover": None}}},
        scenario={
            **_BACK,
            "injects": {"ready": {"to": ["controller", "deputy-controller"]}},
            "decisions": {"open-section": {"role": None}},
        },
        acts={
            "leave": ("40m", "controller", hand("controller", "deputy-controller", "", accepted=False)),
            "open": (
                "54m",
                "deputy-controller",
                pick("open-section", "open", "Two passes, a position each time"),
            ),
            "clear": (
                "70m",
                "deputy-controller",
                {"do": "resolve", "statement": "Line speed everywhere. All clear."},
            ),
        },
    ),
    vary(
        RAIL,
        "rail-wire-belongs-to-others",
        "The wire can be switched only by the grid company, and no clause says how long to wait or whom to ask next.",
        Planted("G13", "plan"),
        scenario={
            "injects": {
                "wire": news(
                    "wire",
                    "26m",
                    "dashboard",
                    "Box 7",
                    "No current between 31 and 33. Only the grid company can switch it.",
                    to=["controller"],
                )
            }
        },
        acts={
            "grid": ("29m", "controller", page("power", "no answer", "Ringing since two minutes")),
            "grid-wait": (
                "40m",
                "controller",
                stuck("The grid company's switching; we wait and nobody answers there"),
            ),
        },
    ),
    vary(
        RAIL,
        "rail-card-of-last-century",
        "The card at the announcer's desk is of an older edition, with stations that have been closed since.",
        Planted("G14", "plan"),
        acts={
            "card": (
                "14m",
                "announcer",
                asks(
                    "My copy of the plan is version 9 and lists other stations than yours; is 12 the current one?"
                ),
            )
        },
        review=(
            RecordObservation(
                "The announcer worked from an outdated copy of the plan, version 9 instead of 12.",
                "observation",
                role="announcer",
            ),
        ),
    ),
    vary(
        RAIL,
        "rail-wagon-rolls",
        "Everything is protected as written, and a wagon rolls through the section all the same.",
        Planted("G16", "plan"),
        scenario={
            "objectives": {"safe": {"achieved_when": {"not": {"delivered": "wagon"}}}},
            "injects": {
                "wagon": news(
                    "wagon",
                    "28m",
                    "phone",
                    "Box 7",
                    "A wagon has rolled through 31 to 34. Nobody was hurt.",
                    to=["signaller"],
                )
            },
        },
        review=(
            AssessStep(
                "protect", followed="yes", adequate="no", note="Protection stops trains, not loose wagons."
            ),
        ),
    ),
    vary(
        RAIL,
        "rail-empty-chair",
        "The controller is called away by an accident at home, and the plan knows nobody who may sit down instead.",
        Planted("G08", "capability"),
        plan={"roles": {"controller": {"deputies": []}, "deputy-controller": None}},
        scenario={
            "injects": {
                "away": news(
                    "away",
                    "25m",
                    "phone",
                    "Front desk",
                    "Your controller had to leave at once.",
                    absent=["controller"],
                )
            }
        },
        acts={"open": None, "clear": None},
    ),
    vary(
        RAIL,
        "rail-second-look",
        "The technician checks twice and says so twice.",
        acts={
            "again": (
                "58m",
                "technician",
                checks("Points 31 once more", "Position shown at the first regular train too"),
            ),
            "extra": (
                "7m",
                "signaller",
                measure("Section 36 protected as well", "The freight train's tail stands there"),
            ),
        },
    ),
)
