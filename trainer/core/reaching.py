"""Which anchor events an act brings about, and which ones a step stands for."""

from __future__ import annotations

from typing import Final

from trainer.core.actions import (
    Acknowledge,
    Action,
    AssumeRole,
    Classify,
    Contain,
    Diagnose,
    HandOver,
    PostUpdate,
    Resolve,
    Verify,
)
from trainer.core.plan import ActionKind, Evidence
from trainer.core.script import Script

_REACHED_BY: Final = {
    ActionKind.ACKNOWLEDGE: "acknowledged",
    ActionKind.CLASSIFY: "classified",
    ActionKind.DIAGNOSE: "identified",
    ActionKind.CONTAIN: "containment decided",
    ActionKind.RESOLVE: "resolved",
    ActionKind.HAND_OVER: "handover started",
}


def anchors_of(script: Script, action: Action, measure_taken: bool) -> tuple[str, ...]:
    """The anchors that an act reaches; verifying contains only where a measure was taken before."""
    match action:
        case AssumeRole():
            return ("declared",) if action.role in script.leads else ()
        case Classify():
            return ("classified",)
        case Diagnose():
            return ("identified",)
        case Contain():
            return ("containment decided",)
        case Verify():
            return ("contained",) if measure_taken else ()
        case Resolve():
            return ("resolved",)
        case HandOver():
            return ("handover started",)
        case PostUpdate():
            public = action.audience in script.public_audiences
            return ("first post" if public else "first update", "previous update")
        case Acknowledge():
            return ("acknowledged",)
        case _:
            return ()


def anchors_shown(script: Script, evidence: Evidence, measure_taken: bool) -> tuple[str, ...]:
    """The anchors that an act of this kind reaches, for a step that was done under its own name."""
    if evidence.action is ActionKind.ASSUME_ROLE:
        return ("declared",) if evidence.role in script.leads else ()
    if evidence.action is ActionKind.POST_UPDATE:
        public = evidence.audience in script.public_audiences
        return ("first post" if public else "first update",)
    if evidence.action is ActionKind.VERIFY:
        return ("contained",) if measure_taken else ()
    anchor = _REACHED_BY.get(evidence.action)
    return (anchor,) if anchor is not None else ()
