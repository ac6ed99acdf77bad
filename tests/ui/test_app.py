"""The frame of the desktop program: places, menus, what opens and closes an exercise, and what is remembered."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, MemoryJournal, SessionDriver, isolated_settings
from tests.ui.hands import control, nameless, press, words
from tests.ui.house import TODAY, played, prepared
from trainer.core.commands import EndExercise
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.app import Start
from trainer.ui.notice import notice_text
from trainer.ui.settings import Settings
from trainer.ui.shell.stage import leading_role
from trainer.ui.shell.window import MainWindow
from trainer.workspace import ExerciseEntry

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")
    yield
    look.apply(qapp, "light")


class Desktop:
    """The main window over a workspace in memory."""

    def __init__(self, qtbot: QtBot, workspace: FakeWorkspace) -> None:
        self.qtbot, self.workspace = qtbot, workspace
        self.window = MainWindow(lambda: workspace, lambda: TODAY)
        self.window.resize(1_280, 800)
        self.window.show()
        qtbot.waitUntil(lambda: self.window.catalogue.loaded)

    def press(self, name: str) -> None:
        """Click a button, once it is there."""
        self.qtbot.waitUntil(lambda: name in _names(self.window))
        press(self.qtbot, self.window, name)

    def keys(self, key: str | Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        """Press keys in the window, once it is the active one."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, key, modifier)

    def menu(self, name: str) -> None:
        self.window.menus.actions[name].trigger()

    def dialog(self) -> QDialog:
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.window.findChildren(QDialog)))
        (found,) = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        return found

    def answer(self, words_on_button: str) -> None:
        dialog = self.dialog()
        press(self.qtbot, dialog, words_on_button)
        self.qtbot.waitUntil(lambda: not dialog.isVisible())

    def state(self) -> str:
        return self.window.stage.status()

    def start(self, *boxes: str) -> None:
        """Set the first scenario up and start it, ticking these boxes."""
        self.press("New exercise")
        for name in boxes:
            box = next(
                one
                for one in self.window.findChildren(QAbstractButton)
                if one.text().replace("&", "") == name
            )
            self.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
        self.press("Start exercise")

    def driver(self) -> SessionDriver:
        assert self.window.stage.play is not None
        return cast("SessionDriver", self.window.stage.play.opened.driver)

    def let_pass(self, by: int) -> None:
        """Move the clock, and wait until the window shows it."""
        self.driver().clock.advance(by)
        play = self.window.stage.play
        assert play is not None
        self.qtbot.waitUntil(lambda: play.pulse.shown() == play.opened.exercise.elapsed())

    def close(self) -> None:
        stage = self.window.stage
        if stage.play is not None and stage.play.opened.exercise.state.status == "running":
            stage.close()
        for dialog in self.window.findChildren(QDialog):
            dialog.close()
        self.window.close()
        self.window.deleteLater()


def _names(widget: QWidget) -> set[str]:
    return {one.accessibleName() for one in widget.findChildren(QAbstractButton) if one.isVisible()}


@pytest.fixture
def desktop(qtbot: QtBot) -> Iterator[Callable[..., Desktop]]:
    made: list[Desktop] = []

    def open_desktop(workspace: FakeWorkspace | None = None) -> Desktop:
        made.append(Desktop(qtbot, workspace or FakeWorkspace()))
        return made[-1]

    yield open_desktop
    for one in made:
        one.close()


# -- starting ------------------------------------------------------------------------------------------------


FIRST_PICTURE = """
import os, sys
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QLabel
from trainer.cli import main
from trainer.ui.shell.window import MainWindow

class Watch(QObject):
    def eventFilter(self, window, event):
        if event.type() is QEvent.Type.Paint:
            shown = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
            print(*(one.text() for one in shown), sep=", ")
            print(*(one.text() for one in window.findChildren(QLabel) if one.isVisible()), sep=", ")
            heavy = ("pydantic", "sqlalchemy", "sqlite3", "jinja2", "yaml", "trainer.core", "trainer.workspace")
            print([name for name in heavy if name in sys.modules], flush=True)
            os._exit(0)
        return False

watch = Watch()

def shown(self, event):
    super(MainWindow, self).showEvent(event)
    self.installEventFilter(watch)

MainWindow.showEvent = shown
sys.exit(main(["--library", sys.argv[1]]))
"""


def test_the_first_picture_is_the_frame_with_home_and_comes_before_the_core_is_loaded(tmp_path: Path) -> None:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FIRST_PICTURE, str(tmp_path / "library.db")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings, cwd=ROOT)
    buttons, labels, heavy = done.stdout.splitlines()
    assert {"Import exercise…", "New exercise"} <= set(buttons.split(", "))
    assert "Home, Reading the library…" in labels
    assert heavy == "[]"


def test_the_library_is_read_after_the_window_stands(qtbot: QtBot) -> None:
    read: list[bool] = []

    class Watched(FakeWorkspace):
        def scenarios(self):
            read.append(window.isVisible())
            return super().scenarios()

    window = MainWindow(Watched, lambda: TODAY)
    qtbot.addWidget(window)
    assert read == []
    window.show()
    qtbot.waitUntil(lambda: bool(read))
    assert read == [True]
    qtbot.waitUntil(lambda: "Payments stop" in words(window))


# -- places --------------------------------------------------------------------------------------------------


def test_each_place_is_reached_by_mouse_and_by_keyboard(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    for name, key in (("Library", "3"), ("Exercise", "2"), ("Review", "4"), ("Home", "1")):
        one.press(name)
        by_mouse = one.window.place()
        one.window.go("home" if name != "Home" else "library")
        one.keys(key, Qt.KeyboardModifier.AltModifier)
        assert (by_mouse, one.window.place()) == (name.lower(), name.lower())


def test_home_leaves_the_keyboard_on_what_comes_next_and_return_does_it(
    desktop: Callable[..., Desktop],
) -> None:
    workspace = FakeWorkspace()
    played(workspace, "Morning drill")
    one = desktop(workspace)
    one.press("Library")
    one.press("Home")
    focus = one.window.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Resume: Morning drill"
    one.qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert one.window.stage.title() == "Morning drill"


def test_empty_places_say_what_to_do_next(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.press("Exercise")
    assert "No exercise is open." in words(one.window)
    one.press("Review")
    assert "No exercise has ended yet." in words(one.window)


@pytest.mark.parametrize("place", ["home", "exercise", "library", "review"])
def test_every_control_of_an_empty_place_has_a_name(desktop: Callable[..., Desktop], place: str) -> None:
    one = desktop()
    one.window.go(place)  # type: ignore[arg-type]
    assert nameless(one.window) == []


# -- look ----------------------------------------------------------------------------------------------------


def test_theme_and_text_size_are_chosen_in_the_menu_and_remembered(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.menu("scheme-dark")
    one.menu("larger")
    one.menu("larger")
    assert (look.tokens().scheme, look.zoom()) == ("dark", 125)
    assert (Settings().scheme(), Settings().zoom()) == ("dark", 125)
    assert one.window.menus.zooms[125].isChecked()


def test_ctrl_plus_minus_and_nought_change_the_size_of_the_text(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    for key, size in (("+", 110), ("+", 125), ("-", 110), ("0", 100)):
        one.keys(key, Qt.KeyboardModifier.ControlModifier)
        assert look.zoom() == size


def test_settings_that_cannot_be_read_count_as_never_set() -> None:
    settings = Settings()
    settings.set_text("look/scheme", "plaid")
    settings.set_text("look/zoom", "large")
    assert (settings.scheme(), settings.zoom()) == ("system", 100)


def test_the_window_comes_back_as_it_was_left(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.window.resize(810, 700)
    one.window.close()
    again = MainWindow(lambda: one.workspace, lambda: TODAY)
    one.qtbot.addWidget(again)
    assert again.height() == 700


def test_the_bar_of_places_shows_icons_alone_where_text_is_large_and_the_window_small(
    desktop: Callable[..., Desktop],
) -> None:
    one = desktop()
    library = control(one.window, QAbstractButton, "Library")
    assert library.text() == "Library"
    one.menu("zoom-200")
    assert (library.text(), library.accessibleName()) == ("", "Library")


# -- help ----------------------------------------------------------------------------------------------------


def test_the_keyboard_overview_lists_the_shortcuts_that_there_are(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.menu("keys")
    view = control(one.dialog(), QTableView, "Keyboard overview")
    model = view.model()
    listed = {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}
    assert listed["New exercise"] == "Ctrl+N"
    assert listed["Larger text"] == "Ctrl++, Ctrl+="
    assert listed["Full screen"] == "F11"


def test_about_tells_version_and_library(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.menu("about")
    assert "Library: in memory" in words(one.dialog())


# -- errands -------------------------------------------------------------------------------------------------


def last(one: Desktop) -> ExerciseEntry:
    return one.workspace.exercises()[0]


def test_deleting_asks_once_in_the_words_of_what_is_lost(desktop: Callable[..., Desktop]) -> None:
    workspace = FakeWorkspace()
    workspace.remember(3, title="Last week")
    one = desktop(workspace)
    one.window.errands.ask_delete(last(one))
    assert "The journal of 27 Feb 2026 with 120 events" in words(one.dialog())
    one.answer("Cancel")
    assert len(workspace.past) == 1
    one.window.errands.ask_delete(last(one))
    one.answer("Delete")
    assert workspace.past == []
    assert notice_text(one.window) == "“Last week” was deleted."


def test_an_exercise_is_exported_and_imported(desktop: Callable[..., Desktop], tmp_path: Path) -> None:
    workspace = FakeWorkspace()
    played(workspace, "Morning drill", end=True)
    one = desktop(workspace)
    one.window.errands.export(last(one), tmp_path / "drill.drill")
    assert "exported to drill.drill" in notice_text(one.window)
    one.window.errands.import_exercise(tmp_path / "drill.drill")
    assert len(workspace.exercises()) == 2
    one.window.errands.import_exercise(tmp_path / "nothing.drill")
    assert "nothing.drill is not an exported exercise" in notice_text(one.window)


def test_adding_a_file_shows_it_in_the_library(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    path = Path("/files/own.yaml")
    own = one.workspace.scripts[0]
    one.workspace.addable[path] = type(own)(path, "own", "Our own drill", False, own.value)
    one.window.errands.add_script(path)
    assert one.window.place() == "library"
    assert "“Our own drill” is in the library now." in notice_text(one.window)
    one.window.errands.add_script(Path("/files/none.yaml"))
    assert "none.yaml: there is no such file" in notice_text(one.window)


def test_ctrl_o_lets_a_file_be_chosen(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.keys(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    dialog = one.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.close()


# -- an exercise in the windows ------------------------------------------------------------------------------


def test_an_exercise_is_set_up_and_opens_with_its_console(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.start()
    assert one.window.place() == "exercise"
    assert one.state() == "created"
    assert one.window.windowTitle().startswith("Payments stop, 2 Mar 2026")
    assert one.window.stage.windows() == ()


def test_the_clock_can_start_with_the_exercise(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.start("Start the clock at once")
    assert one.state() == "running"
    assert "In play" in control(one.window, QWidget, "In play (good)").accessibleName()


def test_closing_the_window_in_play_asks_once_and_pauses(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.start("Start the clock at once")
    one.let_pass(90 * SECOND)
    exercise = one.window.stage.play.opened.exercise  # type: ignore[union-attr]
    one.window.close()
    assert "The exercise pauses where it is and can be resumed." in words(one.dialog())
    one.answer("Cancel")
    assert one.window.isVisible()
    assert exercise.state.status == "running"
    one.window.close()
    one.answer("Pause and quit")
    assert not one.window.isVisible()
    assert (exercise.state.status, exercise.elapsed()) == ("paused", 90 * SECOND)


def test_another_exercise_is_not_opened_over_one_in_play_without_asking(
    desktop: Callable[..., Desktop],
) -> None:
    workspace = FakeWorkspace()
    played(workspace, "Morning drill")
    one = desktop(workspace)
    one.start("Start the clock at once")
    first = one.window.stage.id()
    one.press("Home")
    one.press("Resume: Morning drill")
    one.answer("Cancel")
    assert one.window.stage.id() == first
    one.press("Resume: Morning drill")
    one.answer("Pause and leave it")
    assert one.window.stage.title() == "Morning drill"
    assert {entry.title: entry.state for entry in workspace.exercises()} == {
        "Morning drill": "paused",
        "Payments stop, 2 Mar 2026": "paused",
    }


def test_closing_an_exercise_brings_the_empty_place_back(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    one.start()
    one.menu("close")
    assert "No exercise is open." in words(one.window)
    assert one.window.windowTitle() == "Incident Trainer"


def test_seats_and_room_open_beside_the_main_window_and_close_with_it(
    desktop: Callable[..., Desktop],
) -> None:
    one = desktop()
    opened = prepared(one.workspace)
    one.window.begin(opened, None, True, 10)
    # The screen of the tests is too small for windows side by side; whoever wants them can still open them.
    role = leading_role(opened.exercise.script)
    assert role is not None
    missing = f"{opened.exercise.script.roles[role].title} and the room display"
    assert notice_text(one.window) == (
        f"The screen has no place for {missing}. Open them from the bar at the top."
    )
    one.window.stage.show_seat(role)
    one.window.stage.show_room()
    beside = one.window.stage.windows()
    assert len(beside) == 2
    assert one.state() == "running"
    one.window.stage.close()
    assert not any(window.isVisible() for window in beside)


def test_a_full_disk_is_told_once_and_the_exercise_goes_on_from_there(
    desktop: Callable[..., Desktop],
) -> None:
    one = desktop()
    one.start("Start the clock at once")
    one.let_pass(12 * MINUTE)
    journal: MemoryJournal = one.driver().journal
    journal.fault = OSError(28, "No space left on device")
    one.driver().clock.advance(5 * MINUTE)
    one.qtbot.waitUntil(one.window.banner.isVisible)
    assert "No space left on device" in one.window.banner.text()
    assert "The exercise stands at 12:00" in one.window.banner.text()
    assert control(one.window, QWidget, "Stopped (problem)").isVisible()
    assert not one.window.stage.console.isEnabled()  # type: ignore[union-attr]
    one.press("Try again")
    assert one.window.banner.isVisible()
    journal.fault = None
    one.press("Try again")
    assert not one.window.banner.isVisible()
    exercise = one.window.stage.play.opened.exercise  # type: ignore[union-attr]
    assert (exercise.state.status, exercise.elapsed()) == ("paused", 12 * MINUTE)


def test_what_start_asks_for_is_done_once_play_has_ended(desktop: Callable[..., Desktop]) -> None:
    one = desktop()
    start = Start(prepared(one.workspace), speed=60, ended=lambda exercise: f"{exercise.id} was reported")
    one.window.begin(start.opened, start.seat, start.room, start.speed, start.ended)
    exercise = start.opened.exercise
    assert exercise.state.clock.speed == 60
    exercise.submit(EndExercise())
    one.qtbot.waitUntil(lambda: one.window.place() == "review")
    assert notice_text(one.window) == f"{exercise.id} was reported"


def test_a_review_is_opened_from_home_and_left_again(desktop: Callable[..., Desktop]) -> None:
    workspace = FakeWorkspace()
    played(workspace, "Morning drill", end=True)
    one = desktop(workspace)
    one.press("Review: Morning drill")
    assert one.window.place() == "review"
    assert "Choose an exercise that has ended" not in words(one.window)
    one.window.openings.leave_review()
    assert "Choose an exercise that has ended" in words(one.window)
