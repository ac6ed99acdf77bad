"""The part of the report that a walk-through adds: what was verified of the procedures, and what was not."""

from __future__ import annotations

from trainer.core.aar_parts import Part


class WalkPart(Part):
    """The verification matrix of the procedures that were walked."""
