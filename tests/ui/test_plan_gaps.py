"""The gaps that stand in a plan before any drill, as the library shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings, tiny_plan
from tests.ui.hands import control, nameless, press, words
from tests.ui.house import TODAY, House
from trainer.core.diagnose import diagnose_plan
from trainer.core.problems import Located
from trainer.core.standing import CHECKS, PlanGap, looked_for, of_plan, told_as_gap
from trainer.ui import look
from trainer.ui.home.plan_gaps import PlanGaps
from trainer.ui.home.standing import Standing, families, gap_words
from trainer.workspace import ScriptEntry

PLAN = Path("/files/plans/tiny.yaml")


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def house(qtbot: QtBot) -> Callable[..., House]:
    def made(workspace: FakeWorkspace | None = None) -> House:
        return House(qtbot, workspace)

    return made


def test_a_plan_shows_its_gaps_and_what_to_change_before_any_drill(house: Callable[..., House]) -> None:
    page = house().library("plans")
    found = of_plan(tiny_plan(), TODAY)
    assert found
    shown = words(page)
    for gap in found:
        assert gap.statement in shown
        assert f"What to change: {gap.proposed_change}" in shown
        assert f"{gap.code}  {gap.name.capitalize()}" in shown
    high = sum(gap.priority == "high" for gap in found)
    assert f"{len(found)} gaps, {high} of high priority, before any drill" in shown


def test_the_list_of_plans_says_how_many_gaps_each_has(house: Callable[..., House]) -> None:
    page = house().library("plans")
    model = control(page, QTableView, "Plans").model()
    columns = [model.headerData(column, Qt.Orientation.Horizontal)
               for column in range(model.columnCount())]  # fmt: skip
    found = of_plan(tiny_plan(), TODAY)
    high = sum(gap.priority == "high" for gap in found)
    assert model.index(0, columns.index("Gaps")).data() == f"{len(found)}, {high} high"


def test_gaps_of_a_plan_are_filtered_by_family_priority_and_words(house: Callable[..., House]) -> None:
    made = house()
    page = made.library("plans")
    found = of_plan(tiny_plan(), TODAY)

    def only(keep: Callable[[PlanGap], bool]) -> None:
        """Wait until exactly these gaps are shown: a layout shows what is new in it a moment later."""
        made.qtbot.waitUntil(lambda: all((gap.statement in words(page)) == keep(gap) for gap in found))

    control(page, QComboBox, "Which family of gaps").setCurrentIndex(1)
    family = next(iter(families(found)))
    only(lambda gap: gap.code == family)
    control(page, QComboBox, "Which family of gaps").setCurrentIndex(0)
    made.qtbot.keyClicks(control(page, QComboBox, "Which priority"), "High")
    only(lambda gap: gap.priority == "high")
    made.qtbot.keyClicks(control(page, QLineEdit, "Search gaps"), "no such word")
    made.qtbot.waitUntil(lambda: "No gap fits this filter." in words(page))
    assert nameless(page) == []


def test_what_was_looked_for_is_listed_on_demand(house: Callable[..., House]) -> None:
    made = house()
    page = made.library("plans")
    code, name, what = looked_for()[0]
    assert f"{code} {name}: {what}" not in words(page)
    press(made.qtbot, page, "The checks")
    made.qtbot.waitUntil(lambda: f"{code} {name}: {what}" in words(page))


def test_no_gap_found_is_no_proof_that_there_is_none(qtbot: QtBot) -> None:
    card = PlanGaps(tiny_plan(), ())
    qtbot.addWidget(card)
    card.show()
    assert f"No gap found by {len(CHECKS)} checks. That is no proof that there is none" in words(card)
    assert card.findChildren(QComboBox) == [] or not any(
        box.isVisible() for box in card.findChildren(QComboBox)
    )
    assert gap_words(()) == ("none found", "ok")


def test_a_warning_that_is_told_as_a_gap_is_not_told_twice() -> None:
    plan = tiny_plan()
    found = of_plan(plan, TODAY)
    problems = [problem for problem in diagnose_plan(plan) if problem.level == "warning"]
    lines = tuple(str(Located("tiny.yaml", number, 1, problem)) for number, problem in enumerate(problems, 1))
    other = "tiny.yaml:9:1: warning: something else [other]"
    entry = ScriptEntry(PLAN, plan.id, plan.title, True, plan, (*lines, other))
    rest = Standing(lambda: TODAY).rest(entry).problems
    told = [told_as_gap(problem, found) for problem in problems]
    assert rest == (*(line for line, gap in zip(lines, told, strict=True) if not gap), other)


def test_gaps_are_worked_out_again_on_another_day_and_for_another_plan() -> None:
    day = [TODAY]
    standing = Standing(lambda: day[0])
    plan = tiny_plan().model_copy(update={"last_reviewed": date(2026, 1, 1), "review_every": None})
    entry = ScriptEntry(PLAN, plan.id, plan.title, True, plan)
    assert standing.of(entry) is standing.of(entry)
    assert standing.of(entry) == of_plan(plan, TODAY)
    day[0] = date(2031, 1, 1)
    assert standing.of(entry) == of_plan(plan, day[0])
    empty = replace(entry, value=plan.model_copy(update={"contacts": ()}))
    assert standing.of(empty) == of_plan(plan.model_copy(update={"contacts": ()}), day[0])


def test_a_file_that_cannot_be_read_shows_no_gaps(house: Callable[..., House]) -> None:
    broken = ScriptEntry(PLAN, "tiny", "Tiny", False, None, ("tiny.yaml:1:1: error: bad [bad]",), 1)
    page = house(FakeWorkspace(plan_files=[broken])).library("plans")
    assert "Gaps in the plan" not in words(page)
