"""Figures: votes, metrics, cadences and decisions, each with its definition and the events that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from trainer.core.aar import CadenceResult, DecisionResult, Figure, Metric, Report
from trainer.ui.look import Status
from trainer.ui.panels import Card, label, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.fact_row import FactLine, FactRow
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column
from trainer.ui.review.places import EventsOf
from trainer.ui.review.reading import Findings
from trainer.ui.review.votes import kappa_words, vote_card
from trainer.ui.review.words import counted, sentence
from trainer.ui.words import format_clock, format_duration

__all__ = ["FiguresPart"]

_WIDEST: Final = 1_180
_EVENTS: Final = "show the events it rests on"
_YES_NO: Final = "yes = 1"
"""The unit of a figure that answers a question."""
_NO_VOTE: Final = (
    "No question was put to each role alone. A vote in the scenario shows whether all read the plan alike."
)


class FiguresPart(Part):
    """A column of cards; every figure opens its events in the timeline."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Figures", desk, parent)
        self._column = Column("Figures", margin=0)
        self._column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._column.keep_within(_WIDEST)
        self._told: object = None
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._column)

    def first_control(self) -> QWidget:
        """The page itself."""
        return self._column

    def show_findings(self, findings: Findings) -> None:
        """Show every figure."""
        report = findings.report
        told = (report.metrics, report.communications, report.evidence.figures)
        if told == self._told:
            return
        self._told = told
        self._column.clear()
        # A walk-through asks about steps: there is no vote in it, and nobody is told anything.
        walked = report.exercise.walk is not None
        self._column.add(*(() if walked else self._votes(report)), self._metrics(report.metrics))
        if report.communications.cadences and not walked:
            self._column.add(
                self._listed("Updates at their intervals", map(_cadence, report.communications.cadences))
            )
        if report.communications.decisions:
            lines = (_decision(self._desk, one) for one in report.communications.decisions)
            self._column.add(self._listed("Decisions", lines))
        if report.evidence.figures:
            self._column.add(self._listed("Counts of the report", map(_count, report.evidence.figures)))
        self._column.body.addStretch(1)

    def _votes(self, report: Report) -> Iterable[QWidget]:
        told = report.communications
        if not told.votes:
            card = Card("Votes")
            card.add(label(_NO_VOTE, "muted", wrap=True))
            yield card
        for vote in told.votes:
            yield vote_card(self._desk, vote, self.place_wanted.emit)
        if told.votes_kappa is not None:
            evidence = tuple(sorted({seq for vote in told.votes for seq in vote.evidence}))
            line = FactLine(
                "Agreement over all votes (Fleiss' kappa)",
                f"{told.votes_kappa:.2f}",
                "1: all answers alike; 0: no more alike than by chance; below 0: less than by chance",
                kappa_words(told.votes_kappa),
            )
            yield self._listed("All votes together", [(line, evidence)])

    def _metrics(self, metrics: Iterable[Metric]) -> Card:
        return self._listed("Figures of this exercise", map(_metric, metrics))

    def _listed(self, title: str, lines: Iterable[tuple[FactLine, tuple[int, ...]]]) -> Card:
        card = Card(title)
        card.body.setSpacing(0)
        for line, evidence in lines:
            row = FactRow(line, _EVENTS if evidence else "")
            row.opens(partial(self.place_wanted.emit, EventsOf(line.title, evidence)))
            card.add(row)
        return card


def _count(figure: Figure) -> tuple[FactLine, tuple[int, ...]]:
    """A count with its words; those without a colon carry no number of their own."""
    title, _, value = figure.label.partition(": ")
    events = counted(len(figure.evidence), "event")
    return FactLine(title, value or events, note=events if value else ""), figure.evidence


def _metric(metric: Metric) -> tuple[FactLine, tuple[int, ...]]:
    title = sentence(metric.expansion)
    if metric.name.isupper() and metric.name not in title:
        title = f"{title} ({metric.name})"
    about = ". ".join(sentence(part).rstrip(".") for part in (metric.definition, metric.detail) if part)
    status: Status | None = None if metric.met is None else "ok" if metric.met else "warn"
    note = f"target {format_duration(metric.target_s)}" if metric.target_s is not None else ""
    return FactLine(title, _value(metric), about, note, status), metric.evidence


def _value(metric: Metric) -> str:
    if metric.value_s is not None:
        return format_duration(metric.value_s)
    if metric.value is None:
        return "not measured"
    if metric.unit == _YES_NO:
        return "yes" if metric.value else "no"
    return f"{metric.value:,} {metric.unit}".rstrip()


def _cadence(kept: CadenceResult) -> tuple[FactLine, tuple[int, ...]]:
    every = (
        f"every {format_duration(kept.interval_s)}"
        if kept.interval_s is not None
        else "at intervals that change"
    )
    worst = f"longest wait {format_duration(kept.worst_gap_s)}" if kept.worst_gap_s is not None else ""
    status: Status | None = None if not kept.due else "ok" if kept.within == kept.due else "warn"
    value = f"{kept.within} of {kept.due} in time" if kept.due else "none was due"
    return FactLine(kept.title, value, f"To {kept.audience}, {every}", worst, status), kept.evidence


def _decision(desk: Desk, taken: DecisionResult) -> tuple[FactLine, tuple[int, ...]]:
    who = desk.title(taken.by_role)
    said = f"{taken.option}, {'by default' if taken.defaulted else who}" if taken.option else "Nobody decided"
    reason = f"Reason: {taken.reason}" if taken.reason else "No reason was given" if taken.option else ""
    called = f"The plan calls for: {taken.plan_called_for}" if taken.as_planned is False else ""
    about = ". ".join(part.rstrip(".") for part in (said, reason, called) if part)
    value = format_duration(taken.latency_s) if taken.latency_s is not None else "not taken"
    note = f"asked at {format_clock(taken.asked_s)}"
    status: Status | None = {True: "ok", False: "warn", None: None}[taken.as_planned]
    return FactLine(taken.question, value, about, note, status), taken.evidence
