"""The gaps that stand in a plan before any drill: by family, with what to change, and how they were looked for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from trainer.core.plan import Plan
from trainer.core.standing import CHECKS, PlanGap, looked_for
from trainer.ui.home.parts import bullets, cleared
from trainer.ui.home.standing import PRIORITY_STATUS, families
from trainer.ui.home.words import counted, kind_words
from trainer.ui.panels import Card, Chip, Icon, button, label, rule, search_field, spaced

__all__ = ["PlanGaps"]

_TITLE: Final = "Gaps in the plan"
_NONE: Final = (
    "No gap found by {}. That is no proof that there is none: a check reads what is written, and only a drill "
    "shows whether people can work with it."
)
_NO_MATCH: Final = "No gap fits this filter."
_PRIORITIES: Final = ("high", "medium", "low")


class PlanGaps(Card):
    """What the checks found in one plan, narrowed by words, family and priority."""

    def __init__(self, plan: Plan, gaps: tuple[PlanGap, ...], parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent)
        self._gaps = gaps
        self._steps = {step.id: step.title for procedure in plan.procedures for step in procedure.steps}
        self._search, self._which, self._press = search_field("Search gaps"), QComboBox(), QComboBox()
        self._rows, self._method = QVBoxLayout(), QWidget()
        self._show = button("The checks", "quiet", "help", "What is looked for in a plan")
        self._show.setCheckable(True)
        self._build()
        self._fill()

    def _build(self) -> None:
        high = sum(gap.priority == "high" for gap in self._gaps)
        pressing = f", {high} of high priority" if high else ""
        below = f"{counted(len(self._gaps), 'gap')}{pressing}, before any drill" if self._gaps else ""
        self.show_title(_TITLE, below)
        self.add_action(self._show)
        method = spaced(QVBoxLayout(self._method), gap=4)
        method.addWidget(bullets(f"{code} {name}: {what}" for code, name, what in looked_for()))
        method.addWidget(rule())
        self._method.hide()
        self.add(self._method)
        self._show.toggled.connect(self._method.setVisible)
        if self._gaps:
            self.add(self._search)
            self.body.addLayout(self._filters())
        self._rows.setSpacing(self.body.spacing())
        self.body.addLayout(self._rows)

    def _filters(self) -> QHBoxLayout:
        self._which.setAccessibleName("Which family of gaps")
        self._which.addItem("All families", "")
        for code, same in families(self._gaps).items():
            self._which.addItem(f"{code} {same[0].name} ({len(same)})", code)
        self._which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._which.setMinimumContentsLength(10)
        self._press.setAccessibleName("Which priority")
        self._press.addItem("Any priority", "")
        for priority in _PRIORITIES:
            self._press.addItem(kind_words(priority), priority)
        self._search.textChanged.connect(self._fill)
        self._which.currentIndexChanged.connect(self._fill)
        self._press.currentIndexChanged.connect(self._fill)
        row = QHBoxLayout()
        row.setSpacing(self.body.spacing())
        row.addWidget(self._which, 1)
        row.addWidget(self._press)
        return row

    def _kept(self) -> list[PlanGap]:
        words = self._search.text().casefold().split()
        code, priority = self._which.currentData(), self._press.currentData()
        return [
            gap
            for gap in self._gaps
            if (not code or gap.code == code)
            and (not priority or gap.priority == priority)
            and all(word in self._text(gap) for word in words)
        ]

    def _text(self, gap: PlanGap) -> str:
        parts = (gap.code, gap.name, gap.statement, gap.proposed_change, gap.clause or "", self._where(gap))
        return " ".join(parts).casefold()

    def _fill(self) -> None:
        cleared(self._rows)
        if not self._gaps:
            self._rows.addWidget(_told(_NONE.format(counted(len(CHECKS), "check")), "ok"))
            return
        kept = families(self._kept())
        if not kept:
            self._rows.addWidget(label(_NO_MATCH, "muted"))
        for code, same in kept.items():
            self._rows.addWidget(rule())
            self._rows.addWidget(label(f"{code}  {kind_words(same[0].name)}", "strong", wrap=True))
            for gap in same:
                self._rows.addWidget(self._row(gap))

    def _row(self, gap: PlanGap) -> QWidget:
        made = QWidget()
        made.setAccessibleName(f"{gap.priority} priority: {gap.statement}")
        across = spaced(QHBoxLayout(made), gap=10)
        words = spaced(QVBoxLayout(), gap=2)
        words.addWidget(label(gap.statement, wrap=True))
        words.addWidget(label(f"What to change: {gap.proposed_change}", "muted", wrap=True))
        words.addWidget(label(f"What it leads to: {gap.consequence}", "caption", wrap=True))
        where = self._where(gap)
        if where:
            words.addWidget(label(where, "caption", wrap=True))
        across.addLayout(words, 1)
        chip = Chip(gap.priority, PRIORITY_STATUS[gap.priority])
        chip.setToolTip(f"{kind_words(gap.priority)} priority")
        across.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _where(self, gap: PlanGap) -> str:
        step = self._steps.get(gap.step or "")
        clause = f"clause {gap.clause}" if gap.clause else "no clause" if step else ""
        return " · ".join(part for part in (f"Step “{step}”" if step else "", clause) if part)


def _told(words: str, status: str) -> QWidget:
    made = QWidget()
    across = spaced(QHBoxLayout(made), gap=8)
    across.addWidget(Icon("ok", status, 18), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(label(words, wrap=True), 1)
    return made
