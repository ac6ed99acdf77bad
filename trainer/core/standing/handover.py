"""G11, handoff loss: roles that have to be handed over after some time, and no word on how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from trainer.core.gaps.finding import Priority, quoted
from trainer.core.plan import ActionKind
from trainer.core.standing.gap import Check, PlanGap, Words, told
from trainer.core.standing.reading import Place, Reading
from trainer.core.standing.words import filled
from trainer.core.time import say_duration

_CODE: Final = "G11"
_UNDESCRIBED: Final = Words(
    one="{} is handed over after {detail} at the latest, but the plan does not say what is handed over, nor how.",
    many="{count} roles are handed over after some time, but the plan does not say what is handed over, nor how: {}.",
    consequence="Open tasks and running clocks are lost with the one who leaves.",
    change="Write what the successor has to know and what both say aloud.",
)


def find(reading: Reading) -> Iterable[PlanGap]:
    """Handovers that the plan asks for and does not describe."""
    handed = [(p, e) for p, e in reading.shown() if e.action is ActionKind.HAND_OVER]
    everybody = any(evidence.role is None for _, evidence in handed)
    described = {evidence.role for _, evidence in handed}
    lacks: list[tuple[Place, Priority]] = [
        (
            Place(
                role.id, quoted(role.title, 80), ("roles", i), role=role.id, detail=say_duration(role.longest)
            ),
            "high" if role.leads else "medium",
        )
        for i, role in enumerate(reading.plan.roles)
        if role.longest is not None
        and not filled(role.handover)
        and not everybody
        and role.id not in described
    ]
    return told(_CODE, "handovers", _UNDESCRIBED, lacks)


CHECK: Final = Check(
    _CODE,
    "a role with a longest time in it, for which neither the role nor a step says what is handed over",
    find,
)
