"""A step in a line: its outcome, its title, who did it, and its time against the target. It can be opened."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trainer.core.aar import StepResult
from trainer.core.aar_walk import Standing
from trainer.ui import look
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.review.desk import Desk
from trainer.ui.review.words import outcome_status, outcome_words
from trainer.ui.words import format_clock

__all__ = ["StepRow", "times_words"]


def times_words(step: StepResult) -> str:
    """What a step took against its target, as written: `03:40 / 15:00`; the target alone where it was not done."""
    if step.target_s is None:
        return format_clock(step.elapsed_s) if step.elapsed_s is not None else ""
    return f"{format_clock(step.elapsed_s)} / {format_clock(step.target_s)}"


class StepRow(QAbstractButton):
    """One expected action as evidence."""

    def __init__(
        self, desk: Desk, step: StepResult, stands: Standing | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._step = step
        self._word = outcome_words(step.outcome, stands)
        self._status = outcome_status(step.outcome, stands)
        who = desk.title(step.done_by_role) if step.done_by_role else step.role_title
        self._who = who
        self._times = times_words(step)
        said = ", ".join(part for part in (self._word, step.title, who, self._times) if part)
        self.setAccessibleName(f"{said}, show in timing")
        self.setToolTip(f"{step.title}\nShow in timing")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(look.tokens().px(360), look.metrics().height() + look.tokens().px(12))

    def minimumSizeHint(self) -> QSize:
        """Words are elided down to this."""
        return QSize(look.tokens().px(220), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw chip, title, who and times."""
        px = look.tokens().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse() or self.isDown():
            rounded(painter, whole, px(6), look.colour("hover"))
        size = chip_size(self._word)
        column = max(chip_size(word).width() for word in ("not applicable", "cannot be done"))
        top = whole.center().y() - size.height() / 2
        paint_chip(
            painter, QRectF(whole.left() + px(4), top, size.width(), size.height()), self._word, self._status
        )
        line = whole.adjusted(px(4) + column + px(10), 0, -px(8), 0)
        line = self._paint_times(painter, line)
        used = draw_text(painter, line, self._step.title, look.font(), look.colour("text"))
        rest = line.adjusted(used + px(10), 0, 0, 0)
        if rest.width() > px(60):
            draw_text(painter, rest, self._who, look.font("caption"), look.colour("muted"))
        if self.hasFocus():
            focus_ring(painter, whole, px(6))

    def _paint_times(self, painter: QPainter, line: QRectF) -> QRectF:
        """The times at the right end; returns the room that is left."""
        font = look.font("caption", tabular=True)
        width = QFontMetricsF(font).horizontalAdvance(self._times) + 1
        ink = look.colour("warn" if self._step.met is False else "muted")
        draw_text(painter, line.adjusted(line.width() - width, 0, 0, 0), self._times, font, ink)
        return line.adjusted(0, 0, -width - look.tokens().px(12), 0)
