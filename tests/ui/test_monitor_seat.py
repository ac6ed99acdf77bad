"""The monitoring at a seat: the keyboard orders and looks up, everyone sees what came of it, and nothing true leaks."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.fakes import isolated_settings
from tests.ui.hands import nameless, words
from tests.ui.simulated import SIMULATION, simulated
from tests.ui.test_trainee_secrets import everything_in
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Diagnose, Look, Operate
from trainer.core.commands import Act, PauseClock, ResumeClock, StartClock
from trainer.core.services.system import ModelledSystem
from trainer.core.simulation import Operation
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.trainee import SeatWindow


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path: Path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Table:
    """A simulation with windows at it."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.opened = simulated()
        self.exercise = self.opened.exercise
        self.pulse = Pulse(self.exercise, self.opened.driver)

    def sit(self, role: str = "on-call") -> SeatWindow:
        """A window for a role, its monitoring in view."""
        window = SeatWindow(self.exercise.seat(role), self.exercise.script.plan, self.pulse)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.qtbot.addWidget(window)
        with self.qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    def play(self, span: int) -> None:
        """Let time pass."""
        self.opened.driver.advance(span)  # type: ignore[attr-defined]

    def acts(self, kind: type) -> list:
        """What roles did, of a kind."""
        events = [
            record.event for record in self.exercise.records if isinstance(record.event, ev.ActionTaken)
        ]
        return [event.action for event in events if isinstance(event.action, kind)]


@pytest.fixture
def table(qtbot):
    made = Table(qtbot)
    made.exercise.submit(StartClock())
    made.play(3 * MINUTE)
    yield made
    made.pulse.close()


def press(window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


ALT = Qt.KeyboardModifier.AltModifier


def test_a_rollback_is_ordered_by_keyboard_and_ends_in_words_for_everyone(table: Table):
    other, window = table.sit("commander"), table.sit()
    monitor = window.monitor
    assert monitor is not None
    press(window, Qt.Key.Key_5, ALT)
    monitor.choose("checkout")
    press(window, Qt.Key.Key_7, ALT)
    offers = monitor.doing.offers
    place = next(n for n, offer in enumerate(offers.offers()) if offer.operation is Operation.ROLL_BACK)
    offers.setCurrentIndex(offers.model().index(place, 0))
    press(window, Qt.Key.Key_Return)  # the form
    monitor.doing.order.reason.setFocus()
    QTest.keyClicks(monitor.doing.order.reason, "The tax release went out before")
    press(window, Qt.Key.Key_Return)  # asks once
    assert table.acts(Operate) == []
    assert QApplication.focusWidget() is monitor.doing.order.confirm
    press(window, Qt.Key.Key_Return)
    (ordered,) = table.acts(Operate)
    assert (ordered.operation, ordered.service) == (Operation.ROLL_BACK, "checkout")
    assert ordered.reason == "The tax release went out before"
    monitor.refresh()
    assert monitor.operations.rows()[0].running
    table.play(10 * MINUTE)
    monitor.refresh()
    row = monitor.operations.rows()[0]
    assert not row.running
    assert row.result
    for seat in (window, other):
        lines = [line.title + line.detail for line in seat.told().lines]
        assert any(row.result in line for line in lines)


def test_escape_goes_back_from_the_confirmation_and_nothing_is_ordered(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.RESTART))
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert not monitor.doing.order.confirm.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert monitor.doing.offers.isVisible()
    assert table.acts(Operate) == []


def test_an_alert_is_acknowledged_in_the_list_and_known_by_its_line(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    press(window, Qt.Key.Key_6, ALT)
    assert QApplication.focusWidget() is monitor.alerts.view
    row = monitor.alerts.current()
    assert row is not None
    assert row.stands
    press(window, Qt.Key.Key_Return)
    assert table.acts(Acknowledge) == [Acknowledge(inject="checkout-errors")]
    row = monitor.alerts.current()
    assert row is not None
    assert row.acknowledged == "Acknowledged by you at 03:00"
    press(window, Qt.Key.Key_Return)  # once is enough
    assert len(table.acts(Acknowledge)) == 1


def test_logs_take_their_time_and_are_searched_and_filtered(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    monitor.choose("checkout")
    press(window, Qt.Key.Key_8, ALT)
    lookup = monitor.lookup
    QTest.keyClicks(lookup.search, "TaxTable")
    press(window, Qt.Key.Key_Return)
    assert table.acts(Look) == [Look(at="logs", service="checkout", search="TaxTable")]
    assert lookup.progress.isVisible()
    assert lookup.found.lines.rowCount() == 0
    table.play(5 * SECOND)
    monitor.refresh()
    assert 0 < lookup.progress.value() < lookup.progress.maximum()
    table.play(10 * SECOND)
    monitor.refresh()
    assert not lookup.progress.isVisible()
    rows = lookup.found.lines.rows()
    assert rows
    assert all("TaxTable" in row.text for row in rows)
    lookup.filter.setText("no such words")
    assert lookup.found.filtered.rowCount() == 0
    lookup.filter.setText("taxtable")
    assert lookup.found.filtered.rowCount() == len(rows)


def test_what_one_seat_looked_up_stays_with_it(table: Table):
    window, other = table.sit(), table.sit("commander")
    table.exercise.submit(Act("on-call", Look(at="deployments")))
    table.play(MINUTE)
    assert window.monitor is not None
    assert other.monitor is not None
    window.monitor.refresh()
    other.monitor.refresh()
    assert window.monitor.lookup.found.lines.rowCount() > 0
    assert other.monitor.lookup.found.lines.rowCount() == 0


def test_a_paused_exercise_lets_nothing_be_ordered_and_says_why(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    table.exercise.submit(PauseClock())
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.RESTART))
    table.qtbot.waitUntil(lambda: not monitor.doing.order.go_on.isEnabled())
    assert not monitor.lookup.go.isEnabled()
    assert not monitor.alerts.acknowledge.isEnabled()
    assert monitor.lookup.go.toolTip() == "The exercise is paused."
    table.exercise.submit(ResumeClock())
    table.qtbot.waitUntil(lambda: monitor.doing.order.go_on.isEnabled())


def test_the_cause_is_stated_from_the_monitoring_with_the_service_filled_in(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.choose("checkout"))
    monitor.doing.diagnose.click()
    form = window.desk.acts.form()
    assert form is not None
    assert window.halves.part() == 0
    form.prefill({"cause": "The tax release"})
    form.send()
    assert table.acts(Diagnose) == [Diagnose(cause="The tax release", service="checkout")]


def test_an_acts_letter_works_from_the_monitoring(table: Table):
    window = table.sit()
    press(window, Qt.Key.Key_5, ALT)
    assert window.halves is not None
    assert window.halves.part() == 1
    press(window, Qt.Key.Key_G, ALT)
    assert window.halves.part() == 0
    assert window.desk.acts.form() is not None


def test_arrows_on_the_map_choose_a_service_and_its_charts_follow(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    press(window, Qt.Key.Key_5, ALT)
    monitor.choose("web")
    press(window, Qt.Key.Key_Down)
    assert monitor.chosen() in ("checkout", "search")
    assert monitor.board.title() == dict(monitor.services())[monitor.chosen()]


def test_the_palette_offers_what_can_be_done_to_each_service(table: Table):
    window = table.sit()
    window.open_palette()
    offered = {command.key: command.text for command in window.palette_box.rows().rows()}
    assert offered["do checkout roll back"] == "Roll back: Checkout…"
    assert offered["charts orders"] == "Charts of Orders database"


def test_a_wide_window_shows_both_halves_and_a_narrow_one_tabs(table: Table):
    window = table.sit()
    assert window.halves is not None
    window.resize(1_900, 900)
    assert window.halves.is_beside()
    window.resize(1_280, 800)
    assert not window.halves.is_beside()
    window.halves.to_system()
    again = table.sit("commander")
    assert again.halves is not None
    assert again.halves.part() == 1  # as it was left


def test_nothing_true_reaches_the_monitoring(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    for service, _ in monitor.services():
        monitor.choose(service)
    monitor.views.setCurrentIndex(1)
    held = everything_in(window)
    fault = SIMULATION["faults"][0]
    assert fault["title"] not in held
    assert "secret of this drill" not in held
    assert "Checkout fails for many" in held  # and the search finds what is there
    telemetry = monitor._telemetry
    for name in ("truth", "toll", "impact", "recovered", "begin_fault", "order", "advance"):
        assert not hasattr(telemetry, name)


def test_no_part_of_the_monitoring_holds_the_model(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    parts = [monitor, *monitor.findChildren(QWidget), monitor._host, monitor._traces]
    held = [value for part in parts for value in vars(part).values()] if parts else []
    assert held
    assert not any(isinstance(value, ModelledSystem) for value in held)
    assert any(isinstance(value, ModelledSystem) for value in gc.get_objects())


def test_every_control_of_the_monitoring_has_a_name_and_charts_tell_their_values(table: Table, qtbot):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.to_system()
    monitor.choose("checkout")
    assert nameless(window) == []
    monitor.go_to_doing("checkout", Operation.SCALE)
    assert nameless(window) == []
    monitor.go_to_lookup()
    assert nameless(window) == []
    monitor.views.setCurrentIndex(1)
    assert nameless(window) == []
    monitor.views.setCurrentIndex(0)
    chart = monitor.board.charts[1]
    qtbot.waitUntil(lambda: "errors" in chart.accessibleDescription())
    assert "alert above 10 %" in chart.accessibleDescription()


def test_a_later_value_is_shown_once_the_clock_has_moved_on_and_stands_while_it_stands(table: Table, qtbot):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.to_system()
    before = monitor.board.time().end

    def plotted_to() -> int:
        plot = monitor.board.charts[0].plot()
        return plot.time.end if plot is not None else before

    table.play(7 * SECOND)
    qtbot.waitUntil(lambda: plotted_to() == before + 7)
    table.exercise.submit(PauseClock())
    shown = monitor.board.time()
    monitor._look()
    assert monitor.board.time() == shown


def test_the_value_of_an_operation_is_called_by_what_it_is(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.ROLL_BACK))
    assert "Version" in words(monitor.doing.order)
    assert monitor.doing.order.choice.currentText() == "416"
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.RESTART))
    assert "Version" not in words(monitor.doing.order)


def test_a_value_that_is_needed_is_asked_for_before_anything_is_ordered(table: Table):
    window = table.sit()
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    window.halves.in_system(lambda: monitor.go_to_doing("web", Operation.SCALE))
    order = monitor.doing.order
    assert order.text.isVisible()
    order.go_on.click()
    assert not order.confirm.isVisible()
    assert "fill in the replicas" in words(order)


def test_a_move_names_its_region_and_a_restart_may_be_for_all_of_them(table: Table):
    window = table.sit("tech")
    monitor = window.monitor
    assert monitor is not None
    assert window.halves is not None
    order = monitor.doing.order
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.FAIL_OVER))
    order.go_on.click()
    assert "choose the region" in words(order)
    order.region.setCurrentIndex(order.region.findData("south"))
    order.go_on.click()
    order.confirm.click()
    window.halves.in_system(lambda: monitor.go_to_doing("checkout", Operation.RESTART))
    assert order.region.currentText() == "All regions"
    order.go_on.click()
    order.confirm.click()
    assert [action.region for action in table.acts(Operate)] == ["south", None]
