"""Plan changes: what the drill proposes to change in the plan, what the lead decided, and the plan's next version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from trainer.core.aar import AmendmentEntry, CorrectiveAction
from trainer.ui.panels import EmptyState, spaced
from trainer.ui.review.amendment_detail import AmendmentDetail
from trainer.ui.review.changes import unfinished
from trainer.ui.review.desk import Desk
from trainer.ui.review.file_text import DiffText
from trainer.ui.review.lines import Line, LineList
from trainer.ui.review.part import Part
from trainer.ui.review.parts import framed, splitter
from trainer.ui.review.plan_bar import PlanBar
from trainer.ui.review.reading import Findings
from trainer.ui.review.words import AMENDMENT_STATUS
from trainer.workspace import PlanPreview, Unusable, Workspace

__all__ = ["AmendmentsPart"]

_NONE: Final = (
    "No change of the plan is proposed. Either the drill showed no gap in the plan, or the gaps it showed need "
    "words that only people can write: see under Gaps what to change."
)
_ICONS: Final = {"proposed": "edit", "accepted": "ok", "edited": "ok", "rejected": "cross"}


class AmendmentsPart(Part):
    """The proposals on the left, the chosen one on the right, the plan's next version above both."""

    plan_wanted = Signal(object)
    """The plan's next version (a PlanPreview) is to be written to a file."""

    def __init__(self, desk: Desk, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__("Plan changes", desk, parent)
        self._workspace = workspace
        self._findings: Findings | None = None
        self._told: Mapping[str, tuple[AmendmentEntry, CorrectiveAction]] | None = None
        self._list = LineList("Proposed changes of the plan")
        self._detail = AmendmentDetail(desk, workspace, self._list)
        self._bar, self._diff = PlanBar(desk), DiffText("Difference of the plan file")
        self._stack, self._all, self._empty = QStackedWidget(), QWidget(), EmptyState("plan", _NONE)
        self._build()

    def _build(self) -> None:
        both = splitter(
            "review/amendments", Qt.Orientation.Horizontal, [self._list, framed(self._detail)], [4, 9]
        )
        self._stack.addWidget(both)
        self._stack.addWidget(self._diff)
        column = spaced(QVBoxLayout(self._all), gap=8)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        outer = spaced(QVBoxLayout(self))
        outer.addWidget(self._all)
        outer.addWidget(self._empty)
        self._list.chosen.connect(self._show)
        self._list.activated_key.connect(lambda _key: self._detail.first_control().setFocus())
        self._detail.place_wanted.connect(self.place_wanted)
        self._detail.event_wanted.connect(self.event_wanted)
        self._bar.previewed.connect(self._on_previewed)
        self._bar.wanted.connect(self.plan_wanted)

    def first_control(self) -> QWidget:
        """The list of proposals."""
        return self._diff if self._stack.currentWidget() is self._diff else self._list

    def show_findings(self, findings: Findings) -> None:
        """Show the proposals; the chosen one stays chosen."""
        self._findings = findings
        amendments = findings.amendments
        self._all.setVisible(bool(amendments))
        self._empty.setVisible(not amendments)
        order = list(AMENDMENT_STATUS)
        ranked = sorted(amendments.values(), key=lambda pair: order.index(pair[0].status))
        self._list.show_lines(self._line(entry, action, findings) for entry, action in ranked)
        if amendments != self._told:
            self._told = amendments
            if amendments:
                self._show_plan([entry for entry, _ in ranked])
            self._show(self._list.current())

    def show_amendment(self, key: str) -> None:
        """Choose a proposal by its identifier."""
        self._bar.show_list()
        self._list.choose(key)
        self._list.setFocus()

    def _line(self, entry: AmendmentEntry, action: CorrectiveAction, findings: Findings) -> Line:
        holes = entry.status != "rejected" and bool(unfinished(entry.after))
        codes = dict.fromkeys(
            findings.gaps[name].code for name in action.gap.replace(",", " ").split() if name in findings.gaps
        )
        caption = " · ".join(part for part in (" ".join(codes), entry.place) if part)
        decided = AMENDMENT_STATUS[entry.status]
        return Line(
            entry.id, entry.title, caption, icon=_ICONS[entry.status],
            tint=decided.status if decided.status != "neutral" else "muted",
            chip="to fill in" if holes else "", chip_status="warn", group=decided.heading,
            struck=entry.status == "rejected",
        )  # fmt: skip

    def _show(self, key: str | None) -> None:
        found = self._findings.amendments.get(key or "") if self._findings is not None else None
        if found is not None and self._findings is not None:
            self._detail.show_entry(found[0], self._findings)

    # -- the next version ---------------------------------------------------------------------------------

    def _show_plan(self, entries: list[AmendmentEntry]) -> None:
        try:
            preview = self._workspace.plan_preview(self._desk.exercise)
        except Unusable as unusable:
            preview = PlanPreview("", "", 0, (), (str(unusable),))
        self._bar.show_plan(entries, preview)
        self._diff.show_diff(preview.diff or f"Nothing to show yet. {self._bar.stands()}")

    def _on_previewed(self, shown: bool) -> None:
        self._stack.setCurrentIndex(1 if shown else 0)
        self.first_control().setFocus()
