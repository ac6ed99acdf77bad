"""The review of an exercise, worked with keys and mouse and read in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control, nameless
from tests.ui.reviewing import PARTS, Review, names
from trainer.core.aar import Report
from trainer.core.commands import (
    EndExercise,
    RecordHotWash,
    ReleaseInject,
    SkipInject,
)
from trainer.core.compose import report
from trainer.core.events import HotWashRecorded, ObjectiveRated, OutcomeOverruled, Rating, Record
from trainer.core.script import Script
from trainer.ui import look
from trainer.ui.notice import notice_text
from trainer.ui.panels import Banner, Feed
from trainer.ui.review.lanes import LanesView
from trainer.ui.review.lines import LineList
from trainer.ui.review.stacked import StackedBar


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path / "settings")
    look.apply(qapp, "light")


@pytest.fixture
def review(qtbot: QtBot) -> Callable[..., Review]:
    def made(workspace: FakeWorkspace | None = None, end: bool = True) -> Review:
        return Review(qtbot, workspace, end)

    return made


# -- the page ------------------------------------------------------------------------------------------------


def test_an_exercise_that_nobody_spoke_about_opens_on_the_hot_wash(review: Callable[..., Review]) -> None:
    one = review()
    assert one.page.part() == "Hot wash"
    assert "What worked?" in one.words()
    assert "Morning drill" in one.words()
    assert "Tabletop · 2 Mar 2026 · 38 min of play · Incident procedures, version 3" in one.words()


def test_the_part_that_was_looked_at_last_is_opened_again(review: Callable[..., Review]) -> None:
    one = review()
    one.opened.exercise.submit(RecordHotWash("worked", "The call."))
    one.go("Gaps")
    assert one.open().part() == "Gaps"


def test_a_review_in_play_says_that_its_findings_are_preliminary(review: Callable[..., Review]) -> None:
    one = review(end=False)
    assert one.page.part() != "Hot wash"
    assert "everything here is preliminary" in one.words()
    one.opened.exercise.submit(EndExercise())
    one.qtbot.waitUntil(lambda: "everything here is preliminary" not in one.words())
    assert "38 min of play" in one.words()


def test_the_report_is_worked_out_once_for_many_events(review: Callable[..., Review]) -> None:
    workspace, made = FakeWorkspace(), list[int]()

    def reporter(script: Script, records: Sequence[Record]) -> Report:
        made.append(len(records))
        return report(script, records, "test")

    workspace.reporter = reporter
    one = review(workspace)
    one.go("Summary")
    made.clear()
    for number in range(5):
        one.opened.exercise.submit(RecordHotWash("worked", f"Answer {number}"))
    one.settle()
    assert made == [len(one.opened.exercise.records)]


def test_nothing_is_worked_out_while_nobody_looks(review: Callable[..., Review]) -> None:
    one = review()
    one.settle()
    one.page.hide()
    one.opened.exercise.submit(RecordHotWash("worked", "The call."))
    assert not one.page._reading.settled()
    one.page.show()
    one.settle()


def test_a_report_that_cannot_be_made_is_said_and_tried_again(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Summary")
    reporter, one.workspace.reporter = one.workspace.reporter, None
    one.opened.exercise.submit(RecordHotWash("worked", "The call."))
    one.qtbot.waitUntil(lambda: "This workspace makes no reports." in one.words())
    one.workspace.reporter = reporter
    one.press("Try again")
    one.qtbot.waitUntil(lambda: "This workspace makes no reports." not in one.words())


def test_closing_the_review_is_a_wish_that_the_window_hears(review: Callable[..., Review]) -> None:
    one = review()
    with one.qtbot.waitSignal(one.page.closed):
        one.press("Close the review")


# -- hot wash ------------------------------------------------------------------------------------------------


def test_an_answer_is_one_line_and_return(review: Callable[..., Review]) -> None:
    one = review()
    line = control(one.page, QLineEdit, "The answer")
    one.qtbot.keyClicks(control(one.page, QComboBox, "Who says it"), "Technical")
    one.qtbot.keyClicks(line, "Rolling back first")
    one.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert one.events(HotWashRecorded) == [
        HotWashRecorded(topic="worked", text="Rolling back first", role="tech")
    ]
    assert line.text() == ""
    assert line.hasFocus()
    answers = control(one.page, QListView, "Answers")
    assert one.text_of(answers) == ["Rolling back first, Technical Lead, Worked"]


def test_the_guide_leads_from_question_to_question_and_ends_with_a_score(
    review: Callable[..., Review],
) -> None:
    one = review()
    asked = []
    for _ in range(4):
        one.press("Next question")
        asked.append(control(one.page, QListView, "Questions").currentIndex().data().split(",")[0])
    assert asked == [
        "What did not work?", "What should change?", "What would you change in the plan?",
        "How ready are we for this",
    ]  # fmt: skip
    one.press("Score 4 of 5")
    assert one.events(HotWashRecorded) == [HotWashRecorded(topic="score", score=4)]
    assert "1 answer · scores 4" in one.words()


def test_an_answer_to_a_question_of_the_scenario_keeps_its_question(review: Callable[..., Review]) -> None:
    one = review()
    one.choose(control(one.page, QListView, "Questions"), "What would you change in the plan?")
    line = control(one.page, QLineEdit, "The answer")
    one.qtbot.keyClicks(control(one.page, QComboBox, "What kind of answer it is"), "Did")
    one.qtbot.keyClicks(line, "Clause 4")
    one.press("Keep")
    event = one.events(HotWashRecorded)[0]
    asked = "What would you change in the plan?"
    assert event == HotWashRecorded(topic="did not work", text="Clause 4", question=asked)


def test_an_answer_can_be_taken_back(review: Callable[..., Review]) -> None:
    one = review()
    assert not control(one.page, QPushButton, "Undo").isEnabled()
    line = control(one.page, QLineEdit, "The answer")
    one.qtbot.keyClicks(line, "A slip")
    one.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "A slip" in control(one.page, QPushButton, "Undo").toolTip()
    one.press("Undo")
    assert one.opened.exercise.records[-1].event.type == "facilitator undone"
    assert "Nothing was said yet" in one.words()
    assert not control(one.page, QPushButton, "Undo").isEnabled()


def test_undo_leaves_the_acts_of_play_alone(review: Callable[..., Review]) -> None:
    one = review(end=False)
    one.opened.exercise.submit(ReleaseInject("all-clear"))
    one.qtbot.waitUntil(lambda: not control(one.page, QPushButton, "Undo").isEnabled())
    one.qtbot.keyClick(one.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert one.opened.exercise.state.injects["all-clear"].status == "delivered"


# -- ratings -------------------------------------------------------------------------------------------------


def test_a_rating_that_was_given_appears_in_the_report(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Ratings")
    one.choose(control(one.page, QListView, "Objectives"), "Payments are restored")
    assert not control(one.page, QPushButton, "Record rating").isEnabled()
    choice = control(one.page, QRadioButton, "M, Performed with major challenges")
    choice.setFocus()
    one.qtbot.keyClick(choice, Qt.Key.Key_Space)
    reason = control(one.page, QLineEdit, "Reason for the rating")
    one.qtbot.keyClicks(reason, "Nobody verified it.")
    one.qtbot.keyClick(reason, Qt.Key.Key_Return)
    one.settle()
    rated = one.events(ObjectiveRated)[0]
    assert isinstance(rated, ObjectiveRated)
    assert (rated.objective, rated.rating, rated.rater) == ("restore", Rating.MAJOR_CHALLENGES, "evaluator")
    found = one.workspace.report(one.opened.exercise).objectives[1]
    assert rated.evidence
    assert set(rated.evidence) <= set(found.evidence)
    assert (found.rating, found.automatic) == ("M", False)
    one.qtbot.waitUntil(lambda: "Given by raters" in one.words())
    assert "Nobody verified it." in one.words()


def test_the_rubric_stands_in_words_beside_every_objective(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Ratings")
    for told in ("P  Performed without challenges", "N/O  Not observed", "Suggested by the rules",
                 "Achieved, but it harmed other work, added risk, or was not done as the plan says."):  # fmt: skip
        assert told in one.words()


def test_a_step_of_an_objective_opens_in_timing(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Ratings")
    step = next(one_ for one_ in one.page.findChildren(QWidget)
                if one_.isVisible() and "Take command" in one_.accessibleName())  # fmt: skip
    step.setFocus()
    one.qtbot.keyClick(step, Qt.Key.Key_Return)
    assert one.page.part() == "Timing"
    one.reads("It was done 4 min after its limit.")


# -- summary -------------------------------------------------------------------------------------------------


def test_the_summary_says_what_the_report_says(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Summary")
    summary = one.workspace.report(one.opened.exercise).summary
    for told in (summary.headline, *summary.strengths, *summary.top_gaps):
        assert told in one.words()
    bar = one.page.findChild(StackedBar)
    assert bar is not None
    for outcome, count in summary.outcome_counts.items():
        assert (f"{count} {outcome}" in bar.accessibleName()) == (count > 0)


# -- timing --------------------------------------------------------------------------------------------------


def test_misses_stand_first_in_timing(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    rows = one.text_of(control(one.page, QTableView, "Expected actions"))
    outcomes = [row.split(" | ")[0] for row in rows]
    assert outcomes[0] == "missed"
    assert outcomes.index("late") > outcomes.index("missed")
    assert outcomes[-1] == "on time"
    late = next(row for row in rows if "Take command, aloud" in row)
    assert late == "late | Take command, aloud | Incident Commander | 09:00 / 05:00 | +4:00 | "


def test_overruling_needs_a_reason_and_keeps_both(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    one.choose(control(one.page, QTableView, "Expected actions"), "Take command, aloud")
    one.press("Overrule…")
    dialog = one.dialog()
    doing = control(dialog, QPushButton, "Overrule")
    assert not doing.isEnabled()
    reason = control(dialog, QPlainTextEdit, "Reason")
    one.qtbot.keyClicks(reason, "   ")
    assert not doing.isEnabled()
    one.qtbot.keyClicks(reason, "She said it aloud at minute seven.")
    one.qtbot.mouseClick(doing, Qt.MouseButton.LeftButton)
    assert [event.reason for event in one.events(OutcomeOverruled)] == ["She said it aloud at minute seven."]  # type: ignore[attr-defined]
    one.settle()
    one.qtbot.waitUntil(lambda: "Evaluator: on time. She said it aloud at minute seven." in one.words())
    assert "Found automatically: late." in one.words()
    found = next(
        step for step in one.workspace.report(one.opened.exercise).steps if step.step == "take-command"
    )
    assert (found.outcome, found.automatic_outcome) == ("on time", "late")
    one.qtbot.keyClicks(control(one.page, QComboBox, "Which expected actions"), "Over")
    assert len(one.text_of(control(one.page, QTableView, "Expected actions"))) == 1


def test_an_act_without_a_step_is_linked_to_one(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    assert "Which step was it? 1 act without one" in one.words()
    acts = control(one.page, QListView, "Acts without a step")
    one.qtbot.mouseClick(
        acts.viewport(), Qt.MouseButton.LeftButton, pos=acts.visualRect(acts.model().index(0, 0)).center()
    )
    one.press("Which step was it?…")
    dialog = one.dialog()
    steps = control(dialog, QListView, "Which step was it?")
    one.choose(steps, "Verify with figures")
    one.qtbot.keyClick(steps, Qt.Key.Key_Return)
    one.settle()
    found = next(step for step in one.workspace.report(one.opened.exercise).steps if step.step == "verify")
    assert found.outcome == "improvised equivalent"
    one.qtbot.waitUntil(lambda: "act without one" not in one.words())


def test_the_act_of_a_step_is_chosen_and_unlinked_again(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    one.choose(control(one.page, QTableView, "Expected actions"), "First update to staff")
    one.press("Which act was it?…")
    acts = control(one.dialog(), QListView, "Which act was “First update to staff”?")
    one.choose(acts, "Told customers")
    one.qtbot.mouseClick(control(one.dialog(), QPushButton, "Link"), Qt.MouseButton.LeftButton)
    one.settle()
    expectations = one.opened.exercise.state.expectations
    assert [claim.role for claim in expectations.items["first-update"].claims] == ["comms"]
    assert not expectations.items["first-post"].claims
    one.qtbot.waitUntil(lambda: "Told customers" in " ".join(names(one.page, "It was not this")))
    one.press("It was not this: Told customers")
    assert not one.opened.exercise.state.expectations.items["first-update"].claims


# -- gaps ----------------------------------------------------------------------------------------------------


def test_gaps_in_the_plan_come_first_and_say_what_to_change(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Gaps")
    gaps = one.workspace.report(one.opened.exercise).gaps
    register = control(one.page, LineList, "Gap register")
    kinds = [line.group for line in register.lines()]
    assert len(kinds) == len(gaps)
    order = ["Plan", "Means and access", "Practice", "This exercise"]
    assert kinds == sorted(kinds, key=order.index)
    first = next(gap for gap in gaps if gap.id == register.lines()[0].key)
    for told in (first.statement, first.consequence, first.proposed_change):
        one.reads(told)


def test_gaps_are_filtered_by_kind_and_words(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Gaps")
    register = control(one.page, LineList, "Gap register")
    which = control(one.page, QComboBox, "Which gaps")
    one.qtbot.keyClicks(which, "Practice")
    assert {line.group for line in register.lines()} == {"Practice"}
    one.qtbot.keyClicks(control(one.page, QLineEdit, "Search gaps"), "no such word")
    assert register.lines() == ()
    one.reads("No gap fits this filter.")


def test_an_event_that_a_gap_rests_on_opens_in_the_timeline(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Gaps")
    event = next(found for found in one.page.findChildren(QWidget)
                 if found.isVisible() and found.accessibleName().endswith("show in the timeline"))  # fmt: skip
    said = event.accessibleName()
    event.setFocus()
    one.qtbot.keyClick(event, Qt.Key.Key_Return)
    assert one.page.part() == "Timeline"
    feed = control(one.page, Feed, "Timeline")
    entry = feed.entries()[feed.currentIndex().row()]
    assert said.startswith(entry.text())


# -- timeline ------------------------------------------------------------------------------------------------


def test_the_timeline_is_filtered_by_who_and_what(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timeline")
    feed = control(one.page, Feed, "Timeline")
    whole = len(feed.entries())
    one.qtbot.keyClicks(control(one.page, QComboBox, "What"), "Decisions")
    assert [entry.title for entry in feed.entries()] == ["Decided: Roll back now"]
    assert f"1 of {whole} events" in one.words()
    one.qtbot.keyClicks(control(one.page, QComboBox, "Who"), "Scribe")
    assert feed.entries() == ()


def test_lanes_and_feed_choose_the_same_event(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timeline")
    lanes, feed = one.page.findChild(LanesView), control(one.page, Feed, "Timeline")
    assert lanes is not None
    lanes.setFocus()
    one.qtbot.keyClick(lanes, Qt.Key.Key_Home)
    one.qtbot.keyClick(lanes, Qt.Key.Key_Right)
    mark = lanes.current()
    assert mark is not None
    assert feed.entries()[feed.currentIndex().row()].key == mark.key
    assert mark.words in lanes.accessibleName()
    one.qtbot.keyClick(feed, Qt.Key.Key_Down)
    feed.setFocus()
    decided = next(number for number, entry in enumerate(feed.entries()) if entry.title.startswith("Decided"))
    feed.setCurrentIndex(feed.model().index(decided, 0))
    chosen = lanes.current()
    assert chosen is not None
    assert "Decided: Roll back now" in chosen.words


def test_a_click_on_a_mark_chooses_it_and_a_missed_step_opens_in_timing(
    review: Callable[..., Review],
) -> None:
    one = review()
    one.go("Timeline")
    lanes = one.page.findChild(LanesView)
    assert lanes is not None
    number, missed = next((n, mark) for n, mark in enumerate(lanes.marks()) if mark.kind == "missed")
    where = lanes.places()[number].toPoint()
    one.qtbot.mouseClick(lanes.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert lanes.current() == missed
    lanes.setFocus()
    one.qtbot.keyClick(lanes, Qt.Key.Key_Return)
    assert one.page.part() == "Timing"
    assert missed.words.removeprefix("Not done in time: ") in one.words()


def test_zooming_spreads_the_marks(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timeline")
    lanes = one.page.findChild(LanesView)
    assert lanes is not None

    def spread() -> float:
        places = lanes.places()
        return places[-1].x() - places[0].x()

    before = spread()
    one.press("Zoom in")
    assert spread() == pytest.approx(before * 1.5, abs=2)
    lanes.setFocus()
    one.qtbot.keyClick(lanes, Qt.Key.Key_0)
    assert spread() == pytest.approx(before, abs=2)


# -- lists, files, rules -------------------------------------------------------------------------------------


def test_every_gap_is_answered_in_the_improvement_plan(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Improvement plan")
    for action in one.workspace.report(one.opened.exercise).improvement_plan:
        assert action.action in one.words()
        assert action.verification in one.words()


def test_limits_say_what_was_not_put_to_the_test(review: Callable[..., Review]) -> None:
    one = review()
    one.page.open_part("Method and limits")
    one.settle()
    method = one.workspace.report(one.opened.exercise).method
    for line in (*method.not_exercised, *method.not_evaluated, *method.limitations):
        assert line in one.words()


class _Browser(QObject):
    """Stands where the system's browser would: keeps what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.asked.append(url.toLocalFile())


def test_a_saved_report_is_told_and_opened(review: Callable[..., Review], tmp_path: Path) -> None:
    one, browser, folder = review(), _Browser(), tmp_path / "reports"
    folder.mkdir()
    one.press("Save report…")
    chooser = one.page.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(folder))
    chooser.close()
    assert (folder / "aar.json").is_file()
    assert f"The report was saved in {folder}: aar.json." in one.words()
    QDesktopServices.setUrlHandler("file", browser, "show")  # type: ignore[arg-type]
    try:
        one.press("Open")
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert browser.asked == [str(folder / "aar.json")]


def test_a_report_that_cannot_be_written_is_said_in_one_line(
    review: Callable[..., Review], tmp_path: Path
) -> None:
    one = review()
    one.workspace.reporter = None
    one.press("Save report…")
    chooser = one.page.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path))
    chooser.close()
    assert "This workspace makes no reports." in [banner.text() for banner in one.page.findChildren(Banner)]


def test_the_exercise_is_exported_to_a_file(review: Callable[..., Review], tmp_path: Path) -> None:
    one, file = review(), tmp_path / "morning.drill"
    one.press("Export exercise…")
    chooser = one.page.findChild(QFileDialog)
    assert chooser is not None
    assert [Path(name).name for name in chooser.selectedFiles()] == ["morning-drill-2026-03-02.drill"]
    chooser.fileSelected.emit(str(file))
    chooser.close()
    assert file.is_file()
    assert f"The exercise was exported to {file}." in one.words()


def test_every_control_of_every_part_has_a_name(review: Callable[..., Review]) -> None:
    one = review()
    tabs = control(one.page, QTabBar, "Part of the review")
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        one.settle()
        assert nameless(one.page) == []


def test_the_tables_and_lists_of_the_review_are_sound_models(review: Callable[..., Review]) -> None:
    one = review()
    views = [
        *one.page.findChildren(QTableView),
        *one.page.findChildren(LineList),
        *one.page.findChildren(Feed),
    ]
    testers = [
        QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
        for view in views
    ]
    for part in ("Ratings", "Timing", "Gaps", "Timeline", "Hot wash"):
        one.go(part)
    one.opened.exercise.submit(RecordHotWash("change", "Clause 4"))
    one.go("Timing")
    control(one.page, QComboBox, "Which expected actions").setCurrentIndex(1)
    assert len(testers) == 8


@pytest.mark.parametrize(("width", "zoom"), [(1_130, 100), (1_193, 150)])
def test_the_review_fits_beside_the_places_of_a_small_window(
    review: Callable[..., Review], qapp: QApplication, width: int, zoom: int
) -> None:
    look.apply(qapp, "dark", zoom)
    one = review()
    for number in range(len(PARTS)):
        control(one.page, QTabBar, "Part of the review").setCurrentIndex(number)
        one.settle()
        assert one.page.minimumSizeHint().width() <= width
        assert one.page.minimumSizeHint().height() <= 660 * zoom / 100


def test_a_refusal_is_told_in_the_window(review: Callable[..., Review]) -> None:
    one = review()
    one.page._desk.do(SkipInject("alert"))
    assert notice_text(one.page) == "The exercise has ended."
