"""Recording in the facilitator's console: the line, the form, own injects, notes, and the feed of it all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.fakes import isolated_settings
from tests.ui.hands import press, words
from tests.ui.test_facilitator_desk import Desk
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Contain, DoStep, Improvise
from trainer.core.commands import Act
from trainer.core.time import MINUTE, SECOND
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


# -- the recorder ---------------------------------------------------------------------------------------------


def test_a_line_is_recorded_with_return_and_the_keyboard_stays(desk: Desk) -> None:
    desk.start(1)
    desk.type("tl contain roll back the release because it is quick")
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert (last.role, last.source) == ("tech", "facilitator")
    assert last.action == Contain(measure="roll back the release", reason="it is quick")
    assert desk.console.recorder.line.text() == ""
    assert desk.console.recorder.line.hasFocus()
    assert desk.console.recorder.preview.text().startswith("Recorded: Technical Lead ordered a measure")


def test_the_confirmation_goes_once_the_act_was_taken_back(desk: Desk) -> None:
    desk.start(1)
    desk.type("oe ack")
    assert desk.console.recorder.preview.text() == "Recorded: On-call engineer acknowledged the alert"
    desk.key(desk.console.recorder.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.console.recorder.preview.text().startswith("For example:")


def test_the_preview_says_what_will_be_recorded_and_which_step_it_closes(desk: Desk) -> None:
    desk.start(2)
    desk.qtbot.keyClicks(desk.console.recorder.line, "oe ack")
    assert desk.console.recorder.preview.text() == "On-call engineer acknowledged the alert"
    assert desk.console.recorder.closes.text() == "→ 4  Acknowledge the page (2 min of 5 min)"


def test_seconds_ago_are_stepped_from_within_the_line(desk: Desk) -> None:
    desk.start(2)
    line = desk.console.recorder.line
    for _ in range(3):
        desk.key(line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.type("oe ack")
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert last.happened == 2 * MINUTE - 15 * SECOND
    assert desk.console.recorder.ago.value() == 0


def test_an_incomplete_line_is_kept_and_what_is_missing_is_said(desk: Desk) -> None:
    desk.start(1)
    count = len(desk.session.records)
    desk.type("tl contain")
    assert len(desk.session.records) == count
    assert desk.console.recorder.line.text() == "tl contain"
    assert desk.console.recorder.preview.text().startswith("Technical Lead: Which measure?")


def test_what_the_exercise_would_refuse_is_said_before_it_is_sent(desk: Desk) -> None:
    desk.qtbot.keyClicks(desk.console.recorder.line, "tl contain roll back")
    assert desk.console.recorder.preview.text() == "The exercise has not been started."


def test_a_digit_outside_a_field_chooses_who_acts(desk: Desk) -> None:
    desk.start(1)
    desk.key(desk.console.msel.view, Qt.Key.Key_3)
    assert desk.console.recorder.roles.role() == "tech"
    assert desk.console.recorder.line.hasFocus()
    desk.type("contain roll back")
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert last.role == "tech"


def test_tab_takes_the_first_offer_and_then_return_records(desk: Desk) -> None:
    desk.start(1)
    line = desk.console.recorder.line
    line.setFocus()
    desk.qtbot.keyClicks(line, "ic step open-c")
    assert desk.console.recorder.offers.isVisible()
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "ic step open-call "
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert last.action == DoStep(step="open-call")
    assert not desk.console.recorder.offers.isVisible()


def test_down_and_return_take_an_offer_without_recording(desk: Desk) -> None:
    desk.start(1)
    line = desk.console.recorder.line
    line.setFocus()
    desk.qtbot.keyClicks(line, "tl page ")
    count = len(desk.session.records)
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "tl page commander-rota "
    assert len(desk.session.records) == count


def test_tab_without_offers_goes_on_to_the_next_control(desk: Desk) -> None:
    line = desk.console.recorder.line
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert desk.console.recorder.ago.hasFocus()


def test_escape_leads_back_to_the_recorder_from_anywhere(desk: Desk) -> None:
    for widget in (
        desk.console.msel.view,
        desk.console.feed.feed,
        desk.console.msel.filter,
        desk.console.notes.line,
    ):
        desk.key(widget, Qt.Key.Key_Escape)
        assert desk.console.recorder.line.hasFocus()


def test_escape_in_the_line_hides_the_offers_and_then_empties_it(desk: Desk) -> None:
    line = desk.console.recorder.line
    line.setFocus()
    desk.qtbot.keyClicks(line, "tl page ")
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (desk.console.recorder.offers.isVisible(), line.text()) == (False, "tl page ")
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""


# -- form, own inject, notes ----------------------------------------------------------------------------------


def test_an_act_is_recorded_with_the_form(desk: Desk) -> None:
    desk.start(1)
    desk.key(desk.console.recorder.line, Qt.Key.Key_F3)
    form = desk.console.middle.form
    assert form.kind.hasFocus()
    form.begin("comms", None)
    form.kind.setCurrentText("Post update")
    desk.qtbot.keyClicks(form.field("text"), "We look into it.")
    desk.qtbot.keyClicks(form.field("next_in"), "20m")
    press(desk.qtbot, form, "Record")
    last = desk.last()
    assert isinstance(last, ev.ActionTaken)
    assert last.role == "comms"
    assert last.action.model_dump() == {
        "do": "post update", "audience": "staff", "text": "We look into it.", "next_in": 20 * MINUTE,
        "approved_by": None,
    }  # fmt: skip


def test_every_form_records_an_act_of_its_kind_once_its_fields_are_filled(desk: Desk) -> None:
    desk.start(11)
    form = desk.console.middle.form
    form.begin("tech", None)
    desk.console.middle.tabs.setCurrentIndex(1)
    for place in range(form.kind.count()):
        form.kind.setCurrentIndex(place)
        for name in ("reason", "statement", "text", "note", "cause", "measure", "what", "missing", "briefed"):
            try:
                field = form.field(name)
            except StopIteration:
                continue
            desk.qtbot.keyClicks(field, "words")
        press(desk.qtbot, form, "Record")
        last = desk.last()
        assert isinstance(last, ev.ActionTaken)
        assert last.action.do == str(form.kind.itemData(place))


def test_a_form_says_what_is_wrong_with_a_field(desk: Desk) -> None:
    desk.start(1)
    desk.console.open_form()
    form = desk.console.middle.form
    form.kind.setCurrentText("Post update")
    desk.qtbot.keyClicks(form.field("next_in"), "soon")
    count = len(desk.session.records)
    press(desk.qtbot, form, "Record")
    assert len(desk.session.records) == count
    assert "Next in: 'soon' is not a duration" in words(desk.console)


def test_an_inject_of_ones_own_is_sent_to_those_who_are_ticked(desk: Desk) -> None:
    desk.start(1)
    desk.key(desk.console.recorder.line, Qt.Key.Key_F4)
    own = desk.console.middle.ad_hoc
    assert own.headline.hasFocus()
    desk.qtbot.keyClicks(own.headline, "Office party")
    desk.qtbot.keyClicks(own.text, "It is loud.")
    own.to["tech"].click()
    press(desk.qtbot, own, "Send now")
    last = desk.last()
    assert isinstance(last, ev.AdHocInjectDelivered)
    assert (last.to, last.title, last.text, last.sender) == (
        ("tech",),
        "Office party",
        "It is loud.",
        "Facilitator",
    )
    desk.console.refresh()
    desk.console.msel.select("ad-hoc-1")
    assert "It is loud." in words(desk.console.middle.detail)
    assert own.headline.text() == ""


def test_control_n_takes_a_note_even_where_the_windows_menu_wants_the_key(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    window = QMainWindow()
    qtbot.addWidget(window)
    elsewhere: list[bool] = []
    action = QAction("New exercise", window)
    action.setShortcut(QKeySequence("Ctrl+N"))
    action.triggered.connect(lambda: elsewhere.append(True))
    window.menuBar().addMenu("File").addAction(action)
    window.setCentralWidget(desk.console)
    window.resize(1_280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for widget in (desk.console.recorder.line, desk.console.msel.view, desk.console.feed.feed):
        desk.key(widget, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert desk.console.notes.line.hasFocus()
    assert elsewhere == []
    window.takeCentralWidget()
    desk.pulse.close()


def test_a_note_keeps_its_kind_and_what_it_is_about(desk: Desk) -> None:
    desk.start(1)
    notes = desk.console.notes
    press(desk.qtbot, notes, "Strength")
    notes.role.setCurrentText("Technical Lead")
    notes.step.setCurrentIndex(notes.step.findData("set-severity"))
    notes.line.setFocus()
    desk.qtbot.keyClicks(notes.line, "Calm and clear")
    desk.qtbot.keyClick(notes.line, Qt.Key.Key_Return)
    assert desk.last() == ev.ObservationRecorded(
        kind="strength", text="Calm and clear", role="tech", step="set-severity", by="facilitator"
    )
    assert notes.line.text() == ""
    assert notes.line.hasFocus()


def test_what_was_the_exercises_own_fault_is_noted_as_an_artefact(desk: Desk) -> None:
    desk.start(1)
    notes = desk.console.notes
    press(desk.qtbot, notes, "Artefact")
    desk.qtbot.keyClicks(notes.line, "The message named two times")
    desk.qtbot.keyClick(notes.line, Qt.Key.Key_Return)
    last = desk.last()
    assert isinstance(last, ev.ObservationRecorded)
    assert (last.kind, last.text) == ("artefact", "The message named two times")


# -- what happened --------------------------------------------------------------------------------------------


def test_the_feed_says_who_did_what_which_step_it_closed_and_how(desk: Desk) -> None:
    desk.start(2)
    desk.session.submit(Act("on-call", Acknowledge()))
    desk.console.refresh()
    assert desk.feed()[-1] == (
        "02:00, On-call engineer, Acknowledged the alert, → 4  Acknowledge the page, on time"
    )


def test_an_act_that_fits_no_step_is_marked_and_can_be_linked(desk: Desk) -> None:
    desk.start(2)
    desk.session.submit(Act("tech", Improvise(text="We called everybody")))
    desk.console.refresh()
    feed = desk.console.feed
    assert desk.feed()[-1].endswith("Link…")
    feed.feed.setCurrentIndex(feed.feed.model().index(len(desk.feed()) - 1, 0))
    menu = feed.link_menu()
    assert menu is not None
    action = next(action for action in menu.actions() if "Acknowledge the page" in action.text())
    action.trigger()
    desk.console.refresh()
    assert isinstance(desk.last(), ev.ActionLinked)
    entry = next(line for line in desk.feed() if "We called everybody" in line)
    assert entry.endswith("→ 4  Acknowledge the page, improvised equivalent")


def test_what_was_taken_back_stays_in_the_feed_and_says_so(desk: Desk) -> None:
    desk.start(2)
    desk.type("oe ack")
    desk.console.transport.take_back()
    desk.console.refresh()
    assert next(line for line in desk.feed() if "Acknowledged" in line).endswith("taken back")


def test_the_feed_shows_only_what_is_chosen(desk: Desk) -> None:
    desk.start(4)
    desk.session.submit(Act("tech", Improvise(text="We called everybody")))
    desk.console.refresh()
    feed = desk.console.feed
    counts = {}
    for place, name in enumerate(("Everything", "Acts", "Injects", "Notes", "To link")):
        feed.filter.setCurrentIndex(place)
        counts[name] = len(feed.feed.entries())
    assert counts == {"Everything": 5, "Acts": 1, "Injects": 2, "Notes": 0, "To link": 1}
    assert feed.filter.itemText(4) == "To link (1)"


def test_new_entries_are_added_without_a_reset(desk: Desk) -> None:
    desk.start(1)
    resets: list[bool] = []
    for model in (desk.console.msel.rows, desk.console.feed.feed.model(), desk.console.clocks.bars.model()):
        model.modelReset.connect(lambda: resets.append(True))
    desk.wait(12)
    desk.type("ic decide rollback")
    desk.wait(3)
    assert resets == []


def test_the_models_keep_the_rules_of_models(desk: Desk) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    console = desk.console
    testers = [
        QAbstractItemModelTester(model, fatal)
        for model in (
            console.msel.rows, console.msel.filtered, console.feed.feed.model(), console.clocks.bars.model(),
            console.recorder.offers.rows,
        )
    ]  # fmt: skip
    desk.start(6)
    desk.type("oe ack")
    desk.wait(20)
    desk.console.msel.filter.setText("a")
    assert len(testers) == 5
