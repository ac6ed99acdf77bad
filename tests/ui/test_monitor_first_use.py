"""What stumbled people who met the monitoring for the first time: names cut off, alerts out of sight, lost keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import isolated_settings
from tests.ui.hands import words
from tests.ui.test_monitor_seat import Table
from trainer.core.actions import Operate
from trainer.core.commands import StartClock
from trainer.core.services.views import AlertSeen, FlagSeen
from trainer.core.simulation import Operation
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.monitor.board import best_columns
from trainer.ui.monitor.chart_paint import frame_of
from trainer.ui.monitor.map_titles import on_one_line, wrapped
from trainer.ui.monitor.rows import AlertRow, operation_words


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path: Path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def table(qtbot):
    made = Table(qtbot)
    made.exercise.submit(StartClock())
    yield made
    made.pulse.close()


def width(text: str) -> int:
    """How wide a title is on the map."""
    return look.metrics("strong").horizontalAdvance(text)


def test_four_charts_stand_two_by_two_and_none_in_a_row_of_its_own():
    assert best_columns(4, 3, 735, 690, 122) == 2
    assert best_columns(4, 3, 830, 380, 122) == 2


def test_two_charts_on_a_high_board_stand_one_above_the_other():
    assert best_columns(2, 2, 735, 690, 122) == 1
    assert best_columns(2, 2, 870, 300, 122) == 2


@given(
    count=st.integers(1, 12), most=st.integers(1, 3), wide=st.integers(1, 4_000), high=st.integers(0, 3_000)
)
def test_any_board_has_an_arrangement(count, most, wide, high):
    assert 1 <= best_columns(count, most, wide, high, 122) <= most


def test_services_that_differ_at_their_end_are_told_apart_on_the_map():
    room = width("Provider One, gate")
    one, two = (wrapped(f"Provider One, gateway site {site}", room, 2) for site in "AB")
    assert one != two
    assert one == ("Provider One,", "gateway site A")
    named = {
        "a": "Provider One, gateway site A",
        "b": "Provider One, gateway site B",
        "s": "Session store of it",
    }
    shown = on_one_line(named, room)
    assert shown["a"][0].endswith("site A")
    assert shown["b"][0].endswith("site B")
    assert width(shown["a"][0]) <= room
    assert shown["s"][0].startswith("Session s")  # nothing else looks like it


def test_what_stands_in_brackets_goes_first_where_a_title_is_too_long():
    title = "Gateway site C (confirms every payment)"
    assert wrapped(title, width(title), 1) == (title,)
    assert wrapped(title, width("Gateway site C."), 1) == ("Gateway site C",)


@given(title=st.text("ab (),", min_size=1, max_size=40), room=st.integers(20, 300), lines=st.integers(1, 2))
def test_a_title_never_takes_more_lines_than_there_are(title, room, lines):
    assert len(wrapped(title, room, lines)) <= lines


def test_a_flag_is_switched_by_its_title():
    flags = (FlagSeen("retries", "Try again by itself", "checkout", True, None),)
    switch = Operate(operation=Operation.SWITCH_FLAG, service="checkout", value="retries off")
    assert operation_words(switch, {"checkout": "Checkout"}, flags) == "Switch off “Try again by itself”"
    assert (
        operation_words(switch, {"checkout": "Checkout"}) == "Switch a flag: Checkout (retries off)"
    )  # a flag that is not known stands for itself


def test_the_choice_of_a_flag_shows_its_title_and_orders_its_identifier(table: Table):
    window = table.sit("tech")
    table.play(SECOND)
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.SWITCH_FLAG))
    order = monitor.doing.order
    assert order.choice.currentText() == "Switch off “New tax rules”"
    order.go_on.click()
    assert "Switch off “New tax rules”" in words(order)
    order.confirm.click()
    (ordered,) = table.acts(Operate)
    assert ordered.value == "new-tax off"


def test_an_alert_says_when_it_was_measured_and_its_service_once():
    alert = AlertSeen(
        id="m", title="Full", level="warning", service="sign-in", raised=0, cleared=None, times=1,
        detail="Sign-in, memory full in: 44 min",
    )  # fmt: skip
    row = AlertRow(alert, "Sign-in", "15:07:28", "19 min", "", "")
    assert row.second_line() == "Since 15:07:28 (19 min) · Sign-in"
    assert row.third_line() == "When raised: memory full in: 44 min"


def test_alerts_are_counted_on_the_tab_while_the_inbox_is_in_view(table: Table, qtbot):
    window = table.sit()
    window.resize(1_280, 800)
    halves = window.halves
    assert halves is not None
    halves.to_desk()
    assert halves.tabs.tabText(1) == "System"
    table.play(4 * MINUTE)
    qtbot.waitUntil(lambda: halves.tabs.tabText(1) == "System (1 alert)", timeout=5_000)


def test_a_click_on_looking_up_puts_the_keyboard_into_the_search(table: Table, qtbot):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.to_system()
    QTest.mouseClick(
        monitor.panels, Qt.MouseButton.LeftButton, pos=QPoint(monitor.panels.tabRect(1).center())
    )
    qtbot.waitUntil(lambda: QApplication.focusWidget() is monitor.lookup.search, timeout=5_000)
    QTest.keyClicks(monitor.lookup.search, "TaxTable")
    assert monitor.lookup.search.text() == "TaxTable"


def test_what_belongs_to_somebody_else_has_no_version_and_no_replicas(table: Table):
    window = table.sit("tech")
    table.play(SECOND)
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.go_to_doing("gateway"))
    assert monitor.doing.facts.text() == "Third party"
    monitor.choose("checkout")
    assert monitor.doing.facts.text().startswith("Service · version 417 · 4 replicas in north, south")


def test_the_scale_of_a_chart_has_room_for_its_longest_words():
    frame = frame_of(QRectF(0, 0, 240, 160))
    assert look.metrics("caption").horizontalAdvance("1500 MiB") <= frame.field.left() - frame.words.left()
