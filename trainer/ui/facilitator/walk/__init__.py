"""The facilitator's console of a walk-through: the steps, the one that is walked, its questions, and the record."""

from trainer.ui.facilitator.walk.console import WalkConsole

__all__ = ["WalkConsole"]
