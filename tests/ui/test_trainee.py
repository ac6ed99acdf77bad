"""A seat's window: keys and mouse act, words answer, and nothing is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from shiboken6 import delete

from tests.ui.fakes import MemoryJournal, isolated_settings, live
from trainer.core import events as ev
from trainer.core.actions import AssumeRole, Classify
from trainer.core.commands import (
    Act,
    EndExercise,
    PauseClock,
    ReleaseInject,
    ResumeClock,
    StartClock,
    UndoLast,
)
from trainer.core.plan import ActionKind
from trainer.core.time import MINUTE
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.trainee import SeatWindow
from trainer.ui.trainee.options import OptionCard


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Table:
    """An exercise of the tiny script with windows at it."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.journal = MemoryJournal()
        self.opened = live(journal=self.journal)
        self.exercise = self.opened.exercise
        self.pulse = Pulse(self.exercise, self.opened.driver)

    def sit(self, role: str) -> SeatWindow:
        """A window for a role."""
        window = SeatWindow(self.exercise.seat(role), self.exercise.script.plan, self.pulse)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        self.qtbot.addWidget(window)
        with self.qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    def start(self, minutes: float = 0) -> None:
        """Begin, and play to a time."""
        self.exercise.submit(StartClock())
        self.play(minutes)

    def play(self, minutes: float) -> None:
        """Let time pass; the pulse shows it."""
        self.opened.driver.advance(int(minutes * MINUTE))  # type: ignore[attr-defined]
        self.pulse.ticked.emit(self.exercise.elapsed())

    def open_form(self, window: SeatWindow, keys: str) -> None:
        """Press an act's letter; a button presses itself a moment later."""
        before = window.desk.acts.form()
        press(window, keys)
        self.qtbot.waitUntil(lambda: window.desk.acts.form() not in (None, before))

    def answer(self, window: SeatWindow) -> None:
        """Press the letter that leads to the question that waits."""
        press(window, "Alt+Q")
        self.qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), OptionCard))

    def events(self, kind: type) -> list:
        """Events of a kind in the journal."""
        return [record.event for record in self.exercise.records if isinstance(record.event, kind)]

    def acts(self) -> list:
        """What roles did."""
        return [event.action for event in self.events(ev.ActionTaken)]


@pytest.fixture
def table(qtbot):
    made = Table(qtbot)
    yield made
    made.pulse.close()


def words(widget: QWidget) -> str:
    """All labels that can be seen in a widget."""
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


def press(window: QWidget, keys: str) -> None:
    """Press a shortcut in the window, wherever the keyboard is."""
    focus = QApplication.focusWidget() or window
    modifier = Qt.KeyboardModifier.NoModifier
    *held, key = keys.split("+")
    for name in held:
        modifier |= {"Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier}[
            name
        ]
    QTest.keyClick(focus, getattr(Qt.Key, f"Key_{key}"), modifier)


def type_in(text: str) -> None:
    """Type where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None, "the keyboard is nowhere"
    QTest.keyClicks(focus, text)


def choose(combo, data) -> None:
    """Choose an entry of a list by what stands for it."""
    combo.setCurrentIndex(combo.findData(data))


def test_before_play_the_briefing_is_open(table: Table):
    window = table.sit("commander")
    text = words(window)
    assert "It is Friday, shortly before noon." in text
    assert "You are: Incident Commander" in text
    assert "Keeps the room calm" in text
    assert "Say what you do, aloud." in text
    assert "The exercise begins when the facilitator starts the clock." in window.banner.text()


def test_when_play_begins_the_inbox_speaks(table: Table):
    window = table.sit("on-call")
    table.start(1)
    assert [mail.message.title for mail in window.desk.inbox.rows().rows()] == ["Payment errors above 20 %"]
    assert not window.banner.isVisible()
    assert window.head.clock.text() == "01:00"


def test_opening_a_message_marks_it_seen_once(table: Table):
    window = table.sit("on-call")
    table.start(4)
    press(window, "Alt+N")
    table.qtbot.waitUntil(lambda: window.desk.current_page() is not None)
    press(window, "Alt+1")
    press(window, "Return")
    seen = table.events(ev.InjectSeen)
    assert [(event.inject, event.role) for event in seen] == [("alert", "on-call")]
    assert "The error rate of payments is 21 %." in words(window)
    assert window.desk.next_unread.text() == "&Next unread (1)"


def test_nothing_is_marked_seen_before_a_person_opens_it(table: Table):
    table.sit("on-call")
    table.start(4)
    assert table.events(ev.InjectSeen) == []


def test_one_click_acknowledges_an_alert(table: Table):
    window = table.sit("on-call")
    table.start(1)
    window.open_message("alert")
    page = window.desk.current_page()
    assert page is not None
    table.qtbot.mouseClick(page._button, Qt.MouseButton.LeftButton)
    assert [(act.do, act.inject) for act in table.acts()] == [("acknowledge", "alert")]
    assert page._chip.accessibleName().startswith("Acknowledged 01:00")
    assert not page._button.isVisible()


def test_the_keyboard_acknowledges_the_newest_alert_without_opening_it(table: Table):
    window = table.sit("on-call")
    table.start(1)
    press(window, "Alt+K")
    table.qtbot.waitUntil(lambda: bool(table.acts()))
    assert [act.inject for act in table.acts()] == ["alert"]
    assert not window.desk.acts.acknowledge.isEnabled()


def test_classifying_by_keyboard_with_the_sentence_of_triage(table: Table):
    window = table.sit("on-call")
    table.start(1)
    table.open_form(window, "Alt+C")
    press(window, "1")
    form = window.desk.acts.form()
    assert form is not None
    assert form.value("severity") == "SEV1"
    form.widget("reason").setFocus()
    type_in("Nobody can pay")
    press(window, "Ctrl+Return")
    (act,) = table.acts()
    assert (act.severity, act.reason) == ("SEV1", "Nobody can pay")
    assert window.head.severity.accessibleName().startswith("SEV1 Critical since 01:00")
    assert "Recorded at 01:00" in words(window.desk.acts)


def test_an_act_without_what_it_needs_is_told_so_and_not_sent(table: Table):
    window = table.sit("on-call")
    table.start(1)
    table.open_form(window, "Alt+C")
    press(window, "Ctrl+Return")
    assert "Choose a level." in words(window.desk.acts)
    assert table.acts() == []


def test_a_refusal_is_a_friendly_line_in_the_form(table: Table):
    window = table.sit("commander")
    table.start(11)
    window.open_message("options")
    card = window.cards["measure"]
    card.options.choose("rollback")
    table.exercise.submit(Act("tech", AssumeRole(role="tech")))
    # Another seat decides a moment earlier, and this one has not heard of it yet.
    window._unsubscribe()
    table.exercise.submit(Act("tech", _decide("wait")))
    card.answer()
    assert "The decision measure has already been taken." in words(card)


def _decide(option: str):
    from trainer.core.actions import Decide

    return Decide(decision="measure", option=option)


def test_a_journal_that_cannot_be_written_loses_no_word(table: Table):
    window = table.sit("tech")
    table.start(1)
    form = window.desk.acts.open(ActionKind.ASK)
    form.prefill({"text": "Which gateway?"})
    table.journal.fault = OSError("no space left on device")
    form.send()
    table.journal.fault = None
    assert "no space left on device" in words(form)
    assert form.value("text") == "Which gateway?"
    form.send()
    assert [act.text for act in table.acts()] == ["Which gateway?"]


def test_a_clock_that_cannot_be_kept_is_said_at_the_seat(table: Table):
    window = table.sit("tech")
    table.start(1)
    table.pulse.failed.emit("The journal cannot be written: no space left on device.")
    assert "no space left on device" in window.banner.text()


def test_half_written_texts_stay_when_switching(table: Table):
    window = table.sit("tech")
    table.start(1)
    table.open_form(window, "Alt+G")
    type_in("The gateway refuses us")
    table.open_form(window, "Alt+A")
    press(window, "Escape")
    button = window.desk.acts.buttons[ActionKind.DIAGNOSE]
    assert button.accessibleName() == "Diagnose, half written"
    table.open_form(window, "Alt+G")
    form = window.desk.acts.form()
    assert form is not None
    assert form.value("cause") == "The gateway refuses us"


def test_a_decision_is_answered_with_its_reason(table: Table):
    window = table.sit("commander")
    table.start(10.5)
    table.answer(window)
    press(window, "1")
    card = window.cards["measure"]
    assert "Roll back or wait?" in words(card)
    assert "4:30 left" in card._chip.accessibleName()
    card.extra.widget.setFocus()
    type_in("It can be undone")
    press(window, "Ctrl+Return")
    (act,) = table.acts()
    assert (act.decision, act.option, act.reason) == ("measure", "rollback", "It can be undone")
    assert "You, 10:30: Roll back now" in words(card)
    assert "The rollback begins." in [entry.detail for entry in window.desk.log.entries()]


def test_a_decision_left_alone_says_that_its_time_is_up(table: Table):
    window = table.sit("commander")
    table.start(11)
    window.open_message("options")
    table.play(6)
    assert "Nobody decided in time" in words(window.cards["measure"])
    assert not any(card.isEnabled() for card in window.cards["measure"].options.cards)


def test_a_vote_carries_how_sure_one_is(table: Table):
    window = table.sit("tech")
    table.start(6)
    table.answer(window)
    card = window.cards["severity"]
    table.qtbot.mouseClick(card.options.cards[1], Qt.MouseButton.LeftButton)
    card.extra.write(4)
    table.qtbot.mouseClick(card.send, Qt.MouseButton.LeftButton)
    (act,) = table.acts()
    assert (act.vote, act.choice, act.confidence) == ("severity", "SEV2", 4)
    assert not window.desk.waiting.isVisible()


def test_a_question_can_be_put_off(table: Table):
    window = table.sit("tech")
    table.start(6)
    assert window.desk.waiting.isVisible()
    table.qtbot.mouseClick(window.desk.waiting._later, Qt.MouseButton.LeftButton)
    table.play(0.1)
    assert not window.desk.waiting.isVisible()


def test_what_is_chosen_in_a_question_stays_when_another_message_is_opened(table: Table):
    window = table.sit("commander")
    table.start(11)
    window.open_message("options")
    window.cards["measure"].options.choose("wait")
    window.open_message("how-bad")
    window.open_message("options")
    assert window.cards["measure"].options.value() == "wait"


def test_an_update_comes_with_interval_and_approver_of_the_plan(table: Table):
    window = table.sit("comms")
    table.start(1)
    table.exercise.submit(Act("on-call", Classify(severity="SEV1")))
    form = window.desk.acts.open(ActionKind.POST_UPDATE)
    choose(form.widget("audience"), "to-staff")
    assert form.value("next_in") == "20m"
    assert "every 20 min at SEV1" in words(form)
    form.prefill({"text": "Payments fail; we are on it."})
    form.send()
    (act,) = table.acts()[1:]
    assert (act.audience, act.next_in, act.approved_by) == ("staff", 20 * MINUTE, None)


def test_who_must_approve_is_said_and_approval_is_never_assumed(table: Table):
    window = table.sit("comms")
    table.start(1)
    form = window.desk.acts.open(ActionKind.POST_UPDATE, {"audience": "to-customers"})
    assert "The plan asks for approval by: Incident Commander." in words(form)
    assert form.value("approved_by") is None


def test_a_page_shows_how_the_contact_is_reached(table: Table):
    window = table.sit("tech")
    table.start(1)
    form = window.desk.acts.open(ActionKind.PAGE)
    choose(form.widget("contact"), "vendor")
    assert "+00 555 0100" in words(form)
    form.send()
    assert "Say what came of it." in words(form)
    form.prefill({"result": "no answer"})
    form.send()
    (act,) = table.acts()
    assert (act.contact, act.result) == ("vendor", "no answer")


@pytest.mark.parametrize(
    ("kind", "filled", "expected"),
    [
        (ActionKind.ASSUME_ROLE, {}, {"role": "tech"}),
        (
            ActionKind.HAND_OVER,
            {"to": "comms", "accepted": True},
            {"role": "tech", "to": "comms", "accepted": True},
        ),
        (ActionKind.DIAGNOSE, {"cause": "Gateway"}, {"cause": "Gateway"}),
        (ActionKind.CONTAIN, {"measure": "Roll back"}, {"measure": "Roll back", "reason": ""}),
        (ActionKind.VERIFY, {"what": "Works", "evidence": "99 %"}, {"what": "Works", "evidence": "99 %"}),
        (ActionKind.RESOLVE, {"statement": "Over"}, {"statement": "Over"}),
        (ActionKind.IMPROVISE, {"text": "Call", "instead_of": "open-call"}, {"instead_of": "open-call"}),
        (ActionKind.REPORT_BLOCKED, {"missing": "Access"}, {"missing": "Access", "step": None}),
        (ActionKind.ASK, {"text": "Who?"}, {"text": "Who?"}),
        (ActionKind.DO_STEP, {"step": "contain", "note": "Done"}, {"step": "contain", "note": "Done"}),
    ],
)
def test_every_form_does_its_act(table: Table, kind: ActionKind, filled: dict, expected: dict):
    window = table.sit("tech")
    table.start(1)
    form = window.desk.acts.open(kind)
    form.prefill(filled)
    form.send()
    (act,) = table.acts()
    assert act.do == kind.value
    assert {name: getattr(act, name) for name in expected} == expected
    assert not form.dirty()


def test_opening_a_section_of_the_plan_is_recorded_by_its_name(table: Table):
    window = table.sit("tech")
    table.start(1)
    window.desk.plan.show_step("contain")
    assert [(event.role, event.section) for event in table.events(ev.PlanOpened)] == [("tech", "contain")]
    table.qtbot.waitUntil(lambda: "Start the measure" in words(window.desk.plan))


def test_searching_the_plan_from_the_keyboard_opens_the_first_hit(table: Table):
    window = table.sit("comms")
    table.start(1)
    press(window, "Ctrl+F")
    type_in("customers")
    press(window, "Return")
    assert table.events(ev.PlanOpened)[-1].section == "first-post"


def test_a_search_in_my_steps_offers_the_whole_plan(table: Table):
    window = table.sit("comms")
    plan = window.desk.plan
    plan.search.setText("conference bridge")
    assert "Nothing in your steps has these words." in words(plan)
    table.qtbot.mouseClick(plan._nothing.action, Qt.MouseButton.LeftButton)
    assert plan.shown().rowCount() >= 2


def test_a_step_leads_to_its_form_and_is_marked_when_done(table: Table):
    window = table.sit("comms")
    table.start(1)
    window.desk.plan.show_step("first-update")
    window.desk.plan.do.emit("first-update")
    form = window.desk.acts.form()
    assert form is not None
    assert form.value("audience") == "to-staff"
    form.prefill({"text": "Payments fail."})
    form.send()
    row = window.desk.plan.rows().place("step first-update")
    assert row is not None
    spoken = window.desk.plan.rows().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "done at 01:00" in spoken


def test_noting_a_step_as_done_and_being_blocked_at_it(table: Table):
    window = table.sit("tech")
    table.start(1)
    window.desk.plan.noted.emit("contain")
    form = window.desk.acts.form()
    assert form is not None
    form.send()
    window.desk.plan.blocked.emit("verify")
    form = window.desk.acts.form()
    assert form is not None
    form.prefill({"missing": "the dashboard"})
    form.send()
    assert [(act.do, act.step) for act in table.acts()] == [
        ("do step", "contain"),
        ("report blocked", "verify"),
    ]


def test_while_paused_one_may_write_but_not_send(table: Table):
    window = table.sit("tech")
    table.start(2)
    table.exercise.submit(PauseClock())
    assert window.banner.text().startswith("Paused at 02:00.")
    form = window.desk.acts.open(ActionKind.ASK)
    form.prefill({"text": "Now?"})
    form.send()
    assert table.acts() == []
    assert "The exercise is paused." in words(form)
    table.exercise.submit(ResumeClock())
    assert not window.banner.isVisible()
    form.send()
    assert len(table.acts()) == 1


def test_after_the_end_everything_stays_to_read(table: Table):
    window = table.sit("on-call")
    table.start(2)
    table.exercise.submit(EndExercise())
    assert "has ended" in window.banner.text()
    window.open_message("alert")
    assert "The error rate of payments is 21 %." in words(window)
    page = window.desk.current_page()
    assert page is not None
    assert not page._button.isEnabled()


def test_a_withdrawn_message_is_struck_and_says_so(table: Table):
    window = table.sit("comms")
    table.start()
    table.exercise.submit(ReleaseInject("press"))
    window.open_message("press")
    table.exercise.submit(UndoLast())
    page = window.desk.current_page()
    assert page is not None
    assert page._title.font().strikeOut()
    assert "withdrawn" in words(page)
    (mail,) = [mail for mail in window.desk.inbox.rows().rows() if mail.message.inject == "press"]
    assert "withdrawn" in mail.spoken()


def test_the_inbox_shows_one_channel_when_asked(table: Table):
    window = table.sit("on-call")
    table.start(6)
    channel = window.desk._channel
    assert [channel.itemText(number) for number in range(channel.count())] == [
        "All channels", "Alert", "Phone call", "Chat",
    ]  # fmt: skip
    choose(channel, "phone")
    assert window.desk.inbox.shown().rowCount() == 1
    choose(channel, "")
    assert window.desk.inbox.shown().rowCount() == 3


def test_the_palette_finds_a_step_by_a_few_letters(table: Table):
    window = table.sit("comms")
    table.start(1)
    press(window, "Ctrl+K")
    type_in("first post")
    press(window, "Return")
    assert not window.palette_box.isVisible()
    assert table.events(ev.PlanOpened)[-1].section == "first-post"


def test_escape_leaves_the_palette_without_doing_anything(table: Table):
    window = table.sit("comms")
    table.start(1)
    press(window, "Ctrl+K")
    press(window, "Escape")
    assert not window.palette_box.isVisible()
    assert table.acts() == []


def test_two_seats_on_one_machine_hear_each_other(table: Table):
    commander, tech = table.sit("commander"), table.sit("tech")
    table.start(1)
    form = commander.desk.acts.open(ActionKind.ASSUME_ROLE)
    form.send()
    assert "You are in command since 01:00" in commander.head.command.accessibleName()
    assert "Incident Commander since 01:00" in tech.head.command.accessibleName()
    assert [entry.title for entry in tech.desk.log.entries()][-1] == "Took the role Incident Commander"


class Shows(QObject):
    """Notes every window that comes up by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(type(watched).__name__)
        return False


def test_nothing_flashes_beside_the_window_while_it_is_made_and_used(table: Table, qapp: QApplication):
    shows = Shows()
    qapp.installEventFilter(shows)
    window = table.sit("commander")
    table.start(11)
    window.open_message("options")
    window.desk.acts.open(ActionKind.CLASSIFY)
    window.desk.acts.open(ActionKind.POST_UPDATE)
    window.desk.plan.show_step("take-command")
    qapp.removeEventFilter(shows)
    assert shows.names == ["SeatWindow"]


def test_a_seat_taken_late_knows_what_went_before(table: Table):
    table.start(1)
    table.exercise.submit(Act("on-call", Classify(severity="SEV2")))
    table.play(5)
    window = table.sit("comms")
    assert [mail.message.inject for mail in window.desk.inbox.rows().rows()] == ["how-bad", "support-calls"]
    assert "SEV2 High" in window.head.severity.accessibleName()
    assert window.head.clock.text() == "06:00"


def test_a_closed_seat_hears_nothing_more(table: Table):
    window = table.sit("comms")
    table.start(1)
    with table.qtbot.waitSignal(window.closed):
        window.close()
    table.play(5)
    assert window.desk.inbox.rows().rowCount() == 0


def test_a_window_may_outlive_the_drive_of_its_exercise(table: Table):
    window = table.sit("comms")
    other = Pulse(table.exercise, table.opened.driver)
    late = SeatWindow(table.exercise.seat("tech"), table.exercise.script.plan, other)
    late.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    table.qtbot.addWidget(late)
    other.close()
    delete(other)
    with table.qtbot.waitSignal(late.closed):
        late.close()
    assert window.isVisible()


def test_the_models_of_a_seat_keep_the_rules_of_models(table: Table):
    window = table.sit("on-call")
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    desk = window.desk
    models = [desk.inbox.rows(), desk.inbox.shown(), desk.plan.rows(), desk.plan.shown(), desk.log.model()]
    models += [window.palette_box.rows(), window.palette_box.list.model()]
    testers = [QAbstractItemModelTester(model, fatal) for model in models]
    table.start(6)
    desk.plan.search.setText("severity")
    window.open_palette()
    window.palette_box.search.setText("seve")
    desk.inbox.keep_channel("alert")
    table.play(10)
    assert len(testers) == 7
