"""A message in the page, where it concerns, with at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels.basic import Icon, button, label, spaced, tool_button
from trainer.ui.panels.painted import Painted, rounded

__all__ = ["Banner"]


class Banner(Painted):
    """An inline message with a level; hidden until `show_message`, and again once dismissed."""

    acted = Signal()
    dismissed = Signal()

    def __init__(
        self, text: str = "", level: Status = "info", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._level: Status = level
        self._icon = Icon("info", level, 18)
        self._text = label("", wrap=True)
        self._action = button("")
        self._action.setAccessibleName("Do what the message offers")
        self._action.clicked.connect(self.acted)
        self._close = tool_button("cross", "Dismiss this message")
        self._close.clicked.connect(self._on_dismissed)
        row = QHBoxLayout(self)
        spaced(row, margin=8, gap=8)
        row.addSpacing(look.tokens().px(4))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        if text:
            self.show_message(text, level, action)
        else:
            self.hide()

    def show_message(self, text: str, level: Status = "info", action: str = "") -> None:
        """Show a message; `action` names the button, without it there is none."""
        self._level = level
        self._icon.show_icon(look.tokens().status(level).icon, level)
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action.replace("&", ""))
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """The message shown."""
        return self._text.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground in the tint of the level."""
        tokens = look.tokens()
        shown = tokens.status(self._level)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(look.colour(shown.ink), tokens.px(1)) if tokens.scheme == "contrast" else None
        rounded(painter, QRectF(self.rect()), tokens.radius, look.colour(shown.tint), edge)

    def _on_dismissed(self) -> None:
        self.hide()
        self.dismissed.emit()
