"""What evaluators and leads settle in the review: verdicts, actions, assessments, ratings, changes of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
)
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeWorkspace, isolated_settings
from tests.ui.hands import control, nameless
from tests.ui.reviewing import PARTS, Review, names
from tests.ui.settled import PREVIOUS, settled
from trainer.core.aar import AmendmentEntry, CorrectiveAction, Gap
from trainer.core.commands import JudgeGap, RateObjective, RecordObservation
from trainer.core.events import (
    ActionAssigned,
    ActionClosed,
    AmendmentDecided,
    GapJudged,
    ObjectiveRated,
    Rating,
    StepAssessed,
)
from trainer.ui import look
from trainer.ui.review.changes import changed, unfinished
from trainer.ui.review.file_text import DiffText, FileText
from trainer.ui.review.lines import LineList
from trainer.ui.review.places import Amendment, GapOf


@pytest.fixture(autouse=True)
def _clean(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path / "settings")
    look.apply(qapp, "light")


@pytest.fixture
def review(qtbot: QtBot) -> Callable[..., Review]:
    def made(end: bool = True) -> Review:
        workspace = FakeWorkspace()
        workspace.reporter = settled
        return Review(qtbot, workspace, end)

    return made


def _plan_gap(one: Review) -> Gap:
    """The gap in the plan that a change is proposed for."""
    found = one.workspace.report(one.opened.exercise)
    return next(
        gap for gap in found.gaps if any(a.gap == gap.id and a.amendments for a in found.improvement_plan)
    )


def _gap(one: Review, name: str) -> Gap:
    return next(gap for gap in one.workspace.report(one.opened.exercise).gaps if gap.id == name)


def _action(one: Review, gap: str) -> CorrectiveAction:
    return next(a for a in one.workspace.report(one.opened.exercise).improvement_plan if a.gap == gap)


def _change(one: Review) -> AmendmentEntry:
    return _action(one, _plan_gap(one).id).amendments[0]


def _at_gap(one: Review) -> Gap:
    """Open the gap that a change is proposed for."""
    one.go("Gaps")
    gap = _plan_gap(one)
    one.page.show_place(GapOf(gap.id))
    one.reads(gap.proposed_change)
    return gap


def _write(one: Review, field: str, words: str) -> QLineEdit:
    line = control(one.page, QLineEdit, field)
    line.setFocus()
    line.clear()
    one.qtbot.keyClicks(line, words)
    return line


def _say_as(one: Review, name: str, who: str) -> None:
    box = control(one.page, QComboBox, name)
    field = box.lineEdit()
    assert field is not None
    field.setFocus()
    field.selectAll()
    one.qtbot.keyClicks(field, who)
    one.qtbot.keyClick(field, Qt.Key.Key_Return)


# -- verdicts on gaps ----------------------------------------------------------------------------------------


def test_a_gap_is_confirmed_with_a_reason_and_shows_who(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    one.reads("Found by an automatic check; nobody has judged it yet.")
    line = _write(one, "Reason for the verdict", "Seen twice")
    one.qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    judged = GapJudged(gap=gap.id, stands=True, reason="Seen twice", by="evaluator")
    assert one.events(GapJudged) == [judged]
    one.settle()
    one.qtbot.waitUntil(lambda: bool(names(one.page, "Evaluator confirmed it: Seen twice")))
    assert _gap(one, gap.id).confidence == "evaluator"
    assert line.text() == ""


def test_overruling_a_gap_needs_a_reason_and_strikes_it_from_the_count(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    before = len(one.workspace.report(one.opened.exercise).gaps)
    overrule = control(one.page, QPushButton, "Overrule")
    assert not overrule.isEnabled()
    assert "needs a reason" in overrule.toolTip()
    _write(one, "Reason for the verdict", "It stands in clause 4 after all")
    one.press("Overrule")
    one.settle()
    one.reads(f"{before - 1} gaps counted · 1 overruled, listed and not counted")
    register = control(one.page, LineList, "Gap register")
    assert [line.key for line in register.lines() if line.struck] == [gap.id]
    assert len(register.lines()) == before
    assert one.page._tabs.tabText(PARTS.index("Gaps")) == f"Gaps ({before - 1})"
    assert not control(one.page, QPushButton, "Overrule").isEnabled()


def test_an_overruled_gap_comes_back_with_undo(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    _write(one, "Reason for the verdict", "No")
    one.press("Overrule")
    one.settle()
    assert not _gap(one, gap.id).stands
    one.qtbot.keyClick(one.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    one.settle()
    assert _gap(one, gap.id).stands
    one.reads("Found by an automatic check; nobody has judged it yet.")


def test_two_evaluators_who_differ_leave_the_gap_standing(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    one.opened.exercise.submit(JudgeGap(gap.id, False, "It is a scenario matter", "second evaluator"))
    one.opened.exercise.submit(JudgeGap(gap.id, True, "", "evaluator"))
    one.settle()
    one.reads("Evaluators differ; it stands until they agree.")
    which = control(one.page, QComboBox, "Which gaps")
    one.qtbot.keyClicks(which, "Overruled")
    assert control(one.page, LineList, "Gap register").lines() == ()


def test_findings_are_judged_only_once_play_has_ended(review: Callable[..., Review]) -> None:
    one = review(end=False)
    one.go("Gaps")
    one.reads("Findings are judged once play has ended.")
    assert not control(one.page, QPushButton, "Confirm").isEnabled()


def test_what_was_begun_stays_while_something_else_is_settled(review: Callable[..., Review]) -> None:
    one = review()
    _at_gap(one)
    owner = _write(one, "Owner", "Head of Pay")
    one.press("Confirm")
    one.settle()
    one.qtbot.waitUntil(lambda: bool(names(one.page, "Evaluator confirmed it")))
    assert owner.text() == "Head of Pay"


# -- corrective actions --------------------------------------------------------------------------------------


def test_an_action_is_assigned_and_closed_right_in_the_gap(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    assert not control(one.page, QPushButton, "Assign").isEnabled()
    owner = _write(one, "Owner", "Plan owner")
    one.qtbot.keyClick(owner, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    action = _action(one, gap.id)
    assert (action.status, action.owner, action.due) == ("assigned", "Plan owner", "2026-04-01")
    assert [event.by for event in one.events(ActionAssigned)] == ["lead"]  # type: ignore[attr-defined]
    one.settle()
    one.reads("Plan owner does it, due 1 Apr 2026.")
    _write(one, "Proof", "Version 4, clause 4.5")
    one.press("Close with proof")
    one.settle()
    one.reads("Closed on 2 Mar 2026. Proof: Version 4, clause 4.5")
    assert [(e.on, e.accepted_risk) for e in one.events(ActionClosed)] == [("2026-03-02", False)]  # type: ignore[attr-defined]
    one.press("Undo")
    one.settle()
    one.reads("Plan owner does it, due 1 Apr 2026.")
    assert _action(one, gap.id).status == "assigned"


def test_a_risk_is_accepted_with_words_of_its_own(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    control(one.page, QCheckBox, "Accept the risk instead").click()
    assert not control(one.page, QPushButton, "Accept the risk").isEnabled()
    _write(one, "Proof", "Signed by the head of payments")
    one.press("Accept the risk")
    assert _action(one, gap.id).status == "accepted risk"


def test_an_action_that_answers_no_gap_is_assigned_in_the_improvement_plan(
    review: Callable[..., Review],
) -> None:
    one = review()
    one.opened.exercise.submit(RecordObservation("The line was bad.", "improvement"))
    one.settle()
    one.go("Improvement plan")
    found = one.workspace.report(one.opened.exercise).improvement_plan
    assert "noted" in [action.gap for action in found]
    buttons = names(one.page, "Assign or close: Noted")
    one.press(buttons[0])
    dialog = one.dialog()
    owner = control(dialog, QLineEdit, "Owner")
    one.qtbot.keyClicks(owner, "Team lead")
    one.qtbot.mouseClick(control(dialog, QPushButton, "Assign"), Qt.MouseButton.LeftButton)
    assert len(one.events(ActionAssigned)) == 1
    assert not dialog.isVisible()
    one.settle()
    one.qtbot.waitUntil(lambda: "Team lead does it, due" in one.words())
    assert "1 assigned, 0 closed" in one.words()


def test_actions_of_earlier_drills_stand_with_what_became_of_them(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Improvement plan")
    for action in PREVIOUS:
        assert action.action in one.words()
    assert "done, and the gap is back" in one.words().casefold()
    one.go("Summary")
    assert {
        "1 repeated, show them under Improvement plan",
        "1 overdue, show them under Improvement plan",
    } <= set(names(one.page, "1 "))


def test_a_drill_that_follows_none_says_so(review: Callable[..., Review]) -> None:
    one = review()
    one.workspace.reporter = lambda script, records: settled(script, records).model_copy(
        update={"previous_actions": ()}
    )
    one.go("Improvement plan")
    one.reads("No earlier drill on this plan left an action behind")


# -- assessments of steps ------------------------------------------------------------------------------------


def test_a_step_is_assessed_with_two_answers_and_a_note(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    one.choose(control(one.page, QTableView, "Expected actions"), "Take command, aloud")
    save = control(one.page, QPushButton, "Save the assessment")
    assert not save.isEnabled()
    one.press("Followed? partly")
    one.press("Adequate? no")
    note = _write(one, "Note on the step", "Nobody knew that it has to be said aloud")
    one.qtbot.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    said = StepAssessed(
        step="take-command", followed="partly", adequate="no", by="evaluator",
        note="Nobody knew that it has to be said aloud",
    )  # fmt: skip
    assert one.events(StepAssessed) == [said]
    one.settle()
    told = "Evaluator: partly followed, not adequate. Nobody knew that it has to be said aloud"
    one.qtbot.waitUntil(lambda: bool(names(one.page, told)))
    assert "Found automatically: late." in one.words()
    assert not save.isEnabled()


def test_an_answer_is_taken_back_by_pressing_it_again(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Timing")
    one.press("Followed? yes")
    assert control(one.page, QPushButton, "Save the assessment").isEnabled()
    one.press("Followed? yes")
    assert not control(one.page, QPushButton, "Save the assessment").isEnabled()


def test_the_evaluators_label_is_remembered_and_brings_their_own_answers(
    review: Callable[..., Review],
) -> None:
    one = review()
    one.go("Timing")
    one.press("Followed? no")
    one.press("Save the assessment")
    one.settle()
    _say_as(one, "Who assesses", "Head of Support")
    one.qtbot.waitUntil(lambda: not control(one.page, QPushButton, "Followed? no").isChecked())
    one.press("Followed? yes")
    one.press("Save the assessment")
    one.settle()
    assert [event.by for event in one.events(StepAssessed)] == ["evaluator", "Head of Support"]  # type: ignore[attr-defined]
    one.qtbot.waitUntil(lambda: len(names(one.page, "Evaluator: not followed")) == 1)
    one.go("Gaps")
    one.qtbot.waitUntil(lambda: control(one.page, QComboBox, "Who judges").currentText() == "Head of Support")


# -- ratings by several --------------------------------------------------------------------------------------


def _rated_twice(one: Review, second: Rating = Rating.UNABLE) -> None:
    submit = one.opened.exercise.submit
    submit(RateObjective("command", Rating.SOME_CHALLENGES, "evaluator", "Late, and right"))
    submit(RateObjective("command", second, "second evaluator", "Nobody was in command"))


def test_another_raters_rating_is_hidden_until_one_has_rated(review: Callable[..., Review]) -> None:
    one = review()
    one.opened.exercise.submit(RateObjective("command", Rating.UNABLE, "second evaluator", "Nobody led"))
    one.go("Ratings")
    one.reads("Another rater has rated it. It stays hidden until you have given your own rating")
    assert "Nobody led" not in one.words()
    objectives = control(one.page, LineList, "Objectives")
    assert objectives.lines()[0].chip == "rated"
    control(one.page, QRadioButton, "S, Performed with some challenges").click()
    one.press("Record rating")
    one.settle()
    one.reads("Nobody led")
    one.reads("The raters differ: U and S.")


def test_what_is_hidden_can_be_shown_for_this_rater_alone(review: Callable[..., Review]) -> None:
    one = review()
    _rated_twice(one)
    one.go("Ratings")
    one.reads("The raters differ: S and U.")
    _say_as(one, "Who rates", "third evaluator")
    one.reads("2 other raters have rated it.")
    assert "Nobody was in command" not in one.words()
    one.press("Show what other raters gave")
    one.reads("Nobody was in command")
    _say_as(one, "Who rates", "fourth evaluator")
    one.reads("2 other raters have rated it.")


def test_raters_settle_on_one_rating_together_and_each_keeps_their_own(review: Callable[..., Review]) -> None:
    one = review()
    _rated_twice(one)
    one.go("Ratings")
    control(one.page, QRadioButton, "M, Performed with major challenges").click()
    control(one.page, QCheckBox, "Settled together").click()
    one.press("Record consensus")
    rated = one.events(ObjectiveRated)[-1]
    assert isinstance(rated, ObjectiveRated)
    assert (rated.rating, rated.consensus) == (Rating.MAJOR_CHALLENGES, True)
    one.settle()
    found = one.workspace.report(one.opened.exercise).objectives[0]
    assert (found.rating, found.consensus) == ("M", True)
    assert sorted(given.rating for given in found.given) == ["M", "S", "U"]
    one.reads("Settled together: M – Performed with major challenges.")


def test_a_critical_objective_with_one_rater_asks_for_a_second(review: Callable[..., Review]) -> None:
    one = review()
    one.opened.exercise.submit(RateObjective("command", Rating.PERFORMED, "evaluator", "All in time"))
    one.go("Ratings")
    one.reads("One rater so far. A critical objective asks for a second one.")
    assert not any(
        box.isVisible() for box in one.page.findChildren(QCheckBox) if box.text() == "Settled together"
    )
    assert "a second rater is wanted" in control(one.page, LineList, "Objectives").lines()[0].caption


def test_raters_who_agree_are_told_so(review: Callable[..., Review]) -> None:
    one = review()
    _rated_twice(one, Rating.SOME_CHALLENGES)
    one.go("Ratings")
    one.reads("Both raters gave S.")


# -- changes of the plan -------------------------------------------------------------------------------------


def test_a_gap_leads_to_the_change_that_would_close_it_and_back(review: Callable[..., Review]) -> None:
    one = review()
    gap = _at_gap(one)
    change = _change(one)
    link = next(name for name in names(one.page, "open, ") if name.endswith("show under Plan changes"))
    one.press(link)
    assert one.page.part() == "Plan changes"
    one.reads(change.title)
    for told in (change.reason, f"Where in the plan file: {change.place}"):
        one.reads(told)
    one.press(f"{gap.code} {gap.name}, show the gap")
    assert one.page.part() == "Gaps"


def test_what_changes_is_marked_between_now_and_then(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Plan changes")
    change = _change(one)
    before = control(one.page, FileText, "The plan now")
    after = control(one.page, FileText, "The plan with this change")
    assert (before.toPlainText(), after.toPlainText()) == (change.before, change.after)
    assert before.isReadOnly()
    assert after.isReadOnly()
    assert after.marked()
    assert all(word in change.after for word in after.marked())


def test_an_accepted_change_makes_the_next_version_of_the_plan(
    review: Callable[..., Review], tmp_path: Path
) -> None:
    one = review()
    one.go("Plan changes")
    write = control(one.page, QPushButton, "Write the next version of the plan…")
    assert not write.isEnabled()
    assert "Accept a change" in write.toolTip()
    accept = control(one.page, QPushButton, "Accept")
    accept.setFocus()
    one.qtbot.keyClick(accept, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(e.verdict, e.by) for e in one.events(AmendmentDecided)] == [("accepted", "lead")]  # type: ignore[attr-defined]
    one.settle()
    one.reads("1 accepted · 0 open")
    one.reads("Version 4 with 1 change, after version 3.")
    one.press("Write the next version of the plan…")
    chooser = one.page.findChild(QFileDialog)
    assert chooser is not None
    assert [Path(name).name for name in chooser.selectedFiles()] == ["tiny-plan-4.yaml"]
    file = tmp_path / "tiny-plan-4.yaml"
    chooser.fileSelected.emit(str(file))
    chooser.close()
    assert 'version: "4"' in file.read_text(encoding="utf-8")
    one.reads(f"Version 4 of the plan was written to {file}.")


def test_the_whole_file_can_be_previewed(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Plan changes")
    one.press("Preview of the file")
    diff = control(one.page, DiffText, "Difference of the plan file")
    assert diff.toPlainText() == (
        "Nothing to show yet. Accept a change, and the plan's next version can be written."
    )
    one.press("Preview of the file")
    one.press("Accept")
    one.settle()
    one.press("Preview of the file")
    one.qtbot.waitUntil(lambda: "@@" in diff.toPlainText())
    assert any(line.startswith("+") for line in diff.toPlainText().splitlines())


def test_a_rejected_change_needs_a_reason_and_stays_listed(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Plan changes")
    one.press("Reject…")
    dialog = one.dialog()
    doing = control(dialog, QPushButton, "Reject")
    assert not doing.isEnabled()
    one.qtbot.keyClicks(control(dialog, QPlainTextEdit, "Reason"), "A friend is no step")
    one.qtbot.mouseClick(doing, Qt.MouseButton.LeftButton)
    one.settle()
    one.reads("0 accepted · 0 open · 1 rejected")
    one.qtbot.waitUntil(lambda: bool(names(one.page, "Rejected by lead: A friend is no step")))
    line = control(one.page, LineList, "Proposed changes of the plan").lines()[0]
    assert (line.group, line.struck) == ("Rejected", True)
    one.press("Accept")
    one.settle()
    assert _change(one).status == "accepted"


def test_an_edited_text_is_read_while_it_is_typed_and_a_bad_one_is_told(
    review: Callable[..., Review],
) -> None:
    one = review()
    one.go("Plan changes")
    proposed = _change(one).after
    one.press("Edit")
    text = control(one.page, FileText, "The plan with this change")
    assert not text.isReadOnly()
    text.setPlainText("title: [open")
    save = control(one.page, QPushButton, "Save")
    one.qtbot.waitUntil(lambda: "error" in _said(one))
    assert len(_said(one).splitlines()) == 1
    assert not save.isEnabled()
    text.setPlainText(re.sub(r"within: \{SEV1: \d+m\}", "within: {SEV1: 17m}", proposed))
    one.qtbot.waitUntil(save.isEnabled)
    text.setFocus()
    one.qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    decided = one.events(AmendmentDecided)[-1]
    assert isinstance(decided, AmendmentDecided)
    assert (decided.verdict, bool(decided.edits)) == ("edited", True)
    one.settle()
    assert "SEV1: 17m" in _change(one).after
    assert text.isReadOnly()


def _said(one: Review) -> str:
    """The line on the text that is edited."""
    detail = control(one.page, FileText, "The plan with this change").window()
    found = [label.text() for label in detail.findChildren(QLabel) if label.isVisible()]
    return next((words for words in found if "error" in words), "")


def test_escape_leaves_the_text_as_it_was(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Plan changes")
    proposed = _change(one).after
    one.press("Edit")
    text = control(one.page, FileText, "The plan with this change")
    text.setFocus()
    one.qtbot.keyClicks(text, "x")
    one.qtbot.keyClick(text, Qt.Key.Key_Escape)
    assert text.toPlainText() == proposed
    assert not one.events(AmendmentDecided)
    assert control(one.page, QPushButton, "Accept").isEnabled()


def test_a_text_that_is_being_edited_survives_what_others_record(review: Callable[..., Review]) -> None:
    one = review()
    one.go("Plan changes")
    one.press("Edit")
    text = control(one.page, FileText, "The plan with this change")
    text.setPlainText("begun")
    one.opened.exercise.submit(RateObjective("command", Rating.PERFORMED))
    one.settle()
    assert text.toPlainText() == "begun"


def test_what_is_still_to_be_filled_in_keeps_the_next_version_back(review: Callable[..., Review]) -> None:
    one = review()

    def reporter(script: object, records: object) -> object:
        made = settled(script, records)  # type: ignore[arg-type]
        return made.model_copy(
            update={"improvement_plan": tuple(_with_hole(action) for action in made.improvement_plan)}
        )

    one.workspace.reporter = reporter  # type: ignore[assignment]
    one.go("Plan changes")
    one.reads("1 place still to fill in, marked {fill in: …}.")
    assert [line.chip for line in control(one.page, LineList, "Proposed changes of the plan").lines()] == [
        "to fill in"
    ]
    one.press("Accept")
    one.settle()
    one.reads("still has something to fill in: edit its text, and the version can be written.")
    assert not control(one.page, QPushButton, "Write the next version of the plan…").isEnabled()


def _with_hole(action: CorrectiveAction) -> CorrectiveAction:
    holes = tuple(
        change.model_copy(update={"after": change.after + "\nreach: {fill in: the number}"})
        for change in action.amendments
    )
    return action.model_copy(update={"amendments": holes})


def test_a_drill_without_a_proposal_says_where_to_look(review: Callable[..., Review]) -> None:
    one = review()
    one.workspace.reporter = lambda script, records: settled(script, records).model_copy(
        update={"improvement_plan": ()}
    )
    one.go("Plan changes")
    assert any("No change of the plan is proposed." in name for name in names(one.page, "No change"))


def test_every_control_has_a_name_while_things_are_settled(review: Callable[..., Review]) -> None:
    one = review()
    _rated_twice(one)
    for part in ("Ratings", "Timing", "Gaps", "Plan changes", "Figures"):
        one.go(part)
        assert nameless(one.page) == []
    one.page.show_place(Amendment(_change(one).id))
    one.press("Edit")
    assert nameless(one.page) == []


# -- words that differ ---------------------------------------------------------------------------------------


def test_changed_words_are_found_on_each_side() -> None:
    went, came = changed("within: 5m from declared", "within: 10m from declared")
    assert went == [(8, 2)]
    assert came == [(8, 3)]


def test_new_lines_are_marked_line_by_line_without_their_indent() -> None:
    went, came = changed("a: 1\n", "a: 1\n  b: 2\n  c: 3\n")
    assert went == []
    text = "a: 1\n  b: 2\n  c: 3\n"
    assert [text[at : at + length] for at, length in came] == ["b: 2", "c: 3"]


def test_what_is_to_be_filled_in_is_found() -> None:
    text = 'reach: "{fill in: the number}" # and {fill in: who}'
    assert [text[at : at + length] for at, length in unfinished(text)] == [
        "{fill in: the number}",
        "{fill in: who}",
    ]
