"""A walk-through at the seats and on the room display: what they are told, and what a role-holder answers alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.fakes import ManualClock, isolated_settings
from tests.ui.hands import nameless, press, words
from tests.ui.walking import acts, open_walk, walk_script
from trainer.core import events as ev
from trainer.core.actions import AnswerStep, Ask, ReportBlocked, ShowStep
from trainer.core.commands import Act, OpenStep, PauseClock, StartClock, UndoLast
from trainer.core.script import Script
from trainer.core.time import MINUTE, SECOND
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.room import RoomWindow
from trainer.ui.trainee.walk import WalkSeatWindow

_STEP = "acknowledge-page"
_SECRET = "the pager was switched off on purpose"


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication, tmp_path: Path) -> None:
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Walked:
    """A walk-through with the seat of one role and the room display."""

    def __init__(self, qtbot: QtBot, role: str = "on-call", script: Script | None = None) -> None:
        self.qtbot, self.clock = qtbot, ManualClock()
        self.opened = open_walk(script, self.clock)
        exercise = self.opened.exercise
        self.pulse = Pulse(exercise, self.opened.driver)
        plan = exercise.script.plan
        self.seat = WalkSeatWindow(exercise.seat(role), plan, self.pulse)
        self.room = RoomWindow(exercise.room(), plan, self.pulse)
        for window in (self.room, self.seat):
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
            qtbot.addWidget(window)
            window.resize(1_280, 800)
            window.show()
        self.seat.activateWindow()
        qtbot.waitUntil(self.seat.isActiveWindow)

    def submit(self, *commands: object) -> None:
        """Let the facilitator do something, and the windows hear of it."""
        for command in commands:
            self.opened.exercise.submit(command)  # type: ignore[arg-type]

    def start(self, step: str = _STEP) -> None:
        """Begin, and come to a step."""
        self.submit(StartClock(), OpenStep(step))

    def record(self, role: str, action: AnswerStep | ShowStep) -> None:
        """The facilitator records what a role said."""
        self.submit(Act(role, action, "facilitator"))

    def key(self, key: Qt.Key) -> None:
        """Press a key on the questions of the seat."""
        self.qtbot.keyClick(self.seat.page.questions, key)

    def close(self) -> None:
        """Stop driving."""
        self.pulse.close()


@pytest.fixture
def walked(qtbot: QtBot) -> Iterator[Walked]:
    made = Walked(qtbot)
    yield made
    made.close()


# -- a seat ---------------------------------------------------------------------------------------------------


def test_before_play_a_seat_reads_the_briefing(walked: Walked) -> None:
    assert "We verify the procedure, not the people" in words(walked.seat)
    assert not walked.seat.page.isVisible()


def test_a_seat_follows_the_walk_to_its_step_with_all_that_the_plan_says(walked: Walked) -> None:
    walked.start()
    shown = words(walked.seat)
    assert "Respond  ·  step 1 of 4" in shown
    assert "Acknowledge the page" in shown
    asked = [row.ask for row in walked.seat.page.questions.rows().rows()]
    assert asked[0] == "Who does this step, and who if that person is away?"
    walked.submit(OpenStep("set-severity"))
    assert "step 2 of 4" in words(walked.seat)


def test_a_role_holder_answers_with_one_key_and_it_stands_in_the_journal(walked: Walked) -> None:
    walked.start()
    walked.key(Qt.Key.Key_1)
    walked.key(Qt.Key.Key_2)
    walked.qtbot.keyClicks(walked.seat.page.entry.line, "two places")
    walked.qtbot.keyClick(walked.seat.page.entry.line, Qt.Key.Key_Return)
    assert acts(walked.opened) == [
        ("on-call", AnswerStep(step=_STEP, question="owner", answer="confirmed")),
        ("on-call", AnswerStep(step=_STEP, question="place", answer="unclear", note="two places")),
    ]
    sources = {record.event.source for record in walked.opened.exercise.records
               if isinstance(record.event, ev.ActionTaken)}  # fmt: skip
    assert sources == {"seat"}


def test_a_role_holder_shows_the_step_and_is_timed(walked: Walked) -> None:
    walked.start()
    press(walked.qtbot, walked.seat, "Show me")
    walked.clock.advance(42 * SECOND)
    walked.seat.page.tick(walked.opened.exercise.elapsed())
    assert walked.seat.page.show_me.clock.text() == "00:42"
    press(walked.qtbot, walked.seat, "Done")
    assert "Shown in 42 s by You" in words(walked.seat)


def test_what_the_facilitator_records_for_the_seat_stands_there_with_its_words(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", AnswerStep(step=_STEP, question="time", answer="confirmed", takes=4 * MINUTE))
    row = next(row for row in walked.seat.page.questions.rows().rows() if row.id == "time")
    assert (row.answer, row.said) == ("confirmed", "You; takes 4 min")


def test_what_others_answer_is_heard_without_their_notes(walked: Walked) -> None:
    walked.start()
    walked.record("commander", AnswerStep(step=_STEP, question="owner", answer="wrong", note=_SECRET))
    row = walked.seat.page.questions.rows().rows()[0]
    assert (row.answer, row.said) == ("wrong", "Incident Commander")
    told = "\n".join(item.model_dump_json() for item in walked.opened.exercise.seat("on-call").items)
    assert _SECRET not in told
    assert _SECRET not in words(walked.seat)


def test_points_of_a_good_answer_reach_no_seat_and_not_the_room(qtbot: QtBot) -> None:
    question = {"step": _STEP, "ask": "What if the pager is down?", "points": [_SECRET]}
    walked = Walked(qtbot, script=walk_script(questions=[question]))
    walked.start()
    exercise = walked.opened.exercise
    told = "\n".join(
        item.model_dump_json() for seat in (exercise.seat("on-call"), exercise.room()) for item in seat.items
    )
    assert "What if the pager is down?" in told
    assert _SECRET not in told
    walked.close()


def test_an_answer_that_was_taken_back_is_open_again_at_the_seat(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", AnswerStep(step=_STEP, question="owner", answer="confirmed"))
    walked.submit(UndoLast())
    assert walked.seat.page.questions.rows().rows()[0].answer is None


def test_a_seat_can_only_ask_and_report_blocked_beside_its_answers(walked: Walked) -> None:
    walked.start()
    assert [kind.value for kind in walked.seat.acts.buttons] == ["report blocked", "ask"]
    assert not walked.seat.acts.acknowledge.isVisible()
    assert "Do this step" not in words(walked.seat)


def test_a_question_to_the_facilitator_and_a_blocker_go_into_the_journal(walked: Walked) -> None:
    walked.start()
    for name, field, text, verb in (
        ("Ask", "text", "May I open the console?", "Ask"),
        ("Blocked", "missing", "my token", "Report it"),
    ):
        press(walked.qtbot, walked.seat, name)
        form = walked.seat.acts.form()
        assert form is not None
        walked.qtbot.keyClicks(form.widget(field), text)
        press(walked.qtbot, form, verb)
    recorded = [r.event.action for r in walked.opened.exercise.records if isinstance(r.event, ev.ActionTaken)]
    assert recorded == [Ask(text="May I open the console?"), ReportBlocked(missing="my token")]
    assert walked.seat.page.isVisible()


def test_while_the_clock_stands_nothing_is_sent_from_a_seat(walked: Walked) -> None:
    walked.start()
    walked.submit(PauseClock())
    walked.key(Qt.Key.Key_1)
    assert acts(walked.opened) == []
    assert "Paused." in walked.seat.banner.text()


def test_in_a_narrow_window_the_parts_of_a_seat_have_tabs(walked: Walked) -> None:
    walked.start()
    walked.seat.resize(600, 700)
    assert walked.seat.tabs.isVisible()
    assert not walked.seat.plan.isVisible()
    walked.qtbot.keyClick(walked.seat, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert walked.seat.plan.isVisible()
    assert not walked.seat.page.isVisible()


def test_every_control_of_a_seat_has_a_name_and_its_model_is_sound(walked: Walked) -> None:
    tester = QAbstractItemModelTester(
        walked.seat.page.questions.rows(), QAbstractItemModelTester.FailureReportingMode.Fatal, walked.seat
    )
    walked.start()
    walked.key(Qt.Key.Key_1)
    assert nameless(walked.seat) == []
    assert tester is not None


def test_a_seat_that_is_opened_late_knows_what_was_answered_before(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", AnswerStep(step=_STEP, question="owner", answer="missing", note="no deputy"))
    exercise = walked.opened.exercise
    late = WalkSeatWindow(exercise.seat("on-call"), exercise.script.plan, walked.pulse)
    walked.qtbot.addWidget(late)
    late.show()
    row = late.page.questions.rows().rows()[0]
    assert (row.answer, row.said) == ("missing", "You; no deputy")


# -- the room -------------------------------------------------------------------------------------------------


def test_the_room_shows_the_step_its_owner_and_the_question_that_is_asked(walked: Walked) -> None:
    walked.start()
    page = walked.room.walk
    assert page.isVisible()
    assert page.where.text() == "Respond  ·  step 1 of 4  On-call engineer"
    assert page.title.text().endswith("Acknowledge the page")
    assert page.asked.text() == "Who does this step, and who if that person is away?"


def test_the_room_shows_answers_as_they_come_and_the_next_question(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", AnswerStep(step=_STEP, question="owner", answer="unclear", note=_SECRET))
    page = walked.room.walk
    assert page.answers.text().startswith("Who unclear, Where open")
    assert page.asked.text() == "Where is it written down? Open it."
    assert _SECRET not in walked.room.ticker.text()
    assert "Who: unclear" in walked.room.ticker.text()


def test_the_room_shows_the_clock_of_who_shows_the_step(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", ShowStep(step=_STEP, now="begun"))
    walked.clock.advance(75 * SECOND)
    walked.room.walk.show_time(walked.opened.exercise.elapsed())
    assert walked.room.walk.clock.isVisible()
    assert walked.room.walk.clock.text() == "01:15"
    walked.record("on-call", ShowStep(step=_STEP, now="done"))
    assert not walked.room.walk.clock.isVisible()


def test_the_end_of_a_showing_that_was_taken_back_lets_it_go_on(walked: Walked) -> None:
    walked.start()
    walked.record("on-call", ShowStep(step=_STEP, now="begun"))
    walked.record("on-call", ShowStep(step=_STEP, now="done"))
    walked.submit(UndoLast())
    assert walked.room.walk.clock.isVisible()
    assert walked.seat.page.show_me.running()


def test_the_room_says_nothing_of_severity_and_roles_in_a_walk_through(walked: Walked) -> None:
    walked.start()
    assert not walked.room.strip.severity.isVisible()
    assert walked.room.strip.kind.text() == "Walk-through"


@pytest.mark.parametrize(("width", "height"), [(560, 360), (1_280, 720), (1_920, 1_080)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_room_is_legible_at_every_size(
    qapp: QApplication, walked: Walked, width: int, height: int, scheme: look.Scheme
) -> None:
    look.apply(qapp, scheme)
    walked.start()
    walked.room.resize(width, height)
    walked.room.grab()  # lays it out
    page = walked.room.walk
    assert min(part.font_pixels() for part in (page.title, page.asked)) * 72 / 96 >= 11
    assert page.answers.geometry().bottom() <= page.rect().bottom()
    assert not walked.room.grab().isNull()
