"""The list of ways to go on, floating above the line that is being typed. It never takes the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from trainer.ui import look
from trainer.ui.facilitator.reading import Offer
from trainer.ui.models import ROW_ROLE, AnyIndex, Column, RowsModel
from trainer.ui.panels.painted import draw_text, rounded

__all__ = ["Offers"]


def typed(offer: Offer) -> str:
    """The words that taking an offer adds."""
    words = offer.line.split()
    return words[-1] if words else ""


class _OfferDelegate(QStyledItemDelegate):
    """Draws what is typed, what it means, and where it stands."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """One line."""
        return QSize(look.tokens().px(200), look.metrics().height() + look.tokens().px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one offer."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, offer = look.tokens().px, index.data(ROW_ROLE)
        line = QRectF(option.rect).adjusted(px(2), 0, -px(2), 0)
        state = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = state & QStyle.StateFlag.State_Selected
            rounded(painter, line, px(5), look.colour("selection" if chosen else "hover"))
        words = line.adjusted(px(8), 0, -px(8), 0)
        used = draw_text(painter, words.adjusted(0, 0, -words.width() * 0.55, 0), typed(offer), look.font("strong"),
                         look.colour("text"))  # fmt: skip
        left = max(used + px(12), float(px(150)))
        used = draw_text(
            painter, words.adjusted(left, 0, 0, 0), offer.title, look.font(), look.colour("text")
        )
        rest = words.adjusted(left + used + px(10), 0, 0, 0)
        if rest.width() > px(50):
            draw_text(painter, rest, offer.detail, look.font("caption"), look.colour("muted"))
        painter.restore()


class Offers(QListView):
    """Up to some rows above a field; nothing is selected until the person moves into it. `taken` carries an offer."""

    taken = Signal(object)

    def __init__(self, field: QWidget, over: QWidget) -> None:
        super().__init__(over)
        self._field, self._over = field, over
        column = Column[Offer](
            "offer",
            "Ways to go on",
            lambda offer: f"{typed(offer)} {offer.title}",
            spoken=lambda offer: f"{offer.title}, {offer.detail}",
        )
        self.rows: RowsModel[Offer] = RowsModel([column], key=lambda offer: offer.line, parent=self)
        self.setModel(self.rows)
        self.setItemDelegate(_OfferDelegate(self))
        self.setAccessibleName("Ways to go on")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show these above the field; without any, hide."""
        unique = list({offer.line: offer for offer in offers}.values())
        if list(self.rows.rows()) != unique:
            self.rows.update([])
            self.rows.append(unique)
        self.setCurrentIndex(QModelIndex())
        self.setVisible(bool(unique))
        if unique:
            self._settle()

    def _settle(self) -> None:
        px = look.tokens().px
        row = self.sizeHintForRow(0)
        height = min(len(self.rows.rows()), 8) * row + px(8)
        width = min(max(self._field.width() // 2, px(460)), self._field.width())
        corner = self._field.mapTo(self._over, QPoint(0, 0))
        self.setGeometry(corner.x(), max(0, corner.y() - height - px(4)), width, height)
        self.raise_()

    def move_by(self, by: int) -> None:
        """Move the choice; above the first is the line itself."""
        count = len(self.rows.rows())
        at = self.currentIndex().row() if self.currentIndex().isValid() else (count if by < 0 else -1)
        to = at + by
        self.setCurrentIndex(self.rows.index(to, 0) if 0 <= to < count else QModelIndex())

    def chosen(self) -> Offer | None:
        """The offer that is chosen, or None."""
        return self.rows.row(self.currentIndex()) if self.currentIndex().isValid() else None

    def first(self) -> Offer | None:
        """The first offer, or None."""
        return self.rows.row(0)

    def _on_clicked(self, index: QModelIndex) -> None:
        offer = self.rows.row(index)
        if offer is not None:
            self.taken.emit(offer)
