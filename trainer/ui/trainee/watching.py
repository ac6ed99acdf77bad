"""The monitoring at a seat: what it is given, and how it stands beside inbox and plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from trainer.core.actions import Acknowledge
from trainer.core.plan import ActionKind
from trainer.core.services.views import Telemetry
from trainer.core.time import SECOND
from trainer.ui.monitor import Host, MonitorConsole
from trainer.ui.monitor.parts import Halves
from trainer.ui.seat_words import Told
from trainer.ui.trainee.acting import Perform
from trainer.ui.trainee.desk import Desk
from trainer.ui.trainee.forms import Forms
from trainer.ui.trainee.inbox import Mail
from trainer.ui.words import format_clock

__all__ = ["Watching", "watching"]

_SIZES = (760, 1_080)
_BESIDE = 1_640
"""Width in pixels at 100 % from which inbox, plan and monitoring have room beside each other."""


class Watching(Halves):
    """Inbox and plan, and the monitoring: side by side on a wide screen, else behind tabs."""

    def __init__(self, desk: Desk, monitor: MonitorConsole) -> None:
        super().__init__(
            "seat/halves",
            [("Inbox and plan", "Alt+1 to Alt+4", desk), ("System", "Alt+5", monitor)],
            _SIZES,
            _BESIDE,
        )
        self.desk, self.monitor = desk, monitor
        monitor.standing_alerts.connect(self._on_alerts)
        monitor.refresh()
        self._letters = [self._letter(*found) for found in desk.letters()]
        self.shown.connect(self._show_letters)
        self._show_letters()

    def to_desk(self) -> None:
        """Bring inbox and plan into view."""
        if not self.is_beside():
            self.show_part(0)

    def to_system(self) -> None:
        """Bring the monitoring into view."""
        if not self.is_beside():
            self.show_part(1)

    def show_mails(self, mails: Iterable[Mail]) -> None:
        """Say beside the monitoring what waits in the inbox."""
        waiting = [mail for mail in mails if not mail.message.withdrawn]
        unread = sum(not mail.seen for mail in waiting)
        parts = [f"{unread} unread"] if unread else []
        if any(mail.asks for mail in waiting):
            parts.append("an answer is wanted")
        self.set_title(0, f"Inbox and plan ({', '.join(parts)})" if parts else "Inbox and plan")

    def in_system(self, run: Callable[[], object]) -> None:
        """Bring the monitoring into view, and do something there."""
        self.to_system()
        run()

    def attach(self, window: QWidget, forms: Forms) -> None:
        """Let keys and forms lead from one half to the other."""
        monitor, acts = self.monitor, self.desk.acts
        forms.services = monitor.services()
        acts.opened.connect(lambda opened: self.to_desk() if opened else None)
        monitor.diagnose_wanted.connect(
            lambda service: acts.open(ActionKind.DIAGNOSE, {"service": service} if service else None)
        )
        for keys, run in (
            ("Alt+5", monitor.go_to_map),
            ("Alt+6", monitor.go_to_alerts),
            ("Alt+7", monitor.go_to_doing),
            ("Alt+8", monitor.go_to_lookup),
            ("Alt+9", monitor.go_to_operations),
        ):
            QShortcut(QKeySequence(keys), window).activated.connect(partial(self.in_system, run))

    def _on_alerts(self, standing: int) -> None:
        self.set_title(
            1, f"System ({standing} alert{'' if standing == 1 else 's'})" if standing else "System"
        )

    def _letter(self, letter: QKeySequence, press: Callable[[], None]) -> QShortcut:
        """An act's letter, which the desk cannot hear while it is out of sight."""
        shortcut = QShortcut(letter, self.monitor)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

        def run() -> None:
            self.to_desk()
            press()

        shortcut.activated.connect(run)
        return shortcut

    def _show_letters(self) -> None:
        for shortcut in self._letters:
            shortcut.setEnabled(not self.is_beside())


def watching(telemetry: Telemetry, told: Told, perform: Perform, parent: QWidget) -> MonitorConsole:
    """The monitoring for the seat of a role."""

    def acknowledged(alert: str) -> str:
        at = next(
            (
                own.elapsed
                for own in told.own
                if isinstance(own.action, Acknowledge) and own.action.inject == alert
            ),
            None,
        )
        return f"Acknowledged by you at {format_clock(at / SECOND)}" if at is not None else ""

    return MonitorConsole(Host(telemetry, perform, lambda: told.role, told.names.role, acknowledged), parent)
