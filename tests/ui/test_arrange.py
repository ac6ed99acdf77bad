"""Windows side by side: on each usual screen, none lies over another, and none is hidden."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from trainer.ui.shell.arrange import MainWidth, side_by_side, tiles

FRAME = QMargins(2, 36, 2, 2)
#: What the windows need at 100 %, with a frame: console, seat, room display.
MAIN = MainWidth(986, 1_159)
SEAT = QSize(520, 520).grownBy(FRAME)
ROOM = QSize(520, 350).grownBy(FRAME)
SCREENS = [
    QRect(0, 0, 1_366, 768),
    QRect(0, 0, 1_600, 1_000),
    QRect(0, 28, 1_920, 1_052),
    QRect(0, 0, 2_560, 1_440),
]


def named(screen: QRect) -> str:
    """A screen's size as a test's name."""
    return f"{screen.width()}x{screen.height()}"


@pytest.mark.parametrize("screen", SCREENS, ids=named)
@pytest.mark.parametrize("seats", [1, 2, 3])
def test_windows_stay_on_the_screen_and_none_lies_over_another(screen: QRect, seats: int) -> None:
    places = [place for place in tiles(screen, MAIN, [SEAT] * seats, ROOM) if place is not None]
    assert all(screen.contains(place) for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert all(place.width() >= SEAT.width() for place in places)


@pytest.mark.parametrize("screen", SCREENS[1:], ids=named)
def test_the_main_window_takes_about_three_fifths_and_seat_and_room_the_rest(screen: QRect) -> None:
    main, seat, room = tiles(screen, MAIN, [SEAT], ROOM)
    assert main is not None
    assert seat is not None
    assert room is not None
    assert 0.595 <= main.width() / screen.width() <= 0.645
    assert main.height() == screen.height()
    assert seat.height() >= SEAT.height()
    assert room.height() >= ROOM.height()
    assert (seat.top(), room.bottom()) == (screen.top(), screen.bottom())
    assert main.width() + seat.width() == screen.width()


def test_what_has_no_place_stays_closed_and_the_main_window_keeps_the_screen() -> None:
    small = QRect(0, 0, 1_366, 768)
    assert tiles(small, MAIN, [SEAT], ROOM) == (small, None, None)


def test_a_seat_comes_before_the_display_where_only_one_has_room() -> None:
    small = QRect(0, 0, 1_366, 768)
    main, seat, room = tiles(small, MainWidth(800, 900), [SEAT], ROOM)
    assert seat is not None
    assert seat.height() == small.height()
    assert room is None
    assert main == QRect(0, 0, small.width() - SEAT.width(), small.height())


def test_seats_share_what_the_display_leaves_them() -> None:
    screen = QRect(0, 0, 2_560, 1_600)
    _, first, second, room = tiles(screen, MAIN, [SEAT, SEAT], ROOM)
    assert first is not None
    assert second is not None
    assert room is not None
    assert abs(first.height() - second.height()) <= 1
    assert first.height() + second.height() + room.height() == screen.height()


def test_without_other_windows_the_main_window_has_the_screen() -> None:
    assert tiles(SCREENS[0], MAIN, []) == (SCREENS[0],)


def window(qtbot, least: QSize) -> QWidget:
    """A window that is shown."""
    made = QWidget()
    made.setMinimumSize(least)
    qtbot.addWidget(made)
    made.show()
    return made


def test_windows_that_have_room_are_placed_side_by_side(qtbot, qapp: QApplication) -> None:
    main, seat = window(qtbot, QSize(300, 200)), window(qtbot, QSize(200, 300))
    room = window(qtbot, QSize(200, 150))
    assert side_by_side(main, 350, [seat], room) == ()
    placed = [one.geometry() for one in (main, seat, room)]
    assert all(one.isVisible() for one in (main, seat, room))
    assert not any(one.intersects(other) for one, other in combinations(placed, 2))
    assert all(qapp.primaryScreen().availableGeometry().contains(one) for one in placed)
    assert main.x() < seat.x() == room.x()
    assert seat.y() < room.y()


def test_windows_that_have_no_room_are_put_away_and_can_be_shown_by_hand(qtbot) -> None:
    main, seat = window(qtbot, QSize(700, 500)), window(qtbot, QSize(520, 520))
    before = main.geometry()
    assert side_by_side(main, 1_100, [seat], None) == (seat,)
    assert not seat.isVisible()
    assert main.geometry() == before
    seat.show()
    assert seat.isVisible()


_ON_TWO_SCREENS = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
from trainer.ui.shell.arrange import side_by_side
main, seat, room = QWidget(), QWidget(), QWidget()
for one in (main, seat, room):
    one.show()
side_by_side(main, 1000, [seat], room)
print(room.screen().name(), room.isFullScreen(), main.screen().name(), main.geometry().intersects(seat.geometry()))
"""


def test_with_a_second_screen_the_display_fills_it(tmp_path: Path) -> None:
    size = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    first = {"name": "desk", "x": 0, "y": 0, "width": 1_600, "height": 1_000, **size}
    second = {"name": "wall", "x": 1_600, "y": 0, "width": 1_280, "height": 720, **size}
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": [first, second]}), encoding="utf-8")
    settings = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
    ran = subprocess.run(
        [sys.executable, "-c", _ON_TWO_SCREENS], env=settings, capture_output=True, text=True, check=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert ran.stdout.split() == ["wall", "True", "desk", "False"]
