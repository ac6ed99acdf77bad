"""The step of a walk-through for everyone in the room: what it is, what is asked, what was answered so far."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from trainer.core.plan import Plan, Step
from trainer.core.seat_items import SeatItem, WalkAsked
from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import announce, draw_text, rounded
from trainer.ui.room.big import ROOMY, BigText, Size, least_pixels
from trainer.ui.seat_words import Told
from trainer.ui.walk.words import ANSWERS, GivenAnswer, WalkSeen, limit_words, question_word
from trainer.ui.words import format_clock, spell_duration

__all__ = ["WalkPage"]

_ENDED = {"done": "Shown: it was done", "failed": "It could not be shown", "stopped": "Showing was stopped"}


class _Where(Painted):
    """Procedure and place in the walk on the left, whose step it is on the right, in the colour of the role."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._left, self._right, self._lane = "", "", 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, left: str, right: str, lane: int | None) -> None:
        """Show another line; `lane` is the place of the role, for its colour."""
        self._left, self._right, self._lane = left, right, lane or 0
        self.setAccessibleName(f"{left}. {right}")
        self.update()

    def text(self) -> str:
        """The words shown."""
        return f"{self._left}  {self._right}"

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        font = look.font("strong", tabular=True)
        font.setPixelSize(max(least_pixels(), round(32 * self._unit)))
        return font

    def sizeHint(self) -> QSize:
        """One line with air."""
        return QSize(300, int(QFontMetricsF(self._font()).height() + 26 * self._unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line; its lower corners are square, the words below belong to it."""
        tokens, unit, font = look.tokens(), self._unit, self._font()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setClipRect(area)
        rounded(painter, area.adjusted(0, 0, 0, 30 * unit), 16 * unit, look.colour(tokens.role(self._lane)))
        ink = look.colour(tokens.on_role)
        room = QFontMetricsF(font).horizontalAdvance(self._right) + 28 * unit
        left = QRectF(28 * unit, 0, area.width() - room - 60 * unit, area.height())
        draw_text(painter, left, self._left, font, ink)
        draw_text(painter, QRectF(area.width() - room, 0, room, area.height()), self._right, font, ink)


class _Answers(Painted):
    """A cell for each question: its word, and the sign, colour and word of its answer."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._cells: tuple[tuple[str, GivenAnswer | None], ...] = ()
        self._asked = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_answers(self, cells: Sequence[tuple[str, GivenAnswer | None]], asked: str) -> None:
        """Show these; `asked` is the one that is asked now."""
        if (tuple(cells), asked) == (self._cells, self._asked):
            return
        self._cells, self._asked = tuple(cells), asked
        said = "; ".join(f"{word} {given.answer if given else 'open'}" for word, given in self._cells)
        announce(self, f"Answers so far: {said}")
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words shown."""
        return ", ".join(f"{word} {given.answer if given else 'open'}" for word, given in self._cells)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self, strong: bool = False) -> QFont:
        font = look.font("strong" if strong else "base")
        font.setPixelSize(max(least_pixels(), round(28 * self._unit)))
        return font

    def _columns(self) -> int:
        """So many cells side by side as have room for the longest word."""
        longest = QFontMetricsF(self._font(True)).horizontalAdvance("Confirmed") + self._high()
        return max(1, min(len(self._cells) or 1, int((self.width() + self._gap()) / (longest + self._gap()))))

    def _gap(self) -> float:
        return 12 * self._unit

    def _high(self) -> float:
        """Two lines, the word and the answer; on a small display the sign of the answer has to do."""
        lines = 2 if self._unit >= ROOMY else 1
        return QFontMetricsF(self._font()).height() * lines + 18 * self._unit

    def _lines(self) -> int:
        return math.ceil(len(self._cells) / self._columns()) if self._cells else 0

    def sizeHint(self) -> QSize:
        """All cells in as many lines as they take."""
        return QSize(300, int(self._lines() * (self._high() + self._gap())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may take another number of lines."""
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns, gap, high = self._columns(), self._gap(), self._high()
        wide = (self.width() - gap * (columns - 1)) / columns
        for number, (word, given) in enumerate(self._cells):
            line, place = divmod(number, columns)
            area = QRectF(place * (wide + gap), line * (high + gap), wide, high)
            self._paint_cell(painter, area, word, given)

    def _paint_cell(self, painter: QPainter, area: QRectF, word: str, given: GivenAnswer | None) -> None:
        unit, shown = self._unit, ANSWERS[given.answer] if given is not None else None
        status = look.tokens().status(shown.status if shown is not None else "neutral")
        now = word == self._asked
        edge = QPen(look.colour("accent" if now else "border"), max(1.0, (4 if now else 2) * unit))
        fill = look.colour(status.tint) if shown is not None else None
        rounded(painter, area, 12 * unit, fill, edge if shown is None or now else None)
        roomy = self._unit >= ROOMY
        side = area.height() * (0.34 if roomy else 0.6)
        sign = QRectF(area.left() + 14 * unit, area.center().y() - side / 2, side, side)
        if shown is not None:
            look.paint_icon(painter, shown.icon, sign, status.ink)
        elif now:
            look.paint_icon(painter, "right", sign, "accent")
        left = sign.right() + 12 * unit
        if not roomy:
            words = QRectF(left, area.top(), area.right() - left - 6 * unit, area.height())
            draw_text(painter, words, word, self._font(True), look.colour(status.ink if shown else "text"))
            return
        half = area.height() / 2
        words = QRectF(left, area.top() + 6 * unit, area.right() - left - 6 * unit, half - 6 * unit)
        draw_text(painter, words, word, self._font(True), look.colour(status.ink if shown else "text"))
        below = words.translated(0, half - 6 * unit)
        said = shown.word if shown is not None else "asked now" if now else "open"
        draw_text(painter, below, said, self._font(), look.colour(status.ink if shown else "muted"))


class WalkPage(Painted):
    """One step, large, with its question or with the clock of who shows it."""

    def __init__(self, told: Told, plan: Plan) -> None:
        super().__init__()
        self._told, self._unit, self._now = told, 1.0, 0
        self._steps = {step.id: (procedure.title, step) for procedure, step in plan.steps()}
        self.seen = WalkSeen(told.role)
        self.where = _Where()
        self.title = BigText(Size(72, 40), "strong")
        self.target = BigText(Size(30, 20), ink="muted", lines=2)
        self.text = BigText(Size(34, 20), lines=5)
        self.asked = BigText(Size(56, 26), "strong", grows=True)
        self.clock = BigText(Size(150, 60), "strong", lines=1)
        self.answers = _Answers()
        self._inside = QVBoxLayout()
        for part in (self.title, self.target, self.text, self.clock):
            self._inside.addWidget(part)
        self._inside.addWidget(self.asked, 1)
        self._inside.addWidget(self.answers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.where)
        column.addLayout(self._inside, 1)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self._show_text()
        edge = round(40 * unit)
        self._inside.setContentsMargins(edge, round(24 * unit), edge, round(28 * unit))
        self._inside.setSpacing(round(18 * unit))
        parts: tuple[BigText | _Where | _Answers, ...] = (
            self.where, self.title, self.target, self.text, self.clock, self.asked, self.answers,
        )  # fmt: skip
        for part in parts:
            part.set_unit(unit)

    def walks(self) -> bool:
        """Whether the walk has come to a step."""
        return self.seen.step in self._steps

    def hear(self, items: Iterable[SeatItem], now: Micros) -> None:
        """Take in what the room is told."""
        if self.seen.hear(items) and self.walks():
            self._show(now)

    def _show(self, now: Micros) -> None:
        seen = self.seen
        procedure, step = self._steps[seen.step]
        owner = self._told.names.role(step.role) if step.role else "nobody named"
        place = f"{procedure}  ·  step {seen.number} of {seen.steps}"
        self.where.show_words(place, owner, self._told.lane(step.role or ""))
        self.title.show_text(self._told.names.step(seen.step))
        self.target.show_text(_target(step))
        self.text.show_text(" ".join(step.text.split()))
        self._show_text()
        waiting = seen.open_questions()
        asked = waiting[0] if waiting and seen.showing is None else None
        cells = [(question_word(one.id), seen.answer(one.id)) for one in seen.asked]
        self.answers.show_answers(cells, question_word(asked.id) if asked is not None else "")
        self._show_asked(asked)
        self.show_time(now)

    def _show_text(self) -> None:
        """What the step says gives way on a small display, and to the clock of who shows it."""
        roomy = self._unit >= ROOMY and self.seen.showing is None
        self.text.setVisible(roomy and bool(self.text.text()))
        small = self._unit < ROOMY and self.seen.showing is not None
        self.target.setVisible(bool(self.target.text()) and not small)

    def _show_asked(self, asked: WalkAsked | None) -> None:
        seen = self.seen
        self.clock.setVisible(seen.showing is not None)
        if seen.showing is not None:
            self.asked.show_text(f"{self._told.names.role(seen.showing.by)} does it for real", "muted")
        elif asked is not None:
            self.asked.show_text(asked.ask, "accent")
        else:
            ended = seen.ended(seen.step)
            shown = f" {_ENDED[ended.how]}." if ended is not None else ""
            self.asked.show_text(f"Every question about this step is answered.{shown}", "muted")

    def show_time(self, now: Micros) -> None:
        """Show how long what is shown for real has taken."""
        showing = self.seen.showing
        if showing is None:
            return
        taken = max(0, now - showing.began) / SECOND
        self.clock.show_text(format_clock(taken))
        # Once a minute is often enough for a reader.
        announce(self.clock, f"Showing for {spell_duration(int(taken // 60) * 60)}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card that the words stand on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(look.colour("border"), max(1.0, self._unit))
        rounded(painter, QRectF(self.rect()), 16 * self._unit, look.colour("surface"), edge)


def _target(step: Step) -> str:
    limits = limit_words(step)
    target = f"Target: {limits}" if limits else ""
    return "  ·  ".join(part for part in (target, "critical" if step.critical else "") if part)
