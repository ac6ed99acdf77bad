"""What the pages of Home ask of the frame around them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

__all__ = ["Requests"]


class Requests(QObject):
    """One object that every page of Home speaks to; whoever carries the requests out listens to its signals.

    Exercises go by their `ExerciseEntry`, scenarios by their `ScriptEntry`, a new exercise by its `Wanted`.
    """

    set_up = Signal(object)
    """Prepare an exercise of a scenario; None lets the person choose."""
    start = Signal(object)
    resume = Signal(object)
    review = Signal(object)
    write_report = Signal(object)
    export = Signal(object)
    delete = Signal(object)
    walk = Signal(object)
    """Put a walk-through of a plan together; plans go by their `ScriptEntry`."""
    walk_made = Signal(object)
    """Keep a walk-through and set it up; it goes by its `WalkMade`."""
    add_script = Signal()
    import_exercise = Signal()
    library = Signal(str)
    """Open the library at `scenarios`, `plans` or `exercises`."""
    leave = Signal()
    """Go back to Home."""
