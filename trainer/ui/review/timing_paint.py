"""How an expected action is painted in the table: its outcome as a chip, its time as a bar against the target."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from trainer.core.aar import StepResult
from trainer.core.aar_walk import Standing
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.models import ROW_ROLE
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import rounded
from trainer.ui.review.words import outcome_status, outcome_words

__all__ = ["BarDelegate", "OutcomeDelegate", "Stands"]

_LIMITS: Final = 1.5
"""The bar is this many limits long, so that all targets of the table stand one below the other."""
_AnyIndex = QModelIndex | QPersistentModelIndex
Stands = Callable[[StepResult], Standing | None]
"""How a step of a walk-through stands; None in the other kinds of exercise."""


class _Cell(QStyledItemDelegate):
    """A cell with the ground of its row and a painting of our own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draw the ground as the style does, without words, then the painting."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        bare.icon = QIcon()
        style = bare.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, bare.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(option.rect), index.data(ROW_ROLE))
        painter.restore()

    def draw(self, painter: QPainter, rect: QRectF, step: StepResult) -> None:
        """Draw the cell of a step."""
        raise NotImplementedError


class OutcomeDelegate(_Cell):
    """The outcome, or how a step of a walk-through stands, as a chip; one that an evaluator overruled is marked."""

    def __init__(self, stands: Stands, parent: QWidget) -> None:
        super().__init__(parent)
        self._stands = stands

    def sizeHint(self, _option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """As wide as the chip."""
        step: StepResult = index.data(ROW_ROLE)
        return chip_size(outcome_words(step.outcome, self._stands(step))) + QSize(look.tokens().px(20), 0)

    def draw(self, painter: QPainter, rect: QRectF, step: StepResult) -> None:
        """Draw the chip, left and in the middle."""
        px = look.tokens().px
        stands = self._stands(step)
        word, status = outcome_words(step.outcome, stands), outcome_status(step.outcome, stands)
        size = chip_size(word)
        wide = min(float(size.width()), rect.width() - px(12))
        where = QRectF(rect.left() + px(8), rect.center().y() - size.height() / 2, wide, size.height())
        paint_chip(painter, where, word, status, "edit" if step.overruled is not None else "")


class BarDelegate(_Cell):
    """What a step took against its target; empty where there is no target."""

    def __init__(self, stands: Stands, parent: QWidget) -> None:
        super().__init__(parent)
        self._stands = stands

    def draw(self, painter: QPainter, rect: QRectF, step: StepResult) -> None:
        """Draw track, time and target."""
        px = look.tokens().px
        if not step.target_s:
            return
        bar = QRectF(rect.left() + px(8), rect.center().y() - px(3), rect.width() - px(18), px(6))
        radius = bar.height() / 2
        rounded(painter, bar, radius, look.colour("track"))
        target = bar.left() + bar.width() / _LIMITS
        status: Status = outcome_status(step.outcome, self._stands(step))
        if step.elapsed_s is not None:
            _paint_time(painter, bar, target, step.elapsed_s / step.target_s, status)
        elif step.outcome == "missed":
            rounded(painter, bar, radius, look.colour("surface"), QPen(look.colour("fill:bad"), px(1)))
        _paint_target(painter, target, bar)


def _paint_time(painter: QPainter, bar: QRectF, target: float, share: float, status: Status) -> None:
    radius, fill = bar.height() / 2, look.colour(f"fill:{'warn' if share > 1 else status}")
    reached = bar.left() + bar.width() * min(share, _LIMITS) / _LIMITS
    if share > 1:
        more = look.tokens().px(1)
        over = QRectF(target, bar.top() - more, reached - target, bar.height() + 2 * more)
        rounded(painter, over, over.height() / 2, fill)
        fill.setAlphaF(0.4)
        reached = target
    wide = max(reached - bar.left(), bar.height())
    rounded(painter, QRectF(bar.left(), bar.top(), wide, bar.height()), radius, fill)


def _paint_target(painter: QPainter, x: float, bar: QRectF) -> None:
    px = look.tokens().px
    tick = QRectF(x - px(1), bar.top() - px(3), px(2), bar.height() + px(6))
    rounded(painter, tick, px(1), look.colour("text"))
