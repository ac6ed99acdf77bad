"""The facilitator's console, worked with keys and mouse on a real session: clock, injects, targets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import isolated_settings
from tests.ui.hands import press, words
from tests.ui.test_facilitator_desk import Desk
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Classify, PostUpdate
from trainer.core.commands import Act, EndExercise, JumpToNextInject, UndoLast
from trainer.core.time import MINUTE
from trainer.ui import look


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.pulse.close()


# -- transport ------------------------------------------------------------------------------------------------


def test_the_clock_is_started_paused_and_resumed_with_one_button(desk: Desk) -> None:
    play = desk.console.transport.play
    seen = [play.text()]
    for _ in range(3):
        desk.qtbot.mouseClick(play, Qt.MouseButton.LeftButton)
        desk.console.refresh()
        seen.append(play.text())
    assert seen == ["Start", "Pause", "Resume", "Pause"]
    assert desk.kinds()[1:] == ["clock started", "inject delivered", "clock paused", "clock resumed"]


def test_space_pauses_where_nothing_is_typed_and_is_a_blank_where_something_is(desk: Desk) -> None:
    desk.start()
    line = desk.console.recorder.line
    desk.key(desk.console.msel.view, Qt.Key.Key_Space)
    assert desk.status() == "paused"
    desk.key(line, Qt.Key.Key_Space)
    assert (desk.status(), line.text()) == ("running", "")
    desk.qtbot.keyClicks(line, "tl contain")
    assert (desk.status(), line.text()) == ("running", "tl contain")
    desk.key(desk.console.notes.line, Qt.Key.Key_Space)
    assert desk.status() == "running"
    desk.key(desk.console.msel.view, Qt.Key.Key_Space)
    desk.key(desk.console.recorder.line, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert desk.status() == "running"


def test_the_speed_chosen_before_the_start_is_the_speed_of_the_start(desk: Desk) -> None:
    desk.console.transport.change_speed(2)
    desk.qtbot.mouseClick(desk.console.transport.play, Qt.MouseButton.LeftButton)
    assert desk.session.state.clock.speed == 5


def test_the_speed_changes_in_play_by_keys(desk: Desk) -> None:
    desk.start()
    desk.key(desk.console.msel.view, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.state.clock.speed == 2
    desk.key(desk.console.msel.view, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert desk.session.state.clock.speed == 1


def test_the_clock_tells_story_time_once_a_jump_made_it_differ(desk: Desk) -> None:
    desk.start(1)
    assert "story" not in desk.console.transport.clock._wall
    desk.session.submit(JumpToNextInject())
    desk.wait(0.1)
    assert desk.console.transport.clock._wall.endswith("story 03:06")


def test_undo_says_what_it_takes_back_and_takes_it_back(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    desk.key(desk.console.msel.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("press") == "skipped"
    assert 'Take back: "A journalist calls" was skipped' in desk.console.transport.undo.toolTip()
    desk.key(desk.console.recorder.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("press") == "pending"
    assert desk.console.transport.undo.toolTip().startswith("There is nothing to take back")


def test_undo_in_a_line_that_is_being_typed_is_the_lines_own(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    desk.key(desk.console.msel.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.console.recorder.line.setFocus()
    desk.qtbot.keyClicks(desk.console.recorder.line, "tl ask why")
    desk.key(desk.console.recorder.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("press") == "skipped"
    assert desk.console.recorder.line.text() != "tl ask why"


def test_ending_asks_once_and_says_what_ends(desk: Desk) -> None:
    desk.start(6)
    with desk.qtbot.assertNotEmitted(desk.console.ended):
        asked = desk.console.ask_end()
    assert isinstance(asked, QMessageBox)
    assert "7 injects will not be played and" in asked.informativeText()
    assert "cannot be taken up again" in asked.informativeText()
    with desk.qtbot.waitSignal(desk.console.ended):
        desk.qtbot.mouseClick(_button(asked, "End play"), Qt.MouseButton.LeftButton)
    assert desk.status() == "ended"
    assert "Open the hot wash" in words(desk.console)


def test_the_question_about_the_end_can_be_left_without_harm(desk: Desk) -> None:
    desk.start(1)
    asked = desk.console.ask_end()
    assert asked is not None
    desk.qtbot.mouseClick(_button(asked, "Go on playing"), Qt.MouseButton.LeftButton)
    assert desk.status() == "running"


def test_the_hot_wash_opens_once_when_play_ends_by_itself_and_again_when_asked_for(desk: Desk) -> None:
    heard: list[bool] = []
    desk.console.ended.connect(lambda: heard.append(True))
    desk.start(1)
    desk.session.submit(EndExercise())
    desk.qtbot.waitUntil(lambda: heard == [True])
    desk.console.refresh()
    assert heard == [True]
    press(desk.qtbot, desk.console, "Open the hot wash")
    assert heard == [True, True]


def test_seats_and_room_are_asked_for(desk: Desk) -> None:
    menu = desk.console.transport.seats.menu()
    assert [action.text() for action in menu.actions()] == [
        "Incident Commander", "On-call engineer", "Technical Lead", "Communications Lead",
    ]  # fmt: skip
    with desk.qtbot.waitSignal(desk.console.seat_wanted) as seat:
        menu.actions()[2].trigger()
    assert seat.args == ["tech"]
    with desk.qtbot.waitSignal(desk.console.room_wanted):
        press(desk.qtbot, desk.console, "Room")


# -- what comes next, and the MSEL ----------------------------------------------------------------------------


def test_the_next_inject_counts_down_and_can_be_released_right_there(desk: Desk) -> None:
    desk.start(1)
    assert desk.console.next.words.text() == "Support is flooded"
    assert desk.console.next.countdown.text() == "Next in 02:00"
    press(desk.qtbot, desk.console, "Release now")
    desk.console.refresh()
    assert desk.session.state.injects["support-calls"].delivered_at == MINUTE
    assert desk.console.next.words.text() == "How bad is it?"


@pytest.mark.parametrize(
    ("name", "status"), [("Hold", "held"), ("Skip", "skipped")]
)  # fmt: skip
def test_the_next_inject_can_be_held_or_skipped_right_there(desk: Desk, name: str, status: str) -> None:
    desk.start(1)
    press(desk.qtbot, desk.console.next, name)
    desk.console.refresh()
    assert desk.inject("support-calls") == status
    assert desk.cell("support-calls", "state") == status


def test_control_return_releases_what_comes_next(desk: Desk) -> None:
    desk.start(1)
    desk.key(desk.console.msel.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("support-calls") == "delivered"
    desk.key(desk.console.recorder.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("how-bad") == "delivered"


def test_keys_in_the_list_release_hold_and_skip_the_selected_inject(desk: Desk) -> None:
    desk.start(1)
    view = desk.console.msel.view
    control, plain = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    for inject, key, modifier, status in (
        ("all-clear", Qt.Key.Key_R, control, "delivered"),
        ("press", Qt.Key.Key_H, control, "held"),
        ("press", Qt.Key.Key_H, control, "pending"),
        ("press", Qt.Key.Key_K, control, "skipped"),
        ("options", Qt.Key.Key_Return, plain, "delivered"),
    ):
        desk.console.msel.select(inject)
        desk.key(view, key, modifier)
        assert desk.inject(inject) == status, (inject, key)


def test_an_inject_is_moved_in_time_by_keys(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    desk.key(desk.console.msel.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.session.state.injects["press"].due == 25 * MINUTE
    assert desk.cell("press", "planned") == "25:00"
    desk.key(desk.console.msel.strip, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.session.state.injects["press"].due == 20 * MINUTE


def test_the_menu_of_an_inject_offers_only_what_makes_sense(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("alert")
    menu = desk.console.msel.menu()
    assert menu is not None
    assert not any(action.isEnabled() for action in menu.actions())
    desk.console.msel.select("press")
    desk.console.msel.hold()
    desk.console.refresh()
    menu = desk.console.msel.menu()
    assert menu is not None
    assert [action.text() for action in menu.actions() if action.isEnabled()][:3] == [
        "Release now", "Hold no longer", "Skip",
    ]  # fmt: skip


def test_timeline_and_table_select_the_same_inject(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.strip.select("options")
    current = desk.console.msel.current()
    assert current is not None
    assert current.inject == "options"
    desk.console.msel.select("press")
    assert desk.console.msel.strip.selected() == "press"
    desk.console.msel.select("all-clear")
    assert desk.console.msel.strip.selected() is None


def test_the_list_tells_planned_from_delivered_and_marks_what_may_never_come(desk: Desk) -> None:
    desk.start(1)
    desk.console.next.release_next()
    desk.console.refresh()
    assert (desk.cell("support-calls", "planned"), desk.cell("support-calls", "state")) == (
        "03:00",
        "01:00 -2:00",
    )
    assert desk.cell("nudge", "state") == "if needed"
    assert desk.cell("worse", "state") == "on branch"
    assert desk.cell("all-clear", "state") == "by hand"
    assert desk.cell("how-bad", "state") == "next"
    assert desk.cell("options", "calls") == "decision, 1 step"


def test_the_list_is_in_the_order_of_time(desk: Desk) -> None:
    desk.start(4)
    order = [row.inject for row in desk.console.msel.rows.rows()]
    assert order[:5] == ["alert", "support-calls", "how-bad", "options", "press"]


def test_the_filter_keeps_what_is_searched_for_and_a_choice_elsewhere_lifts_it(desk: Desk) -> None:
    desk.qtbot.keyClicks(desk.console.msel.filter, "journalist")
    assert desk.console.msel.filtered.rowCount() == 1
    desk.console.msel.select("alert")
    assert desk.console.msel.filter.text() == ""
    current = desk.console.msel.current()
    assert current is not None
    assert current.inject == "alert"


def test_nothing_left_to_come_is_said_in_words(desk: Desk) -> None:
    desk.start(25)
    assert desk.console.next.words.text().startswith("Nothing is scheduled. 1 by hand")


# -- the selected inject --------------------------------------------------------------------------------------


def test_the_detail_shows_the_text_as_participants_see_it_and_what_only_the_facilitator_knows(
    desk: Desk,
) -> None:
    desk.start(1)
    desk.console.msel.select("alert")
    said = words(desk.console.middle.detail)
    for part in (
        "The error rate of payments is 21 %.",
        "Monitoring → On-call engineer",
        "Last ten minutes",
        "Set the severity and say why",
        "On-call engineer · 5 min from first alert · clause 4 · critical",
        "Who is woken by this alert?",
        "nobody else",
    ):
        assert part in said


def test_the_detail_says_which_option_the_plan_calls_for_and_what_follows(desk: Desk) -> None:
    desk.console.msel.select("options")
    said = words(desk.console.middle.detail)
    assert "Roll back or wait?" in said
    assert "The rollback begins." in said
    assert "Incident Commander · 5 min to decide, else: Wait for the provider" in said
    chips = [chip.accessibleName() for chip in desk.console.middle.detail.findChildren(QWidget)]
    assert "the plan calls for it (good)" in chips


def test_a_hint_is_given_with_its_button_and_then_marked_as_given(desk: Desk) -> None:
    desk.start(4)
    desk.console.msel.select("support-calls")
    press(desk.qtbot, desk.console.middle.detail, "Give hint 1")
    desk.console.refresh()
    assert desk.last() == ev.HintGiven(inject="support-calls", hint="Who tells the staff?")
    assert "Give hint" not in words(desk.console.middle.detail)
    assert any("Hint given" in entry for entry in desk.feed())


def test_the_guide_holds_the_truth_and_the_notes(desk: Desk) -> None:
    desk.console.middle.tabs.setCurrentIndex(3)
    said = words(desk.console.middle.guide)
    assert "Keep the pace." in said
    assert "A change to the payment gateway" in said


# -- expected actions -----------------------------------------------------------------------------------------


def test_clocks_run_against_their_targets_the_overdue_ones_first(desk: Desk) -> None:
    desk.start(6)
    timers = desk.console.clocks.bars.timers()
    assert timers[0].title == "Acknowledge the page"
    assert timers[0].state == "overdue"
    assert desk.console.clocks.overdue.isVisible()
    assert any(timer.title == "Vote: 0 of 4 answered" for timer in timers)


def test_done_actions_are_hidden_until_they_are_asked_for(desk: Desk) -> None:
    desk.start(1)
    desk.session.submit(Act("on-call", Acknowledge()))
    desk.console.refresh()
    assert "Acknowledge the page" not in [timer.title for timer in desk.console.clocks.bars.timers()]
    desk.qtbot.mouseClick(desk.console.clocks.show_done, Qt.MouseButton.LeftButton)
    assert "Acknowledge the page" in [timer.title for timer in desk.console.clocks.bars.timers()]


def test_activating_a_clock_prepares_the_recorder(desk: Desk) -> None:
    desk.start(1)
    desk.session.submit(Act("on-call", Acknowledge()))
    desk.console.refresh()
    bars = desk.console.clocks.bars
    row = next(n for n, timer in enumerate(bars.timers()) if timer.key == "set-severity")
    bars.setCurrentIndex(bars.model().index(row, 0))
    desk.key(bars, Qt.Key.Key_Return)
    assert desk.console.recorder.line.text() == "classify "
    assert desk.console.recorder.roles.role() == "on-call"
    assert desk.console.recorder.line.hasFocus()
    desk.type("sev1 nobody can pay")
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert last.action == Classify(severity="SEV1", statement="nobody can pay")


def test_the_next_update_is_counted_from_the_last_one(desk: Desk) -> None:
    desk.start(1)
    desk.session.submit(Act("comms", PostUpdate(audience="staff")))
    desk.wait(10)
    key = "update:staff-updates"
    timer = next(timer for timer in desk.console.clocks.bars.timers() if timer.key == key)
    assert (timer.elapsed_s, timer.limit_s) == (600, 1_200)
    desk.session.submit(Act("comms", PostUpdate(audience="staff"), source="facilitator", ago=MINUTE))
    desk.wait(1)
    timer = next(timer for timer in desk.console.clocks.bars.timers() if timer.key == key)
    assert timer.elapsed_s == 120
    desk.session.submit(UndoLast())
    desk.wait(0.1)
    timer = next(timer for timer in desk.console.clocks.bars.timers() if timer.key == key)
    assert timer.elapsed_s == 666


def test_activating_a_decision_prepares_it_in_the_recorder(desk: Desk) -> None:
    desk.start(10.5)
    bars = desk.console.clocks.bars
    row = next(n for n, timer in enumerate(bars.timers()) if timer.title == "Roll back or wait?")
    bars.setCurrentIndex(bars.model().index(row, 0))
    desk.key(bars, Qt.Key.Key_Return)
    desk.qtbot.keyClicks(desk.console.recorder.line, "rollback")
    desk.qtbot.keyClick(desk.console.recorder.line, Qt.Key.Key_Return)
    assert desk.session.state.decisions["measure"].option == "rollback"


def _button(asked: QMessageBox, text: str) -> QWidget:
    return next(made for made in asked.buttons() if made.text() == text)
