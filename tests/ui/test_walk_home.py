"""From a plan in the library to a walk-through that is set up: what is chosen, kept, offered and reviewed."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control, nameless, press, words
from tests.ui.house import TODAY, House
from trainer.core.actions import AnswerStep
from trainer.core.commands import Act, EndExercise, OpenStep, StartClock
from trainer.core.scenario import Kind, Scenario, Walkthrough
from trainer.core.walk.questions import questions_of
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.home.setup_form import Wanted
from trainer.ui.home.walk import WalkMade, WalkPage
from trainer.ui.review import ReviewPage
from trainer.ui.review.lanes import LanesView
from trainer.ui.review.walk import WalkReview
from trainer.ui.shell.window import MainWindow
from trainer.workspace import Opened, ScriptEntry, Setup


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Making:
    """The page on which a walk-through is put together, over the tiny plan."""

    def __init__(self, qtbot: QtBot) -> None:
        self.house = House(qtbot)
        self.made: list[WalkMade] = []
        self.house.requests.walk_made.connect(self.made.append)
        self.plan: ScriptEntry = self.house.workspace.plan_files[0]
        self.page = WalkPage(self.house.requests)
        qtbot.addWidget(self.page)
        self.page.resize(1_100, 760)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.page.show_plan(self.plan)
        self.qtbot = qtbot

    def tick(self, name: str) -> None:
        """Tick a procedure with the mouse."""
        box = control(self.page, QCheckBox, name)
        self.qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center() * 0.1)
        if not box.isChecked():
            self.qtbot.keyClick(box, Qt.Key.Key_Space)

    def scenario(self) -> Scenario:
        """The walk-through that was asked for, as a scenario."""
        entry = self.house.workspace.keep_walk(self.made[-1].text)
        assert isinstance(entry.value, Scenario)
        return entry.value


@pytest.fixture
def making(qtbot: QtBot) -> Making:
    return Making(qtbot)


def test_a_plan_in_the_library_offers_to_walk_through_it(qtbot: QtBot) -> None:
    house = House(qtbot)
    asked: list[object] = []
    house.requests.walk.connect(asked.append)
    page = house.library("plans")
    press(qtbot, page, "Walk through: Incident procedures")
    assert asked == [house.workspace.plan_files[0]]


def test_nothing_can_be_set_up_before_something_is_chosen(making: Making) -> None:
    assert not making.page.go.isEnabled()
    assert "Choose at least one procedure, or put steps on the path." in words(making.page)


def test_whole_procedures_are_ticked_and_walked_in_the_order_of_the_plan(making: Making) -> None:
    making.tick("6  Tell people, 2 steps")
    making.tick("4  Respond, 4 steps")
    assert "6 steps, about 25 min. Needed: " in words(making.page)
    press(making.qtbot, making.page, "Set up…")
    walk = making.scenario().walkthrough
    assert walk is not None
    assert (walk.procedures, walk.path) == (("respond", "tell"), ())


def test_a_path_takes_single_steps_in_the_order_chosen(making: Making) -> None:
    making.qtbot.mouseClick(
        control(making.page, QRadioButton, "A path of single steps"), Qt.MouseButton.LeftButton
    )
    path = making.page.path
    for step in ("set-severity", "first-update", "acknowledge-page"):
        path.steps_view.setCurrentIndex(path._filter.index_of(step))
        making.qtbot.keyClick(path.steps_view, Qt.Key.Key_Return)
    path.path_view.setFocus()
    making.qtbot.keyClick(path.path_view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert path.steps() == ["set-severity", "acknowledge-page", "first-update"]
    path.path_view.selectRow(2)
    path.path_view.setFocus()
    making.qtbot.keyClick(path.path_view, Qt.Key.Key_Delete)
    press(making.qtbot, making.page, "Set up…")
    walk = making.scenario().walkthrough
    assert walk is not None
    assert (walk.procedures, walk.path) == ((), ("set-severity", "acknowledge-page"))


def test_the_steps_of_a_path_are_found_by_words_of_their_procedure(making: Making) -> None:
    making.page.single.setChecked(True)
    search = control(making.page, QLineEdit, "Search steps")
    making.qtbot.keyClicks(search, "tell people")
    path = making.page.path
    found = [path._filter.row(path._filter.index(number, 0)) for number in range(path._filter.rowCount())]
    assert [row.step for row in found if row is not None] == ["first-update", "first-post"]


def test_severity_and_title_go_into_the_scenario(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    control(making.page, QComboBox, "Severity whose targets count").setCurrentIndex(1)
    making.qtbot.keyClicks(control(making.page, QLineEdit, "Title"), "Respond, with the night shift")
    press(making.qtbot, making.page, "Set up…")
    scenario = making.scenario()
    assert (scenario.title, scenario.truth.severity) == ("Respond, with the night shift", "SEV2")
    assert scenario.kinds == (Kind.WALKTHROUGH,)


def test_escape_goes_back_to_the_plans(making: Making) -> None:
    making.qtbot.keyClick(making.page, Qt.Key.Key_Escape)
    assert making.house.asked.only("library") == "plans"


def test_every_control_has_a_name_and_the_models_are_sound(making: Making) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, making.page)
        for model in (making.page.path.offered, making.page.path.rows)
    ]
    making.page.single.setChecked(True)
    making.page.path.put()
    assert nameless(making.page) == []
    assert len(testers) == 2


def test_a_walk_through_that_was_made_is_set_up_as_one_with_its_steps_shown(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    press(making.qtbot, making.page, "Set up…")
    house = making.house
    entry = house.workspace.keep_walk(making.made[-1].text)
    page = house.setup(entry)
    assert control(page, QComboBox, "Kind").currentText() == "Walk-through"
    assert "What is walked" in words(page)
    making.qtbot.waitUntil(lambda: "Acknowledge the page" in words(page))
    press(making.qtbot, page, "Start exercise")
    wanted = cast("Wanted", house.asked.calls[-1][1])
    assert wanted.setup.kind is Kind.WALKTHROUGH
    assert wanted.setup.scenario == entry.path


def test_a_scenario_that_declares_both_kinds_is_set_up_as_the_one_chosen(qtbot: QtBot) -> None:
    house = House(qtbot)
    whole = house.workspace.scripts[0].value
    assert isinstance(whole, Scenario)
    walk = Walkthrough(procedures=("tell",))
    both = whole.model_copy(update={"kinds": (Kind.TABLETOP, Kind.WALKTHROUGH), "walkthrough": walk})
    house.workspace.scripts[0] = ScriptEntry(Path("/files/tiny.yaml"), both.id, both.title, True, both)
    page = house.setup()
    kind = control(page, QComboBox, "Kind")
    assert [kind.itemText(at) for at in range(kind.count())] == ["Tabletop", "Walk-through"]
    assert "What it drills" in words(page)
    kind.setCurrentIndex(1)
    qtbot.waitUntil(lambda: "First update to staff" in words(page))
    assert "about 15 min · 4 roles · walks 2 steps" in words(page)
    assert "no step of its own" in words(page)
    assert "injects" not in words(page)
    press(qtbot, page, "Start exercise")
    assert cast("Wanted", house.asked.calls[-1][1]).setup.kind is Kind.WALKTHROUGH


def test_a_scenario_for_a_walk_through_alone_shows_no_empty_list_of_injects(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    press(making.qtbot, making.page, "Set up…")
    entry = making.house.workspace.keep_walk(making.made[-1].text)
    page = making.house.library("scenarios")
    page.choose(entry)
    making.qtbot.waitUntil(lambda: "walks 1 procedure" in words(page))
    shown = words(page)
    assert "Master scenario events list" not in shown.partition("walks 1 procedure")[2]
    assert "Acknowledge the page" in shown


# -- the whole program ----------------------------------------------------------------------------------------


def _window(qtbot: QtBot, workspace: FakeWorkspace) -> MainWindow:
    window = MainWindow(lambda: workspace, lambda: TODAY)
    qtbot.addWidget(window)
    window.resize(1_280, 800)
    window.show()
    qtbot.waitUntil(lambda: window.catalogue.loaded)
    return window


def test_from_the_plan_to_the_console_and_to_its_review(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    window = _window(qtbot, workspace)
    window.walk_through(workspace.plan_files[0])
    page = window.findChild(WalkPage)
    assert page is not None
    page.procedures["respond"].setChecked(True)
    press(qtbot, page, "Set up…")
    assert "“Walk-through: Respond” is kept in" in words(window)
    press(qtbot, window, "Start exercise")
    console = window.stage.console
    assert console is not None
    assert type(console).__name__ == "WalkConsole"
    window.stage.start_clock(1)
    window.stage.show_seat("on-call")
    window.stage.show_room()
    assert [type(one).__name__ for one in window.stage.windows()] == ["WalkSeatWindow", "RoomWindow"]
    console.refresh()
    assert "step 1 of 4" in words(window)
    window.stage.close()


def _reviewed(qtbot: QtBot, workspace: FakeWorkspace, opened: Opened) -> ReviewPage:
    pulse = Pulse(opened.exercise, opened.driver)
    page = ReviewPage(opened, workspace, pulse, lambda: TODAY)
    qtbot.addWidget(page, before_close_func=lambda _page: pulse.close())
    page.resize(1_280, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.waitUntil(lambda: page._reading.settled())
    return page


def _walked(workspace: FakeWorkspace, opened: Opened) -> None:
    """Walk two steps: one confirmed, one with an answer that is missing; the rest is not reached."""
    exercise = opened.exercise
    exercise.submit(StartClock())
    for step in exercise.script.walked[:2]:
        exercise.submit(OpenStep(step))
        for question in questions_of(exercise.script, exercise.script.steps[step]):
            answer = AnswerStep(step=step, question=question.id, answer="confirmed")
            exercise.submit(Act("on-call", answer, "facilitator"))
    exercise.submit(
        Act(
            "on-call",
            AnswerStep(step=step, question="means", answer="missing", note="no login"),
            "facilitator",
        )
    )
    exercise.submit(EndExercise())


def test_every_part_of_the_review_opens_for_a_walk_through_and_the_matrix_is_read(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    press(making.qtbot, making.page, "Set up…")
    workspace = making.house.workspace
    entry = workspace.keep_walk(making.made[-1].text)
    opened = workspace.create(Setup("Walked", Kind.WALKTHROUGH, entry.path, None, ()))
    _walked(workspace, opened)
    page = _reviewed(making.qtbot, workspace, opened)
    for name in list(page._parts):
        page.open_part(name)
        making.qtbot.waitUntil(lambda: page._reading.settled())
    page.open_part("Walk-through")
    part = cast("QWidget", page._parts["Walk-through"])
    assert "1 missing" in words(part)
    rows = page._parts["Walk-through"].rows  # type: ignore[attr-defined]
    assert [step.standing for step in rows.rows()][2:] == ["not walked", "not walked"]
    page.open_part("Figures")
    assert "No question was put to each role alone" not in words(page)


def test_the_timeline_of_a_walk_has_no_lane_that_stays_empty_and_no_time_that_ran_out(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    press(making.qtbot, making.page, "Set up…")
    workspace = making.house.workspace
    entry = workspace.keep_walk(making.made[-1].text)
    opened = workspace.create(Setup("Walked", Kind.WALKTHROUGH, entry.path, None, ()))
    _walked(workspace, opened)
    page = _reviewed(making.qtbot, workspace, opened)
    page.open_part("Timeline")
    making.qtbot.waitUntil(lambda: page._reading.settled())
    lanes = page.findChild(LanesView)
    assert lanes is not None
    assert [lane for lane, _, _ in lanes._lanes] == ["on-call"]
    assert any(step.outcome == "missed" for step in page._reading.findings.report.steps)  # type: ignore[union-attr]
    assert {mark.kind for mark in lanes.marks()} == {"action"}
    assert "a cross stands where" not in words(page)


def test_the_matrix_has_signs_for_what_is_confirmed_and_words_for_what_is_not(making: Making) -> None:
    making.tick("4  Respond, 4 steps")
    press(making.qtbot, making.page, "Set up…")
    workspace = making.house.workspace
    entry = workspace.keep_walk(making.made[-1].text)
    opened = workspace.create(Setup("Walked", Kind.WALKTHROUGH, entry.path, None, ()))
    _walked(workspace, opened)
    page = _reviewed(making.qtbot, workspace, opened)
    page.open_part("Walk-through")
    making.qtbot.waitUntil(lambda: page._reading.settled())
    rows = cast("WalkReview", page._parts["Walk-through"]).rows
    assert rows is not None
    names = [column.key for column in rows.columns]
    shown = [rows.index(1, names.index(name)) for name in ("owner", "means")]
    assert [index.data() for index in shown] == ["", "missing"]
    told = [index.data(Qt.ItemDataRole.AccessibleTextRole) for index in shown]
    assert told[0].endswith("confirmed")
    assert page.minimumSizeHint().height() < 776
