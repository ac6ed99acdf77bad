"""The part of the report that a simulation adds: what the system did, beside what people did."""

from __future__ import annotations

from trainer.core.aar_parts import Part


class SystemPart(Part):
    """The system's own times, its figures, and what was done to it."""
