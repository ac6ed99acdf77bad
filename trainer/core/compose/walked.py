"""The verification matrix of a walk-through."""

from __future__ import annotations

from trainer.core.aar_walk import WalkPart
from trainer.core.facts import Facts


def walk_part(facts: Facts) -> WalkPart | None:
    """What a walk-through verified; None for the other kinds."""
    return WalkPart() if facts.state.walk is not None else None
