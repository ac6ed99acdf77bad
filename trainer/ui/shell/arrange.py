"""Where windows go on the screens when several open at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

__all__ = ["side_by_side", "tiles"]

_ROOMY = 1_500
_MAIN_SHARE = 0.6
_TITLE_BAR = 36


def tiles(room: QRect, count: int, main_least: int = 0, least: int = 0) -> list[QRect]:
    """Places for a main window and `count` others, in the pixels of one screen.

    A wide screen is divided: the others stand below each other on the right. Where the widths that the windows need
    at least do not fit side by side they overlap. On a narrow screen the others lie in steps over the main window's
    right side, so that each title bar can be reached.
    """
    if count == 0:
        return [room]
    roomy = room.width() >= _ROOMY
    width = min(room.width(), max(least, round(room.width() * (1 - _MAIN_SHARE))))
    main_width = min(room.width(), max(main_least, room.width() - width)) if roomy else room.width()
    main = QRect(room.x(), room.y(), main_width, room.height())
    left = room.right() + 1 - width
    step = room.height() // count if roomy else _TITLE_BAR
    height = step if roomy else room.height() - _TITLE_BAR * (count + 1)
    first = 0 if roomy else _TITLE_BAR
    others = [QRect(left, room.y() + first + number * step, width, height) for number in range(count)]
    return [main, *others]


def side_by_side(main: QWidget, main_least: int, others: Sequence[QWidget], display: QWidget | None) -> None:
    """Place a main window, others beside it, and a display: on a second screen where there is one.

    `main_least` is the width that the main window's contents need, in pixels.
    """
    second = next((screen for screen in QGuiApplication.screens() if screen is not main.screen()), None)
    beside = list(others)
    if display is not None and second is not None:
        display.setGeometry(second.availableGeometry())
    elif display is not None:
        beside.append(display)
    least = max((_least_width(window) for window in beside), default=0)
    places = tiles(main.screen().availableGeometry(), len(beside), main_least, least)
    for window, place in zip((main, *beside), places, strict=True):
        # The frame that the system draws comes on top of the size that is set.
        window.setGeometry(place.adjusted(2, _TITLE_BAR, -2, -2))


def _least_width(window: QWidget) -> int:
    return max(window.minimumWidth(), window.minimumSizeHint().width()) + 4
