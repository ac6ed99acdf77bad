"""The report on one page: verdicts, figures, strengths and gaps, for a lead who has two minutes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import Report, Summary
from trainer.ui import look
from trainer.ui.panels import Card, Chip, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, bullets
from trainer.ui.review.reading import Findings
from trainer.ui.review.stacked import Share, ShareBar, StackedBar
from trainer.ui.review.words import GAP_KINDS, OUTCOMES, counted, outcome_status, rating_status, rating_words

__all__ = ["SummaryPart"]

_NARROW = 820


class SummaryPart(Part):
    """One page that scrolls where it must."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Summary", desk, parent)
        self._column = Column("Summary", margin=0)
        self._pairs: list[QBoxLayout] = []
        self._shown: tuple[Summary, bool] | None = None
        self._column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._column)

    def first_control(self) -> QWidget:
        """The page itself, so that the arrow keys scroll it."""
        return self._column

    def show_findings(self, findings: Findings) -> None:
        """Show the summary."""
        report, summary = findings.report, findings.report.summary
        if (summary, self._desk.ended()) == self._shown:
            return
        self._shown = (summary, self._desk.ended())
        self._column.clear()
        self._pairs = []
        self._column.add(
            _headline(report, self._desk.ended()),
            self._pair(_verdicts(summary), _stacked(_strengths(summary), _gaps(summary)), (1, 1)),
            self._pair(_figures(summary), _outcomes(summary), (5, 7)),
            _gap_kinds(summary),
        )
        self._column.body.addStretch(1)
        self._arrange()

    def _pair(self, left: QWidget, right: QWidget, shares: tuple[int, int]) -> QWidget:
        made = QWidget()
        box = QBoxLayout(QBoxLayout.Direction.LeftToRight, made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(look.tokens().pad)
        box.addWidget(left, shares[0])
        box.addWidget(right, shares[1])
        self._pairs.append(box)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand below each other where there is no room side by side."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= look.tokens().px(_NARROW)
        for box in self._pairs:
            box.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _headline(report: Report, ended: bool) -> Card:
    card = Card()
    card.setAccessibleName("Headline")
    if not ended:
        card.add(label("So far", "caption"))
    card.add(label(report.summary.headline, "heading", wrap=True))
    return card


def _figures(summary: Summary) -> Card:
    card = Card("Against the plan")
    rows = (
        ("Targets met", summary.targets_met, summary.targets_judged, "of the steps with a target that were judged"),
        ("Done by the right role", summary.steps_by_right_role, summary.steps_applicable,
         "of the steps that were put to the test"),
        ("Put to the test", summary.steps_in_scope - summary.not_exercised, summary.steps_in_scope,
         "of the steps this exercise is about"),
    )  # fmt: skip
    for title, count, whole, about in rows:
        card.add(ShareBar(title, count, whole, about))
    card.body.addStretch(1)
    return card


def _outcomes(summary: Summary) -> Card:
    card = Card("How the expected actions ended")
    shares = [
        Share(outcome, summary.outcome_counts.get(outcome, 0), outcome_status(outcome), about)
        for outcome, (_, about) in reversed(OUTCOMES.items())
    ]
    shown = [share for share in shares if share.count]
    if shown:
        card.add(StackedBar("Outcomes", shown))
    else:
        card.add(label("No expected action was observed.", "muted", wrap=True))
    card.body.addStretch(1)
    return card


def _verdicts(summary: Summary) -> Card:
    card = Card("Objectives")
    if not summary.verdicts:
        card.add(label("This scenario names no objectives.", "muted", wrap=True))
    for verdict in summary.verdicts:
        row = spaced(QHBoxLayout(), gap=10)
        chip = Chip(verdict.rating, rating_status(verdict.rating))
        chip.setToolTip(rating_words(verdict.rating))
        chip.setAccessibleName(f"{rating_words(verdict.rating)}: {verdict.title}")
        chip.setFixedWidth(Chip("N/O").sizeHint().width())
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(verdict.title, wrap=True), 1)
        if verdict.critical:
            row.addWidget(label("critical", "caption"), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(row)
    used = dict.fromkeys(verdict.rating for verdict in summary.verdicts)
    if used:
        card.add(label(" · ".join(map(rating_words, used)), "caption", wrap=True))
    card.body.addStretch(1)
    return card


def _gap_kinds(summary: Summary) -> Card:
    card = Card("Where the gaps lie")
    across = spaced(QHBoxLayout(), gap=16)
    for kind, (title, about, _status) in GAP_KINDS.items():
        count = summary.gap_counts.get(kind, 0)
        words = spaced(QVBoxLayout(), gap=2)
        number = label(str(count), "title")
        number.setAccessibleName(f"{title}: {counted(count, 'gap')}")
        number.setEnabled(bool(count))
        words.addWidget(number)
        words.addWidget(label(title, "strong"))
        words.addWidget(label(about, "caption", wrap=True))
        words.addStretch(1)
        across.addLayout(words, 1)
    card.body.addLayout(across)
    return card


def _stacked(*cards: QWidget) -> QWidget:
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=12)
    for card in cards:
        column.addWidget(card, 1)
    return made


def _strengths(summary: Summary) -> Card:
    card = Card("What went well")
    if summary.strengths:
        card.add(bullets(summary.strengths, "ok", "ok"))
    else:
        card.add(
            label("No strength was noted yet. Write down what worked in the hot wash.", "muted", wrap=True)
        )
    card.body.addStretch(1)
    return card


def _gaps(summary: Summary) -> Card:
    card = Card("What to change first")
    if summary.top_gaps:
        card.add(bullets(summary.top_gaps, "warning", "warn"))
    else:
        card.add(
            label(
                "The checks of this version found no gap. Ask the team what was missing.", "muted", wrap=True
            )
        )
    card.body.addStretch(1)
    return card
