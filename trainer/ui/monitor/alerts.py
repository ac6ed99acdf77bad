"""The alerts of the monitoring: those that stand on top, each with its level, where it is, and since when."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from trainer.core.actions import Acknowledge
from trainer.ui import look
from trainer.ui.models import ROW_ROLE, Column, RowsModel
from trainer.ui.monitor.host import Host
from trainer.ui.monitor.rows import LEVELS, AlertRow, alert_rows
from trainer.ui.monitor.words import Words
from trainer.ui.panels import Banner, EmptyState, button, label, spaced
from trainer.ui.panels.painted import draw_text, focus_ring, rounded

__all__ = ["Alerts"]


def _height() -> int:
    return look.metrics("strong").height() + 2 * look.metrics("caption").height() + look.tokens().px(16)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines."""
        return QSize(option.rect.width(), _height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one alert."""
        row: AlertRow = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(2), px(1), -px(2), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        _paint_row(painter, ground, row)
        painter.restore()


def _paint_row(painter: QPainter, ground: QRectF, row: AlertRow) -> None:
    px = look.tokens().px
    status, icon = LEVELS[row.alert.level]
    tint = status if row.stands else "muted"
    side = px(18)
    sign = QRectF(ground.left() + px(8), ground.top() + px(8), side, side)
    look.paint_icon(painter, icon if row.stands else "ok", sign, tint)
    left, right = sign.right() + px(8), ground.right() - px(8)
    if row.acknowledged:
        small = px(14)
        spot = QRectF(right - small, ground.top() + px(8), small, small)
        look.paint_icon(painter, "eye", spot, "ok")
        right -= small + px(4)
    high, small_high = look.metrics("strong").height(), look.metrics("caption").height()
    top = ground.top() + px(6)
    title = look.font("strong" if row.stands else "base")
    ink = look.colour("text" if row.stands else "muted")
    draw_text(painter, QRectF(left, top, right - left, high), row.alert.title, title, ink)
    line = QRectF(left, top + high, ground.right() - px(8) - left, small_high)
    caption, muted = look.font("caption", tabular=True), look.colour("muted")
    draw_text(painter, line, row.second_line(), caption, muted)
    draw_text(painter, line.translated(0, small_high), row.third_line(), caption, muted)


class Alerts(QWidget):
    """The list, and acknowledging. `service_wanted` carries the service of an alert that was activated."""

    service_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._ready = ""
        self.setAccessibleName("Alerts")
        self.view = QListView()
        column = Column[AlertRow](
            "alert", "Alert", lambda row: row.alert.title, tooltip=_tip, spoken=AlertRow.spoken
        )
        self._rows: RowsModel[AlertRow] = RowsModel([column], lambda row: row.alert.id, self)
        self._shape_view()
        self._said = Words("caption", "muted")
        self.acknowledge = button(
            "Acknowledge", "normal", "eye", "Say that you look at it (Return in the list)"
        )
        self.show_service = button("Show service", "quiet", "trend", "Show the charts of its service")
        self._banner = Banner()
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState("ok", "No alert was raised."))
        self._stack.addWidget(self.view)
        self._lay_out()
        self.acknowledge.clicked.connect(self.do_acknowledge)
        self.show_service.clicked.connect(self._want_service)

    def _shape_view(self) -> None:
        view = self.view
        view.setModel(self._rows)
        view.setItemDelegate(_Delegate(view))
        view.setAccessibleName("Alerts")
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.activated.connect(self.do_acknowledge)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        look.changes().changed.connect(view.scheduleDelayedItemsLayout)

    def _lay_out(self) -> None:
        column = spaced(QVBoxLayout(self), gap=6)
        head = spaced(QHBoxLayout(), gap=6)
        head.addWidget(label("Alerts", "heading"))
        head.addWidget(self._said, 1)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addWidget(self._banner)
        foot = spaced(QHBoxLayout(), gap=4)
        foot.addWidget(self.acknowledge)
        foot.addWidget(self.show_service)
        foot.addStretch(1)
        column.addLayout(foot)

    def count(self) -> None:
        """Say how many stand, without showing them."""
        self.counted.emit(sum(alert.cleared is None for alert in self._host.telemetry.alerts()))

    def refresh(self) -> None:
        """Show alerts as they stand."""
        rows = alert_rows(self._host)
        self._rows.update(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        if rows and not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._rows.index(0, 0))
        standing = sum(row.stands for row in rows)
        waiting = sum(row.stands and not row.acknowledged for row in rows)
        words = f"{standing} standing" if standing else "none standing" if rows else ""
        self._said.show_text(f"{words}, {waiting} not acknowledged" if waiting else words)
        self.counted.emit(standing)
        self._show_buttons()

    def set_ready(self, why_not: str) -> None:
        """Let acts be done, or say why they cannot be done now."""
        self._ready = why_not
        self._show_buttons()

    def current(self) -> AlertRow | None:
        """The alert under the cursor."""
        return self._rows.row(self.view.currentIndex()) if self.view.currentIndex().isValid() else None

    def begin(self) -> None:
        """Keyboard to the list, on a line of it."""
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self._rows.index(0, 0))
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def do_acknowledge(self) -> None:
        """Acknowledge the alert under the cursor."""
        row = self.current()
        if row is None or row.acknowledged or not self.acknowledge.isEnabled():
            return
        problem = self._host.perform(Acknowledge(inject=row.alert.id))
        if problem:
            self._banner.show_message(problem, "warn")
        else:
            self._banner.hide()
        self.refresh()

    def _on_current_changed(self) -> None:
        self._banner.hide()
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self.current()
        self.acknowledge.setEnabled(row is not None and not row.acknowledged and not self._ready)
        self.acknowledge.setToolTip(self._ready or "Say that you look at it (Return in the list)")
        self.show_service.setEnabled(row is not None and bool(row.alert.service))

    def _want_service(self) -> None:
        row = self.current()
        if row is not None and row.alert.service:
            self.service_wanted.emit(row.alert.service)


def _tip(row: AlertRow) -> str:
    return "\n".join(
        part for part in (row.alert.title, row.second_line(), row.alert.detail, row.acknowledged) if part
    )
