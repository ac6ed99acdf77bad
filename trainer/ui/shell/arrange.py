"""Where windows go on the screens when several open at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QMargins, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

__all__ = ["MainWidth", "side_by_side", "tiles"]

_MAIN_SHARE, _MAIN_MOST = 0.6, 0.64
_NARROWED = 0.85
"""The main window may be this much narrower than its contents need: they scroll sideways then."""
_WIDE, _HIGH = 16, 9
_USUAL_FRAME = QMargins(2, 36, 2, 2)
"""What systems draw around a window, in pixels, as long as it is not known; too much leaves only a gap."""


class MainWidth(NamedTuple):
    """Widths of the main window in pixels: without which it is of no use, and at which it shows everything."""

    least: int
    wanted: int


def tiles(
    room: QRect, main: MainWidth, seats: Sequence[QSize], display: QSize | None = None
) -> tuple[QRect | None, ...]:
    """Places on one screen for a main window, for seats at its right, and for a display below them.

    Seats and display are given by the least sizes of their windows. All is in pixels, frames included. A seat or a
    display that would have to lie over another window gets None: seats come first, in their order, then the display.
    The main window comes first in what is returned, the display last.
    """
    others = [*seats, display] if display is not None else list(seats)
    column = _column(room.width(), main, others)
    kept = _kept(others, QSize(column, room.height()))
    if not any(kept):
        return (room, *(None for _ in others))
    leasts = [size for size, fits in zip(others, kept, strict=True) if fits]
    heights = iter(_heights(leasts, QSize(column, room.height()), display is not None and kept[-1]))
    made: list[QRect | None] = [QRect(room.x(), room.y(), room.width() - column, room.height())]
    left, top = room.right() + 1 - column, room.y()
    for fits in kept:
        height = next(heights) if fits else 0
        made.append(QRect(left, top, column, height) if fits else None)
        top += height
    return tuple(made)


def _column(width: int, main: MainWidth, others: Sequence[QSize]) -> int:
    """How wide the others may be: what the main window leaves of its share, or takes back where they need it."""
    share = min(max(main.wanted, round(width * _MAIN_SHARE)), round(width * _MAIN_MOST))
    narrowest = min((size.width() for size in others), default=0)
    return min(max(width - share, narrowest), width - main.least)


def _kept(wanted: Sequence[QSize], column: QSize) -> list[bool]:
    """Which windows have room below each other, the first ones first."""
    kept, used = [], 0
    for size in wanted:
        fits = size.width() <= column.width() and used + size.height() <= column.height()
        used += size.height() if fits else 0
        kept.append(fits)
    return kept


def _heights(leasts: Sequence[QSize], column: QSize, with_display: bool) -> list[int]:
    """Heights that fill the column: a display as wide as a screen is, as far as the seats leave it that."""
    seats = leasts[:-1] if with_display else leasts
    spare = column.height() - sum(size.height() for size in leasts)
    shown = []
    if with_display:
        least = leasts[-1].height()
        picture = max(least, min(least + spare, column.width() * _HIGH // _WIDE))
        spare -= picture - least
        shown = [picture]
    return [_shared(seats, spare, number) for number in range(len(seats))] + shown


def _shared(seats: Sequence[QSize], spare: int, number: int) -> int:
    """A seat's least height and its share of what is left over; the first takes the odd pixels."""
    odd = spare % len(seats) if number == 0 else 0
    return seats[number].height() + spare // len(seats) + odd


def side_by_side(
    main: QWidget, main_wanted: int, others: Sequence[QWidget], display: QWidget | None
) -> tuple[QWidget, ...]:
    """Place a main window, others beside it, and a display: on a second screen where there is one.

    `main_wanted` is the width that the main window's contents need, in pixels. What has no place is put away, not
    hidden behind another window; it can be opened by hand. Without anything beside it the main window stays as it is.
    Returns what was put away.
    """
    second = next((screen for screen in QGuiApplication.screens() if screen is not main.screen()), None)
    if display is not None and second is not None:
        _fill(display, second)
        display = None
    frame = _frame(main)
    sides = frame.left() + frame.right()
    wanted = max(main_wanted, main.minimumWidth())
    places = tiles(
        main.screen().availableGeometry(),
        MainWidth(max(main.minimumWidth(), round(wanted * _NARROWED)) + sides, wanted + sides),
        [_least(window, frame) for window in others],
        _least(display, frame) if display is not None else None,
    )
    beside = [*others, display] if display is not None else list(others)
    for window, place in zip(beside, places[1:], strict=True):
        if place is None:
            window.hide()
        else:
            _put(window, place.marginsRemoved(frame))
    if places[0] is not None and any(places[1:]):
        _put(main, places[0].marginsRemoved(frame))
    return tuple(window for window, place in zip(beside, places[1:], strict=True) if place is None)


def _put(window: QWidget, place: QRect) -> None:
    if window.isMaximized() or window.isFullScreen():
        window.showNormal()
    window.setGeometry(place)


def _fill(window: QWidget, screen: QScreen) -> None:
    if window.isFullScreen() and window.screen() is screen:
        return
    window.showNormal()
    window.setScreen(screen)
    window.setGeometry(screen.availableGeometry())
    window.showFullScreen()


def _frame(main: QWidget) -> QMargins:
    """What the system draws around windows: known once the main window stands on the screen."""
    handle = main.windowHandle()
    known = handle.frameMargins() if handle is not None else QMargins()
    return _USUAL_FRAME if known.isNull() else known


def _least(window: QWidget, frame: QMargins) -> QSize:
    """A size that was set counts; else what the contents need."""
    hint, fixed = window.minimumSizeHint(), window.minimumSize()
    least = QSize(fixed.width() or hint.width(), fixed.height() or hint.height())
    return least.grownBy(frame)
