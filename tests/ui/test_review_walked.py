"""The review of a walk-through says everywhere how a step stands, in the words of its matrix and of the report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control, press, words
from tests.ui.house import TODAY
from tests.ui.walking import open_walk
from trainer.core.actions import AnswerStep, WalkAnswer
from trainer.core.commands import Act, EndExercise, OpenStep, StartClock
from trainer.core.compose import report
from trainer.core.events import Outcome, OutcomeOverruled
from trainer.core.walk.questions import questions_of
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.review import ReviewPage
from trainer.ui.review.reading import Findings
from trainer.ui.review.stacked import Legend, StackedBar
from trainer.ui.review.which import WHICH, walked_which
from trainer.ui.review.words import OUTCOMES, STANDINGS, WALKED, outcome_status, outcome_words

_OF_A_CLOCK = ("missed", "late", "improvised", "on time", "wrong role", "Clock started")


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path / "settings")
    look.apply(qapp, "light")


class Walked:
    """The review of a walk of four steps: one is blocked, one unclear, one confirmed, and one is not walked."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.opened = qtbot, open_walk()
        workspace = FakeWorkspace()
        workspace.reporter = lambda script, records: report(script, records, "test")
        exercise = self.opened.exercise
        self.blocked, self.unclear, self.good, self.left = exercise.script.walked
        exercise.submit(StartClock())
        self._answer(self.blocked, "blocked")
        self._answer(self.unclear, "unclear")
        self._answer(self.good, "confirmed")
        exercise.submit(EndExercise())
        pulse = Pulse(exercise, self.opened.driver)
        self.page = ReviewPage(self.opened, workspace, pulse, lambda: TODAY)
        qtbot.addWidget(self.page, before_close_func=lambda _page: pulse.close())
        self.page.resize(1_280, 800)
        self.page.show()
        self.page.activateWindow()
        qtbot.waitUntil(self.page.isActiveWindow)
        self.go("Timing")

    def _answer(self, step: str, first: WalkAnswer) -> None:
        """Confirm everything about a step but what is asked first."""
        exercise = self.opened.exercise
        exercise.submit(OpenStep(step))
        for number, question in enumerate(questions_of(exercise.script, exercise.script.steps[step])):
            said = first if number == 0 else "confirmed"
            note = "Nobody knows." if said != "confirmed" else ""
            answer = AnswerStep(step=step, question=question.id, answer=said, note=note)
            exercise.submit(Act("on-call", answer, "facilitator"))

    def go(self, part: str) -> None:
        self.page.open_part(part)
        self.qtbot.waitUntil(lambda: self.page._reading.settled())

    @property
    def findings(self) -> Findings:
        found = self.page._reading.findings
        assert found is not None
        return found

    def table(self) -> QTableView:
        return control(self.page, QTableView, "Expected actions")

    def rows(self) -> list[str]:
        """The first column of the table under Timing."""
        model = self.table().model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def choose(self, step: str) -> None:
        """Choose a step under Timing; a layout shows what is new in it a moment later."""
        self.page._parts["Timing"].show_step(step)  # type: ignore[attr-defined]
        shown = self.page._parts["Timing"]._step  # type: ignore[attr-defined]
        title = self.opened.exercise.script.steps[step].title
        self.qtbot.waitUntil(lambda: title in words(shown) and "Overrule…" in words(shown))

    def overrule(self) -> QDialog:
        press(self.qtbot, self.page, "Overrule…")
        return next(one for one in self.page.findChildren(QDialog) if one.isVisible())


@pytest.fixture
def walk(qtbot: QtBot) -> Walked:
    return Walked(qtbot)


def test_timing_says_of_each_step_what_the_matrix_says_those_furthest_from_the_plan_first(
    walk: Walked,
) -> None:
    assert walk.rows() == ["cannot be done", "in part", "not walked", "as written"]
    assert walk.table().model().headerData(0, Qt.Orientation.Horizontal) == "Stands"
    matrix = walk.findings.report.exercise.walk
    assert matrix is not None
    assert {step.step: step.standing for step in matrix.steps} == {
        step.step: walk.findings.stands(step) for step in walk.findings.report.steps
    }


@pytest.mark.parametrize("part", ["Timing", "Summary", "Ratings", "Timeline"])
def test_no_word_of_a_clock_that_ran_is_said_of_a_walk(walk: Walked, part: str) -> None:
    walk.go(part)
    shown = words(walk.page).casefold()
    assert [word for word in _OF_A_CLOCK if word.casefold() in shown] == []


def test_no_step_of_a_walk_has_an_outcome_of_its_own_in_the_timeline(walk: Walked) -> None:
    assert [entry.outcome for entry in walk.findings.report.timeline if entry.outcome] == []


def test_a_step_says_when_it_was_opened_and_who_answered(walk: Walked) -> None:
    walk.choose(walk.unclear)
    shown = words(walk.page)
    assert "Opened" in shown
    assert "Answered by" in shown
    assert "Last answered" in shown
    assert "Found automatically: in part." in shown


def test_the_summary_counts_standings_as_the_report_does_and_leads_to_the_steps(walk: Walked) -> None:
    walk.go("Summary")
    matrix = walk.findings.report.exercise.walk
    bar, legend = walk.page.findChild(StackedBar), walk.page.findChild(Legend)
    assert matrix is not None
    assert bar is not None
    assert legend is not None
    told = ", ".join(f"{count} {standing}" for standing, count in matrix.standing_counts.items() if count)
    assert bar.accessibleName() == f"How the steps stand: {told}"
    legend.chosen.emit("in part")
    assert walk.page.part() == "Timing"
    assert control(walk.page, QComboBox, "Which expected actions").currentText() == "Stands: in part"
    assert walk.rows() == ["in part"]


def test_what_can_be_judged_instead_is_said_in_the_words_of_a_walk(walk: Walked) -> None:
    walk.choose(walk.blocked)
    dialog = walk.overrule()
    assert "Found automatically: cannot be done." in words(dialog)
    box = control(dialog, QComboBox, "Outcome")
    offered = [box.itemText(row) for row in range(box.count())]
    assert offered == [
        "otherwise: it is done by a role that the plan does not name",
        "does not fit: it takes longer than its target allows",
        "otherwise: another way leads to the same end",
        "not walked: nothing about it was answered or shown",
        "not walked: the plan does not ask for it here",
        "as written: it can be done as the plan says",
    ]
    dialog.reject()


def test_a_step_that_stands_in_part_can_be_judged_as_written(walk: Walked) -> None:
    walk.choose(walk.unclear)
    dialog = walk.overrule()
    box = control(dialog, QComboBox, "Outcome")
    assert box.currentData() == Outcome.ON_TIME.value
    for field in (*dialog.findChildren(QPlainTextEdit), *dialog.findChildren(QLineEdit)):
        if field.isVisible():
            walk.qtbot.keyClicks(field, "They found out at once.")
    control(dialog, QPushButton, "Overrule").click()
    walk.qtbot.waitUntil(lambda: walk.rows().count("as written") == 2)
    events = [record.event for record in walk.opened.exercise.records]
    assert [event.outcome for event in events if isinstance(event, OutcomeOverruled)] == [Outcome.ON_TIME]
    walk.choose(walk.unclear)
    walk.qtbot.waitUntil(lambda: "Evaluator: as written. They found out at once." in words(walk.page))
    assert "Found automatically: in part." in words(walk.page)


# -- words ----------------------------------------------------------------------------------------------------


def test_every_standing_has_its_words_and_its_status_and_nothing_else_has() -> None:
    for standing, (status, _, _) in STANDINGS.items():
        assert outcome_words("on time", standing) == standing
        assert outcome_status("on time", standing) == status
    assert outcome_words("improvised equivalent") == "improvised"
    assert outcome_status("missed") == OUTCOMES["missed"][0]


def test_an_evaluator_of_a_walk_is_offered_nothing_that_only_a_running_clock_brings() -> None:
    assert set(OUTCOMES) - set(WALKED) == {Outcome.OUT_OF_ORDER.value, Outcome.PROMPTED.value}


def test_the_filters_of_a_walk_are_the_standings_instead_of_the_outcomes() -> None:
    filters: dict[str, Callable[..., bool] | None] = dict(walked_which(lambda _step: "in part"))
    assert [which for which in filters if which.startswith("Outcome")] == []
    assert [which for which in filters if which not in WHICH] == [f"Stands: {one}" for one in STANDINGS]
