"""A seat in a narrow window: every part and every letter within reach, nothing cut off, and nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QApplication, QWidget

from tests.ui.fakes import isolated_settings
from tests.ui.gallery_seats import Drill
from tests.ui.test_trainee import Table, press, type_in
from trainer.core.plan import ActionKind
from trainer.core.time import MINUTE
from trainer.ui import look
from trainer.ui.trainee import SeatWindow
from trainer.ui.trainee.columns import PARTS, Part, columns_in
from trainer.ui.trainee.kinds import KINDS
from trainer.ui.trainee.palette import Palette

WIDE, MIDDLE, NARROW = (1_280, 800), (764, 576), (560, 560)


@pytest.fixture(autouse=True)
def _light(qapp: QApplication, tmp_path):
    isolated_settings(tmp_path)
    look.apply(qapp, "light")


@pytest.fixture
def table(qtbot) -> Iterator[Table]:
    made = Table(qtbot)
    yield made
    made.pulse.close()


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    made = Drill(missing="incident-commander")
    made.play_to(24 * MINUTE)
    yield made
    made.close()


def seat_of(qtbot, drill: Drill, size: tuple[int, int]) -> SeatWindow:
    """The commander's window in a size."""
    window = SeatWindow(drill.exercise.seat("incident-commander"), drill.exercise.script.plan, drill.pulse)
    qtbot.addWidget(window)
    window.show()
    window.resize(*size)
    settle()
    return window


def settle() -> None:
    """Lay everything out that waits for it."""
    for _ in range(4):
        QCoreApplication.sendPostedEvents()


def put_away(window: QWidget) -> None:
    """Close a window as its frame's button does."""
    QCoreApplication.sendEvent(window.windowHandle(), QCloseEvent())


def _scrolls(widget: QWidget, window: QWidget) -> bool:
    """Whether a widget lies in something that scrolls down."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def cut_off(window: QWidget) -> list[str]:
    """What can be seen in part only: beyond its parent's edge, or narrower than its contents need."""
    found = []
    for widget in window.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is None or not widget.isVisible() or isinstance(widget, QAbstractSlider):
            continue
        name = f"{type(widget).__name__} {widget.accessibleName()[:40]!r} in {type(parent).__name__}"
        corner = widget.mapTo(window, QPoint(0, 0))
        if corner.x() < 0 or corner.x() + widget.width() > window.width() or widget.width() > parent.width():
            found.append(f"{name} goes beyond the side")
        if not _scrolls(widget, window) and widget.geometry().bottom() > parent.rect().bottom():
            found.append(f"{name} goes below the edge")
        if widget.layout() is not None and widget.width() < widget.minimumSizeHint().width():
            found.append(f"{name} is narrower than it needs")
    return found


def lying_over(window: QWidget) -> list[str]:
    """Pairs of widgets of one layout that cover each other."""
    found = []
    for holder in [window, *window.findChildren(QWidget)]:
        layout = holder.layout()
        if layout is None or not holder.isVisible():
            continue
        inside = [child for child in holder.children() if isinstance(child, QWidget) and child.isVisible()
                  and not isinstance(child, Palette)]  # fmt: skip
        for one, other in combinations(inside, 2):
            if one.geometry().intersects(other.geometry()):
                found.append(f"{type(one).__name__} and {type(other).__name__} in {type(holder).__name__}")
    return found


@pytest.mark.parametrize(("width", "columns"), [(1_256, 3), (930, 3), (929, 2), (680, 2), (679, 1), (496, 1)])
def test_the_width_decides_how_many_columns_there_are(width: int, columns: int):
    assert columns_in(width) == columns


@pytest.mark.parametrize(
    ("size", "seen"), [(WIDE, set(PARTS)), (MIDDLE, {"inbox", "message"}), (NARROW, {"message"})]
)
def test_what_has_no_column_waits_behind_a_tab(qtbot, drill: Drill, size: tuple[int, int], seen: set[Part]):
    window = seat_of(qtbot, drill, size)
    window.open_next_unread()
    columns = window.desk.columns
    assert {part for part in PARTS if columns.shows(part)} == seen
    assert columns.tabs.isVisible() == (len(seen) < 4)


def test_the_window_may_be_as_small_as_a_corner_of_a_screen(qtbot, drill: Drill):
    window = seat_of(qtbot, drill, (100, 100))
    assert (window.width(), window.height()) == (520, 520)
    for inject in tuple(window.told().messages):
        window.open_message(inject)
    settle()
    assert (window.width(), window.height()) == (520, 520)  # no title makes it grow
    page = window.centralWidget()
    assert page is not None
    assert page.minimumSizeHint().width() <= 520


SIZES = [(520, 520), (560, 560), (704, 560), (764, 576), (954, 560), WIDE]


def test_no_message_and_no_part_is_cut_off_or_covered(qtbot, drill: Drill):
    window = seat_of(qtbot, drill, WIDE)
    for size in SIZES:
        window.resize(*size)
        for inject in tuple(window.told().messages):
            window.open_message(inject)
            settle()
            assert cut_off(window) == []
        for part in PARTS:
            window.desk.columns.show_part(part)
            window.desk.plan.show_step("weigh-measures")
            settle()
            assert cut_off(window) == []
            assert lying_over(window) == []


def test_no_form_is_cut_off_or_covered(qtbot, drill: Drill):
    window = seat_of(qtbot, drill, WIDE)
    for size in SIZES:
        window.resize(*size)
        for kind in KINDS:
            window.desk.open_form(kind)
            settle()
            assert cut_off(window) == []
            assert lying_over(window) == []


def test_the_palette_stays_in_the_window(qtbot, drill: Drill):
    window = seat_of(qtbot, drill, WIDE)
    window.open_palette()
    for size in SIZES:
        window.resize(*size)
        settle()
        assert window.rect().contains(window.palette_box.geometry())


def test_what_is_written_and_chosen_stays_when_the_width_changes(table: Table):
    window = table.sit("on-call")
    table.start(4)
    window.open_message("alert")
    desk = window.desk
    desk.plan.search.setText("severity")
    desk.go_to_plan()
    step = desk.plan.list.currentIndex().row()
    desk.inbox.keep_channel("alert")
    form = desk.acts.open(ActionKind.DIAGNOSE)
    form.widget("cause").setFocus()
    type_in("The gateway ")
    for size in (NARROW, MIDDLE, WIDE, NARROW):
        window.resize(*size)
        settle()
        assert QApplication.focusWidget() is form.widget("cause")  # the keyboard stays where one writes
        type_in("x")
    assert form.value("cause") == "The gateway xxxx"
    assert desk.acts.form() is form
    page = desk.current_page()
    assert page is not None
    assert page.message.inject == "alert"
    assert desk.plan.search.text() == "severity"
    assert desk.plan.list.currentIndex().row() == step
    assert desk.inbox.shown().rowCount() == 1


def test_where_one_reads_is_what_a_narrow_window_shows(table: Table):
    window = table.sit("on-call")
    table.start(4)
    window.desk.go_to_plan()
    window.resize(*NARROW)
    settle()
    assert window.desk.plan.isVisible()
    assert window.desk.columns.tabs.tabText(window.desk.columns.tabs.currentIndex()) == "Plan"
    assert QApplication.focusWidget() is window.desk.plan.list


@pytest.mark.parametrize("size", [MIDDLE, NARROW])
def test_keys_and_tabs_lead_to_every_part(table: Table, size: tuple[int, int]):
    window = table.sit("on-call")
    table.start(4)
    window.resize(*size)
    settle()
    columns = window.desk.columns
    for number, part in enumerate(PARTS, 1):
        press(window, f"Alt+{number}")
        table.qtbot.waitUntil(lambda part=part: columns.shows(part))
    for number, part in enumerate(PARTS):
        if columns.tabs.isTabVisible(number):
            spot = columns.tabs.tabRect(number).center()
            QTest.mouseClick(columns.tabs, Qt.MouseButton.LeftButton, pos=spot)
            assert columns.shows(part)


@pytest.mark.parametrize("part", PARTS)
def test_the_letters_of_acts_are_heard_from_every_part(table: Table, part: Part):
    window = table.sit("on-call")
    table.start(4)
    window.resize(*NARROW)
    window.desk.columns.show_part(part)
    settle()
    table.open_form(window, "Alt+C")
    form = window.desk.acts.form()
    assert form is not None
    assert (form.kind, form.isVisible()) == (ActionKind.CLASSIFY, True)


def test_the_letters_of_inbox_and_plan_are_heard_beside_them(table: Table):
    window = table.sit("on-call")
    table.start(4)
    window.resize(*NARROW)
    window.desk.columns.show_part("log")
    settle()
    press(window, "Alt+N")
    table.qtbot.waitUntil(lambda: window.desk.columns.shows("message"))
    page = window.desk.current_page()
    assert page is not None
    assert page.isVisible()
    press(window, "Alt+W")
    table.qtbot.waitUntil(lambda: window.desk.columns.shows("plan"))
    assert window.desk.plan.choices()[1].isChecked()


def test_the_tab_of_the_inbox_counts_what_is_unread(table: Table):
    window = table.sit("on-call")
    window.resize(*NARROW)
    settle()
    table.start(4)
    assert window.desk.columns.tabs.tabText(0) == "Inbox (2)"
    assert window.desk.inbox.isVisible()  # once play begins one waits for messages
    window.open_next_unread()
    assert window.desk.columns.tabs.tabText(0) == "Inbox (1)"


def test_where_a_form_takes_the_place_of_the_message_both_stay_within_reach(table: Table):
    window = table.sit("on-call")
    table.start(4)
    window.open_message("alert")
    window.resize(*NARROW)
    settle()
    page = window.desk.current_page()
    assert page is not None
    form = window.desk.acts.open(ActionKind.ASK)
    form.prefill({"text": "Which gateway?"})
    assert not page.isVisible()
    press(window, "Alt+2")
    table.qtbot.waitUntil(page.isVisible)
    assert not form.isVisible()
    assert window.desk.acts.drafts() == (ActionKind.ASK,)
    window.resize(*WIDE)
    settle()
    window.desk.acts.open(ActionKind.ASK)
    assert page.isVisible()  # there is room for both
    assert form.value("text") == "Which gateway?"


def test_a_seat_that_a_person_closes_is_put_away_with_all_that_was_written(table: Table):
    window = table.sit("on-call")
    table.start(1)
    form = window.desk.acts.open(ActionKind.ASK)
    form.prefill({"text": "Which gateway?"})
    put_away(window)
    assert not window.isVisible()
    table.play(3)
    window.show()
    assert window.desk.inbox.rows().rowCount() == 2  # it went on listening
    assert form.value("text") == "Which gateway?"


def test_an_exercise_that_is_closed_takes_a_seat_with_it_that_was_put_away(table: Table):
    window = table.sit("on-call")
    table.start(1)
    put_away(window)
    with table.qtbot.waitSignal(window.closed):
        window.close()
    table.play(3)
    assert window.desk.inbox.rows().rowCount() == 1
