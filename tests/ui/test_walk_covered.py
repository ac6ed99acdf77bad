"""A plan's page in the library: when each procedure was last walked, how far, on which version, and what never was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.core.earlier_drills import earlier, gap, went
from tests.ui.fakes import FakeWorkspace, isolated_settings, tiny_plan
from tests.ui.hands import nameless, press, words
from tests.ui.house import TINY, House, played
from trainer.core.actions import AnswerStep
from trainer.core.commands import Act, EndExercise, OpenStep, StartClock
from trainer.core.coverage import ProcedureCoverage, coverage
from trainer.core.events import Seat
from trainer.core.history import EarlierDrill
from trainer.core.plan import Plan
from trainer.core.scenario import Kind, Scenario, Walkthrough
from trainer.core.walk.questions import questions_of
from trainer.ui import look
from trainer.ui.home.covered import Covered, covered_words, summary_words
from trainer.ui.home.library import LibraryPage
from trainer.ui.home.words import due_words
from trainer.workspace import ExerciseEntry, Setup


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


def _walkable(workspace: FakeWorkspace) -> None:
    """Let the tiny scenario be walked too."""
    entry = workspace.scripts[0]
    assert isinstance(entry.value, Scenario)
    both = {
        "kinds": (Kind.TABLETOP, Kind.WALKTHROUGH),
        "walkthrough": Walkthrough(procedures=("respond", "tell")),
    }
    workspace.scripts[0] = replace(entry, value=entry.value.model_copy(update=both))


def walked(workspace: FakeWorkspace, steps: Sequence[str], end: bool = True, team: str = "") -> None:
    """A walk-through in which these steps were confirmed."""
    _walkable(workspace)
    seats = (Seat(role="on-call"), Seat(role="commander"))
    exercise = workspace.create(Setup("The walk", Kind.WALKTHROUGH, TINY, None, seats, team=team)).exercise
    exercise.submit(StartClock())
    for name in steps:
        step = exercise.script.steps[name]
        exercise.submit(OpenStep(name))
        for question in questions_of(exercise.script, step):
            answer = AnswerStep(step=name, question=question.id, answer="confirmed")
            exercise.submit(Act(step.role or "commander", answer, "facilitator"))
    if end:
        exercise.submit(EndExercise())


RESPOND = ("acknowledge-page", "set-severity", "take-command", "open-call")


def _card(page: LibraryPage, qtbot: QtBot) -> Covered:
    card = next(one for one in page.findChildren(Covered) if one.isVisible())
    qtbot.waitUntil(
        lambda: (
            "Reading" not in words(card) and ("Respond" in words(card)) != ("or drilled yet" in words(card))
        )
    )
    return card


def _plans(qtbot: QtBot, workspace: FakeWorkspace) -> tuple[House, Covered]:
    house = House(qtbot, workspace)
    return house, _card(house.library("plans"), qtbot)


def test_a_plan_that_nobody_walked_says_so(qtbot: QtBot) -> None:
    _, card = _plans(qtbot, FakeWorkspace())
    assert "No procedure was walked through or drilled yet." in words(card)
    assert "Respond" not in words(card)


def test_a_procedure_that_was_walked_carries_day_version_and_how_many_steps(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    walked(workspace, (*RESPOND, "first-update"))
    _, card = _plans(qtbot, workspace)
    version = tiny_plan().version
    assert f"Walked 2 Mar 2026 on version {version} · all 4 steps · no gap found" in words(card)
    assert f"Walked 2 Mar 2026 on version {version} · 1 of 2 steps" in words(card)
    assert "1 of 3 procedures walked in full on version" in words(card)
    assert "1 never walked" in words(card)
    assert "Never walked or drilled\n5 Restore" in words(card)


def test_a_walk_that_has_not_ended_is_neither_counted_nor_touched(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    walked(workspace, RESPOND, end=False)
    events = len(workspace.journals["ex-1"].records())
    _, card = _plans(qtbot, workspace)
    assert "No procedure was walked through or drilled yet." in words(card)
    assert len(workspace.journals["ex-1"].records()) == events


def test_a_rehearsal_by_a_virtual_team_has_walked_nothing(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    walked(workspace, RESPOND, team="perfect")
    _, card = _plans(qtbot, workspace)
    assert "No procedure was walked through or drilled yet." in words(card)


def test_a_walk_that_ends_while_the_page_is_open_appears_on_it(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    house, card = _plans(qtbot, workspace)
    walked(workspace, RESPOND)
    house.catalogue.refresh()
    qtbot.waitUntil(lambda: "all 4 steps" in words(card))


def test_the_review_of_a_walk_opens_from_the_procedure(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    walked(workspace, RESPOND)
    house, card = _plans(qtbot, workspace)
    assert nameless(card) == []
    press(qtbot, card, "Review: The walk")
    entry = house.asked.only("review")
    assert isinstance(entry, ExerciseEntry)
    assert entry.id == "ex-1"


def test_a_tabletop_is_told_as_such(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    played(workspace, "Drill", end=True)
    _, card = _plans(qtbot, workspace)
    assert "Tabletop 2 Mar 2026 on version" in words(card)
    assert "Never walked through" in words(card)


def test_an_exercise_that_cannot_be_read_is_said_and_stops_nothing(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    workspace.remember(3, kind="walk-through")
    walked(workspace, RESPOND)
    _, card = _plans(qtbot, workspace)
    assert "1 exercise could not be read" in words(card)
    assert "all 4 steps" in words(card)


# -- words ----------------------------------------------------------------------------------------------------


def _walk(held: str, *steps: str, **more: object) -> EarlierDrill:
    return earlier(held, kind="walk-through", steps=tuple(went(step) for step in steps), **more)


def _respond(*drills: EarlierDrill, plan: Plan | None = None) -> ProcedureCoverage:
    return next(one for one in coverage(plan or tiny_plan(), drills) if one.procedure == "respond")


def test_a_walk_of_an_older_version_says_so_and_is_no_success() -> None:
    words_, status = covered_words(_respond(_walk("2026-02-01", *RESPOND, plan_version="0.9")), "1.2")
    assert words_ == "Walked 1 Feb 2026 on version 0.9, the plan is now 1.2 · all 4 steps · no gap found"
    assert status == "warn"


def test_gaps_found_and_an_earlier_walk_of_all_steps_are_told() -> None:
    found = _respond(
        _walk("2026-02-01", *RESPOND),
        _walk("2026-03-01", RESPOND[0], gaps=(gap(f"G05-{RESPOND[0]}", "plan"),)),
    )
    words_, status = covered_words(found, "1.0")
    assert words_ == (
        "Walked 1 Mar 2026 on version 1.0 · 1 of 4 steps · 1 gap found; all steps 1 Feb 2026 on version 1.0"
    )
    assert status == "warn"


def test_a_whole_walk_of_this_version_without_a_gap_is_good() -> None:
    assert covered_words(_respond(_walk("2026-02-01", *RESPOND)), "1.0")[1] == "ok"


def test_a_procedure_that_was_never_walked_is_no_failure() -> None:
    assert covered_words(_respond(), "1.0") == ("Never walked through", "neutral")


def test_the_summary_counts_this_version_only() -> None:
    found = coverage(tiny_plan(), (_walk("2026-02-01", *RESPOND, plan_version="0.9"),))
    assert summary_words(found, "1.0") == "0 of 3 procedures walked in full on version 1.0, 2 never walked"


def test_a_walk_through_is_told_where_a_tabletop_is_still_due(qtbot: QtBot) -> None:
    workspace = FakeWorkspace()
    walked(workspace, RESPOND)
    house = House(qtbot, workspace)
    house.home()
    told = [due_words(due) for due in house.catalogue.due()]
    assert "Tabletop: never held · walked through 2 Mar 2026" in told
