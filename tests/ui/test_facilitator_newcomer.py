"""What somebody meets who works at the console for the first time: stray keys, lost views, words that help."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fakes import isolated_settings
from tests.ui.hands import words
from tests.ui.test_facilitator_desk import Desk
from trainer.core import events as ev
from trainer.core.commands import PauseClock, StartClock
from trainer.ui import look


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> Iterator[None]:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")
    yield
    look.apply(qapp, "light")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.pulse.close()


# -- stray keys -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["view", "strip"])
def test_no_bare_letter_and_no_sign_changes_the_exercise(desk: Desk, place: str) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    count = len(desk.session.records)
    for letter in "abcdefghijklmnopqrstuvwxyz+-":
        widget = getattr(desk.console.msel, place)
        widget.setFocus()
        desk.qtbot.keyClicks(widget, letter)
    assert len(desk.session.records) == count


def test_words_typed_after_a_missed_click_stand_in_the_recorder(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    view = desk.console.msel.view
    view.setFocus()
    count = len(desk.session.records)
    desk.qtbot.keyClicks(view, "t")
    assert desk.console.recorder.line.hasFocus()
    desk.qtbot.keyClicks(desk.console.recorder.line, "l contain")
    assert desk.console.recorder.line.text() == "tl contain"
    current = desk.console.msel.current()
    assert current is not None
    assert current.inject == "press"
    assert len(desk.session.records) == count


def test_return_on_the_timeline_releases_nothing(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    desk.key(desk.console.msel.strip, Qt.Key.Key_Return)
    assert desk.inject("press") == "pending"


def test_a_bare_n_outside_of_fields_releases_nothing(desk: Desk) -> None:
    desk.start(1)
    for place in (desk.console.clocks.bars, desk.console.feed.feed, desk.console.middle.detail):
        desk.key(place, Qt.Key.Key_N)
    assert desk.inject("support-calls") == "pending"


def test_the_keys_of_the_selected_inject_work_from_the_recorder(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    for key, status in ((Qt.Key.Key_H, "held"), (Qt.Key.Key_K, "skipped"), (Qt.Key.Key_R, "delivered")):
        desk.key(desk.console.recorder.line, key, Qt.KeyboardModifier.ControlModifier)
        assert desk.inject("press") == status


def test_the_hold_key_holds_what_comes_next_where_the_selected_inject_has_come(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("alert")
    desk.key(desk.console.recorder.line, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert desk.inject("support-calls") == "held"


def test_the_menu_of_an_inject_names_the_keys_that_work(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    menu = desk.console.msel.menu()
    assert menu is not None
    assert [action.shortcut() for action in menu.actions()] == [
        QKeySequence(keys) for keys in ("Ctrl+R", "Ctrl+H", "Ctrl+K", "Alt+Right", "Alt+Left")
    ]


def test_the_play_button_says_which_keys_it_has(desk: Desk) -> None:
    desk.start(1)
    tip = desk.console.transport.play.toolTip()
    assert tip == "Pause (Space while nothing is typed, Ctrl+Space always)"


# -- following ------------------------------------------------------------------------------------------------


def _selected(desk: Desk) -> str:
    current = desk.console.msel.current()
    assert current is not None
    return current.inject


def test_the_inject_that_comes_is_shown_with_its_detail(desk: Desk) -> None:
    desk.start(1)
    assert _selected(desk) == "alert"
    desk.wait(2.5)
    assert _selected(desk) == "support-calls"
    assert desk.console.msel.strip.selected() == "support-calls"
    assert "Support is flooded" in words(desk.console.middle.detail)


def test_a_choice_of_the_person_is_left_alone_for_a_while(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("press")
    desk.wait(2.5)
    assert _selected(desk) == "press"
    desk.console.msel.patience = 0
    desk.wait(2)
    assert _selected(desk) == "how-bad"


def test_whoever_looks_at_what_comes_next_goes_with_it(desk: Desk) -> None:
    desk.start(1)
    desk.console.msel.select("support-calls")
    desk.console.next.release_next()
    desk.console.refresh()
    assert _selected(desk) == "support-calls"
    desk.console.msel.select("how-bad")
    desk.console.msel.select("support-calls")
    desk.wait(4)
    assert _selected(desk) == "support-calls"


def test_the_form_that_is_being_filled_in_stays_when_an_inject_comes(desk: Desk) -> None:
    desk.start(1)
    desk.console.middle.open_ad_hoc()
    desk.wait(2.5)
    assert desk.console.middle.tabs.currentIndex() == 2
    assert desk.console.middle.ad_hoc.headline.hasFocus()


def test_what_came_and_what_comes_next_are_both_in_view(desk: Desk) -> None:
    desk.start(1)
    desk.wait(6)
    view, filtered = desk.console.msel.view, desk.console.msel.filtered
    coming = desk.console.next.inject()
    assert coming is not None
    for inject in (_selected(desk), coming):
        assert view.viewport().rect().contains(view.visualRect(filtered.index_of(inject)).center())


# -- words that help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["tl contain roll back", "oe sev1 nobody can pay", "ic decide rollback"])
def test_an_act_that_wants_a_reason_says_how_to_give_it(desk: Desk, line: str) -> None:
    desk.start(11)
    recorder = desk.console.recorder
    recorder.begin(line)
    assert recorder.lacking.isVisible()
    assert recorder.lacking.text() == "no reason yet: add “because …”"
    recorder.begin(f"{line} because it is quick")
    assert not recorder.lacking.isVisible()
    recorder.begin("oe ack")
    assert not recorder.lacking.isVisible()


def test_the_example_shows_how_a_reason_is_given(desk: Desk) -> None:
    desk.start(1)
    assert "roll back because it is quick" in desk.console.recorder.preview.text()


# -- an inject outside the script, and the offers ----------------------------------------------------------------


def test_an_own_inject_can_be_sent_once_it_has_a_text(desk: Desk) -> None:
    desk.start(1)
    ad_hoc = desk.console.middle.ad_hoc
    desk.console.middle.open_ad_hoc()
    desk.qtbot.keyClicks(ad_hoc.headline, "A rumour")
    assert not ad_hoc.deliver_now.isEnabled()
    desk.qtbot.keyClicks(ad_hoc.text, "  ")
    assert not ad_hoc.deliver_now.isEnabled()
    desk.qtbot.keyClicks(ad_hoc.text, "They say that cards were stolen.")
    assert ad_hoc.deliver_now.isEnabled()
    desk.qtbot.mouseClick(ad_hoc.deliver_now, Qt.MouseButton.LeftButton)
    assert isinstance(desk.last(), ev.AdHocInjectDelivered)
    assert desk.console.recorder.line.hasFocus()
    assert not ad_hoc.deliver_now.isEnabled()


def test_the_offers_go_when_the_keyboard_goes_elsewhere(desk: Desk) -> None:
    desk.start(1)
    recorder = desk.console.recorder
    recorder.line.setFocus()
    desk.qtbot.keyClicks(recorder.line, "tl page ")
    assert recorder.offers.isVisible()
    desk.console.feed.feed.setFocus()
    assert not recorder.offers.isVisible()
    assert recorder.line.text() == "tl page "


# -- larger text ----------------------------------------------------------------------------------------------


def _assert_nothing_is_cut(desk: Desk) -> None:
    console = desk.console
    bars = console.transport, console.next
    for made in (
        console.transport.play, console.transport.jump, console.transport.undo, console.transport.seats,
        console.transport.room, console.transport.end, console.next.release, console.next.hold,
        console.next.skip, console.recorder.record, console.transport.speed, console.next.countdown,
        console.transport.clock, console.middle.tabs,
    ):  # fmt: skip
        assert made.width() >= made.sizeHint().width(), made.accessibleName()
    for bar in bars:
        inner = QRect(0, 0, bar.width(), bar.height())
        shown = [child for child in bar.children() if isinstance(child, QWidget) and _shown(child)]
        assert all(inner.contains(child.geometry()) for child in shown)
    ago = console.recorder.ago
    assert ago.lineEdit().width() >= ago.fontMetrics().horizontalAdvance("just now") + look.tokens().px(6)
    header = console.msel.view.horizontalHeader()
    for number in range(header.count()):
        if not console.msel.view.isColumnHidden(number):
            title = console.msel.rows.columns[number].title
            needed = header.fontMetrics().horizontalAdvance(title) + look.tokens().px(16)
            assert header.sectionSize(number) >= needed, title


def _shown(child: object) -> bool:
    return bool(getattr(child, "isVisible", lambda: False)()) and hasattr(child, "geometry")


@pytest.mark.parametrize("zoom", [150, 200])
def test_nothing_is_cut_when_the_text_is_made_larger(qapp: QApplication, desk: Desk, zoom: int) -> None:
    desk.start(1)
    desk.console.resize(1_440, 900)
    desk.session.submit(PauseClock())
    desk.console.refresh()
    look.apply(qapp, "light", zoom)
    desk.wait(0)
    qapp.processEvents()
    _assert_nothing_is_cut(desk)


def test_nothing_is_cut_when_the_program_starts_with_large_text(qapp: QApplication, qtbot: QtBot) -> None:
    look.apply(qapp, "light", 150)
    desk = Desk(qtbot)
    desk.console.resize(1_440, 900)
    desk.start(1)
    qapp.processEvents()
    _assert_nothing_is_cut(desk)
    assert desk.console.minimumSizeHint().width() <= 1_440
    desk.pulse.close()


def test_buttons_get_their_words_back_where_there_is_room(qapp: QApplication, desk: Desk) -> None:
    transport = desk.console.transport
    desk.console.resize(1_440, 900)
    assert transport.end.text() == "End…"
    look.apply(qapp, "light", 200)
    qapp.processEvents()
    assert transport.end.text() == ""
    look.apply(qapp, "light", 100)
    desk.console.resize(1_440, 900)
    qapp.processEvents()
    assert transport.end.text() == "End…"


def test_the_speed_stays_readable_at_every_size(qapp: QApplication, desk: Desk) -> None:
    desk.session.submit(StartClock())
    desk.console.transport.change_speed(3)
    look.apply(qapp, "light", 200)
    qapp.processEvents()
    speed = desk.console.transport.speed
    assert speed.currentText() == "10×"
    assert speed.width() >= speed.sizeHint().width()


def test_the_timeline_keeps_its_own_keys_for_zooming(desk: Desk) -> None:
    strip = desk.console.msel.strip
    before = strip.horizontalScrollBar().maximum()
    for _ in range(4):
        desk.key(strip, Qt.Key.Key_Plus)
    assert strip.horizontalScrollBar().maximum() > before
