"""The facilitator's console of a walk-through, worked with keys and mouse on a real session."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.fakes import isolated_settings
from tests.ui.hands import nameless, press, words
from tests.ui.walking import WalkDesk, acts, walk_script
from trainer.core import events as ev
from trainer.core.actions import AnswerStep, ShowStep, WalkAnswer
from trainer.core.commands import Act, EndExercise
from trainer.core.compose import report
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.facilitator.walk.rows import Cell, StepRow
from trainer.ui.facilitator.walk.steps import cell_rects
from trainer.ui.notice import notice_text
from trainer.ui.shell.keys import keys_of
from trainer.ui.walk.showing import ShowBar, ToShow


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def desk(qtbot: QtBot) -> WalkDesk:
    made = WalkDesk(qtbot)
    made.start()
    return made


def test_before_the_start_the_first_step_is_read_and_nothing_can_be_answered(qtbot: QtBot) -> None:
    desk = WalkDesk(qtbot)
    assert "Acknowledge the page" in words(desk.console)
    assert "Start the clock to come to the first step." in words(desk.console)
    desk.key(Qt.Key.Key_1)
    assert desk.answered() == []


def test_starting_the_clock_comes_to_the_first_step(desk: WalkDesk) -> None:
    assert [record.event.type for record in desk.session.records][1:] == ["clock started", "step opened"]
    assert "step 1 of 4" in words(desk.console)


def test_one_key_confirms_for_the_owner_of_the_step_and_goes_to_the_next_question(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_1)
    assert desk.answered() == [("on-call", "owner", "confirmed")]
    assert desk.cells("acknowledge-page")["Who"] == "confirmed"
    row = desk.console.questions.current()
    assert row is not None
    assert row.id == "place"


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        (Qt.Key.Key_2, "unclear"),
        (Qt.Key.Key_3, "wrong"),
        (Qt.Key.Key_4, "missing"),
        (Qt.Key.Key_5, "blocked"),
    ],
)
def test_every_other_answer_asks_for_a_note_in_a_line_and_stores_it(
    desk: WalkDesk, key: Qt.Key, answer: WalkAnswer
) -> None:
    desk.key(key)
    assert desk.answered() == []
    desk.note("nobody knows")
    role, act = acts(desk.opened)[-1]
    assert act == AnswerStep(step="acknowledge-page", question="owner", answer=answer, note="nobody knows")
    assert role == "on-call"
    assert not desk.console.entry.asking()


def test_an_answer_without_the_note_it_needs_is_not_stored_and_says_what_is_wanted(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_5)
    desk.key(Qt.Key.Key_Return, desk.console.entry.line)
    assert desk.answered() == []
    assert desk.console.entry.asking()
    assert "What blocks it?" in words(desk.console)


def test_escape_leaves_the_line_and_stores_nothing(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_3)
    desk.qtbot.keyClicks(desk.console.entry.line, "half a thought")
    desk.key(Qt.Key.Key_Escape, desk.console.entry.line)
    assert desk.answered() == []
    assert not desk.console.entry.asking()
    desk.qtbot.waitUntil(desk.console.questions.hasFocus)


def test_how_long_takes_a_duration_as_people_type_it(desk: WalkDesk) -> None:
    desk.console.questions.choose("time")
    desk.key(Qt.Key.Key_1)
    desk.qtbot.keyClicks(desk.console.entry.takes, "4")
    desk.key(Qt.Key.Key_Return, desk.console.entry.takes)
    assert desk.answered() == []
    assert "did you mean 4m or 4s?" in words(desk.console)
    desk.qtbot.keyClicks(desk.console.entry.takes, "m")
    desk.key(Qt.Key.Key_Return, desk.console.entry.takes)
    assert acts(desk.opened)[-1][1] == AnswerStep(
        step="acknowledge-page", question="time", answer="confirmed", takes=4 * MINUTE
    )
    assert "4 min for 1 step, 1 of 1 target kept" in desk.console.strip.durations.text()


def _reported(desk: WalkDesk) -> tuple[int, int]:
    """Targets kept and judged, as the report of the same journal says."""
    summary = report(desk.session.script, desk.session.records, "").summary
    return summary.targets_met, summary.targets_judged


def _takes(desk: WalkDesk, step: str, minutes: int) -> None:
    owner = desk.session.script.steps[step].role or ""
    answer = AnswerStep(step=step, question="time", answer="confirmed", takes=minutes * MINUTE)
    desk.session.submit(Act(owner, answer, "facilitator"))


def test_a_step_that_was_shown_counts_as_long_as_it_was_shown_as_in_the_report(desk: WalkDesk) -> None:
    _takes(desk, "acknowledge-page", 4)
    desk.session.submit(Act("on-call", ShowStep(step="acknowledge-page", now="begun"), "facilitator"))
    desk.wait(6 * 60)
    desk.session.submit(Act("on-call", ShowStep(step="acknowledge-page", now="done"), "facilitator"))
    desk.console.refresh()
    assert "6 min for 1 step, 0 of 1 target kept" in desk.console.strip.durations.text()
    assert _reported(desk) == (0, 1)


def test_a_step_that_fits_by_itself_and_not_along_its_chain_keeps_no_target(qtbot: QtBot) -> None:
    desk = WalkDesk(qtbot, walk_script(steps=("set-severity", "acknowledge-page")))
    desk.start()
    for step, minutes in (("set-severity", 3), ("acknowledge-page", 4)):
        _takes(desk, step, minutes)
    desk.console.refresh()
    said = desk.console.strip.durations.text()
    assert "7 min for 2 steps, 1 of 2 targets kept" in said
    assert '7 min of 5 min from "first alert" to “Acknowledge the page”' in said
    assert _reported(desk) == (1, 2)


def test_what_the_plan_says_stands_beside_the_question(desk: WalkDesk) -> None:
    rows = {row.id: row for row in desk.console.questions.rows().rows()}
    assert "On-call engineer" in (rows["owner"].plan_says or "")
    assert "The plan says:" in rows["owner"].spoken()


def test_another_role_answers_after_typing_its_first_letters(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_R)
    assert desk.console.role.hasFocus()
    desk.qtbot.keyClicks(desk.console.role, "incid")
    desk.key(Qt.Key.Key_Return, desk.console.role)
    desk.key(Qt.Key.Key_1)
    assert desk.answered() == [("commander", "owner", "confirmed")]


def test_the_next_step_is_answered_by_its_own_owner_again(desk: WalkDesk) -> None:
    desk.console.role.choose("tech")
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_1)
    assert desk.answered() == [("commander", "owner", "confirmed")]
    assert desk.session.state.walk is not None
    assert desk.session.state.walk.current == "take-command"


def test_the_arrow_keys_go_to_the_step_before_and_after(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Right)
    desk.key(Qt.Key.Key_Left)
    opened = [record.event.step for record in desk.session.records if isinstance(record.event, ev.StepOpened)]
    assert opened == ["acknowledge-page", "set-severity", "take-command", "set-severity"]


def test_a_click_in_the_list_comes_to_that_step(desk: WalkDesk) -> None:
    steps = desk.console.steps
    index = steps.rows().index(2, 0)
    desk.qtbot.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=steps.visualRect(index).center())
    desk.console.refresh()
    assert "step 3 of 4" in words(desk.console)


def test_leaving_a_step_out_needs_a_reason_and_shows_it_in_the_list(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_L)
    desk.key(Qt.Key.Key_Return, desk.console.entry.line)
    assert "Leaving a step out needs a reason." in words(desk.console)
    desk.qtbot.keyClicks(desk.console.entry.line, "walked last month")
    desk.key(Qt.Key.Key_Return, desk.console.entry.line)
    assert any(isinstance(record.event, ev.StepLeftOut) for record in desk.session.records)
    row = desk.console.steps.rows().row(0)
    assert row is not None
    assert "left out: walked last month" in row.spoken()


def test_showing_is_timed_on_the_exercise_clock(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_S)
    desk.wait(75)
    assert desk.console.show_me.clock.text() == "01:15"
    desk.key(Qt.Key.Key_D)
    assert [act for _, act in acts(desk.opened)] == [
        ShowStep(step="acknowledge-page", now="begun"),
        ShowStep(step="acknowledge-page", now="done"),
    ]
    walk = desk.session.state.walk
    assert walk is not None
    assert walk.steps["acknowledge-page"].shown[-1].took == 75 * SECOND
    assert "Shown in 1 min 15 s by On-call engineer" in words(desk.console)


def test_a_failed_showing_asks_what_failed(desk: WalkDesk) -> None:
    press(desk.qtbot, desk.console, "Show me")
    desk.console.refresh()
    press(desk.qtbot, desk.console, "Failed")
    desk.note("the token had expired")
    assert acts(desk.opened)[-1][1] == ShowStep(
        step="acknowledge-page", now="failed", note="the token had expired"
    )


def test_the_keys_of_a_showing_do_nothing_while_nothing_is_shown(desk: WalkDesk) -> None:
    for key in (Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_X):
        desk.key(key)
    assert acts(desk.opened) == []
    assert notice_text(desk.console) == ""


def test_undo_opens_the_question_again_and_puts_the_cursor_there(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.cells("acknowledge-page")["Who"] is None
    row = desk.console.questions.current()
    assert row is not None
    assert row.id == "owner"


def test_an_answer_given_again_replaces_the_earlier_one(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_1)
    desk.console.questions.choose("owner")
    desk.key(Qt.Key.Key_3)
    desk.note("the second line does it")
    assert desk.cells("acknowledge-page")["Who"] == "wrong"
    assert "1 wrong" in [chip.accessibleName() for chip in desk.console.strip.answers.values()]


def test_a_note_is_about_the_step_that_is_walked(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_N, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClicks(desk.console.notes.line, "two people reached for the phone")
    desk.key(Qt.Key.Key_Return, desk.console.notes.line)
    last = desk.session.records[-1].event
    assert isinstance(last, ev.ObservationRecorded)
    assert (last.text, last.step) == ("two people reached for the phone", "acknowledge-page")


def test_progress_counts_steps_walked_and_left(desk: WalkDesk) -> None:
    assert desk.console.strip.place.text() == "Step 1 of 4  ·  4 to go"
    for _ in desk.console.questions.rows().rows():
        desk.key(Qt.Key.Key_1)
        if desk.console.entry.asking():
            desk.key(Qt.Key.Key_Return, desk.console.entry.takes)
    assert desk.console.strip.place.text() == "Step 1 of 4  ·  1 walked, 3 to go"


def test_once_all_steps_are_walked_the_end_is_offered_and_ends_on_a_word(qtbot: QtBot) -> None:
    desk = WalkDesk(qtbot, walk_script(steps=["acknowledge-page", "take-command"]))
    desk.start()
    for step in ("acknowledge-page", "take-command"):
        desk.walk_on(step)
        desk.console.refresh()
        desk.walk_on(step)
        desk.console.refresh()
    assert "All steps are walked: end the walk-through?" in words(desk.console)
    press(qtbot, desk.console, "End the walk-through")
    asked = desk.console.findChild(QMessageBox)
    assert asked is not None
    with qtbot.waitSignal(desk.console.ended):
        press(qtbot, asked, "End play")
    assert desk.session.state.status == "ended"


def test_steps_that_nobody_walked_are_named_before_the_end(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_1)
    asked = desk.console.ask_end()
    assert asked is not None
    assert "3 steps will not be walked" in asked.informativeText()
    asked.reject()


def test_the_end_is_offered_no_longer_once_an_answer_is_taken_back(qtbot: QtBot) -> None:
    desk = WalkDesk(qtbot, walk_script(steps=["take-command"]))
    desk.start()
    desk.walk_on("take-command")
    desk.console.refresh()
    assert desk.console.banner.isVisible()
    desk.key(Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not desk.console.banner.isVisible()


def test_after_the_end_nothing_is_answered_any_more(desk: WalkDesk) -> None:
    desk.session.submit(EndExercise())
    desk.console.refresh()
    desk.key(Qt.Key.Key_1)
    assert desk.answered() == []
    assert "The walk-through ended" in words(desk.console)


def test_the_own_questions_of_a_scenario_are_asked_with_what_to_look_for(qtbot: QtBot) -> None:
    question = {
        "step": "acknowledge-page",
        "ask": "What if the pager is down?",
        "points": ["the phone chain"],
    }
    desk = WalkDesk(qtbot, walk_script(questions=[question], show=["acknowledge-page"]))
    desk.start()
    row = desk.console.questions.rows().rows()[-1]
    assert (row.ask, row.points) == ("What if the pager is down?", ("the phone chain",))
    assert desk.console.show_me.asked.isVisible()


def test_the_walk_has_no_part_for_injects(desk: WalkDesk) -> None:
    shown = words(desk.console).casefold()
    assert "inject" not in shown
    assert "severity yet" not in shown
    assert not desk.console.transport.jump.isVisible()


def test_every_control_has_a_name_and_the_models_are_sound(desk: WalkDesk) -> None:
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, desk.console)
        for model in (desk.console.steps.rows(), desk.console.questions.rows())
    ]
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_Right)
    assert nameless(desk.console) == []
    assert len(testers) == 2


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
@pytest.mark.parametrize("zoom", [100, 200])
def test_the_console_is_painted_in_every_scheme_and_size(
    qapp: QApplication, desk: WalkDesk, scheme: look.Scheme, zoom: int
) -> None:
    desk.key(Qt.Key.Key_1)
    look.apply(qapp, scheme, zoom)
    desk.console.refresh()
    assert not desk.console.grab().isNull()
    # What is wider than a small laptop's screen would have to be scrolled even there.
    assert desk.console.minimumSizeHint().width() <= 1_366


def test_the_guide_is_in_front_before_play_and_what_happened_from_then_on(qtbot: QtBot) -> None:
    desk = WalkDesk(qtbot, walk_script(situation="It is Sunday, ten past three in the morning."))
    assert desk.console.feed.guide.isVisible()
    assert "It is Sunday, ten past three in the morning." in words(desk.console)
    desk.start()
    assert desk.console.feed.feed.isVisible()
    desk.console.feed.tabs.setCurrentIndex(1)
    assert desk.console.feed.guide.isVisible()


def test_the_keyboard_overview_lists_the_single_keys_and_typing_is_not_disturbed_by_them(
    desk: WalkDesk,
) -> None:
    told = {key.keys: key.what for key in keys_of(desk.console, "Console")}
    assert told["1, 2, 3, 4, 5"] == "Answer: confirmed, unclear, wrong, missing, blocked"
    assert told["S"] == "Show me: begin to do the step for real"
    desk.key(Qt.Key.Key_2)
    desk.note("5 desks, Sara or Dirk: x")
    assert acts(desk.opened)[-1][1] == AnswerStep(
        step="acknowledge-page", question="owner", answer="unclear", note="5 desks, Sara or Dirk: x"
    )


def test_what_is_said_of_a_showing_ends_in_dots_where_there_is_no_room(qtbot: QtBot) -> None:
    bar = ShowBar()
    qtbot.addWidget(bar)
    bar.show()
    whole = "of 30 min · Communications Lead"
    for width, fits in ((900, True), (440, False), (900, True)):
        bar.resize(width, 40)
        bar.show_step(ToShow(began=0, by="Communications Lead", limit=30 * MINUTE), True, 0)
        assert (bar.words.text() == whole) is fits
        assert fits or bar.words.text().endswith("…")
        assert bar.words.accessibleName() == whole


def test_return_goes_on_from_a_step_that_was_left_out_although_its_questions_are_open(desk: WalkDesk) -> None:
    desk.key(Qt.Key.Key_1)
    desk.key(Qt.Key.Key_L)
    desk.note("walked last month")
    assert "Left out. Return: next step." in words(desk.console)
    desk.qtbot.waitUntil(desk.console.questions.hasFocus)
    desk.key(Qt.Key.Key_Return)
    assert desk.console.step() == "set-severity"


def test_when_play_begins_the_keys_are_on_the_questions_and_the_hint_says_which(desk: WalkDesk) -> None:
    assert "Start the clock" not in words(desk.console)
    assert "1–5 answer" in words(desk.console)
    assert desk.console.questions.hasFocus()


def test_the_console_with_a_banner_asks_for_no_more_height_than_a_small_screen_has(desk: WalkDesk) -> None:
    desk.console.banner.show_message(
        "All steps are walked: end the walk-through?", "ok", "End the walk-through"
    )
    layout = desk.console.layout()
    assert layout is not None
    desk.qtbot.waitUntil(desk.console.banner.isVisible)
    assert layout.totalHeightForWidth(1_130) < 600


def test_cells_without_room_for_words_keep_the_words_of_what_is_not_confirmed() -> None:
    answers: tuple[WalkAnswer | None, ...] = ("confirmed", "confirmed", "unclear", "confirmed", None)
    cells = tuple(Cell(str(n), "Contact", answer, "") for n, answer in enumerate(answers))
    row = StepRow("s", 1, "Step", "Owner", None, "begun", True, cells)
    wide = [rect.width() for _, rect in cell_rects(row, QRectF(0, 0, 900, 60))]
    assert wide[0] == wide[2]
    tight = [rect.width() for _, rect in cell_rects(row, QRectF(0, 0, 300, 60))]
    assert tight[2] == wide[2]
    assert tight[0] == tight[1] == tight[3] < wide[0] / 2
    narrow = cell_rects(row, QRectF(0, 0, 150, 60))
    assert narrow[-1][1].right() <= 150
