"""The simulated system on the facilitator's desk: the truth, its times and cost, and faults by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import ManualClock, isolated_settings, live
from tests.ui.hands import nameless, words
from tests.ui.simulated import simulated
from trainer.core import events as ev
from trainer.core.actions import Acknowledge, Operate
from trainer.core.commands import Act, HoldInject, PauseClock, StartClock
from trainer.core.simulation import FaultKind, Operation
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.facilitator import FacilitatorConsole
from trainer.ui.facilitator.happenings import Happenings
from trainer.ui.facilitator.lines import way_words
from trainer.workspace import Opened


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path: Path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Desk:
    """A facilitator at a simulation."""

    def __init__(self, qtbot, opened: Opened) -> None:
        self.opened, self.exercise = opened, opened.exercise
        self.pulse = Pulse(self.exercise, opened.driver)
        self.console = FacilitatorConsole(opened, self.pulse)
        qtbot.addWidget(self.console)
        self.console.resize(1_200, 800)
        with qtbot.waitActive(self.console):
            self.console.show()
            self.console.activateWindow()

    @property
    def page(self):
        """The page of the system."""
        assert self.console.system is not None
        return self.console.system.system

    def play(self, span: int) -> None:
        """Let time pass, and show it."""
        self.opened.driver.advance(span)  # type: ignore[attr-defined]
        self.console.refresh()

    def events(self, kind: type) -> list:
        """Events of a kind in the journal."""
        return [record.event for record in self.exercise.records if isinstance(record.event, kind)]


@pytest.fixture
def desk(qtbot):
    made = Desk(qtbot, simulated())
    made.exercise.submit(StartClock())
    QTest.keyClick(made.console, Qt.Key.Key_F9)
    made.play(SECOND)
    yield made
    made.pulse.close()


def test_a_tabletop_has_no_system_on_the_desk(qtbot):
    made = Desk(qtbot, live())
    assert made.console.system is None
    made.pulse.close()


def test_the_truth_is_told_from_waiting_to_active_to_ended_with_impact_and_cost(desk: Desk):
    truth = desk.page.truth
    assert "Users notice nothing" in words(truth)
    (row,) = truth.faults.rows()
    assert (row.title, row.state) == ("The tax release breaks checkout", "Begins at 02:00")
    desk.play(4 * MINUTE)
    (row,) = truth.faults.rows()
    assert row.state == "Active since 02:01"
    assert "Mended by: roll back Checkout" in row.result
    assert "Users notice it since 02:" in words(truth)
    assert "Not recovered" in words(truth)
    assert "EUR" in words(truth)
    desk.exercise.submit(Act("tech", Operate(operation=Operation.ROLL_BACK, service="checkout", value="416")))
    desk.play(2 * SECOND)
    assert "Under way: Roll back: Checkout (416)" in truth.under_way.text()
    desk.play(15 * MINUTE)
    (row,) = truth.faults.rows()
    assert row.state.startswith("Ended at ")
    assert "Users notice nothing any more since" in words(truth)
    assert "Recovered since" in words(truth)


def test_a_fault_is_added_by_hand_and_ended_once_it_was_asked(desk: Desk, qtbot):
    truth = desk.page.truth
    truth.add.click()
    form = truth.form
    form.kind.setCurrentIndex(form.kind.findData(FaultKind.DATABASE_SLOW))
    form.service.setCurrentIndex(form.service.findData("orders"))
    form.slower.setValue(6)
    form.lasts.setValue(30)
    form.headline.setText("The orders database crawls")
    form.begin_now.click()
    (added,) = desk.events(ev.FaultAdded)
    assert (added.fault.kind, added.fault.service) == (FaultKind.DATABASE_SLOW, "orders")
    assert (added.fault.effect.slower, added.fault.lasts) == (6, 30 * MINUTE)
    assert ev.decode(ev.encode(added)) == added  # the journal can be read again
    desk.play(3 * SECOND)
    row = truth.faults.rows()[0]
    assert (row.title, row.status) == ("The orders database crawls", "bad")
    truth.faults.view.setCurrentIndex(truth.faults.view.model().index(0, 0))
    truth.end.click()
    assert desk.events(ev.FaultRemoved) == []
    assert "The orders database crawls" in truth.asked.text()
    truth.asked.acted.emit()
    (removed,) = desk.events(ev.FaultRemoved)
    assert removed.fault == added.fault.id
    desk.play(3 * SECOND)
    assert truth.faults.rows()[-1].state.startswith("Ended at ")


def test_two_faults_by_hand_have_names_of_their_own(desk: Desk):
    for _ in range(2):
        desk.page.truth.add.click()
        form = desk.page.truth.form
        form.service.setCurrentIndex(form.service.findData("search"))
        form.begin_now.click()
    first, second = desk.events(ev.FaultAdded)
    assert first.fault.id != second.fault.id


def test_the_fault_waits_among_the_injects_and_can_be_held_there(desk: Desk):
    lines = {line.inject: line for line in desk.console.msel.rows.rows()}
    assert lines["fault-tax-release"].title == "The tax release breaks checkout"
    desk.exercise.submit(HoldInject("fault-tax-release"))
    desk.console.refresh()
    (row,) = desk.page.truth.faults.rows()
    assert row.state == "Held"


def test_a_fault_by_hand_says_what_is_missing(desk: Desk):
    truth = desk.page.truth
    truth.add.click()
    truth.form.begin_now.click()
    assert "Choose the service that breaks." in words(truth.form)
    assert desk.events(ev.FaultAdded) == []
    truth.form.kind.setCurrentIndex(truth.form.kind.findData(FaultKind.TRAFFIC_SURGE))
    truth.form.load.setValue(3)
    truth.form.begin_now.click()
    (added,) = desk.events(ev.FaultAdded)
    assert added.fault.effect.load == 3


def test_an_operation_is_recorded_for_the_role_that_is_chosen(desk: Desk):
    monitor = desk.page.monitor
    monitor.go_to_doing("checkout", Operation.RESTART)
    monitor.doing.order.go_on.click()
    monitor.doing.order.confirm.click()
    assert desk.events(ev.ActionTaken) == []  # nobody was chosen yet
    assert "Choose first for which role" in words(monitor.doing.order)
    desk.console.recorder.choose_role(3)
    monitor.doing.order.go_on.click()
    monitor.doing.order.confirm.click()
    (taken,) = desk.events(ev.ActionTaken)
    assert (taken.role, taken.source) == (desk.console.desk.roles[2], "facilitator")


def test_who_acknowledged_an_alert_is_known(desk: Desk):
    desk.play(4 * MINUTE)
    desk.exercise.submit(Act("on-call", Acknowledge(inject="checkout-errors")))
    desk.console.refresh()
    row = desk.page.monitor.alerts.current()
    assert row is not None
    assert row.acknowledged == "Acknowledged by On-call engineer at 04:01"


def test_f9_shows_the_system_and_f6_the_injects(desk: Desk):
    assert desk.console.system is not None
    assert desk.page.isVisible()
    QTest.keyClick(desk.console, Qt.Key.Key_F6)
    assert not desk.page.isVisible()
    QTest.keyClick(desk.console, Qt.Key.Key_F9)
    assert desk.page.isVisible()
    assert QApplication.focusWidget() is desk.page.truth.faults.view


def test_every_control_of_the_truth_has_a_name(desk: Desk):
    assert nameless(desk.page) == []
    desk.page.truth.open_form()
    assert nameless(desk.page) == []


def test_a_fault_of_somebody_elses_service_is_said_to_be_out_of_the_teams_hands(desk: Desk):
    truth = desk.page.truth
    for service, said in (
        ("gateway", "The team cannot mend it."),
        ("web", "Mended by: renew the certificate of Web shop"),
    ):
        truth.add.click()
        truth.form.kind.setCurrentIndex(truth.form.kind.findData(FaultKind.CERTIFICATE_EXPIRED))
        truth.form.service.setCurrentIndex(truth.form.service.findData(service))
        truth.form.begin_now.click()
        row = truth.faults.current()
        assert row is not None  # the cursor is on what was added
        assert said in row.result


def test_a_fault_for_the_whole_system_is_called_so(desk: Desk):
    form = desk.page.truth.form
    desk.page.truth.add.click()
    form.kind.setCurrentIndex(form.kind.findData(FaultKind.TRAFFIC_SURGE))
    assert form.fault().title == "Traffic surge: The whole system"


def test_a_fault_that_waits_for_the_clock_says_so(desk: Desk):
    desk.exercise.submit(PauseClock())
    truth = desk.page.truth
    truth.add.click()
    truth.form.service.setCurrentIndex(truth.form.service.findData("search"))
    truth.form.begin_now.click()
    row = truth.faults.current()
    assert row is not None
    assert row.state == "Begins with the next second of the clock"


def test_what_the_system_did_is_told_of_the_system_and_an_operation_of_who_ordered_it(desk: Desk):
    desk.play(4 * MINUTE)
    desk.exercise.submit(Act("tech", Operate(operation=Operation.ROLL_BACK, service="checkout", value="416")))
    desk.play(20 * MINUTE)
    heard = Happenings(desk.console.desk)
    heard.take(desk.console.desk.now())
    who = {
        (record.event.turn if isinstance(record.event, ev.SystemChanged) else "operation")
        : heard.entries[record.seq].who
        for record in desk.exercise.records
        if isinstance(record.event, ev.OperationEnded | ev.SystemChanged)
    }  # fmt: skip
    assert who["operation"] == "Technical Lead"
    assert who["impact began"] == who["recovered"] == who["fault ended"] == "The system"
    assert who["alert cleared"] == "Monitoring"


def test_what_begins_in_the_system_is_not_sent_to_anybody(desk: Desk):
    assert desk.console.next.to.text() == "reaches nobody; it begins in the system"
    lines = {line.inject: line for line in desk.console.msel.rows.rows()}
    assert way_words(lines["fault-tax-release"]) == "reaches nobody; it begins in the system"


def test_the_desk_of_a_simulation_fits_a_small_laptop(desk: Desk):
    beside_the_menu = look.tokens().px(1_280 - 150)
    desk.page.monitor.choose("checkout")
    assert desk.console.minimumSizeHint().width() <= beside_the_menu


def test_an_exercise_that_is_opened_again_shows_the_system_where_it_stopped(qtbot):
    first = simulated()
    first.exercise.submit(StartClock())
    first.driver.advance(4 * MINUTE)  # type: ignore[attr-defined]
    first.driver.mark()
    journal = first.driver.journal  # type: ignore[attr-defined]
    desk = Desk(qtbot, live(first.exercise.script, ManualClock(), journal))
    assert desk.exercise.state.status == "paused"
    QTest.keyClick(desk.console, Qt.Key.Key_F9)
    (row,) = desk.page.truth.faults.rows()
    assert row.state == "Active since 02:01"
    assert "Users notice it since" in words(desk.page.truth)
    assert desk.page.monitor.alerts.current() is not None
    desk.pulse.close()
