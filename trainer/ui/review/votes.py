"""What each role answered alone: its choice, how sure it was, and whether it was right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from trainer.core.aar import Ballot, VoteResult
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.panels import Card, label, spaced
from trainer.ui.panels.basic import chip_size, paint_chip
from trainer.ui.panels.painted import draw_text
from trainer.ui.review.desk import Desk
from trainer.ui.review.links import FigureLink, Pressable
from trainer.ui.review.places import EventsOf, Place

__all__ = ["kappa_words", "vote_card"]

_SURE: Final = 4
"""From this confidence on an answer was given for certain."""
_CONFIDENCE: Final = ("a guess", "unsure", "fairly sure", "sure", "certain")
_KAPPA: Final = ((0.0, "no"), (0.2, "slight"), (0.4, "fair"), (0.6, "moderate"), (0.8, "substantial"))


def kappa_words(kappa: float) -> str:
    """How far answers agree beyond chance, in the words of Landis and Koch (1977)."""
    word = next((word for most, word in _KAPPA if kappa <= most), "almost perfect")
    return f"{word} agreement beyond chance"


def vote_card(desk: Desk, vote: VoteResult, opens: Callable[[Place], object]) -> Card:
    """One question with its figures and every answer."""
    card = Card(vote.question)
    figures = spaced(QHBoxLayout(), gap=8)
    place = EventsOf(vote.question, vote.evidence)
    for figure, words, status in _figures(vote):
        link = FigureLink(
            figure, words, "show the answers in the timeline" if vote.evidence else "", status=status
        )
        link.opens(partial(opens, place))
        figures.addWidget(link)
    figures.addStretch(1)
    card.body.addLayout(figures)
    counts = ", ".join(f"{option}: {count}" for option, count in vote.counts)
    truth = f" · right: {vote.truth}" if vote.truth else ""
    step = f" · about “{desk.step_title(vote.step)}”" if vote.step else ""
    card.add(label(f"{counts}{truth}{step}", "muted", wrap=True))
    for ballot in vote.ballots:
        who = desk.title(ballot.role)
        row = _BallotRow(who, ballot, vote.truth)
        row.opens(partial(opens, EventsOf(f"{vote.question} {who}", (ballot.seq,))))
        card.add(row)
    return card


def _figures(vote: VoteResult) -> list[tuple[str, str, Status | None]]:
    given = len(vote.ballots)
    silent: Status | None = "warn" if given < vote.asked else None
    found: list[tuple[str, str, Status | None]] = [(f"{given} of {vote.asked}", "answered", silent)]
    if vote.agreement is not None:
        found.append((f"{vote.agreement:.0%}", "of pairs agree", None))
    if vote.right is not None and given:
        right: Status = "ok" if vote.right == given else "warn"
        found.append((f"{vote.right} of {given}", "right", right))
    if vote.surely_wrong:
        found.append((str(vote.surely_wrong), "surely wrong", "bad"))
    return found


class _BallotRow(Pressable):
    """A role's answer: who, what, five dots for how sure, and whether it was right."""

    def __init__(self, who: str, ballot: Ballot, truth: str | None) -> None:
        self._who, self._ballot = who, ballot
        self._judged = _judged(ballot, truth)
        sure = f"{_CONFIDENCE[ballot.confidence - 1]} ({ballot.confidence} of 5)" if ballot.confidence else ""
        said = ", ".join(
            part for part in (who, ballot.choice, sure, self._judged[0] if self._judged else "") if part
        )
        super().__init__(said, "show in the timeline")
        self.setToolTip(sure.capitalize() or "How sure was not asked")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """Who answered what."""
        return f"{self._who}: {self._ballot.choice}"

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(look.tokens().px(440), look.metrics().height() + look.tokens().px(10))

    def minimumSizeHint(self) -> QSize:
        """Words are elided down to this."""
        return QSize(look.tokens().px(340), self.sizeHint().height())

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the four columns, whose places are the same in each row."""
        px = look.tokens().px
        line = rect.adjusted(px(6), 0, -px(6), 0)
        word = chip_size("surely wrong").width() + px(8)
        dots = px(5 * 14 + 12)
        shared = max(0.0, line.width() - word - dots)
        who = QRectF(line.left(), line.top(), shared * 0.5 - px(8), line.height())
        draw_text(painter, who, self._who, look.font(), look.colour("text"))
        choice = QRectF(line.left() + shared * 0.5, line.top(), shared * 0.5 - px(8), line.height())
        draw_text(painter, choice, self._ballot.choice, look.font("medium"), look.colour("text"))
        self._draw_dots(painter, QPointF(line.left() + shared, line.center().y()))
        if self._judged:
            size = chip_size(self._judged[0])
            left, top = line.right() - word + px(8), line.center().y() - size.height() / 2
            paint_chip(painter, QRectF(QPointF(left, top), QSizeF(size)), *self._judged)

    def _draw_dots(self, painter: QPainter, start: QPointF) -> None:
        px, confidence = look.tokens().px, self._ballot.confidence
        if confidence is None:
            return
        painter.setPen(QPen(look.colour("muted"), px(1)))
        for place in range(5):
            filled = place < confidence
            painter.setBrush(look.colour("fill:info") if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(start + QPointF(px(6) + place * px(14), 0), px(4), px(4))


def _judged(ballot: Ballot, truth: str | None) -> tuple[str, Status] | None:
    if truth is None:
        return None
    if ballot.choice == truth:
        return "right", "ok"
    sure = ballot.confidence is not None and ballot.confidence >= _SURE
    return ("surely wrong", "bad") if sure else ("wrong", "warn")
