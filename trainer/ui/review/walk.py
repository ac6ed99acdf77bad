"""The verification matrix of a walk-through: every step against every question, the chains of durations, and why."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from trainer.core.aar_walk import WalkCell, WalkChain, WalkedStep, WalkPart
from trainer.ui import look
from trainer.ui.look import Status
from trainer.ui.models import Column as TableColumn
from trainer.ui.models import FilterModel, RowsModel
from trainer.ui.panels import Chip, EmptyState, label, search_field, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.fact_row import FactLine, FactRow
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, chips, framed, splitter
from trainer.ui.review.places import EventsOf
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import STANDINGS, counted, sentence
from trainer.ui.tables import table
from trainer.ui.walk.words import ANSWERS, question_word
from trainer.ui.words import format_delta, format_duration

__all__ = ["WalkReview"]

_LOWEST: Final = 380
_NOTHING: Final = "Nothing was walked. A walk-through shows here what was verified of each step."


def _cell(step: WalkedStep, question: str) -> WalkCell | None:
    return next((cell for cell in (*step.cells, *step.own) if cell.question == question), None)


def _answer_column(question: str, heading: str) -> TableColumn[WalkedStep]:
    """A column of the matrix: what was answered to one question."""

    def text(step: WalkedStep) -> str:
        cell = _cell(step, question)
        if cell is None:
            return ""
        if cell.reply is None:
            return "–"
        # What is confirmed has its sign alone, so that what is not stands out and the steps have room for their titles.
        return "" if cell.reply.answer == "confirmed" else cell.reply.answer

    def spoken(step: WalkedStep) -> str:
        cell = _cell(step, question)
        return "" if cell is None else cell.reply.answer if cell.reply is not None else "not answered"

    def status(step: WalkedStep) -> Status | None:
        cell = _cell(step, question)
        return ANSWERS[cell.reply.answer].status if cell is not None and cell.reply is not None else None

    def icon(step: WalkedStep) -> str | None:
        cell = _cell(step, question)
        return ANSWERS[cell.reply.answer].icon if cell is not None and cell.reply is not None else None

    def tip(step: WalkedStep) -> str | None:
        cell = _cell(step, question)
        return _said(cell) if cell is not None else None

    return TableColumn(
        question, heading, text, spoken, tooltip=tip, icon=icon, status=status, width=6, spoken=spoken
    )


def _said(cell: WalkCell) -> str:
    """What was answered to a question, by whom, and with what words."""
    if cell.reply is None:
        return f"{cell.ask} Nobody answered."
    takes = f", takes {format_duration(cell.reply.takes_s)}" if cell.reply.takes_s is not None else ""
    note = f": {cell.reply.note}" if cell.reply.note else ""
    return f"{cell.reply.role_title}: {cell.reply.answer}{takes}{note}"


def _columns(walk: WalkPart) -> list[TableColumn[WalkedStep]]:
    own = max((len(step.own) for step in walk.steps), default=0)
    asked = [question for question, _ in walk.columns]
    asked += [f"asked-{number}" for number in range(1, own + 1)]
    return [
        TableColumn("title", "Step", _title, width=24),
        TableColumn("standing", "Stands", lambda step: step.standing,
                    status=lambda step: STANDINGS[step.standing].status,
                    icon=lambda step: STANDINGS[step.standing].icon, width=11),
        *(_answer_column(question, question_word(question)) for question in asked),
        TableColumn("time", "Took / target", _times, lambda step: _took(step), align="right", width=12),
    ]  # fmt: skip


def _title(step: WalkedStep) -> str:
    return f"{step.clause}  {step.title}" if step.clause else step.title


def _took(step: WalkedStep) -> float | None:
    return step.shown_s if step.shown_s is not None else step.stated_s


def _times(step: WalkedStep) -> str:
    return f"{format_duration(_took(step))} / {format_duration(step.target_s)}"


class WalkReview(Part):
    """The matrix above, the chosen step with every answer below."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Walk-through", desk, parent)
        self._told: WalkPart | None = None
        self._shown = ""
        self.rows: RowsModel[WalkedStep] | None = None
        self._summary = label("", "strong", wrap=True)
        self._search = search_field("Search steps")
        self._place = spaced(QVBoxLayout(), gap=8)
        self._chains, self._detail = Column("Durations along the chains"), Column("The chosen step")
        self._empty = EmptyState("list", _NOTHING)
        matrix = QWidget()
        column = spaced(QVBoxLayout(matrix), gap=8)
        column.addWidget(self._summary)
        column.addWidget(self._search)
        column.addLayout(self._place, 1)
        self._along = framed(self._chains)
        below = splitter(
            "review/walk-step", Qt.Orientation.Horizontal, [framed(self._detail), self._along], [3, 2]
        )
        self._both = splitter("review/walk", Qt.Orientation.Vertical, [matrix, below], [4, 3])
        # Its parts scroll by themselves: the page need not grow to hold all of what stands in them.
        self._both.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._both.setMinimumHeight(look.tokens().px(_LOWEST))
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._both, 1)
        outer.addWidget(self._empty)

    def first_control(self) -> QWidget:
        """The search."""
        return self._search

    def show_findings(self, findings: Findings) -> None:
        """Show the matrix; what is chosen stays chosen."""
        walk = findings.report.exercise.walk
        self._both.setVisible(walk is not None and bool(walk.steps))
        self._empty.setVisible(not self._both.isVisibleTo(self))
        if walk is None or walk == self._told:
            return
        self._told = walk
        self._summary.setText(_counted(walk))
        if self.rows is None:
            self._make_table(walk)
        assert self.rows is not None
        self.rows.update(walk.steps)
        self._show_chains(walk)
        if not self._view.currentIndex().isValid():
            self._view.selectRow(0)
        self._show_detail()

    def _make_table(self, walk: WalkPart) -> None:
        self.rows = RowsModel(_columns(walk), lambda step: step.step, self)
        self._filter = FilterModel(self.rows, self)
        self._view = table(self._filter, "Steps and answers", "review-walk", stretch="title")
        self._search.textChanged.connect(self._filter.set_text)
        self._view.selectionModel().currentRowChanged.connect(self._on_row)
        self._view.activated.connect(lambda _index: self._detail.setFocus())
        self._place.addWidget(self._view, 1)

    def _show_chains(self, walk: WalkPart) -> None:
        self._chains.clear()
        self._along.setVisible(bool(walk.chains))
        self._chains.add(label("Durations along the chains", "heading", wrap=True))
        for chain in walk.chains:
            line = _chain_line(chain)
            row = FactRow(line, "show the events it rests on")
            row.opens(partial(self.place_wanted.emit, EventsOf(line.title, chain.evidence)))
            self._chains.add(row)
        self._chains.body.addStretch(1)

    def _on_row(self, index: QModelIndex) -> None:
        step = self._filter.row(index)
        self._shown = step.step if isinstance(step, WalkedStep) else ""
        self._show_detail()

    def _show_detail(self) -> None:
        steps = self._told.steps if self._told is not None else ()
        step = next((one for one in steps if one.step == self._shown), None)
        self._detail.clear()
        if step is not None:
            self._detail.add(*_detail(step))
            self._detail.body.addStretch(1)


def _counted(walk: WalkPart) -> str:
    answers = ", ".join(f"{count} {answer}" for answer, count in walk.answer_counts.items() if count)
    asked = f"{walk.questions_answered} of {counted(walk.questions_asked, 'question')} answered"
    return f"{asked}: {answers}." if answers else f"{asked}."


def _chain_line(chain: WalkChain) -> FactLine:
    status: Status = "neutral" if chain.fits is None else "ok" if chain.fits else "warn"
    needed = f"{format_duration(chain.needed_s)} of {format_duration(chain.allowed_s)}"
    over = f"{format_delta(chain.over_s)} beyond" if chain.over_s > 0 else ""
    return FactLine(
        f"{sentence(chain.counted_from)} to “{chain.title}”", needed, chain.sum_words, over, status
    )


def _detail(step: WalkedStep) -> Iterable[QWidget]:
    status, icon, _ = STANDINGS[step.standing]
    stands = Chip(step.standing, status)
    stands.show_status(step.standing, status, icon)
    marks = [stands, *([Chip("critical", "info")] if step.critical else [])]
    yield label(_title(step), "heading", wrap=True)
    yield chips(*marks)
    yield label(
        " · ".join(part for part in (step.procedure_title, step.role_title) if part), "caption", wrap=True
    )
    if step.why:
        yield label(sentence(step.why), wrap=True)
    for cell in (*step.cells, *step.own):
        yield label(cell.ask, "strong", wrap=True)
        yield from _answered(cell)
    for shown in step.showings:
        took = f" in {format_duration(shown.took_s)}" if shown.took_s is not None else ""
        note = f": {shown.note}" if shown.note else ""
        yield label(f"Done for real by {shown.role_title}: {shown.how}{took}{note}", wrap=True)


def _answered(cell: WalkCell) -> Iterable[QWidget]:
    if cell.plan_says:
        yield label(f"The plan: {cell.plan_says}", "muted", wrap=True)
    yield label(_said(cell) if cell.reply is not None else "Nobody answered.", wrap=True)
    for before in cell.earlier:
        yield label(
            f"Before: {before.answer}{f': {before.note}' if before.note else ''}", "caption", wrap=True
        )
