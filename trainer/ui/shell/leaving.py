"""Leaving the open exercise: asked once while it is in play; what is live in a real system is rolled back first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.dialogs import ask
from trainer.ui.experiment_words import targets_of
from trainer.ui.panels import button, label, spaced

if TYPE_CHECKING:
    from trainer.ui.shell.stage import Stage

__all__ = ["Leaving"]

_EVERY: Final = 100
_WIDTH: Final = 420


class Leaving(QObject):
    """Asks before the exercise of a stage is left."""

    def __init__(self, stage: Stage, window: QWidget) -> None:
        super().__init__(window)
        self._stage, self._window = stage, window

    def ask(self, what: str, doing: str, then: Callable[[], None]) -> bool:
        """Ask, where something is in play or live; `then` follows a yes. False where nothing has to be asked.

        `what` says what leaving means for the exercise, `doing` names the button (`leave it`, `quit`).
        """
        targets, running = self._live(), self._stage.status() == "running"
        title = f"Leave “{self._stage.title()}”?"
        if targets:
            words = f"An experiment is live on {targets}. It is stopped first, and everything is rolled back."
            pauses = f" {what}" if self._stage.status() != "ended" else ""
            yes = f"Roll back and {doing}"
            ask(self._window, title, f"{words}{pauses}", yes, lambda: self._roll_back(targets, then))
            return True
        if running:
            ask(self._window, title, what, f"Pause and {doing}", then)
        return running

    def _live(self) -> str:
        play = self._stage.play
        experiments = play.opened.experiments if play is not None else None
        # Where the journal cannot be written everything was stopped already, and nothing more is heard of it.
        if play is None or experiments is None or play.pulse.fault():
            return ""
        return targets_of(experiments.views())

    def _roll_back(self, targets: str, then: Callable[[], None]) -> None:
        play = self._stage.play
        if play is None or play.opened.experiments is None:
            then()
            return
        play.opened.experiments.stop_experiments("the exercise was left")
        _Waiting(self._window, targets, self._live, then).open()


class _Waiting(QDialog):
    """Says what is being rolled back until nothing is live any more, then calls back; it need not be waited for."""

    def __init__(
        self, window: QWidget, targets: str, live: Callable[[], str], then: Callable[[], None]
    ) -> None:
        super().__init__(window)
        title = f"Rolling back on {targets}…"
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(look.tokens().px(_WIDTH))
        self._live = live
        column = spaced(QVBoxLayout(self), margin=16, gap=12)
        column.addWidget(label(title, "heading", wrap=True))
        words = "What the experiment did is being undone. The exercise is left as soon as that is known."
        column.addWidget(label(words, wrap=True))
        busy = QProgressBar(minimum=0, maximum=0)
        busy.setAccessibleName("Rolling back")
        busy.setTextVisible(False)
        column.addWidget(busy)
        tip = "The rollbacks go on without the program; what comes of them is shown at the next start"
        leave = button("Leave without waiting", tip=tip)
        leave.clicked.connect(self.accept)
        column.addWidget(leave)
        self.accepted.connect(then)
        self.finished.connect(self.deleteLater)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if not self._live():
            self._timer.stop()
            self.accept()

    def reject(self) -> None:
        """Escape changes nothing: the rollbacks have begun."""
