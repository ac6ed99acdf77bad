"""Who holds which role: fields side by side, or, where they have no room, short lines in several rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from trainer.core.time import SECOND
from trainer.ui import look
from trainer.ui.look import Step
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.room.big import least_pixels
from trainer.ui.seat_words import Told
from trainer.ui.words import format_clock

__all__ = ["Holder", "Roles", "columns_of", "holders", "sized"]

_SHARES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Letter sizes at which fields side by side are tried, the largest first."""
_ONE_ROW = 0.32
"""Below this size of the display, in shares of 1920 x 1080, only the roles that are held stand there, in one row."""


def sized(step: Step, pixels: float) -> QFont:
    """A font of the look in a height in screen pixels, never below the least of the display."""
    font = look.font(step)
    font.setPixelSize(max(least_pixels(), round(pixels)))
    return font


class Holder(NamedTuple):
    """A role, who holds it since when, the same in short, its colour's place, and whether it is held."""

    title: str
    below: str
    short: str
    lane: int
    taken: bool


def holders(told: Told) -> list[Holder]:
    """The roles that are played, in their order."""
    made = []
    for lane, (role, title) in enumerate(told.briefing.roles if told.briefing else ()):
        held = told.holders.get(role)
        if held is None:
            made.append(Holder(title, "not announced", "–", lane, False))
            continue
        by, at = held
        clock = format_clock(at / SECOND)
        who = f"{told.names.role(by)}, " if by and by != role else ""
        made.append(Holder(title, f"{who}since {clock}", f"{who}{clock}", lane, True))
    return made


def columns_of(needs: Sequence[float], gap: float, width: float) -> list[float]:
    """Widths of the columns in which things that need these widths stand row by row, in as few rows as may be.

    At least two stand side by side, whatever they need; what is left of the width is shared out.
    """
    across = len(needs)
    while across > 2 and sum(_columns(needs, across)) + gap * (across - 1) > width:
        across = -(-len(needs) // (-(-len(needs) // across) + 1))
    columns = _columns(needs, across)
    spare = (width - gap * (across - 1) - sum(columns)) / max(1, across)
    return [column + spare for column in columns]


def _columns(needs: Sequence[float], across: int) -> list[float]:
    return [max(needs[place::across]) for place in range(across)]


class Roles(Painted):
    """Who holds which role."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._holders: list[Holder] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_holders(self, shown: list[Holder]) -> None:
        """Show these."""
        self._holders = shown
        self.setAccessibleName("Roles: " + "; ".join(f"{item.title}, {item.below}" for item in shown))
        self.setToolTip("\n".join(f"{item.title}, {item.below}" for item in shown))
        self.updateGeometry()
        self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the fields, or of all rows."""
        if self._fields(width) is not None:
            return int(QFontMetricsF(sized("strong", 25 * self._unit)).height() * 2 + 22 * self._unit)
        rows = self.rows(width)
        return int(rows * self._row_height() + (rows - 1) * self._gap())

    def sizeHint(self) -> QSize:
        """As high as its present width asks for."""
        return QSize(300, self.heightForWidth(max(300, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Narrow."""
        return QSize(200, self.sizeHint().height())

    def rows(self, width: int) -> int:
        """Number of rows at a width in pixels."""
        if not self._holders or self._unit < _ONE_ROW or self._fields(width) is not None:
            return 1
        return -(-len(self._holders) // len(self._line_columns(width)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a field or a line for each role."""
        if not self._holders:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fields = self._fields(self.width())
        if fields is None:
            self._paint_rows(painter)
            return
        share, widths = fields
        left = 0.0
        for holder, width in zip(self._holders, widths, strict=True):
            self._paint_field(painter, QRectF(left, 0, width, self.height()), holder, share)
            left += width + self._gap()

    # -- fields side by side ------------------------------------------------------------------------------

    def _gap(self) -> float:
        return max(4.0, 12 * self._unit)

    def _fields(self, width: float) -> tuple[float, list[float]] | None:
        """Letter size and widths at which every title has room side by side, if there are such."""
        room = width - self._gap() * (len(self._holders) - 1)
        for share in _SHARES:
            title = QFontMetricsF(sized("strong", 25 * share * self._unit))
            below = QFontMetricsF(sized("base", 21 * share * self._unit))
            needs = [
                max(title.horizontalAdvance(item.title), below.horizontalAdvance(item.below))
                + 40 * self._unit
                for item in self._holders
            ]
            if sum(needs) <= room:
                spare = (room - sum(needs)) / max(1, len(needs))
                return share, [need + spare for need in needs]
        return None

    def _paint_field(self, painter: QPainter, area: QRectF, holder: Holder, share: float) -> None:
        unit = self._unit
        edge = QPen(look.colour("border"), max(1.0, unit))
        rounded(painter, area, 10 * unit, look.colour("surface" if holder.taken else "window"), edge)
        bar = QRectF(area.left() + 10 * unit, area.top() + 12 * unit, 6 * unit, area.height() - 24 * unit)
        rounded(painter, bar, 3 * unit, look.colour(_tint(holder)))
        words = area.adjusted(26 * unit, 10 * unit, -10 * unit, -10 * unit)
        title, small = sized("strong", 25 * share * unit), sized("base", 21 * share * unit)
        half = words.height() / 2
        ink = look.colour("text" if holder.taken else "muted")
        draw_text(painter, QRectF(words.left(), words.top(), words.width(), half), holder.title, title, ink)
        below = QRectF(words.left(), words.top() + half, words.width(), half)
        draw_text(painter, below, holder.below, small, look.colour("muted"))

    # -- short lines in rows ------------------------------------------------------------------------------

    def _bar(self) -> float:
        return max(10.0, 18 * self._unit)

    def _row_height(self) -> float:
        return QFontMetricsF(sized("strong", 21 * self._unit)).height() + 4

    def _need(self, holder: Holder) -> float:
        title, below = QFontMetricsF(sized("strong", 21 * self._unit)), sized("base", 21 * self._unit)
        short = QFontMetricsF(below).horizontalAdvance(f" {holder.short}")
        return self._bar() + title.horizontalAdvance(holder.title) + short + 2

    def _line_columns(self, width: float) -> list[float]:
        # As wide as with a time, so that nothing moves when a role is taken.
        needs = [self._need(item if item.taken else item._replace(short="00:00")) for item in self._holders]
        return columns_of(needs, self._gap(), width)

    def _paint_rows(self, painter: QPainter) -> None:
        if self._unit < _ONE_ROW:
            self._paint_one_row(painter)
            return
        columns = self._line_columns(self.width())
        for number, holder in enumerate(self._holders):
            row, place = divmod(number, len(columns))
            left = sum(columns[:place]) + place * self._gap()
            top = row * (self._row_height() + self._gap())
            self._paint_line(painter, QRectF(left, top, columns[place], self._row_height()), holder)

    def _paint_one_row(self, painter: QPainter) -> None:
        """Who holds a role, as many as have room, and how many roles there are besides."""
        taken = [holder for holder in self._holders if holder.taken]
        small = sized("base", 21 * self._unit)
        left, shown = 0.0, 0
        for holder in taken:
            more = len(self._holders) - shown - 1
            room = self.width() - left - (self._more_width(more) if more else 0)
            if self._need(holder) > room and shown:
                break
            width = min(room, self._need(holder))
            self._paint_line(painter, QRectF(left, 0, width, self._row_height()), holder)
            left, shown = left + width + self._gap() * 2, shown + 1
        rest = QRectF(left, 0, self.width() - left, self._row_height())
        words = _more(len(self._holders) - shown) if shown else "No role is announced yet"
        draw_text(painter, rest, words, small, look.colour("muted"))

    def _more_width(self, count: int) -> float:
        metrics = QFontMetricsF(sized("base", 21 * self._unit))
        return metrics.horizontalAdvance(_more(count)) + self._gap() * 2

    def _paint_line(self, painter: QPainter, area: QRectF, holder: Holder) -> None:
        bar = QRectF(area.left(), area.top() + 3, 4, area.height() - 6)
        rounded(painter, bar, 2, look.colour(_tint(holder)))
        title, small = sized("strong", 21 * self._unit), sized("base", 21 * self._unit)
        words = area.adjusted(self._bar(), 0, 0, 0)
        ink = look.colour("text" if holder.taken else "muted")
        used = draw_text(painter, words, holder.title, title, ink)
        rest = words.adjusted(used, 0, 0, 0)
        draw_text(painter, rest, f" {holder.short}", small, look.colour("muted"))


def _more(count: int) -> str:
    return f"+{count}" if count else ""


def _tint(holder: Holder) -> str:
    return look.tokens().role(holder.lane) if holder.taken else "border"
