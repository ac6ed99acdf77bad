"""Home, as a facilitator works it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control, nameless, press, words
from tests.ui.house import House, played
from trainer.ui import look
from trainer.workspace import ScriptEntry, Unusable


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def house(qtbot: QtBot) -> Callable[..., House]:
    def made(workspace: FakeWorkspace | None = None) -> House:
        return House(qtbot, workspace)

    return made


def test_an_empty_library_says_what_to_do_first(house: Callable[..., House]) -> None:
    made = house(FakeWorkspace(scripts=[], plan_files=[]))
    page = made.home()
    assert "There is no scenario yet." in words(page)
    assert "What is due" not in words(page)
    add = [one for one in page.findChildren(QPushButton) if one.isVisible() and one.text() == "Add a file…"][
        -1
    ]
    made.qtbot.mouseClick(add, Qt.MouseButton.LeftButton)
    assert made.asked.names() == ["add_script"]


def test_a_scenario_card_tells_what_is_drilled_and_sets_it_up(house: Callable[..., House]) -> None:
    made = house()
    page = made.home()
    for told in ("Payments stop", "45 min · Introductory · 4 roles · 10 injects", "Payments are restored"):
        assert told in words(page)
    press(made.qtbot, page, "Set up: Payments stop")
    assert made.asked.only("set_up") == made.workspace.scripts[0]


def test_a_scenario_with_errors_offers_no_set_up_but_shows_what_is_wrong(house: Callable[..., House]) -> None:
    broken = ScriptEntry(Path("/files/bad.yaml"), "bad", "Bad", False, None, ("bad.yaml:1:1: error: no",), 1)
    made = house(FakeWorkspace(scripts=[broken]))
    page = made.home()
    assert "Set up…" not in words(page)
    press(made.qtbot, page, "See what is wrong: Bad")
    assert made.asked.only("library") == "scenarios"


def test_a_paused_exercise_stands_first_and_is_resumed(house: Callable[..., House]) -> None:
    made = house()
    played(made.workspace, "Morning drill")
    page = made.home()
    assert "Morning drill" in words(page)
    press(made.qtbot, page, "Resume: Morning drill")
    entry = made.asked.only("resume")
    assert getattr(entry, "title", "") == "Morning drill"


def test_the_exercise_that_is_open_now_is_gone_to_not_resumed(house: Callable[..., House]) -> None:
    made = house()
    played(made.workspace, "Morning drill")
    made.catalogue.in_play = "ex-1"
    page = made.home()
    press(made.qtbot, page, "Go to it: Morning drill")
    assert made.asked.names() == ["resume"]


def test_what_has_ended_is_reviewed_and_not_resumed(house: Callable[..., House]) -> None:
    made = house()
    played(made.workspace, "Morning drill", end=True)
    page = made.home()
    assert "Resume" not in words(page)
    press(made.qtbot, page, "Review: Morning drill")
    assert made.asked.names() == ["review"]


def test_more_about_an_exercise_exports_and_deletes_it(house: Callable[..., House]) -> None:
    made = house()
    entry = made.workspace.remember(3, title="Last week")
    page = made.home()
    more = control(page, QToolButton, "More about Last week")
    made.qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    (menu,) = more.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Write report…", "Export…", "Delete…"]
    for action in menu.actions():
        action.trigger()
    menu.close()
    assert made.asked.calls == [("write_report", entry), ("export", entry), ("delete", entry)]


def test_due_drills_are_told_in_days_and_set_up(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(102)
    page = made.home()
    assert "Tabletop was due 12 days ago" in words(page)
    assert "Simulation: never held" in words(page)
    press(made.qtbot, page, "Set up: Tabletop of Checkout")
    assert made.asked.only("set_up") == made.workspace.scripts[0]


def test_a_rehearsal_with_a_virtual_team_is_no_drill_of_people(house: Callable[..., House]) -> None:
    made = house()
    made.workspace.remember(1, virtual=True)
    page = made.home()
    assert "Tabletop: never held" in words(page)


def test_a_library_that_cannot_be_read_is_told_on_home(house: Callable[..., House]) -> None:
    class Locked(FakeWorkspace):
        def exercises(self):
            raise Unusable("library.db: the file is not a database; choose another with --library")

    made = house(Locked())
    assert "library.db: the file is not a database" in words(made.home())


def test_every_control_of_home_has_a_name(house: Callable[..., House]) -> None:
    made = house()
    played(made.workspace, "Morning drill")
    made.workspace.remember(10)
    assert nameless(made.home()) == []
