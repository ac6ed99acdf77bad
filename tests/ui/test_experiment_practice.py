"""A whole practice drill by hand: the real shop, the real process, and a repair in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

pytest.importorskip("chaoslib")
if sys.platform == "win32":
    pytest.skip("the practice shop needs signals", allow_module_level=True)

from tests.practice.shops import terminal
from tests.ui.fakes import isolated_settings
from tests.ui.hands import control, press, words
from trainer import shipped
from trainer.cli.local import LocalWorkspace
from trainer.core import events as ev
from trainer.core.events import Record
from trainer.practice import processes, shop
from trainer.practice.place import FOLDER_VARIABLE, Place
from trainer.ui import look
from trainer.ui.facilitator import FacilitatorConsole
from trainer.ui.shell.window import MainWindow

PATIENCE = 30_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """Where the shop will be; whatever runs there at the end is ended."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "shop"))
    made = Place.of()
    yield made
    shop.stop(made)
    assert not list(processes.of_folder(made))


class Drill:
    """The main window, and the console in it."""

    def __init__(self, qtbot: QtBot, library: str) -> None:
        self.qtbot = qtbot
        self.workspace = LocalWorkspace(library)
        self.window = MainWindow(lambda: self.workspace)
        qtbot.addWidget(self.window)
        self.window.resize(1_400, 900)
        self.window.show()
        self.until(lambda: self.window.catalogue.loaded)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def says(self, part: str) -> None:
        self.until(lambda: part in words(self.window).replace("\u200b", ""))

    def press(self, name: str) -> None:
        self.until(lambda: name in self._names())
        self.until(lambda: control(self.window, QAbstractButton, name).isEnabled())
        press(self.qtbot, self.window, name)

    def _names(self) -> set[str]:
        buttons = self.window.findChildren(QAbstractButton)
        return {one.accessibleName() for one in buttons if one.isVisible()}

    def set_up(self, file: str) -> FacilitatorConsole:
        path = shipped.scenarios_folder() / file
        self.window.set_up(next(entry for entry in self.window.catalogue.scenarios if entry.path == path))
        self.says("It breaks a real system: practice shop.")
        self.press("Start exercise")
        console = self.window.stage.console
        assert isinstance(console, FacilitatorConsole)
        return console

    def records(self) -> tuple[Record, ...]:
        play = self.window.stage.play
        assert play is not None
        return tuple(play.opened.exercise.records)

    def events(self, kind: type) -> list:
        return [record.event for record in self.records() if isinstance(record.event, kind)]


def test_a_drill_in_the_practice_shop_from_its_start_to_the_stop_button(
    qtbot: QtBot, qapp: QApplication, place: Place, tmp_path: Path
):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")
    drill = Drill(qtbot, f"sqlite:///{tmp_path}/library.sqlite")
    console = drill.set_up("practice-shop.yaml")
    assert console.experiments is not None
    (sheet,) = console.experiments.page.sheets
    form = sheet.approval
    drill.says("The practice shop does not run. The experiment needs it.")
    assert "Start the practice shop first." in words(sheet)

    drill.press("Start the practice shop")
    drill.says("The practice shop runs.")
    drill.says(f"cd {place.folder}")
    drill.says(f'trainer.practice.faults.kill_service(service="payment", folder="{place.folder}")')
    for _ in range(60):
        QTest.keyClick(sheet.reading, Qt.Key.Key_PageDown)
    QTest.keyClick(form.not_production, Qt.Key.Key_Space)
    QTest.keyClicks(form.typed, "practice shop")
    drill.press("Approve")
    drill.says("All is well since 00:00")

    QTest.keyClick(console, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    drill.press("Release now: The payment process is killed")
    drill.says("Not well since 00:")
    assert drill.events(ev.ActivityRan)[0].ok
    assert "In reserve: a bad release of the storefront" in words(sheet)

    terminal(place, "./shop start payment")
    drill.says("All is well since 00:")
    assert [each.met for each in drill.events(ev.SteadyStateProbed)] == [True, False, True]

    qtbot.mouseClick(console.experiments.strip.button, Qt.MouseButton.LeftButton)
    drill.until(lambda: drill.events(ev.RollbacksRan))
    (rolled,) = drill.events(ev.RollbacksRan)
    assert (rolled.ok, rolled.reason) == (True, "it was stopped by hand")
    drill.says("Approve it again")

    drill.press("End the shop")
    drill.says("The practice shop does not run.")
    assert not shop.any_alive(place)
    drill.window.openings.close()
    assert drill.window.stage.play is not None  # its clock runs: it was asked whether to leave
    (dialog,) = [one for one in drill.window.findChildren(QDialog) if one.isVisible()]
    press(qtbot, dialog, "Pause and leave it")
    drill.until(lambda: drill.window.stage.play is None)
    drill.window.close()
