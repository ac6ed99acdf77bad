"""Cards to choose one of: an option's words, wrapped, with what belongs to it below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from trainer.ui import look
from trainer.ui.panels import spaced
from trainer.ui.panels.painted import focus_ring, rounded

__all__ = ["OptionCard", "OptionList"]

_WRAP = Qt.TextFlag.TextWordWrap


class OptionCard(QAbstractButton):
    """One option: a round sign, its words, and a muted detail."""

    def __init__(self, key: str, title: str, detail: str = "", number: int = 0) -> None:
        super().__init__()
        self.key = key
        self._detail = detail
        self._number = number
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription(detail)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _title_font(self) -> QFont:
        return look.font("strong" if self._detail else "medium")

    def _inner(self, width: int) -> QRect:
        px = look.tokens().px
        left = px(38)
        return QRect(
            left, px(8), max(px(60), width - left - px(12) - (px(16) if self._number else 0)), 10_000
        )

    def _heights(self, width: int) -> tuple[int, int]:
        inner = self._inner(width)
        title = (
            look.metrics("strong" if self._detail else "medium")
            .boundingRect(inner, _WRAP, self.text())
            .height()
        )
        detail = look.metrics().boundingRect(inner, _WRAP, self._detail).height() if self._detail else 0
        return title, detail

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the wrapped words."""
        title, detail = self._heights(width)
        px = look.tokens().px
        return title + (detail + px(2) if detail else 0) + px(16)

    def sizeHint(self) -> QSize:
        """Wide enough for a few words."""
        width = look.tokens().px(260)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow, and as high as at its present width."""
        width = max(self.width(), look.tokens().px(120))
        return QSize(look.tokens().px(120), self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, sign and words."""
        tokens, px = look.tokens(), look.tokens().px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = (
            "selection"
            if self.isChecked()
            else "hover"
            if self.underMouse() and self.isEnabled()
            else "surface"
        )
        edge = look.colour("accent_fill" if self.isChecked() else "border")
        area = QRectF(self.rect())
        rounded(painter, area, px(6), look.colour(ground), QPen(edge, px(2) if self.isChecked() else px(1)))
        if self.hasFocus():
            focus_ring(painter, area.adjusted(px(1), px(1), -px(1), -px(1)), px(5))
        self._paint_sign(painter)
        inner = self._inner(self.width())
        title, detail = self._heights(self.width())
        ink = "disabled" if not self.isEnabled() and not self.isChecked() else "text"
        painter.setFont(self._title_font())
        painter.setPen(look.colour("on_selection" if self.isChecked() else ink))
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), title), _WRAP, self.text())
        if detail:
            painter.setFont(look.font())
            painter.setPen(look.colour("on_selection" if self.isChecked() else "muted"))
            below = QRect(inner.left(), inner.top() + title + px(2), inner.width(), detail)
            painter.drawText(below, _WRAP, self._detail)
        if self._number and self.isEnabled():
            painter.setFont(look.font("caption", tabular=True))
            painter.setPen(look.colour(tokens.muted))
            corner = area.adjusted(0, px(8), -px(10), 0)
            painter.drawText(
                corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, str(self._number)
            )

    def _paint_sign(self, painter: QPainter) -> None:
        px = look.tokens().px
        line = look.metrics("strong").height()
        centre = QPointF(px(20), px(8) + line / 2)
        painter.setPen(QPen(look.colour("accent_fill" if self.isChecked() else "outline"), px(2)))
        painter.setBrush(look.colour("surface"))
        painter.drawEllipse(centre, px(7), px(7))
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent_fill"))
            painter.drawEllipse(centre, px(4), px(4))


class OptionList(QWidget):
    """Options below each other, one of which can be chosen; figures 1 to 9 choose while one has the keyboard."""

    changed = Signal()

    def __init__(self, name: str, options: Sequence[tuple[str, str, str]], numbered: bool = True) -> None:
        """`options` are (key, title, detail)."""
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self.cards = [
            OptionCard(key, title, detail, number if numbered else 0)
            for number, (key, title, detail) in enumerate(options, 1)
        ]
        column = spaced(QVBoxLayout(self), gap=6)
        for card in self.cards:
            self._group.addButton(card)
            column.addWidget(card)
            card.toggled.connect(self._on_toggled)
        if self.cards:
            self.setFocusProxy(self.cards[0])

    def value(self) -> str:
        """Key of the option chosen, or an empty text."""
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, OptionCard) else ""

    def choose(self, key: str) -> None:
        """Choose an option, or none with an empty text."""
        self._group.setExclusive(False)
        for card in self.cards:
            card.setChecked(card.key == key)
        self._group.setExclusive(True)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A figure chooses."""
        number = event.key() - Qt.Key.Key_0.value
        if 1 <= number <= len(self.cards) and not event.modifiers():
            self.cards[number - 1].setChecked(True)
            self.cards[number - 1].setFocus()
            return
        super().keyPressEvent(event)

    def _on_toggled(self, on: bool) -> None:
        if on:
            self.changed.emit()
