"""An approved experiment on the facilitator's desk: how it stands, the stop button, and leaving while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

pytest.importorskip("chaoslib")

from tests.chaos.world import Game, Shop, action, experiment
from tests.ui.experimenting import PATIENCE, Desk, Machine, opened_of
from tests.ui.fakes import isolated_settings
from tests.ui.hands import press, words
from trainer.core import events as ev
from trainer.core.commands import EndExercise
from trainer.ui import look
from trainer.ui.facilitator.ending import what_ends
from trainer.ui.notice import notice_text
from trainer.ui.shell.leaving import Leaving
from trainer.ui.shell.stage import Stage

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A service that runs, to be broken."""
    made = Shop(tmp_path / "shop")
    yield made
    made.close()


@pytest.fixture
def game(shop: Shop, tmp_path: Path) -> Game:
    method = (action("kill", "kill", shop.folder), action("freeze", "freeze", shop.folder))
    return Game(tmp_path / "data", experiment(shop, *method))


@pytest.fixture
def desk(qtbot: QtBot, game: Game) -> Iterator[Desk]:
    """A console whose experiment is live, and whose clock runs."""
    made = Desk(qtbot, opened_of(game), Machine().bind(game.place))
    made.confirm("practice shop")
    made.press("Approve")
    made.until(lambda: made.view.stage == "running")
    QTest.keyClick(made.console, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    yield made
    made.close()


def broken(desk: Desk) -> None:
    """Let the fault happen, and wait until the probes have found it."""
    desk.press("Release now: kill")
    desk.says("Not well since 00:0")


def test_the_fault_and_what_the_probes_find_are_told_as_they_happen(desk: Desk, shop: Shop):
    desk.says("All is well since 00:00: the steady state is met.")
    desk.says("probes so far, the newest")
    assert "Rolled back by itself in 1 h 29 min" in desk.words()
    assert "Waits for you to release it" in desk.words()
    broken(desk)
    assert "answers: " in desk.words()
    desk.says("Carried out at 00:0")
    assert desk.console.experiments is not None
    assert "Not well: answers: " in desk.console.experiments.strip.words()
    assert shop.answers() is None


def test_the_stop_button_is_there_on_every_page_and_one_click_rolls_everything_back(
    desk: Desk,
    shop: Shop,
):
    broken(desk)
    assert desk.console.experiments is not None
    strip = desk.console.experiments.strip
    desk.console.experiments.to_injects()
    assert not desk.sheet.isVisible()
    assert strip.button.isVisible()
    assert strip.button.height() >= 40
    desk.qtbot.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.events(ev.RollbacksRan))
    desk.until(lambda: not strip.isVisible())
    assert shop.well()
    (rolled,) = desk.events(ev.RollbacksRan)
    assert (rolled.ok, rolled.reason) == (True, "it was stopped by hand")
    assert (
        "Experiment on practice shop. It is over: it was stopped by hand; rolled back: heal"
        in notice_text(desk.console)
    )
    desk.console.experiments.to_page()
    desk.says("Approve it again")
    assert "Rolled back" in desk.sheet._chip.accessibleName()


def test_the_keys_stop_it_as_well(desk: Desk, shop: Shop):
    broken(desk)
    desk.console.recorder.line.setFocus()
    QTest.keyClick(desk.console.recorder.line, Qt.Key.Key_X, CONTROL_SHIFT)
    desk.until(lambda: desk.events(ev.RollbacksRan))
    assert shop.well()


def test_after_the_stop_the_keyboard_is_back_at_the_recorder(desk: Desk):
    assert desk.console.experiments is not None
    strip = desk.console.experiments.strip
    desk.until(strip.isVisible)
    strip.show_page.setFocus()
    QTest.keyClick(strip.show_page, Qt.Key.Key_X, CONTROL_SHIFT)
    desk.until(lambda: not strip.isVisible())
    assert desk.console.recorder.line.hasFocus()


def test_without_anything_live_the_keys_and_the_strip_do_nothing(qtbot: QtBot, game: Game):
    desk = Desk(qtbot, opened_of(game), Machine().bind(game.place))
    assert desk.console.experiments is not None
    assert not desk.console.experiments.strip.isVisible()
    QTest.keyClick(desk.console, Qt.Key.Key_X, CONTROL_SHIFT)
    assert desk.events(ev.RollbacksRan) == []
    desk.close()


def test_the_end_of_play_says_that_it_rolls_back_and_does(desk: Desk, shop: Shop):
    broken(desk)
    assert "The experiment on practice shop is stopped, and everything is rolled back." in what_ends(
        desk.console.desk, ()
    )
    desk.opened.exercise.submit(EndExercise())
    desk.until(lambda: desk.events(ev.RollbacksRan))
    assert desk.events(ev.RollbacksRan)[0].reason == "the exercise ended"
    assert shop.well()
    desk.until(lambda: not desk.sheet.approval.isVisible())
    desk.says("Not played")


def test_rollbacks_that_failed_are_tried_again_from_the_page(qtbot: QtBot, shop: Shop, tmp_path: Path):
    inline = experiment(
        shop,
        action("kill", "kill", shop.folder),
        rollbacks=[action("heal", "heal_if_asked", shop.folder)],
    )
    game = Game(tmp_path / "data", inline)
    desk = Desk(qtbot, opened_of(game), Machine().bind(game.place))
    desk.confirm("practice shop")
    desk.press("Approve")
    desk.until(lambda: desk.view.stage == "running")
    QTest.keyClick(desk.console, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    broken(desk)
    assert desk.console.experiments is not None
    desk.qtbot.mouseClick(desk.console.experiments.strip.button, Qt.MouseButton.LeftButton)
    desk.says("heal failed: ")
    assert "nobody asked" in notice_text(desk.console)
    (shop.folder / "asked").touch()
    desk.press("Try the rollbacks again")
    desk.until(lambda: shop.answers() is not None)
    desk.until(lambda: desk.view.stage == "over")
    assert [each.ok for each in desk.events(ev.RollbacksRan)] == [False, True]
    desk.close()


class Window(QWidget):
    """A window with an exercise open in it."""

    def __init__(self, qtbot: QtBot, game: Game) -> None:
        super().__init__()
        self.qtbot = qtbot
        qtbot.addWidget(self)
        self.stage = Stage(self, Machine().bind(game.place))
        self.leaving = Leaving(self.stage, self)
        self.left: list[bool] = []
        self.show()

    def ask(self) -> bool:
        return self.leaving.ask("It pauses where it is.", "leave it", lambda: self.left.append(True))

    def dialog(self) -> QDialog:
        (found,) = [one for one in self.findChildren(QDialog) if one.isVisible()]
        return found


def test_leaving_tells_of_the_experiment_rolls_it_back_first_and_then_leaves(
    qtbot: QtBot,
    game: Game,
    shop: Shop,
):
    window = Window(qtbot, game)
    window.stage.take(opened_of(game))
    game.approve()
    qtbot.waitUntil(lambda: game.view.stage == "running", timeout=PATIENCE)
    game.start()
    game.release()
    qtbot.waitUntil(lambda: game.view.met is False, timeout=PATIENCE)
    assert window.ask()
    assert "An experiment is live on practice shop. It is stopped first" in words(window.dialog())
    assert shop.answers() is None
    press(qtbot, window.dialog(), "Roll back and leave it")
    assert "Rolling back on practice shop…" in words(window.dialog())
    assert not window.left
    qtbot.waitUntil(lambda: bool(window.left), timeout=PATIENCE)
    assert shop.well()
    assert game.events(ev.RollbacksRan)[0].reason == "it was stopped by hand: the exercise was left"
    window.stage.close()


def test_leaving_an_exercise_that_has_begun_nothing_asks_nothing(qtbot: QtBot, game: Game):
    window = Window(qtbot, game)
    window.stage.take(opened_of(game))
    assert not window.ask()
    assert not window.left
    window.stage.close()
