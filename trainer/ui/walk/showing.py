"""Show me: the step is done for real, with a large clock against its target."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from trainer.core.time import Micros, say_duration, seconds
from trainer.ui import look
from trainer.ui.panels import Chip, button, label, spaced
from trainer.ui.words import format_clock, spell_duration

__all__ = ["ShowBar", "ToShow", "shown_words"]

_ENDED = {"done": "Shown in", "failed": "Could not be shown, after", "stopped": "Stopped after"}


def shown_words(how: str, took: Micros, by: str, note: str = "") -> str:
    """How a showing ended: `Shown in 1 min 12 s by On-call engineer`."""
    return f"{_ENDED[how]} {say_duration(took)} by {by}{f': {note}' if note else ''}"


class ToShow(NamedTuple):
    """A step as it may be shown: since when it is being shown, its limit, and what became of it before."""

    began: Micros | None = None
    by: str = ""
    limit: Micros | None = None
    wanted: bool = False
    said: str = ""


class ShowBar(QFrame):
    """Starts and ends showing a step. `wanted` says what is to be recorded: begun, done, failed, stopped."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._step, self._whole = ToShow(), ""
        self.setAccessibleName("Show me")
        self.clock = label("00:00", "title")
        self.clock.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = label("", "muted")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.asked = Chip("to be shown", "info")
        self.start = button("Show me", "normal", "timer", "Do the step for real, and time it (S)")
        self.done = button("Done", "primary", "ok", "It was done (D)")
        self.failed = button("Failed", "normal", "cross", "It could not be done (F)")
        self.stop = button("Stop", "quiet", "stop", "Stop without a result (X)")
        row = spaced(QHBoxLayout(self), gap=8)
        for part in (self.start, self.clock, self.asked):
            row.addWidget(part)
        row.addWidget(self.words, 1)
        for made in (self.done, self.failed, self.stop):
            row.addWidget(made)
        for made, what in (
            (self.start, "begun"), (self.done, "done"), (self.failed, "failed"), (self.stop, "stopped"),
        ):  # fmt: skip
            made.clicked.connect(lambda _=False, what=what: self.wanted.emit(what))

    def running(self) -> bool:
        """Whether the step is being shown."""
        return self._step.began is not None

    def show_step(self, step: ToShow, ready: bool, now: Micros) -> None:
        """Show what may be done at a step."""
        self._step = step
        running = self.running()
        self.start.setVisible(not running)
        self.asked.setVisible(not running and step.wanted and not step.said)
        for made in (self.clock, self.done, self.failed, self.stop):
            made.setVisible(running)
        for made in (self.start, self.done, self.failed, self.stop):
            made.setEnabled(ready)
        of = f"of {say_duration(step.limit)} · " if step.limit is not None else ""
        self._whole = f"{of}{step.by}" if running else step.said or "Do it for real, and time it."
        self.words.setToolTip(f"{step.by} does it for real" if running else self._whole)
        self._elide()
        self.tick(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        # The buttons may have come or gone just now: their room is known once the row is laid out.
        self.layout().activate()  # type: ignore[union-attr]
        room = self.words.width()
        shown = self.words.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.words.setText(shown)
        self.words.setAccessibleName(self._whole)

    def tick(self, now: Micros) -> None:
        """Show how long it has taken so far."""
        if self._step.began is None:
            return
        taken = seconds(max(0, now - self._step.began))
        text = format_clock(taken)
        if text == self.clock.text():
            return
        self.clock.setText(text)
        limit = self._step.limit
        late = limit is not None and now - self._step.began > limit
        self.clock.setStyleSheet(f"color: {look.tint_colour('bad')}" if late else "")
        over = ", over its target" if late else ""
        # Once a minute is often enough for a reader.
        self.clock.setAccessibleName(f"Showing for {spell_duration(int(taken // 60) * 60)}{over}")
