"""The roles of the exercise in a row: one click or one digit says who acts."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.lexicon import initials
from trainer.ui.panels import spaced
from trainer.ui.panels.painted import draw_text, focus_ring, rounded

__all__ = ["RoleRow"]

_MOST: int = 9


class _RoleButton(QAbstractButton):
    """Number, colour and title of a role."""

    def __init__(self, number: int, title: str, lane: int) -> None:
        super().__init__()
        self._number, self._title, self._lane = number, title, lane
        self._short = initials(title)
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(f"{title}, role {number}")
        self.setToolTip(f"{title} (Ctrl+{number}, or {number} at the beginning of the line)")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Number and title."""
        px = look.tokens().px
        wide = look.metrics("strong").horizontalAdvance(self._short) + look.metrics().horizontalAdvance(
            self._title
        )
        return QSize(px(48) + wide, look.metrics().height() + px(10))

    def minimumSizeHint(self) -> QSize:
        """The number and the initials."""
        wide = look.tokens().px(42) + look.metrics("strong").horizontalAdvance(self._short)
        return QSize(wide, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, number and title."""
        tokens, painter = look.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, whole = tokens.px, QRectF(self.rect())
        chosen, ink = self.isChecked(), tokens.role(self._lane)
        if chosen:
            rounded(painter, whole, px(6), look.colour("selection"))
        elif self.underMouse() and self.isEnabled():
            rounded(painter, whole, px(6), look.colour("hover"))
        side = float(px(18))
        badge = QRectF(px(6), (whole.height() - side) / 2, side, side)
        ground = look.colour(ink if self.isEnabled() else "disabled")
        if not chosen:
            ground.setAlphaF(0.18)
        rounded(painter, badge, px(5), ground)
        painter.setFont(look.font("caption", tabular=True))
        painter.setPen(look.colour("on_role" if chosen else ink if self.isEnabled() else "disabled"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._number))
        words = whole.adjusted(px(30), 0, -px(6), 0)
        text, quiet = ("text", "muted") if self.isEnabled() else ("disabled", "disabled")
        used = draw_text(painter, words, self._short, look.font("strong"), look.colour(text))
        rest = words.adjusted(used + px(6), 0, 0, 0)
        if self._title != self._short and rest.width() > px(34):
            draw_text(painter, rest, self._title, look.font(), look.colour(text if chosen else quiet))
        if self.hasFocus():
            focus_ring(painter, whole.adjusted(1, 1, -1, -1), px(6))


class RoleRow(QWidget):
    """Who acts. `chosen` follows a choice by the person; nobody is chosen until somebody is."""

    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._role: str | None = None
        self.buttons: dict[str, _RoleButton] = {}
        row = spaced(QHBoxLayout(self), gap=4)
        for number, role in enumerate(desk.played[:_MOST], start=1):
            made = _RoleButton(number, desk.title(role), desk.lane(role) or 0)
            made.clicked.connect(
                lambda _on=False, name=role: self.choose(None if self._role == name else name)
            )
            self.buttons[role] = made
            row.addWidget(made, 1)

    def role(self) -> str | None:
        """The role that was chosen."""
        return self._role

    def choose(self, role: str | None) -> None:
        """Choose who acts; None chooses nobody."""
        self._role = role
        self.show_role(role)
        self.chosen.emit()

    def choose_number(self, number: int) -> None:
        """Choose by the number that stands beside the title."""
        if 1 <= number <= len(self.buttons):
            self.choose(list(self.buttons)[number - 1])

    def show_role(self, role: str | None) -> None:
        """Show who acts in the line that is being typed, whatever was chosen."""
        for name, made in self.buttons.items():
            made.setChecked(name == role)
