"""The moments t0 to t10 of an incident: from the system itself where there was one, else from the script."""

from __future__ import annotations

from typing import Final

from trainer.core.actions import (
    Acknowledge,
    AssumeRole,
    Classify,
    Contain,
    Decide,
    Diagnose,
    DoStep,
    Improvise,
    Operate,
    Page,
    PostUpdate,
)
from trainer.core.facts import Facts
from trainer.core.metrics.measure import LACKING
from trainer.core.system_facts import system_facts
from trainer.core.system_record import Moment, SystemFacts, place

_RESPONDS: Final = (
    *(Acknowledge, AssumeRole, Classify, Contain, Decide, Diagnose, DoStep),
    *(Improvise, Operate, Page, PostUpdate),
)
"""Acts that show that somebody knows of the incident; looking and asking do not."""


def moment(facts: Facts, anchor: str) -> Moment | None:
    """When an anchor event first happened; in a simulation, what came before the first fault began does not count.

    The first signal is the first message after the fault began, "noticed" the first act of the response to it, and
    "recovered" the end of user impact (t9).
    """
    system = system_facts(facts)
    if system is None or system.onset is None:
        return facts.earliest(anchor)
    match anchor:
        case "first signal":
            return system.signal
        case "noticed":
            return _noticed(facts, system.onset)
        case "impact":
            return system.impact[0].began if system.impact else None
        case "recovered":
            return impact_over(system)
        case _:
            return min((m for m in facts.state.anchors.get(anchor, ()) if m >= system.onset), default=None)


def impact_over(system: SystemFacts) -> Moment | None:
    """When users noticed nothing any more for good; None where they never did, or still do."""
    ends = [stretch.ended for stretch in system.impact]
    return max((end for end in ends if end is not None), default=None) if None not in ends else None


def _noticed(facts: Facts, onset: Moment) -> Moment | None:
    acts = ((place(record), event.action) for record, event in facts.in_order)
    return next((at for at, action in acts if at >= onset and isinstance(action, _RESPONDS)), None)


def lacking(facts: Facts, anchor: str) -> str:
    """Why a moment is missing, as a clause."""
    system = system_facts(facts)
    if anchor not in ("recovered", "impact") or system is None:
        return LACKING[anchor]
    if system.onset is None and not system.impact:
        return "nothing failed"
    return "users noticed nothing" if not system.impact else "user impact had not ended when play ended"
