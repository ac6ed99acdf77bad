"""The gap register: first the gaps in the plan, then in means, then in practice; each with what to change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.aar import Gap
from trainer.ui.panels import Chip, EmptyState, label, search_field, spaced
from trainer.ui.review.desk import Desk
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part, entries_of
from trainer.ui.review.parts import Column, Events, chips, facts, framed, section, splitter
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import GAP_KINDS, PRIORITIES, sentence

__all__ = ["GapsPart"]

_NONE: Final = (
    "The checks of this version found no gap. That is not proof that there is none: ask in the hot wash what was "
    "missing, and see under Method and limits what was not put to the test."
)
_NO_MATCH: Final = "No gap fits this filter."
_SIGNS: Final = {"high": "up", "medium": "right", "low": "down"}
_ORDER: Final = ("high", "medium", "low")


class GapsPart(Part):
    """The register on the left, all that is known of the chosen gap on the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Gaps", desk, parent)
        self._findings: Findings | None = None
        self._search = search_field("Search gaps")
        self._kind = QComboBox()
        self._list = LineList("Gap register")
        self._detail = Column("Gap", margin=12)
        self._empty = EmptyState("ok", _NONE)
        self._shown: Gap | None = None
        self._build()

    def _build(self) -> None:
        self._kind.setAccessibleName("Which gaps")
        self._kind.addItem("All gaps", "")
        for kind, (title, _, _) in GAP_KINDS.items():
            self._kind.addItem(title, kind)
        left = QWidget()
        column = spaced(QVBoxLayout(left), gap=8)
        row = spaced(QHBoxLayout(), gap=8)
        row.addWidget(self._search, 1)
        row.addWidget(self._kind)
        column.addLayout(row)
        column.addWidget(self._list, 1)
        self._both = splitter("review/gaps", Qt.Orientation.Horizontal, [left, framed(self._detail)], [6, 7])
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._both)
        outer.addWidget(self._empty)
        self._detail.hand_back_to(self._list)
        self._list.chosen.connect(self._show)
        self._search.textChanged.connect(self._find)
        self._kind.currentIndexChanged.connect(self._find)

    def first_control(self) -> QWidget:
        """The register."""
        return self._list

    def show_findings(self, findings: Findings) -> None:
        """Show the register; the chosen gap stays chosen."""
        self._findings = findings
        found = sorted(findings.report.gaps, key=_place)
        self._both.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._list.show_lines(self._line(gap) for gap in found)
        self._show(self._list.current())

    def _line(self, gap: Gap) -> Line:
        title, about, _ = GAP_KINDS[gap.kind]
        role = self._desk.title(gap.role)
        caption = " · ".join(part for part in (f"{gap.code} {gap.name}", _clause(gap), role) if part)
        return Line(
            gap.id, gap.statement, caption, icon=_SIGNS[gap.priority], tint=PRIORITIES[gap.priority],
            chip=gap.priority, chip_status=PRIORITIES[gap.priority], group=title, about=about,
        )  # fmt: skip

    def _find(self) -> None:
        kind = self._kind.currentData()
        title = GAP_KINDS[kind][0] if kind else ""
        keep = (lambda line: line.group == title) if title else None
        self._list.keep_matching(self._search.text(), keep)
        self._show(self._list.current())

    def _show(self, key: str | None) -> None:
        findings = self._findings
        if findings is None:
            return
        gap = findings.gaps.get(key or "")
        if gap is not None and gap == self._shown:
            return
        self._detail.clear()
        if gap is None:
            self._detail.add(label(_NO_MATCH, "muted", wrap=True))
        else:
            self._detail.add(*self._told(gap, findings))
        self._detail.body.addStretch(1)
        if self._shown is None or gap is None or self._shown.id != gap.id:
            self._detail.to_top()
        self._shown = gap

    def _told(self, gap: Gap, findings: Findings) -> list[QWidget]:
        kind, _, status = GAP_KINDS[gap.kind]
        objectives = {one.id: one.title for one in findings.report.objectives}
        known = facts(
            (
                ("Clause", "no clause in the plan" if gap.clause == "no clause" else gap.clause),
                ("Step", self._desk.step_title(gap.step)),
                ("Role", self._desk.title(gap.role)),
                ("Objective", "; ".join(objectives.get(name, name) for name in gap.objectives)),
                ("Found by", _FOUND[gap.confidence]),
                ("Concerns", gap.poete),
            )
        )
        events = Events(entries_of(self._desk, findings, gap.evidence), self.event_wanted.emit)
        told: list[QWidget] = [
            label(f"{gap.code}  {sentence(gap.name)}", "heading", wrap=True),
            chips(Chip(kind, status), Chip(f"{gap.priority} priority", PRIORITIES[gap.priority])),
            label(gap.statement, wrap=True),
            section("What to change", label(gap.proposed_change, wrap=True)),
            section("What it leads to", label(gap.consequence, wrap=True)),
        ]
        if gap.root_cause:
            told.append(section("What lies behind it", label(gap.root_cause, wrap=True)))
        return [*told, known, section("What it rests on", events)]


_FOUND: Final = {
    "automatic": "an automatic check; an evaluator may see it otherwise",
    "evaluator": "an evaluator",
    "consensus": "the team, together",
}


def _place(gap: Gap) -> tuple[int, int, str]:
    return list(GAP_KINDS).index(gap.kind), _ORDER.index(gap.priority), gap.id


def _clause(gap: Gap) -> str:
    return "no clause" if gap.clause == "no clause" else f"clause {gap.clause}"
