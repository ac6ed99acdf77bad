"""The inject that comes next, with its countdown and what can be done about it right beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from trainer.core.commands import HoldInject, ReleaseInject, SkipInject
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.elided import ElidedLabel
from trainer.ui.facilitator.lines import InjectLine, way_words
from trainer.ui.facilitator.shortening import Shortening
from trainer.ui.notice import show_notice
from trainer.ui.panels import Icon, button, spaced
from trainer.ui.words import format_clock

__all__ = ["NextInject"]

_ROOM: Final = 160
"""Pixels at 100 % that title and addressees keep beside the words of the buttons."""


class NextInject(QFrame):
    """One line above the MSEL. `wanted` asks to see the inject that is named."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._line: InjectLine | None = None
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Next inject")
        self._sign = Icon("clock", "muted", 18)
        self.countdown = ElidedLabel("strong", whole=True)
        self.words = ElidedLabel("medium")
        self.to = ElidedLabel("base", "muted")
        self.release = button("Release now", "normal", "send", "Deliver it now (Ctrl+Return)")
        tip = "Keep it back until you release it (Ctrl+H, unless another one that can be held is selected)"
        self.hold = button("Hold", "normal", "hold", tip)
        self.skip = button("Skip", "normal", "skip", "Leave it out; it can be taken back")
        self._shortening = Shortening(self, (self.release, self.hold, self.skip), look.tokens().px(_ROOM))
        self._arrange()
        look.changes().changed.connect(self.relook)
        self.release.clicked.connect(self.release_next)
        self.hold.clicked.connect(self.hold_next)
        self.skip.clicked.connect(self.skip_next)

    def _arrange(self) -> None:
        row = spaced(QHBoxLayout(self), gap=8)
        px = look.tokens().px
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.addWidget(self._sign)
        row.addWidget(self.countdown)
        self.words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row.addWidget(self.words)
        row.addWidget(self.to, 1)
        for made in (self.release, self.hold, self.skip):
            row.addWidget(made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words on the buttons where there is room for them."""
        super().resizeEvent(event)
        self._shortening.fit()

    def relook(self) -> None:
        """Take room for the text as large as it is now."""
        self._shortening.fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the bar is with icons alone."""
        return QSize(self._shortening.least(), super().minimumSizeHint().height())

    def inject(self) -> str | None:
        """The inject that comes next, or None."""
        return self._line.inject if self._line else None

    # -- what can be done ---------------------------------------------------------------------------------

    def release_next(self) -> None:
        """Deliver it now."""
        if self._line is None:
            show_notice("Nothing is scheduled. Choose an inject in the list and press Ctrl+R.", "info", self)
        else:
            self._desk.do(ReleaseInject(self._line.inject))

    def hold_next(self) -> None:
        """Keep it back."""
        if self._line is not None:
            self._desk.do(HoldInject(self._line.inject))

    def skip_next(self) -> None:
        """Leave it out."""
        if self._line is not None:
            self._desk.do(SkipInject(self._line.inject))

    # -- what is shown ------------------------------------------------------------------------------------

    def show_lines(self, lines: Sequence[InjectLine]) -> None:
        """Find the inject that comes next."""
        self._line = next((line for line in lines if line.status == "next"), None)
        line = self._line
        for made in (self.release, self.hold, self.skip):
            made.setVisible(line is not None and self._desk.state.status != "ended")
        self.release.setEnabled(self._desk.in_play())
        if line is None:
            self._sign.show_icon("clock", "muted")
            self.words.show_text(_nothing_left(lines, self._desk.state.status == "ended"), "muted")
            self.to.show_text("")
            self.countdown.hide()
            return
        colour, icon = look.tokens().channel(line.channel)
        self._sign.show_icon(icon, colour)
        self.words.show_text(line.title, "text")
        self.to.show_text(way_words(line))
        self.countdown.show()
        self._shortening.fit()

    def tick(self, elapsed: Micros) -> None:
        """Count down; a second that has begun still counts."""
        line = self._line
        if line is None or line.planned is None:
            return
        left = -(-(line.planned - elapsed) // SECOND)
        text = f"Next in {format_clock(max(0, left))}"
        ink = "warn" if left <= 10 and self._desk.state.status == "running" else "text"
        if text != self.countdown.text():
            self.countdown.show_text(text, ink)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show it in the list."""
        if self._line is not None:
            self.wanted.emit(self._line.inject)
            event.accept()


def _nothing_left(lines: Sequence[InjectLine], ended: bool) -> str:
    if ended:
        return "Play has ended."
    counts = [
        (sum(line.status == "held" for line in lines), "held back"),
        (sum(line.comes == "by hand" and line.status == "pending" for line in lines), "by hand"),
        (sum(line.status == "waiting" for line in lines), "waiting for what happens"),
    ]
    left = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"Nothing is scheduled. {left[:1].upper()}{left[1:]}." if left else "Every inject has been played."
