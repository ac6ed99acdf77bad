"""The middle of the display: the message that was just sent, or the question that is asked, with its options."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from trainer.core.time import SECOND, Micros
from trainer.ui import look
from trainer.ui.panels import Painted
from trainer.ui.panels.painted import draw_text, rounded
from trainer.ui.room.big import ROOMY, BigText, Size, least_pixels
from trainer.ui.seat_words import CHANNEL_LOOKS, Message, Question, Told
from trainer.ui.words import format_clock

__all__ = ["Stage"]

_ALONE = Size(50, 25)
_BESIDE_A_QUESTION = Size(32, 20)
_TALK = ("talk", "call")
_CLOSE = 60 * SECOND


class _Banner(Painted):
    """Channel, sender, addressees and time in one line on the channel's colour."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._channel, self._words, self._right = "alert", "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_words(self, channel: str, words: str, right: str) -> None:
        """Show another line."""
        self._channel, self._words, self._right = channel, words, right
        self.setAccessibleName(f"{words}, {right}")
        self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        font = look.font("strong", tabular=True)
        font.setPixelSize(max(least_pixels(), round(31 * self._unit)))
        return font

    def sizeHint(self) -> QSize:
        """One line with air."""
        return QSize(300, int(QFontMetricsF(self._font()).height() + 26 * self._unit))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line; its lower corners are square, the words below belong to it."""
        tokens, unit = look.tokens(), self._unit
        colour, icon = tokens.channel(self._channel)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setClipRect(area)
        rounded(painter, area.adjusted(0, 0, 0, 30 * unit), 16 * unit, look.colour(colour))
        side = area.height() * 0.5
        sign = QRectF(28 * unit, (area.height() - side) / 2, side, side)
        look.paint_icon(painter, icon, sign, tokens.on_role)
        font, ink = self._font(), look.colour(tokens.on_role)
        room = QFontMetricsF(font).horizontalAdvance(self._right) + 28 * unit
        left = sign.right() + 18 * unit
        draw_text(
            painter,
            QRectF(left, 0, area.width() - left - room - 16 * unit, area.height()),
            self._words,
            font,
            ink,
        )
        draw_text(painter, QRectF(area.width() - room, 0, room, area.height()), self._right, font, ink)


class _Options(Painted):
    """The options of a question, numbered by letters; the one that was chosen stands out."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._options: tuple[tuple[str, str], ...] = ()
        self._chosen = ""
        self._open = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_question(self, question: Question) -> None:
        """Show a question's options and which was chosen."""
        self._options, self._chosen, self._open = question.asked.options, question.answer, question.open
        said = "; ".join(f"{_letter(number)}: {text}" for number, (_, text) in enumerate(self._options))
        self.setAccessibleName(f"Options: {said}")
        self.updateGeometry()
        self.update()

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Every option at the smallest size: none may be lost."""
        return QSize(300, int(min(self._needed(least_pixels(), columns) for columns in (1, 2))) + 1)

    def _font(self, pixels: int) -> QFont:
        font = look.font("medium")
        font.setPixelSize(pixels)
        return font

    def font_pixels(self) -> int:
        """The largest size at which every option has room, in screen pixels."""
        floor, columns = least_pixels(), self.columns()
        for pixels in range(max(floor, round(44 * self._unit)), floor, -1):
            if self._needed(pixels, columns) <= self.height():
                return pixels
        return floor

    def columns(self) -> int:
        """Two where the options have no room below each other even in the smallest letters."""
        least = least_pixels()
        alone, beside = self._needed(least, 1), self._needed(least, 2)
        return 2 if alone > self.height() and beside < alone else 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the options need at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def needed_height(self) -> float:
        """Height in screen pixels that the options take as they are shown."""
        return self._needed(self.font_pixels(), self.columns())

    def _gap(self) -> float:
        return 10 * self._unit

    def _width(self, columns: int) -> float:
        return (self.width() - self._gap() * (columns - 1)) / columns

    def _inner(self, columns: int) -> float:
        return max(60.0, self._width(columns) - 136 * self._unit)

    def _heights(self, pixels: int, columns: int) -> list[float]:
        """Height of each row of options."""
        metrics = QFontMetricsF(self._font(pixels))
        room = QRectF(0, 0, self._inner(columns), 10_000)
        wrap = Qt.TextFlag.TextWordWrap
        alone = [metrics.boundingRect(room, wrap, text).height() + pixels * 0.5 for _, text in self._options]
        return [max(alone[place : place + columns]) for place in range(0, len(alone), columns)]

    def _needed(self, pixels: int, columns: int) -> float:
        heights = self._heights(pixels, columns)
        return sum(heights) + self._gap() * max(0, len(heights) - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the options."""
        if not self._options:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixels, columns = self.font_pixels(), self.columns()
        width, heights = self._width(columns), self._heights(pixels, columns)
        for number, (_, text) in enumerate(self._options):
            row, place = divmod(number, columns)
            top = sum(heights[:row]) + self._gap() * row
            area = QRectF(place * (width + self._gap()), top, width, heights[row])
            self._paint_option(painter, area, (number, text), self._font(pixels))

    def _paint_option(self, painter: QPainter, area: QRectF, option: tuple[int, str], font: QFont) -> None:
        number, text = option
        unit, tokens = self._unit, look.tokens()
        chosen = bool(self._chosen) and text == self._chosen
        shown = tokens.status("ok")
        edge = QPen(look.colour(shown.fill if chosen else "border"), max(1.0, (4 if chosen else 2) * unit))
        rounded(painter, area, 14 * unit, look.colour(shown.tint if chosen else "surface"), edge)
        side = min(area.height() - 12 * unit, 56 * unit)
        sign = QRectF(area.left() + 20 * unit, area.center().y() - side / 2, side, side)
        faded = not self._open and not chosen
        rounded(
            painter,
            sign,
            side / 2,
            look.colour("border" if faded else shown.fill if chosen else "accent_fill"),
        )
        if chosen:
            inset = side * 0.2
            look.paint_icon(painter, "ok", sign.adjusted(inset, inset, -inset, -inset), tokens.on_role)
        else:
            letter = look.font("strong")
            letter.setPixelSize(max(12, round(side * 0.55)))
            painter.setFont(letter)
            painter.setPen(look.colour("muted" if faded else "on_accent"))
            painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, _letter(number))
        painter.setFont(font)
        painter.setPen(look.colour("muted" if faded else "text"))
        left = area.left() + max(100 * unit, side + 28 * unit + 6)
        words = QRectF(left, area.top(), area.right() - left - 8 * unit, area.height())
        painter.drawText(words, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, text)


def _letter(number: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]


class _TimeLeft(Painted):
    """How much of a question's time is left, as a bar and in words."""

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0
        self._share, self._words, self._close = 1.0, "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_left(self, left: Micros | None, limit: Micros | None, words: str) -> None:
        """Show what is left of a limit; without a limit only words."""
        share = left / limit if left is not None and limit else 0.0
        close = left is not None and left < _CLOSE
        if (share, words, close) != (self._share, self._words, self._close):
            self._share, self._words, self._close = share, words, close
            self.setAccessibleName(words)
            self.update()

    def text(self) -> str:
        """The words shown."""
        return self._words

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        font = look.font("strong", tabular=True)
        font.setPixelSize(max(least_pixels(), round(34 * self._unit)))
        return font

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(300, int(QFontMetricsF(self._font()).height() + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bar and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = look.tokens().status("bad" if self._close else "warn")
        room = QFontMetricsF(self._font()).horizontalAdvance(self._words) + 4
        draw_text(
            painter, QRectF(0, 0, room, self.height()), self._words, self._font(), look.colour(shown.ink)
        )
        if self._share <= 0:
            return
        high = 14 * self._unit
        bar = QRectF(
            room + 24 * self._unit, (self.height() - high) / 2, self.width() - room - 24 * self._unit, high
        )
        rounded(painter, bar, high / 2, look.colour("track"))
        filled = QRectF(bar.left(), bar.top(), max(high, bar.width() * self._share), high)
        rounded(painter, filled, high / 2, look.colour(shown.fill))


class Stage(Painted):
    """One message, large."""

    def __init__(self, told: Told) -> None:
        super().__init__()
        self._told = told
        self._names = told.names
        self._unit = 1.0
        self.message: Message | None = None
        self.question: Question | None = None
        self.banner = _Banner()
        self.title = BigText(Size(60, 40), "strong")
        self.words = BigText(_ALONE, grows=True)
        self.figures = BigText(Size(40, 20), "mono", grows=True)
        self.asked = BigText(Size(54, 34), "strong")
        self.options = _Options()
        self.left = _TimeLeft()
        self._inside = QVBoxLayout()
        self._beside = QHBoxLayout()
        self._beside.addWidget(self.words, 3)
        self._beside.addWidget(self.figures, 2)
        for part in (self.title, self.asked):
            self._inside.addWidget(part)
        self._inside.addLayout(self._beside, 1)
        self._inside.addWidget(self.options, 3)
        self._inside.addWidget(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(self._inside, 1)

    def set_unit(self, unit: float) -> None:
        """Follow the size of the display."""
        self._unit = unit
        edge = round(40 * unit)
        self._inside.setContentsMargins(edge, round(28 * unit), edge, round(28 * unit))
        self._inside.setSpacing(round(20 * unit))
        self._beside.setSpacing(round(40 * unit))
        parts: tuple[BigText | _Banner | _Options | _TimeLeft, ...] = (
            self.banner, self.title, self.words, self.figures, self.asked, self.options, self.left,
        )  # fmt: skip
        for part in parts:
            part.set_unit(unit)
        self._show_words()

    def _show_words(self) -> None:
        """On a small display a question and its options leave no room for the words around it."""
        shown = self.question is None or self._unit >= ROOMY
        self.words.setVisible(shown)
        self._inside.setStretchFactor(
            self._beside, 1 if shown else 0
        )  # an empty line would still take its share

    def show_message(self, message: Message, question: Question | None) -> None:
        """Show a message; with a question, the question and its options stand in front."""
        self.message, self.question = message, question
        shown = CHANNEL_LOOKS[message.channel]
        to = self._told.addressed(message.to)
        words = f"{shown.title}  ·  {message.sender}  →  {to}"
        self.banner.show_words(message.channel.value, words, format_clock(message.at / SECOND))
        self.title.setVisible(question is None)
        title = f"Withdrawn: {message.title}" if message.withdrawn else message.title
        self.title.show_text(title, "muted" if message.withdrawn else "text")
        text = " ".join(message.text.split()) if question is not None else message.text.strip()
        self._show_words()
        self.words.set_size(_BESIDE_A_QUESTION if question is not None else _ALONE)
        self.words.show_text(
            f"“{text}”" if shown.shape in _TALK and not text.startswith(("“", '"')) else text
        )
        figures = message.attachments[0] if message.attachments and question is None else None
        self.figures.setVisible(figures is not None)
        self.figures.show_text(f"{figures.title}\n\n{figures.text.rstrip()}" if figures else "")
        for part in (self.asked, self.options, self.left):
            part.setVisible(question is not None)
        if question is not None:
            self.asked.show_text(question.asked.question)
            self.options.show_question(question)
        self.update()

    def show_time(self, now: Micros) -> None:
        """Show the time left of the question shown."""
        question = self.question
        if question is None:
            return
        left = question.left(now)
        if question.answered_at is not None:
            by = self._names.role(question.by)
            self.left.show_left(None, None, f"{by} decided at {format_clock(question.answered_at / SECOND)}")
        elif question.lapsed:
            self.left.show_left(None, None, "Nobody decided in time")
        elif question.asked.kind == "vote":
            self.left.show_left(None, None, "Everyone votes alone, at their own seat")
        elif left is None:
            self.left.show_left(None, None, "Waits for an answer")
        else:
            words = f"{format_clock(-(-left // SECOND))} left" if left else "Time is up"
            self.left.show_left(left, question.asked.time_limit, words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card that banner and words stand on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPen(look.colour("border"), max(1.0, self._unit))
        rounded(painter, QRectF(self.rect()), 16 * self._unit, look.colour("surface"), edge)
        if self.figures.isVisible():
            painter.setPen(edge)
            x = self.figures.geometry().left() - 20 * self._unit
            rect = self.figures.geometry()
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
