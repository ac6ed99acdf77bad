"""The set-up of an exercise, by mouse and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings, tiny_plan, tiny_scenario
from tests.ui.hands import control, nameless, press, words
from tests.ui.house import TINY, House
from trainer.core.events import Seat
from trainer.core.scenario import Kind
from trainer.core.script import Script
from trainer.ui import look
from trainer.ui.home.setup_form import Casting, Wanted, findings, seats
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


def wanted(made: House) -> Wanted:
    found = made.asked.only("start")
    assert isinstance(found, Wanted)
    return found


def test_return_starts_the_exercise_as_it_stands(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    made.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    setup = wanted(made).setup
    assert setup.title == "Payments stop, 2 Mar 2026"
    assert (setup.kind, setup.scenario, setup.team) == (Kind.TABLETOP, TINY, "")
    assert [seat.role for seat in setup.seats] == ["commander", "on-call", "tech", "comms"]
    assert page.isVisible()


def test_names_are_typed_one_after_the_other_by_keyboard_alone(house: Callable[..., House]) -> None:
    made = house()
    made.setup(made.workspace.scripts[0])
    made.qtbot.keyClicks(QApplication.focusWidget(), "Ada")
    for _ in range(3):
        made.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    made.qtbot.keyClicks(QApplication.focusWidget(), "Grace")
    made.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [seat.name for seat in wanted(made).setup.seats] == ["Ada", "Grace", "", ""]


def test_return_on_another_button_presses_that_button(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    cancel = control(page, QPushButton, "Cancel")
    cancel.setFocus()
    made.qtbot.keyClick(cancel, Qt.Key.Key_Return)
    assert made.asked.names() == ["leave"]


def test_escape_goes_back(house: Callable[..., House]) -> None:
    made = house()
    made.setup(made.workspace.scripts[0])
    made.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert made.asked.names() == ["leave"]


def test_only_kinds_that_can_be_run_are_offered(house: Callable[..., House]) -> None:
    page = house().setup()
    kind = control(page, QComboBox, "Kind")
    assert [kind.itemText(number) for number in range(kind.count())] == ["Tabletop"]


def test_a_role_that_nobody_plays_is_pointed_out(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    made.qtbot.keyClicks(control(page, QComboBox, "Communications Lead is played by"), "Nobody")
    told = "Nobody plays Communications Lead: 2 expected steps rest on this role. Incident Commander may stand in"
    made.qtbot.waitUntil(lambda: told in words(page))
    press(made.qtbot, page, "Start exercise")
    assert "comms" not in [seat.role for seat in wanted(made).setup.seats]


def test_an_exercise_that_nobody_plays_cannot_start(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    for title in ("Incident Commander", "On-call engineer", "Technical Lead", "Communications Lead"):
        made.qtbot.keyClicks(control(page, QComboBox, f"{title} is played by"), "Nobody")
    made.qtbot.waitUntil(lambda: "Nobody plays any role" in words(page))
    assert not control(page, QPushButton, "Start exercise").isEnabled()
    made.qtbot.keyClick(page, Qt.Key.Key_Return)
    assert made.asked.calls == []


def test_a_virtual_team_has_a_profile_a_seed_and_a_speed(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    team = control(page, QComboBox, "Virtual team")
    assert not team.isEnabled()
    press(made.qtbot, page, "All virtual")
    made.qtbot.keyClicks(team, "Struggling")
    seed = control(page, QSpinBox, "Seed of the virtual team")
    seed.selectAll()
    made.qtbot.keyClicks(seed, "42")
    once = page.findChildren(QCheckBox)
    made.qtbot.mouseClick(
        next(box for box in once if box.text() == "Start the clock at &once"), Qt.MouseButton.LeftButton
    )
    speed = control(page, QSpinBox, "Speed of the exercise clock")
    speed.selectAll()
    made.qtbot.keyClicks(speed, "10")
    press(made.qtbot, page, "Start exercise")
    found = wanted(made)
    assert (found.setup.team, found.setup.seed, found.speed) == ("struggling", 42, 10)
    assert all(seat.virtual for seat in found.setup.seats)


def test_people_and_virtual_participants_play_together(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    made.qtbot.keyClicks(control(page, QComboBox, "Technical Lead is played by"), "Virtual")
    box = control(page, QCheckBox, "Open a window for the seat of Incident Commander")
    made.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    press(made.qtbot, page, "Start exercise")
    found = wanted(made)
    assert [seat.role for seat in found.setup.seats if seat.virtual] == ["tech"]
    assert (found.setup.team, found.windows, found.speed) == ("typical", ("commander",), None)


def test_another_version_of_the_plan_can_be_chosen(house: Callable[..., House]) -> None:
    made = house()
    newer = tiny_plan().model_copy(update={"version": "4"})
    path = Path("/files/plans/newer.yaml")
    made.workspace.plan_files.append(ScriptEntry(path, newer.id, newer.title, False, newer))
    page = made.setup(made.workspace.scripts[0])
    made.qtbot.keyClick(control(page, QComboBox, "Plan"), Qt.Key.Key_Down)
    press(made.qtbot, page, "Start exercise")
    assert wanted(made).setup.plan == path


def test_a_scenario_without_its_plan_says_what_is_missing_and_cannot_start(
    house: Callable[..., House],
) -> None:
    made = house(FakeWorkspace(plan_files=[]))
    page = made.setup()
    assert "needs the plan tiny-plan" in words(page)
    assert not control(page, QPushButton, "Start exercise").isEnabled()


def test_the_facilitators_name_is_remembered(house: Callable[..., House]) -> None:
    made = house()
    page = made.setup(made.workspace.scripts[0])
    made.qtbot.keyClicks(control(page, QLineEdit, "Facilitator"), "Ada")
    press(made.qtbot, page, "Start exercise")
    assert control(house().setup(), QLineEdit, "Facilitator").text() == "Ada"


def test_an_own_title_stays_when_another_scenario_is_chosen(house: Callable[..., House]) -> None:
    made = house()
    other = tiny_scenario().model_copy(update={"id": "dns", "title": "Names go astray"})
    made.workspace.scripts.append(ScriptEntry(Path("/files/dns.yaml"), "dns", "Names go astray", True, other))
    page = made.setup(made.workspace.scripts[0])
    title, box = control(page, QLineEdit, "Title"), control(page, QComboBox, "Scenario")
    made.qtbot.keyClicks(box, "Names")
    assert title.text() == "Names go astray, 2 Mar 2026"
    title.clear()
    made.qtbot.keyClicks(title, "Spring drill")
    made.qtbot.keyClicks(box, "Payments")
    assert title.text() == "Spring drill"


def test_every_control_of_the_set_up_has_a_name(house: Callable[..., House]) -> None:
    made = house()
    assert nameless(made.setup()) == []


def test_one_person_in_roles_that_the_plan_keeps_apart_is_pointed_out() -> None:
    plan = tiny_plan()
    roles = tuple(
        role.model_copy(update={"not_with": ("comms",)}) if role.id == "commander" else role
        for role in plan.roles
    )
    script = Script(plan.model_copy(update={"roles": roles}), tiny_scenario())
    castings = [
        Casting("commander", "Incident Commander", name="Ada"),
        Casting("comms", "Communications Lead", name="ada "),
    ]
    assert [finding.text for finding in findings(script, castings)] == [
        "Ada plays Incident Commander and Communications Lead, which the plan keeps apart."
    ]
    apart = [castings[0], replace(castings[1], name="Grace")]
    assert findings(script, apart) == ()


def test_a_virtual_participant_has_no_name() -> None:
    (seat,) = seats([Casting("comms", "Communications Lead", "virtual", "Ada")])
    assert seat == Seat(role="comms", virtual=True)
