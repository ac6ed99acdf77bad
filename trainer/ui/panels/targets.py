"""Timers as bars against their targets: one bar, and a list of many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, RowsModel
from trainer.ui.panels.painted import Painted, announce, draw_text, focus_ring, rounded
from trainer.ui.panels.timers import Timer, TimerState, bar_shape, spoken, times, urgency, verdict

__all__ = ["TargetBar", "TargetBarList"]

_FILLS: dict[TimerState, str] = {
    "open": "fill:info",
    "at_risk": "fill:warn",
    "overdue": "fill:bad",
    "done_on_time": "fill:ok",
    "done_late": "fill:warn",
}


def row_height() -> int:
    """Height of one bar with its words, in pixels."""
    px = look.tokens().px
    return look.metrics().height() + px(7 + 6 + 7 + 9)


def paint_timer(painter: QPainter, rect: QRectF, timer: Timer) -> None:
    """Draw a timer into `rect`: a line of words, and the bar below it."""
    px = look.tokens().px
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = look.metrics().height()
    body = rect.adjusted(px(10), px(8), -px(10), 0)
    words = QRectF(body.left(), body.top(), body.width(), line)
    _paint_words(painter, words, timer)
    _paint_bar(painter, QRectF(body.left(), words.bottom() + px(6), body.width(), px(6)), timer)


def _paint_words(painter: QPainter, line: QRectF, timer: Timer) -> None:
    px = look.tokens().px
    status = look.tokens().status(verdict(timer).status)
    side = px(15)
    sign = {"open": "clock", "at_risk": "timer"}.get(timer.state, status.icon)
    look.paint_icon(painter, sign, QRectF(line.left(), line.center().y() - side / 2, side, side), status.ink)
    taken = _paint_figures(painter, line, timer)
    room = line.adjusted(side + px(7), 0, -taken - px(12), 0)
    used = draw_text(painter, room, timer.title, look.font("medium"), look.colour("text"))
    rest = room.adjusted(used + px(8), 0, 0, 0)
    if timer.role and rest.width() > px(40):
        ink = look.tokens().role(timer.lane) if timer.lane is not None else "muted"
        draw_text(painter, rest, timer.role, look.font("caption"), look.colour(ink))


def loud_words(timer: Timer) -> str:
    """What stands at the end of the line: the word and the figure; for an open timer what is left."""
    said = verdict(timer)
    if timer.state == "open":
        return said.figure or said.word
    return f"{said.word} {said.figure}".strip()


def _paint_figures(painter: QPainter, line: QRectF, timer: Timer) -> float:
    """Times and verdict, right; returns the width they took."""
    font, small = look.font("medium", tabular=True), look.font("caption", tabular=True)
    loud, quiet = loud_words(timer), times(timer)
    if line.width() < look.tokens().px(300):
        # The sign before the title says the same as the word.
        loud = verdict(timer).figure or loud
    metrics = QFontMetricsF(font)
    loud_width = metrics.horizontalAdvance(loud) + 1
    ink = look.colour("muted" if timer.state == "open" else verdict(timer).status)
    draw_text(painter, line.adjusted(line.width() - loud_width, 0, 0, 0), loud, font, ink)
    # One width for all rows, so that the times stand in a column.
    column = max(loud_width, metrics.horizontalAdvance("at risk 00:00 left")) + look.tokens().px(12)
    quiet_width = QFontMetricsF(small).horizontalAdvance(quiet) + 1
    if column + quiet_width > line.width() * 0.55:
        return float(loud_width)
    where = QRectF(line.right() - column - quiet_width, line.top(), quiet_width, line.height())
    draw_text(painter, where, quiet, small, look.colour("muted"))
    return float(column + quiet_width)


def _paint_bar(painter: QPainter, bar: QRectF, timer: Timer) -> None:
    shape = bar_shape(timer)
    radius = bar.height() / 2
    rounded(painter, bar, radius, look.colour("track"))
    if shape.target is None:
        return
    target = bar.left() + bar.width() * shape.target
    reached = bar.left() + bar.width() * (shape.over if timer.overrun_s else shape.fill)
    if reached > bar.left():
        fill = look.colour(_FILLS[timer.state])
        wide = max(reached - bar.left(), bar.height())
        if timer.overrun_s:
            over = QRectF(target, bar.top(), wide - (target - bar.left()), bar.height())
            _paint_overrun(painter, over, fill, shape.clipped)
            fill.setAlphaF(0.4)
            wide = target - bar.left()
        rounded(painter, QRectF(bar.left(), bar.top(), wide, bar.height()), radius, fill)
    _paint_target(painter, target, bar)


def _paint_overrun(painter: QPainter, over: QRectF, fill: QColor, clipped: bool) -> None:
    """What lies beyond the target: higher than the bar, and open-ended when it is longer than the bar."""
    more = look.tokens().px(1)
    tall = over.adjusted(0, -more, 0, more)
    rounded(painter, tall, tall.height() / 2, fill)
    if clipped:
        side = tall.height() * 1.4
        arrow = QRectF(tall.right() - side, tall.center().y() - side / 2, side, side)
        look.paint_icon(painter, "right", arrow, "on_role")


def _paint_target(painter: QPainter, x: float, bar: QRectF) -> None:
    """The tick at the target, with a gap of ground around it so that it stands out on any fill."""
    px = look.tokens().px
    wide, reach = px(2), px(3)
    gap = QRectF(x - wide, bar.top() - px(1), wide * 2, bar.height() + px(2))
    painter.fillRect(gap, look.colour("surface"))
    tick = QRectF(x - wide / 2, bar.top() - reach, wide, bar.height() + 2 * reach)
    rounded(painter, tick, wide / 2, look.colour("text"))


class TargetBar(Painted):
    """One timer against its target."""

    def __init__(self, timer: Timer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = timer
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def show_timer(self, timer: Timer) -> None:
        """Show another value."""
        if timer != self._timer:
            self._timer = timer
            self._say()
            self.update()

    def _say(self) -> None:
        self.setToolTip(self._timer.detail)
        announce(self, spoken(self._timer))

    def text(self) -> str:
        """What the bar says, in words."""
        return f"{self._timer.title} {times(self._timer)} {loud_words(self._timer)}"

    def sizeHint(self) -> QSize:
        """One line of words and the bar."""
        return QSize(look.tokens().px(320), row_height())

    def minimumSizeHint(self) -> QSize:
        """Words are elided down to this."""
        return QSize(look.tokens().px(180), row_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw words and bar."""
        paint_timer(QPainter(self), QRectF(self.rect()), self._timer)


class _TimerDelegate(QStyledItemDelegate):
    """Paints a row of the list as a bar."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are as high as one."""
        return QSize(look.tokens().px(180), row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, bar, and where the keyboard is."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = look.tokens().px
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        paint_timer(painter, QRectF(option.rect), index.data(ROW_ROLE))
        if state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        painter.restore()


class TargetBarList(QListView):
    """Many timers, overdue first; only the visible ones are painted.

    `activated_key` follows Return or a double click, `selected_key` the cursor.
    """

    activated_key = Signal(str)
    selected_key = Signal(str)

    def __init__(self, name: str = "Targets", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[Timer](
            "timer",
            name,
            text=lambda timer: timer.title,
            spoken=spoken,
            tooltip=lambda timer: timer.detail or None,
        )
        self._rows: RowsModel[Timer] = RowsModel([column], key=lambda timer: timer.key, parent=self)
        self.setModel(self._rows)
        self.setItemDelegate(_TimerDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._on_activated)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_timers(self, timers: Iterable[Timer]) -> None:
        """Show these timers, most urgent first; what is selected stays selected."""
        self._rows.update(sorted(timers, key=urgency))

    def timers(self) -> tuple[Timer, ...]:
        """The timers, in the order shown."""
        return self._rows.rows()

    def selected(self) -> str | None:
        """Key of the timer under the cursor, or None."""
        key = self.currentIndex().data(KEY_ROLE)
        return str(key) if key is not None else None

    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_key.emit(str(index.data(KEY_ROLE)))

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self.selected_key.emit(str(current.data(KEY_ROLE)))
