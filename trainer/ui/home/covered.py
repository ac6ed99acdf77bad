"""The procedures of a plan: when each was last walked, on which version, how far, and when it was drilled otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from trainer.core.coverage import Exercised, ProcedureCoverage, coverage
from trainer.core.plan import Plan
from trainer.ui import look
from trainer.ui.home.held import Held
from trainer.ui.home.parts import cleared, row
from trainer.ui.home.requests import Requests
from trainer.ui.home.words import counted, day_words, kind_words
from trainer.ui.look import Status
from trainer.ui.panels import Card, button, label

__all__ = ["Covered", "covered_words", "drilled_words", "never_words", "summary_words", "walked_words"]

_TITLE: Final = "Walked and drilled"
_NOTHING: Final = (
    "No procedure was walked through or drilled yet. A walk-through goes through them step by step, with the people "
    "who do them."
)
_FEW: Final = 3


class Covered(Card):
    """A line for each procedure of one plan; reads what it does not know while it is visible."""

    def __init__(self, plan: Plan, held: Held, requests: Requests, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, parent)
        self._plan, self._held, self._requests = plan, held, requests
        self._rows = QVBoxLayout()
        self._rows.setSpacing(look.tokens().gap)
        self._shown: tuple[ProcedureCoverage, ...] | None = None
        self.body.addLayout(self._rows)
        self._told = label("", "caption", wrap=True)
        self.add(self._told)
        held.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to read."""
        super().showEvent(event)
        self._held.look_at(self._plan.id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading."""
        super().hideEvent(event)
        self._held.look_away()

    def _show(self) -> None:
        left, lost = self._held.to_read(self._plan.id), self._held.unreadable(self._plan.id)
        found = coverage(self._plan, self._held.of(self._plan.id))
        self.show_title(_TITLE, summary_words(found, self._plan.version))
        said = [f"Reading {counted(left, 'more exercise')}…"] if left else []
        if lost:
            said.append(f"{counted(lost, 'exercise')} could not be read; `trainer verify` says why.")
        self._told.setText("  ".join(said))
        self._told.setVisible(bool(said))
        if found != self._shown:
            self._shown = found
            cleared(self._rows)
            for one in found:
                if one.walk is not None or one.drill is not None:
                    self._rows.addWidget(self._row(one))
            rest = never_words(found)
            if rest:
                self._rows.addWidget(row("Never walked or drilled", rest, status="neutral"))

    def _row(self, one: ProcedureCoverage) -> QWidget:
        title = _titled(one)
        words, status = covered_words(one, self._plan.version)
        actions = [self._review(one.walk)] if one.walk is not None else []
        made = row(title, words, *actions, status=status)
        made.setToolTip(_never(one, self._plan))
        return made

    def _review(self, walk: Exercised) -> QPushButton:
        action = button(
            "Review", "quiet", tip=f"Open “{walk.title}”, {day_words(date.fromisoformat(walk.held))}"
        )
        action.setAccessibleName(f"Review: {walk.title}")
        action.clicked.connect(lambda: self._open(walk.exercise))
        return action

    def _open(self, exercise: str) -> None:
        entry = self._held.entry(exercise)
        if entry is not None:
            self._requests.review.emit(entry)


def _titled(one: ProcedureCoverage) -> str:
    return f"{one.clause}  {one.title}" if one.clause else one.title


def never_words(found: Sequence[ProcedureCoverage]) -> str:
    """The procedures that no exercise touched, in one line, where others were; empty where there are none."""
    never = [_titled(one).replace("  ", " ") for one in found if one.walk is None and one.drill is None]
    return ", ".join(never) if len(never) < len(found) else ""


def summary_words(found: Sequence[ProcedureCoverage], version: str) -> str:
    """How much of the plan was walked: `2 of 7 procedures walked in full on version 1.0, 3 never`."""
    full = sum(_in_full(one, version) for one in found)
    never = sum(one.walk is None for one in found)
    if all(one.walk is None and one.drill is None for one in found):
        return _NOTHING
    if never == len(found):
        return "No procedure was walked through yet."
    rest = f", {never} never walked" if never else ""
    return f"{full} of {counted(len(found), 'procedure')} walked in full on version {version}{rest}"


def _in_full(one: ProcedureCoverage, version: str) -> bool:
    return any(
        walk is not None and walk.steps == one.steps and walk.plan_version == version
        for walk in (one.walk, one.whole)
    )


def covered_words(one: ProcedureCoverage, version: str) -> tuple[str, Status]:
    """How a procedure was exercised, and the status that it shows in."""
    said = [walked_words(one, version), drilled_words(one, version)]
    good = _in_full(one, version) and one.walk is not None and not one.walk.gaps
    status: Status = "ok" if good else "neutral" if one.walk is None else "warn"
    return "\n".join(words for words in said if words), status


def walked_words(one: ProcedureCoverage, version: str) -> str:
    """When a procedure was last walked: `Walked 2 Mar 2026 on version 1.0 · 4 of 6 steps · 1 gap found`."""
    if one.walk is None:
        return "Never walked through"
    walk = one.walk
    gaps = f"{counted(walk.gaps, 'gap')} found" if walk.gaps else "no gap found"
    first = f"Walked {_when(walk, version)} · {_steps(walk, one.steps)} · {gaps}"
    whole = f"; all steps {_when(one.whole, version)}" if one.whole is not None else ""
    return first + whole


def drilled_words(one: ProcedureCoverage, version: str) -> str:
    """When a procedure was last drilled otherwise; empty where it never was."""
    if one.drill is None:
        return ""
    kind = kind_words(one.drill.kind.value)
    return f"{kind} {_when(one.drill, version)} · {_steps(one.drill, one.steps)} put to the test"


def _when(held: Exercised, version: str) -> str:
    older = f", the plan is now {version}" if held.plan_version != version else ""
    return f"{day_words(date.fromisoformat(held.held))} on version {held.plan_version}{older}"


def _steps(held: Exercised, steps: int) -> str:
    return (
        f"all {counted(steps, 'step')}"
        if held.steps == steps
        else f"{held.steps} of {counted(steps, 'step')}"
    )


def _never(one: ProcedureCoverage, plan: Plan) -> str:
    """The steps that no walk-through went through, where others were."""
    if one.walk is None or not one.unwalked:
        return ""
    titles = list(_titles(one, plan))
    more = f" and {len(titles) - _FEW} more" if len(titles) > _FEW else ""
    return f"Never walked: {', '.join(titles[:_FEW])}{more}"


def _titles(one: ProcedureCoverage, plan: Plan) -> Iterator[str]:
    return (f"“{step.title}”" for _, step in plan.steps() if step.id in one.unwalked)
