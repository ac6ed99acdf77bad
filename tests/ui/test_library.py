"""The library: what stands in files and exercises, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QTableView,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings, tiny_scenario, tiny_script
from tests.ui.hands import control, nameless, words
from tests.ui.house import House, played
from trainer.ui import look
from trainer.ui.home.outline import outline
from trainer.ui.panels import TimelineStrip
from trainer.workspace import ScriptEntry


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def house(qtbot: QtBot) -> Callable[..., House]:
    def made(workspace: FakeWorkspace | None = None) -> House:
        return House(qtbot, workspace)

    return made


def test_the_library_shows_what_stands_in_a_scenario(house: Callable[..., House]) -> None:
    page = house().library()
    for told in (
        "Command is taken within minutes",
        "Incident Commander",
        "It is Friday, shortly before noon.",
    ):
        assert told in words(page)
    assert "All clear – by hand" in words(page)
    strip = control(page, TimelineStrip, page.findChildren(TimelineStrip)[0].accessibleName())
    assert [mark.key for mark in strip.marks()] == ["alert", "support-calls", "how-bad", "options", "press"]


def test_the_problems_of_a_file_are_listed_as_the_checker_says_them(house: Callable[..., House]) -> None:
    found = (
        "bad.yaml:3:1: error: unknown key (did you mean x?) [unknown-key]",
        "bad.yaml:9:1: warning: no [w]",
    )
    made = house(
        FakeWorkspace(scripts=[ScriptEntry(Path("/files/bad.yaml"), "bad", "Bad", False, None, found, 1)])
    )
    page = made.library()
    for line in found:
        assert line in words(page)
    assert "Set up…" not in words(page)


def test_searching_the_library_leaves_what_fits(house: Callable[..., House]) -> None:
    made = house()
    other = tiny_scenario().model_copy(update={"id": "dns", "title": "Names go astray"})
    made.workspace.scripts.append(ScriptEntry(Path("/files/dns.yaml"), "dns", "Names go astray", True, other))
    page = made.library()
    made.qtbot.keyClicks(control(page, QLineEdit, "Search scenarios"), "astray")
    view = control(page, QTableView, "Scenarios")
    assert view.model().rowCount() == 1
    assert view.model().index(0, 0).data() == "Names go astray"


def test_a_plan_is_shown_with_owners_and_targets(house: Callable[..., House]) -> None:
    page = house().library("plans")
    assert "Acknowledge the page · On-call engineer · 5 min from first alert · critical" in words(page)
    assert "Checkout: tabletop every 90 d, simulation every 365 d" in words(page)


def test_return_on_an_exercise_opens_it_by_its_state(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(30, title="Old drill")
    played(made.workspace, "Morning drill")
    page = made.library("exercises")
    view = control(page, QTableView, "Exercises")
    view.selectRow(0)
    made.qtbot.keyClick(view, Qt.Key.Key_Return)
    view.selectRow(1)
    made.qtbot.keyClick(view, Qt.Key.Key_Return)
    assert made.asked.names() == ["resume", "review"]


def test_the_delete_key_asks_to_delete_the_chosen_exercise(house: Callable[..., House]) -> None:
    made = house()
    entry = made.workspace.remember(30)
    page = made.library("exercises")
    view = control(page, QTableView, "Exercises")
    view.setFocus()
    made.qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert made.asked.calls == [("delete", entry)]


def test_exercises_are_filtered_by_state(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(30, title="Old drill")
    played(made.workspace, "Morning drill")
    page = made.library("exercises")
    view = control(page, QTableView, "Exercises")
    which = control(page, QComboBox, "Which exercises")
    made.qtbot.keyClicks(which, "Ended")
    assert [view.model().index(row, 0).data() for row in range(view.model().rowCount())] == ["Old drill"]


def test_the_tables_of_the_library_are_sound_models(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(30)
    page = made.library()
    testers = [
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
        for view in page.findChildren(QTableView)
    ]
    made.workspace.remember(40)
    made.workspace.scripts.clear()
    made.catalogue.load()
    assert len(testers) == 3


def test_every_control_of_the_library_has_a_name(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(10)
    for tab in ("scenarios", "plans", "exercises"):
        assert nameless(made.library(tab)) == []


def test_the_outline_leaves_out_times_that_hang_on_people() -> None:
    found = outline(tiny_scenario(), tiny_script())
    assert {mark.key: mark.time_s for mark in found.marks} == {
        "alert": 0, "support-calls": 180, "how-bad": 300, "options": 600, "press": 1_200,
    }  # fmt: skip
    assert len(found.untimed) == 5
