"""The report on one page: verdicts, figures, strengths and gaps, for a lead who has two minutes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import Report, Summary
from trainer.core.aar_walk import WalkPart
from trainer.core.walk.standings import ORDER
from trainer.ui import look
from trainer.ui.panels import Card, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.links import FigureLink, LinkRow
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column
from trainer.ui.review.places import EventsOf, GapOf, GapsOf, Objective, PartOf, Place, StepsOf
from trainer.ui.review.previous import earlier_counts
from trainer.ui.review.reading import Findings
from trainer.ui.review.stacked import Legend, Share, ShareBar, StackedBar
from trainer.ui.review.which import MET, RIGHT_ROLE, TESTED, outcome_filter, standing_filter
from trainer.ui.review.words import GAP_KINDS, OUTCOMES, STANDINGS, counted, rating_status, rating_words

__all__ = ["SummaryPart"]

_NARROW = 820


class SummaryPart(Part):
    """One page that scrolls where it must."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Summary", desk, parent)
        self._column = Column("Summary", margin=0)
        self._pairs: list[QBoxLayout] = []
        self._shown: object = None
        self._column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._column)

    def first_control(self) -> QWidget:
        """The page itself, so that the arrow keys scroll it."""
        return self._column

    def show_findings(self, findings: Findings) -> None:
        """Show the summary."""
        report, summary = findings.report, findings.report.summary
        walk = report.exercise.walk
        told = (summary, walk, report.strengths, report.gaps, report.previous_actions, self._desk.ended())
        if told == self._shown:
            return
        self._shown = told
        self._column.clear()
        self._pairs = []
        self._column.add(
            _headline(report, self._desk.ended()),
            self._pair(
                self._verdicts(summary), _stacked(self._strengths(report), self._gaps(findings)), (1, 1)
            ),
            self._pair(self._figures(summary), self._outcomes(summary, walk), (5, 7)),
            self._gap_kinds(findings),
        )
        if report.previous_actions:
            self._column.add(self._earlier(report))
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

    # -- cards --------------------------------------------------------------------------------------------

    def _leads(self, place: Place) -> Callable[[], None]:
        return lambda: self.place_wanted.emit(place)

    def _figures(self, summary: Summary) -> Card:
        card = Card("Against the plan")
        rows = (
            ("Targets met", (summary.targets_met, summary.targets_judged),
             "of the steps with a target that were judged", MET),
            ("Done by the right role", (summary.steps_by_right_role, summary.steps_applicable),
             "of the steps that were put to the test", RIGHT_ROLE),
            ("Put to the test", (summary.steps_in_scope - summary.not_exercised, summary.steps_in_scope),
             "of the steps this exercise is about", TESTED),
        )  # fmt: skip
        for title, figure, about, which in rows:
            bar = ShareBar(title, figure, about, "show the steps under Timing")
            bar.opens(self._leads(StepsOf(which)))
            card.add(bar)
        more = FigureLink("", "All figures and votes", "show all figures")
        more.opens(self._leads(PartOf("Figures")))
        card.body.addStretch(1)
        card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _outcomes(self, summary: Summary, walk: WalkPart | None) -> Card:
        title, shares, which = _standings(walk) if walk is not None else _ends(summary)
        card = Card(title)
        shown = [share for share in shares if share.count]
        if shown:
            bar, legend = StackedBar(title, shown), Legend(shown, "show the steps under Timing")
            for figure in (bar, legend):
                figure.chosen.connect(lambda word: self.place_wanted.emit(StepsOf(which(word))))
                card.add(figure)
        else:
            card.add(label("No expected action was observed.", "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _verdicts(self, summary: Summary) -> Card:
        card = Card("Objectives")
        if not summary.verdicts:
            card.add(label("This scenario names no objectives.", "muted", wrap=True))
        for verdict in summary.verdicts:
            words = f"{verdict.title} (critical)" if verdict.critical else verdict.title
            row = LinkRow(words, "show its ratings", chip=(verdict.rating, rating_status(verdict.rating)))
            row.setAccessibleName(f"{rating_words(verdict.rating)}: {words}, show its ratings")
            row.opens(self._leads(Objective(verdict.objective)))
            card.add(row)
        used = dict.fromkeys(verdict.rating for verdict in summary.verdicts)
        if used:
            card.add(label(" · ".join(map(rating_words, used)), "caption", wrap=True))
        card.body.addStretch(1)
        return card

    def _gap_kinds(self, findings: Findings) -> Card:
        card = Card("Where the gaps lie")
        across = spaced(QHBoxLayout(), gap=16)
        for kind, (title, about, _status) in GAP_KINDS.items():
            listed = sum(gap.kind == kind for gap in findings.standing)
            words = spaced(QVBoxLayout(), gap=2)
            number = FigureLink(str(listed), "", "show them under Gaps" if listed else "", size="title")
            number.setAccessibleName(f"{title}: {counted(listed, 'gap')}, show them under Gaps")
            number.opens(self._leads(GapsOf(kind)))
            words.addWidget(number, 0, Qt.AlignmentFlag.AlignLeft)
            words.addWidget(label(title, "strong"))
            words.addWidget(label(about, "caption", wrap=True))
            words.addStretch(1)
            across.addLayout(words, 1)
        card.body.addLayout(across)
        return card

    def _strengths(self, report: Report) -> Card:
        card = Card("What went well")
        known = {strength.statement: strength for strength in report.strengths}
        for statement in report.summary.strengths:
            evidence = known[statement].evidence if statement in known else ()
            row = LinkRow(statement, "show what it rests on" if evidence else "", "ok")
            row.opens(self._leads(EventsOf(statement, evidence)))
            card.add(row)
        if not report.summary.strengths:
            nothing = "No strength was noted yet. Write down what worked in the hot wash."
            card.add(label(nothing, "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _gaps(self, findings: Findings) -> Card:
        card = Card("What to change first")
        known = {gap.statement: gap.id for gap in findings.standing}
        top = findings.report.summary.top_gaps
        for statement in top:
            row = LinkRow(statement, "show the gap" if statement in known else "", "warning")
            row.opens(self._leads(GapOf(known.get(statement, ""))))
            card.add(row)
        if not top:
            nothing = "The checks of this version found no gap. Ask the team what was missing."
            card.add(label(nothing, "muted", wrap=True))
        card.body.addStretch(1)
        return card

    def _earlier(self, report: Report) -> Card:
        card = Card("Actions of earlier drills")
        across = spaced(QHBoxLayout(), gap=8)
        for words, count, status in earlier_counts(report.previous_actions):
            link = FigureLink(str(count), words, "show them under Improvement plan", status=status)
            link.opens(self._leads(PartOf("Improvement plan")))
            across.addWidget(link)
        across.addStretch(1)
        card.body.addLayout(across)
        return card


def _headline(report: Report, ended: bool) -> Card:
    card = Card()
    card.setAccessibleName("Headline")
    if not ended:
        card.add(label("So far", "caption"))
    card.add(label(report.summary.headline, "heading", wrap=True))
    return card


def _stacked(*cards: QWidget) -> QWidget:
    made = QWidget()
    column = spaced(QVBoxLayout(made), gap=12)
    for card in cards:
        column.addWidget(card, 1)
    return made


def _ends(summary: Summary) -> tuple[str, list[Share], Callable[[str], str]]:
    """Title, counts and filter of how expected actions ended, what went as planned first."""
    shares = [
        Share(outcome, summary.outcome_counts.get(outcome, 0), status, about)
        for outcome, (status, about) in reversed(OUTCOMES.items())
    ]
    return "How the expected actions ended", shares, outcome_filter


def _standings(walk: WalkPart) -> tuple[str, list[Share], Callable[[str], str]]:
    """The same of a walk-through: how its steps stand, as the matrix and the report count them."""
    shares = [
        Share(
            standing,
            walk.standing_counts.get(standing, 0),
            STANDINGS[standing].status,
            STANDINGS[standing].means,
        )
        for standing in ORDER
    ]
    return "How the steps stand", shares, standing_filter
