"""An inject that is not in the script: written and sent during play."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QScrollArea,
    QWidget,
)

from trainer.core.commands import SendAdHocInject
from trainer.core.scenario import Channel
from trainer.ui import look
from trainer.ui.facilitator.desk import Desk
from trainer.ui.facilitator.form_parts import area_field, form_page, line_field
from trainer.ui.facilitator.lexicon import initials
from trainer.ui.panels import button, label

__all__ = ["AdHocInject"]


_IN_A_ROW: Final = 3


class AdHocInject(QScrollArea):
    """Whom it reaches, how, from whom, and what it says. `sent` follows when it was sent."""

    sent = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName("Inject outside the script")
        rows = form_page(self)
        self.to = {role: QCheckBox(initials(desk.title(role))) for role in desk.played}
        for role, made in self.to.items():
            made.setAccessibleName(f"To {desk.title(role)}")
            made.setToolTip(desk.title(role))
        self.channel = QComboBox()
        self.channel.setAccessibleName("Channel")
        for channel in Channel:
            colour, icon = look.tokens().channel(channel.value)
            self.channel.addItem(look.icon(icon, colour), channel.value, channel)
        self.channel.setCurrentText(Channel.CHAT.value)
        self.origin = line_field("From", "Support desk")
        self.headline = line_field("Title", "What it is, in a few words")
        self.text = area_field("Text", "What participants read or hear")
        self.deliver_now = button("&Send now", "primary", "send", "Deliver it to these roles (Alt+S)")
        self._arrange(rows)
        self.deliver_now.clicked.connect(self.deliver)
        self.headline.returnPressed.connect(self.text.setFocus)
        self.text.textChanged.connect(self.refresh)
        self.refresh()

    def _arrange(self, rows: QFormLayout) -> None:
        rows.addRow(label("Comes at once. Nobody ticked: everyone.", "caption"))
        to = QGridLayout()
        to.setSpacing(look.tokens().px(2))
        for number, made in enumerate(self.to.values()):
            to.addWidget(made, number // _IN_A_ROW, number % _IN_A_ROW)
        rows.addRow("To", to)
        rows.addRow("Channel", self.channel)
        rows.addRow("From", self.origin)
        rows.addRow("Title", self.headline)
        rows.addRow("Text", self.text)
        rows.addRow("", self.deliver_now)

    def refresh(self) -> None:
        """It can be sent only in play, and once it says something."""
        written = bool(self.text.toPlainText().strip())
        self.deliver_now.setEnabled(written and self._desk.in_play())
        waits = "" if written else "Write the text first. "
        self.deliver_now.setToolTip(f"{waits}Deliver it to these roles (Alt+S)")

    def begin(self) -> None:
        """Put the keyboard into the first field that is typed."""
        self.headline.setFocus()

    def deliver(self) -> None:
        """Send it; the fields are emptied once it was sent."""
        command = SendAdHocInject(
            to=tuple(role for role, made in self.to.items() if made.isChecked()),
            channel=Channel(self.channel.currentData()),
            sender=self.origin.text().strip() or "Facilitator",
            title=self.headline.text().strip(),
            text=self.text.toPlainText().strip(),
        )
        if self._desk.do(command):
            self.headline.clear()
            self.text.clear()
            for made in self.to.values():
                made.setChecked(False)
            self.sent.emit()
        else:
            self.headline.setFocus()
