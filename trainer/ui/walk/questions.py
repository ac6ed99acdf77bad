"""The questions about the step that is walked: what is asked, what the plan says, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from trainer.core.actions import WalkAnswer
from trainer.ui import look
from trainer.ui.models import KEY_ROLE, ROW_ROLE, Column, RowsModel
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import focus_ring, rounded
from trainer.ui.walk.words import ANSWERS

__all__ = ["QuestionList", "QuestionRow"]

_WRAP = Qt.TextFlag.TextWordWrap
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True)
class QuestionRow:
    """A question about the step: its words, and what was answered; for the facilitator, what the plan says.

    `plan_says` is None where that is not shown.
    """

    id: str
    number: int
    ask: str
    plan_says: str | None = None
    points: tuple[str, ...] = ()
    answer: WalkAnswer | None = None
    by: str = ""
    said: str = ""

    def spoken(self) -> str:
        """The row as assistive technology says it."""
        plan = f"The plan says: {self.plan_says or 'nothing'}" if self.plan_says is not None else ""
        answered = f"{self.answer} by {self.by}" if self.answer is not None else "Not answered"
        parts = (self.ask, plan, answered, self.said)
        return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)


def _lines(row: QuestionRow, current: bool) -> list[tuple[str, QFont, str]]:
    """The words of a row from above: text, font and ink."""
    asked = (row.ask, look.font("strong" if current else "medium"), "text")
    lines = [asked]
    if row.plan_says is not None:
        lines.append((f"Plan: {row.plan_says or 'says nothing about this.'}", look.font(), "muted"))
    if row.points and current:
        lines.append((f"Look for: {'; '.join(row.points)}", look.font(), "muted"))
    if row.answer is not None and row.said:
        lines.append((row.said, look.font(), ANSWERS[row.answer].status))
    return lines


def _chip(row: QuestionRow) -> QSize:
    word = ANSWERS[row.answer].word if row.answer is not None else "open"
    return chip_size(word)


def _text_rect(row: QuestionRow, area: QRectF) -> QRectF:
    px = look.tokens().px
    return area.adjusted(px(34), px(7), -_chip(row).width() - px(20), 0)


def _height(row: QuestionRow, current: bool, width: float) -> int:
    px = look.tokens().px
    room = QRectF(0, 0, max(60.0, _text_rect(row, QRectF(0, 0, width, 0)).width()), 10_000)
    total = sum(
        QFontMetricsF(font).boundingRect(room, _WRAP, text).height() for text, font, _ in _lines(row, current)
    )
    return int(total + px(7 + 7) + 2)


class _QuestionDelegate(QStyledItemDelegate):
    """Paints a question in as many lines as its words take."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def _is_current(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return index.row() == self._view.currentIndex().row()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need at the width of the view."""
        width = self._view.viewport().width()
        return QSize(width, _height(index.data(ROW_ROLE), self._is_current(index), width))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, words, the answer, and where the keyboard is."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, row, current = look.tokens().px, index.data(ROW_ROLE), self._is_current(index)
        ground = QRectF(option.rect).adjusted(px(3), px(1), -px(3), -px(1))
        if current:
            rounded(painter, ground, px(6), look.colour("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, ground, px(6), look.colour("hover"))
        area = QRectF(option.rect)
        self._paint_sign(painter, area, row, current)
        words = _text_rect(row, area)
        top = words.top()
        for text, font, ink in _lines(row, current):
            painter.setFont(font)
            painter.setPen(look.colour(ink))
            line = QRectF(words.left(), top, words.width(), 10_000)
            top += painter.boundingRect(line, _WRAP, text).height()
            painter.drawText(line, _WRAP, text)
        self._paint_answer(painter, area, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_ring(painter, ground, px(6))
        painter.restore()

    @staticmethod
    def _paint_sign(painter: QPainter, area: QRectF, row: QuestionRow, current: bool) -> None:
        px = look.tokens().px
        side = px(15)
        line = look.metrics("medium").height()
        sign = QRectF(area.left() + px(11), area.top() + px(7) + (line - side) / 2, side, side)
        if row.answer is not None:
            look.paint_icon(painter, ANSWERS[row.answer].icon, sign, ANSWERS[row.answer].status)
        elif current:
            look.paint_icon(painter, "right", sign, "accent")
        else:
            look.paint_icon(painter, "dot", sign, "muted")

    @staticmethod
    def _paint_answer(painter: QPainter, area: QRectF, row: QuestionRow) -> None:
        px, size = look.tokens().px, _chip(row)
        where = QRectF(area.right() - size.width() - px(12), area.top() + px(7), size.width(), size.height())
        if row.answer is not None:
            shown = ANSWERS[row.answer]
            paint_chip(painter, where, shown.word, shown.status, shown.icon)
            return
        painter.setPen(QPen(look.colour("muted")))
        painter.setFont(look.font("caption"))
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "open")


class QuestionList(QListView):
    """The questions in the order in which they are asked. Return goes to the next open one.

    `chosen` follows the one under the cursor, `typed` carries a letter or digit that was pressed.
    """

    chosen = Signal(str)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column[QuestionRow]("question", "Question", lambda row: row.ask, spoken=QuestionRow.spoken)
        self._rows: RowsModel[QuestionRow] = RowsModel([column], key=lambda row: row.id, parent=self)
        self._step = ""
        self.setModel(self._rows)
        self.setItemDelegate(_QuestionDelegate(self))
        self.setAccessibleName("Questions about the step")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        look.changes().changed.connect(self.scheduleDelayedItemsLayout)

    def show_questions(self, step: str, rows: Sequence[QuestionRow]) -> None:
        """Show a step's questions; at another step, the first open one is under the cursor.

        A question whose answer was taken back is under the cursor again.
        """
        new = step != self._step
        before = {row.id for row in self._rows.rows() if row.answer is not None and not new}
        self._step = step
        self._rows.update(rows)
        reopened = next((row.id for row in rows if row.id in before and row.answer is None), None)
        if reopened is not None:
            self.choose(reopened)
        if new or not self.currentIndex().isValid():
            self.to_open()
        self._settle()

    def rows(self) -> RowsModel[QuestionRow]:
        """The questions as rows."""
        return self._rows

    def current(self) -> QuestionRow | None:
        """The question under the cursor."""
        return self._rows.row(self.currentIndex()) if self.currentIndex().isValid() else None

    def to_open(self, after: str | None = None) -> bool:
        """Go to the next question that nobody has answered, behind `after` or from above; False where all are.

        Where all are answered the cursor stays, or stands on the first one.
        """
        rows = self._rows.rows()
        place = self._rows.place(after) if after is not None else None
        start = place + 1 if place is not None else 0
        order = [*range(start, len(rows)), *range(start)]
        wanted = next((number for number in order if rows[number].answer is None), None)
        if wanted is None and not self.currentIndex().isValid() and rows:
            self.setCurrentIndex(self._rows.index(0, 0))
        if wanted is not None:
            self.setCurrentIndex(self._rows.index(wanted, 0))
        return wanted is not None

    def choose(self, question: str) -> None:
        """Go to a question."""
        place = self._rows.place(question)
        if place is not None:
            self.setCurrentIndex(self._rows.index(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters and digits stand for what can be done; there is nothing to search for."""
        plain = not event.modifiers() & ~(_KEYPAD | Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = self.current()
            self.to_open(row.id if row is not None else None)
            event.accept()
        elif plain and event.text().isalnum():
            self.typed.emit(event.text())
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        """It takes what height there is."""
        return QSize(look.tokens().px(420), look.tokens().px(110))

    def minimumSizeHint(self) -> QSize:
        """Room for two questions."""
        return QSize(look.tokens().px(300), look.tokens().px(110))

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self._settle()
            self.chosen.emit(str(current.data(KEY_ROLE)))

    def _settle(self) -> None:
        """Measure again, for the question under the cursor is higher than the others, and bring it into view."""
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.scrollTo(self.currentIndex())
