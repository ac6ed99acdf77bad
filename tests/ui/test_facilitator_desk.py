"""The facilitator's desk that the tests work at, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import ManualClock, MemoryJournal, isolated_settings, live
from tests.ui.hands import nameless, words
from trainer.core import events as ev
from trainer.core.commands import EndExercise, PauseClock, ResumeClock, StartClock
from trainer.core.time import MINUTE, SECOND
from trainer.session import Session
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator import FacilitatorConsole


class Desk:
    """A console on a session whose clock is moved by hand."""

    def __init__(self, qtbot: QtBot, journal: MemoryJournal | None = None) -> None:
        self.qtbot, self.clock, self.journal = qtbot, ManualClock(), journal or MemoryJournal()
        self.opened = live(clock=self.clock, journal=self.journal)
        self.pulse = Pulse(self.opened.exercise, self.opened.driver)
        self.console = FacilitatorConsole(self.opened, self.pulse)
        qtbot.addWidget(self.console)
        self.console.resize(1_280, 760)
        self.console.show()
        self.console.activateWindow()
        qtbot.waitUntil(self.console.isActiveWindow)

    @property
    def session(self) -> Session:
        session = self.opened.exercise
        assert isinstance(session, Session)
        return session

    def start(self, minutes: float = 0) -> None:
        """Begin play and let time pass; the console has taken everything up."""
        self.session.submit(StartClock())
        self.wait(minutes)

    def wait(self, minutes: float) -> None:
        """Let time pass, beat by beat."""
        self.opened.driver.advance(round(minutes * MINUTE))  # type: ignore[attr-defined]
        self.console.refresh()
        self.console.tick(self.session.elapsed())

    def type(self, line: str) -> None:
        """Type a line into the recorder and send it."""
        self.console.recorder.line.setFocus()
        self.qtbot.keyClicks(self.console.recorder.line, line)
        self.qtbot.keyClick(self.console.recorder.line, Qt.Key.Key_Return)
        self.console.refresh()

    def key(self, widget: QWidget, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key on a widget; the console has taken everything up."""
        widget.setFocus()
        self.qtbot.keyClick(widget, key, modifier)
        self.console.refresh()

    def last(self) -> ev.Event:
        """The newest event."""
        return self.session.records[-1].event

    def status(self) -> str:
        """What the clock of the exercise does."""
        return self.session.state.status

    def inject(self, name: str) -> str:
        """What became of an inject so far."""
        return self.session.state.injects[name].status

    def kinds(self) -> list[str]:
        return [record.event.type for record in self.session.records]

    def cell(self, inject: str, column: str) -> str:
        """What a cell of the MSEL says."""
        row = self.console.msel.rows.row(self.console.msel.rows.place(inject) or 0)
        spec = next(spec for spec in self.console.msel.rows.columns if spec.key == column)
        assert row is not None
        assert row.inject == inject
        return spec.text(row)

    def feed(self) -> list[str]:
        return [entry.text() for entry in self.console.feed.feed.entries()]


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.pulse.close()


# -- what goes wrong ------------------------------------------------------------------------------------------


def test_a_journal_that_cannot_be_written_is_said_in_a_banner(desk: Desk) -> None:
    desk.start(2)
    desk.journal.fault = OSError("No space left on device")
    desk.clock.advance(2 * SECOND)
    desk.pulse._show_time()
    assert "The journal cannot be written: No space left on device." in words(desk.console.banner)
    assert "take notes on paper" in words(desk.console.banner)


def test_an_exercise_that_was_interrupted_is_greeted_with_where_it_stands(qtbot: QtBot) -> None:
    journal = MemoryJournal()
    first = live(journal=journal)
    first.exercise.submit(StartClock())
    first.driver.advance(4 * MINUTE)  # type: ignore[attr-defined]
    first.driver.mark()
    desk = Desk(qtbot, journal)
    assert "stands at 04:00. Resume when everyone is back." in words(desk.console.banner)
    assert desk.console.transport.play.text() == "Resume"
    desk.session.submit(ResumeClock())
    desk.console.refresh()
    assert not desk.console.banner.isVisible()
    desk.pulse.close()


def test_an_exercise_that_has_ended_offers_nothing_that_play_needs(desk: Desk) -> None:
    desk.start(1)
    desk.session.submit(PauseClock())
    desk.session.submit(EndExercise())
    desk.console.refresh()
    assert not desk.console.transport.play.isEnabled()
    assert not desk.console.recorder.isEnabled()
    assert desk.console.notes.isEnabled()
    assert desk.console.ask_end() is None


# -- for everybody --------------------------------------------------------------------------------------------


def test_every_control_has_a_name_for_assistive_technology(desk: Desk) -> None:
    desk.start(6)
    for place in range(4):
        desk.console.middle.tabs.setCurrentIndex(place)
        assert nameless(desk.console) == []


def test_shortcuts_are_unique_and_named_for_the_overview(desk: Desk) -> None:
    made = desk.console.findChildren(QShortcut)
    keys = [one.key().toString() for one in made]
    assert len(set(keys)) == len(keys)
    assert all(one.whatsThis() for one in made)


def test_shares_of_the_splitters_are_remembered(qtbot: QtBot) -> None:
    first = Desk(qtbot)
    right = first.console.clocks.parentWidget()
    right.setSizes([300, 100])  # type: ignore[union-attr]
    right.splitterMoved.emit(300, 1)  # type: ignore[union-attr]
    wanted = right.sizes()  # type: ignore[union-attr]
    first.pulse.close()
    again = Desk(qtbot)
    assert again.console.clocks.parentWidget().sizes() == wanted  # type: ignore[union-attr]
    again.pulse.close()


def test_it_fits_a_small_screen(desk: Desk) -> None:
    assert desk.console.minimumSizeHint().width() <= 1_100
    assert desk.console.minimumSizeHint().height() <= 640


def test_nothing_takes_the_keyboard_while_somebody_types(desk: Desk) -> None:
    desk.start(1)
    line = desk.console.recorder.line
    line.setFocus()
    desk.qtbot.keyClicks(line, "tl contain ro")
    desk.wait(12)
    assert line.hasFocus()
    assert line.text() == "tl contain ro"
