"""The bar along the top: whose seat it is, the severity in force, who is in command, and the clock."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from trainer.core.plan import Plan
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.panels import BigClock, Chip, Painted, button, label, spaced
from trainer.ui.panels.painted import rounded
from trainer.ui.seat_words import Told
from trainer.ui.words import format_clock

__all__ = ["Head"]


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
    """Shows what it is told with `show_told` and `show_time`."""

    def __init__(self, plan: Plan, told: Told) -> None:
        super().__init__()
        look.mark(self, "panel", "bar")
        self.setAccessibleName("Seat")
        self._leader = next((role.id for role in plan.roles if role.leads), "")
        self._sign = _RoleSign()
        self._role = label(told.names.role(told.role), "heading")
        self._exercise = label("", "caption")
        for words in (self._role, self._exercise):
            words.setMinimumWidth(look.tokens().px(90))
        self.severity = _shrinking(Chip(""), 130)
        self.command = _shrinking(Chip(""), 80)
        self.clock = BigClock("bar")
        self.briefing = button("Briefing", "quiet", "info", "What was said before play (F1)")
        self.palette_button = button("Do…", "normal", "search", "Find anything to do (Ctrl+K)")
        self.palette_button.setAccessibleName("Do something: find an act, a message or a step")
        row = spaced(QHBoxLayout(self), margin=8, gap=12)
        column = spaced(QVBoxLayout(), gap=0)
        column.addWidget(self._role)
        column.addWidget(self._exercise)
        row.addSpacing(look.tokens().px(4))
        row.addWidget(self._sign)
        row.addLayout(column)
        row.addSpacing(look.tokens().px(8))
        row.addWidget(self.severity)
        row.addWidget(self.command)
        row.addStretch(1)
        for widget in (self.briefing, self.palette_button, self.clock):
            row.addWidget(widget)

    def show_told(self, told: Told) -> None:
        """Show severity, command and what the exercise is."""
        self._sign.lane = told.lane(told.role)
        self._sign.update()
        if told.briefing is not None:
            self._exercise.setText(f"{told.briefing.exercise} · {told.briefing.kind}")
            self._exercise.setToolTip(self._exercise.text())
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
