"""Experiments in a real system on the facilitator's desk: nothing runs before it was read, confirmed and typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

pytest.importorskip("chaoslib")

from tests.chaos.world import MODULE, Game, Shop, action, experiment
from tests.ui.experimenting import Desk, Machine, opened_of
from tests.ui.fakes import isolated_settings
from tests.ui.hands import nameless, press, words
from trainer.core import events as ev
from trainer.ui import look
from trainer.ui.notice import notice_text


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


class Table:
    """A shop, its game, and desks that are let go of at the end."""

    def __init__(self, qtbot: QtBot, shop: Shop, tmp_path: Path) -> None:
        self.qtbot, self.shop, self.tmp_path = qtbot, shop, tmp_path
        self.desks: list[Desk] = []

    def desk(self, **more: Any) -> Desk:
        """A console over an exercise whose experiment kills the shop's process."""
        inline = experiment(self.shop, action("kill", "kill", self.shop.folder))
        game = Game(self.tmp_path / "data", inline, **more)
        self.game = game
        made = Desk(self.qtbot, opened_of(game), Machine().bind(game.place))
        self.desks.append(made)
        return made


@pytest.fixture
def table(qtbot: QtBot, shop: Shop, tmp_path: Path) -> Iterator[Table]:
    made = Table(qtbot, shop, tmp_path)
    yield made
    for desk in made.desks:
        desk.close()


def test_a_tabletop_has_no_experiment_on_the_desk(qtbot: QtBot):
    from tests.ui.fakes import FakeWorkspace, live

    desk = Desk(qtbot, live(), FakeWorkspace())
    assert desk.console.experiments is None
    desk.close()


def test_what_it_does_is_shown_call_by_call_and_nothing_is_filled_in(table: Table):
    desk = table.desk()
    said = desk.words()
    assert f'{MODULE}.kill(folder="{table.shop.folder}")' in said
    assert f'{MODULE}.heal(folder="{table.shop.folder}")' in said
    assert f"GET {table.shop.url}, expected 200" in said
    assert "How it is found out whether all is well, every 0.4 s" in said
    form = desk.sheet.approval
    assert (form.typed.text(), form.not_production.isChecked()) == ("", False)
    assert (form.approve.isEnabled(), form.dry.isEnabled()) == (False, False)
    assert nameless(desk.sheet) == []


def test_each_thing_that_is_missing_is_named_until_all_is_done(table: Table):
    desk = table.desk()
    form = desk.sheet.approval
    desk.read()
    assert "Still to do: say that it is not production, type the target’s name." in desk.words()
    QTest.mouseClick(form.not_production, Qt.MouseButton.LeftButton, pos=form.not_production.rect().center())
    if not form.not_production.isChecked():
        QTest.keyClick(form.not_production, Qt.Key.Key_Space)
    form.typed.setFocus()
    QTest.keyClicks(form.typed, "Practice shop")
    assert "type the name of the target exactly as it stands" in desk.words()
    assert not form.approve.isEnabled()
    form.typed.clear()
    QTest.keyClicks(form.typed, "practice shop")
    assert form.approve.isEnabled()
    assert "Ready." in desk.words()
    assert desk.events(ev.ExperimentApproved) == []


def test_a_list_too_long_for_the_screen_has_to_be_read_to_its_end(table: Table):
    method = [action(f"look {number}", "note_record", table.shop.folder, data="x") for number in range(30)]
    game = Game(table.tmp_path / "data", experiment(table.shop, *method))
    desk = Desk(table.qtbot, opened_of(game), Machine().bind(game.place))
    table.desks.append(desk)
    form = desk.sheet.approval
    QTest.keyClick(form.not_production, Qt.Key.Key_Space)
    QTest.keyClicks(form.typed, "practice shop")
    assert "Still to do: read what it does to its end." in desk.words()
    assert not form.approve.isEnabled()
    desk.read()
    assert form.approve.isEnabled()


def test_an_experiment_that_looks_like_production_cannot_be_approved_whatever_is_confirmed(table: Table):
    desk = table.desk(target="shop-prod-1")
    desk.confirm("shop-prod-1")
    assert "looks like production" in desk.words()
    assert "let the scenario name a test system" in desk.words()
    assert not desk.sheet.approval.approve.isEnabled()
    assert not desk.sheet.approval.dry.isEnabled()


def test_what_is_merely_not_on_the_list_is_allowed_after_one_confirmation_that_names_it(table: Table):
    desk = table.desk()
    table.game.place.disallow("function", f"{MODULE}.*")
    assert desk.opened.experiments is not None
    desk.opened.experiments.look_again("shop")
    desk.says("It may not run")
    name = f"Allow the function {MODULE}.kill"
    desk.press(name)
    (dialog,) = [one for one in desk.console.findChildren(QDialog) if one.isVisible()]
    assert f"Allow the function “{MODULE}.kill”?" in words(dialog)
    assert f"Experiments may call the function kill of the Python module {MODULE}" in words(dialog)
    press(table.qtbot, dialog, "Cancel")
    assert not table.game.place.allowed().functions[2:]
    for each in ("kill", "heal"):
        desk.press(f"Allow the function {MODULE}.{each}")
        desk.until(lambda: any(one.isVisible() for one in desk.console.findChildren(QDialog)))
        (dialog,) = [one for one in desk.console.findChildren(QDialog) if one.isVisible()]
        press(table.qtbot, dialog, "Allow it")
        desk.until(lambda: not any(one.isVisible() for one in desk.console.findChildren(QDialog)))
    assert table.game.place.allowed().functions[2:] == (f"{MODULE}.kill", f"{MODULE}.heal")
    desk.until(lambda: "It may not run" not in desk.words())
    desk.confirm("practice shop")
    assert desk.sheet.approval.approve.isEnabled()


def test_a_command_is_offered_to_be_allowed_with_all_its_words(table: Table):
    provider = {"type": "process", "path": "/bin/sh", "arguments": ["-c", "true"]}
    inline = experiment(table.shop, {"type": "action", "name": "say", "provider": provider})
    game = Game(table.tmp_path / "data", inline)
    desk = Desk(table.qtbot, opened_of(game), Machine().bind(game.place))
    table.desks.append(desk)
    desk.press("Allow the command /bin/sh -c true")
    (dialog,) = [one for one in desk.console.findChildren(QDialog) if one.isVisible()]
    press(table.qtbot, dialog, "Allow it")
    desk.until(lambda: "It may not run" not in desk.words())
    assert game.place.allowed().commands == ("/bin/sh -c true",)


def test_a_file_that_was_changed_after_it_was_read_is_refused_and_has_to_be_confirmed_anew(table: Table):
    folder = table.tmp_path / "scenario"
    folder.mkdir()
    file, shop = folder / "break.json", table.shop
    file.write_text(json.dumps(experiment(shop, action("kill", "kill", shop.folder))))
    desk = table.desk(beside=folder, file="break.json", activities=[{"name": "kill"}])
    desk.confirm("practice shop")
    file.write_text(json.dumps(experiment(shop, action("kill", "freeze", shop.folder))))
    desk.press("Approve")
    form = desk.sheet.approval
    assert "changed since" in form.refused.text()
    assert (form.typed.text(), form.not_production.isChecked()) == ("", False)
    assert f"{MODULE}.freeze" in desk.words()
    assert desk.events(ev.ExperimentApproved) == []
    assert shop.answers() is not None


def test_a_dry_run_runs_no_action_and_leaves_the_form_empty(table: Table):
    desk = table.desk()
    desk.confirm("practice shop")
    desk.press("Dry run")
    desk.until(lambda: desk.view.stage == "dry run")
    assert desk.console.experiments is not None
    strip = desk.console.experiments.strip
    desk.until(lambda: strip.words().startswith("Dry run on practice shop"))
    form = desk.sheet.approval
    assert (form.typed.text(), form.not_production.isChecked()) == ("", False)
    assert "Approve it for real" in desk.words()
    QTest.keyClick(desk.console, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    desk.press("Release now: kill")
    desk.until(lambda: desk.events(ev.ActivityRan))
    desk.says("not carried out: this is a dry run")
    assert table.shop.answers() is not None
    assert form.isVisible()
    desk.confirm("practice shop")
    desk.press("Approve")
    desk.until(lambda: desk.view.stage == "running")
    assert not form.isVisible()


def test_the_clock_keeps_real_time_while_an_experiment_is_approved(table: Table):
    desk = table.desk()
    assert desk.console.transport.speed.isEnabled()
    desk.console.transport.change_speed(1)
    desk.confirm("practice shop")
    desk.press("Approve")
    desk.until(lambda: not desk.console.transport.speed.isEnabled())
    assert desk.console.transport.speed.currentText() == "1×"
    QTest.keyClick(desk.console, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert desk.opened.exercise.state.clock.speed == 1


def test_without_the_extra_it_says_how_to_install_it(table: Table, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("trainer.chaos.errors.find_spec", lambda name: None)
    desk = table.desk()
    assert 'pip install "incident-trainer[chaos]"' in desk.words()
    desk.confirm("practice shop")
    assert not desk.sheet.approval.approve.isEnabled()


def test_the_desk_of_a_fault_in_another_scheme_and_size_stays_legible(table: Table, qapp: QApplication):
    desk = table.desk()
    for scheme, zoom in (("dark", 150), ("contrast", 100), ("light", 100)):
        look.apply(qapp, scheme, zoom)  # type: ignore[arg-type]
        assert "This is &not production" in desk.words()
    assert notice_text(desk.console) == ""
