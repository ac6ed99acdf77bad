"""The bar along the top: whose seat it is, the severity in force, who is in command, and the clock."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from trainer.core.plan import Plan
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.panels import BigClock, Chip, Painted, button, spaced
from trainer.ui.panels.painted import rounded
from trainer.ui.seat_words import Told
from trainer.ui.trainee.elided import Elided
from trainer.ui.words import format_clock

__all__ = ["Head"]

_ONE_LINE = 1_150
_NAMES = 340
"""Width in pixels at 100 % from which names, chips, buttons and clock have room side by side."""


class _RoleSign(Painted):
    """A person on a ground in the colour of the role."""

    def __init__(self) -> None:
        super().__init__()
        self.lane: int | None = None
        side = look.tokens().px(38)
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and person."""
        tokens = look.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = tokens.role(self.lane) if self.lane is not None else tokens.muted
        area = QRectF(self.rect())
        rounded(painter, area, tokens.px(10), look.colour(colour))
        inset = area.width() * 0.22
        look.paint_icon(painter, "person", area.adjusted(inset, inset, -inset, -inset), tokens.on_role)


class Head(QFrame):
    """Shows what it is told with `show_told` and `show_time`; in a narrow window it stands in two lines."""

    def __init__(self, plan: Plan, told: Told) -> None:
        super().__init__()
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Seat")
        self._leader = next((role.id for role in plan.roles if role.leads), "")
        self._sign = _RoleSign()
        self._role = Elided(told.names.role(told.role), "heading")
        self._exercise = Elided("", "caption", "muted")
        self.severity = _shrinking(Chip(""), 90)
        self.command = _shrinking(Chip(""), 70)
        self.clock = BigClock("bar")
        self.briefing = button("Briefing", "quiet", "info", "What was said before play (F1)")
        self.palette_button = button("Do…", "normal", "search", "Find anything to do (Ctrl+K)")
        self.palette_button.setAccessibleName("Do something: find an act, a message or a step")
        self._narrow: bool | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        px = look.tokens().px
        names = spaced(QVBoxLayout(), gap=0)
        names.addWidget(self._role)
        names.addWidget(self._exercise)
        self._first, self._second = spaced(QHBoxLayout(), gap=12), spaced(QHBoxLayout(), gap=8)
        self._first.addSpacing(px(4))
        self._first.addWidget(self._sign)
        self._first.addLayout(names)
        self._first.addStretch(1)
        self._first.addWidget(self.clock)
        lines = spaced(QVBoxLayout(self), margin=8, gap=6)
        lines.addLayout(self._first)
        lines.addLayout(self._second)
        self._second.setContentsMargins(px(4), 0, 0, 0)
        self._stand(narrow=False)

    def _stand(self, narrow: bool) -> None:
        """Put chips and buttons beside the names, or below them."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._exercise.setMaximumWidth(look.tokens().px(_ONE_LINE if narrow else _NAMES))
        chips, buttons = (self.severity, self.command), (self.briefing, self.palette_button)
        movable: tuple[QWidget, ...] = (*chips, *buttons)
        for widget in movable:
            self._first.removeWidget(widget)
            self._second.removeWidget(widget)
        if not narrow:
            while self._second.count():
                self._second.takeAt(0)
            for place, widget in zip((3, 4, 6, 7), movable, strict=True):
                self._first.insertWidget(place, widget)  # the fifth place stretches
            return
        for chip in chips:
            self._second.addWidget(chip)
        self._second.addStretch(1)
        for made in buttons:
            self._second.addWidget(made)

    def minimumSizeHint(self) -> QSize:
        """As narrow as its two lines allow."""
        second = self.severity.minimumWidth() + self.command.minimumWidth()
        second += self.briefing.sizeHint().width() + self.palette_button.sizeHint().width()
        first = self._sign.width() + self.clock.sizeHint().width() + look.tokens().px(60)
        return QSize(max(first, second) + look.tokens().px(48), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line where all of it has room, two where it has not."""
        super().resizeEvent(event)
        self._stand(self.width() < look.tokens().px(_ONE_LINE))

    def show_told(self, told: Told) -> None:
        """Show severity, command and what the exercise is."""
        self._sign.lane = told.lane(told.role)
        self._sign.update()
        if told.briefing is not None:
            self._exercise.show_text(f"{told.briefing.exercise} · {told.briefing.kind}")
        if told.severity:
            words = told.names.severity(told.severity)
            self.severity.setToolTip(f"{words} since {_clock(told.severity_at)}")
            self.severity.show_status(f"{words} since {_clock(told.severity_at)}", told.badness(), "flag")
        else:
            self.severity.show_status("Severity not set", "neutral", "flag")
        self._show_command(told)

    def _show_command(self, told: Told) -> None:
        self.command.setVisible(bool(self._leader))
        held = told.holders.get(self._leader)
        if held is None:
            self.command.show_status("Nobody in command yet", "neutral", "person")
            return
        by, at = held
        words = f"{self._who_commands(by, told)} since {_clock(at)}"
        self.command.show_status(words, "info", "person")
        self.command.setToolTip(words)

    def _who_commands(self, by: str, told: Told) -> str:
        if by == told.role:
            return "You are in command"
        return (
            told.names.role(by)
            if by == self._leader
            else f"In command: {told.names.role(by) or 'handed over'}"
        )

    def show_time(self, now: Micros, told: Told) -> None:
        """Show the exercise clock."""
        self.clock.show_time(now / SECOND, told.status)


def _shrinking(chip: Chip, least: int) -> Chip:
    """The chip, giving way down to a width in pixels at 100 % when the bar is narrow."""
    chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    chip.setMinimumWidth(look.tokens().px(least))
    return chip


def _clock(at: Micros | None) -> str:
    return format_clock(None if at is None else at / SECOND)
