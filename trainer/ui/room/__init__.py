"""The display for everyone in the room: the clock, what was just sent or asked, and what was said last."""

from trainer.ui.room.window import RoomWindow

__all__ = ["RoomWindow"]
