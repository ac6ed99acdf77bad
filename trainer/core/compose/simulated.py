"""What the system of a simulation did, as the report tells it."""

from __future__ import annotations

from trainer.core.aar_system import SystemPart
from trainer.core.facts import Facts


def system_part(facts: Facts) -> SystemPart | None:
    """The system's own record; None where there was no system."""
    played = facts.state.system is not None or bool(facts.state.experiments)
    return SystemPart() if played else None
