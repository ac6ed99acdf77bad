"""How pressing a finding of a walk-through is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.core.plan import Step

if TYPE_CHECKING:
    from trainer.core.gaps.finding import Priority


def priority(step: Step, *, grave: bool) -> Priority:
    """How pressing a finding on a step is: what stops a critical step first, what is merely unclear last."""
    if step.critical:
        return "high" if grave else "medium"
    return "medium" if grave else "low"
