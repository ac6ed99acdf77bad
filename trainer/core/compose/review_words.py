"""What evaluators and leads settled, and what earlier drills left, in plain words."""

from __future__ import annotations

from typing import Final

from trainer.core import events as ev
from trainer.core.compose.title_words import counted, step_title
from trainer.core.script import Script

_FOLLOWED: Final = {"yes": "followed", "partly": "partly followed", "no": "not followed"}
_ADEQUATE: Final = {"yes": "adequate", "partly": "partly adequate", "no": "not adequate"}
_Settled = ev.StepAssessed | ev.GapJudged | ev.AmendmentDecided | ev.ActionAssigned | ev.ActionClosed


def settled(script: Script, event: _Settled) -> tuple[str, str]:
    """(what was settled, in one line; the words that go with it)."""
    match event:
        case ev.StepAssessed():
            said = [_FOLLOWED[event.followed]] if event.followed else []
            said += [_ADEQUATE[event.adequate]] if event.adequate else []
            return (
                f"{step_title(script, event.step)} was assessed as {' and '.join(said) or 'noted'}",
                event.note,
            )
        case ev.GapJudged():
            verdict = "confirmed" if event.stands else "overruled"
            return f"The finding {event.gap} was {verdict}", event.reason
        case ev.AmendmentDecided():
            return f"The amendment {event.amendment} was {event.verdict}", event.reason
        case ev.ActionAssigned():
            return f"The action {event.action} was given to {event.owner}, due {event.due}", event.text
        case ev.ActionClosed():
            how = "closed by accepting its risk" if event.accepted_risk else "closed"
            return f"The action {event.action} was {how} on {event.on}", event.proof


def earlier(event: ev.EarlierDrillsNoted) -> tuple[str, str]:
    """Earlier drills, by title and day."""
    drills = "; ".join(f"{drill.title} ({drill.held})" for drill in event.drills)
    return f"{counted(len(event.drills), 'earlier drill')} on this plan taken into account", drills
