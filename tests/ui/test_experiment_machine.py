"""Experiments and this machine: the list of what is allowed, and what an earlier program left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.ui.experimenting import Machine
from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import nameless, press, words
from tests.ui.house import House, prepared
from trainer.cli.experiment_place import ExperimentPlace
from trainer.ui import look
from trainer.ui.experiment_words import admits, breakable, called, listed
from trainer.ui.home.home import HomePage
from trainer.ui.notice import notice_text
from trainer.ui.shell.allow_list import AllowList
from trainer.ui.shell.window import MainWindow
from trainer.workspace import AllowedEntry, LeftOver

WAITS = LeftOver(
    "k1", "gone", "The experiment shop on staging was never rolled back: it is not allowed.", False, "why"
)
DONE = LeftOver("k2", "gone", "The experiment shop on staging was ended because it was killed; healed.", True)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


# ---------------------------------------------------------------- what is allowed


@pytest.fixture
def place(tmp_path: Path) -> ExperimentPlace:
    return ExperimentPlace(tmp_path / "data")


@pytest.fixture
def dialog(qtbot: QtBot, place: ExperimentPlace) -> AllowList:
    window = MainWindow(lambda: FakeWorkspace())
    qtbot.addWidget(window)
    window.show()
    made = AllowList(Machine().bind(place), window)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def said(dialog: AllowList) -> str:
    return words(dialog).replace("\u200b", "")


def test_what_always_is_allowed_is_told_and_cannot_be_taken_off(dialog: AllowList):
    assert "trainer.practice.faults.*" in said(dialog)
    assert "The faults of the practice shop, which comes with the program. Always allowed." in said(dialog)
    assert "You have allowed nothing yet." in said(dialog)
    assert "Take off" not in said(dialog)
    assert nameless(dialog) == []


def test_an_entry_is_explained_while_it_is_typed_and_added_with_return(
    dialog: AllowList, place: ExperimentPlace
):
    QTest.keyClicks(dialog.entry, "shop.faults.*")
    assert "every function that the Python module shop.faults defines" in said(dialog)
    QTest.keyClick(dialog.entry, Qt.Key.Key_Return)
    assert "shop.faults.*" in place.allowed().functions
    assert dialog.entry.text() == ""
    assert "You have allowed nothing yet." not in said(dialog)
    dialog.sort.setCurrentIndex(dialog.sort.findData("host"))
    QTest.keyClicks(dialog.entry, "staging.internal:8080")
    assert "any request to staging.internal on port 8080" in said(dialog)
    QTest.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert place.allowed().hosts == ("staging.internal:8080",)


def test_what_would_allow_too_much_is_refused_in_the_dialog(dialog: AllowList, place: ExperimentPlace):
    dialog.sort.setCurrentIndex(dialog.sort.findData("host"))
    QTest.keyClicks(dialog.entry, "shop.prod.internal")
    QTest.keyClick(dialog.entry, Qt.Key.Key_Return)
    assert "It was not added: shop.prod.internal looks like production" in said(dialog)
    assert place.allowed().hosts == ()
    assert dialog.entry.text() == "shop.prod.internal"


def test_an_entry_is_taken_off_with_one_click(dialog: AllowList, place: ExperimentPlace, qtbot: QtBot):
    place.allow("function", "shop.faults.kill")
    dialog.show_entries()
    press(qtbot, dialog, "Take the function shop.faults.kill off the list")
    assert "shop.faults.kill" not in place.allowed().functions
    assert "You have allowed nothing yet." in said(dialog)


def test_a_list_that_cannot_be_read_says_so(qtbot: QtBot, place: ExperimentPlace):
    place.settings.parent.mkdir(parents=True)
    place.settings.write_text("nonsense")

    window = MainWindow(lambda: FakeWorkspace())
    qtbot.addWidget(window)
    window.show()
    made = AllowList(Machine().bind(place), window)
    made.show()
    assert "is no list of what is allowed" in made.banner.text()


def test_the_menu_opens_the_list(qtbot: QtBot):
    window = MainWindow(lambda: FakeWorkspace())
    qtbot.addWidget(window)
    window.show()
    window.menus.actions["allowed"].trigger()
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert "What experiments may do" in words(dialog)


@pytest.mark.parametrize(
    ("entry", "part"),
    [
        (
            AllowedEntry("function", "shop.kill"),
            "the function kill of the Python module shop, with any arguments",
        ),
        (AllowedEntry("function", "shop.*"), "every function that the Python module shop defines"),
        (AllowedEntry("command", "/usr/bin/kill"), "begins with these words, whatever follows them."),
        (AllowedEntry("command", "/usr/bin/kill shop-*"), "* stands for any text"),
        (AllowedEntry("host", "staging"), "staging on any port"),
        (AllowedEntry("host", "[::1]:80"), "[::1] on port 80"),
        (AllowedEntry("host", "fd00::1"), "fd00::1 on any port"),
    ],
)
def test_every_entry_says_in_plain_words_what_it_admits(entry: AllowedEntry, part: str):
    assert part in admits(entry)


def test_words_of_lists_and_calls():
    assert [listed(()), listed(("a",)), listed(("a", "b", "c"))] == ["", "a", "a, b and c"]
    assert called('kill: m.kill(url="http://x")') == ("kill", 'm.kill(url="http://x")')
    assert breakable("a/b c").replace("\u200b", "|") == "a/|b c"


# ---------------------------------------------------------------- what was left over


def home(qtbot: QtBot, *left: LeftOver) -> tuple[House, HomePage]:
    house = House(qtbot)
    house.workspace.left = list(left)
    page = HomePage(house.requests)
    page.follow(house.catalogue, house.workspace)
    house.catalogue.load()
    house._show(page)
    return house, page


def test_home_says_nothing_where_nothing_was_left_over(qtbot: QtBot):
    _, page = home(qtbot)
    assert not page.left_over.isVisible()


def test_what_waits_for_a_person_is_rolled_back_from_home(qtbot: QtBot):
    house, page = home(qtbot, WAITS)
    assert "A real system may still be broken" in words(page)
    assert WAITS.text in words(page)
    assert nameless(page.left_over) == []
    press(qtbot, page.left_over, "Roll back now")
    assert house.workspace.left[0].done
    qtbot.waitUntil(lambda: "Rolled back since the program ended" in words(page))


def test_giving_up_is_asked_once_in_the_words_of_what_is_lost(qtbot: QtBot):
    house, page = home(qtbot, WAITS)
    press(qtbot, page.left_over, "I put it right by hand")
    (dialog,) = [one for one in page.findChildren(QDialog) if one.isVisible()]
    assert "never rolls it back" in words(dialog)
    assert house.workspace.left
    press(qtbot, dialog, "It was put right")
    qtbot.waitUntil(lambda: not page.left_over.isVisible())
    assert house.workspace.left == []


def test_what_was_rolled_back_leads_to_its_exercise_or_is_forgotten_where_there_is_none(qtbot: QtBot):
    workspace = FakeWorkspace()
    opened = prepared(workspace, "Drill")
    kept = LeftOver("k3", opened.exercise.id, "It was rolled back.", True)
    house = House(qtbot, workspace)
    workspace.left = [kept, DONE]
    page = HomePage(house.requests)
    page.follow(house.catalogue, workspace)
    house.catalogue.load()
    house._show(page)
    press(qtbot, page.left_over, "Open the exercise")
    assert house.asked.only("resume").id == opened.exercise.id  # type: ignore[attr-defined]
    for _ in range(2):
        buttons = [
            one for one in page.left_over.findChildren(type(page.new)) if one.text() == "I have read it"
        ]
        buttons[0].click()
        qtbot.waitUntil(lambda: len(page.left_over.findChildren(type(page.new))) < 4)
    assert not page.left_over.isVisible()
    assert workspace.left == [kept]  # the exercise has not noted it yet


def test_what_is_under_way_is_looked_at_again_until_it_is_known(qtbot: QtBot):
    house, page = home(qtbot, LeftOver("k4", "gone", "It belongs to a process that still runs.", False))
    assert "Being rolled back…" in words(page)
    house.workspace.left = [DONE]
    qtbot.waitUntil(lambda: "Rolled back since the program ended" in words(page))


def test_what_the_open_exercise_does_at_this_moment_was_not_left_over(qtbot: QtBot):
    house, page = home(qtbot)
    house.catalogue.in_play = "ex-1"
    house.workspace.left = [LeftOver("k5", "ex-1", "It belongs to a process that still runs.", False)]
    house.catalogue.refresh()
    assert not page.left_over.isVisible()
    assert notice_text(page) == ""
