"""What a facilitator is told above a console: that play was interrupted, cannot be recorded, or has ended."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from trainer.core.events import ExerciseInterrupted
from trainer.core.time import seconds
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator.desk import Desk
from trainer.ui.panels import Banner
from trainer.ui.words import format_clock

__all__ = ["PlayBanner"]


class PlayBanner(Banner):
    """The banner of a console. `exercise` and `play` are the words with which its sentences begin."""

    def __init__(
        self,
        desk: Desk,
        pulse: Pulse,
        exercise: str = "The exercise",
        play: str = "Play",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._desk, self._pulse = desk, pulse
        self._exercise, self._play = exercise, play
        self._was_ended = desk.state.status == "ended"
        self._interrupted = ""
        """what was said of an interruption"""
        pulse.failed.connect(self._on_failed)

    def greet(self) -> None:
        """Say how the exercise stands when its console is opened, where that is anything but in order."""
        state = self._desk.state
        if self._pulse.fault():
            self._on_failed(self._pulse.fault())
        elif state.status == "ended":
            self._show_ended()
        elif state.status == "paused" and isinstance(state.records[-1].event, ExerciseInterrupted):
            at = format_clock(seconds(state.records[-1].elapsed))
            self._interrupted = (
                f"{self._exercise} was interrupted and stands at {at}. Resume when everyone is back."
            )
            self.show_message(self._interrupted, "warn")

    def follow(self) -> bool:
        """Take up everything that was recorded; whether play has ended since this was asked before."""
        status = self._desk.state.status
        if status == "running" and self._interrupted and self.text() == self._interrupted:
            self.hide()
        ended = status == "ended" and not self._was_ended
        if ended:
            self._was_ended = True
            self._show_ended()
        return ended

    def _on_failed(self, fault: str) -> None:
        at = format_clock(seconds(self._pulse.shown()))
        self.show_message(
            f"{fault} The clock stands at {at} and nothing more is recorded: take notes on paper until it can be "
            "written again.",
            "bad",
        )

    def _show_ended(self) -> None:
        at = format_clock(seconds(self._desk.state.clock.base))
        self.show_message(
            f"{self._play} ended at {at}. Next comes the hot wash, while everyone is still here.",
            "info",
            "Open the hot wash",
        )
