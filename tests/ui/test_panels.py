"""The generic panels: what they say, where the keyboard goes, and that none is without a name."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QPainter, QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui import gallery
from trainer.ui import look
from trainer.ui.panels import (
    Banner,
    BigClock,
    Card,
    Chip,
    EmptyState,
    Entry,
    Feed,
    Heading,
    Mark,
    TargetBar,
    TargetBarList,
    TimelineStrip,
    Timer,
    button,
    search_field,
    spin_box,
    timer_state,
    tool_button,
)
from trainer.ui.panels.targets import loud_words
from trainer.ui.panels.timeline_layout import across, pack, tick_label, tick_steps
from trainer.ui.panels.timers import BAR_LIMITS, bar_shape, spoken, urgency, verdict
from trainer.ui.words import format_clock, format_delta, format_duration, spell_duration


@pytest.fixture(autouse=True)
def _light(qapp: QApplication):
    look.apply(qapp, "light")


@pytest.fixture
def shown(qtbot):
    """Shows a widget at a size and has it closed after the test."""

    def show(widget: QWidget, width: int = 480, height: int = 300) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


# -- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "clock", "duration"),
    [
        (0, "00:00", "0 s"),
        (45, "00:45", "45 s"),
        (245.9, "04:05", "4 min 05 s"),
        (300, "05:00", "5 min"),
        (3_605, "1:00:05", "1 h 00 min 05 s"),
        (3_900, "1:05:00", "1 h 05 min"),
        (259_200, "72:00:00", "3 d"),
        (-65, "-01:05", "-1 min 05 s"),
        (None, "–", "–"),
    ],
)
def test_times_are_written_without_rounding_up(seconds: float | None, clock: str, duration: str):
    assert format_clock(seconds) == clock
    assert format_duration(seconds) == duration


def test_differences_carry_their_sign():
    assert [format_delta(value) for value in (80, -30, 3_723, 0, -0.4)] == [
        "+1:20",
        "-0:30",
        "+1:02:03",
        "+0:00",
        "+0:00",
    ]


def test_times_are_spelled_for_the_ear():
    assert spell_duration(65) == "1 minute 5 seconds"
    assert spell_duration(0) == "0 seconds"
    assert spell_duration(-3_600) == "minus 1 hour"


# -- clock ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["bar", "panel", "room"])
def test_the_clock_shows_time_and_state(shown, size):
    clock = shown(BigClock(size))
    clock.show_time(4_085, "paused", "14:05 UTC")
    assert clock.text() == "1:08:05"
    assert clock.state_text() == "Paused"
    assert clock.accessibleName() == "Exercise clock, paused, 1 hour 8 minutes"
    assert not clock.grab().isNull()


def test_the_clock_keeps_its_width_while_it_runs(shown):
    clock = shown(BigClock("bar"))
    clock.show_time(11, "running")
    before = clock.sizeHint()
    clock.show_time(48, "running")
    assert clock.sizeHint() == before
    clock.show_time(3_600, "running")
    assert clock.sizeHint().width() > before.width()


# -- timers -----------------------------------------------------------------------------------------------


def timer(elapsed_s: float, limit_s: float | None = 600, done: bool = False, key: str = "ack") -> Timer:
    return Timer(key, "Acknowledge", "On-call", elapsed_s, limit_s, timer_state(elapsed_s, limit_s, done), 0)


@pytest.mark.parametrize(
    ("value", "state", "words"),
    [
        (timer(10), "open", "9:50 left"),
        (timer(450), "open", "2:30 left"),
        (timer(450.1), "at_risk", "at risk 2:30 left"),
        (timer(600), "at_risk", "at risk 0:00 left"),
        (timer(680), "overdue", "overdue +1:20"),
        (timer(600, done=True), "done_on_time", "on time"),
        (timer(680, done=True), "done_late", "late +1:20"),
        (timer(680, None), "open", "open"),
        (timer(680, None, done=True), "done_on_time", "done"),
    ],
)
def test_a_timer_says_its_state_in_words(shown, value: Timer, state: str, words: str):
    assert value.state == state
    assert loud_words(value) == words
    bar = shown(TargetBar(value))
    assert words in bar.text()
    assert bar.accessibleName() == spoken(value)
    assert verdict(value).word in bar.accessibleName()
    assert not bar.grab().isNull()


def test_time_left_is_not_nought_before_it_is():
    assert loud_words(timer(599.2)) == "at risk 0:01 left"


@given(st.floats(0, 1e6), st.floats(0.1, 1e5), st.booleans())
def test_bars_stay_inside_and_overrun_only_when_late(elapsed_s: float, limit_s: float, done: bool):
    value = timer(elapsed_s, limit_s, done)
    shape = bar_shape(value)
    assert shape.target is not None
    assert shape.target == pytest.approx(1 / BAR_LIMITS)
    assert 0 <= shape.fill <= shape.target <= shape.over <= 1
    assert (shape.over > shape.target) == (elapsed_s > limit_s) or elapsed_s == pytest.approx(limit_s)


def test_a_bar_without_limit_is_empty():
    assert bar_shape(timer(50, None)).target is None
    assert bar_shape(timer(50, 0)).target is None


def test_the_list_puts_what_is_overdue_first_and_keeps_the_selection(shown, qtbot):
    bars = shown(TargetBarList("Targets"))
    tester = QAbstractItemModelTester(bars.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    bars.show_timers([timer(10, key="calm"), timer(500, key="close"), timer(700, key="late")])
    assert [value.key for value in bars.timers()] == ["late", "close", "calm"]
    bars.setFocus()
    bars.setCurrentIndex(bars.model().index(2, 0))
    assert bars.selected() == "calm"
    bars.show_timers([timer(900, key="calm"), timer(500, key="close"), timer(700, key="late")])
    assert [value.key for value in bars.timers()] == ["calm", "late", "close"]
    assert bars.selected() == "calm"
    with qtbot.waitSignal(bars.selected_key) as chosen:
        qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert chosen.args == ["late"]
    with qtbot.waitSignal(bars.activated_key) as acted:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert acted.args == ["late"]
    assert "overdue by 1 minute 40 seconds" in bars.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    del tester


def test_a_hundred_bars_paint_only_what_is_seen(shown, monkeypatch):
    from trainer.ui.panels import targets

    painted: list[str] = []
    original = targets.paint_timer

    def noted(painter: QPainter, rect: QRectF, value: Timer) -> None:
        painted.append(value.key)
        original(painter, rect, value)

    monkeypatch.setattr(targets, "paint_timer", noted)
    bars = shown(TargetBarList())
    bars.show_timers(timer(n, key=str(n)) for n in range(100))
    painted.clear()
    bars.viewport().grab()
    assert 0 < len(painted) < 12


def test_done_comes_after_open():
    values = [timer(1, done=True), timer(700, done=True), timer(5), timer(500), timer(700)]
    assert [v.state for v in sorted(values, key=urgency)] == [
        "overdue", "at_risk", "open", "done_late", "done_on_time",
    ]  # fmt: skip


# -- feed -------------------------------------------------------------------------------------------------


def entries(first: int, count: int) -> list[Entry]:
    return [
        Entry(str(n), n, f"Entry {n}", "A line of detail that wraps. " * (n % 4))
        for n in range(first, first + count)
    ]


def at_end(feed: Feed) -> bool:
    feed.executeDelayedItemsLayout()
    return feed.verticalScrollBar().value() == feed.verticalScrollBar().maximum() > 0


def test_the_feed_sticks_to_its_end(shown, qtbot):
    feed = shown(Feed("What happened"))
    tester = QAbstractItemModelTester(feed.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    feed.append(entries(0, 40))
    assert at_end(feed)
    feed.append(entries(40, 5))
    assert at_end(feed)
    feed.resize(260, 200)
    qtbot.waitUntil(lambda: at_end(feed))
    del tester


def test_the_feed_stays_where_the_reader_scrolled_to(shown, qtbot):
    feed = shown(Feed("What happened"))
    feed.append(entries(0, 40))
    assert at_end(feed)
    feed.verticalScrollBar().setValue(30)
    assert not feed.stuck()
    feed.append(entries(40, 3))
    feed.executeDelayedItemsLayout()
    assert feed.verticalScrollBar().value() == 30
    assert feed.unseen() == 3
    qtbot.keyClick(feed, Qt.Key.Key_End)
    assert at_end(feed)
    assert feed.stuck()
    assert feed.unseen() == 0


def test_the_button_for_newer_entries_leads_to_them(shown, qtbot):
    feed = shown(Feed("What happened"))
    feed.append(entries(0, 40))
    at_end(feed)
    feed.verticalScrollBar().setValue(0)
    feed.append(entries(40, 1))
    newer = next(
        child
        for child in feed.children()
        if isinstance(child, QWidget) and "newest" in child.accessibleName()
    )
    assert newer.isVisible()
    qtbot.mouseClick(newer, Qt.MouseButton.LeftButton)
    assert at_end(feed)
    assert not newer.isVisible()


def test_long_words_make_an_entry_higher_and_a_wide_view_lower(shown):
    feed = shown(Feed(), 700)
    feed.append([Entry("short", 1, "Short"), Entry("long", 2, "Long", "many words " * 60, chip="late")])
    heights = [feed.visualRect(feed.model().index(row, 0)).height() for row in (0, 1)]
    assert heights[1] > 2 * heights[0]
    feed.resize(300, 300)
    feed.executeDelayedItemsLayout()
    assert feed.visualRect(feed.model().index(1, 0)).height() > heights[1]


def test_in_a_narrow_view_a_chip_stands_below_the_words(shown):
    heights = []
    for chip in ("", "not observed"):
        feed = shown(Feed(), 260)
        feed.append([Entry("1", 65, "Took command", who="Commander", chip=chip)])
        heights.append(feed.visualRect(feed.model().index(0, 0)).height())
    assert heights[1] > heights[0]


def test_an_entry_is_read_as_a_sentence(shown):
    feed = shown(Feed())
    feed.append([Entry("1", 65, "Took command", "By phone.", "Commander", chip="late")])
    said = feed.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Feed: 01:05, Commander, Took command, By phone., late"


# -- timeline ---------------------------------------------------------------------------------------------


def strip_of(marks: list[Mark], now_s: float | None = 60) -> TimelineStrip:
    strip = TimelineStrip()
    strip.show_marks(marks)
    strip.show_now(now_s, 3_600)
    return strip


MARKS = [Mark(str(n), n * 300, f"Inject {n}", "mail") for n in range(6)]


def test_arrows_walk_through_time(shown, qtbot):
    strip = shown(strip_of(MARKS), 900)
    chosen: list[str] = []
    strip.selected_key.connect(chosen.append)
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
    ):
        qtbot.keyClick(strip, key)
    assert chosen == ["0", "1", "0", "5", "0"]
    assert "Inject 0, mail inject at 0 seconds, not delivered yet" in strip.accessibleName()
    with qtbot.waitSignal(strip.activated_key) as acted:
        qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert acted.args == ["0"]


def test_up_and_down_change_lanes(shown, qtbot):
    strip = shown(strip_of([Mark("a", 0, "One", "chat"), Mark("b", 5, "Two", "chat")]), 900)
    strip.select("a")
    qtbot.keyClick(strip, Qt.Key.Key_Down)
    assert strip.selected() == "b"
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    assert strip.selected() == "a"
    qtbot.keyClick(strip, Qt.Key.Key_Up)
    assert strip.selected() == "a"


def test_pins_never_overlap_and_a_click_finds_them(shown, qtbot):
    strip = shown(strip_of(gallery.MARKS), 900, 260)
    rects = strip._rects
    assert not any(one.intersects(other) for n, one in enumerate(rects) for other in rects[n + 1 :])
    for mark, rect in zip(strip.marks(), rects, strict=True):
        assert strip.mark_at(rect.center()) == mark
    qtbot.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=rects[3].center().toPoint())
    assert strip.selected() == strip.marks()[3].key
    assert strip.mark_at(QPointF(2, 2)) is None


def wheel(strip: TimelineStrip, at: QPointF, turned: int, ctrl: bool) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(strip.viewport(), event)


def test_zooming_keeps_what_is_under_the_pointer(shown):
    strip = shown(strip_of(MARKS), 900)
    at = QPointF(400, 60)
    before = strip._seconds(at.x())
    for _ in range(5):
        wheel(strip, at, 120, ctrl=True)
    assert strip._pixels_a_second() > 2.5 * strip._fitting()
    assert strip._seconds(at.x()) == pytest.approx(before, abs=2)
    there = strip.horizontalScrollBar().value()
    wheel(strip, at, -120, ctrl=False)
    assert strip.horizontalScrollBar().value() == there + 120
    strip.fit()
    assert strip.horizontalScrollBar().maximum() == 0


def test_zoom_by_keyboard_and_dragging(shown, qtbot):
    strip = shown(strip_of(MARKS), 900)
    for _ in range(4):
        qtbot.keyClick(strip, Qt.Key.Key_Plus)
    bar = strip.horizontalScrollBar()
    bar.setValue(200)
    bottom = QPoint(300, strip.viewport().height() - 3)
    qtbot.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, pos=bottom)
    qtbot.mouseMove(strip.viewport(), bottom + QPoint(50, 0))
    qtbot.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, pos=bottom + QPoint(50, 0))
    assert bar.value() == 150
    qtbot.keyClick(strip, Qt.Key.Key_0)
    assert bar.maximum() == 0


def test_selecting_reveals_a_mark_out_of_view(shown):
    strip = shown(strip_of([*MARKS, Mark("far", 3_500, "Far away", "news")]), 600)
    strip.zoom_by(6)
    strip.horizontalScrollBar().setValue(0)
    strip.select("far")
    assert strip.horizontalScrollBar().value() > 0
    strip.select("nobody")
    assert strip.selected() == "far"
    strip.show_marks(MARKS)
    assert strip.selected() is None


def test_the_view_follows_the_line_of_now(shown):
    strip = shown(strip_of(MARKS, 0), 600)
    strip.zoom_by(6)
    strip.horizontalScrollBar().setValue(0)
    for now_s in range(0, 1_200, 10):
        strip.show_now(now_s, 3_600)
        assert strip._in_view(strip._x(now_s))


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(1, 300))))
def test_lanes_never_overlap(places: list[tuple[float, float]]):
    spans = sorted((left, left + wide) for left, wide in places)
    lanes = pack(spans, 4)
    for lane in set(lanes):
        there = [span for span, number in zip(spans, lanes, strict=True) if number == lane]
        assert all(one[1] + 4 <= other[0] for one, other in pairwise(there))


@given(st.floats(1e-4, 50), st.floats(20, 120))
def test_ticks_leave_room_for_their_labels(scale: float, wide: float):
    labelled, small = tick_steps(scale, wide)
    assert labelled % small == 0
    assert labelled * scale >= wide or labelled == 604_800


def test_tick_labels_read_well():
    assert [tick_label(s, 300) for s in (0, 300, 3_600, 5_400)] == ["0 min", "5 min", "1:00 h", "1:30 h"]
    assert tick_label(90, 10) == "1:30"
    assert tick_label(172_800, 86_400) == "2 d"


def test_the_nearest_neighbour_lane_is_found():
    places = [(0.0, 0), (100.0, 1), (10.0, 1), (5.0, 2)]
    assert across(places, 0, down=True) == 2
    assert across(places, 3, down=True) == 3


# -- small parts ------------------------------------------------------------------------------------------


def test_a_banner_appears_acts_and_goes(shown, qtbot):
    banner = Banner()
    assert banner.isHidden()
    shown(banner)
    banner.show_message("A seat lost its connection.", "warn", "&Show seats")
    assert banner.accessibleName() == "A seat lost its connection."
    assert banner.text() == "A seat lost its connection."
    act, close = banner._action, banner._close
    assert act.accessibleName() == "Show seats"
    with qtbot.waitSignal(banner.acted):
        qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert banner.isHidden()


def test_an_empty_place_says_what_to_do_next(shown, qtbot):
    empty = shown(EmptyState("scenario", "No scenario yet.", "Open one"))
    assert empty.accessibleName() == "No scenario yet."
    assert empty.action is not None
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.action, Qt.MouseButton.LeftButton)
    empty.show_sentence("Nothing matches.")
    assert any(child.text() == "Nothing matches." for child in empty.findChildren(QLabel))


def test_a_chip_says_more_than_its_colour(shown):
    chip = shown(Chip("late", "warn"))
    assert chip.accessibleName() == "late (warning)"
    before = chip.sizeHint().width()
    chip.show_status("not observed", "neutral")
    assert chip.accessibleName() == "not observed"
    assert chip.sizeHint().width() > before


def test_headings_and_cards_show_other_words(shown):
    heading = shown(Heading("One"))
    heading.show_text("Two", "below")
    assert [child.text() for child in heading.findChildren(QLabel)] == ["Two", "below"]
    card = shown(Card())
    card.show_title("Targets")
    assert card.accessibleName() == "Targets"


def test_buttons_are_named_without_the_mark_for_alt(qtbot):
    made = button("&Release", "primary", "send")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Release"
    assert made.property("kind") == "primary"


def _nameless(widget: QWidget) -> list[str]:
    """Widgets the keyboard can reach that assistive technology has no name for."""
    found = []
    for child in [widget, *widget.findChildren(QWidget)]:
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            interface = QAccessible.queryAccessibleInterface(child)
            if interface is None or not interface.text(QAccessible.Text.Name):
                found.append(f"{type(child).__name__} {child.objectName()}")
    return found


@pytest.mark.parametrize("part", [
    lambda: gallery.exercise_page(), lambda: search_field("Search"), lambda: spin_box("Length", 1, 9),
    lambda: tool_button("filter", "Filter"), lambda: BigClock("room"), lambda: Banner("Text", "bad", "Do"),
])  # fmt: skip
def test_nothing_is_without_a_name(shown, part):
    assert _nameless(shown(part(), 1_000, 800)) == []


@pytest.mark.parametrize("scheme", look.SCHEMES)
def test_every_page_of_the_gallery_paints_in_every_scheme(shown, qapp, scheme):
    look.apply(qapp, scheme, 150)
    for make, width, height in gallery.PAGES.values():
        page = make()
        picture = shown(page, width or 200, height or 120).grab().toImage()
        step = 7
        seen = {
            picture.pixel(x, y)
            for x in range(0, picture.width(), step)
            for y in range(0, picture.height(), step)
        }
        assert len(seen) > 5


def test_widgets_that_are_there_follow_a_change_of_scheme(shown, qapp):
    bar = shown(TargetBar(timer(300)))
    light, height = bar.grab().toImage(), bar.sizeHint().height()
    look.apply(qapp, "dark", 200)
    assert bar.sizeHint().height() > 1.6 * height
    assert bar.grab().toImage() != light


def test_values_that_did_not_change_do_not_repaint(shown):
    bar = shown(TargetBar(timer(300)))
    bar.show_timer(replace(timer(300)))
    strip = shown(strip_of(MARKS))
    before = list(strip._rects)
    strip.show_marks(list(MARKS))
    assert strip._rects == before
    assert all(isinstance(rect, QRectF) for rect in before)
