"""Gap detectors of a walk-through: from what was answered and shown to findings."""

from __future__ import annotations

from typing import Final

from trainer.core.gaps.finding import Detector

DETECTORS: Final[tuple[Detector, ...]] = ()
"""Every detector of a walk-through; the report prints this table as its method."""
