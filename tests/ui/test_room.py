"""The room display: what it shows, how large, and the keys that look back."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent, QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.fakes import isolated_settings, live
from tests.ui.gallery_seats import Drill
from trainer.core.actions import Action, AssumeRole, CastVote, Classify, Contain, Decide, HandOver, PostUpdate
from trainer.core.commands import (
    Act,
    EndExercise,
    PauseClock,
    ReleaseInject,
    ResumeClock,
    SendAdHocInject,
    StartClock,
    UndoLast,
)
from trainer.core.scenario import Channel
from trainer.core.time import MINUTE
from trainer.ui import look
from trainer.ui.bridge import Pulse
from trainer.ui.room import RoomWindow
from trainer.ui.room.big import BigText, Size, unit_of
from trainer.ui.room.roles import columns_of
from trainer.ui.room.window import other_screen


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


class Room:
    """An exercise of the tiny script and its display."""

    def __init__(self, qtbot, width: int = 1280, height: int = 720) -> None:
        self.opened = live()
        self.exercise = self.opened.exercise
        self.pulse = Pulse(self.exercise, self.opened.driver)
        self.window = RoomWindow(self.exercise.room(), self.exercise.script.plan, self.pulse)
        self.window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.window)
        self.window.resize(width, height)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    def start(self, minutes: float = 0) -> None:
        """Begin, and play to a time."""
        self.exercise.submit(StartClock())
        self.play(minutes)

    def play(self, minutes: float) -> None:
        """Let time pass; the pulse shows it."""
        self.opened.driver.advance(int(minutes * MINUTE))  # type: ignore[attr-defined]
        self.pulse.ticked.emit(self.exercise.elapsed())

    def act(self, role: str, action: Action) -> None:
        """Let a role act."""
        self.exercise.submit(Act(role, action))

    def press(self, key: Qt.Key) -> None:
        """Press a key."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key)

    def page(self) -> object:
        """What fills the display."""
        return self.window.pages.currentWidget()

    def title(self) -> str:
        """The title of the message shown."""
        return self.window.stage.title.text()


def settle() -> None:
    """Lay everything out that waits for it."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents()


@pytest.fixture
def room(qtbot):
    made = Room(qtbot)
    yield made
    made.pulse.close()


def test_before_play_the_briefing_fills_the_display(room: Room):
    assert room.page() is room.window.briefing
    assert room.window.briefing.situation.words.text() == "It is Friday, shortly before noon."
    assert "•  Say what you do, aloud." in room.window.briefing.rules.words.text()
    assert room.window.strip.title.text() == "Payments stop"
    assert not room.window.ticker.isVisible()


def test_the_newest_message_is_shown_with_sender_and_addressees(room: Room):
    room.start(4)
    assert room.page() is room.window.stage
    assert room.title() == "Support is flooded"
    spoken = room.window.stage.banner.accessibleName()
    assert spoken == "Phone call  ·  Support desk  →  Communications Lead, On-call engineer, 03:00"


def test_figures_that_came_with_a_message_stand_beside_it(room: Room):
    room.start(1)
    assert room.window.stage.figures.isVisible()
    assert room.window.stage.figures.text() == "Last ten minutes\n\n09:00 0.2 %\n09:05 21 %"


def test_the_clock_follows_the_exercise(room: Room):
    room.start(7.5)
    assert room.window.strip.clock.text() == "07:30"
    assert "running" in room.window.strip.clock.accessibleName()


def test_a_decision_is_shown_with_options_and_time_left(room: Room):
    room.start(11)
    stage = room.window.stage
    assert stage.asked.text() == "Roll back or wait?"
    assert stage.options.accessibleName() == "Options: A: Roll back now; B: Wait for the provider"
    assert stage.left.text() == "04:00 left"
    room.play(1)
    assert stage.left.text() == "03:00 left"


def test_a_decision_taken_stands_out_and_says_who_took_it(room: Room):
    room.start(11)
    room.act("commander", Decide(decision="measure", option="rollback", reason="r"))
    assert room.window.stage.left.text() == "Incident Commander decided at 11:00"
    assert "The rollback begins." in room.window.ticker.text()


def test_a_decision_that_waits_while_other_messages_come_is_not_forgotten(room: Room):
    room.start(11)
    room.exercise.submit(SendAdHocInject((), Channel.MAIL, "Board", "How long?", "Please answer."))
    room.play(0.5)
    assert room.title() == "How long?"
    assert room.window.where.text() == "Still to be decided: Roll back or wait?  ·  03:30 left"
    room.play(5)
    assert room.window.where.text() == ""


def test_a_vote_shows_no_votes(room: Room):
    room.start(6)
    room.act("tech", CastVote(vote="severity", choice="SEV1"))
    stage = room.window.stage
    assert stage.asked.text() == "Which severity is this?"
    assert stage.left.text() == "Everyone votes alone, at their own seat"
    assert "SEV1" not in room.window.ticker.text()


def test_severity_and_roles_stand_in_the_strip(room: Room):
    room.start(1)
    strip = room.window.strip
    assert strip.severity.accessibleName() == "Severity not set"
    room.act("on-call", Classify(severity="SEV2", statement="Many cannot pay."))
    room.act("commander", AssumeRole(role="commander"))
    assert strip.severity.accessibleName() == "Severity SEV2 High, since 01:00"
    assert "Incident Commander, since 01:00; On-call engineer, not announced" in strip.roles.accessibleName()
    room.play(1)
    room.act("commander", HandOver(role="commander", to="tech"))
    assert "Incident Commander, Technical Lead, since 02:00" in strip.roles.accessibleName()


def test_the_ticker_keeps_the_last_three_newest_first(room: Room):
    room.start(1)
    for number in range(4):
        room.act("comms", PostUpdate(audience="staff", text=f"Update {number}"))
    room.act("tech", Contain(measure="Roll back"))
    assert room.window.ticker.text().splitlines() == [
        "01:00, Technical Lead, Ordered: Roll back",
        "01:00, Communications Lead, Told staff, Update 3",
        "01:00, Communications Lead, Told staff, Update 2",
    ]


def test_a_pause_fills_the_display_and_play_goes_on_where_it_was(room: Room):
    room.start(4)
    room.exercise.submit(PauseClock())
    assert room.page() is room.window.notice
    assert room.window.notice.text() == "Paused. The exercise clock stands at 04:00. Nobody loses time."
    room.exercise.submit(ResumeClock())
    assert room.page() is room.window.stage
    assert room.title() == "Support is flooded"


def test_the_end_fills_the_display(room: Room):
    room.start(4)
    room.exercise.submit(EndExercise())
    assert room.page() is room.window.notice
    assert room.window.notice.text().startswith("The exercise has ended. Played for 04:00.")


def test_the_keys_look_back_and_return(room: Room):
    room.start(6)
    room.press(Qt.Key.Key_Left)
    assert room.title() == "Support is flooded"
    assert room.window.where.text() == "Looking back: message 2 of 3. End returns to now."
    room.press(Qt.Key.Key_PageUp)
    assert room.title() == "Payment errors above 20 %"
    room.press(Qt.Key.Key_Left)
    assert room.title() == "Payment errors above 20 %"
    room.press(Qt.Key.Key_Right)
    assert room.title() == "Support is flooded"
    room.press(Qt.Key.Key_End)
    assert room.window.stage.asked.text() == "Which severity is this?"
    assert room.window.where.text() == ""


def test_looking_back_is_not_disturbed_by_what_comes(room: Room):
    room.start(4)
    room.press(Qt.Key.Key_Left)
    room.play(7)
    assert room.title() == "Payment errors above 20 %"
    assert "message 1 of 4" in room.window.where.text()
    for _ in range(4):
        room.press(Qt.Key.Key_Right)
    assert room.window.stage.asked.text() == "Roll back or wait?"


def test_the_mouse_looks_back_too(qtbot, room: Room):
    room.start(6)
    qtbot.mouseClick(room.window.earlier, Qt.MouseButton.LeftButton)
    assert room.title() == "Support is flooded"
    qtbot.mouseClick(room.window.live, Qt.MouseButton.LeftButton)
    assert not room.window.live.isEnabled()


def test_after_the_end_one_may_still_look_back(room: Room):
    room.start(4)
    room.exercise.submit(EndExercise())
    room.press(Qt.Key.Key_Left)
    assert room.page() is room.window.stage
    room.press(Qt.Key.Key_End)
    assert room.page() is room.window.notice


def test_a_withdrawn_message_leaves_the_display(room: Room):
    room.start(4)
    room.exercise.submit(ReleaseInject("press"))
    assert room.title() == "A journalist calls"
    room.exercise.submit(UndoLast())
    assert room.title() == "Support is flooded"


def test_f11_fills_the_screen_and_escape_leaves_it(qtbot, room: Room):
    room.press(Qt.Key.Key_F11)
    qtbot.waitUntil(room.window.isFullScreen)
    room.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not room.window.isFullScreen())


def test_the_second_screen_is_the_rooms():
    primary, second = cast("QScreen", object()), cast("QScreen", object())
    assert other_screen([primary, second], primary) is second
    assert other_screen([primary], primary) is None


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (2560, 1440)])
def test_a_message_is_set_in_24_to_40_points_of_a_full_hd_screen(qtbot, width: int, height: int):
    room = Room(qtbot, width, height)
    room.start(4)
    stage = room.window.stage
    points = stage.words.font_pixels() / unit_of(width, height) * 72 / 96
    assert 24 <= points <= 40
    room.pulse.close()


def test_no_text_is_smaller_than_eleven_points_on_a_small_screen(qtbot):
    room = Room(qtbot, 800, 450)
    room.start(11)
    texts = [text for text in room.window.findChildren(BigText) if text.isVisible() and text.text()]
    assert texts
    assert min(text.font_pixels() for text in texts) * 72 / 96 >= 11
    assert room.window.stage.options.font_pixels() * 72 / 96 >= 11
    room.pulse.close()


def test_a_long_text_shrinks_until_it_fits_and_never_below_its_least(qtbot):
    text = BigText(Size(60, 20), grows=True)
    qtbot.addWidget(text)
    text.resize(600, 200)
    text.show_text("Short.")
    large = text.font_pixels()
    text.show_text("A much longer sentence that has to be wrapped. " * 4)
    assert large == 60
    assert 20 <= text.font_pixels() < large
    text.show_text("A much longer sentence that has to be wrapped. " * 40)
    assert text.font_pixels() == 20
    assert text.grab().width() == 600  # painting what is too long ends in an ellipsis, not in an error


def test_a_display_opened_late_knows_what_went_before(qtbot):
    room = Room(qtbot)
    room.start(6)
    late = RoomWindow(room.exercise.room(), room.exercise.script.plan, room.pulse)
    qtbot.addWidget(late)
    late.show()
    assert late.stage.asked.text() == "Which severity is this?"
    assert late.strip.clock.text() == "06:00"
    room.pulse.close()


def test_a_closed_display_hears_nothing_more(qtbot, room: Room):
    room.start(1)
    with qtbot.waitSignal(room.window.closed):
        room.window.close()
    room.play(5)
    assert list(room.window.told().messages) == ["alert"]


SMALL = [(520, 350), (560, 360), (572, 350), (764, 430), (960, 540), (1_020, 574)]


def cut_off(window: RoomWindow) -> list[str]:
    """What goes beyond its parent's edge, covers a neighbour, or has less height than its letters need."""
    found = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if not widget.isVisible() or parent is None:
            continue
        name = f"{type(widget).__name__} {widget.accessibleName()[:30]!r}"
        if not parent.rect().contains(widget.geometry()):
            found.append(f"{name} goes beyond its parent")
        line = widget.minimumSizeHint().height() if isinstance(widget, BigText) and widget.text() else 0
        if widget.height() < line:
            found.append(f"{name} has less than a line")
        others = [child for child in parent.children() if isinstance(child, QWidget) and child.isVisible()]
        found += [
            f"{name} is covered"
            for other in others
            if other is not widget and other.geometry().intersects(widget.geometry())
        ]
    return found


@pytest.mark.parametrize(("width", "height"), SMALL)
@pytest.mark.parametrize("minutes", [0, 4, 6, 11])
def test_a_small_display_cuts_nothing_off(qtbot, width: int, height: int, minutes: int):
    room = Room(qtbot, width, height)
    if minutes:
        room.start(minutes)
        room.act("commander", AssumeRole(role="commander"))
    settle()
    assert (room.window.width(), room.window.height()) == (width, height)
    assert cut_off(room.window) == []
    texts = [text for text in room.window.findChildren(BigText) if text.isVisible() and text.text()]
    assert min(text.font_pixels() for text in texts) * 72 / 96 >= 11
    room.pulse.close()


@pytest.mark.parametrize("decision", ["containment", ""])
def test_no_option_of_the_shipped_drill_is_lost_on_a_small_display(qtbot, decision: str):
    drill = Drill()
    drill.play_until(decision) if decision else drill.play_to(int(6.1 * MINUTE))
    window = RoomWindow(drill.exercise.room(), drill.exercise.script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    for width, height in SMALL:
        window.resize(width, height)
        settle()
        options = window.stage.options
        assert options.isVisible()
        assert options.needed_height() <= options.height()
        assert cut_off(window) == []
    drill.close()


def test_a_small_display_names_who_holds_a_role_and_how_many_roles_there_are(qtbot):
    room = Room(qtbot, 560, 360)
    room.start(1)
    room.act("commander", AssumeRole(role="commander"))
    settle()
    roles = room.window.strip.roles
    assert roles.rows(roles.width()) == 1
    assert "Incident Commander, since 01:00; On-call engineer, not announced" in roles.accessibleName()
    assert "On-call engineer, not announced" in roles.toolTip()
    room.pulse.close()


def test_short_lines_stand_in_as_few_rows_as_may_be():
    assert len(columns_of([100, 100, 100, 100], 10, 430)) == 4
    assert len(columns_of([100, 100, 100, 100], 10, 420)) == 2
    assert columns_of([200, 100, 100, 200], 10, 450) == [220, 220]
    assert (
        len(columns_of([400, 400, 400], 10, 300)) == 2
    )  # two at least: what is too long ends in an ellipsis
    assert columns_of([], 10, 300) == []


def test_the_newest_line_and_what_waits_share_a_place_on_a_small_display(qtbot):
    room = Room(qtbot, 560, 360)
    room.start(4)
    room.act("comms", PostUpdate(audience="staff", text="We look into it."))
    assert room.window.ticker.isVisible()
    room.press(Qt.Key.Key_Left)
    assert room.window.where.isVisible()
    assert not room.window.ticker.isVisible()
    room.window.resize(1_280, 720)
    settle()
    assert room.window.where.isVisible()
    assert room.window.ticker.isVisible()
    room.pulse.close()


def test_a_display_that_a_person_closes_is_put_away_and_follows_on(qtbot, room: Room):
    room.start(1)
    QCoreApplication.sendEvent(room.window.windowHandle(), QCloseEvent())
    assert not room.window.isVisible()
    room.play(5)
    room.window.show()
    assert room.window.stage.asked.text() == "Which severity is this?"
