"""A facilitator at a simulation in a real system: a service that really runs, and the real process that breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.chaos.world import Game
from tests.ui.fakes import FakeWorkspace
from tests.ui.hands import control, press, words
from trainer.chaos.errors import ChaosError
from trainer.cli.experiment_place import ExperimentPlace
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator import FacilitatorConsole
from trainer.ui.facilitator.experiments.page import Sheet
from trainer.workspace import AllowedEntry, ExperimentView, LeftOver, Opened, Unusable

__all__ = ["PATIENCE", "Desk", "Machine", "opened_of"]

PATIENCE = 20_000
"""Milliseconds after which a condition that did not come about is given up; far more than any of them takes."""


class Machine(FakeWorkspace):
    """A workspace in memory whose list of what is allowed, and what was left over, are the machine's real ones."""

    def bind(self, place: ExperimentPlace) -> Machine:
        """Take them from a place."""
        self._place = place
        return self

    def allowed_in_experiments(self) -> tuple[AllowedEntry, ...]:
        """What experiments may do."""
        with _unusable():
            return self._place.entries()

    def allow_in_experiments(self, sort: str, entry: str) -> None:
        """Allow something more."""
        with _unusable():
            self._place.allow(sort, entry)

    def disallow_in_experiments(self, sort: str, entry: str) -> None:
        """Take it back."""
        with _unusable():
            self._place.disallow(sort, entry)

    def left_over(self) -> tuple[LeftOver, ...]:
        """What experiments left over."""
        return self._place.left_over()

    def undo_left_over(self, key: str) -> None:
        """Roll one back."""
        with _unusable():
            self._place.recovery.undo(key)

    def discard_left_over(self, key: str) -> None:
        """Give one up."""
        with _unusable():
            self._place.recovery.discard(key)


@contextmanager
def _unusable() -> Iterator[None]:
    try:
        yield
    except ChaosError as error:
        raise Unusable(str(error)) from error


def opened_of(game: Game) -> Opened:
    """The exercise of a game, as a workspace opens it."""
    return Opened(game.session, game.drive, game.real.close, game.real)


class Desk:
    """A console over an exercise, worked by hand."""

    def __init__(self, qtbot: QtBot, opened: Opened, workspace: FakeWorkspace) -> None:
        self.qtbot, self.opened, self.workspace = qtbot, opened, workspace
        self.pulse = Pulse(opened.exercise, opened.driver)
        self.console = FacilitatorConsole(opened, self.pulse, workspace=workspace)
        qtbot.addWidget(self.console)
        self.console.resize(1_280, 900)
        with qtbot.waitActive(self.console):
            self.console.show()
            self.console.activateWindow()

    def close(self) -> None:
        """Let go of everything, as the window does."""
        self.console.close()
        self.pulse.close()
        self.opened.close()

    @property
    def sheet(self) -> Sheet:
        """The page of the only experiment."""
        assert self.console.experiments is not None
        (sheet,) = self.console.experiments.page.sheets
        return sheet

    @property
    def view(self) -> ExperimentView:
        """The experiment as it stands at this moment."""
        assert self.opened.experiments is not None
        return self.opened.experiments.views()[0]

    def words(self) -> str:
        """Everything the console says now, without the places at which a line may end."""
        return words(self.console).replace("\u200b", "")

    def until(self, condition: Any) -> None:
        """Let the event loop run until a condition holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def says(self, part: str) -> None:
        """Wait until the console says something."""
        self.until(lambda: part in self.words())

    def press(self, name: str) -> None:
        """Click a button, once it can be pressed."""
        self.until(lambda: control(self.console, QAbstractButton, name).isEnabled())
        press(self.qtbot, self.console, name)

    def read(self) -> None:
        """Scroll what the experiment does to its end, with the keyboard."""
        reading = self.sheet.reading
        self.console.activateWindow()
        reading.setFocus()
        self.until(reading.hasFocus)
        for _ in range(40):
            QTest.keyClick(reading, Qt.Key.Key_PageDown)
        self.until(reading.was_seen)

    def confirm(self, target: str) -> None:
        """Read, tick and type."""
        self.read()
        form = self.sheet.approval
        self.sheet.approval.not_production.setFocus()
        QTest.keyClick(form.not_production, Qt.Key.Key_Space)
        form.typed.setFocus()
        QTest.keyClicks(form.typed, target)

    def events(self, kind: type[Any]) -> list[Any]:
        """Events of a kind in the journal."""
        return [record.event for record in self.opened.exercise.records if isinstance(record.event, kind)]
