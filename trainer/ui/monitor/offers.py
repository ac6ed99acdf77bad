"""Operations that can be ordered, as a list; Return or a click chooses one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer.core.services.views import OperationOffer
from trainer.core.simulation import Operation
from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, RowsModel
from trainer.ui.monitor.values import OPERATIONS
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.words import format_duration

__all__ = ["Offers", "takes_words", "what_words"]


def takes_words(offer: OperationOffer) -> str:
    """How long it usually takes."""
    return f"about {format_duration(offer.takes)}" if offer.takes else "at once"


def what_words(offer: OperationOffer) -> str:
    """What it does and risks, on one line; what is typed as it stands is between quotation marks."""
    if offer.operation is Operation.SWITCH_FLAG:
        return "Switches a part of a service on or off."
    return re.sub(r"`([^`]*)`", r"“\1”", " ".join(offer.what.split()))


def _spoken(offer: OperationOffer) -> str:
    return f"{OPERATIONS[offer.operation][0]}, {takes_words(offer)}. {what_words(offer)}"


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        high = look.metrics("strong").height() + look.metrics("caption").height() + look.tokens().px(13)
        return QSize(option.rect.width(), high)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one offer."""
        offer: OperationOffer = index.data(ROW_ROLE)
        px = look.tokens().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(option.rect).adjusted(px(2), px(1), -px(2), -px(1))
        if option.state & QStyle.StateFlag.State_Selected:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        _paint_offer(painter, ground, offer)
        painter.restore()


def _paint_offer(painter: QPainter, ground: QRectF, offer: OperationOffer) -> None:
    px = look.tokens().px
    words, icon = OPERATIONS[offer.operation]
    side, high = px(16), look.metrics("strong").height()
    sign = QRectF(ground.left() + px(8), ground.top() + px(8), side, side)
    look.paint_icon(painter, icon, sign, "accent")
    takes, caption = takes_words(offer), look.font("caption")
    room = look.metrics("caption").horizontalAdvance(takes) + px(4)
    left, top = sign.right() + px(8), ground.top() + px(5)
    line = QRectF(left, top, ground.right() - px(8) - left, high)
    draw_text(painter, line.adjusted(0, 0, -room - px(6), 0), words, look.font("strong"), look.colour("text"))
    at = QRectF(line.right() - room, top, room, high)
    draw_text(painter, at, takes, caption, look.colour("muted"))
    below = QRectF(left, top + high, line.width(), look.metrics("caption").height())
    draw_text(painter, below, what_words(offer), caption, look.colour("muted"))


class Offers(QListView):
    """The list. `wanted` carries the operation that was chosen."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[OperationOffer](
            "offer", "Operation", lambda offer: OPERATIONS[offer.operation][0], tooltip=what_words,
            spoken=_spoken,
        )  # fmt: skip
        self._rows: RowsModel[OperationOffer] = RowsModel([column], lambda offer: offer.operation.value, self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("What can be done")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_chosen)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_offers(self, offers: Sequence[OperationOffer]) -> None:
        """Offer these."""
        self._rows.update(offers)

    def offers(self) -> tuple[OperationOffer, ...]:
        """What is offered."""
        return self._rows.rows()

    def begin(self) -> None:
        """Keyboard to the list, on a line of it."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_chosen(self, index: QModelIndex) -> None:
        place = self._rows.place(str(index.data(KEY_ROLE)))
        offer = self._rows.row(place) if place is not None else None
        if offer is not None:
            self.wanted.emit(offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return chooses."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._on_chosen(self.currentIndex())
            return
        super().keyPressEvent(event)
