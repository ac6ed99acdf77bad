"""Figures and names that lead to what they rest on: painted, pressed by click, Space or Return."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from trainer.ui import look
from trainer.ui.look import Status, Step
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import draw_text, focus_ring, rounded
from trainer.ui.review.wrapped import wrapped

__all__ = ["FigureLink", "LinkRow", "Pressable"]

_SIGN = 14
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)


class Pressable(QAbstractButton):
    """Something painted that opens what it speaks of; `leads` says in words where to, empty when nowhere."""

    def __init__(self, said: str, leads: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{said}, {leads}" if leads else said)
        self.setToolTip(leads[:1].upper() + leads[1:])
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setEnabled(bool(leads))
        if leads:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def opens(self, what: Callable[[], object]) -> None:
        """What pressing does."""
        self.clicked.connect(lambda _checked=False: what())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again when the look changed."""
        super().changeEvent(event)
        if event.type() in _LOOKS:
            self.updateGeometry()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground under the pointer, the thing itself, and where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, radius = QRectF(self.rect()).adjusted(1, 1, -1, -1), look.tokens().px(6)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            rounded(painter, ground, radius, look.colour("pressed" if self.isDown() else "hover"))
        self.draw(painter, QRectF(self.rect()))
        if self.hasFocus():
            focus_ring(painter, ground, radius)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the thing itself."""
        raise NotImplementedError


class FigureLink(Pressable):
    """A figure and what it counts, on one line; a chevron shows that it leads somewhere."""

    def __init__(
        self,
        figure: str,
        words: str = "",
        leads: str = "",
        size: Step = "strong",
        status: Status | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"{figure} {words}".strip(), leads, parent)
        self._figure, self._words, self._size, self._status = figure, words, size, status
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """All that is written on it."""
        return f"{self._figure} {self._words}".strip()

    def sizeHint(self) -> QSize:
        """One line."""
        px = look.tokens().px
        wide = QFontMetricsF(look.font(self._size, tabular=True)).horizontalAdvance(self._figure)
        if self._words:
            wide += px(6) + look.metrics().horizontalAdvance(self._words)
        sign = px(_SIGN + 4) if self.isEnabled() else 0
        status = px(20) if self._status else 0
        return QSize(int(wide) + px(13) + sign + status, look.metrics(self._size).height() + px(8))

    def minimumSizeHint(self) -> QSize:
        """The words are elided down to this."""
        return QSize(min(self.sizeHint().width(), look.tokens().px(110)), self.sizeHint().height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw sign, figure, words and chevron."""
        px = look.tokens().px
        line = rect.adjusted(px(6), 0, -px(4), 0)
        if self._status:
            sign = QRectF(line.left(), line.center().y() - px(7), px(14), px(14))
            look.paint_icon(painter, look.tokens().status(self._status).icon, sign, self._status)
            line.setLeft(line.left() + px(20))
        if self.isEnabled():
            side = px(_SIGN)
            sign = QRectF(line.right() - side, line.center().y() - side / 2, side, side)
            look.paint_icon(painter, "right", sign, "muted")
            line.setRight(sign.left() - px(2))
        font = look.font(self._size, tabular=True)
        used = draw_text(painter, line, self._figure, font, look.colour("text"))
        rest = line.adjusted(used + px(6), 0, 0, 0)
        draw_text(painter, rest, self._words, look.font(), look.colour("muted"))


class LinkRow(Pressable):
    """A sentence that leads somewhere, wrapped, with a chip at its right end and an icon before it."""

    def __init__(
        self,
        words: str,
        leads: str,
        icon: str = "",
        chip: tuple[str, Status] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        said = f"{chip[0]}, {words}" if chip else words
        super().__init__(said, leads, parent)
        self._words, self._icon, self._chip = words, icon, chip
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """The sentence."""
        return self._words

    def _room(self, width: float) -> float:
        px = look.tokens().px
        beside = chip_size(self._chip[0]).width() + px(8) if self._chip else 0
        sign = px(_SIGN + 6) if self.isEnabled() else 0
        return max(float(px(60)), width - self._left() - px(6) - beside - sign)

    def _left(self) -> int:
        return look.tokens().px(30 if self._icon else 8)

    def heightForWidth(self, width: int) -> int:
        """As high as the wrapped words."""
        return int(wrapped(self._words, look.font(), self._room(width))[1]) + look.tokens().px(10)

    def sizeHint(self) -> QSize:
        """At a width that reads well."""
        width = look.tokens().px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Words wrap down to this width."""
        return QSize(look.tokens().px(200), look.tokens().px(30))

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw icon, words, chip and chevron."""
        px = look.tokens().px
        top, high = rect.top() + px(5), look.metrics().height()
        if self._icon:
            side = px(16)
            sign = QRectF(rect.left() + px(7), top + (high - side) / 2, side, side)
            look.paint_icon(painter, self._icon, sign, "muted")
        words, _ = wrapped(self._words, look.font(), self._room(rect.width()))
        painter.setPen(look.colour("text"))
        words.draw(painter, QRectF(rect.left() + self._left(), top, 0, 0).topLeft())
        right = rect.right() - px(6)
        if self.isEnabled():
            side = px(_SIGN)
            look.paint_icon(
                painter, "right", QRectF(right - side, top + (high - side) / 2, side, side), "muted"
            )
            right -= side + px(6)
        if self._chip:
            size = chip_size(self._chip[0])
            place = QRectF(
                right - size.width(), top + (high - size.height()) / 2, size.width(), size.height()
            )
            paint_chip(painter, place, *self._chip)
