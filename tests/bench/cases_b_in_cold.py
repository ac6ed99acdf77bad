"""Drills in the cold store."""

from __future__ import annotations

from typing import Final

from tests.bench.case import Case
from tests.bench.cases_b_cold import COLD
from tests.bench.cases_b_make import GONE, act, gap, inject
from trainer.core.commands import PauseClock

_NOT_REACHED: Final = {
    "ring": act(
        "guard", "beep+3m", "page", contact="storekeeper-home", result="no answer", note="Rang five minutes."
    ),
    "ring-2": act(
        "guard", "beep+8m", "page", contact="stand-by-home", result="answered", note="She is on her way."
    ),
    "take": act("stand-by", "eleven+4m", "assume role", role="storekeeper"),
    "move": act(
        "stand-by",
        "eleven+22m",
        "contain",
        measure="Boxes moved to store 2",
        reason="Above eight for 20 minutes.",
    ),
}

_SOUND: Final = (
    COLD.case("clean", "Everything as the page says."),
    COLD.case(
        "he sleeps, she comes",
        "The storekeeper does not answer; after five minutes the second one is rung, as the page says, and comes.",
        team=_NOT_REACHED,
        tags=["decoy"],
    ),
    COLD.case(
        "at the last moment",
        "Thermometer, ring, charge and boxes exactly when the script's limits end.",
        team={
            "read": act("guard", "beep+5m", "do step", step="read", note="8.6 inside."),
            "ring": act("guard", "beep+10m", "page", contact="storekeeper-home", note="Comes."),
            "take": act("storekeeper", "eleven+10m", "assume role", role="storekeeper"),
            "move": act(
                "storekeeper",
                "eleven+30m",
                "contain",
                measure="Boxes in store 2",
                reason="Too warm for too long.",
            ),
            "compressor": act("technician", "eleven+40m", "diagnose", cause="A relay sticks."),
        },
        tags=["decoy"],
    ),
    COLD.case(
        "coffee",
        "A break of some minutes before the boxes are moved; the drill's clock stands.",
        controls=(("30m", PauseClock("Coffee")),),
        tags=["decoy"],
    ),
)

_PLANTED: Final = (
    COLD.case(
        "store 2 is full",
        "The page knows one place for the boxes, and it is full; a cooled lorry is borrowed and does it.",
        gap("G01", "plan"),
        team={
            "q": act(
                "storekeeper",
                "24m",
                "ask",
                text="Store 2 is full to the door. Is there a third place on the page?",
            ),
            "lorry": act(
                "storekeeper",
                "30m",
                "improvise",
                text="Borrowed the dairy's cooled lorry for the boxes that did not fit; it holds four degrees.",
            ),
        },
        script=(
            (
                "injects/+",
                inject(
                    "full",
                    "22m",
                    "phone",
                    "Night porter",
                    "Store 2 takes six of your forty boxes.",
                    to=["storekeeper"],
                ),
            ),
        ),
    ),
    COLD.case(
        "above eight, or above ten",
        "Asked alone when boxes have to be moved, they are certain, and of different things.",
        gap("G02", "plan", "move"),
        team={
            "v1": act("guard", "18m", "vote", vote="when", choice="Above ten", confidence=5),
            "v2": act("storekeeper", "18m", "vote", vote="when", choice="Above eight", confidence=4),
            "v3": act("technician", "18m", "vote", vote="when", choice="After an hour", confidence=5),
        },
        script=(
            (
                "votes",
                [
                    {
                        "id": "when",
                        "question": "When do the boxes have to be moved?",
                        "about": "decision",
                        "options": ["Above eight", "Above ten", "After an hour"],
                        "roles": ["guard", "storekeeper", "technician"],
                        "truth": "Above eight",
                        "step": "move",
                    }
                ],
            ),
            ("injects/+", inject("alone", "17m", "chat", "Facilitator", "Each alone, please.", vote="when")),
        ),
    ),
    COLD.case(
        "a stranger at the other end",
        "The storekeeper's number belongs to somebody else now.",
        gap("G04", "plan", "ring"),
        team={
            "ring": act(
                "guard",
                "beep+4m",
                "page",
                contact="storekeeper-home",
                result="wrong person",
                note="An old lady. I took the second number on the page.",
            ),
            "ring-2": act("guard", "beep+6m", "page", contact="stand-by-home", note="She comes."),
            "take": act("stand-by", "eleven+4m", "assume role", role="storekeeper"),
            "move": act(
                "stand-by",
                "eleven+22m",
                "contain",
                measure="Boxes moved to store 2",
                reason="Above eight too long.",
            ),
        },
    ),
    COLD.case(
        "only he may open store 2",
        "The storekeeper cannot be reached and the page names nobody beside him.",
        gap("G08", "capability"),
        team={
            "ring": act(
                "guard", "beep+4m", "page", contact="storekeeper-home", result="no answer", note="Voice box."
            ),
            "take": None,
            "move": None,
        },
        plan=(
            ("roles/storekeeper/deputies", GONE),
            ("roles/stand-by", GONE),
            ("contacts/stand-by-home", GONE),
            ("step:ring/title", "Ring the storekeeper"),
        ),
        script=(
            ("roles", ["guard", "storekeeper", "technician"]),
            ("injects/eleven/to", ["guard", "technician"]),
            (
                "injects/+",
                inject(
                    "ferry",
                    "4m",
                    "phone",
                    "Storekeeper's wife",
                    "He is on the ferry until six, no network.",
                    to=["guard"],
                    absent=["storekeeper"],
                ),
            ),
        ),
    ),
    COLD.case(
        "two editions on one door",
        "What hangs on the door is the page before last, and the guard works with it.",
        gap("G14", "plan"),
        team={
            "q": act(
                "guard",
                "beep+3m",
                "ask",
                text="On the door hangs version A with other steps, on the desk lies B. Which?",
            )
        },
    ),
    COLD.case(
        "store 2 is on the same line",
        "Read, rung, moved in time, and all boxes spoil because store 2 hangs on the same compressor.",
        gap("G16", "plan"),
        script=(
            (
                "injects/+",
                inject(
                    "spoiled",
                    "100m",
                    "phone",
                    "Guard's round",
                    "Store 2 shows twelve degrees, since midnight.",
                ),
            ),
            ("objectives/save/achieved_when", {"not": {"delivered": "spoiled"}}),
        ),
    ),
    COLD.case(
        "moved, nobody knows why",
        "The page does not ask for a reason; in the morning none can be found.",
        gap("G17", "plan", "move"),
        team={"move": act("storekeeper", "eleven+20m", "contain", measure="Boxes moved to store 2")},
        plan=(("step:move/title", "Move the boxes to store 2"),),
    ),
)

CASES: Final[tuple[Case, ...]] = (*_SOUND, *_PLANTED)
