"""The gap register: first the gaps in the plan, then in means, then in practice; each with what to change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import Gap
from trainer.ui.panels import EmptyState, label, search_field, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.gap_detail import GapDetail
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part
from trainer.ui.review.parts import Column, framed, splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.verdicts import verdict_chip
from trainer.ui.review.words import GAP_KINDS, PRIORITIES, counted

__all__ = ["GapsPart"]

_NONE: Final = (
    "The checks of this version found no gap. That is not proof that there is none: ask in the hot wash what was "
    "missing, and see under Method and limits what was not put to the test."
)
_NO_MATCH: Final = "No gap fits this filter."
_SIGNS: Final = {"high": "up", "medium": "right", "low": "down"}
_ORDER: Final = ("high", "medium", "low")
_JUDGED: Final[dict[str, tuple[str, Callable[[Gap], bool]]]] = {
    "open": ("To be judged", lambda gap: not gap.verdicts),
    "confirmed": ("Confirmed", lambda gap: gap.stands and bool(gap.verdicts)),
    "overruled": ("Overruled", lambda gap: not gap.stands),
}
"""What evaluators made of a gap, as the filter offers it."""


class GapsPart(Part):
    """The register on the left, all that is known of the chosen gap on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Gaps", desk, parent)
        self._findings: Findings | None = None
        self._search = search_field("Search gaps")
        self._kind = QComboBox()
        self._count = label("", "muted", wrap=True)
        self._list = LineList("Gap register")
        self._column = Column("Gap", margin=12)
        self._detail = GapDetail(desk, self._list)
        self._empty = EmptyState("ok", _NONE)
        self._told: object = None
        self._build()

    def _build(self) -> None:
        self._kind.setAccessibleName("Which gaps")
        self._kind.addItem("All gaps", "")
        for kind, (title, _, _) in GAP_KINDS.items():
            self._kind.addItem(title, kind)
        for judged, (title, _) in _JUDGED.items():
            self._kind.addItem(title, judged)
        self._kind.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._kind.setMinimumContentsLength(10)
        left = QWidget()
        column = spaced(QVBoxLayout(left), gap=8)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._search, 1)
        row.addWidget(self._kind)
        column.addLayout(row)
        column.addWidget(self._count)
        column.addWidget(self._list, 1)
        self._column.add(self._detail)
        self._column.body.addStretch(1)
        self._both = splitter("review/gaps", Qt.Orientation.Horizontal, [left, framed(self._column)], [6, 7])
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._both)
        outer.addWidget(self._empty)
        self._list.chosen.connect(self._show)
        self._search.textChanged.connect(self._find)
        self._kind.currentIndexChanged.connect(self._find)
        self._detail.event_wanted.connect(self.event_wanted)
        self._detail.place_wanted.connect(self.place_wanted)

    def first_control(self) -> QWidget:
        """The register."""
        return self._list

    def show_findings(self, findings: Findings) -> None:
        """Show the register; the chosen gap stays chosen."""
        self._findings = findings
        found = sorted(findings.report.gaps, key=_place)
        self._both.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._count.setText(_counted(findings))
        self._list.show_lines(self._line(gap) for gap in found)
        self._show(self._list.current())

    def show_kind(self, kind: str) -> None:
        """Show the gaps of a kind; all of them for an empty one."""
        self._search.clear()
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._list.setFocus()

    def show_gap(self, gap: str) -> None:
        """Choose a gap; the filter gives way to it."""
        self.show_kind("")
        self._list.choose(gap)

    def _line(self, gap: Gap) -> Line:
        title, about, _ = GAP_KINDS[gap.kind]
        role = self._desk.title(gap.role)
        word = verdict_chip(gap)[0] if gap.stands else ""
        caption = " · ".join(part for part in (f"{gap.code} {gap.name}", word, _clause(gap), role) if part)
        return Line(
            gap.id, gap.statement, caption, icon=_SIGNS[gap.priority] if gap.stands else "cross",
            tint=PRIORITIES[gap.priority] if gap.stands else "muted",
            chip=gap.priority if gap.stands else "overruled",
            chip_status=PRIORITIES[gap.priority] if gap.stands else "neutral",
            group=title, about=about, struck=not gap.stands,
        )  # fmt: skip

    def _find(self) -> None:
        which = self._kind.currentData()
        self._list.keep_matching(self._search.text(), self._keeper(which) if which else None)
        self._show(self._list.current())

    def _keeper(self, which: str) -> Callable[[Line], bool]:
        if which in GAP_KINDS:
            return lambda line: line.group == GAP_KINDS[which][0]
        fits = _JUDGED[which][1]
        return lambda line: self._findings is not None and fits(self._findings.gaps[line.key])

    def _show(self, key: str | None) -> None:
        findings = self._findings
        if findings is None:
            return
        gap = findings.gaps.get(key or "")
        told = (gap, findings.actions_of(gap.id) if gap else (), self._desk.ended())
        if told == self._told:
            return
        self._told = told
        if self._detail.show_gap(gap, findings, _NO_MATCH):
            self._column.to_top()


def _counted(findings: Findings) -> str:
    """How many gaps count, and how many stand in the list without counting."""
    overruled = len(findings.report.gaps) - len(findings.standing)
    words = f"{counted(len(findings.standing), 'gap')} counted"
    return f"{words} · {overruled} overruled, listed and not counted" if overruled else words


def _place(gap: Gap) -> tuple[int, bool, int, str]:
    return list(GAP_KINDS).index(gap.kind), not gap.stands, _ORDER.index(gap.priority), gap.id


def _clause(gap: Gap) -> str:
    return "no clause" if gap.clause == "no clause" else f"clause {gap.clause}"
