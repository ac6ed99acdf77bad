"""The facilitator's console: runs an exercise in front of a room."""

from trainer.ui.facilitator.console import FacilitatorConsole

__all__ = ["FacilitatorConsole"]
