"""The console of one role: what came in, what the plan says, what is mine to do."""

from trainer.ui.trainee.window import SeatWindow

__all__ = ["SeatWindow"]
